//! Building findings: one place that makes ids and orders them. What each code means: `docs/findings.md`.
//! Not for: deciding what is to be found.

use hongtou_notice::Evidence;

use crate::model::{Finding, FindingCode, Severity};
use crate::pile::{Pile, renamed};
use crate::room::Room;

/// A finding at one place of a notice. `place` tells findings of one code in one notice apart; it may be empty.
pub(crate) fn finding(code: FindingCode, severity: Severity, notice: &str, place: &str, message: String) -> Finding {
    let place = if place.is_empty() { String::new() } else { format!(":{place}") };
    Finding {
        id: format!("{code}:{notice}{place}"),
        code,
        severity,
        notice_id: Some(notice.to_owned()),
        notice_ids: vec![notice.to_owned()],
        chain_id: None,
        message,
        expected: None,
        actual: None,
        evidence: Vec::new(),
    }
}

impl Finding {
    pub(crate) fn expected(mut self, expected: impl ToString, actual: impl ToString) -> Self {
        self.expected = Some(expected.to_string());
        self.actual = Some(actual.to_string());
        self
    }

    /// Names another notice that the finding concerns.
    pub(crate) fn with(mut self, notice: &str) -> Self {
        if let Err(place) = self.notice_ids.binary_search_by(|id| id.as_str().cmp(notice)) {
            self.notice_ids.insert(place, notice.to_owned());
        }
        self
    }

    pub(crate) fn shown(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}

/// Sorts by id; a second finding of the same id gets a number, an equal one goes.
pub(crate) fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (&a.id, &a.message, &a.expected, &a.actual).cmp(&(&b.id, &b.message, &b.expected, &b.actual)));
    renamed(told_apart(findings.into_iter()), |finding| &finding.id).collect()
}

/// Gives a second finding of the same id a number and marks it, and leaves out an equal one.
fn told_apart(sorted: impl Iterator<Item = Finding>) -> impl Iterator<Item = (Finding, bool)> {
    let mut last: Option<Finding> = None;
    let mut repeats = 0u32;
    sorted.filter_map(move |finding| {
        if last.as_ref() == Some(&finding) {
            return None;
        }
        repeats = if last.as_ref().is_some_and(|last| last.id == finding.id) { repeats + 1 } else { 0 };
        let own = last.insert(finding);
        let mut told = own.clone();
        if repeats > 0 {
            told.id = format!("{}/{}", told.id, repeats + 1);
        }
        Some((told, repeats > 0))
    })
}

/// The findings of an archive, most of them laid aside.
#[derive(Debug)]
pub(crate) struct Findings {
    pile: Pile<Finding>,
    now: Vec<Finding>,
}

impl Findings {
    /// Those that came up before.
    pub(crate) fn new(room: &Room, before: Vec<Finding>) -> Self {
        let mut findings = Self { pile: Pile::new(room), now: Vec::new() };
        findings.take(|now| *now = before);
        findings
    }

    /// Takes in what `add` adds to a list.
    pub(crate) fn take(&mut self, add: impl FnOnce(&mut Vec<Finding>)) {
        add(&mut self.now);
        for finding in self.now.drain(..) {
            // In the order of the fields, as they are told apart.
            let told =
                [&finding.expected, &finding.actual].map(|told| told.as_ref().map(|told| format!("\u{1}{told}")).unwrap_or_default());
            let [expected, actual] = told;
            self.pile.put(&format!("{}\0{}\0{expected}\0{actual}", finding.id, finding.message), &finding);
        }
    }

    /// To be called when all are found.
    pub(crate) fn finish(self) -> Self {
        Self { pile: self.pile.finish(), now: Vec::new() }
    }

    /// All of them, sorted by id.
    pub(crate) fn each(&self) -> impl Iterator<Item = Finding> {
        renamed(told_apart(self.pile.each().map(|(_, finding)| finding)), |finding| &finding.id)
    }
}
