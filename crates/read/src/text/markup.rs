//! Tables that a dump writes as markup amid its text (`<table><tr><td rowspan="2">…`), as programs that read pictures do. Not for: web pages (`html`),
//! whose text is markup throughout.

use std::collections::HashSet;

use hongtou_document::{Cell, Span, Table, TableMark};

use super::piece::Piece;

/// A table of more lines is none of a dump.
const MOST_LINES: usize = 4_000;
/// Slots of one table at most, those of spans included.
const MOST_SLOTS: usize = 200_000;
/// No cell spans more rows or columns.
const LONGEST_SPAN: u32 = 1_000;

/// The table that begins on the first of the lines, and how many of them it takes.
pub(super) fn find(lines: &[Piece<'_>]) -> Option<(Table, usize)> {
    lines.first().filter(|line| line.trimmed().text.starts_with("<table"))?;
    let last = lines.iter().take(MOST_LINES).position(|line| line.text.contains("</table>"))?;
    let mut rows = Rows::default();
    for line in lines.get(..=last)? {
        rows.read(*line)?;
    }
    let whole = rows.cells.iter().map(|cell| cell.span).reduce(Span::cover)?;
    Some((Table::new(rows.cells, TableMark::Markup, whole).ok()?, last + 1))
}

/// The cells read so far.
#[derive(Default)]
struct Rows {
    cells: Vec<Cell>,
    taken: HashSet<(u32, u32)>,
    /// The row that is open, from 1; 0 before the first.
    row: u32,
    open: Option<Open>,
}

/// A cell that is open.
struct Open {
    rows: u32,
    cols: u32,
    /// First and last printed character.
    text: Option<(u32, u32)>,
    /// Where it begins, for one that prints nothing.
    at: u32,
}

impl Rows {
    /// Reads a line of markup and text. `None` where it is no table or too large.
    fn read(&mut self, line: Piece<'_>) -> Option<()> {
        let mut chars = line.text.chars().zip(line.span().start..).peekable();
        while let Some((c, at)) = chars.next() {
            if c == '<' {
                let tag: String = chars.by_ref().take_while(|(c, _)| *c != '>').map(|(c, _)| c).collect();
                self.tag(&tag, at + u32::try_from(tag.chars().count()).ok()? + 2)?;
            } else if let Some(open) = self.open.as_mut().filter(|_| !super::piece::is_blank(c)) {
                open.text = Some((open.text.map_or(at, |(from, _)| from), at + 1));
            }
        }
        Some(())
    }

    /// Takes a tag; `behind` is the character behind it.
    fn tag(&mut self, tag: &str, behind: u32) -> Option<()> {
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').flat_map(char::to_lowercase).collect();
        match name.as_str() {
            "tr" => {
                self.close()?;
                self.row += 1;
            }
            "td" | "th" => {
                self.close()?;
                self.open = Some(Open { rows: spans(tag, "rowspan"), cols: spans(tag, "colspan"), text: None, at: behind });
            }
            "/td" | "/th" | "/tr" | "/table" => self.close()?,
            _ => {}
        }
        Some(())
    }

    /// Closes the open cell and gives it the first free place of its row.
    fn close(&mut self) -> Option<()> {
        let Some(open) = self.open.take() else { return Some(()) };
        let row = self.row.checked_sub(1)?;
        let col = (0..).find(|col| !self.taken.contains(&(row, *col)))?;
        // What hangs down from above may leave less room than the cell asks for.
        let cols = (1..open.cols).find(|width| self.taken.contains(&(row, col + width))).unwrap_or(open.cols);
        self.taken.extend((row..row + open.rows).flat_map(|row| (col..col + cols).map(move |col| (row, col))));
        if self.taken.len() > MOST_SLOTS {
            return None;
        }
        let (from, to) = open.text.unwrap_or((open.at, open.at));
        self.cells.push(Cell {
            row,
            col,
            row_span: open.rows,
            col_span: cols,
            span: Span::new(from, to),
            page: None,
            bbox: None,
            lines: Vec::new(),
            nested: Vec::new(),
        });
        Some(())
    }
}

/// The number of an attribute of a tag: `td rowspan="2"`; 1 where it has none.
fn spans(tag: &str, name: &str) -> u32 {
    let value = tag.split_once(name).map(|(_, rest)| rest.trim_start_matches([' ', '=', '"', '\'']));
    let digits = value.map(|value| value.chars().take_while(char::is_ascii_digit).collect::<String>());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(1).clamp(1, LONGEST_SPAN)
}
