//! OLE2 containers, in which Word and Excel 97–2003 keep their streams. Not for: what is in the streams.

use std::borrow::Cow;
use std::io::{self, Cursor};

use cfb::CompoundFile;

/// Opens a container.
pub(crate) fn open(bytes: &[u8]) -> io::Result<CompoundFile<Cursor<Cow<'_, [u8]>>>> {
    CompoundFile::open(Cursor::new(padded(bytes)))
}

/// The container as long as its own table of sectors says: some writers leave out free sectors at the end, which the
/// crate takes for damage.
fn padded(bytes: &[u8]) -> Cow<'_, [u8]> {
    const SECTOR: usize = 512;
    // Each sector of the table tells of 128 sectors; the header is one more.
    let wanted = number(bytes, 0x2c, 4).and_then(|tables| tables.checked_mul(128)?.checked_add(1)?.checked_mul(SECTOR)).unwrap_or(0);
    if number(bytes, 0x1e, 2) != Some(9) || wanted <= bytes.len() || wanted > bytes.len() + 128 * SECTOR {
        return Cow::Borrowed(bytes);
    }
    let mut padded = bytes.to_vec();
    padded.resize(wanted, 0);
    Cow::Owned(padded)
}

/// A number of some bytes, little end first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(length)?)?;
    part.iter().rev().try_fold(0usize, |number, byte| number.checked_mul(256)?.checked_add(usize::from(*byte)))
}
