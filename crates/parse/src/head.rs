//! The head of a notice (版头) and what follows it up to the recipients: mark, number, signatory, title,
//! recipients (GB/T 9704-2012, 7.2 and 7.3.1–7.3.2; `docs/notice-form.md`). Not for: the body and the end.

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{Confidence, Doubt, Origin};
use hongtou_notice::{DocumentNumber, Fact};

use crate::agencies;
use crate::flow::{self, Unit};
use crate::place::{evidence, metadata_evidence};
use crate::recognise::{self, NumberMatch};
use crate::vocab::{ISSUE_VERBS, ISSUER_LABELS, NUMBER_LABELS, PAGE_LABELS, SPAM_WORDS, TITLE_ENDS};

/// How many units from the top a number may stand below (a mark, a copy number, urgency, a web page's box).
const HEAD_UNITS: usize = 15;
/// How many printed lines a title may take.
const TITLE_LINES: usize = 6;

/// What the head says.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) number: Option<Fact<DocumentNumber>>,
    pub(crate) signatory: Option<Fact<String>>,
    pub(crate) title: Option<Fact<String>>,
    /// Names on the mark, and the spans of its lines.
    pub(crate) mark: Option<(Vec<String>, Vec<Span>)>,
    /// The line of recipients, as units.
    pub(crate) recipients: Vec<Unit>,
    /// Whether the title is the headline of a page (news), not that of a kind of document.
    pub(crate) headline: bool,
    /// Index of the first unit of the body.
    pub(crate) body: usize,
}

/// Reads the head off the units of a document.
pub(crate) fn read(document: &Document, units: &[Unit]) -> Head {
    let mut head = Head::default();
    let (number_at, number_end) = find_number(document, units, &mut head).unzip();
    if head.number.is_none() {
        head.number = number_in_metadata(document);
    }
    find_signatory(document, units, &mut head);
    // A number glued to its title: the title begins on the number's line.
    let glued = number_at
        .zip(number_end)
        .filter(|(at, end)| units.get(*at).and_then(|unit| unit.text().get(*end..)).is_some_and(|rest| rest.starts_with("关于")));
    let boxed = document.metadata().iter().any(|(label, _)| NUMBER_LABELS.is(label) || ISSUER_LABELS.is(label));
    let title = glued
        .and_then(|(at, _)| find_title(units, at, true, boxed))
        .or_else(|| number_at.and_then(|at| find_title(units, at + 1, true, boxed)))
        .or_else(|| find_title(units, 0, number_at.is_some(), boxed).filter(|(first, _)| *first < HEAD_UNITS));
    let headline = page_title(units).filter(|_| title.is_none());
    head.headline = headline.is_some();
    let title = title.or(headline.map(|at| (at, at)));
    let mut next = number_at.map_or(0, |at| at + 1);
    let mut mark_end = number_at;
    if let Some((first, last)) = title {
        let from = glued.filter(|(at, _)| *at == first).map_or(0, |(_, end)| end);
        // The box of a page holds the number; the title may carry it once more.
        let from = if from == 0 { units.get(first).map_or(0, |unit| number_before_title(document, unit)) } else { from };
        head.title = title_fact(document, units.get(first..=last).unwrap_or_default(), from);
        next = next.max(last + 1);
        mark_end = Some(mark_end.map_or(first, |at| at.min(first)));
    }
    if let Some(end) = mark_end {
        head.mark = find_mark(units.get(..end).unwrap_or_default());
    }
    while units.get(next).is_some_and(|unit| unit.text().starts_with("签发人") || is_meeting_note(unit.text())) {
        next += 1;
    }
    if let Some(title) = &head.title {
        next = below_title(units, next, &title.value);
    }
    // A copy without a title begins with the recipients.
    let found = title.is_some() || {
        let at = units.iter().skip(next).take(HEAD_UNITS).position(|unit| is_recipients_line(unit.text()));
        next += at.unwrap_or(0);
        at.is_some()
    };
    head.body = next;
    if found {
        find_recipients(document, units, &mut head);
    }
    head
}

