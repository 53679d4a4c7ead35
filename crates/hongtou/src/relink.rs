//! Linking an out folder again, with the contents of others added. Their tables are read side by side, a row at a time: they
//! are sorted. Not for: the linking itself (`archive`).

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use hongtou_chain::{ContentId, Stock};
use hongtou_export::rows::{FileRow, FileStatus, SourceRow};
use hongtou_export::store::{NoticeLine, Rows, Store, StoreError, manifest};
use hongtou_export::{NdjsonWriter, Options, Row, remove_unfinished};
use serde::{Deserialize, Serialize};

use crate::archive::{Asked, Laid, Pointing, add_links, linked, write};
use crate::ledger::Lock;
use crate::scratch::{Scratch, Sorted, Sorting, lost};
use crate::spool::{Spool, Spooled};
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
    let mut stores = vec![Store::open(folder)?];
    for other in add {
        stores.push(Store::open(other)?);
    }
    let options = options(&stores);
    let mut writer = NdjsonWriter::create(folder)?;
    remove_unfinished(folder, &writer)?;
    let (files, leading) = files(&stores, &writer)?;
    let links = sources(&stores, &mut writer)?;
    let stock = laid_aside(stores, &leading, &writer)?;
    drop(leading);
    let archive = linked(Laid { files, stock, links })?;
    write(writer, archive, Asked { out: folder, options, started, metadata: None, reused: 0, gone: 0 })
}

/// What all the runs were asked for.
fn options(stores: &[Store]) -> Options {
    let mut all = Options::default();
    for Store { options, .. } in stores {
        all.paths.extend(options.paths.iter().cloned());
        all.keep_text |= options.keep_text;
    }
    all.paths.sort();
    all.paths.dedup();
    all
}

/// The tables of several folders as one.
struct Sides<R>(Vec<(Rows<R>, Option<R>)>);

impl<R: Row> Sides<R> {
    fn of(stores: &[Store]) -> Result<Self, StoreError> {
        let side = |store: &Store| {
            let mut rows = store.rows::<R>()?;
            let first = rows.next_sorted()?;
            Ok((rows, first))
        };
        stores.iter().map(side).collect::<Result<_, _>>().map(Self)
    }

    /// The rows of the next key, each with the place of its folder. None are left where there is none.
    fn next(&mut self) -> Result<Vec<(usize, R)>, StoreError> {
        let key = self.0.iter().filter_map(|(_, next)| next.as_ref()).map(|row| row.key()).min().map(str::to_owned);
        let mut same = Vec::new();
        for (at, (rows, next)) in self.0.iter_mut().enumerate() {
            while let Some(row) = next.take_if(|row| Some(row.key()) == key.as_deref()) {
                same.push((at, row));
                *next = rows.next_sorted()?;
            }
        }
        Ok(same)
    }
}

/// In which folder the document of each content lies.
type Leading = Sorted<u32>;

/// A row of a folder's inputs.
#[derive(Serialize, Deserialize)]
struct FolderRow {
    /// The place of the folder.
    at: u32,
    row: FileRow,
    #[cfg(test)]
    #[serde(skip)]
    _counted: crate::held::Counted,
}

impl FolderRow {
    /// The content that it may be a copy of. Empty files are no copies.
    fn content(&self) -> Option<&str> {
        self.row.source_id.as_deref().filter(|_| self.row.bytes != Some(0))
    }
}

/// The inputs: of equal contents the first by path is the document, the others are its duplicates.
fn files(stores: &[Store], writer: &NdjsonWriter) -> Result<(Spooled<FileRow>, Leading), Error> {
    let scratch = writer.scratch();
    let mut rows = listed(stores, &scratch)?;
    let mut by_content = Sorting::new(Scratch::new(&scratch)?);
    for (at, row) in (0u32..).zip(rows.each()?) {
        let row = row?;
        if let Some(content) = row.content() {
            by_content.put(content, &(at, row.at, row.row.status == FileStatus::Duplicate))?;
        }
    }
    let (mut copies, mut leading) = (Sorting::new(Scratch::new(&scratch)?), Sorting::new(Scratch::new(&scratch)?));
    let mut led = None;
    for row in by_content.finish()?.each() {
        let (content, (at, folder, is_copy)) = row?;
        if led.as_ref() == Some(&content) {
            copies.put(&format!("{at:010}"), &at)?;
        } else if !is_copy {
            leading.put(&content, &folder)?;
            led = Some(content);
        }
    }
    let copies = copies.finish()?;
    let mut copies = copies.each().map(|copy| copy.map(|(_, at)| at));
    let mut next = copies.next().transpose()?;
    let mut files = Spool::new(&scratch)?;
    for (at, row) in (0u32..).zip(rows.each()?) {
        let FolderRow { mut row, .. } = row?;
        if next == Some(at) {
            row.status = FileStatus::Duplicate;
            row.error = None;
            next = copies.next().transpose()?;
        }
        files.put(&row)?;
    }
    Ok((files.finish()?, leading.finish()?))
}

