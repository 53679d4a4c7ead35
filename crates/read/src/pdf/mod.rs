//! PDF, read by hayro; by pdf-extract where hayro cannot. Pages without usable text are recognised where that is asked for; else a
//! document without any is [`ReadError::NeedsOcr`], and such pages of others are named in a warning.

mod attach;
pub(crate) mod bomb;
mod device;
mod form;
pub(crate) mod guard;
mod meta;
pub(crate) mod pages;
mod radicals;
mod repair;
#[cfg(feature = "ocr")]
mod scans;
mod second;
mod unicode;
mod unpack;
mod xmp;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use hongtou_document::{Document, DocumentBuilder, Format, TextFrom};

pub use attach::pdf_attachments;

use crate::layout::{Glyph, Layout};
use crate::reader::{Input, Reader, source_id};
use crate::{Beat, Limits, Ocr, ReadError};

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
        let keep = input.options.ocr != Ocr::Off;
        let beat = &input.options.beat;
        let (first, bytes) = match first(&bytes, limits, keep, beat) {
            Err(damaged @ ReadError::Damaged { .. }) => match repaired(&bytes, limits, keep, beat) {
                Some((draft, written)) => (Ok(draft), written),
                None => (Err(damaged), bytes),
            },
            first => (first, bytes),
        };
        let draft = match first {
            Ok(draft) if !draft.doubtful() => Ok(draft),
            Err(error) if !matches!(error, ReadError::Damaged { .. }) => Err(error),
            doubtful => better(doubtful, second::read(&bytes, limits)),
        }?;
        #[cfg(feature = "ocr")]
        let draft = recognised(draft, &bytes, input.options);
        draft.document(source_id(input.bytes))
    }
}

/// How far a document is laid out.
#[derive(Debug)]
enum Body {
    /// To its end.
    Done(DocumentBuilder),
    /// Page by page; some may still be replaced.
    Open(Layout),
}

/// What an engine made of a file.
#[derive(Debug)]
struct Draft {
    body: Body,
    engine: String,
    metadata: Vec<(String, String)>,
    pages: u32,
    /// Pages whose text cannot be had without OCR.
    blind: Vec<u32>,
    /// Pages whose text is an OCR layer.
    layered: Vec<u32>,
    /// Why pages were not recognised though that was asked for.
    failure: Option<String>,
    /// The characters of these layers, where they are to be held against the picture.
    layers: HashMap<u32, Vec<Glyph>>,
    /// Pages that were recognised.
    recognised: Vec<u32>,
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

    fn document(self, source_id: String) -> Result<Document, ReadError> {
        if self.readable == 0 {
            return Err(match self.failure {
                Some(detail) => ReadError::NotRecognised { detail },
                None => ReadError::NeedsOcr { pages: self.pages },
            });
        }
        let mut builder = match self.body {
            Body::Done(builder) => builder,
            Body::Open(layout) => layout.finish(Format::Pdf),
        };
        builder.engine(self.engine);
        for (key, value) in self.metadata {
            builder.metadata(key, value);
        }
        let pictures = self.layered.len() + self.recognised.len();
        if pictures > 0 {
            let all = pictures + self.blind.len() >= self.pages as usize;
            builder.text_from(if all { TextFrom::Ocr } else { TextFrom::Mixed });
        }
        if !self.layered.is_empty() {
            builder.warning(format!("the text of {} is the scan's own OCR layer", pages_named(&self.layered)));
        }
        if !self.blind.is_empty() {
            builder.warning(format!("{} cannot be read without OCR", pages_named(&self.blind)));
        }
        for warning in self.warnings {
            builder.warning(warning);
        }
        if self.unreadable > 0 {
            builder.warning(format!("{} characters have no meaning in their fonts", self.unreadable));
        }
        Ok(builder.finish(source_id))
    }
}

/// hayro's draft, in a thread of its own.
fn first(bytes: &Arc<Vec<u8>>, limits: Limits, keep: bool, beat: &Beat) -> Result<Draft, ReadError> {
    let (bytes, beat) = (Arc::clone(bytes), beat.clone());
    let seconds = limits.pdf_seconds;
    guard::within(Duration::from_secs(seconds), move |late| pages::read(bytes, limits, keep, &beat, late))
        .unwrap_or_else(|lost| Err(lost.error(seconds)))
}

/// The file written anew, and its draft.
fn repaired(bytes: &Arc<Vec<u8>>, limits: Limits, keep: bool, beat: &Beat) -> Option<(Draft, Arc<Vec<u8>>)> {
    let written = repair::rewritten(bytes, limits)?;
    bomb::check(&written, limits.inflated_bytes).ok()?;
    let mut draft = first(&written, limits, keep, beat).ok()?;
    draft.engine = repair::ENGINE.into();
    draft.warnings.push("the file is damaged; its pages may be incomplete or out of order".to_owned());
    Some((draft, written))
}

/// The draft with its scanned pages read, where there are any and something can read them.
#[cfg(feature = "ocr")]
fn recognised(draft: Draft, bytes: &Arc<Vec<u8>>, options: &crate::Options) -> Draft {
    if draft.blind.is_empty() && draft.layered.is_empty() {
        return draft;
    }
    let Some(engine) = crate::ocr::Engine::of(&options.ocr) else { return draft };
    scans::read(draft, bytes, &engine, options)
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
