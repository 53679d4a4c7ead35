//! `hongtou check` on sound records, and on records with one thing wrong.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::fs;
use std::path::Path;

use support::{archive, hongtou, ingest};

fn check(out: &Path) -> support::Ran {
    hongtou(&["check", out.to_str().unwrap()])
}

/// Changes a file of an out folder, and gives what the check then says.
fn after(out: &Path, file: &str, change: impl Fn(&str) -> String) -> String {
    let path = out.join(file);
    let sound = fs::read_to_string(&path).unwrap();
    let changed = change(&sound);
    assert_ne!(sound, changed, "{file} was not changed");
    fs::write(&path, changed).unwrap();
    let ran = check(out);
    fs::write(&path, sound).unwrap();
    assert_eq!(ran.status, 1, "{file}: {}{}", ran.stdout, ran.stderr);
    ran.stdout
}

#[test]
fn every_kind_of_fault_is_found() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    assert_eq!(ingest(&[&archive()], &out, &["--keep-text"]).status, 0);
    let sound = check(&out);
    assert_eq!((sound.status, sound.stderr.as_str()), (0, ""), "{}", sound.stdout);
    assert!(sound.stdout.contains("errors      none") && !sound.stdout.contains("evidence    0 "), "{}", sound.stdout);

    let first = |text: &str| text.lines().next().unwrap().to_owned();
    let finds = |file: &str, fault: &str, words: &str, change: &dyn Fn(&str) -> String| {
        let told = after(&out, file, change);
        assert!(told.lines().any(|line| line.starts_with(fault) && line.contains(words)), "{file}, {fault}: {told}");
    };
    finds("amounts.ndjson", "no_row", "line 1", &|text| text.replacen('{', "[", 1));
    finds("amounts.ndjson", "schema", "confidence", &|text| text.replacen(r#""confidence":"certain""#, r#""confidence":"sure""#, 1));
    finds("amounts.ndjson", "unknown_field", "colour", &|text| text.replacen('{', r#"{"colour":"red","#, 1));
    finds("grants.ndjson", "key", "line 2", &|text| format!("{}\n{text}", first(text)));
    finds("grants.ndjson", "manifest", "rows", &|text| text.replacen(&(first(text) + "\n"), "", 1));
    finds("flows.ndjson", "reference", "in notices", &|text| text.replacen(r#""parent_notice_id":""#, r#""parent_notice_id":"x"#, 1));
    finds("amounts.ndjson", "evidence", "is said to stand at", &|text| {
        // One character on, the text is another.
        let at = text.find(r#""start":"#).unwrap() + 8;
        let shifted = |from: &str| (from.split([',', '}']).next().unwrap().parse::<u32>().unwrap() + 1).to_string();
        let (start, rest) = text[at..].split_once(",\"end\":").unwrap();
        let end = rest.split([',', '}']).next().unwrap();
        format!("{}{},\"end\":{}{}", &text[..at], shifted(start), shifted(end), &rest[end.len()..])
    });
    finds("paths.ndjson", "path", "does not hold", &|text| text.replacen(r#""province_number":""#, r#""province_number":"无"#, 1));
    assert_eq!(check(&out).status, 0, "the records are as they were");
}

#[test]
fn how_often_fields_are_filled_is_told() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    ingest(&[&archive()], &out, &[]);
    let told = hongtou(&["check", out.to_str().unwrap(), "--coverage"]).stdout;
    assert!(told.lines().any(|line| line.split_whitespace().collect::<Vec<_>>() == ["number", "12", "85", "%"]), "{told}");
    let none = hongtou(&["check", home.path().to_str().unwrap()]);
    assert_eq!(none.status, 2);
    assert!(none.stderr.contains("no records here"), "{}", none.stderr);
}

#[test]
fn money_gathered_from_two_papers_and_passed_on_by_one_arrives_once() {
    let home = tempfile::tempdir().unwrap();
    let (notices, out) = (home.path().join("in"), home.path().join("out"));
    fs::create_dir(&notices).unwrap();
    let city = "关于下达2025年水土保持补助资金的通知\n博州财农〔2025〕8号\n精河县、温泉县财政局：\n    根据《关于下达2025年中央水土保持补助资金的通知》\
                （新财农〔2025〕3号）、《关于下达2025年自治区水土保持补助资金的通知》（新财农〔2025〕4号），现下达2025年水土保持补助资金200万元，\
                其中：精河县130万元、温泉县70万元。\n博尔塔拉蒙古自治州财政局\n2025年2月11日\n";
    let county = "关于拨付2025年水土保持补助资金的通知\n精财农〔2025〕19号\n县水利局：\n    根据《博州财政局关于下达2025年水土保持补助资金的通知》\
                  （博州财农〔2025〕8号），现拨付你局2025年水土保持补助资金130万元。\n精河县财政局\n2025年2月28日\n";
    fs::write(notices.join("州.txt"), city).unwrap();
    fs::write(notices.join("县.txt"), county).unwrap();
    assert_eq!(ingest(&[&notices], &out, &[]).status, 0);
    // One walk from each of the two papers, both with the sum that the one between passed on.
    let walks = fs::read_to_string(out.join("paths.ndjson")).unwrap();
    assert_eq!(walks.lines().filter(|walk| walk.contains("精财农〔2025〕19号") && walk.contains("1300000")).count(), 2, "{walks}");
    let ran = check(&out);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
}
