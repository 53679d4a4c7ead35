//! What is wrong on purpose with a county's notice. Not for: what linking must make of it (`measure`).

use hongtou_chain::FindingCode;
use hongtou_notice::Money;
use hongtou_notice::codes::{AmountRole, CitationRole, ColumnRole, NoticeKind, RowKind};
use rust_decimal::Decimal;

use super::make::{Draft, Fund, Office, copy};
use super::tree::{Above, Maker, fen, later, plus};

/// What is wrong with a county's notice. The first of them are the parser's to see; the rest is for linking.
pub(super) const DEFECTS: &[FindingCode] = &[
    FindingCode::AllocationTotalMismatch,
    FindingCode::ColumnFormulaMismatch,
    FindingCode::WordsAmountDiffers,
    FindingCode::RateMismatch,
    FindingCode::IssuerConflict,
    FindingCode::PartsTotalMismatch,
    FindingCode::TextTableMismatch,
    FindingCode::ChildAboveParent,
    FindingCode::AllocationNotPassedOn,
    FindingCode::LateBeyond30Days,
    FindingCode::TagChanged,
    FindingCode::TagLost,
    FindingCode::TagAdded,
    FindingCode::SubjectChanged,
    FindingCode::FundRenamed,
    FindingCode::BlankAmount,
    FindingCode::BlankRecipient,
    FindingCode::AttachmentMissing,
    FindingCode::UpstreamNotCited,
    FindingCode::CopiesDisagree,
    FindingCode::NumberCollision,
    FindingCode::DateConflict,
    FindingCode::IndicatorDropped,
    FindingCode::IndicatorWeakened,
    FindingCode::TargetMissed,
    FindingCode::CycleRefused,
    FindingCode::CycleRefused,
];

/// Codes that no notice of a made-up archive can show, and why.
#[cfg(test)]
pub(crate) const NOT_PLANTED: &[(FindingCode, &str)] =
    &[(FindingCode::NoticeMissing, "attachments are joined before linking; a made-up archive has no files")];

impl Maker {
    /// Two notices of one county that name each other as the source: neither can be.
    pub(super) fn circle(&mut self, own: &Office, fund: &Fund, above: &Above, sum: Money) -> Money {
        let date = later(above.date, 9);
        let serials = [self.serial(), self.serial() + 6];
        for (serial, other) in [(serials[0], serials[1]), (serials[1], serials[0])] {
            let mut draft = Draft::new(self.source(), own, fund, date, serial);
            draft.to(&format!("{}民政局", own.name));
            draft.amount(AmountRole::Total, Some(sum));
            draft.cite(CitationRole::Upstream, own.number(date, other));
            self.archive.truth.planted.insert((FindingCode::CycleRefused, draft.id()));
            self.archive.add(draft.0);
        }
        // What came from above is passed on by neither.
        self.archive.truth.allowed.insert((FindingCode::AllocationNotPassedOn, above.id.clone()));
        sum
    }

    pub(super) fn spoil(&mut self, draft: &mut Draft, code: FindingCode, sum: Money) {
        let half = Money((sum.0 / Decimal::TWO).round_dp(2));
        let rest = sum.checked_sub(half).unwrap_or_default();
        let unit = |draft: &mut Draft, name: &str, money| draft.row(name, None, RowKind::Unit, ColumnRole::Allocated, money);
        match code {
            FindingCode::AllocationTotalMismatch
            | FindingCode::ColumnFormulaMismatch
            | FindingCode::WordsAmountDiffers
            | FindingCode::RateMismatch
            | FindingCode::IssuerConflict => draft.remark(code),
            FindingCode::PartsTotalMismatch => {
                draft.amount(AmountRole::Central, Some(half));
                draft.amount(AmountRole::Provincial, Some(plus(rest, fen(100))));
            }
            FindingCode::TextTableMismatch => {
                unit(draft, "福利院", half);
                unit(draft, "救助站", plus(rest, fen(100)));
            }
            FindingCode::BlankRecipient => {
                unit(draft, "福利院", half);
                unit(draft, "", rest);
            }
            FindingCode::TagChanged | FindingCode::TagAdded => draft.tag("09", "其他资金"),
            FindingCode::AttachmentMissing => draft.announce("资金明细表"),
            FindingCode::TagLost => draft.0.direct_fund_tags.clear(),
            FindingCode::SubjectChanged => draft.subject("2130505"),
            FindingCode::FundRenamed => {
                let name = "民生综合保障金";
                draft.0.fund_title = Some(name.into());
                draft.0.fund_name = Some(draft.fact(name.into(), name));
            }
            FindingCode::NumberCollision => {
                let mut other = copy(&draft.0, self.source());
                other.kind.value = NoticeKind::Other;
                other.title = Some(draft.fact("关于开展年度检查的通知".into(), "检查"));
                other.issued_on = other.issued_on.map(|fact| fact.map(|date| later(date, 3)));
                other.amounts.clear();
                other.citations.clear();
                other.indicators.clear();
                other.fund_title = None;
                other.fund_name = None;
                self.archive.add(other);
            }
            FindingCode::DateConflict => {
                let before = draft.0.issued_on.as_ref().map(|fact| later(fact.value, -1));
                draft.0.printed_on = before.map(|date| draft.fact(date, &date.to_string()));
            }
            FindingCode::IndicatorDropped => drop(draft.0.indicators.pop()),
            FindingCode::IndicatorWeakened => {
                draft.0.indicators.pop();
                draft.goal("政策知晓率", 80, None);
            }
            FindingCode::TargetMissed => draft.goal("满意度", 90, Some(85)),
            _ => {}
        }
    }
}
