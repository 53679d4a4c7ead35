//! What a zip file is, by the names of its members. Reads names only, and of broken files too.
//! Not for: unpacking.

use hongtou_document::Format;

/// Names looked at; a package tells what it is among its first members.
const NAMES: usize = 4096;

/// The format of a zip file.
pub(super) fn format(bytes: &[u8], extension: &str) -> Format {
    let names = central_names(bytes).unwrap_or_else(|| local_names(bytes));
    let starts = |prefix: &str| names.iter().any(|name| name.starts_with(prefix));
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("ofd.xml") {
        return Format::Ofd;
    }
    if has("[content_types].xml") || has("_rels/.rels") {
        if starts("word/") {
            return Format::Docx;
        }
        if starts("xl/") {
            return Format::Xlsx;
        }
        // A package cut short before its first telling member, or one with parts in odd places.
        return match extension {
            "docx" | "docm" | "dotx" | "dotm" => Format::Docx,
            "xlsx" | "xlsm" => Format::Xlsx,
            _ if starts("ppt/") => Format::Unknown,
            _ => Format::Archive,
        };
    }
    if has("word/document.xml") {
        return Format::Docx;
    }
    if names.first().is_some_and(|name| name == "mimetype") && (has("content.xml") || starts("meta-inf/")) {
        // OpenDocument and EPUB: packages, not containers of files.
        return Format::Unknown;
    }
    match extension {
        "docx" if names.is_empty() => Format::Docx,
        "xlsx" if names.is_empty() => Format::Xlsx,
        "ofd" if names.is_empty() => Format::Ofd,
        _ => Format::Archive,
    }
}

/// Names from the directory at the end of the file; `None` when there is no sound directory. Preferred:
/// the local headers of packages stored inside would be taken for members.
fn central_names(bytes: &[u8]) -> Option<Vec<String>> {
    // The end record is 22 bytes and a comment of at most 64 KiB.
    let tail = bytes.len().saturating_sub(22 + 0xffff);
    let end = tail + bytes.get(tail..)?.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let size = u32_at(bytes, end + 12)? as usize;
    // Counted back from the end record: right even with bytes before the archive.
    let mut at = end.checked_sub(size)?;
    let mut names = Vec::new();
    while at < end && names.len() < NAMES {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let name = usize::from(u16_at(bytes, at + 28)?);
        let more = usize::from(u16_at(bytes, at + 30)?) + usize::from(u16_at(bytes, at + 32)?);
        names.push(fold(bytes.get(at + 46..at + 46 + name)?));
        at += 46 + name + more;
    }
    Some(names)
}

/// Names from the headers before each member, for files without a directory.
fn local_names(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 0usize;
    while names.len() < NAMES {
        let Some(found) = bytes.get(at..).and_then(|rest| rest.windows(4).position(|window| window == b"PK\x03\x04")) else { break };
        at += found;
        let (Some(size), Some(name), Some(extra)) = (u32_at(bytes, at + 18), u16_at(bytes, at + 26), u16_at(bytes, at + 28)) else { break };
        let start = at + 30;
        let end = start + usize::from(name);
        let Some(name) = bytes.get(start..end) else { break };
        names.push(fold(name));
        // A size of 0 stands for "told after the member": the search above finds the next header.
        at = end + usize::from(extra) + size as usize;
    }
    names
}

fn fold(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
