//! A run that is broken off goes on where it stopped; a second run reads what is new and nothing else.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why it does not run")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use support::{PLAIN, WORD, archive, command, file_row, hongtou, ingest, piped, rows, tables};

/// A folder of small notices that differ in number and sums.
fn notices(folder: &Path, count: usize) {
    fs::create_dir_all(folder).unwrap();
    for at in 1..=count {
        let text = format!(
            "甘肃省财政厅文件\n甘财社〔2024〕{at}号\n\n甘肃省财政厅关于下达2024年困难群众救助补助资金的通知\n\n庆阳市财政局：\n\n\
             现下达你市2024年困难群众救助补助资金{at}万元，请及时分解下达。\n\n甘肃省财政厅\n2024年6月{}日\n",
            at % 28 + 1
        );
        fs::write(folder.join(format!("n{at:05}.txt")), text).unwrap();
    }
}

/// Starts a run in a process group of its own.
fn start(folder: &Path, out: &Path, more: &[&str]) -> Child {
    let mut command = command();
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.arg("ingest").arg(folder).arg("-o").arg(out).args(more).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

/// Kills the run with its whole process group, or the run alone.
fn kill(run: &mut Child, group: bool) {
    if !group || cfg!(not(unix)) {
        run.kill().unwrap();
    } else {
        let killed = std::process::Command::new("kill").args(["-9", "--", &format!("-{}", run.id())]).status().unwrap();
        assert!(killed.success());
    }
    run.wait().unwrap();
}

fn done(out: &Path) -> u64 {
    let told = hongtou(&["status", out.to_str().unwrap()]).stdout;
    let line = told.lines().find_map(|line| line.strip_prefix("inputs")).unwrap_or_default().trim().to_owned();
    line.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[test]
fn a_killed_run_goes_on_and_gives_the_same_tables() {
    let home = tempfile::tempdir().unwrap();
    let (folder, calm, killed) = (home.path().join("in"), home.path().join("calm"), home.path().join("killed"));
    // HONGTOU_KILLS asks for a longer trial of the same kind.
    let kills = std::env::var("HONGTOU_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(6);
    notices(&folder, if kills > 6 { 5_000 } else { 400 });
    assert_eq!(ingest(&[&folder], &calm, &[]).status, 0);
    let mut before = 0;
    for round in 0..kills {
        let mut run = start(&folder, &killed, &["--in-process"][..usize::from(round % 3 == 2)]);
        // Any instant will do; these are spread over the whole of a run.
        sleep(Duration::from_millis(15 + (round * 137) % 700));
        kill(&mut run, round % 2 == 0);
        let now = done(&killed);
        eprintln!("killed with {now} inputs done");
        assert!(now >= before, "round {round}: {now} inputs are done, and {before} were before");
        before = now;
    }
    let ran = ingest(&[&folder], &killed, &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(tables(&killed).len(), tables(&calm).len());
    for ((name, wanted), (_, found)) in tables(&calm).into_iter().zip(tables(&killed)) {
        assert!(wanted == found, "{name} differs after {kills} kills");
    }
    let left: Vec<_> = fs::read_dir(&killed).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|name| !name.starts_with(".hongtou-")), "{left:?}");
}

#[test]
fn a_second_run_reads_what_is_new_and_forgets_what_is_gone() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out, fresh) = (home.path().join("in"), home.path().join("out"), home.path().join("fresh"));
    notices(&folder, 6);
    assert_eq!(ingest(&[&folder], &out, &["-v"]).status, 0);

    let again = ingest(&[&folder], &out, &["-v"]);
    assert!(again.stderr.contains("6 of the inputs were read before"), "{}", again.stderr);
    assert!(!again.stderr.contains("n00001.txt"), "nothing is read again: {}", again.stderr);

    fs::remove_file(folder.join("n00001.txt")).unwrap();
    fs::write(folder.join("n00002.txt"), fs::read_to_string(folder.join("n00003.txt")).unwrap().replace("万元", "亿元")).unwrap();
    fs::create_dir(folder.join("sub")).unwrap();
    fs::rename(folder.join("n00004.txt"), folder.join("sub/n00004.txt")).unwrap();
    fs::rename(folder.join("n00005.txt"), folder.join("sub/another.txt")).unwrap();
    let changed = ingest(&[&folder], &out, &["-v"]);
    let read: Vec<&str> = changed.stderr.lines().filter(|line| line.starts_with("parsed")).collect();
    // The changed one is read. The one of another name is parsed again: its name may hold its number. The one that only moved is known.
    assert_eq!(read.len(), 2, "{}", changed.stderr);
    assert_eq!(ingest(&[&folder], &fresh, &[]).status, 0);
    for ((name, wanted), (_, found)) in tables(&fresh).into_iter().zip(tables(&out)) {
        assert!(wanted == found, "{name} differs from that of a fresh run");
    }
}

