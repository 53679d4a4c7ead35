//! The second opinion: the text that pdf-extract finds, without layout. It panics on fonts that it does not know, so it runs
//! guarded. Not for: files that the first engine reads.

use std::sync::Arc;
use std::time::Duration;

use hongtou_document::{DocumentBuilder, Format};

use super::{Draft, guard};
use crate::Limits;

/// What `sources.engine` calls it.
const ENGINE: &str = "pdf-extract 0.12";

/// The text, line by line; `None` if there is none.
pub(super) fn read(bytes: &Arc<Vec<u8>>, limits: Limits) -> Option<Draft> {
    let bytes = Arc::clone(bytes);
    let time = Duration::from_secs(limits.pdf_seconds);
    let pages = guard::within(time, move |_| pdf_extract::extract_text_from_mem_by_pages(&bytes).ok()).ok().flatten()?;
    let mut builder = DocumentBuilder::new(Format::Pdf);
    let (mut readable, mut unreadable, mut sound) = (0, 0, 0);
    for line in pages.iter().flat_map(|page| page.lines()) {
        let line: String = line.chars().map(super::radicals::ideograph).filter(|ch| !ch.is_control()).collect();
        let line = line.trim();
        unreadable += line.chars().filter(|ch| *ch == '\u{FFFD}').count();
        readable += line.chars().filter(|ch| !ch.is_whitespace() && *ch != '\u{FFFD}').count();
        sound += line.chars().filter(|ch| makes_sense(*ch)).count();
        if !line.is_empty() {
            builder.lines([(line, None, None)], false);
        }
    }
    let warnings = vec!["only the plain text could be read; tables and pages are lost".to_owned()];
    let pages = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let (metadata, blind, layered) = (Vec::new(), Vec::new(), Vec::new());
    // Codes given out as characters are worse than nothing.
    (sound > 0 && sound * 2 > readable).then_some(Draft {
        builder,
        engine: ENGINE,
        metadata,
        pages,
        blind,
        layered,
        warnings,
        readable,
        unreadable,
    })
}

/// Whether a character is one that notices consist of, rather than a code that happens to be a character.
fn makes_sense(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || matches!(u32::from(ch), 0x4E00..=0x9FFF | 0x3001..=0x301F | 0xFF00..=0xFF65 | 0x2010..=0x203B)
}
