//! How often each field of a table says something. Not for: what it says.

use std::collections::BTreeMap;

use serde_json::Value;

/// How often a field says something.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// The table.
    pub table: &'static str,
    /// The field.
    pub field: String,
    /// Number of rows where it is neither null nor an empty list.
    pub filled: u64,
    /// Number of rows.
    pub rows: u64,
}

/// The counts of one table.
pub(super) struct Counting {
    table: &'static str,
    fields: Vec<String>,
    filled: BTreeMap<String, u64>,
    rows: u64,
}

impl Counting {
    /// In the order of the schema.
    pub(super) fn new(table: &'static str, schema: &Value) -> Self {
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let fields = required.filter_map(Value::as_str).map(str::to_owned).collect();
        Self { table, fields, filled: BTreeMap::new(), rows: 0 }
    }

    pub(super) fn count(&mut self, row: &Value) {
        self.rows += 1;
        for (field, value) in row.as_object().into_iter().flatten() {
            let empty =
                value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(|map| map.is_empty());
            if !empty {
                *self.filled.entry(field.clone()).or_default() += 1;
            }
        }
    }

    pub(super) fn done(self) -> impl Iterator<Item = Coverage> {
        let Self { table, fields, filled, rows } = self;
        fields.into_iter().map(move |field| Coverage { table, filled: filled.get(&field).copied().unwrap_or(0), field, rows })
    }
}
