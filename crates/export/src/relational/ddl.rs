//! The DDL of the records, in two dialects. `cargo xtask schemas` writes it to `schemas/`. Not for: running it.

use std::fmt::Write as _;

use super::model::{Column, ColumnKind, Reference, Relation, relations};

/// The views over the tables, but for what the dialects write differently.
const VIEWS: &str = include_str!("views.sql");

/// A kind of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite 3.37 or later (`STRICT` is not asked for).
    Sqlite,
    /// PostgreSQL 12 or later.
    Postgresql,
}

/// The statements that make the database, parted by `;` at line ends.
#[must_use]
pub fn ddl(dialect: Dialect) -> String {
    let mut sql = String::from("-- Made from the record types by `cargo xtask schemas`.\n\n");
    let mut all = super::target::extra_relations();
    all.extend(relations());
    for relation in &all {
        create(&mut sql, dialect, relation);
    }
    if dialect == Dialect::Postgresql {
        // Tables point at each other in circles; SQLite looks at it when rows are written only.
        for relation in &all {
            for key in foreign_keys(relation) {
                // Writing to a String cannot fail.
                let _ = writeln!(sql, "ALTER TABLE {} ADD {key};", quoted(&relation.name));
            }
        }
        sql.push('\n');
    }
    sql + &views(dialect)
}

/// The views, each of which takes the place of an older one of its name. A link's id is `relation:parent>child`, with the keys
/// of the nodes that it ties.
pub(super) fn views(dialect: Dialect) -> String {
    let [new_view, parent, child, days] = match dialect {
        Dialect::Sqlite => [
            "DROP VIEW IF EXISTS $1;\nCREATE VIEW $1 AS",
            "substr(id, instr(id, ':') + 1, instr(id, '>') - instr(id, ':') - 1)",
            "substr(id, instr(id, '>') + 1)",
            "CAST(julianday(coalesce(child.issued_on, f.issued_on)) - julianday(root.issued_on) AS integer)",
        ],
        // Views that others made on these stay.
        Dialect::Postgresql => [
            "CREATE OR REPLACE VIEW $1 AS",
            "split_part(substr(id, strpos(id, ':') + 1), '>', 1)",
            "split_part(id, '>', 2)",
            "coalesce(child.issued_on, f.issued_on) - root.issued_on",
        ],
    };
    let mut sql = String::new();
    for line in VIEWS.lines() {
        match line.strip_prefix("{new_view ").and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => sql += &new_view.replace("$1", name),
            None => sql += &line.replace("{parent_key}", parent).replace("{child_key}", child).replace("{days}", days),
        }
        sql.push('\n');
    }
    sql
}

fn foreign_keys(relation: &Relation) -> impl Iterator<Item = String> {
    relation.columns.iter().filter_map(|column| Some(foreign_key(relation, column, column.reference.as_ref()?)))
}

fn create(sql: &mut String, dialect: Dialect, relation: &Relation) {
    let mut lines: Vec<(String, &str)> = Vec::new();
    for column in &relation.columns {
        lines.push((column_line(dialect, column), &column.comment));
    }
    let key: Vec<String> = relation.columns.iter().take(relation.key).map(|column| quoted(&column.name)).collect();
    if !key.is_empty() {
        lines.push((format!("PRIMARY KEY ({})", key.join(", ")), ""));
    }
    if dialect == Dialect::Sqlite {
        lines.extend(foreign_keys(relation).map(|key| (key, "")));
    }
    if dialect == Dialect::Sqlite && !relation.comment.is_empty() {
        // Writing to a String cannot fail.
        let _ = writeln!(sql, "-- {}", relation.comment);
    }
    let _ = writeln!(sql, "{} {} (", new_table(dialect), quoted(&relation.name));
    let last = lines.len().saturating_sub(1);
    for (index, (line, comment)) in lines.iter().enumerate() {
        let comma = if index == last { "" } else { "," };
        let comment = if dialect == Dialect::Sqlite && !comment.is_empty() { format!(" -- {comment}") } else { String::new() };
        let _ = writeln!(sql, "  {line}{comma}{comment}");
    }
    sql.push_str(");\n");
    for column in relation.columns.iter().filter(|column| is_looked_up(relation, column)) {
        let name = quoted(&format!("{}_{}", relation.name, column.name));
        let _ = writeln!(sql, "CREATE INDEX IF NOT EXISTS {name} ON {} ({});", quoted(&relation.name), quoted(&column.name));
    }
    if dialect == Dialect::Postgresql {
        let text = |comment: &str| comment.replace('\'', "''");
        if !relation.comment.is_empty() {
            let _ = writeln!(sql, "COMMENT ON TABLE {} IS '{}';", quoted(&relation.name), text(&relation.comment));
        }
        for column in relation.columns.iter().filter(|column| !column.comment.is_empty()) {
            let name = format!("{}.{}", quoted(&relation.name), quoted(&column.name));
            let _ = writeln!(sql, "COMMENT ON COLUMN {name} IS '{}';", text(&column.comment));
        }
    }
    sql.push('\n');
}

