//! One document's facts put together, in the order in which one reading needs another: head, end, issuer,
//! tables, body. Not for: any of these readings itself.

mod paper;
mod sums;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{CitationRole, NoticeKind};
use hongtou_notice::{Agency, Citation, Fact, Notice, Remark, Text};

use self::paper::Paper;
use crate::issuer::Issuers;
use crate::roles::{self, Speaker};
use crate::{act, body, chrome, citations, flow, form, fund, head, id, issuer, kind, recipients, seams, slip, table, tags, tail, trust};

/// What a caller knows about a document beyond its bytes.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Hints {
    /// The file's name, without folders.
    pub file_name: Option<String>,
}

impl Hints {
    /// Hints with a file name.
    #[must_use]
    pub fn named(file_name: impl Into<String>) -> Self {
        Self { file_name: Some(file_name.into()) }
    }
}

/// Reads the facts of a document. Never fails: what is not there stays empty, what is doubtful says so.
#[must_use]
pub fn parse(document: &Document, hints: &Hints) -> Notice {
    let units = chrome::without(document, seams::open(document, flow::units(document)));
    let mut head = head::read(document, &units);
    if head.title.is_none() && form::is_evaluation(document) {
        head.title = form::title(document);
    }
    let (above, below) = units.split_at_checked(head.body).unwrap_or((&units, &[]));
    let rough = flow::paragraphs(document, below, &[]);
    let end = tail::read(document, below, &rough);
    let mut remarks = Vec::new();
    let act = head.title.is_none().then(|| act::read(&rough)).flatten();
    let title_kind = paper::kind_told(document, &head, act.as_ref(), &rough);
    let issuers = issuer::decide(document, &head, &end, &rough, title_kind, &mut remarks);
    let division = issuers.division.as_ref().map(|fact| &fact.value);

    let body_units = body::printed_units(document, below);
    let tables = table::read_tables(&table::Context { document, issuer: division, kind: Some(title_kind), body_units: &body_units });
    let used: Vec<_> = tables.used.iter().chain(&end.used).copied().collect();
    let text = body::read(document, below, &used);
    let is_slip = match &head.title {
        Some(title) => slip::is_slip(&title.value),
        None => above.iter().any(|unit| slip::is_slip(unit.text())),
    };
    let paper = Paper {
        document,
        head: &head,
        end: &end,
        act: act.as_ref(),
        kind: title_kind,
        slip: is_slip,
        division,
        rough: &rough,
        body: &text,
    };

    let slip = if is_slip { slip::read(document, paper.number()) } else { slip::Slip::default() };
    let mut citations = cited(&paper, &issuers, slip.citations);
    for of_table in table::cited_in(document, &tables.cited, title_kind, paper.number(), division) {
        if citations.iter().all(|known| known.number != of_table.number) {
            citations.push(of_table);
        }
    }
    let recipients = recipients::read(document, &head.recipients, division);
    let allocations = paper.allocations(&tables.allocations, &recipients::names(&recipients), !end.attachments.is_empty());
    let mut amounts = paper.amounts(&allocations, tables.amounts, slip.amount, &mut remarks);
    remarks.extend(tables.remarks);
    let indicators = paper.indicators(tables.indicators, &mut amounts);
    // 项目名称：2019年车辆购置税收入补助地方资金.
    let of_fund = slip.fund.as_ref().and_then(|fund| fund::year_of_title(&fund.value).map(|(year, _)| fund.clone().map(|_| year)));
    let budget_year = paper.budget_year(slip.year.or(of_fund), above, &citations);
    let kind = paper.kind(&units, hints, budget_year.as_ref().map(|fact| fact.value), &citations);
    let named = paper.fund(slip.fund, kind.value != NoticeKind::Other, &citations);
    let mut budget_subjects = tags::budget_subjects(document, &text);
    for subject in slip.subjects {
        if budget_subjects.iter().all(|known| known.value.code != subject.value.code) {
            budget_subjects.push(subject);
        }
    }
    // News and other pages that are no notice have a headline for a title.
    if head.title.is_none() && kind.value == NoticeKind::Other && head.number.is_none() {
        head.title = head::headline(document, &units);
    }
    let number = head.number.as_ref().map(|fact| &fact.value);
    let bodies: Vec<&Agency> = issuers.bodies.iter().map(|fact| &fact.value).collect();
    // A body that only the code names is no part of an id: the document does not print it.
    let id = id::of(
        number,
        division,
        head.title.as_ref().map(|fact| fact.value.as_str()),
        &bodies,
        end.issued_on.as_ref().map(|fact| fact.value),
        document.slice(Span::new(0, document.text().len())),
    );
    check_dates(&end, number.and_then(|number| number.year), head.number.as_ref(), &mut remarks);
    let as_text = |fact: Option<Fact<String>>| fact.map(|fact| fact.map(Text::from));
    let mut notice = Notice {
        id: id.into(),
        kind,
        level: issuers.level.or_else(|| paper::level_by_recipients(&recipients)),
        recipients,
        number: head.number,
        title: as_text(head.title),
        issuers: issuers.bodies,
        division: issuers.division,
        signatory: as_text(head.signatory),
        cc: end.cc,
        issued_on: end.issued_on,
        printed_on: end.printed_on,
        printed_by: as_text(end.printed_by),
        budget_year,
        fund_name: as_text(named.stem),
        fund_title: named.title.map(Text::from),
        direct_fund_tags: tags::direct_fund_tags(document, &text),
        budget_subjects,
        project_codes: tags::project_codes(document, &text),
        attachments: end.attachments,
        citations,
        amounts,
        allocations,
        indicators,
        source_ids: vec![document.source_id().into()],
        remarks,
    };
    trust::weigh(document, &mut notice);
    notice.compact();
    notice
}

