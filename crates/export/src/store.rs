//! Reading an out folder back: its tables, and the notices as they were parsed (`parsed/notices.ndjson`), before copies
//! were merged and attachments joined. Linking again starts from these: the tables alone cannot tell merged copies
//! apart, so a later copy or attachment could not be put in its place. Notices and rows stay in their files and are read one at
//! a time. Not for: writing (`ndjson`).

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::iter::Enumerate;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use hongtou_notice::{Notice, Text};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Manifest, Options, Row};

/// Folder of the parsed notices inside the out folder.
pub(crate) const PARSED: &str = "parsed";
/// The file in it: one notice a line, sorted by source.
pub(crate) const NOTICES: &str = "notices.ndjson";

/// Why an out folder could not be read back.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no finished run in the folder.
    #[error("{}: no records here (no manifest.json): name the out folder of a `hongtou ingest` run", folder.display())]
    NoRecords {
        /// The folder.
        folder: PathBuf,
    },
    /// The schema of a table is none, so that nothing can be held against it: a fault of this build.
    #[error("the schema of {table} cannot be used ({message}): this is a fault of hongtou, please report it")]
    Schema {
        /// The table.
        table: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// A file of the folder is missing or cannot be read.
    #[error("{}: {source}: write the records anew with `hongtou ingest`", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A line is no row of its table.
    #[error("{}, line {line}: {message}: the file was changed, or written by another version; write the records anew with `hongtou ingest`", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// The rows of a table are not in their order.
    #[error("{}: the row {key} stands behind one that comes after it: the file was changed, or written by another version; write the records anew with `hongtou ingest`", path.display())]
    Unsorted {
        /// The file.
        path: PathBuf,
        /// The key of the row.
        key: String,
    },
}

/// What a run read, before it was linked. Everything stays in its file.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// One notice a parsed content.
    pub notices: ParsedNotices,
    /// What the run was asked for.
    pub options: Options,
}

impl Store {
    /// Opens the out folder of a finished run.
    ///
    /// # Errors
    /// When the folder holds no finished run, or a file of it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let manifest = manifest(folder)?;
        let notices = ParsedNotices::open(folder.join(PARSED).join(NOTICES))?;
        Ok(Self { folder: folder.to_owned(), notices, options: manifest.options })
    }

    /// The rows of a table, one at a time.
    ///
    /// # Errors
    /// When its file cannot be opened.
    pub fn rows<R: Row>(&self) -> Result<Rows<R>, StoreError> {
        rows(&self.folder)
    }
}

/// The notices of an out folder as they were parsed, read one at a time.
#[derive(Debug)]
pub struct ParsedNotices {
    path: PathBuf,
    reader: BufReader<File>,
    /// Where the reader stands.
    at: u64,
    line: String,
}

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    begin: u64,
    /// Counted from 0.
    line: usize,
}

/// What is read of a notice that is not opened.
#[derive(Deserialize)]
struct Sources {
    source_ids: Vec<Text>,
}

impl ParsedNotices {
    fn open(path: PathBuf) -> Result<Self, StoreError> {
        let file = File::open(&path).map_err(unreadable(&path))?;
        Ok(Self { path, reader: BufReader::with_capacity(1 << 16, file), at: 0, line: String::new() })
    }

    /// Calls this for every notice, in the order of the file, with the first of the contents that it was read from.
    ///
    /// # Errors
    /// When the file cannot be read or a line is no notice, and the first error that a call gives.
    pub fn each_source<E: From<StoreError>>(&mut self, mut each: impl FnMut(NoticeLine, Option<Text>) -> Result<(), E>) -> Result<(), E> {
        self.seek(0)?;
        for line in 0.. {
            let begin = self.at;
            if self.read_line()? == 0 {
                break;
            }
            let Sources { source_ids } = self.parsed(line)?;
            each(NoticeLine { begin, line }, source_ids.into_iter().next())?;
        }
        Ok(())
    }

    /// The notice of a line. Those of one line after the other are read the fastest.
    ///
    /// # Errors
    /// When the file cannot be read or the line is no notice.
    pub fn notice(&mut self, NoticeLine { begin, line }: NoticeLine) -> Result<Notice, StoreError> {
        self.seek(begin)?;
        self.read_line()?;
        self.parsed(line)
    }

    fn seek(&mut self, begin: u64) -> Result<(), StoreError> {
        if begin != self.at {
            self.reader.seek(SeekFrom::Start(begin)).map_err(unreadable(&self.path))?;
            self.at = begin;
        }
        Ok(())
    }

    fn read_line(&mut self) -> Result<usize, StoreError> {
        self.line.clear();
        let read = self.reader.read_line(&mut self.line).map_err(unreadable(&self.path))?;
        self.at += u64::try_from(read).unwrap_or_default();
        Ok(read)
    }

