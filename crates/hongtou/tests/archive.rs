//! The archive of fixtures through the library: every row stands up to its schema, every fact to its text.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use hongtou::{Error, Event, Ingest};
use serde_json::Value;

fn archive() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

fn tables(out: &Path) -> BTreeMap<String, Vec<Value>> {
    let mut tables = BTreeMap::new();
    for entry in fs::read_dir(out).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "ndjson") {
            let rows = fs::read_to_string(&path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            tables.insert(path.file_stem().unwrap().to_str().unwrap().to_owned(), rows);
        }
    }
    tables
}

/// Every evidence in a row, however deep.
fn evidence<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(list) => list.iter().for_each(|item| evidence(item, found)),
        Value::Object(object) if object.contains_key("origin") && object.contains_key("start") => found.push(value),
        Value::Object(object) => object.values().for_each(|item| evidence(item, found)),
        _ => {}
    }
}

#[test]
fn an_archive_becomes_lawful_records() {
    let home = tempfile::tempdir().unwrap();
    let mut steps = Vec::new();
    let run = Ingest::new(archive()).out(home.path()).jobs(2).keep_text(true);
    let report = run
        .run(|event| {
            steps.push(match event {
                Event::Found { .. } => "found",
                Event::Done { .. } => "done",
                Event::Linking { .. } => "linking",
                Event::Writing { .. } => "writing",
                _ => "more",
            });
        })
        .unwrap();
    let files = usize::try_from(report.inputs()).unwrap();
    assert_eq!((steps[0], &steps[files + 1..]), ("found", &["linking", "writing"][..]));
    assert_eq!(report.failures(), 0, "{:?}", report.problems);

    let tables = tables(home.path());
    for (table, rows) in &tables {
        let schema: Value = serde_json::from_str(&hongtou::export::schema::by_name(table).unwrap()).unwrap();
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        for row in rows {
            let problems: Vec<String> = validator.iter_errors(row).map(|error| format!("{error} at {}", error.instance_path())).collect();
            assert!(problems.is_empty(), "{table}: {problems:#?} in {row}");
        }
        let key = if table == "files" { "path" } else { "id" };
        let keys: Vec<&str> = rows.iter().map(|row| row[key].as_str().unwrap()).collect();
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{table} is not sorted by {key}, each once");
    }
}

#[test]
fn evidence_points_at_what_is_printed() {
    let home = tempfile::tempdir().unwrap();
    Ingest::new(archive()).out(home.path()).keep_text(true).run(|_| ()).unwrap();
    let mut texts: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for entry in fs::read_dir(home.path().join("texts")).unwrap() {
        let path = entry.unwrap().path();
        texts.insert(path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap().chars().collect());
    }
    let tables = tables(home.path());
    let mut places = Vec::new();
    tables.values().flatten().for_each(|row| evidence(row, &mut places));
    assert!(places.len() > 100);
    for place in places {
        let text = &texts[place["source_id"].as_str().unwrap()];
        let (Some(start), Some(end)) = (place["start"].as_u64(), place["end"].as_u64()) else {
            assert!(place["origin"] == "metadata" || place["origin"] == "file_name", "{place}");
            continue;
        };
        let (start, end) = (usize::try_from(start).unwrap(), usize::try_from(end).unwrap());
        let printed: String = text.get(start..end).unwrap_or_default().iter().collect();
        assert_eq!(place["text"], Value::String(printed), "{place}");
    }
}

#[test]
fn one_file_and_what_may_be_wrong_with_it() {
    let notices = [hongtou::read(archive().join("甘肃/省级/甘财农〔2023〕71号.txt")).unwrap()];
    assert_eq!(hongtou::link(&notices).notices, notices);
    let code = |result: Result<hongtou::Notice, Error>| result.unwrap_err().code();
    assert_eq!(code(hongtou::read("missing")), "not_found");
    assert_eq!(code(hongtou::read(archive())), "not_a_file");
    assert_eq!(code(hongtou::read_from(b"", None)), "empty");
    assert_eq!(Ingest::default().out("x").run(|_| ()).unwrap_err().code(), "no_input");
    assert_eq!(Ingest::new("x").run(|_| ()).unwrap_err().code(), "no_out");
}

/// A DOCX with one body.
fn docx(path: &Path, body: &str) {
    let mut package = zip::ZipWriter::new(fs::File::create(path).unwrap());
    let mut part = |name: &str, text: &str| {
        package.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    };
    part("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    part("word/document.xml", &format!("<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>"));
    package.finish().unwrap();
}

#[test]
fn a_document_of_pictures_waits_for_recognition() {
    let home = tempfile::tempdir().unwrap();
    docx(&home.path().join("scan.docx"), "<w:p><w:r><w:drawing><a:pic xmlns:a=\"urn:a\"/></w:drawing></w:r></w:p>");
    docx(&home.path().join("blank.docx"), "<w:p/>");
    let out = home.path().join("out");
    let report = Ingest::new(home.path()).out(&out).run(|_| ()).unwrap();
    let rows = &tables(&out)["files"];
    let told = |path: &str| rows.iter().find(|row| row["path"] == path).map(|row| (row["status"].clone(), row["error"]["code"].clone()));
    assert_eq!(told("scan.docx"), Some(("needs_ocr".into(), "needs_ocr".into())));
    assert_eq!(told("blank.docx"), Some(("failed".into(), "empty".into())));
    assert_eq!((report.failures(), tables(&out)["notices"].len()), (1, 0));
    assert_eq!(hongtou::read(home.path().join("scan.docx")).unwrap_err().code(), "needs_ocr");
}
