//! Values of performance indicators: a number with comparator and unit, a range, a deadline, a word of the closed list
//! of `data/qualitative_terms.txt`, or text. Not for: which indicator a value belongs to.

mod deadline;
mod terms;

use hongtou_notice::codes::{Comparator, ValueKind};
use hongtou_notice::{Date, IndicatorValue};
use rust_decimal::Decimal;

use self::terms::Terms;
use super::figure::{Place, scan};
use super::fold::is_han;
use super::ink::Ink;

/// Longest cell that can be anything but text.
const LONGEST: usize = 60;
/// Longest unit that is taken without being listed.
const LONGEST_UNIT: usize = 4;

/// Reads the cell of a target or an achievement. Always answers: what is nothing else is text.
#[must_use]
pub fn parse_value(cell: &str) -> IndicatorValue {
    let ink = Ink::new(cell);
    let text = ink.raw_text(0, ink.len());
    let terms = Terms::get();
    let read = if ink.len() > LONGEST {
        None
    } else if terms.is_qualitative(&ink.text(0, ink.len())) {
        Some(Reading::of(ValueKind::Qualitative))
    } else {
        deadline::read(&ink).or_else(|| last_year(&ink)).or_else(|| range(&ink)).or_else(|| number(&ink))
    };
    let Reading { kind, comparator, value, upper, unit, per, deadline } = read.unwrap_or(Reading::of(ValueKind::Text));
    let (text, unit, per) = (text.into(), unit.map(Into::into), per.map(Into::into));
    IndicatorValue { text, kind, comparator, value, upper, unit, per, deadline }
}

/// Characters of the longest listed unit that a text begins with.
pub(crate) fn unit_length(text: &str) -> usize {
    Terms::get().unit(&Ink::new(text), 0)
}

/// Whether a text is a word of the closed list of qualitative values.
pub(crate) fn is_qualitative(text: &str) -> bool {
    Terms::get().is_qualitative(text)
}

/// A value without its text.
#[derive(Debug)]
struct Reading {
    kind: ValueKind,
    comparator: Comparator,
    value: Option<Decimal>,
    upper: Option<Decimal>,
    unit: Option<String>,
    per: Option<String>,
    deadline: Option<Date>,
}

impl Reading {
    fn of(kind: ValueKind) -> Self {
        Self { kind, comparator: Comparator::None, value: None, upper: None, unit: None, per: None, deadline: None }
    }
}

/// A comparator, a number and a unit, and the cell after them.
#[derive(Debug)]
struct Measure {
    /// `None` where no comparator is printed; about is `Comparator::None`.
    comparator: Option<Comparator>,
    value: Decimal,
    unit: Option<String>,
    to: usize,
}

/// Reads a measure; the unit only up to what parts a range, or wholly to the end of the cell.
fn measure(ink: &Ink, at: usize) -> Option<Measure> {
    let terms = Terms::get();
    let (comparator, at) = terms.before(ink, at).map_or((None, at), |(comparator, at)| (Some(comparator), at));
    let minus = ink.c(at) == '-';
    let at = at + usize::from(minus);
    if !ink.c(at).is_ascii_digit() {
        return None;
    }
    let (_, figure) = scan(ink, at, Place::Cell);
    let figure = figure.filter(|figure| figure.from == at && !figure.letters)?;
    let unit_to = unit_end(ink, figure.to);
    let unit = unit_text(ink, figure.to, unit_to);
    let (comparator, to) = match terms.after(ink, unit_to) {
        Some((after, to)) if comparator.is_none() => (Some(after), to),
        Some((_, to)) => (comparator, to),
        None => (comparator, unit_to),
    };
    let value = if minus { -figure.value } else { figure.value };
    Some(Measure { comparator, value, unit, to })
}

/// The cell after the unit that begins here: a listed one, with what it is per.
fn unit_end(ink: &Ink, at: usize) -> usize {
    let mut end = at + Terms::get().unit(ink, at);
    if end > at && ink.c(end) == '(' {
        // 人（次）, 台（套）
        if let Some(close) = (end + 1..end + 4).find(|&i| ink.c(i) == ')') {
            end = close + 1;
        }
    }
    while end > at && matches!(ink.c(end), '/' | '·' | '*' | '.' | '•' | '・' | '每') {
        let next = end + 1 + Terms::get().unit(ink, end + 1);
        if next == end + 1 {
            break;
        }
        end = next;
    }
    // An unlisted unit: a few letters to the end of the cell.
    let length = (at..ink.len()).take_while(|&i| is_han(ink.c(i)) || ink.c(i).is_ascii_alphabetic()).count();
    if (1..=LONGEST_UNIT).contains(&length) && at + length == ink.len() && Terms::get().after(ink, end).is_none() { ink.len() } else { end }
}

