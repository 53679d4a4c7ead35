//! Where in a raw text a document number may stand: one pass over the characters that looks closer only at a word, digit
//! or bracket of a number, and only where it follows a letter of a code. It may point to places where nothing is read,
//! never pass over one where something is. Not for: reading numbers.

use std::sync::LazyLock;

use super::super::fold::{fold_char, is_han, is_pinyin};
use super::super::numeral;
use super::tail;

/// What a character is to the scan, in one byte: a class in the low half, marks in the high half.
mod marks {
    /// Classes; those from `DIGIT` on may be a border.
    pub(super) const CLASS: u8 = 0xF;
    pub(super) const BLANK: u8 = 1;
    pub(super) const BREAK: u8 = 2;
    pub(super) const TAB: u8 = 3;
    pub(super) const DIGIT: u8 = 4;
    pub(super) const OPEN: u8 = 5;
    pub(super) const ORDER: u8 = 6;
    pub(super) const NOTICE: u8 = 7;
    pub(super) const SERIES: u8 = 8;
    /// A code may end with it.
    pub(super) const GLUE: u8 = 0x10;
    /// A year or serial may hold it.
    pub(super) const LIKE: u8 = 0x20;
    pub(super) const CLOSE: u8 = 0x40;
    /// A number goes on behind it.
    pub(super) const INSIDE: u8 = 0x80;
}

use marks::{BLANK, BREAK, CLASS, CLOSE, DIGIT, GLUE, INSIDE, LIKE, NOTICE, OPEN, ORDER, SERIES, TAB};

/// The marks of the Basic Multilingual Plane, by folded form: a look-up is one load.
static TABLE: LazyLock<Box<[u8; 0x1_0000]>> = LazyLock::new(|| {
    let mut table = Box::new([0; 0x1_0000]);
    for (code, marks) in (0_u32..).zip(table.iter_mut()) {
        *marks = char::from_u32(code).map_or(0, weigh);
    }
    table
});

fn weigh(c: char) -> u8 {
    match c {
        '\t' => return TAB,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => return BREAK,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => return BLANK,
        c if c.is_whitespace() => return BLANK,
        _ => {}
    }
    let c = fold_char(c);
    let class = match c {
        '0'..='9' => DIGIT,
        '〔' | '(' | '<' | '〈' | '《' | '{' | '厂' | 'C' | 'L' | 'c' | 't' | 'f' | '「' | '『' => OPEN,
        '令' => ORDER,
        '公' => NOTICE,
        '字' => SERIES,
        _ => 0,
    };
    let like = tail::digit(c).is_some() || numeral::is_numeral(c) || numeral::digit(c).is_some();
    let close = matches!(c, '〕' | ')' | '>' | '〉' | '》' | '}' | 'J' | 'j' | '丁' | '」' | '』');
    let inside = class == OPEN
        || like
        || close
        // Letters of a reading aid, which is dropped from between the letters of a number.
        || is_pinyin(c)
        || matches!(c, '第' | '年' | '告' | '号' | '亏' | '呈' | '、' | ',' | '和' | '及' | '与' | '/' | '-' | '~' | '至' | '到');
    let marked = |is: bool, mark: u8| if is { mark } else { 0 };
    class | marked(is_han(c) || c == ')', GLUE) | marked(like, LIKE) | marked(close, CLOSE) | marked(inside, INSIDE)
}

