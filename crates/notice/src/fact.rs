//! A fact and the place where it is printed.

use hongtou_document::Rect;
use serde::{Deserialize, Serialize};

use crate::codes::{Confidence, Doubt, Origin};
use crate::shared::Text;

/// Where something was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256 of the file's bytes, in lower-case hex.
    pub source_id: Text,
    /// What kind of place it is.
    pub origin: Origin,
    /// Page from 1; `None` where the format has no pages.
    pub page: Option<u32>,
    /// Box in points from the page's top-left; `None` where the format has no geometry.
    pub bbox: Option<Rect>,
    /// First code point in the source's text; `None` for file names and metadata.
    pub start: Option<u32>,
    /// Code point after the last; `None` for file names and metadata.
    pub end: Option<u32>,
    /// The text as printed there.
    pub text: Text,
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
    /// Why it is not certain; sorted, without repeats.
    pub doubts: Vec<Doubt>,
}

impl<T> Fact<T> {
    /// A certain fact with one place.
    pub fn new(value: T, evidence: Evidence) -> Self {
        Self { value, printed: evidence.text.clone(), evidence: vec![evidence], confidence: Confidence::Certain, doubts: Vec::new() }
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
        if let Err(place) = self.doubts.binary_search(&doubt) {
            self.doubts.insert(place, doubt);
        }
    }

    /// The same evidence for another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Fact<U> {
        Fact { value: f(self.value), printed: self.printed, evidence: self.evidence, confidence: self.confidence, doubts: self.doubts }
    }
}
