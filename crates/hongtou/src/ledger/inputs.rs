//! The paths of a run in its ledger: what each held when it was last looked at. Not for: what the contents gave (`contents`).

use std::collections::{BTreeMap, VecDeque};

use hongtou_chain::ContentId;
use hongtou_export::rows::FileStatus;
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use super::{Ledger, LedgerError};

/// What the system says of a file without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// Its size.
    pub(crate) bytes: i64,
    /// When it was last written to, in nanoseconds of the system's clock.
    pub(crate) written: i64,
    /// When anything about it last changed, its name included; 0 where the system does not tell.
    pub(crate) changed: i64,
}

/// A path, its stamp and its content, where they are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// So many paths are looked up at a time.
const TOGETHER: i64 = 1024;

/// The paths of the last run, looked up in their order.
pub(crate) struct Before<'a> {
    ledger: &'a Ledger,
    /// The next of them, and whether it was known what became of them.
    next: VecDeque<(Entry, bool)>,
    /// The last one that was read; nothing, which no path is, before the first.
    last: String,
    /// How many of them were not asked for so far.
    gone: u64,
}

impl<'a> Before<'a> {
    pub(crate) fn new(ledger: &'a Ledger) -> Self {
        Self { ledger, next: VecDeque::new(), last: String::new(), gone: 0 }
    }

    /// What a path held, and whether it was known what became of it. Paths are asked for in their order.
    pub(crate) fn take(&mut self, path: &str) -> Result<Option<(Entry, bool)>, LedgerError> {
        loop {
            match self.first()? {
                Some(next) if next.path.as_str() < path => {
                    self.gone += 1;
                    self.next.pop_front();
                }
                Some(next) if next.path == path => return Ok(self.next.pop_front()),
                _ => return Ok(None),
            }
        }
    }

    /// How many paths were not asked for.
    pub(crate) fn gone(mut self) -> Result<u64, LedgerError> {
        while self.first()?.is_some() {
            self.gone += 1;
            self.next.pop_front();
        }
        Ok(self.gone)
    }

    fn first(&mut self) -> Result<Option<&Entry>, LedgerError> {
        if self.next.is_empty() {
            let some = self.ledger.inputs_after(&self.last)?;
            if let Some((entry, _)) = some.back() {
                self.last.clone_from(&entry.path);
            }
            self.next = some;
        }
        Ok(self.next.front().map(|(entry, _)| entry))
    }
}

impl Ledger {
    /// Some paths of the last run that come behind one, in their order, with what they held and whether they were done.
    fn inputs_after(&self, path: &str) -> Result<VecDeque<(Entry, bool)>, LedgerError> {
        let found: rusqlite::Result<_> = (|| {
            let database = self.database();
            let mut query = database
                .prepare_cached("SELECT path, bytes, written, changed, content, done FROM inputs WHERE path > ?1 ORDER BY path LIMIT ?2")?;
            query.query_map(params![path, TOGETHER], |row| Ok((entry(row)?, row.get(5)?)))?.collect()
        })();
        found.map_err(|source| self.wrong(source))
    }

    /// Puts the paths of this run in the place of those of the last one, each with whether it is known already what became of it.
    /// Where one is an error the last ones stay.
    pub(crate) fn set_inputs<E: From<LedgerError>>(&self, entries: impl Iterator<Item = Result<(Entry, bool), E>>) -> Result<(), E> {
        let mut failed = None;
        let done = self.transact(|transaction| {
            transaction.execute("DELETE FROM inputs", [])?;
            let mut insert = transaction.prepare("INSERT INTO inputs VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
            for entry in entries {
                let (Entry { path, stamp, content }, done) = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        failed = Some(error);
                        return Err(rusqlite::Error::InvalidQuery);
                    }
                };
                let of = |field: fn(&Stamp) -> i64| stamp.as_ref().map(field);
                let stamp = (of(|stamp| stamp.bytes), of(|stamp| stamp.written), of(|stamp| stamp.changed));
                let content = content.as_ref().map(ContentId::text);
                insert.execute(params![path, stamp.0, stamp.1, stamp.2, content, done])?;
            }
            Ok(())
        });
        failed.map_or_else(|| done.map_err(E::from), Err)
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
