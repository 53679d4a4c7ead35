//! `hongtou ingest` as a user drives it: every input accounted for, whatever it is.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::json;
use support::{PLAIN, WORD, archive, file_row, hongtou, ingest, noise, protected_docx, rows, tables};

/// A folder with one notice in plain text and one in Word.
fn good(folder: &Path) {
    fs::create_dir_all(folder.join("sub")).unwrap();
    fs::copy(archive().join(PLAIN), folder.join("a.txt")).unwrap();
    fs::copy(archive().join(WORD), folder.join("sub/b.docx")).unwrap();
}

fn bad(folder: &Path) {
    let whole = fs::read(archive().join(WORD)).unwrap();
    fs::write(folder.join("empty.txt"), "").unwrap();
    fs::write(folder.join("empty.docx"), "").unwrap();
    fs::write(folder.join("cut.docx"), &whole[..whole.len() / 2]).unwrap();
    fs::write(folder.join("locked.docx"), protected_docx()).unwrap();
    fs::write(folder.join("noise.bin"), noise(5_000)).unwrap();
}

#[test]
fn bad_inputs_stand_in_files_and_good_ones_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (clean, mixed) = (home.path().join("clean"), home.path().join("mixed"));
    good(&clean);
    good(&mixed);
    bad(&mixed);
    let (alone, out) = (home.path().join("alone"), home.path().join("out"));
    assert_eq!(ingest(&[&clean], &alone, &[]).status, 0);
    let ran = ingest(&[&mixed], &out, &[]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);

    let told = |path: &str| {
        let row = file_row(&out, path);
        (row["status"].as_str().unwrap().to_owned(), row["error"]["code"].as_str().unwrap_or_default().to_owned())
    };
    let told_to_be = |path: &str, status: &str, code: &str| assert_eq!(told(path), (status.to_owned(), code.to_owned()), "{path}");
    told_to_be("a.txt", "parsed", "");
    told_to_be("sub/b.docx", "parsed", "");
    told_to_be("empty.txt", "failed", "empty");
    told_to_be("empty.docx", "failed", "empty");
    told_to_be("cut.docx", "failed", "damaged");
    told_to_be("locked.docx", "encrypted", "encrypted");
    told_to_be("noise.bin", "unsupported", "unsupported");
    assert!(ran.stderr.contains("cut.docx") && ran.stderr.contains("locked.docx"), "{}", ran.stderr);

    for ((name, wanted), (_, found)) in tables(&alone).into_iter().zip(tables(&out)) {
        if name != "files.ndjson" && name != "sources.ndjson" {
            assert!(wanted == found, "{name} differs for the good files");
        }
    }
}

