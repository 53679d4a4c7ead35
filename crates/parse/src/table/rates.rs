//! Printed rates of execution (执行率, 支出进度) against the budget and the spending printed beside them:
//! `rate_mismatch`. See `docs/tables.md`, checks. Not for: sums (`sums`).

use hongtou_document::Document;
use hongtou_notice::Remark;
use hongtou_notice::codes::{ColumnRole, Origin};
use rust_decimal::Decimal;

use super::allocation::{Line, Read, money};
use super::columns::Column;
use super::figure;
use super::grid::Slot;
use super::text;

/// Words of a head over the share of the budget that was spent.
const RATES: &[&str] = &["执行率", "支出率", "支付率", "支出进度", "执行进度"];

/// Whether a head goes over the share of the budget that was spent.
pub(crate) fn is_rate(key: &str) -> bool {
    RATES.iter().any(|word| key.contains(word))
}

/// Checks the rate column of a table that has one column of the budget and one of the spending.
pub(crate) fn check(document: &Document, columns: &[Column], lines: &[Line<'_>], read: &mut Read) {
    let only = |role: ColumnRole| {
        let mut all = money(columns).filter(move |(_, column)| column.role == role).map(|(col, _)| col);
        all.next().filter(|_| all.next().is_none())
    };
    let (Some(budget), Some(spent)) = (only(ColumnRole::Budget), only(ColumnRole::Executed)) else { return };
    let mut rates = columns.iter().enumerate().filter(|(_, column)| is_rate(&text::core(column.head.leaf())));
    let (Some((rate, _)), None) = (rates.next(), rates.next()) else { return };
    for line in lines {
        let value = |col: usize| line.figures.get(col).and_then(figure::value);
        if let (Some(budget), Some(spent), Some(slot)) = (value(budget), value(spent), line.slots.get(rate)) {
            read.remarks.extend(remark(document, slot, budget, spent, Origin::Table));
        }
    }
}

/// What is to be said of a printed rate. It may be a share (0.95) or per cent, rounded or cut off at its last digit.
pub(crate) fn remark(document: &Document, slot: &Slot, budget: Decimal, spent: Decimal, origin: Origin) -> Option<Remark> {
    // The rest of a merged cell belongs to the first row of it.
    if slot.cell.is_some() && !slot.origin {
        return None;
    }
    let printed = slot.key.trim_end_matches(['%', '％']);
    let rate: Decimal = printed.parse().ok()?;
    let exact = spent.checked_div(budget).filter(|_| !budget.is_zero())?;
    let step = Decimal::new(1, rate.scale());
    let near = |exact: Decimal| (exact - rate).abs() < step;
    let percent = exact.checked_mul(Decimal::ONE_HUNDRED)?;
    if near(percent) || printed == slot.key && near(exact) {
        return None;
    }
    let expected = format!("{}%", percent.round_dp(2).normalize());
    Some(Remark {
        code: "rate_mismatch".to_owned(),
        message: format!("{spent} of {budget} is {expected}, printed is {}.", slot.key),
        expected: Some(expected),
        actual: Some(slot.key.clone()),
        evidence: vec![slot.evidence(document, origin)],
    })
}
