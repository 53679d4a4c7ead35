//! Which rows of an out folder are right by the labels, and how sure they said they were. The rules are the scorer's:
//! texts without blanks in compatibility form, citations by number and role, sums by value and role, cells by
//! recipient and value, indicators by levels, name and target. Not for: what is missing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// One row that the labels speak of.
pub(crate) struct Verdict {
    /// Its table, or `notices.` and the field.
    pub(crate) table: &'static str,
    /// The label's name.
    pub(crate) notice: String,
    /// 0 certain, 1 likely, 2 doubtful.
    pub(crate) confidence: usize,
    /// Whether the labels have it.
    pub(crate) right: bool,
    /// The row in short, for people.
    pub(crate) row: String,
}

/// Judges every row of the notices that have a label.
pub(crate) fn judge(gold: &Path, out: &Path) -> Result<Vec<Verdict>, String> {
    let read = |table: &str| -> Result<Vec<Value>, String> {
        let path = out.join(format!("{table}.ndjson"));
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        text.lines().map(|line| serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))).collect()
    };
    let files = read("files")?;
    let notices: BTreeMap<String, Value> = read("notices")?.into_iter().map(|row| (text(&row["id"]), row)).collect();
    let mut tables: BTreeMap<&str, BTreeMap<String, Vec<Value>>> = BTreeMap::new();
    for table in ["citations", "amounts", "allocations", "indicators"] {
        for row in read(table)? {
            tables.entry(table).or_default().entry(text(&row["notice_id"])).or_default().push(row);
        }
    }
    let mut labels: Vec<_> = fs::read_dir(gold)
        .map_err(|error| format!("{}: {error}", gold.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .filter(|path| !path.ends_with("chains.json") && !path.ends_with("manifest.json"))
        .collect();
    labels.sort();
    let mut verdicts = Vec::new();
    for path in labels {
        let label: Value = fs::read_to_string(&path)
            .map_err(|error| error.to_string())
            .and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
            .map_err(|error| format!("{}: {error}", path.display()))?;
        let Some(id) = notice_of(&label, &files, &notices) else { continue };
        let Some(notice) = notices.get(&id) else { continue };
        let of = |table: &str| tables.get(table).and_then(|rows| rows.get(&id)).map_or(&[][..], Vec::as_slice);
        let mut judge = Judge { label: &label, verdicts: &mut verdicts };
        judge.facts(notice);
        judge.citations(of("citations"));
        judge.amounts(of("amounts"));
        judge.allocations(of("allocations"));
        judge.indicators(of("indicators"));
    }
    Ok(verdicts)
}

/// The notice that was read from a label's files: the one with its number, else the first.
fn notice_of(label: &Value, files: &[Value], notices: &BTreeMap<String, Value>) -> Option<String> {
    let suffixes: Vec<String> = list(&label["files"]).iter().map(text).collect();
    let ids: Vec<String> = suffixes
        .iter()
        .flat_map(|suffix| files.iter().filter(move |file| text(&file["path"]).ends_with(suffix.as_str())))
        .flat_map(|file| list(&file["notice_ids"]).iter().map(text))
        .filter(|id| notices.contains_key(id))
        .collect();
    let same = |id: &&String| number(&notices[id.as_str()]["number"]) == number(&label["number"]);
    ids.iter().find(same).or_else(|| ids.first()).cloned()
}

struct Judge<'a> {
    label: &'a Value,
    verdicts: &'a mut Vec<Verdict>,
}

