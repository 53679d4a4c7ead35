//! `cargo xtask bench isolation DIR`: what worker processes cost beside threads of the run itself, in time and in CPU time. Not for: where the time
//! goes (`stages`).

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::read::build;
use super::{TICKS, after_name};

/// How often each is run, by turns; the best time counts.
const TIMES: usize = 5;

/// Takes a folder in with worker processes and without, without recognising pictures; gives the table.
pub(crate) fn isolation(workspace: &Path, folder: &Path) -> Result<String, String> {
    let ours = build(workspace)?;
    let mut best = [[f64::MAX; 2]; 2];
    for _ in 0..TIMES {
        for (best, options) in best.iter_mut().zip([&["--in-process"][..], &[]]) {
            let cost = run(&ours, folder, options)?;
            best.iter_mut().zip(cost).for_each(|(best, cost)| *best = best.min(cost));
        }
    }
    let [[own_wall, own_cpu], [wall, cpu]] = best;
    let more = |ours: f64, theirs: f64| 100.0 * (theirs / ours.max(1.0 / TICKS) - 1.0);
    Ok(format!(
        "| documents are read | wall s | CPU s |\n|---|---|---|\n| in the process of the run | {own_wall:.2} | {own_cpu:.2} |\n| in worker processes | {wall:.2} | {cpu:.2} |\n| more, % | {:.1} | {:.1} |\n",
        more(own_wall, wall),
        more(own_cpu, cpu)
    ))
}

/// Wall and CPU seconds of a run, with all the processes that it started.
fn run(ours: &Path, folder: &Path, options: &[&str]) -> Result<[f64; 2], String> {
    let out = std::env::temp_dir().join(format!("hongtou-isolation-{}", std::process::id()));
    let (before, start) = (of_children()?, Instant::now());
    let status = Command::new(ours)
        .args(["ingest", "--quiet", "--ocr", "off"])
        .args(options)
        .arg(folder)
        .arg("-o")
        .arg(&out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(|error| format!("{}: {error}", ours.display()))?;
    let cost = [start.elapsed().as_secs_f64(), of_children()? - before];
    fs::remove_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    // 1 says that some input failed.
    if matches!(status.code(), Some(0 | 1)) { Ok(cost) } else { Err(format!("hongtou ingest {}: {status}", folder.display())) }
}

/// CPU seconds so far of all processes that this one started and waited for, and of those that they waited for.
fn of_children() -> Result<f64, String> {
    let stat = fs::read_to_string("/proc/self/stat").map_err(|error| format!("/proc/self/stat: {error}"))?;
    parse(&stat).ok_or_else(|| "the times in /proc cannot be read".to_owned())
}

fn parse(stat: &str) -> Option<f64> {
    // The 16th and 17th field; the state is the third.
    let mut fields = after_name(stat)?.split_whitespace().skip(13);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_of_children_are_read_from_proc() {
        assert_eq!(parse("4242 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 250 50 120 30 20 0 1 0 1 0 0"), Some(1.5));
        assert_eq!(parse("4242 (a) S 1"), None);
    }
}
