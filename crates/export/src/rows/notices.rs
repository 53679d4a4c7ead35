//! One document, its attachments joined, its copies merged. Not for: its repeated rows (`money`, `indicators`).

use hongtou_notice::codes::{Level, NoticeKind, NumberKind, SubjectSide};
use hongtou_notice::{Agency, Attachment, DirectFundTag, Notice, RecipientGroup, Subject};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FactRow;
use crate::{DivisionId, IsoDate};

/// A body that issues a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Issuer")]
pub struct IssuerItem {
    /// Its name; a relative name (地区财政局) is completed where the document tells of what.
    pub name: String,
    /// Its division; null where it is not known.
    pub division: Option<DivisionId>,
    /// Its level; null where it is not known.
    pub level: Option<Level>,
}

impl From<&Agency> for IssuerItem {
    fn from(agency: &Agency) -> Self {
        Self { name: agency.name.clone(), division: agency.division.as_ref().map(Into::into), level: agency.level }
    }
}

/// A printed group of recipients (主送机关): `各县（市）财政局、民政局` is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Recipients")]
pub struct RecipientItem {
    /// As printed, blanks removed.
    pub name: String,
    /// The divisions it names; empty for classes such as 有关县（市）.
    pub divisions: Vec<DivisionId>,
}

impl From<&RecipientGroup> for RecipientItem {
    fn from(group: &RecipientGroup) -> Self {
        Self { name: group.name.clone(), divisions: group.divisions.iter().map(Into::into).collect() }
    }
}

/// A mark of directly managed money (直达资金标识).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "DirectFundTag")]
pub struct TagItem {
    /// The code, such as `01`; null where only words are printed.
    pub code: Option<String>,
    /// The words, such as `中央直达资金`.
    pub label: String,
}

impl From<&DirectFundTag> for TagItem {
    fn from(tag: &DirectFundTag) -> Self {
        Self { code: tag.code.clone(), label: tag.label.clone() }
    }
}

/// A budget subject (政府收支分类科目).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "BudgetSubject")]
pub struct SubjectItem {
    /// The code, 3, 5 or 7 digits.
    pub code: String,
    /// The name as printed with it; null where only the code stands.
    pub name: Option<String>,
    /// Which classification it belongs to; null where that cannot be told.
    pub side: Option<SubjectSide>,
}

impl From<&Subject> for SubjectItem {
    fn from(subject: &Subject) -> Self {
        Self { code: subject.code.clone(), name: subject.name.clone(), side: subject.side }
    }
}

/// An attachment that the notice announces (附件说明).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Attachment")]
pub struct AttachmentItem {
    /// Its number in the list, from 1.
    pub ordinal: u32,
    /// Its title as announced.
    pub title: String,
    /// The source that holds it; null where it is not known.
    pub source_id: Option<String>,
}

impl From<&Attachment> for AttachmentItem {
    fn from(attachment: &Attachment) -> Self {
        Self { ordinal: attachment.ordinal, title: attachment.title.clone(), source_id: attachment.source_id.as_ref().map(Into::into) }
    }
}

/// For every field of a notice the readings behind it, with the places where they are printed. Empty where the
/// document does not say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the fields are those of the notice; their descriptions would stand twice in the schema")]
pub struct Facts {
    pub number: Vec<FactRow<String>>,
    pub kind: Vec<FactRow<NoticeKind>>,
    pub title: Vec<FactRow<String>>,
    pub issuers: Vec<FactRow<IssuerItem>>,
    pub level: Vec<FactRow<Level>>,
    pub division: Vec<FactRow<DivisionId>>,
    pub signatory: Vec<FactRow<String>>,
    pub recipients: Vec<FactRow<RecipientItem>>,
    pub cc: Vec<FactRow<String>>,
    pub issued_on: Vec<FactRow<IsoDate>>,
    pub printed_on: Vec<FactRow<IsoDate>>,
    pub printed_by: Vec<FactRow<String>>,
    pub budget_year: Vec<FactRow<i32>>,
    pub fund_name: Vec<FactRow<String>>,
    pub direct_fund_tags: Vec<FactRow<TagItem>>,
    pub budget_subjects: Vec<FactRow<SubjectItem>>,
    pub project_codes: Vec<FactRow<String>>,
    pub attachments: Vec<FactRow<AttachmentItem>>,
}

