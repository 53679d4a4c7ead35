//! From what was read to the records of an archive: attachments joined, copies merged, money followed; and the same
//! again from an out folder, with the contents of others added. Not for: reading documents (`ingest`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use hongtou_chain::{Followed, Shelf, Stock};
use hongtou_export::rows::{FileRow, FileStatus, SourceRow};
use hongtou_export::store::{ParsedNotices, Store, manifest};
use hongtou_export::{Manifest, NdjsonWriter, Options, Shown, write_linked};
use hongtou_notice::Text;

use crate::ledger::Lock;
use crate::scratch::Scratch;
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
    let Merged { files, sources, notices, options } = merged(stores)?;
    let mut writer = NdjsonWriter::create(folder)?;
    let stock = laid_aside(notices, &writer)?;
    writer.table(&sources)?;
    let mut shelves = shelved(&files);
    sources.into_iter().for_each(|source| add_links(&mut shelves, source));
    let archive = linked(files, stock, shelves)?;
    write(writer, archive, options, started, |tables, files, shown| Report::new(folder.to_owned(), tables, files, shown, None, 0))
}

/// Writes the notices as they were parsed, and lays them aside.
fn laid_aside(mut notices: Notices, writer: &NdjsonWriter) -> Result<Stock<Scratch>, Error> {
    let mut parsed = writer.parsed()?;
    let mut stock = Stock::new(Scratch::new(&writer.scratch())?);
    for (_, of, line) in notices.lines {
        if let Some(store) = notices.stores.get_mut(of) {
            let notice = store.notice(line)?;
            parsed.write(&notice)?;
            stock.add(notice)?;
        }
    }
    parsed.finish()?;
    Ok(stock)
}

/// A linked archive with the rows of its inputs.
pub(crate) struct Archive {
    /// What was linked.
    pub(crate) linked: Followed<Scratch>,
    files: Vec<FileRow>,
}

/// Writes the tables of an archive, and tells what it is.
pub(crate) fn write(
    mut writer: NdjsonWriter,
    Archive { linked, files }: Archive,
    options: Options,
    started: SystemTime,
    report: impl FnOnce(BTreeMap<String, u64>, &[FileRow], Shown) -> Report,
) -> Result<Report, Error> {
    writer.table(&files)?;
    let shown = write_linked::<_, Error>(&linked, &mut writer)?;
    let tables = writer.tables().clone();
    let manifest = Manifest::new(&files, tables.clone(), options, started);
    let report = report(tables, &files, shown);
    // With it go the passing files, which lie in a folder that the writer removes.
    drop(linked);
    writer.finish(&manifest)?;
    Ok(report)
}

/// Where every content lies and what it points to, by its id.
pub(crate) type Shelves = BTreeMap<String, Shelf>;

/// Where every content lies.
pub(crate) fn shelved(files: &[FileRow]) -> Shelves {
    let mut shelves = Shelves::new();
    for row in files.iter().filter(|row| row.status != FileStatus::Archive) {
        if let Some(id) = &row.source_id {
            shelves.entry(id.clone()).or_default().paths.push(row.path.clone());
        }
    }
    shelves
}

/// Adds what a content points to.
pub(crate) fn add_links(shelves: &mut Shelves, source: SourceRow) {
    let links = source.metadata.iter().filter(|item| item.name == "attachment").filter_map(|item| link(&item.value));
    shelves.entry(source.id).or_default().links.extend(links);
}

/// Links the notices that were laid aside.
pub(crate) fn linked(mut files: Vec<FileRow>, mut stock: Stock<Scratch>, shelves: Shelves) -> Result<Archive, Error> {
    stock.assemble()?;
    let attached = stock.join_attachments(&shelves)?;
    drop(shelves);
    let linked = stock.follow()?;
    let by_content = linked.by_content();
    for row in &mut files {
        let Some(id) = row.source_id.as_deref() else { continue };
        row.notice_ids = by_content.notices(id).into_iter().map(Into::into).collect();
        if attached.contains_key(id) && row.status == FileStatus::Parsed {
            row.status = FileStatus::Attachment;
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Archive { linked, files })
}

/// `words of the link TAB target`, as the reader of pages notes it.
fn link(value: &str) -> Option<(String, String)> {
    value.split_once('\t').map(|(text, target)| (text.to_owned(), target.to_owned()))
}

/// Several stores as one.
#[derive(Default)]
struct Merged {
    files: Vec<FileRow>,
    sources: Vec<SourceRow>,
    notices: Notices,
    options: Options,
}

/// The notices of several stores.
#[derive(Default)]
struct Notices {
    stores: Vec<ParsedNotices>,
    /// The first content of each notice, of which store it is, and its line there; sorted.
    lines: Vec<(Option<Text>, usize, usize)>,
}

/// Several stores as one: of equal contents the first by path is the document, the others are its duplicates.
fn merged(stores: Vec<Store>) -> Result<Merged, Error> {
    let mut all = Merged::default();
    let mut files: BTreeMap<String, (FileRow, usize)> = BTreeMap::new();
    let mut sources = BTreeMap::new();
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
        all.notices.lines.extend(store.notices.sources().cloned().enumerate().map(|(line, source)| (source, at, line)));
        all.notices.stores.push(store.notices);
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
    all.notices.lines.retain(|(source, at, _)| source.as_deref().is_some_and(|id| leading(id, *at)));
    all.notices.lines.sort();
    all.sources = sources.into_values().collect();
    Ok(all)
}