/// The table at hand, so that no look-up asks whether it is made.
#[derive(Debug, Clone, Copy)]
struct Marks(&'static [u8; 0x1_0000]);

impl Marks {
    fn of(self, c: char) -> u8 {
        // Beyond the plane of the table there are rare ideographs, and nothing else that matters.
        self.0.get(c as usize).copied().unwrap_or_else(|| if is_han(c) { GLUE } else { 0 })
    }

    fn is_blank(self, c: char) -> bool {
        matches!(self.of(c) & CLASS, BLANK | BREAK | TAB)
    }

    fn is_serial(self, c: char) -> bool {
        c == '第' || self.of(c) & LIKE != 0
    }

    fn is_close(self, c: char) -> bool {
        self.of(c) & CLOSE != 0
    }

    /// The last printed character of a text, unless a TAB or a blank line follows it. What asks is printed itself, so no
    /// blank is passed over twice.
    fn last(self, text: &str) -> Option<char> {
        // Most characters have three bytes, and no blank is behind them.
        if let Some([first @ 0xE0..0xF0, second, third]) = text.as_bytes().last_chunk() {
            let code = u32::from(first & 0xF) << 12 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F);
            let c = char::from_u32(code)?;
            if !self.is_blank(c) {
                return Some(c);
            }
        }
        let mut breaks = 0;
        for c in text.chars().rev() {
            match self.of(c) & CLASS {
                TAB => return None,
                // CR LF is one break: only the second LF parts paragraphs.
                BREAK => breaks += u32::from(c == '\n'),
                BLANK => {}
                _ => return Some(c),
            }
            if breaks > 1 {
                return None;
            }
        }
        None
    }
}

/// Letters that are looked at before the border of a code, and before the word of an order or announcement, whose
/// bodies have long names.
const BEFORE_CODE: usize = 40;
const BEFORE_WORD: usize = 260;
/// Letters that are looked at from the first that is no ideograph on: a label before its colon and a year in brackets
/// before an old series are the longest that tell, elsewhere it is 》 before （.
const LABEL: usize = 8;
const SIGNS: usize = 3;
/// Letters that are looked at behind the first that no number holds.
const BEHIND: usize = 2;
/// Letters of the longest list.
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
    let mut places = Places { text, marks: Marks(&TABLE), block: 1, hits: 0, before: 1, begun: 0 };
    places.look();
    places
}

/// Bytes that are looked at together, so that the compiler makes a few wide operations of it.
const BLOCK: usize = 64;

/// The bytes of a block, the first bit for the first, where a character begins that may be a border. Every such
/// character is told (a test asks for all there are); of the others as few as cheap comparisons can do. The byte before
/// the block comes first, two behind it last. And how many characters begin in the block.
fn hits(window: &[u8; BLOCK + 3]) -> (u64, u8) {
    let (mut flags, mut begun) = ([0_u8; BLOCK], 0);
    for (i, flag) in flags.iter_mut().enumerate() {
        let (before, byte, next, third) = (window[i], window[i + 1], window[i + 2], window[i + 3]);
        // Read with a sign, bytes beyond ASCII are below all of it: one comparison tells two ranges.
        let signed = u8::cast_signed;
        // ASCII is a border behind an ideograph or a closing bracket only, or behind blanks that may hide one; a TAB hides none.
        // What a slash follows is none: markup is full of them.
        let ascii = (signed(byte) >= signed(b'(')) & (next != b'/');
        let parted = ((signed(before) <= signed(b' ')) & (before != b'\t')) | (before == b')');
        // Brackets, full-width digits and letters, radicals: neither 、 nor 。 nor ， ） ： is among them, nor what closes.
        let sign = ((byte == 0xE3) & (signed(third) >= signed(0x88)) & (third & 1 == 0))
            | ((byte == 0xEF) & (third != 0x8C) & (third != 0x89) & (third != 0x9A))
            | ((byte == 0xE2) & (signed(next) >= signed(0x9D)));
        // 令 公 字 厂 厰 廠, and few others: the third byte of each has the bits of one of two kinds.
        let word = (byte & 0xFE == 0xE4)
            & ((next == 0xBB) | (next == 0x85) | (next == 0xAD) | (next == 0x8E))
            & ((third & 0xE3 == 0xA0) | (third & 0xEA == 0x82));
        begun += u8::from(byte & 0xC0 != 0x80);
        *flag = u8::from((ascii & parted) | sign | word);
    }
    let mut hits = 0;
    for (at, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        // The product moves the lowest bits of eight bytes side by side into the highest byte.
        hits |= (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at);
    }
    (hits, begun)
}

/// The walk over a text.
#[derive(Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    marks: Marks,
    /// The byte where the block begins that is walked over; never the first byte of the text, which follows nothing.
    block: usize,
    /// Its bytes that are still to be looked at.
    hits: u64,
    /// Code points that begin before the block, and in it.
    before: u32,
    begun: u8,
}

