//! How far a page lies askew on the scanner's glass, and the page put straight. Not for: quarter turns.

use super::picture::{Grey, Ink};

/// The largest angle that is looked for, in degrees. A sheet feeder stays well below it.
const MOST: f64 = 4.0;
/// A smaller angle than this, in degrees, moves nothing by more than a dot or two.
const STRAIGHT: f64 = 0.03;

/// The angle, in degrees, by which lines fall to the right: the one at which the ink stands in the sharpest rows.
pub(super) fn angle(ink: &Ink) -> f64 {
    // Every third dot of every row tells enough.
    let places: Vec<(f64, f64)> = (0..ink.height)
        .flat_map(|y| ink.row(y).iter().enumerate().skip(y % 3).step_by(3).filter(|(_, ink)| **ink).map(move |(x, _)| (x as f64, y as f64)))
        .collect();
    if places.len() < 300 {
        return 0.0;
    }
    let best = |from: f64, to: f64, step: f64| {
        let steps = ((to - from) / step).round() as i32;
        (0..=steps)
            .map(|index| from + f64::from(index) * step)
            .map(|angle| (sharpness(&places, ink, angle), angle))
            // Of equal angles the smallest, so that a blank or round picture stays as it is.
            .max_by(|a, b| a.0.cmp(&b.0).then(b.1.abs().total_cmp(&a.1.abs())))
            .map_or(0.0, |(_, angle)| angle)
    };
    let rough = best(-MOST, MOST, 0.2);
    let fine = best(rough - 0.2, rough + 0.2, 0.02);
    if fine.abs() < STRAIGHT || fine.abs() > MOST { 0.0 } else { fine }
}

/// Sum of the squared differences between neighbouring rows, for rows that fall by an angle.
fn sharpness(places: &[(f64, f64)], ink: &Ink, angle: f64) -> u64 {
    let slope = angle.to_radians().tan();
    let room = (ink.width as f64 * MOST.to_radians().tan()).ceil() + 2.0;
    let mut rows = vec![0_i64; ink.height + 2 * room as usize + 2];
    for (x, y) in places {
        let row = y - x * slope + room;
        if let Some(count) = rows.get_mut(row.max(0.0) as usize) {
            *count += 1;
        }
    }
    rows.windows(2).map(|pair| (pair[0] - pair[1]).unsigned_abs().pow(2)).sum()
}

/// The page turned back by an angle around its middle.
pub(super) fn straighten(grey: &Grey, angle: f64) -> Grey {
    let (sin, cos) = angle.to_radians().sin_cos();
    let (mx, my) = (grey.width as f64 / 2.0, grey.height as f64 / 2.0);
    let mut straight = Grey::blank(grey.width, grey.height);
    for y in 0..grey.height {
        for x in 0..grey.width {
            let (dx, dy) = (x as f64 - mx, y as f64 - my);
            straight.dots[y * grey.width + x] = grey.between(mx + dx * cos - dy * sin, my + dx * sin + dy * cos);
        }
    }
    straight
}
