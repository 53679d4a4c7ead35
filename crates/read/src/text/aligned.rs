//! Tables whose cells only blanks part, as scans and PDF text give them. The weakest mark, so it asks for more:
//! several rows of one width, short cells, numbers. Not for: two names side by side.

use hongtou_document::Span;

use super::Found;
use super::piece::{Piece, is_blank, is_numeric};
use super::places::{self, Placed};

/// Characters beyond which a run between blanks is a sentence and no cell.
const CELL: usize = 40;

/// Finds a run of lines whose cells are parted by two blanks or more.
pub(super) fn find(lines: &[Piece<'_>]) -> Found {
    let rows: Vec<Vec<Piece<'_>>> = lines.iter().map(|line| cells(*line)).take_while(|row| is_row(row)).collect();
    let placed: Vec<Vec<Placed<'_>>> = lines.iter().zip(&rows).map(|(line, row)| places::place(*line, row)).collect();
    if let Some(filled) = places::fill(&placed).filter(|_| places::has_numbers(&placed)) {
        Found { lines: rows.len(), rows: filled }
    } else if is_table(&rows) {
        Found { lines: rows.len(), rows: rows.iter().map(|row| row.iter().map(|cell| cell.span()).collect::<Vec<Span>>()).collect() }
    } else {
        Found::nothing(rows.len())
    }
}

/// The runs of a line between two or more blanks.
fn cells(line: Piece<'_>) -> Vec<Piece<'_>> {
    let mut cells = Vec::new();
    let mut rest = line.trimmed();
    while let Some((at, gap)) = wide_gap(rest.text) {
        let head = rest.text.get(..at).unwrap_or_default();
        let tail = rest.text.get(at + gap..).unwrap_or_default();
        let cell = Piece { text: head, start: rest.start };
        let chars = u32::try_from(rest.text.get(..at + gap).unwrap_or_default().chars().count()).unwrap_or(u32::MAX);
        rest = Piece { text: tail, start: rest.start.saturating_add(chars) };
        cells.push(cell);
    }
    cells.push(rest);
    cells
}

/// Place and length in bytes of the first gap of two blanks or more.
fn wide_gap(text: &str) -> Option<(usize, usize)> {
    let mut gap: Option<usize> = None;
    let mut blanks = 0;
    for (at, c) in text.char_indices() {
        if is_blank(c) {
            gap.get_or_insert(at);
            blanks += 1;
        } else {
            if let (Some(start), true) = (gap, blanks >= 2) {
                return Some((start, at - start));
            }
            gap = None;
            blanks = 0;
        }
    }
    None
}

fn is_row(row: &[Piece<'_>]) -> bool {
    row.len() >= 2 && row.iter().all(|cell| cell.text.chars().count() <= CELL && !cell.text.ends_with(['。', '；']))
}

fn is_table(rows: &[Vec<Piece<'_>>]) -> bool {
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    widths.sort_unstable();
    let Some(usual) = widths.chunk_by(|a, b| a == b).max_by_key(|group| group.len()) else { return false };
    let width = usual.first().copied().unwrap_or(0);
    // Below a head of words stand numbers; names side by side have none.
    let numbers = rows.iter().skip(1).filter(|row| row.iter().skip(1).any(|cell| is_numeric(cell.text))).count();
    let numbered = rows.len() >= 2 && numbers * 2 >= rows.len() - 1;
    usual.len() * 5 >= rows.len() * 3 && (numbered || (rows.len() >= 3 && width >= 3))
}
