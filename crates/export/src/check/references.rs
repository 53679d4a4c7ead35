//! What the fields of the records point at. The names are the same in every table. Not for: whether it is there (`check`).

use serde_json::Value;

/// Fields that hold keys of another table, alone or in a list.
const FIELDS: [(&str, &str); 10] = [
    ("notice_id", "notices"),
    ("notice_ids", "notices"),
    ("parent_notice_id", "notices"),
    ("child_notice_id", "notices"),
    ("source_id", "sources"),
    ("source_ids", "sources"),
    ("grant_id", "grants"),
    ("child_grant_id", "grants"),
    ("chain_id", "chains"),
    ("edges", "links"),
];

/// Calls `found` with field, table and key for every reference of a row, however deep.
pub(super) fn each(value: &Value, found: &mut impl FnMut(&str, &str, &str)) {
    match value {
        Value::Object(object) => {
            for (field, value) in object {
                match FIELDS.iter().find(|(name, _)| name == field) {
                    Some((_, target)) => keys(value, &mut |key| found(field, target, key)),
                    None => each(value, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|item| each(item, found)),
        _ => {}
    }
}

fn keys(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::String(key) => found(key),
        Value::Array(list) => list.iter().filter_map(Value::as_str).for_each(found),
        _ => {}
    }
}
