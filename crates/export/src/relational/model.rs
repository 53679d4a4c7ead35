//! Which tables and columns the records become. Read off the JSON Schemas. Not for: SQL (`ddl`), rows (`shred`).

use serde_json::{Map, Value};

use crate::schema;

/// The tables whose rows belong to one notice; the others are derived from the whole archive.
const OWN: [&str; 6] = ["notices", "grants", "citations", "amounts", "allocations", "indicators"];

/// A table of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its name.
    pub name: String,
    /// What a row is.
    pub comment: String,
    /// Its columns, the key first.
    pub columns: Vec<Column>,
    /// How many of the columns, from the first, are its primary key.
    pub key: usize,
    /// The table of the records that its rows come from.
    pub record: &'static str,
    /// Whether its rows belong to one notice.
    pub own: bool,
    pub(super) parts: Vec<Part>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether it may be null.
    pub nullable: bool,
    /// The codes it may hold; empty where it is free.
    pub codes: Vec<String>,
    /// What it points at.
    pub reference: Option<Reference>,
    /// What it says.
    pub comment: String,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Characters.
    Text,
    /// A whole number.
    Integer,
    /// An exact decimal number.
    Exact,
    /// A measure in points.
    Real,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A list of codes.
    Codes,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The table.
    pub table: String,
    /// Its columns; the referring ones are the first of the row where there are several.
    pub columns: Vec<String>,
    /// Whether the row is a part of the other and goes with it.
    pub part: bool,
}

/// How a part of a JSON object becomes columns or rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// One column.
    Value { key: String, kind: ColumnKind },
    /// A list of codes: one column.
    Codes { key: String },
    /// Four numbers: four columns.
    Box { key: String },
    /// An object: its parts in this row; all null where it is null.
    Object { key: String, parts: Vec<Part> },
    /// A list: rows of another table. `scalar` where the items are no objects.
    List { key: String, table: usize, scalar: Option<ColumnKind> },
    /// Lists under the names of fields: rows of one table with the field's name.
    Facts { key: String, table: usize },
    /// A value of any type, as text: strings plain, the rest as JSON.
    Any { key: String },
}

/// Every table that holds rows of the records, owners before what they own.
#[must_use]
pub fn relations() -> Vec<Relation> {
    let mut all = Vec::new();
    for (name, schema) in schema::tables() {
        let reading = Reading { record: name, defs: schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default() };
        let key = reading.key(&schema);
        let at = all.len();
        all.push(reading.relation(name, &schema));
        let mut columns = Vec::new();
        let parts = reading.object(&schema, "", name, &[(name.to_owned(), key.clone())], &mut columns, &mut all);
        let relation: &mut Relation = &mut all[at];
        (relation.columns, relation.parts, relation.key) = (columns, parts, 1);
    }
    all
}

/// `notices` → `notice`, `facts` → `fact`, `cc` → `cc`.
fn singular(name: &str) -> &str {
    name.strip_suffix('s').unwrap_or(name)
}

struct Reading {
    record: &'static str,
    defs: Map<String, Value>,
}

impl Reading {
    fn relation(&self, name: &str, schema: &Value) -> Relation {
        Relation {
            name: name.to_owned(),
            comment: described(schema),
            columns: Vec::new(),
            key: 0,
            record: self.record,
            own: OWN.contains(&self.record),
            parts: Vec::new(),
        }
    }

    /// The first field is the key: `id`, or the path of a file.
    fn key(&self, schema: &Value) -> String {
        schema.pointer("/required/0").and_then(Value::as_str).unwrap_or("id").to_owned()
    }

