//! What every content gave, in the ledger: documents by content and reader, notices by document and parser. Not for: which
//! paths hold it (`inputs`).

use hongtou_chain::decode;
use hongtou_export::rows::{FileError, FileRow, FileStatus, SourceRow};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::{Ledger, LedgerError};
use crate::part::{Packed, Part, encode};
use crate::task::Parsed;

/// Under what a content is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Place {
    /// SHA-256 of its bytes.
    pub(crate) content: String,
    /// The name it was read under: it may hint at the format.
    pub(crate) file_name: String,
}

/// A content that was read before.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    /// Its number in the ledger.
    pub(crate) id: i64,
    /// Its parts, without what they gave.
    pub(crate) parts: Vec<KnownPart>,
}

/// A part that was read before.
#[derive(Debug, Clone)]
pub(crate) struct KnownPart {
    pub(crate) tail: String,
    pub(crate) status: Option<FileStatus>,
    /// What parsed it.
    pub(crate) parse_key: String,
    /// Whether it is a document that can be parsed again.
    pub(crate) document: bool,
}

/// Where a part is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    of: i64,
    tail: Box<str>,
    /// Whether it gave a notice.
    pub(crate) notice: bool,
    #[cfg(test)]
    #[serde(skip)]
    _counted: crate::held::Counted,
}

/// The content of a part, its rows, whether it holds a notice, and its document, as SQLite gives them.
type Blobs = (i64, Vec<u8>, bool, Option<Vec<u8>>);
/// The two rows of a part, as they are kept.
type Rows = (FileRow, Option<SourceRow>);

impl Ledger {
    /// A content that was read by these readers.
    pub(crate) fn content(&self, place: &Place, read_key: &str) -> Result<Option<Known>, LedgerError> {
        let found: rusqlite::Result<_> = (|| {
            let database = self.database();
            let mut query = database.prepare_cached(
                "SELECT id, tail, status, parse_key, document IS NOT NULL FROM contents JOIN parts ON of = id \
                 WHERE content = ?1 AND file_name = ?2 AND read_key = ?3",
            )?;
            let mut rows = query.query(params![place.content, place.file_name, read_key])?;
            let mut known: Option<Known> = None;
            while let Some(row) = rows.next()? {
                let known = known.get_or_insert_default();
                known.id = row.get(0)?;
                let status = FileStatus::from_code(row.get_ref(2)?.as_str()?);
                known.parts.push(KnownPart { tail: row.get(1)?, status, parse_key: row.get(3)?, document: row.get(4)? });
            }
            Ok(known)
        })();
        found.map_err(|source| self.wrong(source))
    }

    /// The names, sorted, under which a content was read by these readers.
    pub(crate) fn names(&self, content: &str, read_key: &str) -> Result<Vec<String>, LedgerError> {
        let found: rusqlite::Result<_> = (|| {
            let database = self.database();
            let mut query =
                database.prepare_cached("SELECT file_name FROM contents WHERE content = ?1 AND read_key = ?2 ORDER BY file_name")?;
            query.query_map([content, read_key], |row| row.get(0))?.collect()
        })();
        found.map_err(|source| self.wrong(source))
    }

