//! Places on an OFD page: millimetres and matrices to points. Not for: what stands there.

use hongtou_document::Rect;

use crate::layout::Turn;

/// Points in a millimetre.
pub(super) const POINTS: f64 = 72.0 / 25.4;

/// A map from one space to another: x' = a·x + c·y + e, y' = b·x + d·y + f.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    f: f64,
}

impl Matrix {
    /// From millimetres on a page, whose corner is at `left` and `top`, to points.
    pub(super) fn page(left: f64, top: f64) -> Self {
        Self { a: POINTS, b: 0.0, c: 0.0, d: POINTS, e: -left * POINTS, f: -top * POINTS }
    }

    /// From the numbers of an attribute; nothing else is lawful but six.
    fn of(numbers: &[f64]) -> Option<Self> {
        let [a, b, c, d, e, f] = *numbers else { return None };
        Some(Self { a, b, c, d, e, f })
    }

    /// The map that first does `inner`, then this one.
    fn after(self, inner: Self) -> Self {
        let (e, f) = self.point(inner.e, inner.f);
        Self {
            a: self.a * inner.a + self.c * inner.b,
            b: self.b * inner.a + self.d * inner.b,
            c: self.a * inner.c + self.c * inner.d,
            d: self.b * inner.c + self.d * inner.d,
            e,
            f,
        }
    }

    /// The space within an object: its own matrix, then its boundary's corner.
    pub(super) fn within(self, boundary: &[f64], own: &[f64]) -> Self {
        let (x, y) = (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0));
        let moved = self.after(Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: x, f: y });
        Self::of(own).map_or(moved, |own| moved.after(own))
    }

    /// The way back; `None` where everything comes to lie on a line.
    #[cfg(feature = "ocr")]
    pub(super) fn inverse(self) -> Option<Self> {
        let size = self.a * self.d - self.b * self.c;
        let back = Self { a: self.d / size, b: -self.b / size, c: -self.c / size, d: self.a / size, e: 0.0, f: 0.0 };
        let (x, y) = back.point(self.e, self.f);
        (size != 0.0 && size.is_finite()).then_some(Self { e: -x, f: -y, ..back })
    }

    /// Where a point comes to lie.
    pub(super) fn point(self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The box around where a box comes to lie.
    pub(super) fn rect(self, x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
        let corners = [self.point(x0, y0), self.point(x1, y0), self.point(x0, y1), self.point(x1, y1)];
        let side = |pick: fn((f64, f64)) -> f64, choose: fn(f64, f64) -> f64, start: f64| corners.map(pick).into_iter().fold(start, choose);
        Rect {
            x0: side(|(x, _)| x, f64::min, f64::INFINITY),
            y0: side(|(_, y)| y, f64::min, f64::INFINITY),
            x1: side(|(x, _)| x, f64::max, f64::NEG_INFINITY),
            y1: side(|(_, y)| y, f64::max, f64::NEG_INFINITY),
        }
    }

    /// Which way the top of what is drawn upright comes to point.
    pub(super) fn turn(self) -> Turn {
        let (right, down) = (-self.c, -self.d);
        let (across, along) = (right.abs(), down.abs());
        // Within some six degrees; slanted letters lean further.
        if across < along * 0.1 || (across < along * 0.5 && self.b.abs() < self.a.abs() * 0.02) {
            if down < 0.0 { Turn::Up } else { Turn::Down }
        } else if along < across * 0.1 {
            if right > 0.0 { Turn::Right } else { Turn::Left }
        } else {
            Turn::Askew
        }
    }
}
