//! Why something could not be done. Not for: one bad file among many, which is a row of `files`.

use std::io;
use std::path::PathBuf;

use hongtou_export::store::StoreError;
use hongtou_export::{FetchedError, WriteError};
use hongtou_read::{RasterError, ReadError};
use thiserror::Error;

use crate::ledger::LedgerError;

/// Why a file could not be read or a run not be started or finished.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A run without an input.
    #[error("no input is named: name files or folders to read")]
    NoInput,
    /// A run without an out folder.
    #[error("no out folder is named: say where the records are to lie")]
    NoOut,
    /// There is nothing at a named path.
    #[error("{}: no such file or folder: check the path", path.display())]
    NotFound {
        /// The path as given.
        path: PathBuf,
    },
    /// The system does not let a named path be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder, pipe or device where one file is asked for.
    #[error("{}: not a file: name one document, or use an ingest run for folders", path.display())]
    NotAFile {
        /// The path as given.
        path: PathBuf,
    },
    /// The bytes are no readable document.
    #[error("{name}: {source}")]
    Read {
        /// The file's name.
        name: String,
        /// What is wrong with it.
        source: ReadError,
    },
    /// The document holds no text; its pages may be pictures, which this build does not recognise.
    #[error("{name}: no text to read ({detail}); if its pages are pictures, have them recognised (OCR) first")]
    NoText {
        /// The file's name.
        name: String,
        /// What it holds instead.
        detail: String,
    },
    /// There is no picture of the page asked for.
    #[error("{name}: {source}")]
    NoPicture {
        /// The file's name.
        name: String,
        /// Why there is none.
        source: RasterError,
    },
    /// hongtou itself stumbled over a document.
    #[error("{name}: hongtou stumbled over this document ({message}); this is a fault of hongtou, please report it")]
    Panic {
        /// The file's name.
        name: String,
        /// What the code said.
        message: String,
    },
    /// The out folder is itself an input.
    #[error("{}: the out folder is the input folder: name another out folder", path.display())]
    OutIsInput {
        /// The folder.
        path: PathBuf,
    },
    /// The table of what a crawler knows cannot be used.
    #[error("{}: {source}", path.display())]
    Metadata {
        /// The table's path as given.
        path: PathBuf,
        /// Which line, and what is wrong with it.
        source: FetchedError,
    },
    /// The records could not be written.
    #[error("{0}: check that the out folder can be written to and that the disk is not full")]
    Write(#[from] WriteError),
    /// The records of an earlier run could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Two out folders name different contents alike.
    #[error(
        "{path}: the out folders hold different contents under this path: read one of the archives again from a folder of another name"
    )]
    PathTwice {
        /// The path in `files`.
        path: String,
    },
    /// No chain holds a document.
    #[error(
        "no chain holds {number}: give a document number as printed (新财社〔2024〕210号) or an id of notices.ndjson; a notice without a link stands in no chain"
    )]
    NoChain {
        /// What was asked for.
        number: String,
    },
    /// A name is no division's.
    #[error("no division is called {name}: give its full name (伽师县) or its six-digit code (653129)")]
    NoDivision {
        /// What was asked for.
        name: String,
    },
    /// A name is that of several divisions.
    #[error("{name} may be any of these: {meant}: give the code")]
    ManyDivisions {
        /// What was asked for.
        name: String,
        /// What it may mean.
        meant: String,
    },
    /// The ledger of the out folder cannot be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The program that is to read documents is no worker.
    #[error("{}: cannot be used as a worker: {source}: name the hongtou program of this build, or read in this process (--in-process)", program.display())]
    Worker {
        /// The program.
        program: PathBuf,
        /// What is wrong with it.
        source: io::Error,
    },
    /// A thread that watches over a worker stumbled.
    #[error("a thread that watches over a worker stumbled: this is a fault of hongtou, please report it; what was read until then is kept")]
    Supervisor,
    /// What was kept of a document cannot be read back, or not be kept.
    #[error(
        "{name}: what was read cannot be kept or taken up again ({source}): remove ledger.sqlite from the out folder, and everything is read anew"
    )]
    Pack {
        /// The path in `files`.
        name: String,
        /// What is wrong.
        source: io::Error,
    },
    /// What is laid aside while the money is followed is lost.
    #[error("{}: what is laid aside in the out folder for linking cannot be written or read back ({source}): check that the folder can be written to and that the disk is not full", folder.display())]
    Scratch {
        /// Where it lies.
        folder: PathBuf,
        /// What is wrong.
        source: io::Error,
    },
    /// A pattern of paths is none.
    #[error("{pattern}: {source}: write patterns as 2024/**/*.pdf")]
    Pattern {
        /// The pattern as given.
        pattern: String,
        /// What is wrong with it.
        source: globset::Error,
    },
    /// The threads of a run could not be started.
    #[error("the threads of the run could not be started: {0}: ask for fewer jobs")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

impl Error {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoInput => "no_input",
            Self::NoOut => "no_out",
            Self::NotFound { .. } => "not_found",
            Self::Unreadable { .. } => "unreadable",
            Self::NotAFile { .. } => "not_a_file",
            Self::Read { source, .. } => source.code(),
            Self::NoText { .. } => "needs_ocr",
            Self::NoPicture { .. } => "no_picture",
            Self::Panic { .. } => "panic",
            Self::OutIsInput { .. } => "out_is_input",
            Self::Metadata { .. } => "metadata",
            Self::Write(_) => "write",
            Self::Store(_) => "records",
            Self::PathTwice { .. } => "path_twice",
            Self::NoChain { .. } => "no_chain",
            Self::NoDivision { .. } => "no_division",
            Self::ManyDivisions { .. } => "many_divisions",
            Self::Ledger(LedgerError::Locked { .. }) => "locked",
            Self::Ledger(_) => "ledger",
            Self::Worker { .. } => "worker",
            Self::Supervisor => "supervisor",
            Self::Pack { .. } => "pack",
            Self::Scratch { .. } => "scratch",
            Self::Pattern { .. } => "pattern",
            Self::Threads(_) => "threads",
        }
    }
}
