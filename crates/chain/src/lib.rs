//! Grant chains: notices tied together by the money that they pass down.
//!
//! Two steps, both pure. [`assemble`] turns the notices of an archive into one notice a document: copies
//! merged, ids made unique. [`link`] follows the money through them: [`Link`]s between documents, [`Flow`]s
//! to recipients, [`Chain`]s from the root to the last division, flat [`Path`]s for reading, and [`Finding`]s.
//! The result never depends on the order in which notices arrive. Rules: `docs/linking.md`.
//!
//! Not for: reading or parsing documents, or writing records (`hongtou-export`).

mod model;

pub use model::{
    Basis, Chain, ChainNode, Finding, FindingCode, Flow, FlowStatus, GrantRow, Link, Linked, NodeStatus, NotCounted, Path, PathStep,
    Relation, Severity,
};
