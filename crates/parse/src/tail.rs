//! What closes a notice: the list of attachments (附件说明), signature (发文机关署名), date (成文日期) and
//! colophon (版记): GB/T 9704-2012, 7.3.4–7.4. In dumps the colophon often stands before the attachments,
//! so every part is looked for by its own form. Not for: the attachments themselves (`table`).

use std::collections::BTreeSet;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{Confidence, Doubt, Origin};
use hongtou_notice::{Attachment, Date, Evidence, Fact};

use crate::agencies;
use crate::flow::{self, Unit};
use crate::place::{evidence, metadata_evidence};
use crate::recognise;
use crate::view::View;
use crate::vocab::DATE_LABELS;

/// A sentence of the text, not of a form, in characters.
const SENTENCE: usize = 40;
/// Units below a date that are looked at for the text.
const NEAR: usize = 6;

/// What the end of a notice says.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    pub(crate) attachments: Vec<Fact<Attachment>>,
    /// Names of the signature with their places, the lead body first.
    pub(crate) signature: Vec<(String, Span)>,
    pub(crate) issued_on: Option<Fact<Date>>,
    pub(crate) printed_on: Option<Fact<Date>>,
    pub(crate) printed_by: Option<Fact<String>>,
    pub(crate) cc: Vec<Fact<String>>,
    /// Spans of everything read here, which is no body text.
    pub(crate) used: Vec<Span>,
}

/// Reads the end of a notice. `units` are the lines below the recipients, `paragraphs` the same joined.
pub(crate) fn read(document: &Document, units: &[Unit], paragraphs: &[Unit]) -> Tail {
    let mut tail = Tail::default();
    read_attachments(document, paragraphs, &mut tail);
    find_inside(document, &mut tail);
    read_colophon(document, units, paragraphs, &mut tail);
    read_signature(document, units, &mut tail);
    if tail.issued_on.is_none() {
        tail.issued_on = date_in_metadata(document).or_else(|| date_in_box(document));
    }
    tail
}

/// `附件：1.甲` `2.乙`, `附件1：甲`, `附件：甲`. Titles end at the line's end, without a closing mark.
fn read_attachments(document: &Document, paragraphs: &[Unit], tail: &mut Tail) {
    let mut at = 0;
    while let Some(unit) = paragraphs.get(at) {
        at += 1;
        let Some(first) = attachment_head(unit.text()) else { continue };
        // Only a label with a title is the list; a bare 附件1 stands on the attachment itself.
        if unit.text().get(first.clone()).is_none_or(str::is_empty) {
            continue;
        }
        push_items(document, unit, first.start, tail);
        tail.used.push(unit.span());
        while let Some(next) = paragraphs.get(at) {
            let numbered = flow::heading_level(next.text()) == Some(3);
            let again = attachment_head(next.text()).filter(|range| !range.is_empty());
            match again {
                Some(range) => push_items(document, next, range.start, tail),
                None if numbered && !next.text().ends_with(['。', '；']) && next.text().chars().count() < 90 => {
                    push_items(document, next, 0, tail)
                }
                None => break,
            }
            tail.used.push(next.span());
            at += 1;
        }
        return;
    }
}

/// Names the document itself as the source of the attachments that it holds: behind the list their title stands once more, or
/// their label (附件2) as a line of its own.
fn find_inside(document: &Document, tail: &mut Tail) {
    let Some(list_end) = tail.attachments.iter().flat_map(|fact| &fact.evidence).filter_map(Evidence::span).map(|span| span.end).max()
    else {
        return;
    };
    let fold = |text: &str| text.chars().filter(|c| !c.is_whitespace()).map(recognise::fold_char).collect::<String>();
    let behind = document.slice(Span::new(list_end, document.text().len()));
    let labels: BTreeSet<String> = behind
        .lines()
        .map(fold)
        .filter(|line| line.chars().count() < 6)
        .filter_map(|line| LABELS.iter().find_map(|label| Some(line.strip_prefix(label)?.trim_end_matches(':').to_owned())))
        .collect();
    let text = fold(behind);
    let alone = tail.attachments.len() == 1;
    for fact in &mut tail.attachments {
        let labelled = labels.contains(&fact.value.ordinal.to_string()) || alone && labels.contains("");
        if labelled || text.contains(&fold(&fact.value.title)) {
            fact.value.source_id = Some(document.source_id().into());
        }
    }
}

