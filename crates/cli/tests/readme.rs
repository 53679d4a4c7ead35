//! What README.md shows is what its own command writes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod support;

use serde_json::Value;
use support::{archive, ingest, rows};

const README: &str = include_str!("../../../README.md");

/// The records that README.md shows.
fn shown() -> Vec<Value> {
    let blocks = README.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.map(|block| serde_json::from_str(block).unwrap_or_else(|error| panic!("{error}: {block}"))).collect()
}

/// Whether a value is as shown: an object with these fields among its own, a text that `…` cuts short with this beginning.
fn fits(shown: &Value, written: &Value) -> bool {
    match (shown, written) {
        (Value::Object(shown), Value::Object(written)) => {
            shown.iter().all(|(field, value)| written.get(field).is_some_and(|written| fits(value, written)))
        }
        (Value::String(shown), Value::String(written)) => {
            shown.strip_suffix('…').map_or_else(|| shown == written, |begin| written.starts_with(begin))
        }
        _ => shown == written,
    }
}

#[test]
fn the_rows_of_the_readme_are_those_of_its_run() {
    let out = tempfile::tempdir().unwrap();
    assert_eq!(ingest(&[&archive()], out.path(), &["-q"]).status, 0);
    let [allocation, link] = <[Value; 2]>::try_from(shown()).unwrap();
    let row = rows(out.path(), "allocations").into_iter().find(|row| row["id"] == allocation["id"]).unwrap();
    assert!(fits(&allocation, &row), "written is\n{row}");
    let fields = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(fields(&allocation), fields(&row), "the first row is shown whole");
    assert!(rows(out.path(), "links").iter().any(|row| fits(&link, row)), "no such link");
}
