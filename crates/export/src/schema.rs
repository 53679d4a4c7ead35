//! The JSON Schemas of the records, generated from the row types. `cargo xtask schemas` writes them to `schemas/`;
//! a test fails when the files drift from the types.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::relational::{Dialect, ddl};
use crate::rows::{
    AllocationRow, AmountRow, ChainRow, CitationRow, FileRow, FindingRow, FlowRow, GrantRow, IndicatorRow, LinkRow, NoticeRow, PathRow,
    SourceRow,
};
use crate::{Manifest, NestedNotice, Row, SCHEMA_VERSION};

/// Closes every object (a key that is not described is an error) and repeats the codes of a list as a plain `enum`,
/// for tools that do not look into `oneOf`.
#[derive(Debug, Clone)]
struct Closed;

impl Transform for Closed {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        if object.contains_key("properties") {
            object.insert("additionalProperties".into(), Value::Bool(false));
        }
        let codes: Option<Vec<Value>> =
            object.get("oneOf").and_then(Value::as_array).and_then(|list| list.iter().map(|item| item.get("const").cloned()).collect());
        if let Some(codes) = codes {
            object.insert("enum".into(), Value::Array(codes));
        }
    }
}

fn of<T: JsonSchema>(name: &'static str) -> (&'static str, Value) {
    let settings = SchemaSettings::draft2020_12().for_serialize().with_transform(Closed);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("$id".into(), format!("urn:hongtou:schema:{SCHEMA_VERSION}:{name}").into());
    schema.insert("title".into(), name.into());
    schema.insert("schema_version".into(), SCHEMA_VERSION.into());
    (name, schema.to_value())
}

fn table<R: Row>() -> (&'static str, Value) {
    of::<R>(R::TABLE)
}

/// The schema of every table with its name, what is pointed at before what points.
#[must_use]
pub fn tables() -> Vec<(&'static str, Value)> {
    vec![
        table::<FileRow>(),
        table::<SourceRow>(),
        table::<NoticeRow>(),
        table::<GrantRow>(),
        table::<CitationRow>(),
        table::<AmountRow>(),
        table::<AllocationRow>(),
        table::<IndicatorRow>(),
        table::<LinkRow>(),
        table::<FlowRow>(),
        table::<ChainRow>(),
        table::<PathRow>(),
        table::<FindingRow>(),
    ]
}

/// Every schema with its name, tables first.
#[must_use]
pub fn all() -> Vec<(&'static str, Value)> {
    let mut all = tables();
    all.extend([of::<Manifest>("manifest"), of::<NestedNotice>("notice-nested")]);
    all
}

/// The name and the text of every file in `schemas/`: the JSON Schemas, and the DDL in two dialects.
#[must_use]
pub fn files() -> Vec<(String, String)> {
    // `{:#}` of a JSON value is its pretty form and cannot fail.
    let mut files: Vec<_> = all().into_iter().map(|(name, schema)| (format!("{name}.schema.json"), format!("{schema:#}\n"))).collect();
    files.push(("sqlite.sql".to_owned(), ddl(Dialect::Sqlite)));
    files.push(("postgresql.sql".to_owned(), ddl(Dialect::Postgresql)));
    files
}

/// What [`by_name`] calls a file of `schemas/`.
#[must_use]
pub fn name_of(file: &str) -> &str {
    file.split_once('.').map_or(file, |(name, _)| name)
}

/// One schema or DDL by name (`allocations`, `sqlite`), as it stands in its file.
#[must_use]
pub fn by_name(name: &str) -> Option<String> {
    files().into_iter().find(|(known, _)| name_of(known) == name).map(|(_, text)| text)
}
