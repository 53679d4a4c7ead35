//! Sums of one notice that are printed in parts, and rows without a name: `parts_total_mismatch`, `blank_recipient`
//! (`docs/findings.md`). Not for: totals of tables and printed formulas, which the parser checks.

use std::collections::BTreeMap;

use hongtou_notice::codes::{AmountRole, ColumnRole, Confidence, Doubt, NoticeKind, Origin, RowKind};
use hongtou_notice::{Allocation, Amount, Doubts, Money, Notice};

use crate::finding::finding;
use crate::model::{Finding, FindingCode, Severity};

/// How many rows must show that the part columns make up the whole before a row that does not is wrong.
const ROWS_THAT_SHOW: usize = 3;

/// Adds the findings of parts that do not make up their sum, in the text and in the rows of tables.
pub(crate) fn check_parts(notice: &Notice, findings: &mut Vec<Finding>) {
    parts_of_text(notice, findings);
    parts_of_rows(notice, findings);
    nameless_rows(notice, findings);
}

/// How far behind the sum its parts are printed, in characters: further on they may be parts of another sum.
const NEAR: u32 = 120;

/// `2016万元（其中：中央1845万元、省级171万元）`. Parts of the upper levels above the sum cannot be right; parts below it leave
/// room for one that is not named, so they are only worth checking. Money of the issuer's own level stands beside
/// the sum as often as in it.
fn parts_of_text(notice: &Notice, findings: &mut Vec<Finding>) {
    if !matches!(notice.kind.value, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle) {
        return;
    }
    let of_role = |role: AmountRole| notice.amounts.iter().filter(move |amount| amount.role == role && amount.origin == Origin::Body);
    let Some((total, whole)) = only(of_role(AmountRole::Total)) else { return };
    let beside = [AmountRole::Prefectural, AmountRole::County, AmountRole::Local, AmountRole::OtherFunds];
    let [Some(central), Some(provincial)] = [AmountRole::Central, AmountRole::Provincial].map(|role| only(of_role(role))) else { return };
    let parts = [central, provincial];
    let near = |(part, _): &(&Amount, Money)| match (total.evidence.span(), part.evidence.span()) {
        (Some(total), Some(part)) => (total.end..total.end.saturating_add(NEAR)).contains(&part.start),
        _ => true,
    };
    let Some(sum) = central.1.checked_add(provincial.1) else { return };
    if sum == whole || beside.iter().any(|role| of_role(*role).next().is_some()) || !parts.iter().all(near) {
        return;
    }
    let severity = if sum > whole { Severity::Error } else { Severity::Warning };
    let message = "The parts by level that the text names do not add up to its sum.".to_owned();
    let found = finding(FindingCode::PartsTotalMismatch, severity, &notice.id, "", message).expected(whole, sum);
    findings.push(found.shown([total.evidence.clone()]).shown(parts.into_iter().map(|(part, _)| part.evidence.clone())));
}

/// The one amount, where it has a figure that was read beyond doubt.
fn only<'a>(mut amounts: impl Iterator<Item = &'a Amount>) -> Option<(&'a Amount, Money)> {
    let one = amounts.next().filter(|_| amounts.next().is_none())?;
    one.money.filter(|_| read(one.confidence, one.doubts)).map(|money| (one, money))
}

/// Whether a figure was read beyond doubt. That it does not add up with the others is what is told here, and no doubt of the
/// reading.
fn read(confidence: Confidence, doubts: Doubts) -> bool {
    confidence == Confidence::Certain || doubts == Doubt::SumMismatch.into()
}

/// The cell of the given sum, the sum, and the cells of its parts.
type Row<'a> = (&'a Allocation, Money, Vec<&'a Allocation>);

/// Where the part columns of a table make up the given sum in nearly every row, a row in which they do not is wrong.
fn parts_of_rows(notice: &Notice, findings: &mut Vec<Finding>) {
    let mut rows: BTreeMap<(u32, u32), Vec<&Allocation>> = BTreeMap::new();
    for cell in &notice.allocations {
        rows.entry((cell.table, cell.row)).or_default().push(cell);
    }
    let mut tables: BTreeMap<(u32, usize), Vec<Row<'_>>> = BTreeMap::new();
    for ((table, _), cells) in rows {
        let told = |cell: &&&Allocation| cell.money.is_some() && read(cell.confidence, cell.doubts);
        let mut wholes = cells.iter().filter(|cell| cell.column_role == ColumnRole::Allocated);
        let (Some(whole), None) = (wholes.next(), wholes.next()) else { continue };
        let parts: Vec<&Allocation> = cells.iter().filter(|cell| cell.column_role == ColumnRole::OfWhich).copied().collect();
        if parts.len() < 2 || !told(&whole) || !parts.iter().all(|part| told(&part)) {
            continue;
        }
        let Some(sum) = Money::sum(parts.iter().filter_map(|part| part.money)) else { continue };
        tables.entry((table, parts.len())).or_default().push((whole, sum, parts));
    }
    for rows in tables.into_values() {
        let fit = |(whole, sum, _): &Row<'_>| whole.money == Some(*sum);
        // A total of parts misses with the row that misses: it shows nothing of its own, and is told where it alone misses.
        let (totals, rows): (Vec<Row<'_>>, Vec<Row<'_>>) =
            rows.into_iter().partition(|(whole, ..)| matches!(whole.row_kind, RowKind::Total | RowKind::Subtotal));
        let fits = rows.iter().filter(|row| fit(row)).count();
        if fits < ROWS_THAT_SHOW || fits * 4 < rows.len() * 3 {
            continue;
        }
        let missing = if fits < rows.len() { rows } else { totals };
        for (whole, sum, parts) in missing.into_iter().filter(|row| !fit(row)) {
            let message = format!("The parts in the row of {} do not add up to its sum, as those of the other rows do.", whole.recipient);
            let place = format!("t{}r{}", whole.table, whole.row);
            let found = finding(FindingCode::PartsTotalMismatch, Severity::Error, &notice.id, &place, message);
            let found = found.expected(whole.money.unwrap_or_default(), sum).shown([whole.evidence.clone()]);
            findings.push(found.shown(parts.into_iter().map(|part| part.evidence.clone())));
        }
    }
}

/// Money for nobody: a counted row whose name is blank or a place to be filled in (××县).
fn nameless_rows(notice: &Notice, findings: &mut Vec<Finding>) {
    let blank =
        |name: &str| name.chars().all(|c| c.is_whitespace() || matches!(c, '×' | 'X' | 'x' | '*' | '＊' | '_' | '＿' | '—' | '-' | '/'));
    let named = |cell: &&Allocation| !matches!(cell.row_kind, RowKind::Total | RowKind::Subtotal);
    for cell in notice.allocations.iter().filter(|cell| cell.counts && cell.money.is_some()).filter(named) {
        if blank(&cell.recipient) {
            let place = format!("t{}r{}", cell.table, cell.row);
            let message = "A row gives money and names no recipient.".to_owned();
            let found = finding(FindingCode::BlankRecipient, Severity::Warning, &notice.id, &place, message);
            findings.push(found.shown([cell.evidence.clone()]));
        }
    }
}
