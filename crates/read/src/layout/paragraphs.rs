//! Lines to paragraphs, over pages as well: a paragraph ends where its last line does not reach the right margin, or the next
//! line is indented, further away, or of another size. Not for: finding lines.

use std::collections::HashMap;

use super::{PageLayout, Piece, TableBox, TextLine, height, width, wrap};

/// A paragraph or a table of the document.
#[derive(Debug)]
pub(super) enum Block<'a> {
    /// The lines of a paragraph, and whether it is known to end with the last.
    Paragraph(Vec<&'a TextLine>, bool),
    Table(&'a TableBox),
}

/// The type area of a page.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: f64,
    right: f64,
    em: f64,
    /// From line to line.
    pitch: f64,
}

/// How a line stands in the type area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// From the left margin.
    Left,
    /// Indented.
    Indented,
    /// In the middle.
    Centred,
    /// At the right margin.
    Right,
}

/// The blocks of a document.
pub(super) fn blocks(pages: &[PageLayout]) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(Vec<&TextLine>, Area)> = None;
    let areas = areas(pages);
    for (page, own) in pages.iter().zip(areas) {
        for piece in &page.pieces {
            match piece {
                Piece::Table(table) => {
                    if let Some((lines, area)) = open.take() {
                        let ends = lines.last().is_some_and(|last| ends(last, None, area));
                        blocks.push(Block::Paragraph(lines, ends));
                    }
                    blocks.push(Block::Table(table));
                }
                Piece::Line(line) => {
                    if let Some((lines, old)) = &mut open {
                        let last = lines.last().copied();
                        if last.is_some_and(|last| goes_on(last, line, *old, own)) {
                            lines.push(line);
                            *old = own;
                            continue;
                        }
                        let ends = last.is_some_and(|last| ends(last, Some(line), *old));
                        blocks.push(Block::Paragraph(std::mem::take(lines), ends));
                    }
                    open = Some((vec![line], own));
                }
            }
        }
    }
    if let Some((lines, area)) = open {
        let ends = lines.last().is_some_and(|last| ends(last, None, area));
        blocks.push(Block::Paragraph(lines, ends));
    }
    blocks
}

/// The type area of each page. Pages of few lines take it from their like.
fn areas(pages: &[PageLayout]) -> Vec<Area> {
    let size = |page: &PageLayout| (page.frame.size().0 / 4.0).round() as i64;
    let mut shared: HashMap<i64, Area> = HashMap::new();
    for page in pages {
        shared.entry(size(page)).or_insert_with(|| {
            let lines: Vec<&TextLine> = pages.iter().filter(|other| size(other) == size(page)).flat_map(text_lines).collect();
            type_area(&lines).unwrap_or(Area { left: 0.0, right: page.frame.size().0, em: 12.0, pitch: 18.0 })
        });
    }
    let area = |page: &PageLayout| {
        let shared = shared.get(&size(page)).copied();
        let lines: Vec<&TextLine> = text_lines(page).collect();
        let own = type_area(&lines);
        // A margin of the page's own is one that several lines stand at.
        own.filter(|own| lines.len() >= 8 && lines.iter().filter(|line| (own.right - line.rect.x1).abs() < 1.2 * own.em).count() >= 3)
            .or(shared)
            .or(own)
            .unwrap_or(Area { left: 0.0, right: page.frame.size().0, em: 12.0, pitch: 18.0 })
    };
    pages.iter().map(area).collect()
}

fn text_lines(page: &PageLayout) -> impl Iterator<Item = &TextLine> {
    page.pieces.iter().filter_map(|piece| if let Piece::Line(line) = piece { Some(line) } else { None })
}

