//! The memory of an out folder: which inputs there are, and what was read and parsed of each content. One SQLite file, one
//! transaction a document: whatever instant a run is killed at, what it had finished stays. Not for: the records
//! (`hongtou_export`).

mod contents;
mod inputs;
mod lock;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags, OptionalExtension};
use thiserror::Error;

pub(crate) use contents::{Kept, Known, Place};
pub(crate) use inputs::{Before, Entry, Stamp};
pub(crate) use lock::{Lock, is_locked};

/// The file inside the out folder.
pub(crate) const LEDGER: &str = "ledger.sqlite";
/// The layout of the file.
const LAYOUT: i64 = 1;

/// Why the ledger of an out folder cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// SQLite refuses.
    #[error("{}: {source}: check that the out folder can be written to and that the disk is not full", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A value in it is none of ours.
    #[error("{}: {source}: the file is damaged; remove it, and everything is read anew", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
    /// Another version of hongtou wrote it.
    #[error("{}: written by another version of hongtou; name another out folder, or remove the file, and everything is read anew", path.display())]
    OtherVersion {
        /// The file.
        path: PathBuf,
    },
    /// Another run is writing to the folder.
    #[error("{}: another run is writing to this out folder: wait for its end, or name another folder", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// The lock cannot be had.
    #[error("{}: the out folder cannot be locked: {source}", folder.display())]
    NoLock {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// A character of a path as it stands in the address of a database.
fn in_address(c: char) -> String {
    match c {
        '%' | '?' | '#' => format!("%{:02X}", u32::from(c)),
        _ => c.to_string(),
    }
}

/// The ledger of an out folder. Shared by the threads of one run.
pub(crate) struct Ledger {
    path: PathBuf,
    database: Mutex<Connection>,
}

impl Ledger {
    /// Opens the ledger of a folder, or begins one. The caller holds the folder's [`Lock`].
    pub(crate) fn open(folder: &Path) -> Result<Self, LedgerError> {
        Self::with(folder, OpenFlags::default(), |database| {
            database.pragma_update(None, "journal_mode", "WAL")?;
            database.pragma_update(None, "synchronous", "FULL")?;
            database.pragma_update(None, "foreign_keys", true)?;
            if layout(database)? == 0 {
                database.execute_batch(&format!("BEGIN; {} PRAGMA user_version = {LAYOUT}; COMMIT;", include_str!("schema.sql")))?;
            }
            Ok(())
        })
    }

    /// Opens the ledger of a folder to look at it, perhaps while a run writes to it; `None` where there is none.
    pub(crate) fn look(folder: &Path) -> Result<Option<Self>, LedgerError> {
        if !folder.join(LEDGER).exists() {
            return Ok(None);
        }
        let looked = Self::with(folder, OpenFlags::SQLITE_OPEN_READ_ONLY, |_| Ok(()));
        // Even a reader lays files beside a database in WAL mode. On a read-only medium it may be read as one that nobody
        // writes to, if no run was broken off there: what such a run has done stands in the log.
        let finished = !folder.join(format!("{LEDGER}-wal")).exists();
        match looked {
            Err(LedgerError::Database { .. }) if finished => {
                let path: String = folder.join(LEDGER).to_str().into_iter().flat_map(str::chars).map(in_address).collect();
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
                Self::opened(folder, format!("file:{path}?immutable=1").as_ref(), flags, |_| Ok(())).or(looked)
            }
            looked => looked,
        }
        .map(Some)
    }

    fn with(folder: &Path, flags: OpenFlags, prepare: impl FnOnce(&Connection) -> rusqlite::Result<()>) -> Result<Self, LedgerError> {
        Self::opened(folder, &folder.join(LEDGER), flags, prepare)
    }

    fn opened(
        folder: &Path,
        address: &Path,
        flags: OpenFlags,
        prepare: impl FnOnce(&Connection) -> rusqlite::Result<()>,
    ) -> Result<Self, LedgerError> {
        let path = folder.join(LEDGER);
        let wrong = |source| LedgerError::Database { path: path.clone(), source };
        let database = Connection::open_with_flags(address, flags).map_err(wrong)?;
        database.busy_timeout(std::time::Duration::from_secs(30)).map_err(wrong)?;
        prepare(&database).map_err(wrong)?;
        if layout(&database).map_err(wrong)? != LAYOUT {
            return Err(LedgerError::OtherVersion { path });
        }
        Ok(Self { path, database: Mutex::new(database) })
    }

    fn database(&self) -> MutexGuard<'_, Connection> {
        // A thread that stumbled has left its transaction undone: the connection is sound.
        self.database.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wrong(&self, source: rusqlite::Error) -> LedgerError {
        LedgerError::Database { path: self.path.clone(), source }
    }

    fn damaged(&self, source: io::Error) -> LedgerError {
        LedgerError::Damaged { path: self.path.clone(), source }
    }

    /// Does something in one transaction: all of it, or nothing.
    fn transact<T>(&self, work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>) -> Result<T, LedgerError> {
        let mut database = self.database();
        let done = (|| {
            let transaction = database.transaction()?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })();
        done.map_err(|source| self.wrong(source))
    }

    /// A fact about the folder.
    pub(crate) fn fact(&self, name: &str) -> Result<Option<String>, LedgerError> {
        let found = self.database().query_row("SELECT value FROM facts WHERE name = ?1", [name], |row| row.get(0)).optional();
        found.map_err(|source| self.wrong(source))
    }

    /// Sets facts about the folder, all of them or none.
    pub(crate) fn set_facts(&self, facts: &[(&str, &str)]) -> Result<(), LedgerError> {
        self.transact(|transaction| {
            let mut insert = transaction.prepare("INSERT OR REPLACE INTO facts VALUES (?1, ?2)")?;
            facts.iter().try_for_each(|(name, value)| insert.execute([name, value]).map(drop))
        })
    }

    /// Forgets a fact about the folder.
    pub(crate) fn forget(&self, name: &str) -> Result<(), LedgerError> {
        self.transact(|transaction| transaction.execute("DELETE FROM facts WHERE name = ?1", [name]).map(drop))
    }
}

fn layout(database: &Connection) -> rusqlite::Result<i64> {
    database.query_row("PRAGMA user_version", [], |row| row.get(0))
}
