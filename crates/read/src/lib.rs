//! Bytes to [`Document`]: one module a format, behind one sniffer.
//!
//! ```
//! use hongtou_read::{Options, read};
//!
//! let document = read("关于下达资金的通知\n".as_bytes(), Some("notice.txt"), &Options::default())?;
//! assert_eq!(document.slice(document.blocks()[0].span()), "关于下达资金的通知");
//! # Ok::<(), hongtou_read::ReadError>(())
//! ```
//!
//! [`sniff`] tells the format by content, [`read`] hands the bytes to the [`Reader`] of that format.
//! Reading is pure: no files, no network; only the PDF engine works in a thread of its own with a time limit. The one exception is
//! asked for by name: [`Ocr`] runs another program on pages that are pictures, over temporary files. What could be read in part comes back as a document
//! with [warnings](hongtou_document::Document::warnings); what could not is a [`ReadError`].
//!
//! Not for: what a fiscal notice is. A rule about 万元 has no place here.

#[cfg(feature = "archive")]
mod archive;
#[cfg(any(feature = "ofd", feature = "pdf"))]
mod attachment;
mod beat;
#[cfg(feature = "office")]
mod container;
#[cfg(feature = "office")]
mod docx;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
#[cfg(feature = "html")]
mod html;
#[cfg(any(feature = "ocr", feature = "ofd", feature = "pdf", feature = "fuzzing"))]
mod layout;
mod limits;
#[cfg(any(feature = "archive", feature = "ofd", feature = "pdf"))]
mod member_path;
#[cfg(feature = "ocr")]
mod ocr;
#[cfg(feature = "ofd")]
mod ofd;
mod options;
#[cfg(feature = "ocr")]
mod overlay;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "ocr")]
mod picture_file;
#[cfg(feature = "ocr")]
mod raster;
mod reader;
#[cfg(feature = "office")]
mod sheet;
mod sniff;
#[cfg(feature = "text")]
mod text;
#[cfg(feature = "office")]
mod word;

#[cfg(feature = "archive")]
pub use archive::{Member, for_each_member};
#[cfg(any(feature = "ofd", feature = "pdf"))]
pub use attachment::{Attachment, attachments};
pub use beat::Beat;
#[cfg(feature = "office")]
pub use docx::DocxReader;
pub use error::ReadError;
pub use hongtou_document::{Document, Format};
#[cfg(feature = "html")]
pub use html::HtmlReader;
pub use limits::Limits;
#[cfg(feature = "ocr")]
pub use ocr::ocr_engine;
#[cfg(feature = "ofd")]
pub use ofd::{OfdReader, ofd_attachments};
pub use options::{Ocr, Options};
#[cfg(feature = "ocr")]
pub use overlay::overlay;
#[cfg(feature = "pdf")]
pub use pdf::{PdfReader, pdf_attachments};
#[cfg(feature = "ocr")]
pub use picture_file::PictureReader;
#[cfg(feature = "ocr")]
pub use raster::{RasterError, render_page};
pub use reader::{Input, Reader, read, source_id};
#[cfg(feature = "office")]
pub use sheet::SheetReader;
pub use sniff::sniff;
#[cfg(feature = "text")]
pub use text::TextReader;
#[cfg(feature = "office")]
pub use word::{DocReader, RtfReader};

/// Raised when the document of any file may come out otherwise than before. Documents are kept under it: with a version of
/// its own each is read, and its pictures recognised, anew.
pub const VERSION: u32 = 7;
