//! The lower of two head rows that slid to the left because the slots of the merged cells beside and over it were lost. See
//! `docs/tables.md`, header logic. Not for: heads whose empty slots are there (`header`).

use rust_decimal::Decimal;

use super::grid::Slot;
use super::{columns, figure, recipient, text, words};

/// Puts the lower of two head rows under its merged cells, where the slots of the cells that reach down beside it were lost:
/// `县区 | 合计 | 其中` over `中央 | 省级`, with four columns below (docs/tables.md, header logic). Names of recipients and serial
/// numbers have no parts, so a word right below them shows that the row slid to the left. True where nothing shows which cell the parts stand
/// under.
pub(super) fn slide(rows: &mut [Vec<Slot>], width: usize, body: &Below<'_>) -> bool {
    let [upper, lower] = rows else { return false };
    let parts = lower.iter().take_while(|slot| !slot.is_empty()).count();
    let other = |slot: &Slot| !slot.is_empty() && !words::is("serial", &slot.key) && !columns::names_recipients(&slot.key);
    let slid = upper.first().is_some_and(|slot| words::is("serial", &slot.key) || columns::names_recipients(&slot.key))
        && lower.first().is_some_and(other)
        && parts >= 2
        && parts < width
        && lower.iter().skip(parts).all(Slot::is_empty);
    if !slid || width > upper.len() {
        return false;
    }
    let mut guessed = false;
    let wholes: Vec<usize> = (0..width).filter(|col| upper.get(*col).is_some_and(|slot| !slot.is_empty())).collect();
    // How many columns every cell of the upper row takes.
    let spans: Vec<usize> = if wholes.last().is_some_and(|last| *last >= wholes.len()) {
        wholes.iter().zip(wholes.iter().skip(1).chain([&width])).map(|(here, next)| next - here).collect()
    } else {
        // Its empty slots were lost too: as many of its cells are merged as there are words too many.
        let merged = (wholes.len() + parts).saturating_sub(width);
        if merged == 0 || parts % merged != 0 {
            return false;
        }
        if merged == parts {
            under_the_last(upper, lower, parts);
            return false;
        }
        let (chosen, sure) = wholes_of(upper, lower, &wholes, merged, body);
        guessed = !sure;
        wholes.iter().map(|col| if chosen.contains(col) { parts / merged } else { 1 }).collect()
    };
    let under: usize = spans.iter().filter(|span| **span > 1).sum();
    if spans.iter().sum::<usize>() != width || under != parts {
        return false;
    }
    let empty = |row: &[Slot]| row.iter().map(|slot| Slot::empty(slot.row, slot.col)).collect::<Vec<Slot>>();
    let (mut above, mut below) = (empty(upper), empty(lower));
    let mut cells = lower.iter().take(parts).cloned();
    let mut col = 0;
    for (whole, span) in wholes.iter().zip(&spans) {
        for _ in 0..*span {
            if let (Some(place), Some(slot)) = (above.get_mut(col), upper.get(*whole)) {
                *place = slot.clone();
            }
            if let Some(place) = below.get_mut(col).filter(|_| *span > 1)
                && let Some(slot) = cells.next()
            {
                *place = slot;
            }
            col += 1;
        }
    }
    (*upper, *lower) = (above, below);
    guessed
}

