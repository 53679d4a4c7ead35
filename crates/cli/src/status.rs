//! `hongtou status` and `hongtou failures`: how a run is getting on, and what it could not read.

use std::path::Path;
use std::process::ExitCode;

use crate::{Stop, output};

/// Runs `hongtou status`.
pub(crate) fn status(dir: &Path) -> Result<ExitCode, Stop> {
    let status = hongtou::status(dir)?;
    let mut text = String::new();
    let mut row = |name: &str, value: String| text += &format!("{name:<11} {value}\n");
    row("run", if status.running { "at work" } else { "none at work" }.to_owned());
    row("begun", status.started_at.unwrap_or_else(|| "never".to_owned()));
    row("inputs", format!("{} of {} done", status.done, status.inputs));
    for (what, count) in &status.parts {
        row("", format!("{count} {what}"));
    }
    let tables = match (&status.written_at, status.current) {
        (Some(written), true) => format!("written {written}"),
        (Some(written), false) => format!("written {written}, before the last run: start it again to bring them up to date"),
        (None, _) if status.running => "not written yet".to_owned(),
        (None, _) => "not written: the run was broken off; start it again and it goes on where it stopped".to_owned(),
    };
    row("tables", tables);
    output::print(&text)
}

/// Runs `hongtou failures`.
pub(crate) fn failures(dir: &Path, paths: bool) -> Result<ExitCode, Stop> {
    let failures = hongtou::failures(dir)?;
    let mut text = String::new();
    for hongtou::Failure { row, advice, .. } in &failures {
        text += &row.path;
        text += "\n";
        if paths {
            continue;
        }
        if let Some(error) = &row.error {
            text += &format!("    {} ({}): {}\n", row.status, error.code, error.message);
        }
        if !advice.is_empty() {
            text += &format!("    to do: {advice}\n");
        }
    }
    output::print(&text)?;
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
