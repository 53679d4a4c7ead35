//! Quota slips (预算指标追加通知单, 拨款通知书): forms without a red head whose table bears sum, basis, subjects, year and project as
//! labels with their values, two or four columns wide (`docs/notice-form.md`, special forms). Not for: slips whose table has a
//! head row over rows of recipients (`table`).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use hongtou_document::{Block, Cell, Document, Span};
use hongtou_notice::codes::{AmountRole, CitationRole, Confidence, Doubt, Origin, SubjectSide};
use hongtou_notice::{Amount, Citation, DocumentNumber, Doubts, Fact, Money, MoneyUnit, Subject};
use regex::Regex;

use crate::flow::{self, Unit};
use crate::place::evidence;
use crate::recognise::{self, Figure};

/// How the name of such a form ends.
const NAMES: &[&str] = &[
    "预算指标文",
    "指标通知单",
    "指标通知书",
    "指标下达通知单",
    "指标追加通知单",
    "指标追加通知书",
    "指标追加通知",
    "指标追减通知单",
    "拨款通知单",
    "拨款通知书",
];
/// Labels of what is read, each by the words that it may begin with.
const BASES: &[&str] = &["依据文号", "文件依据", "下达依据", "指标依据", "来源文号", "上级文号", "依据文件", "资金来源文号"];
const YEARS: &[&str] = &["预算年度", "指标年度", "年度"];
const PROJECTS: &[&str] = &["项目名称", "资金名称", "指标名称", "专项名称"];
const SUBJECTS: &[&str] =
    &["功能科目", "支出功能", "功能分类", "支出科目", "经济科目", "经济分类", "部门经济", "政府经济", "收入科目", "预算科目"];

/// Labels of who gets the quota, whose value is not read here.
const UNITS: &[&str] = &["预算单位", "单位名称", "用款单位", "收款单位", "主管部门", "资金性质", "资金来源"];

/// A code of a subject with its name in a cell: 2050299 其他普通教育支出.
static SUBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<code>[1235]\d{2}(?:\d{2}){0,2})[\s\-—.:：]*(?P<name>\p{Han}[\p{Han}（）()、，]{1,40})?\s*$").ok()
});

/// What a slip says.
#[derive(Debug, Default)]
pub(crate) struct Slip {
    pub(crate) amount: Option<Amount>,
    pub(crate) citations: Vec<Citation>,
    pub(crate) subjects: Vec<Fact<Subject>>,
    pub(crate) year: Option<Fact<i32>>,
    pub(crate) fund: Option<Fact<String>>,
}

/// Whether a title is the name of such a form.
pub(crate) fn is_slip(title: &str) -> bool {
    NAMES.iter().any(|name| title.ends_with(name))
}

/// Reads the pairs of labels and values of a slip. `own` is its own number.
pub(crate) fn read(document: &Document, own: Option<&DocumentNumber>) -> Slip {
    let mut slip = Slip::default();
    let pairs = pairs(document);
    for (label, value) in &pairs {
        let text = document.slice(*value);
        if begins(label, BASES) {
            slip.citations.extend(numbers(document, *value, own));
        } else if begins(label, SUBJECTS) {
            slip.subjects.extend(subject(document, *value));
        } else if begins(label, YEARS) && slip.year.is_none() {
            let year = text.trim().trim_end_matches('度').trim_end_matches('年').parse().ok().filter(|year| (1990..2100).contains(year));
            slip.year = year.map(|year| Fact::new(year, evidence(document, *value, Origin::Table)));
        } else if begins(label, PROJECTS) && slip.fund.is_none() {
            let name: String = text.split_whitespace().collect();
            // 项目名称 | 指标金额: the head of a table, whose labels are no values.
            if ["金额", "标识", "科目", "文号", "备注"].iter().any(|head| name.ends_with(head)) {
                continue;
            }
            slip.fund = Some(Fact::new(name, evidence(document, *value, Origin::Table)).doubted(Confidence::Likely, Doubt::RoleInferred));
        }
    }
    slip.amount = amount(document, &pairs);
    slip
}

