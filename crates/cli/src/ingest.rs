//! The bulk run as a person sees it: a bar, the summary, the exit status.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use hongtou::export::LogLine;
use hongtou::export::rows::{FileRow, FileStatus};
use hongtou::{Event, Ingest, Isolation, Ocr, Report};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::IngestArgs;
use crate::{Stop, output};

/// How many problems the summary spells out; the rest stand in `files.ndjson`.
const PROBLEMS: usize = 10;

/// Runs `hongtou ingest`.
pub(crate) fn run(args: &IngestArgs) -> Result<ExitCode, Stop> {
    let json = args.log == "json";
    let bar = bar(args.quiet || json);
    let mut failed = 0;
    let report = asked(args)?.run(|event| {
        if json {
            output::tell(&logged(event));
        } else {
            follow(&bar, args.verbose, &mut failed, event);
        }
    });
    bar.finish_and_clear();
    let report = report?;
    if json {
        output::tell(&LogLine::done(report.inputs(), report.failures()).to_json());
        return Ok(ended(&report));
    }
    if args.verbose {
        for path in report.metadata.iter().flat_map(|fit| &fit.unknown) {
            output::tell(&format!("{:<11} {path}: the metadata tell of it, and it is no input", "unknown"));
        }
    }
    if !args.quiet {
        if report.inputs() == 0 {
            let paths: Vec<_> = args.paths.iter().map(|path| path.display().to_string()).collect();
            output::tell(&format!("hongtou: no files found in {}", paths.join(", ")));
        }
        output::tell(summary(&report).trim_end());
        if let Some(hint) = hint(&report, &args.ocr.choice()) {
            output::tell(hint);
        }
    }
    Ok(ended(&report))
}

fn ended(report: &Report) -> ExitCode {
    if report.failures() > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

/// The run as it is asked for.
fn asked(args: &IngestArgs) -> Result<Ingest, Stop> {
    let isolation = if args.in_process {
        Isolation::InProcess
    } else {
        let own = std::env::current_exe();
        Isolation::Worker(own.map_err(|error| Stop::unfit(format!("this program cannot be found ({error}): use --in-process")))?)
    };
    let (lists, paths): (Vec<&PathBuf>, Vec<&PathBuf>) = args.paths.iter().partition(|path| path.as_os_str() == "-");
    let mut ingest = paths.into_iter().fold(Ingest::default(), |ingest, path| ingest.path(path));
    if !lists.is_empty() {
        ingest = ingest.listed(list()?);
    }
    ingest = args.include.iter().fold(ingest, |ingest, glob| ingest.include(glob));
    ingest = args.exclude.iter().fold(ingest, |ingest, glob| ingest.exclude(glob));
    if let Some(table) = &args.metadata {
        ingest = ingest.metadata(table);
    }
    let ingest = ingest.out(&args.out).keep_text(args.keep_text).jobs(args.jobs.unwrap_or(0).into()).ocr(args.ocr.choice());
    let watched = ingest.isolation(isolation).timeout(Duration::from_secs(args.timeout)).max_memory(args.max_memory);
    Ok(watched.retry_failed(args.retry_failed))
}

/// The paths on standard input, one a line.
fn list() -> Result<Vec<PathBuf>, Stop> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Stop::unfit(format!("standard input: {error}")))?;
    let lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.is_empty()).map(path).collect()
}

#[cfg(unix)]
fn path(line: &[u8]) -> Result<PathBuf, Stop> {
    use std::os::unix::ffi::OsStrExt;
    Ok(std::ffi::OsStr::from_bytes(line).into())
}

#[cfg(not(unix))]
fn path(line: &[u8]) -> Result<PathBuf, Stop> {
    let text = std::str::from_utf8(line).map_err(|error| Stop::unfit(format!("standard input: {error}: paths must be UTF-8")))?;
    Ok(text.into())
}

fn logged(event: Event<'_>) -> String {
    match event {
        Event::Found { files, known } => LogLine::found(files, known),
        Event::Done { path, status, error } => LogLine::file(path, status, error),
        Event::Linking { documents } => LogLine::step("linking", documents),
        Event::Writing { notices } => LogLine::step("writing", notices),
        _ => LogLine::step("other", 0),
    }
    .to_json()
}

/// Runs `hongtou link`.
pub(crate) fn link(dir: &Path, add: &[PathBuf], quiet: bool) -> Result<ExitCode, Stop> {
    let report = hongtou::relink(dir, add)?;
    if !quiet {
        output::tell(summary(&report).trim_end());
    }
    Ok(ExitCode::SUCCESS)
}

