//! Documents cited: whether they can be what their role says (`docs/confidence.md`, citations).
//! Not for: deciding roles (`roles`).

use hongtou_notice::codes::{CitationRole, Confidence, Doubt, NoticeKind};
use hongtou_notice::{AgencyCodes, Citation, Notice};

use super::{Weighed, garble};
use crate::vocab::RULE_WORDS;

/// Money is passed on in the year of its number, the one after, or, when settled, a few years later.
const OLDEST_SOURCE: i32 = 4;

pub(super) fn weigh(notice: &mut Notice) {
    let date = notice.issued_on.as_ref().filter(|fact| fact.confidence < Confidence::Doubtful).map(|fact| fact.value.year());
    let number = notice.number.as_ref().and_then(|fact| fact.value.year).map(i32::from);
    let year = date.or(number);
    let gives = matches!(notice.kind.value, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle | NoticeKind::Adjust);
    let sourced = notice.citations.iter().any(|citation| citation.role == CitationRole::Upstream);
    let unsure_kind = notice.kind.confidence == Confidence::Doubtful;
    for citation in &mut notice.citations {
        let Some(number) = &citation.number else { continue };
        let cited = number.year.map(i32::from);
        let source = matches!(citation.role, CitationRole::Upstream | CitationRole::Issued | CitationRole::Prior);
        let later = year.zip(cited).is_some_and(|(year, cited)| cited > year);
        let stale = source && year.zip(cited).is_some_and(|(year, cited)| cited + OLDEST_SOURCE < year);
        // Money comes under the number of a finance body, or of a planning body's investment plan.
        let office = number.prefix.contains(['财', '发', '投', '建']) || AgencyCodes::get().lookup(&number.prefix).is_some();
        let odd = citation.role == CitationRole::Upstream && !office || garble::is_misread_code(&number.prefix);
        // A notice that passes money on and names no source: the finance number it is said to be based on may be it.
        let fiscal = number.prefix.contains('财') && number.year.is_some();
        let based = citation.role == CitationRole::Basis && gives && fiscal && !is_rule(citation);
        let missed = based && (!sourced || citation.title.as_deref().is_some_and(passes_money));
        if later || stale {
            citation.lower(Confidence::Doubtful, Doubt::SourceConflict);
        }
        // 资全 for 资金 in the title cited: what the document is cannot be told by it.
        if odd || citation.title.as_deref().is_some_and(garble::is_misread) {
            citation.lower(Confidence::Doubtful, Doubt::DamagedText);
        }
        if missed || unsure_kind {
            citation.lower(Confidence::Doubtful, Doubt::RoleInferred);
        }
    }
}

fn is_rule(citation: &Citation) -> bool {
    citation.title.as_deref().is_some_and(|title| RULE_WORDS.in_text(title) || !passes_money(title))
}

fn passes_money(title: &str) -> bool {
    ["下达", "拨付", "安排", "预拨", "清算", "追加"].iter().any(|verb| title.contains(verb))
        && ["资金", "补助", "经费", "预算", "指标"].iter().any(|word| title.contains(word))
}