/// What two folders hold, but for when.
fn same_tables(wanted: &Path, found: &Path, when: &str) {
    for ((name, wanted), (_, found)) in tables(wanted).into_iter().zip(tables(found)) {
        assert!(wanted == found, "{name} differs from that of a fresh run {when}");
    }
}

#[test]
fn tables_that_somebody_touched_are_written_anew() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out, fresh) = (home.path().join("in"), home.path().join("out"), home.path().join("fresh"));
    notices(&folder, 4);
    fs::write(folder.join("empty.txt"), "").unwrap();
    let run = |out: &Path| {
        let ran = ingest(&[&folder], out, &["--keep-text"]);
        let summary: Vec<&str> = ran.stdout.lines().filter(|line| !line.starts_with("records") && !line.starts_with("known")).collect();
        (ran.status, summary.join("\n"))
    };
    let (first, current) = (run(&fresh), || !hongtou(&["status", out.to_str().unwrap()]).stdout.contains("before the last run"));
    assert_eq!(run(&out), first);
    let written = |name: &str| fs::metadata(out.join(name)).and_then(|data| data.modified()).unwrap();
    let text = fs::read_dir(out.join("texts")).unwrap().next().unwrap().unwrap().path();
    let text = text.strip_prefix(&out).unwrap().to_str().unwrap();
    let names = ["files.ndjson", "notices.ndjson", "chains.ndjson", "parsed/notices.ndjson", "manifest.json", text];
    for name in names {
        // Nothing to do.
        let before = written("notices.ndjson");
        assert_eq!(run(&out), first, "the same is told where nothing is to do");
        assert!(written("notices.ndjson") == before && current(), "{name}");
        for edited in [true, false] {
            if edited {
                // As many bytes as before.
                let mut bytes = fs::read(out.join(name)).unwrap();
                bytes.iter_mut().for_each(|byte| *byte ^= 1);
                fs::write(out.join(name), bytes).unwrap();
            } else {
                fs::remove_file(out.join(name)).unwrap();
            }
            assert_eq!(run(&out), first, "{name}");
            same_tables(&fresh, &out, name);
            assert!(fs::read(out.join(text)).unwrap() == fs::read(fresh.join(text)).unwrap() && current(), "{name}");
        }
    }
    // A file that was only touched is the same, one more is another archive, and so is one that is gone.
    fs::write(folder.join("n00002.txt"), fs::read(folder.join("n00002.txt")).unwrap()).unwrap();
    assert_eq!(run(&out), first);
    for (count, when) in [(5, "after one was added"), (4, "after one was removed")] {
        notices(&folder, count);
        if count == 4 {
            fs::remove_file(folder.join("n00005.txt")).unwrap();
        }
        let other = home.path().join(when);
        assert_eq!(run(&out), run(&other));
        same_tables(&other, &out, when);
        assert!(current());
    }
}

#[test]
fn what_failed_is_tried_again_when_asked() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    notices(&folder, 2);
    fs::write(folder.join("broken.docx"), &fs::read(archive().join(WORD)).unwrap()[..900]).unwrap();
    assert_eq!(ingest(&[&folder], &out, &[]).status, 1);
    let failures = hongtou(&["failures", out.to_str().unwrap()]);
    assert_eq!(failures.status, 1);
    assert!(failures.stdout.contains("broken.docx") && failures.stdout.contains("fetch it again"), "{}", failures.stdout);
    let paths = hongtou(&["failures", out.to_str().unwrap(), "--paths"]);
    assert_eq!(paths.stdout, "broken.docx\n");

    let told = |ran: support::Ran| ran.stderr.lines().filter(|line| line.contains("failed") && line.contains("broken.docx")).count();
    let tried = |ran: support::Ran| (ran.status, told(ran) > 1);
    // Without being asked for, it only stands in the summary.
    assert_eq!(tried(ingest(&[&folder], &out, &["-v"])), (1, false));
    assert_eq!(tried(ingest(&[&folder], &out, &["-v", "--retry-failed"])), (1, true));
    fs::copy(archive().join(WORD), folder.join("broken.docx")).unwrap();
    assert_eq!(ingest(&[&folder], &out, &[]).status, 0, "a file that was mended is read without being asked for");
    assert_eq!(hongtou(&["failures", out.to_str().unwrap()]).status, 0);
}