/// What stands before the list of attachments, and on each of them with its number.
const LABELS: [&str; 2] = ["附件", "附表"];

/// Byte range of what follows `附件：` or `附件1：`. `附件1` without a colon gives an empty range.
fn attachment_head(text: &str) -> Option<std::ops::Range<usize>> {
    let rest = LABELS.iter().chain(&["附："]).find_map(|label| text.strip_prefix(label))?;
    let from = text.len() - rest.len();
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let mark = rest.get(digits..)?.chars().next();
    match mark {
        Some(c @ ('：' | ':')) => {
            let numbered = digits > 0;
            let start = from + digits + c.len_utf8();
            Some(if numbered { from..text.len() } else { start..text.len() })
                .filter(|_| start <= text.len())
                .map(|range| if start == text.len() { start..start } else { range })
        }
        None if digits == rest.len() => Some(text.len()..text.len()),
        _ if text.starts_with("附：") => Some(from..text.len()),
        _ => None,
    }
}

/// The items of one paragraph, which may hold several: `1.甲2.乙`.
fn push_items(document: &Document, unit: &Unit, from: usize, tail: &mut Tail) {
    let text = unit.text();
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let bytes: Vec<(usize, char)> = text.char_indices().filter(|(at, _)| *at >= from).collect();
    for (index, &(at, c)) in bytes.iter().enumerate() {
        if !c.is_ascii_digit()
            || index > 0 && bytes.get(index - 1).is_some_and(|(_, before)| before.is_ascii_digit() || matches!(before, '.' | '-' | '第'))
        {
            continue;
        }
        let digits = bytes.iter().skip(index).take_while(|(_, c)| c.is_ascii_digit()).count();
        let mark = bytes.get(index + digits).map(|(_, c)| *c);
        let after = bytes.get(index + digits + 1).map(|(_, c)| *c);
        let at_start = index == 0 || unit.view.gap_before(at);
        let number: Option<usize> = text.get(at..at + digits).and_then(|digits| digits.parse().ok());
        let in_order = number == Some(starts.len() + 1 + tail.attachments.len()) || number == Some(starts.len() + 1);
        if digits <= 2
            && matches!(mark, Some('.' | '．' | '、' | '：' | ':'))
            && (!after.is_some_and(|c| c.is_ascii_digit() && !at_start) || text.get(at + digits + 1..).is_some_and(flow::is_year))
            && in_order
        {
            starts.push((at, at + digits + mark.map_or(0, char::len_utf8)));
        }
    }
    if starts.first().is_none_or(|(at, _)| *at != from) {
        starts.insert(0, (from, from));
    }
    for (index, (_, start)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(text.len(), |(next, _)| *next);
        let Some(title) = text.get(*start..end) else { continue };
        let title = title.trim_end_matches(['；', ';', '。', '，']);
        if title.is_empty() || !title.chars().any(agencies::is_han) {
            continue;
        }
        let place = unit.view.span(*start..*start + title.len());
        let ordinal = u32::try_from(tail.attachments.len() + 1).unwrap_or(u32::MAX);
        let value = Attachment { ordinal, title: title.trim_matches(['《', '》']).to_owned(), source_id: None };
        tail.attachments.push(Fact::new(value, evidence(document, place, Origin::Body)));
    }
}

