//! What follows the code in a document number: brackets, year, serial, 号, in good and in damaged form, and lists
//! (`22、23号`, `12号、〔2023〕5号`, `12-14号`). The forms and their repairs are those of `docs/document-numbers.md`.
//! Not for: the code itself.

use super::super::ink::{Gap, Ink};
use super::super::numeral;

/// Longest list or range that is read.
const LONGEST_LIST: u32 = 20;

/// What had to be repaired.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Damage {
    /// Brackets lost, misread or of two kinds.
    pub(super) brackets: u32,
    /// Letters read as digits.
    pub(super) letters: u32,
    /// Blanks or a line break inside year or serial, Chinese numerals.
    pub(super) odd_digits: bool,
    /// 号 supplied.
    pub(super) no_mark: bool,
    /// 号 supplied before running text.
    pub(super) glued: bool,
    /// Both brackets lost.
    pub(super) stripped: bool,
    /// Year and brackets lost.
    pub(super) no_year: bool,
}

/// How well formed the code must be for the reading to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// Letters of any kind: the hexagonal brackets say it all.
    Any,
    /// Letters that name an office.
    Lettered,
    /// A code that is known or built by the rules, or one that stands apart and has the shape of one.
    Shaped,
    /// The same, standing apart on both sides.
    Apart,
}

/// One number of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) year: Option<u16>,
    pub(super) serial: u32,
    /// Its first cell; of no meaning in the first item, which starts with the code.
    pub(super) from: usize,
    /// The cell after its last.
    pub(super) to: usize,
}

/// The numbers of a list. Most hold one, for which nothing is allocated.
#[derive(Debug)]
pub(super) struct Items {
    first: Item,
    more: Vec<Item>,
}

impl Items {
    pub(super) fn len(&self) -> usize {
        1 + self.more.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Item> {
        std::iter::once(&self.first).chain(&self.more)
    }

    fn last(&self) -> Item {
        self.more.last().copied().unwrap_or(self.first)
    }
}

/// Year, serials and 号.
#[derive(Debug)]
pub(super) struct Tail {
    pub(super) items: Items,
    pub(super) damage: Damage,
    pub(super) need: Need,
    /// The cell after the last.
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy)]
struct Field {
    value: u32,
    end: usize,
    letters: u32,
    odd: bool,
}

/// The digit that a character is or prints like, and whether it only prints like one.
pub(super) fn digit(c: char) -> Option<(u32, bool)> {
    Some(match c {
        '0'..='9' => (u32::from(c) - u32::from('0'), false),
        // Letters that print like digits; `〇` comes folded from `○`.
        'O' | 'o' | 'Q' | 'D' | '〇' | 'О' | 'о' => (0, true),
        'l' | 'I' | 'i' | '|' | '!' => (1, true),
        'Z' | 'z' => (2, true),
        'S' | 's' => (5, true),
        'B' => (8, true),
        _ => return None,
    })
}

/// Reads `least` to `most` digits, at least half of them true ones.
fn digits(ink: &Ink, from: usize, least: usize, most: usize, gaps: bool) -> Option<Field> {
    let mut field = Field { value: 0, end: from, letters: 0, odd: false };
    while field.end < from + most {
        let gap = ink.gap(field.end);
        if gap == Gap::Wall || (gap != Gap::None && field.end > from && !gaps) {
            break;
        }
        let Some((value, letter)) = digit(ink.c(field.end)) else { break };
        field.value = field.value * 10 + value;
        field.letters += u32::from(letter);
        field.odd |= gap != Gap::None && field.end > from;
        field.end += 1;
    }
    let length = field.end - from;
    (length >= least && 2 * field.letters as usize <= length).then_some(field)
}

fn plausible(year: u32) -> Option<u16> {
    u16::try_from(year).ok().filter(|year| (1949..=2039).contains(year))
}

