//! The ring of a seal on a page without colours: found by its shape, told from rules, and taken off the page. Not for: red seals,
//! which vanish by their colour (`ink`).

use std::f64::consts::TAU;

use super::picture::{Area, Grey, Ink};

/// Dots on a side of the squares in which centres are looked for.
const STEP: usize = 4;
/// Smallest and largest distance of the ring from its centre, in dots: half of the sizes that red seals have.
const NEAREST: usize = 150;
const FARTHEST: usize = 380;
/// Thickest ring: 2.4 mm.
const THICK: usize = 28;
/// Part of the way around that must be inked. Ink that came out badly and rules that were taken off leave gaps.
const CLOSED: f64 = 0.8;
/// Votes, from both edges of a ring, without which a square is no centre: a third of the shortest way around.
const VOTES: u32 = 80;
/// Places on the ring that are looked at.
const PLACES: usize = 360;
/// Seals on one page that are looked for; a notice of several offices bears a few.
const MOST: usize = 8;

/// A ring, in dots.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ring {
    x: f64,
    y: f64,
    inner: usize,
    outer: usize,
}

impl Ring {
    /// Whether a dot lies on it or on its soft edge.
    fn has(&self, x: usize, y: usize) -> bool {
        let away = (x as f64 - self.x).hypot(y as f64 - self.y);
        (self.inner as f64 - 2.0..=self.outer as f64 + 2.0).contains(&away)
    }

    /// The box around it.
    pub(super) fn area(&self) -> Area {
        let reach = self.outer as f64 + 3.0;
        let side = |at: f64| at.max(0.0) as usize;
        Area { x0: side(self.x - reach), y0: side(self.y - reach), x1: side(self.x + reach), y1: side(self.y + reach) }
    }

    /// Whether what looks like a rule is a side of the ring (for the most part it lies on it), or a stroke of what is written in it (it
    /// lies within): rules of a table go on beyond a seal.
    pub(super) fn holds(&self, bar: Area) -> bool {
        let within = |x: usize, y: usize| (x as f64 - self.x).hypot(y as f64 - self.y) < self.outer as f64;
        if within(bar.x0, bar.y0) && within(bar.x1, bar.y1) && within(bar.x0, bar.y1) && within(bar.x1, bar.y0) {
            return true;
        }
        let (x, y) = ((bar.x0 + bar.x1) / 2, (bar.y0 + bar.y1) / 2);
        let on = if bar.width() > bar.height() {
            (bar.x0..bar.x1).filter(|x| self.has(*x, y)).count()
        } else {
            (bar.y0..bar.y1).filter(|y| self.has(x, *y)).count()
        };
        on * 2 > bar.width().max(bar.height())
    }

    /// Takes it off a page.
    pub(super) fn erase(&self, ink: &mut Ink, grey: &mut Grey) {
        let area = self.area();
        for y in area.y0..area.y1.min(ink.height) {
            for x in (area.x0..area.x1.min(ink.width)).filter(|x| self.has(*x, y)) {
                let index = y * ink.width + x;
                ink.dots[index] = false;
                grey.dots[index] = 255;
            }
        }
    }
}

/// The rings of a page, by a Hough transform: every edge of ink votes for the squares that lie at a ring's distance straight away
/// from it.
pub(super) fn rings(ink: &Ink) -> Vec<Ring> {
    let (cols, rows) = (ink.width / STEP, ink.height / STEP);
    if cols < 3 || rows < 3 {
        return Vec::new();
    }
    let mut counts = vec![0_i32; cols * rows];
    for y in 0..rows * STEP {
        for (x, _) in ink.row(y).iter().enumerate().take(cols * STEP).filter(|(_, ink)| **ink) {
            counts[y / STEP * cols + x / STEP] += 1;
        }
    }
    let mut votes = vec![0_u32; cols * rows];
    for y in 1..rows - 1 {
        for x in 1..cols - 1 {
            let at = |dx: usize, dy: usize| counts[(y + dy - 1) * cols + x + dx - 1];
            let right = at(2, 0) + 2 * at(2, 1) + at(2, 2) - at(0, 0) - 2 * at(0, 1) - at(0, 2);
            let down = at(0, 2) + 2 * at(1, 2) + at(2, 2) - at(0, 0) - 2 * at(1, 0) - at(2, 0);
            let steep = f64::from(right).hypot(f64::from(down));
            // Edges of rules run straight across or down; so do few of a ring's.
            if steep < 16.0 || right.abs() * 12 < down.abs() || down.abs() * 12 < right.abs() {
                continue;
            }
            let (dx, dy) = (f64::from(right) / steep, f64::from(down) / steep);
            for away in NEAREST / STEP..=FARTHEST / STEP {
                for away in [away as f64, -(away as f64)] {
                    let (cx, cy) = (x as f64 + dx * away, y as f64 + dy * away);
                    if cx >= 0.0 && cy >= 0.0 && cx < cols as f64 && cy < rows as f64 {
                        votes[cy as usize * cols + cx as usize] += 1;
                    }
                }
            }
        }
    }
    let mut found: Vec<Ring> = Vec::new();
    for _ in 0..MOST {
        let around =
            |x: usize, y: usize| (y - 1..=y + 1).map(|y| votes[y * cols + x - 1..=y * cols + x + 1].iter().sum::<u32>()).sum::<u32>();
        let best = (1..rows - 1).flat_map(|y| (1..cols - 1).map(move |x| (x, y))).max_by_key(|(x, y)| around(*x, *y));
        let Some((x, y)) = best.filter(|(x, y)| around(*x, *y) >= VOTES) else { break };
        let ring = fitted(ink, (x * STEP + STEP / 2) as f64, (y * STEP + STEP / 2) as f64);
        found.extend(ring.filter(|ring| found.iter().all(|other| (ring.x - other.x).hypot(ring.y - other.y) > NEAREST as f64 / 2.0)));
        for row in y.saturating_sub(8)..(y + 9).min(rows) {
            votes[row * cols + x.saturating_sub(8)..row * cols + (x + 9).min(cols)].fill(0);
        }
    }
    found
}

