//! Signs that characters are damaged (`docs/confidence.md`, signs of damage): letters inside figures, words of the
//! genre with one character off, brackets that never close. Not for: repairing them.

use std::sync::LazyLock;

use hongtou_document::Document;

/// Words of the genre misread by one character.
static LOOK_ALIKES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let data = include_str!("../../data/look_alikes.txt");
    data.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// How many signs of misread characters make a whole copy a damaged one.
const MANY: usize = 2;

/// Whether a text holds a character that was misread.
pub(super) fn is_misread(text: &str) -> bool {
    letter_in_figure(text) || LOOK_ALIKES.iter().any(|word| text.contains(word))
}

/// Whether the code of a document number holds a character that no code has (则 for 财, 巿 for 市), or a word of the title before it.
pub(super) fn is_misread_code(prefix: &str) -> bool {
    let title = prefix == "指标" || ["办法", "规定", "通知", "方案", "细则"].iter().any(|word| prefix.contains(word));
    is_misread(prefix) || title || prefix.contains(['则', '巿', '玫', '汁'])
}

/// Whether a text has a bracket without its partner.
pub(super) fn is_unbalanced(text: &str) -> bool {
    let mut open: Vec<char> = Vec::new();
    for c in text.chars() {
        let partner = match c {
            '（' | '(' => {
                open.push(')');
                continue;
            }
            '《' | '〔' | '“' => {
                open.push(match c {
                    '《' => '》',
                    '〔' => '〕',
                    _ => '”',
                });
                continue;
            }
            '）' | ')' => ')',
            '》' | '〕' | '”' => c,
            _ => continue,
        };
        if open.pop() != Some(partner) {
            return true;
        }
    }
    !open.is_empty()
}

/// `2O23`, `3l0`: a letter between a digit and a digit or a unit of money.
fn letter_in_figure(text: &str) -> bool {
    let mut before = '\0';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or('\0');
        let follows = next.is_ascii_digit() || matches!(next, '年' | '月' | '日' | '万' | '亿' | '元' | '号' | '%' | '％' | '人' | '户');
        if matches!(c, 'O' | 'o' | 'l' | 'I') && before.is_ascii_digit() && follows {
            return true;
        }
        before = c;
    }
    false
}

/// Whether the document as a whole is a damaged copy.
pub(super) fn is_damaged(document: &Document) -> bool {
    let lines = document.text().as_str().lines();
    lines.filter(|line| is_misread(line)).take(MANY).count() == MANY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_characters() {
        for text in ["2O23年", "关于下达补助资全的通知", "县则政局", "15万兀"] {
            assert!(is_misread(text), "{text}");
        }
        for text in ["2023年", "COD浓度10O", "关于下达补助资金的通知", "A0302"] {
            assert!(!is_misread(text), "{text}");
        }
    }

    #[test]
    fn brackets_that_do_not_match() {
        assert!(is_unbalanced("建设任务万亩）"));
        assert!(is_unbalanced("依据老年人能力评估规范》国家标准"));
        assert!(!is_unbalanced("各县（市、区）财政局"));
        assert!(!is_unbalanced("各县（市、区)财政局"));
    }
}
