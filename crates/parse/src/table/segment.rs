//! Cuts a grid that holds several tables one under the other. Not for: telling what each of them is.

use super::caption::is_title_cell;
use super::grid::{Grid, Slot, filled};
use super::{caption, indicator, text, words};

/// The parts of a grid, in order. Dumps glue the forms of many places into one run of rows.
pub(crate) fn cut(grid: &Grid) -> Vec<Grid> {
    let mut parts = Vec::new();
    let mut start = 0;
    let (mut wide, mut head) = (0usize, false);
    for (at, row) in grid.rows.iter().enumerate() {
        let cells = filled(row);
        let title = matches!(cells.as_slice(), [only] if only.origin && is_title_cell(&only.key));
        let form = head && cells.first().is_some_and(|cell| is_project_label(cell));
        if at > start && (title && wide >= 2 || form) {
            let end = labelled(grid, start, at);
            parts.push(grid.part(start..end));
            start = end;
            (wide, head) = (0, false);
        }
        wide += usize::from(cells.len() >= 2);
        head |= indicator::is_head(row);
    }
    parts.push(grid.part(start..grid.rows.len()));
    parts
}

/// Steps back over the rows above a title that belong to it: `附件2`.
fn labelled(grid: &Grid, start: usize, at: usize) -> usize {
    let belongs = |row: &Vec<Slot>| matches!(filled(row).as_slice(), [only] if caption::is_caption_cell(&only.key));
    let mut end = at;
    while end > start + 1 && grid.rows.get(end - 1).is_some_and(belongs) {
        end -= 1;
    }
    end
}

/// Whether a cell is the label that a form begins with: 项目名称, 转移支付名称.
pub(crate) fn is_project_label(slot: &Slot) -> bool {
    words::is("project_name", text::core(&slot.key).as_str()) || words::is("project_name", slot.key.trim_end_matches(':'))
}
