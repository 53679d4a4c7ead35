//! Containers of files (zip, tar, gz, 7z, rar): their members one at a time, those of containers inside them
//! included. All in memory; nothing is ever written, so no name can lead out of a folder.
//! Not for: packages that are one document (DOCX, OFD); their readers unpack them.

mod budget;
mod gzip;
mod names;
mod rar;
mod seven;
mod tar;
mod zip;

use hongtou_document::Format;

use crate::{Limits, ReadError, sniff};
use budget::Budget;

/// A file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Where it stands: steps parted by `/`, archives inside the archive ended by `!` as in
    /// `inner.zip!/dir/x.doc`. Always relative; a step that would lead elsewhere (`..`, a drive, a control
    /// character) is kept with its signs written as `%2E`. Two members of a broken archive may share a path.
    pub path: String,
    /// What it holds, or why it could not be unpacked.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// Unpacks an archive and hands out its files in the order in which they are stored, those of archives inside it
/// in their place. Folders and the droppings of desktops (`__MACOSX`, `.DS_Store`, `Thumbs.db`) are left out.
///
/// One file is in memory at a time, and with it the archives around it.
///
/// ```
/// use hongtou_read::{Limits, ReadError, for_each_member};
///
/// let result = for_each_member(b"no archive", Some("a.zip"), &Limits::default(), &mut |_| {});
/// assert!(matches!(result, Err(ReadError::Unsupported { .. })));
/// ```
///
/// # Errors
/// When the archive cannot be opened, breaks off, or goes over a limit that holds for the whole of it; members
/// handed out before stand. What is wrong with one member stands in its [`Member::bytes`].
pub fn for_each_member(bytes: &[u8], name: Option<&str>, limits: &Limits, visit: &mut dyn FnMut(Member)) -> Result<(), ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooLarge { detail: format!("{} bytes, at most {} are read", bytes.len(), limits.file_bytes) });
    }
    let mut walk = Walk { budget: Budget::new(limits), prefix: String::new(), depth: 0, visit };
    walk.archive(bytes, name).map_err(|fault| match fault {
        Fault::Archive(error) | Fault::Stop(error) => error,
    })
}

/// Why a walk through an archive ends early.
enum Fault {
    /// This archive cannot be read, or not to its end.
    Archive(ReadError),
    /// A limit of the whole walk is reached.
    Stop(ReadError),
}

/// A walk through an archive and the archives inside it.
struct Walk<'a> {
    budget: Budget<'a>,
    /// Path of the archive that is open, ended by `!/`; empty for the outermost.
    prefix: String,
    /// Archives around the one that is open.
    depth: usize,
    visit: &'a mut dyn FnMut(Member),
}

impl Walk<'_> {
    fn archive(&mut self, bytes: &[u8], name: Option<&str>) -> Result<(), Fault> {
        match bytes {
            [b'P', b'K', ..] => zip::walk(bytes, self),
            [0x1f, 0x8b, ..] => gzip::walk(bytes, name, self),
            [b'7', b'z', 0xbc, 0xaf, ..] => seven::walk(bytes, self),
            [b'R', b'a', b'r', b'!', ..] => rar::walk(bytes, self),
            _ if tar::is_tar(bytes) => tar::walk(bytes, self),
            _ => Err(Fault::Archive(ReadError::Unsupported { format: sniff(bytes, name) })),
        }
    }

    /// The path for a member's name, counted; `None` for what is not handed out.
    fn admit(&mut self, name: &str) -> Result<Option<String>, Fault> {
        if names::is_dropping(name) {
            return Ok(None);
        }
        self.budget.admit().map_err(Fault::Stop)?;
        Ok(Some(crate::member_path::harmless(name)))
    }

    /// Hands out a member, or the members inside it.
    fn give(&mut self, path: String, bytes: Result<Vec<u8>, ReadError>) -> Result<(), Fault> {
        let inner = match bytes {
            Ok(inner) if !inner.is_empty() && sniff(&inner, Some(&path)) == Format::Archive => inner,
            bytes => {
                (self.visit)(Member { path: format!("{}{path}", self.prefix), bytes });
                return Ok(());
            }
        };
        let whole = format!("{}{path}", self.prefix);
        let most = self.budget.limits.archive_depth;
        if self.depth >= most {
            let error = ReadError::TooLarge { detail: format!("archives inside archives more than {most} levels deep") };
            (self.visit)(Member { path: whole, bytes: Err(error) });
            return Ok(());
        }
        let around = std::mem::replace(&mut self.prefix, format!("{whole}!/"));
        self.depth += 1;
        let result = self.archive(&inner, Some(&path));
        self.depth -= 1;
        self.prefix = around;
        match result {
            Err(Fault::Archive(error)) => {
                (self.visit)(Member { path: whole, bytes: Err(error) });
                Ok(())
            }
            result => result,
        }
    }
}
