//! The rows of a notice that are about money: grant items, citations, sums, allocation cells.
//! Not for: what linking finds (`chains`).

use hongtou_notice::codes::{Absence, AmountRole, CitationRole as Role, ColumnRole, Confidence, Doubt, Effect, FundLevel, Origin, RowKind};
use hongtou_notice::{Allocation, Amount, Citation};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EvidenceRow, SubjectItem, TagItem};
use crate::{DivisionId, Exact, Unit};

/// One item of money that a notice deals with: per level of origin, fund, direction, year, batch, tag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "grants")]
pub struct GrantRow {
    /// The key: `<notice>/g1`.
    pub id: String,
    /// The notice.
    pub notice_id: String,
    /// Key of the fund, the same in every notice of it.
    pub fund_key: String,
    /// The stem of the fund's name, without year, level and batch: 困难群众救助补助资金.
    pub fund_name: String,
    /// Whose money it is at its origin.
    pub fund_level: Option<FundLevel>,
    /// The direction (方向).
    pub fund_direction: Option<String>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// The batch: 2 for 第二批.
    pub batch: Option<u16>,
    /// The direct-fund tag.
    pub tag: Option<TagItem>,
    /// The budget subjects.
    pub subjects: Vec<SubjectItem>,
    /// The project code.
    pub project_code: Option<String>,
    /// The sum in yuan, as printed and without a sign of ours; null where the figure is missing.
    pub yuan: Option<Exact>,
    /// What the item does to the recipients' money.
    pub effect: Effect,
    /// Where the sum (or, without one, the fund) is printed.
    pub evidence: EvidenceRow,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Why it is not certain.
    pub doubts: Vec<Doubt>,
}

impl From<&hongtou_chain::GrantRow> for GrantRow {
    fn from(row: &hongtou_chain::GrantRow) -> Self {
        let grant = &row.grant;
        Self {
            id: (&row.id).into(),
            notice_id: (&row.notice_id).into(),
            fund_key: (&grant.fund_key).into(),
            fund_name: (&grant.fund_name).into(),
            fund_level: grant.fund_level,
            fund_direction: grant.fund_direction.clone(),
            budget_year: grant.budget_year,
            batch: grant.batch,
            tag: grant.tag.as_ref().map(Into::into),
            subjects: grant.subjects.iter().map(Into::into).collect(),
            project_code: grant.project_code.clone(),
            yuan: grant.money.map(Into::into),
            effect: grant.effect,
            evidence: (&grant.evidence).into(),
            confidence: grant.confidence,
            doubts: grant.doubts.iter().collect(),
        }
    }
}

/// One other document cited, at its first mention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "citations")]
pub struct CitationRow {
    /// The key: `<notice>/c1`.
    pub id: String,
    /// The notice that cites.
    pub notice_id: String,
    /// Order of first mention, from 1.
    pub ordinal: u32,
    /// The cited number in normal form; null where only a title is cited.
    pub number: Option<String>,
    /// The cited title without the outer 《》; null where only a number is cited.
    pub title: Option<String>,
    /// The bodies named before the title, as printed.
    pub issuers: Vec<String>,
    /// Why it is cited.
    pub role: Role,
    /// Where it is mentioned first.
    pub evidence: EvidenceRow,
    /// How far reading and role can be relied on.
    pub confidence: Confidence,
    /// Why it is not certain.
    pub doubts: Vec<Doubt>,
}

impl CitationRow {
    pub(crate) fn new(notice_id: &str, ordinal: u32, citation: &Citation) -> Self {
        Self {
            id: format!("{notice_id}/c{ordinal}"),
            notice_id: notice_id.to_owned(),
            ordinal,
            number: citation.number.as_ref().map(ToString::to_string),
            title: citation.title.clone(),
            issuers: citation.issuers.clone(),
            role: citation.role,
            evidence: (&citation.evidence).into(),
            confidence: citation.confidence,
            doubts: citation.doubts.iter().collect(),
        }
    }
}