impl Iterator for Places<'_> {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        loop {
            while self.hits == 0 {
                self.block += BLOCK;
                if self.block >= self.text.len() {
                    return None;
                }
                self.before += u32::from(self.begun);
                self.look();
            }
            let byte = self.block + self.hits.trailing_zeros() as usize;
            self.hits &= self.hits - 1;
            if let Some(class) = self.border(byte) {
                let at = self.before + begun(self.text.as_bytes().get(self.block..byte).unwrap_or_default());
                return Some(place(self.marks, self.text, byte, at, matches!(class, ORDER | NOTICE)));
            }
        }
    }
}

/// Characters that begin in these bytes.
fn begun(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(byte & 0xC0 != 0x80)).sum()
}

impl Places<'_> {
    /// Looks at the whole block.
    fn look(&mut self) {
        let rest = self.text.as_bytes().get(self.block - 1..).unwrap_or_default();
        (self.hits, self.begun) = rest.first_chunk().map_or_else(
            || {
                // The text ends in this block: NUL is no border.
                let mut window = [0; BLOCK + 3];
                window.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                hits(&window)
            },
            hits,
        );
    }

    /// The class of the character that begins at a byte, if a number may have its border there.
    fn border(&self, byte: usize) -> Option<u8> {
        let (before, rest) = self.text.split_at_checked(byte)?;
        let mut behind = rest.chars();
        let class = self.marks.of(behind.next()?) & CLASS;
        let last = if class < DIGIT { None } else { self.marks.last(before) };
        let glued = self.marks.of(last?) & GLUE != 0;
        let fits = match class {
            DIGIT => glued && digits_fit(self.marks, rest),
            OPEN => glued && year_fits(self.marks, behind.as_str(), last),
            _ => self.word_fits(class, last, behind.as_str()),
        };
        fits.then_some(class)
    }

    /// Whether a number may stand at a word of one.
    fn word_fits(&self, class: u8, last: Option<char>, rest: &str) -> bool {
        let marks = self.marks;
        let marked = last.map(fold_char) == Some('号');
        let mut behind = rest.chars().filter(|c| !marks.is_blank(*c)).map(fold_char);
        let counts = |c: Option<char>| c.is_some_and(|c| marks.is_serial(c) || matches!(c, '(' | '〔'));
        match class {
            ORDER => marked || counts(behind.next()),
            NOTICE => behind.next() == Some('告') && (marked || counts(behind.next())),
            SERIES => behind.next() == Some('第'),
            _ => false,
        }
    }
}

/// Behind an opening bracket a year of four digits stands, or of two after 字. Behind four plain digits a serial must
/// follow, perhaps after 年 and the closing bracket.
fn year_fits(marks: Marks, rest: &str, last: Option<char>) -> bool {
    let mut behind = rest.chars().filter(|c| !marks.is_blank(*c)).map(fold_char).peekable();
    let (mut length, mut plain, mut printed, mut written) = (0, 0, true, true);
    while let Some(c) = behind.next_if(|c| length < 4 && marks.of(*c) & LIKE != 0) {
        length += 1;
        if c.is_ascii_digit() {
            // Both kinds of years may hold it.
            plain += 1;
        } else {
            printed &= tail::digit(c).is_some();
            written &= numeral::digit(c).is_some();
        }
    }
    match length {
        2 => last.map(fold_char) == Some('字'),
        4 if plain < 4 => printed || written,
        4 => {
            behind.next_if_eq(&'年');
            behind.next_if(|c| marks.is_close(*c));
            behind.next().is_some_and(|c| marks.is_serial(c))
        }
        _ => false,
    }
}