/// The notice's own number stands alone on a line of the head, or shares it with the signatory or title.
/// The index of its unit, and the byte where it ends there.
fn find_number(document: &Document, units: &[Unit], head: &mut Head) -> Option<(usize, usize)> {
    for (at, unit) in units.iter().take(HEAD_UNITS).enumerate() {
        let span = unit.span();
        let found = recognise::find_numbers(document.slice(span));
        let Some(first) = found.first().filter(|_| found.len() == 1) else { continue };
        if stands_alone(document, span, first) {
            let place = Span::new(span.start + first.start, span.start + first.end);
            let mut fact = Fact::new(first.number.clone(), evidence(document, place, Origin::Body));
            fact.confidence = first.confidence;
            for doubt in &first.doubts {
                fact.doubt(first.confidence, *doubt);
            }
            head.number = Some(fact);
            return Some((at, unit.view.byte_of(place.end)));
        }
    }
    order_number(document, units, head)
}

/// An order bears its number below the mark: 某市人民政府令 / 第56号 (GB/T 9704-2012, 10.2).
fn order_number(document: &Document, units: &[Unit], head: &mut Head) -> Option<(usize, usize)> {
    let at = units.iter().take(HEAD_UNITS).zip(units.iter().skip(1)).position(|(mark, number)| {
        let (mark, number) = (mark.text(), number.text());
        mark.ends_with('令')
            && mark.chars().count() <= 60
            && number.starts_with('第')
            && number.ends_with('号')
            && number.chars().count() <= 8
    })?;
    let (mark, number) = (units.get(at)?, units.get(at + 1)?);
    let found = recognise::find_numbers(&format!("{}{}", mark.text(), number.text()));
    let first = found.first().filter(|first| found.len() == 1 && first.start == 0)?;
    head.number = Some(Fact::new(first.number.clone(), evidence(document, mark.span().cover(number.span()), Origin::Body)));
    Some((at + 1, number.text().len()))
}

/// A page keeps the number in its metadata box (发文字号, 文号) and not in the text.
fn number_in_metadata(document: &Document) -> Option<Fact<DocumentNumber>> {
    let (_, value) = document.metadata().iter().find(|(label, value)| NUMBER_LABELS.is(label) && !value.trim().is_empty())?;
    let found = recognise::find_numbers(value);
    let first = found.first().filter(|_| found.len() == 1)?;
    let mut fact = Fact::new(first.number.clone(), metadata_evidence(document, value));
    for doubt in &first.doubts {
        fact.doubt(first.confidence, *doubt);
    }
    Some(fact)
}

fn stands_alone(document: &Document, span: Span, found: &NumberMatch) -> bool {
    let before = document.slice(Span::new(span.start, span.start + found.start));
    let after = document.slice(Span::new(span.start + found.end, span.end));
    let strip = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (before, after) = (strip(before), strip(after));
    // [财预〔2020〕49号] [2020-06-05]: collections of laws set number and date in brackets.
    let bracketed = matches!(before.as_str(), "[" | "［" | "【")
        && after.starts_with([']', '］', '】'])
        && after.chars().skip(1).all(|c| c.is_ascii_digit() || "[]［］【】-./年月日".contains(c));
    if bracketed {
        return true;
    }
    let label = ["", "特急", "加急", "急件", "特提", "平急", "文号：", "文号:", "发文字号：", "发文字号:", "（", "("];
    // The line of a web page's box may hold several labels (索引号：… 发文字号：…).
    let boxed = is_page_box(&before) && before.strip_suffix(['：', ':']).is_some_and(|text| NUMBER_LABELS.at_end(text).is_some());
    // 等级 特急·明电 …〔2019〕4号 共2页: the box of a telegram (docs/notice-form.md, special forms).
    let telegram = is_telegram_box(&before) && TELEGRAM_WORDS.iter().fold(before.clone(), |rest, word| rest.replace(word, "")).is_empty();
    let pages = after.starts_with('共') && after.ends_with(['页', '份']) && after.chars().count() <= 5;
    let follows =
        after.is_empty() || pages || after.starts_with("签发人") || after.starts_with("关于") || matches!(after.as_str(), "）" | ")");
    (label.contains(&before.as_str()) || boxed || telegram) && (follows || boxed && is_page_box(&after))
}