fn column_line(dialect: Dialect, column: &Column) -> String {
    let name = quoted(&column.name);
    let kind = match (column.kind, dialect) {
        (ColumnKind::Text, _) => "text",
        (ColumnKind::Integer, Dialect::Sqlite) => "integer",
        (ColumnKind::Integer, Dialect::Postgresql) => "bigint",
        (ColumnKind::Exact, _) => "numeric",
        (ColumnKind::Real, _) => "double precision",
        (ColumnKind::Boolean, _) => "boolean",
        (ColumnKind::Date, Dialect::Sqlite) => "text",
        (ColumnKind::Date, Dialect::Postgresql) => "date",
        (ColumnKind::Codes, Dialect::Sqlite) => "text",
        (ColumnKind::Codes, Dialect::Postgresql) => "text[]",
    };
    let mut line = format!("{name} {kind}");
    if !column.nullable {
        line += " NOT NULL";
    }
    let list = || column.codes.iter().map(|code| format!("'{}'", code.replace('\'', "''"))).collect::<Vec<_>>().join(", ");
    match (column.kind, dialect) {
        (_, _) if column.codes.is_empty() => {}
        (ColumnKind::Codes, Dialect::Postgresql) => line += &format!(" CHECK ({name} <@ ARRAY[{}])", list()),
        (ColumnKind::Codes, Dialect::Sqlite) => {}
        _ => line += &format!(" CHECK ({name} IN ({}))", list()),
    }
    line
}

/// PostgreSQL is given the whole only once: it cannot add a foreign key "if it is not there".
fn new_table(dialect: Dialect) -> &'static str {
    if dialect == Dialect::Sqlite { "CREATE TABLE IF NOT EXISTS" } else { "CREATE TABLE" }
}

/// Rows of one transaction may come in any order: checked at its end.
fn foreign_key(relation: &Relation, column: &Column, reference: &Reference) -> String {
    let own: Vec<String> = if reference.columns.len() > 1 {
        relation.columns.iter().take(reference.columns.len()).map(|column| quoted(&column.name)).collect()
    } else {
        vec![quoted(&column.name)]
    };
    let theirs: Vec<String> = reference.columns.iter().map(|name| quoted(name)).collect();
    let cascade = if reference.part { " ON DELETE CASCADE" } else { "" };
    format!(
        "FOREIGN KEY ({}) REFERENCES {} ({}){cascade} DEFERRABLE INITIALLY DEFERRED",
        own.join(", "),
        quoted(&reference.table),
        theirs.join(", ")
    )
}

/// Columns that people filter by and that foreign keys are checked by, but for those that lead a primary key.
fn is_looked_up(relation: &Relation, column: &Column) -> bool {
    const FILTERED: [&str; 6] = ["number", "parent_number", "child_number", "budget_year", "fund_name", "issued_on"];
    let leads = relation.columns.first().is_some_and(|first| first.name == column.name);
    !leads && (column.reference.is_some() || FILTERED.contains(&column.name.as_str()))
}

/// A name between quotation marks: some (`table`, `end`, `text`) are words of SQL.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
