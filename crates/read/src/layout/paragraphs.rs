//! Lines to paragraphs, over pages as well: a paragraph ends where its last line does not reach the right margin, or the next
//! line is indented, further away, or of another size. Not for: finding lines.

use super::{PageLayout, Piece, TableBox, TextLine, height, width};

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
    let mut area: Option<(Area, f64)> = None;
    for page in pages {
        let wide = page.frame.size().0;
        let own = type_area(page).or(area.filter(|(_, old)| (old - wide).abs() < 2.0).map(|(area, _)| area));
        let own = own.unwrap_or(Area { left: 0.0, right: wide, em: 12.0, pitch: 18.0 });
        area = Some((own, wide));
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
                    match &mut open {
                        Some((lines, old)) => {
                            let last = lines.last().copied();
                            if last.is_some_and(|last| goes_on(last, line, *old, own)) {
                                lines.push(line);
                                *old = own;
                                continue;
                            }
                            let ends = last.is_some_and(|last| ends(last, Some(line), *old));
                            blocks.push(Block::Paragraph(std::mem::take(lines), ends));
                        }
                        None => {}
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

/// The type area, from the lines in the page's most common size. `None` for a page of a few lines.
fn type_area(page: &PageLayout) -> Option<Area> {
    let lines: Vec<&TextLine> =
        page.pieces.iter().filter_map(|piece| if let Piece::Line(line) = piece { Some(line) } else { None }).collect();
    let mut sizes: Vec<(i64, f64)> = Vec::new();
    for line in &lines {
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
    // A margin is one that two lines at least stand at; a single line may stick out.
    let mut lefts: Vec<f64> = body.iter().map(|line| line.rect.x0).collect();
    lefts.sort_by(f64::total_cmp);
    let left = lefts.windows(2).find(|pair| pair[1] - pair[0] < 0.6 * em).map_or(lefts[0], |pair| pair[0]);
    let mut rights: Vec<f64> = body.iter().map(|line| line.rect.x1).collect();
    rights.sort_by(|a, b| b.total_cmp(a));
    let right = rights.windows(2).find(|pair| pair[0] - pair[1] < 1.2 * em).map_or(rights[0], |pair| pair[0]);
    let mut pitches: Vec<f64> = body.windows(2).map(|pair| pair[1].rect.y0 - pair[0].rect.y0).filter(|pitch| *pitch > 0.5 * em).collect();
    pitches.sort_by(f64::total_cmp);
    let pitch = pitches.get(pitches.len() / 2).copied().unwrap_or(1.5 * em);
    Some(Area { left, right, em, pitch })
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

/// Whether a line leaves no room for two more characters.
fn is_full(line: &TextLine, area: Area) -> bool {
    area.right - line.rect.x1 < 2.1 * line.em
}

/// Whether the paragraph goes on from one line to the next.
fn goes_on(last: &TextLine, next: &TextLine, old: Area, new: Area) -> bool {
    let alike = (last.em - next.em).abs() < 0.12 * last.em.max(next.em);
    let near = last.page != next.page || next.rect.y0 - last.rect.y0 < 1.4 * old.pitch.max(height(last.rect));
    alike && near && is_full(last, old) && matches!(stand(last, old), Stand::Left | Stand::Indented) && stand(next, new) == Stand::Left
}

/// Whether a paragraph is known to end with its last line. The lines of a centred title are not.
fn ends(last: &TextLine, next: Option<&TextLine>, area: Area) -> bool {
    match stand(last, area) {
        Stand::Centred => false,
        Stand::Right => true,
        Stand::Left | Stand::Indented => !is_full(last, area) || next.is_some_and(|next| next.page == last.page),
    }
}
