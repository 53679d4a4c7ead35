//! Members of a tar file, by itself or as it comes out of another unpacker. Links are left out: what they lead to is
//! a member of its own or lies outside. Not for: unpacking what a tar file is packed in (`gzip`).

use std::io::Read;

use tar::{Archive, EntryType};

use super::budget::Failed;
use super::{Fault, Walk, names};
use crate::ReadError;

/// Bytes of a header, and of the blocks that members are padded to.
pub(super) const BLOCK: usize = 512;

/// Whether bytes begin with the header of a tar file.
pub(super) fn is_tar(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..BLOCK) else { return false };
    if header.get(257..262) == Some(b"ustar") {
        return true;
    }
    // The oldest form has no mark, but a sum, itself counted as blanks.
    let told = header.get(148..156).and_then(|digits| std::str::from_utf8(digits).ok()).map(|digits| digits.trim_matches(['\0', ' ']));
    let sum: u64 = header.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) }).sum();
    header.first() != Some(&0) && told.is_some_and(|told| u64::from_str_radix(told, 8) == Ok(sum))
}

/// Hands out the members of a tar file that is at hand.
pub(super) fn walk(bytes: &[u8], walk: &mut Walk<'_>) -> Result<(), Fault> {
    from(bytes, walk)
}

/// Hands out the members as they come.
pub(super) fn from(source: impl Read, walk: &mut Walk<'_>) -> Result<(), Fault> {
    let mut archive = Archive::new(source);
    for entry in archive.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let kind = entry.header().entry_type();
        let name = names::decode(&entry.path_bytes());
        if !matches!(kind, EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse) || names::is_folder(&name) {
            continue;
        }
        let Some(path) = walk.admit(&name)? else { continue };
        let packed = entry.header().entry_size().unwrap_or(0);
        match walk.budget.read(&mut entry, packed) {
            Ok(bytes) => walk.give(path, Ok(bytes))?,
            Err(Failed::Limit(error)) => walk.give(path, Err(error))?,
            // Nothing that follows can be found.
            Err(Failed::Io(error)) => return Err(damaged(error)),
        }
    }
    Ok(())
}

fn damaged(error: std::io::Error) -> Fault {
    Fault::Archive(ReadError::Damaged { detail: format!("the archive breaks off ({error}); it may be cut short, fetch it again") })
}
