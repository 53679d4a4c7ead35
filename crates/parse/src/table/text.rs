//! Cell texts in two forms: *plain*, as printed without blanks, for records; and *key*, folded, for comparing
//! with vocabularies. Not for: spans, which always point into the printed text.

use crate::recognise::{fold_char, is_pinyin, is_toned};

/// Whether a character is a blank in print: white space, also the full-width one, and zero-width marks.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}')
}

/// The text without blanks and without pinyin behind its characters, in simplified characters.
pub(crate) fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_blank(*c)).map(simplified).collect();
    without_pinyin(text)
}

/// The plain text in half-width forms and look-alikes made one (`fold_char`).
pub(crate) fn key(text: &str) -> String {
    plain(text).chars().map(fold_char).collect()
}

/// The simplified form of an ideograph; every other character as it is.
fn simplified(c: char) -> char {
    let han = |c: char| matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
    if han(c) { Some(fold_char(c)).filter(|folded| han(*folded)).unwrap_or(c) } else { c }
}

/// Mirror sites print the pronunciation behind characters: `财(cái)政`.
fn without_pinyin(text: String) -> String {
    if !text.contains(is_toned) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(open) = rest.find(['(', '（']) {
        let (head, tail) = rest.split_at(open);
        out.push_str(head);
        let close = tail.find([')', '）']);
        let inner = close.and_then(|close| tail.get(..close)).map(|inner| inner.trim_start_matches(['(', '（'])).unwrap_or_default();
        let toned = inner.contains(is_toned) && inner.chars().all(is_pinyin);
        let mut end = tail.chars().next().map_or(0, char::len_utf8);
        if let Some(close) = close.filter(|_| toned) {
            end = close + tail.get(close..).and_then(|tail| tail.chars().next()).map_or(0, char::len_utf8);
        } else {
            out.push_str(tail.get(..end).unwrap_or_default());
        }
        rest = tail.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// A folded header text without what stands in parentheses: `分配金额(万元)` → `分配金额`.
pub(crate) fn core(key: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in key.chars() {
        match c {
            '(' | '[' | '〔' => depth += 1,
            ')' | ']' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out.trim_end_matches([':', '*', '、', ',']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_folded_and_cores_have_no_parentheses() {
        assert_eq!(key("分配　金额（万元）"), "分配金额(万元)");
        assert_eq!(core("分配金额(万元)"), "分配金额");
        assert_eq!(core("地(州、市)"), "地");
        assert_eq!(plain("財（cái）政 廳（本级）"), "财政厅（本级）");
    }
}
