//! Where the notices of an archive lie while it is linked, and what is made of them: in files of the out folder that nobody
//! else sees and that go with the run. In MessagePack, but without names of fields and not deflated: they are opened several
//! times, and it is the time that counts. Not for: what outlives the run (`ledger`, `parsed/notices.ndjson`).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hongtou_chain::{Keep, decode};
use hongtou_notice::Notice;

use crate::Error;

/// Records put in order in a passing file.
pub(crate) type Sorting<T> = hongtou_chain::Sorting<Scratch, T>;
/// Records in order in a passing file.
pub(crate) type Sorted<T> = hongtou_chain::Sorted<Scratch, T>;

/// So many bytes are read at once of a notice whose length is not known yet: most are shorter.
const FIRST: u64 = 1 << 13;

/// A notice in the form in which it is laid aside.
pub(crate) struct Plain(Vec<u8>);

impl Plain {
    /// A notice in that form.
    ///
    /// # Errors
    /// When it cannot be written down, which is a fault of its type.
    pub(crate) fn of(notice: &Notice) -> io::Result<Self> {
        let mut bytes = vec![0; size_of::<u32>()];
        rmp_serde::encode::write(&mut bytes, notice).map_err(io::Error::other)?;
        // The length stands in front, so that none has to be held in memory.
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        bytes.splice(..size_of::<u32>(), length.to_le_bytes());
        Ok(Self(bytes))
    }
}

/// A file without a name that is only ever written to at its end.
#[derive(Debug)]
struct Passing {
    /// Moved to where the next bytes are read or written; and where it ends.
    file: Mutex<(File, u64)>,
}

impl Passing {
    fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: Mutex::new((tempfile::tempfile_in(folder)?, 0)) })
    }

    fn locked(&self) -> MutexGuard<'_, (File, u64)> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes that begin there with their own length.
    fn told_length(&self, begin: u64) -> io::Result<Vec<u8>> {
        let there = self.locked().1.saturating_sub(begin).min(FIRST);
        let mut bytes = self.read(begin, usize::try_from(there).map_err(io::Error::other)?)?;
        let length = u32::from_le_bytes(*bytes.first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?);
        let length = usize::try_from(length).map_err(io::Error::other)?;
        if let Some(more) = length.checked_sub(bytes.len()) {
            bytes.extend(self.read(begin + there, more)?);
        }
        bytes.truncate(length);
        Ok(bytes)
    }

    /// Writes bytes, and gives where they begin.
    fn write(&self, bytes: &[u8]) -> io::Result<u64> {
        let mut locked = self.locked();
        let (file, end) = &mut *locked;
        let begin = *end;
        file.seek(SeekFrom::Start(begin))?;
        file.write_all(bytes)?;
        *end += u64::try_from(bytes.len()).map_err(io::Error::other)?;
        Ok(begin)
    }

    fn read(&self, begin: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut locked = self.locked();
        let (file, end) = &mut *locked;
        // What nobody wrote is not waited for with a large piece of memory.
        if u64::try_from(length).ok().and_then(|length| begin.checked_add(length)).is_none_or(|to| to > *end) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; length];
        file.seek(SeekFrom::Start(begin))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Notices in a passing file, and in another one what is made of them.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
    notices: Passing,
    written: Passing,
}

impl Scratch {
    /// An empty one in a folder.
    pub(crate) fn new(folder: &Path) -> Result<Self, Error> {
        let passing = || Passing::new(folder).map_err(lost(folder));
        Ok(Self { folder: folder.to_owned(), notices: passing()?, written: passing()? })
    }

    /// Lays a notice in, and gives its place.
    pub(crate) fn put(&self, Plain(bytes): &Plain) -> Result<usize, Error> {
        let begin = self.notices.write(bytes).and_then(|begin| usize::try_from(begin).map_err(io::Error::other));
        begin.map_err(lost(&self.folder))
    }
}

/// The error of what is laid aside in a folder.
pub(crate) fn lost(folder: &Path) -> impl FnOnce(io::Error) -> Error {
    |source| Error::Scratch { folder: folder.to_owned(), source }
}

impl Keep for Scratch {
    type Error = Error;

    fn open(&self, place: usize) -> Result<Arc<Notice>, Error> {
        let begin = u64::try_from(place).map_err(io::Error::other);
        let bytes = begin.and_then(|begin| self.notices.told_length(begin));
        let notice = bytes.and_then(|bytes| decode(bytes.get(size_of::<u32>()..).unwrap_or_default()));
        notice.map(Arc::new).map_err(lost(&self.folder))
    }

    fn lay(&self, notice: Notice) -> Result<usize, Error> {
        let plain = Plain::of(&notice).map_err(lost(&self.folder))?;
        self.put(&plain)
    }

    fn write(&self, bytes: &[u8]) -> Result<u64, Error> {
        self.written.write(bytes).map_err(lost(&self.folder))
    }

    fn read(&self, begin: u64, length: usize, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> Result<(), Error> {
        self.written.read(begin, length).and_then(|bytes| take(&bytes)).map_err(lost(&self.folder))
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
        let scratch = Scratch::new(home.path()).unwrap();
        let kind = || Fact::new(NoticeKind::Issue, Evidence::unplaced("", Origin::Body, "下达"));
        let notices =
            ["a", "", "c"].map(|id| Notice { fund_title: Some("资金".repeat(id.len() * 5_000).into()), ..Notice::bare(id, kind(), id) });
        let places = notices.each_ref().map(|notice| {
            let place = scratch.lay(notice.clone()).unwrap();
            assert_eq!(*scratch.open(place).unwrap(), *notice);
            place
        });
        assert_eq!(*scratch.open(places[0]).unwrap(), notices[0]);
        assert_eq!([1 << 40, usize::MAX].map(|place| scratch.open(place).unwrap_err().code()), ["scratch"; 2]);
    }

    #[test]
    fn what_cannot_be_read_back_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(home.path()).unwrap();
        // No length, one that is too short, one that is too long, and no notice.
        for bytes in [&b"\x04"[..], b"\x02\0\0\0", b"\xff\0\0\0abc", b"\x07\0\0\0abc"] {
            let place = scratch.put(&Plain(bytes.to_vec())).unwrap();
            assert_eq!(scratch.open(place).unwrap_err().code(), "scratch");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let home = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(home.path()).unwrap();
        let places = ["ab", "", "cde"].map(|text| (scratch.write(text.as_bytes()).unwrap(), text));
        for (begin, text) in places {
            let take = &mut |bytes: &[u8]| if bytes == text.as_bytes() { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) };
            scratch.read(begin, text.len(), take).unwrap();
        }
        for (begin, length) in [(2, 4), (9, 0), (0, usize::MAX), (u64::MAX, 1)] {
            assert_eq!(scratch.read(begin, length, &mut |_| Ok(())).unwrap_err().code(), "scratch", "{begin}");
        }
        assert_eq!(scratch.read(0, 1, &mut |_| Err(io::ErrorKind::InvalidData.into())).unwrap_err().code(), "scratch");
    }
}
