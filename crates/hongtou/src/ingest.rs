//! A bulk run: inputs found, told apart by content, parsed in parallel, linked, written. Not for: what one document
//! needs (`one`), or which inputs there are (`walk`).

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use hongtou_document::Format;
use hongtou_export::rows::{FileError, FileRow, FileStatus, SourceRow};
use hongtou_export::store::Store;
use hongtou_export::{Manifest, NdjsonWriter, Options};
use hongtou_notice::Notice;
use hongtou_read::{Limits, ReadError};
use rayon::prelude::*;

use crate::name::spelled;
use crate::one::{self, Failure};
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
}

type OnEvent<'a> = Mutex<&'a mut (dyn FnMut(Event<'_>) + Send)>;

fn tell(on_event: &OnEvent<'_>, event: Event<'_>) {
    // A caller that panicked once is not spared the next event.
    on_event.lock().unwrap_or_else(PoisonError::into_inner)(event);
}

/// What one input gave.
#[derive(Debug)]
struct Outcome {
    row: FileRow,
    source: Option<SourceRow>,
    notice: Option<Notice>,
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

    /// Runs. A bad file is a row of `files`, never an error; on an error the out folder is left without a manifest or as it was.
    ///
    /// # Errors
    /// When an input is not there, the out folder cannot be written to, or the threads cannot be started.
    pub fn run(&self, mut on_event: impl FnMut(Event<'_>) + Send) -> Result<Report, Error> {
        let started = SystemTime::now();
        let out = self.out.as_deref().ok_or(Error::NoOut)?;
        let roots = Roots::new(&self.paths)?;
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
            let mut store = gather(outcomes?, &leaders);
            tell(&on_event, Event::Linking { documents: store.notices.len() });
            writer.parsed(&store.notices)?;
            Ok::<_, Error>(archive::linked(&mut store))
        })?;
        tell(&on_event, Event::Writing { notices: records.notices.len() });
        let paths = self.paths.iter().map(|path| given(path)).collect();
        writer.finish(&records, &Manifest::new(&records, Options { paths, keep_text: self.keep_text }, started))?;
        let report = Report::new(out.to_owned(), &records);
        tracing::info!(notices = records.notices.len(), failures = report.failures(), "records written");
        Ok(report)
    }

    /// Reads one input and parses it; an archive gives a row of its own and one for every member.
    fn take(&self, input: &Input, writer: &NdjsonWriter) -> Result<Vec<Outcome>, Error> {
        let bytes = match load(input) {
            Ok(bytes) => bytes,
            Err((status, error)) => {
                let row = FileRow { bytes: input.content.as_ref().ok().copied(), error: Some(error), ..FileRow::new(&input.name, status) };
                return Ok(vec![Outcome { row, source: None, notice: None }]);
            }
        };
        let file_name = one::file_name(&input.path);
        if hongtou_read::sniff(&bytes, Some(&file_name)) == Format::Archive {
            return self.unpack(&input.name, &file_name, &bytes, writer);
        }
        Ok(vec![self.document(&input.name, &file_name, &bytes, writer)?])
    }

    /// The members of an archive, read in their order. What is wrong with the archive stands in its own row.
    fn unpack(&self, name: &str, file_name: &str, bytes: &[u8], writer: &NdjsonWriter) -> Result<Vec<Outcome>, Error> {
        let id = hongtou_read::source_id(bytes);
        let mut row = FileRow { bytes: Some(bytes.len() as u64), ..FileRow::new(name, FileStatus::Archive) };
        row.source_id = Some(id.clone());
        let mut outcomes: Vec<Result<Outcome, Error>> = Vec::new();
        let done = hongtou_read::for_each_member(bytes, Some(file_name), &Limits::default(), &mut |member| {
            let path = format!("{name}!/{}", member.path);
            let member_name = member.path.rsplit('/').next().unwrap_or_default();
            outcomes.push(match member.bytes {
                Ok(bytes) => self.document(&path, member_name, &bytes, writer),
                Err(error) => {
                    let (status, error) = judged(&Failure::Read(error));
                    Ok(Outcome { row: FileRow { error: Some(error), ..FileRow::new(&path, status) }, source: None, notice: None })
                }
            });
        });
        if let Err(error) = done {
            let (status, error) = judged(&Failure::Read(error));
            row.status = if outcomes.is_empty() { status } else { FileStatus::Partial };
            row.error = Some(error);
        }
        let source = one::unread_source(id, bytes.len(), Format::Archive.code());
        let mut all = vec![Outcome { row, source: Some(source), notice: None }];
        for outcome in outcomes {
            all.push(outcome?);
        }
        Ok(all)
    }

    /// Reads and parses the bytes of one document.
    fn document(&self, path: &str, file_name: &str, bytes: &[u8], writer: &NdjsonWriter) -> Result<Outcome, Error> {
        let mut row = FileRow { bytes: Some(bytes.len() as u64), ..FileRow::new(path, FileStatus::Parsed) };
        match one::parse(bytes, Some(file_name)) {
            Ok(parsed) => {
                if self.keep_text {
                    writer.text(&parsed.source.id, &parsed.text)?;
                }
                row.source_id = Some(parsed.source.id.clone());
                if !parsed.warnings.is_empty() {
                    row.status = FileStatus::Partial;
                    row.error = Some(FileError { code: "partial".into(), message: parsed.warnings.join("; ") });
                    tracing::warn!(path, warnings = ?parsed.warnings, "read in part");
                }
                Ok(Outcome { row, source: Some(parsed.source), notice: Some(parsed.notice) })
            }
            Err(failure) => {
                let id = hongtou_read::source_id(bytes);
                let format = hongtou_read::sniff(bytes, Some(file_name)).code();
                let (status, error) = judged(&failure);
                tracing::warn!(path, code = error.code, "not read");
                row.source_id = Some(id.clone());
                row.status = status;
                row.error = Some(error);
                Ok(Outcome { row, source: Some(one::unread_source(id, bytes.len(), format)), notice: None })
            }
        }
    }
}

/// A named path as the manifest spells it.
fn given(path: &Path) -> String {
    path.to_str().map_or_else(|| spelled(path), str::to_owned)
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

/// What becomes of a file that could not be read.
fn judged(failure: &Failure) -> (FileStatus, FileError) {
    match failure {
        Failure::Read(error) => {
            let status = match error {
                ReadError::Encrypted => FileStatus::Encrypted,
                ReadError::NeedsOcr { .. } | ReadError::Unsupported { format: Format::Image } => FileStatus::NeedsOcr,
                ReadError::Unsupported { .. } | ReadError::TooOld { .. } => FileStatus::Unsupported,
                _ => FileStatus::Failed,
            };
            (status, FileError { code: error.code().into(), message: error.to_string() })
        }
        Failure::NoText(told) => {
            let message = format!("no text to read ({told}); if its pages are pictures, have them recognised (OCR) first");
            (FileStatus::NeedsOcr, FileError { code: "needs_ocr".into(), message })
        }
        Failure::Panic(said) => {
            let message = format!("hongtou stumbled over this document ({said}); this is a fault of hongtou, please report it");
            (FileStatus::Failed, FileError { code: "panic".into(), message })
        }
    }
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
    Outcome { row, source: None, notice: None }
}

/// Puts the outcomes together: every input with its content, every content with its notice.
fn gather(outcomes: Vec<Vec<Outcome>>, leaders: &[Option<usize>]) -> Store {
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
        store.files.push(row);
        // Two empty files share one content and are no duplicates: one row of `sources`.
        sources.extend(source.map(|source| (source.id.clone(), source)));
    }
    store.sources = sources.into_values().collect();
    store.notices = notices.into_values().collect();
    store
}
