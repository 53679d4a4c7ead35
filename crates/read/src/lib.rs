//! Bytes to [`Document`](hongtou_document::Document): one module a format, behind one sniffer.
//!
//! Not for: what a fiscal notice is. A rule about 万元 has no place here.

mod error;

pub use error::ReadError;