/// Every label with its value: on a line of text behind its colon, in the next cell of its row, or below it where the first row
/// holds nothing but labels.
fn pairs(document: &Document) -> Vec<(String, Span)> {
    let mut pairs: Vec<(String, Span)> = flow::units(document).iter().filter_map(|unit| line(document, unit)).collect();
    for block in document.blocks() {
        let Block::Table(table) = block else { continue };
        let filled: Vec<&Cell> = table.cells().iter().filter(|cell| !document.slice(cell.span).trim().is_empty()).collect();
        let heads: Vec<&&Cell> = filled.iter().take_while(|cell| cell.row == 0).collect();
        if heads.len() > 2 && heads.iter().all(|cell| is_label(&key(document, cell))) {
            // Every row has a subject and a basis of its own; what the rows are called tells of the whole only where there is one.
            let totals: BTreeSet<u32> = filled.iter().filter(|cell| is_total(&key(document, cell))).map(|cell| cell.row).collect();
            let rows: BTreeSet<u32> = filled.iter().map(|cell| cell.row).filter(|row| *row > 0 && !totals.contains(row)).collect();
            for head in heads {
                let label = key(document, head);
                let each = begins(&label, SUBJECTS) || begins(&label, BASES);
                let below = filled.iter().filter(|cell| cell.row > 0 && cell.col == head.col);
                let read = if each { usize::MAX } else { usize::from(rows.len() == 1 || !begins(&label, PROJECTS)) };
                pairs.extend(below.take(read).map(|cell| (label.clone(), trimmed(document, cell.span))));
            }
            continue;
        }
        let mut at = 0;
        while let [label, value, ..] = filled.get(at..).unwrap_or_default() {
            if label.row != value.row {
                at += 1;
                continue;
            }
            pairs.push((key(document, label), trimmed(document, value.span)));
            at += 2;
        }
    }
    pairs
}

/// Whether a cell bears a word of a total.
fn is_total(key: &str) -> bool {
    matches!(key, "合计" | "总计" | "小计")
}

/// Whether a label begins with one of the words.
fn begins(label: &str, words: &[&str]) -> bool {
    crate::vocab::starts(label, words)
}

/// A line of text that bears a label and its value: 项目名称：高标准农田建设补助资金.
fn line(document: &Document, unit: &Unit) -> Option<(String, Span)> {
    let (label, _) = unit.text().split_once('：')?;
    let value = unit.view.span(label.len() + '：'.len_utf8()..unit.text().len());
    is_label(label).then(|| (label.to_owned(), trimmed(document, value)))
}

/// A cell as a label: without blanks and its colon.
fn key(document: &Document, cell: &Cell) -> String {
    let text: String = document.slice(cell.span).chars().filter(|c| !c.is_whitespace()).map(recognise::fold_char).collect();
    text.trim_end_matches([':', '：']).to_owned()
}

/// Whether a cell bears a label of such a form.
fn is_label(key: &str) -> bool {
    let known = [BASES, YEARS, PROJECTS, SUBJECTS, UNITS].iter().any(|words| words.iter().any(|word| key.starts_with(word)));
    known || key.contains("金额") || key == "备注" || key == "序号"
}

/// A span without the blanks at its ends.
fn trimmed(document: &Document, span: Span) -> Span {
    let text = document.slice(span);
    let chars = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let start = span.start + chars(text) - chars(text.trim_start());
    Span::new(start, start + chars(text.trim()))
}

