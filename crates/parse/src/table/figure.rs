//! Figures and money units in cells and headers. Not for: amounts in running text (`recognise`).

use std::sync::LazyLock;

use hongtou_notice::MoneyUnit;
use regex::Regex;
use rust_decimal::Decimal;

use super::words;
use crate::recognise::parse_figure;

pub(crate) use crate::recognise::Figure;

static UNIT_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"单位[:为]?(?P<rest>[^)\]。;]*)").ok());
static UNIT_WORD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?P<word>百万元|亿元|千元|万元)(?P<per>[/每]?)|(?:^|[(\[:、,/])(?P<yuan>元)(?P<per2>[/每]?)").ok());

/// Larger figures are no money, and would overflow when rows are added up.
const LARGEST: u64 = 10_000_000_000_000_000;

/// Reads a folded cell text.
pub(crate) fn read(key: &str) -> Figure {
    // A mark behind a figure points to a note under the table.
    let bare = key.trim_end_matches(|c: char| matches!(c, '*' | '※' | '①'..='⑳'));
    match parse_figure(if bare.is_empty() { key } else { bare }) {
        Figure::Number { value, .. } if value.abs() > Decimal::from(LARGEST) => Figure::Other,
        // A Chinese one is a serial number more often than a dash.
        Figure::Dash if key.contains('一') => Figure::Other,
        figure => figure,
    }
}

/// The number of a figure, if it is one.
pub(crate) fn value(figure: &Figure) -> Option<Decimal> {
    if let Figure::Number { value, .. } = figure { Some(*value) } else { None }
}

/// The number that a folded cell text says, if it is one.
pub(crate) fn number(key: &str) -> Option<Decimal> {
    value(&read(key))
}

/// The money unit of a unit line: `单位：万元`, `金额单位：元、人`.
pub(crate) fn unit_of_line(key: &str) -> Option<MoneyUnit> {
    let rest = UNIT_LINE.as_ref()?.captures(key)?;
    let rest = rest.name("rest")?.as_str();
    unit_of_header(&format!(":{rest}"))
}

/// The money units of a unit line, each once: `单位：亩、元、万元` has two.
pub(crate) fn units_of_line(key: &str) -> Vec<MoneyUnit> {
    let rest = UNIT_LINE.as_ref().and_then(|regex| regex.captures(key)).and_then(|found| Some(found.name("rest")?.as_str().to_owned()));
    let mut units = Vec::new();
    for part in rest.as_deref().unwrap_or_default().split(['、', ',', '/', '.']) {
        units.extend(unit_of_header(&format!(":{part}")).filter(|unit| !units.contains(unit)));
    }
    units
}

/// The money unit in a header cell: `分配金额(万元)`. A rate (`元/人`) is none.
pub(crate) fn unit_of_header(key: &str) -> Option<MoneyUnit> {
    let regex = UNIT_WORD.as_ref()?;
    regex.captures_iter(key).find_map(|found| {
        let per = found.name("per").or_else(|| found.name("per2")).is_some_and(|per| !per.as_str().is_empty());
        let word = found.name("word").or_else(|| found.name("yuan"))?.as_str();
        if per { None } else { MoneyUnit::from_word(word) }
    })
}

/// Whether a header cell names a unit in parentheses that is no money: `(人)`, `(艘)`, `(万亩)`, `(元/人·月)`, `(%)`.
pub(crate) fn is_measured_otherwise(key: &str) -> bool {
    let inner = match (key.rsplit_once('('), key.strip_suffix(')')) {
        // 应补(退)金额: what is measured stands behind the bracket.
        (Some((_, rest)), _) if rest.split_once(')').is_some_and(|(_, behind)| words::has("money", behind)) => return false,
        (Some((_, rest)), _) => rest.split_once(')').map_or(rest, |(inner, _)| inner),
        // 建设任务万亩): a bracket was lost.
        (None, Some(rest)) => return unit_of_header(rest).is_none() && !rest.ends_with('元') && words::ends("measure", rest),
        (None, None) => return false,
    };
    let inner = inner.strip_prefix("单位:").unwrap_or(inner);
    if inner.contains('元') {
        return inner.starts_with("元/") || inner.starts_with("万元/");
    }
    let mut parts = inner.split(['/', '·', '、', '.']).peekable();
    parts.peek().is_some_and(|first| !first.is_empty()) && parts.all(is_measure)
}

/// Whether a word is a measure: one of the list, with a round number before it (万亩, 千只), or one character that neither counts
/// nor names a level of government.
pub(crate) fn is_measure(word: &str) -> bool {
    let bare = word.trim_start_matches(['十', '百', '千', '万', '亿']);
    let mut chars = word.chars();
    let single =
        matches!((chars.next(), chars.next()), (Some(c), None) if matches!(c, '\u{4e00}'..='\u{9fff}') && !words::is("no_measure", word));
    single || words::is("measure", word) || !bare.is_empty() && words::is("measure", bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<String> {
        super::number(text).map(|value| value.to_string())
    }

    #[test]
    fn figures() {
        assert_eq!(number("1,234.50").as_deref(), Some("1234.50"));
        assert_eq!(number("-61").as_deref(), Some("-61"));
        assert_eq!(number("(61)").as_deref(), Some("-61"));
        assert_eq!(number("34.568.64").as_deref(), Some("34568.64"));
        assert_eq!(number("1,286,50").as_deref(), Some("1286.50"));
        assert_eq!(number("12,13").as_deref(), None);
        assert_eq!(number("105万元").as_deref(), Some("105"));
        for (cell, value) in [("2OO", "200"), ("16O", "160"), ("2l0", "210"), ("1,2OO", "1200")] {
            assert_eq!(number(cell).as_deref(), Some(value));
            assert!(matches!(read(cell), Figure::Number { repaired: true, .. }), "{cell}");
        }
        assert_eq!(read("20l"), Figure::Other);
        assert_eq!(read("—"), Figure::Dash);
        assert_eq!(read(""), Figure::Blank);
        assert_eq!(read("0.33%"), Figure::Other);
        assert_eq!(read("2024年"), Figure::Other);
    }

    #[test]
    fn units() {
        assert_eq!(unit_of_line("单位:万元"), Some(MoneyUnit::TenThousand));
        assert_eq!(unit_of_line("金额单位:元、人"), Some(MoneyUnit::Yuan));
        assert_eq!(unit_of_line("填报单位:县民政局"), None);
        assert_eq!(unit_of_header("分配金额(万元)"), Some(MoneyUnit::TenThousand));
        assert_eq!(unit_of_header("金额(元)"), Some(MoneyUnit::Yuan));
        assert_eq!(unit_of_header("标准(元/人)"), None);
        assert_eq!(unit_of_header("教学单元"), None);
        assert!(is_measured_otherwise("任务(户)"));
        for head in ["航班(班)", "电梯(部)", "里程(万公里)", "用电(千瓦时)", "监测(点·次)", "标准(元/人)", "藏书(万册)"]
        {
            assert!(is_measured_otherwise(head), "{head}");
        }
        for head in ["补助(省)", "金额(1)", "资金(A)", "奖补(第二批)", "补助(中央)", "预算(元)", "资金(一)"] {
            assert!(!is_measured_otherwise(head), "{head}");
        }
        assert!(is_measured_otherwise("任务户)") && is_measured_otherwise("任务(万亩") && !is_measured_otherwise("金额万元)"));
    }
}
