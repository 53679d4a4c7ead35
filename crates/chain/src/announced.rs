//! Attachments that a notice announces and the archive does not hold: `attachment_missing`.
//!
//! A notice without its table tells how much, and not to whom; without its form it tells no target. Public pages often leave them
//! out, so this is for information (`docs/findings.md`). Not for: joining those that are there (`attach`), or an
//! attachment whose notice is missing (`notice_missing`).

use hongtou_notice::codes::Origin;
use hongtou_notice::{Evidence, Notice};

use crate::card::gives;
use crate::finding::finding;
use crate::model::{Finding, FindingCode, Severity};

/// Words in the title of a form of indicators (绩效目标表, 绩效自评表).
const FORM: &str = "绩效";
/// Words in the title of a table of recipients: 分配表, 安排情况表, 资金明细.
const TABLE: &[&str] = &["表", "分配", "明细"];

/// Adds one finding to a notice that gives money and lacks a table or form it announces.
pub(crate) fn check_announced(notice: &Notice, findings: &mut Vec<Finding>) {
    if !gives(notice.kind.value) {
        return;
    }
    let lacking: Vec<_> =
        notice.attachments.iter().filter(|fact| fact.value.source_id.is_none() && lacks(notice, &fact.value.title)).collect();
    if lacking.is_empty() {
        return;
    }
    let titles: Vec<&str> = lacking.iter().map(|fact| fact.value.title.as_str()).collect();
    let message = format!("Announced and not in the archive: {}.", titles.join("; "));
    let evidence: Vec<Evidence> = lacking.iter().flat_map(|fact| fact.evidence.clone()).collect();
    findings.push(finding(FindingCode::AttachmentMissing, Severity::Info, &notice.id, "", message).shown(evidence));
}

/// Whether a notice has nothing that an attachment of this title could have told. Titles that name neither table nor
/// form (rules, contacts) are not judged.
fn lacks(notice: &Notice, title: &str) -> bool {
    if title.contains(FORM) {
        notice.indicators.is_empty() && notice.amounts.iter().all(|amount| amount.origin != Origin::FundBox)
    } else {
        TABLE.iter().any(|word| title.contains(word)) && notice.allocations.is_empty()
    }
}
