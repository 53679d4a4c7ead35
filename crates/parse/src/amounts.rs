//! Sums of money in running text and what they are (`docs/amounts.md`): this notice's own sum, its parts,
//! standards per head, what was spent, what is left blank. What each is, `role` decides. Not for: sums in tables (`table`).

mod lead;
mod level;
mod role;
mod tabled;
mod words;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{Absence, AmountRole, Confidence, Doubt, NoticeKind, Origin};
use hongtou_notice::{Amount, DivisionCode, Doubts, Money, MoneyUnit, Remark};
use regex::Regex;

use crate::flow::{self, Unit};
use crate::place::evidence;
use crate::recognise::{self, MoneyMatch};

pub(crate) use self::tabled::Tabled;

/// Digits that repeat a sum in words stand no further from it, in characters.
const NEAR_WORDS: u32 = 12;

static BLANK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:资金|补助|经费|补助费|专款|金额|指标|共计|合计|总额)(?:\([^()\n]{1,20}\))?(?:共|为|计)?([\s\u{3000}_＿]+)(亿元|万元|千元|元)",
    )
    .ok()
});

/// Whose notice the sums stand in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speaker<'a> {
    pub(crate) kind: NoticeKind,
    pub(crate) division: Option<&'a DivisionCode>,
}

/// The sums of the paragraphs, each (sum, role) once at its first mention. `taken` are sums that are allocations told in prose, with
/// their places, in the order of the text; `tabled` tells what the tables add up to.
pub(crate) fn read(
    document: &Document,
    paragraphs: &[Unit],
    speaker: Speaker<'_>,
    taken: &[(Span, Money)],
    tabled: &Tabled,
    remarks: &mut Vec<Remark>,
) -> Vec<Amount> {
    let mut sums = Sums::default();
    let mut section = role::Section::Other;
    for unit in paragraphs {
        section = role::section(unit.text()).unwrap_or(section);
        sums.begin(unit);
        let start = unit.span().start;
        let found = recognise::find_money(document.slice(unit.span()));
        let mut reader = role::Reader::new(document, unit, speaker, section);
        let told = taken_in(taken, unit.span());
        for (index, money) in found.iter().enumerate() {
            let span = Span::new(start + money.start, start + money.end);
            if !taken_in(told, span).is_empty() {
                reader.pass(span);
                continue;
            }
            if money.in_words {
                check_words(document, index.checked_sub(1).and_then(|at| found.get(at)), money, start, remarks);
                if repeats_digits(document, &found, index, start) {
                    continue;
                }
            }
            let amount = reader.amount(money, span);
            sums.take(amount, &mut reader, told);
        }
        blanks(document, unit, speaker, &mut sums.amounts);
    }
    let Sums { mut amounts, known, own_total, .. } = sums;
    let whole = tabled.tell(&mut amounts, &known, speaker.kind, own_total);
    levels_of_parts(&mut amounts, &known, whole, speaker);
    // A settlement's own sum is what it settles (本次清算下达180万元), as a recovery's is what it recovers.
    if speaker.kind == NoticeKind::Settle {
        for amount in amounts.iter_mut().filter(|amount| matches!(amount.role, AmountRole::Total | AmountRole::Settled)) {
            amount.role = AmountRole::Settled;
            // Careful readers differ in what of a settlement is its own sum, and what was settled (`docs/amounts.md`, settlements).
            infer(amount);
        }
    }
    amounts
}

/// Whether digits beside a sum in words tell it (伍拾万元整（¥500,000.00）); words alone tell it themselves.
fn repeats_digits(document: &Document, found: &[MoneyMatch], index: usize, start: u32) -> bool {
    let Some(money) = found.get(index) else { return false };
    let near = |other: &&MoneyMatch| {
        !other.in_words
            && money.start.max(other.start).saturating_sub(money.end.min(other.end)) < NEAR_WORDS
            && (other.start >= money.end || restates(document, start, other, money))
    };
    // Digits behind them may also be the first part (共壹仟万元整，其中甲县320万元).
    let repeats = |other: &&MoneyMatch| {
        let between = document.slice(Span::new(start + money.end, start + other.start.max(money.end)));
        other.money == money.money || ["（", "(", "¥", "￥", "小写"].iter().any(|sign| between.contains(sign))
    };
    index.checked_sub(1).and_then(|at| found.get(at)).is_some_and(|before| near(&before))
        || found.get(index + 1).filter(near).filter(repeats).is_some()
}

