//! The zip package around a document: its parts, found by their relationships, unpacked within limits.
//! Not for: what the parts say.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{Item, Xml};
use crate::{Limits, ReadError};

/// A package and what has been unpacked of it.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Member numbers by folded name: packages disagree with themselves about case and slashes.
    members: HashMap<String, usize>,
    limits: &'a Limits,
    unpacked: u64,
}

/// A tie from one part to another.
pub(crate) struct Relationship {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) target: String,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > limits.members {
            return Err(ReadError::TooLarge {
                detail: format!("{} members in the package, at most {} are read", archive.len(), limits.members),
            });
        }
        let members = archive.file_names_raw().enumerate().map(|(index, name)| (fold(&String::from_utf8_lossy(name)), index)).collect();
        Ok(Self { archive, members, limits, unpacked: 0 })
    }

    /// The name of the part that holds the document.
    pub(super) fn main_part(&mut self) -> Result<String, ReadError> {
        let related = self.relationships("")?.into_iter().find(|tie| tie.kind == "officeDocument").map(|tie| tie.target);
        let name = related.filter(|name| self.members.contains_key(name)).unwrap_or_else(|| String::from("word/document.xml"));
        if self.members.contains_key(&name) {
            Ok(name)
        } else {
            Err(ReadError::Damaged { detail: String::from("the package holds no document; the file may be cut short, fetch it again") })
        }
    }

    /// The first part of a kind that another part refers to; `""` is the package itself.
    pub(crate) fn related(&mut self, from: &str, kind: &str) -> Result<Option<String>, ReadError> {
        match self.relationships(from)?.into_iter().find(|tie| tie.kind == kind) {
            Some(tie) => self.part(&tie.target),
            None => Ok(None),
        }
    }

    /// All parts of a kind that another part refers to.
    pub(super) fn all_related(&mut self, from: &str, kind: &str) -> Result<Vec<String>, ReadError> {
        let mut parts = Vec::new();
        for tie in self.relationships(from)?.into_iter().filter(|tie| tie.kind == kind) {
            parts.extend(self.part(&tie.target)?);
        }
        Ok(parts)
    }

    /// The text of a part; `None` where the package has no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(index) = self.members.get(&fold(name)).copied() else { return Ok(None) };
        let limits = self.limits;
        let room = limits.member_bytes.min(limits.unpacked_bytes.saturating_sub(self.unpacked));
        let mut member = self.archive.by_index(index).map_err(damaged)?;
        let packed = member.compressed_size().max(1);
        let most = packed.saturating_mul(limits.ratio).max(limits.ratio_floor).min(room);
        let mut bytes = Vec::new();
        // One byte more than is allowed tells that there is more.
        member.by_ref().take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| damaged(ZipError::Io(error)))?;
        if bytes.len() as u64 > most {
            return Err(ReadError::TooLarge { detail: format!("{name} unpacks to more than {most} bytes") });
        }
        self.unpacked += bytes.len() as u64;
        Ok(Some(decode(bytes)))
    }

    /// Names of all parts, folded.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.members.keys().cloned().collect();
        names.sort_unstable();
        names
    }

    /// All ties of a part; `""` is the package itself.
    pub(crate) fn relationships(&mut self, from: &str) -> Result<Vec<Relationship>, ReadError> {
        let (folder, file) = from.rsplit_once('/').unwrap_or(("", from));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(part) = self.part(&format!("{folder}{slash}_rels/{file}.rels"))? else { return Ok(Vec::new()) };
        let mut xml = Xml::new(&part, self.limits);
        let mut ties = Vec::new();
        // What could be read before an error still helps.
        while let Ok(item) = xml.next() {
            match item {
                Item::Start(element) if element.name() == "Relationship" => {
                    let external = element.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
                    if let (false, Some(kind), Some(target)) = (external, element.attribute("Type"), element.attribute("Target")) {
                        // Transitional and strict packages name one kind by different addresses with one end.
                        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                        let id = element.attribute("Id").unwrap_or_default();
                        ties.push(Relationship { id, kind, target: resolve(folder, &target) });
                    }
                }
                Item::Eof => break,
                _ => {}
            }
        }
        Ok(ties)
    }
}

/// A target as a folded name from the package's root.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let joined = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut path: Vec<&str> = Vec::new();
    for step in joined.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    fold(&path.join("/"))
}

fn fold(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// UTF-8 or, rarely, UTF-16: the two encodings that the packages allow.
fn decode(bytes: Vec<u8>) -> String {
    let utf16 = |from: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).skip(1).filter_map(|pair| pair.try_into().ok()).map(from);
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes.get(..2) {
        Some(b"\xff\xfe") => utf16(u16::from_le_bytes),
        Some(b"\xfe\xff") => utf16(u16::from_be_bytes),
        _ => String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

fn damaged(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => ReadError::Encrypted,
        error => ReadError::Damaged { detail: format!("the package cannot be unpacked ({error}); it may be cut short, fetch it again") },
    }
}
