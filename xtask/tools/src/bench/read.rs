//! `cargo xtask bench read [PDF…]`: pages a CPU-second and peak memory of our reader and of the usual programs, on one machine
//! in one run. Not for: where our own time goes (`stages`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{TICKS, parse_stat};

/// The files that are read when none are named, in the optional folder beside the checkout.
const FILES: [&str; 2] = ["big500_lo.pdf", "big_chromium.pdf"];
/// A program still at work after this long is stopped.
const PATIENCE: Duration = Duration::from_secs(600);
/// How often a program's memory is looked at.
const LOOK: Duration = Duration::from_millis(2);
/// How often each program reads each file; the best time counts.
const TIMES: usize = 3;
/// What a run of a program cost.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cost {
    /// User and system time of all its threads.
    cpu_seconds: f64,
    wall_seconds: f64,
    peak_mib: f64,
}

/// A program that reads a PDF: its name in the table, its command, the arguments before and after the file.
struct Reader {
    name: &'static str,
    command: PathBuf,
    before: &'static [&'static str],
    after: &'static [&'static str],
}

/// Builds the command line in release form, reads every file with every program, and gives the table.
pub(crate) fn read(workspace: &Path, files: &[&str]) -> Result<String, String> {
    let files = if files.is_empty() { shared(workspace)? } else { files.iter().map(PathBuf::from).collect() };
    let ours = build(workspace)?;
    let readers = [
        Reader { name: "hongtou text (text, layout, tables)", command: ours.clone(), before: &["text"], after: &[] },
        Reader { name: "pdftotext", command: "pdftotext".into(), before: &[], after: &["-"] },
        Reader { name: "mutool draw -F txt", command: "mutool".into(), before: &["draw", "-q", "-F", "txt"], after: &[] },
        Reader { name: "mutool draw -F stext", command: "mutool".into(), before: &["draw", "-q", "-F", "stext"], after: &[] },
    ];
    let mut table = String::from("| file | program | pages | CPU s | pages a CPU-s | wall s | peak MiB |\n|---|---|---|---|---|---|---|\n");
    for file in &files {
        let pages = pages(&ours, file)?;
        for reader in &readers {
            table += &row(reader, file, pages)?;
        }
    }
    Ok(table)
}

fn row(reader: &Reader, file: &Path, pages: usize) -> Result<String, String> {
    let shown = file.file_name().unwrap_or_default().to_string_lossy();
    let mut best: Option<Cost> = None;
    for _ in 0..TIMES {
        let mut command = Command::new(&reader.command);
        command.args(reader.before).arg(file).args(reader.after).stdout(Stdio::null()).stderr(Stdio::null());
        let child = match command.spawn() {
            Ok(child) => child,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(format!("| {shown} | {} | not installed |||||\n", reader.name));
            }
            Err(error) => return Err(format!("{}: {error}", reader.name)),
        };
        let Some(cost) = watch(child).map_err(|error| format!("{} on {shown}: {error}", reader.name))? else {
            return Ok(format!("| {shown} | {} | failed |||||\n", reader.name));
        };
        best = Some(best.map_or(cost, |best| Cost {
            cpu_seconds: best.cpu_seconds.min(cost.cpu_seconds),
            wall_seconds: best.wall_seconds.min(cost.wall_seconds),
            peak_mib: best.peak_mib.max(cost.peak_mib),
        }));
    }
    let Some(Cost { cpu_seconds, wall_seconds, peak_mib }) = best else { return Ok(String::new()) };
    let speed = pages as f64 / cpu_seconds.max(1.0 / TICKS);
    Ok(format!("| {shown} | {} | {pages} | {cpu_seconds:.2} | {speed:.0} | {wall_seconds:.2} | {peak_mib:.0} |\n", reader.name))
}

/// Watches a program until it ends; `None` if it failed. A process that has ended stays in `/proc` with its times until it is
/// waited for, but its memory is gone by then and must be looked at before.
fn watch(mut child: Child) -> Result<Option<Cost>, String> {
    let home = PathBuf::from(format!("/proc/{}", child.id()));
    let start = Instant::now();
    let mut peak_mib = 0.0f64;
    let cpu_seconds = loop {
        let stat = fs::read_to_string(home.join("stat")).map_err(|error| format!("{}: {error}; /proc is needed", home.display()))?;
        let (state, cpu) = parse_stat(&stat).ok_or("the times in /proc cannot be read")?;
        if state == 'Z' {
            break cpu;
        }
        let status = fs::read_to_string(home.join("status")).unwrap_or_default();
        peak_mib = peak_mib.max(parse_peak(&status).unwrap_or(0.0));
        if start.elapsed() > PATIENCE {
            child.kill().map_err(|error| error.to_string())?;
        }
        sleep(LOOK);
    };
    let wall_seconds = start.elapsed().as_secs_f64();
    let status = child.wait().map_err(|error| error.to_string())?;
    Ok(status.success().then_some(Cost { cpu_seconds, wall_seconds, peak_mib }))
}

/// The peak of resident memory in MiB from `/proc/<pid>/status`.
fn parse_peak(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib / 1024.0)
}

/// How many pages our own reader finds, from the marks that it prints.
fn pages(ours: &Path, file: &Path) -> Result<usize, String> {
    let output = Command::new(ours).arg("text").arg(file).output().map_err(|error| format!("{}: {error}", ours.display()))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter(|line| line.starts_with("── page ")).count())
}

/// Builds the command line in release form, and gives its path.
pub(super) fn build(workspace: &Path) -> Result<PathBuf, String> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--package", "hongtou-cli"])
        .current_dir(workspace)
        .status()
        .map_err(|error| format!("cargo build: {error}"))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), PathBuf::from);
    if status.success() { Ok(target.join("release/hongtou")) } else { Err("cargo build failed".to_owned()) }
}

fn shared(workspace: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = std::env::var_os("HONGTOU_SHARED").map_or_else(|| workspace.join("../shared"), PathBuf::from).join("pdfs");
    let found: Vec<PathBuf> = FILES.iter().map(|file| folder.join(file)).filter(|path| path.is_file()).collect();
    if found.is_empty() { Err(format!("name PDFs to read; {} holds none", folder.display())) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_proc() {
        assert_eq!(parse_peak("VmPeak:\t  9 kB\nVmHWM:\t    2048 kB\n"), Some(2.0));
    }
}
