//! Which sum a sentence tells for which of several sources: 根据《…》（甲号）、《…》（乙号），现下达…624.8万元、…1310.5万元. See
//! `docs/linking.md`, sums. Not for: what a sum is for the notice (`amounts`).

use std::collections::BTreeSet;
use std::ops::Range;

use hongtou_notice::Money;

use crate::recognise;
use crate::sentence;

/// More sources than these are not told apart.
const MOST_SOURCES: usize = 8;

/// Words of every title and every sum, which tell no fund.
const COMMON: &[&str] = &[
    "关于", "提前", "下达", "拨付", "安排", "分配", "预算", "指标", "资金", "经费", "专项", "补助", "补贴", "中央", "省级", "市级", "县级",
    "财政", "通知", "一批", "年",
];

/// A source by its place in the text and the place of its title.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) range: Range<usize>,
    pub(crate) title: Option<Range<usize>>,
}

/// The sum that the sentence tells for `this`, one of `sources`, which stand in the order of the text. Nothing is told where the
/// sums cannot be told apart.
pub(crate) fn told(text: &str, this: &Source, sources: &[Source]) -> Option<Money> {
    let sentence = sentence::around(text, this.range.end);
    let first = sources.partition_point(|source| source.range.start < sentence.start);
    let inside: Vec<&Source> =
        sources.iter().skip(first).take_while(|source| source.range.start < sentence.end).take(MOST_SOURCES).collect();
    let place = inside.iter().position(|source| source.range == this.range);
    let Some(place) = place.filter(|_| inside.len() > 1) else { return behind(text, this.range.end..sentence.end) };
    // 《…》（甲号）下达8万元、《…》（乙号）下达5万元: each has its own.
    let next = inside.get(place + 1).map_or(sentence.end, |next| next.range.start);
    let own = behind(text, this.range.end..next);
    let each = inside.windows(2).any(|pair| matches!(pair, [one, two] if behind(text, one.range.end..two.range.start).is_some()));
    if each || own.is_some() && place + 1 < inside.len() {
        return own;
    }
    let from = inside.iter().map(|source| source.range.end).max()?;
    let rest = text.get(from..sentence.end)?;
    let sums = sums(rest);
    // A number without a title (（甲号、乙号）) may have any share.
    if sums.len() != inside.len() && inside.iter().any(|source| source.title.is_none()) {
        return None;
    }
    let likeness: Vec<Vec<usize>> = inside
        .iter()
        .map(|source| {
            let title = words(source.title.clone().and_then(|range| text.get(range)).unwrap_or_default());
            sums.iter().map(|(lead, _)| words(lead).intersection(&title).count()).collect()
        })
        .collect();
    let liked = |source: usize| only_largest(likeness.get(source)?.iter().copied());
    let claimed = |sum: usize| only_largest(likeness.iter().filter_map(|row| row.get(sum).copied()));
    let by_words = liked(place).filter(|sum| claimed(*sum) == Some(place));
    // As many sums as sources stand in their order, unless words say otherwise of any.
    let crossed = (0..inside.len()).any(|source| liked(source).is_some_and(|sum| sum != source && claimed(sum) == Some(source)));
    let in_order = (sums.len() == inside.len() && !crossed).then_some(place);
    let title = |source: &Source| source.title.clone().and_then(|range| text.get(range)).unwrap_or_default();
    let titles: Vec<&str> = inside.iter().map(|source| title(source)).collect();
    by_words.or(in_order).and_then(|sum| sums.get(sum)).map(|(_, money)| *money).or_else(|| by_level(rest, place, &titles))
}

/// 《…中央财政…》（甲号）、《…省级财政…》（乙号），现下达8万元，其中：中央资金5万元，省级资金3万元: each title names a level of its own, and so
/// does one part of the sum.
fn by_level(text: &str, place: usize, titles: &[&str]) -> Option<Money> {
    const LEVELS: &[&[&str]] = &[&["中央"], &["省级", "省财政补助", "自治区"], &["市级", "州级", "盟级"]];
    let level = |words: &str| {
        let mut named = (0..LEVELS.len()).filter(|at| LEVELS.get(*at).is_some_and(|level| level.iter().any(|word| words.contains(word))));
        named.next().filter(|_| named.next().is_none())
    };
    // The bodies in front of 关于 name a level too (自治区财政厅).
    let subject = |title: &str| level(title.split_once("关于").map_or(title, |(_, rest)| rest));
    let own = subject(titles.get(place)?)?;
    if titles.iter().filter(|title| subject(title) == Some(own)).count() > 1 || titles.iter().any(|title| subject(title).is_none()) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut from = 0;
    let mut parts = Vec::new();
    for money in recognise::find_money(text) {
        let lead: String = chars.get(from..money.start as usize).unwrap_or_default().iter().collect();
        from = money.end as usize;
        let clause = lead.rsplit(['，', '、', '；', '：', ':', '（', '(', ',']).next().unwrap_or_default();
        if level(clause) == Some(own) {
            parts.push(money.money);
        }
    }
    if let [one] = parts.as_slice() { Some(*one) } else { None }
}

/// Where the largest of some numbers stands, if it is not zero and stands once.
fn only_largest(numbers: impl Iterator<Item = usize> + Clone) -> Option<usize> {
    let most = numbers.clone().max().filter(|most| *most > 0)?;
    let mut places = numbers.enumerate().filter(|(_, number)| *number == most).map(|(place, _)| place);
    places.next().filter(|_| places.next().is_none())
}

