//! Marks of directly managed money (直达资金标识), budget subjects (预算科目) and project codes in running text.
//! Rules: `docs/funds.md`. Not for: subject columns of tables.

use std::collections::HashSet;
use std::sync::LazyLock;

use hongtou_document::Document;
use hongtou_notice::codes::{Confidence, Origin, SubjectSide};
use hongtou_notice::{DirectFundTag, Fact, Subject};
use regex::Regex;

use crate::flow::Unit;
use crate::place::evidence;
use crate::sentence;

static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"标识[^“"”。，；《]{0,10}[“"「]([^”"」。]{1,24})[”"」]((?:[和、及与][“"「][^”"」。]{1,24}[”"」])*)"#).ok()
});
static BARE_TAG: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"标识(?:(?:分别|均)?为[:：]?|[:：])(\d{2,5})[-—]?(\p{Han}{2,12}?资金)").ok());
/// A code and a name that ends in 直达资金, in quotation marks, is a tag without the word 标识 too: 纳入“01 中央直达资金”管理.
static NAMED_TAG: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"[“"「](\d{2,5})[-—]?(\p{Han}{2,10}直达资金)[”"」]"#).ok());
static QUOTED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"[“"「]([^”"」]{1,24})[”"」]"#).ok());
static TAG_PARTS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^([A-Z]?\d{2,5})?[-—]?(\p{Han}[\p{Han}（）]{1,20})$").ok());

/// A code in quotation marks with its name, or quoted alone.
static QUOTED_SUBJECT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"[“"「]([1235]\d{2}(?:\d{2}){0,2})[项款类]?[-—.·、:：]?(\p{Han}[^”"」。]{0,40})?[”"」]"#).ok());
/// A code without quotation marks; words around it must say that it is a subject.
static BARE_SUBJECT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\d.〔【\[（(-])([1235]\d{2}(?:\d{2}){0,2})([^\d.,%％万亿元人户个年月日号]|$)").ok());
/// A subject told by class, item and sub-item, as before the codes of seven digits stood alone: 第216类05款99项, 第304类.
static PARTED_SUBJECT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(第)?([1235]\d{2})类(?:“[^”]{1,20}”)?(?:第?(\d{2})款(?:“[^”]{1,20}”)?(?:第?(\d{2})项)?)?").ok());
/// A subject's name with its code in brackets behind it: 其他商业服务业等支出（2169999）.
static BRACKETED_SUBJECT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(\p{Han}[\p{Han}、]{1,30})（([1235]\d{2}(?:\d{2}){0,2})）").ok());
static PROJECT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:\d{8})?[ZzP]\d{11,12}[A-Z]?|\d{11}T\d{9}").ok());

/// The direct-fund tags of the paragraphs. A 三保 mark (A0302) is of another family and none of these.
pub(crate) fn direct_fund_tags(document: &Document, paragraphs: &[Unit]) -> Vec<Fact<DirectFundTag>> {
    let mut tags: Vec<Fact<DirectFundTag>> = Vec::new();
    let (Some(tag), Some(quoted), Some(parts), Some(bare)) = (TAG.as_ref(), QUOTED.as_ref(), TAG_PARTS.as_ref(), BARE_TAG.as_ref()) else {
        return tags;
    };
    for unit in paragraphs {
        let text = unit.text();
        let mut add = |code: Option<&str>, label: &str, range: std::ops::Range<usize>| {
            let value = DirectFundTag { code: code.map(str::to_owned), label: label.to_owned() };
            if !tags.iter().any(|known| known.value == value) {
                tags.push(Fact::new(value, evidence(document, unit.view.span(range), Origin::Body)));
            }
        };
        for found in tag.find_iter(text) {
            let before = sentence::before(text, found.start(), 6);
            let three_guarantees = before.contains("三保");
            for inner in quoted.captures_iter(found.as_str()) {
                let Some(content) = inner.get(1) else { continue };
                let Some(split) = parts.captures(content.as_str()) else { continue };
                let code = split.get(1).map(|code| code.as_str());
                if three_guarantees || code.is_some_and(|code| code.starts_with(|c: char| c.is_ascii_uppercase())) {
                    continue;
                }
                let Some(label) = split.get(2) else { continue };
                // 应标识“彩票公益金资助”字样 speaks of signs on buildings.
                if text.get(found.end()..).is_some_and(|rest| rest.starts_with("字样")) {
                    continue;
                }
                let start = found.start() + content.start();
                add(code, label.as_str(), start..start + content.as_str().len());
            }
        }
        for found in bare.captures_iter(text).chain(NAMED_TAG.iter().flat_map(|named| named.captures_iter(text))) {
            if let (Some(code), Some(label)) = (found.get(1), found.get(2))
                && !sentence::before(text, found.get(0).map_or(0, |all| all.start()), 6).contains("三保")
            {
                add(Some(code.as_str()), label.as_str(), code.start()..label.end());
            }
        }
    }
    tags
}

