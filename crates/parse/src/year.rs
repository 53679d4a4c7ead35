//! The budget year of a notice: of its title, of the form's note below the title, of the clause in which the notice acts, else of the
//! subjects or of what is said of the money (`docs/funds.md`, year). Not for: years inside a fund's name (`hongtou_notice::FundName`).

use std::ops::Range;

use hongtou_document::Document;
use hongtou_notice::Fact;
use hongtou_notice::codes::{Confidence, Doubt, Origin};

use crate::act;
use crate::flow::Unit;
use crate::fund;
use crate::place::evidence;
use crate::sentence;

/// Paragraphs that are looked at.
const PARAGRAPHS: usize = 12;
/// Lines above the text in which a form bears its year.
const NOTES: usize = 4;

/// What a year is told of where it is that of money.
const MONEY: &[&str] =
    &["资金", "补助", "经费", "科目", "预算", "补贴", "公益金", "基金", "债券", "国债", "助学金", "救助金", "津贴", "专项", "计划"];
/// Words of plans and rules: the years in their titles are those of the plan.
const PLANS: &[&str] = &["方案", "规划", "办法", "意见", "细则", "规程", "纲要", "措施", "规定", "制度", "条例"];

/// The budget year. `above` are the lines of the head, `body` the paragraphs below the recipients.
pub(crate) fn of(document: &Document, title: Option<&Fact<String>>, above: &[Unit], body: &[Unit]) -> Option<Fact<i32>> {
    let printed = title.and_then(|title| {
        let (year, _) = years(&title.value).into_iter().find(|(_, range)| !is_range(&title.value, range))?;
        Some(title.clone().map(|_| year))
    });
    let told = |unit: &Unit, (year, range): (i32, Range<usize>)| {
        let place = evidence(document, unit.view.span(range), Origin::Body);
        Fact::new(year, place).doubted(Confidence::Likely, Doubt::RoleInferred)
    };
    let near = || body.iter().take(PARAGRAPHS);
    printed
        .or_else(|| title.and_then(|_| above.iter().rev().take(NOTES).find_map(|unit| Some(told(unit, of_note(unit.text())?)))))
        .or_else(|| near().find_map(|unit| Some(told(unit, of_act(unit.text())?))))
        .or_else(|| near().find_map(|unit| Some(told(unit, of_money(unit.text(), false)?))))
        .or_else(|| near().find_map(|unit| Some(told(unit, of_money(unit.text(), true)?))))
}

/// （2021年度）: the year of a form, on a line of its own below its name.
fn of_note(text: &str) -> Option<(i32, Range<usize>)> {
    let inner = text.strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    let (year, range) = fund::year_of_title(inner)?;
    let rest = inner.get(range.end..)?;
    let from = text.find(inner)?;
    (range.start == 0 && matches!(rest, "年" | "年度")).then(|| (year, from + range.start..from + range.end))
}

/// The year in the clause in which the notice acts (现下达你县2021年…资金…万元): it stands beside the money, and the years of cited
/// plans (…方案（2017—2020年）) stand before it. What brackets hold is told aside.
fn of_act(text: &str) -> Option<(i32, Range<usize>)> {
    let from = act::clause(text)?;
    let length = text.get(from..)?.find(['。', '；']).unwrap_or(text.len() - from);
    let clause = text.get(from..from + length)?;
    let plain = |range: &Range<usize>| !inside(clause, range.start, '《', '》') && !inside(clause, range.start, '（', '）');
    let of_money = |range: &Range<usize>| {
        let behind = clause.get(range.end..).unwrap_or_default();
        let since = ["年底", "年末", "年以来", "年起", "年前", "年政府收支"].iter().any(|word| behind.starts_with(word));
        !since && MONEY.iter().any(|word| behind.contains(word)) && !is_day(behind)
    };
    let (year, range) = years(clause).into_iter().find(|(_, range)| plain(range) && of_money(range) && !is_range(clause, range))?;
    Some((year, from + range.start..from + range.end))
}

