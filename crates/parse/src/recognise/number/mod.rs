//! Document numbers (发文字号) in running text: every family and every damage that `docs/document-numbers.md` lists.
//! One pass; each place that can be the border between a code and its year is looked at once, with bounded reach to
//! both sides. Not for: whether a number is the document's own or cited.

mod code;
mod lists;
mod named;
mod scan;
mod tail;

use std::sync::LazyLock;

use hongtou_notice::DocumentNumber;
use hongtou_notice::codes::{Confidence, Doubt, NumberKind};

use self::code::{Code, Quality};
use self::lists::{CharSet, Words};
use self::tail::{Need, Tail};
use super::fold::is_han;
use super::ink::{Gap, Ink};
use super::words;

/// Labels of other numbers.
static OTHER_LABELS: LazyLock<Words> = LazyLock::new(|| words(include_str!("../../../data/not_number_labels.txt")).collect());
/// Their last characters: most letters end none.
static LABEL_ENDS: LazyLock<CharSet> = LazyLock::new(|| OTHER_LABELS.iter().filter_map(|word| word.chars().next_back()).collect());

/// A document number and where it is printed. In a list (`22、23号`) each number has a match of its own: the first
/// reaches from the code to its digits, the others cover their own digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberMatch {
    /// First code point.
    pub start: u32,
    /// Code point after the last.
    pub end: u32,
    /// The number.
    pub number: DocumentNumber,
    /// How sure the reading is.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Vec<Doubt>,
}

/// All document numbers of a text, in its order. Matches do not overlap; none crosses more than one line break.
#[must_use]
pub fn find_numbers(text: &str) -> Vec<NumberMatch> {
    let mut found: Vec<NumberMatch> = Vec::new();
    let mut done = 0;
    let mut ink = Ink::default();
    for place in scan::places(text) {
        if place.at < done {
            continue;
        }
        ink.fill(text.get(place.from..place.to).unwrap_or_default());
        let at = ink.index_of(place.at - place.base);
        let floor = ink.index_of(done.saturating_sub(place.base));
        let first = found.len();
        if let Some(end) = read_at(&ink, at, floor, &mut found).filter(|&end| end > at) {
            done = place.base + ink.end(end);
        }
        for number in found.iter_mut().skip(first) {
            number.start += place.base;
            number.end += place.base;
        }
    }
    found
}

/// Reads the number whose border is at a cell; the cell after it.
fn read_at(ink: &Ink, at: usize, floor: usize, found: &mut Vec<NumberMatch>) -> Option<usize> {
    match ink.c(at) {
        '令' | '公' | '字' => named::find(ink, at, floor, found),
        '0'..='9' | '〔' | '(' | '<' | '〈' | '《' | '{' | '厂' | 'C' | 'L' | 'c' | 't' | 'f' | '「' | '『' => {
            coded(ink, at, floor, found)
        }
        _ => None,
    }
}

/// Reads a number whose code ends before a cell; the cell after it.
fn coded(ink: &Ink, at: usize, floor: usize, found: &mut Vec<NumberMatch>) -> Option<usize> {
    let before = at.checked_sub(1).map(|i| ink.c(i)).filter(|_| at > floor)?;
    if !is_han(before) && before != ')' {
        return None;
    }
    let tail = tail::tail(ink, at)?;
    // The gap before this cell is counted by the code that ends there.
    let breaks = ink.breaks(at, tail.end);
    let mut code = code::code(ink, at, floor, 1_usize.checked_sub(breaks)?)?;
    if !fits(ink, &code, &tail) {
        return None;
    }
    let (confidence, doubts) = certainty(&code, &tail);
    let kind = kind(&code.text);
    for (place, item) in tail.items.iter().enumerate() {
        let from = if place == 0 { code.start } else { item.from };
        // Most lists hold one number, which takes the letters as they are.
        let prefix = if place + 1 == tail.items.len() { std::mem::take(&mut code.text) } else { code.text.clone() };
        found.push(NumberMatch {
            start: ink.start(from),
            end: ink.end(item.to),
            number: DocumentNumber { prefix, year: item.year, serial: item.serial, kind },
            confidence,
            doubts: doubts.clone(),
        });
    }
    Some(tail.end)
}

/// Whether the code is good enough for what was read after it.
fn fits(ink: &Ink, code: &Code, tail: &Tail) -> bool {
    let good = match tail.need {
        Need::Any => true,
        Need::Lettered => code.quality >= Quality::Lettered,
        // （莆卫老龄202221号） right behind 》 can be nothing else than the number of the document named.
        Need::Shaped => {
            code.quality >= Quality::Built
                || code.quality == Quality::Shaped && code.apart
                || code.cited && tail.damage.stripped && !tail.damage.no_mark && ink.c(tail.end) == ')' && code.quality >= Quality::Lettered
        }
        Need::Apart => {
            let alone = alone(ink, code.start, tail.end);
            let fiscal = code.text.contains('财') && code.text.chars().count() > 2;
            fiscal && code.apart && (code.quality == Quality::Known || (code.quality >= Quality::Shaped && alone))
        }
    };
    good && !foreign(ink, code.start)
}

/// Whether these cells are a line of their own or stand in brackets.
fn alone(ink: &Ink, from: usize, to: usize) -> bool {
    let enclosed = from.checked_sub(1).is_some_and(|i| ink.c(i) == '(') && ink.c(to) == ')';
    enclosed || (ink.gap(from) >= Gap::Break && ink.gap(to) >= Gap::Break)
}

