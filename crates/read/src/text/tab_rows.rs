//! Tables with one row a line and TABs between the cells. Not for: dumps that give each cell a line of its
//! own behind a TAB (`cell_lines`).

use hongtou_document::Span;

use super::Found;
use super::piece::Piece;

/// Finds a run of lines with TABs.
pub(super) fn find(lines: &[Piece<'_>]) -> Found {
    let run: Vec<Vec<Piece<'_>>> =
        lines.iter().take_while(|line| line.text.contains('\t')).map(|line| line.split('\t').map(Piece::trimmed).collect()).collect();
    let usual = usual_width(&run);
    let asides = run.iter().take_while(|row| is_aside(row, usual)).count();
    if asides > 0 {
        return Found::nothing(asides);
    }
    let rows: &[Vec<Piece<'_>>] = match run.iter().rposition(|row| !is_aside(row, usual)) {
        Some(last) => run.get(..=last).unwrap_or_default(),
        None => &[],
    };
    if is_table(rows) {
        Found { lines: rows.len(), rows: rows.iter().map(|row| row.iter().map(|cell| cell.span()).collect::<Vec<Span>>()).collect() }
    } else {
        Found::nothing(run.len())
    }
}

/// The most frequent number of cells.
fn usual_width(run: &[Vec<Piece<'_>>]) -> usize {
    let mut widths: Vec<usize> = run.iter().map(Vec::len).collect();
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).max_by_key(|group| group.len()).and_then(|group| group.first().copied()).unwrap_or(0)
}

/// Whether a line is only pushed to the right by TABs (a unit above a table, a signature below it).
fn is_aside(row: &[Piece<'_>], usual: usize) -> bool {
    row.len() != usual
        && row.split_last().is_some_and(|(last, before)| !last.text.is_empty() && before.iter().all(|cell| cell.text.is_empty()))
}

fn is_table(rows: &[Vec<Piece<'_>>]) -> bool {
    let filled = |row: &Vec<Piece<'_>>| row.iter().filter(|cell| !cell.text.is_empty()).count();
    if let [row] = rows {
        // Two are a label and a value, or a heading and its page.
        return filled(row) >= 3;
    }
    // One TAB before the text opens a paragraph or a cell; that makes no row.
    let wide = rows.iter().filter(|row| row.len() > 2 || row.first().is_some_and(|first| !first.text.is_empty())).count();
    wide * 2 >= rows.len() && rows.iter().any(|row| filled(row) >= 2)
}
