//! Tests that passed because they could not run: without PostgreSQL, tesseract, or the files of `../shared`. They print a line
//! `skipped: WHY`, which nobody sees of a test that passes; nextest keeps it in its report (`.config/nextest.toml`).
//! Not for: deciding what is skipped, which each test does.

use std::path::Path;

/// Where nextest leaves its report.
const REPORT: &str = "nextest/default/junit.xml";

/// `TEST: WHY` of each test that was passed over in the last run. Empty where there is no report.
pub(crate) fn passed_over(workspace: &Path) -> Vec<String> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), |target| workspace.join(target));
    std::fs::read_to_string(target.join(REPORT)).map(|report| told(&report)).unwrap_or_default()
}

fn told(report: &str) -> Vec<String> {
    let mut told = Vec::new();
    for case in report.split("<testcase ").skip(1) {
        let name = case.split_once("name=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(name, _)| name);
        // The first line of an output stands behind its tag, others may stand behind what the harness says.
        let why = case.lines().find_map(|line| line.split_once("skipped: ")).map(|(_, why)| why.split('<').next().unwrap_or(why));
        told.extend(why.map(|why| format!("{name}: {why}")));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_and_the_reason_are_told() {
        let report = r#"<testsuite name="s"><testcase name="a" classname="x"><system-out>
running 1 test
skipped: ../shared is absent
test a ... ok</system-out></testcase>
<testcase name="b" classname="x"><system-out>test b ... ok</system-out></testcase>
<testcase name="c" classname="x"><system-err>skipped: no disk</system-err></testcase></testsuite>"#;
        assert_eq!(told(report), ["a: ../shared is absent", "c: no disk"]);
    }
}