impl From<&Notice> for Facts {
    fn from(notice: &Notice) -> Self {
        Self {
            number: FactRow::of(&notice.number, ToString::to_string),
            kind: FactRow::of([&notice.kind], |kind| *kind),
            title: FactRow::of(&notice.title, ToString::to_string),
            issuers: FactRow::of(&notice.issuers, |value| value.into()),
            level: FactRow::of(&notice.level, |level| *level),
            division: FactRow::of(&notice.division, |value| value.into()),
            signatory: FactRow::of(&notice.signatory, ToString::to_string),
            recipients: FactRow::of(&notice.recipients, |value| value.into()),
            cc: FactRow::of(&notice.cc, Clone::clone),
            issued_on: FactRow::of(&notice.issued_on, |date| IsoDate(*date)),
            printed_on: FactRow::of(&notice.printed_on, |date| IsoDate(*date)),
            printed_by: FactRow::of(&notice.printed_by, ToString::to_string),
            budget_year: FactRow::of(&notice.budget_year, |year| *year),
            fund_name: FactRow::of(&notice.fund_name, ToString::to_string),
            direct_fund_tags: FactRow::of(&notice.direct_fund_tags, |value| value.into()),
            budget_subjects: FactRow::of(&notice.budget_subjects, |value| value.into()),
            project_codes: FactRow::of(&notice.project_codes, Clone::clone),
            attachments: FactRow::of(&notice.attachments, |value| value.into()),
        }
    }
}

/// One document, its attachments joined, its copies merged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "notices")]
pub struct NoticeRow {
    /// The key: `number@division` of its own issuer (`新财社〔2024〕210号@650000`; `@?` where the document does not tell),
    /// without a number `~` and 16 hex digits. A document that claims another's id and disagrees has `!` and 8 hex digits more.
    pub id: String,
    /// 发文字号 in normal form (`财社〔2024〕179号`); null where none is printed.
    pub number: Option<String>,
    /// Family of the number; null without a number.
    pub number_kind: Option<NumberKind>,
    /// What the notice does.
    pub kind: NoticeKind,
    /// 标题, its printed lines joined.
    pub title: Option<String>,
    /// 发文机关, the lead body first.
    pub issuers: Vec<IssuerItem>,
    /// Level of the lead issuer.
    pub level: Option<Level>,
    /// Division of the lead issuer.
    pub division: Option<DivisionId>,
    /// 签发人.
    pub signatory: Option<String>,
    /// 主送机关, the printed groups in their order.
    pub recipients: Vec<RecipientItem>,
    /// 抄送机关, names as printed.
    pub cc: Vec<String>,
    /// 成文日期.
    pub issued_on: Option<IsoDate>,
    /// 印发日期.
    pub printed_on: Option<IsoDate>,
    /// 印发机关.
    pub printed_by: Option<String>,
    /// The budget year of the money.
    pub budget_year: Option<i32>,
    /// The fund's name without year and level.
    pub fund_name: Option<String>,
    /// 直达资金标识: what the notice names as such.
    pub direct_fund_tags: Vec<TagItem>,
    /// 预算科目.
    pub budget_subjects: Vec<SubjectItem>,
    /// 项目代码.
    pub project_codes: Vec<String>,
    /// 附件说明.
    pub attachments: Vec<AttachmentItem>,
    /// Numbers of the cited notices that gave the issuer the money passed on here.
    pub upstream_numbers: Vec<String>,
    /// Every content that the notice was read from, the leading copy first.
    pub source_ids: Vec<String>,
    /// For every field the readings behind it.
    pub facts: Facts,
    /// The division as the rest of the archive shows it; null where the document's own word stands.
    pub resolved_division: Option<DivisionId>,
}

fn values<T, U: for<'a> From<&'a T>>(facts: &[hongtou_notice::Fact<T>]) -> Vec<U> {
    facts.iter().map(|fact| U::from(&fact.value)).collect()
}

impl From<&Notice> for NoticeRow {
    fn from(notice: &Notice) -> Self {
        let mut upstream_numbers: Vec<String> = Vec::new();
        for number in notice.upstream_numbers().map(ToString::to_string) {
            if !upstream_numbers.contains(&number) {
                upstream_numbers.push(number);
            }
        }
        Self {
            id: (&notice.id).into(),
            number: notice.number.as_ref().map(|fact| fact.value.to_string()),
            number_kind: notice.number.as_ref().map(|fact| fact.value.kind),
            kind: notice.kind.value,
            title: notice.title.as_ref().map(|fact| (&fact.value).into()),
            issuers: values(&notice.issuers),
            level: notice.level.as_ref().map(|fact| fact.value),
            division: notice.division.as_ref().map(|fact| DivisionId::from(&fact.value)),
            signatory: notice.signatory.as_ref().map(|fact| (&fact.value).into()),
            recipients: values(&notice.recipients),
            cc: values(&notice.cc),
            issued_on: notice.issued_on.as_ref().map(|fact| IsoDate(fact.value)),
            printed_on: notice.printed_on.as_ref().map(|fact| IsoDate(fact.value)),
            printed_by: notice.printed_by.as_ref().map(|fact| (&fact.value).into()),
            budget_year: notice.budget_year.as_ref().map(|fact| fact.value),
            fund_name: notice.fund_name.as_ref().map(|fact| (&fact.value).into()),
            direct_fund_tags: values(&notice.direct_fund_tags),
            budget_subjects: values(&notice.budget_subjects),
            project_codes: values(&notice.project_codes),
            attachments: values(&notice.attachments),
            upstream_numbers,
            source_ids: notice.source_ids.iter().map(Into::into).collect(),
            facts: Facts::from(notice),
            resolved_division: None,
        }
    }
}
