//! The money and the indicators of a notice: what its tables, its running text and its form tell, each once. Not for: reading any of
//! them (`table`, `amounts`, `told`, `slip`).

use std::collections::HashSet;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{AmountRole, NoticeKind, RowKind};
use hongtou_notice::{Allocation, Amount, Indicator, Money, Remark};

use super::paper::Paper;
use crate::{amounts, body, recognise, table, told};

impl Paper<'_> {
    /// The rows of the tables, and those told in prose to one of the `addressed` or another recipient.
    pub(super) fn allocations(&self, tabled: &[Allocation], addressed: &[String], attached: bool) -> Vec<Allocation> {
        let mut allocations = tabled.to_vec();
        if self.kind == NoticeKind::Other {
            return allocations;
        }
        // Reports go up: whom they are addressed to gets nothing.
        let addressed = if matches!(self.kind, NoticeKind::SelfEvaluation | NoticeKind::Announcement) { &[] } else { addressed };
        // What is cut in a notice that gives (因上年结余核减甲县20万元) explains its sums.
        let moves = matches!(self.kind, NoticeKind::Adjust | NoticeKind::Recover);
        let scope = table::Scope { issuer: self.division, addressed, tabled: !moves || !tabled.is_empty() || attached };
        // All that prose tells is one table, its rows counted through.
        let (mut rows, mut alone) = (Vec::new(), Vec::new());
        for span in body::told_together(self.body) {
            let told = table::read_prose(self.document, span, &scope);
            rows.extend(told.rows);
            alone.extend(told.alone);
        }
        let several = alone.iter().any(|row| alone.first().is_some_and(|first| first.recipient != row.recipient));
        if !rows.is_empty() || several {
            rows.extend(alone);
            rows.sort_by_key(|row| row.evidence.span().map(|span| span.start));
        }
        let above = allocations.iter().filter(|row| row.table == 0).count();
        allocations.extend(rows.into_iter().enumerate().map(|(at, row)| Allocation { row: count(above + at + 1), ..row }));
        allocations
    }

    /// The sums of the running text, of fund boxes and of the form's own label.
    pub(super) fn amounts(
        &self,
        allocations: &[Allocation],
        boxed: Vec<Amount>,
        of_form: Option<Amount>,
        remarks: &mut Vec<Remark>,
    ) -> Vec<Amount> {
        let told = allocations.iter().filter(|row| row.table == 0);
        let mut told: Vec<(Span, Money)> = told.filter_map(|row| Some((row.evidence.span()?, row.money?))).collect();
        told.sort_by_key(|(span, _)| (span.start, span.end));
        let speaker = amounts::Speaker { kind: self.kind, division: self.division };
        let tabled = amounts::Tabled::of(allocations);
        let mut amounts = amounts::read(self.document, self.body, speaker, &told, &tabled, remarks);
        // 其中市本级32.5万元: the issuer's own row of the table, told again.
        let of_rows = allocations.iter().filter(|row| !matches!(row.row_kind, RowKind::Total | RowKind::Subtotal));
        let of_rows: HashSet<Money> = of_rows.filter_map(|row| row.money).collect();
        amounts.retain(|amount| !tells_own_level(self.document, amount, &of_rows));
        amounts.extend(boxed);
        if let Some(own) = of_form.filter(|_| allocations.is_empty()) {
            // The form's label tells what its sum is.
            amounts.retain(|amount| !amount.evidence.span().zip(own.evidence.span()).is_some_and(|(sum, own)| sum.overlaps(own)));
            amounts.extend(Some(own).filter(|_| amounts.iter().all(|amount| amount.role != AmountRole::Total)));
        }
        amounts
    }

    /// The indicators of the tables; a report or notice without a form may tell its own in sentences, and those are no sums.
    pub(super) fn indicators(&self, tabled: Vec<Indicator>, amounts: &mut Vec<Amount>) -> Vec<Indicator> {
        if !tabled.is_empty() || matches!(self.kind, NoticeKind::Announcement | NoticeKind::Other) {
            return tabled;
        }
        let by = if self.kind == NoticeKind::SelfEvaluation { told::By::Report } else { told::By::Notice };
        let indicators = told::read(self.document, self.body, by);
        // 人均成本目标值≤1.8万元，实际完成1.77万元: targets, not money that was given.
        let told: Vec<Span> = indicators.iter().filter_map(|indicator| indicator.evidence.span()).collect();
        amounts.retain(|amount| !amount.evidence.span().is_some_and(|sum| told.iter().any(|told| told.overlaps(sum))));
        indicators
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Whether a sum in running text repeats the own-level row of a table.
fn tells_own_level(document: &Document, amount: &Amount, of_rows: &HashSet<Money>) -> bool {
    let (Some(Span { start, .. }), Some(money)) = (amount.evidence.span(), &amount.money) else { return false };
    let lead: String = document
        .slice(Span::new(start.saturating_sub(8), start))
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(recognise::fold_char)
        .collect();
    lead.ends_with("本级") && of_rows.contains(money)
}
