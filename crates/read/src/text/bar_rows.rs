//! Tables of dumps that give each cell a line of its own, close it with a vertical bar, and end the row with an empty line
//! (`甲县|⏎150|⏎|⏎⏎`): every cell and every row bears its mark. Not for: cells closed by bars without a mark of the row's end (`bar_cells`).

use super::Found;
use super::piece::{Piece, is_numeric};

/// The bar that closes a cell.
const BAR: char = '|';

/// Finds a run of rows of lines that each close one cell.
pub(super) fn find(lines: &[Piece<'_>]) -> Found {
    if lines.first().is_none_or(|line| cell(*line).is_none()) {
        return Found::nothing(1);
    }
    let mut rows: Vec<Vec<Piece<'_>>> = Vec::new();
    let mut row: Vec<Piece<'_>> = Vec::new();
    let (mut taken, mut empty_lines) = (0, 0);
    for (index, line) in lines.iter().enumerate() {
        if line.is_blank() {
            rows.extend((!row.is_empty()).then(|| std::mem::take(&mut row)));
            empty_lines += 1;
            if empty_lines == 2 {
                break;
            }
            continue;
        }
        let Some(cell) = cell(*line) else { break };
        row.push(cell);
        empty_lines = 0;
        taken = index + 1;
    }
    rows.extend((!row.is_empty()).then_some(row));
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let whole = rows.iter().filter(|row| row.len() == width).count();
    let figures = rows.iter().flatten().any(|cell| is_numeric(cell.text));
    // Rows that lost merged cells and captions are shorter.
    if rows.len() < 3 || width < 2 || whole * 3 < rows.len() * 2 || !figures {
        return Found::nothing(taken);
    }
    Found { lines: taken, rows: rows.into_iter().map(|row| row.into_iter().map(|cell| cell.span()).collect()).collect() }
}

/// The cell that a line closes, if it closes one.
fn cell(line: Piece<'_>) -> Option<Piece<'_>> {
    let mut parts = line.trimmed().split(BAR).map(Piece::trimmed);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(cell), Some(rest), None) if rest.text.is_empty() => Some(cell),
        _ => None,
    }
}
