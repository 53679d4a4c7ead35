//! The printed characters of a text without its blanks: folded, with their places and the gaps before them.
//! Not for: joining lines into paragraphs.

use super::fold::{LONGEST_READING, folding, is_han, is_pinyin, is_toned};

/// What lies between a character and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Blanks.
    Blank,
    /// One line break, with or without blanks.
    Break,
    /// A blank line, a tab (cell border of a dump) or the border of the text: nothing is read across it.
    Wall,
}

/// One printed character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) c: char,
    pub(super) raw: char,
    pub(super) at: u32,
    pub(super) gap: Gap,
}

/// The printed characters of a text.
#[derive(Debug, Default)]
pub(super) struct Ink {
    cells: Vec<Cell>,
}

/// Drops a reading aid in pinyin that ends here, as in `财(cái)社`, which some web pages put into the text. Returns the
/// gap that stands before what follows.
fn drop_reading(cells: &mut Vec<Cell>) -> Gap {
    let syllable = cells.iter().rev().skip(1).take(LONGEST_READING).take_while(|cell| is_pinyin(cell.c)).count();
    let Some(open) = cells.len().checked_sub(syllable + 2) else { return Gap::None };
    let reads = cells.get(open).is_some_and(|cell| cell.c == '(')
        && cells.iter().skip(open).any(|cell| is_toned(cell.c))
        && open.checked_sub(1).and_then(|i| cells.get(i)).is_some_and(|cell| is_han(cell.c));
    if !reads {
        return Gap::None;
    }
    let gap = cells.iter().skip(open).map(|cell| cell.gap).max().unwrap_or(Gap::None);
    cells.truncate(open);
    gap
}

impl Ink {
    pub(super) fn new(text: &str) -> Self {
        let mut ink = Self { cells: Vec::with_capacity(text.len() / 2) };
        ink.fill(text);
        ink
    }

    /// Takes another text in the place of the one before.
    pub(super) fn fill(&mut self, text: &str) {
        let cells = &mut self.cells;
        cells.clear();
        let fold = folding();
        let mut gap = Gap::Wall;
        let mut last = '\0';
        for (at, raw) in (0_u32..).zip(text.chars()) {
            match raw {
                '\n' if last == '\r' => {}
                '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    gap = if gap >= Gap::Break { Gap::Wall } else { Gap::Break };
                }
                '\t' => gap = Gap::Wall,
                // Most characters: no blank is among them.
                '\u{4E00}'..='\u{9FFF}' | '0'..='9' | '〔' | '〕' => {
                    cells.push(Cell { c: fold(raw), raw, at, gap });
                    gap = Gap::None;
                }
                // Zero-width characters part nothing.
                '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => {}
                _ if raw.is_whitespace() => gap = gap.max(Gap::Blank),
                _ => {
                    cells.push(Cell { c: fold(raw), raw, at, gap });
                    gap = if raw == ')' || raw == '）' { drop_reading(cells) } else { Gap::None };
                }
            }
            last = raw;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The first cell that stands at a code point or after it.
    pub(super) fn index_of(&self, at: u32) -> usize {
        self.cells.partition_point(|cell| cell.at < at)
    }

    pub(super) fn cell(&self, i: usize) -> Option<&Cell> {
        self.cells.get(i)
    }

    /// The folded character; NUL outside, so that comparisons fail.
    pub(super) fn c(&self, i: usize) -> char {
        self.cells.get(i).map_or('\0', |cell| cell.c)
    }

    /// The folded character, unless a wall stands before it.
    pub(super) fn next(&self, i: usize) -> char {
        self.cells.get(i).filter(|cell| cell.gap != Gap::Wall).map_or('\0', |cell| cell.c)
    }

    /// The gap before a cell; a wall at the end.
    pub(super) fn gap(&self, i: usize) -> Gap {
        self.cells.get(i).map_or(Gap::Wall, |cell| cell.gap)
    }

    pub(super) fn is_han(&self, i: usize) -> bool {
        self.cells.get(i).is_some_and(|cell| is_han(cell.c))
    }

    /// The code point where a cell begins.
    pub(super) fn start(&self, i: usize) -> u32 {
        self.cells.get(i).map_or(0, |cell| cell.at)
    }

    /// The code point after the cell before `end`.
    pub(super) fn end(&self, end: usize) -> u32 {
        end.checked_sub(1).and_then(|i| self.cells.get(i)).map_or(0, |cell| cell.at + 1)
    }

    /// The folded text of some cells.
    pub(super) fn text(&self, from: usize, to: usize) -> String {
        self.cells.get(from..to.min(self.cells.len())).unwrap_or_default().iter().map(|cell| cell.c).collect()
    }

    /// The text of some cells as printed, without blanks.
    pub(super) fn raw_text(&self, from: usize, to: usize) -> String {
        self.cells.get(from..to.min(self.cells.len())).unwrap_or_default().iter().map(|cell| cell.raw).collect()
    }

    /// Whether one fact may stand in these cells: no wall inside, and at most one line break.
    pub(super) fn is_whole(&self, from: usize, to: usize) -> bool {
        self.breaks(from, to) <= 1 && (from + 1..to).all(|i| self.gap(i) != Gap::Wall)
    }

    /// Line breaks between the first and the last of some cells.
    pub(super) fn breaks(&self, from: usize, to: usize) -> usize {
        (from + 1..to).filter(|&i| self.gap(i) == Gap::Break).count()
    }
}
