//! Sums told per recipient in a sentence: `其中：甲区231万元，乙区245万元`, `丙县、丁县各100万元`.
//! See `docs/tables.md`, prose. Not for: sums by level of government (中央资金409万元), which are amounts (`body`).

use std::sync::LazyLock;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{ColumnRole, Confidence, Doubt, Origin, RowKind};
use hongtou_notice::{Allocation, DivisionCode, Divisions, Money, MoneyUnit};
use regex::Regex;

use super::{figure, recipient, text, words};

static SUM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?P<num>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|亿元|千元|元)").ok());

/// Words between a name and its figure, or before a name, that are no part of it.
const BEFORE: &[&str] = &[
    "其中",
    "分别",
    "现",
    "另",
    "重新",
    "拟",
    "共",
    "安排给",
    "下达给",
    "拨付给",
    "分配给",
    "安排",
    "下达",
    "拨付",
    "分配",
    "补助",
    "给",
    "及",
    "和",
    "与",
    "对",
    "向",
    "将",
    ":",
];
const AFTER: &[&str] = &["分别为", "分别", "安排", "下达", "拨付", "分配", "补助", "资金", "金额", "为", "各", "共", "计", ":"];

/// A name or figure with the place of its characters in the folded text.
#[derive(Debug, Clone)]
struct Item {
    names: Vec<(String, usize, usize)>,
    figure: String,
    unit: MoneyUnit,
    /// Folded characters of the figure with its unit.
    sum: (usize, usize),
    /// Which sentence.
    sentence: usize,
    /// Whether the money is raised, cut or taken back.
    changes: bool,
    /// Whether it tells the money of a level of government: 县本级资金.
    of_level: bool,
}

/// The allocations told in a paragraph: series of at least two recipients with their sums. Rows are numbered in the
/// order of mention, from 1, in table 0.
pub(crate) fn read_prose(document: &Document, span: Span, issuer: Option<&DivisionCode>) -> Vec<Allocation> {
    let printed: Vec<char> = document.slice(span).chars().collect();
    let ink: Vec<usize> = (0..printed.len()).filter(|at| printed.get(*at).is_some_and(|c| !text::is_blank(*c))).collect();
    let folded: Vec<char> = ink.iter().filter_map(|at| printed.get(*at)).map(|c| crate::recognise::fold_char(*c)).collect();
    let mut items = items(&folded, issuer);
    for (name, from, to) in items.iter_mut().flat_map(|item| &mut item.names) {
        if !is_recipient(name, issuer)
            && let Some((skipped, place)) = place_beside_fund(name, &folded.iter().skip(*to).take(2).collect::<String>(), issuer)
        {
            *from += skipped;
            *to = *from + place.chars().count();
            *name = place;
        }
    }
    let mut out = Vec::new();
    let mut series: Vec<&Item> = Vec::new();
    let mut flush = |series: &mut Vec<&Item>| {
        // 市本级资金20万元、县本级资金10万元: levels alone are where the money comes from.
        let levels = series.iter().all(|item| item.of_level);
        if !levels && series.iter().map(|item| item.names.len()).sum::<usize>() >= 2 {
            for item in series.iter() {
                for (name, from, to) in &item.names {
                    let row = u32::try_from(out.len() + 1).unwrap_or(u32::MAX);
                    let place = |from: usize, to: usize| {
                        let start = ink.get(from).copied().unwrap_or(0);
                        let end = to.checked_sub(1).and_then(|last| ink.get(last)).map_or(start, |last| last + 1);
                        Span::new(span.start + count(start), span.start + count(end))
                    };
                    out.extend(record(document, name, place(*from, *to), item, place(item.sum.0, item.sum.1), row, issuer));
                }
            }
        }
        series.clear();
    };
    for item in &items {
        let good = !item.names.is_empty() && item.names.iter().all(|(name, _, _)| is_recipient(name, issuer));
        let follows = series.last().is_none_or(|last: &&Item| last.sentence == item.sentence);
        if !good || !follows {
            flush(&mut series);
        }
        if good {
            series.push(item);
        }
    }
    flush(&mut series);
    out
}

