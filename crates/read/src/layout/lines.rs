//! Glyphs to printed lines: which characters stand on one line, in which order, and where blanks part them.
//! Not for: paragraphs, or the order of lines on a page.

use hongtou_document::Rect;

use super::frame::Frame;
use super::{Glyph, Part, TextLine, Turn, Word, around, height, mid_y, shared_x, shared_y, width, wrap};

/// Gap between two glyphs, in ems, from which on a blank stands between them.
const BLANK: f64 = 0.5;
/// Gap, in ems, from which on a line falls into parts.
pub(super) const PARTS: f64 = 1.4;
/// Gap, in ems, from which on a line falls into words: less than the quarter that stands between ideographs and figures.
const WORDS: f64 = 0.15;
/// Most runs on a line, so that a page of many thousand scattered glyphs does not take forever.
const RUNS: usize = 500;
/// Most blanks that stand for one gap.
const BLANKS: f64 = 4.0;

/// A run of glyphs as drawn one after the other.
#[derive(Debug)]
struct Run<'g> {
    glyphs: &'g [Glyph],
    rect: Rect,
    em: f64,
    /// Where the letters stand.
    base: f64,
}

/// The lines of some glyphs of a page, from top to bottom. Turned glyphs make lines of their own.
pub(super) fn lines(glyphs: &[Glyph], page: u32) -> Vec<TextLine> {
    if glyphs.iter().all(|glyph| Frame::of(glyph) == Turn::Up) {
        return upright_lines(glyphs, page);
    }
    let mut lines = Vec::new();
    for turn in [Turn::Up, Turn::Right, Turn::Down, Turn::Left] {
        let own = glyphs.iter().filter(|glyph| Frame::of(glyph) == turn);
        // The size of the page does not matter where boxes come back into the same frame.
        let frame = Frame::new(turn, 0.0, 0.0);
        let upright: Vec<Glyph> = own.map(|glyph| frame.turned(*glyph)).collect();
        lines.extend(upright_lines(&upright, page).into_iter().map(|line| TextLine {
            rect: frame.leave(line.rect),
            parts: line.parts.into_iter().map(|part| Part { rect: frame.leave(part.rect), ..part }).collect(),
            words: line.words.into_iter().map(|word| Word { rect: frame.leave(word.rect), ..word }).collect(),
            ..line
        }));
    }
    lines
}

fn upright_lines(glyphs: &[Glyph], page: u32) -> Vec<TextLine> {
    let mut runs = runs(glyphs);
    runs.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let mut rows: Vec<Vec<Run<'_>>> = Vec::new();
    for run in runs {
        // Runs come by height, so only the last rows can still take one.
        let first = rows.len().saturating_sub(6);
        let fits = |row: &&mut Vec<Run<'_>>| row.len() < RUNS && row.iter().any(|other| level(other, &run)) && !crowded(row, &run);
        match rows.iter_mut().skip(first).rev().find(fits) {
            Some(row) => row.push(run),
            None => rows.push(vec![run]),
        }
    }
    let mut lines: Vec<TextLine> = rows.into_iter().filter_map(|row| line(row, page)).collect();
    lines.sort_by(|a, b| mid_y(a.rect).total_cmp(&mid_y(b.rect)));
    lines
}

/// Glyphs drawn one after the other on one line.
fn runs(glyphs: &[Glyph]) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    // Where the last run begins.
    let mut start = 0;
    for (index, glyph) in glyphs.iter().enumerate() {
        let em = height(glyph.rect);
        let base = glyph.rect.y1;
        match runs.last_mut() {
            Some(run)
                if (run.base - base).abs() < 0.15 * em.min(run.em)
                    && (run.em - em).abs() < 0.1 * em
                    && glyph.rect.x0 > run.rect.x1 - 0.6 * em
                    && glyph.rect.x0 < run.rect.x1 + 2.0 * em =>
            {
                run.rect = run.rect.cover(glyph.rect);
                run.glyphs = glyphs.get(start..=index).unwrap_or_default();
            }
            _ => {
                start = index;
                runs.push(Run { glyphs: std::slice::from_ref(glyph), rect: glyph.rect, em, base });
            }
        }
    }
    runs.retain(|run| run.glyphs.iter().any(|glyph| !glyph.ch.is_whitespace()));
    runs
}

