//! The same notices in other formats (`fixtures/formats`): whatever the producer, the records are those of the original but for
//! where each fact was read and how it is printed there. Folders are named after producers; what lies in one, a file or a folder
//! of a notice with its attachments, is named after its original, so a new one is held to this by being there.
//!
//! `scan/` is recognised rather than read, which asks for less: nothing may be certain and wrong.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{files, fixtures, is_copy, part};
use hongtou::{Ingest, Ocr};
use serde_json::Value;

/// Tables whose rows come from one notice alone.
const TABLES: [&str; 6] = ["notices", "grants", "citations", "amounts", "allocations", "indicators"];

fn is_scan(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "scan")
}

fn stem(path: &str) -> String {
    Path::new(path).file_stem().unwrap().to_str().unwrap().to_owned()
}

/// What lies in the folders of the producers.
fn copies() -> Vec<PathBuf> {
    let entries = |folder: &Path| {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        entries
    };
    entries(&fixtures().join("formats")).iter().filter(|path| path.is_dir()).flat_map(|producer| entries(producer)).collect()
}

fn rows(out: &Path, table: &str) -> Vec<Value> {
    fs::read_to_string(out.join(format!("{table}.ndjson"))).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The tables of a file or folder, read alone.
fn run(path: &Path, ocr: Ocr) -> BTreeMap<&'static str, Vec<Value>> {
    let home = tempfile::tempdir().unwrap();
    Ingest::new(path).ocr(ocr).out(home.path()).run(|_| ()).unwrap();
    let stripped = |table: &str| {
        let mut rows = rows(home.path(), table);
        rows.iter_mut().for_each(strip);
        rows
    };
    TABLES.into_iter().map(|table| (table, stripped(table))).collect()
}

/// Takes away where facts were read, how they are printed there, and the blanks that each format sets its own way.
fn strip(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Object(object) => {
            object.retain(|key, _| !matches!(key.as_str(), "evidence" | "source_id" | "source_ids" | "printed"));
            object.values_mut().for_each(strip);
        }
        Value::String(text) => text.retain(|c| !c.is_whitespace()),
        _ => {}
    }
}

/// The originals by name.
fn originals() -> BTreeMap<String, PathBuf> {
    files(&fixtures()).into_iter().filter(|path| !is_copy(path)).map(|path| (stem(path.to_str().unwrap()), path)).collect()
}

/// What differs between two lists of rows, in words short enough to read.
fn differences(wanted: &[Value], found: &[Value]) -> Vec<String> {
    let mut told = Vec::new();
    if wanted.len() != found.len() {
        told.push(format!("{} rows instead of {}", found.len(), wanted.len()));
    }
    for (wanted, found) in wanted.iter().zip(found) {
        let (Value::Object(wanted), Value::Object(found)) = (wanted, found) else { continue };
        for (key, value) in wanted.iter().filter(|(key, value)| found.get(*key) != Some(value)) {
            told.push(format!("{} {key}:\n  wanted {value}\n  found  {}", wanted["id"], found[key]));
        }
    }
    told.truncate(12);
    told
}

#[test]
fn every_format_gives_the_records_of_the_original() {
    let originals = originals();
    let mut known = BTreeMap::new();
    let copies = copies();
    assert!(copies.len() >= 40);
    let mut wrong = Vec::new();
    for path in copies.iter().filter(|path| !is_scan(path)) {
        let shown = path.strip_prefix(fixtures()).unwrap().display();
        let name = stem(path.to_str().unwrap());
        let Some(original) = originals.get(&name) else {
            wrong.push(format!("{shown}: named after no original"));
            continue;
        };
        let wanted = known.entry(name.clone()).or_insert_with(|| run(original, Ocr::Off));
        let found = run(path, Ocr::Off);
        for table in TABLES {
            for difference in differences(&wanted[table], &found[table]) {
                wrong.push(format!("{shown}: {table}: {difference}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_recognised_in_a_scan_is_certain_and_wrong() {
    if Command::new("tesseract").arg("--version").output().is_err() {
        eprintln!("tesseract is not installed; scans are not recognised here");
        return;
    }
    let originals = originals();
    for path in copies().iter().filter(|path| is_scan(path)) {
        let wanted = run(&originals[&stem(path.to_str().unwrap())], Ocr::Off);
        let money = |row: &Value| (row["recipient"].clone(), row["yuan"].clone());
        let right: Vec<_> = wanted["allocations"].iter().map(money).collect();
        for row in run(path, Ocr::Auto)["allocations"].iter().filter(|row| row["confidence"] == "certain") {
            assert!(right.contains(&money(row)), "{}: {row}", path.display());
        }
    }
}

#[test]
fn copies_in_other_formats_change_neither_links_nor_paths() {
    let (alone, all) = (common::originals(), part(|path| !is_scan(path)));
    let told = |folder: &Path| {
        let out = tempfile::tempdir().unwrap();
        Ingest::new(folder).out(out.path()).run(|_| ()).unwrap();
        ["notices", "links", "flows", "chains", "paths"].map(|table| {
            let mut rows = rows(out.path(), table);
            rows.iter_mut().for_each(strip);
            (table, rows)
        })
    };
    for ((table, wanted), (_, found)) in told(alone.path()).iter().zip(told(all.path()).iter()) {
        assert_eq!(differences(wanted, found), Vec::<String>::new(), "{table}");
    }
}