/// The type area, from the lines in the most common size. `None` for too few lines.
fn type_area(lines: &[&TextLine]) -> Option<Area> {
    let mut sizes: Vec<(i64, f64)> = Vec::new();
    for line in lines {
        let size = (line.em * 2.0).round() as i64;
        match sizes.iter_mut().find(|(known, _)| *known == size) {
            Some((_, wide)) => *wide += width(line.rect),
            None => sizes.push((size, width(line.rect))),
        }
    }
    let em = sizes.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(size, _)| *size as f64 / 2.0)?;
    let body: Vec<&&TextLine> = lines.iter().filter(|line| (line.em - em).abs() < 0.15 * em).collect();
    if body.len() < 3 {
        return None;
    }
    let mut lefts: Vec<f64> = body.iter().map(|line| line.rect.x0).collect();
    lefts.sort_by(f64::total_cmp);
    let mut rights: Vec<f64> = body.iter().map(|line| line.rect.x1).collect();
    rights.sort_by(|a, b| b.total_cmp(a));
    let (left, right) = (margin(&lefts, 0.6 * em), margin(&rights, 1.2 * em));
    let mut pitches: Vec<f64> = body.windows(2).map(|pair| pair[1].rect.y0 - pair[0].rect.y0).filter(|pitch| *pitch > 0.5 * em).collect();
    pitches.sort_by(f64::total_cmp);
    let pitch = pitches.get(pitches.len() / 2).copied().unwrap_or(1.5 * em);
    Some(Area { left, right, em, pitch })
}

/// A margin, from the ends of lines, the outermost first: one that at least two lines stand at, and more than stick out over it. Two
/// short lines that happen to be equally long are none.
fn margin(ends: &[f64], near: f64) -> f64 {
    let stands = |at: &usize| ends[*at..].iter().take_while(|end| (ends[*at] - **end).abs() < near).count();
    (0..ends.len()).find(|at| stands(at) > (*at).max(1)).or(Some(0)).and_then(|at| ends.get(at)).copied().unwrap_or_default()
}

fn stand(line: &TextLine, area: Area) -> Stand {
    let em = line.em.max(0.1);
    let (before, behind) = ((line.rect.x0 - area.left) / em, (area.right - line.rect.x1) / em);
    let usual = (line.em - area.em).abs() < 0.15 * area.em;
    if before < 1.2 {
        Stand::Left
    } else if (before - behind).abs() < 1.3 && (before > 2.6 || !usual) {
        Stand::Centred
    } else if before < 4.6 {
        Stand::Indented
    } else {
        Stand::Right
    }
}

/// Whether a line leaves no room for what comes next: two characters, or a word that is not broken; inside a sentence, a figure with its
/// word.
fn is_full(line: &TextLine, next: Option<&TextLine>, area: Area) -> bool {
    let first = if line.text.ends_with(['。', '！', '？', '；', '：', ':']) { wrap::first_word } else { wrap::first_phrase };
    let word = next.map_or(0.0, first);
    area.right - line.rect.x1 < (word + 0.6 * line.em).max(2.1 * line.em)
}

/// Whether two lines are of one size and stand close.
fn near(last: &TextLine, next: &TextLine, area: Area) -> bool {
    let alike = (last.em - next.em).abs() < 0.12 * last.em.max(next.em);
    alike && (last.page != next.page || next.rect.y0 - last.rect.y0 < 1.4 * area.pitch.max(height(last.rect)))
}

/// Whether the paragraph goes on from one line to the next.
fn goes_on(last: &TextLine, next: &TextLine, old: Area, new: Area) -> bool {
    // Words set apart on one line (a name at the left, a date at the right) are no running text.
    let runs = last.parts.len() == 1 && is_full(last, Some(next), old) && matches!(stand(last, old), Stand::Left | Stand::Indented);
    near(last, next, old) && runs && stand(next, new) == Stand::Left
}

/// Whether a paragraph is known to end with its last line. The lines of a centred title are not, nor is a full one above them.
fn ends(last: &TextLine, next: Option<&TextLine>, area: Area) -> bool {
    let full = is_full(last, next, area);
    match stand(last, area) {
        Stand::Centred => false,
        Stand::Right => true,
        Stand::Left | Stand::Indented => {
            !full
                || last.parts.len() > 1
                || next.is_some_and(|next| next.page == last.page && !(near(last, next, area) && stand(next, area) == Stand::Centred))
        }
    }
}
