//! Indicator and self-evaluation forms: project, place, fund box and indicator parts.
//! See `docs/tables.md`, indicator tables. Not for: the rows of the indicator part (`indicator`) or of the box (`fund_box`).

use hongtou_notice::{Amount, DivisionCode, Indicator, Remark};

use super::caption::{Caption, is_caption_cell};
use super::grid::{Grid, Slot, filled};
use super::indicator::{self, Block, Part, Role};
use super::segment::is_project_label;
use super::{Context, fund_box, recipient, repair, text, words};

/// What a form says.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// Its indicators.
    pub(crate) indicators: Vec<Indicator>,
    /// The sums of its fund box.
    pub(crate) amounts: Vec<Amount>,
    /// Rates in it that do not follow from their figures.
    pub(crate) remarks: Vec<Remark>,
}

/// Whether a part of a table is a form: it has the head of an indicator part, level words in several rows, or the
/// labels of a form's head.
pub(crate) fn is_form(grid: &Grid) -> bool {
    let levels = grid
        .rows
        .iter()
        .filter(|row| filled(row).iter().take(3).any(|cell| words::level(&cell.key).is_some_and(|word| word.second)))
        .count();
    let label = |row: &Vec<Slot>| {
        filled(row)
            .iter()
            .take(2)
            .any(|cell| is_project_label(cell) || words::has("form_head", &text::core(&cell.key)) && cell.key.chars().count() <= 14)
    };
    let labels = grid.rows.iter().filter(|row| label(row) && filled(row).len() <= 4).count();
    let named =
        |row: &Vec<Slot>| matches!(filled(row).as_slice(), [label, name, ..] if is_project_label(label) && name.key.chars().count() >= 6);
    let project = grid.rows.iter().any(|row| named(row) && filled(row).len() <= 4);
    grid.rows.iter().any(|row| indicator::is_head(row)) || levels >= 3 || labels >= 3 || project && labels >= 2
}

/// Reads a form.
pub(crate) fn read(context: &Context<'_>, grid: &Grid, caption: &mut Caption, table: u32) -> Read {
    let mut top = 0;
    for row in &grid.rows {
        match filled(row).as_slice() {
            [] => {}
            [only] if top < 4 && !is_project_label(only) => caption.take_row(&only.plain, &only.key),
            cells if cells.iter().all(|cell| is_caption_cell(&cell.key)) && !cells.iter().any(|cell| is_project_label(cell)) => {
                cells.iter().for_each(|cell| caption.take_row(&cell.plain, &cell.key));
            }
            _ => break,
        }
        top += 1;
    }
    let stacked = repair::stacked(grid);
    let mut heads: Vec<usize> = Vec::new();
    let mut at = if stacked.is_some() { grid.rows.len() } else { top };
    while at < grid.rows.len() {
        if grid.rows.get(at).is_some_and(|row| indicator::is_head(row)) {
            heads.push(at);
            at = head_end(grid, at, context.issuer);
        } else {
            at += 1;
        }
    }
    let part = Part { document: context.document, table, project: project(grid), scope: caption.scope.clone(), issuer: context.issuer };
    let levels = (top..grid.rows.len()).find(|row| grid.rows.get(*row).is_some_and(|row| has_levels(row)));
    let box_end = heads.first().copied().or(stacked).or(levels).unwrap_or(grid.rows.len());
    let (amounts, remarks) = fund_box::read(context, grid, top..box_end, caption.unit);
    let mut read = Read { amounts, remarks, ..Read::default() };
    if let Some(start) = stacked {
        read.indicators = repair::broken(&part, grid, start);
    } else if heads.is_empty() {
        // The head was lost: the level words alone carry the rows.
        if let Some(start) = levels {
            let block = Block {
                roles: vec![Role::Other; grid.width()],
                labels: vec![None; grid.width()],
                period: hongtou_notice::codes::Period::Annual,
            };
            indicator::rows(&part, grid, start..grid.rows.len(), &[block], &mut read.indicators);
        }
    }
    for (at, head) in heads.iter().copied().enumerate() {
        let end = heads.get(at + 1).copied().unwrap_or(grid.rows.len());
        let body = head_end(grid, head, context.issuer);
        let start = if head > top && is_upper_head(grid, head) { head - 1 } else { head };
        let rows = |rows: std::ops::Range<usize>| grid.rows.get(rows).unwrap_or_default();
        let blocks = indicator::blocks(rows(start..body), rows(top..head), rows(body..end), context.issuer);
        indicator::rows(&part, grid, body..end, &blocks, &mut read.indicators);
    }
    read
}

/// Whether a row holds a level-2 word.
fn has_levels(row: &[Slot]) -> bool {
    filled(row).iter().take(3).any(|cell| words::level(&cell.key).is_some_and(|word| word.second))
}

/// The row after the head: a head cell may cover two rows, with the places of its target columns in the second.
fn head_end(grid: &Grid, head: usize, issuer: Option<&DivisionCode>) -> usize {
    let level_cells: Vec<Option<usize>> = grid
        .rows
        .get(head)
        .into_iter()
        .flatten()
        .filter(|slot| super::words::is("level3_head", &text::core(&slot.key)))
        .map(|slot| slot.cell)
        .collect();
    let continues = |row: &Vec<Slot>| row.iter().any(|slot| slot.cell.is_some() && level_cells.contains(&slot.cell));
    let end = (head + 1..grid.rows.len()).find(|row| !grid.rows.get(*row).is_some_and(continues)).unwrap_or(grid.rows.len());
    // A dump lost the merged cells: a row of places alone, right of the name's column, belongs to the head.
    let name = grid.rows.get(head).and_then(|row| row.iter().position(|slot| words::is("level3_head", &text::core(&slot.key))));
    let places = |row: &Vec<Slot>| {
        let cells = filled(row);
        cells.len() >= 2
            && row.iter().take(name.unwrap_or_default() + 1).all(Slot::is_empty)
            && cells.iter().filter(|cell| recipient::is_place(&cell.key, issuer)).count() * 2 > cells.len()
    };
    if !grid.merges_known && name.is_some() && grid.rows.get(end).is_some_and(places) { end + 1 } else { end }
}

/// Whether the row over the head names its target columns: `指标值` over the places.
fn is_upper_head(grid: &Grid, head: usize) -> bool {
    grid.rows
        .get(head - 1)
        .is_some_and(|row| filled(row).iter().any(|cell| words::is("target_head", &cell.key) || words::is("achieved_head", &cell.key)))
}

/// The value beside the label 项目名称.
fn project(grid: &Grid) -> Option<String> {
    grid.rows.iter().find_map(|row| {
        let cells = filled(row);
        let at = cells.iter().position(|cell| is_project_label(cell))?;
        let name = cells.get(at + 1)?;
        (!words::has("form_head", &name.key) || name.key.chars().count() > 12).then(|| name.plain.clone())
    })
}
