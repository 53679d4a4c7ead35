//! The same notices in other formats (`fixtures/formats`): whatever the producer, the records are those of the original but for
//! where each fact was read. A file is named after its original and lies in a folder named after its producer, so a new one
//! is held to this by being there. Archives may hold any of them.
//!
//! `scan/` is recognised rather than read, which asks for less: nothing may be certain and wrong.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hongtou::Ingest;
use serde_json::Value;

/// Tables whose rows come from one notice alone.
const TABLES: [&str; 6] = ["notices", "grants", "citations", "amounts", "allocations", "indicators"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// The files below a folder, in the order of their paths.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What is read at once: each file, but a folder named after an original (a notice and its annexes) as a whole.
fn copies(originals: &BTreeMap<String, PathBuf>) -> Vec<PathBuf> {
    let mut copies = files(&fixtures().join("formats"));
    for path in &mut copies {
        let folder = path.parent().unwrap();
        if originals.contains_key(folder.file_name().unwrap().to_str().unwrap()) {
            *path = folder.to_owned();
        }
    }
    copies.dedup();
    copies
}

fn is_scan(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "scan")
}

fn stem(path: &str) -> String {
    Path::new(path).file_stem().unwrap().to_str().unwrap().to_owned()
}

/// The rows of a table by the name of the document that they come from.
type Rows = BTreeMap<String, Vec<Value>>;

struct Run {
    tables: BTreeMap<&'static str, Rows>,
}

/// Reads files and folders.
fn run(path: &Path) -> Run {
    let home = tempfile::tempdir().unwrap();
    Ingest::new(path).out(home.path()).run(|_| ()).unwrap();
    let rows = |table: &str| -> Vec<Value> {
        let text = fs::read_to_string(home.path().join(format!("{table}.ndjson"))).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let mut name_of = BTreeMap::new();
    for file in rows("files").iter().filter(|file| file["status"] != "attachment") {
        for id in file["notice_ids"].as_array().unwrap() {
            name_of.insert(id.as_str().unwrap().to_owned(), stem(file["path"].as_str().unwrap()));
        }
    }
    let mut tables = BTreeMap::new();
    for table in TABLES {
        let by_name: &mut Rows = tables.entry(table).or_default();
        for mut row in rows(table) {
            let id = row[if table == "notices" { "id" } else { "notice_id" }].as_str().unwrap();
            let name = name_of[id].clone();
            strip(&mut row);
            by_name.entry(name).or_default().push(row);
        }
    }
    Run { tables }
}

/// Takes away where facts were read and how the paper sets them (`printed` is the evidence's text), and the blanks that each format sets its own way.
fn strip(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Object(object) => {
            object.retain(|key, _| !matches!(key.as_str(), "evidence" | "printed" | "source_id" | "source_ids"));
            object.values_mut().for_each(strip);
        }
        Value::String(text) => text.retain(|c| !c.is_whitespace()),
        _ => {}
    }
}

/// The originals, each read alone.
fn originals() -> BTreeMap<String, PathBuf> {
    let own = files(&fixtures()).into_iter().filter(|path| !path.starts_with(fixtures().join("formats")));
    own.map(|path| (stem(path.to_str().unwrap()), path)).collect()
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
    let mut known: BTreeMap<String, Run> = BTreeMap::new();
    let paths = copies(&originals);
    assert!(paths.len() >= 39);
    let mut wrong = Vec::new();
    for path in paths.iter().filter(|path| !is_scan(path)) {
        let shown = path.strip_prefix(fixtures()).unwrap().display();
        let found = run(path);
        let names: Vec<String> = found.tables["notices"].keys().cloned().collect();
        if names.is_empty() {
            wrong.push(format!("{shown}: no notice"));
        }
        for name in names {
            let Some(original) = originals.get(&name) else {
                wrong.push(format!("{shown}: {name} is named after no original"));
                continue;
            };
            let wanted = known.entry(name.clone()).or_insert_with(|| run(original));
            for table in TABLES {
                let none = Vec::new();
                let rows = |run: &Run| run.tables[table].get(&name).unwrap_or(&none).clone();
                for difference in differences(&rows(wanted), &rows(&found)) {
                    wrong.push(format!("{shown}: {table}: {difference}"));
                }
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
    for path in files(&fixtures().join("formats")).iter().filter(|path| is_scan(path)) {
        let found = run(path);
        let name = stem(path.to_str().unwrap());
        let wanted = run(&originals[&name]);
        let rows = |run: &Run, table: &str| run.tables[table].get(&name).cloned().unwrap_or_default();
        let money = |row: &Value| (row["recipient"].clone(), row["yuan"].clone());
        let right: Vec<_> = rows(&wanted, "allocations").iter().map(money).collect();
        let read = rows(&found, "allocations");
        for row in read.iter().filter(|row| row["confidence"] == "certain") {
            assert!(right.contains(&money(row)), "{}: {row}", path.display());
        }
    }
}

/// The archive of fixtures without some of its files.
fn copy(to: &Path, keep: impl Fn(&Path) -> bool) {
    for path in files(&fixtures()).iter().filter(|path| keep(path)) {
        let target = to.join(path.strip_prefix(fixtures()).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(path, target).unwrap();
    }
}

#[test]
fn copies_in_other_formats_change_neither_links_nor_paths() {
    let home = tempfile::tempdir().unwrap();
    let (alone, all) = (home.path().join("alone"), home.path().join("all"));
    copy(&alone, |path| !path.starts_with(fixtures().join("formats")));
    copy(&all, |path| !is_scan(path));
    let told = |folder: &Path| {
        let out = home.path().join("out");
        Ingest::new(folder).out(&out).run(|_| ()).unwrap();
        ["notices", "links", "flows", "chains", "paths"].map(|table| {
            let text = fs::read_to_string(out.join(format!("{table}.ndjson"))).unwrap();
            let mut rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            rows.iter_mut().for_each(strip);
            (table, rows)
        })
    };
    for ((table, wanted), (_, found)) in told(&alone).iter().zip(told(&all).iter()) {
        assert_eq!(differences(wanted, found), Vec::<String>::new(), "{table}");
    }
}
