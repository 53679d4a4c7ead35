//! From a [`Document`](hongtou_document::Document) to the facts of a fiscal notice.
//!
//! [`parse`] reads one document and returns its [`Notice`](hongtou_notice::Notice). It never fails: it
//! returns what it found, and every fact carries the place where it is printed, a confidence, and the doubts
//! that lower it. Rules of the genre stand in `docs/`, vocabularies in `data/`.
//!
//! ```
//! use hongtou_document::{DocumentBuilder, Format};
//!
//! let mut builder = DocumentBuilder::new(Format::Text);
//! for line in ["财政部文件", "财社〔2024〕179号", "关于下达2024年困难群众救助补助资金预算的通知", "各省财政厅："] {
//!     builder.paragraph(line);
//! }
//! let notice = hongtou_parse::parse(&builder.finish("0".repeat(64)), &hongtou_parse::Hints::default());
//! assert_eq!(notice.id, "财社〔2024〕179号@000000");
//! ```
//!
//! Not for: file formats. Nothing here knows whether the text came from a PDF or a web page.

mod act;
mod agencies;
mod amounts;
mod body;
mod chrome;
mod citations;
mod flow;
mod form;
mod fund;
mod head;
mod id;
mod issuer;
mod kind;
mod notice;
mod place;
mod recipients;
pub mod recognise;
mod roles;
mod seams;
mod sentence;
mod slip;
mod table;
mod tags;
mod tail;
mod told;
mod told_sums;
mod trust;
mod view;
mod vocab;
mod year;

pub use notice::{Hints, parse};
