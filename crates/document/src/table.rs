//! Tables as a grid of cells with spans. One invariant, kept by the only constructor: every grid slot
//! belongs to at most one cell, every cell lies inside the grid, and cells are sorted by row, then column.
//! Not for: finding tables on a page, or understanding them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Line, Rect, Span};

/// How a reader recognised that something is a table: the weaker the mark, the more care a parser needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableMark {
    /// The format says so (a DOCX, HTML or spreadsheet table).
    Markup,
    /// Rules are drawn around its cells.
    Ruled,
    /// Cells are parted by TAB or a vertical bar on one line a row.
    Delimited,
    /// One cell a line, each opened by a TAB, rows ended by an empty line; or each closed by a vertical bar.
    CellPerLine,
    /// Only runs of blanks or the alignment of columns part the cells.
    Aligned,
}

/// One cell, at the slot of its top-left corner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Row of the top-left slot, from 0.
    pub row: u32,
    /// Column of the top-left slot, from 0.
    pub col: u32,
    /// Rows covered, at least 1.
    pub row_span: u32,
    /// Columns covered, at least 1.
    pub col_span: u32,
    /// The cell's text, nested tables included.
    pub span: Span,
    /// Page of the cell's first line, from 1; `None` where the format has no pages.
    pub page: Option<u32>,
    /// The cell's box; `None` where the format has no geometry.
    pub bbox: Option<Rect>,
    /// The printed lines, where the reader knows them; empty otherwise.
    pub lines: Vec<Line>,
    /// Tables inside the cell.
    pub nested: Vec<Table>,
}

/// A table. See the module's invariant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    rows: u32,
    cols: u32,
    cells: Vec<Cell>,
    /// Whether the cells follow one another in the text too, so that those at a span can be looked up.
    #[serde(default)]
    in_text_order: bool,
    /// Text of the whole table.
    pub span: Span,
    /// How it was recognised.
    pub mark: TableMark,
    /// Page of its first row, from 1; `None` where the format has no pages.
    pub page: Option<u32>,
    /// Its box on that page; `None` where the format has no geometry.
    pub bbox: Option<Rect>,
}

/// Why cells do not make a table. Never returned for odd but lawful tables (ragged rows, empty slots).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TableError {
    /// A cell covers no slot, or one outside `u32`.
    #[error("the cell at row {row}, column {col} has an impossible extent")]
    Extent {
        /// Row of the cell.
        row: u32,
        /// Column of the cell.
        col: u32,
    },
    /// Two cells claim one slot.
    #[error("two cells claim row {row}, column {col}")]
    Overlap {
        /// Row of the slot.
        row: u32,
        /// Column of the slot.
        col: u32,
    },
    /// More slots than [`Table::MAX_SLOTS`].
    #[error("a table of {rows} × {cols} slots is larger than any page holds")]
    TooLarge {
        /// Rows wanted.
        rows: u32,
        /// Columns wanted.
        cols: u32,
    },
}

impl Table {
    /// Slots a table may have. A national allocation list has some 3,000 rows of 20 columns; this leaves
    /// room for sixteen of them and stops a hostile `rowspan` from filling the memory.
    pub const MAX_SLOTS: u64 = 1 << 20;

