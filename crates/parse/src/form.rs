//! What an evaluation form (绩效自评表) tells where the document has no title, signature or date of its own: that it is one, of which
//! year, and by whom (`docs/tables.md`, kinds; `docs/notice-form.md`, without a title). All of it is likely, not certain.
//! Not for: the indicators and sums of the form (`table`).

use std::sync::LazyLock;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{Confidence, Doubt, Origin};
use hongtou_notice::{Agency, Fact};
use regex::Regex;

use crate::agencies;
use crate::place::evidence;
use crate::recognise;

/// The head of a form stands so near the beginning, in characters.
const HEAD: u32 = 3_000;

/// The name of the form.
const NAMES: &[&str] = &["自评表", "绩效目标自评", "绩效自评"];
/// Head words of its indicators: levels, and what was achieved.
const LEVELS: &[&str] = &["一级指标", "二级指标", "三级指标"];
const ACHIEVED: &[&str] = &["完成值", "实际值", "实际完成", "完成情况"];

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
        r"(?:转移支付[(（]项目[)）]名称|转移支付名称|项目名称|专项名称|资金名称)[\s|:：]*(?P<name>[\p{Han}0-9（）()“”、]{2,40}(?:资金|经费|补助|补贴|专款|奖补|费))(?:[(（][^()（）\n]{1,30}[)）])?[\s|]",
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
    says(NAMES) && says(LEVELS) && says(ACHIEVED)
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
