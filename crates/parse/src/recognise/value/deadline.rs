//! Deadlines: `2020年12月1日前`, `12月底到位`, `收到补助资金后30日内`, `≤30日`, `每月10日之前`.
//! Not for: dates of papers.

use hongtou_notice::Date;
use hongtou_notice::codes::{Comparator, ValueKind};
use rust_decimal::Decimal;

use super::super::date::{find_dates_in, part, year_before};
use super::super::ink::Ink;
use super::Reading;

/// Longest text beside a date in a deadline (`…前全部发放到位`).
const BESIDE: usize = 12;
/// Units of a span by which something is done.
const SPANS: [&str; 9] = ["日", "天", "工作日", "个工作日", "小时", "分钟", "个月", "周", "月"];

/// Whether a bounded number of such units is a deadline.
pub(super) fn is_span(comparator: Comparator, unit: Option<&str>) -> bool {
    matches!(comparator, Comparator::Le | Comparator::Lt) && unit.is_some_and(|unit| SPANS.contains(&unit))
}

/// Reads a cell as a deadline.
pub(super) fn read(ink: &Ink) -> Option<Reading> {
    let text = ink.text(0, ink.len());
    if ["当天", "当日", "当月", "当年", "年底前", "月底前", "年内", "年底", "月底", "当季"]
        .contains(&text.trim_end_matches("内").trim_end_matches("完成"))
    {
        return Some(Reading { comparator: Comparator::Le, ..Reading::of(ValueKind::Deadline) });
    }
    recurring(ink).or_else(|| dated(ink)).or_else(|| monthly(ink)).or_else(|| after_event(ink))
}

fn deadline(date: Option<Date>) -> Reading {
    Reading { comparator: Comparator::Le, deadline: date, ..Reading::of(ValueKind::Deadline) }
}

/// A full date and little else.
fn dated(ink: &Ink) -> Option<Reading> {
    let found = find_dates_in(ink);
    let [(from, to, date)] = found.as_slice() else { return None };
    let beside = ink.len() - (to - from);
    let span = *to < ink.len() && matches!(ink.c(*to), '-' | '~' | '至' | '到');
    (beside <= BESIDE && !span).then(|| deadline(Some(*date)))
}

/// A month, or the end of a year: `2020年12月底前`, `12月底到位`, `2020年底前`.
fn monthly(ink: &Ink) -> Option<Reading> {
    let year_mark = (0..ink.len().min(6)).find(|&i| ink.c(i) == '年');
    let year = year_mark.and_then(|at| year_before(ink, at, 0));
    let at = match (year_mark, year) {
        (Some(mark), Some(_)) => mark + 1,
        (Some(_), None) => return None,
        (None, _) => 0,
    };
    let year = year.map(|(_, year, _)| year);
    let is_end = |i: usize| matches!(ink.c(i), '底' | '末');
    let (month, next) = match part(ink, at) {
        Some((month, next)) if ink.c(next) == '月' && (1..=12).contains(&month) => (u8::try_from(month).ok()?, next + 1),
        _ if year.is_some() && is_end(at) => (12, at),
        _ => return None,
    };
    let next = next + usize::from(ink.c(next) == '份');
    let day = part(ink, next).filter(|&(_, after)| ink.c(after) == '日');
    let rest = ink.len() - next;
    // A month alone is a time, not yet a deadline; with a day but no year there is no date to give.
    if rest > BESIDE || (rest == 0 && year.is_none()) {
        return None;
    }
    let before_month = ink.c(next) == '前' || ink.text(next, next + 2) == "之前" || ink.text(next, next + 2) == "以前";
    let date = match (year, day) {
        (Some(year), None) if !before_month => (28..=31).rev().find_map(|day| Date::new(year, month, day)),
        _ => None,
    };
    let ends = is_end(next) || before_month || day.is_some() || rest == 0;
    ends.then(|| deadline(date))
}

/// `每月10日之前`.
fn recurring(ink: &Ink) -> Option<Reading> {
    if ink.c(0) != '每' || !matches!(ink.c(1), '月' | '年' | '季') {
        return None;
    }
    let quarter = usize::from(ink.text(1, 3) == "季度");
    let (day, next) = part(ink, 2 + quarter)?;
    let rest = ink.text(next, ink.len());
    let rest = rest.strip_prefix(['日', '号'])?;
    ["前", "之前", "以前"].iter().any(|word| rest.starts_with(word)).then(|| Reading {
        value: Some(Decimal::from(day)),
        unit: Some("日".to_owned()),
        per: Some(ink.raw_text(1, 2 + quarter)),
        ..deadline(None)
    })
}

/// `收到补助资金后30日内`: a span after something.
fn after_event(ink: &Ink) -> Option<Reading> {
    let at = (1..ink.len()).find(|&i| ink.c(i).is_ascii_digit())?;
    if !matches!(ink.c(at - 1), '后' | '起') {
        return None;
    }
    let measure = super::measure(ink, at)?;
    let unit = measure.unit.as_deref();
    if !is_span(measure.comparator?, unit) || ink.len() - measure.to > BESIDE {
        return None;
    }
    Some(Reading { value: Some(measure.value), unit: measure.unit, ..deadline(None) })
}