/// The first sum behind a document, where words lead to it and no other document stands between.
fn behind(text: &str, range: Range<usize>) -> Option<Money> {
    let behind = text.get(range)?;
    let found = recognise::find_money(behind).into_iter().next()?;
    let lead: String = behind.chars().take(found.start as usize).collect();
    // Another document in between has the sum for itself.
    (["下达", "拨付", "安排", "资金"].iter().any(|word| lead.contains(word)) && !lead.contains('《')).then_some(found.money)
}

/// The sums side by side, each with the words that lead to it: not those in brackets, not the sum of them all, none behind
/// a word that begins something else.
fn sums(text: &str) -> Vec<(String, Money)> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut from = 0;
    for money in recognise::find_money(text) {
        let (start, end) = (money.start as usize, money.end as usize);
        let depth = chars.iter().take(start).fold(0i32, |depth, c| match c {
            '（' | '(' => depth + 1,
            '）' | ')' => depth - 1,
            _ => depth,
        });
        if depth > 0 {
            continue;
        }
        let lead: String = chars.get(from..start).unwrap_or_default().iter().collect();
        if ["扣除", "其中", "已下达", "已提前", "已拨付", "每", "标准"].iter().any(|word| sentence::unbracketed(&lead).contains(word))
        {
            break;
        }
        if !["共计", "合计", "总计", "共"].iter().any(|word| lead.ends_with(word)) {
            found.push((lead, money.money));
        }
        from = end;
    }
    found
}

/// Pairs of neighbouring characters of the words that tell a fund.
fn words(text: &str) -> BTreeSet<(char, char)> {
    let mut text = sentence::unbracketed(text);
    for word in COMMON {
        text = text.replace(word, "|");
    }
    let chars: Vec<char> = text.chars().collect();
    let pairs = chars.windows(2).filter_map(|pair| if let [one, two] = pair { Some((*one, *two)) } else { None });
    pairs.filter(|(one, two)| crate::agencies::is_han(*one) && crate::agencies::is_han(*two)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sums of all sources of a text, which are the titles with their numbers.
    fn all(text: &str) -> Vec<Option<String>> {
        let sources: Vec<Source> = text
            .match_indices('《')
            .map(|(at, _)| {
                let close = at + text[at..].find('》').unwrap();
                let end = close + text[close..].find("号）").unwrap() + "号）".len();
                Source { range: at..end, title: Some(at + '《'.len_utf8()..close) }
            })
            .collect();
        sources.iter().map(|source| told(text, source, &sources).map(|money| money.to_string())).collect()
    }

    fn sums(yuan: &[&str]) -> Vec<Option<String>> {
        yuan.iter().map(|yuan| (!yuan.is_empty()).then(|| (*yuan).to_owned())).collect()
    }

    #[test]
    fn every_source_has_its_own_sum() {
        let sources =
            "根据《关于下达2023年良种繁育资金的通知》（甲财农〔2023〕1号）、《关于下达2023年渔港建设资金的通知》（甲财农〔2023〕2号），";
        let told = |rest: &str| all(&format!("{sources}{rest}。"));
        assert_eq!(told("现下达良种繁育资金10万元（其中：中央6万元）、渔港建设资金25万元（中央20万元）"), sums(&["100000", "250000"]));
        assert_eq!(told("现下达渔港建设资金25万元、良种繁育资金10万元，共计35万元"), sums(&["100000", "250000"]));
        assert_eq!(told("现下达两项资金10万元、25万元"), sums(&["100000", "250000"]));
        assert_eq!(told("现下达渔港建设资金25万元"), sums(&["", "250000"]));
        assert_eq!(told("现下达补助资金35万元"), sums(&["", ""]));
        assert_eq!(told("全年资金共35万元，扣除已提前下达的20万元，本次拨付15万元"), sums(&["", ""]));
    }

    #[test]
    fn sources_of_different_levels_take_the_parts_of_their_levels() {
        let sources = "根据《自治区财政厅关于下达中央财政防疫资金的通知》（甲财农〔2023〕1号）、《自治区财政厅关于下达自治区防疫资金的通知》（甲财农〔2023〕2号），";
        let told = |rest: &str| all(&format!("{sources}{rest}。"));
        assert_eq!(told("现下达防疫资金35万元，其中：中央资金10万元，自治区资金25万元"), sums(&["100000", "250000"]));
        assert_eq!(told("现下达防疫资金35万元（中央10万元、自治区25万元）"), sums(&["100000", "250000"]));
        assert_eq!(told("现下达防疫资金35万元"), sums(&["", ""]));
    }

    #[test]
    fn numbers_that_share_a_title_share_their_sum() {
        let text = "按照《关于下达移民扶持资金的通知》（甲财农〔2023〕1号、2号），现将移民扶持资金25万元下达你们。";
        let open = text.find('《').unwrap();
        let first = text.find("1号").unwrap() + "1号".len();
        let second = text.find("2号").unwrap();
        let title = open + '《'.len_utf8()..text.find('》').unwrap();
        let sources = [Source { range: open..first, title: Some(title) }, Source { range: second..second + "2号".len(), title: None }];
        assert_eq!(sources.each_ref().map(|source| told(text, source, &sources)), [None, None]);
    }

    #[test]
    fn sums_between_the_sources_belong_to_the_one_before() {
        let text =
            "《关于下达甲资金的通知》（甲财农〔2023〕1号）下达资金8万元，《关于下达乙资金的通知》（甲财农〔2023〕2号）下达资金5万元。";
        assert_eq!(all(text), sums(&["80000", "50000"]));
    }

    #[test]
    fn a_source_alone_has_the_first_sum_behind_it() {
        assert_eq!(all("根据《关于下达甲资金的通知》（甲财农〔2023〕1号），下达资金8万元，其中中央5万元。"), sums(&["80000"]));
    }
}
