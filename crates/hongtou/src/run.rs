//! A bulk run: inputs found, told apart by content, read and parsed where the ledger does not know them, linked, written.
//! Not for: what one document needs (`take`), or which inputs there are (`walk`).

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::SystemTime;

use hongtou_chain::ContentId;
use hongtou_export::rows::{FileError, FileStatus};
use hongtou_export::{FetchedFiles, NdjsonWriter, Options, remove_unfinished};
use rayon::ThreadPool;
use rayon::prelude::*;

use crate::archive::Asked;
use crate::gather::{gather, lay_aside};
use crate::identify::{Listed, identify, leaders};
use crate::ledger::{Known, Ledger, Lock, Place};
use crate::name::spelled;
use crate::part::Part;
use crate::select::Select;
use crate::task::{Answer, Emit, Recognise, Setup, Task, perform};
use crate::walk::Roots;
use crate::worker::{Came, Pool, Work};
use crate::{Error, Event, Ingest, Isolation, Report, archive, one, version};

/// Stack of a thread that reads. Nested tables and XML are read by recursion, bounded by the readers' limits.
pub(crate) const STACK: usize = 16 << 20;
/// So many inputs are written down at a time.
const TOGETHER: usize = 1024;
/// The fact that says what the tables of the folder were made of.
const MADE_OF: &str = "made_of";

