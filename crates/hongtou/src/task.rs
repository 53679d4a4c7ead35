//! One input's work as it is handed to a worker, and what comes back while it is done. The same code runs in a worker
//! process and in a thread of the caller. Not for: who does it, and what happens to one who dies of it (`worker`).

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use hongtou_document::Document;
use hongtou_export::rows::{FileError, FileStatus};
use hongtou_read::{Beat, Ocr, Options};
use serde::{Deserialize, Serialize};

use crate::part::{Opener, Packed, Part, file_name_of};
use crate::take::{self, Taking};

/// What a worker is told once, before its first task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Setup {
    /// Which pages are recognised, and by what.
    pub(crate) ocr: Recognise,
    /// Bytes that the process may take.
    pub(crate) memory: u64,
}

/// [`Ocr`] on its way to a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Recognise {
    Off,
    Auto,
    Command(String),
}

impl From<&Ocr> for Recognise {
    fn from(ocr: &Ocr) -> Self {
        match ocr {
            Ocr::Off => Self::Off,
            Ocr::Auto => Self::Auto,
            Ocr::Command(command) => Self::Command(command.clone()),
        }
    }
}

impl Recognise {
    pub(crate) fn options(&self) -> Options {
        Options::default().ocr(match self {
            Self::Off => Ocr::Off,
            Self::Auto => Ocr::Auto,
            Self::Command(command) => Ocr::Command(command.clone()),
        })
    }
}

/// A part that must not be touched again, and what it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Avoid {
    pub(crate) tail: String,
    pub(crate) code: String,
    pub(crate) message: String,
}

/// The work on one input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Task {
    /// Read a file, with every file inside it, and parse what was read.
    Take {
        /// Where it lies. As the system has it: a name need not be UTF-8.
        path: OsString,
        /// Its name, as records spell it.
        file_name: String,
        /// SHA-256 of the bytes that it held when it was listed.
        content: String,
        /// How many they were.
        bytes: u64,
        /// Parts on which a worker died.
        avoid: Vec<Avoid>,
    },
    /// Parse documents that were read before.
    Parse {
        /// The name of the input, as records spell it.
        file_name: String,
        /// The tail of each part, and its document.
        documents: Vec<(String, Packed)>,
        /// Parts on which a worker died.
        avoid: Vec<Avoid>,
    },
}

impl Task {
    pub(crate) fn avoid_mut(&mut self) -> &mut Vec<Avoid> {
        match self {
            Self::Take { avoid, .. } | Self::Parse { avoid, .. } => avoid,
        }
    }
}

/// What came of parsing a document.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Parsed {
    /// Its notice, unless the parser stumbled.
    pub(crate) notice: Option<Packed>,
    /// What its row is to say.
    pub(crate) status: FileStatus,
    /// Why it gave less than it ought to.
    pub(crate) error: Option<FileError>,
}

/// What comes back, in this order for every part: that it is begun, that it lives, what it gave.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// The part with this tail is being worked on.
    At(String),
    /// A page of it is done.
    Page,
    /// A part is done.
    Part(Box<Part>),
    /// A document that was read before is parsed: its tail, and what came of it.
    Parsed(String, Parsed),
    /// The file's bytes are not those that were listed.
    Changed,
    /// The file cannot be opened any more; what the system says.
    Gone(String),
    /// The task is done.
    Done,
}

/// Where answers go. An error ends the task: nobody listens any more.
pub(crate) type Emit = Arc<dyn Fn(Answer) -> io::Result<()> + Send + Sync>;

/// Does a task.
///
/// # Errors
/// When an answer cannot be given.
pub(crate) fn perform(task: &Task, setup: &Setup, emit: &Emit) -> io::Result<()> {
    match task {
        Task::Take { path, file_name, content, bytes, avoid } => {
            emit(Answer::At(String::new()))?;
            match load(Path::new(path), *bytes) {
                Ok(bytes) if hongtou_read::source_id(&bytes) == *content => {
                    let lives = Arc::clone(emit);
                    // Where nobody listens any more the next answer says so.
                    let beat = Beat::new(move || drop(lives(Answer::Page)));
                    Taking::new(&setup.ocr.options().beat(beat), avoid, emit).whole(file_name, &bytes)?;
                }
                Ok(_) => emit(Answer::Changed)?,
                Err(error) => emit(Answer::Gone(error.to_string()))?,
            }
        }
        Task::Parse { file_name, documents, avoid } => {
            let mut opener = Opener::default();
            for (tail, packed) in documents {
                emit(Answer::At(tail.clone()))?;
                let parsed = match avoid.iter().find(|avoid| avoid.tail == *tail) {
                    Some(Avoid { code, message, .. }) => {
                        let error = FileError { code: code.clone(), message: message.clone() };
                        Parsed { notice: None, status: FileStatus::Failed, error: Some(error) }
                    }
                    None => take::parsed(&opener.open::<Document>(packed)?, file_name_of(tail, file_name))?,
                };
                emit(Answer::Parsed(tail.clone(), parsed))?;
            }
        }
    }
    emit(Answer::Done)
}

/// The first bytes of a file, and one more: a file that has grown since is not loaded whole.
fn load(path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
    let mut loaded = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
    File::open(path)?.take(bytes.saturating_add(1)).read_to_end(&mut loaded)?;
    Ok(loaded)
}
