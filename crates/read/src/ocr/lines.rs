//! Ink to lines of writing: boxes cut along white rows and columns until each holds one line. Not for: tables and their cells, which are
//! cut out before.

use super::ink::extent;
use super::picture::{Area, Ink};

/// White room, as a part of the line's height, from which on a line falls into parts. Half a letter is left free beside a full-width
/// mark, a letter between the characters of a name.
const APART: f64 = 1.3;
/// Ink below this height in dots is dirt unless it stands beside something: a fifth of a letter of 8 points.
const FLAT: usize = 3;
/// Part of a letter's height below which a row of ink is a piece of a letter (the strokes of 二) or a mark.
const PIECE: f64 = 0.5;
/// White between the strokes of one letter, in heights: the two of 二 are the farthest apart.
const GAP: f64 = 0.7;
/// Letters' heights beyond which a row of ink is taken for several lines that touch.
const TALL: f64 = 1.75;
/// Rows and columns of cuts inside each other.
const DEPTH: usize = 8;

/// The lines within a box, from top to bottom, parts of a line from left to right. `em` is the usual height of letters there.
pub(super) fn lines(ink: &Ink, area: Area, em: usize) -> Vec<Area> {
    let mut found = Vec::new();
    if let Some(area) = extent(ink, area) {
        cut(ink, area, em, 0, &mut found);
    }
    found
}

/// The usual height of the lines of a page, in dots: of the most ink. `None` for a page without lines.
pub(super) fn usual_height(ink: &Ink, areas: &[Area]) -> Option<usize> {
    let mut heights: Vec<(usize, usize)> = Vec::new();
    for area in areas {
        for band in bands(ink, *area) {
            // Between letters of 6 and 30 points; wide rows tell more than narrow ones.
            if (18..130).contains(&band.height()) {
                heights.push((band.height(), extent(ink, band).map_or(0, Area::width)));
            }
        }
    }
    heights.sort_unstable();
    let all: usize = heights.iter().map(|(_, width)| width).sum();
    let mut seen = 0;
    heights
        .iter()
        .find(|(_, width)| {
            seen += width;
            seen * 2 >= all
        })
        .map(|(height, _)| *height)
}

fn cut(ink: &Ink, area: Area, em: usize, depth: usize, found: &mut Vec<Area>) {
    for band in whole(ink, bands(ink, area), em) {
        let Some(band) = extent(ink, band) else { continue };
        let parts = parts(ink, band);
        if parts.len() > 1 && depth < DEPTH {
            for part in parts {
                cut(ink, part, em, depth + 1, found);
            }
        } else if !is_dirt(ink, band, em) {
            found.push(band);
        }
    }
}

/// Rows of ink between white rows.
fn bands(ink: &Ink, area: Area) -> Vec<Area> {
    let inked = |y: usize| ink.row(y).get(area.x0..area.x1.min(ink.width)).unwrap_or_default().contains(&true);
    let mut bands: Vec<Area> = Vec::new();
    for y in area.y0..area.y1.min(ink.height) {
        if inked(y) {
            match bands.last_mut() {
                Some(band) if band.y1 == y => band.y1 = y + 1,
                _ => bands.push(Area { y0: y, y1: y + 1, ..area }),
            }
        }
    }
    bands
}

/// Pieces of letters put to their line, and lines that touch parted.
fn whole(ink: &Ink, bands: Vec<Area>, em: usize) -> Vec<Area> {
    let em = em as f64;
    let height = |area: &Area| area.height() as f64;
    let mut whole: Vec<Area> = Vec::new();
    for band in bands {
        match whole.last_mut() {
            Some(last)
                if (height(last) < PIECE * em || height(&band) < PIECE * em)
                    && height(&last.cover(band)) <= 1.15 * em
                    && ((band.y0 - last.y1) as f64) < GAP * em =>
            {
                *last = last.cover(band);
            }
            _ => whole.push(band),
        }
    }
    let mut single = Vec::new();
    for band in whole {
        if height(&band) > TALL * em && is_several(ink, band, em) {
            parted(ink, band, em, &mut single);
        } else {
            single.push(band);
        }
    }
    single
}

/// Whether a tall row of ink is lines that touch rather than large letters: those have large heaps, so that few rows are nearly white.
fn is_several(ink: &Ink, band: Area, em: f64) -> bool {
    let rows = profile(ink, band);
    let most = rows.iter().copied().max().unwrap_or(0);
    let step = (em * 0.5) as usize;
    let inner = rows.get(step..rows.len().saturating_sub(step)).unwrap_or_default();
    inner.iter().any(|count| *count * 8 < most)
}

fn profile(ink: &Ink, band: Area) -> Vec<usize> {
    (band.y0..band.y1)
        .map(|y| ink.row(y).get(band.x0..band.x1.min(ink.width)).unwrap_or_default().iter().filter(|ink| **ink).count())
        .collect()
}

/// Cuts a row of ink at its whitest row, again and again.
fn parted(ink: &Ink, band: Area, em: f64, single: &mut Vec<Area>) {
    let rows = profile(ink, band);
    let step = (em * 0.6) as usize;
    let inner = step..rows.len().saturating_sub(step);
    let most = rows.iter().copied().max().unwrap_or(0);
    let cut = inner.clone().min_by_key(|index| rows.get(*index).copied().unwrap_or(0)).filter(|index| rows[*index] * 8 < most);
    match cut {
        Some(cut) if band.height() as f64 > TALL * em => {
            parted(ink, Area { y1: band.y0 + cut, ..band }, em, single);
            parted(ink, Area { y0: band.y0 + cut + 1, ..band }, em, single);
        }
        _ => single.push(band),
    }
}

/// Parts of a line between wide white columns.
fn parts(ink: &Ink, band: Area) -> Vec<Area> {
    let mut inked = vec![false; band.width()];
    for y in band.y0..band.y1 {
        let row = ink.row(y).get(band.x0..band.x1.min(ink.width)).unwrap_or_default();
        inked.iter_mut().zip(row).for_each(|(inked, ink)| *inked |= *ink);
    }
    let room = (APART * band.height() as f64).max(20.0) as usize;
    let mut parts: Vec<Area> = Vec::new();
    for x in inked.iter().enumerate().filter(|(_, inked)| **inked).map(|(x, _)| band.x0 + x) {
        match parts.last_mut() {
            Some(part) if x - part.x1 < room => part.x1 = x + 1,
            _ => parts.push(Area { x0: x, x1: x + 1, ..band }),
        }
    }
    parts
}

/// Whether what a box holds is too small to be writing, or what is left of a rule: thinner than a stroke and higher than a letter.
fn is_dirt(ink: &Ink, area: Area, em: usize) -> bool {
    let dots: usize = profile(ink, area).iter().sum();
    area.height() < FLAT && area.width() < 12 || dots < 12 || area.width() <= 8 && area.height() * 5 > em * 6
}
