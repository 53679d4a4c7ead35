//! From the ledger to what linking starts from: every input with what became of it, every content with its notice. Not for:
//! linking (`archive`).

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use hongtou_chain::{Card, Stock};
use hongtou_document::Document;
use hongtou_export::rows::{FileRow, FileStatus, SourceRow};
use hongtou_export::{FetchedFiles, Line, NdjsonWriter};
use hongtou_notice::Notice;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::archive::{Laid, add_links};
use crate::ledger::{Kept, Ledger, LedgerError};
use crate::part::{Opener, Part};
use crate::roll::{Mark, Roll, Rolled};
use crate::scratch::{Plain, Scratch, Sorted, Sorting};
use crate::spool::{Spool, Spooled};
use crate::work::Lost;

/// What linking starts from, but for what the ledger keeps of it.
pub(crate) struct Gathered {
    /// The inputs, sorted by path.
    files: Spooled<FileRow>,
    /// The contents by their ids, so that no order of arrival matters; one that several files hold comes several times, in their order.
    contents: Sorted<Holding>,
}

/// A file that holds a content.
#[derive(Debug, Serialize, Deserialize)]
struct Holding {
    /// Where its row is kept, and perhaps its notice.
    kept: Kept,
    /// The place of the file.
    file: u32,
    /// Whether the content gave a notice, and the file is the place of it.
    notice: bool,
}

/// A content.
struct Content {
    /// Where its row is kept.
    source: Kept,
    /// Where its notice is kept, and which file it is of.
    notice: Option<(Kept, u32)>,
}

/// What one file or member gave.
struct Outcome {
    row: FileRow,
    /// The content that it tells of, and where that is kept.
    source: Option<(String, Kept)>,
}

/// Stands behind the path of what is called like an input that comes after it.
const TAKEN: &str = "~2";
/// So many notices are opened at a time.
const TOGETHER: usize = 64;

/// Puts everything together but the notices; with `texts` the text of every document is written there. The inputs are sorted
/// by name.
pub(crate) fn gather(
    roll: &mut Roll,
    lost: &Lost,
    ledger: &Ledger,
    read_key: &str,
    writer: &NdjsonWriter,
    keep_text: bool,
    metadata: Option<&FetchedFiles>,
) -> Result<Gathered, Error> {
    let texts = keep_text.then_some(writer);
    let of_input = |opener: &mut Opener, (at, input, mark): &Rolled| match (mark, lost.get(at), input.place()) {
        (Some(Mark::Copy(leader, _)), ..) => {
            let content = input.entry.content.as_ref().filter(|_| !lost.contains_key(leader));
            let source_id = content.map(|id| id.text().into_owned());
            let row = FileRow { source_id, ..input.row(FileStatus::Duplicate) };
            Ok(vec![Outcome { row, source: None }])
        }
        (_, Some(error), _) => {
            let row = FileRow { error: Some(error.clone()), ..input.row(FileStatus::Failed) };
            Ok(vec![Outcome { row, source: None }])
        }
        (_, None, Some(place)) => {
            let parts = ledger.parts(&place, read_key, keep_text)?.into_iter();
            parts.map(|(part, kept)| outcome(part, kept, opener, &input.entry.path, texts)).collect()
        }
        (_, None, None) => Ok(vec![Outcome { row: input.row(FileStatus::Failed), source: None }]),
    };
    let scratch = writer.scratch();
    let contents = Sorting::new(Scratch::new(&scratch)?);
    let mut gathering = Gathering { files: Spool::new(&scratch)?, contents, metadata };
    // The members of an archive may come behind inputs: `a.zip b` stands between `a.zip` and `a.zip!/c`.
    let mut waiting: BTreeMap<(String, usize), Outcome> = BTreeMap::new();
    let mut came = 0..;
    let mut inputs = roll.each()?.peekable();
    loop {
        let some = inputs.by_ref().take(TOGETHER).collect::<Result<Vec<_>, Error>>()?;
        if some.is_empty() {
            break;
        }
        let outcomes = some.par_iter().map_init(Opener::default, of_input).collect::<Result<Vec<_>, Error>>()?;
        waiting.extend(outcomes.into_iter().flatten().zip(&mut came).map(|(outcome, at)| ((outcome.row.path.clone(), at), outcome)));
        let next = match inputs.peek() {
            Some(Ok((_, next, _))) => Some(next.entry.path.as_str()),
            _ => None,
        };
        while let Some(first) = waiting.first_entry().filter(|first| next.is_none_or(|next| first.key().0.as_str() < next)) {
            let ((path, at), mut outcome) = first.remove_entry();
            // What lies in a folder `a.zip!` keeps its path; the member of `a.zip`, which was listed before it, takes another one.
            if waiting.first_key_value().is_some_and(|((other, _), _)| *other == path) {
                outcome.row.path += TAKEN;
                waiting.insert((outcome.row.path.clone(), at), outcome);
            } else {
                gathering.add(outcome)?;
            }
        }
    }
    let Gathering { files, contents, .. } = gathering;
    let (files, contents) = (files.finish()?, contents.finish()?);
    Ok(Gathered { files: copies_told(files, &contents, &scratch)?, contents })
}

