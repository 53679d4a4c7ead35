//! Whether the records in an out folder are what they claim to be: every row by its schema, every reference by what it points at,
//! every evidence by its source, every walk by its chain; and how often each field says something. Not for: whether what they
//! say is right.

mod coverage;
mod evidence;
mod paths;
mod references;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;

pub use coverage::Coverage;

use crate::SCHEMA_VERSION;
use crate::schema;
use crate::store::{StoreError, manifest};
use evidence::Sources;

/// How many problems of one kind are told in full; the others are counted.
const TOLD: usize = 20;

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// A line is no JSON object.
    NoRow,
    /// A row does not meet its schema.
    Schema,
    /// A field that the schema does not know.
    UnknownField,
    /// Two rows have one key, or the rows are not sorted by it.
    Key,
    /// A reference points at nothing.
    Reference,
    /// An evidence does not lie in its source.
    Evidence,
    /// A walk does not agree with its chain.
    Path,
    /// The manifest counts other rows than there are.
    Manifest,
}

impl Fault {
    /// What the kind is called.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoRow => "no_row",
            Self::Schema => "schema",
            Self::UnknownField => "unknown_field",
            Self::Key => "key",
            Self::Reference => "reference",
            Self::Evidence => "evidence",
            Self::Path => "path",
            Self::Manifest => "manifest",
        }
    }
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// What kind of thing.
    pub fault: Fault,
    /// The file.
    pub file: String,
    /// The line, from 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// What a check found.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Checked {
    /// Number of rows by table.
    pub rows: BTreeMap<&'static str, u64>,
    /// How many problems there are of each kind.
    pub faults: BTreeMap<Fault, u64>,
    /// The first ones of each kind, in the order of the tables.
    pub problems: Vec<Problem>,
    /// How often each field says something, table by table.
    pub coverage: Vec<Coverage>,
    /// Number of evidences that were held against the kept text of their source.
    pub evidence_compared: u64,
    /// Number of evidences whose source's text is not kept: only their length and page were looked at.
    pub evidence_uncompared: u64,
}

impl Checked {
    fn add(&mut self, fault: Fault, file: &str, line: usize, message: String) {
        let count = self.faults.entry(fault).or_default();
        *count += 1;
        if *count <= TOLD as u64 {
            self.problems.push(Problem { fault, file: file.to_owned(), line, message });
        }
    }
}