/// Whether year and serial, or a serial with 号, may begin with a run of digits. Blanks are not seen here, so that
/// runs that they part count as one.
fn digits_fit(marks: Marks, rest: &str) -> bool {
    let (mut digits, mut first, mut gap, mut parted) = (0, 0, false, false);
    let plain = rest.bytes().take(11).take_while(u8::is_ascii_digit);
    for digit in plain {
        digits += 1;
        if digits <= 4 {
            first = first * 10 + u32::from(digit - b'0');
        }
    }
    if digits > 10 {
        return false;
    }
    let mut behind = rest.get(digits..).unwrap_or_default().chars();
    let next = loop {
        match behind.next() {
            Some(c) if marks.of(c) & CLASS == DIGIT => {
                (digits, parted, gap) = (digits + 1, parted || gap, false);
                if digits <= 4 {
                    first = first * 10 + fold_char(c).to_digit(10).unwrap_or_default();
                }
            }
            Some(c) if marks.is_blank(c) => gap = true,
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
            let mut behind = behind.filter(|c| !marks.is_blank(*c)).map(fold_char).peekable();
            behind.next_if(|c| marks.is_close(*c));
            let Some(first) = behind.next() else { return false };
            // 2024年5月 is a date.
            marks.is_serial(first) && !(first.is_ascii_digit() && behind.find(|c| !c.is_ascii_digit()) == Some('月'))
        }
        4 => marked || marks.is_serial(next) || marks.is_close(next) || next == '-',
        // Without a blank, four digits of a year and a serial.
        _ if !(parted || gap || (1990..=2039).contains(&first) && digits <= 8) => false,
        _ => gap || !matches!(next, '.' | '%' | '款' | '项' | '人' | '元' | '万' | '亿' | '个' | '条' | '页' | '户' | '期'),
    }
}

/// The stretch round a place, never over a blank line or a TAB. Before it: the letters of a code, and behind the first
/// that is no ideograph so many that a label is told; a bracket that closes may be part of the code or a reading aid, and
/// only the longest stretch tells. Behind it: a number's own letters, and some more that tell how it ends.
fn place(marks: Marks, text: &str, byte: usize, at: u32, word: bool) -> Place {
    let (mut from, mut base, mut letters, mut breaks) = (byte, at, 0, 0);
    let longest = if word { BEFORE_WORD } else { BEFORE_CODE };
    let (mut most, mut bracket) = (longest, word);
    for c in text.get(..byte).unwrap_or_default().chars().rev() {
        let is = marks.of(c);
        match is & CLASS {
            TAB => break,
            BREAK => {
                breaks += u32::from(c == '\n');
                if breaks > 1 {
                    break;
                }
            }
            BLANK => {}
            _ => {
                (letters, breaks) = (letters + 1, 0);
                if is & GLUE != 0 && is & CLOSE != 0 {
                    (most, bracket) = (longest, true);
                } else if is & GLUE == 0 && !bracket && most == longest {
                    let told = is & CLOSE != 0 || fold_char(c) == ':';
                    most = most.min(letters + if told { LABEL } else { SIGNS });
                }
            }
        }
        (from, base) = (from - c.len_utf8(), base - 1);
        if letters >= most {
            break;
        }
    }
    let (mut to, mut letters, mut more) = (text.len(), 0, 0);
    for (start, c) in text.get(byte..).unwrap_or_default().char_indices() {
        let is = marks.of(c);
        if !marks.is_blank(c) {
            letters += 1;
            more += usize::from(more > 0 || letters > 1 && is & INSIDE == 0);
        }
        if is & CLASS == TAB || more > BEHIND || letters > LONGEST {
            to = byte + start + c.len_utf8();
            break;
        }
    }
    Place { from, to, base, at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_border_behind_a_letter_is_a_hit() {
        for c in (0..=0xFFFF_u32).filter_map(char::from_u32).filter(|c| weigh(*c) & CLASS >= DIGIT) {
            for before in ['财', '）', ')', ' ', '\n', '\u{3000}', '字', '𠀀'] {
                for shift in [0, 1, 2, 59, 60, 61, 62, 63, 64, 70] {
                    let text = format!("{}{before}{c}", "x".repeat(shift));
                    let mut places = places(&text);
                    let byte = text.len() - c.len_utf8();
                    while places.block + BLOCK <= byte {
                        places.block += BLOCK;
                    }
                    places.look();
                    assert!(places.hits >> (byte - places.block) & 1 == 1, "{text:?}");
                }
            }
        }
    }
}