/// `签发人：赵 红`: up to the next blank that is not inside a two-character name.
fn find_signatory(document: &Document, units: &[Unit], head: &mut Head) {
    for unit in units.iter().take(HEAD_UNITS) {
        let text = unit.text();
        let Some(at) = text.find("签发人") else { continue };
        let from = at + "签发人".len();
        let Some(colon) = text.get(from..).and_then(|tail| tail.chars().next()).filter(|c| matches!(c, '：' | ':')) else { continue };
        let from = from + colon.len_utf8();
        let name: String = text.get(from..).unwrap_or_default().chars().take_while(|&c| agencies::is_han(c) || c == '·').take(12).collect();
        if name.is_empty() {
            continue;
        }
        let place = unit.view.span(from..from + name.len());
        head.signatory = Some(Fact::new(name, evidence(document, place, Origin::Body)));
        return;
    }
}

/// First and last unit of the title: from the first line that can open one to the line that ends in a kind
/// of document (文种).
fn find_title(units: &[Unit], from: usize, numbered: bool, boxed: bool) -> Option<(usize, usize)> {
    let mut first: Option<usize> = None;
    let mut joined = String::new();
    for (at, unit) in units.iter().enumerate().skip(from).take(HEAD_UNITS + TITLE_LINES) {
        let text = bare(unit.text());
        // 附件：1.…的通知 and the recipients stand below the title; a copy without a title goes on with them.
        // So does a heading of the text: 一、资金分配情况.
        if text.starts_with("附件：") || is_recipients_line(text) || first.is_none() && matches!(flow::heading_level(text), Some(1 | 2))
        {
            return None;
        }
        let spam = !text.contains("关于") && SPAM_WORDS.in_text(text);
        if spam
            || is_number_line(text)
            || text.starts_with("签发人")
            || is_page_box(text)
            || is_telegram_box(text)
            || text.chars().all(|c| matches!(c, '_' | '—' | '＿' | '-' | '★'))
        {
            continue;
        }
        let ends_sentence = text.ends_with(['。', '；', '：', ':', '，']);
        if ends_sentence || first.is_some_and(|first| at - first >= TITLE_LINES) || text.chars().count() > 160 {
            if first.is_some() {
                first = None;
                joined.clear();
            }
            if ends_sentence && from > 0 && at > from + 1 {
                return None;
            }
            continue;
        }
        let agency = agencies::is_agency_line(text) || text.ends_with("文件");
        let opens = text.contains("关于") || !agency;
        if first.is_none() {
            // 某县某中心⏎2023年度…自评报告: a report without a number bears its author above.
            let report = |next: &str| !numbered && next.starts_with("20") && next.ends_with("报告") && is_title(next);
            // Joint bodies stand one below the other: 某市民政局⏎某市财政局⏎关于….
            let below = units.iter().skip(at + 1).take(TITLE_LINES).find(|unit| !agencies::is_agency_line(unit.text()));
            let next_opens =
                below.is_some_and(|next| next.text().starts_with("关于")) || units.get(at + 1).is_some_and(|next| report(next.text()));
            // An issuer on a line of its own opens the title only right before 关于,
            // and only below the number, or in a document that has none. Several names on one line are no mark of
            // the letter form, which bears the lead body alone; pages with a box of metadata leave the mark out.
            let several = || agencies::names(&unit.view, 0).len() >= 2;
            if opens || (agency && next_opens && (from > 0 || !numbered || boxed || several()) && !text.ends_with("文件")) {
                first = Some(at);
            } else {
                continue;
            }
        }
        joined.push_str(without_site(text));
        // 政府信息公开指南⏎依申请公开: the menu of a page is no title.
        let menu = joined.ends_with("公开")
            && !joined.contains("关于")
            && !joined.contains(|c: char| c.is_ascii_digit())
            && !MATTERS.iter().any(|word| joined.contains(word));
        if menu {
            first = None;
            joined.clear();
            continue;
        }
        if is_title(&joined) {
            // …使用情况⏎公告: the kind of document may stand on a line of its own.
            let kind = units
                .get(at + 1)
                .map(Unit::text)
                .filter(|next| matches!(*next, "公告" | "公示" | "的公告" | "的公示" | "报告" | "的报告" | "的通知" | "说明"));
            let first = first.map(|first| first + words_of_page(units.get(first..=at).unwrap_or_default()));
            return first.map(|first| (first, at + usize::from(kind.is_some())));
        }
        if flow::is_date_line(text) || flow::heading_level(text) == Some(1) {
            return None;
        }
    }
    None
}

