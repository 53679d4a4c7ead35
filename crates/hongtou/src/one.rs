//! One document: bytes to text, text to a notice, and what happens when the code stumbles. Not for: many of them.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use hongtou_document::{Document, Format};
use hongtou_export::rows::{MetadataItem, SourceFormat, SourceRow, SourceText};
use hongtou_notice::Notice;
use hongtou_parse::Hints;
use hongtou_read::{Attachment, Limits, Ocr, Options, RasterError, ReadError};

use crate::Error;
use crate::name::spelled;

/// What bytes without a name are called in errors.
const NAMELESS: &str = "the document";

/// Reads documents, as asked. [`read`], [`document`] and their like are this with nothing asked for.
///
/// ```no_run
/// use hongtou::{Ocr, Reader};
///
/// let notice = Reader::new().ocr(Ocr::Auto).read("scan.pdf")?;
/// # Ok::<(), hongtou::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Reader {
    options: Options,
}

impl Reader {
    /// A reader of which nothing is asked: what it gives depends on the bytes alone.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether pages that are pictures are recognised, and by what. [`Ocr::Off`] if this is not called.
    #[must_use]
    pub fn ocr(mut self, ocr: Ocr) -> Self {
        self.options = self.options.ocr(ocr);
        self
    }

    /// Reads one file and parses it. A document is one notice, whatever it holds; files inside it, and archives, are for
    /// [`Ingest`](crate::Ingest).
    ///
    /// # Errors
    /// When it is not there, is no file, or holds nothing that can be read.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Notice, Error> {
        let path = path.as_ref();
        parse(&load(path)?, Some(&file_name(path)), &self.options).map_err(|failure| failure.of(path.display()))
    }

    /// Reads and parses a document from bytes. `name` is its file name, if it has one; it may hint at the format.
    ///
    /// # Errors
    /// When the bytes hold nothing that can be read.
    pub fn read_from(&self, bytes: &[u8], name: Option<&str>) -> Result<Notice, Error> {
        parse(bytes, name, &self.options).map_err(|failure| failure.of(name.unwrap_or(NAMELESS)))
    }

    /// Reads one file without parsing it: the text with its layout.
    ///
    /// # Errors
    /// When it is not there, is no file, or holds nothing that can be read.
    pub fn document(&self, path: impl AsRef<Path>) -> Result<Document, Error> {
        let path = path.as_ref();
        self.layout(&load(path)?, Some(&file_name(path))).map_err(|failure| failure.of(path.display()))
    }

    /// Reads a document from bytes without parsing it. `name` is its file name, if it has one.
    ///
    /// # Errors
    /// When the bytes hold nothing that can be read.
    pub fn document_from(&self, bytes: &[u8], name: Option<&str>) -> Result<Document, Error> {
        self.layout(bytes, name).map_err(|failure| failure.of(name.unwrap_or(NAMELESS)))
    }

    /// One page of a PDF or picture as a PNG with what was read drawn on it: lines blue, cells green, what may be misread red,
    /// page numbers and running heads grey.
    ///
    /// # Errors
    /// When the file cannot be read, its format has no pages that can be drawn, or it has no such page.
    pub fn overlay(&self, path: impl AsRef<Path>, page: u32) -> Result<Vec<u8>, Error> {
        let path = path.as_ref();
        self.drawn(&load(path)?, Some(&file_name(path)), page, path.display())
    }

    /// The same from bytes. `name` is the file's name, if it has one.
    ///
    /// # Errors
    /// As for a file.
    pub fn overlay_from(&self, bytes: &[u8], name: Option<&str>, page: u32) -> Result<Vec<u8>, Error> {
        self.drawn(bytes, name, page, name.unwrap_or(NAMELESS))
    }

    fn drawn(&self, bytes: &[u8], name: Option<&str>, page: u32, shown: impl ToString) -> Result<Vec<u8>, Error> {
        let picture = caught(|| {
            let document = hongtou_read::read(bytes, name, &self.options).map_err(Failure::Read)?;
            Ok(hongtou_read::overlay(&document, bytes, page, &self.options.limits))
        });
        match picture {
            Ok(Ok(png)) => Ok(png),
            Ok(Err(RasterError::Read(error))) => Err(Failure::Read(error).of(shown)),
            Ok(Err(source)) => Err(Error::NoPicture { name: shown.to_string(), source }),
            Err(failure) => Err(failure.of(shown)),
        }
    }

    fn layout(&self, bytes: &[u8], name: Option<&str>) -> Result<Document, Failure> {
        caught(|| hongtou_read::read(bytes, name, &self.options).map_err(Failure::Read))
    }
}

/// Reads one file and parses it: one notice. Pages that are pictures are not recognised; see [`Reader::ocr`].
///
/// # Errors
/// When it is not there, is no file, or holds nothing that can be read.
pub fn read(path: impl AsRef<Path>) -> Result<Notice, Error> {
    Reader::new().read(path)
}

/// Reads and parses a document from bytes. `name` is its file name, if it has one; it may hint at the format. Pages that are
/// pictures are not recognised; see [`Reader::ocr`].
///
/// # Errors
/// When the bytes hold nothing that can be read.
pub fn read_from(bytes: &[u8], name: Option<&str>) -> Result<Notice, Error> {
    Reader::new().read_from(bytes, name)
}

