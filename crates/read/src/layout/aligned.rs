//! Tables without rules: lines below each other whose parts stand in the same columns. Not for: ruled tables (`cells`).

use hongtou_document::{Rect, TableMark};

use super::{CellBox, Part, Piece, TableBox, TextLine, Word};

/// Lines that a table has at least; fewer may be two signatures side by side.
const ROWS: usize = 3;
/// Free room between two rows, in ems.
const APART: f64 = 1.8;

/// Replaces lines that make a table by that table.
pub(super) fn tables(pieces: Vec<Piece>, cells_left: &mut usize) -> Vec<Piece> {
    let mut sorted = Vec::with_capacity(pieces.len());
    let mut rows: Vec<TextLine> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Line(line) if line.parts.len() > 1 || !rows.is_empty() => {
                if !rows.last().is_none_or(|last| follows(last, &line)) {
                    close(&mut rows, &mut sorted, cells_left);
                }
                if line.parts.len() > 1 || !rows.is_empty() {
                    rows.push(line);
                } else {
                    sorted.push(Piece::Line(line));
                }
            }
            piece => {
                close(&mut rows, &mut sorted, cells_left);
                sorted.push(piece);
            }
        }
    }
    close(&mut rows, &mut sorted, cells_left);
    sorted
}

/// Whether a line stands close below another, in like size.
fn follows(last: &TextLine, line: &TextLine) -> bool {
    let gap = line.rect.y0 - last.rect.y1;
    let (small, large) = (last.em.min(line.em), last.em.max(line.em));
    gap > -0.3 * small && gap < APART * small && large < 1.3 * small
}

/// Puts gathered lines where they belong: stretches that make a table as one, the rest as lines.
fn close(rows: &mut Vec<TextLine>, sorted: &mut Vec<Piece>, cells_left: &mut usize) {
    let mut rest = std::mem::take(rows);
    while !rest.is_empty() {
        let found = stretch(&rest);
        match found {
            Some((length, columns)) if length * columns.len() <= *cells_left => {
                *cells_left -= length * columns.len();
                let own: Vec<TextLine> = rest.drain(..length).collect();
                sorted.extend(table(&own, &columns).map(Piece::Table));
            }
            _ => sorted.push(Piece::Line(rest.remove(0))),
        }
    }
}

/// The longest stretch from the first line on that stands in columns. It grows line by line, so that lines which make no table
/// are done with at once.
fn stretch(lines: &[TextLine]) -> Option<(usize, Vec<(f64, f64)>)> {
    let mut longest = None;
    for length in ROWS..=lines.len() {
        match columns(&lines[..length]) {
            // Nor is the last row a line in one column: a heading stands between rows rather than below them.
            Some(columns) if filled(&lines[length - 1], &columns) > 1 => longest = Some((length, columns)),
            Some(_) => {}
            None => break,
        }
    }
    longest
}

/// The columns that the words of all lines stand in: where one begins and ends. `None` if they do not stand in columns.
fn columns(lines: &[TextLine]) -> Option<Vec<(f64, f64)>> {
    let mut words: Vec<(f64, f64)> = lines.iter().flat_map(|line| line.words.iter().map(|word| (word.rect.x0, word.rect.x1))).collect();
    words.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for (from, to) in words {
        match columns.last_mut() {
            Some((_, end)) if from < *end => *end = end.max(to),
            _ => columns.push((from, to)),
        }
    }
    // Cells may all but touch, but a gap that is nowhere wide is one between words.
    let wide = |left: (f64, f64), right: (f64, f64)| {
        lines.iter().any(|line| line.parts.windows(2).any(|pair| pair[0].rect.x1 <= left.1 + 0.1 && pair[1].rect.x0 >= right.0 - 0.1))
    };
    // A column's head at its left and its numbers at its right are one column: no line has both.
    let both = |left: (f64, f64), right: (f64, f64)| lines.iter().any(|line| fills(line, left) && fills(line, right));
    let mut index = 1;
    while index < columns.len() {
        let (a, b) = (columns[index - 1], columns[index]);
        if !wide(a, b) || columns.len() > 2 && !both(a, b) {
            columns[index - 1].1 = b.1;
            columns.remove(index);
        } else {
            index += 1;
        }
    }
    let single = |line: &TextLine| {
        columns.iter().all(|column| line.parts.iter().filter(|part| part.rect.x0 >= column.0 && part.rect.x1 <= column.1).count() <= 1)
    };
    let filled: usize = lines.iter().map(|line| filled(line, &columns)).sum();
    let dense = 10 * filled >= 6 * lines.len() * columns.len();
    (columns.len() > 1 && dense && lines.iter().all(single)).then_some(columns)
}

/// The words of a line in a column.
fn words_in(line: &TextLine, (from, to): (f64, f64)) -> impl Iterator<Item = &Word> {
    line.words.iter().filter(move |word| word.rect.x0 >= from && word.rect.x1 <= to)
}

fn fills(line: &TextLine, column: (f64, f64)) -> bool {
    words_in(line, column).next().is_some()
}

/// How many columns of a line hold something.
fn filled(line: &TextLine, columns: &[(f64, f64)]) -> usize {
    columns.iter().filter(|column| fills(line, **column)).count()
}

/// The part of a line in a column as a line of its own.
fn cut(line: &TextLine, column: (f64, f64)) -> Option<TextLine> {
    let words: Vec<Word> = words_in(line, column).cloned().collect();
    let rect = super::around(words.iter().map(|word| word.rect))?;
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        text.extend(std::iter::repeat_n(' ', if index > 0 { word.blanks } else { 0 }));
        text += &word.text;
    }
    let part = Part { text: text.clone(), rect };
    Some(TextLine { page: line.page, text, rect, em: line.em, parts: vec![part], words })
}

fn table(lines: &[TextLine], columns: &[(f64, f64)]) -> Option<TableBox> {
    let area = super::around(lines.iter().map(|line| line.rect))?;
    // Edges lie in the middle between columns, and between rows.
    let middles = |outer: (f64, f64), inner: &mut dyn Iterator<Item = f64>| {
        let mut edges = vec![outer.0];
        edges.extend(inner);
        edges.push(outer.1);
        edges
    };
    let xs = middles((area.x0, area.x1), &mut columns.windows(2).map(|pair| f64::midpoint(pair[0].1, pair[1].0)));
    let ys = middles((area.y0, area.y1), &mut lines.windows(2).map(|pair| f64::midpoint(pair[0].rect.y1, pair[1].rect.y0)));
    let mut cells = Vec::with_capacity(lines.len() * columns.len());
    for ((row, line), y) in (0..).zip(lines).zip(ys.windows(2)) {
        for ((col, column), x) in (0..).zip(columns).zip(xs.windows(2)) {
            cells.push(CellBox {
                row,
                col,
                row_span: 1,
                col_span: 1,
                page: line.page,
                rect: Rect { x0: x[0], y0: y[0], x1: x[1], y1: y[1] },
                lines: cut(line, *column).into_iter().collect(),
                nested: Vec::new(),
            });
        }
    }
    let page = lines.first()?.page;
    let rows = u32::try_from(lines.len()).ok()?;
    Some(TableBox { page, last_page: page, rect: area, edges: xs, rows, cells, mark: TableMark::Aligned })
}
