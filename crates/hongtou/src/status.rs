//! How far a run is, and what became of it: for the person who looks in on Saturday. Not for: the run (`run`).

use std::collections::BTreeMap;
use std::path::Path;

use hongtou_export::rows::{FileRow, FileStatus};
use hongtou_export::store::{StoreError, manifest, table};

use crate::Error;
use crate::ledger::{Ledger, is_locked};
use crate::run::{CURRENT, STARTED_AT};

/// What to do about a file that gave less than it ought to, by the code of its error: `code TAB advice`.
const ADVICE: &str = include_str!("../data/advice.tsv");

/// How far the run of an out folder is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// Whether a process is at work on it now.
    pub running: bool,
    /// Number of inputs of the last run.
    pub inputs: u64,
    /// Number of those that are done: read, or known not to be readable.
    pub done: u64,
    /// Number of documents, archives and members by what became of them, as far as they are done.
    pub parts: BTreeMap<FileStatus, u64>,
    /// When the last run began, UTC (RFC 3339).
    pub started_at: Option<String>,
    /// When the tables that lie in the folder were written, UTC (RFC 3339); `None` if there are none, or only some of them.
    pub written_at: Option<String>,
    /// Whether those tables hold what the last run read.
    pub current: bool,
}

/// Looks at an out folder, whether a run is writing to it or not.
///
/// # Errors
/// When no run has begun in the folder, or its ledger cannot be read.
pub fn status(out: &Path) -> Result<Status, Error> {
    let running = is_locked(out);
    let written_at = match manifest(out) {
        Ok(manifest) => Some(manifest.finished_at),
        Err(StoreError::NoRecords { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let Some(ledger) = Ledger::look(out)? else {
        return Err(StoreError::NoRecords { folder: out.to_owned() }.into());
    };
    let (inputs, done) = ledger.progress()?;
    let started_at = ledger.fact(STARTED_AT)?;
    let current = !running && done == inputs && written_at.is_some() && ledger.fact(CURRENT)?.is_some();
    Ok(Status { running, inputs, done, parts: ledger.statuses()?, started_at, written_at, current })
}

/// A file that gave less than it ought to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// Its row of `files`; `error` is never empty.
    pub row: FileRow,
    /// What to do about it.
    pub advice: &'static str,
}

/// The files of a finished run that gave less than they ought to, by their paths.
///
/// # Errors
/// When the folder holds no finished run, or its tables cannot be read.
pub fn failures(out: &Path) -> Result<Vec<Failure>, Error> {
    manifest(out)?;
    let rows: Vec<FileRow> = table(out)?;
    let failure = |row: FileRow| {
        let advice = row.error.as_ref().map(|error| advice(&error.code))?;
        Some(Failure { row, advice })
    };
    Ok(rows.into_iter().filter_map(failure).collect())
}

/// What to do about an error with this code; nothing where the message says all there is.
fn advice(code: &str) -> &'static str {
    ADVICE
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .find_map(|(known, advice)| (known == code).then_some(advice))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hongtou_read::{Format, ReadError};

    #[test]
    fn there_is_advice_for_every_code() {
        let read = [
            ReadError::Empty,
            ReadError::Encrypted,
            ReadError::Unsupported { format: Format::Unknown },
            ReadError::TooLarge { detail: String::new() },
        ];
        let own = [
            "damaged",
            "needs_ocr",
            "partial",
            "timeout",
            "memory",
            "crash",
            "panic",
            "changed",
            "unreadable",
            "not_a_file",
            "link_to_folder",
        ];
        for code in read.iter().map(ReadError::code).chain(own) {
            assert!(!advice(code).is_empty(), "{code}");
        }
    }
}