/// Figures with the names before them.
fn items(folded: &[char], issuer: Option<&DivisionCode>) -> Vec<Item> {
    // 县教育局31万元（设备购置20万元、培训11万元）: what stands in brackets behind a sum only explains it.
    let folded = &without_notes(folded, issuer);
    let text: String = folded.iter().collect();
    let at = |byte: usize| text.get(..byte).map_or(0, |head| head.chars().count());
    let mut items: Vec<Item> = Vec::new();
    let mut start = 0usize;
    for found in SUM.as_ref().into_iter().flat_map(|regex| regex.captures_iter(&text)) {
        let (Some(whole), Some(figure), Some(unit)) = (found.get(0), found.name("num"), found.name("unit")) else { continue };
        let Some(unit) = MoneyUnit::from_word(unit.as_str()) else { continue };
        let (from, to) = (at(whole.start()), at(whole.end()));
        let between = folded.get(start..from).unwrap_or_default();
        let sentence = items.last().map_or(0, |last| last.sentence) + usize::from(between.contains(&'。'));
        // 调增甲县80万元、乙县40万元: what is raised and cut is told as amounts (docs/amounts.md).
        let clause: String = between.iter().rev().take_while(|c| !matches!(c, ',' | ';' | '。' | ':')).collect();
        let changes = ["增调", "减调", "增核", "减核", "回收"].iter().any(|verb| clause.contains(verb));
        let goes_on = between.first() == Some(&'、') && items.last().is_some_and(|last| last.changes);
        let changes = changes || goes_on && clause.chars().count() == between.len();
        let names = if changes { Vec::new() } else { names(folded, start, from) };
        let lead: String = between.iter().rev().take(8).rev().collect();
        let of_level = ["本级资金", "本级财政资金", "本级配套", "本级安排"].iter().any(|tail| lead.ends_with(tail));
        items.push(Item { of_level, changes, names, figure: figure.as_str().to_owned(), unit, sum: (from, to), sentence });
        start = to;
    }
    items
}

/// What a note behind a sum is replaced by.
const NOTE: char = '\u{1}';

/// The text with notes in brackets behind sums made unreadable, character by character. A note that tells all of the sum before it
/// per recipient stays: 236万元（甲市68万元、乙县168万元）.
fn without_notes(folded: &[char], issuer: Option<&DivisionCode>) -> Vec<char> {
    let mut out = folded.to_vec();
    let mut at = 0;
    while at < out.len() {
        let opens = out.get(at) == Some(&'(') && at.checked_sub(1).and_then(|before| out.get(before)) == Some(&'元');
        let close = out.iter().skip(at).take(LONGEST_NOTE).position(|c| *c == ')').map(|length| at + length).filter(|_| opens);
        let told = close.is_some_and(|close| tells_recipients(folded, at, close, issuer));
        if let Some(close) = close.filter(|_| !told) {
            out.iter_mut().take(close + 1).skip(at).for_each(|c| *c = NOTE);
            at = close;
        }
        at += 1;
    }
    out
}

/// Whether the note between two brackets tells the sum that ends before it, recipient by recipient.
fn tells_recipients(folded: &[char], open: usize, close: usize, issuer: Option<&DivisionCode>) -> bool {
    let before: String = folded.get(open.saturating_sub(LONGEST_SUM)..open).unwrap_or_default().iter().collect();
    let Some(whole) = SUM.as_ref().and_then(|regex| regex.captures_iter(&before).last()) else { return false };
    let sum = |figure: &str, unit: MoneyUnit| Money::parse(figure, unit);
    let whole = whole.name("unit").and_then(|unit| sum(whole.name("num")?.as_str(), MoneyUnit::from_word(unit.as_str())?));
    let parts = items(folded.get(open + 1..close).unwrap_or_default(), issuer);
    let named = |item: &Item| !item.names.is_empty() && item.names.iter().all(|(name, _, _)| is_recipient(name, issuer));
    // 丙县、丁县各100万元 counts for each of them.
    let each = |item: &Item| Some(Money(sum(&item.figure, item.unit)?.0.checked_mul(item.names.len().into())?));
    parts.len() > 1
        && parts.iter().all(named)
        && whole.is_some()
        && parts.iter().map(each).try_fold(Money::ZERO, |all, part| all.checked_add(part?)) == whole
}

