//! The sums of a table of recipients: groups of rows under a subtotal, and columns against their total.
//! See `docs/tables.md`, checks. Not for: parts in columns (`columns`).

use hongtou_document::Document;
use hongtou_notice::codes::{Confidence, Doubt, Origin, RowKind};
use hongtou_notice::{DivisionCode, Remark};
use rust_decimal::Decimal;

use super::allocation::{Line, Read, doubted, money};
use super::columns::Column;
use super::grid::Slot;
use super::{figure, rates, recipient};

/// A figure of a line.
fn value(line: &Line<'_>, col: usize) -> Option<Decimal> {
    figure::value(line.figures.get(col)?)
}

/// The column by which groups are recognised: the one that counts, else the first.
fn leading(columns: &[Column]) -> Option<usize> {
    money(columns).find(|(_, column)| column.counts).or_else(|| money(columns).next()).map(|(col, _)| col)
}

/// Makes subtotals of rows whose figure is the sum of the rows under them, where the rows under them also rank
/// below by serial number or by name; and gives those rows the group's division to lie in.
pub(crate) fn subtotals(lines: &mut [Line<'_>], columns: &[Column], issuer: Option<&DivisionCode>) {
    let Some(col) = leading(columns) else { return };
    for at in 0..lines.len() {
        let Some(end) = group_end(lines, at, col) else { continue };
        let group = lines.get(at).and_then(|line| line.who.division.clone().filter(|_| line.who.kind == RowKind::Child));
        if let Some(head) = lines.get_mut(at) {
            head.who.kind = RowKind::Subtotal;
        }
        // Parts that make up the whole are rows in their own right.
        lines.get_mut(at + 1..end).unwrap_or_default().iter_mut().for_each(|line| line.of_which = false);
        let Some(group) = group else { continue };
        for line in lines.get_mut(at + 1..end).unwrap_or_default() {
            if line.who.kind != RowKind::Subtotal {
                line.who = recipient::who(&line.name.key, Some(&group), issuer);
            }
        }
    }
}

/// `其中：甲县` opens the rows that tell some of what the place above got: all that lie in it belong to them.
pub(crate) fn some_of(lines: &mut [Line<'_>]) {
    let mut whole: Option<DivisionCode> = None;
    let mut above: Option<DivisionCode> = None;
    for line in lines {
        if line.of_which {
            whole = whole.or_else(|| above.clone());
            continue;
        }
        line.of_which = recipient::lies_below(line.who.division.as_ref(), whole.as_ref());
        if !line.of_which {
            whole = None;
            above = line.who.division.clone();
        }
    }
}

/// The end of the group of rows that `at` sums up; `None` where it sums up none.
fn group_end(lines: &[Line<'_>], at: usize, col: usize) -> Option<usize> {
    let head = lines.get(at)?;
    if !matches!(head.who.kind, RowKind::Child | RowKind::Unit | RowKind::Subtotal | RowKind::OwnLevel) || head.of_which {
        return None;
    }
    let whole = value(head, col).filter(|whole| !whole.is_zero())?;
    let mut sum = Decimal::ZERO;
    for (end, line) in lines.iter().enumerate().skip(at + 1) {
        if line.who.kind == RowKind::Total || !ranks_below(head, line) {
            return None;
        }
        sum = sum.checked_add(value(line, col).unwrap_or_default())?;
        if sum == whole {
            return Some(end + 1);
        }
    }
    None
}

/// Whether a row can be one of those that `head` sums up.
fn ranks_below(head: &Line<'_>, line: &Line<'_>) -> bool {
    if head.group.is_some() && head.who.kind == RowKind::Subtotal {
        return head.group == line.group;
    }
    let inner = recipient::lies_below(line.who.division.as_ref(), head.who.division.as_ref());
    let numbered = head.heads_group && !line.heads_group;
    let class = head.who.kind == RowKind::Unit && line.who.kind == RowKind::Child && !head.heads_group && !line.heads_group;
    let own = head.who.kind == RowKind::OwnLevel && line.who.kind == RowKind::Unit && head.heads_group;
    // 石门县, below it its townships: the place itself, not its own level, is the sum of what lies in it.
    let units = line.who.kind == RowKind::Unit && line.who.division == head.who.division;
    let whole = head.who.kind == RowKind::OwnLevel && !recipient::is_own_level(&recipient::bare(&head.name.key)) && (units || inner);
    // `其中：市本级` opens the parts of the row above it.
    // Rows that carry the name of the row above down tell what its money is for.
    let opened = line.carried && !head.carried && line.name.key == head.name.key;
    line.of_which || opened || numbered || class || own || whole || head.who.kind == RowKind::Child && inner
}

/// Checks totals, printed formulas and printed rates. What does not hold is remarked, and doubted where it is a sum.
/// `nameless` are rows that give money and name no recipient: their figures belong to the total.
pub(crate) fn check(document: &Document, columns: &[Column], lines: &[Line<'_>], nameless: &[&Vec<&Slot>], read: &mut Read) {
    totals(document, columns, lines, nameless, read);
    formulas(document, columns, lines, read);
    rates::check(document, columns, lines, read);
}

/// Checks every money column against its total row.
fn totals(document: &Document, columns: &[Column], lines: &[Line<'_>], nameless: &[&Vec<&Slot>], read: &mut Read) {
    let Some(total) = lines.iter().find(|line| line.who.kind == RowKind::Total) else { return };
    for (col, column) in money(columns) {
        let Some(whole) = value(total, col) else { continue };
        let rows = |kinds: &[RowKind]| -> Vec<Decimal> {
            lines.iter().filter(|line| kinds.contains(&line.who.kind) && !line.of_which).filter_map(|line| value(line, col)).collect()
        };
        let leaves = rows(&[RowKind::Child, RowKind::Unit, RowKind::OwnLevel]);
        let sums = rows(&[RowKind::Subtotal]);
        let unnamed = nameless.iter().filter_map(|slots| figure::number(&slots.get(col)?.key));
        let sum: Decimal = leaves.iter().copied().chain(unnamed).sum();
        let groups: Decimal = sums.iter().sum();
        if leaves.is_empty() && sums.is_empty() || sum == whole || !sums.is_empty() && groups == whole {
            continue;
        }
        // A row without a figure may hold the rest.
        let blank = (0..lines.len()).any(|at| lacks_figure(lines, at, col, columns));
        if let (Some(slot), Some(name), false) = (total.slots.get(col), column.head.name(), blank) {
            read.remarks.push(Remark {
                code: "allocation_total_mismatch".to_owned(),
                message: format!("The rows of column {name} add up to {sum}, the total row says {whole}."),
                expected: Some(whole.normalize().to_string()),
                actual: Some(sum.normalize().to_string()),
                evidence: vec![slot.evidence(document, Origin::Table)],
            });
        }
        let places: Vec<u32> = lines.iter().filter_map(|line| line.slots.get(col)).map(|slot| slot.col + 1).collect();
        for record in read.allocations.iter_mut().filter(|record| places.contains(&record.col) && record.money.is_some()) {
            doubted(record, Confidence::Likely, Doubt::SumMismatch);
        }
    }
}

/// Whether a row of a recipient has no figure in a column. A line that has none at all and opens a group of rows, or names
/// no place, is a heading.
fn lacks_figure(lines: &[Line<'_>], at: usize, col: usize, columns: &[Column]) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let row = matches!(line.who.kind, RowKind::Child | RowKind::Unit | RowKind::OwnLevel) && !line.of_which;
    if !row || value(line, col).is_some() {
        return false;
    }
    let opens = lines.get(at + 1).is_some_and(|next| recipient::lies_below(next.who.division.as_ref(), line.who.division.as_ref()));
    let says_nothing = money(columns).all(|(other, _)| value(line, other).is_none());
    !(says_nothing && (opens || line.heads_group || line.who.kind != RowKind::Child))
}

/// Checks columns that print how they are made of others: `4=3-2`, `C=A+B`.
fn formulas(document: &Document, columns: &[Column], lines: &[Line<'_>], read: &mut Read) {
    let label = |column: &Column| {
        column.head.formula.as_deref().map(|text| text.split('=').next().unwrap_or(text).trim_matches(['(', ')']).to_owned())
    };
    for (col, column) in money(columns) {
        let Some(terms) = column.head.formula.as_deref().and_then(|formula| formula.split_once('=')).and_then(|(_, right)| terms(right))
        else {
            continue;
        };
        let found: Option<Vec<(bool, usize)>> = terms
            .into_iter()
            .map(|(plus, name)| money(columns).find(|(_, other)| label(other).as_deref() == Some(&name)).map(|(other, _)| (plus, other)))
            .collect();
        let Some(found) = found else { continue };
        // Two conventions stand side by side in real forms (raise less cut, cut less raise): judge by the majority.
        let fits = |line: &Line<'_>, sign: Decimal| {
            let sum: Decimal = found
                .iter()
                .map(|(plus, other)| value(line, *other).unwrap_or_default() * if *plus { Decimal::ONE } else { -Decimal::ONE })
                .sum();
            value(line, col).is_none_or(|printed| printed == sum * sign)
        };
        let right = |sign: Decimal| lines.iter().filter(|line| fits(line, sign)).count();
        let sign = if right(-Decimal::ONE) > right(Decimal::ONE) { -Decimal::ONE } else { Decimal::ONE };
        // A term without a figure stands for nothing where the formula then holds, and for something not told where it does not.
        let told = |line: &&Line<'_>| found.iter().all(|(_, other)| value(line, *other).is_some());
        for line in lines.iter().filter(|line| !fits(line, sign)).filter(told) {
            let Some(slot) = line.slots.get(col) else { continue };
            read.remarks.push(Remark {
                code: "column_formula_mismatch".to_owned(),
                message: format!(
                    "The row of {} does not follow the formula {}.",
                    line.name.plain,
                    column.head.formula.as_deref().unwrap_or_default()
                ),
                expected: column.head.formula.clone(),
                actual: Some(slot.plain.clone()),
                evidence: vec![slot.evidence(document, Origin::Table)],
            });
            for record in read.allocations.iter_mut().filter(|record| (record.row, record.col) == (slot.row + 1, slot.col + 1)) {
                doubted(record, Confidence::Likely, Doubt::SumMismatch);
            }
        }
    }
}

/// The terms of a sum: `3-2` → (+, 3), (−, 2). `None` where it is no sum.
fn terms(right: &str) -> Option<Vec<(bool, String)>> {
    let mut terms = vec![(true, String::new())];
    for c in right.chars() {
        match c {
            '+' | '-' => terms.push((c == '+', String::new())),
            '(' | ')' => {}
            '*' | '×' | '/' | '÷' | '%' => return None,
            c => terms.last_mut()?.1.push(c),
        }
    }
    (terms.len() >= 2 && terms.iter().all(|(_, name)| !name.is_empty())).then_some(terms)
}