#[test]
#[cfg(unix)]
fn what_is_no_readable_file_is_named() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    good(&folder);
    symlink(&folder, folder.join("circle")).unwrap();
    symlink("nowhere", folder.join("dangling.txt")).unwrap();
    symlink("a.txt", folder.join("z.txt")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
    let shut = folder.join("shut.txt");
    fs::write(&shut, "关于下达资金的通知").unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o0)).unwrap();

    assert_eq!(ingest(&[&folder], &out, &[]).status, 1);
    assert_eq!(file_row(&out, "pipe")["error"]["code"], "not_a_file");
    assert_eq!(file_row(&out, "dangling.txt")["error"]["code"], "unreadable");
    assert_eq!(file_row(&out, "circle")["status"], "unsupported");
    assert_eq!(file_row(&out, "z.txt")["status"], "duplicate");
    // The superuser reads everything.
    if fs::read(&shut).is_err() {
        assert_eq!(file_row(&out, "shut.txt")["error"]["code"], "unreadable");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn names_in_other_encodings_are_escaped() {
    use std::os::unix::ffi::OsStrExt;
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    good(&folder);
    let name = std::ffi::OsStr::from_bytes(b"\xb2\xc6\xc9\xe7.txt");
    if fs::write(folder.join(name), "关于下达资金的通知").is_ok() {
        assert_eq!(ingest(&[&folder], &out, &[]).status, 0);
        assert_eq!(file_row(&out, "\\xB2\\xC6\\xC9\\xE7.txt")["status"], "parsed");
    }
}

#[test]
fn tables_do_not_depend_on_threads_or_order() {
    let home = tempfile::tempdir().unwrap();
    let (one, two, extra) = (home.path().join("one"), home.path().join("two"), home.path().join("extra.txt"));
    good(&one);
    bad(&one);
    good(&two);
    fs::write(&extra, "财政部关于下达资金的通知\n财社〔2024〕1号\n").unwrap();
    let run = |name: &str, paths: &[&Path], jobs: &str| {
        let out = home.path().join(name);
        assert_eq!(ingest(paths, &out, &["-j", jobs]).status, 1);
        tables(&out)
    };
    let first = run("1", &[&one, &two, &extra], "1");
    assert!(first == run("4", &[&one, &two, &extra], "4"), "another number of threads");
    assert!(first == run("order", &[&extra, &two, &one], "4"), "another order of inputs");
    assert!(first == run("twice", &[&one, &two, &extra, &one], "2"), "an input named twice");
    // Both folders hold a.txt: their names stand in front.
    let out = home.path().join("1");
    assert_eq!(file_row(&out, "one/a.txt")["status"], "parsed");
    assert_eq!(file_row(&out, "two/a.txt")["status"], "duplicate");
    assert_eq!(file_row(&out, "two/a.txt")["notice_ids"], file_row(&out, "one/a.txt")["notice_ids"]);
    assert_eq!(file_row(&out, "extra.txt")["status"], "parsed");
}

#[test]
fn the_whole_archive_of_fixtures() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let ran = ingest(&[&archive()], &out, &["--keep-text", "-v"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("parsed") && ran.stdout.is_empty());
    for source in rows(&out, "sources").iter().filter(|source| !source["text_from"].is_null()) {
        let id = source["id"].as_str().unwrap();
        assert!(out.join(format!("texts/{id}.txt")).is_file());
    }
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["tables"]["notices"], json!(rows(&out, "notices").len()));
    assert_eq!(manifest["schema_version"], "0.1");
}

#[test]
fn an_out_folder_inside_the_input_is_not_read() {
    let home = tempfile::tempdir().unwrap();
    good(home.path());
    let out = home.path().join("records");
    assert_eq!(ingest(&[home.path()], &out, &[]).status, 0);
    let first = tables(&out);
    assert_eq!(ingest(&[home.path()], &out, &[]).status, 0);
    assert!(first == tables(&out));
    let ran = ingest(&[home.path()], home.path(), &[]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("out folder"), "{}", ran.stderr);
}

#[test]
fn runs_that_cannot_start() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let ran = ingest(&[&home.path().join("missing")], &out, &[]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("missing: no such file or folder"), "{}", ran.stderr);
    assert!(!out.exists(), "nothing is made for a run that cannot start");

    let file = home.path().join("file");
    fs::write(&file, "x").unwrap();
    let ran = ingest(&[&archive()], &file, &[]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("not a folder"), "{}", ran.stderr);

    assert_eq!(hongtou(&["ingest"]).status, 2);
    assert_eq!(ingest(&[&archive()], &out, &["-j", "0"]).status, 2);
    assert_eq!(ingest(&[&archive()], &out, &["--max-memory", "5GMK"]).status, 2);
    assert_eq!(ingest(&[&archive()], &out, &["--ocr", "off", "--ocr-command", "engine"]).status, 2);
}

#[test]
fn a_folder_without_files() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    fs::create_dir_all(folder.join("nothing/here")).unwrap();
    let ran = ingest(&[&folder], &out, &[]);
    assert_eq!(ran.status, 0);
    assert!(ran.stderr.contains("no files found in"), "{}", ran.stderr);
    assert!(rows(&out, "files").is_empty());
    let quiet = ingest(&[&folder], &out, &["-q"]);
    assert_eq!((quiet.stderr.as_str(), quiet.stdout.as_str()), ("", ""));
}

