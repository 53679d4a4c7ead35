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

/// One page, or whatever else is done between two signs of life, may take this part of the time of the whole.
const PAGES_OF_WHOLE: u32 = 5;

/// And at least so long, if the whole may.
const SHORTEST_STALL: Duration = Duration::from_secs(180);

impl Default for Watch {
    fn default() -> Self {
        Self { timeout: Duration::ZERO, stall: Duration::ZERO, memory: 4 << 30 }.timed(Duration::from_secs(900))
    }
}

impl Watch {
    /// Gives the whole this time, and what is done between two signs of life its part of it.
    pub(crate) fn timed(self, timeout: Duration) -> Self {
        Self { timeout, stall: (timeout / PAGES_OF_WHOLE).max(SHORTEST_STALL.min(timeout)), ..self }
    }

    /// Why a worker is given up that worked on a document since `begun`, and which timeout would give it more.
    pub(crate) fn over(&self, begun: Duration) -> String {
        if begun >= self.timeout {
            return format!("it took more than {} seconds and was given up; a longer --timeout gives it more", self.timeout.as_secs_f64());
        }
        let (stall, more) = (self.stall.as_secs_f64(), (self.stall * PAGES_OF_WHOLE).as_secs_f64());
        format!("not one page was done in {stall} seconds and it was given up; a --timeout of more than {more} gives a page more")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_timeout_that_a_message_tells_of_gives_more() {
        let seconds = Duration::from_secs;
        for timeout in [181, 300, 900, 3_600].map(seconds) {
            let watch = Watch::default().timed(timeout);
            let more = watch.stall * PAGES_OF_WHOLE;
            let told = watch.over(watch.stall);
            assert!(told.contains(&format!("more than {} ", more.as_secs())), "{told}");
            assert!(Watch::default().timed(more + seconds(1)).stall > watch.stall, "{told}");
        }
        assert_eq!(Watch::default().timed(seconds(60)).stall, seconds(60));
        assert_eq!(Watch::default().stall, seconds(180));
    }
}