fn read_colophon(document: &Document, units: &[Unit], paragraphs: &[Unit], tail: &mut Tail) {
    for unit in paragraphs {
        let text = unit.text();
        if let Some(rest) = text.strip_prefix("抄送").and_then(|rest| rest.strip_prefix(['：', ':'])) {
            let from = text.len() - rest.len();
            let end = rest.find('。').map_or(text.len(), |at| from + at);
            // 抄送：甲，乙，某办公室2023年5月19日印发: who prints is no recipient of a copy.
            let list = text.get(from..end).unwrap_or_default();
            let end = if list.ends_with("印发") { list.rfind(['，', '。']).map_or(end, |at| from + at) } else { end };
            push_names(document, &unit.view, from, end, tail);
            tail.used.push(unit.span());
        }
    }
    for (at, unit) in units.iter().enumerate() {
        let text = unit.text();
        // 2010年1月19日印发　共印12份: GB/T 9704-1999, 8.3.
        let printed = text.split_once("共印").map_or(text, |(printed, _)| printed.trim_end_matches(['（', '(', '，']));
        let bare = printed.trim_end_matches(['。', '）', ')']);
        // 2015年4月10日印.
        let Some(before) = bare.strip_suffix("印发").or_else(|| bare.strip_suffix("日印")) else { continue };
        let span = unit.span();
        let Some(date) = recognise::find_dates(document.slice(span)).into_iter().next_back() else { continue };
        let place = Span::new(span.start + date.start, span.start + date.end);
        let mut fact = Fact::new(date.date, evidence(document, place, Origin::Body));
        for doubt in date.doubts {
            fact.doubt(date.confidence, doubt);
        }
        tail.printed_on = Some(fact);
        tail.used.push(span);
        let name_end = unit.view.byte_of(place.start);
        let name = before.get(..name_end).unwrap_or_default();
        if agencies::is_agency(name) {
            tail.printed_by = Some(Fact::new(name.to_owned(), evidence(document, unit.view.span(0..name_end), Origin::Body)));
        } else if let Some(above) =
            at.checked_sub(1).and_then(|at| units.get(at)).filter(|above| name.is_empty() && agencies::is_agency(above.text()))
        {
            tail.printed_by = Some(Fact::new(above.text().to_owned(), evidence(document, above.span(), Origin::Body)));
            tail.used.push(above.span());
        }
    }
}

