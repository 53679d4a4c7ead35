//! Hostile files beside good ones: the run ends, every input has its row, the good ones are read.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/poison.rs"]
mod poison;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use support::{PLAIN, WORD, archive, file_row, ingest, noise, rows, tables};

fn good(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    fs::copy(archive().join(PLAIN), folder.join("good.txt")).unwrap();
    fs::copy(archive().join(WORD), folder.join("good.docx")).unwrap();
}

#[test]
fn every_hostile_file_has_its_row_and_good_ones_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (clean, mixed, alone, out) =
        (home.path().join("clean"), home.path().join("mixed"), home.path().join("alone"), home.path().join("out"));
    good(&clean);
    good(&mixed);
    let poisons = poison::all();
    for (name, bytes) in &poisons {
        fs::write(mixed.join(name), bytes).unwrap();
    }
    assert!(Command::new("mkfifo").arg(mixed.join("pipe.txt")).status().unwrap().success());
    symlink("/dev/zero", mixed.join("zero.txt")).unwrap();
    symlink("/dev/stdin", mixed.join("stdin.txt")).unwrap();
    symlink(&mixed, mixed.join("round")).unwrap();
    symlink("nowhere", mixed.join("dangling.txt")).unwrap();
    let before: BTreeSet<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();

    assert_eq!(ingest(&[&clean], &alone, &["--ocr", "off"]).status, 0);
    let ran = ingest(&[&mixed], &out, &["--ocr", "off", "--max-memory", "2G", "--timeout", "120"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);

    let files = rows(&out, "files");
    let row = |name: &str| files.iter().find(|row| row["path"] == name).unwrap_or_else(|| panic!("{name} has no row"));
    let others = ["pipe.txt", "zero.txt", "stdin.txt", "round", "dangling.txt"];
    assert!(poisons.len() + others.len() >= 30);
    for name in poisons.iter().map(|(name, _)| name.as_str()).chain(others) {
        let row = row(name);
        // Nothing is left without a word: a file is read, or its row says why not.
        let read = matches!(row["status"].as_str().unwrap(), "parsed" | "archive" | "duplicate");
        assert!(read || row["error"]["message"].as_str().is_some_and(|message| message.len() > 10), "{row}");
        let code = row["error"]["code"].as_str().unwrap_or_default();
        assert!(!["panic", "crash"].contains(&code), "{row}");
    }
    for name in ["pipe.txt", "zero.txt", "stdin.txt"] {
        assert_eq!(row(name)["error"]["code"], "not_a_file");
    }
    assert!(files.iter().all(|row| !row["path"].as_str().unwrap().contains("..")), "no path leaves its archive");
    let names = |out: &Path| rows(out, "notices").into_iter().filter(|row| !row["number"].is_null()).collect::<Vec<_>>();
    assert_eq!(names(&out).iter().filter(|row| names(&alone).contains(row)).count(), names(&alone).len(), "a good notice was lost");

    let mut after: BTreeSet<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    after.retain(|name| name != "alone" && name != "out");
    assert_eq!(before, after, "nothing is written outside the out folder");
    assert!(!Path::new("/tmp/hongtou-escaped.txt").exists());
}

/// A picture that makes hongtou call the engine; the engine does what the test wants.
fn with_engine(home: &Path, script: &str, more: &[&str]) -> support::Ran {
    let folder = home.join("in");
    good(&folder);
    fs::write(folder.join("scan.png"), poison::picture()).unwrap();
    let engine = home.join("engine.sh");
    fs::write(&engine, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&engine, fs::Permissions::from_mode(0o755)).unwrap();
    let mut args = vec!["--ocr-command", engine.to_str().unwrap()];
    args.extend(more);
    ingest(&[&folder], &home.join("out"), &args)
}

fn fails_with(script: &str, more: &[&str], code: &str) {
    let home = tempfile::tempdir().unwrap();
    let ran = with_engine(home.path(), script, more);
    let out = home.path().join("out");
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let row = file_row(&out, "scan.png");
    assert_eq!((row["status"].as_str(), row["error"]["code"].as_str()), (Some("failed"), Some(code)), "{row}");
    assert_eq!(rows(&out, "sources").len(), 3, "what failed has its row too");
    for name in ["good.txt", "good.docx"] {
        assert_eq!(file_row(&out, name)["status"], "parsed");
    }
}

#[test]
fn an_out_folder_may_be_named_by_a_relative_path() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("in");
    good(&folder);
    fs::write(folder.join("scan.png"), poison::picture()).unwrap();
    let engine = home.path().join("engine.sh");
    // An engine that works in a folder of its own must find the picture all the same.
    fs::write(&engine, "#!/bin/sh\ncd / && test -f \"$1\" && touch \"$(dirname \"$0\")/seen\"\nkill -ABRT $PPID; sleep 5\n").unwrap();
    fs::set_permissions(&engine, fs::Permissions::from_mode(0o755)).unwrap();
    let mut run = support::command();
    run.current_dir(home.path()).args(["ingest", "in", "-o", "out", "-q", "--ocr-command"]).arg(&engine);
    assert_eq!(run.status().unwrap().code(), Some(1));
    assert!(home.path().join("seen").exists(), "the engine does not find its picture");
    let mut text = support::command();
    text.current_dir(home.path()).args(["ingest", "in/good.txt", "-o", "texts", "-q", "--keep-text"]);
    assert_eq!(text.status().unwrap().code(), Some(0));
    assert_eq!(fs::read_dir(home.path().join("texts/texts")).unwrap().count(), 1);
}

#[test]
fn a_worker_that_hangs_is_given_up() {
    fails_with("sleep 600", &["--timeout", "2"], "timeout");
}

