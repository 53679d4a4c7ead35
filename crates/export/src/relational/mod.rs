//! The records as tables of a relational database: derived from the JSON Schemas of the rows, so that both come from the
//! same types. `schemas/sqlite.sql` and `schemas/postgresql.sql` are the DDL; `docs/databases.md` tells how to use them.
//!
//! * Scalars are columns; an object is flattened into columns (`evidence_page`, `error_code`).
//! * A list of codes (`doubts`, `levels`) is one column: `text[]` in PostgreSQL, a JSON list elsewhere.
//! * Every other list is a table of its own, named after its owner: `notice_issuers`, `chain_nodes`, `link_evidence`.
//! * `divisions` and `funds` are dimension tables, `id_changes` and `notice_digests` keep the state of the export.
//!
//! Not for: what the fields mean (`rows`), writing NDJSON (`ndjson`).

mod csv;
mod ddl;
mod export;
mod folder;
mod model;
#[cfg(feature = "postgresql")]
mod postgresql;
mod shred;
#[cfg(feature = "sqlite")]
mod sqlite;
mod target;

pub use ddl::{Dialect, ddl};
pub use export::{ExportError, Exported, export};
pub use model::{Column, ColumnKind, Reference, Relation, relations};
pub use target::To;