    /// Builds a table from cells in any order.
    ///
    /// # Errors
    /// When two cells overlap, a cell covers no slot, or the grid is larger than [`Table::MAX_SLOTS`].
    pub fn new(mut cells: Vec<Cell>, mark: TableMark, span: Span) -> Result<Self, TableError> {
        let (mut rows, mut cols) = (0u32, 0u32);
        for cell in &cells {
            let extent = TableError::Extent { row: cell.row, col: cell.col };
            if cell.row_span == 0 || cell.col_span == 0 {
                return Err(extent);
            }
            rows = rows.max(cell.row.checked_add(cell.row_span).ok_or_else(|| extent.clone())?);
            cols = cols.max(cell.col.checked_add(cell.col_span).ok_or(extent)?);
        }
        if u64::from(rows) * u64::from(cols) > Self::MAX_SLOTS {
            return Err(TableError::TooLarge { rows, cols });
        }
        cells.sort_by_key(|cell| (cell.row, cell.col));
        let mut taken = vec![false; rows as usize * cols as usize];
        for cell in &cells {
            for row in cell.row..cell.row + cell.row_span {
                for col in cell.col..cell.col + cell.col_span {
                    match taken.get_mut(row as usize * cols as usize + col as usize) {
                        Some(slot) if !*slot => *slot = true,
                        _ => return Err(TableError::Overlap { row, col }),
                    }
                }
            }
        }
        let in_text_order = cells.is_sorted_by(|a, b| a.span.start <= b.span.start && a.span.end <= b.span.end);
        Ok(Self { rows, cols, cells, in_text_order, span, mark, page: None, bbox: None })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// Number of columns.
    #[must_use]
    pub fn cols(&self) -> u32 {
        self.cols
    }

    /// The cells by row, then column.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells whose text a span touches, by row, then column. In a table that is written row by row they are looked up;
    /// elsewhere all cells are seen through.
    pub fn cells_at(&self, span: Span) -> impl Iterator<Item = &Cell> {
        let looked_up = self.in_text_order;
        let first = if looked_up { self.cells.partition_point(|cell| cell.span.end <= span.start) } else { 0 };
        let rest = self.cells.get(first..).unwrap_or_default().iter();
        rest.take_while(move |cell| !looked_up || cell.span.start < span.end).filter(move |cell| cell.span.overlaps(span))
    }

    /// For every slot the index into [`Table::cells`] of the cell that covers it, row by row.
    #[must_use]
    pub fn grid(&self) -> Vec<Vec<Option<usize>>> {
        let mut grid = vec![vec![None; self.cols as usize]; self.rows as usize];
        for (index, cell) in self.cells.iter().enumerate() {
            for row in grid.iter_mut().skip(cell.row as usize).take(cell.row_span as usize) {
                for slot in row.iter_mut().skip(cell.col as usize).take(cell.col_span as usize) {
                    *slot = Some(index);
                }
            }
        }
        grid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: u32, col: u32, row_span: u32, col_span: u32) -> Cell {
        Cell { row, col, row_span, col_span, span: Span::default(), page: None, bbox: None, lines: vec![], nested: vec![] }
    }

    #[test]
    fn merged_cells_fill_their_slots() {
        let table = Table::new(vec![cell(0, 1, 1, 1), cell(0, 0, 2, 1), cell(1, 1, 1, 1)], TableMark::Markup, Span::default()).unwrap();
        assert_eq!(table.grid(), vec![vec![Some(0), Some(1)], vec![Some(0), Some(2)]]);
    }

    #[test]
    fn overlapping_cells_are_refused() {
        let overlap = Table::new(vec![cell(0, 0, 1, 2), cell(0, 1, 1, 1)], TableMark::Markup, Span::default());
        assert_eq!(overlap, Err(TableError::Overlap { row: 0, col: 1 }));
    }

    #[test]
    fn cells_at_a_span_are_those_that_touch_it() {
        // The second list is written column by column, and its second cell is empty.
        for starts in [[(0, 2), (3, 3), (4, 6), (7, 9)], [(0, 2), (5, 5), (3, 4), (6, 9)]] {
            let cells: Vec<Cell> = (0..4u32)
                .zip(starts)
                .map(|(at, (start, end))| Cell { span: Span::new(start, end), ..cell(at / 2, at % 2, 1, 1) })
                .collect();
            let table = Table::new(cells.clone(), TableMark::Markup, Span::new(0, 9)).unwrap();
            for start in 0..10 {
                for end in start..=10 {
                    let span = Span::new(start, end);
                    let expected: Vec<&Cell> = cells.iter().filter(|cell| cell.span.overlaps(span)).collect();
                    assert_eq!(table.cells_at(span).collect::<Vec<_>>(), expected, "{span:?}");
                }
            }
        }
    }

    #[test]
    fn a_hostile_span_is_refused() {
        let huge = Table::new(vec![cell(0, 0, u32::MAX, u32::MAX)], TableMark::Markup, Span::default());
        assert!(matches!(huge, Err(TableError::TooLarge { .. })));
        assert!(matches!(Table::new(vec![cell(1, 0, u32::MAX, 1)], TableMark::Markup, Span::default()), Err(TableError::Extent { .. })));
    }
}