/// The sums read so far, and what they say of the next one.
#[derive(Default)]
struct Sums {
    amounts: Vec<Amount>,
    known: Known,
    /// Where the sums of the paragraph begin.
    first: usize,
    /// Whether the paragraph is an item of a numbered list.
    item: bool,
    /// Whether the sum that is the notice's own was told by a word of its own act (现下达, 此次安排).
    own_total: bool,
    /// Whether that sum stands in an item of a numbered list.
    own_item: bool,
}

impl Sums {
    /// Begins a paragraph.
    fn begin(&mut self, unit: &Unit) {
        self.first = self.amounts.len();
        self.item = flow::heading_level(unit.text()).is_some();
    }

    /// Takes the next sum, whose role those before it may change, as it may change theirs. `told` are the sums told per recipient in
    /// its paragraph.
    fn take(&mut self, mut amount: Amount, reader: &mut role::Reader<'_>, told: &[(Span, Money)]) {
        if amount.role == AmountRole::Total && reader.listed && own_list(&mut self.amounts, self.first, &mut self.known) {
            reader.beside = true;
        }
        self.second_total(&mut amount, reader);
        side_by_side(&mut self.amounts, self.first, &mut amount, reader, &mut self.known);
        self.whole_of_those_before(&mut amount, reader, told);
        let whole = amount.role == AmountRole::Total;
        if whole && (reader.beside || !amount.doubts.contains(Doubt::RoleInferred)) {
            reader.keep_whole();
        }
        if whole {
            self.own_total |= reader.own;
            self.own_item = self.item;
        }
        if reader.aside {
            self.known.aside.insert(amount.money);
        }
        self.known.push(&mut self.amounts, amount, reader.level);
    }

    /// A notice has one sum of its own; another sum under the same words is less clear.
    fn second_total(&mut self, amount: &mut Amount, reader: &role::Reader<'_>) {
        if amount.role != AmountRole::Total || self.known.total.is_none_or(|total| Some(total) == amount.money) {
            return;
        }
        // 一、下达甲资金310万元。二、下达乙资金85.5万元: each item passes on money of its own.
        let item = self.amounts.len() == self.first && self.own_item && self.item;
        if item && !amount.doubts.contains(Doubt::RoleInferred) {
            infer(amount);
        } else if !reader.beside {
            // 3850万元（含提前下达的2300万元，此次下达1550万元）: what is left of the year's sum is the notice's own.
            let rest = reader.own
                && self.amounts.iter().skip(self.first).take(MOST_PARTS).any(|told| {
                    let less = self.known.total.zip(told.money).and_then(|(total, advance)| total.checked_sub(advance));
                    told.role == AmountRole::Advance && less.is_some() && less == amount.money
                });
            // 省财政下达我县8437万元，扣除…，此次安排2187万元: the notice's own act tells its own sum.
            let earlier = self.amounts.iter_mut().find(|known| known.role == AmountRole::Total && known.money.is_some());
            match earlier.filter(|_| reader.own && (!self.own_total || rest)) {
                Some(earlier) => {
                    earlier.role = AmountRole::Other;
                    infer(earlier);
                    self.known.roles.insert((earlier.money, AmountRole::Other));
                    self.known.total = None;
                }
                None => {
                    amount.role = AmountRole::Other;
                    infer(amount);
                }
            }
        }
    }

