//! A door to the layout for the fuzzer, which draws pages of its own. Not for: anybody else; it is built with the feature
//! `fuzzing` only and promises nothing.

use hongtou_document::{Document, Format, Rect};

use crate::Limits;
use crate::layout::{Glyph, Layout, Rule, Sheet, Turn};

/// A character and the sides of its box: left, top, right, foot.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The character.
    pub ch: char,
    /// Its box in points.
    pub sides: [f64; 4],
    /// Quarter turns to the right; every fifth stands askew.
    pub turn: u8,
    /// Whether it is set in vertical writing.
    pub vertical: bool,
}

/// A page to be laid out.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Width and height in points.
    pub size: (f64, f64),
    /// Characters as drawn.
    pub letters: Vec<Letter>,
    /// Boxes of rules.
    pub rules: Vec<[f64; 4]>,
}

impl Page {
    /// A page without anything on it.
    #[must_use]
    pub fn new(width: f64, height: f64) -> Self {
        Self { size: (width, height), ..Self::default() }
    }
}

/// The pages laid out.
#[must_use]
pub fn lay_out(pages: Vec<Page>) -> Document {
    let rect = |[x0, y0, x1, y1]: [f64; 4]| Rect { x0, y0, x1, y1 };
    let turn = |turn: u8| match turn % 5 {
        0 => Turn::Up,
        1 => Turn::Right,
        2 => Turn::Down,
        3 => Turn::Left,
        _ => Turn::Askew,
    };
    let mut layout = Layout::new(Limits::default().cells);
    for (number, page) in (1..).zip(pages) {
        layout.page(Sheet {
            number,
            width: page.size.0,
            height: page.size.1,
            glyphs: page
                .letters
                .iter()
                .map(|letter| Glyph { ch: letter.ch, rect: rect(letter.sides), turn: turn(letter.turn), vertical: letter.vertical })
                .collect(),
            rules: page.rules.iter().map(|sides| Rule { rect: rect(*sides) }).collect(),
            ..Sheet::default()
        });
    }
    layout.finish(Format::Pdf).finish("fuzzing")
}
