//! What an evaluation form (绩效自评表) tells where the document has no title, signature or date of its own: that it is one, of which
//! year, and by whom (`docs/tables.md`, indicator tables; `docs/notice-form.md`, without a title). All of it is likely, not certain.
//! Not for: the indicators and sums of the form (`table`).

use std::sync::LazyLock;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{Confidence, Doubt, Origin};
use hongtou_notice::{Agency, Fact};
use regex::Regex;

use crate::agencies;
use crate::flow::Unit;
use crate::place::evidence;
use crate::recognise;

/// The head of a form stands so near the beginning, in characters.
const HEAD: u32 = 3_000;

/// A longer line is no name of a form.
const LONGEST_NAME: usize = 50;

/// The name of the form.
const NAMES: &[&str] = &["自评表", "绩效目标自评", "绩效自评"];
/// How its name ends.
const NAME: &str = "自评表";
/// What the names of all such forms say; whatever else a name holds tells what the form is about.
const GENERAL: &[&str] = &[
    "附件",
    "附表",
    "一般",
    "项目",
    "部门",
    "单位",
    "整体",
    "支出",
    "专项",
    "资金",
    "转移支付",
    "区域",
    "绩效",
    "目标",
    "自评表",
    "自评",
    "情况",
    "完成",
    "预算",
    "财政",
    "年度",
    "及",
    "和",
];
/// Head words of its indicators: levels, and what was achieved.
const LEVELS: &[&str] = &["一级指标", "二级指标", "三级指标"];
const ACHIEVED: &[&str] = &["完成值", "实际值", "实际完成", "完成情况"];

/// Head words of its sums.
const EXECUTED: &[&str] = &["全年执行数", "预算执行率", "执行率"];
const TOTAL: &[&str] = &["年度资金总额", "资金情况", "项目资金"];
/// The name of a form that sets targets.
const TARGETS: &[&str] = &["绩效目标表", "绩效目标申报表"];

/// Labels of the body that used the money and tells of it, and the word behind them.
static BODY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:项目实施单位|实施单位|项目单位|填报单位|资金使用单位|预算单位)\s*(?:[(（](?:盖章|公章)[)）])?[\s|:：]*(?P<name>[\p{Han}（）()]{4,36})",
    )
    .ok()
});
static YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:[(（]|\n)\s*(?P<year>(?:19|20)\d{2})\s*年度?\s*[)）]").ok());
/// The name of the money that a form is about, in a cell or on a line of its own.
static FUND: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:转移支付[(（]项目[)）]名称|转移支付名称|项目名称|专项名称|资金名称)[\s|:：]*(?P<name>[\p{Han}0-9（）()“”、]{2,40}(?:资金|经费|补助|补贴|专款|奖补|转移支付|费))(?:[(（][^()（）\n]{1,30}[)）])?[\s|]",
    )
    .ok()
});

/// The head of a document.
fn head(document: &Document) -> Span {
    Span::new(0, HEAD.min(document.text().len()))
}

/// Whether a document without a title is an evaluation form: its name, and the head words of its indicators.
pub(crate) fn is_evaluation(document: &Document) -> bool {
    let text: String = document.slice(head(document)).chars().filter(|c| !c.is_whitespace()).map(recognise::fold_char).collect();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    says(NAMES) && (says(LEVELS) && says(ACHIEVED) || says(EXECUTED) && says(TOTAL))
}

/// Whether a document without a title is a form that sets targets for the money of another paper: its name, and the head words of its
/// indicators.
pub(crate) fn is_target(document: &Document) -> bool {
    let text: String = document.slice(head(document)).chars().filter(|c| !c.is_whitespace()).map(recognise::fold_char).collect();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    says(TARGETS) && says(LEVELS)
}

/// Whether the name of an evaluation form tells what it is about: 某县供水项目绩效自评表, not 项目支出绩效自评表.
pub(crate) fn names_itself(text: &str) -> bool {
    let bare = without_note(text);
    if !bare.ends_with(NAME) {
        return false;
    }
    let own = GENERAL.iter().fold(bare.to_owned(), |rest, word| rest.replace(word, ""));
    own.chars().filter(|c| agencies::is_han(*c)).count() >= 2
}

/// Whether a text ends with the name of an evaluation form, be a note in brackets behind it or not.
pub(crate) fn is_name(text: &str) -> bool {
    without_note(text).ends_with(NAME)
}

/// Whether the name of a form names money: 某县2022年护林补助资金绩效自评表.
pub(crate) fn names_money(text: &str) -> bool {
    ["资金", "经费", "补助", "补贴", "专款", "基金", "公益金"].iter().any(|word| text.contains(word))
}

/// A text without the note in brackets at its end: 绩效自评表（2023年度）.
fn without_note(text: &str) -> &str {
    let note = text.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '(']));
    note.and_then(|open| text.get(..open)).unwrap_or(text)
}

