//! What assembling and linking ask of a notice again and again, so that it need not be opened for it. Not for: what is
//! asked once, or of few notices.

use hongtou_notice::codes::{CitationRole, Confidence, Doubt, FundLevel, Level, NoticeKind};
use hongtou_notice::{AgencyCodes, Date, DivisionCode, Divisions, Grant, Money, Notice, Text};
use serde::{Deserialize, Deserializer, Serialize};

use crate::contents::Contents;
use crate::grants::grants_of;
use crate::rows::small;
use crate::totals::{counted, own_total};

/// What is known of a held notice without opening it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Known {
    /// Where it lies.
    pub(crate) place: usize,
    pub(crate) id: Text,
    number: Number,
    pub(crate) contents: Contents,
    pub(crate) kind: NoticeKind,
    /// As it is told or, once the archive is whole, as the archive shows it.
    #[serde(deserialize_with = "with_the_table")]
    pub(crate) division: Option<DivisionCode>,
    pub(crate) level: Option<Level>,
    pub(crate) date: Option<Date>,
    pub(crate) year: Option<i32>,
    /// The name of the lead issuer.
    pub(crate) issuer: Option<Text>,
    /// The letters of the number, where the notice tells whose they are.
    pub(crate) teaches: Option<Text>,
    pub(crate) items: Vec<Item>,
    pub(crate) total: Option<Total>,
    /// How many cells are its money for one recipient.
    pub(crate) counted: u32,
    pub(crate) has: Has,
}

/// The number of a notice, with which most ids begin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Number {
    None,
    /// So many bytes of the id.
    Front(usize),
    Apart(Box<str>),
}

impl Number {
    fn of(notice: &Notice) -> Self {
        let Some(number) = &notice.number else { return Self::None };
        let number = number.value.to_string();
        if notice.id.starts_with(&number) { Self::Front(number.len()) } else { Self::Apart(number.into()) }
    }
}

/// What linking asks of a grant item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) fund_key: Text,
    pub(crate) fund_name: Text,
    pub(crate) fund_level: Option<FundLevel>,
    pub(crate) batch: Option<u16>,
}

/// A notice's own sum, without where it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Total {
    pub(crate) money: Money,
    pub(crate) confidence: Confidence,
}

/// What a notice holds. Who looks for something does not open those that have none of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub(crate) struct Has {
    /// A division that it tells itself.
    pub(crate) division: bool,
    /// Neither number, recipients, date nor citation.
    pub(crate) no_head: bool,
    pub(crate) allocations: bool,
    pub(crate) indicators: bool,
    pub(crate) tags: bool,
    pub(crate) subjects: bool,
    /// Citations with a number.
    pub(crate) numbers: bool,
    /// A citation, with or without a number, of the source of its money.
    pub(crate) source: bool,
    /// One of them with a number.
    pub(crate) upstream: bool,
    /// A citation with a number and the one body that it is of.
    pub(crate) named: bool,
}

/// What linking must know of a notice that is not open: much smaller than the notice.
#[derive(Debug, Clone)]
pub struct Card(pub(crate) Known);

impl Card {
    /// The card of a notice.
    #[must_use]
    pub fn of(notice: &Notice) -> Self {
        Self(Known::of(notice))
    }
}

