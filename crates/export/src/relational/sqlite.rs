//! A SQLite database file. Not for: the ledger of a run.

use std::path::Path;

use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, params_from_iter};

use super::ddl::{Dialect, ddl, quoted};
use super::export::ExportError;
use super::model::Relation;
use super::shred::Cell;
use super::target::{Before, Target};
use crate::SCHEMA_VERSION;

pub(super) struct Sqlite {
    connection: Connection,
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.to_string())
    }
}

impl Sqlite {
    pub(super) fn open(path: &Path) -> Result<Self, ExportError> {
        let connection = Connection::open(path).map_err(|error| ExportError::Database(format!("{}: {error}", path.display())))?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.execute_batch("PRAGMA foreign_keys = ON")?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Self { connection })
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            // A column of kind `numeric` keeps whole sums as integers and all others as the nearest double.
            Self::Text(text) | Self::Exact(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Self::Real(number) => ToSqlOutput::Owned(Value::Real(*number)),
            Self::Boolean(truth) => ToSqlOutput::Owned(Value::Integer((*truth).into())),
            Self::Codes(list) => ToSqlOutput::Owned(Value::Text(serde_json::Value::from(list.clone()).to_string())),
        })
    }
}

impl Target for Sqlite {
    fn begin(&mut self) -> Result<Before, ExportError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let known = "SELECT count(*) FROM sqlite_master WHERE name = 'export_state'";
        if self.connection.query_row(known, [], |row| row.get::<_, i64>(0))? > 0 {
            let version = "SELECT value FROM export_state WHERE name = 'schema_version'";
            let found: String = self.connection.query_row(version, [], |row| row.get(0))?;
            if found != SCHEMA_VERSION {
                return Err(ExportError::OtherVersion { found });
            }
        }
        self.connection.execute_batch(&ddl(Dialect::Sqlite))?;
        let mut before = Before::default();
        let mut digests = self.connection.prepare("SELECT notice_id, digest FROM notice_digests")?;
        for pair in digests.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (id, digest) = pair?;
            before.digests.insert(id, digest);
        }
        let mut sources = self.connection.prepare("SELECT notice_id, source_id FROM notice_sources ORDER BY notice_id, position")?;
        for pair in sources.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            before.sources.push(pair?);
        }
        Ok(before)
    }

    fn remove(&mut self, notices: &[&str], tables: &[&str]) -> Result<(), ExportError> {
        for table in tables {
            self.connection.execute(&format!("DELETE FROM {}", quoted(table)), [])?;
        }
        let mut delete = self.connection.prepare("DELETE FROM notices WHERE id = ?1")?;
        for id in notices {
            delete.execute([id])?;
        }
        Ok(())
    }

    fn insert(&mut self, relation: &Relation, cells: &[Cell]) -> Result<(), ExportError> {
        let places = vec!["?"; cells.len()].join(", ");
        let sql = format!("INSERT INTO {} VALUES ({places})", quoted(&relation.name));
        self.connection.prepare_cached(&sql)?.execute(params_from_iter(cells))?;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), ExportError> {
        let mut dangling = self.connection.prepare("PRAGMA foreign_key_check")?;
        if let Some(row) = dangling.query([])?.next()? {
            return Err(ExportError::Dangling { table: row.get(0)?, parent: row.get(2)? });
        }
        self.connection.execute_batch("COMMIT")?;
        Ok(())
    }
}
