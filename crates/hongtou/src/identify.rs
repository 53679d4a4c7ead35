//! Which content every input holds. What the ledger knows of a file whose size and times have not changed is not read
//! again. Not for: what the contents say, or what is to be done with them (`roll`).

use std::fs;
use std::io;
use std::path::Path;

use hongtou_chain::ContentId;
use hongtou_export::rows::{FileError, FileRow, FileStatus};
use hongtou_read::{Limits, ReadError};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::ledger::{Before, Entry, Ledger, Place};
use crate::scratch::Sorted;
use crate::spool::{Spool, Spooled};
use crate::walk::{Input, Lies, Roots, unreadable};

/// So many inputs are looked at at a time.
const TOGETHER: usize = 1024;

/// An input whose content is known, or why it is not.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Listed {
    pub(crate) entry: Entry,
    pub(crate) lies: Lies,
    /// Why it cannot be read at all.
    pub(crate) failed: Option<(FileStatus, FileError)>,
}

impl Listed {
    /// Its size, if it is a file.
    pub(crate) fn bytes(&self) -> Option<u64> {
        self.entry.stamp.and_then(|stamp| u64::try_from(stamp.bytes).ok())
    }

    /// Under what the ledger keeps it.
    pub(crate) fn place(&self) -> Option<Place> {
        let content = self.entry.content.as_ref()?.text().into_owned();
        Some(Place { content, file_name: self.lies.file_name(&self.entry.path) })
    }

    /// A row that says nothing of what it holds.
    pub(crate) fn row(&self, status: FileStatus) -> FileRow {
        let row = FileRow { bytes: self.bytes(), ..FileRow::new(&self.entry.path, status) };
        match self.failed.clone() {
            Some((status, error)) => FileRow { status, error: Some(error), ..row },
            None => row,
        }
    }
}

/// The inputs in the order of their names, none of them in memory.
pub(crate) struct Identified {
    pub(crate) listed: Spooled<Listed>,
    /// Names them all, with their contents.
    pub(crate) digest: String,
    /// Whether they are those of the last run, which had done with all of them.
    pub(crate) same: bool,
    /// How many inputs of the last run are none of this one.
    pub(crate) gone: u64,
}

/// Looks up or reads what every input holds. `scratch` is for passing files.
pub(crate) fn identify(inputs: &Sorted<Input>, roots: &Roots, ledger: &Ledger, scratch: &Path) -> Result<Identified, Error> {
    let mut listed = Spool::new(scratch)?;
    let (mut digest, mut same) = (String::new(), true);
    // The ledger is sorted as the inputs are: the two are read side by side.
    let mut before = Before::new(ledger);
    let mut inputs = inputs.each();
    loop {
        let mut some: Vec<(Listed, bool)> = Vec::with_capacity(TOGETHER);
        for input in inputs.by_ref().take(TOGETHER) {
            let (path, Input { lies, content }) = input?;
            let mut entry = Entry { path: path.into(), stamp: content.as_ref().ok().copied(), content: None };
            let known = before.take(&entry.path)?.filter(|(known, _)| known.stamp == entry.stamp);
            let done = known.as_ref().is_some_and(|(_, done)| *done);
            entry.content = known.and_then(|(known, _)| known.content);
            some.push((Listed { entry, lies, failed: content.err() }, done));
        }
        if some.is_empty() {
            break;
        }
        some.par_iter_mut().for_each(|(Listed { entry, lies, failed }, done)| {
            if failed.is_none() && entry.content.is_none() {
                match content_of(&roots.path(&entry.path, lies)) {
                    Ok(content) => (entry.content, *done) = (Some(content.as_str().into()), false),
                    Err(why) => *failed = Some(why),
                }
            }
        });
        for (one, done) in some {
            let content = one.entry.content.as_ref().map(ContentId::text);
            let what = content.or_else(|| one.failed.as_ref().map(|failed| failed.1.message.as_str().into()));
            // Names may hold any sign: lengths tell where each ends.
            let (path, what) = (&one.entry.path, what.unwrap_or_default());
            digest += &format!("{} {path} {} {what}\n", path.len(), what.len());
            same &= done;
            listed.put(&one)?;
        }
        // All of them at a time would be a text as large as the list.
        digest = hongtou_read::source_id(digest.as_bytes());
    }
    let gone = before.gone()?;
    Ok(Identified { listed: listed.finish()?, digest, same: same && gone == 0, gone })
}

fn content_of(path: &Path) -> Result<String, (FileStatus, FileError)> {
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