impl Known {
    /// The card of a notice that is not laid in yet.
    pub(crate) fn of(notice: &Notice) -> Self {
        let grants = grants_of(notice);
        let told = notice.division.as_ref().map(|division| &division.value);
        // What the code alone told is no lesson about the code.
        let taught = notice.division.as_ref().is_some_and(|fact| !fact.doubts.contains(Doubt::IssuerFromCode));
        let numbers = || notice.citations.iter().filter(|citation| citation.number.is_some());
        Self {
            place: usize::MAX,
            id: notice.id.as_str().into(),
            number: Number::of(notice),
            contents: Contents::of(&notice.source_ids),
            kind: notice.kind.value,
            division: told.map(shared).or_else(|| division_of_code(notice, None)),
            level: notice.level.as_ref().map(|level| level.value),
            date: notice.issued_on.as_ref().map(|date| date.value),
            year: grants.first().and_then(|grant| grant.budget_year).or(notice.budget_year.as_ref().map(|year| year.value)),
            issuer: notice.issuers.first().map(|issuer| issuer.value.name.as_str().into()),
            teaches: notice.number.as_ref().filter(|_| taught).map(|number| number.value.prefix.as_str().into()),
            items: grants.iter().map(Item::of).collect(),
            total: own_total(notice).map(|sum| Total { money: sum.money, confidence: sum.confidence }),
            counted: small(counted(notice).count()),
            has: Has {
                division: told.is_some(),
                no_head: notice.number.is_none()
                    && notice.recipients.is_empty()
                    && notice.issued_on.is_none()
                    && notice.citations.is_empty(),
                allocations: !notice.allocations.is_empty(),
                indicators: !notice.indicators.is_empty(),
                tags: !notice.direct_fund_tags.is_empty(),
                subjects: !notice.budget_subjects.is_empty(),
                numbers: numbers().next().is_some(),
                source: notice.citations.iter().any(|citation| citation.role == CitationRole::Upstream),
                upstream: numbers().any(|citation| citation.role == CitationRole::Upstream),
                named: numbers().any(|citation| citation.issuers.len() == 1),
            },
        }
    }

    /// The same, of a notice that was laid in at a place.
    pub(crate) fn lying(self, place: usize) -> Self {
        Self { place, ..self }
    }

    pub(crate) fn number(&self) -> Option<&str> {
        match &self.number {
            Number::None => None,
            Number::Front(length) => self.id.get(..*length),
            Number::Apart(number) => Some(number),
        }
    }

    /// The fund, where all items are of one.
    pub(crate) fn fund_key(&self) -> Option<Text> {
        let first = self.items.first()?;
        self.items.iter().all(|item| item.fund_key == first.fund_key).then(|| first.fund_key.clone())
    }

    /// The id of its grant item, where it has one only.
    pub(crate) fn grant_id(&self) -> Option<Text> {
        (self.items.len() == 1).then(|| format!("{}/g1", self.id).into())
    }

    pub(crate) fn batch(&self) -> Option<u16> {
        self.items.first().and_then(|item| item.batch)
    }

    /// Whether it gives money on.
    pub(crate) fn gives(&self) -> bool {
        gives(self.kind)
    }
}

impl Item {
    fn of(grant: &Grant) -> Self {
        Self { fund_key: grant.fund_key.clone(), fund_name: grant.fund_name.clone(), fund_level: grant.fund_level, batch: grant.batch }
    }
}

/// Whether a notice of this kind gives money on.
pub(crate) fn gives(kind: NoticeKind) -> bool {
    matches!(kind, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle | NoticeKind::Adjust)
}

/// The same code in the memory of the table, where it is one of the table's.
pub(crate) fn shared(code: &DivisionCode) -> DivisionCode {
    let known = Divisions::get().by_code(code.as_str()).filter(|division| division.code == *code);
    known.map_or_else(|| code.clone(), |division| division.code.clone())
}

/// A division in the memory of the table: many cards are open by turns, and what is made of them bears it again and again.
fn with_the_table<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DivisionCode>, D::Error> {
    Option::<DivisionCode>::deserialize(deserializer).map(|division| division.as_ref().map(shared))
}

/// The division that the letters of the number stand for; within `scope`, where that is known.
pub(crate) fn division_of_code(notice: &Notice, scope: Option<&DivisionCode>) -> Option<DivisionCode> {
    let code = AgencyCodes::get().infer(&notice.number.as_ref()?.value.prefix, scope)?;
    let division = code.agency.division.filter(|_| code.confidence < Confidence::Doubtful)?;
    scope.is_none_or(|scope| Divisions::get().within(&division, scope.as_str())).then_some(division)
}
