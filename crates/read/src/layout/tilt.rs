//! A page that lay askew and was put straight: boxes of the straight page as they lie on the page itself. Not for: quarter turns (`frame`),
//! or how far a page lies askew (`ocr`).

use hongtou_document::Rect;

/// How far the lines of a page fall to the right, around its middle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Tilt {
    /// Degrees.
    pub(crate) degrees: f64,
}

impl Tilt {
    /// Where a place of the straight page lies, on a page of that size.
    fn place(self, (x, y): (f64, f64), (width, height): (f64, f64)) -> (f64, f64) {
        let (sin, cos) = self.degrees.to_radians().sin_cos();
        let (dx, dy) = (x - width / 2.0, y - height / 2.0);
        (width / 2.0 + dx * cos - dy * sin, height / 2.0 + dx * sin + dy * cos)
    }

    /// Where a place of the page lies once it is straight.
    #[cfg(feature = "ocr")]
    pub(crate) fn straight(self, place: (f64, f64), size: (f64, f64)) -> (f64, f64) {
        Self { degrees: -self.degrees }.place(place, size)
    }

    /// The box around where a box of the straight page lies.
    pub(super) fn leave(self, rect: Rect, size: (f64, f64)) -> Rect {
        if self.degrees == 0.0 {
            return rect;
        }
        let corners =
            [(rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x0, rect.y1), (rect.x1, rect.y1)].map(|corner| self.place(corner, size));
        let [first, rest @ ..] = corners;
        rest.into_iter().fold(Rect { x0: first.0, y0: first.1, x1: first.0, y1: first.1 }, |rect, (x, y)| Rect {
            x0: rect.x0.min(x),
            y0: rect.y0.min(y),
            x1: rect.x1.max(x),
            y1: rect.y1.max(y),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_fall_to_the_right_lie_lower_there() {
        let tilt = Tilt { degrees: 1.0 };
        let size = (600.0, 800.0);
        let at = |x: f64| tilt.leave(Rect { x0: x, y0: 400.0, x1: x + 1.0, y1: 410.0 }, size);
        assert!(at(590.0).y0 > 404.0 && at(10.0).y1 < 406.0 && (at(300.0).y0 - 400.0).abs() < 0.1);
        let (x, y) = tilt.straight(tilt.place((40.0, 70.0), size), size);
        assert!((x - 40.0).abs() < 1e-9 && (y - 70.0).abs() < 1e-9);
    }
}
