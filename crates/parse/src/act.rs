//! What a notice does, read from its first act (现下达你县…资金…万元) where the copy has lost its title: pages keep the
//! title apart from the text that was saved (`docs/notice-form.md`, without a title). All of it is likely, not certain.
//! Not for: notices with a title (`kind`, `fund`).

use std::sync::LazyLock;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{Confidence, Doubt, NoticeKind, Origin};
use hongtou_notice::{Fact, FundName};
use regex::Regex;

use crate::flow::Unit;
use crate::fund;
use crate::place::evidence;
use crate::sentence;

/// The act stands in one of the first paragraphs.
const PARAGRAPHS: usize = 6;

/// How a notice *about* money announces it.
const ANNOUNCES: &[&str] = &[
    "公开如下",
    "公示如下",
    "公告如下",
    "公布如下",
    "公开公示如下",
    "予以公示",
    "予以公开",
    "予以公告",
    "予以公布",
    "现予公示",
    "现予公开",
    "现予公告",
    "现予公布",
    "向社会公告",
    "向社会公示",
    "进行公示",
    "进行公告",
];

/// 现 and a verb by which a notice passes money on or takes it back, with the adverbs between.
static VERB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?:现|决定|本次|此次|同意|经研究，|兹)(?:就|对|再|一次性|统筹|一并|紧急|重新|以[^，。；]{2,24}号文?件?)*(?P<verb>提前预?(?:下达|拨付|安排)|预?(?:下达|下拨|拨付|拨给)|转下达|安排|分配|追加|预拨|划拨|补发|发放|清算|结算|收回|缴回|核减|追减|调整|调减|调增|核增)",
    )
    .ok()
});
/// 下达你单位…资金107万元: without 现 the verb is the notice's own where 你 follows.
static TO_YOU: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("(?:[，。；]|我局|我厅|我委)(?:经研究，)?(?P<verb>提前下达|预?(?:下达|拨付|下拨)|转下达|安排|分配|追加|预拨|划拨|收回|核减)(?:给)?你(?:单位|省|市|县|区|州|盟|旗|师|局|们|校|院|镇|乡|处|所|中心|公司|地|（)")
        .ok()
});
/// 现将…下达给你们: the verb stands behind the money.
static BROUGHT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "现(?:提前)?将(?P<money>[^，。；]{2,120}?)(?P<verb>提前预?(?:下达|拨付)|预?(?:下达|下拨|拨付|拨给)|转下达|转拨|安排|分配|追加|预拨|划拨|发放|清算|收回|核减|调整)",
    )
    .ok()
});
/// 同意你局对…资金项目进行预算调整: a reply agrees to a change.
static AGREED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("同意(?:你[^，。；]{1,8}?)?(?:对|将)[^，。；]{2,80}?进行(?:预算|指标|资金)?(?:调整|调剂)").ok());
/// Whom the money is for, between the verb and the fund.
static WHOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "^(?:给|至|到)?(?:你们?|我)?(?:省|自治区|市|县|区|州|盟|旗|师|地区?|乡镇?|镇|街道|单位|局|部门|校|院|公司|（[^（）]{1,24}）|、)*(?:给)?的?(?:本级)?",
    )
    .ok()
});
static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:19|20)\d{2}(?:年度?)?(?:\d{1,2}月份?、?)*(?:[春秋]季?学期|[上下]半年)?").ok());
/// Where the fund's name ends.
static END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:预算|指标)?(?:如数|[\s_]*(?:亿|万|千)元|[共合计总额为]*\s*\d[\d,.，]*(?:万|亿|千)?元|[壹贰叁肆伍陆柒捌玖拾佰仟]+[万亿]?元|的通知|_|[，。；：“]|（(?:详见|具体|见附|附件|金额|如数|单位)|(?:项目)?(?:分别|转|预|提前|拟)?(?:下达|拨付|下拨|分配|安排)|用于|具体|给你|(?:筹集|收支|分配|使用|安排|发放|兑付|拨付|支出|执行)?(?:[、和](?:使用|分配|安排))?情况|$)")
        .ok()
});

