//! Indicator rows that slid out of their columns, and columns that slid against each other.
//! See `docs/tables.md`, layouts and repairs. Every record from here says `repaired_pairing`.
//! Not for: rows that stand in their columns (`indicator`).

use std::borrow::Cow;

use hongtou_notice::Indicator;
use hongtou_notice::codes::{Confidence, Period};

use super::grid::{Grid, Slot, filled};
use super::indicator::{Block, Found, Part, Role};
use super::levels::Levels;
use super::{text, value, words};

/// Whether a cell only labels the part: `绩效指标`.
pub(super) fn is_part_label(key: &str) -> bool {
    let core = text::core(key);
    matches!(core.as_str(), "绩效指标" | "年度绩效指标" | "指标" | "绩效目标" | "年度绩效目标")
}

/// A row with a cell more than the head has columns, where a line break inside a level word made two cells of it: 服务对象 · 满意度指标.
pub(crate) fn broken_level<'g>(row: &'g [Slot], blocks: &[Block]) -> Cow<'g, [Slot]> {
    let headed = blocks.iter().filter_map(|block| block.roles.iter().rposition(|role| *role != Role::Other)).max();
    let over = row.iter().rposition(|slot| !slot.is_empty()) > headed;
    let joined = |at: &usize| -> Option<String> {
        let (one, two) = (row.get(*at)?, row.get(at + 1)?);
        let whole = format!("{}{}", one.key, two.key);
        (words::level(&two.key).is_some() && words::level(&whole).is_some_and(|word| word.second)).then_some(whole)
    };
    let Some(at) = (0..row.len()).find(|at| over && joined(at).is_some()) else { return Cow::Borrowed(row) };
    let mut mended = row.to_vec();
    let gone = mended.remove(at + 1);
    if let Some((slot, whole)) = mended.get_mut(at).zip(joined(&at)) {
        slot.plain.push_str(&gone.plain);
        slot.key = whole;
        slot.span = slot.span.cover(gone.span);
    }
    mended.push(Slot::empty(gone.row, gone.col));
    Cow::Owned(mended)
}

/// Reads a row by its level words: what is neither level nor label is name, value, name, value …
pub(crate) fn row(part: &Part<'_>, cells: &[&Slot], blocks: &[Block], levels: &mut Levels, out: &mut Vec<Indicator>) {
    let mut rest: Vec<&Slot> = Vec::new();
    // Where in `rest` each level-2 word stood.
    let mut seconds: Vec<usize> = Vec::new();
    let mut first = false;
    // Where project, sum and goal stand left of the levels, what stands before a row's first level word is theirs.
    let roles = blocks.first().map_or(&[][..], |block| block.roles.as_slice());
    let left = roles.iter().position(|role| matches!(role, Role::First | Role::Second)).unwrap_or(0);
    let first_level = cells.iter().position(|cell| words::level(&cell.key).is_some());
    let skipped = first_level.filter(|_| left >= 2 && roles.iter().take(left).all(|role| *role == Role::Other)).unwrap_or(0);
    // 820-某镇 | 8,827,620.53: a row of those columns alone.
    if first_level.is_none() && left >= 3 && cells.len() < left && roles.iter().take(left).all(|role| *role == Role::Other) {
        return;
    }
    for (at, cell) in cells.iter().enumerate().skip(skipped) {
        if is_part_label(&cell.key) {
            continue;
        }
        let next_is_second = cells.get(at + 1).and_then(|next| words::level(&next.key)).is_some_and(|word| word.second);
        match words::level(&cell.key) {
            Some(word) if word.first && (!word.second || next_is_second && seconds.is_empty() && !first) => {
                levels.set_first(&word.normal);
                first = true;
            }
            Some(word) => {
                // 满意度指标 alone stands for its level 1 too.
                levels.set_second(word, first);
                seconds.push(rest.len());
            }
            None => rest.push(cell),
        }
    }
    let middle = if blocks.len() < 2 {
        rest.len()
    } else if let [_, second, ..] = seconds.as_slice() {
        *second
    } else {
        rest.len().div_ceil(2)
    };
    let sure = if first || !seconds.is_empty() || rest.len() == 2 * blocks.len() { Confidence::Likely } else { Confidence::Doubtful };
    let (left, right) = rest.split_at(middle.min(rest.len()));
    for (cells, block) in [left, right].into_iter().zip(blocks) {
        let Some(found) = pair(cells, block) else { continue };
        out.extend(part.record(&found, levels, block.period, None, Some(sure)));
    }
}

/// Name first, then the values in the order of the head's columns.
fn pair<'g>(cells: &[&'g Slot], block: &Block) -> Option<Found<'g>> {
    let (name, values) = cells.split_first()?;
    if values.is_empty() || value::is_figure(&name.key) {
        return None;
    }
    let mut order: Vec<Role> = Vec::new();
    for role in &block.roles {
        if !matches!(role, Role::First | Role::Second | Role::Name | Role::Other) && !order.contains(role) {
            order.push(*role);
        }
    }
    if order.is_empty() {
        order.push(Role::Target);
    }
    let mut found = Found { name: Some(name), ..Found::default() };
    for (role, cell) in order.iter().zip(values) {
        let place = match role {
            Role::Target => &mut found.target,
            Role::Achieved => &mut found.achieved,
            Role::Score => &mut found.score,
            Role::Reason => &mut found.reason,
            Role::Sign => &mut found.sign,
            Role::Unit => &mut found.unit,
            Role::First | Role::Second | Role::Name | Role::Weight | Role::Other => continue,
        };
        *place = Some(cell);
    }
    Some(found)
}

