//! From what was read to the records of an archive: attachments joined, copies merged, money followed. Not for: reading
//! documents (`ingest`), or where it comes from (`gather`, `relink`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::SystemTime;

use hongtou_chain::{ContentId, Followed, Shelf, Stock};
use hongtou_export::rows::{FileRow, FileStatus, SourceRow};
use hongtou_export::{FetchedFiles, Manifest, NdjsonWriter, Options, write_linked};

use crate::report::Told;
use crate::scratch::Scratch;
use crate::spool::{Spool, Spooled};
use crate::{Error, Report};

/// What linking starts from.
pub(crate) struct Laid {
    /// The inputs, sorted by path.
    pub(crate) files: Spooled<FileRow>,
    pub(crate) stock: Stock<Scratch>,
    /// What the contents point to.
    pub(crate) links: Spooled<Pointing>,
}

/// A linked archive.
pub(crate) struct Archive {
    pub(crate) linked: Followed<Scratch>,
    files: Spooled<FileRow>,
    /// The contents that are parts of others.
    attached: BTreeSet<ContentId>,
}

/// What was asked for, and what is told of it.
pub(crate) struct Asked<'a> {
    pub(crate) out: &'a Path,
    pub(crate) options: Options,
    pub(crate) started: SystemTime,
    pub(crate) metadata: Option<&'a FetchedFiles>,
    /// Number of inputs that an earlier run had read.
    pub(crate) reused: u64,
    /// Number of inputs of the last run that are none of this one.
    pub(crate) gone: u64,
}

/// Writes the tables of an archive, and tells what it is.
pub(crate) fn write(mut writer: NdjsonWriter, archive: Archive, asked: Asked<'_>) -> Result<Report, Error> {
    let Archive { linked, mut files, attached } = archive;
    let mut told = Told::new(asked.metadata);
    let (by_content, mut rows) = (linked.by_content(), writer.begin::<FileRow>()?);
    for row in files.each()? {
        let mut row = row?;
        if let Some(id) = row.source_id.as_deref().map(ContentId::from) {
            row.notice_ids = by_content.notices(&id).into_iter().map(Into::into).collect();
            if row.status == FileStatus::Parsed && attached.contains(&id) {
                row.status = FileStatus::Attachment;
            }
        }
        rows.write(&row)?;
        told.add(row);
    }
    writer.end::<FileRow>(rows)?;
    drop(by_content);
    let shown = write_linked::<_, Error>(&linked, &mut writer)?;
    let tables = writer.tables().clone();
    let manifest = Manifest::new(&told.files, tables.clone(), asked.options, asked.started);
    let report = Report::new(asked.out.to_owned(), tables, told, shown, [asked.reused, asked.gone]);
    // With them go the passing files, which lie in a folder that the writer removes.
    drop((linked, files));
    writer.finish(&manifest)?;
    Ok(report)
}

/// The id of a content, and what it points to.
pub(crate) type Pointing = (String, Vec<(String, String)>);

/// Adds what a content points to, if it does.
pub(crate) fn add_links(links: &mut Spool<Pointing>, source: &SourceRow) -> Result<(), Error> {
    let found = source.metadata.iter().filter(|item| item.name == "attachment").filter_map(|item| link(&item.value));
    let found: Vec<(String, String)> = found.collect();
    if found.is_empty() { Ok(()) } else { links.put(&(source.id.clone(), found)) }
}

/// `words of the link TAB target`, as the reader of pages notes it.
fn link(value: &str) -> Option<(String, String)> {
    value.split_once('\t').map(|(text, target)| (text.to_owned(), target.to_owned()))
}

/// Links the notices that were laid aside.
pub(crate) fn linked(Laid { mut files, mut stock, mut links }: Laid) -> Result<Archive, Error> {
    stock.assemble()?;
    let shelves = shelved(&mut files, &stock, &mut links)?;
    drop(links);
    let attached = stock.join_attachments(&shelves)?;
    drop(shelves);
    let attached = attached.into_keys().map(|id| ContentId::from(id.as_str())).collect();
    Ok(Archive { linked: stock.follow()?, files, attached })
}

/// Where the contents lie that joining looks at, and what they and their copies point to.
fn shelved(files: &mut Spooled<FileRow>, stock: &Stock<Scratch>, links: &mut Spooled<Pointing>) -> Result<BTreeMap<String, Shelf>, Error> {
    let mut beside = stock.beside();
    for row in files.each()? {
        let row = row?;
        if let (true, Some(id)) = (row.status != FileStatus::Archive, &row.source_id) {
            beside.see(&id.as_str().into(), &row.path);
        }
    }
    let mut shelves: BTreeMap<String, Shelf> = BTreeMap::new();
    for row in files.each()? {
        let row = row?;
        if row.status != FileStatus::Archive
            && beside.wants(&row.path)
            && let Some(id) = row.source_id
        {
            shelves.entry(id).or_default().paths.push(row.path);
        }
    }
    let pointing = stock.pointing(&shelves);
    for found in links.each()? {
        let (id, found) = found?;
        if pointing.contains(&ContentId::from(id.as_str())) {
            shelves.entry(id).or_default().links = found;
        }
    }
    Ok(shelves)
}
