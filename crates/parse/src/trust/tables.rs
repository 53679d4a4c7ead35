//! Cells of tables of recipients: against their totals and parts, their heads, their names and their scale
//! (`docs/confidence.md`, tables). Not for: the body's sum against the table's (`money`).

use std::collections::BTreeMap;

use hongtou_notice::codes::{Confidence, Doubt, Level, RowKind};
use hongtou_notice::{Allocation, Divisions, Notice};
use rust_decimal::Decimal;

use super::sums::{self, Column, Mentioned, Verdict};
use super::{Weighed, garble};
use crate::table;
use crate::vocab::AGENCY_ENDS;

/// Last characters of units that are no agencies: villages, schools, stations.
const UNIT_ENDS: &[char] = &[
    '镇', '乡', '村', '场', '园', '校', '馆', '站', '所', '队', '团', '会', '师', '区', '县', '市', '州', '盟', '旗', '学', '院', '厂',
    '矿', '库', '河', '道', '路', '桥', '店', '室', '组', '目', '程', '店', '司', '户', '房', '中', '幼', '库', '行', '部', '办', '局',
    '级',
];

pub(super) fn weigh(notice: &mut Notice, columns: &[Column], mentioned: &Mentioned) {
    let level = notice.level.as_ref().map(|fact| fact.value);
    let cells = &mut notice.allocations;
    let parts = sums::rows(cells);
    for column in columns {
        against_total(cells, column, &parts);
        heads(cells, column);
        hidden_total(cells, column);
        scale(cells, column, level, mentioned);
    }
    for (cell, fits) in cells.iter_mut().zip(&parts) {
        if *fits == Some(false) {
            cell.lower(Confidence::Doubtful, Doubt::SumMismatch);
        }
    }
    names(cells);
}

/// A column that misses its total: every cell of it may be the one that is wrong, but for those whose row adds up.
fn against_total(cells: &mut [Allocation], column: &Column, parts: &[Option<bool>]) {
    if column.verdict != Verdict::Off {
        return;
    }
    for at in &column.cells {
        let confirmed = parts.get(*at).copied().flatten() == Some(true);
        let confidence = if confirmed { Confidence::Likely } else { Confidence::Doubtful };
        if let Some(cell) = cells.get_mut(*at).filter(|cell| cell.money.is_some()) {
            cell.lower(confidence, Doubt::SumMismatch);
        }
    }
}

/// A column of serial numbers or under a head that names no money is none.
fn heads(cells: &mut [Allocation], column: &Column) {
    let leaves = column.cells.iter().filter_map(|at| cells.get(*at)).filter(|cell| sums::is_leaf(cell));
    let figures: Vec<Decimal> =
        leaves.filter_map(|cell| cell.money.zip(cell.unit)).filter_map(|(sum, unit)| sum.0.checked_div(unit.yuan())).collect();
    let serial = figures.len() >= 3 && figures.iter().zip(1u32..).all(|(figure, nth)| *figure == Decimal::from(nth));
    let head = column.cells.first().and_then(|at| cells.get(*at)).and_then(|cell| cell.column.clone());
    // Figures that add up to a total are money, whatever stands over them.
    let names = column.verdict != Verdict::Fits && head.as_deref().is_some_and(table::heads_no_money);
    if serial || names {
        lower_all(cells, column, Doubt::RowShape);
    }
}

/// A row that is the sum of all others under a name that is no word for a total.
fn hidden_total(cells: &mut [Allocation], column: &Column) {
    let leaves: Vec<(usize, Decimal)> = column
        .cells
        .iter()
        .filter_map(|at| cells.get(*at).filter(|cell| sums::is_leaf(cell)).and_then(|cell| Some((*at, cell.money?.0))))
        .collect();
    let Some(whole) = sums::add(leaves.iter().map(|(_, sum)| *sum)) else { return };
    if leaves.len() < 4 || whole.is_zero() {
        return;
    }
    let twice = leaves.iter().find(|(_, sum)| sum.checked_mul(Decimal::TWO) == Some(whole)).map(|(at, _)| *at);
    if let Some(cell) = twice.and_then(|at| cells.get_mut(at)).filter(|cell| cell.division.is_none()) {
        cell.lower(Confidence::Doubtful, Doubt::UnknownRecipient);
    }
}

/// The largest sum that one recipient of a notice of a level is given, in yuan: a generous bound on what budgets hold.
fn largest(level: Option<Level>) -> Decimal {
    Decimal::from(match level {
        Some(Level::Central) | None => 500_000_000_000_u64,
        Some(Level::Province) => 100_000_000_000,
        Some(Level::Prefecture) => 20_000_000_000,
        Some(Level::County | Level::Township) => 5_000_000_000,
    })
}