/// Characters of the longest sum.
const LONGEST_SUM: usize = 24;

/// A longer note is none.
const LONGEST_NOTE: usize = 600;

/// The names right before a figure: the last clause; several only before 各.
fn names(folded: &[char], start: usize, end: usize) -> Vec<(String, usize, usize)> {
    let closes = |open: usize, to: usize| folded.get(open..to).is_some_and(|inner| inner.contains(&')'));
    let clause = |from: usize, to: usize| {
        (from..to)
            .rev()
            .find(|at| folded.get(*at).is_some_and(|c| matches!(*c, ',' | ';' | '。' | ':' | '、' | NOTE) || *c == '(' && !closes(*at, to)))
            .map_or(from, |at| at + 1)
    };
    // 某镇：48.6万元 in a list: the colon parts the name from its figure.
    let end = if end.checked_sub(1).filter(|last| *last > start).and_then(|last| folded.get(last)) == Some(&':') { end - 1 } else { end };
    // 某区：省级专项扶贫资金2405万元；in a list: the fund stands between the name and its figure.
    let fund = clause(start, end);
    let read = |from: usize, to: usize| folded.get(from..to).map(|part| part.iter().collect::<String>()).unwrap_or_default();
    let colon = fund.checked_sub(1).filter(|at| *at > start && folded.get(*at) == Some(&':'));
    let end = match colon.filter(|_| ["资金", "经费", "补助", "补贴"].iter().any(|word| read(fund, end).ends_with(word))) {
        Some(colon) if colon - clause(start, colon) <= 12 => colon,
        _ => end,
    };
    let each = end.checked_sub(1).and_then(|last| folded.get(last)) == Some(&'各');
    if !each {
        return name(folded, clause(start, end), end).into_iter().collect();
    }
    let from = (start..end)
        .rev()
        .find(|at| folded.get(*at).is_some_and(|c| matches!(*c, ',' | ';' | '。' | ':' | NOTE)))
        .map_or(start, |at| at + 1);
    let mut out = Vec::new();
    let mut at = from;
    for to in (from..end).filter(|at| folded.get(*at).is_some_and(|c| matches!(c, '、' | '和' | '及'))).chain([end]) {
        out.extend(name(folded, at, to));
        at = to + 1;
    }
    out
}

/// A name without the words around it.
fn name(folded: &[char], mut from: usize, mut to: usize) -> Option<(String, usize, usize)> {
    let read = |from: usize, to: usize| folded.get(from..to).map(|part| part.iter().collect::<String>()).unwrap_or_default();
    // 2.某镇：52.4万元 in a list.
    let number = (from..to).take_while(|at| folded.get(*at).is_some_and(char::is_ascii_digit)).count();
    if number > 0 && folded.get(from + number).is_some_and(|c| matches!(c, '.' | '、')) {
        from += number + 1;
    }
    // （二）某镇12.5万元.
    let ordinal = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c);
    if folded.get(from) == Some(&'(') {
        let number = (from + 1..to).take_while(|at| folded.get(*at).is_some_and(ordinal)).count();
        if number > 0 && folded.get(from + 1 + number) == Some(&')') {
            from += number + 2;
        }
    }
    loop {
        let text = read(from, to);
        // 和田县, 将乐县: what begins a place's name is no word before it.
        let placed = crate::agencies::place(&text, None).is_some();
        if let Some(word) = BEFORE.iter().find(|word| !placed && text.starts_with(**word) && text.chars().count() > word.chars().count()) {
            from += word.chars().count();
        } else if let Some(word) = AFTER.iter().find(|word| text.ends_with(**word) && text.chars().count() > word.chars().count()) {
            to -= word.chars().count();
        } else {
            break;
        }
    }
    // 县水利局（N号）18.5万元: the notice in brackets behind a name is no part of it.
    if read(from, to).ends_with(')')
        && let Some(open) = (from..to).rev().find(|at| folded.get(*at) == Some(&'('))
        && folded.get(open..to).is_some_and(|note| note.contains(&'〔'))
    {
        to = open;
    }
    let name = read(from, to);
    (2..=LONGEST_CLAUSE).contains(&name.chars().count()).then_some((name, from, to))
}

