//! The manual speaks of every finding that can be raised, and of no other.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use hongtou_chain::FindingCode;

#[test]
fn every_finding_has_a_section() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut described: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    described.sort_unstable();
    let mut raised: Vec<&str> = FindingCode::ALL.iter().map(|code| code.code()).collect();
    raised.sort_unstable();
    assert_eq!(described, raised);
}

#[test]
fn every_section_says_how_much_it_matters() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings.md");
    let text = std::fs::read_to_string(path).unwrap();
    for section in text.split("\n### ").skip(1) {
        let (name, body) = section.split_once("\n\n").unwrap();
        assert!(["*error", "*warning", "*info"].iter().any(|word| body.starts_with(word)), "{name}");
    }
}
