//! A fact and the place where it is printed.

use std::num::NonZeroU32;

use hongtou_document::{Rect, Span};
use serde::{Deserialize, Serialize};

use crate::codes::{Confidence, Doubt, Origin};
use crate::doubts::Doubts;
use crate::shared::Text;

/// A span of a source's text, in code points, and not the empty one at its beginning. An archive holds tens of millions of them, and one that may be
/// missing takes no more room than one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    start: u32,
    end: NonZeroU32,
}

impl Place {
    /// The place of a span; `None` for one that is empty at the text's first code point.
    #[must_use]
    pub fn new(span: Span) -> Option<Self> {
        NonZeroU32::new(span.end).map(|end| Self { start: span.start, end })
    }

    /// The span.
    #[must_use]
    pub fn span(self) -> Span {
        Span::new(self.start, self.end.get())
    }
}

/// Where something was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256 of the file's bytes, in lower-case hex.
    pub source_id: Text,
    /// What kind of place it is.
    pub origin: Origin,
    /// Page from 1; `None` where the format has no pages.
    pub page: Option<NonZeroU32>,
    /// Box in points from the page's top-left; `None` where the format has no geometry.
    pub bbox: Option<Box<Rect>>,
    /// Where in the source's text; `None` for file names, metadata and cells that a short row lacks.
    pub place: Option<Place>,
    /// The text as printed there.
    pub text: Text,
}

impl Evidence {
    /// Evidence without page, box and place in the text.
    pub fn unplaced(source_id: impl Into<Text>, origin: Origin, text: impl Into<Text>) -> Self {
        Self { source_id: source_id.into(), origin, page: None, bbox: None, place: None, text: text.into() }
    }

    /// Its span in the source's text.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.place.map(Place::span)
    }
}

/// A value, as it is printed, where, and how sure it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact<T> {
    /// The value in normal form.
    pub value: T,
    /// The printed form (the evidence's texts, joined where there are several).
    pub printed: Text,
    /// Where it is printed; never empty.
    pub evidence: Vec<Evidence>,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Why it is not certain.
    pub doubts: Doubts,
}

impl<T> Fact<T> {
    /// A certain fact with one place.
    pub fn new(value: T, evidence: Evidence) -> Self {
        Self { value, printed: evidence.text.clone(), evidence: vec![evidence], confidence: Confidence::Certain, doubts: Doubts::NONE }
    }

    /// The same fact, at most as sure as `confidence`, with a doubt more.
    #[must_use]
    pub fn doubted(mut self, confidence: Confidence, doubt: Doubt) -> Self {
        self.doubt(confidence, doubt);
        self
    }

    /// Lowers the confidence to at most `confidence` and adds a doubt.
    pub fn doubt(&mut self, confidence: Confidence, doubt: Doubt) {
        self.confidence = self.confidence.max(confidence);
        self.doubts.insert(doubt);
    }

    /// The same evidence for another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Fact<U> {
        Fact { value: f(self.value), printed: self.printed, evidence: self.evidence, confidence: self.confidence, doubts: self.doubts }
    }
}
