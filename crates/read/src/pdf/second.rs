//! The second opinion: the text that pdf-extract finds, without layout. It panics on fonts that it does not know, so it runs
//! guarded. Not for: files that the first engine reads.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use hongtou_document::{DocumentBuilder, Format};

use super::{Body, Draft, guard};
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
        body: Body::Done(builder),
        engine: ENGINE.to_owned(),
        metadata,
        pages,
        blind,
        layered,
        layers: HashMap::new(),
        recognised: Vec::new(),
        warnings,
        failure: None,
        readable,
        unreadable,
    })
}

/// Whether a character is one that notices consist of, rather than a code that happens to be a character.
fn makes_sense(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || matches!(u32::from(ch), 0x4E00..=0x9FFF | 0x3001..=0x301F | 0xFF00..=0xFF65 | 0x2010..=0x203B)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one page whose font is one of the standard ones.
    fn file(text: &str) -> Arc<Vec<u8>> {
        let content = format!("BT /F 12 Tf 50 700 Td ({text}) Tj ET");
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>".to_owned(),
            format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        ];
        let mut bytes = String::from("%PDF-1.4\n");
        let mut places = String::new();
        for (number, object) in (1..).zip(&objects) {
            places += &format!("{:010} 00000 n \n", bytes.len());
            bytes += &format!("{number} 0 obj{object}endobj\n");
        }
        let start = bytes.len();
        bytes += &format!("xref\n0 6\n0000000000 65535 f \n{places}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF");
        Arc::new(bytes.into_bytes())
    }

    #[test]
    fn text_is_read_but_no_nonsense() {
        let draft = read(&file("Hello 2024"), Limits::default()).unwrap();
        assert_eq!((draft.readable, draft.engine.as_str()), (9, ENGINE));
        assert!(read(&file("!#!#!#!#"), Limits::default()).is_none());
        assert!(read(&Arc::new(b"%PDF-1.4 nothing".to_vec()), Limits::default()).is_none());
    }
}
