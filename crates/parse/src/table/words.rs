//! The vocabularies of tables, from the crate's data files. Not for: deciding with them.

use std::collections::HashMap;
use std::sync::LazyLock;

use hongtou_notice::codes::AmountRole;

const WORDS: &str = include_str!("../../data/table_words.csv");
const LEVELS: &str = include_str!("../../data/indicator_levels.csv");
const FUNDS: &str = include_str!("../../data/fund_labels.csv");

static LISTS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut lists: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows(WORDS) {
        if let (Some(class), Some(word)) = (row.get(0), row.get(1)) {
            lists.entry(class.to_owned()).or_default().push(word.to_owned());
        }
    }
    lists
});

static LEVEL_WORDS: LazyLock<HashMap<String, LevelWord>> = LazyLock::new(|| {
    rows(LEVELS)
        .filter_map(|row| {
            let word = LevelWord {
                first: row.get(1)?.contains('1'),
                second: row.get(1)?.contains('2'),
                normal: row.get(2)?.to_owned(),
                parent: row.get(3).filter(|parent| !parent.is_empty()).map(str::to_owned),
            };
            Some((row.get(0)?.to_owned(), word))
        })
        .collect()
});

static FUND_LABELS: LazyLock<Vec<(String, AmountRole)>> =
    LazyLock::new(|| rows(FUNDS).filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.parse().ok()?))).collect());

fn rows(data: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(data.as_bytes()).into_records().filter_map(Result::ok)
}

/// A word that names a level of indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LevelWord {
    /// It can be a level 1.
    pub(crate) first: bool,
    /// It can be a level 2.
    pub(crate) second: bool,
    /// The word with 指标.
    pub(crate) normal: String,
    /// The level 1 that it implies as a level 2.
    pub(crate) parent: Option<String>,
}

/// The words of a class.
pub(crate) fn list(class: &str) -> &'static [String] {
    LISTS.get(class).map_or(&[], Vec::as_slice)
}

/// Whether the folded text is a word of the class.
pub(crate) fn is(class: &str, key: &str) -> bool {
    list(class).iter().any(|word| word == key)
}

/// Whether the folded text contains a word of the class.
pub(crate) fn has(class: &str, key: &str) -> bool {
    list(class).iter().any(|word| key.contains(word.as_str()))
}

/// Whether the folded text ends in a word of the class.
pub(crate) fn ends(class: &str, key: &str) -> bool {
    list(class).iter().any(|word| key.ends_with(word.as_str()))
}

/// Whether the folded text begins with a word of the class.
pub(crate) fn starts(class: &str, key: &str) -> bool {
    list(class).iter().any(|word| key.starts_with(word.as_str()))
}

/// Reads a level word, with or without 指标, a numbering before and a weight behind it (`产出指标(50分)`).
pub(crate) fn level(key: &str) -> Option<&'static LevelWord> {
    let core = super::text::core(key);
    let word = core.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '一' | '二' | '三' | '四'));
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '分' | '%'));
    LEVEL_WORDS.get(word).or_else(|| LEVEL_WORDS.get(word.strip_suffix("指标")?))
}

/// Both levels in one cell: 产出指标-数量指标.
pub(crate) fn level_pair(key: &str) -> Option<(&'static LevelWord, &'static LevelWord)> {
    let (first, second) = key.split_once(['-', '/'])?;
    level(first).filter(|word| word.first).zip(level(second).filter(|word| word.second))
}

/// What a label of a fund box says, by the first word of the list that it contains.
pub(crate) fn fund_role(key: &str) -> Option<AmountRole> {
    FUND_LABELS.iter().find(|(word, _)| key.contains(word.as_str())).map(|(_, role)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_words_are_known_in_all_their_dresses() {
        for word in ["产出指标", "产出", "产出指标(50分)", "1.产出指标"] {
            assert_eq!(level(word).map(|word| word.normal.as_str()), Some("产出指标"), "{word}");
        }
        assert_eq!(level("服务对象满意度").and_then(|word| word.parent.as_deref()), Some("满意度指标"));
        assert!(level("满意度指标").is_some_and(|word| word.first && word.second));
        assert_eq!(level("受益群众满意度"), None);
    }

    #[test]
    fn fund_labels() {
        assert_eq!(fund_role("年度资金总额:"), Some(AmountRole::Total));
        assert_eq!(fund_role("其中:中央财政补助"), Some(AmountRole::Central));
        assert_eq!(fund_role("地方财政资金"), Some(AmountRole::Local));
        assert_eq!(fund_role("其他资金"), Some(AmountRole::OtherFunds));
        assert_eq!(fund_role("项目概况"), None);
    }
}
