//! Where in a raw text a document number may stand: one pass over the characters that looks closer only where a word,
//! digit or bracket of a number follows a letter of a code. It may point to places where nothing is read, never pass
//! over one where something is. Not for: reading numbers.

use std::sync::LazyLock;

use super::super::fold::{fold_char, is_han};
use super::super::numeral;
use super::tail;

/// What a character may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    Other,
    Blank,
    Break,
    Tab,
    Digit,
    Open,
    Order,
    Notice,
    Series,
}

/// Classes of the Basic Multilingual Plane, by folded form.
static CLASSES: LazyLock<Vec<Class>> =
    LazyLock::new(|| (0..=0xFFFF_u32).map(|code| char::from_u32(code).map_or(Class::Other, classify)).collect());

fn classify(c: char) -> Class {
    match c {
        '\t' => return Class::Tab,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => return Class::Break,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => return Class::Blank,
        c if c.is_whitespace() => return Class::Blank,
        _ => {}
    }
    match fold_char(c) {
        '0'..='9' => Class::Digit,
        '〔' | '(' | '<' | '〈' | '《' | '{' | '厂' | 'C' | 'L' | 'c' | 't' | 'f' | '「' | '『' => Class::Open,
        '令' => Class::Order,
        '公' => Class::Notice,
        '字' => Class::Series,
        _ => Class::Other,
    }
}

fn class(c: char) -> Class {
    CLASSES.get(c as usize).copied().unwrap_or(Class::Other)
}

fn is_blank(c: char) -> bool {
    matches!(class(c), Class::Blank | Class::Break | Class::Tab)
}

/// Letters that are looked at before the border of a code, and before the word of an order or announcement, whose
/// bodies have long names.
const BEFORE_CODE: usize = 40;
const BEFORE_WORD: usize = 260;
/// Letters that are looked at behind it at least; a list goes on as long as its characters do, up to a bound.
const BEHIND: usize = 28;
const LONGEST: usize = 600;

/// A place where a number may be read, and the stretch of text that tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Byte range of the stretch.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Code point where the stretch begins.
    pub(super) base: u32,
    /// Code point of the place.
    pub(super) at: u32,
}

/// All places of a text, in its order.
pub(super) fn places(text: &str) -> Places<'_> {
    Places { text, classes: &CLASSES, byte: 0, last: None, gap: Gap::Wall, counted: (0, 0) }
}

/// What lies between the last printed character and the one that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Near,
    Break,
    Wall,
}

/// The walk over a text.
#[derive(Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    classes: &'a [Class],
    /// The byte to look at next.
    byte: usize,
    /// The byte where the last printed character begins.
    last: Option<usize>,
    gap: Gap,
    /// A byte, and the code points before it: they are counted only where a place is told.
    counted: (usize, u32),
}

impl Iterator for Places<'_> {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        let bytes = self.text.as_bytes();
        while let Some(&first) = bytes.get(self.byte) {
            let byte = self.byte;
            // The text is lawful UTF-8: the first byte tells the length, and what it does not tell is in the others.
            let more = |at: usize| bytes.get(byte + at).map_or(0, |byte| usize::from(byte & 0x3F));
            let (code, length) = match first {
                0..0x80 => (usize::from(first), 1),
                0x80..0xE0 => (usize::from(first & 0x1F) << 6 | more(1), 2),
                0xE0..0xF0 => (usize::from(first & 0xF) << 12 | more(1) << 6 | more(2), 3),
                // Beyond the plane of the table.
                _ => (usize::MAX, 4),
            };
            let class = self.classes.get(code).copied().unwrap_or(Class::Other);
            self.byte += length;
            match class {
                Class::Blank => continue,
                Class::Break => {
                    // CR LF is one break: only the second LF parts paragraphs.
                    if first == b'\n' {
                        self.gap = if self.gap == Gap::Near { Gap::Break } else { Gap::Wall };
                    }
                    continue;
                }
                Class::Tab => {
                    self.gap = Gap::Wall;
                    continue;
                }
                _ => {}
            }
            let parted = std::mem::replace(&mut self.gap, Gap::Near) == Gap::Wall;
            let last = self.last.replace(byte);
            if class != Class::Other && !parted && self.may_stand(class, last, byte) {
                let (from, before) = self.counted;
                let at = before + count(bytes.get(from..byte).unwrap_or_default());
                self.counted = (byte, at);
                return Some(place(self.text, byte, at, matches!(class, Class::Order | Class::Notice)));
            }
        }
        None
    }
}

/// Code points of a stretch: bytes that begin one.
fn count(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()).unwrap_or(u32::MAX)
}

impl Places<'_> {
    /// Whether a number may have its border at a byte; `last` is where the printed character before begins.
    fn may_stand(&self, class: Class, last: Option<usize>, byte: usize) -> bool {
        let last = last.and_then(|at| self.text.get(at..)?.chars().next()).map_or('\0', fold_char);
        let glued = || is_han(last) || last == ')';
        let Some(rest) = self.text.get(byte..) else { return false };
        let mut behind = rest.chars().filter(|c| !is_blank(*c)).map(fold_char).skip(1);
        let counts = |c: Option<char>| c.is_some_and(|c| is_serial(c) || matches!(c, '(' | '〔'));
        match class {
            Class::Order => last == '号' || counts(behind.next()),
            Class::Notice => behind.next() == Some('告') && (last == '号' || counts(behind.next())),
            Class::Series => behind.next() == Some('第'),
            Class::Digit => glued() && digits_fit(rest),
            Class::Open => glued() && year_fits(rest, last == '字'),
            _ => false,
        }
    }
}

