//! All pages of a file through hayro into the layout, and which of them have text that can be used. Not for: what stands on
//! a page (`device`), where lines and tables are (`layout`).

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::kurbo::Rect;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hongtou_document::{Format, TextFrom};

use super::device::{Collector, Drawing, Stopped};
use super::unicode::Unicode;
use super::{Body, Draft, ENGINE, bomb, form, meta};
use crate::layout::{Glyph, Layout, Sheet};
use crate::{Beat, Limits, ReadError};

/// Share of a page that a picture covers if the page is a scan.
const SCAN: f64 = 0.5;
/// Characters on a scan below which they are a stamp of the scanner's, not the page's text.
const STAMP: usize = 30;
/// Share of unreadable characters from which on the rest says nothing.
const GARBLED: f64 = 0.5;
/// The key under which a file says how it is encrypted.
const ENCRYPT: &[u8] = b"/Encrypt";

/// An opened file.
pub(crate) struct Opened {
    pub(crate) pdf: Pdf,
    /// Whether the files inside it are behind a password, though the pages are not.
    pub(crate) sealed: bool,
}

/// Opens a file whose pages ask for no password. The streams of an encrypted one are counted here: before it is open nobody can.
pub(crate) fn open(bytes: Arc<Vec<u8>>, limits: &Limits) -> Result<Opened, ReadError> {
    let encrypted = memchr::memmem::find(&bytes, ENCRYPT).is_some();
    let opened = match load(Arc::clone(&bytes)) {
        Err(error) => match plain_pages(&bytes).filter(|_| encrypted) {
            Some(plain) => Opened { pdf: load(Arc::new(plain))?, sealed: true },
            None => return Err(error),
        },
        Ok(pdf) => Opened { pdf, sealed: false },
    };
    if encrypted {
        bomb::check_open(&opened.pdf, limits.inflated_bytes)?;
    }
    Ok(opened)
}

fn load(bytes: Arc<Vec<u8>>) -> Result<Pdf, ReadError> {
    let no_pages = || ReadError::Damaged { detail: "no pages can be found in it; fetch it again".into() };
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => ReadError::Encrypted,
        LoadPdfError::Decryption(_) => ReadError::Damaged { detail: "its encryption is broken; fetch it again".into() },
        LoadPdfError::Invalid => no_pages(),
    })?;
    if pdf.pages().is_empty() { Err(no_pages()) } else { Ok(pdf) }
}

/// The file without its encryption, where that leaves streams and strings as they are and holds for embedded files only
/// (ISO 32000-2, table 20: `StmF`, `StrF`, `EFF`).
fn plain_pages(bytes: &[u8]) -> Option<Vec<u8>> {
    let is_identity = |key: &[u8]| {
        let at = memchr::memmem::find(bytes, key)? + key.len();
        Some(bytes.get(at..)?.trim_ascii_start().starts_with(b"/Identity"))
    };
    if is_identity(b"/StmF") != Some(true) || is_identity(b"/StrF") != Some(true) {
        return None;
    }
    let mut plain = bytes.to_vec();
    for at in memchr::memmem::find_iter(bytes, ENCRYPT) {
        // A key of the same length that nobody knows: every offset in the file stays right.
        if let Some(letter) = plain.get_mut(at + 1) {
            *letter = b'X';
        }
    }
    Some(plain)
}

