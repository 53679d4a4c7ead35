//! What sums say: the columns of tables of recipients against their totals, rows against their parts, and what running
//! text mentions. Not for: telling parts from wholes (`table`).

use std::collections::{BTreeMap, HashSet};

use hongtou_document::{Block, Document};
use hongtou_notice::codes::{ColumnRole, Doubt, RowKind};
use hongtou_notice::{Allocation, Money};
use rust_decimal::Decimal;

use crate::recognise;

/// What the total of a column says of its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// No total, or nothing to add up.
    Open,
    /// The rows add up to the total.
    Fits,
    /// They do not.
    Off,
}

/// One money column.
#[derive(Debug)]
pub(super) struct Column {
    /// Its table.
    pub(super) table: u32,
    /// Places in the notice's list of allocations, in its order.
    pub(super) cells: Vec<usize>,
    /// What its total says.
    pub(super) verdict: Verdict,
    /// Its total: printed, else added up.
    pub(super) total: Option<Decimal>,
}

/// The columns of every table, by its number and the path of their head. Blocks of columns set side by side are one.
pub(super) fn columns(allocations: &[Allocation]) -> Vec<Column> {
    let mut by_head: BTreeMap<(u32, &str, u32), Vec<usize>> = BTreeMap::new();
    for (at, cell) in allocations.iter().enumerate().filter(|(_, cell)| cell.table > 0) {
        // A column without a head is known by its place alone.
        let place = if cell.column.is_none() { cell.col } else { 0 };
        by_head.entry((cell.table, cell.column.as_deref().unwrap_or_default(), place)).or_default().push(at);
    }
    // A row that tells some of another's money (其中：甲县) counts nowhere; one that opens all its parts does.
    let counting: HashSet<(u32, u32)> = allocations.iter().filter(|cell| cell.counts).map(|cell| (cell.table, cell.row)).collect();
    by_head
        .into_iter()
        .map(|((table, _, _), cells)| {
            let (verdict, total) = verdict(allocations, &cells, &counting);
            Column { table, cells, verdict, total }
        })
        .collect()
}

/// Whether a row is one of those that a total adds up.
pub(super) fn is_leaf(cell: &Allocation) -> bool {
    matches!(cell.row_kind, RowKind::Child | RowKind::Unit | RowKind::OwnLevel) && !cell.recipient.starts_with("其中")
}

pub(super) fn add(sums: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    sums.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}

fn verdict(allocations: &[Allocation], cells: &[usize], counting: &HashSet<(u32, u32)>) -> (Verdict, Option<Decimal>) {
    let of = |wanted: &dyn Fn(&Allocation) -> bool| -> Vec<Decimal> {
        let rows = cells.iter().filter_map(|at| allocations.get(*at));
        rows.filter(|cell| wanted(cell)).filter_map(|cell| cell.money.map(|sum| sum.0)).collect()
    };
    let leaves = of(&is_leaf);
    let counted = of(&|cell| {
        matches!(cell.row_kind, RowKind::Child | RowKind::Unit | RowKind::OwnLevel) && counting.contains(&(cell.table, cell.row))
    });
    let groups = of(&|cell| cell.row_kind == RowKind::Subtotal);
    let sum = add(leaves.iter().copied());
    let Some(total) = of(&|cell| cell.row_kind == RowKind::Total).first().copied() else { return (Verdict::Open, sum) };
    if leaves.is_empty() && groups.is_empty() {
        return (Verdict::Open, Some(total));
    }
    let fits = sum == Some(total) || !counted.is_empty() && add(counted) == Some(total) || !groups.is_empty() && add(groups) == Some(total);
    (if fits { Verdict::Fits } else { Verdict::Off }, Some(total))
}

/// Of one row its wholes, its parts, and the places of its cells.
type Line = (Vec<Decimal>, Vec<Decimal>, Vec<usize>);

/// For every cell whether its row's parts (其中) add up to its whole; `None` where the table does not part its sums so.
pub(super) fn rows(allocations: &[Allocation]) -> Vec<Option<bool>> {
    let mut lines: BTreeMap<(u32, u32, &str), Line> = BTreeMap::new();
    for (at, cell) in allocations.iter().enumerate().filter(|(_, cell)| cell.table > 0) {
        let line = lines.entry((cell.table, cell.row, cell.recipient.as_str())).or_default();
        line.2.push(at);
        match (cell.column_role, cell.money) {
            (ColumnRole::Allocated, Some(sum)) => line.0.push(sum.0),
            (ColumnRole::OfWhich, Some(sum)) => line.1.push(sum.0),
            _ => {}
        }
    }
    let mut fits = vec![None; allocations.len()];
    let mut by_table: BTreeMap<u32, Vec<(bool, &[usize])>> = BTreeMap::new();
    for ((table, _, _), (whole, parts, cells)) in &lines {
        if let ([whole], true) = (whole.as_slice(), parts.len() >= 2) {
            by_table.entry(*table).or_default().push((add(parts.iter().copied()) == Some(*whole), cells));
        }
    }
    for judged in by_table.values() {
        // Parts that do not exhaust the whole (其中：…) say nothing.
        let right = judged.iter().filter(|(fits, _)| *fits).count();
        if right * 3 < judged.len() * 2 || right < 2 {
            continue;
        }
        for (fit, cells) in judged {
            for at in *cells {
                if let Some(place) = fits.get_mut(*at) {
                    *place = Some(*fit);
                }
            }
        }
    }
    fits
}

/// What running text mentions, and how often.
#[derive(Debug, Default)]
pub(super) struct Mentioned {
    sums: BTreeMap<Decimal, u32>,
    numbers: BTreeMap<String, u32>,
}

impl Mentioned {
    pub(super) fn of(document: &Document) -> Self {
        let mut mentioned = Self::default();
        for block in document.blocks() {
            let Block::Paragraph(paragraph) = block else { continue };
            let text = document.slice(paragraph.span);
            for found in recognise::find_money(text) {
                // What was put right is no second witness.
                if !found.doubts.contains(&Doubt::RepairedAmount) {
                    *mentioned.sums.entry(found.money.0.normalize()).or_default() += 1;
                }
            }
            for found in recognise::find_numbers(text) {
                *mentioned.numbers.entry(found.number.to_string()).or_default() += 1;
            }
        }
        mentioned
    }

    /// How often a sum stands in running text, in figures or in words.
    pub(super) fn sum(&self, sum: Money) -> u32 {
        self.sums.get(&sum.0.normalize()).copied().unwrap_or(0)
    }

    /// How often a document number stands in running text.
    pub(super) fn number(&self, number: &str) -> u32 {
        self.numbers.get(number).copied().unwrap_or(0)
    }
}
