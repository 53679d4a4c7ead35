//! One notice after the other: what it says, which chain it belongs to, what is wrong with it on purpose.
//! Not for: who gives to whom (`tree`).

use std::collections::{BTreeMap, BTreeSet};

use hongtou_chain::FindingCode;
use hongtou_notice::codes::{
    Absence, AmountRole, CitationRole, ColumnRole, Comparator, Confidence, Level, NoticeKind, NumberKind, Origin, Period, RowKind,
    SubjectSide, ValueKind,
};
use hongtou_notice::{
    Agency, Allocation, Amount, Attachment, Citation, Date, DirectFundTag, DivisionCode, Divisions, DocumentNumber, Doubts, Evidence, Fact,
    Indicator, IndicatorValue, Money, MoneyUnit, Notice, Pool, RecipientGroup, Remark, Subject, XPCC,
};

/// What is true of a made-up archive.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    /// `parent>child` of every step of money that the notices state: ids of held notices, numbers of others.
    pub(crate) links: BTreeSet<String>,
    /// Ties that are no steps of money, as `relation:parent>child`.
    pub(crate) others: BTreeSet<String>,
    /// Steps that may be inferred.
    pub(crate) may: BTreeSet<String>,
    /// What every division was given, by fund.
    pub(crate) given: BTreeMap<(String, DivisionCode), Money>,
    /// Defects: code and the notice that shows it.
    pub(crate) planted: BTreeSet<(FindingCode, String)>,
    /// What follows from a defect or a gap and is no error either.
    pub(crate) allowed: BTreeSet<(FindingCode, String)>,
}

/// A made-up archive.
#[derive(Debug, Default)]
pub(crate) struct Archive {
    pub(crate) notices: Vec<Notice>,
    pub(crate) truth: Truth,
    pool: Pool,
}

impl Archive {
    /// Takes a notice in, as small as one that was parsed.
    pub(crate) fn add(&mut self, mut notice: Notice) {
        notice.compact_with(&mut self.pool);
        self.notices.push(notice);
    }
}

/// The office that writes a notice.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    pub(crate) code: DivisionCode,
    pub(crate) name: String,
    pub(crate) level: Level,
}

impl Office {
    /// Its letters: the province's short form, `喀地`, or the first one or two characters of a county.
    fn letters(&self) -> String {
        let mut chars = self.name.chars();
        let first = chars.next().unwrap_or('某');
        match self.level {
            Level::Central => "财社".to_owned(),
            _ if self.code.as_str() == XPCC => "兵财社".to_owned(),
            Level::Province => format!("{}财社", super::tree::province_letter(&self.code)),
            Level::Prefecture => {
                let kind =
                    ["地区", "自治州", "盟"].iter().position(|end| self.name.ends_with(end)).map_or('市', |at| ['地', '州', '盟'][at]);
                format!("{first}{kind}财社")
            }
            // One letter, shared with many other places; but no county writes the letters of its own province.
            _ if self.code.as_str().ends_with(['1', '3', '5', '7', '9']) && first != super::tree::province_letter(&self.code) => {
                format!("{first}财社")
            }
            _ => format!("{first}{}财社", chars.next().unwrap_or('县')),
        }
    }

    pub(crate) fn number(&self, date: Date, serial: u32) -> DocumentNumber {
        DocumentNumber { prefix: self.letters(), year: u16::try_from(date.year()).ok(), serial, kind: NumberKind::Document }
    }

    fn body(&self) -> String {
        let office = match self.level {
            Level::Central => return "财政部".to_owned(),
            Level::Province if !self.name.ends_with('市') && self.code.as_str() != XPCC => "财政厅",
            _ => "财政局",
        };
        format!("{}{office}", self.name)
    }
}

/// A fund of one year.
#[derive(Debug, Clone)]
pub(crate) struct Fund {
    pub(crate) title: String,
    pub(crate) key: String,
    pub(crate) year: i32,
    pub(crate) tag: bool,
}

/// A notice under construction.
pub(crate) struct Draft(pub(crate) Notice);

impl Draft {
    /// A notice of an office with a number, a date and all that is the same in every notice of a fund.
    pub(crate) fn new(source: usize, office: &Office, fund: &Fund, date: Date, serial: u32) -> Self {
        let number = office.number(date, serial);
        let mut draft = Self(empty(source, &format!("{number}@{}", office.code)));
        let agency = Agency { name: office.body(), division: Some(office.code.clone()), level: Some(office.level) };
        let title = format!("{}关于下达{}的通知", agency.name, fund.title);
        draft.0.number = Some(draft.fact(number.clone(), &number.to_string()));
        draft.0.issuers = vec![draft.fact(agency.clone(), &agency.name)];
        draft.0.level = Some(draft.fact(office.level, &agency.name));
        draft.0.division = Some(draft.fact(office.code.clone(), &agency.name));
        draft.0.title = Some(draft.fact(title.as_str().into(), &title));
        draft.0.issued_on = Some(draft.fact(date, &date.to_string()));
        draft.0.fund_name = Some(draft.fact(fund.title.as_str().into(), &fund.title));
        draft.0.fund_title = Some(fund.title.as_str().into());
        draft.0.budget_year = Some(draft.fact(fund.year, &fund.title));
        if fund.tag {
            draft.tag("01", "中央直达资金");
        }
        draft.subject("2081901");
        draft.goal("资金发放及时率", 95, None);
        draft.goal("政策知晓率", 90, None);
        draft
    }

