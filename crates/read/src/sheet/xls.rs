//! Workbooks of Excel 97–2003 and Kingsoft: values and merged regions by calamine; formats, limits and what is
//! hidden by a look of our own at the records. Not for: arranging cells (`arrange`).

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError};

use super::arrange::{Region, Sheet};
use super::biff;
use super::{Budget, printed, too_many_cells, too_much_text};
use crate::{Beat, Limits, ReadError, container};

/// Slots that a sheet of this format has; whole rows with a format make a file claim them all.
const CLAIMED: u64 = 65_536 * 256;

/// All sheets of a workbook.
pub(super) fn sheets(bytes: &[u8], limits: &Limits, beat: &Beat) -> Result<Vec<Sheet>, ReadError> {
    let look = biff::look(&stream(bytes, limits)?, limits.cells);
    if look.encrypted {
        return Err(ReadError::Encrypted);
    }
    let most = |count: fn(&biff::Look) -> u64| look.sheets.iter().map(count).max().unwrap_or(0);
    // calamine makes room for every slot between the outermost cells, and for what the sheet says of its size.
    if look.too_many_cells || most(|sheet| sheet.slots) > limits.cells as u64 * 4 || most(|sheet| sheet.claimed) > CLAIMED {
        return Err(too_many_cells(limits));
    }
    // It copies a shared string into every cell that points to it.
    if look.sheets.iter().map(|sheet| sheet.shared_bytes).fold(0, u64::saturating_add) > limits.text_bytes {
        return Err(too_much_text(limits));
    }
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(failed)?;
    let mut budget = Budget::new(limits);
    let mut sheets = Vec::new();
    for (index, meta) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        beat.tick();
        let mut sheet = Sheet { name: meta.name.clone(), hidden: meta.visible != SheetVisible::Visible, ..Sheet::default() };
        let merges = book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default();
        let regions = merges.iter().map(|area| Region { top: area.start.0, left: area.start.1, bottom: area.end.0, right: area.end.1 });
        sheet.merges = regions.collect();
        let known = look.sheets.get(index);
        if let Some(known) = known {
            sheet.hidden_rows.clone_from(&known.hidden_rows);
            sheet.hidden_cols.clone_from(&known.hidden_cols);
        }
        let range = book.worksheet_range(&meta.name).map_err(failed)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, col, value) in range.used_cells() {
            // The numbers are of the range, whose corner need not be the sheet's.
            let (Ok(row), Ok(col)) = (u32::try_from(row), u32::try_from(col)) else { continue };
            let at = (row + top, col + left);
            budget.take(if let Data::String(text) = value { text.len() } else { 0 })?;
            let format = known.and_then(|known| known.formats.get(&at)).and_then(|style| look.format(*style));
            if let Some(text) = printed(value, format.unwrap_or("General"), look.is_1904) {
                sheet.cells.insert(at, text);
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The stream of the workbook. What cannot be looked at is not handed to calamine either: it has no limits.
fn stream(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let broken = |error: std::io::Error| ReadError::Damaged { detail: format!("not a sound OLE2 container ({error}); fetch it again") };
    let mut container = container::open(bytes).map_err(broken)?;
    let missing = || ReadError::Damaged { detail: String::from("the file holds no workbook; it may be cut short, fetch it again") };
    let stream = ["/Workbook", "/Book"].into_iter().find_map(|name| container.open_stream(name).ok()).ok_or_else(missing)?;
    let mut content = Vec::new();
    // No stream is longer than its file; a broken chain of sectors may say so.
    let limit = limits.member_bytes.min(bytes.len() as u64);
    stream.take(limit + 1).read_to_end(&mut content).map_err(broken)?;
    if content.len() as u64 > limit {
        return Err(ReadError::TooLarge { detail: format!("the workbook is longer than {limit} bytes") });
    }
    Ok(content)
}

fn failed(error: XlsError) -> ReadError {
    match error {
        XlsError::Password => ReadError::Encrypted,
        error => ReadError::Damaged { detail: format!("the workbook cannot be read ({error}); it may be cut short, fetch it again") },
    }
}
