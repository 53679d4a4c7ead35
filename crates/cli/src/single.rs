//! The commands for one document. Not for: bulk runs (`ingest`).

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use hongtou::export::{NestedNotice, to_pretty_json};
use hongtou::{Ocr, Reader};

use crate::{Stop, draw, output};

/// Bytes of standard input, where the file is `-`.
fn piped(file: &Path) -> Result<Option<Vec<u8>>, Stop> {
    if file != Path::new("-") {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Stop::unfit(format!("standard input: {error}")))?;
    Ok(Some(bytes))
}

/// Prints the record of each notice in a file.
pub(crate) fn parse(file: &Path, ocr: Ocr) -> Result<ExitCode, Stop> {
    let reader = Reader::new().ocr(ocr);
    let notices = match piped(file)? {
        Some(bytes) => reader.read_from(&bytes, None)?,
        None => reader.read(file)?,
    };
    let mut json = String::new();
    for record in NestedNotice::from_linked(&hongtou::link(&notices)) {
        json += &to_pretty_json(&record).map_err(Stop::unfit)?;
    }
    output::print(&json)
}

/// Prints the text of a file.
pub(crate) fn text(file: &Path, json: bool, ocr: Ocr) -> Result<ExitCode, Stop> {
    let reader = Reader::new().ocr(ocr);
    let document = match piped(file)? {
        Some(bytes) => reader.document_from(&bytes, None)?,
        None => reader.document(file)?,
    };
    for warning in document.warnings() {
        output::tell(&format!("hongtou: {}: {warning}", file.display()));
    }
    if json {
        output::print(&to_pretty_json(&hongtou::text_view(&document)).map_err(Stop::unfit)?)
    } else {
        output::print(&draw::document(&document))
    }
}
