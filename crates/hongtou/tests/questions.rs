//! How much of which fund reached which place, by which notices, how many days later: questions with answers that were read in
//! the documents. A wrong answer must say that it is not certain; most must be right.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail")]

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

/// How the questions of a list fared.
#[derive(Default)]
struct Fared {
    asked: usize,
    right: usize,
    certain: Vec<String>,
}

impl Fared {
    fn ask(&mut self, records: &Path, line: &str) {
        let fields: Vec<&str> = line.split(',').collect();
        let [place, fund, year, wanted @ ..] = fields.as_slice() else { unreachable!("{line}") };
        let received = received_by(records, place, Some(fund), year.parse().ok()).unwrap();
        let flows: Vec<FlowRow> = received.movements.into_iter().map(|movement| movement.flow).collect();
        let told = answer(&flows);
        self.asked += 1;
        if told == *wanted {
            self.right += 1;
        } else if !flows.iter().any(|flow| flow.confidence != hongtou::notice::codes::Confidence::Certain) {
            self.certain.push(format!("{line}\n  answered {}", told.join(",")));
        } else {
            eprintln!("{line}\n  answered, not certain: {}", told.join(","));
        }
    }

    /// None wrong and certain, and nineteen of twenty right.
    fn judge(&self, least: usize) {
        eprintln!("{} of {} right", self.right, self.asked);
        assert!(self.asked >= least);
        assert!(self.certain.is_empty(), "wrong and certain:\n{}", self.certain.join("\n"));
        assert!(self.right * 20 >= self.asked * 19, "{} of {}", self.right, self.asked);
    }
}

#[test]
fn questions_of_an_auditor() {
    let Some(shared) = shared() else { return eprintln!("skipped: ../shared is absent") };
    let home = tempfile::tempdir().unwrap();
    Ingest::new(shared.join("dev/archive")).out(home.path()).run(|_| {}).unwrap();
    let mut fared = Fared::default();
    for line in QUESTIONS.lines().filter(|line| !line.starts_with(['#', 'p'])) {
        fared.ask(home.path(), line);
    }
    fared.judge(60);
}

#[test]
fn questions_on_the_small_archives() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/money");
    let home = tempfile::tempdir().unwrap();
    let mut fared = Fared::default();
    for line in std::fs::read_to_string(folder.join("questions.csv")).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let (archive, question) = line.split_once(',').unwrap();
        let records = home.path().join(archive);
        if !records.exists() {
            Ingest::new(folder.join(archive)).out(&records).run(|_| {}).unwrap();
        }
        fared.ask(&records, question);
    }
    fared.judge(50);
}