fn year(ink: &Ink, from: usize) -> Option<(u16, Field)> {
    if let Some(field) = digits(ink, from, 4, 4, true) {
        return Some((plausible(field.value)?, field));
    }
    let chars: Vec<char> = (from..from + 4).map(|i| ink.next(i)).collect();
    let value = chars.iter().all(|&c| numeral::digit(c).is_some()).then(|| numeral::value(&chars))??;
    let value = u32::try_from(value).ok()?;
    Some((plausible(value)?, Field { value, end: from + 4, letters: 0, odd: true }))
}

fn serial(ink: &Ink, from: usize) -> Option<Field> {
    let from = from + usize::from(ink.next(from) == '第');
    let read = digits(ink, from, 1, 6, true).and_then(|field| {
        let closed = matches!(ink.next(field.end), '号' | '、' | ',');
        if field.odd && !closed { digits(ink, from, 1, 6, false) } else { Some(field) }
    });
    let field = read.or_else(|| {
        let chars: Vec<char> = (from..from + 8).map(|i| ink.next(i)).take_while(|&c| numeral::is_numeral(c)).collect();
        let value = u32::try_from(numeral::value(&chars)?).ok()?;
        Some(Field { value, end: from + chars.len(), letters: 0, odd: true })
    })?;
    (1..=9999).contains(&field.value).then_some(field)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bracket {
    /// Hexagonal or a look-alike, told apart by its printed family.
    Firm(u8),
    /// Round, angle or curly: has other uses.
    Loose(u8),
    /// A character that OCR puts for a bracket.
    Misread,
}

fn open(ink: &Ink, i: usize) -> Option<Bracket> {
    let raw = ink.cell(i).map_or('\0', |cell| cell.raw);
    Some(match raw {
        '〔' | '﹝' | '❲' => Bracket::Firm(0),
        '[' | '［' => Bracket::Firm(1),
        '【' | '〖' => Bracket::Firm(2),
        _ => match ink.c(i) {
            '(' => Bracket::Loose(3),
            '<' | '〈' | '《' => Bracket::Loose(4),
            '{' => Bracket::Loose(5),
            '厂' | 'C' | 'L' | 'c' | 't' | 'f' | '「' | '『' => Bracket::Misread,
            _ => return None,
        },
    })
}

fn close(ink: &Ink, i: usize) -> Option<Bracket> {
    if ink.gap(i) == Gap::Wall {
        return None;
    }
    let raw = ink.cell(i).map_or('\0', |cell| cell.raw);
    Some(match raw {
        '〕' | '﹞' | '❳' => Bracket::Firm(0),
        ']' | '］' => Bracket::Firm(1),
        '】' | '〗' => Bracket::Firm(2),
        _ => match ink.c(i) {
            ')' => Bracket::Loose(3),
            '>' | '〉' | '》' => Bracket::Loose(4),
            '}' => Bracket::Loose(5),
            'J' | 'j' | '丁' | '」' | '』' => Bracket::Misread,
            _ => return None,
        },
    })
}

/// Reads the tail that begins at a cell.
pub(super) fn tail(ink: &Ink, at: usize) -> Option<Tail> {
    match open(ink, at) {
        Some(open) => bracketed(ink, at, open),
        None if ink.c(at).is_ascii_digit() => bare(ink, at),
        None => None,
    }
}

fn bracketed(ink: &Ink, at: usize, open: Bracket) -> Option<Tail> {
    let Some((year, field)) = year(ink, at + 1) else { return short_year(ink, at) };
    let mut damage = Damage { letters: field.letters, odd_digits: field.odd, ..Damage::default() };
    let at = field.end + usize::from(ink.next(field.end) == '年');
    let close = close(ink, at);
    let need = match (open, close) {
        (Bracket::Firm(a), Some(Bracket::Firm(b))) => {
            damage.brackets += u32::from(a != b);
            Need::Any
        }
        (Bracket::Loose(a), Some(Bracket::Loose(b))) if a == b => Need::Lettered,
        (Bracket::Misread, Some(Bracket::Misread)) => {
            damage.brackets += 2;
            Need::Shaped
        }
        (Bracket::Firm(_), _) | (_, Some(Bracket::Firm(_))) => {
            damage.brackets += 1;
            Need::Lettered
        }
        (Bracket::Misread, None) => return None,
        (Bracket::Loose(_), _) | (Bracket::Misread, Some(_)) => {
            damage.brackets += 1;
            Need::Shaped
        }
    };
    finish(ink, at + usize::from(close.is_some()), Some(year), damage, need)
}

/// `财农字（89）12号`: a year of two digits, before GB/T 9704-1988 asked for four.
fn short_year(ink: &Ink, at: usize) -> Option<Tail> {
    let field = digits(ink, at + 1, 2, 2, false).filter(|field| field.letters == 0 && field.value >= 49)?;
    if at.checked_sub(1).is_none_or(|i| ink.c(i) != '字') || !matches!(close(ink, field.end)?, Bracket::Firm(_) | Bracket::Loose(_)) {
        return None;
    }
    let damage = Damage { odd_digits: true, ..Damage::default() };
    finish(ink, field.end + 1, plausible(1900 + field.value), damage, Need::Shaped)
}

/// Tails without an opening bracket.
fn bare(ink: &Ink, at: usize) -> Option<Tail> {
    if let Some(field) = digits(ink, at, 4, 4, true)
        && let Some(year) = plausible(field.value)
    {
        let damage = Damage { letters: field.letters, odd_digits: field.odd, brackets: 1, ..Damage::default() };
        match close(ink, field.end) {
            Some(Bracket::Firm(_)) => return finish(ink, field.end + 1, Some(year), damage, Need::Lettered),
            Some(_) => return finish(ink, field.end + 1, Some(year), Damage { brackets: 2, ..damage }, Need::Shaped),
            None => {}
        }
        // Blanks, 年 or 第 in the place of the brackets: `财社 2022 81号`, `财社2022年第81号`.
        let parted = ink.gap(field.end) == Gap::Blank || matches!(ink.next(field.end), '年' | '第');
        let after = field.end + usize::from(ink.next(field.end) == '年');
        if parted
            && let Some(tail) = finish(ink, after, Some(year), Damage { stripped: true, ..damage }, Need::Shaped)
            && !tail.damage.no_mark
        {
            return Some(tail);
        }
        // `粤财社2023-291`, as files are named.
        if ink.next(field.end) == '-'
            && ink.gap(field.end + 1) == Gap::None
            && let Some(tail) = finish(ink, field.end + 1, Some(year), Damage { stripped: true, ..damage }, Need::Shaped)
            && !tail.damage.glued
            && plausible(tail.items.first.serial).is_none()
        {
            return Some(tail);
        }
    }
    let length = (at..at + 9).take_while(|&i| ink.c(i).is_ascii_digit() && (i == at || ink.gap(i) == Gap::None)).count();
    match length {
        5..=8 => {
            let (year, field) = year(ink, at)?;
            if year < 1990 || ink.c(field.end) == '0' {
                return None;
            }
            let tail = finish(ink, field.end, Some(year), Damage { stripped: true, ..Damage::default() }, Need::Shaped)?;
            // Eight digits that may be a date need their 号.
            let dated = length == 8 && tail.damage.no_mark;
            (!tail.damage.glued && !dated).then_some(tail)
        }
        1..=4 => {
            let tail = finish(ink, at, None, Damage { no_year: true, ..Damage::default() }, Need::Apart)?;
            let open_end = !super::super::fold::is_han(ink.c(tail.end)) || ink.gap(tail.end) != Gap::None || ink.c(tail.end) == '文';
            let single = tail.items.len() == 1 && plausible(tail.items.first.serial).is_none();
            (!tail.damage.no_mark && open_end && single).then_some(tail)
        }
        _ => None,
    }
}

fn finish(ink: &Ink, at: usize, year: Option<u16>, mut damage: Damage, mut need: Need) -> Option<Tail> {
    let field = serial(ink, at)?;
    damage.letters += field.letters;
    damage.odd_digits |= field.odd;
    let first = Item { year, serial: field.value, from: at, to: field.end };
    let mut items = Items { first, more: Vec::new() };
    let mut end = field.end;
    // 亏 and 呈 print like 号; only at the end of a line or bracket can they be nothing else.
    let misread =
        matches!(ink.next(end), '亏' | '呈') && ink.gap(end) == Gap::None && (ink.gap(end + 1) != Gap::None || ink.c(end + 1) == ')');
    damage.letters += u32::from(misread);
    let marked = ink.next(end) == '号' || misread;
    if marked {
        end += 1;
        items.first.to = end;
    }
    let listed = list(ink, &mut items, end, marked, year.is_some());
    let end = listed.unwrap_or(end);
    damage.no_mark = listed.is_some() && end.checked_sub(1).is_some_and(|last| ink.c(last).is_ascii_digit());
    if !marked && listed.is_none() {
        damage.no_mark = true;
        match ending(ink, end) {
            Ending::Closed => {}
            Ending::Text => {
                damage.glued = true;
                need = need.max(Need::Shaped);
            }
            Ending::Wrong => return None,
        }
    }
    Some(Tail { items, damage, need, end })
}

enum Ending {
    Closed,
    Text,
    Wrong,
}

/// What follows a serial that has no 号.
fn ending(ink: &Ink, end: usize) -> Ending {
    let c = ink.c(end);
    match ink.gap(end) {
        Gap::Wall | Gap::Break => Ending::Closed,
        Gap::Blank if !c.is_ascii_digit() && c != '-' => Ending::Closed,
        Gap::Blank => Ending::Wrong,
        Gap::None => match c {
            '.' if ink.c(end + 1).is_ascii_alphabetic() => Ending::Closed,
            ',' | '、' | ';' if ink.c(end + 1).is_ascii_digit() => Ending::Wrong,
            ')' | '》' | '〉' | '。' | ',' | '、' | ';' | ':' | '”' | '"' | '文' | '《' => Ending::Closed,
            '年' | '月' | '日' | '款' | '项' | '人' | '元' | '万' | '亿' | '个' | '条' | '页' | '户' | '期' | '批' => {
                Ending::Wrong
            }
            _ if super::super::fold::is_han(c) => Ending::Text,
            _ => Ending::Wrong,
        },
    }
}

/// Reads the rest of a list; the cell after its last 号.
fn list(ink: &Ink, items: &mut Items, mut at: usize, mut marked: bool, with_year: bool) -> Option<usize> {
    let mut done = None;
    let mut pending: Vec<Item> = Vec::new();
    while items.len() + pending.len() < LONGEST_LIST as usize {
        let (mut next, range) = match ink.next(at) {
            '、' | ',' | '和' | '及' | '与' | '/' => (at + 1, false),
            '-' | '~' | '至' | '到' => (at + 1, true),
            _ => break,
        };
        while range && ink.next(next) == '-' {
            next += 1;
        }
        let last = pending.last().copied().unwrap_or(items.last());
        let from = next;
        let mut year = last.year;
        if !range
            && marked
            && with_year
            && let Some(open) = open(ink, next)
            && open != Bracket::Misread
        {
            let (value, field) = self::year(ink, next + 1)?;
            if close(ink, field.end).is_none_or(|close| close == Bracket::Misread) {
                break;
            }
            year = Some(value);
            next = field.end + 1;
        }
        let Some(field) = serial(ink, next) else { break };
        marked = ink.next(field.end) == '号';
        let to = field.end + usize::from(marked);
        if range {
            if field.value <= last.serial {
                break;
            }
            // A long range gives its two ends.
            let inner = if field.value - last.serial < LONGEST_LIST { last.serial + 1 } else { field.value };
            pending.extend((inner..field.value).map(|serial| Item { year, serial, from, to }));
        }
        pending.push(Item { year, serial: field.value, from, to });
        at = to;
        if marked {
            items.more.append(&mut pending);
            done = Some(to);
        }
    }
    // 17、18文件: 号 lost behind the last of a list.
    if done.is_none() && with_year && !pending.is_empty() && ink.next(at) == '文' && ink.gap(at) == Gap::None {
        items.more.append(&mut pending);
        done = Some(at);
    }
    done
}