/// A longer clause holds no name beside that of the money.
const LONGEST_CLAUSE: usize = 48;
/// A longer name is none.
const LONGEST_NAME: usize = 24;

/// The division in a clause that names the money too (its last word may stand behind it), and how many characters stand before it: 甲县扶贫资金875万元,
/// 2020年中央环境整治资金（统筹部分）甲县59万元. Money that the division itself gives (配套, 财政) is not what it gets.
fn place_beside_fund(clause: &str, behind: &str, issuer: Option<&DivisionCode>) -> Option<(usize, String)> {
    const FUNDS: &[&str] = &["资金", "经费", "补助", "补贴", "专款"];
    const OWN: &[&str] = &["财政", "配套", "自筹", "承担", "本级", "上缴", "筹集"];
    let below = |name: &str| matches!(recipient::division(name, issuer), hongtou_notice::Match::One(code) if issuer != Some(&code));
    if FUNDS.iter().any(|word| clause.ends_with(word) || behind.starts_with(word)) {
        let rest = crate::agencies::place(clause, issuer)?.rest;
        let place = clause.strip_suffix(rest)?;
        let gets = !rest.starts_with('级') && rest.chars().count() > 2 && !OWN.iter().any(|word| rest.contains(word));
        return (gets && below(place) && is_recipient(place, issuer)).then(|| (0, place.to_owned()));
    }
    let fund = FUNDS.iter().filter_map(|word| clause.rfind(word).map(|at| at + word.len())).max()?;
    let rest = clause.get(fund..)?;
    let name = if rest.starts_with('(') { rest.split_once(')')?.1 } else { rest };
    (below(name) && is_recipient(name, issuer)).then(|| (clause.chars().count() - name.chars().count(), name.to_owned()))
}

/// Whether a name is a recipient: a division or zone below the issuer, its own level, or a unit. Levels of
/// government (中央, 省级) and the issuer's superiors are sources of money, never recipients.
fn is_recipient(name: &str, issuer: Option<&DivisionCode>) -> bool {
    if name.chars().nth(LONGEST_NAME).is_some() {
        return false;
    }
    let bare = recipient::bare(name);
    if bare.ends_with("资金") || bare.ends_with('级') && !bare.ends_with("本级") || bare.contains("财政") {
        return false;
    }
    match recipient::division(name, issuer) {
        hongtou_notice::Match::One(code) => {
            issuer.is_none_or(|issuer| issuer.as_str() == hongtou_notice::CENTRE || Divisions::get().within(&code, issuer.as_str()))
                && code.as_str() != hongtou_notice::CENTRE
        }
        hongtou_notice::Match::Many(_) => true,
        hongtou_notice::Match::None => {
            // Short names: 区教委, 县医院 in the mouth of their own government, 华西镇.
            let relative = bare.starts_with(['省', '市', '州', '盟', '县', '区', '旗', '镇', '乡', '师']);
            let township = bare.ends_with(['镇', '乡'])
                && !bare.contains('个')
                && !bare.starts_with(['各', '每', '全', '该', '本', '我', '两', '多', '城', '与', '等', '县', '区', '市', '乡', '镇']);
            let length = bare.chars().count();
            recipient::is_zone(&bare)
                || recipient::is_own_level(&bare)
                || length >= 4 && words::ends("unit_ending", &bare)
                || length == 3 && (relative && words::ends("unit_ending", &bare) || township)
                || length == 2 && township && !bare.starts_with(recipient::is_ordinal)
        }
    }
}

