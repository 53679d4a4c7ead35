//! Sums of running text: against the tables, against each other, and the look of their figures (`docs/confidence.md`,
//! sums). Not for: cells of tables by themselves (`tables`).

use std::collections::BTreeMap;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{AmountRole, ColumnRole, Confidence, Doubt, Level, NoticeKind, Origin, RowKind};
use hongtou_notice::{Allocation, Amount, Money, MoneyUnit, Notice};
use rust_decimal::Decimal;

use super::Weighed;
use super::sums::{self, Column, Mentioned};

pub(super) fn weigh(notice: &mut Notice, columns: &[Column], mentioned: &Mentioned) {
    let unsure_kind = notice.kind.confidence == Confidence::Doubtful;
    let totals: Vec<Money> =
        notice.allocations.iter().filter(|cell| cell.row_kind == RowKind::Total).filter_map(|cell| cell.money).collect();
    for amount in notice.amounts.iter_mut().filter(|amount| amount.origin == Origin::Body) {
        let Some(sum) = amount.money else { continue };
        let witnessed = mentioned.sum(sum) > 0 || totals.contains(&sum);
        if amount.doubts.contains(Doubt::RepairedAmount) && !witnessed {
            amount.lower(Confidence::Doubtful, Doubt::RepairedAmount);
        }
        // The same comma may be misread wherever the figure stands.
        // 160万 for 160万元: where 元 was lost, what stood behind it may be too.
        if amount.text.ends_with('万') && amount.doubts.contains(Doubt::RoleInferred) {
            amount.lower(Confidence::Doubtful, Doubt::DamagedText);
        }
        if odd_decimals(amount) && !totals.contains(&sum) {
            amount.lower(Confidence::Doubtful, Doubt::DamagedText);
        }
        if unsure_kind && amount.role != AmountRole::Standard {
            amount.lower(Confidence::Doubtful, Doubt::RoleInferred);
        }
    }
    parts(&mut notice.amounts);
    levels(&mut notice.amounts, mentioned, &totals);
    scale(&mut notice.amounts, notice.level.as_ref().map(|fact| fact.value));
    told_per_recipient(notice);
    words(notice);
    spent(&mut notice.amounts, mentioned);
    settled(&mut notice.amounts, mentioned);
    adjusted(notice, columns);
    against_tables(notice, columns, mentioned);
}

/// Sums against the text around them: parts by purpose that miss their whole, and the end of a copy that breaks off.
pub(super) fn weigh_in_text(document: &Document, notice: &mut Notice, mentioned: &Mentioned) {
    purposes(document, &mut notice.amounts, mentioned);
    broken_off(document, &mut notice.amounts);
    glued(document, &mut notice.amounts);
    same_digits(&mut notice.amounts);
    smaller_whole(&mut notice.amounts);
}

/// In a damaged copy the words that tell what a sum is may be misread as well: a role that only the place tells is a guess.
pub(super) fn weigh_damaged(amounts: &mut [Amount]) {
    for amount in amounts.iter_mut().filter(|amount| amount.origin == Origin::Body && amount.doubts.contains(Doubt::RoleInferred)) {
        amount.lower(Confidence::Doubtful, Doubt::DamagedText);
    }
}

/// l252万元, 152.3万兀: a letter before the first figure, or a unit misread behind it, may be a figure lost.
fn glued(document: &Document, amounts: &mut [Amount]) {
    let text_end = document.text().len();
    for amount in amounts.iter_mut().filter(|amount| amount.origin == Origin::Body) {
        let Some(place) = amount.evidence.span() else { continue };
        let before = place.start.checked_sub(1).map_or("", |at| document.slice(Span::new(at, place.start)));
        let behind = if place.end < text_end { document.slice(Span::new(place.end, place.end + 1)) } else { "" };
        if matches!(before, "l" | "I" | "O" | "o") || behind == "兀" {
            amount.lower(Confidence::Doubtful, Doubt::DamagedText);
        }
    }
}

