//! Sentences and clauses around a place in a view. Not for: what they mean.

use std::ops::Range;

/// No sentence reaches further, in bytes: the cost of a text without stops stays linear.
const LONGEST: usize = 6_000;

/// No clause reaches further, in bytes.
const LONGEST_CLAUSE: usize = 1_200;

/// The sentence around a byte offset: from behind the last 。；！？ outside quotation to the next.
pub(crate) fn around(text: &str, at: usize) -> Range<usize> {
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST));
    let to = text.floor_char_boundary(at.saturating_add(LONGEST).min(text.len()));
    let start = text.get(from..at).unwrap_or_default().rfind(['。', '！', '？', '；']).map_or(from, |end| from + end + '。'.len_utf8());
    let end = text.get(at..to).unwrap_or_default().find(['。', '！', '？', '；']).map_or(to, |found| at + found);
    start..end
}

/// Up to `chars` characters before a byte offset.
pub(crate) fn before(text: &str, at: usize, chars: usize) -> &str {
    let head = text.get(..at).unwrap_or_default();
    let start = head.char_indices().rev().nth(chars.saturating_sub(1)).map_or(0, |(start, _)| start);
    head.get(start..).unwrap_or_default()
}

/// Up to `chars` characters after a byte offset.
pub(crate) fn after(text: &str, at: usize, chars: usize) -> &str {
    let tail = text.get(at..).unwrap_or_default();
    let end = tail.char_indices().nth(chars).map_or(tail.len(), |(end, _)| end);
    tail.get(..end).unwrap_or_default()
}

/// The clause before a byte offset: back to the last ，。；：（ or the start. Brackets that close before it are part of it.
pub(crate) fn clause_before(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(LONGEST_CLAUSE));
    let head = text.get(from..at).unwrap_or_default();
    let mut at = head.len();
    // What stands in closed brackets is a note inside the clause (补助资金（第一批）80万元).
    while let Some((start, c)) = head.get(..at).and_then(|head| head.char_indices().next_back()) {
        match c {
            '）' | ')' => at = opening(head, start).unwrap_or(start),
            '，' | '。' | '；' | '：' | ':' | '（' | '(' | ',' => return head.get(start + c.len_utf8()..).unwrap_or_default(),
            _ => at = start,
        }
    }
    head
}

/// A text without what stands in its brackets.
pub(crate) fn unbracketed(text: &str) -> String {
    let mut depth = 0i32;
    let outside = |c: &char| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            _ => return depth <= 0,
        }
        false
    };
    text.chars().filter(outside).collect()
}

/// A longer note in brackets is text of its own, in bytes.
const LONGEST_NOTE: usize = 240;

/// Where the bracket opens that closes at a byte.
fn opening(text: &str, close: usize) -> Option<usize> {
    let from = text.floor_char_boundary(close.saturating_sub(LONGEST_NOTE));
    let note = text.get(from..close)?;
    note.rfind(['（', '(']).filter(|open| !note.get(*open..).is_some_and(|inner| inner.contains('。'))).map(|open| from + open)
}