/// A member may hold the same bytes as a file: the first by name is the one that was read, and the others are told to be copies.
fn copies_told(mut files: Spooled<FileRow>, contents: &Sorted<Holding>, scratch: &Path) -> Result<Spooled<FileRow>, Error> {
    let mut copies = Sorting::new(Scratch::new(scratch)?);
    let mut last = None;
    for told in contents.each() {
        let (id, Holding { file, notice, .. }) = told?;
        if notice && last.as_ref() == Some(&id) {
            copies.put(&format!("{file:010}"), &file)?;
        }
        last = Some(id);
    }
    let copies = copies.finish()?;
    if copies.is_empty() {
        return Ok(files);
    }
    let mut copies = copies.each().map(|copy| copy.map(|(_, file)| file));
    let mut next = copies.next().transpose()?;
    let mut told = Spool::new(scratch)?;
    for (at, row) in (0u32..).zip(files.each()?) {
        let mut row = row?;
        if next == Some(at) {
            row.status = FileStatus::Duplicate;
            row.error = None;
            next = copies.next().transpose()?;
        }
        told.put(&row)?;
    }
    told.finish()
}

/// What was put together so far.
struct Gathering<'a> {
    files: Spool<FileRow>,
    contents: Sorting<Holding>,
    metadata: Option<&'a FetchedFiles>,
}

impl Gathering<'_> {
    /// Adds the next by path.
    fn add(&mut self, Outcome { mut row, source }: Outcome) -> Result<(), Error> {
        if let Some((id, kept)) = source {
            let notice = kept.notice && row.source_id.is_some();
            let file = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
            self.contents.put(&id, &Holding { kept, file, notice })?;
        }
        if let Some(known) = self.metadata.and_then(|metadata| metadata.get(&row.path)).cloned() {
            (row.url, row.fetched_at, row.published_on) = (known.url, known.fetched_at, known.published_on);
        }
        self.files.put(&row)
    }
}

/// The contents, each once: its row is the last one, its notice that of the first file.
fn each_once(contents: &Sorted<Holding>) -> impl Iterator<Item = Result<Content, Error>> {
    let mut all = contents.each().peekable();
    std::iter::from_fn(move || {
        let (id, Holding { kept, file, notice }) = match all.next()? {
            Ok(first) => first,
            Err(error) => return Some(Err(error)),
        };
        let mut content = Content { notice: notice.then(|| (kept.clone(), file)), source: kept };
        // Two empty files share one content and are no duplicates: one row of `sources`.
        while let Some(other) = all.next_if(|other| other.as_ref().map_or(true, |(other, _)| *other == id)) {
            match other {
                Ok((_, Holding { kept, .. })) => content.source = kept,
                Err(error) => return Some(Err(error)),
            }
        }
        Some(Ok(content))
    })
}

/// What is made of a content while its notice is open.
struct Made {
    /// Its row.
    source: Option<(SourceRow, Line)>,
    /// The card of its notice, its line, and the notice as it is laid aside.
    notice: Option<(Card, Line, Plain)>,
}

/// Writes the contents and the notices as they were parsed, lays the notices aside, and keeps of the contents only what they
/// point to.
pub(crate) fn lay_aside(gathered: Gathered, ledger: &Ledger, writer: &mut NdjsonWriter) -> Result<Laid, Error> {
    let Gathered { mut files, contents } = gathered;
    let mut links = Spool::new(&writer.scratch())?;
    let mut stock = Stock::new(Scratch::new(&writer.scratch())?);
    let (mut sources, mut parsed) = (writer.begin::<SourceRow>()?, writer.parsed()?);
    let make = |opener: &mut Opener, Content { source, notice }: &Content| {
        let damaged = |source| Damaged { file: notice.as_ref().map(|(_, file)| *file), source };
        let source = ledger.source(source)?.map(|row| Ok::<_, Failed>((Line::of(&row).map_err(damaged)?, row))).transpose()?;
        let opened = |(kept, _): &(Kept, u32)| {
            let notice: Notice = opener.open(&ledger.notice(kept)?).map_err(damaged)?;
            Ok::<_, Failed>((Card::of(&notice), Line::of(&notice).map_err(damaged)?, Plain::of(&notice).map_err(damaged)?))
        };
        Ok(Made { source: source.map(|(line, row)| (row, line)), notice: notice.as_ref().map(opened).transpose()? })
    };
    let mut contents = each_once(&contents);
    loop {
        let some = contents.by_ref().take(TOGETHER).collect::<Result<Vec<Content>, Error>>()?;
        if some.is_empty() {
            break;
        }
        let made = some.par_iter().map_init(Opener::default, make).collect::<Result<Vec<_>, Failed>>();
        for Made { source, notice } in made.map_err(|failed| failed.named(&mut files))? {
            if let Some((row, line)) = source {
                sources.put(&line)?;
                add_links(&mut links, &row)?;
            }
            if let Some((card, line, plain)) = notice {
                parsed.put(&line)?;
                stock.add_with(card, |scratch| scratch.put(&plain))?;
            }
        }
    }
    writer.end::<SourceRow>(sources)?;
    parsed.finish()?;
    Ok(Laid { files, stock, links: links.finish()? })
}

/// What was kept of a content cannot be read back.
struct Damaged {
    /// The place of the file that it is of.
    file: Option<u32>,
    source: io::Error,
}

/// Why nothing could be made of a content.
enum Failed {
    Ledger(LedgerError),
    Damaged(Damaged),
}

impl From<LedgerError> for Failed {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<Damaged> for Failed {
    fn from(damaged: Damaged) -> Self {
        Self::Damaged(damaged)
    }
}

impl Failed {
    /// The error with the path of the file.
    fn named(self, files: &mut Spooled<FileRow>) -> Error {
        match self {
            Self::Ledger(error) => error.into(),
            Self::Damaged(Damaged { file, source }) => {
                let place = file.and_then(|file| usize::try_from(file).ok());
                let row = place.and_then(|place| files.each().ok()?.nth(place)?.ok());
                Error::Pack { name: row.map(|row| row.path).unwrap_or_default(), source }
            }
        }
    }
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
