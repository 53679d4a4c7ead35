//! The marks of directly managed money (直达资金标识), which must stay unchanged on the way down.
//!
//! `01` is the centre's in one province and the region's in another, so code and word before 直达资金 are compared
//! together (`docs/findings.md`, tags). Not for: which notices are compared.

use std::collections::BTreeSet;
use std::sync::Arc;

use hongtou_notice::codes::FundLevel;
use hongtou_notice::{DirectFundTag, Evidence, Notice};

use crate::archive::Archive;
use crate::card::Known;
use crate::finding::finding;
use crate::grants::level_of_tag;
use crate::model::{Finding, FindingCode, Severity};

fn label(tag: &DirectFundTag) -> String {
    tag.label.chars().filter(|c| !c.is_whitespace()).collect()
}

fn shown(tags: &[&DirectFundTag]) -> String {
    tags.iter().map(|tag| format!("{}{}", tag.code.as_deref().unwrap_or_default(), tag.label)).collect::<Vec<_>>().join("、")
}

/// Whether two tags mark the same money.
fn same(a: &DirectFundTag, b: &DirectFundTag) -> bool {
    let (first, second) = (label(a), label(b));
    if first == second {
        return true;
    }
    let word = |label: &str| label.find("直达").map(|at| label.get(..at).unwrap_or_default().to_owned());
    a.code.is_some() && a.code == b.code && word(&first) == word(&second)
}

fn tags(notice: &Notice) -> Vec<&DirectFundTag> {
    notice.direct_fund_tags.iter().map(|tag| &tag.value).collect()
}

fn places(notice: &Notice) -> impl Iterator<Item = Evidence> + '_ {
    notice.direct_fund_tags.iter().filter_map(|tag| tag.evidence.first().cloned())
}

/// Compares the tags of a notice with those of the notices that gave it the money. `all_held` says that no source is
/// unknown: otherwise a tag may have come from it.
pub(crate) fn compare_tags(archive: &Archive, child: usize, parents: &[usize], all_held: bool, findings: &mut Vec<Finding>) {
    if !parents.iter().chain([&child]).any(|at| archive.known(*at).is_some_and(|known| known.has.tags)) {
        return;
    }
    let (Some(notice), Some(known)) = (archive.notice(child), archive.known(child)) else { return };
    let above: Vec<Arc<Notice>> = parents.iter().filter_map(|at| archive.notice(*at)).collect();
    let own = tags(&notice);
    let theirs: Vec<&DirectFundTag> = above.iter().flat_map(|notice| tags(notice)).filter(|tag| concerns(tag, &known)).collect();
    let code = if own.is_empty() && !theirs.is_empty() {
        FindingCode::TagLost
    } else if !all_held || own.iter().all(|tag| theirs.iter().any(|other| same(tag, other))) {
        return;
    } else if theirs.is_empty() {
        // The parent's tag was of another level's money.
        if above.iter().any(|notice| !notice.direct_fund_tags.is_empty()) {
            return;
        }
        FindingCode::TagAdded
    } else if own.len() == 1 && theirs.len() == 1 {
        FindingCode::TagChanged
    } else {
        FindingCode::TagAdded
    };
    let message = match code {
        FindingCode::TagLost => "The direct-fund tag of the money's source is not repeated.",
        FindingCode::TagChanged => "The direct-fund tag is another than that of the money's source.",
        _ => "A direct-fund tag that the money's source does not carry.",
    };
    let mut found = finding(code, Severity::Warning, &notice.id, "", message.to_owned());
    found.expected = (!theirs.is_empty()).then(|| shown(&theirs));
    found.actual = (!own.is_empty()).then(|| shown(&own));
    for parent in &above {
        found = found.with(&parent.id);
    }
    findings.push(found.shown(places(&notice)).shown(above.iter().flat_map(|notice| places(notice))));
}

/// A notice that passes on money of one level only need not carry the tag of another level's.
fn concerns(tag: &DirectFundTag, child: &Known) -> bool {
    let levels: BTreeSet<Option<FundLevel>> = child.items.iter().map(|item| item.fund_level).collect();
    let open = levels.is_empty() || levels.contains(&None) || levels.contains(&Some(FundLevel::Mixed));
    open || level_of_tag(tag).is_none_or(|level| levels.contains(&Some(level)))
}
