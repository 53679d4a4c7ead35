//! What a run tells while it goes on. Not for: what it gave ([`Report`](crate::Report)).

use hongtou_export::rows::{FileError, FileStatus};

/// A step of a run. Files are done in any order.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Every input is known.
    Found {
        /// Number of inputs, refused ones included.
        files: usize,
        /// Those among them of which an earlier run has told already: they are not read again.
        known: usize,
    },
    /// An input is done.
    Done {
        /// Its path, as in `files`.
        path: &'a str,
        /// What became of it.
        status: FileStatus,
        /// Why it gave less than it ought to.
        error: Option<&'a FileError>,
    },
    /// Every document is parsed; copies are merged and the money is followed.
    Linking {
        /// Number of parsed documents.
        documents: usize,
    },
    /// The records are written.
    Writing {
        /// Number of notices.
        notices: usize,
    },
}
