//! How much of which fund reached which place, by which notices, how many days later: questions with answers that were read in
//! the documents. A wrong answer must say that it is not certain; most must be right.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};

use hongtou::export::rows::FlowRow;
use hongtou::{Ingest, received_by};

const QUESTIONS: &str = include_str!("data/questions.csv");

fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("HONGTOU_SHARED").map_or(beside, PathBuf::from);
    folder.join("dev/archive").is_dir().then_some(folder)
}

/// Sum, numbers and days of the movements that count.
fn answer(flows: &[FlowRow]) -> [String; 3] {
    let mut counted: Vec<&FlowRow> = flows.iter().filter(|flow| flow.counts).collect();
    counted.sort_by(|a, b| a.parent_number.cmp(&b.parent_number));
    let sum = hongtou::notice::Money::sum(counted.iter().filter_map(|flow| flow.yuan).map(|yuan| hongtou::notice::Money(yuan.0)));
    let told = |part: &dyn Fn(&FlowRow) -> Option<String>| {
        counted.iter().map(|flow| part(flow).unwrap_or_else(|| "-".to_owned())).collect::<Vec<_>>().join(";")
    };
    [sum.unwrap().to_string(), told(&|flow| flow.parent_number.clone()), told(&|flow| flow.days.map(|days| days.to_string()))]
}

#[test]
fn questions_of_an_auditor() {
    let Some(shared) = shared() else { return eprintln!("skipped: ../shared is absent") };
    let home = tempfile::tempdir().unwrap();
    Ingest::new(shared.join("dev/archive")).out(home.path()).run(|_| {}).unwrap();
    let (mut asked, mut right, mut certain) = (0, 0, Vec::new());
    for line in QUESTIONS.lines().filter(|line| !line.starts_with(['#', 'p'])) {
        let fields: Vec<&str> = line.split(',').collect();
        let [place, fund, year, wanted @ ..] = fields.as_slice() else { unreachable!("{line}") };
        let received = received_by(home.path(), place, Some(fund), year.parse().ok()).unwrap();
        let told = answer(&received.flows);
        asked += 1;
        if told == *wanted {
            right += 1;
        } else if !received.flows.iter().any(|flow| flow.confidence != hongtou::notice::codes::Confidence::Certain) {
            certain.push(format!("{line}\n  answered {}", told.join(",")));
        } else {
            eprintln!("{line}\n  answered, not certain: {}", told.join(","));
        }
    }
    eprintln!("{right} of {asked} right");
    assert!(asked >= 60);
    assert!(certain.is_empty(), "wrong and certain:\n{}", certain.join("\n"));
    assert!(right * 20 >= asked * 19, "{right} of {asked}");
}
