//! A bulk run: inputs found, told apart by content, parsed in parallel, linked, written. Not for: what one document
//! needs (`one`), or which inputs there are (`walk`).

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use hongtou_export::rows::{FileError, FileRow, FileStatus};
use hongtou_export::store::Store;
use hongtou_export::{FetchedFiles, Manifest, NdjsonWriter, Options};
use hongtou_notice::Notice;
use hongtou_read::{Limits, Ocr, ReadError};
use rayon::prelude::*;

use crate::name::spelled;
use crate::one;
use crate::take::{Outcome, Taking};
use crate::walk::{Input, Roots, unreadable};
use crate::{Error, Event, Report, archive};

/// Stack of a worker thread. Nested tables and XML are read by recursion, bounded by the readers' limits.
const STACK: usize = 16 << 20;

/// A bulk run over files and folders. The records depend on the inputs alone, not on the threads or the order in which
/// the inputs are named.
#[derive(Debug, Clone, Default)]
pub struct Ingest {
    paths: Vec<PathBuf>,
    out: Option<PathBuf>,
    jobs: usize,
    keep_text: bool,
    metadata: Option<PathBuf>,
    ocr: Ocr,
}

type OnEvent<'a> = Mutex<&'a mut (dyn FnMut(Event<'_>) + Send)>;

fn tell(on_event: &OnEvent<'_>, event: Event<'_>) {
    // A caller that panicked once is not spared the next event.
    on_event.lock().unwrap_or_else(PoisonError::into_inner)(event);
}

impl Ingest {
    /// A run over a file or a folder with all its sub-folders.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self::default().path(path)
    }

    /// One more file or folder.
    #[must_use]
    pub fn path(mut self, path: impl Into<PathBuf>) -> Self {
        self.paths.push(path.into());
        self
    }

    /// The folder that the records go to; made if it is not there. Where it lies inside an input folder it is not read.
    #[must_use]
    pub fn out(mut self, out: impl Into<PathBuf>) -> Self {
        self.out = Some(out.into());
        self
    }

    /// Number of threads; 0, the default, is one a processor.
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// Whether to keep the text that spans point into, as `texts/<source id>.txt`.
    #[must_use]
    pub fn keep_text(mut self, keep_text: bool) -> Self {
        self.keep_text = keep_text;
        self
    }

    /// A table of what a crawler knows of the files (`path`, `url`, `fetched_at`, `published_on`; CSV or NDJSON, see
    /// [`FetchedFiles::read`]). Its paths are those of the records: relative to the named folder, members of archives as
    /// `a.zip!/dir/b.doc`.
    #[must_use]
    pub fn metadata(mut self, table: impl Into<PathBuf>) -> Self {
        self.metadata = Some(table.into());
        self
    }

    /// Whether pages that are pictures are recognised, and by what; [`Ocr::Off`] if this is not called.
    #[must_use]
    pub fn ocr(mut self, ocr: Ocr) -> Self {
        self.ocr = ocr;
        self
    }

    /// Runs. A bad file is a row of `files`, never an error; on an error the out folder is left without a manifest or as it was.
    ///
    /// # Errors
    /// When an input is not there, the crawler's table cannot be used, the out folder cannot be written to, or the threads
    /// cannot be started.
    pub fn run(&self, mut on_event: impl FnMut(Event<'_>) + Send) -> Result<Report, Error> {
        let started = SystemTime::now();
        let out = self.out.as_deref().ok_or(Error::NoOut)?;
        let roots = Roots::new(&self.paths)?;
        let metadata = self.metadata.as_deref().map(fetched).transpose()?;
        let writer = NdjsonWriter::create(out)?;
        let inputs = roots.walk(out)?;
        tracing::info!(files = inputs.len(), "inputs found");
        let on_event: OnEvent<'_> = Mutex::new(&mut on_event);
        tell(&on_event, Event::Found { files: inputs.len() });

        let name = |index| format!("hongtou-{index}");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.jobs).thread_name(name).stack_size(STACK).build()?;
        let records = pool.install(|| {
            let leaders = leaders(&inputs);
            let work = inputs.par_iter().zip(&leaders);
            let outcomes: Result<Vec<_>, Error> = work
                .map(|(input, leader)| {
                    let outcomes = if leader.is_some() { vec![duplicate(input)] } else { self.take(input, &writer)? };
                    for FileRow { path, status, error, .. } in outcomes.iter().map(|outcome| &outcome.row) {
                        tell(&on_event, Event::Done { path, status: *status, error: error.as_ref() });
                    }
                    Ok(outcomes)
                })
                .collect();
            let mut store = gather(outcomes?, &leaders, metadata.as_ref());
            tell(&on_event, Event::Linking { documents: store.notices.len() });
            writer.parsed(&store.notices)?;
            Ok::<_, Error>(archive::linked(&mut store))
        })?;
        tell(&on_event, Event::Writing { notices: records.notices.len() });
        let options = Options {
            paths: self.paths.iter().map(|path| given(path)).collect(),
            keep_text: self.keep_text,
            ocr: self.ocr.to_string(),
            metadata: self.metadata.as_deref().map(given),
        };
        writer.finish(&records, &Manifest::new(&records, options, started))?;
        let report = Report::new(out.to_owned(), &records, metadata.as_ref());
        tracing::info!(notices = records.notices.len(), failures = report.failures(), "records written");
        Ok(report)
    }

    /// Reads one input and parses it, with every file inside it.
    fn take(&self, input: &Input, writer: &NdjsonWriter) -> Result<Vec<Outcome>, Error> {
        let bytes = match load(input) {
            Ok(bytes) => bytes,
            Err((status, error)) => {
                let row = FileRow { bytes: input.content.as_ref().ok().copied(), error: Some(error), ..FileRow::new(&input.name, status) };
                return Ok(vec![Outcome::unopened(row)]);
            }
        };
        let options = hongtou_read::Options::default().ocr(self.ocr.clone());
        Taking::new(writer, self.keep_text, &options).whole(&input.name, &one::file_name(&input.path), &bytes)
    }
}

/// A named path as the manifest spells it.
fn given(path: &Path) -> String {
    path.to_str().map_or_else(|| spelled(path), str::to_owned)
}

/// The crawler's table at a path.
fn fetched(path: &Path) -> Result<FetchedFiles, Error> {
    let bytes = one::load(path)?;
    FetchedFiles::read(&bytes).map_err(|source| Error::Metadata { path: path.to_owned(), source })
}

fn load(input: &Input) -> Result<Vec<u8>, (FileStatus, FileError)> {
    let expected = *input.content.as_ref().map_err(Clone::clone)?;
    let limit = Limits::default().file_bytes;
    if expected > limit {
        // Not even loaded: the size alone could exhaust the memory.
        let error = ReadError::TooLarge { detail: format!("{expected} bytes, at most {limit} are read") };
        return Err((FileStatus::Failed, FileError { code: error.code().into(), message: error.to_string() }));
    }
    fs::read(&input.path).map_err(|error| unreadable(&error))
}

/// For every input the first one with the same bytes, where that is another. Only files of equal size are hashed.
/// Empty files are not copies of each other: each of them lacks a document of its own.
fn leaders(inputs: &[Input]) -> Vec<Option<usize>> {
    let mut by_size: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (index, input) in inputs.iter().enumerate() {
        if let Ok(bytes) = input.content
            && bytes > 0
        {
            by_size.entry(bytes).or_default().push(index);
        }
    }
    let alike: Vec<usize> = by_size.into_values().filter(|same| same.len() > 1).flatten().collect();
    let hashed: Vec<(usize, Option<String>)> =
        alike.into_par_iter().map(|index| (index, load(&inputs[index]).ok().map(|bytes| hongtou_read::source_id(&bytes)))).collect();
    let mut leaders = vec![None; inputs.len()];
    let mut first: HashMap<String, usize> = HashMap::new();
    // By size, then by index: within one content the first by name comes first.
    for (index, hash) in hashed {
        let Some(hash) = hash else { continue };
        match first.get(&hash) {
            Some(leader) => leaders[index] = Some(*leader),
            None => drop(first.insert(hash, index)),
        }
    }
    leaders
}

fn duplicate(input: &Input) -> Outcome {
    let row = FileRow { bytes: input.content.as_ref().ok().copied(), ..FileRow::new(&input.name, FileStatus::Duplicate) };
    Outcome::unopened(row)
}

/// Puts the outcomes together: every input with its content and what the crawler knows of it, every content with its notice.
fn gather(outcomes: Vec<Vec<Outcome>>, leaders: &[Option<usize>], metadata: Option<&FetchedFiles>) -> Store {
    let firsts: Vec<Option<String>> = outcomes.iter().map(|list| list.first().and_then(|outcome| outcome.row.source_id.clone())).collect();
    let mut all: Vec<Outcome> = Vec::new();
    for (list, leader) in outcomes.into_iter().zip(leaders) {
        for mut outcome in list {
            if let Some(leader) = leader {
                outcome.row.source_id = firsts.get(*leader).cloned().flatten();
            }
            all.push(outcome);
        }
    }
    all.sort_by(|a, b| a.row.path.cmp(&b.row.path));
    let mut store = Store::default();
    let mut sources = BTreeMap::new();
    let mut notices: BTreeMap<String, Notice> = BTreeMap::new();
    for Outcome { mut row, source, notice } in all {
        // A member may hold the same bytes as a file: the first by name is the one that was read.
        if let (Some(id), Some(notice)) = (row.source_id.clone(), notice) {
            if sources.contains_key(&id) {
                row.status = FileStatus::Duplicate;
                row.error = None;
            } else {
                notices.insert(id, notice);
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
    store.notices = notices.into_values().collect();
    store
}
