//! The lines of a cell as text: lines that the cell's edge broke are put together, others stay apart.
//! Not for: paragraphs of the page (`paragraphs`).

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

/// Width of the first character, or of the first word of letters and digits.
fn first_word(line: &TextLine) -> f64 {
    let length = line.text.chars().take_while(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '.' | ',' | '%')).count();
    let half = 0.5 * line.em;
    if length == 0 { line.em } else { half * length as f64 }
}

/// Words of Latin letters had a blank where the line was broken.
fn joint(before: &TextLine, line: &TextLine) -> &'static str {
    let letter = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_alphabetic());
    if letter(before.text.chars().next_back()) && letter(line.text.chars().next()) { " " } else { "" }
}
