//! Dates: `2020年07月03日`, `二○一一年六月二十九日`, `2023-12-29`, and the remains of a date that lost 年月日.
//! Not for: months without a day, spans and deadlines (`value`).

use hongtou_notice::Date;
use hongtou_notice::codes::{Confidence, Doubt};

use super::ink::{Gap, Ink};
use super::numeral;

/// A date and where it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMatch {
    /// First code point.
    pub start: u32,
    /// Code point after the last.
    pub end: u32,
    /// The date.
    pub date: Date,
    /// How sure the reading is.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Vec<Doubt>,
}

/// A number in digits of either script and the cell after it.
type Part = (u32, usize);

/// All full dates of a text, in its order. A date may be broken by blanks and one line break.
#[must_use]
pub fn find_dates(text: &str) -> Vec<DateMatch> {
    let ink = Ink::new(text);
    let found = find(&ink).into_iter();
    found
        .map(|(from, to, date, confidence)| DateMatch { start: ink.start(from), end: ink.end(to), date, confidence, doubts: Vec::new() })
        .collect()
}

/// The full dates of some cells: first cell, cell after the last, date.
pub(super) fn find_dates_in(ink: &Ink) -> Vec<(usize, usize, Date)> {
    find(ink).into_iter().map(|(from, to, date, _)| (from, to, date)).collect()
}

fn find(ink: &Ink) -> Vec<Read> {
    let mut found = Vec::new();
    let (mut at, mut floor) = (0, 0);
    while at < ink.len() {
        let read = match ink.c(at) {
            '年' => worded(ink, at, floor),
            '-' | '/' | '.' => marked(ink, at, floor),
            _ => None,
        };
        if let Some(read) = read.filter(|&(from, to, ..)| ink.is_whole(from, to)) {
            (at, floor) = (read.1, read.1);
            found.push(read);
        } else {
            at += 1;
        }
    }
    found
}

type Read = (usize, usize, Date, Confidence);

/// The four digits before 年: where they begin, their value, and whether a letter stands for a digit.
pub(super) fn year_before(ink: &Ink, at: usize, floor: usize) -> Option<(usize, i32, bool)> {
    let from = at.checked_sub(4).filter(|&from| from >= floor)?;
    if (from + 1..=at).any(|i| ink.gap(i) == Gap::Wall) {
        return None;
    }
    let mut value = 0;
    let mut letters = false;
    for i in from..at {
        let c = ink.c(i);
        value = value * 10 + i32::try_from(numeral::digit(c)?).ok()?;
        letters |= c.is_alphabetic() && !super::fold::is_han(c);
    }
    let glued = from > floor && ink.gap(from) == Gap::None && ink.c(from - 1).is_ascii_digit();
    (!glued && (1900..=2100).contains(&value)).then_some((from, value, letters))
}

/// A month or day: one or two arabic digits, or a Chinese numeral.
pub(super) fn part(ink: &Ink, at: usize) -> Option<Part> {
    let c = |i: usize| if i == at { ink.c(i) } else { ink.next(i) };
    let like_digit = |i: usize| match c(i) {
        digit if digit.is_ascii_digit() => digit.to_digit(10),
        'O' | 'o' => Some(0),
        'l' | 'I' => Some(1),
        _ => None,
    };
    let arabic = (at..at + 3).take_while(|&i| c(i).is_ascii_digit()).count();
    // OCR reads 17日 as l7日: letters among the digits.
    let mixed: Vec<u32> = (at..at + 3).map_while(like_digit).collect();
    if mixed.len() == 2 && arabic < 2 && (0..2).any(|nth| c(at + nth).is_ascii_digit()) {
        return Some((mixed.iter().fold(0, |sum, digit| sum * 10 + digit), at + 2));
    }
    if matches!(arabic, 1 | 2) {
        let value = ink.text(at, at + arabic).parse().ok()?;
        return Some((value, at + arabic));
    }
    let chars: Vec<char> = (at..at + 4).map(c).take_while(|&c| numeral::is_numeral(c)).collect();
    let value = u32::try_from(numeral::value(&chars)?).ok()?;
    (arabic == 0).then_some((value, at + chars.len()))
}

