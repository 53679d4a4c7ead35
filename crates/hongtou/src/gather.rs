//! From the ledger to what linking starts from: every input with what became of it, every content with its notice. Not for:
//! linking (`archive`).

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use hongtou_document::Document;
use hongtou_export::rows::{FileRow, FileStatus, SourceRow};
use hongtou_export::store::Store;
use hongtou_export::{FetchedFiles, NdjsonWriter};
use hongtou_notice::{Notice, Pool};
use rayon::prelude::*;

use crate::Error;
use crate::identify::Listed;
use crate::ledger::{Kept, Ledger};
use crate::part::{Opener, Part};

/// What one file or member gave.
struct Outcome {
    row: FileRow,
    source: Option<SourceRow>,
    notice: Option<Kept>,
}

/// So many notices are opened at a time: each is large, and the lists that threads hand over are laid together by copying.
const TOGETHER: usize = 256;

/// Puts everything together; with `texts` the text of every document is written there.
pub(crate) fn gather(
    listed: &[Listed],
    leaders: &[Option<usize>],
    ledger: &Ledger,
    read_key: &str,
    texts: Option<&NdjsonWriter>,
    metadata: Option<&FetchedFiles>,
) -> Result<Store, Error> {
    let outcomes = listed.par_iter().zip(leaders).map_init(Opener::default, |opener, (input, leader)| match (leader, input.place()) {
        (Some(leader), _) => {
            let lost = listed[*leader].failed.clone();
            let row = FileRow { source_id: input.entry.content.clone().filter(|_| lost.is_none()), ..input.row(FileStatus::Duplicate) };
            Ok(vec![Outcome { row, source: None, notice: None }])
        }
        (None, Some(place)) if input.failed.is_none() => {
            let parts = ledger.parts(&place, read_key, texts.is_some())?;
            let one = |(part, notice)| outcome(part, notice, opener, &input.entry.path, texts);
            parts.into_iter().map(one).collect::<Result<Vec<_>, Error>>()
        }
        _ => Ok(vec![Outcome { row: input.row(FileStatus::Failed), source: None, notice: None }]),
    });
    let mut all: Vec<Outcome> = outcomes.collect::<Result<Vec<_>, Error>>()?.into_iter().flatten().collect();
    all.par_sort_by(|a, b| a.row.path.cmp(&b.row.path));

    let mut store = Store::default();
    let mut sources = BTreeMap::new();
    // By source, so that no order of arrival matters: where each notice is kept, and which file it is of.
    let mut notices: BTreeMap<String, (Kept, usize)> = BTreeMap::new();
    for Outcome { mut row, source, notice } in all {
        // A member may hold the same bytes as a file: the first by name is the one that was read.
        if let (Some(id), Some(notice)) = (row.source_id.clone(), notice) {
            if sources.contains_key(&id) {
                row.status = FileStatus::Duplicate;
                row.error = None;
            } else {
                notices.insert(id, (notice, store.files.len()));
            }
        }
        if let Some(known) = metadata.and_then(|metadata| metadata.get(&row.path)).cloned() {
            (row.url, row.fetched_at, row.published_on) = (known.url, known.fetched_at, known.published_on);
        }
        store.files.push(row);
        // Two empty files share one content and are no duplicates: one row of `sources`.
        sources.extend(source.map(|source| (source.id.clone(), source)));
    }
    store.sources = sources.into_values().collect();
    store.notices = opened(notices.into_values().collect(), &store.files, ledger)?;
    Ok(store)
}

/// The notices themselves.
fn opened(kept: Vec<(Kept, usize)>, files: &[FileRow], ledger: &Ledger) -> Result<Vec<Notice>, Error> {
    let pool = Mutex::new(Pool::default());
    let mut notices = Vec::with_capacity(kept.len());
    for some in kept.chunks(TOGETHER) {
        let open = |opener: &mut Opener, (kept, file): &(Kept, usize)| {
            let damaged = |source| Error::Pack { name: files.get(*file).map(|row| row.path.clone()).unwrap_or_default(), source };
            let mut notice: Notice = opener.open(&ledger.notice(kept)?).map_err(damaged)?;
            // What is unpacked shares nothing.
            notice.compact_with(&mut pool.lock().unwrap_or_else(PoisonError::into_inner));
            Ok(notice)
        };
        notices.extend(some.par_iter().map_init(Opener::default, open).collect::<Result<Vec<Notice>, Error>>()?);
    }
    Ok(notices)
}

/// What a part gave; its text is written where one is asked for.
fn outcome(part: Part, notice: Option<Kept>, opener: &mut Opener, name: &str, texts: Option<&NdjsonWriter>) -> Result<Outcome, Error> {
    let damaged = |source: io::Error| Error::Pack { name: name.to_owned(), source };
    if let (Some(writer), Some(document), Some(id)) = (texts, &part.document, &part.row.source_id) {
        writer.text(id, opener.open::<Document>(document).map_err(damaged)?.text().as_str())?;
    }
    let row = FileRow { path: format!("{name}{}", part.row.path), ..part.row };
    Ok(Outcome { row, source: part.source, notice })
}