/// 14869.11万元 and 1486911万元: the same figures, one of them without its point. Short ones (12万元, 120万元) are chance.
fn same_digits(amounts: &mut [Amount]) {
    let digits = |amount: &Amount| {
        let figure: String = amount.text.chars().filter(char::is_ascii_digit).collect();
        let figure = figure.trim_start_matches('0').trim_end_matches('0');
        (amount.origin == Origin::Body && figure.len() >= LONG_FIGURE).then(|| figure.to_owned())
    };
    let mut by_digits: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, amount) in amounts.iter().enumerate() {
        if let Some(figure) = digits(amount) {
            by_digits.entry(figure).or_default().push(at);
        }
    }
    for places in by_digits.values() {
        let money = |at: &usize| amounts.get(*at).and_then(|amount| amount.money);
        let first = places.first().and_then(money);
        if places.iter().all(|at| money(at) == first) {
            continue;
        }
        for at in places {
            if let Some(amount) = amounts.get_mut(*at) {
                amount.lower(Confidence::Doubtful, Doubt::OutOfScale);
            }
        }
    }
}

/// Shorter figures agree by chance.
const LONG_FIGURE: usize = 4;

/// A whole that no word tells and that is smaller than a sum of no role: which of them is the notice's own is a guess.
fn smaller_whole(amounts: &mut [Amount]) {
    let inferred = |amount: &Amount, role: AmountRole| {
        amount.origin == Origin::Body && amount.role == role && amount.doubts.contains(Doubt::RoleInferred)
    };
    let whole = amounts.iter().filter(|amount| inferred(amount, AmountRole::Total)).filter_map(|amount| amount.money).max();
    let Some(whole) = whole else { return };
    if !amounts.iter().any(|amount| inferred(amount, AmountRole::Other) && amount.money.is_some_and(|sum| sum > whole)) {
        return;
    }
    for amount in amounts.iter_mut() {
        if inferred(amount, AmountRole::Total) || inferred(amount, AmountRole::Other) {
            amount.lower(Confidence::Doubtful, Doubt::RoleInferred);
        }
    }
}

/// 185000万元，其中：一般债券65000万元，专项债券120000万元: sums behind 其中, in the sentence of the whole, that come close to it and
/// miss it: one of them is misread.
fn purposes(document: &Document, amounts: &mut [Amount], mentioned: &Mentioned) {
    let mut off: Vec<usize> = Vec::new();
    let mut shares: Vec<usize> = Vec::new();
    for (at, whole) in amounts.iter().enumerate() {
        let (Some(sum), Some(place)) = (whole.money, whole.evidence.span()) else { continue };
        let wholes = matches!(whole.role, AmountRole::Total | AmountRole::Recovered);
        if whole.origin != Origin::Body || !wholes || sum.0.is_zero() {
            continue;
        }
        let rest = document.slice(Span::new(place.end, document.text().len()));
        let sentence = rest.find(['。', '；', '\n']).and_then(|end| rest.get(..end)).unwrap_or(rest);
        // 分两批下达我县3260万元：N1号下达2500万元，N2号下达760万元.
        let listed = sentence.starts_with(['：', ':']).then_some(0);
        let which = || sentence.find("其中").filter(|opens| sentence.get(..*opens).is_some_and(|gap| gap.chars().count() <= NEAR_WHICH));
        let Some(opens) = listed.or_else(which) else { continue };
        let chars = |byte: usize| u32::try_from(sentence.get(..byte).map_or(0, |head| head.chars().count())).unwrap_or(u32::MAX);
        let inside = Span::new(place.end + chars(opens), place.end + chars(sentence.len()));
        let parts: Vec<usize> = amounts
            .iter()
            .enumerate()
            .filter(|(_, part)| part.evidence.span().is_some_and(|span| inside.contains(span)) && part.origin == Origin::Body)
            .map(|(at, _)| at)
            .collect();
        let plain = parts.iter().all(|part| amounts.get(*part).is_some_and(|part| part.role == AmountRole::Other));
        let together = sums::add(parts.iter().filter_map(|part| Some(amounts.get(*part)?.money?.0)));
        let gap = together.and_then(|all| all.checked_sub(sum.0)).map(|gap| gap.abs());
        let near = gap.is_some_and(|gap| !gap.is_zero() && gap.checked_mul(Decimal::from(4)).is_some_and(|gap| gap < sum.0.abs()));
        // 追减指标53.8万元，其中：甲局22.3万元、…: what each gives back is its share, not another sum taken back.
        if whole.role == AmountRole::Recovered {
            let again = |part: &&usize| amounts.get(**part).is_some_and(|part| part.role == AmountRole::Recovered);
            if together == Some(sum.0) && parts.len() >= 2 {
                shares.extend(parts.iter().filter(again));
            }
            continue;
        }
        if plain && parts.len() >= 2 && near {
            off.push(at);
            off.extend(parts);
        }
    }
    for at in shares {
        if let Some(amount) = amounts.get_mut(at) {
            amount.lower(Confidence::Doubtful, Doubt::RoleInferred);
        }
    }
    for at in off {
        if let Some(amount) = amounts.get_mut(at).filter(|amount| amount.money.is_some_and(|sum| mentioned.sum(sum) < 2)) {
            amount.lower(Confidence::Doubtful, Doubt::SumMismatch);
        }
    }
}

