//! One-to-one folding of characters for matching. Not for: what is reported as printed, or normal forms of names.
//!
//! Folded are: full-width ASCII to ASCII (so `：` is `:` and `，` is `,`), look-alike brackets to `〔〕` (all that stand
//! for the hexagonal ones: square, thick, small tortoise) and `()`, signs that print alike (`—` `–` `－` `−` to `-`,
//! `～` to `~`, `＞` to `>`), radicals U+2E80–2FDF to ideographs, traditional characters to simplified ones. Kept apart
//! are `《》〈〉“”、。`, whose roles differ.

use std::sync::LazyLock;

use super::words;

const RADICALS: &str = include_str!("../../data/radicals.txt");
const SIMPLIFY: &str = include_str!("../../data/simplify.txt");

/// Folded forms of the Basic Multilingual Plane; a look-up is one load.
static TABLE: LazyLock<Vec<char>> = LazyLock::new(table);

fn table() -> Vec<char> {
    let mut table: Vec<char> = (0..=0xFFFF_u32).map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    let mut set = |from: char, to: char| {
        if let Some(place) = table.get_mut(from as usize) {
            *place = to;
        }
    };
    for code in 0xFF01..=0xFF5E_u32 {
        if let (Some(wide), Some(ascii)) = (char::from_u32(code), char::from_u32(code - 0xFEE0)) {
            set(wide, ascii);
        }
    }
    let alike = [
        ("[［【﹝〖❲", '〔'),
        ("]］】﹞〗❳", '〕'),
        ("（﹙⟮", '('),
        ("）﹚⟯", ')'),
        ("｛﹛", '{'),
        ("｝﹜", '}'),
        ("—–－−‐‑‒―﹣ー─", '-'),
        ("～〜∼", '~'),
        ("≧⩾", '≥'),
        ("≦⩽", '≤'),
        ("﹪", '%'),
        ("﹐", ','),
        ("﹕∶", ':'),
        ("○◯⚪", '〇'),
    ];
    for (from, to) in alike {
        from.chars().for_each(|from| set(from, to));
    }
    let pairs = |data| words(data).filter_map(|pair: &str| pair.chars().next().zip(pair.chars().nth(1)));
    for (from, to) in pairs(SIMPLIFY).chain(pairs(RADICALS)) {
        set(from, to);
    }
    // A radical may stand for a traditional ideograph (⾒ 見), which is simplified in turn.
    for (from, to) in pairs(RADICALS) {
        let simple = table.get(to as usize).copied().unwrap_or(to);
        if let Some(place) = table.get_mut(from as usize) {
            *place = simple;
        }
    }
    table
}

/// The form of a character used for matching; see the module's page. Always one character for one.
#[must_use]
pub fn fold_char(c: char) -> char {
    TABLE.get(c as usize).copied().unwrap_or(c)
}

/// The same for many characters: the table is asked for once.
pub(super) fn folding() -> impl Fn(char) -> char + Copy {
    let table: &'static [char] = &TABLE;
    move |c| table.get(c as usize).copied().unwrap_or(c)
}

/// A reading aid in brackets (资金(zī jīn)) is no longer, in characters.
pub(crate) const LONGEST_READING: usize = 24;

/// Whether a letter carries the mark of a tone, as the pinyin does that some web pages print behind characters.
pub(crate) fn is_toned(c: char) -> bool {
    ('à'..='ǜ').contains(&c) && "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ".contains(c)
}

/// Whether a letter may stand in pinyin.
pub(crate) fn is_pinyin(c: char) -> bool {
    c.is_ascii_lowercase() || c == 'ü' || is_toned(c)
}

/// Whether it is an ideograph that names are written with; the zero `〇` is none.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3134F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_fold_and_roles_stay() {
        let fold = |text: &str| text.chars().map(fold_char).collect::<String>();
        assert_eq!(fold("財預［２０２２】１３６號"), "财预〔2022〕136号");
        assert_eq!(fold("《关于〈办法〉》：“（一）”"), "《关于〈办法〉》:“(一)”");
        assert_eq!(fold("⾒⽅⺠"), "见方民");
        assert_eq!(fold("从化县后里面云台干了"), "从化县后里面云台干了");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in (0..=0xFFFF_u32).filter_map(char::from_u32) {
            assert_eq!(fold_char(fold_char(c)), fold_char(c), "{c}");
        }
    }
}
