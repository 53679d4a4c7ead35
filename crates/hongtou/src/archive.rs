//! From what was read to the records of an archive: attachments joined, copies merged, money followed; and the same
//! again from an out folder, with the contents of others added. Not for: reading documents (`ingest`).

use std::collections::{BTreeMap, HashMap};
use std::mem;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use hongtou_chain::{Followed, Shelf};
use hongtou_export::rows::{FileRow, FileStatus};
use hongtou_export::store::{Store, manifest};
use hongtou_export::{Archive, Manifest, NdjsonWriter, Options};

use crate::ledger::Lock;
use crate::{Error, Report};

/// Chains the archive in an out folder again, from the notices that were parsed for it; no document is opened. What lies
/// in the out folders `add` is taken in: the tables are those that one run over all the inputs would have given.
///
/// # Errors
/// When a folder holds no records, two of them hold different contents under one path, or `folder` cannot be written to.
pub fn relink(folder: &Path, add: &[PathBuf]) -> Result<Report, Error> {
    let started = SystemTime::now();
    // A folder without records is said to be one before a lock is laid in it.
    manifest(folder)?;
    let _lock = Lock::take(folder)?;
    let mut stores = vec![Store::read(folder)?];
    for other in add {
        stores.push(Store::read(other)?);
    }
    let mut store = merged(stores)?;
    let mut writer = NdjsonWriter::create(folder)?;
    writer.parsed(&store.notices)?;
    let options = mem::take(&mut store.options);
    let shelves = shelved(&mut store, &mut writer)?;
    let archive = linked(&mut store, shelves);
    let tables = write(writer, &archive, options, started)?;
    Ok(Report::new(folder.to_owned(), tables, &archive, None, 0))
}

/// Writes the tables of an archive, and tells how many rows each has.
pub(crate) fn write(
    mut writer: NdjsonWriter,
    archive: &Archive,
    options: Options,
    started: SystemTime,
) -> Result<BTreeMap<String, u64>, Error> {
    archive.for_each_table(|table| writer.table(table))?;
    let tables = writer.tables().clone();
    writer.finish(&Manifest::new(&archive.files, tables.clone(), options, started))?;
    Ok(tables)
}

/// Writes the contents of a store, which are sorted, and keeps of them only where they lie and what they point to.
pub(crate) fn shelved(store: &mut Store, writer: &mut NdjsonWriter) -> Result<BTreeMap<String, Shelf>, Error> {
    let sources = mem::take(&mut store.sources);
    writer.table(&sources)?;
    let mut shelves: BTreeMap<String, Shelf> = BTreeMap::new();
    for row in store.files.iter().filter(|row| row.status != FileStatus::Archive) {
        if let Some(id) = &row.source_id {
            shelves.entry(id.clone()).or_default().paths.push(row.path.clone());
        }
    }
    for source in sources {
        let links = source.metadata.iter().filter(|item| item.name == "attachment").filter_map(|item| link(&item.value));
        shelves.entry(source.id).or_default().links.extend(links);
    }
    Ok(shelves)
}

/// Links the notices of a store. The store is emptied.
pub(crate) fn linked(store: &mut Store, shelves: BTreeMap<String, Shelf>) -> Archive {
    let mut files = mem::take(&mut store.files);
    let assembled = hongtou_chain::assemble(mem::take(&mut store.notices));
    let (assembled, attached) = hongtou_chain::join_attachments(assembled, &shelves);
    drop(shelves);
    let linked = hongtou_chain::follow(assembled);

    let by_source = notices_by_source(&linked);
    for row in &mut files {
        let Some(id) = row.source_id.as_deref() else { continue };
        row.notice_ids = by_source.get(id).into_iter().flatten().map(|id| (*id).to_owned()).collect();
        if attached.contains_key(id) && row.status == FileStatus::Parsed {
            row.status = FileStatus::Attachment;
        }
    }
    drop(by_source);
    Archive::new(linked, files)
}

/// `words of the link TAB target`, as the reader of pages notes it.
fn link(value: &str) -> Option<(String, String)> {
    value.split_once('\t').map(|(text, target)| (text.to_owned(), target.to_owned()))
}

fn notices_by_source(linked: &Followed) -> HashMap<&str, Vec<&str>> {
    let mut by_source: HashMap<&str, Vec<&str>> = HashMap::new();
    for notice in linked.notices() {
        for source in &notice.source_ids {
            by_source.entry(source).or_default().push(&notice.id);
        }
    }
    by_source
}

/// Several stores as one: of equal contents the first by path is the document, the others are its duplicates.
fn merged(stores: Vec<Store>) -> Result<Store, Error> {
    let mut all = Store::default();
    let mut files: BTreeMap<String, (FileRow, usize)> = BTreeMap::new();
    let mut sources = BTreeMap::new();
    // Of which store each notice is.
    let mut stores_of: Vec<usize> = Vec::new();
    for (at, store) in stores.into_iter().enumerate() {
        for mut row in store.files {
            // What linking says of a file is said anew.
            row.notice_ids = Vec::new();
            if row.status == FileStatus::Attachment {
                row.status = FileStatus::Parsed;
            }
            match files.get(&row.path) {
                Some((known, _)) if known.source_id != row.source_id => return Err(Error::PathTwice { path: row.path }),
                Some(_) => {}
                None => drop(files.insert(row.path.clone(), (row, at))),
            }
        }
        sources.extend(store.sources.into_iter().map(|source| (source.id.clone(), source)));
        stores_of.extend(store.notices.iter().map(|_| at));
        if at == 0 {
            all.notices = store.notices;
        } else {
            all.notices.extend(store.notices);
        }
        all.options.paths.extend(store.options.paths);
        all.options.keep_text |= store.options.keep_text;
    }
    all.options.paths.sort();
    all.options.paths.dedup();
    let mut read: BTreeMap<String, (FileStatus, usize)> = BTreeMap::new();
    let mut opened: Vec<String> = Vec::new();
    for (mut row, at) in files.into_values() {
        // The members of an archive that is another's duplicate are not listed.
        if opened.iter().any(|archive| row.path.starts_with(archive.as_str())) {
            continue;
        }
        if let Some(id) = row.source_id.clone().filter(|_| row.bytes != Some(0)) {
            match read.get(&id) {
                Some(_) => {
                    if row.status == FileStatus::Archive {
                        opened.push(format!("{}!/", row.path));
                    }
                    row.status = FileStatus::Duplicate;
                    row.error = None;
                }
                None if row.status != FileStatus::Duplicate => drop(read.insert(id, (row.status, at))),
                None => {}
            }
        }
        all.files.push(row);
    }
    let leading = |id: &str, at: usize| read.get(id).is_none_or(|(_, leading)| *leading == at);
    let mut stores_of = stores_of.into_iter();
    all.notices.retain(|notice| {
        let of = stores_of.next();
        notice.source_ids.first().zip(of).is_some_and(|(id, at)| leading(id, at))
    });
    all.notices.sort_by(|a, b| a.source_ids.first().cmp(&b.source_ids.first()));
    all.sources = sources.into_values().collect();
    Ok(all)
}
