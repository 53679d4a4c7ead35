//! Reading order of what stands on a page. From top to bottom; what stands side by side from left to right, so that a tall
//! word to the right of two lines is read after both. Not for: lines themselves.

use super::{Piece, height, mid_y, shared_x, shared_y, width};

/// Pieces beyond which only the height counts: comparing all pairs would take too long.
const MANY: usize = 1500;

/// Puts pieces into reading order.
pub(super) fn sort(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(|a, b| mid_y(a.rect()).total_cmp(&mid_y(b.rect())).then(a.rect().x0.total_cmp(&b.rect().x0)));
    if pieces.len() > MANY {
        return pieces;
    }
    // For every piece, how many pieces must be read before it and have not been yet.
    let mut waiting: Vec<usize> = pieces.iter().map(|piece| pieces.iter().filter(|other| before(other, piece)).count()).collect();
    let mut done = vec![false; pieces.len()];
    let mut sequence = Vec::with_capacity(pieces.len());
    for _ in 0..pieces.len() {
        // Where pieces wait for each other in a circle, the uppermost goes first.
        let ready = (0..pieces.len()).find(|&i| !done[i] && waiting[i] == 0);
        let Some(next) = ready.or_else(|| (0..pieces.len()).find(|&i| !done[i])) else { break };
        done[next] = true;
        sequence.push(next);
        for (later, count) in waiting.iter_mut().enumerate() {
            if before(&pieces[next], &pieces[later]) {
                *count = count.saturating_sub(1);
            }
        }
    }
    let mut slots: Vec<Option<Piece>> = pieces.into_iter().map(Some).collect();
    sequence.into_iter().filter_map(|index| slots.get_mut(index).and_then(Option::take)).collect()
}

fn before(a: &Piece, b: &Piece) -> bool {
    let (a, b) = (a.rect(), b.rect());
    let above = mid_y(a) < mid_y(b);
    if shared_x(a, b) > 0.1 * width(a).min(width(b)) {
        return above;
    }
    if shared_y(a, b) > 0.1 * height(a).min(height(b)) {
        return a.x0 < b.x0;
    }
    false
}