/// The ring around about this place, if there is one.
fn fitted(ink: &Ink, x: f64, y: f64) -> Option<Ring> {
    let closed = |x: f64, y: f64, radius: usize, places: usize| {
        let inked = (0..places).filter(|place| {
            let (sin, cos) = (TAU * *place as f64 / places as f64).sin_cos();
            let (px, py) = (x + radius as f64 * cos, y + radius as f64 * sin);
            px >= 0.0 && py >= 0.0 && ink.at(px as usize, py as usize)
        });
        inked.count() as f64 / places as f64
    };
    let mut best = (0.0, x, y, NEAREST);
    for (reach, step) in [(8_i32, 4_usize), (3, 1)] {
        let (_, x, y, _) = best;
        for dy in (-reach..=reach).step_by(step) {
            for dx in (-reach..=reach).step_by(step) {
                let (x, y) = (x + f64::from(dx), y + f64::from(dy));
                for radius in (NEAREST..=FARTHEST).step_by(step.min(2)) {
                    let share = closed(x, y, radius, PLACES / 4);
                    if share > best.0 {
                        best = (share, x, y, radius);
                    }
                }
            }
        }
    }
    let (_, x, y, radius) = best;
    let is_ring = |radius: usize| closed(x, y, radius, PLACES) >= CLOSED / 2.0;
    if closed(x, y, radius, PLACES) < CLOSED {
        return None;
    }
    let inner = (radius.saturating_sub(THICK)..=radius).rev().take_while(|radius| is_ring(*radius)).last().unwrap_or(radius);
    let outer = (radius..=radius + THICK).take_while(|radius| is_ring(*radius)).last().unwrap_or(radius);
    // A disc is no ring: it has no paper within.
    (outer - inner <= THICK && closed(x, y, inner.saturating_sub(6), PLACES) < CLOSED / 2.0).then_some(Ring { x, y, inner, outer })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with what a test of shape draws on it.
    fn drawn(shape: impl Fn(f64, f64) -> bool) -> (Ink, Grey) {
        let (width, height) = (1200, 1000);
        let dots: Vec<bool> = (0..width * height).map(|at| shape((at % width) as f64, (at / width) as f64)).collect();
        let grey = Grey { width, height, dots: dots.iter().map(|ink| if *ink { 0 } else { 255 }).collect() };
        (Ink { width, height, dots }, grey)
    }

    fn is_rule(x: f64, y: f64) -> bool {
        (100.0..1100.0).contains(&x) && (y as usize) % 100 < 3 || (y > 100.0) && (x as usize) % 250 < 3
    }

    #[test]
    fn a_ring_over_a_table_is_taken_off_and_the_rules_stay() {
        let away = |x: f64, y: f64| (x - 611.0).hypot(y - 507.0);
        let (mut ink, mut grey) = drawn(|x, y| is_rule(x, y) || (270.0..280.0).contains(&away(x, y)));
        let found = rings(&ink);
        let [ring] = found.as_slice() else { panic!("{found:?}") };
        assert!(ring.area().x0.abs_diff(611 - 280) < 8 && ring.area().y1.abs_diff(507 + 280) < 8, "{ring:?}");
        // A steep side is the ring's own, a rule that crosses it is not.
        assert!(ring.holds(Area { x0: 331, y0: 470, x1: 341, y1: 540 }));
        assert!(!ring.holds(Area { x0: 500, y0: 100, x1: 503, y1: 1000 }));
        // A stroke of its writing, from one rule of the table to the next, is no rule of the table.
        assert!(ring.holds(Area { x0: 640, y0: 401, x1: 648, y1: 500 }));
        ring.erase(&mut ink, &mut grey);
        // Nothing of the ring is left but where its remains touch the rules.
        let left = (0..ink.dots.len()).filter(|at| ink.dots[*at] && !is_rule((at % 1200) as f64, (at / 1200) as f64)).count();
        assert!(left < 300, "{left}");
        assert!(ink.at(300, 301) && ink.at(501, 150));
    }

    #[test]
    fn tables_discs_and_large_letters_are_no_rings() {
        for shape in [
            (|x, y| is_rule(x, y)) as fn(f64, f64) -> bool,
            |x, y| (x - 600.0).hypot(y - 500.0) < 200.0,
            |x, y| (x - 600.0).abs().max((y - 500.0).abs()) < 210.0 && (x - 600.0).abs().max((y - 500.0).abs()) > 200.0,
            // Half a circle.
            |x, y| y < 500.0 && (200.0..210.0).contains(&(x - 600.0).hypot(y - 500.0)),
        ] {
            assert_eq!(rings(&drawn(shape).0), []);
        }
    }
}