/// The first act of a notice.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub(crate) kind: NoticeKind,
    /// The fund's name as printed.
    pub(crate) fund: Option<String>,
    /// Where it is told.
    span: Span,
}

/// Whether one of the first paragraphs announces something.
pub(crate) fn announces(body: &[Unit]) -> bool {
    body.iter().take(PARAGRAPHS).any(|unit| ANNOUNCES.iter().any(|word| unit.text().contains(word)))
}

/// The act that the paragraphs below the recipients tell first.
pub(crate) fn read(body: &[Unit]) -> Option<Act> {
    // News tells of an act (近日，某市下拨…) and is none.
    let news = ["近日", "记者", "据悉", "获悉", "日讯", "本报讯", "网讯"];
    if body.iter().take(PARAGRAPHS).any(|unit| news.iter().any(|word| sentence::after(unit.text(), 0, 60).contains(word))) {
        return None;
    }
    // 财政厅以《…》（N）下达我市2025年…资金6936万元。⏎…现将分配方案予以公示: the money is told in the paragraph before.
    let told_before = |at: usize| body.iter().take(at).find_map(|unit| given(unit.text()));
    body.iter().enumerate().take(PARAGRAPHS).find_map(|(at_unit, unit)| {
        let text = unit.text();
        if let Some(at) = ANNOUNCES.iter().filter_map(|word| text.find(word)).min() {
            let told = text.get(..at)?;
            let from = ["现将", "现就", "现对"].iter().filter_map(|word| told.rfind(word)).max().map(|at| at + "现将".len());
            // 拟将…资金2124万元用于…，现予公示: what is planned is announced.
            let from = from.or_else(|| told.find("拟将").map(|at| at + "拟将".len()));
            // 我局制定了《…资金分配方案》，向社会公示: the plan is what it announces.
            let plan = ["制定", "拟定", "拟订", "提出", "研究"].iter().any(|verb| told.contains(verb)) && told.contains("方案");
            let from = from.or_else(|| plan.then(|| told.rfind('《').unwrap_or(0)))?;
            // 现将省财政厅下达我市…资金…万元予以公告; 某县安排…资金…万元，…现将分配情况公告如下.
            let fund = text.get(from..).and_then(|rest| named(rest).or_else(|| given(rest)));
            let fund = fund.or_else(|| text.get(..from).and_then(given)).or_else(|| told_before(at_unit));
            return Some(Act { kind: NoticeKind::Announcement, fund, span: unit.view.span(from..at) });
        }
        // 拟下达拨付…资金17万元。⏎公示期…: a plan that is shown before it is carried out.
        let shown = || body.iter().skip(at_unit).take(PARAGRAPHS).any(|unit| unit.text().contains("公示期"));
        if let Some(at) = ["拟下达", "拟拨付", "拟安排", "拟分配", "拟将"].iter().filter_map(|word| text.find(word)).min()
            && shown()
        {
            let end = text.len();
            return Some(Act { kind: NoticeKind::Announcement, fund: None, span: unit.view.span(at..end) });
        }
        // 2024年（清算2023年度）农村客运补贴: what stands in brackets names the money and does nothing.
        let masked = settling_masked(text);
        // 此次下达的资金… speaks of an act told before.
        let own = |found: &regex::Captures<'_>| {
            found.get(0).is_some_and(|whole| !masked.get(whole.end()..).is_some_and(|rest| rest.starts_with('的')))
        };
        let first = VERB
            .as_ref()
            .and_then(|verb| verb.captures_iter(&masked).find(own))
            .or_else(|| TO_YOU.as_ref().and_then(|verb| verb.captures(&masked)));
        let plain = first.and_then(|found| Some((found.get(0)?, found.name("verb")?)));
        let brought =
            BROUGHT.as_ref().and_then(|brought| brought.captures(&masked)).and_then(|found| Some((found.get(0)?, found.name("verb")?)));
        if let Some(agreed) = AGREED.as_ref().and_then(|agreed| agreed.find(&masked)).filter(|_| plain.is_none() && brought.is_none()) {
            return Some(Act { kind: NoticeKind::Adjust, fund: None, span: unit.view.span(agreed.range()) });
        }
        let plain_first = plain.as_ref().map(|(whole, _)| whole.start()) <= brought.as_ref().map(|(whole, _)| whole.start());
        let ((whole, verb), moved) = match (plain, brought) {
            (Some(plain), Some(brought)) => {
                if plain_first {
                    (plain, false)
                } else {
                    (brought, true)
                }
            }
            (Some(plain), None) => (plain, false),
            (None, Some(brought)) => (brought, true),
            (None, None) => return None,
        };
        let kind = kind_of(verb.as_str())?;
        let money = if moved {
            text.get(whole.start() + "现将".len()..).map(|rest| rest.trim_start_matches('将'))
        } else {
            text.get(verb.end()..)
        };
        Some(Act { kind, fund: money.and_then(named), span: unit.view.span(whole.range()) })
    })
}

