//! The fund and the budget year that a title names (`docs/funds.md`). Not for: taking a fund's name apart
//! (`hongtou_notice::FundName`).

use std::sync::LazyLock;

use hongtou_notice::FundName;
use regex::Regex;

use crate::agencies;
use crate::kind;

/// Verbs and adverbs in front of a fund's name in a title.
static FRONT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("^(?:经研究)?(?:同意)?(?:紧急|及时)?(?:提前|预|转|追加|调整|清算|结算|分解|统筹|重新|再次)?(?:下达|拨付|下拨|转贷|拨给|安排|分配|预拨|核拨|拨补|转拨|补拨|增拨|续拨|追加|追减|压减|调整|收回|调减|调增|核减|核增|变更|清算|上缴|扣回|追回|收缴|缴回|调剂|补发|发放|兑付|划拨|告知|办理|做好)+(?:[和并](?:重新)?(?:下达|拨付|安排|分配|清算))?").ok()
});
/// Of whom money is taken or who gets it, where a title only says that they are some: 部分旗县, 有关单位.
static SOME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("^(?:部分|有关|相关)(?:旗县区?|市县区?|县[（(][市区、]+[）)]|市[（(][州县区、]+[）)]|县区|区县|市州|县|单位|部门|地区|乡镇|省份|企业|学校)*的?")
        .ok()
});
/// Words behind a fund's name in a title.
static BACK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "(?:预算[（(]拨款[)）]|[及和]绩效目标(?:表)?|(?:有关|相关)(?:事项|问题)|事项|通知|(?:预算)?(?:分配方案|分配计划|资金分配|安排方案|(?:预安排|安排|预)?(?:调整)?计划|使用计划|资金用途|用途|预算指标|指标|预算|计划|方案|(?:筹集|收支|分配|安排|使用|发放)?[、和]?(?:分配|安排|使用)?情况|拨付))$",
    )
    .ok()
});
/// What an announcement says of the fund behind its name.
static PUBLIC: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new("(?:项目)?(?:(?:筹集|收支|分配|安排|使用)[、和]?)?(?:分配|安排|使用|收支|下达|拟分配|拟安排|拟下达)?(?:项目)?(?:情况|结果|计划|方案)?的?(?:公告公示|公示公告|公告|公示|公开)(?:表)?$")
        .ok()
});
/// A balance is no part of a fund's name: 补助资金结余, 专项经费结转资金.
static BALANCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new("(?:资金|经费|专款|补助|补贴)((?:结余结转|结转结余|结余|结转)(?:资金)?)$").ok());
/// What follows the fund's name in the title of a report.
static REPORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?:19|20)\d{2}年度?)?(?:项目|区域|整体)?(?:支出)?(?:预算)?(?:执行情况)?(?:绩效目标)?(?:绩效)?(?:评价的?)?(?:自评价?|评价|自我评价)(?:工作)?(?:情况)?(?:的)?(?:报告|说明|总结|表)?(?:[(（][^()（）]{1,24}[)）])?$").ok()
});
static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"((?:19|20)\d{2}|[一二][〇○零ОO九][〇○零ОO一二三四五六七八九]{2})年").ok());

/// The fund's name in a title of any kind, as printed there; `None` when the title names no fund.
pub(crate) fn of_title(title: &str) -> Option<String> {
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    // 转发《某省财政厅关于下达…资金的通知》的通知: the fund is that of the notice which is forwarded.
    if let Some((inner, _)) = title.split_once("转发《").and_then(|(_, rest)| rest.rsplit_once('》'))
        && kind::issues_money(inner)
    {
        return of_title(inner);
    }
    let name = if title.contains("自评") || title.ends_with("报告") { of_report(&title) } else { of_notice(&title) };
    let name = name.trim_matches(['，', '、', '的', '“', '”', '"']).to_owned();
    let parsed = FundName::parse(&name);
    let enough = parsed.stem.chars().count() >= 3 && !BALANCES.contains(&parsed.stem.trim_end_matches("资金"));
    // 同意甲镇、乙乡财政衔接资金项目变更建设内容: what is changed names no fund.
    (enough && !name.contains(['《']) && !name.contains("变更建设内容")).then_some(name)
}

/// Whether a name holds the number of a document, which names no fund.
pub(crate) fn holds_number(name: &str) -> bool {
    !crate::recognise::find_numbers(name).is_empty()
}