fn unit_text(ink: &Ink, at: usize, to: usize) -> Option<String> {
    let folded = ink.text(at, to);
    match folded.as_str() {
        "" => None,
        "%" | "百分比" => Some("%".to_owned()),
        _ => Some(ink.raw_text(at, to)),
    }
}

fn per(unit: Option<&str>) -> Option<String> {
    let unit = unit?;
    let at = unit.find(['/', '／', '每'])?;
    unit.get(at..)?.chars().skip(1).collect::<String>().into()
}

fn number(ink: &Ink) -> Option<Reading> {
    let measure = measure(ink, 0)?;
    let end = measure.to + usize::from(matches!(ink.c(measure.to), '。' | ';' | ','));
    if end != ink.len() {
        return None;
    }
    // 2019年度 names a time, it counts nothing.
    let years = Decimal::from(1949)..=Decimal::from(2100);
    if measure.comparator.is_none() && matches!(measure.unit.as_deref(), Some("年" | "年度")) && years.contains(&measure.value) {
        return None;
    }
    let comparator = measure.comparator.unwrap_or(Comparator::Eq);
    let per = per(measure.unit.as_deref());
    let kind = if deadline::is_span(comparator, measure.unit.as_deref()) { ValueKind::Deadline } else { ValueKind::Number };
    Some(Reading { comparator, value: Some(measure.value), unit: measure.unit, per, ..Reading::of(kind) })
}

/// `90%-95%`, `2-12个月`, `≥90%，≤95%`.
fn range(ink: &Ink) -> Option<Reading> {
    let first = measure(ink, 0)?;
    let mark = ink.c(first.to);
    let between = matches!(mark, '-' | '~' | '至' | '到');
    let bounded = matches!(mark, ',' | '、' | '且' | '≤' | '<') && matches!(first.comparator, Some(Comparator::Ge | Comparator::Gt));
    if !between && !bounded {
        return None;
    }
    let mut next = first.to + usize::from(!matches!(mark, '≤' | '<'));
    next += usize::from(between && ink.c(next) == mark);
    let second = measure(ink, next)?;
    if second.to != ink.len() || (bounded && !matches!(second.comparator, Some(Comparator::Le | Comparator::Lt))) {
        return None;
    }
    if first.unit.is_some() && first.unit != second.unit {
        return None;
    }
    let (low, high) = if first.value <= second.value { (first.value, second.value) } else { (second.value, first.value) };
    let per = per(second.unit.as_deref());
    Some(Reading { value: Some(low), upper: Some(high), unit: second.unit, per, ..Reading::of(ValueKind::Range) })
}

/// `不低于上年`, `高于上年同期水平`, `较上年提高`, `与上年持平`.
fn last_year(ink: &Ink) -> Option<Reading> {
    let text = ink.text(0, ink.len());
    let (before, after) = ["上年", "去年", "上一年"].iter().find_map(|word| text.split_once(word))?;
    let mut rest = after;
    while let Some(shorter) = ["度", "同期", "水平", "末", "底", "实际", "平均", "值"].iter().find_map(|word| rest.strip_prefix(word))
    {
        rest = shorter;
    }
    let comparator = match (before, rest) {
        ("较" | "比" | "同比", "提高" | "提升" | "增长" | "增加" | "有所提高" | "有所提升" | "有所增长" | "上升") => {
            Comparator::Gt
        }
        ("较" | "比" | "同比", "下降" | "降低" | "减少" | "有所下降" | "有所降低") => Comparator::Lt,
        ("与" | "同" | "和", "持平" | "一致" | "相当") => Comparator::Eq,
        (_, "") => Terms::get().before(ink, 0).filter(|&(_, to)| to == before.chars().count())?.0,
        _ => return None,
    };
    Some(Reading { comparator, ..Reading::of(ValueKind::Qualitative) })
}
