//! Linking an out folder again, with the contents of others added. Their tables are read side by side, a row at a time: they
//! are sorted. Not for: the linking itself (`archive`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use hongtou_chain::{ContentId, Stock};
use hongtou_export::rows::{FileRow, FileStatus, SourceRow};
use hongtou_export::store::{Rows, Store, StoreError, manifest};
use hongtou_export::{NdjsonWriter, Options, Row, remove_unfinished};

use crate::archive::{Asked, Laid, Pointing, add_links, linked, write};
use crate::ledger::Lock;
use crate::scratch::{Scratch, lost};
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
    write(writer, archive, Asked { out: folder, options, started, metadata: None, reused: 0 })
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
type Leading = HashMap<ContentId, u32>;

/// The inputs: of equal contents the first by path is the document, the others are its duplicates.
fn files(stores: &[Store], writer: &NdjsonWriter) -> Result<(Spooled<FileRow>, Leading), Error> {
    let mut files = Spool::new(&writer.scratch())?;
    let mut leading = Leading::new();
    let mut opened: Vec<String> = Vec::new();
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
        // The members of an archive that is another's duplicate are not listed.
        if opened.iter().any(|archive| row.path.starts_with(archive.as_str())) {
            continue;
        }
        if let Some(id) = row.source_id.as_deref().filter(|_| row.bytes != Some(0)).map(ContentId::from) {
            match leading.entry(id) {
                Entry::Occupied(_) => {
                    if row.status == FileStatus::Archive {
                        opened.push(format!("{}!/", row.path));
                    }
                    row.status = FileStatus::Duplicate;
                    row.error = None;
                }
                Entry::Vacant(free) if row.status != FileStatus::Duplicate => drop(free.insert(u32::try_from(at).unwrap_or(u32::MAX))),
                Entry::Vacant(_) => {}
            }
        }
        files.put(&row)?;
    }
    Ok((files.finish()?, leading))
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
    // The first content of each notice, in which folder it is, and its line there.
    let mut lines: Vec<(ContentId, u32, u32)> = Vec::new();
    for (at, store) in (0..).zip(&mut stores) {
        let own = (0..).zip(store.notices.take_sources()).filter_map(|(line, id)| Some((id?, at, line)));
        lines.extend(own.filter(|(id, at, _)| leading.get(id).is_none_or(|leading| leading == at)));
    }
    lines.sort_unstable();
    let mut parsed = writer.parsed()?;
    let mut stock = Stock::new(Scratch::new(&writer.scratch())?);
    stock.reserve(lines.len());
    for (_, at, line) in lines {
        let store = usize::try_from(at).ok().and_then(|at| stores.get_mut(at));
        let (Some(store), Ok(line)) = (store, usize::try_from(line)) else {
            return Err(lost(&writer.scratch())(io::ErrorKind::NotFound.into()));
        };
        let notice = store.notices.notice(line)?;
        parsed.write(&notice)?;
        stock.add(notice)?;
    }
    parsed.finish()?;
    Ok(stock)
}
