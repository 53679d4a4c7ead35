//! The sums of a paragraph with the names before them. See `docs/amounts.md`, prose. Not for: which of them are rows (`super`), what a
//! name is (`names`).

use hongtou_notice::codes::{Confidence, Doubt};
use hongtou_notice::{Money, MoneyUnit};
use rust_decimal::Decimal;

use super::Scope;
use super::names::{self, NOTE, Name};
use crate::recognise::{self, MoneyMatch};

/// A sum with the names before it.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) names: Vec<Name>,
    /// Whether all names are recipients.
    pub(super) named: bool,
    pub(super) money: Money,
    pub(super) unit: MoneyUnit,
    pub(super) confidence: Confidence,
    pub(super) doubts: Vec<Doubt>,
    /// Folded characters of the figure with its unit.
    pub(super) sum: (usize, usize),
    /// Which sentence.
    pub(super) sentence: usize,
    /// Whether the name begins its sentence or item.
    pub(super) opens: bool,
    /// Whether the money is raised, cut or taken back.
    pub(super) changes: bool,
    /// Whether it is taken back.
    pub(super) taken: bool,
    /// Whether what was taken back is given anew: one recipient is enough.
    pub(super) anew: bool,
    /// Whether it tells what a recipient has after an adjustment (调整后，甲县214万元).
    pub(super) after: bool,
    /// Whether it tells the money of a level of government: 县本级资金.
    pub(super) of_level: bool,
    /// Whether words about projects stand between the name and the figure.
    pub(super) far: bool,
    /// Whether the sum opens an item with several sums of one recipient.
    owner: bool,
    /// Whether it only explains the sum before it.
    pub(super) explains: bool,
    /// Whether words before it begin the parts of the sum before: 其中, 具体如下.
    pub(super) parts_begin: bool,
    /// Whether these words begin its sentence, so that the sum before stands in another one (…210万元。其中：甲镇40万元).
    pub(super) parts_open: bool,
    /// Whether the figure bears no 元 (300万).
    pub(super) bare: bool,
}

/// Larger figures are no money.
const LARGEST: u64 = 10_000_000_000_000_000;
/// Words that begin the parts of a sum.
const PARTS: &[&str] = &["其中", "具体", "如下", "分别", "分配", "(", ":"];
/// What is raised (docs/amounts.md).
const RAISES: &[&str] = &["调增", "核增"];
/// What is cut or taken back.
const TAKES: &[&str] = &["收回", "调减", "核减", "追减", "压减", "缴回"];
/// What is given behind them is given anew.
const ANEW: &[&str] = &["重新", "同时", "安排给", "下达给", "分配给", "拨付给", "调整给", "调整安排", "调剂给", "另行"];
/// Verbs that give.
const GIVES: &[&str] = &["安排", "下达", "分配", "拨付", "拨给", "调整给", "调剂给"];
/// Words that show that a figure without 元 is money.
const MONEY: &[&str] = &["资金", "补助", "经费", "奖补", "拨付", "下达", "奖励"];

/// Figures with the names before them.
pub(super) fn items(folded: &[char], scope: &Scope<'_>) -> Vec<Item> {
    // 县教育局31万元（设备购置20万元、培训11万元）: what stands in brackets behind a sum only explains it.
    items_of(&without_notes(folded, |open, close| tells_recipients(folded, open, close, scope)), scope)
}

