//! Records held against labels: a gold folder has a JSON for each notice, named by the ends of its paths, and `chains.json` for the
//! ties among them. What is compared is what a user gets, the tables of an out folder.
//!
//! Text is compared without blanks and in one width. A field that a label leaves out is not scored; one that it has as null or empty
//! means that the document does not say, and a value is wrong then. Three things may be read beyond the labels: the issuer of a document
//! that prints none, sums of a fund box, citations without a number. A group of indicators that is null accepts any. Only ties by which
//! money is granted are scored; those whose label calls them inferred are counted apart, since a reader may doubt them.
//! Not for: which figures must be reached, which the tests say.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// What is compared: the parts of a value, each in one form.
type Key = Vec<Option<String>>;

/// A field that has fewer labels says little by itself and stays out of the mean over fields.
const FEW: usize = 20;

/// Findings that a reader can come to by reading; the others speak of the run.
const FINDABLE: [&str; 12] = [
    "allocation_total_mismatch",
    "late_beyond_30_days",
    "child_above_parent",
    "blank_amount",
    "upstream_not_cited",
    "tag_changed",
    "tag_lost",
    "tag_added",
    "words_amount_differs",
    "middle_notice_missing",
    "date_conflict",
    "target_missed",
];

/// Parts of a fund's name that the title may have or lack: year, batch, level, and the words that every fund has.
static COMMON: LazyLock<Regex> = LazyLock::new(|| {
    let batch = "[(]第?[一二三四五六七八九十0-9]+批[)]|第[一二三四五六七八九十0-9]+批次?";
    let levels = "中央和省级|中央|省级|省财政|自治区级?|市级|县级|财政";
    Regex::new(&format!("[0-9]{{4}}年度?|{batch}|提前下达|{levels}|直达|预算|补助|专项|资金|经费|项目|指标")).unwrap()
});

/// What stands behind a column's name: its unit, the number of the column, how it is summed.
static BEHIND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[(](?:万元|元|亿元)[)]|\[[0-9][^\]]*\]$|[0-9]+=[0-9+\-]+$|[A-Z](?:=[A-Z+\-*/0-9]+)?$").unwrap());

/// Text in one width, without blanks and the marks at its ends.
fn fold(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let folded: String = text.nfkc().filter(|letter| !letter.is_whitespace()).collect();
    let folded = folded.trim_matches([':', ';', ',', '：', '；', '。', '，', '、']);
    (!folded.is_empty()).then(|| folded.to_owned())
}

/// A document number: brackets of any kind are those of the standard.
fn number(value: &Value) -> Option<String> {
    let one = |letter| match letter {
        '[' | '【' => '〔',
        ']' | '】' => '〕',
        other => other,
    };
    fold(value).map(|text| text.chars().map(one).collect())
}

/// A sum in whole fen.
fn fen(value: &Value) -> Option<String> {
    let yuan: f64 = match value {
        Value::Null => return None,
        Value::String(text) => text.parse().unwrap(),
        other => other.as_f64().unwrap(),
    };
    Some(format!("{:.2}", (yuan * 100.0).round() / 100.0))
}

/// The text of a value that may be an object with its printed form.
fn printed(value: &Value) -> Option<String> {
    fold(value.get("text").unwrap_or(value))
}

fn name(value: &Value) -> Option<String> {
    fold(value.get("name").unwrap_or(value))
}

/// What sets a fund apart from others.
fn fund(value: &Value) -> Option<String> {
    fold(value).map(|text| COMMON.replace_all(&text, "").into_owned()).filter(|text| !text.is_empty())
}

/// Whether two names of a fund are one but for a letter in ten.
fn same_fund(a: Option<&String>, b: Option<&String>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return a == b };
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    a == b || 20 * alike(&a, &b) >= 9 * (a.len() + b.len())
}

/// How many letters two texts share in the same order: their longest common piece, and so on to its left and right.
fn alike(a: &[char], b: &[char]) -> usize {
    let (mut length, mut from, mut to) = (0, 0, 0);
    let mut above = vec![0; b.len() + 1];
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![0; b.len() + 1];
        for (j, other) in b.iter().enumerate() {
            if letter == other {
                row[j + 1] = above[j] + 1;
                if row[j + 1] > length {
                    (length, from, to) = (row[j + 1], i + 1 - row[j + 1], j + 1 - row[j + 1]);
                }
            }
        }
        above = row;
    }
    if length == 0 { 0 } else { length + alike(&a[..from], &b[..to]) + alike(&a[from + length..], &b[to + length..]) }
}