    /// …合共120万元: the sum of those before it, or of those told per recipient, is the notice's own.
    fn whole_of_those_before(&mut self, amount: &mut Amount, reader: &role::Reader<'_>, told: &[(Span, Money)]) {
        let recipients = || told.len() > 1 && Money::sum(told.iter().map(|(_, money)| *money)) == amount.money;
        let other = amount.role == AmountRole::Other;
        let from = if reader.sums_up_all { 0 } else { self.first };
        if reader.sums_up
            && (other || amount.role == AmountRole::Total)
            && (sums_up(&mut self.amounts, from, amount.money, &mut self.known) || other && self.known.total.is_none() && recipients())
        {
            amount.role = AmountRole::Total;
            infer(amount);
        }
    }
}

/// 合计270万元。一、省级保护资金180万元。二、市级村寨资金90万元: sums that name different levels and add up to the whole, one behind the other, are its
/// parts, whatever words stand beside them.
fn levels_of_parts(amounts: &mut [Amount], known: &Known, whole: Option<Money>, speaker: Speaker<'_>) {
    let Some(whole) = whole else { return };
    // Money comes from above, or from the one who speaks.
    let given = speaker.division.and_then(level::rank_of);
    let gives = |role: &AmountRole| level::rank(*role).is_some_and(|rank| given.is_none_or(|given| rank <= given));
    let level = |amount: &Amount| {
        let free = matches!(amount.role, AmountRole::Other | AmountRole::Budget | AmountRole::Total);
        let printed = known.levels.get(&amount.money).copied().filter(gives).filter(|_| free && amount.money != Some(whole));
        Some(amount.role).filter(|role| level::rank(*role).is_some()).or(printed)
    };
    let parts: Vec<(usize, AmountRole, Money)> =
        amounts.iter().enumerate().filter_map(|(at, amount)| Some((at, level(amount)?, amount.money?))).collect();
    for first in 0..parts.len() {
        let mut sum = Money::ZERO;
        for last in first..parts.len().min(first + MOST_PARTS) {
            let Some(next) = parts.get(last).and_then(|(.., money)| sum.checked_add(*money)) else { break };
            sum = next;
            let run = parts.get(first..=last).unwrap_or_default();
            let levels: HashSet<AmountRole> = run.iter().map(|(_, level, _)| *level).collect();
            if sum > whole || sum == whole && levels.len() < 2 {
                break;
            }
            if sum == whole {
                for (at, level, _) in run {
                    if let Some(amount) = amounts.get_mut(*at).filter(|amount| amount.role != *level) {
                        amount.role = *level;
                        infer(amount);
                    }
                }
                return;
            }
        }
    }
}

/// More sums are seldom added up in a sentence.
const MOST_PARTS: usize = 100;

/// 现将甲资金310万元、乙资金85.5万元下达你们: the verb behind the last sum of a list holds for those before it. Whether there are any.
fn own_list(amounts: &mut [Amount], first: usize, known: &mut Known) -> bool {
    let list = amounts.get_mut(first..).unwrap_or_default();
    let mut any = list.last().is_some_and(|told| told.role == AmountRole::Total && told.money == known.total);
    let list = list.iter_mut().rev();
    for told in list.take_while(|told| told.role == AmountRole::Other && told.doubts.contains(Doubt::RoleInferred)) {
        told.role = AmountRole::Total;
        known.roles.insert((told.money, AmountRole::Total));
        known.total = told.money;
        any = true;
    }
    any
}

