//! Work of others' code in a thread of its own: it may panic, and it may take too long. Not for: memory (`bomb`).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::ReadError;

/// Nested forms and fonts recurse deeply in the engines.
const STACK: usize = 32 << 20;

/// Why there is no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// It took too long. The work is told so through its flag; code that never looks goes on alone.
    Late,
    /// It panicked, or no thread could be had.
    Broken,
}

impl Lost {
    /// What a reader says of it.
    pub(super) fn error(self, seconds: u64) -> ReadError {
        match self {
            Self::Late => ReadError::TooLarge { detail: format!("it takes more than {seconds} seconds to read") },
            Self::Broken => ReadError::Damaged { detail: "its parts do not fit together; fetch it again".into() },
        }
    }
}

/// Does the work within a time.
pub(crate) fn within<T: Send + 'static>(time: Duration, work: impl FnOnce(&AtomicBool) -> T + Send + 'static) -> Result<T, Lost> {
    let late = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = mpsc::channel();
    let flag = Arc::clone(&late);
    let task = move || {
        let result = catch_unwind(AssertUnwindSafe(|| work(&flag)));
        // Nobody listens any more when the time is over.
        let _ = sender.send(result);
    };
    thread::Builder::new().name("hongtou-pdf".into()).stack_size(STACK).spawn(task).map_err(|_| Lost::Broken)?;
    match receiver.recv_timeout(time) {
        Ok(result) => result.map_err(|_| Lost::Broken),
        Err(mpsc::RecvTimeoutError::Timeout) => {
            late.store(true, Ordering::Relaxed);
            Err(Lost::Late)
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Lost::Broken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_and_delays_are_told() {
        assert_eq!(within(Duration::from_secs(10), |_| 1), Ok(1));
        assert_eq!(within(Duration::from_secs(10), |_| std::panic::resume_unwind(Box::new(()))), Err::<(), _>(Lost::Broken));
        let slow = |late: &AtomicBool| while !late.load(Ordering::Relaxed) {};
        assert_eq!(within(Duration::from_millis(20), slow), Err(Lost::Late));
    }
}
