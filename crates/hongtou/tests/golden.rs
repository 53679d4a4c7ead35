//! Golden snapshots: the whole record of every document of `fixtures/`, and the tables of the linked archive.
//! A change of a snapshot is a change of what hongtou says; look at the document before accepting it.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{files, fixtures, is_copy};
use hongtou::Ingest;
use serde_json::Value;

/// A record without the parts that repeat the document: evidence keeps its place, its text stands in `text` fields.
fn short(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(short),
        Value::Object(object) => {
            if object.contains_key("origin") && object.contains_key("start") && object.contains_key("source_id") {
                *value = Value::String(format!(
                    "{} {}–{}: {}",
                    object["origin"].as_str().unwrap(),
                    object["start"],
                    object["end"],
                    object["text"].as_str().unwrap()
                ));
            } else {
                object.values_mut().for_each(short);
            }
        }
        _ => {}
    }
}

#[test]
fn every_fixture() {
    let read = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "txt" || extension == "docx");
    let paths: Vec<PathBuf> = files(&fixtures()).iter().filter(|path| !is_copy(path)).filter(read).cloned().collect();
    assert!(paths.len() >= 14);
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let linked = hongtou::link(&[hongtou::read(&path).unwrap()]);
        let mut record: Value = serde_json::to_value(hongtou::export::NestedNotice::from_linked(&linked)).unwrap();
        short(&mut record);
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/fixtures" }, {
            insta::assert_snapshot!(name, serde_json::to_string_pretty(&record).unwrap());
        });
    }
}

#[test]
fn the_linked_archive() {
    let (archive, home) = (common::originals(), tempfile::tempdir().unwrap());
    Ingest::new(archive.path()).out(home.path()).run(|_| ()).unwrap();
    for table in ["links", "flows", "chains", "paths", "findings"] {
        let text = fs::read_to_string(home.path().join(format!("{table}.ndjson"))).unwrap();
        let rows: Vec<String> = text
            .lines()
            .map(|line| {
                let mut row: Value = serde_json::from_str(line).unwrap();
                short(&mut row);
                serde_json::to_string(&row).unwrap()
            })
            .collect();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots/archive" }, {
            insta::assert_snapshot!(table, rows.join("\n"));
        });
    }
}
