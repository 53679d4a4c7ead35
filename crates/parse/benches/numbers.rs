//! `cargo xtask bench`: the rate of the number recogniser over a large text beside ripgrep with the plain pattern, and
//! how the cost of parsing grows with the length of a document. Not for: judging what is read.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells people, and may fail")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use hongtou_parse::{Hints, parse, recognise};

const TEXT: usize = 50_000_000;
const PATTERN: &str = r"\p{Han}{1,14}\s*[〔\[【（(]\s*\d{4}\s*[〕\]】）)]\s*\d+\s*号";
const ROUNDS: usize = 5;

fn main() {
    let notices = notices();
    // `cargo bench --bench numbers -- numbers` measures the recogniser alone, `-- tables` the growth of one kind.
    let only = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    if only.as_deref().is_none_or(|only| only == "numbers") {
        numbers(&notices);
    }
    growth(&notices, only.as_deref());
}

/// The labelled notices of the project that are UTF-8 text.
fn notices() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/tests/labelled/archive")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { &mut folders } else { &mut files }.push(path);
        }
    }
    files.sort();
    files.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// The notices one after the other, every digit but those of years varied, until there are so many bytes.
fn long_text(notices: &[String], bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 10_000);
    let mut state = 1_u64;
    while text.len() < bytes {
        for notice in notices {
            let mut before = ' ';
            let mut year = 0;
            for c in notice.chars() {
                let digit = c.is_ascii_digit();
                if digit && !before.is_ascii_digit() {
                    year = if c == '2' || c == '1' { 4 } else { 0 };
                }
                if digit && year == 0 {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    text.push(char::from(b'1' + u8::try_from((state >> 33) % 9).unwrap()));
                } else {
                    text.push(c);
                }
                year -= i32::from(digit && year > 0);
                before = c;
            }
            text.push('\n');
        }
    }
    text
}

fn numbers(notices: &[String]) {
    let text = long_text(notices, TEXT);
    let file = std::env::temp_dir().join(format!("hongtou-bench-{}.txt", std::process::id()));
    fs::write(&file, &text).unwrap();
    let rate = |seconds: f64| text.len() as f64 / 1e6 / seconds;
    let best = |run: &dyn Fn() -> usize| {
        let timed = (0..ROUNDS).map(|_| {
            let start = Instant::now();
            let count = black_box(run());
            (start.elapsed().as_secs_f64(), count)
        });
        timed.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
    };
    let (ours, count) = best(&|| recognise::find_numbers(&text).len());
    println!("find_numbers  {:8.1} MB/s  {count} numbers", rate(ours));
    let ripgrep = || {
        let ran = Command::new("rg").args(["-o", "-j1", "-N", PATTERN]).arg(&file).stdin(Stdio::null()).output();
        ran.map(|output| output.stdout.iter().filter(|byte| **byte == b'\n').count())
    };
    if ripgrep().is_ok() {
        let (theirs, count) = best(&|| ripgrep().unwrap_or(0));
        println!("ripgrep -o -j1{:8.1} MB/s  {count} matches", rate(theirs));
        println!("ours / theirs {:8.2}", theirs / ours);
    } else {
        println!("ripgrep is not installed: nothing to compare with");
    }
    let _ = fs::remove_file(file);
}

/// Seconds a megabyte for documents of 1, 2, 4 and 10 MB of several hard kinds: level rows are linear cost.
fn growth(notices: &[String], only: Option<&str>) {
    let table: String = (0..40).map(|row| format!("某县{row}\t1,2{row:02}.50\t3{row}\n")).collect();
    let kinds: [(&str, String); 8] = [
        ("notices", notices.concat()),
        // Sums, numbers and names that do not repeat.
        ("varied", long_text(notices, 10_000_000)),
        ("sums", (0..700_000).map(|at| format!("甲县{at}万元，")).collect()),
        ("tables", format!("单位：万元\n地区\t合计\t中央\n{table}合计\t99999\t999\n\n")),
        ("one table", table),
        ("brackets", "（〔《((〔〔《《（根据财社〔（2023".to_owned()),
        ("digits", "1234567890,123.456.789、2023年12号，".to_owned()),
        ("tabs", "\t\t\t1\t\t县\t\t\n\t\t".to_owned()),
    ];
    for (name, kind) in kinds.into_iter().filter(|(name, _)| only.is_none_or(|only| only == *name)) {
        print!("{name:<10}");
        for megabytes in [1_usize, 2, 4, 10] {
            let mut text = kind.repeat(megabytes * 1_000_000 / kind.len() + 1);
            text.truncate((0..=megabytes * 1_000_000).rev().find(|at| text.is_char_boundary(*at)).unwrap());
            let document = hongtou_read::read(text.as_bytes(), Some("notice.txt"), &hongtou_read::Options::default()).unwrap();
            let start = Instant::now();
            let notice = black_box(parse(&document, &Hints::default()));
            let rows = notice.allocations.len() + notice.amounts.len() + notice.citations.len();
            print!("  {megabytes:2} MB {:7.3} s/MB ({rows} rows)", start.elapsed().as_secs_f64() / megabytes as f64);
        }
        println!();
    }
}