/// Further from the whole 其中 opens parts of something else, in characters.
const NEAR_WHICH: usize = 30;

/// A copy that stops inside a sentence has lost what stood behind: whose the last sums are, and of what, is a guess.
fn broken_off(document: &Document, amounts: &mut [Amount]) {
    let text = document.slice(Span::new(0, document.text().len()));
    let end = text.trim_end();
    let last = end.rfind('\n').map_or(0, |at| at + 1);
    let line = end.get(last..).unwrap_or_default();
    let sentence = line.rfind(['。', '；']).map_or(0, |at| at + '。'.len_utf8());
    let open = line.get(sentence..).unwrap_or_default();
    let prose = open.chars().count() >= LONG_REST && open.contains('，') && !open.contains(['\t', '|']);
    if !prose || open.ends_with(['。', '；', '：', '”', '）', ')', ':']) {
        return;
    }
    let from = u32::try_from(text.get(..last + sentence).map_or(0, |head| head.chars().count())).unwrap_or(u32::MAX);
    for amount in amounts.iter_mut().filter(|amount| amount.evidence.span().is_some_and(|span| span.start >= from)) {
        amount.lower(Confidence::Doubtful, Doubt::Truncated);
    }
}

/// A shorter end is a line of its own and no sentence, in characters.
const LONG_REST: usize = 24;

/// `2.280万元`, `12.345元`: a comma of thousands that became a point. Money has two decimals, and no figure in 万元
/// is printed with a last decimal of 0 behind two others.
fn odd_decimals(amount: &Amount) -> bool {
    let figure: String = amount.text.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    // 086万元: no figure is printed with a 0 before another digit; the one before it was lost.
    if figure.len() > 1 && figure.starts_with('0') && !figure.starts_with("0.") {
        return true;
    }
    let Some((whole, decimals)) = figure.rsplit_once('.') else { return false };
    let three = decimals.len() == 3 && !whole.contains('.') && whole.len() <= 3;
    three && (decimals.ends_with('0') || amount.unit == Some(MoneyUnit::Yuan))
}

/// A part is no larger than the whole.
fn parts(amounts: &mut [Amount]) {
    let whole = amounts.iter().filter(|amount| amount.role == AmountRole::Total).filter_map(|amount| amount.money).max();
    let Some(whole) = whole else { return };
    let is_part = |role: AmountRole| {
        matches!(role, AmountRole::Central | AmountRole::Provincial | AmountRole::Prefectural | AmountRole::County | AmountRole::Local)
    };
    let body = |amount: &&mut Amount| amount.origin == Origin::Body && is_part(amount.role);
    for amount in amounts.iter_mut().filter(body).filter(|amount| amount.money.is_some_and(|sum| sum > whole)) {
        amount.lower(Confidence::Doubtful, Doubt::OutOfScale);
    }
}

/// Whether a role is a part by level of government.
fn of_level(role: AmountRole) -> bool {
    matches!(
        role,
        AmountRole::Central
            | AmountRole::Provincial
            | AmountRole::Prefectural
            | AmountRole::County
            | AmountRole::Local
            | AmountRole::OtherFunds
    )
}

