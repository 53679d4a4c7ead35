//! Tables that run over several pages: repeated heads are dropped, cells that the page's end cut are put together.
//! Not for: paragraphs over pages (`paragraphs`).

use hongtou_document::TableMark;

use super::{CellBox, PageLayout, Piece, TableBox, TextLine, width, wrap};

/// How far, in points, the same column may stand from page to page.
const SHIFT: f64 = 4.0;
/// Rows that a repeated head may have.
const HEAD_ROWS: u32 = 8;
/// Part of the page's height that a table must reach if it goes on.
const LOW: f64 = 0.5;

/// Joins each table that goes on at the top of the next page.
pub(super) fn tables(pages: &mut [PageLayout]) {
    // Where the table stands that may go on: page and piece.
    let mut open: Option<(usize, usize)> = None;
    for index in 0..pages.len() {
        let (before, rest) = pages.split_at_mut(index);
        let Some(page) = rest.first_mut() else { break };
        if let (Some((at, piece)), Some(Piece::Table(next))) = (open, page.pieces.first_mut())
            && let Some(Piece::Table(table)) = before.get_mut(at).and_then(|page| page.pieces.get_mut(piece))
            && table.last_page + 1 == page.number
            && let Some((edges, shift)) = fitting(table, next)
            && let Piece::Table(next) = page.pieces.remove(0)
        {
            append(table, next, edges, shift);
            if page.pieces.is_empty() {
                continue;
            }
        }
        let low = page.frame.size().1 * LOW;
        open = match page.pieces.last() {
            Some(Piece::Table(table)) if table.rect.y1 > low => Some((index, page.pieces.len() - 1)),
            _ => None,
        };
    }
}

/// The columns of both tables together, and how far the second stands to the right; `None` if it is another table.
fn fitting(table: &TableBox, next: &mut TableBox) -> Option<(Vec<f64>, f64)> {
    if let Some(columns) = same_columns(table, next) {
        return Some(columns);
    }
    // Columns without rules are as wide as what stands in them on each page; the head that is printed again tells that they are the same.
    let unruled = table.mark == TableMark::Aligned && next.mark == TableMark::Aligned;
    let same = unruled && table.edges.len() == next.edges.len() && repeated_head(table, next) > 0;
    same.then(|| {
        next.edges.clone_from(&table.edges);
        (table.edges.clone(), 0.0)
    })
}

/// The columns of both tables together, and how far the second stands to the right; `None` if they are not one table's.
fn same_columns(table: &TableBox, next: &TableBox) -> Option<(Vec<f64>, f64)> {
    let ends = |edges: &[f64]| Some((*edges.first()?, *edges.last()?));
    let ((a0, a1), (b0, b1)) = (ends(&table.edges)?, ends(&next.edges)?);
    let shift = b0 - a0;
    let wide = (b1 - b0 - (a1 - a0)).abs() < SHIFT && shift.abs() < 3.0 * SHIFT;
    // A merged cell at the side may be left without a border on the second page.
    let part = (b1 - a1).abs() < SHIFT || shift.abs() < SHIFT;
    if table.mark != next.mark || !wide && !part {
        return None;
    }
    let shift = if wide { shift } else { 0.0 };
    let mut edges = table.edges.clone();
    let mut found = 0;
    for edge in &next.edges {
        if table.edges.iter().any(|own| (own - (edge - shift)).abs() < SHIFT) {
            found += 1;
        } else {
            edges.push(edge - shift);
        }
    }
    edges.sort_by(f64::total_cmp);
    // The columns of the table with fewer of them are the other's as well, but for one that a cell splits.
    let fewer = table.edges.len().min(next.edges.len());
    let enough = if wide { found + 1 >= fewer } else { found == next.edges.len() && found > 2 };
    enough.then_some((edges, shift))
}

/// Puts a table on the columns of a finer grid.
fn spread(table: &mut TableBox, edges: &[f64], shift: f64) {
    if shift == 0.0 && table.edges == edges {
        return;
    }
    let index = |edge: f64| (0..edges.len()).min_by(|a, b| (edges[*a] - edge).abs().total_cmp(&(edges[*b] - edge).abs())).unwrap_or(0);
    let new: Vec<u32> = table.edges.iter().map(|edge| u32::try_from(index(edge - shift)).unwrap_or(0)).collect();
    let at = |col: u32| new.get(col as usize).copied().unwrap_or(0);
    for cell in &mut table.cells {
        let end = at(cell.col + cell.col_span);
        cell.col = at(cell.col);
        cell.col_span = end.saturating_sub(cell.col).max(1);
    }
    table.edges = edges.to_vec();
}

