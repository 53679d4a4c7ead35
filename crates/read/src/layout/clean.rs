//! Which glyphs of a page count: on the page, once each, turned so that most of the text is upright.
//! Not for: lines.

use hongtou_document::Rect;

use super::frame::Frame;
use super::{Glyph, Rule, Sheet, Turn, height, mid_x, mid_y, width};

/// Share of the glyphs that must point one way before the page is turned.
const MOST: f64 = 0.6;

/// Drops what stands off the page or is drawn twice, and turns the rest. Gives the frame, the glyphs that are upright, turned or
/// vertical in it, the rules, and the glyphs that stand askew.
pub(super) fn clean(sheet: Sheet) -> (Frame, Vec<Glyph>, Vec<Rule>, Vec<Glyph>) {
    let (w, h) = (sheet.width, sheet.height);
    let mut glyphs: Vec<Glyph> = sheet.glyphs;
    glyphs.retain(|glyph| finite(glyph.rect) && !glyph.ch.is_control());
    on_page_or_run_off(&mut glyphs, w, h);
    let mut glyphs = once(glyphs);
    round_the_bend(&mut glyphs);
    let askew: Vec<Glyph> = glyphs.iter().copied().filter(|glyph| glyph.turn == Turn::Askew).collect();
    if !askew.is_empty() {
        glyphs.retain(|glyph| glyph.turn != Turn::Askew);
    }
    let frame = Frame::new(main_turn(&glyphs), w, h);
    glyphs.iter_mut().for_each(|glyph| *glyph = frame.turned(*glyph));
    let rules = sheet.rules.iter().filter(|rule| finite(rule.rect)).filter_map(|rule| cut(rule.rect, w, h));
    (frame, glyphs, rules.map(|rect| Rule { rect: frame.enter(rect) }).collect(), askew)
}

fn finite(rect: Rect) -> bool {
    [rect.x0, rect.y0, rect.x1, rect.y1].iter().all(|side| side.is_finite() && side.abs() < 1e6)
}

fn on_page(rect: Rect, w: f64, h: f64) -> bool {
    let (x, y) = (mid_x(rect), mid_y(rect));
    (0.0..=w).contains(&x) && (0.0..=h).contains(&y)
}

/// Keeps what stands on the page, and the rest of an upright line that runs over the right edge: a figure of which the page shows the
/// first digits only would be another figure.
fn on_page_or_run_off(glyphs: &mut Vec<Glyph>, w: f64, h: f64) {
    let mut last: Option<Rect> = None;
    glyphs.retain(|glyph| {
        let (rect, upright) = (glyph.rect, glyph.turn == Turn::Up && !glyph.vertical);
        let counts = on_page(rect, w, h) || upright && last.is_some_and(|before| mid_x(rect) > w && follows(before, rect));
        if counts {
            last = upright.then_some(rect);
        }
        counts
    });
}

/// Whether a glyph is set right behind another, on its line.
fn follows(before: Rect, rect: Rect) -> bool {
    let em = height(before).max(height(rect));
    (mid_y(before) - mid_y(rect)).abs() < 0.2 * em && (before.x1 - 0.3 * em..before.x1 + 0.5 * em).contains(&rect.x0)
}

/// The part of a rule on the page.
fn cut(r: Rect, w: f64, h: f64) -> Option<Rect> {
    let cut = Rect { x0: r.x0.max(0.0), y0: r.y0.max(0.0), x1: r.x1.min(w), y1: r.y1.min(h) };
    (cut.x0 <= cut.x1 && cut.y0 <= cut.y1).then_some(cut)
}

/// Writing on a circle has a letter here and there that stands straight; it belongs to its neighbours.
fn round_the_bend(glyphs: &mut [Glyph]) {
    for index in 1..glyphs.len().saturating_sub(1) {
        if glyphs[index - 1].turn == Turn::Askew && glyphs[index + 1].turn == Turn::Askew {
            glyphs[index].turn = Turn::Askew;
        }
    }
}

/// The way that most glyphs point.
fn main_turn(glyphs: &[Glyph]) -> Turn {
    let inked = || glyphs.iter().filter(|glyph| !glyph.ch.is_whitespace());
    let all = inked().count();
    [Turn::Right, Turn::Down, Turn::Left]
        .into_iter()
        .find(|turn| inked().filter(|glyph| Frame::of(glyph) == *turn).count() as f64 > MOST * all as f64)
        .unwrap_or(Turn::Up)
}

