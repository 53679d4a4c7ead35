//! `hongtou link`, `chain` and `trace` as a user drives them, on the chain “care” of the fixtures: 财社〔2024〕179号 gives
//! 新疆 8454万元, 新财社〔2024〕210号 passes 2583万元 to 喀什地区, 喀地财社〔2024〕187号 268万元 to 伽师县.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::fs;
use std::path::Path;

use support::{archive, hongtou, ingest, tables};

fn words(folder: &Path, args: &[&str]) -> support::Ran {
    let mut all = vec![args[0], folder.to_str().unwrap()];
    all.extend(&args[1..]);
    hongtou(&all)
}

#[test]
fn linking_again_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    assert!(ingest(&[&archive()], home.path(), &["-q"]).status <= 1);
    let before = tables(home.path());
    let ran = words(home.path(), &["link"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("chains"), "{}", ran.stderr);
    assert!(before == tables(home.path()), "the tables changed");
}

#[test]
fn an_archive_may_grow() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    // The archive in two parts, each under the paths that it has in the whole.
    let (first, second) = (at("first"), at("second"));
    for (n, entry) in fs::read_dir(archive()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).enumerate() {
        copy(&entry, &if n % 2 == 0 { &first } else { &second }.join(entry.file_name().unwrap()));
    }
    let whole = at("whole");
    copy(&first, &whole);
    copy(&second, &whole);
    // The same bytes in both parts.
    for (part, name) in [(&first, "z.txt"), (&second, "a.txt"), (&whole, "z.txt"), (&whole, "a.txt")] {
        fs::copy(archive().join(support::PLAIN), part.join(name)).unwrap();
    }
    for (from, out) in [(&first, "one"), (&second, "two"), (&whole, "all")] {
        assert!(ingest(&[from], &at(out), &["-q"]).status <= 1);
    }
    let two = at("two");
    let ran = words(&at("one"), &["link", "--add", two.to_str().unwrap(), "-q"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    for ((name, wanted), (_, found)) in tables(&at("all")).into_iter().zip(tables(&at("one"))) {
        assert!(wanted == found, "{name} differs:\n{}\n{}", String::from_utf8_lossy(&wanted), String::from_utf8_lossy(&found));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let into = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &into)
        } else {
            fs::copy(&entry, &into).unwrap();
        }
    }
}

#[test]
fn a_chain_is_drawn_and_a_place_is_traced() {
    let home = tempfile::tempdir().unwrap();
    assert!(ingest(&[&archive()], home.path(), &["-q"]).status <= 1);
    let tree = words(home.path(), &["chain", "喀地财社[2024]187号"]);
    assert_eq!(tree.status, 0, "{}", tree.stderr);
    for part in [
        "财社〔2024〕179号",
        "└─ 新财社〔2024〕210号",
        "84,540,000 yuan, 14 days later",
        "2,680,000 yuan, 4 days later",
        "喀地财社〔2024〕187号",
        "◀",
    ] {
        assert!(tree.stdout.contains(part), "{part}:\n{}", tree.stdout);
    }
    let picture = words(home.path(), &["chain", "新财社〔2024〕210号", "--mermaid"]);
    assert!(picture.stdout.contains("flowchart TD") && picture.stdout.contains("25,830,000 yuan, 7 days later"), "{}", picture.stdout);
    let trace = words(home.path(), &["trace", "伽师县", "--fund", "困难群众救助", "--year", "2024"]);
    let by_code = words(home.path(), &["trace", "653129"]);
    assert_eq!((trace.status, by_code.status), (0, 0), "{}{}", trace.stderr, by_code.stderr);
    assert!(by_code.stdout.contains("2,680,000 yuan") && by_code.stdout.contains("by 喀地财社〔2024〕187号"), "{}", by_code.stdout);
    assert!(by_code.stdout.contains("passed on by 伽财社〔2024〕96号 4 days later"), "{}", by_code.stdout);
    // 6 December to 31 December.
    let origin = "from 财社〔2024〕179号 > 新财社〔2024〕210号 > 喀地财社〔2024〕187号 > 伽财社〔2024〕96号  25 days in all\n";
    assert!(by_code.stdout.contains(origin), "{}", by_code.stdout);
    assert_eq!(trace.stdout, by_code.stdout);
    assert!(by_code.stdout.ends_with("total 2,680,000 yuan\n"), "{}", by_code.stdout);
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let told = |args: &[&str]| {
        let ran = words(home.path(), args);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
        ran.stderr
    };
    assert!(told(&["link"]).contains("hongtou ingest"));
    assert!(told(&["chain", "财社〔2024〕1号"]).contains("hongtou ingest"));
    assert!(ingest(&[&archive().join(support::PLAIN)], home.path(), &["-q"]).status == 0);
    assert!(told(&["chain", "财社〔1999〕1号"]).contains("财社〔1999〕1号"));
    assert!(told(&["trace", "无此县"]).contains("six-digit code"));
    assert!(told(&["trace", "鼓楼区"]).contains("320106"));
    for command in ["link", "chain", "trace"] {
        assert!(hongtou(&[command, "--help"]).stdout.contains("Examples:"));
    }
}