/// Words of what a title without 关于 may publish.
const MATTERS: &[&str] = &["资金", "经费", "补助", "补贴", "预算", "决算", "指标", "公益金", "项目", "绩效"];

/// How many lines before a title's own are of the page (法规库⏎关于…): above the line with 关于 stand bodies or nothing.
fn words_of_page(lines: &[Unit]) -> usize {
    let Some(about) = lines.iter().position(|unit| unit.text().contains("关于")).filter(|about| *about > 0) else { return 0 };
    let body = |unit: &Unit| {
        let text = unit.text();
        let plain = text.chars().all(|c| agencies::is_han(c) || matches!(c, '（' | '）' | '、'));
        plain && (agencies::is_agency_line(text) || !agencies::names(&unit.view, 0).is_empty() || agencies::place(text, None).is_some())
    };
    lines.get(..about).map_or(0, |above| above.iter().rposition(|unit| !body(unit)).map_or(0, |last| last + 1))
}

/// Whether a line is nothing but a document number, as the second one of a joint notice (常建〔2006〕40号⏎常财建〔2006〕12号).
fn is_number_line(text: &str) -> bool {
    let found = recognise::find_numbers(text);
    found.len() == 1 && found.first().is_some_and(|found| found.start == 0 && found.end as usize == text.chars().count())
}

/// A line without the bars that a page's table leaves behind its last cell.
fn bare(text: &str) -> &str {
    text.trim_end_matches('|')
}

/// Whether a line is the recipients of a notice and nothing else.
fn is_recipients_line(text: &str) -> bool {
    text.strip_suffix('：').is_some_and(|names| names.chars().count() <= 120 && !is_page_box(text) && looks_like_recipients(names))
}

/// Lines between the title and the recipients that are of the page: when it was posted, by whom, and the title once more.
fn below_title(units: &[Unit], mut next: usize, title: &str) -> usize {
    let plain = |text: &str| text.chars().filter(|c| agencies::is_han(*c) || c.is_ascii_digit()).collect::<String>();
    let title = plain(title);
    let again = |text: &str| {
        let text = plain(bare(text));
        text.chars().count() >= 8 && (title == text || is_title(&text) && (title.ends_with(&text) || is_cut(&title, &text)))
    };
    // A page bears its heading, the box, and then the notice with its own title.
    if let Some(at) = units.iter().skip(next).take(HEAD_UNITS).rposition(|unit| again(unit.text())) {
        next += at + 1;
    }
    // The mark of a notice below the heading of its page, with the recipients below it.
    let mark = |text: &str| agencies::is_agency_line(text) || text.ends_with("文件") && text.chars().count() <= 40;
    let addressed = |at: usize| {
        let mut near = units.iter().enumerate().skip(at + 1).take(6);
        near.any(|(at, unit)| is_recipients_line(unit.text()) || recipients_without_colon(units.get(at..).unwrap_or_default()))
    };
    while let Some(text) = units.get(next).map(Unit::text) {
        if mark(text) && addressed(next) {
            next += 1;
            continue;
        }
        let of_page = is_page_box(text) || !text.chars().any(agencies::is_han) && !text.contains('〔');
        if !of_page || text.ends_with('：') && is_recipients_line(text) {
            break;
        }
        next += 1;
    }
    next
}

/// Whether `text` is `whole` with a few characters lost.
fn is_cut(whole: &str, text: &str) -> bool {
    let (long, short) = (whole.chars().count(), text.chars().count());
    if short > long || long - short > long / 6 {
        return false;
    }
    let mut rest = whole.chars();
    text.chars().all(|c| rest.any(|other| other == c))
}

