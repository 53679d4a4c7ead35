//! What hongtou hands out: flat records, one Rust type a table, and everything made from those types.
//!
//! * [`rows`] — the tables. Field by field they are the contract of `docs/records.md`; every key stands on
//!   every row, `null` means that the document does not say.
//! * [`Records`] — all rows of one run, each table sorted by its key; [`NestedNotice`] — one notice with its own.
//! * [`NdjsonWriter`] — the out folder: `<table>.ndjson`, `texts/`, `manifest.json`, all or nothing.
//! * [`relational`] — the same as tables of SQLite, PostgreSQL or CSV files.
//! * [`FetchedFiles`] — what a crawler hands in beside its files.
//! * [`store`] — reading an out folder back.
//! * [`schema`] — the JSON Schemas, generated from the types.
//!
//! ```
//! use hongtou_chain::Linked;
//! use hongtou_export::Records;
//!
//! let records = Records::from_linked(&Linked::default(), Vec::new(), Vec::new());
//! assert!(records.tables().iter().all(|table| table.is_empty()));
//! ```
//!
//! This is the one crate that knows JSON. Not for: reading documents, finding facts, following money.

pub mod check;
mod exact;
mod fetched;
mod log;
mod manifest;
mod ndjson;
mod records;
pub mod relational;
pub mod rows;
pub mod schema;
pub mod store;
pub mod text;

pub use exact::{DivisionId, Exact, IsoDate, Unit};
pub use fetched::{Fetched, FetchedError, FetchedFiles};
pub use log::LogLine;
pub use manifest::{Manifest, Options, timestamp};
pub use ndjson::{Line, Lines, NdjsonWriter, WriteError, remove_unfinished};
pub use records::{NestedNotice, Records, Row, Shown, Table, write_linked};

/// Version of the records and their schemas. A field is added rather than renamed.
pub const SCHEMA_VERSION: &str = "0.1";

/// Pretty JSON with a line break at its end, for people and for files that are read whole.
///
/// # Errors
/// When the value cannot be written as JSON, which no type of this crate brings about.
pub fn to_pretty_json(value: &impl serde::Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(value).map(|json| json + "\n")
}