/// The inputs of all folders, without the members of archives that are another's duplicate: they are not listed.
fn listed(stores: &[Store], scratch: &Path) -> Result<Spooled<FolderRow>, Error> {
    let mut all = Spool::new(scratch)?;
    // The contents of archives, and whether a document was seen for them.
    let mut archives: HashMap<ContentId, bool> = HashMap::new();
    let mut sides = Sides::<FileRow>::of(stores)?;
    loop {
        let mut same = sides.next()?.into_iter();
        let Some((at, mut row)) = same.next() else { break };
        if same.any(|(_, other)| other.source_id != row.source_id) {
            return Err(Error::PathTwice { path: row.path });
        }
        // What linking says of a file is said anew.
        row.notice_ids = Vec::new();
        if row.status == FileStatus::Attachment {
            row.status = FileStatus::Parsed;
        }
        let row = FolderRow {
            at: u32::try_from(at).unwrap_or(u32::MAX),
            row,
            #[cfg(test)]
            _counted: crate::held::Counted::default(),
        };
        if let (FileStatus::Archive, Some(content)) = (row.row.status, row.content()) {
            archives.insert(content.into(), false);
        }
        all.put(&row)?;
    }
    let mut all = all.finish()?;
    if archives.is_empty() {
        return Ok(all);
    }
    let mut listed = Spool::new(scratch)?;
    let mut opened: Vec<String> = Vec::new();
    for row in all.each()? {
        let row = row?;
        let (path, status) = (&row.row.path, row.row.status);
        if opened.iter().any(|archive| path.starts_with(archive.as_str())) {
            continue;
        }
        if let Some(seen) = row.content().and_then(|content| archives.get_mut(&ContentId::from(content))) {
            if *seen && status == FileStatus::Archive {
                opened.push(format!("{path}!/"));
            }
            *seen |= status != FileStatus::Duplicate;
        }
        listed.put(&row)?;
    }
    listed.finish()
}

/// Writes the contents; of those that several folders know the last row counts. Gives what they point to.
fn sources(stores: &[Store], writer: &mut NdjsonWriter) -> Result<Spooled<Pointing>, Error> {
    let mut links = Spool::new(&writer.scratch())?;
    let mut rows = writer.begin::<SourceRow>()?;
    let mut sides = Sides::<SourceRow>::of(stores)?;
    while let Some((_, row)) = sides.next()?.pop() {
        add_links(&mut links, &row)?;
        rows.write(&row)?;
    }
    writer.end::<SourceRow>(rows)?;
    links.finish()
}

/// Writes the notices as they were parsed, and lays them aside.
fn laid_aside(mut stores: Vec<Store>, leading: &Leading, writer: &NdjsonWriter) -> Result<Stock<Scratch>, Error> {
    // Each notice by its first content: in which folder it is, and where it stands there.
    let mut lines: Sorting<(usize, NoticeLine)> = Sorting::new(Scratch::new(&writer.scratch())?);
    for (at, store) in stores.iter_mut().enumerate() {
        store.notices.each_source(|line, source| match source {
            Some(source) => lines.put(&source, &(at, line)),
            None => Ok(()),
        })?;
    }
    let lines = lines.finish()?;
    let mut leading = leading.each().peekable();
    let mut parsed = writer.parsed()?;
    let mut stock = Stock::new(Scratch::new(&writer.scratch())?);
    for line in lines.each() {
        let (content, (at, line)) = line?;
        while leading.next_if(|led| led.as_ref().is_ok_and(|(led, _)| *led < content)).is_some() {}
        let elsewhere = match leading.peek() {
            Some(Ok((led, folder))) => *led == content && usize::try_from(*folder) != Ok(at),
            Some(Err(_)) => return leading.next().transpose().map(|_| stock),
            None => false,
        };
        if elsewhere {
            continue;
        }
        let Some(store) = stores.get_mut(at) else { return Err(lost(&writer.scratch())(io::ErrorKind::NotFound.into())) };
        let notice = store.notices.notice(line)?;
        parsed.write(&notice)?;
        stock.add(notice)?;
    }
    parsed.finish()?;
    Ok(stock)
}
