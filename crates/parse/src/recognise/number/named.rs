//! Numbers that follow a word instead of a year in brackets: orders (令), announcements (公告), old series (字第).
//! Normal forms as in `docs/document-numbers.md`. Not for: codes with a year (`coded` in the parent).

use std::collections::HashSet;
use std::sync::LazyLock;

use hongtou_notice::DocumentNumber;
use hongtou_notice::codes::{Confidence, Doubt, NumberKind};

use super::super::fold::is_han;
use super::super::ink::{Gap, Ink};
use super::super::{numeral, words};
use super::NumberMatch;
use super::code::{self, Quality};

/// Names of issuing bodies.
static BODIES: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("../../../data/issuing_bodies.txt")).collect());
/// Words that end before a body's name.
static SEPARATORS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(include_str!("../../../data/number_separators.txt")).collect());
/// Longest name of a body.
const LONGEST: usize = 22;
const STATE: &str = "中华人民共和国";

/// Reads a number of one of these families whose word begins at a cell; the cell after it.
pub(super) fn find(ink: &Ink, at: usize, floor: usize, found: &mut Vec<NumberMatch>) -> Option<usize> {
    let (number, start, end) = match ink.c(at) {
        '令' => order(ink, at, floor).or_else(|| inverted(ink, at, at + 1, floor, NumberKind::Order))?,
        '公' if ink.next(at + 1) == '告' => {
            announcement(ink, at, floor).or_else(|| inverted(ink, at, at + 2, floor, NumberKind::Announcement))?
        }
        '字' => series(ink, at, floor)?,
        _ => return None,
    };
    if ink.breaks(start, end.0) > 1 {
        return None;
    }
    let doubts = if end.1 == Confidence::Certain { Vec::new() } else { vec![Doubt::RepairedNumber] };
    found.push(NumberMatch { start: ink.start(start), end: ink.end(end.0), number, confidence: end.1, doubts });
    Some(end.0)
}

type Read = (DocumentNumber, usize, (usize, Confidence));

/// A number of up to four digits, arabic or Chinese; the cell after it.
fn count(ink: &Ink, at: usize) -> Option<(u32, usize)> {
    let arabic = (at..at + 5).take_while(|&i| ink.next(i).is_ascii_digit()).count();
    if arabic > 0 {
        let value = ink.text(at, at + arabic).parse().ok()?;
        return (1..=9999).contains(&value).then_some((value, at + arabic));
    }
    let chars: Vec<char> = (at..at + 8).map(|i| ink.next(i)).take_while(|&c| numeral::is_numeral(c)).collect();
    let value = u32::try_from(numeral::value(&chars)?).ok()?;
    (1..=9999).contains(&value).then_some((value, at + chars.len()))
}

/// A year, with or without brackets and 年.
fn year(ink: &Ink, mut at: usize) -> (Option<u16>, usize) {
    let begin = at;
    let open = matches!(ink.next(at), '〔' | '(');
    at += usize::from(open);
    let (Some((value, end)), true) = (count(ink, at), ink.next(at).is_ascii_digit()) else { return (None, begin) };
    let Some(value) = u16::try_from(value).ok().filter(|year| (1949..=2039).contains(year)) else { return (None, begin) };
    let word = ink.next(end) == '年';
    let mut at = end + usize::from(word);
    let close = open && matches!(ink.next(at), '〕' | ')');
    at += usize::from(close);
    if word || close { (Some(value), at) } else { (None, begin) }
}

/// `财政部令第113号`.
fn order(ink: &Ink, at: usize, floor: usize) -> Option<Read> {
    let (_, mut next) = year(ink, at + 1);
    next += usize::from(ink.next(next) == '(' && ink.next(next + 1) == '第');
    let (serial, next) = count(ink, next + usize::from(ink.next(next) == '第'))?;
    if ink.next(next) != '号' {
        return None;
    }
    let (start, body) = bodies(ink, at, floor)?;
    let number = DocumentNumber { prefix: format!("{body}令"), year: None, serial, kind: NumberKind::Order };
    Some((number, start, (next + 1, Confidence::Certain)))
}

/// `财政部公告2023年第8号`, `财政部公告〔2023〕8号`, `财政部公告（2023年第8号）`.
fn announcement(ink: &Ink, at: usize, floor: usize) -> Option<Read> {
    let (mut year_read, mut next) = year(ink, at + 2);
    if year_read.is_none() && ink.next(next) == '(' {
        (year_read, next) = year(ink, next + 1);
    }
    if year_read.is_none() && ink.next(next) != '第' {
        return None;
    }
    let (serial, next) = count(ink, next + usize::from(ink.next(next) == '第'))?;
    if ink.next(next) != '号' {
        return None;
    }
    let (start, body) = bodies(ink, at, floor)?;
    let number = DocumentNumber { prefix: format!("{body}公告"), year: year_read, serial, kind: NumberKind::Announcement };
    Some((number, start, (next + 1, Confidence::Certain)))
}

