//! Sums told per recipient in a sentence: `其中：甲区231万元，乙区245万元`, `丙县、丁县各100万元`.
//! See `docs/amounts.md`, prose. Not for: sums by level of government (中央资金409万元), which are amounts (`body`).

mod items;
mod names;
mod takers;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{ColumnRole, Confidence, Doubt, Origin, RowKind};
use hongtou_notice::{Allocation, DivisionCode, Doubts};

use self::items::Item;
use self::names::Name;
use super::{recipient, text};

/// Who speaks, and to whom.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scope<'a> {
    /// The issuer's division.
    pub(crate) issuer: Option<&'a DivisionCode>,
    /// Whom the notice is addressed to (主送机关), name by name. They get money even where the clause goes on with what it is for.
    pub(crate) addressed: &'a [String],
    /// Whether a table, here or in an attachment, tells the rows: then prose that tells again what is cut and raised is told as amounts.
    pub(crate) tabled: bool,
}

impl Scope<'_> {
    /// Whether a name is that of a recipient of money.
    fn takes(&self, name: &str) -> bool {
        self.addressed.iter().any(|known| known == name) || takers::is_recipient(name, self.issuer)
    }
}

/// What a paragraph tells.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Series of at least two recipients with their sums, in the order of mention, in table 0.
    pub(crate) rows: Vec<Allocation>,
    /// Recipients alone in a numbered item (三、市文化局120万元，用于…), whom the notice is addressed to: rows where other items have rows.
    pub(crate) alone: Vec<Allocation>,
}

/// The allocations told in a paragraph. Rows are not numbered yet: all that prose tells is one table.
pub(crate) fn read_prose(document: &Document, span: Span, scope: &Scope<'_>) -> Told {
    let issuer = scope.issuer;
    let printed: Vec<char> = document.slice(span).chars().collect();
    let ink: Vec<usize> = (0..printed.len()).filter(|at| printed.get(*at).is_some_and(|c| !text::is_blank(*c))).collect();
    let folded: Vec<char> = ink.iter().filter_map(|at| printed.get(*at)).map(|c| crate::recognise::fold_char(*c)).collect();
    let items = items::items(&folded, scope);
    let place = |from: usize, to: usize| {
        let start = ink.get(from).copied().unwrap_or(0);
        let end = to.checked_sub(1).and_then(|last| ink.get(last)).map_or(start, |last| last + 1);
        Span::new(span.start + count(start), span.start + count(end))
    };
    let mut out = Vec::new();
    let series = series(&items);
    let cell = |item: &Item, name: &Name| record(document, name, place(name.from, name.to), item, place(item.sum.0, item.sum.1), issuer);
    let in_series: HashSet<usize> = series.iter().flatten().copied().collect();
    let alone = |(at, item): (usize, &Item)| match item.names.as_slice() {
        _ if item.changes || in_series.contains(&at) => None,
        [name] if scope.addressed.contains(&name.text) && is_numbered(&folded, name.from) => Some(cell(item, name)),
        _ => None,
    };
    let alone = items.iter().enumerate().filter_map(alone).collect();
    for series in &series {
        let told = series.iter().filter_map(|at| items.get(*at));
        let trust = trust(&items, series);
        for item in told {
            for name in &item.names {
                let mut cell = cell(item, name);
                doubt(&mut cell, item, trust);
                out.push(cell);
            }
        }
    }
    Told { rows: out, alone }
}

/// Whether nothing but the number of an item stands between a name and what ends before it: 三、, （二）, 3.
fn is_numbered(folded: &[char], name: usize) -> bool {
    let lead: Vec<char> =
        folded.get(..name).unwrap_or_default().iter().rev().copied().take_while(|c| !matches!(c, '。' | ';' | ':')).collect();
    lead.iter().any(|c| recipient::is_ordinal(*c)) && lead.iter().all(|c| recipient::is_ordinal(*c) || matches!(c, '、' | '.' | '(' | ')'))
}

/// The items that tell recipients one after the other, by their places in the list.
fn series(items: &[Item]) -> Vec<Vec<usize>> {
    // 调减甲县86万元；相应调增乙县50万元、丙区36万元: one that loses beside several that get it.
    let moves = items.iter().filter(|item| item.changes || item.anew).flat_map(|item| &item.names).count() > 1;
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut close = |open: &mut Vec<usize>| {
        let told = || open.iter().filter_map(|at| items.get(*at));
        // 市本级资金20万元、县本级资金10万元: levels alone are where the money comes from.
        let levels = told().all(|item| item.of_level);
        let mut names = told().flat_map(|item| &item.names).map(|name| &name.text);
        let several =
            names.next().is_some_and(|first| names.any(|name| name != first)) || told().any(|item| item.anew || item.changes && moves);
        if !levels && several {
            out.push(std::mem::take(open));
        }
        open.clear();
    };
    for (at, item) in items.iter().enumerate() {
        if item.explains {
            continue;
        }
        let good = item.named;
        // 甲县30万元，用于…。乙县20万元，用于…。: items that are sentences.
        let follows = open
            .last()
            .and_then(|last| items.get(*last))
            .is_none_or(|last| last.sentence == item.sentence || last.opens && item.opens && last.sentence + 1 == item.sentence)
            && open
                .last()
                .and_then(|last| items.get(*last))
                .is_none_or(|last| last.taken == item.taken && last.changes == item.changes && last.after == item.after);
        if !good || !follows {
            close(&mut open);
        }
        if good {
            open.push(at);
        }
    }
    close(&mut open);
    out
}