    /// The schema behind a reference, and whether null may stand instead.
    fn resolved<'a>(&'a self, schema: &'a Value) -> (&'a Value, bool) {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/")) {
            return (self.defs.get(name).unwrap_or(schema), false);
        }
        let either = schema.get("anyOf").and_then(Value::as_array);
        if let Some(first) = either.and_then(|list| list.first()) {
            return (self.resolved(first).0, true);
        }
        let nullable = schema.get("type").and_then(Value::as_array).is_some_and(|types| types.iter().any(|name| name == "null"));
        (schema, nullable)
    }

    /// Adds the columns of an object, each name behind a prefix; lists become tables of `owner`, whose key is that of all
    /// tables in `line`, the outermost first.
    fn object(
        &self,
        schema: &Value,
        prefix: &str,
        owner: &str,
        line: &[(String, String)],
        columns: &mut Vec<Column>,
        all: &mut Vec<Relation>,
    ) -> Vec<Part> {
        let names = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let mut parts = Vec::new();
        for name in names {
            let Some(field) = schema.pointer(&format!("/properties/{name}")) else { continue };
            let comment = described(field);
            let (inner, nullable) = self.resolved(field);
            let key = name.to_owned();
            let column = format!("{prefix}{name}");
            if field.get("$ref").is_some_and(|path| path == "#/$defs/Facts") {
                parts.push(Part::Facts { key, table: self.facts(inner, owner, line, all) });
            } else if is_type(inner, "object") {
                let from = columns.len();
                let parts_of = self.object(inner, &format!("{column}_"), owner, line, columns, all);
                columns[from..].iter_mut().for_each(|column| column.nullable |= nullable);
                parts.push(Part::Object { key, parts: parts_of });
            } else if is_type(inner, "array") {
                let item = self.resolved(inner.get("items").unwrap_or(&Value::Null)).0;
                if inner.get("maxItems").is_some() {
                    for side in ["x0", "y0", "x1", "y1"] {
                        columns.push(plain(&format!("{column}_{side}"), ColumnKind::Real, nullable, &comment));
                    }
                    parts.push(Part::Box { key });
                } else if item.get("enum").is_some() {
                    let codes = codes(item);
                    columns.push(Column { codes, ..plain(&column, ColumnKind::Codes, nullable, &comment) });
                    parts.push(Part::Codes { key });
                } else {
                    let (table, scalar) = self.list(name, &comment, item, owner, line, all);
                    parts.push(Part::List { key, table, scalar });
                }
            } else if inner.get("type").is_none() && inner.get("enum").is_none() {
                columns.push(plain(&column, ColumnKind::Text, true, &comment));
                parts.push(Part::Any { key });
            } else {
                let kind = scalar(inner);
                let reference = self.reference(name, inner);
                columns.push(Column { codes: codes(inner), reference, ..plain(&column, kind, nullable, &comment) });
                parts.push(Part::Value { key, kind });
            }
        }
        parts
    }

    /// The table of a list.
    fn list(
        &self,
        name: &str,
        comment: &str,
        item: &Value,
        owner: &str,
        line: &[(String, String)],
        all: &mut Vec<Relation>,
    ) -> (usize, Option<ColumnKind>) {
        // `source_ids` of a notice: `notice_sources` with `source_id`.
        let plural = name.strip_suffix("_ids").map_or_else(|| name.to_owned(), |stem| format!("{stem}s"));
        let table = format!("{}_{plural}", singular(owner));
        let at = all.len();
        all.push(Relation { comment: comment.to_owned(), ..self.relation(&table, item) });
        let mut columns = owner_columns(line, owner);
        columns.push(plain("position", ColumnKind::Integer, false, "Its place in the list, from 1."));
        let key = columns.len();
        let (parts, kind) = if is_type(item, "object") {
            let mut below = line.to_vec();
            below.push((plural, "position".to_owned()));
            (self.object(item, "", &table, &below, &mut columns, all), None)
        } else {
            let kind = scalar(item);
            let reference = self.reference(singular(name), item);
            columns.push(Column { reference, ..plain(singular(name), kind, false, comment) });
            (Vec::new(), Some(kind))
        };
        let relation = &mut all[at];
        (relation.columns, relation.parts, relation.key) = (columns, parts, key);
        (at, kind)
    }

    /// The table of the readings behind the fields.
    fn facts(&self, schema: &Value, owner: &str, line: &[(String, String)], all: &mut Vec<Relation>) -> usize {
        let table = format!("{}_facts", singular(owner));
        let at = all.len();
        all.push(self.relation(&table, schema));
        let mut columns = owner_columns(line, owner);
        columns.push(plain("field", ColumnKind::Text, false, "The field of the notice."));
        columns.push(plain("position", ColumnKind::Integer, false, "Which of its values, from 1."));
        let key = columns.len();
        let mut below = line.to_vec();
        below.extend([("facts".to_owned(), "field".to_owned()), ("facts".to_owned(), "position".to_owned())]);
        // All facts have the same shape but for their values, which become text.
        let mut fact = self.defs.get("Fact_string").cloned().unwrap_or_default();
        if let Some(value) = fact.pointer_mut("/properties/value").and_then(Value::as_object_mut) {
            value.remove("type");
        }
        let parts = self.object(&fact, "", &table, &below, &mut columns, all);
        let relation = &mut all[at];
        (relation.columns, relation.parts, relation.key) = (columns, parts, key);
        at
    }

    /// What a field of this name points at.
    fn reference(&self, name: &str, schema: &Value) -> Option<Reference> {
        let to = |table: &str, column: &str| Some(Reference { table: table.into(), columns: vec![column.into()], part: false });
        let is_division = schema.get("pattern").and_then(Value::as_str).is_some_and(|pattern| pattern.contains("XPCC"));
        match name {
            "notice_id" => Some(Reference { part: OWN.contains(&self.record), ..to("notices", "id")? }),
            "parent_notice_id" | "child_notice_id" => to("notices", "id"),
            "source_id" => to("sources", "id"),
            "chain_id" => to("chains", "id"),
            "grant_id" | "child_grant_id" => to("grants", "id"),
            "edge" => to("links", "id"),
            "fund_key" => to("funds", "key"),
            _ if is_division => to("divisions", "code"),
            _ => None,
        }
    }
}

