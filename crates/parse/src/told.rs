//! Indicators that a report tells in sentences: `就业率目标值≥95%，实际完成97%`. Read only where a report has no form
//! (`docs/tables.md`, indicators told in sentences). Not for: forms and tables (`table`), or what a value means (`recognise`).

use std::ops::Range;
use std::sync::LazyLock;

use hongtou_document::Document;
use hongtou_notice::codes::{Confidence, Origin, Period};
use hongtou_notice::{Indicator, IndicatorValue};
use regex::Regex;

use crate::flow::Unit;
use crate::place::evidence;
use crate::recognise;
use crate::table::{LevelsInForce, level_word};

/// A longer value is a sentence.
const LONGEST_VALUE: usize = 24;
/// A longer name is a sentence.
const LONGEST_NAME: usize = 36;

/// A shorter name is a word (完成, 全年).
const SHORTEST_NAME: usize = 3;

/// What opens a target behind the name of its indicator.
static TARGET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<name>\P{Nd}*?)(?:的?(?:年度|年初|全年|预期|设定|绩效|既定)*(?:目标值|指标值|计划值|预期值|年初目标)(?:设定|设置)?为?)(?P<value>.*)$",
    )
    .ok()
});
/// A comparator parts a name from its target as well: 培训人数≥500人, if what was achieved follows.
static COMPARED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?P<name>\P{Nd}{2,30}?)(?P<value>(?:[≥≤＞＜><]|不低于|不少于|不高于|不超过)=?\d.*)$").ok());
/// What opens an achievement.
static ACHIEVED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:截至年底|年末|全年|年度|实际)*(?:实际完成值|全年完成值|完成值|实际值|实际完成|实际达到|实现值|完成|达到)(?:情况)?为?(?P<value>.*)$").ok()
});

/// An indicator that is being told.
#[derive(Debug, Default)]
struct Open {
    name: Option<Range<usize>>,
    target: Option<Range<usize>>,
    achieved: Option<Range<usize>>,
    /// Told by a comparator alone: it counts only with its achievement.
    compared: bool,
}

/// Which value a label without one announces (`目标值：`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    Target,
    Achieved,
}

/// Who tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// A report: targets with what was achieved.
    Report,
    /// A notice: targets alone, in paragraphs that a level word opens (数量指标：管护面积≥51.2万亩).
    Notice,
}

/// The indicators told in the paragraphs, numbered in their order, in table 0.
pub(crate) fn read(document: &Document, paragraphs: &[Unit], by: By) -> Vec<Indicator> {
    let mut out = Vec::new();
    let mut levels = LevelsInForce::default();
    for unit in paragraphs {
        let text = unit.text();
        let mut open = Open::default();
        let mut last: Option<Range<usize>> = None;
        let mut awaited = None;
        // 数量：新建公厕120座，补助资金240万元 lists work, 数量指标：… targets.
        let word = |clause: Range<usize>| bare(text.get(clause).unwrap_or_default());
        let levelled = || clauses(text).take(2).map(word).any(|word| word.ends_with("指标") && level_word(word).is_some());
        if by == By::Notice && !levelled() {
            continue;
        }
        for clause in clauses(text) {
            let words = text.get(clause.clone()).unwrap_or_default();
            let ended = text.get(clause.end..).is_some_and(|rest| rest.starts_with(['。', '；', ';']));
            if let Some(word) = level_word(bare(words)) {
                flush(document, unit, &mut open, &levels, &mut out);
                levels.set(word);
                last = None;
            } else if let Some(what) = awaited.take() {
                take(&mut open, what, value(text, clause.clone()));
            } else if let Some((name, found)) = target(text, &clause) {
                flush(document, unit, &mut open, &levels, &mut out);
                open.name = name.or_else(|| last.clone());
                if found.is_empty() {
                    awaited = Some(Awaited::Target);
                } else {
                    take(&mut open, Awaited::Target, value(text, found));
                }
            } else if let Some(found) = achieved(text, &clause).filter(|_| open.name.is_some() && open.achieved.is_none()) {
                if found.is_empty() {
                    awaited = Some(Awaited::Achieved);
                } else {
                    take(&mut open, Awaited::Achieved, value(text, found));
                }
            } else if let Some((name, found)) = compared(text, &clause)
                .or_else(|| valued(text, &clause).filter(|_| by == By::Notice))
                .filter(|(_, found)| by == By::Report || !text.get(found.clone()).is_some_and(|value| value.ends_with('元')))
            {
                flush(document, unit, &mut open, &levels, &mut out);
                open = Open { name: Some(name), target: value(text, found), achieved: None, compared: by == By::Report };
            } else {
                last = Some(unnumbered(text, clause.clone())).filter(|range| fits(text, range, LONGEST_NAME));
            }
            if ended && awaited.is_none() {
                flush(document, unit, &mut open, &levels, &mut out);
                last = None;
            }
        }
        flush(document, unit, &mut open, &levels, &mut out);
    }
    out
}

