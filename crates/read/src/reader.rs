//! The door of the crate: which reader takes the bytes. Not for: telling formats apart (`sniff`).

use hongtou_document::{Document, Format};
use sha2::{Digest, Sha256};

use crate::{Options, ReadError, sniff};

/// One file, as a reader gets it.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The whole content.
    pub bytes: &'a [u8],
    /// The file's name, if it has one; only a hint.
    pub name: Option<&'a str>,
    /// What the caller asked for.
    pub options: &'a Options,
}

/// Reads one format. One implementation a module.
pub trait Reader {
    /// The format it reads.
    fn format(&self) -> Format;

    /// Reads bytes that the sniffer took for [`Reader::format`].
    ///
    /// # Errors
    /// When nothing can be read; see [`ReadError`].
    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError>;
}

/// Tells the format of the bytes and reads them.
///
/// # Errors
/// When the bytes are empty, of a format without a reader, protected, damaged, or over a limit.
pub fn read(bytes: &[u8], name: Option<&str>, options: &Options) -> Result<Document, ReadError> {
    options.beat.tick();
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(ReadError::Empty);
    }
    let limit = options.limits.file_bytes;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge { detail: format!("{} bytes, at most {limit} are read", bytes.len()) });
    }
    if sniff::is_encrypted_package(bytes) {
        return Err(ReadError::Encrypted);
    }
    let format = sniff(bytes, name);
    tracing::debug!(format = format.code(), bytes = bytes.len(), "sniffed");
    let reader = reader_of(format).ok_or(ReadError::Unsupported { format })?;
    reader.read(&Input { bytes, name, options })
}

/// SHA-256 of the bytes in lower-case hex: the id of a source.
#[must_use]
pub fn source_id(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The reader of a format, if this build has one.
fn reader_of(format: Format) -> Option<&'static dyn Reader> {
    match format {
        #[cfg(feature = "text")]
        Format::Text => Some(&crate::TextReader),
        #[cfg(feature = "office")]
        Format::Docx => Some(&crate::DocxReader),
        #[cfg(feature = "office")]
        Format::Doc | Format::Wps => Some(&crate::DocReader),
        #[cfg(feature = "office")]
        Format::Rtf => Some(&crate::RtfReader),
        #[cfg(feature = "office")]
        Format::Xls => Some(&crate::SheetReader::XLS),
        #[cfg(feature = "office")]
        Format::Et => Some(&crate::SheetReader::ET),
        #[cfg(feature = "office")]
        Format::Xlsx => Some(&crate::SheetReader::XLSX),
        #[cfg(feature = "html")]
        Format::Html => Some(&crate::HtmlReader),
        #[cfg(feature = "ofd")]
        Format::Ofd => Some(&crate::OfdReader),
        #[cfg(feature = "pdf")]
        Format::Pdf => Some(&crate::PdfReader),
        #[cfg(feature = "ocr")]
        Format::Image => Some(&crate::PictureReader),
        _ => None,
    }
}
