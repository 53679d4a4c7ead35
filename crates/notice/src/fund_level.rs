//! Whose money a fund's name says it is: the words of levels in front of it, one or several (中央财政, 省级, 中央、省和市级). The words are in
//! `data/fund_levels.csv`. Not for: the rest of the name (`fund`).

use std::sync::LazyLock;

use crate::codes::FundLevel;

const WORDS: &str = include_str!("../data/fund_levels.csv");

/// What may stand between two levels.
const JOINTS: &[&str] = &["、", "和", "及", "与", "以及"];
/// What closes a level.
const TAILS: &[&str] = &["本级财政", "级财政", "本级", "财政", "级"];

struct Lists {
    levels: Vec<(String, FundLevel, bool)>,
    terms: Vec<String>,
    others: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists { levels: Vec::new(), terms: Vec::new(), others: Vec::new() };
    for row in csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(WORDS.as_bytes()).into_records().filter_map(Result::ok) {
        let word = row.get(1).unwrap_or_default().to_owned();
        match (row.get(0).unwrap_or_default(), row.get(2).unwrap_or_default().parse()) {
            ("level", Ok(level)) => lists.levels.push((word, level, row.get(3) == Some("yes"))),
            ("term", _) => lists.terms.push(word),
            ("other", _) => lists.others.push(word),
            _ => {}
        }
    }
    lists.levels.sort_by_key(|(word, ..)| std::cmp::Reverse(word.len()));
    lists
});

/// The levels that a name begins with: how many bytes they take, and whose money it is. Some of the name must be left.
pub(crate) fn leading(name: &str) -> Option<(usize, FundLevel)> {
    if LISTS.others.iter().any(|other| name.starts_with(other.as_str())) {
        return None;
    }
    let mut found: Vec<FundLevel> = Vec::new();
    let mut at = 0;
    let mut whole = None;
    while let Some((length, level, bare)) = name.get(at..).and_then(one) {
        let behind = at + length;
        let rest = name.get(behind..).unwrap_or_default();
        let tail = TAILS.iter().find(|tail| rest.starts_with(**tail)).map_or(0, |tail| tail.len());
        found.push(level);
        // 省州…, 中省…: the first letters of two neighbouring levels stand for both.
        let pair = matches!(name.get(..behind), Some("省州" | "省市" | "中省")) && !shared(rest);
        if tail > 0 || bare || pair {
            whole = Some((behind + tail, found.len()));
        }
        let rest = name.get(behind + tail..).unwrap_or_default();
        let joint = JOINTS.iter().find(|joint| rest.starts_with(**joint)).map_or(0, |joint| joint.len());
        at = behind + tail + joint;
        // Without a joint the next level stands right behind the letter of this one (省市级).
        if joint == 0 && (tail > 0 || bare) {
            break;
        }
    }
    let (length, count) = whole.filter(|(length, _)| *length < name.len())?;
    let levels = found.get(..count)?;
    let level = *levels.first()?;
    Some((length, if levels.iter().all(|other| *other == level) { level } else { FundLevel::Mixed }))
}

/// One level's word at the start of a text: its bytes, the level, and whether it needs nothing behind it.
fn one(text: &str) -> Option<(usize, FundLevel, bool)> {
    // 中省: 中央和省.
    if text.starts_with("中省") {
        return Some(('中'.len_utf8(), FundLevel::Central, false));
    }
    LISTS.levels.iter().find(|(word, ..)| text.starts_with(word.as_str())).map(|(word, level, bare)| (word.len(), *level, *bare))
}

/// 省市共建, 省市联合: what several do together is no word of whose money it is.
fn shared(rest: &str) -> bool {
    rest.starts_with(['共', '合', '联', '重', '县', '区'])
}

/// What follows the part of a year for which money is paid, if a text begins with one.
pub(crate) fn behind_term(text: &str) -> Option<&str> {
    LISTS.terms.iter().find_map(|word| text.strip_prefix(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_alone_and_together() {
        let told = |name: &str| leading(name).map(|(length, level)| (name[length..].to_owned(), level));
        let of = |rest: &str, level| Some((rest.to_owned(), level));
        assert_eq!(told("中央财政救助资金"), of("救助资金", FundLevel::Central));
        assert_eq!(told("省级救助资金"), of("救助资金", FundLevel::Province));
        assert_eq!(told("自治区本级财政救助资金"), of("救助资金", FundLevel::Province));
        for name in
            ["中央和省级", "中央、省、市和区级", "省、市级", "省市级", "省州", "中省", "中央及自治区", "中央、省和市级", "中央及省级财政"]
        {
            assert_eq!(told(&format!("{name}体育公益金")), of("体育公益金", FundLevel::Mixed), "{name}");
        }
        for name in ["县级公立医院综合改革补助资金", "区域协调发展资金", "省市共建大学资金", "市政道路资金", "州县道路资金", "中央"]
        {
            assert_eq!(told(name), None, "{name}");
        }
    }
}
