//! The zip package of an OFD file: its parts, found as producers really name them (absolute, relative to the part or
//! to the document, in another case, with backslashes), and unpacked within limits. Not for: what parts say.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::tree::Node;
use crate::{Limits, ReadError};

/// A package and what has been unpacked of it.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    members: HashMap<String, usize>,
    pub(super) limits: &'a Limits,
    unpacked: u64,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > limits.members {
            return Err(ReadError::TooLarge {
                detail: format!("{} members in the package, at most {} are read", archive.len(), limits.members),
            });
        }
        let members = archive.file_names_raw().enumerate().map(|(index, name)| (fold(&String::from_utf8_lossy(name)), index)).collect();
        Ok(Self { archive, members, limits, unpacked: 0 })
    }

    /// The name of the part that another one means by a location; `root` is the document's main part.
    pub(super) fn find(&self, root: &str, from: &str, location: &str) -> Option<String> {
        let beside = |part: &str| format!("{}/{location}", part.rsplit_once('/').map_or("", |(folder, _)| folder));
        let absolute = location.starts_with(['/', '\\']);
        let tries = [(!absolute).then(|| beside(from)), (!absolute).then(|| beside(root)), Some(location.to_owned())];
        tries.into_iter().flatten().map(|name| fold(&name)).find(|name| self.members.contains_key(name))
    }

    /// Whether some part has this file name.
    pub(super) fn has_file(&self, name: &str) -> bool {
        self.members.keys().any(|known| known.rsplit('/').next() == Some(name))
    }

    /// A part as XML.
    pub(super) fn tree(&mut self, name: &str) -> Result<Option<Node>, ReadError> {
        let Some(bytes) = self.part(name)? else { return Ok(None) };
        let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Node::read(text.trim_start_matches('\u{feff}'), self.limits).map(Some)
    }

    /// The bytes of a part; `None` where the package has no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(index) = self.members.get(name).copied() else { return Ok(None) };
        let limits = self.limits;
        let room = limits.member_bytes.min(limits.unpacked_bytes.saturating_sub(self.unpacked));
        let member = self.archive.by_index(index).map_err(damaged)?;
        let most = member.compressed_size().max(1).saturating_mul(limits.ratio).max(limits.ratio_floor).min(room);
        let mut bytes = Vec::new();
        // One byte more than is allowed tells that there is more.
        member.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| damaged(ZipError::Io(error)))?;
        if bytes.len() as u64 > most {
            return Err(ReadError::TooLarge { detail: format!("{name} unpacks to more than {most} bytes") });
        }
        self.unpacked += bytes.len() as u64;
        Ok(Some(bytes))
    }
}

/// A name as packages are searched by: from the root, in lower case.
fn fold(name: &str) -> String {
    let name = name.replace('\\', "/").to_lowercase();
    let mut path: Vec<&str> = Vec::new();
    for step in name.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

fn damaged(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => ReadError::Encrypted,
        error => ReadError::Damaged { detail: format!("the package cannot be unpacked ({error}); it may be cut short, fetch it again") },
    }
}
