//! Members of a 7z file. Its members share blocks, so one that is too large takes the rest of its block with it.
//! Not for: encrypted contents, which are only reported.

use std::io::{Cursor, Read};

use hongtou_document::Format;
use sevenz_rust2::{Archive, ArchiveEntry, Block, BlockDecoder, EncoderMethod, Error, Password};

use super::budget::Failed;
use super::{Fault, Walk, names};
use crate::ReadError;

/// Hands out the members block by block, then the empty ones, which belong to none.
pub(super) fn walk(bytes: &[u8], walk: &mut Walk<'_>) -> Result<(), Fault> {
    let password = Password::empty();
    let mut source = Cursor::new(bytes);
    let archive = Archive::read(&mut source, &password).map_err(|error| Fault::Archive(error_of(&error)))?;
    let members_of = |block: Option<usize>| {
        let members = archive.files.iter().zip(&archive.stream_map.file_block_index);
        members.filter(move |(_, of)| **of == block).map(|(entry, _)| entry)
    };
    for (index, block) in archive.blocks.iter().enumerate() {
        let decoder = BlockDecoder::new(1, index, &archive, &password, &mut source);
        let mut seen = 0;
        let mut fault = None;
        let mut failed = match refusal(block, walk) {
            Some(error) => Some(error),
            None => {
                let mut each = |entry: &ArchiveEntry, content: &mut dyn Read| {
                    seen += 1;
                    match member(entry, content, bytes.len() as u64, walk) {
                        Ok(goes_on) => Ok(goes_on),
                        Err(stop) => {
                            fault = Some(stop);
                            Ok(false)
                        }
                    }
                };
                decoder.for_each_entries(&mut each).err().map(|error| error_of(&error))
            }
        };
        if let Some(fault) = fault {
            return Err(fault);
        }
        for entry in members_of(Some(index)).skip(seen) {
            let error = failed.get_or_insert_with(|| ReadError::TooLarge {
                detail: String::from("the member is packed together with one that is too large"),
            });
            if let Some(path) = admit(entry, walk)? {
                walk.give(path, Err(error.clone()))?;
            }
        }
    }
    for entry in members_of(None) {
        if let Some(path) = admit(entry, walk)? {
            walk.give(path, Ok(Vec::new()))?;
        }
    }
    Ok(())
}

/// Hands out a member; whether its block can be read on.
fn member(entry: &ArchiveEntry, content: &mut dyn Read, packed: u64, walk: &mut Walk<'_>) -> Result<bool, Fault> {
    let Some(path) = admit(entry, walk)? else { return Ok(true) };
    match walk.budget.read(content, packed) {
        Ok(bytes) => walk.give(path, Ok(bytes)).map(|()| true),
        Err(Failed::Limit(error)) => walk.give(path, Err(error)).map(|()| false),
        Err(Failed::Io(error)) => walk.give(path, Err(error_of(&Error::from(error)))).map(|()| true),
    }
}

fn admit(entry: &ArchiveEntry, walk: &mut Walk<'_>) -> Result<Option<String>, Fault> {
    if entry.is_directory() || entry.is_anti_item() || names::is_folder(entry.name()) { Ok(None) } else { walk.admit(entry.name()) }
}

/// Why a block is not to be unpacked.
fn refusal(block: &Block, walk: &Walk<'_>) -> Option<ReadError> {
    let most = walk.budget.limits.archive_window;
    let refused = |coder: &sevenz_rust2::Coder| {
        let id = coder.encoder_method_id();
        if id == EncoderMethod::ID_AES256_SHA256 {
            return Some(ReadError::Encrypted);
        }
        let window = match (id, coder.properties()) {
            (EncoderMethod::ID_LZMA, [_, size @ ..]) => size.first_chunk().map_or(0, |size| u64::from(u32::from_le_bytes(*size))),
            (EncoderMethod::ID_LZMA2, [size, ..]) => (2 | u64::from(size & 1)) << (size / 2 + 11).min(40),
            _ => 0,
        };
        (window > most)
            .then(|| ReadError::TooLarge { detail: format!("the archive asks for a window of {window} bytes, at most {most} are kept") })
    };
    block.coders.iter().find_map(refused)
}

fn error_of(error: &Error) -> ReadError {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => ReadError::Encrypted,
        // Encrypted names need the very same method as encrypted contents.
        Error::UnsupportedCompressionMethod(method) if method.starts_with("AES") => ReadError::Encrypted,
        Error::UnsupportedCompressionMethod(_) | Error::Unsupported(_) | Error::ExternalUnsupported | Error::UnsupportedVersion { .. } => {
            ReadError::Unsupported { format: Format::Archive }
        }
        error => ReadError::Damaged { detail: format!("the archive cannot be unpacked ({error}); it may be cut short, fetch it again") },
    }
}
