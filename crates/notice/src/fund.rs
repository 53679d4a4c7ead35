//! Names of funds taken apart: the stem that stays the same on the way down, and what changes round it
//! (year, level, batch, direction). See `docs/funds.md`. Not for: finding a fund's name in a title.

use serde::{Deserialize, Serialize};

use crate::codes::FundLevel;
use crate::fund_level;
use crate::words::{WordClass, words};

/// Fewer characters behind 财政 are no name of their own.
const SHORTEST_KEY: usize = 4;

/// A fund's name in its parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct FundName {
    /// The name without year, level, batch and direction: `困难群众救助补助资金`.
    pub stem: String,
    /// The direction (方向) in parentheses, without them: `支持困难失能老年人基本养老服务救助方向`.
    pub direction: Option<String>,
    /// Whose money the name says it is.
    pub level: Option<FundLevel>,
    /// The budget year in the name.
    pub year: Option<u16>,
    /// The batch: 2 for `第二批`.
    pub batch: Option<u16>,
    /// Whether the name is of an advance issue (提前下达).
    pub advance: bool,
}

impl FundName {
    /// Takes a name apart. Blanks are ignored; parentheses may be of either width.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        let mut rest: String = name
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '(' => '（',
                ')' => '）',
                other => other,
            })
            .collect();
        let mut fund = Self::default();
        fund.take_parentheses(&mut rest);
        fund.take_batch(&mut rest);
        fund.take_front(&mut rest);
        if let Some(end) = before_act(&rest) {
            rest.truncate(end);
        }
        for tail in ["预算指标", "预算", "指标"] {
            if let Some(shorter) = rest.strip_suffix(tail).filter(|shorter| !shorter.is_empty()) {
                rest.truncate(shorter.len());
                break;
            }
        }
        fund.stem = rest;
        fund
    }

    /// The key by which the same fund is known in other notices: the stem without the words that come and
    /// go on the way down (专项, 补助, 资金, 经费), nor the 财政 that stands behind a level or alone (中央财政衔接推进…, 财政衔接推进…).
    #[must_use]
    pub fn key(&self) -> String {
        let bare = self.stem.strip_prefix("财政").filter(|bare| bare.chars().count() >= SHORTEST_KEY);
        let mut key = bare.unwrap_or(&self.stem).to_owned();
        for word in ["转移支付", "专项", "补助", "资金", "经费", "项目"] {
            key = key.replace(word, "");
        }
        if key.is_empty() { self.stem.clone() } else { key }
    }

    fn take_parentheses(&mut self, rest: &mut String) {
        let mut from = 0;
        while let Some(open) = rest.get(from..).and_then(|tail| tail.find('（')).map(|at| at + from) {
            let Some(close) = matching(rest, open) else { break };
            let inner = rest.get(open + '（'.len_utf8()..close).unwrap_or_default().to_owned();
            if let Some(batch) = batch_of(&inner) {
                self.batch = self.batch.or(Some(batch));
            } else if inner.contains("方向")
                || inner.contains("支持")
                || inner.contains("用于")
                || self.direction.is_none() && !inner.is_empty() && inner.chars().count() > 2
            {
                self.direction = self.direction.take().or(Some(inner));
            } else {
                from = close + '）'.len_utf8();
                continue;
            }
            rest.replace_range(open..close + '）'.len_utf8(), "");
            from = open;
        }
    }

    fn take_batch(&mut self, rest: &mut String) {
        let Some(start) = rest.find('第') else { return };
        let Some(end) = rest.get(start..).and_then(|tail| tail.find('批')).map(|at| start + at + '批'.len_utf8()) else { return };
        let end = if rest.get(end..).is_some_and(|tail| tail.starts_with('次')) { end + '次'.len_utf8() } else { end };
        if let Some(batch) = rest.get(start..end).and_then(batch_of) {
            self.batch = self.batch.or(Some(batch));
            rest.replace_range(start..end, "");
        }
    }

    fn take_front(&mut self, rest: &mut String) {
        loop {
            let before = rest.len();
            if let Some(tail) = rest.strip_prefix("提前下达") {
                self.advance = true;
                *rest = tail.to_owned();
            }
            if let Some((year, length)) = leading_year(rest) {
                self.year = self.year.or(Some(year));
                rest.replace_range(..length, "");
            }
            if let Some((length, level)) = fund_level::leading(rest) {
                self.level = self.level.or(Some(level));
                rest.replace_range(..length, "");
            }
            // 本级 alone says that the money is the issuer's own, not of which level.
            if let Some(tail) = rest.strip_prefix("本级").filter(|tail| !tail.is_empty()) {
                *rest = tail.to_owned();
            }
            if let Some(length) = glued_front(rest) {
                rest.replace_range(..length, "");
            }
            if rest.len() == before {
                return;
            }
        }
    }
}