/// The budget subjects of the paragraphs, each code once.
pub(crate) fn budget_subjects(document: &Document, paragraphs: &[Unit]) -> Vec<Fact<Subject>> {
    let mut subjects: Vec<Fact<Subject>> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let (Some(quoted), Some(bare)) = (QUOTED_SUBJECT.as_ref(), BARE_SUBJECT.as_ref()) else { return subjects };
    for unit in paragraphs {
        let text = unit.text();
        let mut found: Vec<(std::ops::Range<usize>, &str, Option<&str>, bool)> = Vec::new();
        let parted = parted_subjects(text);
        for (range, code) in &parted {
            let (name, name_end) = bare_name(text, range.end);
            found.push((range.start..name_end.unwrap_or(range.end), code, name, false));
        }
        for capture in quoted.captures_iter(text) {
            let (Some(whole), Some(code)) = (capture.get(0), capture.get(1)) else { continue };
            let name = capture.get(2);
            let end = name.map_or(code.end(), |name| name.end());
            let near = around(text, whole.start(), whole.end());
            // 208 in quotation marks may be anything; a longer code with a Chinese name is a subject.
            if is_subject_context(near) || name.is_some() && code.as_str().len() >= 5 {
                found.push((code.start()..end, code.as_str(), name.map(|name| name.as_str()), true));
            }
        }
        found.extend(bracketed_subjects(text).into_iter().map(|(range, code, name)| (range, code, Some(name), true)));
        let mut from = 0;
        while let Some(capture) = text.get(from..).and_then(|rest| bare.captures(rest)) {
            let Some(code) = capture.get(1) else { break };
            let (start, end) = (from + code.start(), from + code.end());
            from = end;
            // 该资金列2130135“…”: the verb right before the code says it too.
            // 列第20808款“…”, 经济科目第304类.
            let head = text.get(..start).unwrap_or_default();
            let ranked = head.ends_with('第') && text.get(end..).is_some_and(|rest| rest.starts_with(['类', '款', '项']));
            let head = if ranked { head.trim_end_matches('第') } else { head };
            let listed = ["列", "列入", "列支", "科目："].iter().any(|verb| head.ends_with(verb)) || ranked && head.ends_with("科目");
            if found.iter().any(|(range, ..)| range.contains(&start)) || !listed && !is_subject_context(around(text, start, end)) {
                continue;
            }
            let (name, name_end) = bare_name(text, end);
            // Three digits alone may count anything: a class of subjects is named behind its verb (支出列220自然资源…支出).
            if end - start == 3 && !(listed && name.is_some()) {
                continue;
            }
            let known_end = name_end.unwrap_or(end);
            found.push((start..known_end, text.get(start..end).unwrap_or_default(), name, false));
        }
        found.sort_by_key(|(range, ..)| range.start);
        for (range, code, name, in_quotes) in found {
            if !seen.insert(code.to_owned()) {
                continue;
            }
            let value = Subject {
                code: code.to_owned(),
                name: name.map(|name| name.trim_matches(['、', '”', '“']).to_owned()).filter(|name| !name.is_empty()),
                side: side(code),
            };
            let mut fact = Fact::new(value, evidence(document, unit.view.span(range), Origin::Body));
            if !in_quotes {
                fact.confidence = Confidence::Likely;
            }
            subjects.push(fact);
        }
    }
    subjects
}

/// The subjects that a text tells by class, item and sub-item, with their codes.
fn parted_subjects(text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let Some(regex) = PARTED_SUBJECT.as_ref() else { return Vec::new() };
    let told = regex.captures_iter(text).filter_map(|found| {
        let (whole, class) = (found.get(0)?, found.get(2)?);
        let code: String = (2..=4).filter_map(|part| found.get(part)).map(|part| part.as_str()).collect();
        // 104类 alone may count kinds of anything: a class without an item needs 第 and a word of subjects before it.
        let before = sentence::before(text, whole.start(), 12);
        let said = ["科目", "分类", "列"].iter().any(|word| before.contains(word));
        let alone = found.get(3).is_none();
        let digit = before.ends_with(|c: char| c.is_ascii_digit());
        let whole_code = found.get(4).is_some();
        (!digit && (said || whole_code) && (!alone || found.get(1).is_some())).then(|| (class.start()..whole.end(), code))
    });
    told.collect()
}