/// `国务院第729号令`, `财政部2023年第8号公告`: the word stands last.
fn inverted(ink: &Ink, at: usize, end: usize, floor: usize, kind: NumberKind) -> Option<Read> {
    let mark = at.checked_sub(1).filter(|&i| i > floor && ink.c(i) == '号' && ink.gap(at) != Gap::Wall)?;
    let first = (floor.max(mark.saturating_sub(7))..mark)
        .rev()
        .take_while(|&i| ink.c(i).is_ascii_digit() || numeral::is_numeral(ink.c(i)))
        .last()?;
    let (serial, after) = count(ink, first)?;
    let ordinal = first.checked_sub(1).filter(|&i| ink.c(i) == '第' && i >= floor)?;
    if after != mark {
        return None;
    }
    let (mut year_read, mut name_end) = (None, ordinal);
    if ordinal >= floor + 5 && ink.c(ordinal - 1) == '年' {
        let (value, next) = year(ink, ordinal - 5);
        if value.is_some() && next == ordinal {
            (year_read, name_end) = (value, ordinal - 5);
        }
    }
    let (start, body) = bodies(ink, name_end, floor)?;
    let (word, year) = if kind == NumberKind::Order { ("令", None) } else { ("公告", year_read) };
    let number = DocumentNumber { prefix: format!("{body}{word}"), year, serial, kind };
    Some((number, start, (end, Confidence::Certain)))
}

/// `财农字第12号`, `（89）财农字第12号`: the form before GB/T 9704-1988.
fn series(ink: &Ink, at: usize, floor: usize) -> Option<Read> {
    if ink.next(at + 1) != '第' {
        return None;
    }
    let (serial, next) = count(ink, at + 2)?;
    if ink.next(next) != '号' {
        return None;
    }
    let code = code::code(ink, at + 1, floor, 1)?;
    // Certificates and court cases are numbered so too (房权证字第…, 民终字第…): only a code of an office will do.
    if code.quality < Quality::Built || super::foreign(ink, code.start) {
        return None;
    }
    let (year, start) = year_before(ink, code.start, floor).map_or((None, code.start), |(year, start)| (Some(year), start));
    let number = DocumentNumber { prefix: code.text, year, serial, kind: NumberKind::Series };
    Some((number, start, (next + 1, Confidence::Certain)))
}

/// A year in brackets before a code: `（89）`, `〔1989〕`.
fn year_before(ink: &Ink, start: usize, floor: usize) -> Option<(u16, usize)> {
    let close = start.checked_sub(1).filter(|&i| i > floor && matches!(ink.c(i), ')' | '〕') && ink.gap(start) != Gap::Wall)?;
    let digits = (floor..close).rev().take(4).take_while(|&i| ink.c(i).is_ascii_digit() && ink.gap(i + 1) == Gap::None).count();
    let open = (close - digits).checked_sub(1).filter(|&i| i >= floor && matches!(ink.c(i), '(' | '〔'))?;
    let value: u16 = ink.text(open + 1, close).parse().ok()?;
    let year = if digits == 2 { 1900 + value } else { value };
    (matches!(digits, 2 | 4) && (1949..=2039).contains(&year)).then_some((year, open))
}

/// The bodies whose names end before a cell: where they begin, and the names in normal form, joined by a blank.
fn bodies(ink: &Ink, to: usize, floor: usize) -> Option<(usize, String)> {
    let mut names: Vec<String> = Vec::new();
    let (mut start, mut end) = (to, to);
    while names.len() < 8 && (names.is_empty() || end > floor) {
        let mut from = end;
        while from > floor && end - from < LONGEST && ink.is_han(from - 1) && ink.c(from - 1) != '号' {
            if ink.gap(from) == Gap::Wall || (from < end && ink.gap(from) == Gap::Blank) {
                break;
            }
            from -= 1;
        }
        let Some(begin) = body(ink, from, end, !names.is_empty()) else { break };
        let name = ink.text(begin, end);
        let name = if name.as_str() != STATE { name.strip_prefix(STATE).unwrap_or(&name) } else { &name };
        names.push(if name == "国" { "国务院".to_owned() } else { name.to_owned() });
        start = begin;
        // A joint paper names its bodies one after the other, parted by a blank or 、.
        if begin > from || begin <= floor {
            break;
        }
        end = match ink.gap(begin) {
            Gap::Blank => begin,
            Gap::None if ink.c(begin - 1) == '、' => begin - 1,
            _ => break,
        };
    }
    names.reverse();
    (!names.is_empty()).then(|| (start, names.join(" ")))
}

/// Where the name of a body begins in a stretch of letters. A name further on (`more`) must be a listed one.
fn body(ink: &Ink, from: usize, to: usize, more: bool) -> Option<usize> {
    // The longest listed name at the end, with the state's name before it where it is printed.
    let listed = (from..to).find(|&at| {
        let text = ink.text(at, to);
        BODIES.contains(text.strip_prefix(STATE).unwrap_or(&text))
    });
    if let Some(at) = listed {
        let province = at > from && ink.text(at, to) == "人民政府";
        if !province {
            return Some(at);
        }
    }
    if more {
        return None;
    }
    // An unlisted name is not followed over a line break.
    let from = (from + 1..to).rev().find(|&at| ink.gap(at) == Gap::Break).unwrap_or(from);
    let mut start = from;
    for at in from..to {
        for length in 1..=8.min(to - at) {
            let text = ink.text(at, at + length);
            if SEPARATORS.contains(text.as_str()) && at + length < to && !text.ends_with(['部', '厅', '局', '院', '府', '会', '区', '州'])
            {
                start = start.max(at + length);
            }
        }
        if ink.c(at) == '的' && at + 1 < to {
            start = start.max(at + 1);
        }
    }
    while start < to && matches!(ink.c(start), '以' | '按' | '据' | '由' | '经' | '与' | '和' | '及' | '见' | '对' | '从') {
        start += 1;
    }
    let name = ink.text(start, to);
    if name == "国" {
        return Some(start);
    }
    let ends = ["部", "委", "委员会", "署", "局", "政府", "院", "厅", "银行", "主席"];
    let length = to - start;
    let known = ends.iter().any(|end| name.ends_with(end));
    (known && (3..=LONGEST).contains(&length) && name.chars().all(is_han)).then_some(start)
}
