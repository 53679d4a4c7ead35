//! The letters of lines whose cells ran together: folded, without blanks, each with its place. Not for: what numbers and sums are found in,
//! which keeps gaps of several kinds (`recognise::ink`).

use hongtou_document::{Document, Span};

use super::text;
use crate::recognise::fold_char;

/// The folded letters of some lines without their blanks.
#[derive(Debug)]
pub(super) struct Letters {
    pub(super) chars: Vec<char>,
    /// Where each is printed.
    places: Vec<u32>,
    /// Whether a blank or the end of a line stands before it.
    gaps: Vec<bool>,
    /// On which of the lines.
    pub(super) lines: Vec<usize>,
}

impl Letters {
    /// The letters of the lines, up to the line that holds the last one of `most`.
    pub(super) fn of(document: &Document, lines: &[Span], most: usize) -> Self {
        let mut letters = Self { chars: Vec::new(), places: Vec::new(), gaps: Vec::new(), lines: Vec::new() };
        for (nth, line) in lines.iter().enumerate() {
            let mut gap = true;
            for (place, c) in (line.start..).zip(document.slice(*line).chars()) {
                if text::is_blank(c) || c == '|' {
                    gap = true;
                    continue;
                }
                letters.chars.push(fold_char(c));
                letters.places.push(place);
                letters.gaps.push(gap);
                letters.lines.push(nth);
                gap = false;
            }
            if letters.chars.len() > most {
                break;
            }
        }
        letters
    }

    pub(super) fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or_default().iter().collect()
    }

    pub(super) fn span(&self, from: usize, to: usize) -> Option<Span> {
        let (start, last) = (self.places.get(from)?, self.places.get(to.checked_sub(1)?)?);
        Some(Span::new(*start, last + 1))
    }

    /// Where a word stands next.
    pub(super) fn find(&self, word: &str, from: usize) -> Option<usize> {
        let word: Vec<char> = word.chars().collect();
        (from..self.chars.len()).find(|at| self.chars.get(*at..at + word.len()) == Some(&word[..]))
    }

    pub(super) fn digit(&self, at: usize) -> bool {
        self.chars.get(at).is_some_and(char::is_ascii_digit)
    }

    /// Whether a blank or the end of a line stands before a letter.
    pub(super) fn gap(&self, at: usize) -> bool {
        self.gaps.get(at).copied().unwrap_or(true)
    }
}
