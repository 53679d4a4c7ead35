//! The out folder read back, one record at a time. Not for: writing it (`ndjson`).

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::export::ExportError;

/// A record and the line that it stands on.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) line: String,
    pub(super) value: Value,
}

/// The records of one table, in their order.
pub(super) struct Records {
    path: PathBuf,
    reader: BufReader<File>,
    number: u64,
}

impl Records {
    pub(super) fn open(folder: &Path, table: &str) -> Result<Self, ExportError> {
        let path = folder.join(format!("{table}.ndjson"));
        match File::open(&path) {
            Ok(file) => Ok(Self { path, reader: BufReader::with_capacity(1 << 16, file), number: 0 }),
            Err(source) => Err(ExportError::Folder { path, source }),
        }
    }
}

impl Iterator for Records {
    type Item = Result<Record, ExportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = String::new();
        self.number += 1;
        match self.reader.read_line(&mut line) {
            Ok(0) => None,
            Ok(_) => Some(match serde_json::from_str(&line) {
                Ok(value) => Ok(Record { line, value }),
                Err(source) => Err(ExportError::Record { path: self.path.clone(), line: self.number, source }),
            }),
            Err(source) => Some(Err(ExportError::Folder { path: self.path.clone(), source })),
        }
    }
}
