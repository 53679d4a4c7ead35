//! Workbooks of Excel 2007 and later: values and formats by calamine; limits and what is hidden by a look of
//! our own at the parts. Not for: arranging cells (`arrange`).

use std::collections::{BTreeSet, HashMap};
use std::io::Cursor;

use calamine::{Data, DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::arrange::{Region, Sheet};
use super::{Budget, macros, number, printed, too_many_cells};
use crate::docx::package::{Package, Relationship};
use crate::docx::xml::{Item, Xml};
use crate::{Beat, Limits, ReadError};

/// Columns of a sheet.
const COLUMNS: u32 = 16_384;

/// What calamine does not tell of a sheet.
#[derive(Debug, Default)]
struct Hidden {
    rows: BTreeSet<u32>,
    cols: BTreeSet<u32>,
}

/// What a look at the parts tells.
struct Looked {
    hidden: HashMap<String, Hidden>,
    /// The package without its macro sheets, if it has any.
    rewritten: Option<Vec<u8>>,
}

/// All sheets of a workbook.
pub(super) fn sheets(bytes: &[u8], limits: &Limits, beat: &Beat) -> Result<Vec<Sheet>, ReadError> {
    let Looked { hidden, rewritten } = look(bytes, limits)?;
    let bytes = rewritten.as_deref().unwrap_or(bytes);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
    let is_1904 = book.has_1904_epoch();
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        beat.tick();
        let merges = book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default();
        let mut sheet = Sheet { name: meta.name.clone(), hidden: meta.visible != SheetVisible::Visible, ..Sheet::default() };
        let regions = merges.iter().map(|area| Region { top: area.start.0, left: area.start.1, bottom: area.end.0, right: area.end.1 });
        sheet.merges = regions.collect();
        if let Some(hidden) = hidden.get(&meta.name) {
            sheet.hidden_rows.clone_from(&hidden.rows);
            sheet.hidden_cols.clone_from(&hidden.cols);
        }
        let mut reader = match book.worksheet_cells_reader(&meta.name) {
            Ok(reader) => reader,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(failed(error)),
        };
        let formats: Vec<String> = reader.styles().iter().map(format_code).collect();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(failed)? {
            if matches!(cell.get_value(), DataRef::Empty) {
                continue;
            }
            budget.take(match cell.get_value() {
                DataRef::SharedString(text) => text.len(),
                DataRef::String(text) => text.len(),
                _ => 0,
            })?;
            let format = formats.get(style).map_or("General", String::as_str);
            if let Some(text) = printed(&Data::from(cell.get_value().clone()), format, is_1904) {
                sheet.cells.insert(cell.get_position(), text);
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn format_code(style: &calamine::Style) -> String {
    let Some(format) = &style.number_format else { return String::from("General") };
    let known = format.format_id.filter(|id| *id < 164).and_then(number::builtin);
    known.map_or_else(|| format.format_code.clone(), str::to_owned)
}

fn failed(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Encrypted,
        error => ReadError::Damaged { detail: format!("the workbook cannot be read ({error}); it may be cut short, fetch it again") },
    }
}

/// Unpacks every part that calamine will unpack, within limits, counts cells, and notes what is hidden.
fn look(bytes: &[u8], limits: &Limits) -> Result<Looked, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let book = package.relationships("")?.into_iter().find(|tie| tie.kind == "officeDocument").map(|tie| tie.target);
    let book = book.unwrap_or_else(|| String::from("xl/workbook.xml"));
    let ties: HashMap<String, Relationship> = package.relationships(&book)?.into_iter().map(|tie| (tie.id.clone(), tie)).collect();
    let (names, list) = match package.part(&book)? {
        Some(part) => (sheet_names(&part, limits), part),
        None => return Err(ReadError::Damaged { detail: String::from("the package holds no workbook; fetch it again") }),
    };
    let is_macro = |id: &String| ties.get(id).is_none_or(|tie| matches!(tie.kind.as_str(), "xlMacrosheet" | "xlIntlMacrosheet"));
    let macros: Vec<String> = names.iter().map(|(_, id)| id).filter(|id| is_macro(id)).cloned().collect();
    // A list of nothing else is left as it is, and fails as it must.
    let rewritten = if macros.is_empty() || macros.len() == names.len() { None } else { macros::without(bytes, &book, &list, &macros) };
    let mut by_target: HashMap<String, String> =
        names.into_iter().filter_map(|(name, id)| Some((ties.get(&id)?.target.clone(), name))).collect();
    let mut hidden = HashMap::new();
    let mut count = 0usize;
    for part_name in package.names() {
        if !has_end(&part_name, ".xml") || part_name == book {
            continue;
        }
        let Some(part) = package.part(&part_name)? else { continue };
        // Cells and shared strings: both cost calamine some hundred bytes each.
        count += part.matches("<c ").count() + part.matches("<si>").count();
        if count > limits.cells.saturating_mul(4) {
            return Err(too_many_cells(limits));
        }
        if let Some(name) = by_target.remove(&part_name) {
            hidden.insert(name, hidden_in(&part, limits));
        }
    }
    Ok(Looked { hidden, rewritten })
}

fn has_end(name: &str, end: &str) -> bool {
    name.len() >= end.len() && name.is_char_boundary(name.len() - end.len()) && name.ends_with(end)
}

/// Names and relationship ids of the sheets. What could be read before an error still helps.
fn sheet_names(part: &str, limits: &Limits) -> Vec<(String, String)> {
    let mut xml = Xml::new(part, limits);
    let mut names = Vec::new();
    while let Ok(item) = xml.next() {
        match item {
            Item::Start(element) if element.name() == "sheet" => {
                names.extend(element.attribute("name").zip(element.attribute("id")));
            }
            Item::Eof => break,
            _ => {}
        }
    }
    names
}

/// Rows and columns of a sheet that are hidden.
fn hidden_in(part: &str, limits: &Limits) -> Hidden {
    let mut hidden = Hidden::default();
    // Most sheets hide nothing.
    if !part.contains("hidden=") && !part.contains("zeroHeight=") {
        return hidden;
    }
    let mut xml = Xml::new(part, limits);
    let mut row = 0u32;
    while let Ok(item) = xml.next() {
        let element = match item {
            Item::Start(element) => element,
            Item::Eof => break,
            _ => continue,
        };
        let is_hidden = || element.attribute("hidden").is_some_and(|value| matches!(value.as_str(), "1" | "true"));
        match element.name() {
            "row" => {
                // Rows without a number follow the one before.
                row = element.attribute("r").and_then(|number| number.parse().ok()).unwrap_or(row + 1);
                if is_hidden() {
                    hidden.rows.extend(row.checked_sub(1));
                }
            }
            "col" if is_hidden() => {
                let number = |name| element.attribute(name).and_then(|number| number.parse::<u32>().ok());
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    hidden.cols.extend(first.saturating_sub(1)..last.min(COLUMNS));
                }
            }
            _ => {}
        }
    }
    hidden
}