/// Length of a place or a verb that is glued before the name: `巴中市2024年…`, `转下达中央财政…`. A place goes only where
/// a year, a level, a batch or a word of funds' names follows: 新城区建设资金 is of the district's building.
fn glued_front(text: &str) -> Option<usize> {
    let all = words(text);
    let (first, next) = (all.first()?, all.get(1)?);
    let begins = match next.class {
        WordClass::Level | WordClass::Verb => true,
        _ if text.get(next.start..).is_some_and(|rest| rest.starts_with("本级")) => true,
        WordClass::Fund => {
            all.get(2).is_some_and(|third| matches!(third.class, WordClass::Fund | WordClass::Tail)) && next.text.chars().count() > 2
        }
        _ => leading_year(text.get(next.start..)?).is_some() || next.text.starts_with('第'),
    };
    let front = first.class == WordClass::Verb || first.class == WordClass::Place && begins;
    front.then_some(first.text.len())
}

/// Where a phrase about the use of the money begins behind the last word of a fund's name: `…资金用于国土绿化`.
fn before_act(text: &str) -> Option<usize> {
    let all = words(text);
    let acts = all.windows(2).find(|pair| pair[0].class == WordClass::Tail && pair[1].class == WordClass::Act)?;
    acts.last().map(|act| act.start)
}

/// `2024年`, `2024年度` or `2024年-2025年`'s first year at the start of a text.
fn leading_year(text: &str) -> Option<(u16, usize)> {
    let digits: String = text.chars().take(4).collect();
    let year = year_of_digits(&digits)?;
    let tail = text.get(digits.len()..)?.strip_prefix('年')?;
    let tail = tail.strip_prefix('度').unwrap_or(tail);
    Some((year, text.len() - behind_months(tail).len()))
}

/// What follows the months, quarters or terms for which money is paid: 11月份、12月份, 1-6月, 第一季度, 上半年, 春季学期.
fn behind_months(text: &str) -> &str {
    if let Some(rest) = fund_level::behind_term(text) {
        return rest;
    }
    let of_months = |c: char| c.is_ascii_digit() || matches!(c, '月' | '份' | '-' | '—' | '至' | '、' | '～' | '~');
    let lead = text.get(..text.find(|c| !of_months(c)).unwrap_or(text.len())).unwrap_or_default();
    let end = lead.rfind(['月', '份']).filter(|_| lead.starts_with(|c: char| c.is_ascii_digit()));
    end.and_then(|end| text.get(end + '月'.len_utf8()..)).unwrap_or(text)
}

/// The year that four digits say, be they Arabic or Chinese ones (二〇二三; ○ and 零 stand for 〇).
#[must_use]
pub fn year_of_digits(digits: &str) -> Option<u16> {
    let chinese = |c: char| match c {
        '〇' | '○' | '零' | 'О' | 'O' => Some(0),
        _ => "一二三四五六七八九".chars().position(|digit| digit == c).and_then(|at| u16::try_from(at + 1).ok()),
    };
    let digit = |c: char| c.to_digit(10).and_then(|digit| u16::try_from(digit).ok()).or_else(|| chinese(c));
    let year = digits.chars().map(digit).try_fold(0_u16, |year, digit| year.checked_mul(10)?.checked_add(digit?));
    year.filter(|year| digits.chars().count() == 4 && (1949..=2099).contains(year))
}