/// What stands in the box of a telegram beside the number.
const TELEGRAM_WORDS: &[&str] = &["等级", "编号", "特急", "加急", "特提", "平急", "明电", "密电", "·", "•", "-", "：", ":"];

/// The title without the name of the site that a page's own title bears behind it: …的通知_某站.
fn without_site(text: &str) -> &str {
    let text = bare(text);
    text.split_once(['_', '＿']).map(|(title, _)| title).filter(|title| is_title(title)).unwrap_or(text)
}

/// Whether a line is of the box that a telegram has for a head: 发电单位, 签批盖章, 等级.
fn is_telegram_box(text: &str) -> bool {
    ["发电单位", "签批盖章", "等级", "发往", "传真电报"].iter().any(|label| text.starts_with(label))
}

/// Whether a line is of the box that web pages set above a notice: it begins with one of the box's labels and a colon.
fn is_page_box(text: &str) -> bool {
    let text = text.trim_start_matches(['【', '[']);
    let label = PAGE_LABELS.at_start(text);
    label.and_then(|label| text.get(label.len()..)).is_some_and(|rest| rest.starts_with(['：', ':']))
}

/// The title of a page without a kind of document (news): the line right above the one that tells when it was posted.
fn page_title(units: &[Unit]) -> Option<usize> {
    let posted = |text: &str| {
        ["发布时间", "发布日期", "时间", "日期", "来源", "信息来源", "文章来源", "编稿时间"].iter().any(|word| text.starts_with(word))
            && is_page_box(text)
    };
    let at = units.iter().take(HEAD_UNITS).position(|unit| posted(unit.text()))?.checked_sub(1)?;
    let text = units.get(at)?.text();
    let plain = (6..=60).contains(&text.chars().count()) && !text.contains(['。', '：', ':', '>', '|', '；']);
    (plain && !agencies::is_agency_line(text)).then_some(at)
}

/// Whether a text is a whole title. Parentheses may follow the kind of document: `…的通知（第二批）`.
pub(crate) fn is_title(text: &str) -> bool {
    let mut bare = text;
    while let Some(shorter) = bare.strip_suffix(['）', ')']) {
        match shorter.rfind(['（', '(']) {
            Some(open) => bare = shorter.get(..open).unwrap_or_default(),
            None => return false,
        }
    }
    let open = bare.matches('《').count() > bare.matches('》').count();
    let balanced = bare.matches(['（', '(']).count() == bare.matches(['）', ')']).count();
    !open && balanced && bare.chars().count() >= 6 && TITLE_ENDS.at_end(bare).is_some()
}

/// Where the title begins on a line that a document number opens: behind it, if 关于 follows.
fn number_before_title(document: &Document, unit: &Unit) -> usize {
    let span = unit.span();
    let found = recognise::find_numbers(document.slice(span));
    let Some(first) = found.first().filter(|first| unit.view.byte_of(span.start + first.start) == 0) else { return 0 };
    let end = unit.view.byte_of(span.start + first.end);
    // The closing 号 may not belong to a damaged number.
    if unit.text().get(end..).is_some_and(|rest| rest.starts_with("关于")) { end } else { 0 }
}

