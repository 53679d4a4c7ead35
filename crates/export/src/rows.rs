//! The tables, one type a row. Not for: gathering rows ([`Records`](crate::Records)), or what the fields mean
//! for finding them (`hongtou-parse`, `hongtou-chain`).
//!
//! The doc comment of a field is its description in the JSON Schema.

mod chains;
mod evidence;
mod files;
mod findings;
mod indicators;
mod money;
mod notices;

pub use chains::{ChainNodeRow, ChainRow, FlowRow, LinkRow, PathRow};
pub use evidence::{EvidenceRow, FactRow};
pub use files::{FileError, FileRow, FileStatus, MetadataItem, SourceFormat, SourceRow, SourceText};
pub use findings::FindingRow;
pub use indicators::{IndicatorRow, IndicatorValueRow};
pub use money::{AllocationRow, AmountRow, CitationRow, GrantRow};
pub use notices::{AttachmentItem, Facts, IssuerItem, NoticeRow, RecipientItem, SubjectItem, TagItem};
