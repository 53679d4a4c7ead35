//! Which content every input holds. What the ledger knows of a file whose size and times have not changed is not read
//! again. Not for: what the contents say.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hongtou_chain::ContentId;
use hongtou_export::rows::{FileError, FileRow, FileStatus};
use hongtou_read::{Limits, ReadError};
use rayon::prelude::*;

use crate::ledger::{Entry, Ledger, LedgerError, Place};
use crate::one;
use crate::walk::{Input, Lies, unreadable};

/// An input whose content is known, or why it is not.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) entry: Entry,
    place: Lies,
    /// Why it cannot be read at all.
    pub(crate) failed: Option<Box<(FileStatus, FileError)>>,
}

impl Listed {
    /// Its size, if it is a file.
    pub(crate) fn bytes(&self) -> Option<u64> {
        self.entry.stamp.and_then(|stamp| u64::try_from(stamp.bytes).ok())
    }

    /// Under what the ledger keeps it.
    pub(crate) fn place(&self) -> Option<Place> {
        let content = self.entry.content.as_ref()?.text().into_owned();
        Some(Place { content, file_name: one::file_name(&self.path()) })
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> PathBuf {
        self.place.path(&self.entry.path)
    }

    /// A row that says nothing of what it holds.
    pub(crate) fn row(&self, status: FileStatus) -> FileRow {
        let row = FileRow { bytes: self.bytes(), ..FileRow::new(&self.entry.path, status) };
        match self.failed.as_deref().cloned() {
            Some((status, error)) => FileRow { status, error: Some(error), ..row },
            None => row,
        }
    }
}

/// Looks up or reads what every input holds.
pub(crate) fn identify(inputs: Vec<Input>, ledger: &Ledger) -> Result<Vec<Listed>, LedgerError> {
    let one = |Input { name, place, content }: Input| {
        let mut entry = Entry { path: name, stamp: content.as_ref().ok().copied(), content: None };
        entry.path.shrink_to_fit();
        let mut failed = content.err();
        if failed.is_none() {
            let before = ledger.input(&entry.path)?.filter(|before| before.stamp == entry.stamp);
            entry.content = before.and_then(|before| before.content);
            if entry.content.is_none() {
                match digest(&place.path(&entry.path)) {
                    Ok(content) => entry.content = Some(content.as_str().into()),
                    Err(why) => failed = Some(why),
                }
            }
        }
        Ok(Listed { entry, place, failed: failed.map(Box::new) })
    };
    inputs.into_par_iter().map(one).collect()
}

fn digest(path: &Path) -> Result<String, (FileStatus, FileError)> {
    let limit = Limits::default().file_bytes;
    let bytes = fs::metadata(path).and_then(|data| if data.len() > limit { Ok(Err(data.len())) } else { fs::read(path).map(Ok) });
    match bytes.map_err(|error: io::Error| unreadable(&error))? {
        Ok(bytes) => Ok(hongtou_read::source_id(&bytes)),
        Err(bytes) => {
            // Not even loaded: the size alone could exhaust the memory.
            let error = ReadError::TooLarge { detail: format!("{bytes} bytes, at most {limit} are read") };
            Err((FileStatus::Failed, FileError { code: error.code().into(), message: error.to_string() }))
        }
    }
}

/// For every input the first one with the same bytes, where that is another. Empty files are not copies of each other: each of them
/// lacks a document of its own.
pub(crate) fn leaders(listed: &[Listed]) -> Vec<Option<usize>> {
    let mut first: HashMap<&ContentId, usize> = HashMap::new();
    let mut leaders = Vec::with_capacity(listed.len());
    for (index, input) in listed.iter().enumerate() {
        let content = input.entry.content.as_ref().filter(|_| input.bytes() != Some(0));
        leaders.push(content.and_then(|content| match first.get(content) {
            Some(leader) => Some(*leader),
            None => {
                first.insert(content, index);
                None
            }
        }));
    }
    leaders
}
