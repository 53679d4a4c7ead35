//! One export: what changed since the last one is replaced, what is derived from the whole archive is swapped whole,
//! all in one transaction. Not for: any particular database (`sqlite`, `postgresql`, `csv`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use hongtou_notice::Divisions;
use serde_json::Value;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::folder::Records;
use super::model::{Relation, relations};
use super::shred::{Cell, Removed, Shred, shred};
use super::target::{Before, Target, To, extra_relations};
use crate::SCHEMA_VERSION;

/// Why an export did not happen. Nothing was changed then.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A table of the out folder cannot be read.
    #[error("{}: {source}; is this a folder that `hongtou ingest` wrote?", path.display())]
    Folder {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A record is not JSON.
    #[error("{} line {line}: {source}; the folder is damaged, ingest again", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// The database was made by a version with other tables.
    #[error("the database holds records of schema version {found}, this version writes {SCHEMA_VERSION}; export to a new database")]
    OtherVersion {
        /// What it holds.
        found: String,
    },
    /// A row points at another that is not there.
    #[error("a row of {table} points at a row of {parent} that is not there; ingest again, and if it stays so report it")]
    Dangling {
        /// The table.
        table: String,
        /// The table that it points at.
        parent: String,
    },
    /// The database says no.
    #[error("the database: {0}")]
    Database(String),
    /// A file cannot be written.
    #[error("{}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// This build cannot write to such a place.
    #[error("this build was made without {0}")]
    NotBuilt(&'static str),
}

/// What an export did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Exported {
    /// Rows written, by table.
    pub rows: BTreeMap<String, u64>,
    /// Notices that were new or had changed.
    pub replaced: u64,
    /// Notices that stayed as they were.
    pub unchanged: u64,
    /// Notices that were there and are not any more.
    pub vanished: u64,
    /// How many U+0000 were removed, which no database holds.
    pub nulls_removed: u64,
}

/// Brings a database up to what the records in `folder` say.
///
/// # Errors
/// When the folder cannot be read or the database cannot be written to; nothing is changed then.
pub fn export(folder: &Path, to: &To) -> Result<Exported, ExportError> {
    let relations = relations();
    let digests = digests(folder, &relations)?;
    let mut target = open(to)?;
    let before = target.begin()?;
    let vanished: Vec<&str> = before.digests.keys().filter(|id| !digests.contains_key(*id)).map(String::as_str).collect();
    let stays = |id: &str| before.digests.get(id).is_some_and(|digest| digests.get(id) == Some(digest));
    let outdated: Vec<&str> = before.digests.keys().map(String::as_str).filter(|id| !stays(id)).collect();
    let extra = extra_relations();
    let whole: Vec<&str> =
        relations.iter().chain(&extra).filter(|table| !table.own && table.name != "id_changes").map(|table| table.name.as_str()).collect();
    target.remove(&outdated, &whole)?;

    let mut run = Run { target: target.as_mut(), done: Exported::default(), divisions: BTreeSet::new(), funds: BTreeMap::new() };
    let mut removed = Removed::default();
    let mut now_from: HashMap<String, String> = HashMap::new();
    for (at, relation) in relations.iter().enumerate().filter(|(_, relation)| relation.name == relation.record) {
        for record in Records::open(folder, &relation.name)? {
            let record = record?.value;
            let skip = relation.own && notice_of(&record).is_some_and(stays);
            if relation.name == "notices" {
                note_sources(&record, &mut now_from);
            }
            for row in shred(&relations, at, &record, &mut removed) {
                run.take(&relations, &row, skip)?;
            }
        }
    }
    let mut done = finish(run, &extra, &digests, &id_changes(&vanished, &before, &now_from))?;
    done.replaced = digests.keys().filter(|id| !stays(id)).count() as u64;
    done.unchanged = digests.len() as u64 - done.replaced;
    (done.vanished, done.nulls_removed) = (vanished.len() as u64, removed.0);
    Ok(done)
}

fn open(to: &To) -> Result<Box<dyn Target>, ExportError> {
    match to {
        To::Csv(folder) => Ok(Box::new(super::csv::CsvFolder::create(folder)?)),
        #[cfg(feature = "sqlite")]
        To::Sqlite(path) => Ok(Box::new(super::sqlite::Sqlite::open(path)?)),
        #[cfg(not(feature = "sqlite"))]
        To::Sqlite(_) => Err(ExportError::NotBuilt("sqlite")),
        #[cfg(feature = "postgresql")]
        To::Postgresql(url) => Ok(Box::new(super::postgresql::Postgresql::connect(url)?)),
        #[cfg(not(feature = "postgresql"))]
        To::Postgresql(_) => Err(ExportError::NotBuilt("postgresql")),
    }
}

/// SHA-256 over all records of each notice.
fn digests(folder: &Path, relations: &[Relation]) -> Result<BTreeMap<String, String>, ExportError> {
    let mut hashers: BTreeMap<String, Sha256> = BTreeMap::new();
    for relation in relations.iter().filter(|relation| relation.own && relation.name == relation.record) {
        for record in Records::open(folder, &relation.name)? {
            let record = record?;
            if let Some(id) = notice_of(&record.value) {
                let hasher = match hashers.get_mut(id) {
                    Some(hasher) => hasher,
                    None => hashers.entry(id.to_owned()).or_default(),
                };
                hasher.update(relation.name.as_bytes());
                hasher.update(record.line.trim_end().as_bytes());
            }
        }
    }
    let hex = |digest: &[u8]| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Ok(hashers.into_iter().map(|(id, hasher)| (id, hex(&hasher.finalize()))).collect())
}