fn append(table: &mut TableBox, mut next: TableBox, edges: Vec<f64>, shift: f64) {
    spread(&mut next, &edges, shift);
    spread(table, &edges, 0.0);
    table.last_page = next.last_page;
    let head = repeated_head(table, &next);
    if head > 0 {
        next.cells.retain(|cell| cell.row >= head);
        next.cells.iter_mut().for_each(|cell| cell.row -= head);
        next.rows -= head;
    }
    let split = is_split(table, &next);
    let rows = table.rows;
    // The row that the page's end cut is one row; else a merged cell may still go on.
    let down = if split { rows.saturating_sub(1) } else { rows };
    let mut added = Vec::new();
    // Where the merged cells end that go on from the left margin: what is blank beside them belongs to them.
    let mut merged = 0;
    for mut cell in next.cells {
        let above = if cell.row == 0 { above(&mut table.cells, &cell, rows) } else { None };
        cell.row += down;
        let beside = merged > 0 && cell.col == merged;
        match above {
            Some(upper) if split || goes_on(upper, &cell) || beside && cell.lines.is_empty() && !upper.lines.is_empty() => {
                if cell.col == merged {
                    merged += cell.col_span;
                }
                upper.row_span = cell.row + cell.row_span - upper.row;
                upper.lines.append(&mut cell.lines);
                upper.nested.append(&mut cell.nested);
            }
            _ => added.push(cell),
        }
    }
    table.cells.append(&mut added);
    table.rows = down + next.rows;
    fill_down(table, rows);
}

/// The cell of the last row that covers the same columns.
fn above<'a>(cells: &'a mut [CellBox], cell: &CellBox, rows: u32) -> Option<&'a mut CellBox> {
    cells.iter_mut().rev().find(|upper| upper.row + upper.row_span == rows && upper.col == cell.col && upper.col_span == cell.col_span)
}

/// How many rows at the top of both tables are the same.
fn repeated_head(table: &TableBox, next: &TableBox) -> u32 {
    let row = |table: &TableBox, row: u32| -> Vec<(u32, u32, u32, String)> {
        let own = table.cells.iter().filter(|cell| cell.row == row);
        let mut cells: Vec<_> = own.map(|cell| (cell.col, cell.col_span, cell.row_span, text(&cell.lines))).collect();
        cells.sort();
        cells
    };
    let same = (0..HEAD_ROWS.min(table.rows).min(next.rows.saturating_sub(1))).take_while(|index| {
        let own = row(table, *index);
        own == row(next, *index) && own.iter().any(|cell| !cell.3.is_empty())
    });
    let rows = u32::try_from(same.count()).unwrap_or(0);
    // A head ends where no cell of it goes on.
    let clean = |rows: u32| next.cells.iter().all(|cell| cell.row >= rows || cell.row + cell.row_span <= rows);
    (0..=rows).rev().find(|rows| clean(*rows)).unwrap_or(0)
}

fn text(lines: &[TextLine]) -> String {
    lines.iter().flat_map(|line| line.text.chars()).filter(|ch| !ch.is_whitespace()).collect()
}

/// Whether the page's end cut the last row: both halves have the same cells, and text of at least one runs on.
fn is_split(table: &TableBox, next: &TableBox) -> bool {
    let rows = table.rows;
    let first: Vec<&CellBox> = next.cells.iter().filter(|cell| cell.row == 0).collect();
    let pairs: Vec<(&CellBox, &CellBox)> = first
        .iter()
        .filter_map(|cell| {
            let upper = table
                .cells
                .iter()
                .rev()
                .find(|upper| upper.row + upper.row_span == rows && upper.col == cell.col && upper.col_span == cell.col_span)?;
            Some((upper, *cell))
        })
        .collect();
    if pairs.len() < first.len() || first.iter().any(|cell| cell.lines.is_empty()) && pairs.iter().all(|(_, cell)| cell.lines.is_empty()) {
        return false;
    }
    let full = |(upper, cell): &(&CellBox, &CellBox)| match (upper.lines.last(), cell.lines.first()) {
        (Some(last), Some(first)) => wrap::runs_on(last, first, width(upper.rect)),
        _ => false,
    };
    let begins_anew = |(upper, cell): &(&CellBox, &CellBox)| !cell.lines.is_empty() && (upper.lines.is_empty() || !full(&(*upper, *cell)));
    pairs.iter().any(full) && !pairs.iter().any(begins_anew)
}

/// Whether a merged cell goes on over the page's end: one of its halves is empty, and it is higher than a row.
fn goes_on(upper: &CellBox, cell: &CellBox) -> bool {
    let merged = upper.row_span > 1 || cell.row_span > 1;
    merged && upper.lines.is_empty() != cell.lines.is_empty() || upper.row_span > 1 && upper.lines.is_empty() && cell.lines.is_empty()
}

/// Merged cells at the page's end go on downwards where the next page has nothing in their columns.
fn fill_down(table: &mut TableBox, edge: u32) {
    let rows = table.rows;
    let cols = u32::try_from(table.edges.len()).unwrap_or(u32::MAX);
    let mut taken: Vec<(u32, u32)> = Vec::new();
    for cell in table.cells.iter().filter(|cell| cell.row + cell.row_span > edge) {
        taken.extend(
            (cell.row.max(edge)..cell.row + cell.row_span).flat_map(|row| (cell.col..cell.col + cell.col_span).map(move |col| (row, col))),
        );
    }
    taken.sort_unstable();
    for cell in table.cells.iter_mut().filter(|cell| cell.row + cell.row_span == edge && cell.col + cell.col_span < cols) {
        let columns = cell.col..cell.col + cell.col_span;
        let free = |row: &u32| columns.clone().all(|col| taken.binary_search(&(*row, col)).is_err());
        cell.row_span += u32::try_from((edge..rows).take_while(free).count()).unwrap_or(0);
    }
    table.cells.sort_by_key(|cell| (cell.row, cell.col));
}
