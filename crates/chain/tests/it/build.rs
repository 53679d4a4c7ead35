//! Notices by hand. Every field is set; what a test does not speak of is empty.

use hongtou_chain::{Finding, FindingCode, Link, Linked, assemble, link};
use hongtou_notice::codes::{Absence, AmountRole, CitationRole, ColumnRole, Confidence, NoticeKind, NumberKind, Origin, RowKind};
use hongtou_notice::{
    Agency, Allocation, Amount, Citation, Date, DirectFundTag, DivisionCode, Divisions, DocumentNumber, Evidence, Fact, Money, MoneyUnit,
    Notice, RecipientGroup, Remark,
};

/// A place in the source of a notice.
pub(crate) fn seen(source: &str, text: &str) -> Evidence {
    Evidence::unplaced(source, Origin::Body, text)
}

pub(crate) fn number(text: &str) -> DocumentNumber {
    let (prefix, rest) = text.split_once('〔').unwrap();
    let (year, serial) = rest.strip_suffix('号').unwrap().split_once('〕').unwrap();
    DocumentNumber { prefix: prefix.into(), year: year.parse().ok(), serial: serial.parse().unwrap(), kind: NumberKind::Document }
}

/// 万元.
pub(crate) fn wan(figure: &str) -> Money {
    Money::parse(figure, MoneyUnit::TenThousand).unwrap()
}

pub(crate) fn date(text: &str) -> Date {
    Date::try_from(text.to_owned()).unwrap()
}

pub(crate) fn code(text: &str) -> DivisionCode {
    DivisionCode(text.into())
}

/// A notice under construction.
#[derive(Debug, Clone)]
pub(crate) struct Build(pub(crate) Notice);

/// A notice with a number and a place (`""` for one that does not tell).
pub(crate) fn notice(kind: NoticeKind, printed: &str, division: &str) -> Build {
    let place = if division.is_empty() { "?" } else { division };
    let source = format!("{:0>8}", format!("{printed}{division}"));
    let mut build = bare(kind, &format!("{printed}@{place}"), &source);
    build.0.number = Some(Fact::new(number(printed), seen(&source, printed)));
    if !division.is_empty() {
        build = build.at(division);
    }
    build
}

/// A notice without a number.
pub(crate) fn bare(kind: NoticeKind, id: &str, source: &str) -> Build {
    Build(Notice::bare(id, Fact::new(kind, seen(source, "kind")), source))
}

impl Build {
    pub(crate) fn source(&self) -> String {
        self.0.source_ids[0].to_string()
    }

    pub(crate) fn at(mut self, division: &str) -> Self {
        let source = self.source();
        let level = Divisions::get().level(&code(division)).unwrap();
        self.0.division = Some(Fact::new(code(division), seen(&source, "issuer")));
        self.0.level = Some(Fact::new(level, seen(&source, "issuer")));
        self
    }

    pub(crate) fn by(mut self, name: &str) -> Self {
        let agency = Agency {
            name: name.into(),
            division: self.0.division.as_ref().map(|fact| fact.value.clone()),
            level: self.0.level.as_ref().map(|fact| fact.value),
        };
        self.0.issuers.push(Fact::new(agency, seen(&self.source(), name)));
        self
    }

    pub(crate) fn to(mut self, name: &str, divisions: &[&str]) -> Self {
        let group = RecipientGroup { name: name.into(), divisions: divisions.iter().map(|division| code(division)).collect() };
        self.0.recipients.push(Fact::new(group, seen(&self.source(), name)));
        self
    }

    pub(crate) fn on(mut self, day: &str) -> Self {
        self.0.issued_on = Some(Fact::new(date(day), seen(&self.source(), day)));
        self
    }

    pub(crate) fn printed(mut self, day: &str) -> Self {
        self.0.printed_on = Some(Fact::new(date(day), seen(&self.source(), day)));
        self
    }

    pub(crate) fn title(mut self, title: &str) -> Self {
        self.0.title = Some(Fact::new(title.into(), seen(&self.source(), title)));
        self
    }

    pub(crate) fn fund(mut self, title: &str, year: i32) -> Self {
        let source = self.source();
        self.0.fund_title = Some(title.into());
        self.0.fund_name = Some(Fact::new(title.into(), seen(&source, title)));
        self.0.budget_year = Some(Fact::new(year, seen(&source, title)));
        self
    }

    pub(crate) fn tag(mut self, code: &str, label: &str) -> Self {
        let tag = DirectFundTag { code: (!code.is_empty()).then(|| code.into()), label: label.into() };
        self.0.direct_fund_tags.push(Fact::new(tag, seen(&self.source(), label)));
        self
    }