/// Parts of two levels or more that come close to the whole and miss it: one of them is misread. A figure that stands a second
/// time, or is a table's total, is not the one.
fn levels(amounts: &mut [Amount], mentioned: &Mentioned, totals: &[Money]) {
    let body = |amount: &&Amount| amount.origin == Origin::Body;
    let wholes: Vec<Decimal> =
        amounts.iter().filter(body).filter(|amount| amount.role == AmountRole::Total).filter_map(|amount| Some(amount.money?.0)).collect();
    let parts: Vec<(AmountRole, Decimal)> = amounts
        .iter()
        .filter(body)
        .filter(|amount| of_level(amount.role))
        .filter_map(|amount| Some((amount.role, amount.money?.0)))
        .collect();
    let [whole] = wholes.as_slice() else { return };
    // What others raise is told beside an investment, not beside what this notice gives.
    if parts.len() < 2 || parts.iter().all(|(role, _)| *role == AmountRole::OtherFunds) {
        return;
    }
    // Matching money of the lower levels may stand beside what came from above.
    let matching = |role: AmountRole| matches!(role, AmountRole::County | AmountRole::Local | AmountRole::OtherFunds);
    let all = sums::add(parts.iter().map(|(_, sum)| *sum));
    let above = sums::add(parts.iter().filter(|(role, _)| !matching(*role)).map(|(_, sum)| *sum));
    if all == Some(*whole) || above == Some(*whole) {
        return;
    }
    let own = |amount: &&mut Amount| amount.origin == Origin::Body && (of_level(amount.role) || amount.role == AmountRole::Total);
    for amount in amounts.iter_mut().filter(own) {
        let again = amount.money.is_some_and(|sum| mentioned.sum(sum) > 1 || totals.contains(&sum));
        if !again {
            amount.lower(Confidence::Doubtful, Doubt::SumMismatch);
        }
    }
}

/// What was spent and what is left over are together a sum that the report tells as well, alone or with what others gave
/// (docs/confidence.md, sums). One that fits no such sum is misread.
fn spent(amounts: &mut [Amount], mentioned: &Mentioned) {
    let of = |role: AmountRole| -> Vec<Decimal> {
        let body = amounts.iter().filter(|amount| amount.origin == Origin::Body && amount.role == role);
        body.filter_map(|amount| Some(amount.money?.0)).collect()
    };
    let (executed, left) = (of(AmountRole::Executed), of(AmountRole::CarriedOver));
    let ([executed], [left]) = (executed.as_slice(), left.as_slice()) else { return };
    let others: Vec<Decimal> =
        amounts.iter().filter_map(|amount| Some(amount.money?.0)).filter(|sum| sum != executed && sum != left).take(MOST_OTHERS).collect();
    let Some(whole) = sums::add([*executed, *left]) else { return };
    let pair = others.iter().enumerate().any(|(at, one)| others.iter().skip(at + 1).any(|other| sums::add([*one, *other]) == Some(whole)));
    if others.is_empty() || others.contains(&whole) || pair {
        return;
    }
    let both =
        |amount: &&mut Amount| amount.origin == Origin::Body && matches!(amount.role, AmountRole::Executed | AmountRole::CarriedOver);
    for amount in amounts.iter_mut().filter(both).filter(|amount| amount.money.is_some_and(|sum| mentioned.sum(sum) < 2)) {
        amount.lower(Confidence::Doubtful, Doubt::SumMismatch);
    }
}

/// What is due is what was paid before and what is paid now (应补助2176万元，已预拨1850万元，本次清算下达326万元).
fn settled(amounts: &mut [Amount], mentioned: &Mentioned) {
    let of = |role: AmountRole| -> Vec<Decimal> {
        let body = amounts.iter().filter(|amount| amount.origin == Origin::Body && amount.role == role);
        body.filter_map(|amount| Some(amount.money?.0)).collect()
    };
    let (due, before, now) = (of(AmountRole::Other), of(AmountRole::Advance), of(AmountRole::Settled));
    let ([due], [before], [now]) = (due.as_slice(), before.as_slice(), now.as_slice()) else { return };
    if sums::add([*before, *now]) == Some(*due) {
        return;
    }
    let tied = |amount: &&mut Amount| {
        amount.origin == Origin::Body && matches!(amount.role, AmountRole::Settled | AmountRole::Advance | AmountRole::Other)
    };
    for amount in amounts.iter_mut().filter(tied).filter(|amount| amount.money.is_some_and(|sum| mentioned.sum(sum) < 2)) {
        amount.lower(Confidence::Doubtful, Doubt::SumMismatch);
    }
}

/// More sums beside those of a report say nothing together.
const MOST_OTHERS: usize = 40;

