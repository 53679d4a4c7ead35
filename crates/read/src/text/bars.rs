//! Tables drawn with vertical bars between the cells, one row a line. Not for: a bar or two in running text.

use hongtou_document::Span;

use super::Found;
use super::piece::Piece;

/// Characters that draw bars between cells.
const BARS: [char; 3] = ['|', '｜', '│'];
/// Characters of which lines between rows are made.
const RULES: &str = "-=+:|｜│_—–─━┄┅┈┉┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝═";

/// Finds a run of lines with at least two bars of one kind.
pub(super) fn find(lines: &[Piece<'_>]) -> Found {
    // A ruler may stand above the first row.
    let Some(first) = lines.iter().take(2).find(|line| !is_ruler(**line)) else { return Found::nothing(1) };
    let Some(bar) = BARS.into_iter().find(|bar| first.text.matches(*bar).nth(1).is_some()) else { return Found::nothing(1) };
    let run = lines.iter().take_while(|line| is_ruler(**line) || line.text.matches(bar).nth(1).is_some()).count();
    let rows: Vec<Vec<Piece<'_>>> = lines
        .iter()
        .take(run)
        .filter(|line| !is_ruler(**line))
        .map(|line| line.trimmed().split(bar).map(Piece::trimmed).collect())
        .collect();
    // One cell a row and bars behind it: lines of a page whose layout was a table.
    let alone = rows.iter().all(|row| row.iter().filter(|cell| !cell.text.is_empty()).count() <= 1);
    if rows.len() < 2 || alone {
        return Found::nothing(run);
    }
    // A bar at the edge closes the row; only where some row has text outside it does it part two cells.
    let open_left = rows.iter().any(|row| row.first().is_some_and(|cell| !cell.text.is_empty()));
    let open_right = rows.iter().any(|row| row.last().is_some_and(|cell| !cell.text.is_empty()));
    let inner = |row: Vec<Piece<'_>>| -> Vec<Span> {
        let end = row.len() - usize::from(!open_right);
        row.get(usize::from(!open_left)..end).unwrap_or_default().iter().map(|cell| cell.span()).collect()
    };
    Found { lines: run, rows: rows.into_iter().map(inner).collect() }
}

/// Whether a line only draws a rule.
fn is_ruler(line: Piece<'_>) -> bool {
    let text = line.trimmed().text;
    let drawn = |c: char| RULES.contains(c) || c == ' ';
    text.chars().nth(2).is_some() && text.chars().all(drawn) && text.chars().any(|c| !BARS.contains(&c) && c != ' ')
}