fn record(
    document: &Document,
    name: &str,
    place: Span,
    item: &Item,
    sum: Span,
    row: u32,
    issuer: Option<&DivisionCode>,
) -> Option<Allocation> {
    let who = recipient::who(name, None, issuer);
    let value = figure::number(&item.figure)?;
    let money = Money(value.checked_mul(item.unit.yuan())?.normalize());
    let plain = text::plain(document.slice(place));
    let doubt = who.ambiguous.then_some(Doubt::AmbiguousDivision);
    Some(Allocation {
        table: 0,
        table_title: None,
        row,
        col: 1,
        recipient: plain.into(),
        division: who.division,
        row_kind: who.kind,
        column: None,
        column_role: ColumnRole::Allocated,
        cited_number: None,
        text: document.slice(sum).into(),
        unit: Some(item.unit),
        money: Some(money),
        absence: None,
        counts: !matches!(who.kind, RowKind::Total | RowKind::Subtotal),
        evidence: crate::place::evidence(document, place.cover(sum), Origin::Body),
        confidence: if doubt.is_some() { Confidence::Likely } else { Confidence::Certain },
        doubts: doubt.into_iter().collect(),
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use hongtou_document::{DocumentBuilder, Format};

    use super::*;

    fn told(text: &str, issuer: &str) -> Vec<(String, String, Option<String>)> {
        let mut builder = DocumentBuilder::new(Format::Text);
        builder.paragraph(text);
        let document = builder.finish("x");
        let span = document.blocks()[0].span();
        let rows = read_prose(&document, span, Some(&DivisionCode(issuer.into())));
        for row in &rows {
            assert_eq!(row.evidence.text, document.slice(row.evidence.span().unwrap()));
        }
        rows.into_iter()
            .map(|row| (row.recipient.to_string(), row.money.unwrap().to_string(), row.division.map(|code| code.as_str().to_owned())))
            .collect()
    }

    fn row(name: &str, yuan: &str, code: &str) -> (String, String, Option<String>) {
        (name.into(), yuan.into(), Some(code.into()))
    }

    #[test]
    fn a_series_of_places() {
        let text = "现下达资金共600万元，其中：播州区310万元，仁怀市 250 万元、遵义新蒲新区40万元。";
        let wanted = [row("播州区", "3100000", "520304"), row("仁怀市", "2500000", "520382"), row("遵义新蒲新区", "400000", "520300Z")];
        assert_eq!(told(text, "520300"), wanted);
        assert_eq!(
            told("安排播州区、仁怀市各100万元。", "520300"),
            [row("播州区", "1000000", "520304"), row("仁怀市", "1000000", "520382")]
        );
    }

    #[test]
    fn places_beside_the_name_of_the_money() {
        let text = "一、下达播州区茶产业发展资金875万元；二、下达仁怀市茶产业发展资金30万元。";
        assert_eq!(told(text, "520300"), [row("播州区", "8750000", "520304"), row("仁怀市", "300000", "520382")]);
        let text = "2031年中央农村河道综合整治补助资金（统筹整合部分）播州区58.97万元，仁怀市40.9万元。2031年省级河道整治资金（统筹部分）播州区46万元，仁怀市2.2万元。";
        let wanted = [
            row("播州区", "589700", "520304"),
            row("仁怀市", "409000", "520382"),
            row("播州区", "460000", "520304"),
            row("仁怀市", "22000", "520382"),
        ];
        assert_eq!(told(text, "520300"), wanted);
        // A place's name may begin with such a word: 和, 将.
        assert_eq!(
            told("其中：和田县20万元，和田市30.5万元。", "653200"),
            [row("和田县", "200000", "653221"), row("和田市", "305000", "653201")]
        );
        // What counties give themselves is no allocation.
        assert_eq!(told("播州区配套资金20万元，仁怀市配套资金30万元。", "520300"), []);
    }

    #[test]
    fn levels_of_government_and_single_sums_are_none() {
        assert_eq!(told("下达500万元，其中中央资金409万元、省级资金91万元。", "520300"), []);
        assert_eq!(told("现下达播州区310万元。", "520300"), []);
        assert_eq!(told("每个项目补助5000元，奖励项目300万元。", "520300"), []);
    }
}
