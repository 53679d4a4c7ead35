//! What is packed with gzip: a tar file, whose members are handed out as if nothing were around it, or one file.
//! Not for: several files that bear names of their own.

use std::cell::Cell;
use std::io::{Error, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;
use flate2::read::MultiGzDecoder;

use super::budget::Failed;
use super::{Fault, Walk, names, tar};
use crate::ReadError;

/// Hands out the file inside, or the members of the tar file inside.
pub(super) fn walk(bytes: &[u8], name: Option<&str>, walk: &mut Walk<'_>) -> Result<(), Fault> {
    let mut start = Vec::new();
    // An error here shows again below.
    let _ = MultiGzDecoder::new(bytes).take(tar::BLOCK as u64).read_to_end(&mut start);
    let packed = bytes.len() as u64;
    if tar::is_tar(&start) {
        let limits = walk.budget.limits;
        // The members' limits do not see what lies between them.
        let most = packed.saturating_mul(limits.ratio).max(limits.ratio_floor).min(limits.archive_bytes);
        let over = Rc::new(Cell::new(false));
        let guarded = Guarded { source: MultiGzDecoder::new(bytes), left: most, over: Rc::clone(&over) };
        return tar::from(guarded, walk).map_err(|fault| match fault {
            Fault::Archive(_) if over.get() => {
                Fault::Archive(ReadError::TooLarge { detail: format!("the archive unpacks to more than {most} bytes") })
            }
            fault => fault,
        });
    }
    let Some(path) = walk.admit(&inner_name(bytes, name))? else { return Ok(()) };
    match walk.budget.read(&mut MultiGzDecoder::new(bytes), packed) {
        Ok(content) => walk.give(path, Ok(content)),
        Err(Failed::Limit(error)) => walk.give(path, Err(error)),
        Err(Failed::Io(error)) => Err(Fault::Archive(ReadError::Damaged {
            detail: format!("the archive cannot be unpacked ({error}); it may be cut short, fetch it again"),
        })),
    }
}

/// The file's own name, or that of the archive without what gzip added.
fn inner_name(bytes: &[u8], name: Option<&str>) -> String {
    let own = GzDecoder::new(bytes).header().and_then(|header| header.filename()).map(names::decode);
    let outer = || {
        let file = name?.rsplit('/').next()?;
        let (stem, extension) = file.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "gz" | "gzip" => Some(stem.to_owned()),
            "tgz" => Some(format!("{stem}.tar")),
            _ => None,
        }
    };
    own.filter(|own| !own.is_empty()).or_else(outer).unwrap_or_else(|| String::from("content"))
}

/// A source that ends with an error once it has given too much.
struct Guarded<R> {
    source: R,
    left: u64,
    over: Rc<Cell<bool>>,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            self.over.set(true);
            return Err(Error::other("too large"));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.source.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}
