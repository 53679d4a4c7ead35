//! The paths of a run in its ledger: what each held when it was last looked at. Not for: what the contents gave (`contents`).

use std::collections::BTreeMap;

use hongtou_chain::ContentId;
use hongtou_export::rows::FileStatus;
use rusqlite::{OptionalExtension, Row, params};

use super::{Ledger, LedgerError};

/// What the system says of a file without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Its size.
    pub(crate) bytes: i64,
    /// When it was last written to, in nanoseconds of the system's clock.
    pub(crate) written: i64,
    /// When anything about it last changed, its name included; 0 where the system does not tell.
    pub(crate) changed: i64,
}

/// A path, its stamp and its content, where they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) stamp: Option<Stamp>,
    pub(crate) content: Option<ContentId>,
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let stamp = match row.get::<_, Option<i64>>(1)? {
        Some(bytes) => Some(Stamp { bytes, written: row.get(2)?, changed: row.get(3)? }),
        None => None,
    };
    let content = row.get::<_, Option<String>>(4)?.map(|id| id.as_str().into());
    Ok(Entry { path: row.get(0)?, stamp, content })
}

impl Ledger {
    /// What a path held in the last run.
    pub(crate) fn input(&self, path: &str) -> Result<Option<Entry>, LedgerError> {
        let found: rusqlite::Result<_> = (|| {
            let database = self.database();
            let mut query = database.prepare_cached("SELECT path, bytes, written, changed, content FROM inputs WHERE path = ?1")?;
            query.query_row([path], entry).optional()
        })();
        found.map_err(|source| self.wrong(source))
    }

    /// Puts the paths of this run in the place of those of the last one. `done`: whether it is known already what became of it.
    pub(crate) fn set_inputs<'a>(&self, entries: impl Iterator<Item = (&'a Entry, bool)>) -> Result<(), LedgerError> {
        self.transact(|transaction| {
            transaction.execute("DELETE FROM inputs", [])?;
            let mut insert = transaction.prepare("INSERT INTO inputs VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
            for (Entry { path, stamp, content }, done) in entries {
                let of = |field: fn(&Stamp) -> i64| stamp.as_ref().map(field);
                let stamp = (of(|stamp| stamp.bytes), of(|stamp| stamp.written), of(|stamp| stamp.changed));
                let content = content.as_ref().map(ContentId::text);
                insert.execute(params![path, stamp.0, stamp.1, stamp.2, content, done])?;
            }
            Ok(())
        })
    }

    /// How many paths the run has, and how many of them are done.
    pub(crate) fn progress(&self) -> Result<(u64, u64), LedgerError> {
        let found = self.database().query_row("SELECT count(*), coalesce(sum(done), 0) FROM inputs", [], |row| {
            let (all, done): (i64, i64) = (row.get(0)?, row.get(1)?);
            Ok((u64::try_from(all).unwrap_or(0), u64::try_from(done).unwrap_or(0)))
        });
        found.map_err(|source| self.wrong(source))
    }

    /// How many parts of the contents that the paths hold have come to what.
    pub(crate) fn statuses(&self) -> Result<BTreeMap<FileStatus, u64>, LedgerError> {
        let found: rusqlite::Result<_> = (|| {
            let database = self.database();
            let mut query = database.prepare(
                "SELECT status, count(*) FROM parts JOIN contents ON of = id \
                 WHERE content IN (SELECT content FROM inputs WHERE done) GROUP BY status",
            )?;
            let mut rows = query.query([])?;
            let mut counts = BTreeMap::new();
            while let Some(row) = rows.next()? {
                if let Some(status) = FileStatus::from_code(row.get_ref(0)?.as_str()?) {
                    *counts.entry(status).or_default() += u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
                }
            }
            Ok(counts)
        })();
        found.map_err(|source| self.wrong(source))
    }
}