/// Drops glyphs drawn again over themselves: bold faked by drawing twice, shadows.
fn once(mut glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let suspects = suspects(&glyphs);
    if suspects.is_empty() {
        return glyphs;
    }
    let mut kept = vec![true; glyphs.len()];
    if suspects.len() <= FEW {
        for index in suspects {
            let (own, (x, y), reach) = (glyphs[index], middle(&glyphs[index]), reach(&glyphs[index]));
            kept[index] = !glyphs.iter().zip(&kept).take(index).any(|(other, kept)| {
                let (ox, oy) = middle(other);
                *kept && other.ch == own.ch && (ox - x).abs() < reach && (oy - y).abs() < reach
            });
        }
    } else {
        let places: Vec<(f64, f64)> = glyphs.iter().map(middle).collect();
        let mut sorted: Vec<(u64, usize)> =
            places.iter().enumerate().map(|(index, (x, y))| (key(glyphs[index].ch, bucket(*x), bucket(*y)), index)).collect();
        sorted.sort_unstable();
        for index in suspects {
            let (glyph, (x, y)) = (glyphs[index], places[index]);
            let reach = reach(&glyph);
            let again = (bucket(x - reach)..=bucket(x + reach)).any(|across| {
                let from = key(glyph.ch, across, bucket(y - reach));
                let to = key(glyph.ch, across, bucket(y + reach));
                let first = sorted.partition_point(|(key, _)| *key < from);
                sorted[first..].iter().take_while(|(key, _)| *key <= to).any(|(_, other)| {
                    *other < index && kept[*other] && (places[*other].0 - x).abs() < reach && (places[*other].1 - y).abs() < reach
                })
            });
            kept[index] = !again;
        }
    }
    let mut kept = kept.into_iter();
    glyphs.retain(|_| kept.next().unwrap_or(true));
    glyphs
}

/// A bucket is as large as the largest distance that counts as the same place.
const BUCKET: f64 = 8.0;
/// So many glyphs are looked for among all before them.
const FEW: usize = 32;
/// Bits of the numbers of cells in which characters are marked as seen.
const CELLS: u32 = 17;

/// On a page no number is out of range.
fn bucket(place: f64) -> u64 {
    ((place / BUCKET).floor() as i64 + 1).clamp(1, 1 << 18) as u64
}

/// A character in a bucket; a column of buckets is one run of keys.
fn key(ch: char, across: u64, down: u64) -> u64 {
    u64::from(u32::from(ch)) << 40 | across << 20 | down
}

fn middle(glyph: &Glyph) -> (f64, f64) {
    (mid_x(glyph.rect), mid_y(glyph.rect))
}

/// How far another glyph of the character may stand that is the same one.
fn reach(glyph: &Glyph) -> f64 {
    (0.3 * width(glyph.rect).min(height(glyph.rect))).clamp(0.01, BUCKET)
}

/// Glyphs whose character may have been drawn within reach before, in order: all that were, and by chance a few that were not. Most pages have
/// none, and are spared the exact search.
fn suspects(glyphs: &[Glyph]) -> Vec<usize> {
    let mut seen = vec![0_u64; 1 << (CELLS - 6)];
    let cell = |key: u64| (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - CELLS)) as usize;
    let mut suspects = Vec::new();
    for (index, glyph) in glyphs.iter().enumerate() {
        let ((x, y), reach) = (middle(glyph), reach(glyph));
        let marked = |across: u64, down: u64| {
            let cell = cell(key(glyph.ch, across, down));
            seen[cell / 64] >> (cell % 64) & 1 == 1
        };
        let mut columns = bucket(x - reach)..=bucket(x + reach);
        if columns.any(|across| (bucket(y - reach)..=bucket(y + reach)).any(|down| marked(across, down))) {
            suspects.push(index);
        }
        let own = cell(key(glyph.ch, bucket(x), bucket(y)));
        seen[own / 64] |= 1 << (own % 64);
    }
    suspects
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_drawn_again_go_however_many_they_are() {
        let glyph =
            |x: f64, y: f64| Glyph { ch: '财', rect: Rect { x0: x, y0: y, x1: x + 12.0, y1: y + 12.0 }, turn: Turn::Up, vertical: false };
        for lines in [1, 2, 40] {
            let line = |row: usize, by: f64| (0..20).map(move |at| glyph(50.0 + 12.0 * at as f64 + by, 20.0 * row as f64 + by));
            let plain: Vec<Glyph> = (0..lines).flat_map(|row| line(row, 0.0)).collect();
            assert_eq!(once(plain.clone()).len(), plain.len(), "characters beside each other are all kept");
            let bold: Vec<Glyph> = (0..lines).flat_map(|row| line(row, 0.0).chain(line(row, 0.4))).collect();
            assert_eq!(
                once(bold).iter().map(|glyph| glyph.rect).collect::<Vec<_>>(),
                plain.iter().map(|glyph| glyph.rect).collect::<Vec<_>>()
            );
        }
    }
}