/// 现下达你县中央资金200万元、省级资金90万元: money of another level, set beside the sum that was taken for the notice's own, is no part of that
/// sum: both are parts, of the levels that stand before them. Matching money that a lower level gives is not passed on.
fn side_by_side(amounts: &mut [Amount], first: usize, amount: &mut Amount, reader: &role::Reader<'_>, known: &mut Known) {
    let given = reader.speaker.division.and_then(level::rank_of);
    let passed_on = |role: AmountRole| level::rank(role).is_some_and(|rank| given.is_none_or(|given| rank <= given));
    let is_part = matches!(amount.role, AmountRole::Total | AmountRole::Other) && amount.doubts.contains(Doubt::RoleInferred)
        || amount.role == AmountRole::Total
        || level::rank(amount.role).is_some();
    let Some(level) = reader.level.filter(|level| reader.joined && is_part && passed_on(*level)) else { return };
    let list = amounts.get_mut(first..).unwrap_or_default();
    // 县级公立医院补助资金1630万元（其中中央1200万元，省级430万元）: parts that add up to the whole leave it the whole.
    let parts = Money::sum(list.iter().rev().take_while(|told| level::rank(told.role).is_some()).filter_map(|told| told.money));
    let parted = parts.zip(amount.money).and_then(|(parts, last)| parts.checked_add(last));
    let whole = list.iter_mut().rfind(|told| level::rank(told.role).is_none());
    let Some(whole) = whole.filter(|told| told.role == AmountRole::Total && known.total == told.money && told.money != parted) else {
        // A third level beside two that were told so.
        let beside = amounts.get(first..).unwrap_or_default().last().is_some_and(|told| level::rank(told.role).is_some());
        if beside && known.total.is_none() && level::rank(amount.role).is_none() {
            amount.role = level;
        }
        return;
    };
    if known.levels.get(&whole.money).is_some_and(|own| *own != level && passed_on(*own)) {
        whole.role = known.levels.get(&whole.money).copied().unwrap_or(whole.role);
        known.roles.insert((whole.money, whole.role));
        known.total = None;
        amount.role = level;
    }
}

/// 现下达你单位公用经费118万元、课本费2万元，合共120万元: the sum of those right before it, the notice's own among them, is its own,
/// and they are its parts, of the levels that stand before them. Whether this is so.
fn sums_up(amounts: &mut [Amount], first: usize, whole: Option<Money>, known: &mut Known) -> bool {
    let parts = amounts.get_mut(first..).unwrap_or_default();
    let (mut sum, mut from) = (Money::ZERO, None);
    for (at, part) in parts.iter().enumerate().rev().take(MOST_PARTS) {
        let part_of = matches!(
            part.role,
            AmountRole::Other
                | AmountRole::Total
                | AmountRole::Central
                | AmountRole::Provincial
                | AmountRole::Prefectural
                | AmountRole::County
                | AmountRole::Local
        );
        let Some(next) = part.money.filter(|_| part_of).and_then(|money| sum.checked_add(money)) else { break };
        sum = next;
        if Some(sum) == whole && parts.len() - at > 1 {
            from = Some(at);
            break;
        }
    }
    let Some(parts) = from.and_then(|from| parts.get_mut(from..)) else { return false };
    let levels = known.total.is_none() && parts.iter().all(|part| level::rank(part.role).is_some());
    if !levels && !parts.iter().any(|part| part.role == AmountRole::Total) {
        return false;
    }
    let told_so = |part: &Amount| part.role == AmountRole::Other && !part.doubts.contains(Doubt::RoleInferred);
    for part in parts.iter_mut().filter(|part| !told_so(part) && matches!(part.role, AmountRole::Total | AmountRole::Other)) {
        part.role = known.levels.get(&part.money).copied().unwrap_or(AmountRole::Other);
        infer(part);
        known.roles.insert((part.money, part.role));
    }
    known.total = None;
    true
}

/// The sums told per recipient in a paragraph. All of them stand in the order of the text.
fn taken_in(taken: &[(Span, Money)], paragraph: Span) -> &[(Span, Money)] {
    let from = taken.partition_point(|(span, _)| span.end <= paragraph.start);
    let to = taken.partition_point(|(span, _)| span.start < paragraph.end);
    taken.get(from..to).unwrap_or_default()
}

/// Marks a role that no word near the sum states.
fn infer(amount: &mut Amount) {
    amount.confidence = amount.confidence.max(Confidence::Likely);
    amount.doubts.insert(Doubt::RoleInferred);
}

/// What was told already; looked up, so that the cost stays linear in the number of sums.
#[derive(Default)]
struct Known {
    sums: HashSet<Option<Money>>,
    roles: HashSet<(Option<Money>, AmountRole)>,
    /// The first sum that is the notice's own.
    total: Option<Money>,
    /// Sums that are told of other money: needs, last year, the whole year.
    aside: HashSet<Option<Money>>,
    /// The levels that are printed before sums.
    levels: HashMap<Option<Money>, AmountRole>,
}