/// A bar on standard error, hidden where nobody would see it move.
fn bar(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{bar:30} {pos}/{len}  {per_sec}  {eta} left  {prefix}{wide_msg}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn follow(bar: &ProgressBar, verbose: bool, failed: &mut u64, event: Event<'_>) {
    match event {
        Event::Found { files, known } => bar.set_length(u64::try_from(files - known.min(files)).unwrap_or(u64::MAX)),
        Event::Done { path, status, error } => {
            // The members of an archive are told of as well, and only the inputs are counted.
            if !path.contains("!/") {
                bar.inc(1);
            }
            if status.is_failure() {
                *failed += 1;
                bar.set_prefix(format!("{failed} failed  "));
            }
            bar.set_message(path.to_owned());
            if verbose {
                let why = error.map(|error| format!(": {}", error.message)).unwrap_or_default();
                bar.suspend(|| output::tell(&format!("{:<11} {path}{why}", status.code())));
            }
        }
        Event::Linking { documents } => bar.set_message(format!("following the money through {documents} documents")),
        Event::Writing { notices } => bar.set_message(format!("writing the records of {notices} notices")),
        _ => {}
    }
}

fn summary(report: &Report) -> String {
    let table = |name: &str| report.tables.get(name).copied().unwrap_or(0);
    let mut text = String::new();
    let mut row = |name: &str, value: String| text += &format!("{name:<11} {value}\n");

    row("files", format!("{}{}", report.inputs(), parts(report.files.iter().map(|(status, count)| (status.code(), *count)))));
    if report.reused > 0 {
        row("known", format!("{} of the inputs were read before and not read again", report.reused));
    }
    if report.gone > 0 {
        row("gone", format!("{} of the last run's inputs are none of this run; their rows left the tables", report.gone));
    }
    if let Some(fit) = &report.metadata {
        let unknown = fit.unknown.len();
        let more = if unknown > 0 { format!("; {unknown} more paths are no input (-v names them)") } else { String::new() };
        row("metadata", format!("{} of the files{more}", fit.known));
    }
    row(
        "notices",
        format!(
            "{}{}",
            table("notices"),
            parts(["grants", "citations", "amounts", "allocations", "indicators"].map(|name| (name, table(name))).into_iter())
        ),
    );
    row("links", format!("{}{}", table("links"), parts([("flows", table("flows"))].into_iter())));
    row("chains", format!("{}{}", table("chains"), parts([("complete", report.complete_chains)].into_iter())));
    row(
        "findings",
        format!("{}{}", table("findings"), parts(report.findings.iter().rev().map(|(severity, count)| (severity.code(), *count)))),
    );
    row("records", report.out.display().to_string());
    row("look at", "paths.ndjson (grants from the top down), findings.ndjson, files.ndjson (what became of each input)".to_owned());

    for problem in report.problems.iter().take(PROBLEMS) {
        let why = problem.error.as_ref().map(|error| error.message.as_str()).unwrap_or_default();
        text += &format!("{:<11} {}: {why}\n", problem.status.code(), problem.path);
    }
    if report.problems.len() > PROBLEMS {
        text += &format!("… and {} more: hongtou failures {} lists them\n", report.problems.len() - PROBLEMS, report.out.display());
    }
    text
}

/// What would let pages that are pictures be read, where some were not.
fn hint(report: &Report, ocr: &Ocr) -> Option<&'static str> {
    let unread =
        |row: &FileRow| row.status == FileStatus::NeedsOcr || row.error.as_ref().is_some_and(|error| error.message.contains("without OCR"));
    if !report.problems.iter().any(unread) {
        return None;
    }
    match ocr {
        Ocr::Off => Some("hint        pages that are pictures were left unread; --ocr auto recognises them"),
        Ocr::Auto if hongtou::ocr_engine(ocr).is_none() => {
            Some("hint        to read pages that are pictures, install tesseract: apt install tesseract-ocr tesseract-ocr-chi-sim")
        }
        _ => None,
    }
}

/// `: 3 parsed, 1 failed`; nothing where all are zero.
fn parts(counts: impl Iterator<Item = (&'static str, u64)>) -> String {
    let told: Vec<String> = counts.filter(|(_, count)| *count > 0).map(|(name, count)| format!("{count} {name}")).collect();
    if told.is_empty() { String::new() } else { format!(": {}", told.join(", ")) }
}
