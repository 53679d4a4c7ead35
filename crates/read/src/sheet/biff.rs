//! A look at the records of an Excel 97–2003 workbook for what calamine does not tell: which cell has which
//! number format, which rows and columns are hidden, how large a sheet is. Not for: values.

use std::collections::{BTreeSet, HashMap};

use encoding_rs::GBK;

use super::{number, shared};

/// What was seen of a workbook.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) encrypted: bool,
    pub(super) is_1904: bool,
    pub(super) sheets: Vec<Look>,
    /// Whether the sheets have more cells than were asked for; what comes after is not looked at.
    pub(super) too_many_cells: bool,
    /// Format numbers by style.
    styles: Vec<u16>,
    /// Codes by format number.
    codes: HashMap<u16, String>,
}

/// What was seen of a sheet.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Style of each cell with a value.
    pub(super) formats: HashMap<(u32, u32), u16>,
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) hidden_cols: BTreeSet<u32>,
    /// Slots between the outermost cells.
    pub(super) slots: u64,
    /// Slots that the sheet says it has.
    pub(super) claimed: u64,
    /// Bytes of the shared strings that its cells point to, each counted as often as it is pointed to.
    pub(super) shared_bytes: u64,
}

impl Book {
    /// The format code of a style.
    pub(super) fn format(&self, style: u16) -> Option<&str> {
        let id = *self.styles.get(usize::from(style))?;
        self.codes.get(&id).map(String::as_str).or_else(|| number::builtin(u32::from(id)))
    }
}

/// A record: its kind and content.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.0, 0)?;
        let length = usize::from(u16_at(self.0, 2)?);
        let content = self.0.get(4..4 + length)?;
        self.0 = self.0.get(4 + length..)?;
        Some((kind, content))
    }
}

/// Looks through the stream of a workbook, at no more than `most` cells. Broken records are passed over.
pub(super) fn look(stream: &[u8], most: usize) -> Book {
    let mut book = Book::default();
    let mut starts = Vec::new();
    let mut is_biff8 = true;
    let mut strings = Vec::new();
    let mut in_strings = false;
    for (kind, content) in Records(stream) {
        // SST and the records that continue it.
        in_strings = kind == 0x00fc || kind == 0x003c && in_strings;
        match kind {
            _ if in_strings => strings.push(content),
            0x0809 => is_biff8 = u16_at(content, 0) == Some(0x0600),
            // Whatever the method: the oldest one, by XOR, hides the content as well.
            0x002f => book.encrypted = true,
            0x0022 => book.is_1904 = u16_at(content, 0) == Some(1),
            0x041e => {
                if let (Some(id), Some(code)) = (u16_at(content, 0), format_code(content, is_biff8)) {
                    book.codes.insert(id, code);
                }
            }
            0x00e0 => book.styles.push(u16_at(content, 2).unwrap_or(0)),
            0x0085 => starts.push(u32_at(content, 0)),
            0x000a => break,
            _ => {}
        }
    }
    let strings = shared::lengths(&strings);
    let mut cells = 0usize;
    for start in starts {
        let look = start.and_then(|at| stream.get(at as usize..)).map(|stream| sheet(stream, &strings)).unwrap_or_default();
        // Several sheets may point to one place.
        cells += look.formats.len();
        book.sheets.push(look);
        if cells > most {
            book.too_many_cells = true;
            break;
        }
    }
    book
}

fn sheet(stream: &[u8], strings: &[u64]) -> Look {
    let mut look = Look::default();
    let mut depth = 0usize;
    let (mut low, mut high) = ((u32::MAX, u32::MAX), (0u32, 0u32));
    for (kind, content) in Records(stream) {
        match kind {
            // Charts inside a sheet are streams of their own.
            0x0809 => depth += 1,
            0x000a => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            _ if depth > 1 => {}
            0x0200 => {
                let wide = content.len() >= 14;
                let row = |at| if wide { u32_at(content, at * 2) } else { u16_at(content, at).map(u32::from) };
                let cols = if wide { 8 } else { 4 };
                let size = |first: Option<u32>, last: Option<u32>| u64::from(last.unwrap_or(0).saturating_sub(first.unwrap_or(0))) + 1;
                let col = |at| u16_at(content, at).map(u32::from);
                look.claimed = look.claimed.max(size(row(0), row(2)).saturating_mul(size(col(cols), col(cols + 2))));
            }
            // ROW: options at 12, of which bit 5 hides.
            0x0208 if u16_at(content, 12).is_some_and(|options| options & 0x20 != 0) => {
                look.hidden_rows.extend(u16_at(content, 0).map(u32::from));
            }
            // COLINFO: first, last, width, style, options.
            0x007d if u16_at(content, 8).is_some_and(|options| options & 1 != 0) => {
                if let (Some(first), Some(last)) = (u16_at(content, 0), u16_at(content, 2)) {
                    look.hidden_cols.extend((first..=last.min(first.saturating_add(256))).map(u32::from));
                }
            }
            // FORMULA, NUMBER, LABEL, BOOLERR, RK, LABELSST (whose string is at 6), RSTRING.
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00fd | 0x00d6 => {
                if let (Some(row), Some(col), Some(style)) = (u16_at(content, 0), u16_at(content, 2), u16_at(content, 4)) {
                    let at = (u32::from(row), u32::from(col));
                    low = (low.0.min(at.0), low.1.min(at.1));
                    high = (high.0.max(at.0), high.1.max(at.1));
                    look.formats.insert(at, style);
                }
                if kind == 0x00fd {
                    let string = u32_at(content, 6).and_then(|at| strings.get(at as usize)).copied().unwrap_or(0);
                    look.shared_bytes = look.shared_bytes.saturating_add(string);
                }
            }
            // MULRK: row, first column, then style and value for each column, the last column.
            0x00bd => {
                let (Some(row), Some(first)) = (u16_at(content, 0), u16_at(content, 2)) else { continue };
                let cells = content.len().saturating_sub(6) / 6;
                for index in 0..cells {
                    let Some(style) = u16_at(content, 4 + index * 6) else { break };
                    let at = (u32::from(row), u32::from(first) + u32::try_from(index).unwrap_or(0));
                    low = (low.0.min(at.0), low.1.min(at.1));
                    high = (high.0.max(at.0), high.1.max(at.1));
                    look.formats.insert(at, style);
                }
            }
            _ => {}
        }
    }
    if low.0 <= high.0 && low.1 <= high.1 {
        look.slots = (u64::from(high.0 - low.0) + 1) * (u64::from(high.1 - low.1) + 1);
    }
    look
}

/// The code in a FORMAT record.
fn format_code(content: &[u8], is_biff8: bool) -> Option<String> {
    if !is_biff8 {
        let length = usize::from(*content.get(2)?);
        return Some(GBK.decode_without_bom_handling(content.get(3..3 + length)?).0.into_owned());
    }
    let length = usize::from(u16_at(content, 2)?);
    let wide = content.get(4)? & 1 != 0;
    let text = content.get(5..)?;
    if wide {
        let units = text.get(..length * 2)?.chunks_exact(2).filter_map(|unit| unit.try_into().ok()).map(u16::from_le_bytes);
        Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    } else {
        Some(text.get(..length)?.iter().map(|byte| char::from(*byte)).collect())
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
