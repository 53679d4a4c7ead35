//! Documents read and parsed by other processes, so that one which kills its reader kills nothing else. A worker is the
//! caller's own program, started with the word `worker`, which calls [`serve`]. Not for: what is done with a document
//! (`task`), or with what it gave (`run`).

mod frame;
mod limits;
mod pool;
mod process;
mod serve;

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(crate) use pool::{Came, Pool, Work};
pub use serve::serve;

/// The first word of a worker program's arguments.
pub const WORKER: &str = "worker";

/// Where documents are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Isolation {
    /// In threads of the calling process. A panic is a failure of the one document; a document that takes all memory, overruns
    /// the stack or never ends takes the run with it.
    #[default]
    InProcess,
    /// In processes of their own. The path is that of a program which, started with the one argument [`WORKER`], calls
    /// [`serve`] on its standard input and output, as `hongtou` does.
    Worker(PathBuf),
}

/// What one document may take of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Watch {
    /// From its beginning to its end; of a file inside a file likewise.
    pub(crate) timeout: Duration,
    /// From one sign of life to the next: pages, members, documents.
    pub(crate) stall: Duration,
    /// Bytes of address space of the process.
    pub(crate) memory: u64,
}

impl Default for Watch {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(900), stall: Duration::from_secs(180), memory: 4 << 30 }
    }
}

/// The first message of a worker.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Hello {
    /// What tells one build of the parser from another: both ends must be of one build.
    build: String,
}

impl Hello {
    fn own() -> Self {
        Self { build: crate::version::build() }
    }
}