fn date(year: i32, month: u32, day: u32) -> Option<Date> {
    Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// `2023年12月29日`; the 日 is sometimes lost before 印发 or at the end of a line.
fn worded(ink: &Ink, at: usize, floor: usize) -> Option<Read> {
    let (from, year, letters) = year_before(ink, at, floor)?;
    let (month, next) = part(ink, at + 1)?;
    if ink.next(next) != '月' {
        return None;
    }
    let (day, next) = part(ink, next + 1)?;
    let date = date(year, month, day)?;
    let closed = matches!(ink.next(next), '日' | '曰');
    let ended = ink.next(next) == '印' || ink.gap(next) >= Gap::Break;
    if !closed && !ended {
        return None;
    }
    let letters = letters || (from..next).any(|i| ink.c(i).is_ascii_alphabetic());
    let plain = closed && ink.c(next) == '日' && !letters;
    Some((from, next + usize::from(closed), date, if plain { Confidence::Certain } else { Confidence::Likely }))
}

/// `2023-12-29`, `2018/9/26`, `2023.12.29`, at the first mark.
fn marked(ink: &Ink, at: usize, floor: usize) -> Option<Read> {
    let mark = ink.c(at);
    let from = at.checked_sub(4).filter(|&from| from >= floor)?;
    let number = |from: usize, to: usize| {
        let whole = (from..to).all(|i| ink.c(i).is_ascii_digit()) && (from + 1..=to).all(|i| ink.gap(i) == Gap::None);
        whole.then(|| ink.text(from, to).parse::<u32>().ok()).flatten()
    };
    let year = number(from, at)?;
    let before = from.checked_sub(1).filter(|&i| i >= floor && ink.gap(from) == Gap::None).map_or('\0', |i| ink.c(i));
    let after_date = from == floor && floor > 0;
    if before.is_ascii_alphanumeric() || (matches!(before, '.' | '/') && !after_date) || !(1949..=2100).contains(&year) {
        return None;
    }
    let length = |from: usize| (from..from + 3).take_while(|&i| ink.c(i).is_ascii_digit() && ink.gap(i) == Gap::None).count();
    let month_end = at + 1 + length(at + 1);
    if !matches!(month_end - at, 2 | 3) || ink.c(month_end) != mark || ink.gap(month_end) != Gap::None {
        return None;
    }
    let day_end = month_end + 1 + length(month_end + 1);
    if !matches!(day_end - month_end, 2 | 3) {
        return None;
    }
    let (month, day) = (ink.text(at + 1, month_end).parse().ok()?, ink.text(month_end + 1, day_end).parse().ok()?);
    // `1.2.3.4` and the like go on; a span (`2020-01-01-2020-12-31`) goes on with a year.
    let goes_on = ink.gap(day_end) == Gap::None && ink.c(day_end) == mark && matches!(length(day_end + 1), 1 | 2);
    let date = date(i32::try_from(year).ok()?, month, day)?;
    (!goes_on).then_some((from, day_end, date, Confidence::Certain))
}

/// A line of its own that is a date without 年月日 (`2020226`, `20201231`). Where the digits can be read in two ways
/// (`2021111`) the reading with the two-digit day is given, doubtful and marked as ambiguous.
#[must_use]
pub fn parse_stripped_date(line: &str) -> Option<DateMatch> {
    let ink = Ink::new(line);
    let digits = ink.text(0, ink.len());
    if !(6..=8).contains(&digits.len()) || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let year: i32 = digits.get(..4)?.parse().ok().filter(|year| (1949..=2100).contains(year))?;
    let rest = digits.get(4..)?;
    let read = |split: usize| {
        let (month, day) = (rest.get(..split)?, rest.get(split..)?);
        let padded = rest.len() == 4;
        if !(1..=2).contains(&day.len()) || (!padded && (month.starts_with('0') || day.starts_with('0'))) {
            return None;
        }
        date(year, month.parse().ok()?, day.parse().ok()?)
    };
    let (first, second) = (read(1), read(2));
    let date = first.or(second)?;
    let ambiguous = first.is_some() && second.is_some();
    Some(DateMatch {
        start: ink.start(0),
        end: ink.end(ink.len()),
        date,
        confidence: if ambiguous { Confidence::Doubtful } else { Confidence::Likely },
        doubts: if ambiguous { vec![Doubt::AmbiguousDate] } else { Vec::new() },
    })
}