    pub(crate) fn amount(mut self, role: AmountRole, figure: &str) -> Self {
        let blank = figure.is_empty();
        self.0.amounts.push(Amount {
            origin: Origin::Body,
            money: (!blank).then(|| wan(figure)),
            text: format!("{figure}万元").into(),
            unit: Some(MoneyUnit::TenThousand),
            role,
            absence: blank.then_some(Absence::Blank),
            evidence: seen(&self.source(), &format!("{figure}万元")),
            confidence: Confidence::Certain,
            doubts: hongtou_notice::Doubts::NONE,
        });
        self
    }

    pub(crate) fn total(self, figure: &str) -> Self {
        self.amount(AmountRole::Total, figure)
    }

    pub(crate) fn cites(mut self, role: CitationRole, printed: &str, title: &str) -> Self {
        self.0.citations.push(Citation {
            number: Some(number(printed)),
            title: (!title.is_empty()).then(|| title.into()),
            issuers: Vec::new(),
            role,
            told_date: None,
            told_money: None,
            evidence: seen(&self.source(), printed),
            confidence: Confidence::Certain,
            doubts: hongtou_notice::Doubts::NONE,
        });
        self
    }

    pub(crate) fn from(self, printed: &str) -> Self {
        self.cites(CitationRole::Upstream, printed, "")
    }

    pub(crate) fn told(mut self, figure: &str) -> Self {
        self.0.citations.last_mut().unwrap().told_money = Some(wan(figure));
        self
    }

    /// A cell of table 1, in the next row; see [`Self::cell`].
    pub(crate) fn row(self, recipient: &str, division: &str, kind: RowKind, figure: &str) -> Self {
        let row = self.0.allocations.iter().map(|cell| cell.row).max().unwrap_or(1) + 1;
        self.cell(row, 2, recipient, division, kind, ColumnRole::Allocated, figure)
    }

    pub(crate) fn child(self, recipient: &str, division: &str, figure: &str) -> Self {
        self.row(recipient, division, RowKind::Child, figure)
    }

    /// A cell; column 2 is the counted one.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn cell(
        mut self,
        row: u32,
        col: u32,
        recipient: &str,
        division: &str,
        row_kind: RowKind,
        column_role: ColumnRole,
        figure: &str,
    ) -> Self {
        let counted = col == 2 && !matches!(row_kind, RowKind::Total | RowKind::Subtotal);
        self.0.allocations.push(Allocation {
            table: 1,
            table_title: None,
            row,
            col,
            recipient: recipient.into(),
            division: (!division.is_empty()).then(|| code(division)),
            row_kind,
            column: Some("金额".into()),
            column_role,
            cited_number: None,
            text: figure.into(),
            unit: Some(MoneyUnit::TenThousand),
            money: (!figure.is_empty()).then(|| wan(figure)),
            absence: figure.is_empty().then_some(Absence::Blank),
            counts: counted,
            evidence: seen(&self.source(), &format!("{recipient} {figure}")),
            confidence: Confidence::Certain,
            doubts: hongtou_notice::Doubts::NONE,
        });
        self
    }

    /// Puts a number into the header of the cell added last.
    pub(crate) fn under(mut self, printed: &str) -> Self {
        self.0.allocations.last_mut().unwrap().cited_number = Some(number(printed));
        self
    }

    pub(crate) fn remark(mut self, code: &str) -> Self {
        self.0.remarks.push(Remark { code: code.into(), message: "As parsed.".into(), expected: None, actual: None, evidence: Vec::new() });
        self
    }
}

pub(crate) fn linked(notices: impl IntoIterator<Item = Build>) -> Linked {
    link(assemble(notices.into_iter().map(|build| build.0)))
}

/// Relation, ends and money of every link, in one line each.
pub(crate) fn lines(linked: &Linked) -> Vec<String> {
    linked.links.iter().map(line).collect()
}

pub(crate) fn line(link: &Link) -> String {
    let money = link.money.map_or_else(|| "?".to_owned(), |money| money.to_string());
    format!("{} {money} {} {}", link.id, link.basis, link.confidence)
}

/// From, to, sum, state and place in the sum of every flow, in one line each.
pub(crate) fn flow_lines(linked: &Linked) -> Vec<String> {
    linked
        .flows
        .iter()
        .map(|flow| {
            let place = |division: &Option<DivisionCode>| division.as_ref().map_or("?", |division| division.as_str()).to_owned();
            let money = flow.money.map_or_else(|| "?".to_owned(), |money| money.to_string());
            let counts = flow.reason_not_counted.map_or("counts", |reason| reason.code());
            format!("{}>{} {} {money} {} {counts}", place(&flow.from_division), place(&flow.to_division), flow.recipient, flow.status)
        })
        .collect()
}

pub(crate) fn found(linked: &Linked, code: FindingCode) -> Vec<&Finding> {
    linked.findings.iter().filter(|finding| finding.code == code).collect()
}