/// `第二批`, `第2批`, `第十一批次` → the number.
fn batch_of(text: &str) -> Option<u16> {
    let inner = text.strip_prefix('第')?;
    let inner = inner.strip_suffix("批次").or_else(|| inner.strip_suffix('批'))?;
    if let Ok(number) = inner.parse::<u16>() {
        return Some(number);
    }
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).and_then(|at| u16::try_from(at + 1).ok());
    let chars: Vec<char> = inner.chars().collect();
    match chars.as_slice() {
        ['十'] => Some(10),
        ['十', unit] => digit(*unit).map(|unit| 10 + unit),
        [ten, '十'] => digit(*ten).map(|ten| ten * 10),
        [ten, '十', unit] => Some(digit(*ten)? * 10 + digit(*unit)?),
        [unit] => digit(*unit),
        _ => None,
    }
}

fn matching(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0i32;
    for (at, c) in text.get(open..)?.char_indices() {
        match c {
            '（' => depth += 1,
            '）' => {
                depth -= 1;
                if depth == 0 {
                    return Some(open + at);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stem_is_the_same_on_every_level() {
        for name in [
            "2020 年中央财政困难群众救助补助资金（第二批）",
            "2020年中央财政第二批困难群众救助补助资金",
            "2024年自治区财政困难群众救助补助资金预算",
            "提前下达2025年困难群众救助补助资金",
        ] {
            assert_eq!(FundName::parse(name).stem, "困难群众救助补助资金", "{name}");
        }
    }

    #[test]
    fn what_is_glued_round_the_stem_goes() {
        for (name, stem) in [
            ("巴中市2024年第二批中央财政林业草原生态保护恢复资金预算", "林业草原生态保护恢复资金"),
            ("转下达中央财政城乡义务教育补助经费", "城乡义务教育补助经费"),
            ("伊犁哈萨克自治州2023年自治区财政困难群众救助补助资金", "困难群众救助补助资金"),
            ("平塘县水利发展资金", "水利发展资金"),
            ("2023年省对市县困难群众救助补助资金", "困难群众救助补助资金"),
            ("2023年中央及省级农村危房改造补助资金", "农村危房改造补助资金"),
            ("2022年第一批省州体育彩票公益金", "体育彩票公益金"),
            ("2023年中央、省和市级公路养护补助资金", "公路养护补助资金"),
            ("2023年中央补助地方公共文化服务专项资金", "公共文化服务专项资金"),
            ("2023年度3月份、4月份高龄津贴", "高龄津贴"),
            ("2022年1-6月村干部基本报酬补助资金", "村干部基本报酬补助资金"),
            ("2022年第一季度高龄津贴", "高龄津贴"),
            ("2026年秋季学期普通高中助学金", "普通高中助学金"),
            ("2024年林业草原生态保护恢复资金用于国土绿化支出预算", "林业草原生态保护恢复资金"),
            ("农业生产发展资金支持开展粮油单产提升", "农业生产发展资金"),
        ] {
            assert_eq!(FundName::parse(name).stem, stem, "{name}");
        }
        // 安全 holds no verb, and a place may be a part of the name.
        for whole in
            ["安全生产预防和应急救援能力建设补助资金", "西安市新城区建设资金", "支持学前教育发展资金", "县级公立医院综合改革补助资金"]
        {
            assert_eq!(FundName::parse(whole).stem, whole);
        }
    }

    #[test]
    fn parts_round_the_stem() {
        let fund = FundName::parse("2024年中央财政困难群众救助补助资金（支持困难失能老年人等群体基本养老服务救助方向）预算");
        assert_eq!(fund.direction.as_deref(), Some("支持困难失能老年人等群体基本养老服务救助方向"));
        assert_eq!((fund.level, fund.year, fund.batch), (Some(FundLevel::Central), Some(2024), None));
        assert_eq!(fund.key(), "困难群众救助");
        let second = FundName::parse("2022年中央财政林业改革发展资金（第三批）预算");
        assert_eq!((second.stem.as_str(), second.batch), ("林业改革发展资金", Some(3)));
    }
}