/// The cells of the upper row that stand over the parts, and whether anything shows it: 其中, a formula, the sums, or that no other
/// cell can have parts.
fn wholes_of(upper: &[Slot], lower: &[Slot], wholes: &[usize], merged: usize, body: &Below<'_>) -> (Vec<usize>, bool) {
    let parts = lower.iter().take_while(|slot| !slot.is_empty()).count();
    let key = |col: &usize| upper.get(*col).map_or("", |slot| slot.key.as_str());
    let named = |col: &usize| words::is("serial", key(col)) || columns::names_recipients(key(col));
    let remark = |col: &usize| words::ends("descriptor", &text::core(key(col)));
    let mut open: Vec<usize> = wholes.iter().copied().filter(|col| !remark(col)).collect();
    // Names and sums of the whole row have no parts, if enough other cells can have them.
    let single = |col: &usize| named(col) || recipient::is_total(key(col)) || recipient::is_subtotal(key(col));
    if open.iter().filter(|col| !single(col)).count() >= merged {
        open.retain(|col| !single(col));
    }
    let told: Vec<usize> = open.iter().copied().filter(|col| words::has("of_which", key(col))).collect();
    // 栏次 · 1 · 2 · 3 · 4=2-3: a formula over as many neighbouring columns as there are parts shows where they stand.
    let reckoned = tied_columns(body.formula, parts).filter(|at| merged == 1 && open.contains(at));
    if let Some(at) = reckoned {
        return (vec![at], true);
    }
    if told.len() == merged {
        return (told, true);
    }
    if merged > 1 {
        return (open.iter().rev().take(merged).copied().collect(), true);
    }
    // 重点项目 over 提前下达 | 本次下达 is a head like any other where figures stand below it.
    let candidates: Vec<usize> = wholes.iter().copied().filter(|col| !named(col) && body.has_figures(*col, parts)).collect();
    let held: Vec<usize> = candidates.iter().copied().filter(|col| body.adds_up(*col, parts)).collect();
    if let [only] = held.as_slice() {
        return (vec![*only], true);
    }
    // The whole is given in instalments, and its parts stand right of it: no sum has them below itself while another head follows.
    let instalments = lower.iter().take(parts).any(|slot| words::has("advance", &slot.key) || words::has("this", &slot.key));
    let sum = |col: &usize| single(col) || words::ends("total", &text::core(key(col))) || text::core(key(col)).ends_with("金额");
    let last = candidates.last().copied();
    let fitting: Vec<usize> =
        if instalments { candidates.iter().copied().filter(|col| !sum(col) || Some(*col) == last).collect() } else { open.clone() };
    let chosen: Vec<usize> = fitting.iter().rev().take(1).copied().collect();
    let chosen = if chosen.is_empty() { open.iter().rev().take(1).copied().collect() } else { chosen };
    (chosen, fitting.len() == 1)
}

/// What stands below a head.
pub(super) struct Below<'g> {
    /// The row of column numbers and formulas.
    pub(super) formula: &'g [Slot],
    /// The rows of the body.
    pub(super) rows: &'g [Vec<Slot>],
}

impl Below<'_> {
    fn number(row: &[Slot], col: usize) -> Option<Decimal> {
        row.get(col).and_then(|slot| figure::number(&slot.key))
    }

    /// Whether so many columns from `first` on hold figures and no words. Some of them may be empty.
    fn has_figures(&self, first: usize, count: usize) -> bool {
        let cells = |col: usize| self.rows.iter().filter_map(move |row| row.get(col)).filter(|slot| !slot.is_empty());
        let figures = |col: usize| cells(col).filter(|slot| figure::number(&slot.key).is_some()).count();
        (first..first + count).all(|col| figures(col) * 2 >= cells(col).count()) && (first..first + count).any(|col| figures(col) > 0)
    }

    /// Whether so many columns from `first` on add up to one of the columns left or right of them in most rows.
    fn adds_up(&self, first: usize, count: usize) -> bool {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        (0..width).filter(|col| !(first..first + count).contains(col)).any(|whole| {
            let told: Vec<&Vec<Slot>> =
                self.rows.iter().filter(|row| Self::number(row, whole).is_some_and(|whole| !whole.is_zero())).collect();
            let sum = |row: &[Slot]| -> Decimal { (first..first + count).filter_map(|col| Self::number(row, col)).sum() };
            let right = told.iter().filter(|row| Some(sum(row)) == Self::number(row, whole)).count();
            right >= 2 && right * 4 >= told.len() * 3
        })
    }
}

/// The first of so many neighbouring columns that one formula ties together.
fn tied_columns(formula: &[Slot], count: usize) -> Option<usize> {
    let label = |slot: &Slot| slot.key.split('=').next().unwrap_or_default().trim_matches(['(', ')']).to_owned();
    formula.iter().enumerate().find_map(|(col, slot)| {
        let (_, right) = slot.key.split_once('=')?;
        let terms = right.split(['+', '-', '(', ')']).filter(|term| !term.is_empty());
        let mut cols: Vec<usize> = terms.map(|term| formula.iter().position(|slot| label(slot) == term)).collect::<Option<_>>()?;
        cols.push(col);
        cols.sort_unstable();
        let first = *cols.first()?;
        (cols.len() == count && cols.iter().enumerate().all(|(nth, col)| *col == first + nth)).then_some(first)
    })
}

/// Every column has its head above: the words below are second lines of the last ones, those of remarks left out.
fn under_the_last(upper: &[Slot], lower: &mut [Slot], parts: usize) {
    let remark = |slot: &Slot| words::ends("descriptor", &text::core(&slot.key));
    let end = upper.iter().rposition(|slot| !slot.is_empty() && !remark(slot)).map_or(0, |last| last + 1);
    if let Some(room) = end.checked_sub(parts).filter(|room| *room > 0).and_then(|_| lower.get_mut(..end)) {
        room.rotate_right(end - parts);
    }
}
