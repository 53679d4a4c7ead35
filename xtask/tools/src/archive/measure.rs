//! How well linking finds what is known of a made-up archive. Not for: making it.

use std::collections::{BTreeMap, BTreeSet};

use hongtou_chain::{FindingCode, Linked, Relation};
use hongtou_notice::{DivisionCode, Money, Text};

use super::make::Truth;

/// What was found of what is true.
#[derive(Debug, Default)]
pub(crate) struct Score {
    stated: usize,
    right: usize,
    wrong: Vec<String>,
    lost: Vec<String>,
    planted: usize,
    seen: usize,
    unseen: BTreeMap<FindingCode, Vec<String>>,
    surplus: BTreeMap<FindingCode, Vec<String>>,
    sums: usize,
    /// Divisions and funds whose counted flows are not the money that was planted.
    pub(crate) wrong_sums: usize,
    samples: Vec<String>,
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

impl Score {
    pub(crate) fn of(truth: &Truth, linked: &Linked) -> Self {
        let mut score = Self::default();
        score.links(truth, linked);
        score.findings(truth, linked);
        score.sums(truth, linked);
        score
    }

    fn links(&mut self, truth: &Truth, linked: &Linked) {
        let mut found: BTreeSet<String> = BTreeSet::new();
        for link in &linked.links {
            let end = |id: &Option<Text>, number: &Option<Text>| id.clone().or_else(|| number.clone()).unwrap_or_default();
            let step = format!("{}>{}", end(&link.parent_notice_id, &link.parent_number), end(&link.child_notice_id, &link.child_number));
            let (step, right) = if link.relation == Relation::Grants {
                let right = truth.links.contains(&step) || truth.may.contains(&step);
                (step, right)
            } else {
                let step = format!("{}:{step}", link.relation);
                let right = truth.others.contains(&step);
                (step, right)
            };
            if right {
                self.right += 1;
            } else {
                self.wrong.push(step.clone());
            }
            found.insert(step);
        }
        self.stated = truth.links.len() + truth.others.len();
        self.lost = truth.links.iter().chain(&truth.others).filter(|step| !found.contains(*step)).cloned().collect();
    }

    fn findings(&mut self, truth: &Truth, linked: &Linked) {
        let plain = |id: &str| id.split('!').next().unwrap_or_default().to_owned();
        let found: BTreeSet<(FindingCode, String)> =
            linked.findings.iter().map(|finding| (finding.code, plain(finding.notice_id.as_deref().unwrap_or_default()))).collect();
        self.planted = truth.planted.len();
        for (code, id) in &truth.planted {
            if found.contains(&(*code, id.clone())) {
                self.seen += 1;
            } else {
                self.unseen.entry(*code).or_default().push(id.clone());
            }
        }
        for (code, id) in found.iter().filter(|finding| !truth.planted.contains(*finding) && !truth.allowed.contains(*finding)) {
            self.surplus.entry(*code).or_default().push(id.clone());
        }
    }

    fn sums(&mut self, truth: &Truth, linked: &Linked) {
        let mut got: BTreeMap<DivisionCode, Money> = BTreeMap::new();
        for flow in linked.flows.iter().filter(|flow| flow.counts) {
            if let (Some(to), Some(money)) = (&flow.to_division, flow.money) {
                let sum = got.entry(to.clone()).or_default();
                *sum = sum.checked_add(money).unwrap_or_default();
            }
        }
        let mut given: BTreeMap<DivisionCode, Money> = BTreeMap::new();
        for ((_, division), money) in &truth.given {
            let sum = given.entry(division.clone()).or_default();
            *sum = sum.checked_add(*money).unwrap_or_default();
        }
        self.sums = given.len();
        for (division, money) in given {
            let sum = got.remove(&division).unwrap_or_default();
            if sum.0.normalize() != money.0.normalize() {
                self.wrong_sums += 1;
                self.samples.push(format!("{division}: {money} given, {sum} counted"));
            }
        }
        self.wrong_sums += got.len();
    }

    pub(crate) fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong.len())
    }

    pub(crate) fn recall(&self) -> f64 {
        share(self.stated - self.lost.len(), self.stated)
    }

    pub(crate) fn found(&self) -> f64 {
        share(self.seen, self.planted)
    }

    pub(crate) fn false_findings(&self) -> usize {
        self.surplus.values().map(Vec::len).sum()
    }

    pub(crate) fn told(&self) -> String {
        let some = |list: &[String]| list.iter().take(4).cloned().collect::<Vec<_>>().join("  ");
        let by_code = |map: &BTreeMap<FindingCode, Vec<String>>| {
            map.iter().map(|(code, ids)| format!("\n    {code} {}: {}", ids.len(), some(ids))).collect::<String>()
        };
        format!(
            "links: precision {:.5}, recall {:.5} of {}\n  wrong: {}\n  lost: {}\ndefects: {} of {} found ({:.4})\n  not found:{}\n  \
             not planted ({}):{}\nsums: {} of {} divisions wrong\n  {}\n",
            self.precision(),
            self.recall(),
            self.stated,
            some(&self.wrong),
            some(&self.lost),
            self.seen,
            self.planted,
            self.found(),
            by_code(&self.unseen),
            self.false_findings(),
            by_code(&self.surplus),
            self.wrong_sums,
            self.sums,
            some(&self.samples),
        )
    }
}

/// The score in words.
pub(crate) fn compare(truth: &Truth, linked: &Linked) -> String {
    Score::of(truth, linked).told()
}

/// Most memory this process has had, where the system tells.
pub(crate) fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
