//! The archive of fixtures against its expected readings (`xtask/fixtures/expected`), written by a reader before
//! any program saw the documents. Every label must be met, and nothing more may be claimed.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hongtou::Ingest;
use serde_json::Value;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rows(out: &Path, table: &str) -> Vec<Value> {
    fs::read_to_string(out.join(format!("{table}.ndjson"))).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A label or a field without blanks; `None` for null.
fn bare(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Object(object) => return object.get("name").or_else(|| object.get("text")).and_then(bare),
        other => other.to_string(),
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    Some(text.trim_end_matches(".0").to_owned())
}

/// A list of objects as sorted tuples of some of their fields.
fn tuples(list: &[Value], fields: &[&str]) -> Vec<Vec<Option<String>>> {
    let mut tuples: Vec<Vec<Option<String>>> = list.iter().map(|item| fields.iter().map(|field| bare(&item[*field])).collect()).collect();
    tuples.sort();
    tuples
}

fn names(list: &Value) -> Vec<Option<String>> {
    list.as_array().into_iter().flatten().map(bare).collect()
}

struct Archive {
    notices: BTreeMap<String, Value>,
    files: Vec<Value>,
    tables: BTreeMap<&'static str, Vec<Value>>,
}

impl Archive {
    fn of(folder: &Path) -> Self {
        let home = tempfile::tempdir().unwrap();
        Ingest::new(folder).out(home.path()).run(|_| ()).unwrap();
        let notices = rows(home.path(), "notices").into_iter().map(|row| (row["id"].as_str().unwrap().to_owned(), row)).collect();
        let names = ["citations", "amounts", "allocations", "indicators", "links", "findings"];
        let tables = names.into_iter().map(|table| (table, rows(home.path(), table))).collect();
        Self { notices, files: rows(home.path(), "files"), tables }
    }

    /// The notice that was read from the first file of a label.
    fn notice(&self, label: &Value) -> &Value {
        let path = label["files"][0].as_str().unwrap();
        let file = self.files.iter().find(|file| file["path"].as_str().unwrap().ends_with(path)).unwrap();
        &self.notices[file["notice_ids"][0].as_str().unwrap()]
    }

    fn of_notice(&self, table: &str, id: &Value) -> Vec<Value> {
        self.tables[table].iter().filter(|row| row["notice_id"] == *id).cloned().collect()
    }
}

fn labels(folder: &Path) -> Vec<Value> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.file_name().is_some_and(|name| name != "chains.json"));
    paths.iter().map(|path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()).collect()
}

#[test]
fn every_fixture_is_read_as_its_reader_read_it() {
    let archive = Archive::of(common::originals().path());
    let labels = labels(&project().join("xtask/fixtures/expected"));
    assert!(labels.len() >= 14);
    for label in &labels {
        let name = label["id"].as_str().unwrap();
        let notice = archive.notice(label);
        for field in ["number", "kind", "title", "level", "signatory", "issued_on", "printed_on", "budget_year"] {
            assert_eq!(bare(&notice[field]), bare(&label[field]), "{name}: {field}");
        }
        for field in ["issuers", "recipients", "cc", "upstream_numbers"] {
            assert_eq!(names(&notice[field]), names(&label[field]), "{name}: {field}");
        }
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        assert_eq!(
            tuples(&list(&notice["direct_fund_tags"]), &["code", "label"]),
            tuples(&list(&label["direct_fund_tags"]), &["code", "label"]),
            "{name}: tags"
        );
        assert_eq!(
            tuples(&list(&notice["budget_subjects"]), &["code"]),
            tuples(&list(&label["budget_subjects"]), &["code"]),
            "{name}: subjects"
        );
        // Labels leave out citations without a number.
        let numbered: Vec<Value> =
            archive.of_notice("citations", &notice["id"]).into_iter().filter(|row| !row["number"].is_null()).collect();
        assert_eq!(tuples(&numbered, &["number", "role"]), tuples(&list(&label["citations"]), &["number", "role"]), "{name}: citations");
        assert_eq!(
            tuples(&archive.of_notice("allocations", &notice["id"]), &["recipient", "yuan"]),
            tuples(&list(&label["allocations"]), &["recipient", "yuan"]),
            "{name}: allocations"
        );
        let fields = ["level1", "level2", "level3", "target", "achieved"];
        assert_eq!(
            tuples(&archive.of_notice("indicators", &notice["id"]), &fields),
            tuples(&list(&label["indicators"]), &fields),
            "{name}: indicators"
        );
        // Sums of running text; a fund box may hold rows that a label leaves out.
        let body = |list: Vec<Value>| -> Vec<Value> { list.into_iter().filter(|row| row["origin"] != "fund_box").collect() };
        assert_eq!(
            tuples(&body(archive.of_notice("amounts", &notice["id"])), &["yuan", "role"]),
            tuples(&body(list(&label["amounts"])), &["yuan", "role"]),
            "{name}: amounts"
        );
    }
}

#[test]
fn the_money_of_the_fixtures_is_followed() {
    let archive = Archive::of(common::originals().path());
    let chains: Value = serde_json::from_str(&fs::read_to_string(project().join("xtask/fixtures/expected/chains.json")).unwrap()).unwrap();
    let labels = labels(&project().join("xtask/fixtures/expected"));
    // Ends are named by the id of a label, or by the number of a document that is not held.
    let number = |end: &Value| {
        let label = labels.iter().find(|label| label["id"] == *end);
        label.map_or_else(|| end.clone(), |label| label["number"].clone())
    };
    let grants = |relation: &Value| relation.is_null() || relation == "grants";
    for link in chains["links"].as_array().unwrap().iter().filter(|link| grants(&link["relation"])) {
        let (parent, child) = (number(&link["parent"]), number(&link["child"]));
        let found = archive.tables["links"]
            .iter()
            .find(|row| grants(&row["relation"]) && row["parent_number"] == parent && row["child_number"] == child);
        let found = found.unwrap_or_else(|| panic!("no link {parent} → {child}"));
        if !link["yuan"].is_null() {
            assert_eq!(bare(&found["yuan"]), bare(&link["yuan"]), "{parent} → {child}");
        }
    }
    for defect in chains["expected_defects"].as_array().unwrap() {
        let ids: Vec<&Value> = defect["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|node| labels.iter().find(|label| label["id"] == *node))
            .map(|label| &archive.notice(label)["id"])
            .collect();
        let concerns = |row: &Value| ids.iter().any(|id| row["notice_id"] == **id || row["notice_ids"].as_array().unwrap().contains(id));
        assert!(archive.tables["findings"].iter().any(|row| row["code"] == defect["kind"] && concerns(row)), "no finding {defect}");
    }
}

#[test]
fn every_fixture_is_in_the_manifest() {
    let manifest = fs::read_to_string(project().join("xtask/fixtures/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let told = |field: &str| {
        let mut told: Vec<String> =
            manifest["files"].as_array().unwrap().iter().filter_map(|file| file[field].as_str()).map(str::to_owned).collect();
        told.sort();
        told
    };
    let home = common::originals();
    let relative = |path: PathBuf| path.strip_prefix(home.path()).unwrap().to_str().unwrap().to_owned();
    let mut held: Vec<String> = common::files(home.path()).into_iter().map(relative).collect();
    held.sort();
    assert_eq!(told("path"), held);
    let names = labels(&project().join("xtask/fixtures/expected"));
    let mut names: Vec<String> = names.iter().map(|label| format!("{}.json", label["id"].as_str().unwrap())).collect();
    names.sort();
    assert_eq!(told("expected"), names);
}
