//! One document's facts put together, in the order in which one reading needs another: head, end, issuer,
//! tables, body. Not for: any of these readings itself.

use std::collections::HashSet;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{AmountRole, CitationRole, Confidence, Doubt, Level, NoticeKind, Origin, RowKind};
use hongtou_notice::{
    Agency, Allocation, Amount, Citation, Evidence, Fact, FundName, Money, MoneyUnit, Notice, RecipientGroup, Remark, Text,
};

use crate::citations;
use crate::flow::{self, Unit};
use crate::head::{self, Head};
use crate::place::evidence;
use crate::recognise;
use crate::roles::{self, Speaker};
use crate::table;
use crate::vocab::SPAM_WORDS;
use crate::{act, amounts, chrome, form, fund, id, issuer, kind, recipients, seams, slip, tags, tail, told, trust, year};

/// The level of an issuer that nothing names, by whom it addresses (`docs/agency-codes.md`, ambiguity): counties as a
/// class are addressed by a prefecture, prefectures by a province, townships by a county.
fn level_by_recipients(recipients: &[Fact<RecipientGroup>]) -> Option<Fact<Level>> {
    const CLASSES: &[(&[&str], Level)] = &[
        (&["各省、自治区", "各省（", "有关省", "各省级"], Level::Central),
        (&["各市州", "各市（州", "各设区", "各地级", "各市、县", "各市县", "各省辖市", "各盟市", "各地、州", "各州、市"], Level::Province),
        (&["各县", "各区县", "各区（", "各旗县", "各有关县", "有关县", "有关区县", "各区、县", "各区财政"], Level::Prefecture),
        (&["各乡", "各镇", "各街道", "有关乡", "有关镇", "各苏木"], Level::County),
    ];
    recipients.iter().find_map(|fact| {
        let level =
            CLASSES.iter().find(|(words, _)| words.iter().any(|word| fact.value.name.starts_with(word))).map(|(_, level)| *level)?;
        Some(fact.clone().map(|_| level).doubted(Confidence::Likely, Doubt::RoleInferred))
    })
}

