//! Places in a text: code point spans, page boxes, and a text that can be sliced by code points.
//! Not for: pages or blocks, which own such places.

use serde::{Deserialize, Serialize};

/// A half-open range of Unicode code points in a document's [text](crate::Document::text).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// Index of the first code point.
    pub start: u32,
    /// Index after the last code point.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`; an `end` before `start` gives the empty span at `start`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Number of code points covered.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether nothing is covered.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one code point.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A box on a page in points (1/72 inch), measured from the page's top-left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x0: f64,
    /// Top edge.
    pub y0: f64,
    /// Right edge.
    pub x1: f64,
    /// Bottom edge.
    pub y1: f64,
}

impl Rect {
    /// The smallest box that covers both.
    #[must_use]
    pub fn cover(self, other: Rect) -> Rect {
        Rect { x0: self.x0.min(other.x0), y0: self.y0.min(other.y0), x1: self.x1.max(other.x1), y1: self.y1.max(other.y1) }
    }
}

/// How many code points lie between two byte offsets of the index. A slice walks at most this many.
const STRIDE: usize = 64;

/// A string that can be sliced by code points without walking it from the start.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Text {
    string: String,
    /// Byte offset of every `STRIDE`th code point.
    index: Vec<u32>,
    chars: u32,
}

impl Text {
    /// The whole string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Number of code points.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.chars
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars == 0
    }

    /// The text at a span. What lies beyond the end of the text is left out.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let start = self.byte(span.start);
        let end = self.byte(span.end);
        self.string.get(start..end).unwrap_or_default()
    }

    fn byte(&self, at: u32) -> usize {
        if at >= self.chars {
            return self.string.len();
        }
        let at = at as usize;
        let base = self.index.get(at / STRIDE).copied().unwrap_or(0) as usize;
        let rest = self.string.get(base..).unwrap_or_default();
        rest.char_indices().nth(at % STRIDE).map_or(self.string.len(), |(offset, _)| base + offset)
    }
}

impl From<String> for Text {
    fn from(string: String) -> Self {
        let mut index = Vec::with_capacity(string.len() / STRIDE / 3 + 1);
        let mut chars = 0usize;
        for (offset, _) in string.char_indices() {
            if chars.is_multiple_of(STRIDE) {
                index.push(u32::try_from(offset).unwrap_or(u32::MAX));
            }
            chars += 1;
        }
        Self { string, index, chars: u32::try_from(chars).unwrap_or(u32::MAX) }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.string
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn slices_by_code_points(text in "\\PC{0,300}", a in 0u32..320, b in 0u32..320) {
            let (start, end) = (a.min(b), a.max(b));
            let wanted: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
            let indexed = Text::from(text);
            prop_assert_eq!(indexed.slice(Span::new(start, end)), wanted);
        }
    }
}