/// Reads one file without parsing it: the text with its layout. Pages that are pictures are not recognised; see [`Reader::ocr`].
///
/// # Errors
/// When it is not there, is no file, or holds nothing that can be read.
pub fn document(path: impl AsRef<Path>) -> Result<Document, Error> {
    Reader::new().document(path)
}

/// Reads a document from bytes without parsing it. `name` is its file name, if it has one. Pages that are pictures are not
/// recognised; see [`Reader::ocr`].
///
/// # Errors
/// When the bytes hold nothing that can be read.
pub fn document_from(bytes: &[u8], name: Option<&str>) -> Result<Document, Error> {
    Reader::new().document_from(bytes, name)
}

pub(crate) fn load(path: &Path) -> Result<Vec<u8>, Error> {
    let wrong = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => Error::NotFound { path: path.to_owned() },
        _ => Error::Unreadable { path: path.to_owned(), source },
    };
    if !fs::metadata(path).map_err(wrong)?.is_file() {
        return Err(Error::NotAFile { path: path.to_owned() });
    }
    fs::read(path).map_err(wrong)
}

/// The last part of a path, as records spell it.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| spelled(Path::new(name))).unwrap_or_default()
}

/// Why a document was not.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The bytes are at fault.
    Read(ReadError),
    /// There is no text, only pictures or parts that are not read; which ones.
    NoText(String),
    /// The code is at fault; what it said.
    Panic(String),
}

impl Failure {
    fn of(self, name: impl ToString) -> Error {
        let name = name.to_string();
        match self {
            Self::Read(source) => Error::Read { name, source },
            Self::NoText(detail) => Error::NoText { name, detail },
            Self::Panic(message) => Error::Panic { name, message },
        }
    }
}

/// Reads; a panic on the way is a failure like any other, and so is a document without text.
pub(crate) fn read_text(bytes: &[u8], name: Option<&str>, options: &Options) -> Result<Document, Failure> {
    caught(|| {
        let document = hongtou_read::read(bytes, name, options).map_err(Failure::Read)?;
        if document.text().as_str().trim().is_empty() {
            let mut told = document.warnings().to_vec();
            // Seals, watermarks and writing on a curve are no text.
            if document.pages().iter().any(|page| !page.furniture.is_empty()) {
                told.push("all that is printed stands askew".to_owned());
            }
            return Err(if told.is_empty() { Failure::Read(ReadError::Empty) } else { Failure::NoText(told.join("; ")) });
        }
        Ok(document)
    })
}

/// Parses what was read; a panic on the way is a failure, and the only one.
pub(crate) fn parse_text(document: &Document, name: Option<&str>) -> Result<Notice, Failure> {
    caught(|| Ok(hongtou_parse::parse(document, &name.map(Hints::named).unwrap_or_default())))
}

fn parse(bytes: &[u8], name: Option<&str>, options: &Options) -> Result<Notice, Failure> {
    parse_text(&read_text(bytes, name, options)?, name)
}

/// The files that a document carries; a panic on the way is a failure like any other.
pub(crate) fn attachments(bytes: &[u8], format: Format, limits: &Limits) -> Result<Vec<Attachment>, Failure> {
    caught(|| hongtou_read::attachments(bytes, format, limits).map_err(Failure::Read))
}

fn caught<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // Nothing that the closure changes is looked at again after a panic.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done,
        Err(payload) => {
            let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let message = text.or_else(|| payload.downcast_ref::<String>().cloned());
            Err(Failure::Panic(message.unwrap_or_else(|| "no message".to_owned())))
        }
    }
}

pub(crate) fn source_of(document: &Document, bytes: u64) -> SourceRow {
    use hongtou_document::TextFrom;
    SourceRow {
        pages: u32::try_from(document.pages().len()).ok().filter(|pages| *pages > 0),
        text_from: Some(match document.text_from() {
            TextFrom::Text => SourceText::Text,
            TextFrom::Ocr => SourceText::Ocr,
            TextFrom::Mixed => SourceText::Mixed,
        }),
        engine: Some(document.engine().to_owned()),
        text_sha256: Some(hongtou_read::source_id(document.text().as_str().as_bytes())),
        metadata: document.metadata().iter().map(|(name, value)| MetadataItem { name: name.clone(), value: value.clone() }).collect(),
        ..unread_source(document.source_id().to_owned(), bytes, document.format().code())
    }
}

/// The row of a content that nothing could be read of.
pub(crate) fn unread_source(id: String, bytes: u64, format: &str) -> SourceRow {
    SourceRow {
        id,
        bytes,
        format: SourceFormat::from_code(format).unwrap_or(SourceFormat::Unknown),
        pages: None,
        text_from: None,
        engine: None,
        text_sha256: None,
        metadata: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_with_its_message() {
        let failure = caught::<()>(|| panic!("row {} of 3", 4)).unwrap_err();
        assert!(matches!(&failure, Failure::Panic(message) if message == "row 4 of 3"), "{failure:?}");
        assert_eq!(failure.of("a.txt").code(), "panic");
    }

    #[test]
    fn every_format_has_its_code_in_the_records() {
        use hongtou_document::Format::*;
        for format in [Text, Docx, Pdf, Doc, Wps, Rtf, Xls, Xlsx, Et, Ofd, Html, Image, Archive, Unknown] {
            assert_eq!(SourceFormat::from_code(format.code()).map(SourceFormat::code), Some(format.code()));
        }
    }
}