/// Checks the out folder of a finished run.
///
/// # Errors
/// When the folder holds no finished run, or a file of it cannot be read.
pub fn check(folder: &Path) -> Result<Checked, StoreError> {
    let manifest = manifest(folder)?;
    let mut checked = Checked::default();
    if manifest.schema_version != SCHEMA_VERSION {
        let message = format!("schema_version is {}, and {SCHEMA_VERSION} is checked", manifest.schema_version);
        checked.add(Fault::Manifest, "manifest.json", 0, message);
    }
    // Keys first: references point forwards and backwards.
    let mut keys: HashMap<&'static str, HashSet<String>> = HashMap::new();
    let mut sources = Sources::new(folder);
    let mut chains = HashMap::new();
    for (table, schema) in schema::tables() {
        let own = keys.entry(table).or_default();
        let key = key_of(&schema);
        for_each_row(folder, table, |_, row| {
            if let Ok(row) = row {
                own.extend(row.get(&key).and_then(Value::as_str).map(str::to_owned));
                match table {
                    "sources" => sources.learn(row),
                    "chains" => drop(chains.insert(text(row, "id").to_owned(), paths::Nodes::of(row))),
                    _ => {}
                }
            }
        })?;
    }
    let mut walks = paths::Walks::default();
    for (table, schema) in schema::tables() {
        let file = format!("{table}.ndjson");
        let key = key_of(&schema);
        let validator = validator(table, &schema)?;
        let mut coverage = coverage::Counting::new(table, &schema);
        let mut last: Option<String> = None;
        let mut count = 0u64;
        for_each_row(folder, table, |line, row| {
            count += 1;
            let row = match row {
                Ok(row) => row,
                Err(message) => return checked.add(Fault::NoRow, &file, line, message),
            };
            by_schema(&validator, row, &mut |fault, message| checked.add(fault, &file, line, message));
            let own = row.get(&key).and_then(Value::as_str).unwrap_or_default();
            match last.as_deref() {
                Some(last) if last == own => checked.add(Fault::Key, &file, line, format!("{own}: the key of the line above as well")),
                Some(last) if last > own => checked.add(Fault::Key, &file, line, format!("{own}: stands behind {last}")),
                _ => {}
            }
            last = Some(own.to_owned());
            references::each(row, &mut |field, target, value| {
                if !keys.get(target).is_some_and(|known| known.contains(value)) {
                    checked.add(Fault::Reference, &file, line, format!("{field}: no {value} in {target}"));
                }
            });
            evidence::each(row, &mut |evidence| {
                if let Err(message) = sources.hold(evidence) {
                    checked.add(Fault::Evidence, &file, line, message);
                }
            });
            if table == "paths"
                && let Some(nodes) = chains.get(text(row, "chain_id"))
                && let Err(message) = walks.take(row, nodes)
            {
                checked.add(Fault::Path, &file, line, message);
            }
            coverage.count(row);
        })?;
        if manifest.tables.get(table).is_none_or(|told| *told != count) {
            checked.add(Fault::Manifest, &file, 0, format!("{count} rows, and manifest.json tells of {:?}", manifest.tables.get(table)));
        }
        checked.rows.insert(table, count);
        checked.coverage.extend(coverage.done());
    }
    for message in walks.against(&chains) {
        checked.add(Fault::Path, "paths.ndjson", 0, message);
    }
    (checked.evidence_compared, checked.evidence_uncompared) = sources.counts();
    Ok(checked)
}

/// Reads a table line by line: a table may be larger than the memory.
fn for_each_row(folder: &Path, table: &str, mut each: impl FnMut(usize, Result<&Value, String>)) -> Result<(), StoreError> {
    let path: PathBuf = folder.join(format!("{table}.ndjson"));
    let unreadable = |source| StoreError::Unreadable { path: path.clone(), source };
    let file = File::open(&path).map_err(unreadable)?;
    for (at, line) in BufReader::with_capacity(1 << 16, file).split(b'\n').enumerate() {
        let line = line.map_err(unreadable)?;
        match serde_json::from_slice::<Value>(&line) {
            Ok(row) if row.is_object() => each(at + 1, Ok(&row)),
            Ok(_) => each(at + 1, Err("no object".to_owned())),
            Err(error) => each(at + 1, Err(error.to_string())),
        }
    }
    Ok(())
}

/// The first field of a table is its key.
fn key_of(schema: &Value) -> String {
    schema.pointer("/required/0").and_then(Value::as_str).unwrap_or("id").to_owned()
}

/// What holds rows against the schema of their table. Without it every row would pass.
fn validator(table: &'static str, schema: &Value) -> Result<Validator, StoreError> {
    let built = jsonschema::options().should_validate_formats(true).build(schema);
    built.map_err(|error| StoreError::Schema { table, message: error.to_string() })
}

fn by_schema(validator: &Validator, row: &Value, tell: &mut impl FnMut(Fault, String)) {
    for error in validator.iter_errors(row) {
        let place = error.instance_path().to_string();
        let fault = if error.schema_path().to_string().contains("additionalProperties") { Fault::UnknownField } else { Fault::Schema };
        tell(fault, format!("{}: {error}", if place.is_empty() { "the row" } else { &place }));
    }
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_that_is_none_is_an_error() {
        assert!(validator("files", &json!({"type": "object"})).is_ok());
        assert!(matches!(validator("files", &json!({"type": "no such type"})), Err(StoreError::Schema { table: "files", .. })));
    }
}
