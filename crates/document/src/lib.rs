//! The layout model of hongtou: what a reader saw, before anybody asks what it means.
//!
//! A [`Document`] is one linear [text](Document::text) as printed, cut into [`Block`]s in reading
//! order, each with the [`Span`] of text that it covers and, where the format has geometry, its page
//! and box. Readers of every format produce it through [`DocumentBuilder`]; the parser reads it and
//! never learns which format it came from.
//!
//! ```
//! use hongtou_document::{DocumentBuilder, Format};
//!
//! let mut builder = DocumentBuilder::new(Format::Text);
//! builder.paragraph("财社〔2024〕179号");
//! let document = builder.finish("0".repeat(64));
//! assert_eq!(document.slice(document.blocks()[0].span()), "财社〔2024〕179号");
//! ```
//!
//! **Order of the text.** Blocks stand in reading order. A table is written row by row, a cell once at
//! its origin, a nested table inside its cell. Readers that build the text part cells by TAB and rows by
//! a line break; the reader of plain text keeps the file's own characters and only points into them.
//!
//! Not for: reading bytes (`hongtou-read`), or anything that knows what a fiscal notice is.

mod builder;
mod document;
mod span;
mod table;

pub use builder::{CellDraft, DocumentBuilder, TableDraft};
pub use document::{Block, Document, Format, Furniture, Line, Page, Paragraph, TextFrom};
pub use span::{Rect, Span, Text};
pub use table::{Cell, Table, TableError, TableMark};
