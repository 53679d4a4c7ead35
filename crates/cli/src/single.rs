//! The commands for one document. Not for: bulk runs (`ingest`).

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use hongtou::export::{NestedNotice, to_pretty_json};
use hongtou::{Ocr, Reader};

use crate::args::TextArgs;
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

/// Prints the record of the notice in a file.
pub(crate) fn parse(file: &Path, ocr: Ocr) -> Result<ExitCode, Stop> {
    let reader = Reader::new().ocr(ocr);
    let notice = match piped(file)? {
        Some(bytes) => reader.read_from(&bytes, None)?,
        None => reader.read(file)?,
    };
    let mut json = String::new();
    for record in NestedNotice::from_linked(&hongtou::link(&[notice])) {
        json += &to_pretty_json(&record).map_err(Stop::unfit)?;
    }
    output::print(&json)
}

/// Prints the text of a file, or draws a page of it.
pub(crate) fn text(args: &TextArgs) -> Result<ExitCode, Stop> {
    let file = &args.file;
    let bytes = piped(file)?;
    let reader = Reader::new().ocr(args.ocr.choice());
    if let Some(target) = &args.overlay {
        let page = args.page.unwrap_or(1);
        let png = match bytes {
            Some(bytes) => reader.overlay_from(&bytes, None, page)?,
            None => reader.overlay(file, page)?,
        };
        std::fs::write(target, png).map_err(|error| Stop::unfit(format!("{}: {error}", target.display())))?;
        return Ok(ExitCode::SUCCESS);
    }
    let document = match bytes {
        Some(bytes) => reader.document_from(&bytes, None)?,
        None => reader.document(file)?,
    };
    for warning in document.warnings() {
        output::tell(&format!("hongtou: {}: {warning}", file.display()));
    }
    if let Some(page) = args.page
        && !document.pages().iter().any(|known| known.number == page)
    {
        let pages = document.pages().len();
        let why = if pages == 0 { "its format has no pages".to_owned() } else { format!("its last page is page {pages}") };
        return Err(Stop::unfit(format!("{}: there is no page {page}: {why}", file.display())));
    }
    if args.json {
        let mut view = hongtou::text_view(&document);
        view.pages.retain(|page| args.page.is_none() || page.page == args.page);
        output::print(&to_pretty_json(&view).map_err(Stop::unfit)?)
    } else {
        output::print(&draw::document(&document, args.page, args.furniture))
    }
}
