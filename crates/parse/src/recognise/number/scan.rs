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
pub(super) fn places(text: &str) -> impl Iterator<Item = Place> {
    let (mut before, mut breaks, mut wall) = ('\0', 0_u32, true);
    text.char_indices().zip(0_u32..).filter_map(move |((byte, c), at)| {
        let class = class(c);
        match class {
            Class::Blank => None,
            Class::Break => {
                // CR LF is one break: only the second LF parts paragraphs.
                breaks += u32::from(c == '\n');
                None
            }
            Class::Tab => {
                wall = true;
                None
            }
            _ => {
                let parted = wall || breaks > 1;
                let last = before;
                (before, breaks, wall) = (c, 0, false);
                let may = class != Class::Other && !parted && may_stand(class, last, text.get(byte..)?);
                may.then(|| place(text, byte, at, matches!(class, Class::Order | Class::Notice)))
            }
        }
    })
}

/// Whether a number may have its border here; `last` is the printed character before, `rest` begins with this one.
fn may_stand(class: Class, last: char, rest: &str) -> bool {
    let last = fold_char(last);
    let mut behind = rest.chars().filter(|c| !is_blank(*c)).map(fold_char);
    let first = behind.next();
    let counts = |c: Option<char>| c.is_some_and(|c| is_serial(c) || matches!(c, '(' | '〔'));
    match class {
        Class::Order => last == '号' || counts(behind.next()),
        Class::Notice => behind.next() == Some('告') && (last == '号' || counts(behind.next())),
        Class::Series => behind.next() == Some('第'),
        Class::Digit => (is_han(last) || last == ')') && digits_fit(rest),
        Class::Open => {
            let next = behind.next();
            (is_han(last) || last == ')') && first.is_some() && next.is_some_and(is_digit_like) && year_fits(rest)
        }
        _ => false,
    }
}

fn is_digit_like(c: char) -> bool {
    tail::digit(c).is_some() || numeral::is_numeral(c) || numeral::digit(c).is_some()
}

fn is_serial(c: char) -> bool {
    c == '第' || is_digit_like(c)
}

/// Behind an opening bracket with four plain digits a serial must follow, perhaps after 年 and the closing bracket.
fn year_fits(rest: &str) -> bool {
    let mut behind = rest.chars().filter(|c| !is_blank(*c)).map(fold_char).skip(1).peekable();
    let mut digits = 0;
    while behind.next_if(char::is_ascii_digit).is_some() {
        digits += 1;
    }
    if digits != 4 {
        return true;
    }
    behind.next_if_eq(&'年');
    behind.next_if(|c| is_close(*c));
    behind.next().is_some_and(is_serial)
}

fn is_close(c: char) -> bool {
    matches!(c, '〕' | ')' | '>' | '〉' | '》' | '}' | 'J' | 'j' | '丁' | '」' | '』')
}

/// Whether year and serial, or a serial with 号, may begin with a run of digits. Blanks are not seen here, so that
/// runs that they part count as one.
fn digits_fit(rest: &str) -> bool {
    let mut behind = rest.chars().peekable();
    let (mut digits, mut gap) = (0, false);
    let next = loop {
        match behind.next() {
            Some(c) if is_blank(c) => gap = true,
            Some(c) if class(c) == Class::Digit => (digits, gap) = (digits + 1, false),
            Some(c) => break fold_char(c),
            None => break '\0',
        }
        // A year and a serial of six digits.
        if digits > 10 {
            return false;
        }
    };
    let listed = matches!(next, '号' | '、' | ',' | '和' | '及' | '与' | '/' | '-' | '~' | '至' | '到') || is_digit_like(next);
    match digits {
        1..=3 => listed,
        4 if next == '年' => {
            let mut behind = behind.filter(|c| !is_blank(*c)).map(fold_char).peekable();
            behind.next_if(|c| is_close(*c));
            let Some(first) = behind.next() else { return false };
            // 2024年5月 is a date.
            is_serial(first) && !(first.is_ascii_digit() && behind.find(|c| !c.is_ascii_digit()) == Some('月'))
        }
        4 => listed || is_close(next) || next == '第',
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
