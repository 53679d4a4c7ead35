//! The levels of indicators (一级指标, 二级指标): carried down from row to row, and whether a row stands under their heads. Not for: the words of
//! levels (`words`), rows that do not stand so (`repair`).

use super::grid::Slot;
use super::indicator::{Block, Role};
use super::words::LevelWord;
use super::{value, words};

/// The levels in force, carried down from row to row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Levels {
    /// Level 1.
    pub(crate) first: Option<String>,
    /// Level 2.
    pub(crate) second: Option<String>,
}

impl Levels {
    /// A level-1 word; the level 2 above it no longer holds.
    pub(crate) fn set_first(&mut self, name: &str) {
        if self.first.as_deref() != Some(name) {
            self.first = Some(name.to_owned());
            self.second = None;
        }
    }

    /// A level-2 word. It implies its level 1 where the row does not print one.
    pub(crate) fn set_second(&mut self, word: &LevelWord, first_printed: bool) {
        if let Some(parent) = word.parent.as_deref().filter(|parent| !first_printed && !self.fits(parent)) {
            self.first = Some(parent.to_owned());
        }
        self.second = Some(word.normal.clone());
    }

    /// A level word of running text, where nothing but the word itself tells which level it is.
    pub(crate) fn set(&mut self, word: &LevelWord) {
        if word.second { self.set_second(word, false) } else { self.set_first(&word.normal) }
    }

    fn fits(&self, parent: &str) -> bool {
        let stem = parent.trim_end_matches("指标");
        let older = match stem {
            "产出" => "完成",
            "效益" => "效果",
            _ => stem,
        };
        self.first.as_deref().is_some_and(|first| first.contains(stem) || first.contains(older))
    }
}

/// A column left of the names whose head says no more than 绩效指标 holds the levels where most of its cells are level words.
pub(super) fn level_column(roles: &mut [Role], body: &[Vec<Slot>]) {
    let Some(name) = roles.iter().position(|role| *role == Role::Name) else { return };
    if roles.iter().any(|role| matches!(role, Role::First | Role::Second)) {
        return;
    }
    for (col, role) in roles.iter_mut().enumerate().take(name).filter(|(_, role)| **role == Role::Other) {
        let cells: Vec<&Slot> = body.iter().filter_map(|row| row.get(col)).filter(|slot| !slot.is_empty()).collect();
        let pair = |slot: &Slot| words::level_pair(&slot.key).map(|(first, _)| first);
        let words: Vec<&LevelWord> = cells.iter().filter_map(|slot| words::level(&slot.key).or_else(|| pair(slot))).collect();
        if !words.is_empty() && words.len() * 2 > cells.len() {
            *role = if words.iter().any(|word| word.second && !word.first) { Role::Second } else { Role::First };
        }
    }
}

/// Whether the level columns of a flattened row hold level words or nothing, and the others none.
pub(super) fn in_order(row: &[Slot], blocks: &[Block]) -> bool {
    let in_place = |slot: &Slot, col: usize| {
        let roles = blocks.iter().map(|block| block.roles.get(col).copied().unwrap_or(Role::Other));
        let level_column = roles.clone().any(|role| matches!(role, Role::First | Role::Second));
        let named = roles.clone().any(|role| role == Role::Name);
        let known = words::level(&slot.key).is_some() || words::level_pair(&slot.key).is_some();
        if level_column { known || !value::looks_like_value(&slot.key) && slot.key.chars().count() <= 12 } else { !known || named }
    };
    let other = |col: usize| blocks.iter().all(|block| matches!(block.roles.get(col), None | Some(Role::Other)));
    !blocks.first().is_some_and(|block| slid(row, block))
        && row
            .iter()
            .enumerate()
            .filter(|(_, slot)| !slot.is_empty())
            .all(|(col, slot)| if other(col) { words::level(&slot.key).is_none() } else { in_place(slot, col) })
}

/// Whether a row lost its first cell and slid: a word of level 2 (质量指标) stands under 一级指标, or a value under the names, beside what is no
/// level in the column of level 2.
fn slid(row: &[Slot], block: &Block) -> bool {
    let under = |wanted: Role| block.roles.iter().position(|role| *role == wanted).and_then(|col| row.get(col));
    let second_word = under(Role::First).and_then(|slot| words::level(&slot.key)).is_some_and(|word| word.second && !word.first);
    let value = under(Role::Name).is_some_and(|slot| value::looks_like_value(&slot.key));
    let astray = under(Role::Second).is_some_and(|slot| !slot.is_empty() && words::level(&slot.key).is_none());
    astray && (second_word || value)
}

/// Takes the level words of a row's level columns.
pub(super) fn set_levels(row: &[Slot], blocks: &[Block], levels: &mut Levels, known: bool) {
    let Some(block) = blocks.first() else { return };
    let cell = |wanted: Role| row.iter().zip(&block.roles).find(|(slot, role)| **role == wanted && !slot.is_empty()).map(|(slot, _)| slot);
    let (first, second) = (cell(Role::First), cell(Role::Second));
    // In one column both levels may stand, one under the other, or in one cell.
    if let Some((one, two)) = first.or(second).and_then(|slot| words::level_pair(&slot.key)) {
        levels.set_first(&one.normal);
        levels.set_second(two, true);
        return;
    }
    if let Some(slot) = first {
        match words::level(&slot.key) {
            Some(word) if word.first || second.is_some() => levels.set_first(&word.normal),
            Some(word) => levels.set_second(word, false),
            None => levels.set_first(&slot.plain),
        }
    } else if known && block.roles.contains(&Role::First) {
        levels.first = None;
    }
    if let Some(slot) = second {
        match words::level(&slot.key) {
            Some(word) if word.second => levels.set_second(word, first.is_some()),
            Some(word) => levels.set_first(&word.normal),
            None => levels.second = Some(slot.plain.clone()),
        }
    } else if known && block.roles.contains(&Role::Second) {
        levels.second = None;
    }
}
