//! Which glyphs of a page count: on the page, once each, turned so that most of the text is upright.
//! Not for: lines.

use hongtou_document::Rect;

use super::frame::Frame;
use super::{Glyph, Rule, Sheet, Turn, height, mid_x, mid_y, width};

/// Share of the glyphs that must point one way before the page is turned.
const MOST: f64 = 0.6;

/// Drops what lies off the page or is drawn twice, and turns the rest. Gives the frame, the glyphs that are upright, turned or
/// vertical in it, the rules, and the glyphs that stand askew.
pub(super) fn clean(sheet: Sheet) -> (Frame, Vec<Glyph>, Vec<Rule>, Vec<Glyph>) {
    let (w, h) = (sheet.width, sheet.height);
    let mut glyphs: Vec<Glyph> = sheet.glyphs;
    glyphs.retain(|glyph| finite(glyph.rect) && on_page(glyph.rect, w, h) && !glyph.ch.is_control());
    let mut glyphs = once(glyphs);
    round_the_bend(&mut glyphs);
    let (askew, glyphs): (Vec<Glyph>, Vec<Glyph>) = glyphs.into_iter().partition(|glyph| glyph.turn == Turn::Askew);
    let frame = Frame::new(main_turn(&glyphs), w, h);
    let glyphs = glyphs.into_iter().map(|glyph| frame.turned(glyph)).collect();
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
    // A bucket is as large as the largest distance that counts as the same place.
    const BUCKET: f64 = 8.0;
    // On a page neither number is out of range; a column of buckets is one run of keys.
    let bucket = |place: f64| ((place / BUCKET).floor() as i64 + 1).clamp(1, 1 << 18) as u64;
    let key = |ch: char, across: u64, down: u64| u64::from(u32::from(ch)) << 40 | across << 20 | down;
    let places: Vec<(f64, f64)> = glyphs.iter().map(|glyph| (mid_x(glyph.rect), mid_y(glyph.rect))).collect();
    let mut sorted: Vec<(u64, usize)> =
        places.iter().enumerate().map(|(index, (x, y))| (key(glyphs[index].ch, bucket(*x), bucket(*y)), index)).collect();
    sorted.sort_unstable();
    let mut kept = vec![true; glyphs.len()];
    for (index, (glyph, (x, y))) in glyphs.iter().zip(&places).enumerate() {
        let reach = (0.3 * width(glyph.rect).min(height(glyph.rect))).clamp(0.01, BUCKET);
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
    let mut kept = kept.into_iter();
    glyphs.retain(|_| kept.next().unwrap_or(true));
    glyphs
}