/// Whether two runs stand on one line: on the same base, or in like size and at about the same height. A word of far larger
/// type stands beside lines rather than on one.
fn level(a: &Run<'_>, b: &Run<'_>) -> bool {
    let (small, large) = (a.em.min(b.em), a.em.max(b.em));
    let base = (a.base - b.base).abs() < 0.3 * small;
    base && large < 1.8 * small || large < 1.3 * small && shared_y(a.rect, b.rect) > 0.65 * small
}

/// Whether a run would stand over the glyphs that a row already holds.
fn crowded(row: &[Run<'_>], run: &Run<'_>) -> bool {
    row.iter().any(|other| shared_x(other.rect, run.rect) > 0.0 && other.glyphs.iter().any(|a| run.glyphs.iter().any(|b| over(a, b))))
}

fn over(a: &Glyph, b: &Glyph) -> bool {
    let inked = !a.ch.is_whitespace() && !b.ch.is_whitespace();
    let (a, b) = (ink(a), ink(b));
    inked && shared_x(a, b) > 0.6 * width(a).min(width(b)) && shared_x(a, b) > 0.0
}

/// The part of a glyph's box that holds its ink. Full-width brackets and stops fill one half of their square, and typesetters
/// push the empty halves of neighbours into each other (Requirements for Chinese Text Layout, 3.1.6).
fn ink(glyph: &Glyph) -> Rect {
    let rect = glyph.rect;
    // Where the font gives it half a square, all of that is ink.
    if width(rect) < 0.8 * height(rect) {
        return rect;
    }
    let middle = f64::midpoint(rect.x0, rect.x1);
    match glyph.ch {
        ch if wrap::opens(ch) => Rect { x0: middle, ..rect },
        ch if wrap::closes(ch) => Rect { x1: middle, ..rect },
        _ => rect,
    }
}

fn line(row: Vec<Run<'_>>, page: u32) -> Option<TextLine> {
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(row.iter().map(|run| run.glyphs.len()).sum());
    row.iter().for_each(|run| glyphs.extend_from_slice(run.glyphs));
    glyphs.sort_by(|a, b| ink(a).x0.total_cmp(&ink(b).x0));
    let mut line = String::with_capacity(3 * glyphs.len());
    let mut parts: Vec<Part> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let mut last: Option<Glyph> = None;
    // Whether the file itself puts a blank after the last letter.
    let mut blank = false;
    for glyph in glyphs {
        if glyph.ch.is_whitespace() {
            blank = true;
            continue;
        }
        let blanks = last.map_or(0, |last| blanks(&last, &glyph, blank));
        let em = last.map_or(0.0, |last| height(last.rect).min(height(glyph.rect)));
        let apart = |ems: f64| last.is_some_and(|last| glyph.rect.x0 - last.rect.x1 > ems * em);
        let wide = apart(PARTS);
        line.extend(std::iter::repeat_n(' ', blanks));
        line.push(glyph.ch);
        match parts.last_mut().filter(|_| !wide) {
            Some(part) => {
                part.text.extend(std::iter::repeat_n(' ', blanks));
                part.text.push(glyph.ch);
                part.rect = part.rect.cover(glyph.rect);
            }
            None => parts.push(Part { text: glyph.ch.into(), rect: glyph.rect }),
        }
        match words.last_mut().filter(|_| !apart(WORDS)) {
            Some(word) => {
                word.text.push(glyph.ch);
                word.rect = word.rect.cover(glyph.rect);
            }
            None => words.push(Word { text: glyph.ch.into(), rect: glyph.rect, blanks }),
        }
        last = Some(glyph);
        blank = false;
    }
    let rect = around(parts.iter().map(|part| part.rect))?;
    let em = em(&parts, rect);
    Some(TextLine { page, text: line, rect, em, parts, words })
}

/// The letters' size: the height of the longest part.
fn em(parts: &[Part], rect: Rect) -> f64 {
    parts.iter().max_by(|a, b| width(a.rect).total_cmp(&width(b.rect))).map_or(height(rect), |part| height(part.rect))
}

/// How many blanks stand between two letters.
fn blanks(last: &Glyph, next: &Glyph, in_file: bool) -> usize {
    let em = height(last.rect).min(height(next.rect)).max(0.1);
    let gap = (next.rect.x0 - last.rect.x1) / em;
    if gap > BLANK {
        return gap.round().clamp(1.0, BLANKS) as usize;
    }
    // A blank that was drawn but takes no room (justified text, blanks laid over letters) is none.
    usize::from(in_file && gap > 0.1)
}