/// The last of a column's heads, without unit and number.
fn leaf(column: &Value) -> Option<String> {
    let last = column.as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let folded = fold(&Value::from(last)).unwrap_or_default();
    Some(BEHIND.replace_all(&folded, "").into_owned())
}

/// A group of indicators, which forms call by longer and shorter names.
fn group(value: &Value) -> Option<String> {
    let folded = fold(value)?;
    let short = folded.strip_suffix("指标").unwrap_or(&folded);
    let whole = if matches!(short, "服务对象" | "满意度") { "服务对象满意度" } else { short };
    (!whole.is_empty()).then(|| whole.to_owned())
}

/// The items of a list; none where there is no list.
fn items<'v>(object: &'v Value, field: &str) -> &'v [Value] {
    object[field].as_array().map_or(&[], Vec::as_slice)
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Right, wrong and missing values of a field.
#[derive(Default)]
struct Tally {
    right: usize,
    extra: usize,
    missing: usize,
    told: String,
}

impl Tally {
    /// Holds values against labels, each as often as it comes.
    fn add(&mut self, notice: &str, want: impl IntoIterator<Item = Key>, got: impl IntoIterator<Item = Key>) {
        let mut left: BTreeMap<Key, usize> = BTreeMap::new();
        for key in want {
            *left.entry(key).or_default() += 1;
        }
        let mut beyond = Vec::new();
        for key in got {
            match left.get_mut(&key) {
                Some(count) if *count > 0 => (*count, self.right) = (*count - 1, self.right + 1),
                _ => beyond.push(key),
            }
        }
        left.retain(|_, count| *count > 0);
        self.extra += beyond.len();
        self.missing += left.values().sum::<usize>();
        if !left.is_empty() || !beyond.is_empty() {
            let missing: Vec<_> = left.keys().collect();
            writeln!(self.told, "  {notice}: missing {missing:?} extra {beyond:?}").unwrap();
        }
    }

    fn f1(&self) -> f64 {
        let all = 2 * self.right + self.extra + self.missing;
        if all == 0 { 1.0 } else { ratio(2 * self.right, all) }
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}

/// The tables of an out folder, those of a notice by its id.
struct Records {
    notices: HashMap<String, Value>,
    files: Vec<Value>,
    of: HashMap<(&'static str, String), Vec<Value>>,
    links: Vec<Value>,
    findings: Vec<Value>,
}

impl Records {
    fn open(out: &Path) -> Self {
        let mut of: HashMap<(&'static str, String), Vec<Value>> = HashMap::new();
        for table in ["citations", "amounts", "allocations", "indicators"] {
            for row in crate::rows(out, table) {
                of.entry((table, row["notice_id"].as_str().unwrap().to_owned())).or_default().push(row);
            }
        }
        let notices = crate::rows(out, "notices").into_iter().map(|row| (row["id"].as_str().unwrap().to_owned(), row)).collect();
        Self { notices, files: crate::rows(out, "files"), of, links: super::rows(out, "links"), findings: super::rows(out, "findings") }
    }

    fn rows(&self, table: &'static str, notice: Option<&String>) -> &[Value] {
        notice.and_then(|id| self.of.get(&(table, id.clone()))).map_or(&[], Vec::as_slice)
    }

    /// The notice of a label: of those read from its files the one with its number, else the first.
    fn pick(&self, gold: &Value) -> Option<String> {
        let ends: Vec<&str> = items(gold, "files").iter().filter_map(Value::as_str).collect();
        let of_end = |end: &&str| {
            let files = self.files.iter().filter(|file| file["path"].as_str().unwrap_or_default().replace('\\', "/").ends_with(end));
            files.flat_map(|file| items(file, "notice_ids")).filter_map(Value::as_str).collect::<Vec<_>>()
        };
        let ids: Vec<&str> = ends.iter().flat_map(of_end).filter(|id| self.notices.contains_key(*id)).collect();
        let wanted = number(&gold["number"]);
        ids.iter().find(|id| number(&self.notices[**id]["number"]) == wanted).or_else(|| ids.first()).map(|id| (*id).to_owned())
    }
}

/// How an out folder fares against its labels.
#[derive(Default)]
pub(crate) struct Score {
    fields: BTreeMap<&'static str, Tally>,
    /// Labelled notices that no file gave.
    pub(crate) unread: Vec<String>,
}

impl Score {
    /// Holds the records of `out` against the labels of `gold`.
    pub(crate) fn of(gold: &Path, out: &Path) -> Self {
        let records = Records::open(out);
        let mut score = Self::default();
        let mut picked: BTreeMap<String, String> = BTreeMap::new();
        let mut paths: Vec<_> = fs::read_dir(gold).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if path.extension().is_none_or(|end| end != "json") || matches!(stem.as_str(), "chains" | "manifest") {
                continue;
            }
            let label = read(&path);
            let name = label["id"].as_str().unwrap_or(&stem).to_owned();
            let notice = records.pick(&label);
            score.heads(&name, &label, notice.as_ref().map_or(&Value::Null, |id| &records.notices[id]));
            score.facts(&name, &label, &records, notice.as_ref());
            match notice {
                Some(id) => drop(picked.insert(name, id)),
                None => score.unread.push(name),
            }
        }
        if gold.join("chains.json").is_file() {
            score.ties(&read(&gold.join("chains.json")), &records, &picked);
        }
        score
    }

