//! Reading an out folder back: its tables, and the notices as they were parsed (`parsed/notices.ndjson`), before copies
//! were merged and attachments joined. Linking again starts from these: the tables alone cannot tell merged copies
//! apart, so a later copy or attachment could not be put in its place. Not for: writing (`ndjson`).

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use hongtou_notice::{Notice, Pool};
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

/// What a run read, before it was linked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Store {
    /// The inputs.
    pub files: Vec<FileRow>,
    /// The contents.
    pub sources: Vec<SourceRow>,
    /// One notice a parsed content.
    pub notices: Vec<Notice>,
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
        let mut pool = Pool::default();
        Ok(Self {
            files: table(folder)?,
            sources: table(folder)?,
            notices: lines_with(&folder.join(PARSED).join(NOTICES), |notice: &mut Notice| notice.compact_with(&mut pool))?,
            options: manifest.options,
        })
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
    lines_with(path, |_| ())
}

/// Every row, after something has been done to it.
fn lines_with<T: DeserializeOwned>(path: &Path, mut treat: impl FnMut(&mut T)) -> Result<Vec<T>, StoreError> {
    let unreadable = |source| StoreError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    let mut rows = Vec::new();
    for (at, line) in BufReader::with_capacity(1 << 16, file).lines().enumerate() {
        let line = line.map_err(unreadable)?;
        let mut row = serde_json::from_str(&line).map_err(|error| StoreError::Broken {
            path: path.to_owned(),
            line: at + 1,
            message: error.to_string(),
        })?;
        treat(&mut row);
        rows.push(row);
    }
    Ok(rows)
}

/// Writes notices as they were parsed, one a line.
pub(crate) fn write_notices(notices: &[Notice], out: &mut dyn Write) -> io::Result<()> {
    for notice in notices {
        serde_json::to_writer(&mut *out, notice)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
