//! The lines of a cell as text: lines that the cell's edge broke are put together, others stay apart.
//! Not for: paragraphs of the page (`paragraphs`).

use std::iter::Peekable;
use std::str::Chars;

use super::{TextLine, width};

/// Room, in points, that a cell may keep free at both sides together.
const PADDING: f64 = 13.0;

/// For each line, what stands between it and the line before: nothing, a blank, or a line break. The first has nothing.
pub(super) fn joints(lines: &[TextLine], room: f64) -> Vec<&'static str> {
    let widest = lines.iter().map(|line| width(line.rect)).fold(0.0, f64::max);
    let mut joints = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        joints.push(match index.checked_sub(1).and_then(|before| lines.get(before)) {
            None => "",
            Some(before) if broken(before, line, room.min(widest + PADDING + before.em)) => joint(before, line),
            Some(_) => "\n",
        });
    }
    joints
}

/// Whether a line goes on in the next: its cell had no room for the next one's first word.
pub(super) fn runs_on(last: &TextLine, next: &TextLine, room: f64) -> bool {
    broken(last, next, room)
}

/// Whether the first word of a line did not fit behind the line before.
fn broken(before: &TextLine, line: &TextLine, room: f64) -> bool {
    room - width(before.rect) < PADDING + first_word(line)
}

/// Whether a character may not end a line: brackets and quotes that open.
pub(super) fn opens(ch: char) -> bool {
    matches!(ch, '“' | '‘' | '（' | '《' | '〈' | '〔' | '【' | '(' | '[')
}

/// Whether a character may not begin a line: stops, brackets and quotes that close.
pub(super) fn closes(ch: char) -> bool {
    matches!(ch, '”' | '’' | '）' | '》' | '〉' | '〕' | '】' | ')' | ']' | '，' | '。' | '、' | '；' | '：' | '！' | '？')
}

/// Width of what cannot be parted at the head of a line: opening brackets, the character or word behind them, and the stops and
/// closing brackets behind that, which may not begin a line (GB/T 15834-2011, 5.1).
pub(super) fn first_word(line: &TextLine) -> f64 {
    let mut rest = line.text.chars().peekable();
    word(&mut rest) * line.em
}

/// Width of what is seldom parted there: a figure glued to a closing bracket, and a figure with the word of two letters behind it. Programs
/// that know the words of Chinese, or part no Latin run from a bracket (UAX #14, LB30), put it on the next line as a whole.
pub(super) fn first_phrase(line: &TextLine) -> f64 {
    let mut rest = line.text.chars().peekable();
    let mut wide = word(&mut rest);
    if line.text.chars().take(6).any(closes) && rest.peek().is_some_and(char::is_ascii_digit) {
        wide += word(&mut rest);
    }
    let figure = line.text.chars().take_while(|ch| !ch.is_ascii_digit()).count() < 4;
    if figure && rest.peek().is_some_and(|ch| ch.is_alphabetic()) {
        wide += word(&mut rest);
        if rest.peek().is_some_and(|ch| ch.is_alphabetic()) {
            wide += word(&mut rest);
        }
    }
    wide * line.em
}

/// Takes a word off, and tells its width in ems.
fn word(rest: &mut Peekable<Chars<'_>>) -> f64 {
    let mut taken = |most: usize, fits: fn(char) -> bool| {
        let mut count = 0;
        while count < most && rest.next_if(|ch| fits(*ch)).is_some() {
            count += 1;
        }
        count
    };
    let latin = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '.' | ',' | '%' | '-');
    let brackets = taken(3, opens);
    let latin = taken(usize::MAX, latin);
    let single = if latin == 0 { taken(1, |_| true) } else { 0 };
    let stops = taken(3, closes);
    (brackets + single + stops) as f64 + 0.5 * latin as f64
}

/// Words of Latin letters had a blank where the line was broken.
fn joint(before: &TextLine, line: &TextLine) -> &'static str {
    let letter = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_alphabetic());
    if letter(before.text.chars().next_back()) && letter(line.text.chars().next()) { " " } else { "" }
}