/// What the sum told before the recipients says of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// They add up to it.
    Proven,
    /// None is told.
    Unknown,
    /// They do not add up to it.
    Differs,
}

/// A whole that is told right before its recipients (现下达210万元，其中：甲镇40万元、乙镇170万元) is the sum of theirs, of all sums that follow it in
/// the sentence (、管理费5万元), or the sum of several that stand before it.
fn trust(items: &[Item], series: &[usize]) -> Trust {
    let Some(first) = series.first() else { return Trust::Unknown };
    let sentence = |at: usize| items.get(at).map(|item| item.sentence);
    let changes = items.get(*first).is_some_and(|item| item.changes);
    let whole = |item: &&Item| item.changes == changes && !item.named;
    // The parts may begin with a sum whose name is not known.
    let begin = (0..=*first)
        .rev()
        .take_while(|at| at == first || sentence(*at) == sentence(*first) && items.get(*at).as_ref().is_some_and(whole))
        .find(|at| items.get(*at).is_some_and(|item| item.parts_begin && !item.anew));
    let Some(begin) = begin else { return Trust::Unknown };
    // The whole may end its sentence: …210万元。其中：甲镇40万元.
    let opens = items.get(begin).is_some_and(|item| item.parts_open);
    let near = |item: &&Item| Some(item.sentence + usize::from(opens)) >= sentence(begin);
    let before: Vec<&Item> = items.iter().take(begin).rev().take_while(whole).take_while(near).collect();
    if before.is_empty() {
        return Trust::Unknown;
    }
    let own = items::sum(series.iter().filter_map(|at| items.get(*at)));
    let told = |item: &&Item| !item.explains && item.changes == changes;
    let last = series.last().and_then(|last| sentence(*last));
    let rest = items.iter().skip(begin).take_while(|item| Some(item.sentence) <= last).take(MOST_TOLD).filter(told);
    let (rest, all) = (items::sum(rest), items::sum(before.iter().copied()));
    let known = |sum| sum == all || before.iter().any(|item| sum == Some(item.money));
    if known(own) || known(rest) { Trust::Proven } else { Trust::Differs }
}

/// A sentence tells no more sums; the cost of a text without stops stays linear.
const MOST_TOLD: usize = 1_000;

/// Lowers a cell whose sums do not add up, and, where nothing proves it, one whose name stands apart from its figure or whose figure
/// bears no 元.
fn doubt(cell: &mut Allocation, item: &Item, trust: Trust) {
    if trust == Trust::Differs {
        cell.confidence = Confidence::Doubtful;
        cell.doubts.insert(Doubt::SumMismatch);
    } else if (item.far || item.bare) && trust == Trust::Unknown {
        cell.confidence = cell.confidence.max(Confidence::Likely);
        cell.doubts.insert(if item.far { Doubt::TableInferred } else { Doubt::UnitAssumed });
    }
}

fn record(document: &Document, name: &Name, place: Span, item: &Item, sum: Span, issuer: Option<&DivisionCode>) -> Allocation {
    let who = recipient::who(&name.text, None, issuer);
    let plain = text::plain(document.slice(place));
    let mut doubts: Doubts = item.doubts.iter().copied().collect();
    let mut confidence = item.confidence;
    if who.ambiguous {
        doubts.insert(Doubt::AmbiguousDivision);
        confidence = confidence.max(Confidence::Likely);
    }
    Allocation {
        table: 0,
        table_title: None,
        row: 0,
        col: 1,
        recipient: plain.into(),
        division: who.division,
        row_kind: who.kind,
        column: None,
        // What is given anew out of what was taken back raises; it is not what a notice that takes back is about.
        column_role: match item {
            Item { after: true, .. } => ColumnRole::After,
            Item { taken: true, .. } => ColumnRole::Cut,
            Item { anew: true, .. } | Item { changes: true, .. } => ColumnRole::Raise,
            _ => ColumnRole::Allocated,
        },
        cited_number: None,
        text: document.slice(sum).into(),
        unit: Some(item.unit),
        money: Some(item.money),
        absence: None,
        counts: !item.after && !matches!(who.kind, RowKind::Total | RowKind::Subtotal),
        evidence: crate::place::evidence(document, place.cover(sum), Origin::Body),
        confidence,
        doubts,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
