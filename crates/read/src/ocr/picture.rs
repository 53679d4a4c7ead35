//! Pictures of pages as plain pixels: grey ones, and black and white ones. Not for: where they come from (`source`), or what
//! stands on them.

use crate::layout::Turn;

/// Dots an inch to which every picture is brought before it is looked at. All sizes in this folder are in such dots.
pub(super) const DPI: f64 = 300.0;

/// A coloured picture.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Red, green, blue of each dot, row by row.
    pub(super) rgb: Vec<u8>,
}

impl Picture {
    /// A picture from its dots; `None` if there are not as many as its size asks for.
    pub(crate) fn new(width: usize, height: usize, rgb: Vec<u8>) -> Option<Self> {
        (width > 0 && height > 0 && rgb.len() == width.checked_mul(height)?.checked_mul(3)?).then_some(Self { width, height, rgb })
    }
}

/// A grey picture: 0 is black, 255 is paper.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grey {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) dots: Vec<u8>,
}

impl Grey {
    /// Blank paper.
    pub(super) fn blank(width: usize, height: usize) -> Self {
        Self { width, height, dots: vec![255; width * height] }
    }

    /// A dot; paper outside the picture.
    pub(super) fn at(&self, x: usize, y: usize) -> u8 {
        if x < self.width { self.dots.get(y * self.width + x).copied().unwrap_or(255) } else { 255 }
    }

    /// A row of dots; empty outside the picture.
    pub(super) fn row(&self, y: usize) -> &[u8] {
        self.dots.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// The picture as a file of the simplest kind (PGM), which every OCR program reads.
    pub(super) fn to_pgm(&self) -> Vec<u8> {
        let mut bytes = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        bytes.extend_from_slice(&self.dots);
        bytes
    }

    /// The part within a box, on paper with a margin around it.
    pub(super) fn cut(&self, area: Area, margin: usize) -> Self {
        let (w, h) = (area.width(), area.height());
        let mut cut = Self::blank(w + 2 * margin, h + 2 * margin);
        for y in 0..h {
            let from = self.row(area.y0 + y).get(area.x0..area.x1.min(self.width)).unwrap_or_default();
            let start = (y + margin) * cut.width + margin;
            if let Some(to) = cut.dots.get_mut(start..start + from.len()) {
                to.copy_from_slice(from);
            }
        }
        cut
    }

    /// The picture larger or smaller, interpolated.
    pub(super) fn scaled(&self, factor: f64) -> Self {
        let size = |side: usize| ((side as f64 * factor).round() as usize).max(1);
        let mut scaled = Self::blank(size(self.width), size(self.height));
        for y in 0..scaled.height {
            for x in 0..scaled.width {
                let place = |at: usize| (at as f64 + 0.5) / factor - 0.5;
                scaled.dots[y * scaled.width + x] = self.between(place(x), place(y));
            }
        }
        scaled
    }

    /// The picture turned by quarters so that what points that way points up.
    pub(super) fn turned(&self, turn: Turn) -> Self {
        let (w, h) = (self.width, self.height);
        let mut turned = if matches!(turn, Turn::Right | Turn::Left) { Self::blank(h, w) } else { Self::blank(w, h) };
        let width = turned.width;
        for (index, dot) in turned.dots.iter_mut().enumerate() {
            let (x, y) = (index % width, index / width);
            *dot = match turn {
                Turn::Up | Turn::Askew => self.at(x, y),
                Turn::Right => self.at(w - 1 - y, x),
                Turn::Down => self.at(w - 1 - x, h - 1 - y),
                Turn::Left => self.at(y, h - 1 - x),
            };
        }
        turned
    }

    /// The colour at a place between dots.
    pub(super) fn between(&self, x: f64, y: f64) -> u8 {
        let (left, top) = (x.floor(), y.floor());
        let (dx, dy) = (x - left, y - top);
        let dot = |x: f64, y: f64| if x < 0.0 || y < 0.0 { 255.0 } else { f64::from(self.at(x as usize, y as usize)) };
        let above = dot(left, top) * (1.0 - dx) + dot(left + 1.0, top) * dx;
        let below = dot(left, top + 1.0) * (1.0 - dx) + dot(left + 1.0, top + 1.0) * dx;
        (above * (1.0 - dy) + below * dy).round() as u8
    }
}

/// A box of dots; its last column and row are outside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x0: usize,
    pub(super) y0: usize,
    pub(super) x1: usize,
    pub(super) y1: usize,
}

impl Area {
    pub(super) fn width(self) -> usize {
        self.x1.saturating_sub(self.x0)
    }

    pub(super) fn height(self) -> usize {
        self.y1.saturating_sub(self.y0)
    }

    /// The smallest box around both.
    pub(super) fn cover(self, other: Self) -> Self {
        Self { x0: self.x0.min(other.x0), y0: self.y0.min(other.y0), x1: self.x1.max(other.x1), y1: self.y1.max(other.y1) }
    }
}

/// Which dots are ink.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ink {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) dots: Vec<bool>,
}

impl Ink {
    /// No ink.
    pub(super) fn none(width: usize, height: usize) -> Self {
        Self { width, height, dots: vec![false; width * height] }
    }

    /// A row of dots; empty outside the picture.
    pub(super) fn row(&self, y: usize) -> &[bool] {
        self.dots.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// Whether a dot is ink; none is outside the picture.
    pub(super) fn at(&self, x: usize, y: usize) -> bool {
        x < self.width && self.dots.get(y * self.width + x).copied().unwrap_or(false)
    }

    /// The picture with rows and columns exchanged.
    pub(super) fn turned(&self) -> Self {
        let mut turned = Self::none(self.height, self.width);
        for y in 0..self.height {
            for (x, ink) in self.row(y).iter().enumerate() {
                if *ink {
                    turned.dots[x * turned.width + y] = true;
                }
            }
        }
        turned
    }

    /// Takes the ink of a box away.
    pub(super) fn wipe(&mut self, area: Area) {
        for y in area.y0..area.y1.min(self.height) {
            let start = y * self.width;
            if let Some(row) = self.dots.get_mut(start + area.x0.min(self.width)..start + area.x1.min(self.width)) {
                row.fill(false);
            }
        }
    }
}
