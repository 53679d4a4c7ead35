//! A bulk run: inputs found, told apart by content, read and parsed where the ledger does not know them, linked, written.
//! Not for: what one document needs (`take`), or which inputs there are (`walk`).

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::SystemTime;

use hongtou_export::rows::FileStatus;
use hongtou_export::{FetchedFiles, NdjsonWriter, Options, remove_unfinished, timestamp};
use rayon::ThreadPool;

use crate::archive::Asked;
use crate::gather::{gather, lay_aside};
use crate::identify::identify;
use crate::ledger::{Known, Ledger, Lock, Place};
use crate::made::Made;
use crate::name::spelled;
use crate::roll::{Mark, Needed, Roll};
use crate::select::Select;
use crate::task::{Recognise, Setup};
use crate::walk::Roots;
use crate::work::{Bench, Lost, here};
use crate::worker::{Pool, Work};
use crate::{Error, Event, Ingest, Isolation, Report, archive, one, version};

/// Stack of a thread that reads. Nested tables and XML are read by recursion, bounded by the readers' limits.
pub(crate) const STACK: usize = 16 << 20;
/// The fact that says what the tables of the folder were made of, and how they lay there.
const MADE: &str = "made_of";
/// The fact that says when the last run began.
pub(crate) const STARTED_AT: &str = "started_at";
/// The fact that stands while the tables are those of the last run: it goes before a run changes anything in the ledger, and comes back at its end.
pub(crate) const CURRENT: &str = "current";