    fn add(&mut self, field: &'static str, notice: &str, want: impl IntoIterator<Item = Key>, got: impl IntoIterator<Item = Key>) {
        self.fields.entry(field).or_default().add(notice, want, got);
    }

    /// The fields of the notice itself.
    fn heads(&mut self, name_of: &str, label: &Value, notice: &Value) {
        let single = |value: Option<String>| value.map(|value| vec![Some(value)]);
        for field in ["number", "kind", "title", "level", "signatory", "issued_on", "printed_on", "budget_year"] {
            let norm = if field == "number" { number } else { fold };
            if let Some(wanted) = label.get(field) {
                self.add(field, name_of, single(norm(wanted)), single(norm(&notice[field])));
            }
        }
        if let Some(wanted) = label.get("fund_name") {
            let (want, got) = (fund(wanted), fund(&notice["fund_name"]));
            let got = if same_fund(want.as_ref(), got.as_ref()) { want.clone() } else { got };
            self.add("fund_name", name_of, single(want), single(got));
        }
        for field in ["issuers", "recipients", "cc"] {
            let all = |object: &Value| items(object, field).iter().filter_map(|item| single(name(item))).collect::<Vec<_>>();
            if label.get(field).is_some() && !(field == "issuers" && items(label, field).is_empty()) {
                self.add(field, name_of, all(label), all(notice));
            }
        }
        if label.get("direct_fund_tags").is_some() {
            let all = |object: &Value| {
                items(object, "direct_fund_tags").iter().map(|tag| vec![fold(&tag["code"]), fold(&tag["label"])]).collect()
            };
            let (want, got): (Vec<Key>, Vec<Key>) = (all(label), all(notice));
            self.add("direct_fund_tags", name_of, want, got);
        }
        if label.get("budget_subjects").is_some() {
            let all = |object: &Value| items(object, "budget_subjects").iter().map(|subject| vec![fold(&subject["code"])]).collect();
            let (want, got): (BTreeSet<Key>, BTreeSet<Key>) = (all(label), all(notice));
            self.add("budget_subjects", name_of, want, got);
        }
        if label.get("upstream_numbers").is_some() {
            let all = |object: &Value| items(object, "upstream_numbers").iter().map(|above| vec![number(above)]).collect();
            let (want, got): (BTreeSet<Key>, BTreeSet<Key>) = (all(label), all(notice));
            self.add("upstream_numbers", name_of, want, got);
        }
    }