/// Whether Latin letters of a project number or the label of another kind of number stand before the code.
fn foreign(ink: &Ink, start: usize) -> bool {
    let latin = |back: usize| start.checked_sub(back).is_some_and(|i| ink.c(i).is_ascii_uppercase());
    if latin(1) && latin(2) {
        return true;
    }
    let label_end = if start.checked_sub(1).is_some_and(|i| ink.c(i) == ':') { start - 1 } else { start };
    if !label_end.checked_sub(1).is_some_and(|last| LABEL_ENDS.has(ink.c(last))) {
        return false;
    }
    (2..=6).any(|length| label_end.checked_sub(length).is_some_and(|from| OTHER_LABELS.contains(ink.text(from, label_end).as_str())))
}

/// Points off for each repair; the weights follow `docs/document-numbers.md`.
fn certainty(code: &Code, tail: &Tail) -> (Confidence, Vec<Doubt>) {
    let damage = &tail.damage;
    let repairs = damage.brackets
        + 2 * damage.letters
        + u32::from(damage.odd_digits)
        + u32::from(damage.no_mark)
        + 2 * u32::from(damage.glued)
        + 3 * u32::from(damage.stripped)
        + 4 * u32::from(damage.no_year)
        + u32::from(code.joined);
    let weak = u32::from(code.quality < Quality::Built && (!code.apart || tail.need >= Need::Lettered));
    let credit = u32::from(repairs > 1 && repairs < 3 && (code.cited || code.quality == Quality::Known));
    let confidence = match repairs + weak - credit {
        0 => Confidence::Certain,
        1 | 2 => Confidence::Likely,
        _ => Confidence::Doubtful,
    };
    (confidence, if repairs > 0 { vec![Doubt::RepairedNumber] } else { Vec::new() })
}

/// The family that the last letters of a code tell.
fn kind(code: &str) -> NumberKind {
    // 防指, 指挥部 … issue papers without money; the quota paper is a finance body's.
    if code.contains('指') && code.contains('财') {
        return NumberKind::Quota;
    }
    let minutes = ["会纪", "政纪", "府纪", "办纪", "阅纪", "议纪", "常纪", "专纪", "纪要"];
    if code.ends_with('函') || code.ends_with("函字") {
        NumberKind::Letter
    } else if code.ends_with('电') || code.ends_with("电字") {
        NumberKind::Telegram
    } else if code.ends_with(['纪', '要']) && minutes.iter().any(|tail| code.ends_with(tail)) {
        NumberKind::Minutes
    } else {
        NumberKind::Document
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The plain way: every cell of the whole text is looked at.
    fn every_cell(text: &str) -> Vec<NumberMatch> {
        let ink = Ink::new(text);
        let mut found = Vec::new();
        let (mut at, mut floor) = (0, 0);
        while at < ink.len() {
            if let Some(end) = read_at(&ink, at, floor, &mut found).filter(|&end| end > at) {
                (at, floor) = (end, end);
            } else {
                at += 1;
            }
        }
        found
    }

    #[test]
    fn the_scan_passes_over_nothing_that_the_case_file_holds() {
        let cases = include_str!("../../../tests/data/docnumber_cases.json");
        let cases: serde_json::Value = serde_json::from_str(cases).unwrap();
        for list in ["positive", "negative", "anaphora"] {
            for case in cases[list].as_array().unwrap() {
                let text = case["text"].as_str().unwrap();
                assert_eq!(find_numbers(text), every_cell(text), "{text}");
            }
        }
    }

    #[test]
    fn the_stretch_round_a_place_is_long_enough() {
        for text in [
            // A reading aid inside the year, and behind what is read as 号.
            "财农﹝二〇二四(cái)二〇二四第",
            "财农字2023２亏(cái)万",
            // The longest that stands before a code: a year, and a label with its colon.
            "财农字(1971】财农字第71号日财政部",
            "，政府采购编号：新财采〔2023〕12号",
            "批准文号(hào)：新财采〔2023〕12号",
        ] {
            assert_eq!(find_numbers(text), every_cell(text), "{text}");
        }
    }

    /// The labelled notices, whole and with a letter in a hundred lost, doubled or put for another.
    #[test]
    fn the_scan_passes_over_nothing_in_notices() {
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../cli/tests/labelled/archive"))];
        let (mut seen, mut state) = (0, 1_u64);
        while let Some(path) = folders.pop() {
            if path.is_dir() {
                folders.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            let others: Vec<char> = "财政社〔〕（）()[《》2０1l第号令公告字、-年万的 \n\t\r".chars().collect();
            let damaged: String = text
                .repeat(3)
                .chars()
                .flat_map(|c| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let other = others[(state >> 40) as usize % others.len()];
                    let letters = match (state >> 33) % 400 {
                        0 => [None, None],
                        1 => [Some(c), Some(c)],
                        2 => [Some(other), None],
                        3 => [Some(c), Some(other)],
                        _ => [Some(c), None],
                    };
                    letters.into_iter().flatten()
                })
                .collect();
            for text in [text, damaged] {
                let (fast, slow) = (find_numbers(&text), every_cell(&text));
                for (fast, slow) in fast.iter().zip(&slow) {
                    assert_eq!(fast, slow);
                }
                assert_eq!(fast.len(), slow.len());
                seen += fast.len();
            }
        }
        assert!(seen > 1000, "{seen}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn the_scan_passes_over_nothing(
            text in "(财社|新财|预|农|综|建|〔|〕|[\\[\\]（）()《》]|20[012][0-9]|[0-9]|O|l|年|第|号|、|和|，|,|令|公告|字第|财政部|国务院| |\n|\t|的|根据|万元|一|十|厂|J|-){0,24}"
        ) {
            prop_assert_eq!(find_numbers(&text), every_cell(&text));
        }
    }
}
