//! Text as the parser looks at it: blanks and line breaks gone, look-alike characters folded, every
//! character still knowing where it stands in the document. Not for: deciding what belongs together
//! (`flow`).

use std::ops::Range;

use hongtou_document::{Document, Span};

use crate::recognise::{LONGEST_READING, fold_char, is_pinyin, is_toned};

/// Length of a pinyin gloss in parentheses at the start of a text, 0 where there is none: 资金(zī jīn). One letter at least
/// carries a tone mark, or it is a word of another language.
fn pinyin(text: &[char]) -> usize {
    let inner = text.iter().skip(1).take(LONGEST_READING).take_while(|c| is_pinyin(**c) || **c == ' ').count();
    let toned = text.iter().skip(1).take(inner).any(|c| is_toned(*c));
    let closed = matches!(text.get(inner + 1), Some(')' | '）'));
    if toned && closed { inner + 2 } else { 0 }
}

/// The form of a character in values: simplified ideographs, ASCII digits and letters, and the full-width
/// parentheses and colon of Chinese print, whatever width the copy has. Everything else as printed.
fn normal(c: char) -> char {
    match c {
        '(' | '（' | '﹙' => '（',
        ')' | '）' | '﹚' => '）',
        ':' | '：' | '﹕' => '：',
        '％' | '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => fold_char(c),
        '\u{2e80}'..='\u{2fdf}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => fold_char(c),
        other => other,
    }
}

/// Whether a comma, semicolon or mark of exclamation or question stops a clause: inside a figure or a foreign word
/// (99,197) it does not.
fn is_stop(text: &[char], at: usize) -> bool {
    let plain = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(char::is_ascii_alphanumeric);
    !(plain(at.checked_sub(1)) && plain(Some(at + 1)))
}

/// Stops of Chinese print (GB/T 15834-2011) are wide; copies that were folded to one width have narrow ones.
fn wide_stop(c: char) -> char {
    match c {
        ',' => '，',
        ';' => '；',
        '!' => '！',
        '?' => '？',
        other => other,
    }
}

/// A folded text with a way back. `as_str` holds no blanks; byte ranges of it map to document spans.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    text: String,
    /// Byte offset in `text` of every character.
    bytes: Vec<u32>,
    /// Position in the document of every character.
    places: Vec<u32>,
    /// Whether a blank or line break was dropped before the character.
    gaps: Vec<bool>,
}

impl View {
    /// The view of some spans of a document, in their order, as one text.
    pub(crate) fn new(document: &Document, spans: &[Span]) -> Self {
        let mut view = Self::default();
        spans.iter().for_each(|span| view.push(document, *span));
        view
    }

    /// Takes another line behind the text.
    pub(crate) fn push(&mut self, document: &Document, span: Span) {
        let mut gap = !self.places.is_empty();
        let printed: Vec<char> = document.slice(span).chars().collect();
        let mut gloss = 0;
        for (index, (offset, c)) in (span.start..).zip(printed.iter().copied()).enumerate() {
            // Mirror sites print the pronunciation behind a character: 资(zī)金.
            if gloss == 0 && matches!(c, '(' | '（') {
                gloss = pinyin(printed.get(index..).unwrap_or_default());
            }
            if gloss > 0 {
                gloss -= 1;
                continue;
            }
            if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
                gap = true;
                continue;
            }
            let c = if is_stop(&printed, index) { wide_stop(c) } else { c };
            self.bytes.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
            self.places.push(offset);
            self.gaps.push(std::mem::take(&mut gap));
            self.text.push(normal(c));
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The document span of a byte range of the text, from its first to its last character.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        let first = self.char_at(range.start);
        let last = self.char_at(range.end).max(first + 1) - 1;
        match (self.places.get(first), self.places.get(last)) {
            (Some(&start), Some(&end)) => Span::new(start, end + 1),
            _ => Span::default(),
        }
    }

    /// The byte offset in the view of the first character at or after a document position.
    pub(crate) fn byte_of(&self, place: u32) -> usize {
        let index = self.places.partition_point(|&at| at < place);
        self.bytes.get(index).map_or(self.text.len(), |&byte| byte as usize)
    }

    /// Whether a blank was dropped before the character at a byte offset.
    pub(crate) fn gap_before(&self, byte: usize) -> bool {
        self.gaps.get(self.char_at(byte)).copied().unwrap_or(false)
    }

    /// The text cut at dropped blanks: byte ranges of the pieces.
    pub(crate) fn words(&self) -> Vec<Range<usize>> {
        let mut starts: Vec<usize> = self
            .bytes
            .iter()
            .zip(&self.gaps)
            .enumerate()
            .filter(|(index, (_, gap))| *index == 0 || **gap)
            .map(|(_, (&byte, _))| byte as usize)
            .collect();
        starts.push(self.text.len());
        starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
    }

    fn char_at(&self, byte: usize) -> usize {
        self.bytes.partition_point(|&at| (at as usize) < byte)
    }
}
