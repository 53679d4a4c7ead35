//! A table as a grid of slots with folded texts, every slot of a merged cell showing the cell's text.
//! Not for: knowing what a row or column means.

use std::num::NonZeroU32;

use std::collections::BTreeSet;

use hongtou_document::{Cell, Document, Rect, Span, Table};
use hongtou_notice::Evidence;
use hongtou_notice::codes::Origin;

use super::text;

/// One place of the grid.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slot {
    /// The cell's text as printed, without blanks.
    pub(crate) plain: String,
    /// The same, folded for comparison.
    pub(crate) key: String,
    /// Where it is printed, without the blanks around it; empty for an empty cell.
    pub(crate) span: Span,
    /// Row of the slot in the reader's table, from 0.
    pub(crate) row: u32,
    /// Column of the slot in the reader's table, from 0.
    pub(crate) col: u32,
    /// Which cell covers the slot; slots with one number are one cell. `None` where no cell is.
    pub(crate) cell: Option<usize>,
    /// Whether the cell begins at this slot.
    pub(crate) origin: bool,
    /// Page of the cell.
    page: Option<u32>,
    /// Box of the cell.
    bbox: Option<Rect>,
    /// Whether neither the cell nor a line in it has a page or a box: there is no place on paper to look for.
    unplaced: bool,
}

impl Slot {
    /// A slot made of a run of text, for tables that are told without marks.
    pub(crate) fn loose(document: &Document, span: Span, row: u32, col: u32, cell: usize) -> Self {
        let (span, plain, key) = trimmed(document, span);
        Self { plain, key, span, row, col, cell: Some(cell), origin: true, ..Self::default() }
    }

    /// A slot without a cell.
    pub(crate) fn empty(row: u32, col: u32) -> Self {
        Self { row, col, ..Self::default() }
    }

    /// Whether nothing is printed there.
    pub(crate) fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// Where it is printed. An empty cell has no text, but may have a page and a box.
    pub(crate) fn evidence(&self, document: &Document, origin: Origin) -> Evidence {
        // Looking for the place of every cell of a long table costs the square of its length.
        if self.unplaced {
            return crate::place::unplaced(document, self.span, origin);
        }
        let mut evidence = crate::place::evidence(document, self.span, origin);
        if self.span.is_empty() {
            evidence.page = self.page.and_then(NonZeroU32::new);
            evidence.bbox = self.bbox.map(Box::new);
        }
        evidence
    }
}

/// A rectangle of slots; every row has the same number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    /// The rows.
    pub(crate) rows: Vec<Vec<Slot>>,
    /// Whether merged cells are known from the file. Where not, an empty slot may be the rest of a merged cell.
    pub(crate) merges_known: bool,
    /// Whether the columns were found by alignment or order alone.
    pub(crate) inferred: bool,
}

impl Grid {
    /// The grid of a reader's table.
    pub(crate) fn of(document: &Document, table: &Table) -> Self {
        use hongtou_document::TableMark::{Aligned, CellPerLine, Delimited, Markup, Ruled};
        let texts: Vec<(Span, String, String)> = table.cells().iter().map(|cell| trimmed(document, own_span(cell))).collect();
        let rows = table.grid().into_iter().enumerate().map(|(row, line)| {
            let slots = line.into_iter().enumerate().map(|(col, cell)| {
                let (row, col) = (count(row), count(col));
                let Some((at, (cell, (span, plain, key)))) = cell.and_then(|at| Some((at, (table.cells().get(at)?, texts.get(at)?))))
                else {
                    return Slot { row, col, span: Span::new(table.span.start, table.span.start), ..Slot::default() };
                };
                Slot {
                    plain: plain.clone(),
                    key: key.clone(),
                    span: *span,
                    row,
                    col,
                    cell: Some(at),
                    origin: cell.row == row && cell.col == col,
                    page: cell.page.or(table.page),
                    bbox: cell.bbox,
                    unplaced: cell.page.or(table.page).is_none()
                        && cell.bbox.is_none()
                        && cell.lines.iter().all(|line| line.page.is_none() && line.bbox.is_none()),
                }
            });
            slots.collect()
        });
        Self {
            rows: rows.collect(),
            merges_known: matches!(table.mark, Markup | Ruled) && table.cells().iter().any(|cell| cell.row_span > 1 || cell.col_span > 1),
            inferred: match table.mark {
                Aligned => true,
                Markup | Ruled | Delimited | CellPerLine => false,
            },
        }
    }