impl Known {
    /// Adds an amount unless the same sum already has the role, or a clearer one.
    fn push(&mut self, amounts: &mut Vec<Amount>, amount: Amount, level: Option<AmountRole>) {
        let weak = amount.doubts.contains(Doubt::RoleInferred);
        if self.roles.contains(&(amount.money, amount.role)) || weak && self.sums.contains(&amount.money) {
            return;
        }
        self.sums.insert(amount.money);
        self.roles.insert((amount.money, amount.role));
        if amount.role == AmountRole::Total && self.total.is_none() {
            self.total = amount.money;
        }
        if let Some(level) = level {
            self.levels.entry(amount.money).or_insert(level);
        }
        amounts.push(amount);
    }
}

/// A sum left blank because the copy was made for many recipients: `补助资金　　万元`.
fn blanks(document: &Document, unit: &Unit, speaker: Speaker<'_>, amounts: &mut Vec<Amount>) {
    let printed = document.slice(unit.span());
    let Some(blank) = BLANK.as_ref() else { return };
    // One character for one, so that places stay.
    let printed: String = printed.chars().map(|c| if c.is_whitespace() { c } else { recognise::fold_char(c) }).collect();
    let printed = printed.as_str();
    for found in blank.captures_iter(printed) {
        let (Some(whole), Some(gap), Some(unit_word)) = (found.get(0), found.get(1), found.get(2)) else { continue };
        if gap.as_str().contains('\n') && gap.as_str().trim_matches('\n').is_empty() {
            continue;
        }
        let chars = |byte: usize| u32::try_from(printed.get(..byte).map_or(0, |head| head.chars().count())).unwrap_or(u32::MAX);
        let base = unit.span().start;
        let span = Span::new(base + chars(whole.start()), base + chars(whole.end()));
        let total =
            matches!(speaker.kind, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Adjust | NoticeKind::Settle | NoticeKind::Recover)
                && !amounts.iter().any(|amount| amount.role == AmountRole::Total);
        amounts.push(Amount {
            origin: Origin::Body,
            money: None,
            text: whole.as_str().into(),
            unit: MoneyUnit::from_word(unit_word.as_str()),
            role: if total { AmountRole::Total } else { AmountRole::Other },
            absence: Some(Absence::Blank),
            evidence: evidence(document, span, Origin::Body),
            confidence: Confidence::Certain,
            doubts: Doubts::NONE,
        });
    }
}

/// Whether a sum in words says again what the digits before it say: in brackets, or behind 大写 or 人民币. Any other sum in words is told
/// for itself (420万元，其中：甲县一百四十万元).
fn restates(document: &Document, base: u32, digits: &MoneyMatch, words: &MoneyMatch) -> bool {
    let between = document.slice(Span::new(base + digits.end, base + words.start.max(digits.end)));
    between.is_empty() || ["（", "(", "大写", "人民币"].iter().any(|sign| between.contains(sign)) && !between.contains(['，', '。', '；'])
}

/// 大写 in parentheses behind a sum must say the same.
fn check_words(document: &Document, digits: Option<&MoneyMatch>, words: &MoneyMatch, base: u32, remarks: &mut Vec<Remark>) {
    let near = |digits: &&MoneyMatch| {
        digits.money != words.money && words.start.saturating_sub(digits.end) < NEAR_WORDS && restates(document, base, digits, words)
    };
    let Some(digits) = digits.filter(near) else { return };
    let place = |found: &MoneyMatch| evidence(document, Span::new(base + found.start, base + found.end), Origin::Body);
    let text = |money: Money| format!("{money} 元");
    remarks.push(Remark {
        code: "words_amount_differs".into(),
        message: format!("the sum in words ({}) is not the one in digits ({})", words.text, digits.text),
        expected: Some(text(digits.money)),
        actual: Some(text(words.money)),
        evidence: vec![place(digits), place(words)],
    });
}
