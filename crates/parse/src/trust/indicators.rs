//! Rows of indicator forms: levels that the form can have, names that are names, values that go with them
//! (`docs/confidence.md`, indicators). Not for: pairing them (`table`).

use std::collections::BTreeMap;

use hongtou_notice::codes::{Confidence, Doubt, ValueKind};
use hongtou_notice::{Indicator, IndicatorValue};
use rust_decimal::Decimal;

use super::{Weighed, garble};
use crate::table;

/// Words of level 2 without 指标, as they run into names.
const LEVEL_STEMS: &[&str] = &["时效", "社会效益", "经济效益", "生态效益", "可持续影响"];

pub(super) fn weigh(indicators: &mut [Indicator]) {
    let mut tables: BTreeMap<u32, (usize, usize, usize)> = BTreeMap::new();
    for row in indicators.iter() {
        let (all, levels, targets) = tables.entry(row.table).or_default();
        *all += 1;
        *levels += usize::from(row.level1.is_some() && row.level2.is_some());
        *targets += usize::from(row.target.is_some());
    }
    for row in indicators.iter_mut() {
        let (all, levels, targets) = tables.get(&row.table).copied().unwrap_or_default();
        let repaired = row.doubts.contains(Doubt::RepairedPairing);
        let placed = row.level1.is_some() && row.level2.is_some();
        let missing = row.table > 0 && !placed && (levels * 2 >= all || repaired);
        if missing || !table::levels_fit(row.level1.as_deref(), row.level2.as_deref()) || repaired && misplaced(row) {
            row.lower(Confidence::Doubtful, Doubt::Unplaced);
        }
        let untargeted = row.table > 0 && row.target.is_none() && (repaired || targets * 5 >= all * 4);
        // What was achieved beside no target: the cell before it is lost. 农户满意度 as a target is the name of the next row.
        let achieved_alone = row.table > 0 && row.target.is_none() && row.achieved.is_some();
        // 时效资金到位及时率 without a level 2: its word has run into the name.
        let run_in = row.level2.is_none() && LEVEL_STEMS.iter().any(|stem| row.level3.starts_with(stem));
        if run_in && row.table > 0 {
            row.lower(Confidence::Doubtful, Doubt::Unplaced);
        }
        let name_for_target = row.target.as_ref().is_some_and(|target| target.kind == ValueKind::Text && target.text.ends_with("满意度"));
        if untargeted
            || achieved_alone
            || name_for_target
            || is_value(&row.level3)
            || table::begins_with_level(&row.level3)
            || row.target.as_ref().is_some_and(runs_on)
            || ends_in_value(row)
        {
            row.lower(Confidence::Doubtful, Doubt::RowShape);
        }
        let unlike = |target: &IndicatorValue| clashes(&row.level3, target) || repaired && slid(&row.level3, target);
        if row.target.as_ref().is_some_and(unlike) {
            row.lower(Confidence::Doubtful, Doubt::UnitClash);
        }
        let text = |value: Option<&IndicatorValue>| {
            value.is_some_and(|value| garble::is_misread(&value.text) || odd_number(&value.text) || odd_figure(value))
        };
        let name = garble::is_misread(&row.level3) || garble::is_unbalanced(&row.level3);
        if name || text(row.target.as_ref()) || text(row.achieved.as_deref()) {
            row.lower(Confidence::Doubtful, Doubt::DamagedText);
        }
    }
}

/// A name that speaks of time, cost or satisfaction under another level 2.
fn misplaced(row: &Indicator) -> bool {
    let Some(second) = row.level2.as_deref() else { return false };
    let name = row.level3.as_str();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    says(&["及时", "按时", "时限", "期限", "时间"]) != second.contains("时效")
        && (says(&["及时", "按时", "时限", "期限"]) || second.contains("时效"))
        || says(&["满意度"]) != second.contains("满意")
        || says(&["知晓率"]) && !second.contains("社会")
}

/// Whether the name is a figure or ends in one: name and value have run together or slid.
fn is_value(name: &str) -> bool {
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let figure = |c: char| c.is_ascii_digit() || "≥≤＞＜><=.%％".contains(c);
    let tail = bare.trim_end_matches(['）', ')']);
    bare.chars().all(figure)
        || bare.starts_with(['≥', '≤', '＞', '＜'])
        || tail.ends_with(['%', '％'])
        || bare.chars().rev().take_while(|c| c.is_ascii_digit()).count() >= 3
        || bare.contains(['≥', '≤']) && !bare.contains(['（', '('])
}