/// The one sum that the text of an adjustment says is cut or raised is the total of the table's column, if it has one.
fn adjusted(notice: &mut Notice, columns: &[Column]) {
    for (role, column_role) in [(AmountRole::AdjustDown, ColumnRole::Cut), (AmountRole::AdjustUp, ColumnRole::Raise)] {
        let told = notice.amounts.iter().filter(|amount| amount.origin == Origin::Body && amount.role == role).count();
        let of = |column: &&Column| {
            column.cells.first().and_then(|at| notice.allocations.get(*at)).is_some_and(|cell| cell.column_role == column_role)
        };
        let totals: Vec<Decimal> = columns.iter().filter(of).filter_map(|column| column.total).map(|total| total.abs()).collect();
        let [total] = totals.as_slice() else { continue };
        let one = |amount: &&mut Amount| amount.origin == Origin::Body && amount.role == role;
        for amount in notice.amounts.iter_mut().filter(one).filter(|_| told == 1) {
            if amount.money.is_some_and(|sum| sum.0.abs() != *total) {
                amount.lower(Confidence::Doubtful, Doubt::TotalDiffers);
            }
        }
    }
}

/// Less than this no notice passes on: the unit lost its 万 (in yuan; the smallest sums of the genre are a family's subsidies).
const SMALLEST: u64 = 1_000;
/// The same for the whole of a notice of a province or the centre, in yuan.
const SMALLEST_ABOVE: u64 = 50_000;

/// A notice's own sum, or a level's part of it, that is no more than a household gets.
fn scale(amounts: &mut [Amount], level: Option<Level>) {
    let own = |amount: &&mut Amount| amount.origin == Origin::Body && (of_level(amount.role) || amount.role == AmountRole::Total);
    // A province hands out no less than a village project costs.
    let smallest = if matches!(level, Some(Level::Central | Level::Province)) { SMALLEST_ABOVE } else { SMALLEST };
    for amount in amounts.iter_mut().filter(own) {
        let small = if amount.role == AmountRole::Total { smallest } else { SMALLEST };
        if amount.money.is_some_and(|sum| !sum.0.is_zero() && sum.0.abs() < Decimal::from(small)) {
            amount.lower(Confidence::Doubtful, Doubt::OutOfScale);
        }
    }
}

/// Sums told per recipient that are more than the notice's own, or miss it by little: one of them is misread.
fn told_per_recipient(notice: &mut Notice) {
    let whole = notice.amounts.iter().filter(|amount| amount.role == AmountRole::Total && amount.origin == Origin::Body);
    let Some(whole) = whole.filter_map(|amount| amount.money).max() else { return };
    let given = |cell: &&Allocation| cell.table == 0 && cell.counts && !matches!(cell.column_role, ColumnRole::Cut | ColumnRole::Raise);
    let told = notice.allocations.iter().filter(given);
    let Some(sum) = sums::add(told.clone().filter_map(|cell| Some(cell.money?.0))) else { return };
    // A little less than the whole is a misread figure too; much less are some of the recipients, or a part told alone.
    let near =
        sum < whole.0 && sum.checked_mul(Decimal::TEN).zip(whole.0.checked_mul(Decimal::from(9))).is_some_and(|(sum, whole)| sum > whole);
    let other = notice.amounts.iter().any(|amount| amount.money == Some(Money(sum)));
    if told.count() < 2 || sum == whole.0 || sum < whole.0 && (!near || other) {
        return;
    }
    for cell in notice.allocations.iter_mut().filter(|cell| cell.table == 0) {
        cell.lower(Confidence::Doubtful, Doubt::SumMismatch);
    }
    for amount in notice.amounts.iter_mut().filter(|amount| amount.role == AmountRole::Total && amount.origin == Origin::Body) {
        amount.lower(Confidence::Doubtful, Doubt::SumMismatch);
    }
}

/// A sum whose words (大写) say something else.
fn words(notice: &mut Notice) {
    let differ: Vec<u32> = notice
        .remarks
        .iter()
        .filter(|remark| remark.code == "words_amount_differs")
        .flat_map(|remark| &remark.evidence)
        .filter_map(|at| Some(at.span()?.start))
        .collect();
    for amount in notice.amounts.iter_mut().filter(|amount| amount.evidence.span().is_some_and(|span| differ.contains(&span.start))) {
        amount.lower(Confidence::Doubtful, Doubt::SumMismatch);
    }
}

