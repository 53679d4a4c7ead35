//! A run told as JSON, one object a line, for whoever watches it from another program. Not for: the records.

use serde::Serialize;

use crate::rows::{FileError, FileStatus};

/// One thing that happened. Keys that say nothing are left out.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LogLine<'a> {
    /// What: `found`, `file`, `linking`, `writing`, `done`.
    pub event: &'a str,
    /// The path of the file, as in `files`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<&'a str>,
    /// What became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<FileStatus>,
    /// Why it gave less than it ought to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'a FileError>,
    /// Number of files, documents or notices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Number of files that an earlier run had read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<u64>,
    /// Number of files that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<u64>,
}

fn count(number: usize) -> Option<u64> {
    u64::try_from(number).ok()
}

impl<'a> LogLine<'a> {
    /// Every input is known.
    #[must_use]
    pub fn found(files: usize, known: usize) -> Self {
        Self { event: "found", count: count(files), known: count(known), ..Self::default() }
    }

    /// A file is done.
    #[must_use]
    pub fn file(path: &'a str, status: FileStatus, error: Option<&'a FileError>) -> Self {
        Self { event: "file", path: Some(path), status: Some(status), error, ..Self::default() }
    }

    /// The run goes over to its next step, with so many documents or notices.
    #[must_use]
    pub fn step(event: &'a str, number: usize) -> Self {
        Self { event, count: count(number), ..Self::default() }
    }

    /// The run is done.
    #[must_use]
    pub fn done(files: u64, failed: u64) -> Self {
        Self { event: "done", count: Some(files), failed: Some(failed), ..Self::default() }
    }

    /// The line, without its end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings and numbers can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}
