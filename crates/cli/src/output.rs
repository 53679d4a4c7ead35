//! The one place that writes to standard output and standard error.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::Stop;

/// Prints a result. A reader that has seen enough (`| head`) is no failure.
pub(crate) fn print(text: &str) -> Result<ExitCode, Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Stop::unfit(format!("standard output: {error}"))),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Says something to the person at the terminal. Nobody is left to tell when that fails.
pub(crate) fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
