//! Building findings: one place that makes ids and orders them. What each code means: `docs/findings.md`.
//! Not for: deciding what is to be found.

use hongtou_notice::Evidence;

use crate::model::{Finding, FindingCode, Severity};

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
    findings.dedup();
    let mut last: Option<String> = None;
    let mut repeats = 0u32;
    for finding in &mut findings {
        if last.as_ref() == Some(&finding.id) {
            repeats += 1;
            finding.id = format!("{}/{}", finding.id, repeats + 1);
        } else {
            last = Some(finding.id.clone());
            repeats = 0;
        }
    }
    findings.sort_by(|a, b| a.id.cmp(&b.id));
    findings
}