    /// Keeps what a content gave, and that these paths hold it.
    pub(crate) fn keep<'p>(
        &self,
        place: &Place,
        read_key: &str,
        parts: &[Part],
        parse_key: impl Fn(&str) -> String,
        paths: impl Iterator<Item = &'p str>,
    ) -> Result<(), LedgerError> {
        let rows = parts.iter().map(|part| encode(&(&part.row, &part.source))).collect::<Result<Vec<_>, _>>();
        let rows = rows.map_err(|source| self.damaged(source))?;
        self.transact(|transaction| {
            let id = begin(transaction, place, read_key)?;
            let mut insert = transaction.prepare_cached("INSERT INTO parts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
            for (part, row) in parts.iter().zip(rows) {
                let code = part.row.error.as_ref().map(|error| &error.code);
                let blob = |packed: &Option<Packed>| packed.as_ref().map(|packed| packed.0.clone()).map_or(Value::Null, Value::Blob);
                let (document, notice) = (blob(&part.document), blob(&part.notice));
                insert.execute(params![id, part.tail(), part.row.status.code(), code, row, document, parse_key(part.tail()), notice])?;
            }
            done(transaction, paths)
        })
    }

    /// Takes over what the same content gave under another name: its one part is parsed anew.
    pub(crate) fn rename(&self, from: i64, place: &Place, read_key: &str) -> Result<i64, LedgerError> {
        self.transact(|transaction| {
            let id = begin(transaction, place, read_key)?;
            transaction
                .execute("INSERT INTO parts SELECT ?2, tail, status, code, row, document, '', NULL FROM parts WHERE of = ?1", [from, id])?;
            Ok(id)
        })
    }

    /// The documents of some parts of a content.
    pub(crate) fn documents(&self, id: i64, tails: &[String]) -> Result<Vec<(String, Packed)>, LedgerError> {
        let found = (|| {
            let database = self.database();
            let mut query = database.prepare_cached("SELECT document FROM parts WHERE of = ?1 AND tail = ?2")?;
            let mut documents = Vec::new();
            for tail in tails {
                if let Some(Some(blob)) = query.query_row(params![id, tail], |row| row.get::<_, Option<Vec<u8>>>(0)).optional()? {
                    documents.push((tail.clone(), Packed(blob)));
                }
            }
            Ok(documents)
        })();
        found.map_err(|source| self.wrong(source))
    }

    /// Puts new notices in the place of the old ones.
    pub(crate) fn renew<'p>(
        &self,
        id: i64,
        parsed: &[(String, Parsed)],
        parse_key: impl Fn(&str) -> String,
        paths: impl Iterator<Item = &'p str>,
    ) -> Result<(), LedgerError> {
        let rows: Vec<Rows> = parsed.iter().map(|(tail, _)| self.rows(id, tail)).collect::<Result<_, _>>()?;
        let mut renewed = Vec::new();
        for ((tail, parsed), (mut row, source)) in parsed.iter().zip(rows) {
            row.status = parsed.status;
            row.error.clone_from(&parsed.error);
            let bytes = encode(&(&row, &source)).map_err(|error| self.damaged(error))?;
            renewed.push((tail, row, bytes, parsed.notice.as_ref().map(|packed| &packed.0)));
        }
        self.transact(|transaction| {
            let mut update = transaction.prepare_cached(
                "UPDATE parts SET status = ?3, code = ?4, row = ?5, parse_key = ?6, notice = ?7 WHERE of = ?1 AND tail = ?2",
            )?;
            for (tail, row, bytes, notice) in &renewed {
                let code = row.error.as_ref().map(|FileError { code, .. }| code);
                update.execute(params![id, tail, row.status.code(), code, bytes, parse_key(tail), notice])?;
            }
            done(transaction, paths)
        })
    }

    /// The row of the content that a part is.
    pub(crate) fn source(&self, Kept { of, tail, .. }: &Kept) -> Result<Option<SourceRow>, LedgerError> {
        self.rows(*of, tail).map(|(_, source)| source)
    }

    fn rows(&self, id: i64, tail: &str) -> Result<Rows, LedgerError> {
        let found: rusqlite::Result<Vec<u8>> = (|| {
            let database = self.database();
            let mut query = database.prepare_cached("SELECT row FROM parts WHERE of = ?1 AND tail = ?2")?;
            query.query_row(params![id, tail], |row| row.get(0))
        })();
        decode(&found.map_err(|source| self.wrong(source))?).map_err(|source| self.damaged(source))
    }

    /// The parts of a content as they were kept, in the order of their tails, without their documents unless asked for and without
    /// their notices; and where each is kept.
    pub(crate) fn parts(&self, place: &Place, read_key: &str, documents: bool) -> Result<Vec<(Part, Kept)>, LedgerError> {
        let raw: rusqlite::Result<Vec<Blobs>> = (|| {
            let database = self.database();
            let mut query = database.prepare_cached(
                "SELECT id, row, notice IS NOT NULL, CASE WHEN ?4 THEN document END FROM contents JOIN parts ON of = id \
                 WHERE content = ?1 AND file_name = ?2 AND read_key = ?3 ORDER BY tail",
            )?;
            let four = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
            query.query_map(params![place.content, place.file_name, read_key, documents], four)?.collect()
        })();
        let raw = raw.map_err(|source| self.wrong(source))?;
        let part = |(of, row, notice, document): Blobs| {
            let (row, source): Rows = decode(&row).map_err(|error| self.damaged(error))?;
            let kept = Kept {
                of,
                tail: row.path.as_str().into(),
                notice,
                #[cfg(test)]
                _counted: crate::held::Counted::default(),
            };
            Ok((Part { row, source, document: document.map(Packed), notice: None }, kept))
        };
        raw.into_iter().map(part).collect()
    }

    /// The notice of a part.
    pub(crate) fn notice(&self, Kept { of, tail, .. }: &Kept) -> Result<Packed, LedgerError> {
        let found: rusqlite::Result<Vec<u8>> = (|| {
            let database = self.database();
            let mut query = database.prepare_cached("SELECT notice FROM parts WHERE of = ?1 AND tail = ?2")?;
            query.query_row(params![of, tail], |row| row.get(0))
        })();
        found.map(Packed).map_err(|source| self.wrong(source))
    }

    /// Removes every content that no path holds, and what other versions of the readers have read of the others.
    pub(crate) fn prune(&self, read_key: &str) -> Result<(), LedgerError> {
        self.transact(|transaction| {
            let held = "content IN (SELECT content FROM inputs WHERE content IS NOT NULL)";
            transaction.execute(&format!("DELETE FROM contents WHERE read_key <> ?1 OR NOT {held}"), [read_key]).map(drop)
        })
    }
}

/// A place with nothing in it.
fn begin(transaction: &Transaction<'_>, Place { content, file_name }: &Place, read_key: &str) -> rusqlite::Result<i64> {
    let key = params![content, file_name, read_key];
    transaction.prepare_cached("DELETE FROM contents WHERE content = ?1 AND file_name = ?2 AND read_key = ?3")?.execute(key)?;
    transaction.prepare_cached("INSERT INTO contents (content, file_name, read_key) VALUES (?1, ?2, ?3)")?.insert(key)
}

fn done<'p>(transaction: &Transaction<'_>, paths: impl Iterator<Item = &'p str>) -> rusqlite::Result<()> {
    let mut update = transaction.prepare_cached("UPDATE inputs SET done = 1 WHERE path = ?1")?;
    for path in paths {
        update.execute([path])?;
    }
    Ok(())
}
