//! Findings that one notice shows by itself. What each means and how sure it is: `docs/findings.md`.
//! Not for: what only two notices together show (`compare`).

use hongtou_notice::codes::{Absence, AmountRole, CitationRole, Confidence, Doubt, FundLevel, Level, NoticeKind, Origin, RowKind};
use hongtou_notice::{CENTRE, Doubts, Notice};

use crate::announced::check_announced;
use crate::card::Known;
use crate::finding::finding;
use crate::grants::grants_of;
use crate::model::{Finding, FindingCode, Severity};
use crate::parts::check_parts;
use crate::target::check_targets;
use crate::totals::{counted, table_sum};

/// Adds the findings of a notice.
pub(crate) fn check_notice(notice: &Notice, known: &Known, findings: &mut Vec<Finding>) {
    remarks(notice, findings);
    blank_totals(notice, findings);
    upstream_not_cited(notice, known, findings);
    text_against_table(notice, findings);
    dates(notice, findings);
    check_targets(notice, findings);
    check_parts(notice, findings);
    check_announced(notice, findings);
}

/// What the parser noticed. Sums that contradict each other inside one paper cannot be right; the rest is to be looked at.
fn remarks(notice: &Notice, findings: &mut Vec<Finding>) {
    for remark in &notice.remarks {
        let Ok(code) = remark.code.parse::<FindingCode>() else { continue };
        let severity = match code {
            FindingCode::AllocationTotalMismatch
            | FindingCode::ColumnFormulaMismatch
            | FindingCode::PartsTotalMismatch
            | FindingCode::WordsAmountDiffers => Severity::Error,
            FindingCode::BlankAmount => Severity::Info,
            _ => Severity::Warning,
        };
        let place = remark.evidence.first().and_then(hongtou_notice::Evidence::span).map(|span| span.start.to_string()).unwrap_or_default();
        let mut found = finding(code, severity, &notice.id, &place, remark.message.clone()).shown(remark.evidence.clone());
        found.expected.clone_from(&remark.expected);
        found.actual.clone_from(&remark.actual);
        findings.push(found);
    }
}

/// Copies made for many recipients leave the sum blank (`总表不发区`).
fn blank_totals(notice: &Notice, findings: &mut Vec<Finding>) {
    if remarked(notice, FindingCode::BlankAmount) {
        return;
    }
    for (at, amount) in notice.amounts.iter().enumerate() {
        if amount.role == AmountRole::Total && amount.absence == Some(Absence::Blank) && amount.money.is_none() {
            let message = "The sum of this notice is left blank.".to_owned();
            let found = finding(FindingCode::BlankAmount, Severity::Info, &notice.id, &format!("a{}", at + 1), message);
            findings.push(found.shown([amount.evidence.clone()]));
        }
    }
}

fn remarked(notice: &Notice, code: FindingCode) -> bool {
    notice.remarks.iter().any(|remark| remark.code == code.code())
}

/// The level that a fund comes from.
pub(crate) fn origin_level(known: &Known) -> Option<Level> {
    let level = |level| match level {
        FundLevel::Central | FundLevel::Mixed => Level::Central,
        FundLevel::Province => Level::Province,
        FundLevel::Prefecture => Level::Prefecture,
        FundLevel::County => Level::County,
    };
    known.items.iter().filter_map(|item| item.fund_level).map(level).min()
}

/// The level that a notice's money comes from, where its fund names a higher one than its own and it cites no source.
pub(crate) fn names_no_source(known: &Known) -> Option<Level> {
    let gives = matches!(known.kind, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle);
    origin_level(known).filter(|origin| gives && known.level.is_some_and(|level| *origin < level) && !known.has.source)
}

/// Money of a higher level came under a number; a notice that passes it on ought to name it.
fn upstream_not_cited(notice: &Notice, known: &Known, findings: &mut Vec<Finding>) {
    let Some(origin) = names_no_source(known) else { return };
    let message = format!("This notice passes on money of {origin} level and does not say under which number it came.");
    let evidence = grants_of(notice).into_iter().next().map(|grant| grant.evidence);
    findings.push(finding(FindingCode::UpstreamNotCited, Severity::Info, &notice.id, "", message).shown(evidence));
}

/// The body's sum and the table's, where both are printed.
fn text_against_table(notice: &Notice, findings: &mut Vec<Finding>) {
    if !matches!(notice.kind.value, NoticeKind::Issue | NoticeKind::Advance) || remarked(notice, FindingCode::TextTableMismatch) {
        return;
    }
    let mut totals = notice.amounts.iter().filter(|amount| amount.role == AmountRole::Total && amount.origin == Origin::Body);
    let (Some(total), None) = (totals.next(), totals.next()) else { return };
    let (Some(said), Some(table)) = (total.money, table_sum(notice)) else { return };
    // Any total of a table that repeats the sum shows that the counted column is not the one that was meant.
    let repeated = notice.allocations.iter().any(|cell| cell.row_kind == RowKind::Total && cell.money == Some(said));
    // A public copy of a notice to many often shows one recipient's row only.
    let rows = counted(notice).count();
    let excerpt = rows == 1 && table.money < said;
    // That the two differ is itself a doubt of both; any other one says that a figure may not have been read right.
    let unread = |confidence: Confidence, doubts: Doubts| {
        confidence == Confidence::Doubtful && doubts.iter().any(|doubt| !matches!(doubt, Doubt::TotalDiffers | Doubt::UnitConflict))
    };
    if said == table.money || repeated || excerpt || unread(total.confidence, total.doubts) || unread(table.confidence, table.doubts) {
        return;
    }
    let message = "The sum in the text is not the total of the table.".to_owned();
    let found = finding(FindingCode::TextTableMismatch, Severity::Warning, &notice.id, "", message);
    findings.push(found.expected(said, table.money).shown([total.evidence.clone(), table.evidence]));
}

fn dates(notice: &Notice, findings: &mut Vec<Finding>) {
    if let (Some(issued), Some(printed)) = (&notice.issued_on, &notice.printed_on)
        && printed.value < issued.value
        && !remarked(notice, FindingCode::DateConflict)
    {
        let message = "The printing date is before the date of the document.".to_owned();
        let found = finding(FindingCode::DateConflict, Severity::Warning, &notice.id, "printed_on", message);
        let evidence = issued.evidence.iter().chain(&printed.evidence).cloned();
        findings.push(found.expected(format!("on or after {}", issued.value), printed.value).shown(evidence));
    }
    let own_year = notice
        .issued_on
        .as_ref()
        .map(|date| date.value.year())
        .or_else(|| notice.number.as_ref().and_then(|number| number.value.year).map(i32::from));
    let Some(own_year) = own_year else { return };
    for citation in notice.citations.iter().filter(|citation| citation.role == CitationRole::Upstream) {
        let Some(number) = &citation.number else { continue };
        let Some(year) = number.year.map(i32::from).filter(|year| *year > own_year) else { continue };
        let message = format!("The cited source {number} is of a later year than this notice.");
        let found = finding(FindingCode::DateConflict, Severity::Warning, &notice.id, &number.to_string(), message);
        findings.push(found.expected(format!("{own_year} or earlier"), year).shown([citation.evidence.clone()]));
    }
}

/// Whether a held notice stands at the centre.
pub(crate) fn is_central(known: &Known) -> bool {
    known.level == Some(Level::Central) || known.division.as_ref().is_some_and(|division| division.as_str() == CENTRE)
}
