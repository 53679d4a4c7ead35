//! The signs ≥ and ≤, which stand before most targets of a performance table and which the model of Chinese does not know: it reads
//! a figure instead, and a figure with one digit more is what nobody notices. Known by their shape. Not for: other signs.

use super::ink::walk;
use super::picture::{Area, Ink};

/// Part of a sign's dots that a piece of it has at least.
const PIECE: usize = 8;

/// The sign that a heap of ink is: an angle, open at one side, over a bar that does not touch it.
pub(super) fn of(ink: &Ink, area: Area) -> Option<char> {
    let (w, h) = (area.width(), area.height());
    if w < 12 || h < 12 || w > 3 * h || h > 2 * w {
        return None;
    }
    let mut own = Ink::none(w, h);
    for y in 0..h {
        for x in 0..w {
            own.dots[y * w + x] = ink.at(area.x0 + x, area.y0 + y);
        }
    }
    let mut pieces: Vec<(Area, Vec<usize>)> = Vec::new();
    walk(&own, &mut |heap, dots| pieces.push((heap.area, dots.to_vec())));
    let all: usize = pieces.iter().map(|(_, dots)| dots.len()).sum();
    pieces.retain(|(_, dots)| dots.len() * PIECE > all);
    pieces.sort_by_key(|(area, _)| std::cmp::Reverse(area.height()));
    let [(angle, dots), (bar, _)] = pieces.as_slice() else { return None };
    // The bar lies below, is as wide as the angle, and is its lower stroke again: level or slanted.
    let wide = |area: &Area| area.width() * 10 >= w * 7;
    if !wide(angle) || !wide(bar) || bar.y1 < angle.y1 || bar.height() * 3 > angle.height() * 2 {
        return None;
    }
    // Of the angle, both strokes stand apart at the open side and meet at the other.
    let spread = |from: usize, to: usize| {
        let rows = dots.iter().filter(|dot| (from..to).contains(&(*dot % w))).map(|dot| dot / w);
        let (first, last) = rows.fold((usize::MAX, 0), |(first, last), y| (first.min(y), last.max(y)));
        (last + 1).saturating_sub(first.min(last + 1))
    };
    let edge = (angle.width() / 6).max(2);
    let (left, right) = (spread(angle.x0, angle.x0 + edge), spread(angle.x1 - edge, angle.x1));
    let open = |side: usize| side * 10 >= angle.height() * 7;
    let closed = |side: usize| side * 10 <= angle.height() * 5;
    match (open(left), closed(right), open(right), closed(left)) {
        (true, true, _, _) => Some('≥'),
        (_, _, true, true) => Some('≤'),
        _ => None,
    }
}
