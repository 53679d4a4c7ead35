//! Sums written in Chinese numerals: `壹佰零伍万元整`, `三十万元`. Not for: a numeral inside a figure (`3百万元`).

use hongtou_notice::codes::Confidence;
use hongtou_notice::{Money, MoneyUnit};
use rust_decimal::Decimal;

use super::super::ink::{Gap, Ink};
use super::super::numeral;
use super::MoneyMatch;

/// Longest numeral.
const LONGEST: usize = 30;

/// Reads the sum that begins at a numeral. Returns the cell after the numeral in any case.
pub(super) fn scan(ink: &Ink, at: usize) -> (usize, Option<MoneyMatch>) {
    let mut end = at + 1;
    while numeral::is_numeral(ink.next(end)) {
        end += 1;
    }
    (end, read(ink, at, end))
}

fn read(ink: &Ink, at: usize, end: usize) -> Option<MoneyMatch> {
    let chars: Vec<char> = (at..end.min(at + LONGEST + 1)).map(|i| ink.c(i)).collect();
    let capital = chars.iter().any(|c| "壹贰叁肆伍陆柒捌玖拾佰仟".contains(*c));
    let counts = chars.iter().any(|&c| numeral::is_word_digit(c) || matches!(c, '十' | '拾'));
    // A single small numeral is rarely a sum (二元结构); 几十万, 数百万 are none at all.
    if chars.len() > LONGEST || !counts || (!capital && chars.len() < 2) || !matches!(ink.next(end), '元' | '圆') {
        return None;
    }
    let before = at.checked_sub(1).filter(|_| ink.gap(at) == Gap::None).map_or('\0', |i| ink.c(i));
    if before.is_ascii_digit() || matches!(before, '几' | '数' | '上' | '第' | '.') {
        return None;
    }
    let mut value = Decimal::from(numeral::value(&chars)?);
    let mut to = end + 1;
    for (word, scale) in [('角', 1), ('分', 2)] {
        let zero = usize::from(ink.next(to) == '零');
        if let Some(digit) = numeral::digit(ink.next(to + zero)).filter(|_| ink.next(to + zero + 1) == word) {
            value = value.checked_add(Decimal::new(i64::from(digit), scale))?;
            to += zero + 2;
        }
    }
    to += usize::from(capital && matches!(ink.next(to), '整' | '正'));
    Some(MoneyMatch {
        start: ink.start(at),
        end: ink.end(to),
        money: Money(value.normalize()),
        unit: MoneyUnit::Yuan,
        text: ink.raw_text(at, to),
        confidence: if capital { Confidence::Certain } else { Confidence::Likely },
        doubts: Vec::new(),
        in_words: true,
    })
}