#[test]
fn what_a_crawler_knows_is_joined() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    good(&folder);
    let mut zip = zip::ZipWriter::new(fs::File::create(folder.join("c.zip")).unwrap());
    zip.start_file("附件/d.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all("关于下达资金的通知".as_bytes()).unwrap();
    zip.finish().unwrap();

    let csv = home.path().join("crawl.csv");
    let table = "path,url,fetched_at,published_on,depth\n./a.txt,https://x.example/?a=1,2024-12-31 08:00:00,2024-12-30,2\n\
                 sub/b.docx,\"https://x.example/a,b\",,,1\nc.zip!/附件/d.txt,,2024-12-31T08:00:00+08:00,,1\n消失/e.pdf,https://x.example/e,,,1\n";
    fs::write(&csv, table).unwrap();
    let ran = ingest(&[&folder], &out, &["--metadata", csv.to_str().unwrap(), "-v"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("metadata    3 of the files; 1 more paths are no input"), "{}", ran.stderr);
    assert!(ran.stderr.contains("消失/e.pdf"), "{}", ran.stderr);
    let told = |path: &str| ["url", "fetched_at", "published_on"].map(|field| file_row(&out, path)[field].clone());
    assert_eq!(told("a.txt"), [json!("https://x.example/?a=1"), json!("2024-12-31T08:00:00"), json!("2024-12-30")]);
    assert_eq!(told("sub/b.docx"), [json!("https://x.example/a,b"), json!(null), json!(null)]);
    assert_eq!(told("c.zip!/附件/d.txt"), [json!(null), json!("2024-12-31T08:00:00+08:00"), json!(null)]);
    assert_eq!(told("c.zip"), [json!(null), json!(null), json!(null)]);
    let from_csv = tables(&out);

    let ndjson = home.path().join("crawl.ndjson");
    let lines = "{\"path\":\"a.txt\",\"url\":\"https://x.example/?a=1\",\"fetched_at\":\"2024-12-31T08:00:00\",\"published_on\":\"2024-12-30\"}\n\
                 {\"path\":\"sub/b.docx\",\"url\":\"https://x.example/a,b\"}\n{\"path\":\"c.zip!/附件/d.txt\",\"fetched_at\":\"2024-12-31T08:00:00+08:00\"}\n";
    fs::write(&ndjson, lines).unwrap();
    let ran = ingest(&[&folder], &out, &["--metadata", ndjson.to_str().unwrap()]);
    assert!(ran.status == 0 && ran.stderr.contains("metadata    3 of the files\n"), "{}", ran.stderr);
    assert!(tables(&out) == from_csv, "the form of the table matters");
}

#[test]
fn a_crawlers_table_that_cannot_be_used_stops_the_run() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    good(&folder);
    let table = home.path().join("crawl.csv");
    let cases = [
        ("path,url\na.txt,x\nb.txt,y,z\n", "line 3: 3 fields"),
        ("path,published_on\na.txt,2024年3月1日\n", "line 2: published_on"),
        ("file,url\na.txt,x\n", "line 1: names no column path"),
        ("{\"path\":\"a.txt\"}\n{\"path\":", "line 2: not an object"),
        ("path,url\na.txt,x\na.txt,y\n", "line 3: a.txt was told of before"),
    ];
    for (text, wanted) in cases {
        fs::write(&table, text).unwrap();
        let ran = ingest(&[&folder], &out, &["--metadata", table.to_str().unwrap()]);
        assert_eq!(ran.status, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("crawl.csv") && ran.stderr.contains(wanted), "{}", ran.stderr);
    }
    let ran = ingest(&[&folder], &out, &["--metadata", "missing.csv"]);
    assert!(ran.status == 2 && ran.stderr.contains("missing.csv: no such file"), "{}", ran.stderr);
    assert!(!out.exists(), "nothing is made for a run that cannot start");
}