/// The title's lines as one text. Breaks and blanks vanish, but for one between an issuer and what follows.
/// `from` is the byte where it begins in the first unit, which may bear the number before it.
fn title_fact(document: &Document, units: &[Unit], from: usize) -> Option<Fact<String>> {
    let mut title = String::new();
    let mut places = Vec::new();
    let mut dirty = false;
    for (nth, unit) in units.iter().enumerate() {
        let text = unit.text();
        if text.starts_with("签发人") || is_page_box(text) {
            continue;
        }
        let from = if nth == 0 { from } else { 0 };
        let end = without_site(text).len();
        for word in unit.view.words().into_iter().filter_map(|range| text.get(range.start.max(from)..range.end.min(end))) {
            if !title.is_empty() && !title.contains("关于") && agencies::is_agency(title.rsplit(' ').next().unwrap_or_default()) {
                title.push(' ');
            }
            title.push_str(word);
        }
        let place = if from == 0 { unit.span() } else { unit.view.span(from..text.len()) };
        places.push(evidence(document, place, Origin::Body));
    }
    // A hijacked page puts advertising in front of 关于; agencies alone may stand there.
    if let Some(at) = title.find("关于").filter(|at| *at > 0)
        && title.get(..at).is_some_and(|front| SPAM_WORDS.in_text(front))
    {
        title.replace_range(..at, "");
        dirty = true;
    }
    let misread = repair_years(&mut title);
    let printed = places.iter().map(|place| place.text.as_str()).collect::<Vec<_>>().join("\n");
    let mut fact = Fact { value: title, printed: printed.into(), evidence: places, confidence: Confidence::Certain, doubts: Vec::new() };
    if dirty {
        fact.doubt(Confidence::Likely, Doubt::DirtyCopy);
    }
    if misread {
        fact.doubt(Confidence::Doubtful, Doubt::Ocr);
    }
    (!fact.value.is_empty()).then_some(fact)
}

/// Puts letters that OCR read for digits right in the years of a title: 2O22年. Whether there were any.
fn repair_years(title: &mut String) -> bool {
    let chars: Vec<char> = title.chars().collect();
    let digit = |c: char| match c {
        'O' | 'o' => Some('0'),
        'l' | 'I' => Some('1'),
        c => Some(c).filter(char::is_ascii_digit),
    };
    let mut out = chars.clone();
    for (at, _) in chars.iter().enumerate().filter(|(_, c)| **c == '年') {
        let Some(from) = at.checked_sub(4) else { continue };
        let year: Option<Vec<char>> = chars.get(from..at).and_then(|year| year.iter().map(|c| digit(*c)).collect());
        let lead = matches!(year.as_deref(), Some(['1', '9', ..] | ['2', '0', ..]));
        if let (true, Some(year), Some(place)) = (lead, year, out.get_mut(from..at)) {
            place.copy_from_slice(&year);
        }
    }
    let changed = out != chars;
    if changed {
        *title = out.into_iter().collect();
    }
    changed
}

/// The mark (发文机关标志) above the number: names, with 文件 dropped. `None` when nothing there is a name.
fn find_mark(units: &[Unit]) -> Option<(Vec<String>, Vec<Span>)> {
    let mut pieces: Vec<String> = Vec::new();
    let mut spans = Vec::new();
    for unit in units {
        let text = unit.text();
        if text.chars().count() > 60 || text.contains(['：', ':', '。', '|']) || text.chars().any(|c| c.is_ascii_digit()) {
            continue;
        }
        let urgency = ["特急", "加急", "特提", "平急", "绝密", "机密", "秘密"].iter().any(|word| text.starts_with(word));
        if urgency {
            continue;
        }
        if is_telegram_box(text) {
            let sender = unit.view.words().into_iter().filter_map(|range| text.get(range)).skip(1).take(1);
            pieces.extend(sender.filter(|_| text.starts_with("发电单位")).map(str::to_owned));
            continue;
        }
        pieces.extend(unit.view.words().into_iter().filter_map(|range| text.get(range)).map(str::to_owned));
        spans.push(unit.span());
    }
    // 文件 stands last, alone, glued to a name, letter-spaced, or between stacked names.
    let mut words: Vec<String> = Vec::new();
    for piece in pieces {
        match piece.as_str() {
            "文件" | "文" | "件" => {}
            other => {
                let body = other.strip_suffix("文件").or_else(|| other.strip_suffix("命令")).or_else(|| other.strip_suffix('令'));
                words.push(body.unwrap_or(other).to_owned());
            }
        }
    }
    let words: Vec<&str> = words.iter().flat_map(|word| word.split('、')).filter(|word| !word.is_empty()).collect();
    let names = agencies::join_names(&words);
    (!names.is_empty()).then_some((names, spans))
}