type OnEvent<'a> = Mutex<&'a mut (dyn FnMut(Event<'_>) + Send)>;

/// A run that may begin: its out folder is there and its own.
pub(crate) struct Run<'a> {
    asked: &'a Ingest,
    out: &'a Path,
    started: SystemTime,
    metadata: Option<Fetched>,
    pub(crate) roots: Roots,
    select: Select,
    writer: NdjsonWriter,
    pub(crate) ledger: Ledger,
    pub(crate) read_key: String,
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

    pub(crate) fn tell(&self, event: Event<'_>) {
        // A caller that panicked once is not spared the next event.
        self.on_event.lock().unwrap_or_else(PoisonError::into_inner)(event);
    }

    pub(crate) fn finish(self) -> Result<Report, Error> {
        let scratch = self.writer.scratch();
        let inputs = self.roots.walk(self.out, &self.select, &scratch)?;
        let files = inputs.len();
        tracing::info!(files, "inputs found");
        let identified = self.pool.install(|| identify(&inputs, &self.roots, &self.ledger, &scratch))?;
        drop(inputs);
        let made_of = self.made_of(&identified.digest);
        if identified.same && !self.asked.retry_failed {
            // What was read of them was read by the same readers, or the tables would be made of something else.
            if let Some(made) = self.made(&made_of)? {
                return self.nothing_to_do(files, &made);
            }
        }
        let roll = Roll::new(identified.listed, &scratch, |place| self.needed(place))?;
        self.with_roll(roll, files, identified.gone, &made_of)
    }

    /// What is left to do once it is known what.
    fn with_roll(self, mut roll: Roll, files: usize, gone: u64, made_of: &str) -> Result<Report, Error> {
        self.ledger.forget(CURRENT)?;
        if roll.steps > 0 {
            // The tables hold what was read before, however far this run comes.
            self.ledger.forget(MADE)?;
        }
        let (mut known, mut leading) = (0, 0);
        self.ledger.set_inputs(roll.each()?.map(|one| {
            let (_, listed, mark) = one?;
            known += u64::from(listed.failed.is_none() && mark.is_none());
            leading += u64::from(listed.failed.is_none() && !matches!(mark, Some(Mark::Copy(..))));
            Ok::<_, Error>((listed.entry, !mark.is_some_and(|mark| mark.waits())))
        }))?;
        if roll.steps == 0
            && let Some(made) = self.made(made_of)?
        {
            return self.nothing_to_do(files, &made);
        }
        self.ledger.set_facts(&[(STARTED_AT, &timestamp(self.started))])?;
        self.tell(Event::Found { files, known: usize::try_from(known).unwrap_or(usize::MAX) });
        for one in roll.each()? {
            let (_, listed, mark) = one?;
            let copy = matches!(mark, Some(Mark::Copy(..)));
            if copy || listed.failed.is_some() {
                let row = listed.row(if copy { FileStatus::Duplicate } else { FileStatus::Failed });
                self.tell(Event::Done { path: &row.path, status: row.status, error: row.error.as_ref() });
            }
        }
        let lost = self.work(&mut roll)?;
        self.records(roll, &lost, made_of, [known, leading, gone])
    }

    /// The end of a run that finds everything as the last one has left it.
    fn nothing_to_do(&self, files: usize, made: &Made) -> Result<Report, Error> {
        let now = timestamp(self.started);
        self.ledger.set_facts(&[(STARTED_AT, &now), (CURRENT, &now)])?;
        self.tell(Event::Found { files, known: usize::try_from(made.known).unwrap_or(usize::MAX) });
        tracing::info!("nothing has changed");
        Report::of_folder(self.out, self.metadata.as_ref().map(|fetched| &fetched.files), made)
    }

    /// What is to be done with a content, if anything is.
    fn needed(&self, place: &Place) -> Result<Option<Needed>, Error> {
        if let Some(known) = self.ledger.content(place, &self.read_key)? {
            return Ok(self.outdated(&known, place));
        }
        Ok(Some(match self.renamed(place)? {
            Some(from) if !self.retried(&from) => {
                let id = self.ledger.rename(from.id, place, &self.read_key)?;
                Needed::Parse(id, vec![String::new()])
            }
            _ => Needed::Read,
        }))
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
    fn outdated(&self, known: &Known, place: &Place) -> Option<Needed> {
        if self.retried(known) {
            return Some(Needed::Read);
        }
        let old = known.parts.iter().filter(|part| part.document && part.parse_key != version::parse_key(&part.tail, &place.file_name));
        let tails: Vec<String> = old.map(|part| part.tail.clone()).collect();
        (!tails.is_empty()).then_some(Needed::Parse(known.id, tails))
    }

    /// Has everything done; the inputs that were lost on the way, and why.
    fn work(&self, roll: &mut Roll) -> Result<Lost, Error> {
        let steps = roll.steps;
        let bench = Bench::new(self, roll.each()?);
        let setup = Setup { ocr: Recognise::from(&self.asked.ocr), memory: self.asked.watch.memory };
        match &self.asked.isolation {
            Isolation::InProcess => {
                let all = self.pool.broadcast(|_| {
                    while let Some(step) = bench.next()? {
                        bench.done(&step, here(&bench.task(&step)?, &setup).map_err(|source| step.unpacked(source))?)?;
                    }
                    Ok(())
                });
                all.into_iter().collect::<Result<(), Error>>()?;
            }
            Isolation::Worker(program) => {
                let jobs = if self.asked.jobs == 0 { available_parallelism().map_or(1, usize::from) } else { self.asked.jobs };
                // Programs that a worker starts may work elsewhere: a relative path would lead them astray.
                let scratch =
                    std::path::absolute(self.writer.scratch()).map_err(|source| Error::Unreadable { path: self.out.to_owned(), source })?;
                let pool = Pool { program, setup: &setup, watch: self.asked.watch, jobs: jobs.min(steps), scratch: &scratch };
                pool.run(&bench)?;
            }
        }
        Ok(bench.lost())
    }

    /// From the ledger to the tables.
    fn records(mut self, mut roll: Roll, lost: &Lost, made_of: &str, [known, leading, gone]: [u64; 3]) -> Result<Report, Error> {
        let metadata = self.metadata.as_ref().map(|fetched| &fetched.files);
        let (ledger, keep_text) = (&self.ledger, self.asked.keep_text);
        let gathered = self.pool.install(|| gather(&mut roll, lost, ledger, &self.read_key, &self.writer, keep_text, metadata))?;
        drop(roll);
        let laid = self.pool.install(|| lay_aside(gathered, &self.ledger, &mut self.writer))?;
        self.tell(Event::Linking { documents: laid.stock.len() });
        let archive = self.pool.install(|| archive::linked(laid))?;
        let notices = archive.linked.notices();
        self.tell(Event::Writing { notices });
        let asked = Asked { out: self.out, options: self.options(), started: self.started, metadata, reused: known, gone };
        let report = archive::write(self.writer, archive, asked)?;
        let made = Made::new(made_of, &report, leading, self.asked.keep_text).to_string();
        self.ledger.set_facts(&[(MADE, &made), (CURRENT, &timestamp(self.started))])?;
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
    fn made_of(&self, inputs: &str) -> String {
        let digest = self.metadata.as_ref().map(|fetched| fetched.digest.as_str()).unwrap_or_default();
        let text = format!("{}\n{}\n{:?}\n{digest}\n{inputs}\n", self.read_key, version::of_tables(), self.options());
        hongtou_read::source_id(text.as_bytes())
    }

    /// What the run told that has made the tables in the folder, if it has made them of this and nobody has touched them since.
    fn made(&self, made_of: &str) -> Result<Option<Made>, Error> {
        let made = self.ledger.fact(MADE)?.and_then(|fact| Made::from_fact(&fact));
        Ok(made.filter(|made| made.is_current(made_of, self.out, self.asked.keep_text)))
    }
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