    fn seen(&self, text: &str) -> Evidence {
        let source_id = self.0.source_ids.first().map_or("", |id| id.as_str());
        Evidence::unplaced(source_id, Origin::Body, text)
    }

    pub(crate) fn fact<T>(&self, value: T, text: &str) -> Fact<T> {
        Fact::new(value, self.seen(text))
    }

    pub(crate) fn id(&self) -> String {
        self.0.id.to_string()
    }

    pub(crate) fn tag(&mut self, code: &str, label: &str) {
        let tag = self.fact(DirectFundTag { code: Some(code.to_owned()), label: label.to_owned() }, label);
        self.0.direct_fund_tags = vec![tag];
    }

    pub(crate) fn subject(&mut self, code: &str) {
        let subject = Subject { code: code.to_owned(), name: None, side: Some(SubjectSide::Expenditure) };
        self.0.budget_subjects = vec![self.fact(subject, code)];
    }

    pub(crate) fn goal(&mut self, name: &str, percent: i64, achieved: Option<i64>) {
        let value = |percent: i64| IndicatorValue {
            text: format!("≥{percent}%").into(),
            kind: ValueKind::Number,
            comparator: Comparator::Ge,
            value: Some(percent.into()),
            upper: None,
            unit: Some("%".into()),
            per: None,
            deadline: None,
        };
        let row = u32::try_from(self.0.indicators.len()).unwrap_or_default() + 2;
        let evidence = self.seen(name);
        self.0.indicators.push(Indicator {
            table: 9,
            row,
            project: None,
            scope: None,
            period: Period::Annual,
            level1: None,
            level2: None,
            level3: name.into(),
            target: Some(value(percent)),
            achieved: achieved.map(|percent| Box::new(value(percent))),
            score: None,
            reason: None,
            evidence,
            confidence: Confidence::Certain,
            doubts: Doubts::NONE,
        });
    }

    pub(crate) fn amount(&mut self, role: AmountRole, money: Option<Money>) {
        let text = money.map_or_else(String::new, |money| format!("{money}元"));
        let evidence = self.seen(&text);
        self.0.amounts.push(Amount {
            origin: Origin::Body,
            money,
            text: text.into(),
            unit: Some(MoneyUnit::Yuan),
            role,
            absence: money.is_none().then_some(Absence::Blank),
            evidence,
            confidence: Confidence::Certain,
            doubts: Doubts::NONE,
        });
    }

    pub(crate) fn cite(&mut self, role: CitationRole, number: DocumentNumber) {
        self.cite_titled(role, number, None);
    }

    pub(crate) fn cite_titled(&mut self, role: CitationRole, number: DocumentNumber, title: Option<String>) {
        let evidence = self.seen(&number.to_string());
        self.0.citations.push(Citation {
            number: Some(number),
            title,
            issuers: Vec::new(),
            role,
            told_date: None,
            told_money: None,
            evidence,
            confidence: Confidence::Certain,
            doubts: Doubts::NONE,
        });
    }

    pub(crate) fn row(&mut self, recipient: &str, division: Option<&DivisionCode>, row_kind: RowKind, role: ColumnRole, money: Money) {
        let row = u32::try_from(self.0.allocations.len()).unwrap_or_default() + 2;
        let evidence = self.seen(recipient);
        self.0.allocations.push(Allocation {
            table: 1,
            table_title: None,
            row,
            col: 2,
            recipient: recipient.into(),
            division: division.cloned(),
            row_kind,
            column: None,
            column_role: role,
            cited_number: None,
            text: money.to_string().into(),
            unit: Some(MoneyUnit::Yuan),
            money: Some(money),
            absence: None,
            counts: true,
            evidence,
            confidence: Confidence::Certain,
            doubts: Doubts::NONE,
        });
    }

    pub(crate) fn announce(&mut self, title: &str) {
        let attachment = Attachment { ordinal: 1, title: title.to_owned(), source_id: None };
        self.0.attachments.push(self.fact(attachment, title));
    }

    pub(crate) fn to(&mut self, name: &str) {
        let group = RecipientGroup { name: name.to_owned(), divisions: Vec::new() };
        self.0.recipients.push(self.fact(group, name));
    }

    pub(crate) fn remark(&mut self, code: FindingCode) {
        let evidence = vec![self.seen("见表")];
        self.0.remarks.push(Remark {
            code: code.code().to_owned(),
            message: "Planted.".to_owned(),
            expected: None,
            actual: None,
            evidence,
        });
    }
}

fn source(at: usize) -> String {
    format!("{at:064x}")
}

fn empty(at: usize, id: &str) -> Notice {
    let source = source(at);
    let evidence = Evidence::unplaced(source.as_str(), Origin::Body, "下达");
    Notice::bare(id, Fact::new(NoticeKind::Issue, evidence), source)
}

/// The same paper under another content.
pub(crate) fn copy(notice: &Notice, at: usize) -> Notice {
    Notice { source_ids: vec![source(at).into()], ..notice.clone() }
}

/// A division as an office.
pub(crate) fn office(code: &str) -> Option<Office> {
    let division = Divisions::get().by_code(code)?;
    Some(Office { code: division.code.clone(), name: division.name.clone(), level: division.level })
}
