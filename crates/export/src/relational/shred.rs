//! One record into the rows of its tables. Not for: which tables there are (`model`).

use serde_json::Value;

use super::model::{ColumnKind, Part, Relation};

/// A value in a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Null,
    Text(String),
    Integer(i64),
    /// An exact decimal number in digits.
    Exact(String),
    Real(f64),
    Boolean(bool),
    Codes(Vec<String>),
}

impl Cell {
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A row and the table that it belongs to, by its place in `relations()`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shred {
    pub(super) table: usize,
    pub(super) cells: Vec<Cell>,
}

/// What databases cannot hold (U+0000) and how often it was removed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Removed(pub(super) u64);

/// The rows of one record of the table `at`, the owner first.
pub(super) fn shred(relations: &[Relation], at: usize, record: &Value, removed: &mut Removed) -> Vec<Shred> {
    let mut rows = Vec::new();
    row(relations, at, record, Vec::new(), &mut rows, removed);
    rows
}

fn row(relations: &[Relation], at: usize, value: &Value, owner: Vec<Cell>, rows: &mut Vec<Shred>, removed: &mut Removed) {
    let place = rows.len();
    rows.push(Shred { table: at, cells: Vec::new() });
    let Some(relation) = relations.get(at) else { return };
    let mut cells = owner;
    let mut lists = Vec::new();
    fill(&relation.parts, value, &mut cells, &mut lists, removed);
    let key: Vec<Cell> = cells.iter().take(relation.key).cloned().collect();
    if let Some(own) = rows.get_mut(place) {
        own.cells = cells;
    }
    for (part, value) in lists {
        match part {
            Part::List { table, scalar, .. } => {
                for (position, item) in (1..).zip(value.as_array().into_iter().flatten()) {
                    let mut owner = key.clone();
                    owner.push(Cell::Integer(position));
                    match scalar {
                        Some(kind) => {
                            owner.push(cell(*kind, item, removed));
                            rows.push(Shred { table: *table, cells: owner });
                        }
                        None => row(relations, *table, item, owner, rows, removed),
                    }
                }
            }
            Part::Facts { table, .. } => {
                for (field, facts) in value.as_object().into_iter().flatten() {
                    for (position, fact) in (1..).zip(facts.as_array().into_iter().flatten()) {
                        let mut owner = key.clone();
                        owner.extend([Cell::Text(field.clone()), Cell::Integer(position)]);
                        row(relations, *table, fact, owner, rows, removed);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Adds the cells of an object's parts; its lists are left for later.
fn fill<'a>(parts: &'a [Part], value: &'a Value, cells: &mut Vec<Cell>, lists: &mut Vec<(&'a Part, &'a Value)>, removed: &mut Removed) {
    for part in parts {
        match part {
            Part::Value { key, kind } => cells.push(cell(*kind, &value[key.as_str()], removed)),
            Part::Codes { key } => cells.push(cell(ColumnKind::Codes, &value[key.as_str()], removed)),
            Part::Any { key } => cells.push(any(&value[key.as_str()], removed)),
            Part::Box { key } => cells.extend((0..4).map(|side| cell(ColumnKind::Real, &value[key.as_str()][side], removed))),
            Part::Object { key, parts } => fill(parts, &value[key.as_str()], cells, lists, removed),
            Part::List { key, .. } | Part::Facts { key, .. } => lists.push((part, &value[key.as_str()])),
        }
    }
}

fn cell(kind: ColumnKind, value: &Value, removed: &mut Removed) -> Cell {
    match (kind, value) {
        (ColumnKind::Text | ColumnKind::Date, Value::String(text)) => Cell::Text(clean(text, removed)),
        (ColumnKind::Integer, Value::Number(number)) => number.as_i64().map_or(Cell::Null, Cell::Integer),
        (ColumnKind::Exact, Value::Number(number)) => Cell::Exact(number.to_string()),
        (ColumnKind::Real, Value::Number(number)) => number.as_f64().map_or(Cell::Null, Cell::Real),
        (ColumnKind::Boolean, Value::Bool(truth)) => Cell::Boolean(*truth),
        (ColumnKind::Codes, Value::Array(list)) => Cell::Codes(list.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        _ => Cell::Null,
    }
}

fn any(value: &Value, removed: &mut Removed) -> Cell {
    match value {
        Value::Null => Cell::Null,
        Value::String(text) => Cell::Text(clean(text, removed)),
        other => Cell::Text(clean(&other.to_string(), removed)),
    }
}

fn clean(text: &str, removed: &mut Removed) -> String {
    let nulls = text.matches('\0').count();
    if nulls == 0 {
        return text.to_owned();
    }
    removed.0 += nulls as u64;
    text.replace('\0', "")
}