type OnEvent<'a> = Mutex<&'a mut (dyn FnMut(Event<'_>) + Send)>;

/// A run that may begin: its out folder is there and its own.
pub(crate) struct Run<'a> {
    asked: &'a Ingest,
    out: &'a Path,
    started: SystemTime,
    metadata: Option<Fetched>,
    roots: Roots,
    select: Select,
    writer: NdjsonWriter,
    ledger: Ledger,
    read_key: String,
    pool: ThreadPool,
    on_event: OnEvent<'a>,
    /// Held until the run is dropped.
    _lock: Lock,
}

/// The crawler's table, and what tells it from another one.
struct Fetched {
    files: FetchedFiles,
    digest: String,
}

/// What is to be done with a content.
struct Step {
    /// The first of the inputs that hold it under its name, which is read.
    first: usize,
    /// The others.
    more: Vec<usize>,
    work: Needed,
}

impl Step {
    fn inputs(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}

enum Needed {
    /// It was never read, or is to be read again.
    Read,
    /// It was read; these parts of the content with this number are to be parsed.
    Parse(i64, Vec<String>),
}

impl<'a> Run<'a> {
    pub(crate) fn prepare(asked: &'a Ingest, on_event: &'a mut (dyn FnMut(Event<'_>) + Send)) -> Result<Self, Error> {
        let started = SystemTime::now();
        let out = asked.out.as_deref().ok_or(Error::NoOut)?;
        let select = Select::new(&asked.include, &asked.exclude)?;
        let roots = Roots::new(&asked.paths, asked.listed.as_deref())?;
        let metadata = asked.metadata.as_deref().map(fetched).transpose()?;
        let writer = NdjsonWriter::create(out)?;
        let lock = Lock::take(out)?;
        remove_unfinished(out, &writer)?;
        let ledger = Ledger::open(out)?;
        let name = |index| format!("hongtou-{index}");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(asked.jobs).thread_name(name).stack_size(STACK).build()?;
        let read_key = version::read_key(&asked.ocr);
        Ok(Self {
            asked,
            out,
            started,
            metadata,
            roots,
            select,
            writer,
            ledger,
            read_key,
            pool,
            on_event: Mutex::new(on_event),
            _lock: lock,
        })
    }

    fn tell(&self, event: Event<'_>) {
        // A caller that panicked once is not spared the next event.
        self.on_event.lock().unwrap_or_else(PoisonError::into_inner)(event);
    }

    pub(crate) fn finish(self) -> Result<Report, Error> {
        let inputs = self.roots.walk(self.out, &self.select)?;
        tracing::info!(files = inputs.len(), "inputs found");
        let mut listed = self.pool.install(|| identify(inputs, &self.ledger))?;
        let leaders = leaders(&listed);
        let (steps, done) = self.steps(&listed, &leaders)?;
        self.ledger.set_inputs(listed.iter().zip(&done).map(|(listed, done)| (&listed.entry, *done)))?;
        self.ledger.set_fact("started_at", &hongtou_export::timestamp(self.started))?;
        let reused = {
            let mut waiting = vec![false; listed.len()];
            steps.iter().flat_map(Step::inputs).for_each(|index| waiting[index] = true);
            let known = |index: &usize| listed[*index].failed.is_none() && leaders[*index].is_none() && !waiting[*index];
            (0..listed.len()).filter(known).count()
        };
        self.tell(Event::Found { files: listed.len(), known: reused });
        let made_of = self.made_of(&listed);
        if steps.is_empty() && self.is_made_of(&made_of)? {
            tracing::info!("nothing has changed");
            return Report::of_folder(self.out, self.metadata.as_ref().map(|fetched| &fetched.files), reused);
        }
        for (listed, leader) in listed.iter().zip(&leaders) {
            let row = &listed.row(if leader.is_some() { FileStatus::Duplicate } else { FileStatus::Failed });
            if leader.is_some() || listed.failed.is_some() {
                self.tell(Event::Done { path: &row.path, status: row.status, error: row.error.as_ref() });
            }
        }
        let lost = self.work(&listed, &leaders, steps)?;
        for (index, error) in lost {
            listed[index].failed = Some(Box::new((FileStatus::Failed, error)));
        }
        self.records(listed, leaders, &made_of, reused)
    }

    /// What is to be done, and for every input whether it is done already.
    fn steps(&self, listed: &[Listed], leaders: &[Option<usize>]) -> Result<(Vec<Step>, Vec<bool>), Error> {
        let mut steps: Vec<Step> = Vec::new();
        // Of other contents the first input by name leads.
        let mut empty: HashMap<Place, usize> = HashMap::new();
        let mut done = vec![true; listed.len()];
        for (index, input) in listed.iter().enumerate() {
            let (Some(place), None) = (input.place(), leaders[index]) else { continue };
            if let Some(step) = empty.get(&place) {
                done[index] = false;
                steps[*step].more.push(index);
                continue;
            }
            let work = match self.ledger.content(&place, &self.read_key)? {
                Some(known) => self.needed(&known, &place),
                None => match self.renamed(&place)? {
                    Some(from) if !self.retried(&from) => {
                        let id = self.ledger.rename(from.id, &place, &self.read_key)?;
                        Some(Needed::Parse(id, vec![String::new()]))
                    }
                    _ => Some(Needed::Read),
                },
            };
            if let Some(work) = work {
                done[index] = false;
                if input.bytes() == Some(0) {
                    empty.insert(place, steps.len());
                }
                steps.push(Step { first: index, more: Vec::new(), work });
            }
        }
        for (index, leader) in leaders.iter().enumerate() {
            if let Some(leader) = leader {
                done[index] = done[*leader];
            }
        }
        Ok((steps, done))
    }

    /// The same bytes under another name of the same ending, if they are one document: the name bears on parsing only.
    fn renamed(&self, place: &Place) -> Result<Option<Known>, Error> {
        let ending = |name: &str| Path::new(name).extension().map(|ending| ending.to_ascii_lowercase());
        // The smallest of them: what is done must not depend on when they were read.
        for file_name in self.ledger.names(&place.content, &self.read_key)? {
            if ending(&file_name) == ending(&place.file_name) {
                let known = self.ledger.content(&Place { file_name, ..place.clone() }, &self.read_key)?;
                if let Some(known) = known.filter(|known| known.parts.len() == 1 && known.parts.iter().all(|part| part.document)) {
                    return Ok(Some(known));
                }
            }
        }
        Ok(None)
    }

    fn retried(&self, known: &Known) -> bool {
        let failed = |status: FileStatus| status.is_failure() || status == FileStatus::NeedsOcr;
        self.asked.retry_failed && known.parts.iter().any(|part| part.status.is_none_or(failed))
    }

    /// What is to be done with a content that was read before.
    fn needed(&self, known: &Known, place: &Place) -> Option<Needed> {
        if self.retried(known) {
            return Some(Needed::Read);
        }
        let old = known.parts.iter().filter(|part| part.document && part.parse_key != version::parse_key(&part.tail, &place.file_name));
        let tails: Vec<String> = old.map(|part| part.tail.clone()).collect();
        (!tails.is_empty()).then_some(Needed::Parse(known.id, tails))
    }

    /// Has the steps done; the inputs that were lost on the way, and why.
    fn work(&self, listed: &[Listed], leaders: &[Option<usize>], steps: Vec<Step>) -> Result<BTreeMap<usize, FileError>, Error> {
        let mut followers: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, leader) in leaders.iter().enumerate() {
            if let Some(leader) = leader {
                followers.entry(*leader).or_default().push(index);
            }
        }
        let bench = Bench { run: self, listed, steps, followers, lost: Mutex::default() };
        let setup = Setup { ocr: Recognise::from(&self.asked.ocr), memory: self.asked.watch.memory };
        match &self.asked.isolation {
            Isolation::InProcess => self.pool.install(|| {
                (0..bench.steps.len()).into_par_iter().try_for_each(|at| {
                    let task = bench.task(at)?;
                    bench.done(at, here(&task, &setup).map_err(|source| Error::Pack { name: bench.name(at).to_owned(), source })?)
                })
            })?,
            Isolation::Worker(program) => {
                let jobs = if self.asked.jobs == 0 { available_parallelism().map_or(1, usize::from) } else { self.asked.jobs };
                // Programs that a worker starts may work elsewhere: a relative path would lead them astray.
                let scratch =
                    std::path::absolute(self.writer.scratch()).map_err(|source| Error::Unreadable { path: self.out.to_owned(), source })?;
                let pool = Pool { program, setup: &setup, watch: self.asked.watch, jobs, scratch: &scratch };
                pool.run(bench.steps.len(), &bench)?;
            }
        }
        Ok(bench.lost.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// From the ledger to the tables.
    fn records(mut self, listed: Vec<Listed>, leaders: Vec<Option<usize>>, made_of: &str, reused: usize) -> Result<Report, Error> {
        let metadata = self.metadata.as_ref().map(|fetched| &fetched.files);
        let (ledger, keep_text) = (&self.ledger, self.asked.keep_text);
        let gathered = self.pool.install(|| gather(&listed, &leaders, ledger, &self.read_key, &self.writer, keep_text, metadata))?;
        // Whatever there is one of for each input goes when it is not needed any more: linking holds enough.
        drop((listed, leaders));
        let laid = self.pool.install(|| lay_aside(gathered, &self.ledger, &mut self.writer))?;
        self.tell(Event::Linking { documents: laid.stock.len() });
        let archive = self.pool.install(|| archive::linked(laid))?;
        let notices = archive.linked.notices();
        self.tell(Event::Writing { notices });
        let asked = Asked { out: self.out, options: self.options(), started: self.started, metadata, reused };
        let report = archive::write(self.writer, archive, asked)?;
        self.ledger.set_fact(MADE_OF, &format!("{made_of} {}", manifest_digest(self.out)))?;
        self.ledger.prune(&self.read_key)?;
        tracing::info!(notices, failures = report.failures(), "records written");
        Ok(report)
    }

    fn options(&self) -> Options {
        Options {
            paths: self.asked.paths.iter().chain(self.asked.listed.iter().flatten()).map(|path| given(path)).collect(),
            keep_text: self.asked.keep_text,
            ocr: self.asked.ocr.to_string(),
            metadata: self.asked.metadata.as_deref().map(given),
        }
    }

    /// Names all that the tables depend on, once every input is done.
    fn made_of(&self, listed: &[Listed]) -> String {
        let digest = self.metadata.as_ref().map(|fetched| fetched.digest.as_str()).unwrap_or_default();
        let mut text = format!("{}\n{}\n{:?}\n{digest}\n", self.read_key, version::build(), self.options());
        for some in listed.chunks(TOGETHER) {
            for Listed { entry, failed, .. } in some {
                let content = entry.content.as_ref().map(ContentId::text);
                let what = content.or_else(|| failed.as_ref().map(|failed| failed.1.message.as_str().into()));
                text += &format!("{}\t{}\n", entry.path, what.unwrap_or_default());
            }
            // All of them at a time would be a text as large as the list.
            text = hongtou_read::source_id(text.as_bytes());
        }
        hongtou_read::source_id(text.as_bytes())
    }

    fn is_made_of(&self, made_of: &str) -> Result<bool, Error> {
        Ok(self.ledger.fact(MADE_OF)?.is_some_and(|fact| fact == format!("{made_of} {}", manifest_digest(self.out))))
    }
}

/// Names the manifest in the out folder: one that another command has written is not ours. Empty if there is none.
fn manifest_digest(out: &Path) -> String {
    std::fs::read(out.join("manifest.json")).map(|bytes| hongtou_read::source_id(&bytes)).unwrap_or_default()
}

/// The steps while they are done.
struct Bench<'r, 'a> {
    run: &'r Run<'a>,
    listed: &'r [Listed],
    steps: Vec<Step>,
    /// The inputs that hold the same bytes as a leader.
    followers: HashMap<usize, Vec<usize>>,
    lost: Mutex<BTreeMap<usize, FileError>>,
}

impl Bench<'_, '_> {
    fn first(&self, at: usize) -> &Listed {
        &self.listed[self.steps[at].first]
    }

    fn name(&self, at: usize) -> &str {
        &self.first(at).entry.path
    }

    /// Under what the ledger keeps a content; every step has one.
    fn place(&self, at: usize) -> Result<Place, Error> {
        let lost = || Error::Pack { name: self.name(at).to_owned(), source: std::io::ErrorKind::NotFound.into() };
        self.first(at).place().ok_or_else(lost)
    }

    /// Every path that is done with a step.
    fn paths(&self, at: usize) -> Vec<String> {
        let followers = |input: usize| self.followers.get(&input).into_iter().flatten().copied();
        let all = self.steps[at].inputs().flat_map(|input| std::iter::once(input).chain(followers(input)));
        all.map(|index| self.listed[index].entry.path.clone()).collect()
    }

    fn lose(&self, at: usize, code: &str, message: &str) {
        let error = FileError { code: code.to_owned(), message: message.to_owned() };
        for input in self.steps[at].inputs() {
            let path = &self.listed[input].entry.path;
            self.run.tell(Event::Done { path, status: FileStatus::Failed, error: Some(&error) });
            self.lost.lock().unwrap_or_else(PoisonError::into_inner).insert(input, error.clone());
        }
    }
}

impl Work for Bench<'_, '_> {
    fn task(&self, at: usize) -> Result<Task, Error> {
        let Place { content, file_name } = self.place(at)?;
        Ok(match &self.steps[at].work {
            Needed::Read => {
                let input = self.first(at);
                let (path, bytes) = (input.path().into_os_string(), input.bytes().unwrap_or(0));
                Task::Take { path, file_name, content, bytes, avoid: Vec::new() }
            }
            Needed::Parse(id, tails) => Task::Parse { file_name, documents: self.run.ledger.documents(*id, tails)?, avoid: Vec::new() },
        })
    }

    fn done(&self, at: usize, came: Came) -> Result<(), Error> {
        let (step, place) = (&self.steps[at], self.place(at)?);
        let key = |tail: &str| version::parse_key(tail, &place.file_name);
        if came.changed {
            self.lose(at, "changed", "the file was written to while it was read; run again");
            return Ok(());
        }
        if let Some(why) = came.gone {
            self.lose(at, "unreadable", &format!("the file cannot be read: {why}; check that it is there and that hongtou may read it"));
            return Ok(());
        }
        let ledger = &self.run.ledger;
        match &step.work {
            Needed::Read => ledger.keep(&place, &self.run.read_key, &came.parts, key, &self.paths(at))?,
            Needed::Parse(id, _) => ledger.renew(*id, &came.parsed, key, &self.paths(at))?,
        }
        for name in step.inputs().map(|input| &self.listed[input].entry.path) {
            for Part { row, .. } in &came.parts {
                let path = format!("{name}{}", row.path);
                self.run.tell(Event::Done { path: &path, status: row.status, error: row.error.as_ref() });
            }
            for (tail, parsed) in &came.parsed {
                let path = format!("{name}{tail}");
                self.run.tell(Event::Done { path: &path, status: parsed.status, error: parsed.error.as_ref() });
            }
        }
        Ok(())
    }
}

/// Does a task in this thread.
fn here(task: &Task, setup: &Setup) -> std::io::Result<Came> {
    let came = Arc::new(Mutex::new(Came::default()));
    let heard = Arc::clone(&came);
    let emit: Emit = Arc::new(move |answer: Answer| {
        heard.lock().unwrap_or_else(PoisonError::into_inner).add(answer);
        Ok(())
    });
    perform(task, setup, &emit)?;
    let mut came = came.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut came))
}

/// A named path as the manifest spells it.
fn given(path: &Path) -> String {
    path.to_str().map_or_else(|| spelled(path), str::to_owned)
}

/// The crawler's table at a path.
fn fetched(path: &Path) -> Result<Fetched, Error> {
    let bytes = one::load(path)?;
    let files = FetchedFiles::read(&bytes).map_err(|source| Error::Metadata { path: PathBuf::from(path), source })?;
    Ok(Fetched { files, digest: hongtou_read::source_id(&bytes) })
}