/// `≥95%21.43%`, `≥90%（二）自治区资金安排…`: more than one value stands in the cell.
fn runs_on(value: &IndicatorValue) -> bool {
    let percents = value.text.matches(['%', '％']).count();
    let ranged = value.kind == ValueKind::Range;
    let long = value.text.chars().count() > 12 && value.text.contains(['≥', '≤']);
    // 2条3条: two values with one unit each.
    let parts: Vec<&str> = value.text.split(|c: char| c.is_ascii_digit() || c == '.').filter(|part| !part.is_empty()).collect();
    let twice =
        matches!(parts.as_slice(), [one, two] if one == two && !one.starts_with(['-', '~', '至', '年', '/']) && value.text.ends_with(two));
    let level = twice || value.text.contains("指标") && value.text.chars().any(|c| c.is_ascii_digit());
    level || percents >= 2 && !ranged && value.text.chars().count() < 16 || long && !value.text.contains(['、', '；', '，'])
}

/// 已建工程是否良性运行是 beside 是: the value stands in the name as well.
fn ends_in_value(row: &Indicator) -> bool {
    let target = row.target.as_ref().filter(|target| !matches!(target.kind, ValueKind::Number | ValueKind::Range));
    target.is_some_and(|target| row.doubts.contains(Doubt::RepairedPairing) && row.level3.ends_with(target.text.as_str()))
}

/// `≥` or 万人 alone, `≥11,2万人`, `1.860户`, `10O`, 2126年: what no form prints.
fn odd_figure(value: &IndicatorValue) -> bool {
    let text = value.text.as_str();
    let sign_alone = text.chars().all(|c| "≥≤＞＜><=＝".contains(c))
        || matches!(text, "定性" | "定量" | "正向" | "反向" | "万人" | "万亩" | "公里" | "人次" | "万元" | "%" | "人" | "户" | "座" | "亩");
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '，' | '.')).collect();
    let comma = |figure: &&str| {
        let mut parts = figure.split([',', '，']);
        let whole = parts.next().unwrap_or_default();
        let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).count();
        !whole.is_empty() && parts.any(|part| !part.is_empty() && digits(part) != 3)
    };
    // Things are counted in whole numbers; three decimals were a comma of thousands.
    let counted = value.unit.as_deref().is_some_and(|unit| ["人", "户", "个", "家", "人次", "名", "座", "套", "处"].contains(&unit));
    let thousands = |figure: &&str| figure.rsplit_once('.').is_some_and(|(_, decimals)| counted && decimals.len() == 3);
    let year = groups.iter().any(|figure| {
        let year = figure.parse::<u32>().ok().filter(|year| *year >= 1000 && !(1980..=2060).contains(year));
        year.is_some() && text.contains(&format!("{figure}年"))
    });
    let letter = text.ends_with(['O', 'o', 'l']) && text.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit());
    sign_alone || groups.iter().any(|figure| comma(figure) || thousands(figure)) || year || letter
}

/// A count in percent, a rate that is none, a rate above the whole.
fn clashes(name: &str, value: &IndicatorValue) -> bool {
    let stem = name.split(['（', '(']).next().unwrap_or(name).trim_end_matches(['≥', '≤']);
    let rate = ["率", "比例", "比重", "满意度", "占比"].iter().any(|end| stem.ends_with(end));
    let count = ["人数", "人次", "数量", "户数", "个数", "次数", "面积", "里程"].iter().any(|end| stem.ends_with(end));
    // The unit may stand in a column of its own.
    let percent = value.text.contains(['%', '％', '‰']) || value.unit.as_deref().is_some_and(|unit| unit.contains(['%', '％', '‰']));
    let number = matches!(value.kind, ValueKind::Number | ValueKind::Range);
    let grows = ["增长", "提高", "提升", "执行", "完成", "增加"].iter().any(|word| stem.contains(word));
    let above = percent && !grows && value.value.is_some_and(|value| value > Decimal::ONE_HUNDRED);
    let unitless = rate && number && !percent && value.unit.as_deref().is_some_and(|unit| !unit.contains(['比', '分', '倍', '成']));
    count && percent || above && rate || unitless || rate && value.kind == ValueKind::Deadline
}

/// A level or state in percent, a rate with a time limit: values of another row, where rows were put together.
fn slid(name: &str, value: &IndicatorValue) -> bool {
    let ends = |words: &[&str]| words.iter().any(|end| name.ends_with(end));
    let percent = value.text.contains(['%', '％']);
    let time = ["日内", "日前", "月底", "年底"].iter().any(|word| value.text.contains(word));
    ends(&["标准", "水平", "情况", "制度", "机制", "条件", "资金"]) && percent || ends(&["率", "比例", "满意度"]) && time
}

/// `06万人次`: a figure that begins with 0 and has no point.
fn odd_number(text: &str) -> bool {
    let digits: Vec<char> = text.chars().skip_while(|c| !c.is_ascii_digit()).take(2).collect();
    matches!(digits.as_slice(), ['0', next] if next.is_ascii_digit())
}