/// `（2024年3月1日经…会议通过）`, `（2024年度）`: a note under the title, no recipient.
fn is_meeting_note(text: &str) -> bool {
    text.starts_with(['（', '(']) && text.ends_with(['）', ')'])
}

/// Whether the first line is one of recipients whose colon was lost: 各省、自治区、直辖市财政厅（局）, with the text below it.
fn recipients_without_colon(units: &[Unit]) -> bool {
    let [first, next, ..] = units else { return false };
    let text = first.text();
    (text.starts_with('各') || text.starts_with("有关"))
        && text.contains(['、', '，'])
        && !text.contains(['。', '；', '：'])
        && crate::vocab::AGENCY_ENDS.at_end(text.trim_end_matches("（局）")).is_some()
        && looks_like_recipients(text)
        && next.text().ends_with(['。', '：'])
}

/// The recipients (主送机关) stand flush left below the title and end with a colon.
fn find_recipients(document: &Document, units: &[Unit], head: &mut Head) {
    let mut lines: Vec<&Unit> = Vec::new();
    let bare = recipients_without_colon(units.get(head.body..).unwrap_or_default());
    for unit in units.iter().skip(head.body).take(if bare { 1 } else { 5 }) {
        let text = unit.text();
        lines.push(unit);
        if text.contains(['。', '；']) || text.contains("如下") || unit.after_table && lines.len() > 1 {
            return;
        }
        if text.ends_with(['：', ':']) {
            break;
        }
        if lines.len() > 1 && !text.contains(['、', '，', ',']) && text.chars().count() < 4 {
            return;
        }
    }
    let whole: String = lines.iter().map(|unit| unit.text()).collect();
    let names = whole.trim_end_matches(['：', ':']);
    let passes = (names.len() < whole.len() || bare) && names.chars().count() <= 400 && looks_like_recipients(names);
    if passes {
        let spans: Vec<Span> = lines.iter().flat_map(|unit| unit.lines.iter().copied()).collect();
        let view = crate::view::View::new(document, &spans);
        head.recipients.push(Unit { lines: spans, view, indent: 0, complete: true, after_table: false });
        head.body += lines.len();
    }
}

pub(crate) fn looks_like_recipients(names: &str) -> bool {
    let last = names.rsplit(['、', '，', ',']).next().unwrap_or(names);
    // Schools, museums and villages are addressed too; behind a body's name in the list they need no other sign.
    let listed = names.split(['、', '，', ',']).any(agencies::is_agency);
    // Towns and their finance offices stand in rows: 甲镇、乙街道、丙镇财政所.
    let town = |name: &str| {
        let length = (2..=16).contains(&name.chars().count());
        length && name.ends_with(['镇', '乡', '所', '团', '师', '场', '村', '连']) || name.ends_with("街道") || name.ends_with("社区")
    };
    let listed = listed || names.split(['、', '，', ',']).count() > 1 && names.split(['、', '，', ',']).all(town);
    // 甲镇财政所、甲镇中心小学、某实验幼儿园: units side by side.
    let units = ["所", "站", "馆", "小学", "中学", "学校", "大学", "学院", "幼儿园", "医院", "卫生院", "中心", "公司"];
    let is_unit = |name: &str| name.chars().count() >= 4 && units.iter().any(|end| name.ends_with(end));
    let listed = listed || names.split(['、', '，', ',']).count() > 1 && names.split(['、', '，', ',']).all(is_unit);
    let unit = listed
        && last.chars().count() <= 16
        && (last.ends_with(['馆', '校', '园', '站', '所', '队', '团', '村', '场', '会', '镇', '乡', '中']) || last.ends_with("街道"));
    let ends = unit
        || crate::vocab::AGENCY_ENDS.at_end(last.trim_end_matches(['）', ')'])).is_some()
        || last.ends_with("单位")
        || last.ends_with("部门")
        || last.ends_with("机关")
        || last.ends_with("主管");
    let classes = names.starts_with(['各', '有']) || names.contains("有关");
    (ends || classes)
        && !names.contains("现将")
        && !names.contains("根据")
        && ISSUE_VERBS.at_start(names).is_none()
        && flow::heading_level(names).is_none()
}
