//! A notice with every kind of fact becomes rows that stand up to their schemas.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod sample;

use std::collections::BTreeMap;

use hongtou_export::rows::{FileError, FileRow, FileStatus, MetadataItem, SourceFormat, SourceRow, SourceText};
use hongtou_export::{Manifest, NestedNotice, Options, Records, Row, schema, write_linked};
use serde_json::Value;

fn records() -> Records {
    let parsed = FileRow {
        source_id: Some(sample::SOURCE.into()),
        bytes: Some(2048),
        notice_ids: vec![sample::ID.into()],
        url: Some("https://example.invalid/a".into()),
        fetched_at: Some("2024-12-01T00:00:00Z".into()),
        published_on: Some("2024-11-30".into()),
        ..FileRow::new("b/notice.docx", FileStatus::Parsed)
    };
    let failed = FileRow {
        error: Some(FileError { code: "empty".into(), message: "the file is empty".into() }),
        ..FileRow::new("a/\\xB2.txt", FileStatus::Failed)
    };
    let source = SourceRow {
        id: sample::SOURCE.into(),
        bytes: 2048,
        format: SourceFormat::Docx,
        pages: None,
        text_from: Some(SourceText::Text),
        engine: Some("hongtou".into()),
        text_sha256: Some("0".repeat(64)),
        metadata: vec![MetadataItem { name: "发文机关".into(), value: "财政厅".into() }],
    };
    Records::from_linked(&sample::linked(), vec![parsed, failed], vec![source])
}

fn validator(name: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&schema::by_name(name).unwrap()).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn check(name: &str, value: &Value) {
    let problems: Vec<String> = validator(name).iter_errors(value).map(|e| format!("{} at {}", e, e.instance_path())).collect();
    assert!(problems.is_empty(), "{name}: {problems:#?}");
}

#[test]
fn every_row_stands_up_to_its_schema() {
    let records = records();
    for table in records.tables() {
        assert!(!table.is_empty(), "{} has no sample row", table.name());
        let mut out = Vec::new();
        table.write_ndjson(&mut out).unwrap();
        for line in String::from_utf8(out).unwrap().lines() {
            check(table.name(), &serde_json::from_str(line).unwrap());
        }
    }
}

#[test]
fn rows_read_back_as_they_were() {
    fn check<R: Row + PartialEq + std::fmt::Debug>(rows: &[R]) {
        for row in rows {
            let json = serde_json::to_string(row).unwrap();
            assert_eq!(&serde_json::from_str::<R>(&json).unwrap(), row);
        }
    }
    let records = records();
    check(&records.files);
    check(&records.sources);
    check(&records.notices);
    check(&records.grants);
    check(&records.citations);
    check(&records.amounts);
    check(&records.allocations);
    check(&records.indicators);
    check(&records.links);
    check(&records.flows);
    check(&records.chains);
    check(&records.paths);
    check(&records.findings);
}

#[test]
fn a_row_with_a_stray_missing_or_wrong_key_is_refused() {
    let row = serde_json::to_value(&records().amounts[0]).unwrap();
    let refused = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
        let mut row = row.as_object().unwrap().clone();
        change(&mut row);
        !validator("amounts").is_valid(&Value::Object(row))
    };
    assert!(!refused(&|_| {}));
    assert!(refused(&|row| drop(row.insert("colour".into(), Value::Null))));
    assert!(refused(&|row| drop(row.remove("absence"))));
    assert!(refused(&|row| drop(row.insert("role".into(), "gift".into()))));
    assert!(refused(&|row| drop(row.insert("yuan".into(), "84540000".into()))));
}

#[test]
fn the_nested_notice_stands_up_to_its_schema() {
    let nested = NestedNotice::from_linked(&sample::linked());
    assert_eq!(nested.len(), 1);
    check("notice-nested", &serde_json::to_value(&nested[0]).unwrap());
}

#[test]
fn the_manifest_stands_up_to_its_schema() {
    let records = records();
    let tables = records.tables().iter().map(|table| (table.name().to_owned(), table.len() as u64)).collect();
    let mut files = BTreeMap::new();
    records.files.iter().for_each(|row| *files.entry(row.status).or_default() += 1);
    let manifest = Manifest::new(
        &files,
        tables,
        Options { paths: vec!["archive".into()], keep_text: true, ocr: "off".into(), metadata: None },
        std::time::SystemTime::now(),
    );
    assert_eq!((manifest.files["parsed"], manifest.files["failed"], manifest.tables["grants"]), (1, 1, 1));
    check("manifest", &serde_json::to_value(&manifest).unwrap());
}

#[test]
fn tables_made_one_at_a_time_are_the_same() {
    let assembled = || hongtou_chain::assemble(sample::linked().notices);
    let records = Records::from_linked(&hongtou_chain::link(assembled()), Vec::new(), Vec::new());
    assert!(!records.flows.is_empty() && !records.grants.is_empty());
    let Ok(followed) = hongtou_chain::Stock::from(assembled()).follow();
    let home = tempfile::tempdir().unwrap();
    let mut writer = hongtou_export::NdjsonWriter::create(home.path()).unwrap();
    let shown = write_linked::<_, Box<dyn std::error::Error>>(&followed, &mut writer).unwrap();
    assert_eq!(shown.complete_chains, records.chains.iter().filter(|chain| chain.complete).count() as u64);
    assert_eq!(shown.findings.values().sum::<u64>(), records.findings.len() as u64);
    let manifest = Manifest::new(&BTreeMap::new(), writer.tables().clone(), Options::default(), std::time::SystemTime::now());
    writer.finish(&manifest).unwrap();
    for table in records.tables().into_iter().filter(|table| !["files", "sources"].contains(&table.name())) {
        let mut rows = Vec::new();
        table.write_ndjson(&mut rows).unwrap();
        let path = home.path().join(format!("{}.ndjson", table.name()));
        assert_eq!(std::fs::read_to_string(path).unwrap(), String::from_utf8(rows).unwrap(), "{}", table.name());
        assert_eq!(manifest.tables[table.name()], table.len() as u64, "{}", table.name());
    }
}

#[test]
fn the_rows_of_one_notice() {
    let records = records();
    let mut all = serde_json::Map::new();
    for table in records.tables() {
        let mut out = Vec::new();
        table.write_ndjson(&mut out).unwrap();
        let rows = String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        all.insert(table.name().into(), Value::Array(rows));
    }
    // Not assert_json_snapshot: it shows exact numbers in the form that serde_json hands them on in.
    insta::assert_snapshot!(format!("{:#}", Value::Object(all)));
}

#[test]
fn the_schema_files_are_those_of_the_types() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let files = schema::files();
    for (name, text) in &files {
        let file = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(file == *text, "schemas/{name} is stale: run `cargo xtask schemas`");
    }
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), files.len(), "schemas/ holds a file that no type makes");
}

#[test]
fn every_field_is_described() {
    for (name, schema) in schema::all() {
        for (field, property) in schema["properties"].as_object().unwrap() {
            assert!(property.get("description").is_some(), "{name}.{field} has no description");
        }
    }
}
