//! A workbook without the sheets that hold no cells to print: programs of Excel 4 (macro viruses among them) and sheets whose part is
//! missing. calamine gives up on such a workbook as a whole. Not for: chart and dialogue sheets, which it passes over itself.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The package with these sheets struck from its list; `None` if that cannot be written.
pub(super) fn without(bytes: &[u8], book: &str, list: &str, ids: &[String]) -> Option<Vec<u8>> {
    let mut kept = String::with_capacity(list.len());
    let mut rest = list;
    while let Some(at) = rest.find("<sheet ") {
        let (before, element) = rest.split_at(at);
        let end = element.find('>')? + 1;
        let (element, after) = element.split_at(end);
        kept.push_str(before);
        if !ids.iter().any(|id| element.contains(&format!(":id=\"{id}\""))) {
            kept.push_str(element);
        }
        rest = after.strip_prefix("</sheet>").unwrap_or(after);
    }
    kept.push_str(rest);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).ok()?;
        let name = member.name().ok()?.into_owned();
        if name.trim_start_matches('/').eq_ignore_ascii_case(book) {
            drop(member);
            written.start_file(name, SimpleFileOptions::default()).ok()?;
            written.write_all(kept.as_bytes()).ok()?;
        } else {
            written.raw_copy_file(member).ok()?;
        }
    }
    Some(written.finish().ok()?.into_inner())
}