/// Where the columns of the part are broken: the head words 一级指标, 二级指标, 三级指标 stand under each other, or a value
/// stands beside them.
pub(crate) fn stacked(grid: &Grid) -> Option<usize> {
    let head = |row: &Vec<Slot>| {
        let mut words =
            filled(row).into_iter().filter(|cell| cell.origin && matches!(cell.key.as_str(), "一级指标" | "二级指标" | "三级指标"));
        words.next().is_some() && words.next().is_none()
    };
    let start = grid.rows.iter().position(head);
    if let Some(start) = start.filter(|start| grid.rows.get(start + 1).is_some_and(head)) {
        return Some(start);
    }
    // A value in the row of the head words: the column of values slid upwards.
    let slid = |row: &Vec<Slot>| {
        let (heads, rest): (Vec<&Slot>, Vec<&Slot>) =
            filled(row).into_iter().partition(|cell| matches!(cell.key.as_str(), "一级指标" | "二级指标" | "三级指标"));
        heads.len() >= 2 && matches!(rest.as_slice(), [only] if value::is_figure(&only.key))
    };
    grid.rows.iter().position(slid).or_else(|| late(grid))
}

/// Where the head broke in two (一级指标 · 二级指标 over 三级指标 · 指标值, both from the left) and the values came a row late: the first name
/// has none, and the last value stands alone.
fn late(grid: &Grid) -> Option<usize> {
    let col = |row: &[Slot], word: &str| row.iter().position(|slot| slot.key == word);
    let head = |pair: &[Vec<Slot>]| {
        let [upper, lower] = pair else { return false };
        let slid = col(lower, "三级指标").zip(col(upper, "二级指标")).is_some_and(|(name, level)| name <= level);
        slid && col(upper, "三级指标").is_none() && col(lower, "二级指标").is_none()
    };
    let start = grid.rows.windows(2).position(head)?;
    let value = |cell: &Slot| value::looks_like_value(&cell.key);
    let first = grid.rows.get(start + 2).is_some_and(|row| filled(row).last().is_some_and(|cell| !value(cell)));
    let last = grid.rows.iter().rev().map(|row| filled(row)).find(|cells| !cells.is_empty());
    let alone = last.is_some_and(|cells| matches!(cells.as_slice(), [only] if value(only)));
    (first && alone).then_some(start)
}

/// Pairs names and values of broken columns by order, where their numbers are equal.
pub(crate) fn broken(part: &Part<'_>, grid: &Grid, start: usize) -> Vec<Indicator> {
    let mut levels = Levels::default();
    let mut names: Vec<(&Slot, Levels)> = Vec::new();
    let mut values: Vec<&Slot> = Vec::new();
    for row in grid.rows.get(start..).unwrap_or_default() {
        let mut rest: Vec<&Slot> = Vec::new();
        let mut head = false;
        for cell in filled(row) {
            if matches!(cell.key.as_str(), "一级指标" | "二级指标" | "三级指标") {
                head = true;
            } else if let Some(word) = words::level(&cell.key) {
                set(&mut levels, word, &mut names);
            } else if !is_part_label(&cell.key) && !words::is("target_head", &cell.key) {
                rest.push(cell);
            }
        }
        match rest.as_slice() {
            [] => {}
            [only] if head || value::looks_like_value(&only.key) => values.push(only),
            [only] => names.push((only, levels.clone())),
            [name, .., value] => {
                names.push((name, levels.clone()));
                values.push(value);
            }
        }
    }
    let paired = names.len() == values.len();
    borrow_times(&mut names, if paired { &values } else { &[] });
    let found = names.iter().enumerate().map(|(at, (name, levels))| {
        let found = Found { name: Some(name), target: values.get(at).copied().filter(|_| paired), ..Found::default() };
        part.record(&found, levels, Period::Annual, None, Some(Confidence::Doubtful))
    });
    found.flatten().collect()
}

/// Takes a level word. Where 满意度 stands in one column with its level 2, the second word renames the rows before.
fn set(levels: &mut Levels, word: &words::LevelWord, names: &mut [(&Slot, Levels)]) {
    if word.first && !word.second {
        // A late label: the level 2 in force may already lie in it.
        let second = levels.second.take().filter(|_| levels.first.as_deref() == Some(word.normal.as_str()));
        levels.first = Some(word.normal.clone());
        levels.second = second;
    } else {
        levels.set_second(word, false);
        let parent = word.parent.as_deref().unwrap_or_default();
        for (_, before) in names.iter_mut().rev().take_while(|(_, before)| before.second.as_deref() == Some(parent)) {
            before.second = Some(word.normal.clone());
        }
    }
}

/// A label that came a row late: a deadline just before 时效指标 belongs to it.
fn borrow_times(names: &mut [(&Slot, Levels)], values: &[&Slot]) {
    for at in 0..names.len().saturating_sub(1) {
        let next = names.get(at + 1).map(|(_, levels)| levels.clone());
        let late = values.get(at).is_some_and(|value| value::is_deadline(&value.key));
        if let (Some(next), Some((_, levels))) = (next.filter(|next| late && next.second.as_deref() == Some("时效指标")), names.get_mut(at))
        {
            *levels = next;
        }
    }
}