/// A longer item of a list of recipients is a sentence.
const LONGEST_ITEM: usize = 40;

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
    let below = units.get(head.body..).unwrap_or_default();
    let rough = flow::paragraphs(document, below, &[]);
    let end = tail::read(document, below, &rough);
    let mut remarks = Vec::new();
    let title = head.title.as_ref().map(|fact| fact.value.as_str()).unwrap_or_default();
    // News tells of money (某市提前下达资金…) without passing any on.
    // A copy may have lost its title: then its first act tells what it does.
    let act = head.title.is_none().then(|| act::read(&rough)).flatten();
    let title_kind = match &act {
        Some(act) => act.kind,
        None if head.headline && kind::of_title(title) != NoticeKind::SelfEvaluation => NoticeKind::Other,
        None if head.title.is_none() && form::is_evaluation(document) => NoticeKind::SelfEvaluation,
        // 2023年度福利彩票公益金使用情况, whose text says 现将…情况公告如下.
        None if kind::of_title(title) == NoticeKind::Other && title.ends_with("情况") && act::announces(&rough) => {
            NoticeKind::Announcement
        }
        None => kind::of_title(title),
    };
    let issuers = issuer::decide(document, &head, &end, &rough, title_kind, &mut remarks);
    let division = issuers.division.as_ref().map(|fact| fact.value.clone());

    let body_units = printed_units(document, below);
    let tables =
        table::read_tables(&table::Context { document, issuer: division.as_ref(), kind: Some(title_kind), body_units: &body_units });
    let mut skip = tables.used.clone();
    skip.extend(end.used.iter().copied());
    let mut body = flow::paragraphs(document, below, &skip);
    // Advertising in a hijacked copy says nothing about money.
    if body.iter().any(|unit| SPAM_WORDS.in_text(unit.text())) {
        body = body.iter().flat_map(|unit| without_spam(document, unit)).collect();
    }

    body = body.into_iter().filter_map(|unit| before_form(document, unit)).collect();

    let names: Vec<String> = issuers.bodies.iter().map(|fact| fact.value.name.clone()).collect();
    let number = head.number.as_ref().map(|fact| &fact.value);
    let mentions = citations::mentions(document, &body, number);
    let speaker = Speaker { kind: title_kind, title, issuers: &names, division: division.as_ref(), number };
    let citation_roles = roles::decide(&body, &mentions, &speaker);
    let mut citations = citations::collect(document, &body, &mentions, &citation_roles);
    // 关于转发N号文件下达…资金的通知: what is forwarded is what gave the money.
    if kind::forwards_money(title) {
        let forwarded = citations.iter_mut().filter(|citation| citation.role == CitationRole::Forwarded);
        forwarded.for_each(|citation| citation.role = CitationRole::Upstream);
    }
    let slip = if slip::is_slip(title) { slip::read(document, number) } else { slip::Slip::default() };
    citations.extend(slip.citations.into_iter().filter(|cited| mentions.iter().all(|mention| mention.number != cited.number)));

    let recipients = recipients::read(document, &head.recipients, division.as_ref());
    // Reports go up: whom they are addressed to gets nothing.
    let gives = !matches!(title_kind, NoticeKind::SelfEvaluation | NoticeKind::Announcement | NoticeKind::Other);
    let addressed = if gives { recipients::names(&recipients) } else { Vec::new() };
    // What is cut in a notice that gives (因上年结余核减甲县20万元) explains its sums.
    let moves = matches!(title_kind, NoticeKind::Adjust | NoticeKind::Recover);
    let tabled = !moves || !tables.allocations.is_empty() || !end.attachments.is_empty();
    let scope = table::Scope { issuer: division.as_ref(), addressed: &addressed, tabled };
    let mut allocations = tables.allocations;
    if title_kind != NoticeKind::Other {
        // All that prose tells is one table, its rows counted through.
        let (mut rows, mut alone) = (Vec::new(), Vec::new());
        for span in told_together(&body) {
            let told = table::read_prose(document, span, &scope);
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
    }
    let told = allocations.iter().filter(|row| row.table == 0);
    let mut told: Vec<(Span, Money)> = told.filter_map(|row| Some((row.evidence.span()?, row.money?))).collect();
    told.sort_by_key(|(span, _)| (span.start, span.end));
    let mut amounts =
        amounts::read(document, &body, amounts::Speaker { kind: title_kind, division: division.as_ref() }, &told, &mut remarks);
    // 其中市本级32.5万元: the issuer's own row of the table, told again.
    let of_rows: HashSet<Money> =
        allocations.iter().filter(|row| !matches!(row.row_kind, RowKind::Total | RowKind::Subtotal)).filter_map(|row| row.money).collect();
    amounts.retain(|amount| !tells_own_level(document, amount, &of_rows));
    amounts.extend(tables.amounts);
    if let Some(own) = slip.amount.filter(|_| allocations.is_empty()) {
        // The form's label tells what its sum is.
        amounts.retain(|amount| !amount.evidence.span().zip(own.evidence.span()).is_some_and(|(sum, own)| sum.overlaps(own)));
        amounts.extend(Some(own).filter(|_| amounts.iter().all(|amount| amount.role != AmountRole::Total)));
    }
    remarks.extend(tables.remarks);

    // A report or notice without a form may tell its indicators in sentences.
    let told_in_prose = tables.indicators.is_empty() && !matches!(title_kind, NoticeKind::Announcement | NoticeKind::Other);
    let by = if title_kind == NoticeKind::SelfEvaluation { told::By::Report } else { told::By::Notice };
    let indicators = if told_in_prose { told::read(document, &body, by) } else { tables.indicators };
    // 人均成本目标值≤1.8万元，实际完成1.77万元: targets, not money that was given.
    if told_in_prose {
        let told: Vec<Span> = indicators.iter().filter_map(|indicator| indicator.evidence.span()).collect();
        amounts.retain(|amount| !amount.evidence.span().is_some_and(|sum| told.iter().any(|told| told.overlaps(sum))));
    }

    let above = units.get(..head.body).unwrap_or_default();
    let budget_year =
        slip.year.or_else(|| if title_kind == NoticeKind::Other { None } else { year::of(document, head.title.as_ref(), above, &body) });
    // 根据《…下达2022年…的通知》，现下达第一批资金: the year of the money is told where it came from.
    let budget_year = budget_year.or_else(|| {
        let act = act.as_ref().filter(|act| act.kind != NoticeKind::Announcement)?;
        let upstream = citations.iter().find(|citation| citation.role == CitationRole::Upstream)?;
        let (year, _) = fund::year_of_title(upstream.title.as_deref()?)?;
        Some(act::fact(document, act, year))
    });
    let target = head.title.is_none() && act.is_none() && title_kind == NoticeKind::Other && form::is_target(document);
    let budget_year = budget_year.or_else(|| form::year(document).filter(|_| target || title_kind == NoticeKind::SelfEvaluation));
    let kind = match &act {
        Some(act) => act::fact(document, act, act.kind),
        None => kind_by_title(document, &head, &units, hints, title_kind),
    };
    let own_year = number.and_then(|number| number.year).map(i32::from).or(end.issued_on.as_ref().map(|fact| fact.value.year()));
    let over = own_year.zip(budget_year.as_ref()).is_some_and(|(own, budget)| own > budget.value);
    let kind = if over { kind } else { as_upstream(kind, &citations) };
    let grants = !matches!(kind.value, NoticeKind::Other);
    let mut fund_title = head.title.as_ref().filter(|_| grants).and_then(|fact| fund::of_title(&fact.value));
    let mut fund_name = head.title.as_ref().zip(fund_title.as_ref()).map(|(title, name)| title.clone().map(|_| FundName::parse(name).stem));
    if let Some(act) = &act {
        // 现将市本级资金安排如下 names no fund: it is that of the notice which gave the money.
        let upstream = || citations.iter().find(|citation| citation.role == CitationRole::Upstream)?.title.as_deref();
        fund_title = act.fund.clone().or_else(|| upstream().and_then(fund::of_title));
        fund_name = fund_title.as_ref().map(|name| act::fact(document, act, FundName::parse(name).stem));
    }
    // 某县水利局水旱灾害防御股项目支出绩效自评: what ends like an office is who reports, not what about.
    let office = |name: &FundName| ["股", "科", "科室", "处", "局", "办", "中心"].iter().any(|end| name.stem.ends_with(end));
    // 某中心2022年度项目支出绩效自评表 names no money; the form does.
    let named_form = form::is_name(title) && !form::names_money(title) && form::fund(document).is_some();
    let unnamed = named_form || fund_name.as_ref().is_none_or(|name| office(&FundName::parse(&name.value)));
    if target || title_kind == NoticeKind::SelfEvaluation && unnamed {
        let told = form::fund(document).or_else(|| form::opening(document, &rough).map(|(_, fund)| fund));
        fund_title = told.as_ref().map(|fact| fact.value.clone());
        fund_name = told.map(|fact| fact.map(|name| FundName::parse(&name).stem));
    }
    if slip::is_slip(title) {
        fund_name = slip.fund.as_ref().map(|fact| fact.clone().map(|name| FundName::parse(&name).stem));
        fund_title = slip.fund.map(|fact| fact.value);
        if let Some(act) = act::read(&rough).filter(|_| fund_title.is_none()) {
            fund_name = act.fund.as_ref().map(|name| act::fact(document, &act, FundName::parse(name).stem));
            fund_title = act.fund;
        }
    }
    // News and other pages that are no notice have a headline for a title.
    if head.title.is_none() && kind.value == NoticeKind::Other && head.number.is_none() {
        head.title = head::headline(document, &units);
    }
    let bodies: Vec<&Agency> = issuers.bodies.iter().map(|fact| &fact.value).collect();
    // A body that only the code names is no part of an id: the document does not print it.
    let id = id::of(
        number,
        division.as_ref(),
        head.title.as_ref().map(|fact| fact.value.as_str()),
        &bodies,
        end.issued_on.as_ref().map(|fact| fact.value),
        document.slice(Span::new(0, document.text().len())),
    );
    check_dates(&end, number.and_then(|number| number.year), head.number.as_ref(), &mut remarks);
    let level = issuers.level.or_else(|| level_by_recipients(&recipients));
    let text = |fact: Option<Fact<String>>| fact.map(|fact| fact.map(Text::from));
    let mut budget_subjects = tags::budget_subjects(document, &body);
    for subject in slip.subjects {
        if budget_subjects.iter().all(|known| known.value.code != subject.value.code) {
            budget_subjects.push(subject);
        }
    }
    let mut notice = Notice {
        id: id.into(),
        kind,
        recipients,
        number: head.number,
        title: text(head.title),
        issuers: issuers.bodies,
        level,
        division: issuers.division,
        signatory: text(head.signatory),
        cc: end.cc,
        issued_on: end.issued_on,
        printed_on: end.printed_on,
        printed_by: text(end.printed_by),
        budget_year,
        fund_name: text(fund_name),
        fund_title: fund_title.map(Text::from),
        direct_fund_tags: tags::direct_fund_tags(document, &body),
        budget_subjects,
        project_codes: tags::project_codes(document, &body),
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

/// A paragraph without the sentences that advertise: what stands between them, each stretch a paragraph of its own.
fn without_spam(document: &Document, unit: &Unit) -> Vec<Unit> {
    let text = unit.text();
    if !SPAM_WORDS.in_text(text) {
        return vec![unit.clone()];
    }
    let mut borders: Vec<usize> = vec![0];
    borders.extend(text.char_indices().filter_map(|(at, c)| match c {
        '。' | '！' | '？' | '；' | '】' => Some(at + c.len_utf8()),
        '【' => Some(at),
        _ => None,
    }));
    borders.push(text.len());
    let mut kept: Vec<std::ops::Range<usize>> = Vec::new();
    // What follows an advertiser's name up to the next stop is his as well.
    let mut spam = false;
    for pair in borders.windows(2) {
        let &[start, end] = pair else { continue };
        let piece = text.get(start..end).unwrap_or_default();
        if piece.is_empty() {
            continue;
        }
        // A document's number shows that the sentence is the notice's, whatever was put into the title beside it.
        let own = SPAM_WORDS.in_text(piece) && recognise::find_numbers(piece).is_empty();
        let tail = spam && piece.chars().count() <= LONGEST_ITEM;
        spam = own && piece.ends_with('】');
        match kept.last_mut().filter(|last| last.end == start) {
            _ if own || tail => {}
            Some(last) => last.end = end,
            None => kept.push(start..end),
        }
    }
    kept.into_iter().map(|range| unit.part(document, range)).collect()
}

/// The stretches in which sums are told per recipient: paragraphs, and lists of short items (1.某镇：48.6万元；) as one, with the words
/// before them (…210万元，分配如下：). What the money of an item is for may stand behind it (（二）某镇12.5万元，用于…；).
fn told_together(body: &[Unit]) -> Vec<Span> {
    let sum_ends =
        |text: &str| text.ends_with('元') || text.strip_suffix('万').is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
    // Whether a paragraph is an item of a list, and whether it is one if the paragraph before it is.
    let item = |unit: &Unit| {
        let text = unit.text();
        let whole = text.trim_end_matches(['；', ';', '。', '，']);
        let numbered = flow::heading_level(text).is_some();
        let short = (numbered || !whole.contains(['，', '。'])) && text.chars().count() <= LONGEST_ITEM && sum_ends(whole);
        let first = whole.split('，').next().unwrap_or_default();
        let explained = !whole.contains('。') && first.chars().count() <= LONGEST_ITEM && sum_ends(first);
        (short || explained && (numbered || text.ends_with(['；', ';'])), explained)
    };
    let mut spans: Vec<Span> = Vec::new();
    let (mut listed, mut led) = (false, false);
    for unit in body {
        let (alone, behind) = item(unit);
        let item = alone || behind && listed;
        match spans.last_mut().filter(|_| item && (listed || led) && !unit.after_table) {
            Some(last) => *last = last.cover(unit.span()),
            None => spans.push(unit.span()),
        }
        // …5260万元，其中：甲县2160万元；⏎乙区3100万元。: a full line may have drawn the first item to itself.
        let first =
            unit.text().ends_with(['；', ';']) && ["其中：", "如下：", "其中:", "如下:"].iter().any(|word| unit.text().contains(word));
        listed = item || first;
        led = unit.text().ends_with(['：', ':']);
    }
    spans
}

/// A paragraph up to the form that ran into it (…一级指标二级指标三级指标…): figures of a form without its cells are no running text.
fn before_form(document: &Document, unit: Unit) -> Option<Unit> {
    let text = unit.text();
    let heads = text.find("一级指标").filter(|at| {
        let behind = crate::sentence::after(text, at + "一级指标".len(), 12);
        behind.contains("三级指标") || behind.contains("二级指标")
    });
    match heads {
        None => Some(unit),
        Some(0) => None,
        Some(at) => Some(unit.part(document, 0..at)),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The sums in running text with their units: a table that prints no unit may repeat one of them.
fn printed_units(document: &Document, units: &[Unit]) -> Vec<(Money, MoneyUnit)> {
    units.iter().flat_map(|unit| recognise::find_money(document.slice(unit.span()))).map(|found| (found.money, found.unit)).collect()
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

/// The kind that the title says.
fn kind_by_title(document: &Document, head: &Head, units: &[Unit], hints: &Hints, by_title: NoticeKind) -> Fact<NoticeKind> {
    match &head.title {
        Some(title) => title.clone().map(|_| by_title),
        None => {
            let place =
                units.first().map(|unit| evidence(document, unit.span(), Origin::Body)).unwrap_or_else(|| name_evidence(document, hints));
            Fact::new(by_title, place).doubted(Confidence::Doubtful, Doubt::RoleInferred)
        }
    }
}

/// An issue all of whose upstream notices are advance issues is one too, unless the year of the money is over (`docs/notice-form.md`,
/// kinds).
fn as_upstream(mut kind: Fact<NoticeKind>, citations: &[Citation]) -> Fact<NoticeKind> {
    let mut upstream = citations.iter().filter(|citation| citation.role == CitationRole::Upstream).peekable();
    let advance = kind.value == NoticeKind::Issue
        && upstream.peek().is_some()
        && upstream.clone().all(|citation| citation.title.as_deref().is_some_and(kind::is_advance));
    if advance {
        kind.value = NoticeKind::Advance;
        kind.evidence.extend(upstream.map(|citation| citation.evidence.clone()));
    }
    kind
}

fn name_evidence(document: &Document, hints: &Hints) -> Evidence {
    Evidence::unplaced(document.source_id(), Origin::FileName, hints.file_name.clone().unwrap_or_default())
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