fn of_notice(title: &str) -> String {
    let matter = kind::matter(title);
    // 关于拟分配提前下达的…资金的公示.
    let matter = ["拟分配", "拟安排", "拟下达"].iter().find_map(|plan| matter.strip_prefix(plan)).unwrap_or(matter);
    let about = agencies::place(matter, None).map(|place| place.rest);
    let matter = about.filter(|rest| FRONT.as_ref().is_some_and(|front| front.is_match(rest))).unwrap_or(matter);
    let front = FRONT.as_ref().and_then(|front| front.find(matter)).map_or(0, |found| found.end());
    let mut name = matter.get(front..).unwrap_or_default().trim_start_matches(['“', '的']);
    // 清算2023年…资金并下达2024年…: a second matter is no part of the first one's name.
    if let Some(at) =
        ["并下达", "并提前下达", "并拨付", "并收回", "并清算", "并预拨", "并安排", "及下达"].iter().filter_map(|word| name.find(word)).min()
        && at > 0
    {
        // 清算2022年并下达2023年…: the first matter leaves its name to the second.
        let first = name.get(..at).unwrap_or_default();
        let second = name.get(at..).unwrap_or_default().trim_start_matches('并').trim_start_matches('及');
        let verb = FRONT.as_ref().and_then(|front| front.find(second)).map_or(0, |found| found.end());
        // 撤销N号文件并收回…资金: a number names no fund.
        let bare = FundName::parse(first).stem.chars().count() < 3 || holds_number(first);
        name = if bare { second.get(verb..).unwrap_or_default() } else { first };
    }
    name = behind_whom(name);
    // 某市2024年…资金安排情况的公示 has no 关于 and is all matter.
    if !title.contains("关于") && PUBLIC.as_ref().is_some_and(|public| public.is_match(title)) {
        name = title;
    }
    if let Some(found) = PUBLIC.as_ref().and_then(|public| public.find(name)).filter(|found| found.start() > 0) {
        name = behind_place(name.get(..found.start()).unwrap_or_default());
    }
    while let Some(found) = BACK.as_ref().and_then(|back| back.find(name)).filter(|found| found.start() > 0) {
        name = name.get(..found.start()).unwrap_or_default();
    }
    // 耕地地力保护补贴面积、补贴标准和补贴资金公示: what is shown of a fund is no part of its name.
    let shown = ["面积", "标准", "人数"].iter().filter_map(|word| Some((name.find(word)?, word.len()))).min();
    if let Some((at, length)) = shown
        && name.get(at + length..).is_some_and(|rest| rest.starts_with(['、', '和', '及', '与']) && only_shown(rest))
        && name.get(..at).is_some_and(|head| ["补贴", "补助", "奖励", "资金"].iter().any(|end| head.ends_with(end)))
    {
        name = name.get(..at).unwrap_or_default();
    }
    // 调整2022年水利发展资金安排: what is done with the money is no part of its name.
    name = ["资金安排", "经费安排"].iter().find(|end| name.ends_with(**end)).and_then(|_| name.strip_suffix("安排")).unwrap_or(name);
    if let Some(found) = BALANCE.as_ref().and_then(|balance| balance.captures(name)).and_then(|found| found.get(1)) {
        name = name.get(..found.start()).unwrap_or_default();
    }
    name.to_owned()
}

/// Whether a text names nothing but what is shown of a fund: 、补贴标准和补贴资金. 及教师培训补助经费 is another fund.
fn only_shown(text: &str) -> bool {
    const SHOWN: &[&str] = &["面积", "标准", "人数", "补贴", "补助", "资金", "金额", "情况", "公示", "、", "和", "及", "与"];
    let mut rest = text;
    while let Some(shorter) = SHOWN.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    rest.is_empty()
}

/// A name without what stands before it and is no part of it: whom the money is taken from or goes to (部分旗县, 市直部门2023年, 县水利局2023年),
/// a verb that the list does not hold (核拨2022年), the first years of a range (2021—2022年, 2018年及以前年度). The money's own year
/// stands right before its name, so what a last year leaves in front of it names the money only where the rest names none
/// (小型水库2023年补助资金).
fn behind_whom(name: &str) -> &str {
    let some = SOME.as_ref().and_then(|some| some.find(name)).map_or(0, |found| found.end());
    let name = name.get(some..).unwrap_or_default();
    // 部分海洋生态修复资金: some of the money.
    let name = name.strip_prefix("部分").filter(|rest| rest.chars().count() > SHORT_VERB).unwrap_or(name);
    let Some(found) = YEAR.as_ref().and_then(|year| year.find_iter(name).take_while(|found| !in_brackets(name, found.start())).last())
    else {
        return name;
    };
    let (Some(lead), Some(rest)) = (name.get(..found.start()), name.get(found.end()..)) else { return name };
    if let Some(rest) = ["及以前年度", "度及以前年度", "及以前"].iter().find_map(|word| rest.strip_prefix(word)) {
        return rest;
    }
    if lead.is_empty() {
        return name;
    }
    let whom = ["部门", "单位", "企业", "县区", "市县", "区县", "各县", "乡镇", "系统", "项目法人"].iter().any(|end| lead.ends_with(end))
        || ["部分", "有关", "相关", "各"].iter().any(|word| lead.starts_with(word))
        || agencies::is_agency(lead)
        || agencies::place(lead, None).is_some_and(|place| place.rest.is_empty());
    let verb = lead.chars().count() <= SHORT_VERB && lead.chars().all(agencies::is_han);
    let years = lead.chars().all(|c| c.is_ascii_digit() || "年度至-—–－～~、和".contains(c));
    let named = FundName::parse(rest).key().chars().filter(|c| agencies::is_han(*c)).count() >= NAMED
        && !GENERAL.contains(&FundName::parse(rest).stem.as_str());
    if named && (whom || verb || years) { name.get(found.start()..).unwrap_or_default() } else { name }
}