    /// What is cited, the sums, the tables.
    fn facts(&mut self, name_of: &str, label: &Value, records: &Records, notice: Option<&String>) {
        if label.get("citations").is_some() {
            let key = |citation: &Value| number(&citation["number"]).or_else(|| fold(&citation["title"]));
            let role = |citation: &Value| citation["role"].as_str().map(str::to_owned);
            // A document that is cited twice has the role of its last place.
            let keyed = |citation: &Value| key(citation).map(|key| (key, role(citation)));
            let want: BTreeMap<_, _> = items(label, "citations").iter().filter_map(keyed).collect();
            let scored = |row: &&Value| !row["number"].is_null() || key(row).is_some_and(|key| want.contains_key(&key));
            let got: BTreeMap<_, _> = records.rows("citations", notice).iter().filter(scored).filter_map(keyed).collect();
            let cited = |all: &BTreeMap<String, _>| all.keys().map(|key| vec![Some(key.clone())]).collect::<Vec<_>>();
            self.add("citations", name_of, cited(&want), cited(&got));
            if want.values().any(Option::is_some) {
                let pairs = |all: BTreeMap<String, _>| all.into_iter().map(|(key, role)| vec![Some(key), role]);
                self.add("citations.role", name_of, pairs(want), pairs(got));
            }
        }
        if label.get("amounts").is_some() {
            let key = |sum: &Value| vec![fen(&sum["yuan"]), sum["role"].as_str().map(str::to_owned)];
            // A total that is left blank is told by its role alone.
            let scored = |sum: &&Value| !sum["yuan"].is_null() || sum["role"] == "total";
            let want: BTreeSet<Key> = items(label, "amounts").iter().filter(scored).map(key).collect();
            let rows = records.rows("amounts", notice).iter().filter(scored);
            let rows: Vec<&Value> = rows.filter(|row| row["origin"] != "fund_box" || want.contains(&key(row))).collect();
            let value = |sum: &Value| fen(&sum["yuan"]).map(|yuan| vec![Some(yuan)]);
            let values: BTreeSet<Key> = items(label, "amounts").iter().filter_map(value).collect();
            self.add("amounts", name_of, values, rows.iter().filter_map(|row| value(row)).collect::<BTreeSet<_>>());
            if items(label, "amounts").iter().any(|sum| sum["role"].is_string()) {
                self.add("amounts.role", name_of, want, rows.iter().map(|row| key(row)).collect::<BTreeSet<_>>());
            }
        }
        if label.get("allocations").is_some() {
            let filled = |rows: &[Value]| rows.iter().filter(|row| !row["yuan"].is_null()).cloned().collect::<Vec<_>>();
            let (want, got) = (filled(items(label, "allocations")), filled(records.rows("allocations", notice)));
            let cell = |row: &Value| vec![fold(&row["recipient"]), fen(&row["yuan"])];
            let full = |row: &Value| vec![fold(&row["recipient"]), leaf(&row["column"]), fen(&row["yuan"])];
            self.add("allocations", name_of, want.iter().map(cell), got.iter().map(cell));
            self.add("allocations.column", name_of, want.iter().map(full), got.iter().map(full));
        }
        if label.get("indicators").is_some() {
            let (want, got) = (items(label, "indicators"), records.rows("indicators", notice));
            let row = |row: &Value| (fold(&row["level3"]), printed(&row["target"]));
            let any: HashMap<_, _> =
                want.iter().map(|label| (row(label), (label["level1"].is_null(), label["level2"].is_null()))).collect();
            let key = |value: &Value| {
                let (target, (any1, any2)) = (row(value), any.get(&row(value)).copied().unwrap_or_default());
                let [level1, level2] =
                    [(any1, "level1"), (any2, "level2")].map(|(any, level)| if any { None } else { group(&value[level]) });
                vec![level1, level2, target.0, target.1]
            };
            self.add("indicators", name_of, want.iter().map(key), got.iter().map(key));
            let achieved = |row: &&Value| printed(&row["achieved"]).is_some();
            if want.iter().any(|row| achieved(&row)) {
                let key = |row: &Value| vec![fold(&row["level3"]), printed(&row["achieved"])];
                self.add("indicators.achieved", name_of, want.iter().filter(achieved).map(key), got.iter().filter(achieved).map(key));
            }
        }
    }

