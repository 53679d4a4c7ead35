//! What a caller may ask of the readers. Part of the cache key of a document: equal bytes and equal
//! options give equal documents. Not for: the limits themselves (`limits`).

use crate::Limits;

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
}

impl Options {
    /// Sets what a file may cost.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}
