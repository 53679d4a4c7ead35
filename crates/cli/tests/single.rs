//! The commands for one document, and the small ones.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::fs;
use std::process::Stdio;

use serde_json::Value;
use support::{PLAIN, WORD, archive, command, hongtou, piped, protected_docx};

#[test]
fn parse_prints_one_record() {
    let path = archive().join(WORD);
    let ran = hongtou(&["parse", path.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let record: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(record["number"], "新财社〔2024〕210号");
    assert!(record["citations"].as_array().is_some_and(|citations| !citations.is_empty()));
}

#[test]
fn parse_reads_standard_input() {
    let ran = piped(&["parse", "-"], &fs::read(archive().join(PLAIN)).unwrap());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let record: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(record["number"], "甘财农〔2023〕71号");
}

#[test]
fn text_draws_tables() {
    let path = archive().join(WORD);
    let drawn = hongtou(&["text", path.to_str().unwrap()]);
    assert_eq!(drawn.status, 0);
    assert!(drawn.stdout.contains("│ 喀什地区"), "{}", drawn.stdout);

    let json = hongtou(&["text", "--json", path.to_str().unwrap()]);
    let view: Value = serde_json::from_str(&json.stdout).unwrap();
    let page = &view["pages"][0];
    assert!(page["page"].is_null() && page["width"].is_null());
    let cell = &page["tables"][0]["cells"][0];
    for key in ["row", "col", "row_span", "col_span", "text", "bbox"] {
        assert!(cell.get(key).is_some(), "{key}");
    }
}

/// The district's notice as LibreOffice prints it: three pages, the table on the last.
const PRINTED: &str = "formats/libreoffice/喀地财社〔2024〕187号.pdf";

#[test]
fn pages_have_their_marks_and_can_be_shown_alone() {
    let path = archive().join(PRINTED);
    let path = path.to_str().unwrap();
    let all = hongtou(&["text", path]).stdout;
    let marks: Vec<&str> = all.lines().filter(|line| line.starts_with("── page")).collect();
    assert_eq!(marks, ["── page 1 ──", "── page 2 ──", "── page 3 ──"]);
    assert!(all.contains("│ 伽师县"), "{all}");

    let last = hongtou(&["text", path, "--page", "3"]).stdout;
    assert!(last.starts_with("── page 3 ──\n附件\n") && last.contains("│ 伽师县") && !last.contains("喀地财社"), "{last}");
    assert!(!last.contains("— 3 —"), "page numbers are no text: {last}");
    let dim = hongtou(&["text", path, "--page", "3", "--furniture"]).stdout;
    assert!(dim.starts_with("── page 3 ──\n┈ — 3 —\n附件\n"), "{dim}");

    let json: Value = serde_json::from_str(&hongtou(&["text", path, "--page", "3", "--json"]).stdout).unwrap();
    assert_eq!(json["pages"].as_array().unwrap().len(), 1);
    assert_eq!(json["pages"][0]["page"], 3);

    let beyond = hongtou(&["text", path, "--page", "4"]);
    assert!(beyond.status == 2 && beyond.stderr.contains("its last page is page 3"), "{}", beyond.stderr);
    let word = archive().join(WORD);
    let none = hongtou(&["text", word.to_str().unwrap(), "--page", "1"]);
    assert!(none.status == 2 && none.stderr.contains("its format has no pages"), "{}", none.stderr);
}

#[test]
fn a_page_is_drawn_with_what_was_found_on_it() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("page.png");
    let (path, png) = (archive().join(PRINTED), target.to_str().unwrap());
    let ran = hongtou(&["text", path.to_str().unwrap(), "--overlay", png, "--page", "3"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    let drawn = fs::read(&target).unwrap();
    // A4 at 150 dots an inch.
    let side = |at: usize| u32::from_be_bytes(drawn[at..at + 4].try_into().unwrap());
    assert_eq!(&drawn[..8], b"\x89PNG\r\n\x1a\n");
    assert!(side(16).abs_diff(1240) < 3 && side(20).abs_diff(1754) < 3, "{} × {}", side(16), side(20));

    let told = |file: &str, page: &str, words: &str| {
        let target = home.path().join("none.png");
        let ran = hongtou(&["text", archive().join(file).to_str().unwrap(), "--overlay", target.to_str().unwrap(), "--page", page]);
        assert!(ran.status == 2 && ran.stderr.contains(words), "{}", ran.stderr);
        assert!(!target.exists());
    };
    told(WORD, "1", "a docx file has no pages to draw");
    told(PRINTED, "4", "there is no page 4; the last page is page 3");
}

#[test]
fn errors_name_the_file_and_tell_whose_fault_it_is() {
    let home = tempfile::tempdir().unwrap();
    let told = |args: &[&str], status: i32, words: &str| {
        let ran = hongtou(args);
        assert_eq!(ran.status, status, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(words) && ran.stdout.is_empty(), "{args:?}: {}", ran.stderr);
    };
    let locked = home.path().join("locked.docx");
    fs::write(&locked, protected_docx()).unwrap();
    told(&["parse", locked.to_str().unwrap()], 1, "locked.docx: the file is protected by a password");
    told(&["parse", "-"], 1, "there is no text in it");
    told(&["text", "missing.docx"], 2, "missing.docx: no such file or folder");
    told(&["parse", home.path().to_str().unwrap()], 2, "not a file");
    told(&["parse"], 2, "FILE");
    told(&["schema", "nope"], 2, "allocations");
}

#[test]
fn schemas_are_listed_and_printed() {
    let list = hongtou(&["schema"]).stdout;
    for dialect in ["sqlite", "postgresql"] {
        assert!(hongtou(&["schema", dialect]).stdout.contains("\"notices\" ("), "{dialect}");
    }
    for name in list.lines().filter(|name| !["sqlite", "postgresql"].contains(name)) {
        let schema: Value = serde_json::from_str(&hongtou(&["schema", name]).stdout).unwrap();
        assert_eq!(schema["title"], name);
    }
    assert_eq!(list.lines().count(), 17);
}

#[test]
fn help_version_and_completions() {
    assert!(hongtou(&["--version"]).stdout.starts_with("hongtou 0."));
    for name in ["ingest", "parse", "text", "export", "schema", "completions"] {
        let help = hongtou(&[name, "--help"]);
        assert!(help.status == 0 && help.stdout.contains("Examples:"), "{name}");
    }
    assert!(hongtou(&["completions", "bash"]).stdout.contains("ingest"));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let path = archive().join(WORD);
    let mut child = command().args(["parse", path.to_str().unwrap()]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
}