#[test]
fn two_runs_do_not_share_an_out_folder() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    notices(&folder, 3_000);
    let mut first = start(&folder, &out, &[]);
    let mut second = None;
    for _ in 0..600 {
        sleep(Duration::from_millis(10));
        if hongtou(&["status", out.to_str().unwrap()]).stdout.contains("at work\n") && done(&out) > 0 {
            second = Some(ingest(&[&folder], &out, &[]));
            break;
        }
    }
    let second = second.unwrap();
    assert_eq!(second.status, 2, "{}", second.stderr);
    assert!(second.stderr.contains("another run is writing"), "{}", second.stderr);
    assert!(first.wait().unwrap().success());
    assert_eq!(rows(&out, "notices").len(), 3_000);
}

#[test]
fn inputs_may_be_chosen() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    fs::create_dir_all(folder.join("drafts")).unwrap();
    notices(&folder, 2);
    fs::copy(archive().join(WORD), folder.join("a.docx")).unwrap();
    fs::copy(archive().join(PLAIN), folder.join("drafts/b.txt")).unwrap();
    let paths = |out: &Path| rows(out, "files").iter().map(|row| row["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    ingest(&[&folder], &out, &["--include", "*.txt", "--exclude", "drafts"]);
    assert_eq!(paths(&out), ["n00001.txt", "n00002.txt"]);
    ingest(&[&folder], &out, &["--include", "drafts/*"]);
    assert_eq!(paths(&out), ["drafts/b.txt"]);
    let bad = ingest(&[&folder], &out, &["--include", "[a"]);
    assert_eq!(bad.status, 2);
    assert!(bad.stderr.contains("[a"), "{}", bad.stderr);

    let list = format!("{}\n{}\n", folder.join("n00002.txt").display(), folder.join("gone.txt").display());
    let ran = piped(&["ingest", "-", "-o", out.to_str().unwrap()], list.as_bytes());
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert_eq!(paths(&out), ["gone.txt", "n00002.txt"]);
    assert_eq!(file_row(&out, "gone.txt")["error"]["code"], "unreadable");
}

#[test]
fn a_run_can_be_followed_by_a_program() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    notices(&folder, 2);
    let ran = ingest(&[&folder], &out, &["--log", "json"]);
    let lines: Vec<serde_json::Value> = ran.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], serde_json::json!({"event": "found", "count": 2, "known": 0}));
    assert!(lines.iter().any(|line| line["event"] == "file" && line["path"] == "n00002.txt" && line["status"] == "parsed"), "{lines:?}");
    assert_eq!(lines.last().unwrap()["event"], "done");
}

/// A database in the mode of the ledger wants files beside it even from those who only read.
#[test]
fn the_state_of_a_run_is_told_on_a_read_only_medium() {
    let home = tempfile::tempdir().unwrap();
    let (out, medium) = (home.path().join("out"), home.path().join("100% medium#1"));
    fs::create_dir(&medium).unwrap();
    ingest(&[&archive().join(PLAIN)], &out, &[]);
    let mount =
        |args: &[&str]| std::process::Command::new("mount").args(args).stderr(Stdio::null()).status().is_ok_and(|done| done.success());
    let (from, to) = (out.to_str().unwrap(), medium.to_str().unwrap());
    if !mount(&["--bind", from, to]) {
        eprintln!("skipped: folders can be mounted here by root only, or not at all");
        return;
    }
    let ran = mount(&["-o", "remount,ro,bind", to]).then(|| hongtou(&["status", to]));
    let gone = std::process::Command::new("umount").arg(to).status().unwrap();
    assert!(gone.success());
    let ran = ran.unwrap();
    assert!(ran.status == 0 && ran.stdout.contains("1 of 1 done"), "{}{}", ran.stdout, ran.stderr);
}
