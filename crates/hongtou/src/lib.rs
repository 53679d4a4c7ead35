//! Fiscal notices in, grant chains out.
//!
//! ```no_run
//! let above = hongtou::read("province.docx")?;
//! println!("{:?}", above.title.as_ref().map(|title| &title.value));
//!
//! let below = hongtou::read("county.pdf")?;
//! let linked = hongtou::link(&[above, below]);
//! println!("{} chains", linked.chains.len());
//! # Ok::<(), hongtou::Error>(())
//! ```
//!
//! A whole archive, in parallel, to NDJSON records:
//!
//! ```no_run
//! use hongtou::{Event, Ingest};
//!
//! let report = Ingest::new("archive").out("records").jobs(8).run(|event| {
//!     if let Event::Done { path, status, .. } = event {
//!         println!("{path}: {status}");
//!     }
//! })?;
//! println!("{} files failed", report.failures());
//! # Ok::<(), hongtou::Error>(())
//! ```
//!
//! There is no global state: every run has its own threads, and `tracing` events go to whatever the caller set up.
//! The records are described in `docs/records.md` and by the schemas of [`export`].
//!
//! Not for: words on a terminal (`hongtou-cli`).

mod archive;
mod error;
mod event;
mod gather;
#[cfg(test)]
mod held;
mod identify;
mod ingest;
mod ledger;
mod look;
mod made;
mod name;
mod one;
mod part;
mod relink;
mod report;
mod roll;
mod run;
mod scratch;
mod select;
mod spool;
mod status;
mod take;
mod task;
mod version;
mod view;
mod walk;
mod walks;
mod work;
mod worker;

pub use error::Error;
pub use event::Event;
pub use hongtou_chain::{Linked, Severity};
pub use hongtou_document::{Block, Cell, Document, Page, Span, Table, TableMark, TextFrom};
pub use hongtou_export as export;
pub use hongtou_notice::{self as notice, Notice};
pub use hongtou_read::{Ocr, RasterError, ReadError, VERSION as READ_VERSION, ocr_engine};
pub use ingest::Ingest;
pub use ledger::LedgerError;
pub use look::{ChainView, Movement, Received, chains_of, received_by};
pub use one::{Reader, document, document_from, read, read_from};
pub use relink::relink;
pub use report::{MetadataFit, Report};
pub use status::{Failure, Status, failures, status};
pub use view::text_view;
pub use walks::Walk;
pub use worker::{Isolation, WORKER, serve as serve_worker};

/// Puts notices together (copies merged) and follows the money through them. Pure: the order of the notices does
/// not matter.
///
/// Attachments in files of their own are not joined to the notices that announce them, as [`Ingest`] joins them: what ties them
/// is where the files lie and what they are called, which notices do not tell. A sheet given here beside its notice stays a notice of its own.
#[must_use]
pub fn link(notices: &[Notice]) -> Linked {
    hongtou_chain::link(hongtou_chain::assemble(notices.iter().cloned()))
}

/// The program of README.md, which is compiled with the other examples.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