    /// Ties and findings.
    fn ties(&mut self, chains: &Value, records: &Records, picked: &BTreeMap<String, String>) {
        let numbered = |id: &String| number(&records.notices[id]["number"]).map(|number| (number, id.clone()));
        let by_number: HashMap<String, String> = picked.values().filter_map(numbered).collect();
        let noted = |number: Option<String>| number.as_ref().and_then(|number| by_number.get(number).cloned()).or(number);
        let node = |value: &Value| value.as_str().and_then(|name| picked.get(name).cloned()).or_else(|| noted(number(value)));
        let end = |link: &Value, side: &str| {
            let id = link[format!("{side}_notice_id")].as_str().filter(|id| records.notices.contains_key(*id));
            id.map(str::to_owned).or_else(|| noted(number(&link[format!("{side}_number")])))
        };
        let grants = |link: &&Value| link.get("relation").is_none_or(|relation| relation == "grants");

        let (mut want, mut maybe, mut money) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
        for link in items(chains, "links").iter().filter(grants).filter(|link| !link["parent"].is_null() && !link["child"].is_null()) {
            let tie = vec![node(&link["parent"]), node(&link["child"])];
            let inferred = link["evidence"].as_str().is_some_and(|evidence| evidence.starts_with("inferred"));
            if let Some(yuan) = fen(&link["yuan"]) {
                money.insert(tie.clone(), yuan);
            }
            (if inferred { &mut maybe } else { &mut want }).insert(tie);
        }
        let known: BTreeSet<&String> = want.iter().chain(&maybe).flatten().flatten().chain(picked.values()).collect();
        let told: Vec<(Key, Option<String>)> = records
            .links
            .iter()
            .filter(grants)
            .map(|link| (vec![end(link, "parent"), end(link, "child")], fen(&link["yuan"])))
            .filter(|(tie, _)| tie.iter().all(Option::is_some) && tie.iter().flatten().any(|end| known.contains(end)))
            .collect();
        let got: BTreeSet<Key> = told.iter().map(|(tie, _)| tie.clone()).collect();
        self.add("links", "chains", want.clone(), got.difference(&maybe).cloned());
        if !money.is_empty() {
            let with = |tie: &Key, yuan: &String| tie.iter().cloned().chain([Some(yuan.clone())]).collect::<Key>();
            let sums = money.iter().filter(|(tie, _)| want.contains(*tie)).map(|(tie, yuan)| with(tie, yuan));
            let ours = told.iter().filter(|(tie, _)| money.contains_key(tie) && want.contains(tie));
            let ours: BTreeSet<Key> = ours.filter_map(|(tie, yuan)| yuan.as_ref().map(|yuan| with(tie, yuan))).collect();
            self.add("links.yuan", "chains", sums.collect::<Vec<_>>(), ours);
        }
        if !maybe.is_empty() {
            self.add("links.inferred", "chains", maybe.clone(), got.intersection(&maybe).cloned());
        }

        let concerned = |finding: &Value| {
            let code = finding["code"].as_str().unwrap().to_owned();
            let ids: Vec<&Value> = items(finding, "notice_ids").iter().chain([&finding["notice_id"]]).collect();
            ids.into_iter().filter_map(Value::as_str).map(|id| (code.clone(), id.to_owned())).collect::<Vec<_>>()
        };
        let found: BTreeSet<(String, String)> = records.findings.iter().flat_map(concerned).collect();
        let of_defect = |defect: &Value| {
            let code = defect["kind"].as_str().unwrap().to_owned();
            let nodes = items(defect, "nodes").iter().filter_map(Value::as_str).filter_map(|name| picked.get(name).cloned());
            FINDABLE.contains(&code.as_str()).then(|| (code, nodes.collect::<Vec<_>>()))
        };
        let defects: Vec<_> = items(chains, "expected_defects").iter().filter_map(of_defect).collect();
        let key = |(code, nodes): &(String, Vec<String>)| [code].into_iter().chain(nodes).cloned().map(Some).collect::<Key>();
        let hit = |(code, nodes): &&(String, Vec<String>)| nodes.iter().any(|node| found.contains(&(code.clone(), node.clone())));
        self.add("findings", "chains", defects.iter().map(key), defects.iter().filter(hit).map(key));
    }

    /// The F1 of a field, of all values (`pooled`) or the mean of the fields that have enough of them (`macro`).
    pub(crate) fn f1(&self, field: &str) -> f64 {
        let scored = || self.fields.iter().filter(|(name, _)| **name != "links.inferred").map(|(_, tally)| tally);
        match field {
            "pooled" => {
                let sum = |part: fn(&Tally) -> usize| scored().map(part).sum();
                Tally { right: sum(|t| t.right), extra: sum(|t| t.extra), missing: sum(|t| t.missing), told: String::new() }.f1()
            }
            "macro" => {
                let many: Vec<f64> = scored().filter(|tally| tally.right + tally.missing >= FEW).map(Tally::f1).collect();
                many.iter().sum::<f64>() / f64::from(u32::try_from(many.len().max(1)).unwrap())
            }
            _ => self.fields.get(field).map_or(0.0, Tally::f1),
        }
    }

    /// What is wrong, and a line for each field.
    pub(crate) fn told(&self) -> String {
        let mut told: String =
            self.fields.iter().filter(|(_, tally)| !tally.told.is_empty()).map(|(f, t)| format!("{f}\n{}", t.told)).collect();
        for (field, tally) in &self.fields {
            writeln!(told, "{field:20} F1 {:.4} right {} extra {} missing {}", tally.f1(), tally.right, tally.extra, tally.missing)
                .unwrap();
        }
        write!(told, "macro {:.4} pooled {:.4} not read {:?}", self.f1("macro"), self.f1("pooled"), self.unread).unwrap();
        told
    }
}