/// Figures beyond what a level hands out, far beyond the rest of their column, or so small that the unit must be wrong.
fn scale(cells: &mut [Allocation], column: &Column, level: Option<Level>, mentioned: &Mentioned) {
    let value =
        |cells: &[Allocation], at: usize| cells.get(at).and_then(|cell| cell.money).map(|sum| sum.0.abs()).filter(|sum| !sum.is_zero());
    let mut leaves: Vec<Decimal> =
        column.cells.iter().filter(|at| cells.get(**at).is_some_and(sums::is_leaf)).filter_map(|at| value(cells, *at)).collect();
    leaves.sort_unstable();
    let (Some(median), Some(top)) = (leaves.get(leaves.len() / 2).copied(), leaves.last().copied()) else { return };
    let small = Decimal::from(if matches!(level, Some(Level::Central | Level::Province)) { 50_000 } else { 5_000 });
    let total = column.total.is_some_and(|total| mentioned.sum(hongtou_notice::Money(total)) > 0);
    if top < small && leaves.len() >= 2 && !total && column.verdict != Verdict::Open || top <= Decimal::ONE_THOUSAND && !total {
        lower_all(cells, column, Doubt::OutOfScale);
    }
    let far = median.checked_mul(Decimal::from(if leaves.len() >= 4 { 300 } else { 3_000 })).filter(|_| column.verdict != Verdict::Fits);
    for at in &column.cells {
        let Some(sum) = value(cells, *at) else { continue };
        let bound = if cells.get(*at).is_some_and(sums::is_leaf) { largest(level) } else { largest(None) * Decimal::TEN };
        let leaf = cells.get(*at).is_some_and(sums::is_leaf);
        if (sum > bound || leaf && far.is_some_and(|far| sum > far))
            && let Some(cell) = cells.get_mut(*at)
        {
            cell.lower(Confidence::Doubtful, Doubt::OutOfScale);
        }
    }
}

/// Names with a figure glued to them, misread names, and names that nothing explains among names of places.
fn names(cells: &mut [Allocation]) {
    let mut places: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for cell in cells.iter().filter(|cell| sums::is_leaf(cell)) {
        let (children, all) = places.entry(cell.table).or_default();
        *children += usize::from(cell.row_kind == RowKind::Child);
        *all += 1;
    }
    for cell in cells.iter_mut() {
        let (children, all) = places.get(&cell.table).copied().unwrap_or_default();
        let odd = cell.row_kind == RowKind::Unit && children * 10 >= all * 7 && !is_unit(&cell.recipient);
        // 方山具: 县 misread.
        let misread = cell.recipient.ends_with('具') && cell.recipient.chars().count() <= 6;
        // 巿 and 兀 stand in no name; 辽宁省不含大连市 has lost its brackets.
        // A unit stands before a name where cells have run together (万元某县).
        let misread = misread || cell.recipient.contains(['巿', '兀']) || cell.recipient.starts_with("万元");
        let unbracketed = cell.recipient.find("不含").is_some_and(|at| at > 0 && !cell.recipient.contains(['（', '(']));
        if odd
            || misread
            || unbracketed
            || twice_placed(&cell.recipient)
            || has_figure(&cell.recipient)
            || garble::is_misread(&cell.recipient)
            || garble::is_unbalanced(&cell.recipient)
        {
            cell.lower(Confidence::Doubtful, Doubt::UnknownRecipient);
        }
    }
}

/// 东至县城区管网改造东至县住建局: the names of two cells have run together.
fn twice_placed(name: &str) -> bool {
    let Some(end) = name.char_indices().nth(3).map(|(at, _)| at) else { return false };
    let (place, rest) = name.split_at(end);
    place.ends_with(['县', '市', '区', '镇', '乡']) && rest.chars().count() > 3 && rest.contains(place)
}

fn is_unit(name: &str) -> bool {
    let bare = name.split(['（', '(']).next().unwrap_or(name);
    AGENCY_ENDS.at_end(bare).is_some() || bare.ends_with(UNIT_ENDS) || name.contains("本级") || name.contains("统筹")
}

/// `昭通市14660`, `530`, `2大团镇`: the figure of another cell stands in the name.
fn has_figure(name: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '，');
    let tail = name.chars().rev().take_while(|c| digit(*c)).count();
    let all: Vec<char> = name.chars().collect();
    let before: String = all.get(..all.len() - tail).unwrap_or_default().iter().collect();
    let head = name.chars().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let rest: String = name.chars().skip(head).collect();
    let total = matches!(rest.as_str(), "合计" | "总计" | "小计" | "共计");
    let town = rest.ends_with(['镇', '乡']) || rest.ends_with("街道");
    let glued = head > 0 && (total || town || Divisions::get().prefix(&rest, None).is_some());
    // 某管理局6: a body's name is whole.
    let behind_body = tail > 0 && AGENCY_ENDS.at_end(&before).is_some();
    tail >= 2 && !before.ends_with(['第', '号']) || behind_body || glued || head == name.chars().count()
}

fn lower_all(cells: &mut [Allocation], column: &Column, doubt: Doubt) {
    for at in &column.cells {
        if let Some(cell) = cells.get_mut(*at).filter(|cell| cell.money.is_some()) {
            cell.lower(Confidence::Doubtful, doubt);
        }
    }
}
