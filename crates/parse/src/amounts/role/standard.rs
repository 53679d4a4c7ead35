//! Whether a sum is a standard: so much for each of what is counted, an average, or one of several told behind 标准为 (`docs/amounts.md`, roles).
//! Not for: any other role (`rules`).

use hongtou_notice::codes::{AmountRole, NoticeKind};

use super::Reader;
use super::rules::Reading;
use super::said::Said;
use crate::amounts::level::SHORT_CLAUSE;
use crate::amounts::words;
use crate::sentence;
use crate::vocab::{any, ends, starts};

/// What stands behind 标准为 is no longer, in characters.
const LONGEST_STANDARDS: usize = 80;

/// Yuan: no head or household is given more on average, nor by one of several standards.
const LARGEST_STANDARD: u32 = 5_000_000;

/// Characters before 分别为 that name the average.
const AVERAGE: usize = 8;

/// Yuan: less is given to nobody by notice.
const LEAST_GIVEN: u32 = 1_000;

/// A sum that is told as a standard by the words round it, or that goes on with one.
pub(super) fn told(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let standard =
        per_head(said) || limit(said) || shared(reader, said) || goes_on(reader, said) || any(said.near, &words::get().standards);
    standard.then_some((AmountRole::Standard, true))
}

/// In a paper that passes no money what is given once to each is a standard.
pub(super) fn of_rules(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    (reader.speaker.kind == NoticeKind::Other && any(said.clause, &words::get().given_once)).then_some((AmountRole::Standard, true))
}

/// 吨水补助2.6元, 省级财政补助94元: no notice gives a recipient less than a thousand yuan; so much is a standard.
pub(super) fn small(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let small = said.printed().ends_with('元') && said.in_yuan() && said.money.0 < LEAST_GIVEN.into();
    let given = any(said.clause, &["补助", "补贴", "奖励", "定额", "标准"]);
    (reader.pays() && small && given).then_some((AmountRole::Standard, false))
}

/// So much for each of what is counted.
fn per_head(said: &Said<'_>) -> bool {
    said.tail.starts_with(['/', '／', '·', '*', '每'])
        || starts(said.tail, &["的标准", "标准"])
        || is_rate(said.clause)
        || said.money.0 < LARGEST_STANDARD.into() && words::get().averages.iter().any(|word| is_average(said.clause, word))
        || ends(said.clause, &["标准", "基数"])
        || any(said.clause, &["封顶", "户均", "单户"])
        // 补助标准为：修缮户均0.8万元；翻建2万元、2.4万元.
        || said.money.0 < LARGEST_STANDARD.into() && in_standards(said.text, said.from)
}

/// The most that is given for each.
fn limit(said: &Said<'_>) -> bool {
    let words = words::get();
    // 不超过核定投资的20%，最高不超过200万元; 且不超过项目总投资的30%，且不超过200万元.
    let further = ["且不超过", "最高不超过", "且最高不超过", "最多不超过", "最高不得超过"].contains(&said.clause);
    further
        || ends(said.clause, &words.limits) && any(said.clause, &words.limited) && !any(said.clause, &words.limited_wholes)
        || said.tail.starts_with("以内") && any(said.clause, &["控制在", "补助", "补贴"])
        || any(said.clause, &["不超过", "不高于", "最高", "上限"]) && any(said.clause, &words.capped)
}

/// Who bears how much of a standard, or a part of it.
fn shared(reader: &Reader<'_>, said: &Said<'_>) -> bool {
    let short = said.lead.chars().count() <= SHORT_CLAUSE;
    // 每人550元，其中中央财政补助330元、省级财政补助94元: what each level pays of it, in 元 too.
    let by_level = reader.standard_before
        && said.lead.starts_with(['、', '，'])
        && any(said.lead, &words::get().payers)
        && any(said.lead, &["补助", "财政"])
        && !any(said.lead, &["下达", "拨付", "共"])
        && !said.printed().contains(['万', '亿']);
    // 每人55元，中央承担44元; 每人每年360元，其中新增40元.
    // 每亩400元（市级300元、区级100元）.
    let noted = said.in_yuan()
        && (reader.goes_on_from_standard(said) && said.lead.starts_with(['（', '('])
            || reader.standard_before && said.lead.starts_with('、'))
        && said.lead.contains('级');
    let borne =
        noted || reader.goes_on_from_standard(said) && (any(said.lead, &["承担", "负担", "分担"]) || said.lead.starts_with("，其中"));
    short && (by_level || borne)
}

/// 具体标准在2000元至4500元之间确定; 单台补贴一般不超过5万元，大型不超过15万元: the range and the limits of a standard.
fn goes_on(reader: &Reader<'_>, said: &Said<'_>) -> bool {
    said.tail.starts_with('至') && said.clause.contains("标准")
        || said.lead == "至" && reader.standard
        || reader.goes_on_from_standard(said) && ends(said.lead, &["不超过", "不高于", "最高"])
}

impl Reader<'_> {
    /// Whether the sum right before this one, in the same sentence, was a standard.
    fn goes_on_from_standard(&self, said: &Said<'_>) -> bool {
        self.standard && self.last == Some(said.lead_start)
    }
}

/// Whether a sum stands behind 标准为 in the text up to its next full stop.
fn in_standards(text: &str, at: usize) -> bool {
    let head = sentence::before(text, at, LONGEST_STANDARDS);
    let told = head.rsplit('。').next().unwrap_or_default();
    // 户均补助分别为：修缮0.3万元，翻建1.2万元; 人均补助和生均经费分别为1200万元… are funds.
    let average = |head: &str| {
        let near = sentence::before(head, head.len(), AVERAGE);
        ends(near, &["补助", "补贴", "标准", "定额"]) && any(near, &words::get().averages)
    };
    let averages = told.split_once("分别为").is_some_and(|(head, _)| average(head));
    averages || any(told, &["标准为：", "标准分别为", "标准如下："])
}

/// Whether the sum behind a clause is an average. 生均经费, 生均公用经费, 人均财力补助 are names of funds, whose whole is told
/// behind them (学前教育生均经费补助资金55246万元).
fn is_average(clause: &str, word: &str) -> bool {
    let Some(behind) = clause.rfind(word).and_then(|at| clause.get(at + word.len()..)) else { return false };
    let fund = starts(behind, &["经费", "公用", "拨款", "财力"]) && any(behind, &["资金", "预算", "共", "经费补助"]);
    !fund
}

/// Whether a clause names one of what is counted and nothing but the money behind it: 每人, 每千瓦补贴, 每件专利奖励. So much for each is a
/// standard.
fn is_rate(clause: &str) -> bool {
    let words = words::get();
    let counted = clause.rfind('每').and_then(|at| clause.get(at + '每'.len_utf8()..)).is_some_and(|counted| {
        let mut counted = counted;
        while let Some(shorter) = words.rate_verbs.iter().find_map(|word| counted.strip_suffix(word)) {
            counted = shorter;
        }
        // 每100吨奖补8万元.
        let counted = counted.trim_start_matches(|c: char| c.is_ascii_digit());
        // 每份300元 is the price of tender papers.
        let sold = ["份", "本", "标段", "包"].contains(&counted) || counted.starts_with("套售");
        !sold && (1..=5).contains(&counted.chars().count()) && counted.chars().all(crate::agencies::is_han)
    });
    counted || any(clause, &words.rates)
}