/// Balances of any fund: 关于收回部分结余结转资金的通知 names none.
const BALANCES: &[&str] = &["结余", "结转", "结余结转", "结转结余", "存量", "财政存量", "盘活财政存量", "盘活存量"];

/// A verb and its adverb are no longer: 切块下达.
const SHORT_VERB: usize = 4;
/// A name says what the money is for by as many letters.
const NAMED: usize = 2;
/// Names that say nothing of what the money is for.
const GENERAL: &[&str] =
    &["资金", "补助资金", "专项资金", "补助经费", "经费", "预算", "补贴", "奖补资金", "省级补助资金", "市级补助资金", "奖励资金"];

/// Whether a byte stands inside brackets.
fn in_brackets(name: &str, at: usize) -> bool {
    let head = name.get(..at).unwrap_or_default();
    head.matches(['（', '(']).count() > head.matches(['）', ')']).count()
}

fn of_report(title: &str) -> String {
    let end = REPORT.as_ref().and_then(|report| report.find(title)).map_or(title.len(), |found| found.start());
    let mut name = title.get(..end).unwrap_or_default();
    if let Some(at) = name.find("关于") {
        name = name.get(at + "关于".len()..).unwrap_or_default();
    }
    let name = behind_place(name).trim_end_matches("项目");
    // 某资金转移支付2024年度…: the word only says what kind of money it is, unless it ends the name (革命老区转移支付).
    let name = name
        .strip_suffix("转移支付")
        .filter(|name| ["资金", "经费", "补助", "专款", "）", ")"].iter().any(|tail| name.ends_with(tail)))
        .unwrap_or(name);
    // 收入安排的支出绩效自评: 支出 ends the name.
    if name.ends_with('的') && title.get(end..).is_some_and(|rest| rest.starts_with("支出")) {
        return format!("{name}支出");
    }
    name.to_owned()
}

/// Whatever stands before the year is the place or the reporter; without a year the place alone is cut.
fn behind_place(name: &str) -> &str {
    if let Some(found) = YEAR.as_ref().and_then(|year| year.find(name)).filter(|found| found.end() < name.len()) {
        name.get(found.end()..).unwrap_or_default().trim_start_matches('度')
    } else {
        agencies::place(name, None).map_or(name, |place| place.rest)
    }
}

/// The first year that a title names.
pub(crate) fn year_of_title(title: &str) -> Option<(i32, std::ops::Range<usize>)> {
    let found = YEAR.as_ref()?.captures(title)?.get(1)?;
    Some((i32::from(hongtou_notice::year_of_digits(found.as_str())?), found.range()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn funds_by_title() {
        let stem = |title: &str| of_title(title).map(|name| FundName::parse(&name).stem);
        assert_eq!(stem("关于拨付 2024 年自治区财政困难群众救助 补助资金预算的通知").as_deref(), Some("困难群众救助补助资金"));
        assert_eq!(stem("关于调整2022年自治区困难群众救助补助资金分配方案的通知").as_deref(), Some("困难群众救助补助资金"));
        assert_eq!(stem("张家川县民政局2024年困难群众救助补助资金支出绩效自评报告").as_deref(), Some("困难群众救助补助资金"));
        assert_eq!(stem("某省财政厅关于提前下达2025年水利发展资金预算指标的通知").as_deref(), Some("水利发展资金"));
        assert_eq!(stem("某省某项资金（支持某方向）转移支付2024年度绩效自评报告").as_deref(), Some("某省某项资金"));
        assert_eq!(stem("关于印发《某办法》的通知"), None);
        for (title, name) in [
            ("关于核拨2022年茶园改造补助资金的通知", "茶园改造补助资金"),
            ("关于切块下达2022年茶园改造补助资金的通知", "茶园改造补助资金"),
            ("关于结算2022年茶园改造补助资金的通知", "茶园改造补助资金"),
            ("关于下达市直部门2023年禁毒工作经费的通知", "禁毒工作经费"),
            ("关于下达县林业局2023年护林员补助资金的通知", "护林员补助资金"),
            ("关于下达2021—2022年茶园改造补助资金的通知", "茶园改造补助资金"),
            ("关于收回部分旗县茶园改造补助资金的通知", "茶园改造补助资金"),
            ("关于下达2022年茶园改造专项资金有关问题的通知", "茶园改造专项资金"),
            ("关于下达2022年茶园改造补助资金预算通知", "茶园改造补助资金"),
            ("关于下达小型灌区2023年补助资金的通知", "小型灌区2023年补助资金"),
            ("关于转发某财农〔2022〕8号文件下达2022年茶园改造补助资金的通知", "茶园改造补助资金"),
        ] {
            assert_eq!(stem(title).as_deref(), Some(name), "{title}");
        }
        assert_eq!(stem("关于收回2017年及以前年度茶园改造资金的通知").as_deref(), Some("茶园改造资金"));
    }
}
