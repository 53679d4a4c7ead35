//! The running text of a document, a paragraph a unit, without tables, forms that ran into it and advertising. Not for: joining the lines
//! of a paragraph (`flow`), what the text says.

use hongtou_document::{Document, Span};
use hongtou_notice::{Money, MoneyUnit};

use crate::flow::{self, Unit};
use crate::recognise;
use crate::vocab::SPAM_WORDS;

/// A longer item of a list of recipients is a sentence.
const LONGEST_ITEM: usize = 40;

/// The paragraphs of the units below a head that `used`, the places of tables and of the end of the notice, leave.
pub(crate) fn read(document: &Document, below: &[Unit], used: &[Span]) -> Vec<Unit> {
    let mut body = flow::paragraphs(document, below, used);
    // Advertising in a hijacked copy says nothing about money.
    if body.iter().any(|unit| SPAM_WORDS.in_text(unit.text())) {
        body = body.iter().flat_map(|unit| without_spam(document, unit)).collect();
    }
    body.into_iter().filter_map(|unit| before_form(document, unit)).collect()
}

/// The sums in running text with their units: a table that prints no unit may repeat one of them.
pub(crate) fn printed_units(document: &Document, units: &[Unit]) -> Vec<(Money, MoneyUnit)> {
    units.iter().flat_map(|unit| recognise::find_money(document.slice(unit.span()))).map(|found| (found.money, found.unit)).collect()
}

/// The stretches in which sums are told per recipient: paragraphs, and lists of short items (1.某镇：48.6万元；) as one, with the words
/// before them (…210万元，分配如下：). What the money of an item is for may stand behind it (（二）某镇12.5万元，用于…；).
pub(crate) fn told_together(body: &[Unit]) -> Vec<Span> {
    let sum_ends =
        |text: &str| text.ends_with('元') || text.strip_suffix('万').is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
    // Whether a paragraph is an item of a list, and whether it is one if the paragraph before it is.
    let item = |unit: &Unit| {
        let text = unit.text();
        let whole = text.trim_end_matches(['；', ';', '。', '，']);
        let numbered = flow::heading_level(text).is_some();
        let short = (numbered || !whole.contains(['，', '。'])) && text.chars().count() <= LONGEST_ITEM && sum_ends(whole);
        let first = whole.split('，').next().unwrap_or_default();
        let explained = !whole.contains('。') && first.chars().count() <= LONGEST_ITEM && sum_ends(first);
        (short || explained && (numbered || text.ends_with(['；', ';'])), explained)
    };
    let mut spans: Vec<Span> = Vec::new();
    let (mut listed, mut led) = (false, false);
    for unit in body {
        let (alone, behind) = item(unit);
        let item = alone || behind && listed;
        match spans.last_mut().filter(|_| item && (listed || led) && !unit.after_table) {
            Some(last) => *last = last.cover(unit.span()),
            None => spans.push(unit.span()),
        }
        // …5260万元，其中：甲县2160万元；⏎乙区3100万元。: a full line may have drawn the first item to itself.
        let first =
            unit.text().ends_with(['；', ';']) && ["其中：", "如下：", "其中:", "如下:"].iter().any(|word| unit.text().contains(word));
        listed = item || first;
        led = unit.text().ends_with(['：', ':']);
    }
    spans
}

/// A paragraph without the sentences that advertise: what stands between them, each stretch a paragraph of its own.
fn without_spam(document: &Document, unit: &Unit) -> Vec<Unit> {
    let text = unit.text();
    if !SPAM_WORDS.in_text(text) {
        return vec![unit.clone()];
    }
    let mut borders: Vec<usize> = vec![0];
    borders.extend(text.char_indices().filter_map(|(at, c)| match c {
        '。' | '！' | '？' | '；' | '】' => Some(at + c.len_utf8()),
        '【' => Some(at),
        _ => None,
    }));
    borders.push(text.len());
    let mut kept: Vec<std::ops::Range<usize>> = Vec::new();
    // What follows an advertiser's name up to the next stop is his as well.
    let mut spam = false;
    for pair in borders.windows(2) {
        let &[start, end] = pair else { continue };
        let piece = text.get(start..end).unwrap_or_default();
        if piece.is_empty() {
            continue;
        }
        // A document's number shows that the sentence is the notice's, whatever was put into the title beside it.
        let own = SPAM_WORDS.in_text(piece) && recognise::find_numbers(piece).is_empty();
        let tail = spam && piece.chars().count() <= LONGEST_ITEM;
        spam = own && piece.ends_with('】');
        match kept.last_mut().filter(|last| last.end == start) {
            _ if own || tail => {}
            Some(last) => last.end = end,
            None => kept.push(start..end),
        }
    }
    kept.into_iter().map(|range| unit.part(document, range)).collect()
}

/// A paragraph up to the form that ran into it (…一级指标二级指标三级指标…): figures of a form without its cells are no running text.
fn before_form(document: &Document, unit: Unit) -> Option<Unit> {
    let text = unit.text();
    let heads = text.find("一级指标").filter(|at| {
        let behind = crate::sentence::after(text, at + "一级指标".len(), 12);
        behind.contains("三级指标") || behind.contains("二级指标")
    });
    match heads {
        None => Some(unit),
        Some(0) => None,
        Some(at) => Some(unit.part(document, 0..at)),
    }
}