/// The sum: the one in figures; where several stand in the form, the one that the form gives (追加金额, 下达金额).
fn amount(document: &Document, pairs: &[(String, Span)]) -> Option<Amount> {
    let earlier = ["已", "原", "上年", "累计", "年初", "结余", "大写"];
    let sums = pairs.iter().filter(|(label, _)| {
        (label.contains("金额") || label.ends_with('数') && label.contains("追加")) && !earlier.iter().any(|word| label.contains(word))
    });
    let figures: Vec<_> = sums
        .filter_map(|(label, value)| match recognise::parse_figure(figure(document.slice(*value))) {
            Figure::Number { value: number, unit, .. } => Some((label, *value, number, unit)),
            _ => None,
        })
        .collect();
    let given = ["小写", "追加", "追减", "下达", "本次", "核定"];
    let of_form = figures.iter().find(|(label, ..)| given.iter().any(|word| label.contains(word)));
    let (label, place, number, unit) = of_form.or_else(|| figures.first().filter(|_| figures.len() == 1))?;
    let in_brackets = || {
        let inner = label.rsplit(['(', '（']).next()?.trim_end_matches([')', '）']);
        MoneyUnit::from_word(inner)
    };
    let printed = unit.or_else(in_brackets).or_else(|| unit_of_page(document));
    let unit = printed.unwrap_or(MoneyUnit::Yuan);
    let mut amount = Amount {
        origin: Origin::Body,
        money: Some(Money(number.checked_mul(unit.yuan())?.normalize())),
        text: document.slice(*place).into(),
        unit: Some(unit),
        role: AmountRole::Total,
        absence: None,
        evidence: evidence(document, *place, Origin::Table),
        confidence: Confidence::Certain,
        doubts: Doubts::NONE,
    };
    if printed.is_none() {
        amount.confidence = Confidence::Doubtful;
        amount.doubts.insert(Doubt::UnitAssumed);
    }
    Some(amount)
}

/// A sum without the words in brackets behind it: 1,860,000.00元（大写：…）.
fn figure(text: &str) -> &str {
    text.split(['（', '(']).next().filter(|front| !front.trim().is_empty()).unwrap_or(text).trim()
}

/// The unit that a line of the form names: 单位：元.
fn unit_of_page(document: &Document) -> Option<MoneyUnit> {
    flow::units(document).iter().find_map(|unit| {
        let rest = unit.text().split_once("单位：").or_else(|| unit.text().split_once("单位:"))?.1;
        MoneyUnit::from_word(rest.trim_end_matches(['）', ')']))
    })
}

/// The papers on whose numbers a slip rests. One of the slip's own series is an earlier slip.
fn numbers(document: &Document, value: Span, own: Option<&DocumentNumber>) -> Vec<Citation> {
    let found = recognise::find_numbers(document.slice(value));
    let cited = found.into_iter().filter(|found| own != Some(&found.number));
    cited
        .map(|found| {
            let series = own.is_some_and(|own| own.prefix == found.number.prefix);
            let place = Span::new(value.start + found.start, value.start + found.end);
            let mut doubts = Doubts::NONE;
            doubts.insert(Doubt::RoleInferred);
            found.doubts.iter().for_each(|doubt| doubts.insert(*doubt));
            Citation {
                number: Some(found.number),
                title: None,
                issuers: Vec::new(),
                role: if series { CitationRole::Prior } else { CitationRole::Upstream },
                told_date: None,
                told_money: None,
                evidence: evidence(document, place, Origin::Table),
                confidence: found.confidence.max(Confidence::Likely),
                doubts,
            }
        })
        .collect()
}

/// The subject in a cell, with its name.
fn subject(document: &Document, value: Span) -> Option<Fact<Subject>> {
    let found = SUBJECT.as_ref()?.captures(document.slice(value))?;
    let code = found.name("code")?.as_str().to_owned();
    let side = match code.chars().next() {
        Some('1') => SubjectSide::Revenue,
        Some('2') => SubjectSide::Expenditure,
        Some('3') => SubjectSide::DepartmentEconomic,
        _ => SubjectSide::GovernmentEconomic,
    };
    let subject = Subject { code, name: found.name("name").map(|name| name.as_str().to_owned()), side: Some(side) };
    Some(Fact::new(subject, evidence(document, value, Origin::Table)))
}
