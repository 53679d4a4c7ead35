//! Performance indicators (绩效指标). Not for: comparing them (`hongtou-chain`).

use hongtou_notice::codes::{Comparator, Confidence, Doubt, Period, ValueKind};
use hongtou_notice::{Indicator, IndicatorValue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EvidenceRow;
use crate::{Exact, IsoDate};

/// A target or an achievement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "IndicatorValue")]
pub struct IndicatorValueRow {
    /// As printed, blanks removed.
    pub text: String,
    /// Its form.
    pub kind: ValueKind,
    /// How it is compared.
    pub comparator: Comparator,
    /// The number in its printed unit (the lower one of a range); null where there is none.
    pub value: Option<Exact>,
    /// The upper number of a range; null where there is none.
    pub upper: Option<Exact>,
    /// The unit as printed (`%`, `人次`, `元/人·月`); null where there is none.
    pub unit: Option<String>,
    /// What the unit is per (`人·月`); null where it is not.
    pub per: Option<String>,
    /// The date of a deadline; null where there is none.
    pub deadline: Option<IsoDate>,
}

impl From<&IndicatorValue> for IndicatorValueRow {
    fn from(value: &IndicatorValue) -> Self {
        Self {
            text: value.text.to_string(),
            kind: value.kind,
            comparator: value.comparator,
            value: value.value.map(Exact),
            upper: value.upper.map(Exact),
            unit: value.unit.as_ref().map(ToString::to_string),
            per: value.per.as_ref().map(ToString::to_string),
            deadline: value.deadline.map(IsoDate),
        }
    }
}

/// One performance indicator; prose only where the notice has no form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "indicators")]
pub struct IndicatorRow {
    /// The key: `<notice>/i2r5`, table and row; where two stand in one row, the second has `b`.
    pub id: String,
    /// The notice.
    pub notice_id: String,
    /// The table in the document, from `t1`; `t0` for prose.
    pub table: String,
    /// Row of the grid, from 1, header rows counted; in prose the order of mention.
    pub row: u32,
    /// The project that the form is for, as printed without blanks.
    pub project: Option<String>,
    /// The place that the form is for, where its title names one.
    pub scope: Option<String>,
    /// Annual or medium-term.
    pub period: Period,
    /// 一级指标 in normal form (`产出指标`).
    pub level1: Option<String>,
    /// 二级指标 in normal form (`数量指标`).
    pub level2: Option<String>,
    /// 三级指标 as printed, blanks removed.
    pub level3: String,
    /// The target; null where none is printed.
    pub target: Option<IndicatorValueRow>,
    /// What was achieved; null where none is printed.
    pub achieved: Option<IndicatorValueRow>,
    /// The score as printed.
    pub score: Option<String>,
    /// The reason given for a miss, as printed.
    pub reason: Option<String>,
    /// The same for the same 三级指标 in every notice: its letters and digits, signs and a unit in parentheses left out.
    pub indicator_key: String,
    /// Where name and target are printed.
    pub evidence: EvidenceRow,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Why it is not certain.
    pub doubts: Vec<Doubt>,
}

impl IndicatorRow {
    pub(crate) fn new(notice_id: &str, indicator: &Indicator) -> Self {
        Self {
            id: format!("{notice_id}/i{}r{}", indicator.table, indicator.row),
            notice_id: notice_id.to_owned(),
            table: format!("t{}", indicator.table),
            row: indicator.row,
            project: indicator.project.as_ref().map(ToString::to_string),
            scope: indicator.scope.as_ref().map(ToString::to_string),
            period: indicator.period,
            level1: indicator.level1.as_ref().map(ToString::to_string),
            level2: indicator.level2.as_ref().map(ToString::to_string),
            level3: indicator.level3.to_string(),
            target: indicator.target.as_ref().map(Into::into),
            achieved: indicator.achieved.as_deref().map(Into::into),
            score: indicator.score.clone(),
            reason: indicator.reason.clone(),
            indicator_key: hongtou_notice::indicator_key(&indicator.level3),
            evidence: (&indicator.evidence).into(),
            confidence: indicator.confidence,
            doubts: indicator.doubts.iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use hongtou_notice::indicator_key as key;

    #[test]
    fn keys_leave_out_signs_and_units() {
        assert_eq!(key("救助对象 人数（万人次）"), "救助对象人数");
        assert_eq!(key("城市（农村）低保标准"), "城市农村低保标准");
        assert_eq!(key("服务满意度（含困难失能老人）"), "服务满意度含困难失能老人");
        assert_eq!(key("（人）"), "人");
    }
}
