//! Members of a zip file. Not for: packages that are one document.

use std::io::Cursor;

use hongtou_document::Format;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::budget::Failed;
use super::{Fault, Walk, names};
use crate::ReadError;

/// Hands out the members in the order of the directory.
pub(super) fn walk(bytes: &[u8], walk: &mut Walk<'_>) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Fault::Archive(error_of(error)))?;
    for index in 0..archive.len() {
        // The raw name: the crate reads names without the UTF-8 flag as CP437.
        let seen = archive.by_index_raw(index).map(|member| {
            let locked = if member.encrypted() {
                Some(ReadError::Encrypted)
            } else {
                // Asked here: the crate tells of a method that it lacks only as a failed read.
                let known = matches!(member.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
                (!known).then_some(ReadError::Unsupported { format: Format::Archive })
            };
            (names::decode(member.name_raw()), member.is_dir(), locked)
        });
        let (name, folder, locked) = match seen {
            Ok(seen) => seen,
            Err(error) => {
                let name =
                    archive.name_for_index(index).and_then(Result::ok).map_or_else(|| format!("{}", index + 1), |name| name.into_owned());
                let Some(path) = walk.admit(&name)? else { continue };
                walk.give(path, Err(error_of(error)))?;
                continue;
            }
        };
        if folder || names::is_folder(&name) {
            continue;
        }
        let Some(path) = walk.admit(&name)? else { continue };
        let content = match locked {
            Some(error) => Err(error),
            None => content(&mut archive, index, walk),
        };
        walk.give(path, content)?;
    }
    Ok(())
}

fn content(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, walk: &mut Walk<'_>) -> Result<Vec<u8>, ReadError> {
    let mut member = archive.by_index(index).map_err(error_of)?;
    let packed = member.compressed_size();
    walk.budget.read(&mut member, packed).map_err(|failed| match failed {
        Failed::Limit(error) => error,
        Failed::Io(error) => error_of(ZipError::Io(error)),
    })
}

fn error_of(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => ReadError::Encrypted,
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => ReadError::Unsupported { format: Format::Archive },
        error => ReadError::Damaged { detail: format!("the archive cannot be unpacked ({error}); it may be cut short, fetch it again") },
    }
}
