//! From the ledger to what linking starts from: every input with what became of it, every content with its notice. Not for:
//! linking (`archive`).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::mem;

use hongtou_chain::{Card, Stock};
use hongtou_document::Document;
use hongtou_export::rows::{FileRow, FileStatus, SourceRow};
use hongtou_export::{FetchedFiles, Line, NdjsonWriter};
use hongtou_notice::Notice;
use rayon::prelude::*;

use crate::Error;
use crate::archive::{Shelves, add_links, shelved};
use crate::identify::Listed;
use crate::ledger::{Kept, Ledger};
use crate::part::{Opener, Part};
use crate::scratch::{Plain, Scratch};

/// What linking starts from, but for what the ledger keeps of it.
pub(crate) struct Gathered {
    /// The inputs.
    pub(crate) files: Vec<FileRow>,
    /// The contents by their ids, so that no order of arrival matters.
    contents: BTreeMap<String, Content>,
}

/// A content.
struct Content {
    /// Where its row is kept.
    source: Kept,
    /// Where its notice is kept, and which file it is of.
    notice: Option<(Kept, usize)>,
}

/// What one file or member gave.
struct Outcome {
    row: FileRow,
    /// The content that it tells of, and where that is kept.
    source: Option<(String, Kept)>,
}

/// So many notices are opened at a time.
const TOGETHER: usize = 64;

/// Puts everything together but the notices; with `texts` the text of every document is written there.
pub(crate) fn gather(
    listed: &[Listed],
    leaders: &[Option<usize>],
    ledger: &Ledger,
    read_key: &str,
    texts: Option<&NdjsonWriter>,
    metadata: Option<&FetchedFiles>,
) -> Result<Gathered, Error> {
    let outcomes = listed.par_iter().zip(leaders).map_init(Opener::default, |opener, (input, leader)| match (leader, input.place()) {
        (Some(leader), _) => {
            let lost = listed[*leader].failed.clone();
            let row = FileRow { source_id: input.entry.content.clone().filter(|_| lost.is_none()), ..input.row(FileStatus::Duplicate) };
            Ok(vec![Box::new(Outcome { row, source: None })])
        }
        (None, Some(place)) if input.failed.is_none() => {
            // Not collected: that would be done in the room of the parts, which are much larger.
            let mut outcomes = Vec::new();
            for (part, kept) in ledger.parts(&place, read_key, texts.is_some())? {
                outcomes.push(Box::new(outcome(part, kept, opener, &input.entry.path, texts)?));
            }
            Ok(outcomes)
        }
        _ => Ok(vec![Box::new(Outcome { row: input.row(FileStatus::Failed), source: None })]),
    });
    // In boxes: they are sorted, and large.
    let mut all: Vec<Box<Outcome>> = outcomes.collect::<Result<Vec<_>, Error>>()?.into_iter().flatten().collect();
    all.par_sort_by(|a, b| a.row.path.cmp(&b.row.path));

    let mut files: Vec<FileRow> = Vec::with_capacity(all.len());
    let mut contents: BTreeMap<String, Content> = BTreeMap::new();
    for outcome in all {
        let Outcome { mut row, source } = *outcome;
        if let Some((id, kept)) = source {
            let of_file = (kept.notice && row.source_id.is_some()).then(|| (kept.clone(), files.len()));
            match contents.entry(id) {
                Entry::Vacant(free) => drop(free.insert(Content { source: kept, notice: of_file })),
                // Two empty files share one content and are no duplicates: one row of `sources`.
                Entry::Occupied(mut known) => {
                    known.get_mut().source = kept;
                    // A member may hold the same bytes as a file: the first by name is the one that was read.
                    if of_file.is_some() {
                        row.status = FileStatus::Duplicate;
                        row.error = None;
                    }
                }
            }
        }
        if let Some(known) = metadata.and_then(|metadata| metadata.get(&row.path)).cloned() {
            (row.url, row.fetched_at, row.published_on) = (known.url, known.fetched_at, known.published_on);
        }
        files.push(row);
    }
    Ok(Gathered { files, contents })
}

/// What is made of a content while its notice is open.
struct Made {
    /// Its row.
    source: Option<(SourceRow, Line)>,
    /// The card of its notice, its line, and the notice as it is laid aside.
    notice: Option<(Card, Line, Plain)>,
}

/// Writes the contents and the notices as they were parsed, lays the notices aside, and keeps of the contents only where they
/// lie and what they point to.
pub(crate) fn lay_aside(gathered: &mut Gathered, ledger: &Ledger, writer: &mut NdjsonWriter) -> Result<(Stock<Scratch>, Shelves), Error> {
    let contents: Vec<Content> = mem::take(&mut gathered.contents).into_values().collect();
    let files = &gathered.files;
    let mut shelves = shelved(files);
    let mut stock = Stock::new(Scratch::new(&writer.scratch())?);
    let (mut sources, mut parsed) = (writer.begin::<SourceRow>()?, writer.parsed()?);
    let make = |opener: &mut Opener, Content { source, notice }: &Content| {
        let damaged = |source| {
            let file = notice.as_ref().and_then(|(_, file)| files.get(*file));
            Error::Pack { name: file.map(|row| row.path.clone()).unwrap_or_default(), source }
        };
        let source = ledger.source(source)?.map(|row| Ok::<_, Error>((Line::of(&row).map_err(damaged)?, row))).transpose()?;
        let opened = |(kept, _): &(Kept, usize)| {
            let notice: Notice = opener.open(&ledger.notice(kept)?).map_err(damaged)?;
            Ok::<_, Error>((Card::of(&notice), Line::of(&notice).map_err(damaged)?, Plain::of(&notice).map_err(damaged)?))
        };
        Ok(Made { source: source.map(|(line, row)| (row, line)), notice: notice.as_ref().map(opened).transpose()? })
    };
    for some in contents.chunks(TOGETHER) {
        for Made { source, notice } in some.par_iter().map_init(Opener::default, make).collect::<Result<Vec<_>, Error>>()? {
            if let Some((row, line)) = source {
                sources.put(&line)?;
                add_links(&mut shelves, row);
            }
            if let Some((card, line, plain)) = notice {
                parsed.put(&line)?;
                stock.add_with(card, |scratch| scratch.put(&plain))?;
            }
        }
    }
    writer.end::<SourceRow>(sources)?;
    parsed.finish()?;
    Ok((stock, shelves))
}

/// What a part gave; its text is written where one is asked for.
fn outcome(part: Part, kept: Kept, opener: &mut Opener, name: &str, texts: Option<&NdjsonWriter>) -> Result<Outcome, Error> {
    let damaged = |source: io::Error| Error::Pack { name: name.to_owned(), source };
    if let (Some(writer), Some(document), Some(id)) = (texts, &part.document, &part.row.source_id) {
        writer.text(id, opener.open::<Document>(document).map_err(damaged)?.text().as_str())?;
    }
    let row = FileRow { path: format!("{name}{}", part.row.path), ..part.row };
    Ok(Outcome { row, source: part.source.map(|source| (source.id, kept)) })
}
