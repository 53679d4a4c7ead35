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
    told(&["parse", "-"], 1, "the file is empty");
    told(&["text", "missing.docx"], 2, "missing.docx: no such file or folder");
    told(&["parse", home.path().to_str().unwrap()], 2, "not a file");
    told(&["parse"], 2, "FILE");
    told(&["schema", "nope"], 2, "allocations");
}

#[test]
fn schemas_are_listed_and_printed() {
    let list = hongtou(&["schema"]).stdout;
    for dialect in ["sqlite", "postgresql"] {
        assert!(hongtou(&["schema", dialect]).stdout.contains("CREATE TABLE IF NOT EXISTS \"notices\" ("), "{dialect}");
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