fn is_digit_like(c: char) -> bool {
    tail::digit(c).is_some() || numeral::is_numeral(c) || numeral::digit(c).is_some()
}

fn is_serial(c: char) -> bool {
    c == '第' || is_digit_like(c)
}

/// Behind an opening bracket a year of four digits stands, or of two after 字. Behind four plain digits a serial must
/// follow, perhaps after 年 and the closing bracket.
fn year_fits(rest: &str, series: bool) -> bool {
    let mut behind = rest.chars().filter(|c| !is_blank(*c)).map(fold_char).skip(1).peekable();
    let (mut length, mut plain, mut printed, mut written) = (0, 0, true, true);
    while let Some(c) = behind.next_if(|c| length < 4 && is_digit_like(*c)) {
        length += 1;
        plain += usize::from(c.is_ascii_digit());
        printed &= tail::digit(c).is_some();
        written &= numeral::digit(c).is_some();
    }
    match length {
        2 => series,
        4 if plain < 4 => printed || written,
        4 => {
            behind.next_if_eq(&'年');
            behind.next_if(|c| is_close(*c));
            behind.next().is_some_and(is_serial)
        }
        _ => false,
    }
}

fn is_close(c: char) -> bool {
    matches!(c, '〕' | ')' | '>' | '〉' | '》' | '}' | 'J' | 'j' | '丁' | '」' | '』')
}

/// Whether year and serial, or a serial with 号, may begin with a run of digits. Blanks are not seen here, so that
/// runs that they part count as one.
fn digits_fit(rest: &str) -> bool {
    let mut behind = rest.chars().peekable();
    let (mut digits, mut first, mut gap, mut parted) = (0, 0, false, false);
    let next = loop {
        match behind.next() {
            Some(c) if is_blank(c) => gap = true,
            Some(c) if class(c) == Class::Digit => {
                (digits, parted, gap) = (digits + 1, parted || gap, false);
                if digits <= 4 {
                    first = first * 10 + fold_char(c).to_digit(10).unwrap_or_default();
                }
            }
            Some(c) => break fold_char(c),
            None => break '\0',
        }
        // A year and a serial of six digits.
        if digits > 10 {
            return false;
        }
    };
    // 亏 and 呈 print like 号, letters like digits.
    let marked = matches!(next, '号' | '亏' | '呈') || tail::digit(next).is_some();
    match digits {
        1..=3 => marked,
        4 if next == '年' => {
            let mut behind = behind.filter(|c| !is_blank(*c)).map(fold_char).peekable();
            behind.next_if(|c| is_close(*c));
            let Some(first) = behind.next() else { return false };
            // 2024年5月 is a date.
            is_serial(first) && !(first.is_ascii_digit() && behind.find(|c| !c.is_ascii_digit()) == Some('月'))
        }
        4 => marked || is_serial(next) || is_close(next) || next == '-',
        // Without a blank, four digits of a year and a serial.
        _ if !parted && !gap && !((1990..=2039).contains(&first) && digits <= 8) => false,
        _ => gap || !matches!(next, '.' | '%' | '款' | '项' | '人' | '元' | '万' | '亿' | '个' | '条' | '页' | '户' | '期'),
    }
}

/// The stretch round a place: so many letters to both sides, never over a blank line or a TAB.
fn place(text: &str, byte: usize, at: u32, word: bool) -> Place {
    let (mut from, mut base, mut letters, mut breaks) = (byte, at, 0, 0);
    for (start, c) in text.get(..byte).unwrap_or_default().char_indices().rev() {
        match class(c) {
            Class::Tab => break,
            Class::Break => {
                breaks += u32::from(c == '\n');
                if breaks > 1 {
                    break;
                }
            }
            Class::Blank => {}
            _ => (letters, breaks) = (letters + 1, 0),
        }
        (from, base) = (start, base - 1);
        if letters >= if word { BEFORE_WORD } else { BEFORE_CODE } {
            break;
        }
    }
    let (mut to, mut letters) = (text.len(), 0);
    for (start, c) in text.get(byte..).unwrap_or_default().char_indices() {
        let class = class(c);
        let goes_on = |c: char| {
            let c = fold_char(c);
            is_serial(c)
                || is_close(c)
                || matches!(c, '号' | '、' | ',' | '和' | '及' | '与' | '/' | '-' | '~' | '至' | '到' | '〔' | '(' | '年')
        };
        letters += usize::from(!matches!(class, Class::Blank | Class::Break | Class::Tab));
        if class == Class::Tab && start > 0 || letters > LONGEST || letters > BEHIND && !is_blank(c) && !goes_on(c) {
            // One more character tells what follows the last.
            to = byte + start + c.len_utf8();
            break;
        }
    }
    Place { from, to, base, at }
}
