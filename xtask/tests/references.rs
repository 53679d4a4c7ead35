//! Code and data name the sections of `docs/` that hold their rules (`docs/tables.md`, columns); each of them is there. Rules that
//! stand in a list are told in its order, by the same names.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Files of code and data under a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().into_string().unwrap());
        if path.is_dir() && !matches!(name.as_str(), "target" | "labelled" | "snapshots" | "corpus") {
            files(&path, found);
        } else if name.ends_with(".rs") || name.ends_with(".csv") || name.ends_with(".txt") || name.ends_with(".tsv") {
            found.push(path);
        }
    }
}

/// A file's text with its comments run together, since a reference may go on in the next line.
fn run_together(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start().trim_start_matches(['/', '!', '#']).trim());
    lines.collect::<Vec<_>>().join(" ")
}

/// The headings of a page, in small letters; the figure of a code in parentheses may be left out.
fn headings(page: &str) -> Option<Vec<String>> {
    let text = fs::read_to_string(workspace().join("docs").join(page)).ok()?;
    let lines = text.lines().filter(|line| line.starts_with('#'));
    Some(lines.map(|line| line.trim_start_matches('#').trim().to_lowercase()).collect())
}

/// Whether a text begins with one of these, and not with a longer word.
fn begins(text: &str, headings: &[String]) -> bool {
    let text = text.to_lowercase();
    let goes_on = |letter: char| letter.is_alphanumeric() || letter == '-';
    headings.iter().any(|heading| text.strip_prefix(heading.as_str()).is_some_and(|rest| !rest.starts_with(goes_on)))
}

#[test]
fn every_section_that_is_named_is_there() {
    let mut found = Vec::new();
    for folder in ["crates", "xtask", "fuzz/fuzz_targets"] {
        files(&workspace().join(folder), &mut found);
    }
    let (mut named, mut wrong) = (0, Vec::new());
    for path in found {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let text = run_together(&text);
        for (at, _) in text.match_indices("docs/") {
            let Some((page, rest)) = text[at + "docs/".len()..].split_once(".md") else { continue };
            if !page.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-') {
                continue;
            }
            let rest = rest.strip_prefix('`').unwrap_or(rest);
            let told = || format!("{}: docs/{page}.md{}", path.display(), rest.chars().take(40).collect::<String>());
            let Some(headings) = headings(&format!("{page}.md")) else {
                wrong.push(told());
                continue;
            };
            // Behind a comma stands a section, or the next page.
            if let Some(section) = rest.strip_prefix(", ").filter(|rest| !rest.starts_with(['`', '[']) && !rest.starts_with("docs/")) {
                named += 1;
                if !begins(section, &headings) {
                    wrong.push(told());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "no such section:\n{}", wrong.join("\n"));
    assert!(named > 80, "only {named} were found");
}

/// The names in a module's list of rules.
fn listed(module: &str) -> Vec<String> {
    let text = fs::read_to_string(workspace().join(module)).unwrap();
    let (_, list) = text.split_once("const RULES: &[Rule] = &[").unwrap();
    list.split_once("];").unwrap().0.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// The names of the rules that a section of the manual tells: `- **name**: …`.
fn told(page: &str, section: &str) -> Vec<String> {
    let text = fs::read_to_string(workspace().join("docs").join(page)).unwrap();
    let (_, section) = text.split_once(&format!("### {section}\n")).unwrap();
    let lines = section.lines().take_while(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.strip_prefix("- **")?.split_once("**:").map(|(name, _)| name.to_owned())).collect()
}

#[test]
fn rules_are_told_in_the_order_in_which_they_speak() {
    assert_eq!(told("amounts.md", "Rules of roles"), listed("crates/parse/src/amounts/role/rules.rs"));
    let mut citations = listed("crates/parse/src/roles/rules.rs");
    // What no rule of the list decides.
    citations.push("upstream".to_owned());
    assert_eq!(told("linking.md", "Rules of citation roles"), citations);
}
