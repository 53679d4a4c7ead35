//! Titles and file names as they are compared: bare of what copies change, and as pairs of neighbouring characters.
//! Not for: which of them belong together (`owner`).

use hongtou_notice::Divisions;

/// A title or file name without blanks, year, 附件 and its number, and signs.
pub(super) fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_start_matches("附件").trim_start_matches("附表");
    let text = without_number(text);
    text.chars().filter(|c| !c.is_ascii_digit() && !"《》（）()年度“”\"".contains(*c)).collect()
}

/// The text without the number in a list that it begins with. Names of divisions may begin with a numeral, too: 八步区, 三原县.
fn without_number(text: &str) -> &str {
    let divisions = Divisions::get();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let numeral = "一二三四五六七八九十".contains(c);
        if !(numeral || c.is_ascii_digit() || "：:.、-—_".contains(c)) || numeral && divisions.prefix(rest, None).is_some() {
            break;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    rest
}

/// Two neighbouring characters.
pub(super) type Pair = (char, char);

/// A bare text and its pairs, sorted, repeats kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Words {
    pub(super) text: String,
    pub(super) pairs: Vec<Pair>,
}

impl Words {
    /// The words of a text that is bare already.
    pub(super) fn of(text: String) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut pairs: Vec<Pair> = chars.iter().copied().zip(chars.iter().copied().skip(1)).collect();
        pairs.sort_unstable();
        Self { text, pairs }
    }

    /// Number of characters.
    pub(super) fn len(&self) -> usize {
        self.text.chars().count()
    }

    /// Share of common pairs, in percent (Dice).
    pub(super) fn likeness(&self, other: &Self) -> usize {
        let (mut ours, mut theirs) = (self.pairs.iter().peekable(), other.pairs.iter().peekable());
        let mut common: usize = 0;
        while let (Some(a), Some(b)) = (ours.peek(), theirs.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(ours.next()),
                std::cmp::Ordering::Greater => drop(theirs.next()),
                std::cmp::Ordering::Equal => {
                    common += 1;
                    ours.next();
                    theirs.next();
                }
            }
        }
        (common * 200).checked_div(self.pairs.len() + other.pairs.len()).unwrap_or(0)
    }
}

/// From which likeness on two texts may be one title.
pub(super) const SAME: usize = 70;
/// From which likeness on two texts speak of one matter.
pub(super) const ALIKE: usize = 50;

/// How far a text is an announced title: in full, or in part (one holds the other, or most of their pairs are common).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Part,
    Whole,
}

/// Compares a text with an announced title.
pub(super) fn fit(text: &Words, title: &Words) -> Option<Fit> {
    if title.len() < 3 || text.text.is_empty() {
        return None;
    }
    if text.text == title.text {
        return Some(Fit::Whole);
    }
    let holds = text.text.contains(&title.text) || text.len() >= 5 && title.text.contains(&text.text);
    (holds || text.likeness(title) >= SAME).then_some(Fit::Part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words::of(bare(text))
    }

    #[test]
    fn names_and_titles_are_bared() {
        assert_eq!(bare("附件1：2024年就业补助资金分配表"), "就业补助资金分配表");
        assert_eq!(bare("附件 2. 《绩效目标表》"), "绩效目标表");
        assert_eq!(bare("附件二：资金分配表"), "资金分配表");
        assert_eq!(bare("附件一三原县资金分配表"), "三原县资金分配表");
        for name in ["八步区资金分配表", "附件：八步区资金分配表", "五通桥区绩效目标表"] {
            assert!(bare(name).starts_with(['八', '五']), "{name}");
        }
    }

    #[test]
    fn titles_fit_in_full_or_in_part() {
        let title = words("1.2024年就业补助资金分配表");
        assert_eq!(fit(&words("附件1 就业补助资金分配表"), &title), Some(Fit::Whole));
        assert_eq!(fit(&words("XX市就业补助资金分配表（定稿）"), &title), Some(Fit::Part));
        assert_eq!(fit(&words("就业补助资金分配方案表"), &title), Some(Fit::Part));
        assert_eq!(fit(&words("绩效目标表"), &title), None);
        assert_eq!(fit(&words("附件1"), &title), None);
    }

    #[test]
    fn likeness_is_a_share_of_common_pairs() {
        assert_eq!(words("资金分配").likeness(&words("资金分配")), 100);
        assert_eq!(words("资金资金").likeness(&words("资金")), 50);
        assert_eq!(words("").likeness(&words("")), 0);
    }
}
