//! `hongtou export`: the database holds what the records say, and a second export changes what changed only.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why it does not run")]

#[path = "support/postgresql.rs"]
mod postgresql;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hongtou::export::relational::relations;
use postgresql::Server;
use rusqlite::Connection;
use serde_json::Value;
use support::{archive, hongtou, ingest, rows};

fn export(out: &Path, to: &str) -> support::Ran {
    hongtou(&["export", out.to_str().unwrap(), "--to", to])
}

/// All rows of every table but those that tell of earlier exports, as text, sorted.
fn dump(database: &Path) -> BTreeMap<String, Vec<String>> {
    let connection = Connection::open(database).unwrap();
    let mut tables = BTreeMap::new();
    let mut names: Vec<String> = relations().into_iter().map(|relation| relation.name).collect();
    names.extend(["divisions", "funds", "notice_digests"].map(String::from));
    for name in names {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns = statement.column_count();
        let all = statement.query_map([], |row| {
            let cells: Vec<String> = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            Ok(cells.join("|"))
        });
        let mut all: Vec<String> = all.unwrap().map(Result::unwrap).collect();
        all.sort();
        tables.insert(name, all);
    }
    tables
}

fn count(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

#[test]
fn a_sqlite_database_holds_every_record_and_answers_the_question() {
    let home = tempfile::tempdir().unwrap();
    let (out, database) = (home.path().join("out"), home.path().join("records.db"));
    assert_eq!(ingest(&[&archive()], &out, &[]).status, 0);
    let ran = export(&out, &format!("sqlite:{}", database.display()));
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let connection = Connection::open(&database).unwrap();
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    for relation in relations().iter().filter(|relation| relation.name == relation.record) {
        let in_records = rows(&out, &relation.name).len() as i64;
        assert_eq!(number(&format!("SELECT count(*) FROM {}", relation.name)), in_records, "{}", relation.name);
    }
    let notices = rows(&out, "notices");
    let issuers: usize = notices.iter().map(|row| count(&row["issuers"])).sum();
    assert_eq!(number("SELECT count(*) FROM notice_issuers"), issuers as i64);
    let facts: usize = notices.iter().flat_map(|row| row["facts"].as_object().unwrap().values()).map(count).sum();
    assert_eq!(number("SELECT count(*) FROM notice_facts"), facts as i64);
    assert_eq!(number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    // As read in the two notices: 268 万元 in the prefecture's table of 27 December, passed on by the county on the 31st.
    let reached =
        "SELECT fund_name, yuan, days, child_number FROM grant_reach WHERE parent_number = '喀地财社〔2024〕187号' AND to_name = '伽师县'";
    let answer: (String, i64, i64, String) =
        connection.query_row(reached, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    assert_eq!(answer, ("困难群众救助补助资金".into(), 2_680_000, 4, "伽财社〔2024〕96号".into()));
}

#[test]
fn a_second_export_equals_a_fresh_one() {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("in");
    fs::create_dir(&input).unwrap();
    for (name, path) in [("a.txt", support::PLAIN), ("b.docx", support::WORD)] {
        fs::copy(archive().join(path), input.join(name)).unwrap();
    }
    let (out, kept, fresh) = (home.path().join("out"), home.path().join("kept.db"), home.path().join("fresh.db"));
    let kept_url = format!("sqlite:{}", kept.display());
    ingest(&[&input], &out, &[]);
    assert_eq!(export(&out, &kept_url).status, 0);
    let again = export(&out, &kept_url);
    assert!(again.stderr.contains("0 new or changed, 2 as before, 0 gone"), "{}", again.stderr);

    // One notice goes, another loses its end and so its date.
    fs::remove_file(input.join("b.docx")).unwrap();
    let text = fs::read_to_string(input.join("a.txt")).unwrap();
    let half: String = text.chars().take(text.chars().count() / 2).collect();
    fs::write(input.join("a.txt"), half).unwrap();
    ingest(&[&input], &out, &[]);
    assert_eq!(export(&out, &kept_url).status, 0);
    assert_eq!(export(&out, &format!("sqlite:{}", fresh.display())).status, 0);
    assert_eq!(dump(&kept), dump(&fresh));
    let connection = Connection::open(&kept).unwrap();
    let gone: i64 = connection.query_row("SELECT count(*) FROM id_changes WHERE new_id IS NULL", [], |row| row.get(0)).unwrap();
    assert_eq!(gone, 1);
}

/// Makes the records what another rule of the parser might have made of the same files: sums lost, roles and doubts
/// other than now, indicators not found.
fn as_an_older_parser_read(out: &Path) {
    let edit = |table: &str, change: &dyn Fn(usize, Value) -> Option<Value>| {
        let path = out.join(format!("{table}.ndjson"));
        let old = rows(out, table).into_iter().enumerate().filter_map(|(at, row)| change(at, row));
        let text: String = old.map(|row| format!("{row}\n")).collect();
        fs::write(path, text).unwrap();
    };
    edit("amounts", &|at, row| (at % 3 != 0).then_some(row));
    edit("indicators", &|_, _| None);
    edit("citations", &|_, mut row| {
        row["role"] = "other".into();
        row["doubts"] = serde_json::json!(["role_inferred"]);
        Some(row)
    });
    edit("findings", &|at, row| (at % 2 == 0).then_some(row));
}

#[test]
fn an_export_after_another_rule_of_the_parser_equals_a_fresh_one() {
    let home = tempfile::tempdir().unwrap();
    let (input, out) = (home.path().join("in"), home.path().join("out"));
    fs::create_dir(&input).unwrap();
    for (name, path) in [("a.txt", support::PLAIN), ("b.docx", support::WORD)] {
        fs::copy(archive().join(path), input.join(name)).unwrap();
    }
    ingest(&[&input], &out, &[]);
    as_an_older_parser_read(&out);
    let (kept, fresh) = (home.path().join("kept.db"), home.path().join("fresh.db"));
    let server = Server::start();
    if server.is_none() {
        eprintln!("PostgreSQL is not installed (apt-get install postgresql): shown for SQLite only");
    }
    let url = |database: &Path| format!("sqlite:{}", database.display());
    assert_eq!(export(&out, &url(&kept)).status, 0);
    let served = server.as_ref().map(|server| (server, export(&out, &server.url())));
    assert!(served.as_ref().is_none_or(|(_, ran)| ran.status == 0));
    let before = dump(&kept);

    fs::remove_file(input.join("b.docx")).unwrap();
    fs::remove_dir_all(&out).unwrap();
    ingest(&[&input], &out, &[]);
    let again = export(&out, &url(&kept));
    assert!(again.stderr.contains("1 new or changed, 0 as before, 1 gone"), "{}", again.stderr);
    assert_eq!(export(&out, &url(&fresh)).status, 0);
    assert_ne!(before, dump(&fresh));
    assert_eq!(dump(&kept), dump(&fresh));
    if let Some((server, _)) = served {
        let kept = export(&out, &server.url());
        assert_eq!(kept.status, 0, "{}", kept.stderr);
        let kept = server.dump();
        server.clear();
        assert_eq!(export(&out, &server.url()).status, 0);
        assert_eq!(kept, server.dump());
    }
}

#[test]
fn csv_files_have_a_line_a_row() {
    let home = tempfile::tempdir().unwrap();
    let (out, csv) = (home.path().join("out"), home.path().join("csv"));
    ingest(&[&archive().join(support::WORD)], &out, &[]);
    assert_eq!(export(&out, &format!("csv:{}", csv.display())).status, 0);
    let mut reader = csv::Reader::from_path(csv.join("allocations.csv")).unwrap();
    let yuan = reader.headers().unwrap().iter().position(|name| name == "yuan").unwrap();
    let sums: Vec<String> = reader.records().map(|record| record.unwrap()[yuan].to_owned()).collect();
    let expected: Vec<String> = rows(&out, "allocations").iter().map(|row| row["yuan"].to_string().replace("null", "")).collect();
    assert!(!sums.is_empty());
    assert_eq!(sums, expected);
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_changed() {
    let home = tempfile::tempdir().unwrap();
    let database = home.path().join("x.db");
    let told = export(home.path(), &format!("sqlite:{}", database.display()));
    assert_eq!(told.status, 2);
    assert!(told.stderr.contains("ndjson") && told.stderr.contains("hongtou ingest"), "{}", told.stderr);
    let told = export(home.path(), "mysql://x");
    assert!(told.status == 2 && told.stderr.contains("sqlite:FILE"), "{}", told.stderr);
}

#[test]
fn a_postgresql_database_holds_the_same_rows() {
    let Some(server) = Server::start() else {
        eprintln!("skipped: PostgreSQL is not installed (apt-get install postgresql)");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    assert_eq!(ingest(&[&archive()], &out, &[]).status, 0);
    let ran = export(&out, &server.url());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut client = server.client();
    let mut number = |sql: &str| client.query_one(sql, &[]).unwrap().get::<_, i64>(0);
    for relation in relations().iter().filter(|relation| relation.name == relation.record) {
        let in_records = rows(&out, &relation.name).len() as i64;
        assert_eq!(number(&format!("SELECT count(*) FROM {}", relation.name)), in_records, "{}", relation.name);
    }
    // Sums are exact: those of the records in yuan, to the fen.
    let sum: i64 = rows(&out, "allocations")
        .iter()
        .filter_map(|row| row["yuan"].to_string().parse::<f64>().ok())
        .map(|yuan| (yuan * 100.0).round() as i64)
        .sum();
    assert_eq!(number("SELECT (sum(yuan) * 100)::bigint FROM allocations"), sum);
    assert_eq!(number("SELECT count(*) FROM grant_reach"), rows(&out, "flows").iter().filter(|row| row["counts"] == true).count() as i64);
    let notices = rows(&out, "notices").len();
    let again = export(&out, &server.url());
    assert!(again.stderr.contains(&format!("0 new or changed, {notices} as before, 0 gone")), "{}", again.stderr);
}