    fn parsed<T: DeserializeOwned>(&self, line: usize) -> Result<T, StoreError> {
        parsed(&self.path, line, self.line.trim_end_matches(['\n', '\r']))
    }
}

/// The manifest of a finished run.
///
/// # Errors
/// When there is none, or it cannot be read.
pub fn manifest(folder: &Path) -> Result<Manifest, StoreError> {
    let path = folder.join("manifest.json");
    let text = std::fs::read_to_string(&path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => StoreError::NoRecords { folder: folder.to_owned() },
        _ => StoreError::Unreadable { path: path.clone(), source },
    })?;
    serde_json::from_str(&text).map_err(|error| StoreError::Broken { path, line: error.line(), message: error.to_string() })
}

/// Every row of a table of an out folder.
///
/// # Errors
/// When the file cannot be read or a line is no row of the table.
pub fn table<R: Row>(folder: &Path) -> Result<Vec<R>, StoreError> {
    rows(folder)?.collect()
}

/// The rows of a table of an out folder, one at a time.
///
/// # Errors
/// When the file cannot be opened.
pub fn rows<R: Row>(folder: &Path) -> Result<Rows<R>, StoreError> {
    let path = folder.join(format!("{}.ndjson", R::TABLE));
    let file = File::open(&path).map_err(unreadable(&path))?;
    Ok(Rows { lines: BufReader::with_capacity(1 << 16, file).lines().enumerate(), path, last: None, row: PhantomData })
}

/// The rows of a table, read one at a time. Each is an error that cannot be read or is no row of the table.
#[derive(Debug)]
pub struct Rows<R> {
    path: PathBuf,
    lines: Enumerate<io::Lines<BufReader<File>>>,
    last: Option<String>,
    row: PhantomData<fn() -> R>,
}

impl<R: Row> Iterator for Rows<R> {
    type Item = Result<R, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (at, line) = self.lines.next()?;
        Some(line.map_err(unreadable(&self.path)).and_then(|line| parsed(&self.path, at, &line)))
    }
}

impl<R: Row> Rows<R> {
    /// The next row, in a table whose rows must be sorted by their keys. Rows of one key may follow each other.
    ///
    /// # Errors
    /// When it cannot be read, is no row of the table, or comes too late.
    pub fn next_sorted(&mut self) -> Result<Option<R>, StoreError> {
        let Some(row) = self.next().transpose()? else { return Ok(None) };
        if self.last.as_deref().is_some_and(|last| last > row.key()) {
            return Err(StoreError::Unsorted { path: self.path.clone(), key: row.key().to_owned() });
        }
        self.last = Some(row.key().to_owned());
        Ok(Some(row))
    }
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    |source| StoreError::Unreadable { path: path.to_owned(), source }
}

/// A row from its line, which is counted from 0.
fn parsed<T: DeserializeOwned>(path: &Path, line: usize, text: &str) -> Result<T, StoreError> {
    let broken = |error: serde_json::Error| StoreError::Broken { path: path.to_owned(), line: line + 1, message: error.to_string() };
    serde_json::from_str(text).map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{FileRow, FileStatus};

    #[test]
    fn rows_that_come_too_late_are_told_and_equal_ones_are_not() {
        let home = tempfile::tempdir().unwrap();
        let read = |paths: &[&str]| {
            let lines = paths.iter().map(|path| serde_json::to_string(&FileRow::new(*path, FileStatus::Failed)).unwrap() + "\n");
            std::fs::write(home.path().join("files.ndjson"), lines.collect::<String>()).unwrap();
            let mut rows = rows::<FileRow>(home.path()).unwrap();
            let mut read = Vec::new();
            while let Some(row) = rows.next_sorted()? {
                read.push(row.path);
            }
            Ok::<_, StoreError>(read)
        };
        assert_eq!(read(&["a", "b", "b", "c"]).unwrap(), ["a", "b", "b", "c"]);
        let error = read(&["a", "c", "b"]).unwrap_err();
        assert!(matches!(&error, StoreError::Unsorted { key, .. } if key == "b"));
        assert!(error.to_string().contains("files.ndjson: the row b stands behind one that comes after it"), "{error}");
    }

    #[test]
    fn a_notice_that_is_not_there_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(NOTICES);
        std::fs::write(&path, "{\"source_ids\":[\"a\"]}\n").unwrap();
        let mut notices = ParsedNotices::open(path).unwrap();
        let mut seen = Vec::new();
        let mut see = |line: NoticeLine, source: Option<Text>| {
            seen.push((line.begin, source));
            Ok::<_, StoreError>(())
        };
        // As often as one likes.
        (0..2).for_each(|_| notices.each_source(&mut see).unwrap());
        assert_eq!(seen, [(0, Some("a".into())), (0, Some("a".into()))]);
        assert!(matches!(notices.notice(NoticeLine { begin: 21, line: 1 }), Err(StoreError::Broken { line: 2, .. })));
    }
}