/// Names of a list parted at ，and 、; a separator inside parentheses parts nothing.
fn push_names(document: &Document, view: &View, from: usize, end: usize, tail: &mut Tail) {
    let text = view.as_str();
    let mut start = from;
    let mut depth = 0i32;
    let inner: Vec<(usize, char)> = text.char_indices().filter(|(at, _)| (from..end).contains(at)).collect();
    for (at, c) in inner.into_iter().chain([(end, '，')]) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth -= 1,
            '、' if depth <= 0 && is_ministrys(text.get(start..end).unwrap_or_default()) => {}
            '，' | ',' | '、' | '；' | ';' if depth <= 0 => {
                if let Some(name) = text.get(start..at).filter(|name| !name.is_empty()) {
                    tail.cc.push(Fact::new(name.to_owned(), evidence(document, view.span(start..at), Origin::Body)));
                }
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
}

/// Whether a list begins with the ministry's offices in several places, which are one name: 财政部湖北、陕西监管局.
fn is_ministrys(list: &str) -> bool {
    let name = list.split(['，', ',', '；', ';']).next().unwrap_or_default();
    let first = name.split('、').next().unwrap_or_default();
    name.starts_with("财政部") && name.ends_with(['局', '办', '处']) && !agencies::is_agency(first)
}

/// The date stands on a line of its own below the body, the names on the lines above it.
fn read_signature(document: &Document, units: &[Unit], tail: &mut Tail) {
    for (at, unit) in units.iter().enumerate() {
        let span = unit.span();
        if unit.text().ends_with("印发") || tail.used.iter().any(|used| used.contains(span)) {
            continue;
        }
        // The day on which a page was posted stands above the text, in figures alone (2021-02-08); the date of the document
        // stands below it, with 年月日 (GB/T 9704-2012, 7.3.5).
        let sentence = |unit: &Unit| unit.text().ends_with('。') && unit.text().chars().count() > SENTENCE;
        let posted = unit.text().contains(['-', '/']) && !unit.text().contains('年');
        if posted && !units.iter().take(at).any(sentence) && units.iter().skip(at + 1).take(NEAR).any(sentence) {
            continue;
        }
        let printed = document.slice(span);
        let dates = recognise::find_dates(printed);
        let (date, name) = match dates.as_slice() {
            [date] if flow::is_date_line(unit.text()) => (date.clone(), None),
            // 名称 and date on one line, with nothing else.
            [date] if date.end as usize == printed.chars().count() => {
                let end = unit.view.byte_of(span.start + date.start);
                // 某省财政厅、某省住建厅2020年4月7日: joint bodies with a sign between them.
                let Some(listed) = listed_bodies(unit, end) else { continue };
                (date.clone(), Some(listed))
            }
            _ => match recognise::parse_stripped_date(unit.text()) {
                Some(date) if at > 0 => (date, None),
                _ => continue,
            },
        };
        let place =
            if unit.text().chars().all(|c| c.is_ascii_digit()) { span } else { Span::new(span.start + date.start, span.start + date.end) };
        let mut fact = Fact::new(date.date, evidence(document, place, Origin::Body));
        for doubt in &date.doubts {
            fact.doubt(date.confidence, *doubt);
        }
        tail.issued_on = Some(fact);
        tail.used.push(span);
        match name {
            Some(names) => tail.signature.extend(names),
            None => read_names_above(units.get(..at).unwrap_or_default(), tail),
        }
        return;
    }
    undated_signature(units, tail);
}

/// The bodies of a line up to a byte, parted by 、 and ，; `None` where anything there is no body.
fn listed_bodies(unit: &Unit, end: usize) -> Option<Vec<(String, Span)>> {
    let text = unit.text().get(..end)?;
    if agencies::is_agency(text) {
        return Some(side_by_side(unit, end));
    }
    let bodies = side_by_side(unit, end);
    if bodies.len() > 1 {
        return Some(bodies);
    }
    let mut from = 0;
    let mut found = Vec::new();
    for name in text.split(['、', '，']) {
        if !agencies::is_agency(name) {
            return None;
        }
        found.push((name.to_owned(), unit.view.span(from..from + name.len())));
        from += name.len() + '、'.len_utf8();
    }
    Some(found)
}

/// The bodies that a line bears side by side up to a byte: each with a blank behind it, or the line as one.
fn side_by_side(unit: &Unit, end: usize) -> Vec<(String, Span)> {
    // 甲局 乙局2020年9月11日: the date may be glued to the last of them.
    let words: Vec<std::ops::Range<usize>> =
        unit.view.words().into_iter().map(|range| range.start..range.end.min(end)).filter(|range| !range.is_empty()).collect();
    let body = |range: &std::ops::Range<usize>| {
        let text = unit.text().get(range.clone()).unwrap_or_default();
        agencies::is_agency(text) && agencies::place(text, None).is_some_and(|place| !place.rest.is_empty())
    };
    if words.len() > 1 && words.iter().all(body) {
        return words.into_iter().filter_map(|range| Some((unit.text().get(range.clone())?.to_owned(), unit.view.span(range)))).collect();
    }
    vec![(unit.text().get(..end).unwrap_or_default().to_owned(), unit.view.span(0..end))]
}

/// A copy may have lost the date: bodies with their places on the last lines of the text sign it.
fn undated_signature(units: &[Unit], tail: &mut Tail) {
    let signs = |unit: &Unit| {
        let place = agencies::place(unit.text(), None).is_some_and(|place| !place.rest.is_empty());
        place && agencies::is_agency_line(unit.text()) && !unit.after_table
    };
    let free = |unit: &&Unit| !tail.used.iter().any(|used| used.contains(unit.span())) || signs(unit);
    let below = units.iter().rposition(|unit| unit.text().ends_with('。')).map_or(0, |at| at + 1);
    let rest = units.get(below..).unwrap_or_default();
    let names: Vec<&Unit> = rest.iter().filter(free).filter(|unit| signs(unit)).collect();
    if below > 0 && (1..=4).contains(&names.len()) && rest.last().is_some_and(signs) {
        tail.signature = names.iter().flat_map(|unit| side_by_side(unit, unit.text().len())).collect();
        tail.used.extend(names.iter().map(|unit| unit.span()));
    }
}

/// The date of the document (成文日期) in a page's metadata box. The date of publication is none.
fn date_in_metadata(document: &Document) -> Option<Fact<Date>> {
    let (_, value) = document.metadata().iter().find(|(label, value)| DATE_LABELS.is(label) && !value.trim().is_empty())?;
    let date = recognise::find_dates(value).into_iter().next()?;
    Some(Fact::new(date.date, metadata_evidence(document, value)).doubted(Confidence::Likely, Doubt::RoleInferred))
}

/// The box of a page that was saved as text: 成文日期2024-06-10, with or without a colon, on a line of its own.
fn date_in_box(document: &Document) -> Option<Fact<Date>> {
    let units = flow::first_units(document);
    let bare = |unit: &Unit| unit.text().trim_start_matches(['•', '·']).to_owned();
    // • 成文日期⏎• 2022-12-27: label and value on lines of their own.
    let apart = units.iter().zip(units.iter().skip(1)).find_map(|(label, value)| {
        DATE_LABELS.is(&bare(label)).then_some(())?;
        let found = recognise::find_dates(&bare(value)).into_iter().next().filter(|date| date.start == 0)?;
        Some(Fact::new(found.date, evidence(document, value.span(), Origin::Body)).doubted(Confidence::Likely, Doubt::RoleInferred))
    });
    apart.or_else(|| {
        units.iter().find_map(|unit| {
            let text = bare(unit);
            let rest = DATE_LABELS.at_start(&text).and_then(|label| text.get(label.len()..))?;
            let rest = rest.trim_start_matches(['：', ':', '|']);
            let found = recognise::find_dates(rest).into_iter().next().filter(|date| date.start == 0)?;
            Some(Fact::new(found.date, evidence(document, unit.span(), Origin::Body)).doubted(Confidence::Likely, Doubt::RoleInferred))
        })
    })
}

/// Where the name begins in `采购人：某局`, `填报单位：某局`: a signature line may carry a label.
fn label_end(text: &str) -> usize {
    let label = text.char_indices().take(7).find(|(_, c)| matches!(c, '：' | ':'));
    label.map_or(0, |(at, c)| at + c.len_utf8())
}

/// Where a signature line ends before its note on the seal: 某局（预算专用章）, 某局（盖章）.
fn unsealed(text: &str) -> usize {
    let front = text.strip_suffix("章）").and_then(|front| front.rfind('（'));
    front.filter(|at| *at > 0).unwrap_or(text.len())
}

/// A name whose place stands on the line above its office: none of the lines is a body by itself with a place.
fn name_of_two_lines(above: &[Unit], unit: &Unit) -> Option<(String, Span)> {
    let first = above.last()?;
    let placed = |name: &str| agencies::place(name, None).is_some_and(|place| !place.rest.is_empty());
    let name = format!("{}{}", first.text(), unit.text());
    let parted = !agencies::is_agency(first.text()) && placed(first.text()) && agencies::is_agency(unit.text()) && !placed(unit.text());
    let whole = name.starts_with("中共") && agencies::is_agency(&name);
    (parted && whole && !unit.after_table).then(|| (name, first.span().cover(unit.span())))
}

fn read_names_above(above: &[Unit], tail: &mut Tail) {
    let mut found: Vec<(String, Span)> = Vec::new();
    for (nth, unit) in above.iter().rev().take(6).enumerate() {
        let span = unit.span();
        if tail.used.iter().any(|used| used.contains(span)) || unit.text().chars().count() > 40 {
            break;
        }
        let from = label_end(unit.text());
        // 通讯地址：某县某局: where it is, not who signs.
        let label = unit.text().get(..from).unwrap_or_default();
        if ["地址", "电话", "邮箱", "热线"].iter().any(|word| label.contains(word)) {
            break;
        }
        // 中共某县委农村⏎工作领导小组办公室: a line without a place may end the long name that the line above begins.
        if let Some((name, span)) = name_of_two_lines(above.get(..above.len() - nth - 1).unwrap_or_default(), unit) {
            found.push((name, span));
            tail.used.push(span);
            break;
        }
        let end = unsealed(unit.text());
        let names = agencies::names(&unit.view, from..end);
        let whole: usize = names.iter().map(|name| name.chars().count()).sum();
        let length = unit.text().get(from..end).map_or(0, |text| text.chars().count());
        // Every character of the line belongs to a name, or the line is body text.
        if names.is_empty() || whole + names.len() < length {
            break;
        }
        for name in names.into_iter().rev() {
            found.push((name, span));
        }
        tail.used.push(span);
        if unit.after_table {
            break;
        }
    }
    found.reverse();
    tail.signature = found;
}