/// The name of a form that stands in a row of its table: 某县供水项目绩效自评表 | | |.
pub(crate) fn title(document: &Document) -> Option<Fact<String>> {
    let text = document.slice(head(document));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_matches(|c: char| matches!(c, '|' | '#' | '*') || c.is_whitespace());
        let from = at + line.find(bare).unwrap_or(0);
        at += line.len();
        let name: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
        if name.chars().count() <= LONGEST_NAME && !name.contains(['|', '。', '，']) && names_itself(&name) {
            let place = evidence(document, span(text, from..from + bare.len()), Origin::Body);
            return Some(Fact::new(name, place).doubted(Confidence::Likely, Doubt::RoleInferred));
        }
    }
    None
}

/// 现将2022年某县交通局…资金绩效自评…报告如下: the body that a report without a head names, and the money that it is about.
static OPENING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"现将(?:(?:19|20)\d{2}年度?)?(?P<body>\p{Han}{4,24}?(?:局|厅|委员会|人民政府))(?:(?:19|20)\d{2}年度?)?(?P<fund>\p{Han}{3,40}?(?:资金|经费|补助|补贴))(?:项目)?(?:支出)?绩效(?:目标)?自评")
        .ok()
});

/// The body and the fund in the opening of a report that has no head.
pub(crate) fn opening(document: &Document, body: &[Unit]) -> Option<(Fact<Agency>, Fact<String>)> {
    body.iter().take(3).find_map(|unit| {
        let found = OPENING.as_ref()?.captures(unit.text())?;
        let (name, fund) = (found.name("body")?, found.name("fund")?);
        let agency = agencies::agency(name.as_str(), None);
        agency.division.as_ref().filter(|_| agencies::place(name.as_str(), None).is_some_and(|place| !place.ambiguous))?;
        let place = |range| evidence(document, unit.view.span(range), Origin::Body);
        let told = |fact: Fact<String>| fact.doubted(Confidence::Likely, Doubt::RoleInferred);
        let body = Fact::new(agency, place(name.range())).doubted(Confidence::Likely, Doubt::RoleInferred);
        Some((body, told(Fact::new(fund.as_str().to_owned(), place(fund.range())))))
    })
}

/// The year of a form: （2022年度）.
pub(crate) fn year(document: &Document) -> Option<Fact<i32>> {
    let found = find(document, YEAR.as_ref()?, "year")?;
    let year = document.slice(found).parse().ok()?;
    Some(Fact::new(year, evidence(document, found, Origin::Body)).doubted(Confidence::Likely, Doubt::RoleInferred))
}

/// The body that a form names as the one that did the work.
pub(crate) fn body(document: &Document) -> Option<Fact<Agency>> {
    let text = document.slice(head(document));
    for found in BODY.as_ref()?.captures_iter(text) {
        let Some(name) = found.name("name") else { continue };
        let Some(length) = body_at_start(name.as_str()) else { continue };
        let agency = agencies::agency(name.as_str().get(..length).unwrap_or_default(), None);
        if agency.division.is_some() {
            let place = span(text, name.start()..name.start() + length);
            return Some(Fact::new(agency, evidence(document, place, Origin::Body)).doubted(Confidence::Likely, Doubt::RoleInferred));
        }
    }
    None
}

/// Length of the body that a text begins with: all of it, or up to the first end of a body's name where cells have run together.
fn body_at_start(text: &str) -> Option<usize> {
    let placed = |name: &str| agencies::is_agency(name) && agencies::place(name, None).is_some_and(|place| !place.rest.is_empty());
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    std::iter::once(text.len()).chain(ends).find(|end| text.get(..*end).is_some_and(placed))
}

/// The fund of a form: the name of its project or transfer, where that is a name of money.
pub(crate) fn fund(document: &Document) -> Option<Fact<String>> {
    let found = find(document, FUND.as_ref()?, "name")?;
    let name = document.slice(found).trim();
    Some(Fact::new(name.to_owned(), evidence(document, found, Origin::Body)).doubted(Confidence::Likely, Doubt::RoleInferred))
}

fn find(document: &Document, regex: &Regex, group: &str) -> Option<Span> {
    let text = document.slice(head(document));
    Some(span(text, regex.captures(text)?.name(group)?.range()))
}

/// The span of a byte range of the head, which begins where the document does.
fn span(text: &str, range: std::ops::Range<usize>) -> Span {
    let chars = |byte: usize| u32::try_from(text.get(..byte).map_or(0, |head| head.chars().count())).unwrap_or(u32::MAX);
    Span::new(chars(range.start), chars(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_named_by_what_it_is_about() {
        for (name, own) in [
            ("项目支出绩效自评表", false),
            ("附件2部门整体支出绩效自评表", false),
            ("渠道清淤项目绩效目标自评表", true),
            ("某镇2022年度项目支出绩效自评表", true),
            ("部门预算项目支出绩效自评表（2023年度）", false),
            ("渠道清淤项目绩效报告", false),
        ] {
            assert_eq!(names_itself(name), own, "{name}");
        }
    }
}
