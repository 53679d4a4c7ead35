//! Another program run over files in a folder of its own, with a time limit. Not for: what the program writes.

use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(15);

/// A program that is stopped when nobody waits for it any more.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a program to its end, looking what it did now and then; `None` if the time was over before.
///
/// # Errors
/// When it cannot be started.
pub(super) fn run(command: &mut Command, time: Duration, look: &mut dyn FnMut()) -> io::Result<Option<ExitStatus>> {
    let end = Instant::now() + time;
    let mut running = Running(command.stdin(Stdio::null()).spawn()?);
    loop {
        if let Some(status) = running.0.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            return Ok(None);
        }
        look();
        thread::sleep(LOOK);
    }
}