/// Reads all pages. With `keep`, a file with scanned pages is left open, so that they can be replaced.
pub(super) fn read(bytes: Arc<Vec<u8>>, limits: Limits, keep: bool, beat: &Beat, late: &AtomicBool) -> Result<Draft, ReadError> {
    let Opened { pdf, .. } = open(bytes, &limits)?;
    let count = u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX);
    if count > limits.pages {
        return Err(ReadError::TooLarge { detail: format!("{count} pages, at most {} are read", limits.pages) });
    }
    let mut unicode = Unicode::new(&pdf);
    let mut cache = InterpreterCache::new();
    let mut layout = Layout::new(limits.cells);
    let (mut blind, mut layered, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    let mut layers = HashMap::new();
    let (mut readable, mut unreadable) = (0, 0);
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        beat.tick();
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let drawn = catch_unwind(AssertUnwindSafe(|| draw(page, &pdf, &cache, &mut unicode, late, limits)));
        let drawing = match drawn {
            Ok(drawing) => drawing,
            Err(payload) => match payload.downcast_ref::<Stopped>() {
                Some(Stopped::Glyphs) => {
                    return Err(ReadError::TooLarge { detail: format!("page {number} has more than {} characters", limits.page_glyphs) });
                }
                Some(Stopped::Late) => return Err(ReadError::TooLarge { detail: "it takes too long to read".into() }),
                None => {
                    // Whatever the engine held may be half done.
                    cache = InterpreterCache::new();
                    warnings.push(format!("page {number} is damaged"));
                    Drawing::default()
                }
            },
        };
        if late.load(Ordering::Relaxed) {
            return Err(ReadError::TooLarge { detail: "it takes too long to read".into() });
        }
        if drawing.rules.is_none() {
            warnings.push(format!("page {number} has more than {} rules; its tables are given as lines", limits.page_rules));
        }
        let (rules, kept) = (drawing.rules.clone().unwrap_or_default(), usable(drawing));
        readable += kept.glyphs.iter().filter(|glyph| !glyph.ch.is_whitespace() && glyph.ch != '\u{FFFD}').count();
        unreadable += kept.unreadable;
        if kept.blind {
            blind.push(number);
        }
        if kept.layered {
            layered.push(number);
            if keep {
                layers.insert(number, kept.glyphs.clone());
            }
        }
        let text_from = if kept.layered { TextFrom::Ocr } else { TextFrom::Text };
        layout.page(Sheet { number, width, height, glyphs: kept.glyphs, rules, text_from, ..Sheet::default() });
    }
    let open = keep && !(blind.is_empty() && layered.is_empty());
    let body = if open { Body::Open(layout) } else { Body::Done(layout.finish(Format::Pdf)) };
    Ok(Draft {
        body,
        engine: ENGINE.to_owned(),
        metadata: meta::of(&pdf),
        pages: count,
        blind,
        layered,
        layers,
        recognised: Vec::new(),
        warnings,
        failure: None,
        readable,
        unreadable,
    })
}

fn draw<'p>(
    page: &Page<'p>,
    pdf: &'p Pdf,
    cache: &InterpreterCache<'p>,
    unicode: &mut Unicode<'p>,
    late: &AtomicBool,
    limits: Limits,
) -> Drawing {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let settings = InterpreterSettings::default();
    let mut context = Context::new(page.initial_transform(true).to_kurbo(), area, cache, pdf.xref(), settings);
    let mut collector = Collector::new(area, unicode, late, limits.page_glyphs, limits.page_rules);
    interpret_page(page, &mut context, &mut collector);
    let mut drawing = collector.finish();
    drawing.seen.extend(form::glyphs(page));
    drawing
}

/// The part of a drawing that is the page's text.
struct Usable {
    glyphs: Vec<Glyph>,
    unreadable: usize,
    /// Whether there is text that only OCR can read.
    blind: bool,
    /// Whether the text is an OCR layer.
    layered: bool,
}

fn usable(drawing: Drawing) -> Usable {
    let Drawing { seen, hidden, unreadable, too_wide, rules: _, pictured } = drawing;
    let inked = |glyphs: &[Glyph]| glyphs.iter().filter(|glyph| !glyph.ch.is_whitespace() && glyph.ch != '\u{FFFD}').count();
    let (in_sight, under) = (inked(&seen), inked(&hidden));
    let scan = pictured > SCAN;
    // Letters as wide as ideographs are ideographs whose font calls them letters.
    // So are letters with accents all over, if they are bytes of GBK in a font that says they are Latin.
    let wrong = Some(too_wide.max(disguised(&seen))).filter(|wrong| *wrong >= 20).unwrap_or(0);
    let garbled = (wrong + unreadable) as f64 > GARBLED * (in_sight + unreadable) as f64;
    if under > in_sight {
        let glyphs = seen.into_iter().chain(hidden).collect();
        return Usable { glyphs, unreadable: 0, blind: false, layered: scan };
    }
    if garbled || scan && in_sight < STAMP {
        let unreadable = if garbled { unreadable + wrong } else { 0 };
        return Usable { glyphs: Vec::new(), unreadable, blind: true, layered: false };
    }
    // A page with neither characters nor pictures is blank, which needs no OCR.
    Usable { blind: in_sight == 0 && pictured > 0.02, glyphs: seen, unreadable, layered: false }
}

/// Letters with accents that are bytes of GB 2312: taken in pairs, at least a quarter begins as its common characters do (rows 16 to 55).
/// Nine in ten of a Chinese text do so, half of them if a byte was lost before; words and lists of letters hardly do.
fn disguised(glyphs: &[Glyph]) -> usize {
    let bytes: Vec<u8> = glyphs
        .iter()
        .filter(|glyph| matches!(glyph.ch, '\u{A1}'..='\u{FF}'))
        .filter_map(|glyph| u8::try_from(u32::from(glyph.ch)).ok())
        .collect();
    let common = bytes.chunks(2).filter(|pair| matches!(pair, [0xB0..=0xD7, 0xA1..=0xFE])).count();
    if common * 8 >= bytes.len() { bytes.len() } else { 0 }
}
