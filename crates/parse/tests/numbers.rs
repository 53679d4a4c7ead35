//! Document numbers against the case file, and properties that hold for all of them.

use hongtou_notice::codes::{Confidence, Doubt, NumberKind};
use hongtou_parse::recognise::find_numbers;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    positive: Vec<Case>,
    negative: Vec<Negative>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    text: String,
    expect: Vec<Expected>,
    damaged: bool,
}

#[derive(Deserialize)]
struct Expected {
    normalized: String,
    kind: String,
    form: String,
}

#[derive(Deserialize)]
struct Negative {
    id: String,
    text: String,
}

fn cases() -> Cases {
    serde_json::from_str(include_str!("data/docnumber_cases.json")).unwrap()
}

#[test]
fn every_case_reads_as_expected() {
    let mut wrong = Vec::new();
    for case in cases().positive {
        let found = find_numbers(&case.text);
        let read: Vec<_> = found.iter().map(|found| (found.number.to_string(), found.number.kind.code().to_owned())).collect();
        let expected: Vec<_> = case
            .expect
            .into_iter()
            // The case file has no kind of its own for 字第.
            .map(|number| (number.normalized, if number.form == "zi_no" { NumberKind::Series.code().to_owned() } else { number.kind }))
            .collect();
        if read != expected {
            wrong.push(format!("{}: {:?}\n  read {read:?}\n  want {expected:?}", case.id, case.text));
        }
        let certain = found.iter().all(|found| found.confidence == Confidence::Certain);
        let doubted = found.iter().all(|found| found.doubts.contains(&Doubt::RepairedNumber));
        if certain == case.damaged || doubted != case.damaged {
            wrong.push(format!("{}: {:?}: certain {certain}, damaged {}, {:?}", case.id, case.text, case.damaged, found));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_found_where_nothing_is() {
    for case in cases().negative {
        assert_eq!(find_numbers(&case.text), [], "{}: {}", case.id, case.text);
    }
}