/// The documents that the text cites, each with its role, and those that the fields of a form name.
fn cited(paper: &Paper<'_>, issuers: &Issuers, of_form: Vec<Citation>) -> Vec<Citation> {
    let names: Vec<String> = issuers.bodies.iter().map(|fact| fact.value.name.clone()).collect();
    let mentions = citations::mentions(paper.document, paper.body, paper.number());
    let speaker = Speaker { kind: paper.kind, title: paper.title(), issuers: &names, division: paper.division, number: paper.number() };
    let roles = roles::decide(paper.body, &mentions, &speaker);
    let mut citations = citations::collect(paper.document, paper.body, &mentions, &roles);
    // 关于转发N号文件下达…资金的通知: what is forwarded is what gave the money.
    if kind::forwards_money(paper.title()) {
        let forwarded = citations.iter_mut().filter(|citation| citation.role == CitationRole::Forwarded);
        forwarded.for_each(|citation| citation.role = CitationRole::Upstream);
    }
    citations.extend(of_form.into_iter().filter(|cited| mentions.iter().all(|mention| mention.number != cited.number)));
    citations
}

/// Dates that cannot both be right: printed before issued, or a number of another year than the date.
fn check_dates(
    end: &tail::Tail,
    number_year: Option<u16>,
    number: Option<&Fact<hongtou_notice::DocumentNumber>>,
    remarks: &mut Vec<Remark>,
) {
    if let (Some(issued), Some(printed)) = (&end.issued_on, &end.printed_on)
        && printed.value < issued.value
    {
        remarks.push(Remark {
            code: "date_conflict".into(),
            message: format!("printed on {} before it was issued on {}", printed.value, issued.value),
            expected: Some(issued.value.to_string()),
            actual: Some(printed.value.to_string()),
            evidence: issued.evidence.iter().chain(&printed.evidence).cloned().collect(),
        });
    }
    if let (Some(issued), Some(year), Some(number)) = (&end.issued_on, number_year, number) {
        // A number of the old year may be dated in the first days of the new one, never before its year.
        let difference = issued.value.year() - i32::from(year);
        if !(0..=1).contains(&difference) {
            remarks.push(Remark {
                code: "date_conflict".into(),
                message: format!("dated {}, but numbered in {year}", issued.value),
                expected: Some(year.to_string()),
                actual: Some(issued.value.to_string()),
                evidence: number.evidence.iter().chain(&issued.evidence).cloned().collect(),
            });
        }
    }
}