/// The byte at which the clause begins in which a notice acts: 现下达…, 下达你单位…, 现将…下达给你们.
pub(crate) fn clause(text: &str) -> Option<usize> {
    let starts = [&VERB, &TO_YOU, &BROUGHT, &AGREED].into_iter().filter_map(|form| form.as_ref()?.find(text).map(|found| found.start()));
    starts.min()
}

/// A text with the notes in brackets that speak of settling blotted out, byte for byte.
fn settling_masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('（') {
        let close = rest.get(open..).and_then(|note| note.find('）')).map_or(rest.len(), |close| open + close);
        let note = rest.get(open..close).unwrap_or_default();
        out.push_str(rest.get(..open).unwrap_or_default());
        if note.contains("清算") || note.contains("结算") {
            out.extend(note.chars().map(|c| if c.len_utf8() == '〇'.len_utf8() { '〇' } else { '_' }));
            if out.len() != text.len() - rest.len() + close {
                return text.to_owned();
            }
        } else {
            out.push_str(note);
        }
        rest = rest.get(close..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The fund that somebody gave the one who speaks: 下达我市…资金.
fn given(text: &str) -> Option<String> {
    let verbs = ["下达我市", "下达我县", "下达我区", "下达我省", "下达我州", "下达我旗", "下达", "安排", "拨付"];
    let end = verbs.iter().find_map(|verb| text.find(verb).map(|at| at + verb.len()))?;
    text.get(end..).and_then(named)
}

/// A fact that rests on the act alone.
pub(crate) fn fact<T>(document: &Document, act: &Act, value: T) -> Fact<T> {
    Fact::new(value, evidence(document, act.span, Origin::Body)).doubted(Confidence::Likely, Doubt::RoleInferred)
}

fn kind_of(verb: &str) -> Option<NoticeKind> {
    let starts = |words: &[&str]| words.iter().any(|word| verb.starts_with(word));
    Some(match verb {
        _ if starts(&["提前"]) => NoticeKind::Advance,
        _ if starts(&["收回", "缴回", "核减", "追减"]) => NoticeKind::Recover,
        _ if starts(&["调整", "调减", "调增", "核增"]) => NoticeKind::Adjust,
        _ if starts(&["清算", "结算"]) => NoticeKind::Settle,
        _ => NoticeKind::Issue,
    })
}

/// The fund that a text names first: 你县（区）2023年中央财政衔接资金1200万元.
fn named(text: &str) -> Option<String> {
    let end = WHOM.as_ref()?.find(text).map_or(0, |found| found.end());
    // 下达你镇市级…资金: the last letter is of the money's level.
    let level = text.get(end..).is_some_and(|rest| rest.starts_with('级') || rest.starts_with("本级"));
    let end = if level { text.get(..end).and_then(|whom| whom.char_indices().next_back()).map_or(0, |(at, _)| at) } else { end };
    let rest = text.get(end..)?;
    let rest = rest.get(YEAR.as_ref()?.find(rest).map_or(0, |found| found.end())..)?;
    let name = rest.get(..END.as_ref()?.find_iter(rest).map(|found| found.start()).find(|at| *at > 0)?)?;
    let year = fund::year_of_title(name).filter(|(_, range)| range.start > 0);
    // 深度贫困地区2020年…: what stands before the year belongs to the name only where it names no recipient.
    let name = year.and_then(|(_, range)| name.get(range.end..)).map_or(name, |rest| rest.trim_start_matches(['年', '度']));
    let money = ["资金", "经费", "补助", "补贴", "专款", "奖金", "基金", "转移支付", "款", "投资", "费", "津贴", "预算", "金", "）"];
    let parsed = FundName::parse(name);
    // 市本级资金 says whose money it is and not what for.
    let level = ["本级", "省级", "市级", "县级", "区级", "上级"].iter().any(|word| parsed.stem.starts_with(word))
        && parsed.stem.chars().count() <= 6;
    // 现将有关资金…公示如下 names none.
    let vague = ["有关", "相关", "上述", "以上", "该"].iter().any(|word| parsed.stem.starts_with(word));
    let whole = !level
        && !vague
        // 某县财政局… is a body; 中央财政…资金 is money.
        && (name.starts_with("中央") || crate::agencies::place(name, None).is_none_or(|place| !place.rest.starts_with(['财', '民', '农'])))
        && (3..=40).contains(&parsed.stem.chars().count())
        && money.iter().any(|word| name.ends_with(word));
    (whole && !name.contains(['《', '〔'])).then(|| name.trim_end_matches("预算").to_owned())
}

#[cfg(test)]
mod tests {
    use hongtou_document::{DocumentBuilder, Format};

    use super::*;

    fn act(text: &str) -> Option<(NoticeKind, Option<String>)> {
        let mut builder = DocumentBuilder::new(Format::Text);
        builder.paragraph(text);
        let document = builder.finish("0".repeat(64));
        read(&crate::flow::units(&document)).map(|act| (act.kind, act.fund.map(|name| FundName::parse(&name).stem)))
    }

    #[test]
    fn the_first_act_tells_kind_and_fund() {
        for (text, kind, fund) in [
            ("根据上级文件，现下达你县2022年农村厕所改造奖补资金86万元（详见附件）。", NoticeKind::Issue, Some("农村厕所改造奖补资金")),
            ("经研究，现提前下达你市（州）2024年就业补助资金如数。", NoticeKind::Advance, Some("就业补助资金")),
            ("现将2021年小型水库维修养护资金44万元下达你局，请专款专用。", NoticeKind::Issue, Some("小型水库维修养护资金")),
            ("现将我县2020年抗旱补助资金安排情况公示如下：", NoticeKind::Announcement, Some("抗旱补助资金")),
            ("经核实，现对2023年抗旱设备项目拟补助农户花名册进行公示。", NoticeKind::Announcement, None),
            (
                "拟将提前下达我省的2026年茶园改造奖补资金（省级统筹部分）310万元，用于低产园改造，现予公示。公示期7天。",
                NoticeKind::Announcement,
                Some("茶园改造奖补资金"),
            ),
            ("经研究，拟下达拨付评选活动经费等合计21.5万元。公示期3月2日至8日。", NoticeKind::Announcement, None),
            ("现将2025年秋季学期幼儿政府助学金下达给你们。", NoticeKind::Issue, Some("幼儿政府助学金")),
            ("经研究，决定收回你单位2019年项目结余资金12万元。", NoticeKind::Recover, None),
            ("现将市本级资金安排如下：", NoticeKind::Issue, None),
            ("原则同意你局对2022年部门预算中部分林业专项资金项目进行预算调整，涉及资金31万元。", NoticeKind::Adjust, None),
            ("根据省财政厅文件，下达你单位2021年林场管护补助资金7万元，专项用于防火。", NoticeKind::Issue, Some("林场管护补助资金")),
        ] {
            let (found, name) = act(text).unwrap_or((NoticeKind::Other, None));
            assert_eq!(found, kind, "{text}");
            if let Some(fund) = fund {
                assert_eq!(name.as_deref(), Some(fund), "{text}");
            }
        }
        for none in ["请各地高度重视，加强资金管理。", "近日，某市现下达抗旱资金300万元。", "此次下达的资金由各县统筹使用。"]
        {
            assert_eq!(act(none), None, "{none}");
        }
    }
}
