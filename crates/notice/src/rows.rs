//! The repeated facts of a notice: citations, amounts, allocation cells, indicators, grant items. Each is one
//! row of the table of its name. Field by field they follow the contract in `docs/records.md`.

use serde::{Deserialize, Serialize};

use crate::codes::{
    Absence, AmountRole, CitationRole, ColumnRole, Comparator, Confidence, Effect, FundLevel, Origin, Period, RowKind, ValueKind,
};
use crate::doubts::Doubts;
use crate::fact::Evidence;
use crate::money::{Money, MoneyUnit};
use crate::notice::{DirectFundTag, Subject};
use crate::shared::Text;
use crate::{Date, DivisionCode, DocumentNumber};

/// Another document cited, at its first mention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// Its number, in normal form.
    pub number: Option<DocumentNumber>,
    /// Its title, with the issuers that are printed inside it, without the outer 《》.
    pub title: Option<String>,
    /// The bodies named before the title, as printed.
    pub issuers: Vec<String>,
    /// Why it is cited.
    pub role: CitationRole,
    /// Month or day that a report gives for it, as (year, month, day).
    pub told_date: Option<(i32, Option<u8>, Option<u8>)>,
    /// The sum that the sentence gives for it (a report: `下达…资金8454万元`).
    pub told_money: Option<Money>,
    /// Where it is mentioned first.
    pub evidence: Evidence,
    /// How sure the reading and the role are.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Doubts,
}

/// One sum of money in running text or in a fund box.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// Body or fund box.
    pub origin: Origin,
    /// The sum in yuan; `None` where the figure is missing (see `absence`).
    pub money: Option<Money>,
    /// The figure with its unit as printed.
    pub text: Text,
    /// The unit of the figure.
    pub unit: Option<MoneyUnit>,
    /// What the sum is.
    pub role: AmountRole,
    /// Why the figure is missing.
    pub absence: Option<Absence>,
    /// Where it is printed.
    pub evidence: Evidence,
    /// How sure.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Doubts,
}

/// One money cell of a table of recipients. A sum told per recipient in prose has table `t0`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allocation {
    /// Number of the table in the document, from 1; 0 for prose.
    pub table: u32,
    /// Title of the table, where one is printed.
    pub table_title: Option<Text>,
    /// Row of the grid, from 1 (the first row of the header is 1); prose: the order of mention.
    pub row: u32,
    /// Column of the grid, from 1.
    pub col: u32,
    /// The most particular name of the row, as printed without blanks.
    pub recipient: Text,
    /// The division that the recipient is, or belongs to.
    pub division: Option<DivisionCode>,
    /// What the row stands for.
    pub row_kind: RowKind,
    /// Header path from the outermost cell down, joined by `/`.
    pub column: Option<Text>,
    /// What the column says.
    pub column_role: ColumnRole,
    /// A document number in the column's header: the money of that notice.
    pub cited_number: Option<DocumentNumber>,
    /// The cell as printed.
    pub text: Text,
    /// The unit of the figure.
    pub unit: Option<MoneyUnit>,
    /// The sum in yuan.
    pub money: Option<Money>,
    /// Why it is missing.
    pub absence: Option<Absence>,
    /// True on the one cell of the row that is this notice's money for that recipient.
    pub counts: bool,
    /// Where it is printed.
    pub evidence: Evidence,
    /// How sure.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Doubts,
}

/// A target or an achievement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorValue {
    /// As printed, blanks removed.
    pub text: Text,
    /// Its form.
    pub kind: ValueKind,
    /// How it is compared.
    pub comparator: Comparator,
    /// The number (the lower one of a range).
    pub value: Option<rust_decimal::Decimal>,
    /// The upper number of a range.
    pub upper: Option<rust_decimal::Decimal>,
    /// The unit as printed (`%`, `人次`, `元/人·月`).
    pub unit: Option<Text>,
    /// What the unit is per (`人·月`).
    pub per: Option<Text>,
    /// The date of a deadline.
    pub deadline: Option<Date>,
}

/// One performance indicator (绩效指标).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// Number of the table in the document, from 1; 0 for prose.
    pub table: u32,
    /// Row of the grid, from 1.
    pub row: u32,
    /// The project that the form is for, as printed without blanks.
    pub project: Option<Text>,
    /// The place that the form is for, where its title names one.
    pub scope: Option<Text>,
    /// Annual or medium-term.
    pub period: Period,
    /// 一级指标 in normal form (`产出指标`).
    pub level1: Option<Text>,
    /// 二级指标 in normal form (`数量指标`).
    pub level2: Option<Text>,
    /// 三级指标 as printed, blanks removed.
    pub level3: Text,
    /// The target.
    pub target: Option<IndicatorValue>,
    /// What was achieved.
    pub achieved: Option<Box<IndicatorValue>>,
    /// The score, as printed.
    pub score: Option<String>,
    /// The reason given for a miss, as printed.
    pub reason: Option<String>,
    /// Where name and target are printed.
    pub evidence: Evidence,
    /// How sure.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Doubts,
}

/// One item of money that a notice deals with, per level of origin, fund, direction, year, batch and tag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    /// Key of the fund, the same in every notice of it.
    pub fund_key: Text,
    /// The stem of the fund's name.
    pub fund_name: Text,
    /// Whose money it is.
    pub fund_level: Option<FundLevel>,
    /// The direction.
    pub fund_direction: Option<String>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// The batch.
    pub batch: Option<u16>,
    /// The direct-fund tag.
    pub tag: Option<DirectFundTag>,
    /// The budget subjects.
    pub subjects: Vec<Subject>,
    /// The project code.
    pub project_code: Option<String>,
    /// The sum, signed by `effect` nowhere: always as printed.
    pub money: Option<Money>,
    /// What it does.
    pub effect: Effect,
    /// Where the sum (or, without one, the fund) is printed.
    pub evidence: Evidence,
    /// How sure.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Doubts,
}
