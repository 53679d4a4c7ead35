//! The reader of spreadsheets (XLS, XLSX, ET): what a print of every visible sheet shows, numbers under their
//! formats, merged regions as spans. Not for: what a sheet holds beside its cells (charts, pictures, comments),
//! or calculating formulas; their stored results are read.

mod arrange;
mod biff;
mod date;
mod macros;
mod number;
mod shared;
mod xls;
mod xlsx;

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::Data;
use hongtou_document::{Document, DocumentBuilder, Format};

use crate::{Input, Limits, Options, ReadError, Reader, source_id};
use arrange::{Piece, Sheet};

/// Reads one of the formats of spreadsheets.
#[derive(Debug, Clone, Copy)]
pub struct SheetReader(Format);

impl SheetReader {
    /// Excel 97–2003.
    pub const XLS: Self = Self(Format::Xls);
    /// Kingsoft Spreadsheets, in Excel 97 form.
    pub const ET: Self = Self(Format::Et);
    /// Excel 2007 and later.
    pub const XLSX: Self = Self(Format::Xlsx);
}

impl Reader for SheetReader {
    fn format(&self) -> Format {
        self.0
    }

    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError> {
        let Options { limits, beat, .. } = input.options;
        // A broken file must not take the caller down with it: calamine indexes what it reads.
        let read = catch_unwind(AssertUnwindSafe(|| match self.0 {
            Format::Xlsx => xlsx::sheets(input.bytes, limits, beat),
            _ => xls::sheets(input.bytes, limits, beat),
        }));
        let sheets = read.unwrap_or_else(|_| Err(ReadError::Damaged { detail: String::from("the workbook makes no sense") }))?;
        let mut builder = DocumentBuilder::new(self.0);
        builder.engine("calamine");
        build(sheets, limits, &mut builder)?;
        Ok(builder.finish(source_id(input.bytes)))
    }
}

/// The sheets as blocks. Hidden ones are left out, unless there is nothing else.
fn build(sheets: Vec<Sheet>, limits: &Limits, builder: &mut DocumentBuilder) -> Result<(), ReadError> {
    let all_hidden = sheets.iter().all(|sheet| sheet.hidden || sheet.cells.is_empty());
    let mut cells = 0usize;
    for sheet in &sheets {
        if sheet.cells.is_empty() {
            continue;
        }
        if sheet.hidden && !all_hidden {
            builder.warning(format!("1 hidden sheet left out: {}", sheet.name));
            continue;
        }
        if sheet.hidden {
            builder.warning(format!("the sheet {} is hidden, and so are all others: it was read", sheet.name));
        }
        builder.metadata("sheet", sheet.name.as_str());
        let (rows, cols) = sheet.hidden_counts();
        for (count, what) in [(rows, "row"), (cols, "column")].into_iter().filter(|(count, _)| *count > 0) {
            let plural = if count == 1 { "" } else { "s" };
            builder.warning(format!("{count} hidden {what}{plural} left out in the sheet {}", sheet.name));
        }
        for piece in sheet.pieces() {
            match piece {
                Piece::Paragraph(text) => {
                    builder.lines(text.split('\n').map(|line| (line, None, None)), true);
                }
                Piece::Table(table) => {
                    cells += table.cells.len();
                    if cells > limits.cells {
                        return Err(too_many_cells(limits));
                    }
                    builder.table(&table).map_err(|error| ReadError::TooLarge { detail: error.to_string() })?;
                }
            }
        }
    }
    Ok(())
}

fn too_many_cells(limits: &Limits) -> ReadError {
    ReadError::TooLarge { detail: format!("more than {} cells in the sheets", limits.cells) }
}

fn too_much_text(limits: &Limits) -> ReadError {
    ReadError::TooLarge { detail: format!("more than {} bytes of text in the sheets", limits.text_bytes) }
}

/// Counts cells and their text against the limits. Cells share their strings in the file, but not here: a long
/// one that a million cells point to would fill the memory.
struct Budget<'a> {
    limits: &'a Limits,
    cells: usize,
    bytes: u64,
}

impl<'a> Budget<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, cells: 0, bytes: 0 }
    }

    /// Takes a cell with so many bytes of text.
    fn take(&mut self, bytes: usize) -> Result<(), ReadError> {
        self.cells += 1;
        self.bytes += bytes as u64;
        if self.cells > self.limits.cells {
            return Err(too_many_cells(self.limits));
        }
        if self.bytes > self.limits.text_bytes {
            return Err(too_much_text(self.limits));
        }
        Ok(())
    }
}

/// A cell's value as printed; `None` for an empty cell. An empty format is that of a cell without one.
fn printed(value: &Data, format: &str, is_1904: bool) -> Option<String> {
    let text = match value {
        Data::Empty => return None,
        Data::String(text) => number::show_text(&unified(text), format),
        #[allow(clippy::cast_precision_loss, reason = "Excel has no other numbers than floats")]
        Data::Int(number) => number::show(*number as f64, format, is_1904),
        Data::Float(number) => number::show(*number, format, is_1904),
        Data::DateTime(day) => number::show(day.as_f64(), format, is_1904),
        Data::Bool(value) => String::from(if *value { "TRUE" } else { "FALSE" }),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Error(error) => error.to_string(),
    };
    (!text.trim().is_empty()).then_some(text)
}

/// One kind of line ends, none at the end, and a blank for a TAB.
fn unified(text: &str) -> String {
    let text = text.replace("_x000D_", "").replace("\r\n", "\n").replace(['\r', '\u{b}'], "\n").replace('\t', " ");
    text.trim_matches('\n').trim_end().to_owned()
}