#[test]
fn a_worker_that_crashes_takes_nothing_with_it() {
    fails_with("kill -ABRT $PPID; sleep 5", &[], "crash");
}

#[test]
fn a_worker_that_the_system_kills_is_told_of() {
    fails_with("kill -KILL $PPID; sleep 5", &[], "memory");
}

#[test]
fn a_document_that_needs_too_much_memory_is_given_up() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    good(&folder);
    fs::write(folder.join("large.txt"), "拨付困难群众救助补助资金12万元。\n".repeat(600_000)).unwrap();
    let ran = ingest(&[&folder], &out, &["--max-memory", "256M"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert_eq!(file_row(&out, "large.txt")["error"]["code"], "memory");
    assert_eq!(file_row(&out, "good.txt")["status"], "parsed");
}

#[test]
fn a_member_that_kills_its_worker_takes_no_other_member_with_it() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    fs::create_dir_all(&folder).unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(folder.join("a.zip")).unwrap());
    let good = fs::read(archive().join(WORD)).unwrap();
    let large = "拨付困难群众救助补助资金12万元。\n".repeat(600_000);
    for (name, bytes) in [("1.txt", fs::read(archive().join(PLAIN)).unwrap()), ("2.txt", large.into_bytes()), ("3.docx", good)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, &bytes).unwrap();
    }
    zip.finish().unwrap();
    let ran = ingest(&[&folder], &out, &["--max-memory", "256M"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let told = |name: &str| file_row(&out, name)["status"].as_str().unwrap().to_owned();
    assert_eq!(["a.zip", "a.zip!/1.txt", "a.zip!/2.txt", "a.zip!/3.docx"].map(told), ["archive", "parsed", "failed", "parsed"]);
}

#[test]
fn a_program_that_is_no_worker_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), noise(10)).unwrap();
    let run = hongtou::Ingest::new(folder.path()).out(folder.path().join("out")).isolation(hongtou::Isolation::Worker("/bin/false".into()));
    let error = run.run(|_| {}).unwrap_err();
    assert_eq!(error.code(), "worker");
    assert!(error.to_string().contains("/bin/false"), "{error}");
}

/// Mounts a small file system; `None` where that is not allowed.
fn small_disk(at: &Path, size: &str) -> Option<Mounted> {
    fs::create_dir_all(at).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(at).output();
    mounted.is_ok_and(|output| output.status.success()).then(|| Mounted(at.to_owned()))
}

struct Mounted(std::path::PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_ends_the_run_and_leaves_the_ledger_sound() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("in");
    good(&folder);
    for at in 0..1_500 {
        fs::write(folder.join(format!("{at}.txt")), format!("甘财社〔2024〕{at}号\n现下达{at}万元。\n")).unwrap();
    }
    let disk = home.path().join("disk");
    let Some(_mounted) = small_disk(&disk, "1500k") else {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    };
    let out = disk.join("out");
    let ran = ingest(&[&folder], &out, &[]);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("disk is not full"), "{}", ran.stderr);
    let done = support::hongtou(&["status", out.to_str().unwrap()]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    // With room again, the run goes on.
    let more = Command::new("mount").args(["-o", "remount,size=200m"]).arg(&disk).status().unwrap();
    assert!(more.success());
    assert_eq!(ingest(&[&folder], &out, &[]).status, 0);
    let fresh = home.path().join("fresh");
    assert_eq!(ingest(&[&folder], &fresh, &[]).status, 0);
    for ((name, wanted), (_, found)) in tables(&fresh).into_iter().zip(tables(&out)) {
        assert!(wanted == found, "{name} differs after a full disk");
    }
}

#[test]
fn a_full_disk_ends_linking_and_leaves_the_records_as_they_were() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("in");
    fs::create_dir_all(&folder).unwrap();
    for at in 0..300 {
        fs::write(folder.join(format!("{at}.txt")), format!("甘财社〔2024〕{at}号\n现下达{at}万元。\n")).unwrap();
    }
    let disk = home.path().join("disk");
    let Some(_mounted) = small_disk(&disk, "200m") else {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    };
    let out = disk.join("out");
    assert_eq!(ingest(&[&folder], &out, &[]).status, 0);
    let before = tables(&out);
    // From no room to all that is needed: for the passing files, for the tables, for both.
    let used: u64 = String::from_utf8(Command::new("du").args(["-sk"]).arg(&disk).output().unwrap().stdout)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let mut full = Vec::new();
    for room in [0, 100, 200, 400, 800, 1_600, 3_200, 20_000] {
        assert!(Command::new("mount").args(["-o", &format!("remount,size={}k", used + room)]).arg(&disk).status().unwrap().success());
        let ran = support::hongtou(&["link", out.to_str().unwrap()]);
        if ran.status != 0 {
            full.push(room);
            assert_eq!(ran.status, 2, "{}", ran.stderr);
            assert!(ran.stderr.contains("disk/out"), "{}", ran.stderr);
            let left: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".hongtou-")), "{left:?}");
        }
        assert!(tables(&out).iter().zip(&before).all(|(now, before)| now == before));
    }
    assert!(full.len() > 3 && !full.contains(&20_000), "{full:?}");
}

#[test]
fn an_out_folder_that_cannot_be_written_to_is_named() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("in");
    good(&folder);
    let disk = home.path().join("disk");
    let Some(_mounted) = small_disk(&disk, "1m") else {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    };
    assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(&disk).status().unwrap().success());
    let ran = ingest(&[&folder], &disk.join("out"), &[]);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("disk/out") && ran.stderr.contains("cannot be made"), "{}", ran.stderr);
}