impl Judge<'_> {
    /// The fields of the notice itself, by the readings behind them.
    fn facts(&mut self, notice: &Value) {
        const FIELDS: &[(&str, &str)] = &[
            ("number", "notices.number"),
            ("kind", "notices.kind"),
            ("title", "notices.title"),
            ("level", "notices.level"),
            ("signatory", "notices.signatory"),
            ("issued_on", "notices.issued_on"),
            ("printed_on", "notices.printed_on"),
            ("budget_year", "notices.budget_year"),
            ("issuers", "notices.issuers"),
            ("recipients", "notices.recipients"),
            ("cc", "notices.cc"),
            ("budget_subjects", "notices.budget_subjects"),
        ];
        for (field, table) in FIELDS {
            let Some(want) = self.label.get(field) else { continue };
            if *field == "issuers" && list(want).is_empty() {
                continue;
            }
            let key = |value: &Value| match *field {
                "number" => number(value),
                "issuers" | "recipients" => fold(if value.is_object() { &value["name"] } else { value }),
                "budget_subjects" => fold(&value["code"]),
                _ => fold(value),
            };
            let mut left: Vec<Option<String>> = if want.is_array() { list(want).iter().map(key).collect() } else { vec![key(want)] };
            left.retain(Option::is_some);
            let mut taken = Vec::new();
            for fact in list(&notice["facts"][*field]) {
                let found = key(&fact["value"]);
                // A subject is named in several places; the label has it once.
                if *field == "budget_subjects" && taken.contains(&found) {
                    continue;
                }
                let at = left.iter().position(|wanted| *wanted == found);
                if let Some(at) = at {
                    left.remove(at);
                }
                self.push(table, fact, at.is_some(), format!("{} {}", fact["value"], fact["doubts"]));
                taken.push(found);
            }
        }
    }

    fn citations(&mut self, rows: &[Value]) {
        let Some(gold) = self.label.get("citations").map(list) else { return };
        let key = |row: &Value| number(&row["number"]).or_else(|| fold(&row["title"]));
        let wanted: BTreeMap<String, String> = gold.iter().filter_map(|row| Some((key(row)?, text(&row["role"])))).collect();
        if wanted.values().all(String::is_empty) {
            return;
        }
        for row in rows {
            let Some(key) = key(row).filter(|key| wanted.contains_key(key) || !row["number"].is_null()) else { continue };
            let role = text(&row["role"]);
            let right = wanted.get(&key).is_some_and(|wanted| *wanted == role);
            self.push("citations", row, right, format!("{key} {role} {}", row["doubts"]));
        }
    }

    fn amounts(&mut self, rows: &[Value]) {
        let Some(gold) = self.label.get("amounts").map(list) else { return };
        if gold.iter().all(|row| row["role"].is_null()) {
            return;
        }
        let key = |row: &Value| (yuan(&row["yuan"]), text(&row["role"]));
        let counts = |row: &&Value| !row["yuan"].is_null() || row["role"] == "total";
        let wanted: Vec<_> = gold.iter().filter(counts).map(key).collect();
        for row in rows.iter().filter(counts) {
            let right = wanted.contains(&key(row));
            if right || row["origin"] != "fund_box" {
                self.push("amounts", row, right, format!("{} {} {}", row["text"], row["role"], row["doubts"]));
            }
        }
    }

    fn allocations(&mut self, rows: &[Value]) {
        let Some(gold) = self.label.get("allocations").map(list) else { return };
        let key = |row: &Value| (fold(&row["recipient"]), yuan(&row["yuan"]));
        let mut left: Vec<_> = gold.iter().filter(|row| !row["yuan"].is_null()).map(key).collect();
        for row in rows.iter().filter(|row| !row["yuan"].is_null()) {
            let at = left.iter().position(|wanted| *wanted == key(row));
            if let Some(at) = at {
                left.swap_remove(at);
            }
            self.push(
                "allocations",
                row,
                at.is_some(),
                format!("{} {} {} {}", row["recipient"], row["column"], row["yuan"], row["doubts"]),
            );
        }
    }

    fn indicators(&mut self, rows: &[Value]) {
        let Some(gold) = self.label.get("indicators").map(list) else { return };
        let base = |row: &Value| (fold(&row["level3"]), target(&row["target"]));
        let levels = |row: &Value| (level(&row["level1"]), level(&row["level2"]));
        let mut left: Vec<_> = gold.iter().map(|row| (base(row), levels(row))).collect();
        for row in rows {
            let ours = levels(row);
            let fits = |wanted: &Option<String>, ours: &Option<String>| wanted.is_none() || wanted == ours;
            let at = left.iter().position(|(wanted, (one, two))| *wanted == base(row) && fits(one, &ours.0) && fits(two, &ours.1));
            if let Some(at) = at {
                left.swap_remove(at);
            }
            let told = format!("{}/{}/{} {} {}", row["level1"], row["level2"], row["level3"], row["target"]["text"], row["doubts"]);
            self.push("indicators", row, at.is_some(), told);
        }
    }

    fn push(&mut self, table: &'static str, row: &Value, right: bool, told: String) {
        let confidence = ["certain", "likely", "doubtful"].iter().position(|code| row["confidence"] == **code).unwrap_or(0);
        self.verdicts.push(Verdict { table, notice: text(&self.label["id"]), confidence, right, row: format!("{table} {told}") });
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn fold(value: &Value) -> Option<String> {
    let folded: String = text(value).nfkc().filter(|c| !c.is_whitespace()).collect();
    let folded = folded.trim_matches(['：', ':', '；', ';', '。', '，', ',', '、']);
    (!folded.is_empty()).then(|| folded.to_owned())
}

fn number(value: &Value) -> Option<String> {
    fold(value).map(|text| text.replace(['[', '【', '﹝'], "〔").replace([']', '】', '﹞'], "〕"))
}

/// Yuan with two decimals, which no label goes beyond.
fn yuan(value: &Value) -> Option<String> {
    let text = text(value);
    text.parse::<f64>().ok().map(|yuan| format!("{yuan:.2}"))
}

fn target(value: &Value) -> Option<String> {
    fold(if value.is_object() { &value["text"] } else { value })
}

fn level(value: &Value) -> Option<String> {
    let folded = fold(value)?;
    let short = folded.strip_suffix("指标").unwrap_or(&folded);
    Some(if matches!(short, "服务对象" | "满意度") { "服务对象满意度" } else { short }.to_owned())
}
