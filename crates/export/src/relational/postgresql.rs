//! A PostgreSQL database, filled by COPY. Not for: encrypted connections; use a local socket or a tunnel.

use std::collections::BTreeMap;
use std::io::Write as _;

use postgres::{Client, NoTls};

use super::ddl::{Dialect, ddl, quoted, views};
use super::export::{ExportError, printed};
use super::model::Relation;
use super::shred::Cell;
use super::target::{Before, Target};
use crate::SCHEMA_VERSION;

/// Bytes of a table's rows that are held back before they are sent.
const BUFFER: usize = 1 << 20;

pub(super) struct Postgresql {
    client: Client,
    /// For every table its columns and the rows that are not sent yet, in COPY's text format.
    held: BTreeMap<String, (String, Vec<u8>)>,
}

impl From<postgres::Error> for ExportError {
    fn from(error: postgres::Error) -> Self {
        // The driver's own words are only "db error".
        let detail =
            error.as_db_error().map_or_else(|| error.to_string(), |db| format!("{} {}", db.message(), db.detail().unwrap_or_default()));
        Self::Database(detail.trim_end().to_owned())
    }
}

impl Postgresql {
    pub(super) fn connect(url: &str) -> Result<Self, ExportError> {
        Ok(Self { client: Client::connect(url, NoTls)?, held: BTreeMap::new() })
    }

    fn send(&mut self, table: &str) -> Result<(), ExportError> {
        let Some((columns, rows)) = self.held.get_mut(table).filter(|(_, rows)| !rows.is_empty()) else { return Ok(()) };
        let mut copy = self.client.copy_in(&format!("COPY {} ({columns}) FROM STDIN", quoted(table)))?;
        copy.write_all(rows).map_err(|error| ExportError::Database(error.to_string()))?;
        copy.finish()?;
        rows.clear();
        Ok(())
    }
}

/// Adds a value in COPY's text format.
fn copied(cell: &Cell, out: &mut Vec<u8>) {
    let text = match cell {
        Cell::Null => return out.extend_from_slice(b"\\N"),
        // Codes hold letters and `_` only.
        Cell::Codes(list) => format!("{{{}}}", list.join(",")),
        other => printed(other).unwrap_or_default(),
    };
    for byte in text.bytes() {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            byte => out.push(byte),
        }
    }
}

impl Target for Postgresql {
    fn begin(&mut self) -> Result<Before, ExportError> {
        // One export at a time, and NOTICEs about tables that are there already are of no use.
        self.client.batch_execute("SET client_min_messages = warning; BEGIN; SELECT pg_advisory_xact_lock(hashtext('hongtou export'))")?;
        let known = self.client.query_one("SELECT to_regclass('export_state') IS NOT NULL", &[])?;
        if !known.get::<_, bool>(0) {
            self.client.batch_execute(&ddl(Dialect::Postgresql))?;
        } else {
            let found: String = self.client.query_one("SELECT value FROM export_state WHERE name = 'schema_version'", &[])?.get(0);
            if found != SCHEMA_VERSION {
                return Err(ExportError::OtherVersion { found });
            }
            self.client.batch_execute(&views(Dialect::Postgresql))?;
        }
        let mut before = Before::default();
        for row in self.client.query("SELECT notice_id, digest FROM notice_digests", &[])? {
            before.digests.insert(row.get(0), row.get(1));
        }
        for row in self.client.query("SELECT notice_id, source_id FROM notice_sources ORDER BY notice_id, position", &[])? {
            before.sources.push((row.get(0), row.get(1)));
        }
        Ok(before)
    }

    fn remove(&mut self, notices: &[&str], tables: &[&str]) -> Result<(), ExportError> {
        for table in tables {
            self.client.execute(&format!("DELETE FROM {}", quoted(table)), &[])?;
        }
        self.client.execute("DELETE FROM notices WHERE id = ANY($1)", &[&notices])?;
        Ok(())
    }

    fn insert(&mut self, relation: &Relation, cells: &[Cell]) -> Result<(), ExportError> {
        let (_, rows) = self.held.entry(relation.name.clone()).or_insert_with(|| {
            let columns: Vec<String> = relation.columns.iter().map(|column| quoted(&column.name)).collect();
            (columns.join(", "), Vec::new())
        });
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                rows.push(b'\t');
            }
            copied(cell, rows);
        }
        rows.push(b'\n');
        if rows.len() > BUFFER { self.send(&relation.name) } else { Ok(()) }
    }

    fn commit(&mut self) -> Result<(), ExportError> {
        let tables: Vec<String> = self.held.keys().cloned().collect();
        for table in tables {
            self.send(&table)?;
        }
        self.client.batch_execute("COMMIT")?;
        Ok(())
    }
}