/// The same of a text whose notes are gone.
fn items_of(folded: &[char], scope: &Scope<'_>) -> Vec<Item> {
    let text: String = folded.iter().collect();
    let found = recognise::find_money(&text);
    let mut items: Vec<Item> = Vec::new();
    let mut start = 0usize;
    let mut sentence = 0usize;
    // Names that still wait for their sums (甲区、乙区分别为20万元、30万元).
    let mut waiting: Vec<Name> = Vec::new();
    for (index, money) in found.iter().enumerate() {
        let (from, to) = (money.start as usize, money.end as usize);
        let between = folded.get(start..from).unwrap_or_default();
        let words: String = between.iter().collect();
        sentence += between.iter().filter(|c| **c == '。').count();
        if money.money.0.abs() > Decimal::from(LARGEST)
            || repeats(items.last(), money, &words)
            || is_count(&text, folded, money)
            || is_rate(folded, to)
        {
            start = to;
            continue;
        }
        let last = items.last();
        let clause: String = words.chars().rev().take_while(|c| !matches!(c, ',' | ';' | '。' | ':')).collect();
        let clause: String = clause.chars().rev().collect();
        let moved = moves(&clause, &words, last);
        let changes = matches!(moved, Some(Moves::Taken | Moves::Raised));
        // Money given anew: the rest of its item too (重新安排丙县30万元、丁县20万元).
        let near = last.filter(|last| last.sentence == sentence);
        let anew = moved == Some(Moves::Anew)
            || !changes && near.is_some_and(|last| last.anew) && !words.contains(';')
            || !changes && near.is_some_and(|last| last.changes || last.anew) && ANEW.iter().any(|word| words.contains(word));
        let after = words.contains("调整后") || near.is_some_and(|last| last.after) && !words.contains(';');
        let joined = matches!(words.as_str(), "、" | "," | "和" | "及" | "与");
        let mut item = Item {
            names: Vec::new(),
            named: false,
            money: money.money,
            unit: money.unit,
            confidence: money.confidence,
            doubts: money.doubts.clone(),
            sum: (from, to),
            sentence,
            opens: false,
            changes,
            taken: moved == Some(Moves::Taken),
            anew: anew && !after,
            after,
            of_level: ["本级资金", "本级财政资金", "本级配套", "本级安排"].iter().any(|tail| words.ends_with(tail)),
            far: false,
            owner: false,
            explains: false,
            parts_begin: false,
            parts_open: false,
            bare: folded.get(to.saturating_sub(1)).is_some_and(|c| matches!(c, '万' | '亿')),
        };
        if joined && !waiting.is_empty() {
            item.names.push(waiting.remove(0));
        } else if !changes || !scope.tabled {
            let read = names::names(folded, start, from, scope);
            waiting.clear();
            let named = !read.names.is_empty() && read.names.iter().all(|name| scope.takes(&name.text));
            (item.names, item.far, item.owner) = (read.names, read.far, read.owner && named);
            if read.each_own && follow(folded, &found, index, item.names.len()) {
                waiting = item.names.split_off(1);
            } else if read.each_own {
                item.names.clear();
            }
            // 其余250万元留市本级: who keeps it stands behind the sum.
            if item.names.iter().all(|name| !scope.takes(&name.text))
                && folded.get(to) == Some(&'留')
                && let Some(own @ [_, '本', '级']) = folded.get(to + 1..to + 4)
            {
                item.names = vec![Name { text: own.iter().collect(), from: to + 1, to: to + 4 }];
            }
            item.opens = item.names.first().is_some_and(|name| names::opens(folded, start, name.from));
            part_of(&mut items, &mut item, &words, named);
        }
        // What stands between a name and its figure (某镇：48.6万元) begins no parts.
        let lead = item.names.first().map_or(from, |name| name.from);
        let lead: String = folded.get(start..lead).unwrap_or_default().iter().collect();
        let opened = lead.rfind('。').and_then(|at| lead.get(at..));
        item.parts_begin = PARTS.iter().any(|word| lead.contains(word));
        item.parts_open = opened.is_none_or(|lead| lead.chars().count() <= LONGEST_LEAD);
        item.named = !item.names.is_empty() && item.names.iter().all(|name| scope.takes(&name.text));
        items.push(item);
        start = to;
    }
    own_parts(&mut items);
    items
}

