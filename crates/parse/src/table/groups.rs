//! Groups of rows: their names beside their subtotal, whatever the head of their column says (设区市, 学段, 类别), and which numbers head them. See
//! `docs/tables.md`, rows. Not for: columns whose heads announce recipients (`allocation`).

use super::columns::{Column, Content};
use super::grid::Slot;
use super::{figure, recipient, text, words};

/// The texts of the columns that group the names right of them, carried down.
#[derive(Debug)]
pub(super) struct Beside<'g> {
    carried: Vec<(usize, Option<&'g Slot>)>,
}

impl<'g> Beside<'g> {
    /// The columns of text left of the names that have fewer cells than the names: merged ones.
    pub(super) fn of(body: &[Vec<&'g Slot>], columns: &[Column]) -> Self {
        let Some(first) = columns.iter().position(|column| column.content == Content::Name) else { return Self { carried: Vec::new() } };
        let cells = |col: usize| {
            let rows = body.iter().filter(|slots| !slots.iter().any(|slot| recipient::is_total(&slot.key)));
            rows.filter_map(|slots| slots.get(col).copied()).filter(|slot| slot.origin && !slot.is_empty()).collect::<Vec<&Slot>>()
        };
        let names = cells(first).len();
        let groups = |col: &usize| {
            let cells = cells(*col);
            let text = columns.get(*col).is_some_and(|column| column.content == Content::Other);
            text && !cells.is_empty() && cells.len() < names && cells.iter().all(|slot| figure::number(&slot.key).is_none())
        };
        Self { carried: (0..first).filter(groups).map(|col| (col, None)).collect() }
    }

    /// Remembers what a row says in these columns; a new text ends those right of it.
    pub(super) fn take(&mut self, slots: &[&'g Slot]) {
        if slots.iter().any(|slot| recipient::is_total(&slot.key)) {
            self.carried.iter_mut().for_each(|(_, carried)| *carried = None);
            return;
        }
        for at in 0..self.carried.len() {
            let Some(slot) = self.carried.get(at).and_then(|(col, _)| slots.get(*col)).copied().filter(|slot| !slot.is_empty()) else {
                continue;
            };
            if recipient::is_subtotal(&slot.key) {
                continue;
            }
            if let Some((_, carried)) = self.carried.get_mut(at) {
                *carried = Some(slot);
            }
            self.carried.iter_mut().skip(at + 1).for_each(|(_, later)| *later = None);
        }
    }

    /// The name of a row: of a bare 小计 the text beside it.
    pub(super) fn name_of(&self, name: &'g Slot) -> &'g Slot {
        let bare = words::is("subtotal", &text::core(&name.key));
        let group = || self.carried.iter().rev().find_map(|(_, carried)| *carried);
        if bare { group().unwrap_or(name) } else { name }
    }
}

/// Whether a serial number or numbered name is one of the outer rank: `一`, `（一）某市`.
pub(super) fn is_outer(key: &str) -> bool {
    let head = key.trim_start_matches('(');
    let ordinal: String =
        head.chars().take_while(|c| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')).collect();
    let rest = head.strip_prefix(ordinal.as_str()).unwrap_or(head);
    !ordinal.is_empty() && (rest.is_empty() || rest.starts_with([')', '、', '.']))
}
