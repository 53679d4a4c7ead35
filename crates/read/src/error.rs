//! Why bytes could not be read.

use hongtou_document::Format;
use thiserror::Error;

/// Why a file gave no document. Not returned for odd content that could be read in part: that is a
/// [warning](hongtou_document::Document::warnings).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file holds no bytes, or nothing that is printed.
    #[error("there is no text in it; if there should be, fetch it again")]
    Empty,
    /// The format is known but not read by this build.
    #[error("{}", unsupported(*format))]
    Unsupported {
        /// What the content is.
        format: Format,
    },
    /// The format is read, but not in the form of so old a program.
    #[error("the file was written by {program}, which is too old to be read; save it in a newer form and try again")]
    TooOld {
        /// What wrote it.
        program: &'static str,
    },
    /// The file asks for a password.
    #[error("the file is protected by a password; remove the protection and try again")]
    Encrypted,
    /// The file is cut short or broken.
    #[error("the file is damaged: {detail}")]
    Damaged {
        /// What is wrong, in words for the user.
        detail: String,
    },
    /// The file goes over a limit.
    #[error("the file goes over a limit: {detail}")]
    TooLarge {
        /// Which limit.
        detail: String,
    },
    /// The pages are pictures, or their fonts do not tell what their glyphs mean.
    #[error("none of its {pages} pages has usable text; it needs OCR")]
    NeedsOcr {
        /// How many pages it has.
        pages: u32,
    },
    /// Its pages are pictures, and the engine that was to recognise them failed.
    #[error("its pages are pictures, and they could not be recognised: {detail}")]
    NotRecognised {
        /// Why, in words for the user.
        detail: String,
    },
}

/// What a user can do with a file that has no reader.
fn unsupported(format: Format) -> String {
    match format {
        // Of `read`, and of `archive` where it cannot open one.
        Format::Archive => "it is an archive: `hongtou ingest` reads what lies in a zip, tar, gz, 7z or rar; unpack any other".to_owned(),
        Format::Image => "pictures of this kind are not read; save it as PNG or JPEG".to_owned(),
        Format::Unknown => "it is in no format that is read; save it as DOCX, PDF or text, or leave it".to_owned(),
        known => format!("{} files are not read by this build", known.code()),
    }
}

impl ReadError {
    /// The stable code, as in `files.error.code`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Unsupported { .. } | Self::TooOld { .. } => "unsupported",
            Self::Encrypted => "encrypted",
            Self::Damaged { .. } => "damaged",
            Self::TooLarge { .. } => "too_large",
            Self::NeedsOcr { .. } | Self::NotRecognised { .. } => "needs_ocr",
        }
    }
}