/// What the verbs of a clause do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moves {
    /// Cut or take back.
    Taken,
    /// Raise.
    Raised,
    /// Give what was taken back (收回的资金安排给乙县60万元).
    Anew,
}

/// What a clause does with money that was given before: its last verb tells, or that of the row (收回甲县80万元、乙县40万元).
fn moves(clause: &str, between: &str, last: Option<&Item>) -> Option<Moves> {
    let verb = |verbs: &[&str]| verbs.iter().filter_map(|verb| clause.rfind(verb).map(|at| at + verb.len())).max();
    let (raised, taken) = (verb(RAISES), verb(TAKES));
    let Some(end) = raised.max(taken) else {
        let row = last.filter(|last| last.changes)?;
        let goes_on = !between.contains([';', '。', ':']) && !GIVES.iter().any(|verb| between.contains(verb));
        return goes_on.then_some(if row.taken { Moves::Taken } else { Moves::Raised });
    };
    let anew = clause.get(end..).is_some_and(|rest| ANEW.iter().any(|word| rest.contains(word)));
    Some(if anew {
        Moves::Anew
    } else if taken > raised {
        Moves::Taken
    } else {
        Moves::Raised
    })
}

/// Whether a sum says the one before it again, in words or in figures (大写：伍拾万元整).
fn repeats(last: Option<&Item>, money: &MoneyMatch, words: &str) -> bool {
    let signs = words.trim_matches(|c| matches!(c, '(' | ')' | ':' | ',' | '¥' | '￥'));
    last.is_some_and(|last| last.money == money.money)
        && matches!(signs, "" | "大写" | "小写" | "人民币" | "人民币大写" | "大写人民币" | "大写金额" | "即")
}

/// Whether a figure without 元 (300万) is not known to be money.
fn is_count(text: &str, folded: &[char], money: &MoneyMatch) -> bool {
    let bare = (money.end as usize).checked_sub(1).and_then(|last| folded.get(last)).is_some_and(|c| matches!(c, '万' | '亿'));
    bare && !MONEY.iter().any(|word| text.contains(word))
}

/// Whether a sum is so much for each (120元/人).
fn is_rate(folded: &[char], end: usize) -> bool {
    folded.get(end) == Some(&'/')
}

/// Whether as many sums as names follow each other, and no more.
fn follow(folded: &[char], found: &[MoneyMatch], first: usize, names: usize) -> bool {
    let joined = |one: &MoneyMatch, two: &MoneyMatch| {
        matches!(folded.get(one.end as usize..two.start as usize), Some(['、' | ',' | '和' | '及' | '与']))
    };
    let sums = found.get(first..).unwrap_or_default();
    sums.windows(2).take_while(|pair| matches!(pair, [one, two] if joined(one, two))).count() + 1 == names
}

/// 甲县30万元，其中中央20万元: the parts of a recipient's sum explain it. 甲市30万元，其中乙县20万元、丙县10万元: a recipient alone before
/// parts that are recipients is the whole. 甲区：农田建设20万元、水利10万元: the sums of an item are those of its recipient.
fn part_of(items: &mut [Item], item: &mut Item, words: &str, named: bool) {
    let several = items.len() > 1 && items.iter().rev().take(2).all(|known| known.named && known.sentence == item.sentence);
    let Some(last) = items.last_mut() else { return };
    let goes_on = !words.contains([';', '。']);
    if !goes_on || last.changes {
        return;
    }
    // 含山县 is a name that begins with one of the words.
    let before = item.names.first().and_then(|name| words.rfind(&name.text)).and_then(|at| words.get(..at)).unwrap_or(words);
    let begins = ["其中", "含", "包括"].iter().any(|word| before.contains(word));
    let had = last.named && !last.explains;
    if begins && had && named && !several {
        last.names.clear();
        last.named = false;
    } else if begins && had || last.explains && (!named || !item.opens) {
        item.explains = true;
        item.names.clear();
    } else if !named && last.owner && words.starts_with(['、', ',', '和', '及']) {
        if ["用于", "配套", "自筹", "每", "标准", "已"].iter().any(|word| words.contains(word)) {
            item.explains = true;
            item.names.clear();
        } else {
            item.names.clone_from(&last.names);
            item.owner = true;
        }
    }
}

