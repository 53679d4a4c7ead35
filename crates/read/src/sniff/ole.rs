//! What an OLE2 container is, by the names of the streams in its root. Not for: reading streams.

use hongtou_document::Format;

/// The first bytes of every OLE2 container.
pub(super) const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Directory entries looked at; a document has some tens.
const ENTRIES: usize = 1 << 16;
/// Bytes of a directory entry.
const ENTRY: usize = 128;
/// Where the header's table of FAT sectors begins, and how many it holds.
const DIFAT: (usize, usize) = (76, 109);
/// The streams that tell formats apart, in the order of trust.
const TELLING: [&str; 4] = ["EncryptedPackage", "WordDocument", "Workbook", "Book"];

/// The format of an OLE2 container.
pub(super) fn format(bytes: &[u8], extension: &str) -> Format {
    let names = names(bytes);
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("EncryptedPackage") {
        return if extension.starts_with("xls") { Format::Xlsx } else { Format::Docx };
    }
    let (word, sheet) = (has("WordDocument"), has("Workbook") || has("Book"));
    match extension {
        "wps" | "wpt" if word || !sheet => Format::Wps,
        "et" | "ett" if sheet || !word => Format::Et,
        _ if word => Format::Doc,
        _ if sheet => Format::Xls,
        "doc" | "dot" => Format::Doc,
        "xls" | "xlt" => Format::Xls,
        _ => Format::Unknown,
    }
}

/// Names of the streams and storages in the root. Where the directory is broken, those of the telling names
/// that stand anywhere in the file.
pub(super) fn names(bytes: &[u8]) -> Vec<String> {
    let names = directory(bytes).map(|entries| root_names(&entries)).unwrap_or_default();
    if TELLING.iter().any(|telling| names.iter().any(|name| name == telling)) {
        return names;
    }
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).chain([0, 0]).collect::<Vec<u8>>();
    TELLING.iter().filter(|name| name.len() > 4 && super::find(bytes, &utf16(name)).is_some()).map(|name| (*name).to_owned()).collect()
}

/// The directory's bytes, its sectors joined.
fn directory(bytes: &[u8]) -> Option<Vec<u8>> {
    let shift = u16_at(bytes, 30)?;
    if shift != 9 && shift != 12 {
        return None;
    }
    let size = 1usize << shift;
    let offset = |sector: u32| (sector as usize).checked_add(1)?.checked_mul(size);
    let mut sector = u32_at(bytes, 48)?;
    let mut joined = Vec::new();
    while joined.len() < ENTRIES * ENTRY {
        let start = offset(sector)?;
        let end = (start + size).min(bytes.len());
        joined.extend_from_slice(bytes.get(start..end)?);
        let per_sector = size / 4;
        let index = sector as usize / per_sector;
        if index >= DIFAT.1 {
            break;
        }
        let fat = offset(u32_at(bytes, DIFAT.0 + 4 * index)?)?;
        match u32_at(bytes, fat + 4 * (sector as usize % per_sector)) {
            // 0xFFFFFFFA and above end a chain or are no sector.
            Some(next) if next < 0xffff_fffa => sector = next,
            _ => break,
        }
    }
    Some(joined)
}

/// Names below the root entry: its children are a binary tree of entry numbers.
fn root_names(entries: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut seen = vec![false; entries.len() / ENTRY];
    let mut open: Vec<u32> = u32_at(entries, 76).into_iter().collect();
    while let Some(entry) = open.pop() {
        match seen.get_mut(entry as usize) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        let at = entry as usize * ENTRY;
        let length = usize::from(u16_at(entries, at + 64).unwrap_or(0)).saturating_sub(2).min(62);
        let units: Vec<u16> = (0..length / 2).filter_map(|index| u16_at(entries, at + 2 * index)).collect();
        let name = String::from_utf16_lossy(&units);
        // Names differ by more than their case (MS-CFB, 2.6.4).
        let telling = TELLING.into_iter().find(|telling| name.eq_ignore_ascii_case(telling));
        names.push(telling.map_or(name, str::to_owned));
        open.extend(u32_at(entries, at + 68));
        open.extend(u32_at(entries, at + 72));
    }
    names
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
