//! Tables of dumps that give each cell a line of its own and close it with a vertical bar (`甲县 |⏎150 |⏎|⏎`): a page's
//! table saved as text. Every row has as many bars as columns, so the width is the one at which words stand under words and
//! figures under figures. Not for: rows on one line (`bars`).

use super::Found;
use super::piece::{Piece, is_numeric};

/// The bar that closes a cell.
const BAR: char = '|';
/// Columns that such a table may have.
const WIDTHS: std::ops::RangeInclusive<usize> = 2..=16;
/// Cells by which the width is judged; keeps the work linear.
const JUDGED: usize = 800;
/// Cells above the head that are no row of the table.
const MOST_CAPTIONS: usize = 3;
/// A longer cell is running text.
const LONGEST: usize = 120;

/// Finds a run of lines that each close cells, the first of them a single one.
pub(super) fn find(lines: &[Piece<'_>]) -> Found {
    let Some(first) = lines.first().filter(|line| line.text.matches(BAR).count() <= 1) else { return Found::nothing(1) };
    let mut cells: Vec<Piece<'_>> = Vec::new();
    let mut taken = 0;
    let mut at = 0;
    // Lines that hold several filled cells each are whole rows.
    let mut rows_on_lines = 0usize;
    // The first line may leave its bar to the next one: 甲县⏎|.
    if !closes(*first) && !lines.get(1).is_some_and(|next| only_bars(*next)) {
        return Found::nothing(1);
    }
    while let Some(line) = lines.get(at).copied() {
        let open = !line.is_blank() && !closes(line);
        if open {
            // A cell whose bar stands on the next line.
            let Some(next) = lines.get(at + 1).copied().filter(|next| only_bars(*next)) else { break };
            cells.push(line.trimmed());
            let bars: Vec<Piece<'_>> = next.trimmed().split(BAR).skip(1).map(Piece::trimmed).collect();
            cells.extend(bars.iter().take(bars.len().saturating_sub(1)).copied());
            at += 2;
        } else if line.is_blank() {
            break;
        } else {
            let mut row: Vec<Piece<'_>> = line.trimmed().split(BAR).map(Piece::trimmed).collect();
            row.pop();
            rows_on_lines += usize::from(row.iter().filter(|cell| !cell.text.is_empty()).count() >= 2);
            cells.extend(row);
            at += 1;
        }
        taken = at;
    }
    if cells.iter().any(|cell| cell.text.chars().nth(LONGEST).is_some()) || rows_on_lines * 2 > taken {
        return Found::nothing(taken);
    }
    // Captions may stand above the head in cells of their own.
    for captions in 0..=MOST_CAPTIONS.min(cells.len()) {
        let (above, below) = cells.split_at(captions);
        let judged = below.get(..below.len().min(JUDGED)).unwrap_or_default();
        if let Some(width) = WIDTHS.into_iter().find(|width| is_width(judged, *width)) {
            let rows = above.chunks(1).chain(below.chunks(width));
            return Found { lines: taken, rows: rows.map(|row| row.iter().map(|cell| cell.span()).collect()).collect() };
        }
    }
    Found::nothing(taken)
}

/// Whether a line ends in a bar.
fn closes(line: Piece<'_>) -> bool {
    line.trimmed().text.ends_with(BAR)
}

/// Whether a line is bars and nothing else.
fn only_bars(line: Piece<'_>) -> bool {
    let text = line.trimmed().text;
    !text.is_empty() && text.chars().all(|c| c == BAR || c.is_whitespace())
}

/// Whether rows of so many cells have a head of words, no row without anything, and hardly a cell that does not go with
/// its column. A few rows may have slid to the left where cells were merged.
fn is_width(cells: &[Piece<'_>], width: usize) -> bool {
    let rows: Vec<&[Piece<'_>]> = cells.chunks(width).collect();
    let figure = |cell: &Piece<'_>| is_numeric(cell.text);
    let Some(body) = rows.iter().position(|row| row.iter().any(figure)) else { return false };
    let Some(head) = body.checked_sub(1).and_then(|head| rows.get(head)) else { return false };
    let named = head.iter().filter(|cell| !cell.text.is_empty()).count();
    // A caption, or a serial number's head behind another one, shows that the cells are cut at the wrong place.
    let astray = head.iter().skip(1).any(|cell| cell.text == "序号") || head.iter().any(|cell| cell.text.starts_with("单位："));
    if named < 2 || named + 1 < head.len() || head.len() < width || astray {
        return false;
    }
    let below = rows.get(body..).unwrap_or_default();
    let whole = below.iter().filter(|row| row.len() == width);
    if whole.clone().count() < 2 || whole.clone().any(|row| row.iter().all(|cell| cell.text.is_empty())) {
        return false;
    }
    // Rows begin with a name or a serial number; other figures there show that the cells are cut at the wrong place.
    let first: Vec<&str> = below.iter().filter_map(|row| row.first()).map(|cell| cell.text).filter(|text| !text.is_empty()).collect();
    let numbers: Vec<usize> = first.iter().filter_map(|text| text.parse().ok()).collect();
    let serial = numbers.windows(2).all(|pair| matches!(pair, [one, next] if next > one && next - one < 10));
    if first.iter().filter(|text| is_numeric(text)).count() * 2 > first.len() && !(serial && numbers.first().is_some_and(|one| *one < 10)) {
        return false;
    }
    let (mut astray, mut filled, mut figures, mut words) = (0usize, 0usize, 0usize, 0usize);
    for col in 0..width {
        let column = || below.iter().filter_map(|row| row.get(col)).filter(|cell| !cell.text.is_empty());
        let numeric = column().filter(|cell| figure(cell)).count();
        let all = column().count();
        astray += numeric.min(all - numeric);
        filled += all;
        figures += usize::from(numeric * 2 > all && numeric >= 2);
        words += usize::from(numeric * 2 < all && all - numeric >= 2);
    }
    figures >= 1 && words >= 1 && astray * 5 <= filled
}
