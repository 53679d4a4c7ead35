//! Reading an out folder back: its tables, and the notices as they were parsed (`parsed/notices.ndjson`), before copies
//! were merged and attachments joined. Linking again starts from these: the tables alone cannot tell merged copies
//! apart, so a later copy or attachment could not be put in its place. Notices stay in their file and are read one at a time. Not
//! for: writing (`ndjson`).

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use hongtou_notice::{Notice, Text};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::rows::{FileRow, SourceRow};
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
}

/// What a run read, before it was linked. Its notices stay in their file.
#[derive(Debug)]
pub struct Store {
    /// The inputs.
    pub files: Vec<FileRow>,
    /// The contents.
    pub sources: Vec<SourceRow>,
    /// One notice a parsed content.
    pub notices: ParsedNotices,
    /// What the run was asked for.
    pub options: Options,
}

impl Store {
    /// Reads the out folder of a finished run.
    ///
    /// # Errors
    /// When the folder holds no finished run, or a file of it cannot be read.
    pub fn read(folder: &Path) -> Result<Self, StoreError> {
        let manifest = manifest(folder)?;
        Ok(Self {
            files: table(folder)?,
            sources: table(folder)?,
            notices: ParsedNotices::open(folder.join(PARSED).join(NOTICES))?,
            options: manifest.options,
        })
    }
}

/// The notices of an out folder as they were parsed, read one at a time.
#[derive(Debug)]
pub struct ParsedNotices {
    path: PathBuf,
    reader: BufReader<File>,
    /// Of each line: the first of the contents that its notice was read from, and where the line begins.
    lines: Vec<(Option<Text>, u64)>,
    /// Where the reader stands.
    at: u64,
    line: String,
}

/// What is read of a notice that is not opened.
#[derive(Deserialize)]
struct Sources {
    source_ids: Vec<Text>,
}

impl ParsedNotices {
    fn open(path: PathBuf) -> Result<Self, StoreError> {
        let file = File::open(&path).map_err(unreadable(&path))?;
        let reader = BufReader::with_capacity(1 << 16, file);
        let mut notices = Self { path, reader, lines: Vec::new(), at: 0, line: String::new() };
        loop {
            let begin = notices.at;
            if notices.read_line()? == 0 {
                return Ok(notices);
            }
            let Sources { source_ids } = notices.parsed(notices.lines.len())?;
            notices.lines.push((source_ids.into_iter().next(), begin));
        }
    }

    /// The first content of each notice, in the order of the file.
    pub fn sources(&self) -> impl Iterator<Item = &Option<Text>> {
        self.lines.iter().map(|(source, _)| source)
    }

    /// The notice of a line, counted from 0. Those of one line after the other are read the fastest.
    ///
    /// # Errors
    /// When the file cannot be read or the line is no notice.
    pub fn notice(&mut self, line: usize) -> Result<Notice, StoreError> {
        let begin = self.lines.get(line).map_or(self.at, |(_, begin)| *begin);
        if begin != self.at {
            self.reader.seek(SeekFrom::Start(begin)).map_err(unreadable(&self.path))?;
            self.at = begin;
        }
        self.read_line()?;
        self.parsed(line)
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
    lines(&folder.join(format!("{}.ndjson", R::TABLE)))
}

fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, StoreError> {
    let file = File::open(path).map_err(unreadable(path))?;
    let lines = BufReader::with_capacity(1 << 16, file).lines().enumerate();
    lines.map(|(at, line)| parsed(path, at, &line.map_err(unreadable(path))?)).collect()
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    |source| StoreError::Unreadable { path: path.to_owned(), source }
}

/// A row from its line, which is counted from 0.
fn parsed<T: DeserializeOwned>(path: &Path, line: usize, text: &str) -> Result<T, StoreError> {
    let broken = |error: serde_json::Error| StoreError::Broken { path: path.to_owned(), line: line + 1, message: error.to_string() };
    serde_json::from_str(text).map_err(broken)
}
