//! The examples of docs/databases.md print what stands below them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test may fail, and says why it does not run")]

#[path = "support/postgresql.rs"]
mod postgresql;
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use postgresql::Server;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use support::{archive, hongtou, ingest};

const PAGE: &str = include_str!("../../../docs/databases.md");

/// The examples in a language, each with what stands below it.
fn examples(language: &str) -> Vec<(&'static str, &'static str)> {
    let begin = format!("```{language}\n");
    let mut found = Vec::new();
    for rest in PAGE.split(&begin).skip(1) {
        let (code, rest) = rest.split_once("```\n").unwrap();
        let printed = rest.trim_start().strip_prefix("```text\n").unwrap_or_else(|| panic!("nothing stands below {code}"));
        found.push((code, printed.split("```").next().unwrap()));
    }
    assert!(found.len() >= 3, "the examples are not found");
    found
}

/// A folder with the records of the fixtures, where the page has them.
fn records() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(ingest(&[&archive()], &home.path().join("records"), &["-q"]).status, 0);
    home
}

fn export(home: &Path, to: &str) {
    let ran = hongtou(&["export", home.join("records").to_str().unwrap(), "--to", to]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}

fn line(cells: impl Iterator<Item = Option<String>>) -> String {
    cells.map(|cell| cell.unwrap_or_else(|| "-".to_owned())).collect::<Vec<_>>().join(" | ") + "\n"
}

#[test]
fn sqlite_answers_as_the_page_says() {
    let home = records();
    let database = home.path().join("records.db");
    export(home.path(), &format!("sqlite:{}", database.display()));
    let connection = Connection::open(database).unwrap();
    for (sql, printed) in examples("sql") {
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let cell = |value: ValueRef<'_>| match value {
            ValueRef::Null => None,
            ValueRef::Integer(number) => Some(number.to_string()),
            ValueRef::Real(number) => Some(number.to_string()),
            ValueRef::Text(text) => Some(String::from_utf8(text.to_vec()).unwrap()),
            ValueRef::Blob(_) => panic!("no column holds bytes"),
        };
        let rows = statement.query_map([], |row| Ok(line((0..columns).map(|at| cell(row.get_ref(at).unwrap())))));
        assert_eq!(rows.unwrap().map(Result::unwrap).collect::<String>(), printed, "{sql}");
    }
}

#[test]
fn postgresql_answers_as_the_page_says() {
    let Some(server) = Server::start() else {
        eprintln!("skipped: PostgreSQL is not installed (apt-get install postgresql)");
        return;
    };
    export(records().path(), &server.url());
    let mut client = server.client();
    for (sql, printed) in examples("sql") {
        let mut told = String::new();
        for message in client.simple_query(sql).unwrap() {
            if let postgres::SimpleQueryMessage::Row(row) = message {
                told += &line((0..row.len()).map(|at| row.get(at).map(str::to_owned)));
            }
        }
        assert_eq!(told, printed, "{sql}");
    }
}

/// A Python with the packages that the examples need: that of the gate, or the machine's own.
fn python() -> Option<PathBuf> {
    let gate = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/python/bin/python");
    let has_them =
        |python: &PathBuf| Command::new(python).args(["-c", "import duckdb, pandas"]).output().is_ok_and(|ran| ran.status.success());
    [gate, PathBuf::from("python3")].into_iter().find(has_them)
}

#[test]
fn duckdb_and_pandas_answer_as_the_page_says() {
    let Some(python) = python() else {
        eprintln!("skipped: no python3 with duckdb and pandas (pip install -r crates/cli/tests/support/requirements.txt)");
        return;
    };
    let home = records();
    export(home.path(), &format!("sqlite:{}", home.path().join("records.db").display()));
    export(home.path(), &format!("csv:{}", home.path().join("tables").display()));
    for (code, printed) in examples("python") {
        let ran = Command::new(&python).args(["-c", code]).current_dir(home.path()).env("PYTHONIOENCODING", "utf-8").output().unwrap();
        assert_eq!(String::from_utf8(ran.stdout).unwrap(), printed, "{code}\n{}", String::from_utf8_lossy(&ran.stderr));
    }
}