/// The stretches between marks.
fn clauses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let ends = text.char_indices().filter(|(_, c)| matches!(c, '。' | '；' | ';' | '，' | ',' | '：' | ':' | '（' | '）'));
    let mut all: Vec<Range<usize>> = Vec::new();
    for (at, c) in ends {
        all.push(start..at);
        start = at + c.len_utf8();
    }
    all.push(start..text.len());
    all.into_iter().filter(|range| !range.is_empty())
}

/// A clause without its numbering and the words that only say that a part of the report begins.
fn bare(words: &str) -> &str {
    let words = words.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | '、' | '①'..='⑳'));
    let words = ["一是", "二是", "三是", "四是", "五是"].iter().find_map(|head| words.strip_prefix(head)).unwrap_or(words);
    ["完成情况分析", "完成情况", "分析", "方面", "情况"].iter().find_map(|tail| words.strip_suffix(tail)).unwrap_or(words)
}

fn unnumbered(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text.get(range.clone()).unwrap_or_default();
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | '、' | '①'..='⑳'));
    range.end - rest.len()..range.end
}

fn fits(text: &str, range: &Range<usize>, most: usize) -> bool {
    text.get(range.clone()).is_some_and(|words| (SHORTEST_NAME..=most).contains(&words.chars().count()))
}

/// A value, if the stretch is short enough to be one.
fn value(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let words = text.get(range.clone())?;
    // 完成率100% tells a rate by another name.
    // 完成年初目标的106.7% is a share.
    (!words.is_empty() && !words.starts_with(['率', '的']) && words.chars().count() <= LONGEST_VALUE).then_some(range)
}

fn take(open: &mut Open, what: Awaited, value: Option<Range<usize>>) {
    match what {
        Awaited::Target => open.target = value,
        Awaited::Achieved => open.achieved = value,
    }
}

/// A name, where it stands in the same clause, and a target behind its label.
fn target(text: &str, clause: &Range<usize>) -> Option<(Option<Range<usize>>, Range<usize>)> {
    let found = TARGET.as_ref()?.captures(text.get(clause.clone())?)?;
    let (name, value) = (found.name("name")?, found.name("value")?);
    let name = unnumbered(text, clause.start + name.start()..clause.start + name.end());
    Some((Some(name).filter(|name| fits(text, name, LONGEST_NAME)), clause.start + value.start()..clause.start + value.end()))
}

fn compared(text: &str, clause: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let start = unnumbered(text, clause.clone()).start;
    let found = COMPARED.as_ref()?.captures(text.get(start..clause.end)?)?;
    let (name, value) = (found.name("name")?, found.name("value")?);
    Some((start + name.start()..start + name.end(), start + value.start()..start + value.end()))
}

/// A name with its figure behind it: 管护补助按季发放率100%.
fn valued(text: &str, clause: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let start = unnumbered(text, clause.clone()).start;
    let words = text.get(start..clause.end)?;
    let figure = words.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0)?;
    let name = start..start + figure;
    let alone = words.get(figure..)?.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    (alone.chars().count() <= LONGEST_UNIT && fits(text, &name, LONGEST_NAME)).then_some((name, start + figure..clause.end))
}

/// Characters of the longest unit behind a figure.
const LONGEST_UNIT: usize = 4;

fn achieved(text: &str, clause: &Range<usize>) -> Option<Range<usize>> {
    let found = ACHIEVED.as_ref()?.captures(text.get(clause.clone())?)?;
    found.name("value").map(|value| clause.start + value.start()..clause.start + value.end())
}

/// Ends the indicator that is being told.
fn flush(document: &Document, unit: &Unit, open: &mut Open, levels: &LevelsInForce, out: &mut Vec<Indicator>) {
    let done = std::mem::take(open);
    let text = unit.text();
    let Some(name) = done.name.filter(|_| !done.compared || done.achieved.is_some()) else { return };
    if done.target.is_none() && done.achieved.is_none() {
        return;
    }
    let read = |range: &Range<usize>| -> Option<IndicatorValue> { text.get(range.clone()).map(recognise::parse_value) };
    let end = [&done.target, &done.achieved].into_iter().flatten().map(|range| range.end).max().unwrap_or(name.end);
    out.push(Indicator {
        table: 0,
        row: u32::try_from(out.len() + 1).unwrap_or(u32::MAX),
        project: None,
        scope: None,
        period: Period::Annual,
        level1: levels.first.as_deref().map(Into::into),
        level2: levels.second.as_deref().map(Into::into),
        level3: text.get(name.clone()).unwrap_or_default().into(),
        target: done.target.as_ref().and_then(read),
        achieved: done.achieved.as_ref().and_then(read).map(Box::new),
        score: None,
        reason: None,
        evidence: evidence(document, unit.view.span(name.start..end), Origin::Body),
        confidence: Confidence::Likely,
        doubts: hongtou_notice::codes::Doubt::TableInferred.into(),
    });
}
