//! Performance indicators on the way down: `indicator_dropped`, `indicator_weakened` (`docs/findings.md`, indicators).
//!
//! A total is shared out, so a county's target of people or projects is lower than its province's: that is no
//! weakening. A rate, a standard per head and a time limit hold for everyone, and only these are compared.
//! Not for: targets against achievements (`target`).

use std::collections::BTreeMap;

use hongtou_notice::codes::{Comparator, Confidence, Period, ValueKind};
use hongtou_notice::{DivisionCode, Divisions, Indicator, IndicatorValue, Notice};
use rust_decimal::Decimal;

use crate::archive::Archive;
use crate::finding::finding;
use crate::model::{Finding, FindingCode, Severity};

/// A form of indicators further up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FormAbove {
    /// The notice that has it.
    pub(crate) above: usize,
    /// The notice that it gave the money to: a part of the form may be for this one's place.
    pub(crate) below: usize,
}

/// Compares the form of a notice with the nearest one on the way that its money came.
pub(crate) fn compare_goals(archive: &Archive, child: usize, form: FormAbove, findings: &mut Vec<Finding>) {
    if !archive.known(child).is_some_and(|known| known.has.indicators) {
        return;
    }
    let (Some(below), Some(above)) = (archive.notice(child), archive.notice(form.above)) else { return };
    let place = archive.division_of(form.below);
    let (own, theirs) = (targets(&below, None), targets(&above, place.as_ref()));
    // A child with a form of its own making (none of the names returns) has not dropped single indicators.
    if !theirs.keys().any(|name| own.contains_key(name)) {
        return;
    }
    for (name, wanted) in theirs.iter().filter_map(|(name, wanted)| Some((name, (*wanted)?))) {
        let at = format!("i{}r{}", wanted.table, wanted.row);
        let Some(promised) = own.get(name) else {
            // What a county two steps down leaves out may have been the task of those between.
            if form.below != child {
                continue;
            }
            let message = format!("The indicator {} of {} is not repeated.", wanted.level3, above.id);
            let mut found = finding(FindingCode::IndicatorDropped, Severity::Info, &below.id, &at, message).with(&above.id);
            found.expected = wanted.target.as_ref().map(|target| format!("{} {}", wanted.level3, target.text));
            findings.push(found.shown([wanted.evidence.clone()]));
            continue;
        };
        let Some((promised, (target, lower))) = promised.and_then(|promised| Some((promised, weaker(wanted, promised)?))) else { continue };
        let message = format!("{}: {} above, {} here.", promised.level3, target.text, lower.text);
        let found = finding(FindingCode::IndicatorWeakened, Severity::Warning, &below.id, &at, message).with(&above.id);
        findings.push(found.expected(&target.text, &lower.text).shown([promised.evidence.clone(), wanted.evidence.clone()]));
    }
}

/// The year's indicators of a form by name. Where a notice has a form for each place, `place` says whose is meant; a
/// name that a form has twice (one for each project) cannot be paired and is `None`, nor can one whose row is doubtful: its
/// name was seen, and what it asks for is not sure.
fn targets<'a>(notice: &'a Notice, place: Option<&DivisionCode>) -> BTreeMap<String, Option<&'a Indicator>> {
    let of_year = |indicator: &&Indicator| indicator.period == Period::Annual;
    let sure = |indicator: &&Indicator| indicator.confidence != Confidence::Doubtful;
    let all: Vec<&Indicator> = notice.indicators.iter().filter(of_year).collect();
    let speaker = notice.division.as_ref().map(|division| &division.value);
    let meant = |indicator: &&Indicator| {
        indicator.scope.as_ref().is_some_and(|scope| Divisions::get().resolve(scope, speaker).one().as_ref() == place)
    };
    let mut chosen: Vec<&Indicator> = all.iter().copied().filter(|indicator| place.is_some() && meant(indicator)).collect();
    if chosen.is_empty() {
        chosen = all.into_iter().filter(|indicator| place.is_none() || indicator.scope.is_none()).collect();
    }
    let mut named: BTreeMap<String, Option<&Indicator>> = BTreeMap::new();
    for indicator in chosen {
        named.entry(folded(&indicator.level3)).and_modify(|known| *known = None).or_insert(Some(indicator).filter(sure));
    }
    named
}

/// The name without marks of importance, blanks and what stands in parentheses (`（≥**人）`).
fn folded(name: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && !c.is_whitespace() && !matches!(c, '★' | '☆' | '*' | '：' | ':' | '、' | '.') => out.push(c),
            _ => {}
        }
    }
    if out.is_empty() { name.to_owned() } else { out }
}

/// The two targets, where the lower one asks for less.
fn weaker<'a>(wanted: &'a Indicator, promised: &'a Indicator) -> Option<(&'a IndicatorValue, &'a IndicatorValue)> {
    let (above, below) = (wanted.target.as_ref()?, promised.target.as_ref()?);
    if !for_everyone(above) || above.unit != below.unit || above.per != below.per {
        return None;
    }
    let (high, low) = (number(above)?, number(below)?);
    let less = match (upward(above.comparator), upward(below.comparator)) {
        (true, true) => low < high,
        (false, false) => low > high,
        _ => false,
    };
    less.then_some((above, below))
}

/// A bare number is a lower bound, as scoring reads it.
fn upward(comparator: Comparator) -> bool {
    !matches!(comparator, Comparator::Le | Comparator::Lt)
}

fn number(value: &IndicatorValue) -> Option<Decimal> {
    (value.kind == ValueKind::Number).then_some(value.value).flatten()
}

/// Whether the target is a rate, a standard or a limit of time rather than a total that is shared out.
fn for_everyone(value: &IndicatorValue) -> bool {
    let limit = !upward(value.comparator);
    value.per.is_some()
        || value
            .unit
            .as_deref()
            .is_some_and(|unit| matches!(unit, "%" | "％" | "‰" | "百分比") || limit && ["天", "日", "工作日", "个工作日"].contains(&unit))
}
