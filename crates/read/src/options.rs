//! What a caller may ask of the readers. Part of the cache key of a document: equal bytes and equal
//! options give equal documents. Not for: the limits themselves (`limits`).

use crate::{Beat, Limits};

/// Whether pages that are pictures are recognised, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Ocr {
    /// Not at all: reading depends on the bytes alone. Documents of pictures are
    /// [`NeedsOcr`](crate::ReadError::NeedsOcr).
    #[default]
    Off,
    /// By tesseract, if it and its model of simplified Chinese are on the machine; else as [`Ocr::Off`].
    Auto,
    /// By a program of the caller's: its name and arguments, parted by blanks. What it gets and gives stands in
    /// `docs/scans.md`.
    Command(String),
}

impl std::fmt::Display for Ocr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Off => "off",
            Self::Auto => "auto",
            Self::Command(command) => command,
        })
    }
}

/// How to read. Start from the default and change what matters.
///
/// ```
/// use hongtou_read::{Limits, Options};
///
/// let options = Options::default().limits(Limits::default());
/// # let _ = options;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct Options {
    /// What a file may cost.
    pub limits: Limits,
    /// Whether pages that are pictures are recognised. Off by default.
    pub ocr: Ocr,
    /// What is called while reading gets on. No part of what is read: it does not count when options are compared or hashed.
    pub beat: Beat,
}

impl Options {
    /// Sets what a file may cost.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets whether pages that are pictures are recognised.
    #[must_use]
    pub fn ocr(mut self, ocr: Ocr) -> Self {
        self.ocr = ocr;
        self
    }

    /// Sets what is called while reading gets on.
    #[must_use]
    pub fn beat(mut self, beat: Beat) -> Self {
        self.beat = beat;
        self
    }
}
