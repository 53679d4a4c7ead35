//! Turned text made upright: maps boxes between the page as displayed and a frame in which text runs to the right and lines
//! run down. Not for: deciding which way the text of a page runs (`clean`).

use hongtou_document::Rect;

use super::{Glyph, Turn};

/// A quarter turn of a page of a size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    turn: Turn,
    width: f64,
    height: f64,
}

impl Frame {
    /// A frame in which text of that turn is upright, on a page of that size.
    pub(crate) fn new(turn: Turn, width: f64, height: f64) -> Self {
        Self { turn, width, height }
    }

    /// The frame of a glyph on a page: columns of vertical writing become lines, too.
    pub(super) fn of(glyph: &Glyph) -> Turn {
        match glyph.turn {
            Turn::Up if glyph.vertical => Turn::Right,
            turn => turn,
        }
    }

    /// Width and height of the page in this frame.
    pub(super) fn size(self) -> (f64, f64) {
        match self.turn {
            Turn::Right | Turn::Left => (self.height, self.width),
            _ => (self.width, self.height),
        }
    }

    /// From the page into the frame.
    pub(super) fn enter(self, r: Rect) -> Rect {
        let (w, h) = (self.width, self.height);
        match self.turn {
            Turn::Up | Turn::Askew => r,
            Turn::Right => Rect { x0: r.y0, y0: w - r.x1, x1: r.y1, y1: w - r.x0 },
            Turn::Down => Rect { x0: w - r.x1, y0: h - r.y1, x1: w - r.x0, y1: h - r.y0 },
            Turn::Left => Rect { x0: h - r.y1, y0: r.x0, x1: h - r.y0, y1: r.x1 },
        }
    }

    /// From the frame back onto the page.
    pub(crate) fn leave(self, r: Rect) -> Rect {
        let (w, h) = (self.width, self.height);
        match self.turn {
            Turn::Up | Turn::Askew => r,
            Turn::Right => Rect { x0: w - r.y1, y0: r.x0, x1: w - r.y0, y1: r.x1 },
            Turn::Down => Rect { x0: w - r.x1, y0: h - r.y1, x1: w - r.x0, y1: h - r.y0 },
            Turn::Left => Rect { x0: r.y0, y0: h - r.x1, x1: r.y1, y1: h - r.x0 },
        }
    }

    /// Which way a glyph of the page points in this frame.
    pub(super) fn turned(self, glyph: Glyph) -> Glyph {
        let quarter = |turn: Turn| match turn {
            Turn::Up => Some(0u8),
            Turn::Right => Some(1),
            Turn::Down => Some(2),
            Turn::Left => Some(3),
            Turn::Askew => None,
        };
        let rect = self.enter(glyph.rect);
        let (Some(own), Some(frame)) = (quarter(Frame::of(&glyph)), quarter(self.turn)) else { return Glyph { rect, ..glyph } };
        let turn = match (4 + own - frame) % 4 {
            0 => Turn::Up,
            1 => Turn::Right,
            2 => Turn::Down,
            _ => Turn::Left,
        };
        // Vertical writing has become turned text: it runs the same way.
        Glyph { rect, turn, vertical: false, ..glyph }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn out_and_back_again() {
        let rect = Rect { x0: 10.0, y0: 20.0, x1: 30.0, y1: 25.0 };
        for turn in [Turn::Up, Turn::Right, Turn::Down, Turn::Left] {
            let frame = Frame::new(turn, 100.0, 200.0);
            assert_eq!(frame.leave(frame.enter(rect)), rect, "{turn:?}");
        }
    }

    #[test]
    fn text_that_runs_down_the_page_runs_to_the_right_in_its_frame() {
        let frame = Frame::new(Turn::Right, 100.0, 200.0);
        let first = frame.enter(Rect { x0: 80.0, y0: 10.0, x1: 90.0, y1: 20.0 });
        let below = frame.enter(Rect { x0: 80.0, y0: 20.0, x1: 90.0, y1: 30.0 });
        let left = frame.enter(Rect { x0: 60.0, y0: 10.0, x1: 70.0, y1: 20.0 });
        assert!(below.x0 > first.x0 && (below.y0 - first.y0).abs() < 1e-9);
        assert!(left.y0 > first.y0);
    }
}
