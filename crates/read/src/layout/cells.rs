//! Boxes and the glyphs in them to tables, tables within a cell included. Not for: what parts the boxes (`grid`), tables
//! without rules (`aligned`).

use hongtou_document::{Rect, TableMark};

use super::grid::{self, Grid, Slot};
use super::lines;
use super::rules::Net;
use super::{CellBox, Glyph, TableBox, height, mid_x, mid_y, width};

/// Squares of one grid beyond which a net is a drawing.
const SQUARES: usize = 1 << 18;

/// Takes the glyphs of the tables that the nets make out of `glyphs`. Nets come the largest first.
pub(super) fn tables(nets: &[Net], glyphs: &mut Vec<Glyph>, page: u32, cells_left: &mut usize, dropped: &mut u32) -> Vec<TableBox> {
    let mut grids: Vec<Grid> = Vec::new();
    for net in nets {
        let Some(grid) = grid_of(net) else { continue };
        if grid.slots.len() > *cells_left {
            *dropped += 1;
            continue;
        }
        *cells_left -= grid.slots.len();
        grids.push(grid);
    }
    let mut tables: Vec<TableBox> = Vec::new();
    // The smallest grid around a glyph holds it, so begin with the smallest.
    for grid in grids.into_iter().rev() {
        if let Some(table) = fill(&grid, glyphs, page) {
            tables.push(table);
        }
    }
    tables.reverse();
    nest(tables)
}

/// The grid of a net that may be a table.
pub(super) fn grid_of(net: &Net) -> Option<Grid> {
    // Two lines that cross are an ornament, or the axes of a drawing.
    grid::grid(net, SQUARES).filter(|grid| grid.slots.len() >= 2 && net.across.len() + net.down.len() >= 3)
}

fn fill(grid: &Grid, glyphs: &mut Vec<Glyph>, page: u32) -> Option<TableBox> {
    let (rows, cols) = (grid.ys.len().checked_sub(1)?, grid.xs.len().checked_sub(1)?);
    let mut slot_of = vec![None; rows * cols];
    for (index, slot) in grid.slots.iter().enumerate() {
        for row in slot.row..slot.row + slot.rows {
            slot_of[row * cols + slot.col..row * cols + slot.col + slot.cols].fill(Some(index));
        }
    }
    let mut texts: Vec<Vec<Glyph>> = vec![Vec::new(); grid.slots.len()];
    let place = |glyph: &Glyph| {
        let (x, y) = (mid_x(glyph.rect), mid_y(glyph.rect));
        let col = grid.xs.partition_point(|edge| *edge <= x).checked_sub(1).filter(|col| *col < cols)?;
        let row = grid.ys.partition_point(|edge| *edge <= y).checked_sub(1).filter(|row| *row < rows)?;
        slot_of.get(row * cols + col).copied().flatten()
    };
    glyphs.retain(|glyph| match place(glyph) {
        Some(slot) => {
            texts[slot].push(*glyph);
            false
        }
        None => true,
    });
    let cells: Vec<CellBox> = grid
        .slots
        .iter()
        .zip(&texts)
        .filter(|(slot, glyphs)| !slot.open || has_ink(glyphs))
        .map(|(slot, glyphs)| cell(grid, slot, glyphs, page))
        .collect();
    let rect = super::around(cells.iter().map(|cell| cell.rect))?;
    // Lines with text in no more than one box frame a paragraph or head a page.
    if cells.len() < 2 {
        cells.into_iter().flat_map(|cell| texts[slot_index(grid, &cell)].clone()).for_each(|glyph| glyphs.push(glyph));
        return None;
    }
    Some(TableBox { page, last_page: page, rect, edges: grid.xs.clone(), rows: u32::try_from(rows).ok()?, cells, mark: TableMark::Ruled })
}

fn slot_index(grid: &Grid, cell: &CellBox) -> usize {
    grid.slots.iter().position(|slot| slot.row == cell.row as usize && slot.col == cell.col as usize).unwrap_or(0)
}

fn has_ink(glyphs: &[Glyph]) -> bool {
    glyphs.iter().any(|glyph| !glyph.ch.is_whitespace())
}

fn cell(grid: &Grid, slot: &Slot, glyphs: &[Glyph], page: u32) -> CellBox {
    // A grid has at most `SQUARES` rows and columns.
    let small = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
    CellBox {
        row: small(slot.row),
        col: small(slot.col),
        row_span: small(slot.rows),
        col_span: small(slot.cols),
        page,
        rect: grid.rect(slot),
        lines: lines::lines(glyphs, page),
        nested: Vec::new(),
    }
}

/// Puts tables that lie within a cell of another into that cell. The larger ones come first.
fn nest(tables: Vec<TableBox>) -> Vec<TableBox> {
    let mut outer: Vec<TableBox> = Vec::new();
    for table in tables {
        let around = outer.iter_mut().flat_map(|outer| &mut outer.cells).find(|cell| inside(table.rect, cell.rect));
        match around {
            Some(cell) => cell.nested.push(table),
            None => outer.push(table),
        }
    }
    outer
}

fn inside(inner: Rect, outer: Rect) -> bool {
    let (x, y) = (mid_x(inner), mid_y(inner));
    outer.x0 < x
        && x < outer.x1
        && outer.y0 < y
        && y < outer.y1
        && width(inner) <= width(outer) + 1.0
        && height(inner) <= height(outer) + 1.0
}
