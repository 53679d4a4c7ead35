//! PDF, read by hayro; by pdf-extract where hayro cannot. Not for: OCR. A document without usable text is
//! [`ReadError::NeedsOcr`], and pages without any are named in a warning.

mod attach;
mod bomb;
mod device;
mod form;
mod guard;
mod meta;
mod pages;
mod radicals;
mod repair;
mod second;
mod unicode;
mod xmp;

use std::sync::Arc;
use std::time::Duration;

use hongtou_document::{Document, DocumentBuilder, Format, TextFrom};

pub use attach::pdf_attachments;

use crate::reader::{Input, Reader, source_id};
use crate::{Limits, ReadError};

/// What `sources.engine` calls the first engine.
const ENGINE: &str = "hayro-interpret 0.9";
/// Share of characters that nobody can read from which on the second engine is asked.
const TOO_MANY: f64 = 0.1;

/// Reads PDF.
#[derive(Debug, Clone, Copy, Default)]
pub struct PdfReader;

impl Reader for PdfReader {
    fn format(&self) -> Format {
        Format::Pdf
    }

    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError> {
        let limits = input.options.limits;
        bomb::check(input.bytes, limits.inflated_bytes)?;
        let bytes = Arc::new(input.bytes.to_vec());
        let draft = match first(&bytes, limits) {
            Ok(draft) if !draft.doubtful() => Ok(draft),
            Err(error) if !matches!(error, ReadError::Damaged { .. }) => Err(error),
            Err(damaged) => match repaired(&bytes, limits) {
                Some(draft) => Ok(draft),
                None => better(Err(damaged), second::read(&bytes, limits)),
            },
            doubtful => better(doubtful, second::read(&bytes, limits)),
        }?;
        draft.document(source_id(input.bytes))
    }
}

/// What an engine made of a file.
#[derive(Debug)]
struct Draft {
    builder: DocumentBuilder,
    engine: &'static str,
    metadata: Vec<(String, String)>,
    pages: u32,
    /// Pages whose text cannot be had without OCR.
    blind: Vec<u32>,
    /// Pages whose text is an OCR layer.
    layered: Vec<u32>,
    warnings: Vec<String>,
    /// Characters read, and characters that no map gives.
    readable: usize,
    unreadable: usize,
}

impl Draft {
    /// Whether another engine might read more.
    fn doubtful(&self) -> bool {
        self.unreadable as f64 > TOO_MANY * (self.readable + self.unreadable) as f64
    }

    fn document(mut self, source_id: String) -> Result<Document, ReadError> {
        if self.readable == 0 {
            return Err(ReadError::NeedsOcr { pages: self.pages });
        }
        self.builder.engine(self.engine);
        for (key, value) in self.metadata {
            self.builder.metadata(key, value);
        }
        if !self.layered.is_empty() {
            let all = self.layered.len() as u32 + self.blind.len() as u32 >= self.pages;
            self.builder.text_from(if all { TextFrom::Ocr } else { TextFrom::Mixed });
            self.builder.warning(format!("the text of {} is the scan's own OCR layer", pages_named(&self.layered)));
        }
        if !self.blind.is_empty() {
            self.builder.warning(format!("{} cannot be read without OCR", pages_named(&self.blind)));
        }
        for warning in self.warnings {
            self.builder.warning(warning);
        }
        if self.unreadable > 0 {
            self.builder.warning(format!("{} characters have no meaning in their fonts", self.unreadable));
        }
        Ok(self.builder.finish(source_id))
    }
}

/// hayro's draft, in a thread of its own.
fn first(bytes: &Arc<Vec<u8>>, limits: Limits) -> Result<Draft, ReadError> {
    let bytes = Arc::clone(bytes);
    let seconds = limits.pdf_seconds;
    guard::within(Duration::from_secs(seconds), move |late| pages::read(bytes, limits, late))
        .unwrap_or_else(|lost| Err(lost.error(seconds)))
}

/// The draft of the file written anew.
fn repaired(bytes: &Arc<Vec<u8>>, limits: Limits) -> Option<Draft> {
    let written = repair::rewritten(bytes, limits)?;
    bomb::check(&written, limits.inflated_bytes).ok()?;
    let mut draft = first(&written, limits).ok()?;
    draft.engine = repair::ENGINE;
    draft.warnings.push("the file is damaged; its pages may be incomplete or out of order".to_owned());
    Some(draft)
}

/// The draft with more characters; the first one's error if there is no second.
fn better(first: Result<Draft, ReadError>, second: Option<Draft>) -> Result<Draft, ReadError> {
    match (first, second) {
        (Err(_), Some(second)) => Ok(second),
        (Ok(first), Some(second)) if second.readable > first.readable + first.unreadable / 2 => {
            Ok(Draft { metadata: first.metadata, ..second })
        }
        (first, _) => first,
    }
}

/// `page 3`, `pages 1 to 4 and 7`.
fn pages_named(pages: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for page in pages {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => ranges.push((*page, *page)),
        }
    }
    let names: Vec<String> = ranges.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a} to {b}") }).collect();
    let word = if pages.len() == 1 { "page" } else { "pages" };
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{word} {} and {last}", before.join(", ")),
        _ => format!("{word} {}", names.concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_in_short() {
        assert_eq!(pages_named(&[3]), "page 3");
        assert_eq!(pages_named(&[1, 2, 3, 7]), "pages 1 to 3 and 7");
        assert_eq!(pages_named(&[1, 3, 5]), "pages 1, 3 and 5");
    }
}
