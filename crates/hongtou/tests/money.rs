//! Small archives written by hand, each about one turn that money takes on its way down: what they give whom was written
//! down before the program was run on them. Every link, every finding and the listed sums must be as expected; what is
//! not listed must not be there.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use hongtou::Ingest;
use hongtou::export::rows::{FindingRow, FlowRow, LinkRow};
use hongtou::export::store::table;
use hongtou::notice::Money;

fn archives() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/money");
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

/// The number in a notice's id; `-` for a paper without one.
fn number(id: &str) -> &str {
    if id.starts_with('~') { "-" } else { id.split('@').next().unwrap() }
}

/// What the records say in the words of `expected.csv`.
fn told(out: &Path, wanted: &BTreeSet<String>) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for link in table::<LinkRow>(out).unwrap() {
        let end = |number: &Option<String>| number.clone().unwrap_or_else(|| "-".to_owned());
        let days = link.days.map_or_else(|| "-".to_owned(), |days| days.to_string());
        let line = |yuan: String| format!("link,{},{},{},{yuan},{days}", link.relation, end(&link.parent_number), end(&link.child_number));
        let open = line("*".to_owned());
        let yuan = link.yuan.as_ref().map_or_else(|| "-".to_owned(), |yuan| yuan.0.normalize().to_string());
        told.insert(if wanted.contains(&open) { open } else { line(yuan) });
    }
    for finding in table::<FindingRow>(out).unwrap() {
        told.insert(format!("finding,{},{}", finding.code, number(finding.notice_id.as_deref().unwrap_or("-"))));
    }
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    for flow in table::<FlowRow>(out).unwrap().into_iter().filter(|flow| flow.counts) {
        if let (Some(to), Some(yuan)) = (flow.to_division, flow.yuan) {
            let sum = sums.entry(to.0.to_string()).or_default();
            *sum = sum.checked_add(Money(yuan.0)).unwrap();
        }
    }
    let asked = |division: &str| wanted.iter().any(|line| line.starts_with(&format!("sum,{division},")));
    told.extend(sums.into_iter().filter(|(to, _)| asked(to)).map(|(to, sum)| format!("sum,{to},{}", sum.0.normalize())));
    told
}

#[test]
fn every_archive_is_followed_as_a_reader_would() {
    let mut wrong = String::new();
    for archive in archives() {
        let home = tempfile::tempdir().unwrap();
        Ingest::new(&archive).out(home.path()).run(|_| {}).unwrap();
        let text = std::fs::read_to_string(archive.join("expected.csv")).unwrap();
        let wanted: BTreeSet<String> = text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
        assert!(wanted.iter().any(|line| line.starts_with("link,")) && wanted.iter().any(|line| line.starts_with("sum,")));
        let told = told(home.path(), &wanted);
        let name = archive.file_name().unwrap().to_string_lossy();
        for line in wanted.difference(&told) {
            wrong += &format!("{name}: missing {line}\n");
        }
        for line in told.difference(&wanted) {
            wrong += &format!("{name}: not expected {line}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
