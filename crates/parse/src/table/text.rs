//! Cell texts in two forms: *plain*, as printed without blanks, for records; and *key*, folded, for comparing
//! with vocabularies. Not for: spans, which always point into the printed text.

/// Whether a character is a blank in print: white space, also the full-width one, and zero-width marks.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}')
}

/// The text without blanks.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// The text without blanks, in half-width forms.
pub(crate) fn key(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).map(fold).collect()
}

/// Half-width forms of full-width ASCII and of look-alike signs.
fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2212}' | '\u{fe63}' | '\u{2010}' | '\u{2011}' => '-',
        '﹙' => '(',
        '﹚' => ')',
        '\u{fe55}' | '︰' | '∶' => ':',
        _ => c,
    }
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
    }
}
