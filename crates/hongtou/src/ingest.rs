//! What may be asked of a bulk run. Not for: the run itself (`run`).

use std::path::PathBuf;
use std::time::Duration;

use hongtou_read::Ocr;

use crate::run::Run;
use crate::worker::Watch;
use crate::{Error, Event, Isolation, Report};

/// A bulk run over files and folders. The records depend on the inputs alone: not on the threads, not on the order in which the
/// inputs are named, not on how often the run was broken off and begun again.
///
/// The out folder remembers what was read (`ledger.sqlite`): a second run reads what is new or changed, and nothing else.
#[derive(Debug, Clone, Default)]
pub struct Ingest {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) listed: Option<Vec<PathBuf>>,
    pub(crate) include: Vec<String>,
    pub(crate) exclude: Vec<String>,
    pub(crate) out: Option<PathBuf>,
    pub(crate) jobs: usize,
    pub(crate) keep_text: bool,
    pub(crate) metadata: Option<PathBuf>,
    pub(crate) ocr: Ocr,
    pub(crate) isolation: Isolation,
    pub(crate) watch: Watch,
    pub(crate) retry_failed: bool,
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

    /// More files and folders, out of a list that may be older than they are: one that is not there any more is a row of `files`,
    /// where for [`path`](Self::path) it is an error.
    #[must_use]
    pub fn listed(mut self, paths: impl IntoIterator<Item = PathBuf>) -> Self {
        self.listed.get_or_insert_default().extend(paths);
        self
    }

    /// Of the files in folders only those that meet this pattern, or another one given so. A pattern without `/` is held against
    /// every name of a path, one with `/` against the whole path below the named folder; `*` passes over no `/`, `**` does.
    #[must_use]
    pub fn include(mut self, pattern: impl Into<String>) -> Self {
        self.include.push(pattern.into());
        self
    }

    /// None of the files and folders that meet this pattern, whatever is included.
    #[must_use]
    pub fn exclude(mut self, pattern: impl Into<String>) -> Self {
        self.exclude.push(pattern.into());
        self
    }

    /// The folder that the records go to; made if it is not there. Where it lies inside an input folder it is not read.
    #[must_use]
    pub fn out(mut self, out: impl Into<PathBuf>) -> Self {
        self.out = Some(out.into());
        self
    }

    /// Number of threads, and of workers; 0, the default, is one a processor.
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
    /// [`FetchedFiles::read`](hongtou_export::FetchedFiles::read)). Its paths are those of the records: relative to the named
    /// folder, members of archives as `a.zip!/dir/b.doc`.
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

    /// Where documents are read; [`Isolation::InProcess`] if this is not called.
    #[must_use]
    pub fn isolation(mut self, isolation: Isolation) -> Self {
        self.isolation = isolation;
        self
    }

    /// How long a worker may take over one document, or over one file inside a file: 15 minutes if this is not called. A worker that
    /// shows no sign of life (no page done) for a fifth of that time, and for 3 minutes at least, is given up before. Not for
    /// [`Isolation::InProcess`].
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.watch = self.watch.timed(timeout);
        self
    }

    /// How many bytes of address space a worker may take: 4 GiB if this is not called. On Unix only, and not for
    /// [`Isolation::InProcess`].
    #[must_use]
    pub fn max_memory(mut self, bytes: u64) -> Self {
        self.watch.memory = bytes;
        self
    }

    /// Whether what failed, was read in part or awaits recognition in an earlier run is read again; without this it stands as it is
    /// until the file, the readers or the recognition change.
    #[must_use]
    pub fn retry_failed(mut self, retry: bool) -> Self {
        self.retry_failed = retry;
        self
    }

    /// Runs. A bad file is a row of `files`, never an error. On an error the tables of the out folder are as they were, or without a
    /// manifest, and what was read until then is remembered.
    ///
    /// # Errors
    /// When an input is not there, a pattern or the crawler's table cannot be used, the out folder cannot be written to or
    /// belongs to another run, or threads or workers cannot be started.
    pub fn run(&self, mut on_event: impl FnMut(Event<'_>) + Send) -> Result<Report, Error> {
        Run::prepare(self, &mut on_event)?.finish()
    }
}
