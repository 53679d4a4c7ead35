//! Rows of `w:tc` as a grid: widths over grid columns, vertical merges as row spans.
//! Not for: what stands in the cells.

use std::collections::HashMap;

use hongtou_document::{CellDraft, TableDraft, TableMark};

/// Grid columns a cell may cover; Word's own limit is 63.
const WIDEST: u32 = 1000;

/// How a cell hangs together with its neighbour above or to the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Merge {
    /// Not at all.
    #[default]
    No,
    /// It is the first of merged cells.
    Restart,
    /// It belongs to the one before.
    Continue,
}

/// A cell as it stands in its row.
#[derive(Debug, Default)]
pub(crate) struct RowCell {
    pub(crate) span: u32,
    pub(crate) vertical: Merge,
    pub(crate) horizontal: Merge,
    pub(crate) text: String,
    pub(crate) nested: Vec<TableDraft>,
}

/// A row.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Grid columns left out before the first cell.
    pub(crate) before: u32,
    pub(crate) cells: Vec<RowCell>,
    /// Whether a revision deleted it, or it is hidden.
    pub(crate) dropped: bool,
}

/// A table under construction.
#[derive(Debug, Default)]
pub(crate) struct TableRows {
    cells: Vec<CellDraft>,
    rows: u32,
    /// By grid column, the cell of the row above that may go on.
    open: HashMap<u32, usize>,
}

impl TableRows {
    /// Adds a row.
    pub(crate) fn add(&mut self, row: Row) {
        if row.dropped {
            return;
        }
        let mut open = HashMap::new();
        let mut col = row.before.min(WIDEST);
        // The cell to the left, if this row made it.
        let mut left: Option<usize> = None;
        for cell in row.cells {
            let span = cell.span.clamp(1, WIDEST);
            if cell.horizontal == Merge::Continue
                && let Some(left) = left.and_then(|index| self.cells.get_mut(index))
            {
                left.col_span += span;
                col += span;
                continue;
            }
            let above = self.open.get(&col).copied().filter(|index| self.cells.get(*index).is_some_and(|above| above.col_span == span));
            if let (Merge::Continue, Some(index)) = (cell.vertical, above) {
                if let Some(above) = self.cells.get_mut(index) {
                    above.row_span += 1;
                }
                open.insert(col, index);
                left = None;
            } else {
                let index = self.cells.len();
                if cell.vertical != Merge::No {
                    open.insert(col, index);
                }
                left = Some(index);
                self.cells.push(CellDraft {
                    row: self.rows,
                    col,
                    row_span: 1,
                    col_span: span,
                    text: cell.text,
                    nested: cell.nested,
                    page: None,
                    bbox: None,
                });
            }
            col += span;
        }
        self.open = open;
        self.rows += 1;
    }

    /// The table; `None` where it has no cells.
    pub(crate) fn finish(self) -> Option<TableDraft> {
        (!self.cells.is_empty()).then_some(TableDraft { cells: self.cells, mark: TableMark::Markup, page: None, bbox: None })
    }
}
