//! Tables of dumps that give each cell a line of its own and lead every cell but a row's first with a vertical bar (`甲县⏎| 150⏎| 备注⏎|`): a
//! row begins on the line that has none. Not for: cells closed by bars (`bar_rows`, `bar_cells`), rows on one line (`bars`).

use super::Found;
use super::piece::Piece;

/// The bar that leads a cell.
const BAR: char = '|';
/// A longer cell is running text.
const LONGEST: usize = 160;

/// Lines behind the table in which none may be led.
const LINES_BEHIND: usize = 3;

/// Finds a run of rows whose cells are led by bars.
pub(super) fn find(lines: &[Piece<'_>]) -> Found {
    let mut rows: Vec<Vec<Piece<'_>>> = Vec::new();
    let mut taken = 0;
    for (index, line) in lines.iter().enumerate() {
        let line = line.trimmed();
        let led = line.text.starts_with(BAR);
        match rows.last_mut() {
            Some(row) if led => {
                let Some(cell) = led_cell(line) else { break };
                row.push(cell);
            }
            // A row begins where the next line leads a second cell.
            _ if !led && begins(lines, index) => rows.push(vec![line]),
            _ => break,
        }
        taken = index + 1;
    }
    // Led cells behind a line that leads none: what begins here is no whole table.
    if lines.iter().skip(taken).take(LINES_BEHIND).any(|line| line.trimmed().text.starts_with(BAR)) {
        return Found::nothing(taken);
    }
    // Every row may close with a bar of its own.
    let closed = rows.iter().all(|row| row.last().is_some_and(|cell| cell.text.is_empty()));
    if closed {
        for row in &mut rows {
            row.pop();
        }
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let whole = rows.iter().filter(|row| row.len() == width).count();
    let long = rows.iter().flatten().any(|cell| cell.text.chars().nth(LONGEST).is_some());
    // Rows that lost merged cells are shorter.
    if rows.len() < 3 || width < 2 || whole * 2 < rows.len() || long {
        return Found::nothing(taken);
    }
    Found { lines: taken, rows: rows.into_iter().map(|row| row.into_iter().map(|cell| cell.span()).collect()).collect() }
}

/// Whether a line without a bar is followed by one that leads a cell.
fn begins(lines: &[Piece<'_>], index: usize) -> bool {
    let own = lines.get(index).is_some_and(|line| !line.is_blank() && !line.text.contains(BAR));
    own && lines.get(index + 1).is_some_and(|next| next.trimmed().text.starts_with(BAR))
}

/// The cell that a line leads, if it leads no more than one.
fn led_cell(line: Piece<'_>) -> Option<Piece<'_>> {
    let mut parts = line.split(BAR).map(Piece::trimmed).skip(1);
    parts.next().filter(|_| parts.next().is_none())
}