/// The notice's own sum and the totals of its tables are one figure, in one unit.
fn against_tables(notice: &mut Notice, columns: &[Column], mentioned: &Mentioned) {
    let gives = matches!(notice.kind.value, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle | NoticeKind::Recover);
    let own_sums = notice.amounts.iter().filter(|amount| {
        amount.origin == Origin::Body && matches!(amount.role, AmountRole::Total | AmountRole::Recovered | AmountRole::Settled)
    });
    // A recovery's table may print what is taken back with a minus sign, where the text tells how much it is.
    let signs: &[i64] = if notice.kind.value == NoticeKind::Recover { &[1, -1] } else { &[1] };
    let own: Vec<Decimal> = own_sums
        .filter_map(|amount| amount.money.map(|sum| sum.0))
        .flat_map(|sum| signs.iter().map(move |sign| sum * Decimal::from(*sign)))
        .collect();
    if !gives || own.is_empty() {
        return;
    }
    let counting = |column: &&Column| column.cells.iter().filter_map(|at| notice.allocations.get(*at)).any(|cell| cell.counts);
    let mut by_table: BTreeMap<u32, Vec<&Column>> = BTreeMap::new();
    for column in columns.iter().filter(counting) {
        by_table.entry(column.table).or_default().push(column);
    }
    let wholes: Vec<Decimal> = by_table.values().filter_map(|some| sums::add(some.iter().filter_map(|column| column.total))).collect();
    let told = |sum: Decimal| own.contains(&sum) || mentioned.sum(Money(sum)) > 0;
    let any_told = columns.iter().filter_map(|column| column.total).any(|total| own.contains(&total));
    let whole = sums::add(wholes.iter().copied());
    if any_told || whole.is_some_and(told) {
        // The tables' sum is told, but not as the notice's own: one of the two was taken for the other.
        if !any_told && whole.is_some_and(|whole| !whole.is_zero() && !own.contains(&whole)) {
            let total = |amount: &&mut Amount| amount.origin == Origin::Body && amount.role == AmountRole::Total;
            notice.amounts.iter_mut().filter(total).for_each(|amount| amount.lower(Confidence::Likely, Doubt::TotalDiffers));
        }
        return;
    }
    let mut off = false;
    let mut doubts: Vec<(usize, Confidence, Doubt)> = Vec::new();
    for some in by_table.values() {
        let Some(whole) = sums::add(some.iter().filter_map(|column| column.total)) else { continue };
        // A public copy of a notice to many often shows one recipient's row only.
        let rows = some.iter().map(|column| column.cells.len()).max().unwrap_or(0);
        if told(whole) || rows < 2 || whole.is_zero() {
            continue;
        }
        let conflict = own.iter().any(|sum| differs_by_unit(*sum, whole));
        off |= !conflict;
        let (confidence, doubt) =
            if conflict { (Confidence::Doubtful, Doubt::UnitConflict) } else { (Confidence::Likely, Doubt::TotalDiffers) };
        // All money of the table is in the unit of its head.
        let table: Vec<u32> = some.iter().map(|column| column.table).collect();
        let cells = columns.iter().filter(|column| table.contains(&column.table)).flat_map(|column| &column.cells);
        doubts.extend(cells.map(|at| (*at, confidence, doubt)));
    }
    for (at, confidence, doubt) in doubts {
        if let Some(cell) = notice.allocations.get_mut(at).filter(|cell| cell.money.is_some()) {
            cell.lower(confidence, doubt);
        }
    }
    if off {
        let own_sum = |amount: &&mut Amount| {
            amount.origin == Origin::Body && matches!(amount.role, AmountRole::Total | AmountRole::Recovered | AmountRole::Settled)
        };
        for amount in notice.amounts.iter_mut().filter(own_sum).filter(|amount| amount.money.is_none_or(|sum| mentioned.sum(sum) < 2)) {
            amount.lower(Confidence::Doubtful, Doubt::TotalDiffers);
        }
    }
}

/// Whether two sums are the same figure in two units of money.
fn differs_by_unit(one: Decimal, other: Decimal) -> bool {
    [10_u64, 1_000, 10_000, 100_000_000].into_iter().map(Decimal::from).any(|factor| {
        one.checked_mul(factor).is_some_and(|one| one == other) || other.checked_mul(factor).is_some_and(|other| one == other)
    })
}
