//! What may not change on the way down without a reason: the budget subject and the fund's name (`docs/findings.md`,
//! subjects, names). Not for: tags (`tags`), indicators (`goals`), sums.

use std::collections::BTreeSet;
use std::sync::Arc;

use hongtou_notice::codes::SubjectSide;
use hongtou_notice::{Evidence, Fact, Notice, Subject};

use crate::archive::Archive;
use crate::finding::finding;
use crate::model::{Basis, Finding, FindingCode, Severity};
use crate::tie::Tie;

/// Compares the subjects of a notice with those of all the notices that gave it the money.
pub(crate) fn compare_subjects(archive: &Archive, child: usize, parents: &[usize], findings: &mut Vec<Finding>) {
    // A parent that names no subject leaves the choice to the recipient.
    if !parents.iter().chain([&child]).all(|at| archive.known(*at).is_some_and(|known| known.has.subjects)) {
        return;
    }
    let Some(notice) = archive.notice(child) else { return };
    let above: Vec<Arc<Notice>> = parents.iter().filter_map(|at| archive.notice(*at)).collect();
    for side in [SubjectSide::Revenue, SubjectSide::Expenditure] {
        let own = subjects(&notice, side);
        // Nor does one that names none of this side.
        if own.is_empty() || above.iter().any(|parent| subjects(parent, side).is_empty()) {
            continue;
        }
        let theirs: Vec<(String, &Fact<Subject>)> = above.iter().flat_map(|parent| subjects(parent, side)).collect();
        if own.iter().any(|(code, _)| theirs.iter().any(|(other, _)| same_class(code, other))) {
            continue;
        }
        let message = format!("The {side} subject is another than that of the money's source.");
        let mut found = finding(FindingCode::SubjectChanged, Severity::Info, &notice.id, side.code(), message)
            .expected(listed(&theirs), listed(&own))
            .shown(places(&own))
            .shown(places(&theirs));
        for parent in &above {
            found = found.with(&parent.id);
        }
        findings.push(found);
    }
}

/// The subjects of one side. What the giver books as 230… (转移性支出) is the recipient's revenue 110… (domain of the
/// 政府收支分类科目; `docs/funds.md`, kinds of transfers), so both are compared as revenue.
fn subjects(notice: &Notice, side: SubjectSide) -> Vec<(String, &Fact<Subject>)> {
    let one = |subject: &'_ Subject| -> Option<(SubjectSide, String)> {
        match subject.code.strip_prefix("230") {
            Some(rest) => Some((SubjectSide::Revenue, format!("110{rest}"))),
            None => Some((subject.side?, subject.code.clone())),
        }
    };
    let all = notice.budget_subjects.iter().filter_map(|fact| Some((one(&fact.value)?, fact)));
    all.filter(|((of, _), _)| *of == side).map(|((_, code), fact)| (code, fact)).collect()
}

/// One is the other or a finer one of it.
fn same_class(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

fn listed(subjects: &[(String, &Fact<Subject>)]) -> String {
    let codes: BTreeSet<&str> = subjects.iter().map(|(_, fact)| fact.value.code.as_str()).collect();
    codes.into_iter().collect::<Vec<_>>().join("、")
}

fn places(subjects: &[(String, &Fact<Subject>)]) -> Vec<Evidence> {
    subjects.iter().filter_map(|(_, fact)| fact.evidence.first().cloned()).collect()
}

/// A name that differs beyond level, year, batch and 预算. Only for a child of one source and one fund, whose citation
/// is certain: where money of several funds is gathered the new name is the office's business.
pub(crate) fn compare_names(archive: &Archive, child: usize, parent: usize, tie: &Tie, findings: &mut Vec<Finding>) {
    let (Some(own), Some(theirs)) = (archive.known(child), archive.known(parent)) else { return };
    let (Some(key), Some(other)) = (own.fund_key(), theirs.fund_key()) else { return };
    if tie.basis != Basis::Cited || own.year != theirs.year || alike(&key, &other) {
        return;
    }
    let (Some(below), Some(above)) = (archive.notice(child), archive.notice(parent)) else { return };
    let name = |notice: &Notice| notice.fund_name.as_ref().map(|name| String::from(&name.value));
    let place = |notice: &Notice| notice.fund_name.as_ref().and_then(|name| name.evidence.first().cloned());
    let mut found = finding(FindingCode::FundRenamed, Severity::Info, &below.id, "", "The fund has another name than above.".to_owned())
        .with(&above.id)
        .shown(place(&below).into_iter().chain(place(&above)));
    found.expected = name(&above);
    found.actual = name(&below);
    findings.push(found);
}

/// Whether one name may be a short or a longer form of the other (新冠肺炎疫情防控, 新型冠状病毒感染肺炎疫情防控): most characters of the
/// shorter stand in the other in the same order.
fn alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row = vec![0usize; b.len() + 1];
    for x in &a {
        let mut corner = 0;
        for (at, y) in b.iter().enumerate() {
            let above = row.get(at + 1).copied().unwrap_or_default();
            let left = row.get(at).copied().unwrap_or_default();
            if let Some(place) = row.get_mut(at + 1) {
                *place = if x == y { corner + 1 } else { above.max(left) };
            }
            corner = above;
        }
    }
    let common = row.last().copied().unwrap_or_default();
    common * 5 >= a.len().min(b.len()) * 3
}