/// The subjects whose codes stand in brackets behind their names. Of a path from class to item (农林水支出（213）—水利（21303）—水利工程运行与维护（2130306）)
/// the last is meant.
fn bracketed_subjects(text: &str) -> Vec<(std::ops::Range<usize>, &str, &str)> {
    let Some(regex) = BRACKETED_SUBJECT.as_ref() else { return Vec::new() };
    let mut told: Vec<(std::ops::Range<usize>, &str, &str)> = Vec::new();
    for found in regex.captures_iter(text) {
        let (Some(whole), Some(name), Some(code)) = (found.get(0), found.get(1), found.get(2)) else { continue };
        let said = is_subject_context(around(text, whole.start(), whole.end()));
        if !said
            || code.as_str().len() == 3
                && !sentence::after(text, whole.end(), 12).contains("科目")
                && !sentence::before(text, whole.start(), 16).contains("科目")
        {
            continue;
        }
        let above = |last: &(std::ops::Range<usize>, &str, &str)| {
            let between = text.get(last.0.end + '）'.len_utf8()..whole.start()).unwrap_or_default();
            code.as_str().starts_with(last.1) && (1..=LONGEST_DASH).contains(&between.chars().count())
        };
        if told.last().is_some_and(above) {
            told.pop();
        }
        let name = ["支出列", "收入列", "列入", "列支", "科目列", "科目", "列"]
            .iter()
            .find_map(|word| Some(name.as_str().rsplit_once(word)?.1))
            .unwrap_or(name.as_str());
        told.push((code.start()..code.end(), code.as_str(), name));
    }
    told
}

/// Characters between two steps of a path: ——, -, >.
const LONGEST_DASH: usize = 3;

/// The name behind a bare code: `2100408.基本公共卫生服务`, `第2100408项“…”`.
fn bare_name(text: &str, end: usize) -> (Option<&str>, Option<usize>) {
    let rest = text.get(end..).unwrap_or_default();
    let trimmed = rest.trim_start_matches(['项', '款', '类', '.', '．', '-', '—', '“', '"', '（', '(']);
    let from = end + rest.len() - trimmed.len();
    let length: usize = trimmed.chars().take_while(|c| crate::agencies::is_han(*c)).map(char::len_utf8).sum();
    let name = text.get(from..from + length).unwrap_or_default();
    let plain = name.trim_end_matches("科目").trim_end_matches("等相关");
    if plain.chars().count() < 2 || ["科目", "等", "支出", "收入", "列", "相应"].iter().any(|word| plain.starts_with(word)) {
        (None, None)
    } else {
        (Some(plain), Some(from + plain.len()))
    }
}

fn side(code: &str) -> Option<SubjectSide> {
    match code.chars().next() {
        Some('1') => Some(SubjectSide::Revenue),
        Some('2') => Some(SubjectSide::Expenditure),
        Some('3') => Some(SubjectSide::DepartmentEconomic),
        Some('5') => Some(SubjectSide::GovernmentEconomic),
        _ => None,
    }
}

fn around(text: &str, start: usize, end: usize) -> &str {
    let before = sentence::before(text, start, 60);
    let after = sentence::after(text, end, 30);
    text.get(start - before.len()..end + after.len()).unwrap_or_default()
}

fn is_subject_context(near: &str) -> bool {
    near.contains("科目")
        || near.contains("支出列")
        || near.contains("收入列")
        || near.contains("列入")
        || near.contains('列') && (near.contains("支出") || near.contains("收入"))
}

/// Project codes (项目代码), each once.
pub(crate) fn project_codes(document: &Document, paragraphs: &[Unit]) -> Vec<Fact<String>> {
    let mut codes: Vec<Fact<String>> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    let Some(project) = PROJECT.as_ref() else { return codes };
    for unit in paragraphs {
        for found in project.find_iter(unit.text()) {
            if seen.insert(found.as_str().to_owned()) {
                codes.push(Fact::new(found.as_str().to_owned(), evidence(document, unit.view.span(found.range()), Origin::Body)));
            }
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use hongtou_document::{DocumentBuilder, Format};

    use super::*;

    fn codes(text: &str) -> Vec<String> {
        let mut builder = DocumentBuilder::new(Format::Text);
        builder.paragraph(text);
        let document = builder.finish("0".repeat(64));
        budget_subjects(&document, &crate::flow::units(&document)).into_iter().map(|fact| fact.value.code).collect()
    }

    #[test]
    fn subjects_by_class_and_item() {
        assert_eq!(codes("列入2011年支出功能科目第213类03款16项“农村水利”（经济科目第304类“补贴”）。"), ["2130316", "304"]);
        assert_eq!(codes("列第20807款“就业补助”，经济分类列第303类。"), ["20807", "303"]);
        assert_eq!(codes("列213类01款22项“农业生产发展”科目。"), ["2130122"]);
        assert_eq!(
            codes("列报功能科目“其他商业服务业等支出（2169999）”。收入列“转移支付——农林水事务（1100313）”科目。"),
            ["2169999", "1100313"]
        );
        assert_eq!(
            codes("列“农林水支出（213）—水利（21303）—水利工程运行与维护（2130306）”支出科目，经济分类科目列“对事业单位补助（505）”。"),
            ["2130306", "505"]
        );
        assert_eq!(codes("附近各村（2130306）列队参加，共有项目（505）。"), [""; 0]);
        assert_eq!(codes("普查登记第207类文物，涉及104类对象。"), [""; 0]);
    }
}