/// The first year of a paragraph, where it is told of money. `cited`: of titles that it cites, unless they are those of plans and rules.
fn of_money(text: &str, cited: bool) -> Option<(i32, Range<usize>)> {
    for (year, range) in years(text) {
        // 2023年11月27日 is a day, no year of money.
        let behind = text.get(range.end..).unwrap_or_default();
        let day = behind.strip_prefix('年').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let title = inside(text, range.start, '《', '》');
        let plan = || {
            let start = text.get(..range.start).and_then(|head| head.rfind('《')).unwrap_or(0);
            let end = behind.find('》').map_or(range.end, |end| range.end + end);
            text.get(start..end).is_some_and(|title| PLANS.iter().any(|word| title.contains(word)))
        };
        if day || is_range(text, &range) || title && (!cited || plan()) {
            continue;
        }
        let behind = sentence::after(text, range.end, 30);
        return MONEY.iter().any(|word| behind.contains(word)).then_some((year, range));
    }
    None
}

/// The years of a text with the ranges of their digits.
fn years(text: &str) -> Vec<(i32, Range<usize>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((year, range)) = text.get(from..).and_then(fund::year_of_title) {
        let range = from + range.start..from + range.end;
        from = range.end;
        found.push((year, range));
    }
    found
}

/// Whether a year is one end of a range: 2016-2018年度, 2019年至2021年, 2018年及以前年度. A range is no budget year (预算法, art. 18: the
/// budget year is the calendar year).
fn is_range(text: &str, range: &Range<usize>) -> bool {
    let dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '～' | '~' | '至');
    let year = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '年');
    let before = text.get(..range.start).unwrap_or_default();
    let lead = before.trim_end_matches(dash);
    let behind = text.get(range.end..).unwrap_or_default().trim_start_matches('年').trim_start_matches('度');
    let rest = behind.trim_start_matches(dash);
    lead.len() < before.len() && year(lead.chars().next_back())
        || rest.len() < behind.len() && rest.starts_with(['1', '2']) && rest.chars().take_while(char::is_ascii_digit).count() >= 4
        || ["及以前", "以前", "之前", "及之前"].iter().any(|word| behind.starts_with(word))
}

/// Whether 年月日 follows a year.
fn is_day(behind: &str) -> bool {
    let rest = behind.trim_start_matches('年').trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix('月').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit())).is_some_and(|rest| rest.starts_with('日'))
}

/// Whether a byte of a text stands between two marks.
fn inside(text: &str, at: usize, open: char, close: char) -> bool {
    let head = text.get(..at).unwrap_or_default();
    head.matches(open).count() > head.matches(close).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_beside_the_money_counts() {
        for (text, year) in [
            ("根据《节水行动方案（2018—2021年）》（某政发〔2018〕7号），现下达你县2022年节水改造资金60万元。", Some(2022)),
            ("按照《关于下达2020年国债额度的通知》要求，现下达你单位2021年管网改造国债资金9万元。", Some(2021)),
            ("核减你市2015-2017年度任务，现收回资金31万元。", None),
            ("现将2019年至2021年结转资金收回。", None),
            ("现收回你县2017年及以前年度结余资金5万元。", None),
            ("经研究，现下达你镇2023年1-6月村干部补助资金7万元。", Some(2023)),
            ("现下达补助资金7万元，请于2024年6月30日前支付。", None),
        ] {
            assert_eq!(of_act(text).map(|(year, _)| year), year, "{text}");
        }
    }

    #[test]
    fn ranges_and_plans_are_no_budget_year() {
        assert_eq!(of_money("根据《水土保持规划（2021年）资金安排》，拨付资金。", true).map(|(year, _)| year), None);
        assert_eq!(of_money("2016-2018年度资金已经拨付。", false).map(|(year, _)| year), None);
        assert_eq!(of_money("收入列2022年政府收支分类科目。", false).map(|(year, _)| year), Some(2022));
        assert_eq!(of_note("（2021年度）").map(|(year, _)| year), Some(2021));
        assert_eq!(of_note("（2021年3月5日第2次会议通过）").map(|(year, _)| year), None);
    }
}
