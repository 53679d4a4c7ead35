//! Where the notices of an archive lie while it is linked: in a file of the out folder that nobody else sees and that goes with
//! the run. In MessagePack, but without names of fields and not deflated: they are opened several times, and it is the
//! time that counts. Not for: what outlives the run (`ledger`, `parsed/notices.ndjson`).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use hongtou_chain::Keep;
use hongtou_notice::Notice;

use crate::Error;
use crate::part::decode;

/// A notice in the form in which it is laid aside.
pub(crate) struct Plain(Vec<u8>);

impl Plain {
    /// A notice in that form.
    ///
    /// # Errors
    /// When it cannot be written down, which is a fault of its type.
    pub(crate) fn of(notice: &Notice) -> io::Result<Self> {
        rmp_serde::to_vec(notice).map(Self).map_err(io::Error::other)
    }
}

/// Notices in a passing file.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
    /// Moved to where the next notice is read or written.
    file: Mutex<File>,
    /// Where each notice ends.
    ends: Vec<u64>,
}

impl Scratch {
    /// An empty one in a folder.
    pub(crate) fn new(folder: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder).map_err(|source| Error::Scratch { folder: folder.to_owned(), source })?;
        Ok(Self { folder: folder.to_owned(), file: Mutex::new(file), ends: Vec::new() })
    }

    /// Where a notice begins and ends.
    fn span(&self, place: usize) -> Option<(u64, u64)> {
        let end = *self.ends.get(place)?;
        Some((place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default(), end))
    }

    fn bytes(&self, place: usize) -> io::Result<Vec<u8>> {
        let (begin, end) = self.span(place).ok_or(io::ErrorKind::NotFound)?;
        let mut bytes = vec![0; usize::try_from(end - begin).map_err(io::Error::other)?];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(begin))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// Lays a notice in, and gives its place.
    pub(crate) fn put(&mut self, Plain(bytes): &Plain) -> Result<usize, Error> {
        self.write(bytes).map_err(|source| Error::Scratch { folder: self.folder.clone(), source })?;
        Ok(self.ends.len() - 1)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let begin = self.ends.last().copied().unwrap_or_default();
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(begin))?;
        file.write_all(bytes)?;
        self.ends.push(begin + u64::try_from(bytes.len()).map_err(io::Error::other)?);
        Ok(())
    }
}

impl Keep for Scratch {
    type Error = Error;

    fn open(&self, place: usize) -> Result<Arc<Notice>, Error> {
        let notice = self.bytes(place).and_then(|bytes| decode(&bytes));
        notice.map(Arc::new).map_err(|source| Error::Scratch { folder: self.folder.clone(), source })
    }

    fn lay(&mut self, notice: Notice) -> Result<usize, Error> {
        let plain = Plain::of(&notice).map_err(|source| Error::Scratch { folder: self.folder.clone(), source })?;
        self.put(&plain)
    }
}

#[cfg(test)]
mod tests {
    use hongtou_notice::codes::{NoticeKind, Origin};
    use hongtou_notice::{Evidence, Fact};

    use super::*;

    #[test]
    fn what_is_laid_aside_is_the_same_again() {
        let home = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::new(home.path()).unwrap();
        let kind = || Fact::new(NoticeKind::Issue, Evidence::unplaced("", Origin::Body, "下达"));
        let notices =
            ["a", "", "c"].map(|id| Notice { fund_title: Some("资金".repeat(id.len() * 100).into()), ..Notice::bare(id, kind(), id) });
        for (at, notice) in notices.iter().enumerate() {
            assert_eq!(scratch.lay(notice.clone()).unwrap(), at);
            assert_eq!(*scratch.open(at).unwrap(), *notice);
        }
        assert_eq!(*scratch.open(0).unwrap(), notices[0]);
        assert_eq!(scratch.open(3).unwrap_err().code(), "scratch");
    }

    #[test]
    fn what_cannot_be_read_back_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        let mut scratch = Scratch::new(home.path()).unwrap();
        scratch.write(b"no notice").unwrap();
        scratch.ends.push(100);
        assert_eq!([0, 1].map(|place| scratch.open(place).unwrap_err().code()), ["scratch"; 2]);
    }
}
