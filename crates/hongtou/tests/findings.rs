//! Every finding code by example (`tests/findings/cases.txt`): small archives that raise it once and nothing else, and near
//! misses that look alike and raise nothing at all. Not for: what a finding says beside its code (`hongtou-chain`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hongtou::Ingest;
use hongtou::export::rows::FindingRow;
use hongtou::export::store::table;
use hongtou_chain::FindingCode;

/// One archive of the list.
struct Case {
    line: usize,
    raises: bool,
    code: FindingCode,
    files: BTreeMap<String, String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings")
}

fn plain(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\t", "\t")
}

/// Reads the list; its form is told at its top.
fn cases() -> Vec<Case> {
    let list = fs::read_to_string(folder().join("cases.txt")).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for (line, said) in (1..).zip(list.lines()).filter(|(_, said)| !said.trim().is_empty() && !said.starts_with('#')) {
        let (word, rest) = said.split_once(": ").unwrap_or((said, ""));
        let opens = word.strip_prefix("raise ").map(|code| (true, code)).or_else(|| word.strip_prefix("near ").map(|code| (false, code)));
        if let Some((raises, code)) = opens {
            let read = |name: &str| (name.to_owned(), fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap());
            let code = code.parse().unwrap_or_else(|_| panic!("line {line}: no such code: {code}"));
            cases.push(Case { line, raises, code, files: rest.split_whitespace().map(read).collect() });
            continue;
        }
        let files = &mut cases.last_mut().unwrap().files;
        if let Some(name) = word.strip_prefix("as ") {
            let copy = files[name].clone();
            files.insert(rest.to_owned(), copy);
        } else if let Some(name) = said.strip_prefix("drop ") {
            files.remove(name).unwrap();
        } else {
            let (old, new) = rest.split_once(" =>").unwrap();
            let (old, new) = (plain(old), plain(new.trim_start()));
            let text = files.get_mut(word).unwrap_or_else(|| panic!("line {line}: no file {word}"));
            assert_eq!(text.matches(&old).count(), 1, "line {line}: {old}");
            *text = text.replace(&old, &new);
        }
    }
    cases
}

/// The findings of an archive, one a line.
fn found(files: &BTreeMap<String, String>) -> Vec<(FindingCode, String)> {
    let home = tempfile::tempdir().unwrap();
    let (archive, out) = (home.path().join("in"), home.path().join("out"));
    fs::create_dir(&archive).unwrap();
    for (name, text) in files {
        fs::write(archive.join(format!("{name}.txt")), text).unwrap();
    }
    Ingest::new(&archive).out(&out).run(|_| ()).unwrap();
    let rows = table::<FindingRow>(&out).unwrap();
    rows.into_iter().map(|row| (row.code, format!("  {} {}: {}\n", row.severity, row.id, row.message))).collect()
}

fn check(raises: bool) {
    let mut wrong = String::new();
    for case in cases().iter().filter(|case| case.raises == raises) {
        let found = found(&case.files);
        let expected: &[FindingCode] = if raises { &[case.code] } else { &[] };
        if found.iter().map(|(code, _)| *code).ne(expected.iter().copied()) {
            let told: String = found.into_iter().map(|(_, told)| told).collect();
            wrong += &format!("line {}, {}:\n{told}", case.line, case.code);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_code_is_raised_once_by_its_example() {
    check(true);
}

#[test]
fn what_looks_alike_raises_nothing() {
    check(false);
}

#[test]
fn no_code_is_without_an_example_and_a_near_miss() {
    let cases = cases();
    let all: BTreeSet<FindingCode> = FindingCode::ALL.iter().copied().collect();
    for raises in [true, false] {
        let told: BTreeSet<FindingCode> = cases.iter().filter(|case| case.raises == raises).map(|case| case.code).collect();
        let lacking: Vec<&FindingCode> = all.difference(&told).collect();
        assert!(lacking.is_empty(), "raised: {raises}: {lacking:?}");
    }
}

/// The manual has a section for each code, and none for others.
#[test]
fn no_code_is_without_a_section_of_the_manual() {
    let manual = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings.md")).unwrap();
    let told: BTreeSet<&str> = manual.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let codes: BTreeSet<&str> = FindingCode::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(told, codes);
}