    /// Number of columns.
    pub(crate) fn width(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// Some of the rows.
    pub(crate) fn part(&self, rows: std::ops::Range<usize>) -> Self {
        self.with(self.rows.get(rows).unwrap_or_default().to_vec())
    }

    /// The grid with rows and columns exchanged; slots keep their places in the reader's table.
    pub(crate) fn transposed(&self) -> Self {
        self.with((0..self.width()).map(|col| self.rows.iter().filter_map(|row| row.get(col).cloned()).collect()).collect())
    }

    /// Other rows, known in the same way.
    pub(crate) fn with(&self, rows: Vec<Vec<Slot>>) -> Self {
        Self { rows, merges_known: self.merges_known, inferred: self.inferred }
    }
}

/// The different cells of a row that hold text, from left to right.
pub(crate) fn filled(row: &[Slot]) -> Vec<&Slot> {
    let mut seen = BTreeSet::new();
    row.iter().filter(|slot| !slot.is_empty() && slot.cell.is_none_or(|cell| seen.insert(cell))).collect()
}

/// A cell's text without the tables inside it.
fn own_span(cell: &Cell) -> Span {
    match cell.nested.first() {
        Some(inner) => Span::new(cell.span.start, inner.span.start.min(cell.span.end)),
        None => cell.span,
    }
}

/// A span without the blanks at its ends, with its text in both forms.
fn trimmed(document: &Document, span: Span) -> (Span, String, String) {
    let printed = document.slice(span);
    let lead = count(printed.chars().take_while(|c| text::is_blank(*c)).count());
    let plain = text::plain(printed);
    if plain.is_empty() {
        return (Span::new(span.start, span.start), plain, String::new());
    }
    let tail = count(printed.chars().rev().take_while(|c| text::is_blank(*c)).count());
    let key = text::key(printed);
    (Span::new(span.start + lead, span.end - tail), plain, key)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(crate) mod tests {
    use hongtou_document::{Block, CellDraft, DocumentBuilder, Format, TableDraft, TableMark};

    use super::*;

    /// A document with captions and one table; cells parted by `|`, `<` continues the cell to the left and `^`
    /// the one above where `mark` knows merges, and is an empty cell otherwise.
    pub(crate) fn document(captions: &[&str], grid: &str, mark: TableMark) -> Document {
        let mut builder = DocumentBuilder::new(Format::Docx);
        for caption in captions {
            builder.paragraph(caption);
        }
        builder.table(&draft(grid, mark)).unwrap();
        builder.finish("test")
    }

    fn draft(grid: &str, mark: TableMark) -> TableDraft {
        let rows: Vec<Vec<&str>> =
            grid.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| line.split('|').map(str::trim).collect()).collect();
        let known = matches!(mark, TableMark::Markup | TableMark::Ruled);
        let mut cells = Vec::new();
        for (row, line) in rows.iter().enumerate() {
            for (col, cell) in line.iter().enumerate() {
                if matches!(*cell, "<" | "^") {
                    if !known {
                        cells.push(CellDraft { row: count(row), col: count(col), ..CellDraft::default() });
                    }
                    continue;
                }
                let mut draft = CellDraft { row: count(row), col: count(col), row_span: 1, col_span: 1, ..CellDraft::default() };
                draft.text = cell.replace("\\n", "\n");
                if known {
                    draft.col_span += count(line[col + 1..].iter().take_while(|next| **next == "<").count());
                    draft.row_span += count(rows[row + 1..].iter().take_while(|next| next.get(col) == Some(&"^")).count());
                }
                cells.push(draft);
            }
        }
        TableDraft { cells, mark, page: None, bbox: None }
    }

    #[test]
    fn merged_cells_show_their_text_in_every_slot() {
        let document = document(&[], "甲|<\n^|<", TableMark::Markup);
        let Block::Table(table) = &document.blocks()[0] else { panic!("a table") };
        let grid = Grid::of(&document, table);
        assert!(grid.rows.iter().flatten().all(|slot| slot.key == "甲"));
        assert_eq!(filled(&grid.rows[0]).len(), 1);
    }

    #[test]
    fn spans_leave_out_the_blanks_around() {
        let document = document(&[], "　合　计 |1", TableMark::Delimited);
        let Block::Table(table) = &document.blocks()[0] else { panic!("a table") };
        let grid = Grid::of(&document, table);
        assert_eq!(document.slice(grid.rows[0][0].span), "合　计");
        assert_eq!(grid.rows[0][0].key, "合计");
    }
}
