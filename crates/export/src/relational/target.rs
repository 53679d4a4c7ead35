//! Where an export goes: what every kind of database must be able to do, and the tables beside those of the records.
//! Not for: what is written (`export`).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use super::export::ExportError;
use super::model::{Column, ColumnKind, Reference, Relation};
use super::shred::Cell;

/// Where to export to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum To {
    /// A SQLite database file.
    Sqlite(PathBuf),
    /// A PostgreSQL database, by its connection URL.
    Postgresql(String),
    /// A folder of CSV files.
    Csv(PathBuf),
}

impl FromStr for To {
    type Err = String;

    /// `sqlite:FILE`, `postgresql://…` (or `postgres://…`), `csv:DIR`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            Some(("csv", path)) if !path.is_empty() => Ok(Self::Csv(path.into())),
            Some(("postgresql" | "postgres", _)) => Ok(Self::Postgresql(text.to_owned())),
            _ => Err(format!("{text} is none of sqlite:FILE, postgresql://USER@HOST/DATABASE, csv:DIR")),
        }
    }
}

/// What an earlier export left.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Digest of the rows of each notice.
    pub(super) digests: BTreeMap<String, String>,
    /// The sources of each notice.
    pub(super) sources: Vec<(String, String)>,
}

/// A database in the middle of one transaction: all of it happens, or nothing.
pub(super) trait Target {
    /// What is there already. Opens the transaction and makes the tables.
    fn begin(&mut self) -> Result<Before, ExportError>;

    /// Removes notices with all that is theirs, and every row of some tables.
    fn remove(&mut self, notices: &[&str], tables: &[&str]) -> Result<(), ExportError>;

    /// Adds a row.
    fn insert(&mut self, relation: &Relation, cells: &[Cell]) -> Result<(), ExportError>;

    /// Makes it so.
    fn commit(&mut self) -> Result<(), ExportError>;
}

/// The tables that hold no records: dimensions, and the state of the export.
pub(super) fn extra_relations() -> Vec<Relation> {
    let column = |name: &str, nullable: bool, comment: &str| Column {
        name: name.into(),
        kind: ColumnKind::Text,
        nullable,
        codes: Vec::new(),
        reference: None,
        comment: comment.into(),
    };
    let relation = |name: &str, comment: &str, columns: Vec<Column>, key: usize| Relation {
        name: name.into(),
        comment: comment.into(),
        columns,
        key,
        record: "",
        own: false,
        parts: Vec::new(),
    };
    let above = Reference { table: "divisions".into(), columns: vec!["code".into()], part: false };
    vec![
        relation(
            "divisions",
            "Every division that a row names, and those above it.",
            vec![
                column("code", false, "Six digits of GB/T 2260; a zone has Z behind them; 000000 is the centre."),
                column("name", true, "Its name; null where the code is not in the list of this version."),
                column("level", true, "Its level."),
                Column { reference: Some(above), ..column("parent", true, "The division above it.") },
            ],
            1,
        ),
        relation(
            "funds",
            "Every fund that a row names.",
            vec![column("key", false, "Key of the fund."), column("name", true, "The stem of its name; null where no grant tells it.")],
            1,
        ),
        relation(
            "id_changes",
            "Notices that an earlier export knew by another id, or that are gone.",
            vec![
                column("old_id", false, "The id that the earlier export had."),
                column("new_id", true, "The notice that is read from the same source now; null where there is none."),
            ],
            0,
        ),
        relation(
            "notice_digests",
            "What the rows of each notice were when it was exported; an export replaces what differs.",
            vec![column("notice_id", false, "The notice."), column("digest", false, "SHA-256 of its records.")],
            1,
        ),
        relation(
            "export_state",
            "What made the database.",
            vec![column("name", false, "What is told."), column("value", false, "What it is.")],
            1,
        ),
    ]
}
