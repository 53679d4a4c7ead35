//! Rows of a table of recipients that slid out of their columns because cells on their left were lost. See `docs/tables.md`, rows.
//! Not for: rows of indicators (`repair`), or heads (`header`).

use super::allocation::money;
use super::columns::{self, Column, Content};
use super::figure;
use super::grid::Slot;
use super::header::Head;
use super::{loose_rows, recipient, text, words};

/// A row that lost the slots of merged cells on its left (广州市 reaches down over 市体育馆 | 220) slid so far that figures stand under
/// heads of names: it is moved right by as many slots as it lost, if figures and names then stand under theirs. A serial number before
/// the lost cells stays (3 | 衡山县 | 26). Dumps put empty cells behind the row in their stead.
pub(crate) fn realigned<'g>(mut line: Vec<&'g Slot>, heads: &[Head]) -> Vec<&'g Slot> {
    let width = heads.iter().rposition(|head| !head.keys.is_empty()).map_or(0, |last| last + 1).min(line.len());
    let given = line.iter().rposition(|slot| slot.cell.is_some()).map_or(0, |last| last + 1);
    let printed = line.iter().take(width).rposition(|slot| !slot.is_empty()).map_or(0, |last| last + 1);
    let named = |col: usize| heads.get(col).is_some_and(columns::is_name_head);
    let figure = |col: usize| line.get(col).is_some_and(|slot| figure::number(&slot.key).is_some());
    let word = |col: usize| line.get(col).is_some_and(|slot| !slot.is_empty()) && !figure(col);
    if let Some(lost) = width.checked_sub(given).filter(|lost| *lost > 0) {
        let slid = (0..given).any(|col| figure(col) && named(col));
        let fits = (0..given).all(|col| !figure(col) || !named(col + lost)) && (0..given).any(|col| word(col) && named(col + lost));
        if slid && fits {
            line.get_mut(..width).into_iter().for_each(|cells| cells.rotate_right(lost));
        }
        return line;
    }
    let serial = |col: usize| heads.get(col).is_some_and(|head| words::is("serial", &text::core(head.leaf())));
    let told = |col: usize| heads.get(col).is_some_and(|head| words::ends("descriptor", &text::core(head.leaf())));
    let key = |col: usize| line.get(col).map_or("", |slot| slot.key.as_str());
    // 一, （二） and 合计 stand rightly under the head of serial numbers.
    let ordinal = |col: usize| loose_rows::is_ordinal(key(col)) || recipient::is_total(key(col)) || recipient::is_subtotal(key(col));
    let start = usize::from(serial(0) && (!word(0) || loose_rows::is_ordinal(key(0))) && printed > 0);
    let astray = (start..printed).any(|col| figure(col) && (named(col) || told(col)) || word(col) && serial(col) && !ordinal(col));
    let fits = |lost: usize| {
        let mut cols = start..printed;
        let texts = |col: usize| named(col) || told(col);
        cols.all(|col| !(figure(col) && (texts(col + lost) || serial(col + lost)) || word(col) && !texts(col + lost)))
            && (start..printed).any(word)
    };
    // Several ways to stand right tell nothing.
    let mut ways = (1..=width - printed).filter(|lost| fits(*lost));
    if let (true, Some(lost), None) = (astray, ways.next(), ways.next()) {
        line.get_mut(start..width).into_iter().for_each(|cells| cells.rotate_right(lost));
    }
    line
}

/// A row that lost a cell on its left slid out of its columns: its first words are the name, its figures the money,
/// in order, if there are as many as columns: a total row often has fewer cells.
pub(crate) fn in_place<'g>(slots: &[&'g Slot], columns: &[Column]) -> Vec<&'g Slot> {
    let content = |col: usize| columns.get(col).map(|column| column.content);
    let is_figure = |slot: &Slot| figure::number(&slot.key).is_some();
    let in_names = |wanted: bool| {
        slots.iter().enumerate().any(|(col, slot)| content(col) == Some(Content::Name) && !slot.is_empty() && is_figure(slot) == wanted)
    };
    let name = slots.iter().copied().find(|slot| !slot.is_empty() && !is_figure(slot));
    let place = (0..columns.len()).find(|col| content(*col) == Some(Content::Name));
    let figures: Vec<&Slot> = slots.iter().copied().filter(|slot| is_figure(slot)).collect();
    let empty = slots.iter().copied().find(|slot| slot.is_empty());
    let (Some(name), Some(place), Some(empty)) = (name, place, empty) else { return slots.to_vec() };
    let total = recipient::is_total(&name.key);
    if let Some(moved) = moved(slots, columns, empty).filter(|_| total && in_names(true) && figures.len() != money(columns).count()) {
        return moved;
    }
    // A total row that lost its empty cells may slide into a column of text as well.
    let short = total && slots.last().is_some_and(|slot| slot.cell.is_none());
    let slid = short && slots.iter().enumerate().any(|(col, slot)| content(col) == Some(Content::Other) && is_figure(slot));
    if in_names(false) && !total || !in_names(true) && !slid || figures.len() != money(columns).count() {
        return slots.to_vec();
    }
    let mut out = vec![empty; slots.len()];
    for (col, slot) in money(columns).map(|(col, _)| col).zip(figures).chain([(place, name)]) {
        if let Some(place) = out.get_mut(col) {
            *place = slot;
        }
    }
    out
}

/// A total row whose word took the places of serial number and names, moved right until its first figure stands behind the names;
/// its last slots are free for that.
fn moved<'g>(slots: &[&'g Slot], columns: &[Column], empty: &'g Slot) -> Option<Vec<&'g Slot>> {
    let first_money = columns.iter().position(|column| column.content == Content::Money)?;
    let behind = columns.iter().take(first_money).rposition(|column| column.content == Content::Name)? + 1;
    let figure = slots.iter().position(|slot| figure::number(&slot.key).is_some())?;
    let lost = behind.checked_sub(figure).filter(|lost| *lost > 0)?;
    let kept = slots.len().checked_sub(lost)?;
    let free = slots.iter().skip(kept).all(|slot| slot.is_empty());
    free.then(|| {
        let (words, figures) = slots.split_at(figure);
        let figures = figures.iter().take(kept - figure);
        words.iter().copied().chain(std::iter::repeat_n(empty, lost)).chain(figures.copied()).collect()
    })
}