/// 甲区：30万元、农田建设20万元、水利10万元: where the first sum of an item is that of the others, they are its parts.
fn own_parts(items: &mut [Item]) {
    let mut at = 0;
    while at < items.len() {
        let run =
            items.iter().skip(at).take_while(|item| item.owner && items.get(at).is_some_and(|first| first.names == item.names)).count();
        if run > 1 {
            let parts = Money::sum(items.iter().skip(at + 1).take(run - 1).map(|item| item.money));
            if parts.is_some() && parts == items.get(at).map(|item| item.money) {
                for item in items.iter_mut().skip(at + 1).take(run - 1) {
                    item.explains = true;
                    item.names.clear();
                    item.named = false;
                }
            }
        }
        at += run.max(1);
    }
}

/// The text with notes in brackets behind sums made unreadable, character by character. A note that tells all of the sum before it
/// per recipient stays: 236万元（甲市68万元、乙县168万元）.
fn without_notes(folded: &[char], tells: impl Fn(usize, usize) -> bool) -> Vec<char> {
    let mut out = folded.to_vec();
    let mut at = 0;
    while at < out.len() {
        let behind_sum = at.checked_sub(1).and_then(|before| out.get(before)) == Some(&'元');
        // 甲县2160万元，用于…工程（其中勘察设计费不超过86万元）.
        let part = || out.get(at + 1..at + 3).is_some_and(|inner| matches!(inner, ['其', '中'] | ['包', '含'] | ['包', '括']));
        let opens = out.get(at) == Some(&'(') && (behind_sum || part());
        let close = opens.then(|| closing(&out, at)).flatten();
        match close {
            Some(close) if !tells(at, close) => {
                out.iter_mut().take(close + 1).skip(at).for_each(|c| *c = NOTE);
                at = close;
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// Where the bracket closes that opens at a place; one that lost its end closes nowhere.
fn closing(folded: &[char], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in folded.iter().enumerate().skip(open).take(LONGEST_NOTE) {
        match c {
            '(' => depth += 1,
            ')' if depth <= 1 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether the note between two brackets tells the sum that ends before it, recipient by recipient, or where none does, what several get
/// (下达给有关县（其中：甲县20万元、乙县30万元）). Notes inside it explain.
fn tells_recipients(folded: &[char], open: usize, close: usize, scope: &Scope<'_>) -> bool {
    let behind_sum = open.checked_sub(1).and_then(|before| folded.get(before)) == Some(&'元');
    let inner = without_notes(folded.get(open + 1..close).unwrap_or_default(), |_, _| false);
    let parts = items_of(&inner, scope);
    let named = parts.len() > 1 && parts.iter().all(|item| item.named);
    let before: String = folded.get(open.saturating_sub(LONGEST_SUM)..open).unwrap_or_default().iter().collect();
    let whole = recognise::find_money(&before).pop().map(|found| found.money);
    named && (!behind_sum || whole.is_some() && sum(parts.iter()) == whole)
}

/// What items tell together. 丙县、丁县各100万元 counts for each of them.
pub(super) fn sum<'a>(items: impl Iterator<Item = &'a Item>) -> Option<Money> {
    let each = |item: &Item| Some(Money(item.money.0.checked_mul(item.names.len().max(1).into())?));
    items.map(each).try_fold(Money::ZERO, |all, part| all.checked_add(part?))
}

/// Characters of the words that begin the parts in a sentence of their own.
const LONGEST_LEAD: usize = 16;
/// Characters of the longest sum.
const LONGEST_SUM: usize = 24;

/// A longer note is none.
const LONGEST_NOTE: usize = 600;