/// One sum in running text, or in the fund box of an indicator or evaluation form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "amounts")]
pub struct AmountRow {
    /// The key: `<notice>/a1`.
    pub id: String,
    /// The notice.
    pub notice_id: String,
    /// Running text (`body`) or `fund_box`.
    pub origin: Origin,
    /// The sum in yuan, as printed; null where the figure is missing (see `absence`).
    pub yuan: Option<Exact>,
    /// Figure and unit as printed.
    pub text: String,
    /// The unit of the figure; null where none is printed or known.
    pub unit: Option<Unit>,
    /// What the sum is.
    pub role: AmountRole,
    /// Why the figure is missing; null where it is not.
    pub absence: Option<Absence>,
    /// Where it is printed.
    pub evidence: EvidenceRow,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Why it is not certain.
    pub doubts: Vec<Doubt>,
}

impl AmountRow {
    pub(crate) fn new(notice_id: &str, ordinal: u32, amount: &Amount) -> Self {
        Self {
            id: format!("{notice_id}/a{ordinal}"),
            notice_id: notice_id.to_owned(),
            origin: amount.origin,
            yuan: amount.money.map(Into::into),
            text: amount.text.to_string(),
            unit: amount.unit.map(Unit),
            role: amount.role,
            absence: amount.absence,
            evidence: (&amount.evidence).into(),
            confidence: amount.confidence,
            doubts: amount.doubts.iter().collect(),
        }
    }
}

/// One money cell of a table of recipients: allocation, adjustment or execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "allocations")]
pub struct AllocationRow {
    /// The key: `<notice>/t1r3c2`; `<notice>/t0r1` for a sum told in prose.
    pub id: String,
    /// The notice.
    pub notice_id: String,
    /// The table in the document, from `t1`; `t0` for prose.
    pub table: String,
    /// Row of the grid, from 1, header rows counted; in prose the order of mention.
    pub row: u32,
    /// The most particular name of the row, as printed without blanks.
    pub recipient: String,
    /// The division that the recipient is or belongs to; null where that is not known.
    pub division: Option<DivisionId>,
    /// What the row stands for.
    pub row_kind: RowKind,
    /// Header path of the column from the outermost cell down, joined by `/`; null without a header.
    pub column: Option<String>,
    /// What the column says.
    pub column_role: ColumnRole,
    /// The number that stands in the column's header: the money of that notice; null where none does.
    pub cited_number: Option<String>,
    /// The cell as printed.
    pub text: String,
    /// The unit of the figure; null where none is printed or known.
    pub unit: Option<Unit>,
    /// The sum in yuan, as printed; null where the figure is missing (see `absence`).
    pub yuan: Option<Exact>,
    /// Why the figure is missing; null where it is not.
    pub absence: Option<Absence>,
    /// True on the one cell that is this notice's money for that recipient.
    pub counts: bool,
    /// Where it is printed.
    pub evidence: EvidenceRow,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Why it is not certain.
    pub doubts: Vec<Doubt>,
}

impl AllocationRow {
    pub(crate) fn new(notice_id: &str, allocation: &Allocation) -> Self {
        let Allocation { table, row, col, .. } = allocation;
        let place = if *table == 0 { format!("t0r{row}") } else { format!("t{table}r{row}c{col}") };
        Self {
            id: format!("{notice_id}/{place}"),
            notice_id: notice_id.to_owned(),
            table: format!("t{table}"),
            row: *row,
            recipient: allocation.recipient.to_string(),
            division: allocation.division.as_ref().map(Into::into),
            row_kind: allocation.row_kind,
            column: allocation.column.as_ref().map(ToString::to_string),
            column_role: allocation.column_role,
            cited_number: allocation.cited_number.as_ref().map(ToString::to_string),
            text: allocation.text.to_string(),
            unit: allocation.unit.map(Unit),
            yuan: allocation.money.map(Into::into),
            absence: allocation.absence,
            counts: allocation.counts,
            evidence: (&allocation.evidence).into(),
            confidence: allocation.confidence,
            doubts: allocation.doubts.iter().collect(),
        }
    }
}
