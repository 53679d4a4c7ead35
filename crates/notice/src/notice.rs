//! What one document says. Not for: how it was found (`hongtou-parse`), or how it is written out.

use serde::{Deserialize, Serialize};

use crate::codes::{Level, NoticeKind, SubjectSide};
use crate::fact::{Evidence, Fact};
use crate::rows::{Allocation, Amount, Citation, Indicator};
use crate::shared::Text;
use crate::{Agency, Date, DivisionCode, DocumentNumber};

/// A printed group of recipients (主送机关), parted from the next at a comma: `各县（市）财政局、民政局`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RecipientGroup {
    /// As printed, blanks removed.
    pub name: String,
    /// The divisions it names; empty for classes such as 有关县（市）.
    pub divisions: Vec<DivisionCode>,
}

/// A mark of directly managed money (直达资金标识).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DirectFundTag {
    /// The code, such as `01`; `None` where only words are printed.
    pub code: Option<String>,
    /// The words, such as `中央直达资金`.
    pub label: String,
}

/// A budget subject (政府收支分类科目).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// The code, 3, 5 or 7 digits.
    pub code: String,
    /// The name as printed there; `None` where only the code stands.
    pub name: Option<String>,
    /// Which classification, by its first digit and the words around it.
    pub side: Option<SubjectSide>,
}

/// An attachment announced in the notice (附件说明).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attachment {
    /// Its number in the list, from 1.
    pub ordinal: u32,
    /// Its title as announced.
    pub title: String,
    /// The source that holds it, once known.
    pub source_id: Option<Text>,
}

/// One document's facts. Empty and `None` mean that the document does not say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// `number@division`, or `~` and 16 hex digits (`docs/records.md`, ids).
    pub id: Text,
    /// 发文字号.
    pub number: Option<Fact<DocumentNumber>>,
    /// What the notice does.
    pub kind: Fact<NoticeKind>,
    /// 标题, its printed lines joined; a blank where two issuers were parted by one.
    pub title: Option<Fact<Text>>,
    /// 发文机关, the lead body first.
    pub issuers: Vec<Fact<Agency>>,
    /// Level of the lead issuer.
    pub level: Option<Fact<Level>>,
    /// Division of the lead issuer.
    pub division: Option<Fact<DivisionCode>>,
    /// 签发人.
    pub signatory: Option<Fact<Text>>,
    /// 主送机关.
    pub recipients: Vec<Fact<RecipientGroup>>,
    /// 抄送机关.
    pub cc: Vec<Fact<String>>,
    /// 成文日期.
    pub issued_on: Option<Fact<Date>>,
    /// 印发日期.
    pub printed_on: Option<Fact<Date>>,
    /// 印发机关.
    pub printed_by: Option<Fact<Text>>,
    /// The budget year of the money.
    pub budget_year: Option<Fact<i32>>,
    /// The fund's name without year and level.
    pub fund_name: Option<Fact<Text>>,
    /// The fund's name as printed in the title, for what `FundName` reads out of it.
    pub fund_title: Option<Text>,
    /// 直达资金标识.
    pub direct_fund_tags: Vec<Fact<DirectFundTag>>,
    /// 预算科目.
    pub budget_subjects: Vec<Fact<Subject>>,
    /// 项目代码.
    pub project_codes: Vec<Fact<String>>,
    /// 附件说明.
    pub attachments: Vec<Fact<Attachment>>,
    /// Other documents cited.
    pub citations: Vec<Citation>,
    /// Sums of money.
    pub amounts: Vec<Amount>,
    /// Money cells of tables of recipients.
    pub allocations: Vec<Allocation>,
    /// Performance indicators.
    pub indicators: Vec<Indicator>,
    /// Every content the notice was read from, the leading copy first.
    pub source_ids: Vec<Text>,
    /// What the parser noticed and a reader ought to look at.
    pub remarks: Vec<Remark>,
}

impl Notice {
    /// A notice of which only the id, the kind and the content it was read from are known.
    #[must_use]
    pub fn bare(id: impl Into<Text>, kind: Fact<NoticeKind>, source_id: impl Into<Text>) -> Self {
        Self {
            id: id.into(),
            number: None,
            kind,
            title: None,
            issuers: Vec::new(),
            level: None,
            division: None,
            signatory: None,
            recipients: Vec::new(),
            cc: Vec::new(),
            issued_on: None,
            printed_on: None,
            printed_by: None,
            budget_year: None,
            fund_name: None,
            fund_title: None,
            direct_fund_tags: Vec::new(),
            budget_subjects: Vec::new(),
            project_codes: Vec::new(),
            attachments: Vec::new(),
            citations: Vec::new(),
            amounts: Vec::new(),
            allocations: Vec::new(),
            indicators: Vec::new(),
            source_ids: vec![source_id.into()],
            remarks: Vec::new(),
        }
    }

    /// The numbers of the notices that gave the issuer the money passed on here.
    pub fn upstream_numbers(&self) -> impl Iterator<Item = &DocumentNumber> {
        use crate::codes::CitationRole;
        self.citations.iter().filter(|citation| citation.role == CitationRole::Upstream).filter_map(|citation| citation.number.as_ref())
    }
}

/// Something the parser noticed while reading: the seed of a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// The code of the finding it becomes.
    pub code: String,
    /// What is the matter, in one sentence.
    pub message: String,
    /// What was expected.
    pub expected: Option<String>,
    /// What is printed.
    pub actual: Option<String>,
    /// Both ends.
    pub evidence: Vec<Evidence>,
}
