//! Sums of money in running text and in cells of tables. One pass over the text. Not for: what a sum is (its role),
//! units that a table's head gives.

mod words;

use std::collections::HashSet;
use std::sync::LazyLock;

use hongtou_notice::codes::{Confidence, Doubt};
use hongtou_notice::{Money, MoneyUnit};
use rust_decimal::Decimal;

use super::figure::{Place, Scan, scan};
use super::fold::is_han;
use super::ink::{Gap, Ink};
use super::numeral;

/// A sum and where it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyMatch {
    /// First code point.
    pub start: u32,
    /// Code point after the unit (`2100元` in `2100元/人·月`).
    pub end: u32,
    /// The sum.
    pub money: Money,
    /// The unit of the figure; the yuan where words give the sum.
    pub unit: MoneyUnit,
    /// Figure and unit as printed, without blanks.
    pub text: String,
    /// How sure the reading is.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Vec<Doubt>,
    /// Written in Chinese numerals (`壹佰零伍万元整`).
    pub in_words: bool,
}

/// What a cell of a table of figures holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A number, with the unit that is printed with it.
    Number {
        /// The number; negative for `-120`, `－120`, `(120)`.
        value: Decimal,
        /// A unit in the cell itself.
        unit: Option<MoneyUnit>,
        /// Whether its marks, or blanks inside, had to be put right.
        repaired: bool,
    },
    /// Nothing.
    Blank,
    /// A sign for nothing: `—`, `-`, `/`.
    Dash,
    /// Anything else.
    Other,
}

/// Sections of the list of words that follow figures of other things.
struct Others {
    counters: HashSet<char>,
    not_yuan: HashSet<char>,
}

static OTHERS: LazyLock<Others> = LazyLock::new(|| {
    let mut others = Others { counters: HashSet::new(), not_yuan: HashSet::new() };
    let mut counting = true;
    for word in super::words(include_str!("../../../data/not_money_counters.txt")) {
        match word {
            "[counters]" => counting = true,
            "[not_yuan]" => counting = false,
            _ => if counting { &mut others.counters } else { &mut others.not_yuan }.extend(word.chars()),
        }
    }
    others
});

/// All sums of a text that bear a unit, in its order.
#[must_use]
pub fn find_money(text: &str) -> Vec<MoneyMatch> {
    let ink = Ink::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < ink.len() {
        let c = ink.c(at);
        if c.is_ascii_digit() {
            let (next, read) = scan(&ink, at, Place::Text);
            let read = read.and_then(|figure| in_figures(&ink, figure));
            at = read.as_ref().map_or(next, |&(to, _)| to);
            found.extend(read.map(|(_, found)| found));
        } else if numeral::is_numeral(c) {
            let (next, read) = words::scan(&ink, at);
            at = next;
            found.extend(read);
        } else {
            at += 1;
        }
    }
    found
}

/// A unit after a figure.
#[derive(Debug, Clone, Copy)]
struct Unit {
    /// The cell after it.
    to: usize,
    unit: MoneyUnit,
    /// What the figure is multiplied by before the unit (the 千 of 千万元).
    times: u32,
    /// 万 or 亿 without 元.
    bare: bool,
}

impl Unit {
    /// The yuan, said before the figure.
    fn yuan(to: usize) -> Self {
        Self { to, unit: MoneyUnit::Yuan, times: 1, bare: false }
    }
}

/// Whether a character is the sign of the yuan.
fn is_yuan_sign(c: char) -> bool {
    matches!(c, '¥' | '￥')
}

fn unit(ink: &Ink, at: usize) -> Option<Unit> {
    let mut times = 1;
    let mut next = at;
    if matches!((ink.next(at), ink.next(at + 1)), ('十' | '百' | '千', '万' | '亿') | ('万', '亿')) {
        times = match ink.c(at) {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            _ => 10_000,
        };
        next += 1;
    }
    let yuan = |at: usize| matches!(ink.next(at), '元' | '圆');
    let (unit, bare) = match ink.next(next) {
        '元' | '圆' => (MoneyUnit::Yuan, false),
        '千' if yuan(next + 1) => (MoneyUnit::Thousand, false),
        '万' => (MoneyUnit::TenThousand, !yuan(next + 1)),
        '亿' => (MoneyUnit::HundredMillion, !yuan(next + 1)),
        _ => return None,
    };
    let to = next + if bare || unit == MoneyUnit::Yuan { 1 } else { 2 };
    // A blank ends a word: 万 元 is the unit, but 20万 户 a heading beside a figure is not told from it.
    let follows = ink.c(to);
    let other = if bare { OTHERS.counters.contains(&follows) } else { OTHERS.not_yuan.contains(&follows) };
    if other && ink.gap(to) == Gap::None {
        return None;
    }
    let (unit, times) = if unit == MoneyUnit::TenThousand && times == 100 && !bare { (MoneyUnit::Million, 1) } else { (unit, times) };
    Some(Unit { to, unit, times, bare })
}