/// The columns that name the row's owner: `notice_id`, and `recipient_position` where the owner is a list's item itself.
fn owner_columns(line: &[(String, String)], owner: &str) -> Vec<Column> {
    let mut columns: Vec<Column> = line
        .iter()
        .map(|(table, key)| {
            let kind = if key == "position" { ColumnKind::Integer } else { ColumnKind::Text };
            plain(&format!("{}_{key}", singular(table)), kind, false, "The row that it belongs to.")
        })
        .collect();
    let of_owner = |(index, (_, key)): (usize, &(String, String))| {
        // The owner calls its own last columns plainly `field` and `position`.
        let own = line.len() - if line.iter().any(|(_, key)| key == "field") { 2 } else { 1 };
        if line.len() == 1 || index >= own { key.clone() } else { columns[index].name.clone() }
    };
    let names: Vec<String> = line.iter().enumerate().map(of_owner).collect();
    if let Some(first) = columns.first_mut() {
        first.reference = Some(Reference { table: owner.to_owned(), columns: names, part: true });
    }
    columns
}

fn plain(name: &str, kind: ColumnKind, nullable: bool, comment: &str) -> Column {
    Column { name: name.to_owned(), kind, nullable, codes: Vec::new(), reference: None, comment: comment.to_owned() }
}

fn described(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn codes(schema: &Value) -> Vec<String> {
    let list = schema.get("enum").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn is_type(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(own)) => own == name,
        Some(Value::Array(types)) => types.iter().any(|own| own == name),
        _ => false,
    }
}

fn scalar(schema: &Value) -> ColumnKind {
    match () {
        () if is_type(schema, "boolean") => ColumnKind::Boolean,
        () if is_type(schema, "integer") => ColumnKind::Integer,
        () if is_type(schema, "number") => ColumnKind::Exact,
        () if schema.get("format").is_some_and(|format| format == "date") => ColumnKind::Date,
        () => ColumnKind::Text,
    }
}
