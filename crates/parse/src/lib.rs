//! From a [`Document`](hongtou_document::Document) to the facts of a fiscal notice.
//!
//! Not for: file formats. Nothing here knows whether the text came from a PDF or a web page.

mod place;