/// The notice that a record of its own tables belongs to.
fn notice_of(record: &Value) -> Option<&str> {
    record.get("notice_id").or_else(|| record.get("id")).and_then(Value::as_str)
}

fn note_sources(notice: &Value, now_from: &mut HashMap<String, String>) {
    let Some(id) = notice.get("id").and_then(Value::as_str) else { return };
    for source in notice.get("source_ids").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        now_from.insert(source.to_owned(), id.to_owned());
    }
}

/// For every notice that is gone, the one that is read from one of its sources now.
fn id_changes(vanished: &[&str], before: &Before, now_from: &HashMap<String, String>) -> Vec<(String, Option<String>)> {
    let new_id = |old: &str| before.sources.iter().filter(|(id, _)| id == old).find_map(|(_, source)| now_from.get(source));
    vanished.iter().map(|old| ((*old).to_owned(), new_id(old).cloned())).collect()
}

/// An export under way.
struct Run<'t> {
    target: &'t mut dyn Target,
    done: Exported,
    divisions: BTreeSet<String>,
    funds: BTreeMap<String, Option<String>>,
}

impl Run<'_> {
    fn insert(&mut self, relation: &Relation, cells: &[Cell]) -> Result<(), ExportError> {
        match self.done.rows.get_mut(&relation.name) {
            Some(count) => *count += 1,
            None => drop(self.done.rows.insert(relation.name.clone(), 1)),
        }
        self.target.insert(relation, cells)
    }

    /// Notes what a row points at in the dimensions, and writes it unless it is there already.
    fn take(&mut self, relations: &[Relation], row: &Shred, skip: bool) -> Result<(), ExportError> {
        let Some(relation) = relations.get(row.table) else { return Ok(()) };
        for (column, cell) in relation.columns.iter().zip(&row.cells) {
            let (Some(reference), Some(text)) = (&column.reference, cell.text()) else { continue };
            if reference.table == "divisions" && !self.divisions.contains(text) {
                self.divisions.insert(text.to_owned());
            } else if reference.table == "funds" {
                let name = relation.columns.iter().position(|column| column.name == "fund_name");
                let name = name.and_then(|at| row.cells.get(at)).and_then(Cell::text);
                let known = self.funds.entry(text.to_owned()).or_default();
                // Spellings may differ between notices; the choice must not depend on their order.
                if let Some(name) = name.filter(|name| known.as_deref().is_none_or(|known| *name < known)) {
                    *known = Some(name.to_owned());
                }
            }
        }
        if skip { Ok(()) } else { self.insert(relation, &row.cells) }
    }
}

/// Writes the dimensions and the state, and commits.
fn finish(
    mut run: Run<'_>,
    extra: &[Relation],
    digests: &BTreeMap<String, String>,
    changes: &[(String, Option<String>)],
) -> Result<Exported, ExportError> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let maybe = |value: Option<&str>| value.map_or(Cell::Null, text);
    let table = |name: &str| extra.iter().find(|relation| relation.name == name);
    if let Some(relation) = table("divisions") {
        for (code, parent) in with_those_above(&run.divisions) {
            let known = Divisions::get().by_code(&code);
            let level = known.map(|division| division.level.code());
            run.insert(
                relation,
                &[text(&code), maybe(known.map(|division| division.name.as_str())), maybe(level), maybe(parent.as_deref())],
            )?;
        }
    }
    if let Some(relation) = table("funds") {
        for (key, name) in std::mem::take(&mut run.funds) {
            run.insert(relation, &[Cell::Text(key), maybe(name.as_deref())])?;
        }
    }
    if let Some(relation) = table("notice_digests") {
        for (id, digest) in digests {
            run.insert(relation, &[text(id), text(digest)])?;
        }
    }
    if let Some(relation) = table("id_changes") {
        for (old, new) in changes {
            run.insert(relation, &[text(old), maybe(new.as_deref())])?;
        }
    }
    if let Some(relation) = table("export_state") {
        run.insert(relation, &[text("schema_version"), text(SCHEMA_VERSION)])?;
        run.insert(relation, &[text("version"), text(env!("CARGO_PKG_VERSION"))])?;
    }
    run.target.commit()?;
    Ok(run.done)
}

/// Every code with the one above it; those above are in the list as well.
fn with_those_above(codes: &BTreeSet<String>) -> BTreeMap<String, Option<String>> {
    let divisions = Divisions::get();
    let mut all = BTreeMap::new();
    for code in codes {
        let mut next = Some(code.clone());
        while let Some(code) = next.take().filter(|code| !all.contains_key(code)) {
            let parent = divisions.by_code(&code).and_then(|division| divisions.parent(&division.code)).map(ToString::to_string);
            all.insert(code, parent.clone());
            next = parent;
        }
    }
    all
}

/// A cell in characters; none where it is null. A list of codes is a JSON list.
pub(super) fn printed(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Null => None,
        Cell::Text(text) | Cell::Exact(text) => Some(text.clone()),
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Real(number) => Some(number.to_string()),
        Cell::Boolean(truth) => Some(truth.to_string()),
        Cell::Codes(list) => Some(Value::from(list.clone()).to_string()),
    }
}