fn sum(value: Decimal, unit: &Unit) -> Option<Money> {
    Some(Money(value.checked_mul(Decimal::from(unit.times))?.checked_mul(unit.unit.yuan())?.normalize()))
}

/// A figure with its unit: the cell after it and the match.
fn in_figures(ink: &Ink, figure: Scan) -> Option<(usize, MoneyMatch)> {
    // ¥36,800.00: the sign gives the unit.
    let signed = || figure.from.checked_sub(1).is_some_and(|i| is_yuan_sign(ink.c(i))).then(|| Unit::yuan(figure.to));
    let mut unit = unit(ink, figure.to).or_else(signed)?;
    let mut money = sum(figure.value, &unit)?;
    let (mut repaired, mut letters) = (figure.repaired, figure.letters);
    // 1亿2000万元: one sum in two units.
    if unit.bare && ink.c(unit.to).is_ascii_digit() && ink.gap(unit.to) == Gap::None {
        let (_, second) = scan(ink, unit.to, Place::Text);
        if let Some(second) = second.filter(|second| second.from == unit.to)
            && let Some(below) = self::unit(ink, second.to)
            && below.unit < unit.unit
            && let Some(part) = sum(second.value, &below)
        {
            money = money.checked_add(part)?;
            unit = below;
            repaired |= second.repaired;
            letters |= second.letters;
        }
    }
    let mut from = figure.from;
    if negative(ink, from) {
        from -= 1;
        money = Money(-money.0);
    }
    let broken = (from + 1..unit.to).any(|i| ink.gap(i) >= Gap::Break) && repaired;
    let confidence = if letters {
        Confidence::Doubtful
    } else if repaired || broken || (unit.bare && is_han(ink.c(unit.to))) {
        Confidence::Likely
    } else {
        Confidence::Certain
    };
    let doubts = if repaired || letters { vec![Doubt::RepairedAmount] } else { Vec::new() };
    let found = MoneyMatch {
        start: ink.start(from),
        end: ink.end(unit.to),
        money,
        unit: unit.unit,
        text: ink.raw_text(from, unit.to),
        confidence,
        doubts,
        in_words: false,
    };
    Some((unit.to, found))
}

/// Whether a minus stands before a figure, not the dash of a span.
fn negative(ink: &Ink, from: usize) -> bool {
    let Some(sign) = from.checked_sub(1).filter(|&i| ink.c(i) == '-' && ink.gap(from) == Gap::None) else { return false };
    let Some(before) = sign.checked_sub(1).filter(|_| ink.gap(sign) == Gap::None).map(|i| ink.c(i)) else { return true };
    matches!(before, '(' | ':' | ',' | '、' | '为' | '计' | '减' | '额' | '金' | '整')
}

/// Reads a cell of a table of figures.
#[must_use]
pub fn parse_figure(cell: &str) -> Figure {
    let ink = Ink::new(cell);
    let end = ink.len();
    if end == 0 {
        return Figure::Blank;
    }
    if (0..end).all(|i| matches!(ink.c(i), '-' | '/' | '\\' | '_' | '~' | '…' | '一')) {
        return Figure::Dash;
    }
    let enclosed = ink.c(0) == '(' && ink.c(end - 1) == ')';
    let (mut at, end) = if enclosed { (1, end - 1) } else { (0, end) };
    at += usize::from(is_yuan_sign(ink.c(at)));
    // △ before a figure of a budget table is a minus (`docs/tables.md`, rows).
    let minus = matches!(ink.c(at), '-' | '△' | '▲');
    // ▲ also only marks a cell.
    let marked = ink.c(at) == '▲';
    at += usize::from(minus || ink.c(at) == '+');
    at += usize::from(is_yuan_sign(ink.c(at)));
    if !ink.c(at).is_ascii_digit() {
        return Figure::Other;
    }
    let (_, Some(figure)) = scan(&ink, at, Place::Cell) else { return Figure::Other };
    let unit = unit(&ink, figure.to).filter(|unit| unit.to == end && unit.times == 1);
    if figure.from != at || (figure.to != end && unit.is_none()) {
        return Figure::Other;
    }
    let value = if minus || enclosed { -figure.value } else { figure.value };
    Figure::Number { value, unit: unit.map(|unit| unit.unit), repaired: figure.repaired || figure.letters || marked }
}
