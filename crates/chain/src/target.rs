//! Targets against achievements in self-evaluation forms: `target_missed` (`docs/findings.md`).
//! Not for: whether the same indicator has a weaker target on a lower level.

use hongtou_notice::codes::{Comparator, Confidence, ValueKind};
use hongtou_notice::{Indicator, IndicatorValue, Notice};
use rust_decimal::Decimal;

use crate::finding::finding;
use crate::model::{Finding, FindingCode, Severity};

/// Adds a finding for every indicator whose printed achievement falls short of its printed target.
pub(crate) fn check_targets(notice: &Notice, findings: &mut Vec<Finding>) {
    for indicator in &notice.indicators {
        if let Some((target, achieved)) = missed(indicator) {
            let message = format!("{}: {} was to be reached, {} is reported.", indicator.level3, target.text, achieved.text);
            let place = format!("i{}r{}", indicator.table, indicator.row);
            let found = finding(FindingCode::TargetMissed, Severity::Warning, &notice.id, &place, message);
            findings.push(found.expected(&target.text, &achieved.text).shown([indicator.evidence.clone()]));
        }
    }
}

/// Target and achievement, where both are numbers of one unit and the achievement falls short. A bare number
/// or `=` is read as a lower bound, as scoring does; a word against a word is left to the reader.
fn missed(indicator: &Indicator) -> Option<(&IndicatorValue, &IndicatorValue)> {
    let (target, achieved) = (indicator.target.as_ref()?, indicator.achieved.as_ref()?);
    if indicator.confidence == Confidence::Doubtful || !same_unit(target, achieved) {
        return None;
    }
    let (wanted, got) = (number(target)?, number(achieved)?);
    let short = match target.comparator {
        Comparator::Le => got > wanted,
        Comparator::Lt => got >= wanted,
        Comparator::Gt => got <= wanted,
        Comparator::Ge | Comparator::Eq | Comparator::None => got < target.upper.map_or(wanted, |upper| wanted.min(upper)),
    };
    short.then_some((target, achieved))
}

fn number(value: &IndicatorValue) -> Option<Decimal> {
    matches!(value.kind, ValueKind::Number | ValueKind::Range).then_some(value.value).flatten()
}

/// One side often leaves the unit out; two different ones cannot be compared.
fn same_unit(target: &IndicatorValue, achieved: &IndicatorValue) -> bool {
    match (&target.unit, &achieved.unit) {
        (Some(wanted), Some(got)) => wanted == got,
        _ => true,
    }
}
