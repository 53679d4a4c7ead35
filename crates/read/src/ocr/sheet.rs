//! What an engine read, put back where it stands on the page: characters with their boxes, rules, and the places that are not sure.
//! Not for: lines and tables (`layout`).

use hongtou_document::{Rect, TextFrom};

use super::picture::Area;
use super::scan::{Scan, Writing};
use crate::layout::{Frame, Glyph, Sheet, Turn};

/// Ideographs fill this part of the height of their type.
const FULL: f64 = 0.93;
/// Figures and capitals fill this part of it.
const HALF: f64 = 0.72;
/// What stands for ink in a cell that nobody can read.
const ILLEGIBLE: char = '\u{FFFD}';

/// A line as it was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub(super) text: String,
    pub(super) sure: bool,
}

/// A page as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) sheet: Sheet,
    /// Characters read.
    pub(crate) readable: usize,
    /// How well the engine knows the words, from 0 to 100.
    pub(super) confidence: f64,
}

impl Page {
    /// A page on which nothing was read yet.
    pub(super) fn of(scan: &Scan) -> Self {
        let (width, height) = scan.size;
        let sheet = Sheet {
            number: scan.number,
            width,
            height,
            glyphs: Vec::new(),
            rules: scan.rules.clone(),
            text_from: TextFrom::Ocr,
            tilt: scan.tilt,
            unsure: Vec::new(),
        };
        Self::with(sheet)
    }

    /// A page of a sheet.
    pub(super) fn with(sheet: Sheet) -> Self {
        Self { sheet, readable: 0, confidence: 0.0 }
    }

    /// Adds a line.
    pub(super) fn add(&mut self, writing: &Writing, reading: &Reading, em: usize) {
        let letters: Vec<char> = reading.text.chars().collect();
        let inked = letters.iter().filter(|ch| !ch.is_whitespace()).count();
        let area = writing.area();
        if inked == 0 {
            // Ink that nothing can be made of is dirt on the page, but in a cell it may have been a figure.
            if writing.cell.is_some() && (area.height() * 5 > em * 2 || area.width() * 2 > em) {
                self.place(&[ILLEGIBLE], area, em);
                self.doubt(writing, area);
            }
            return;
        }
        self.readable += inked;
        if writing.pieces.len() > 1 {
            for (piece, part) in writing.pieces.iter().zip(shared_out(&letters, &writing.pieces)) {
                self.place(&part, *piece, em);
            }
        } else {
            self.place(&letters, area, em);
        }
        if !reading.sure {
            self.doubt(writing, area);
        }
    }

    /// A page that was read turned upright, put back the way it lies: its text points that way on a page of that size, in points.
    pub(super) fn back(mut self, turn: Turn, (width, height): (f64, f64)) -> Self {
        let frame = Frame::new(turn, width, height);
        self.sheet.glyphs.iter_mut().for_each(|glyph| (glyph.rect, glyph.turn) = (frame.leave(glyph.rect), turn));
        self.sheet.rules.iter_mut().for_each(|rule| rule.rect = frame.leave(rule.rect));
        self.sheet.unsure.iter_mut().for_each(|rect| *rect = frame.leave(*rect));
        (self.sheet.width, self.sheet.height) = (width, height);
        self
    }

    /// Marks a line: all of its height in its cell, or over the page, since parts of a line are put together later.
    fn doubt(&mut self, writing: &Writing, area: Area) {
        let mut rect = Scan::points(area);
        match writing.cell.map(Scan::points) {
            Some(cell) => (rect.x0, rect.x1) = (cell.x0, cell.x1),
            None => (rect.x0, rect.x1) = (0.0, self.sheet.width),
        }
        self.sheet.unsure.push(rect);
    }

    /// Places letters along a line, each as wide as its kind.
    pub(super) fn place(&mut self, letters: &[char], area: Area, usual: usize) {
        let rect = Scan::points(area);
        let wide = |ch: char| if ch.is_ascii() { 0.5 } else { 1.0 };
        let all: f64 = letters.iter().map(|ch| wide(*ch)).sum();
        let step = (rect.x1 - rect.x0) / all.max(0.5);
        let has_full = letters.iter().any(|ch| !ch.is_ascii() && !matches!(ch, '一' | '—' | '－' | '…' | '、' | '。' | '，'));
        let high = rect.y1 - rect.y0;
        let (em, base) = if has_full {
            let em = high / FULL;
            (em, f64::midpoint(rect.y0, rect.y1) + em / 2.0)
        } else if letters.iter().any(char::is_ascii_alphanumeric) {
            // A comma reaches below the base by a quarter of a figure's height.
            let below = if letters.contains(&',') { 0.16 * high } else { 0.0 };
            let em = (high - below) / HALF;
            (em, rect.y1 - below + 0.12 * em)
        } else {
            let em = usual as f64 * 72.0 / super::picture::DPI / FULL;
            (em, f64::midpoint(rect.y0, rect.y1) + em / 2.0)
        };
        let mut x = rect.x0;
        for ch in letters {
            let next = x + step * wide(*ch);
            let rect = Rect { x0: x, y0: base - em, x1: next, y1: base };
            self.sheet.glyphs.push(Glyph { ch: *ch, rect, turn: Turn::Up, vertical: false });
            x = next;
        }
    }
}

/// Letters read side by side, shared out over the pieces that they stood in.
fn shared_out(letters: &[char], pieces: &[Area]) -> Vec<Vec<char>> {
    let letters: Vec<char> = letters.iter().copied().filter(|ch| !ch.is_whitespace()).collect();
    let mut parts = vec![Vec::new(); pieces.len()];
    for (index, ch) in letters.iter().enumerate() {
        // One letter a piece; where there are more or fewer, evenly.
        let part = index * pieces.len() / letters.len().max(1);
        if let Some(part) = parts.get_mut(part) {
            part.push(*ch);
        }
    }
    parts
}
