//! Head words that came in reading order, without their places: which of them are groups over others.
//! Not for: heads in a grid (`header`).

use rust_decimal::Decimal;

use super::{recipient, text};

/// Paths of `width` figure columns from the head words after the first `fixed` ones, which come row by row: words of
/// the first row, groups among them, then the words under the groups. `None` where they do not fit.
///
/// Where the words allow several readings the figures decide: parts add up to their 小计, columns to the 合计.
pub(crate) fn unfold(keys: &[&str], fixed: usize, width: usize, figures: &Figures<'_>) -> Option<Vec<Vec<usize>>> {
    let words: Vec<usize> = (fixed..keys.len()).collect();
    let plain = by_words(keys, &words, width);
    if plain.as_ref().is_some_and(|paths| figures.hold(keys, paths) != Some(false)) {
        return plain;
    }
    let held = readings(keys, &words, width).into_iter().find(|paths| paths.len() == width && figures.hold(keys, paths) == Some(true));
    held.or(plain).or_else(|| by_measures(keys, &words, width))
}

/// Groups are the words that name no measure (森林城镇奖补 over 个数 · 金额), where there are as many as the width asks. Which
/// measure stands under which group the order alone does not tell.
fn by_measures(keys: &[&str], words: &[usize], width: usize) -> Option<Vec<Vec<usize>>> {
    const MEASURES: &[&str] = &["数", "金额", "资金", "合计", "小计", "总计", "面积", "标准", "备注", "比例", "经费", "规模"];
    let measured = |at: &&usize| keys.get(**at).is_some_and(|key| MEASURES.iter().any(|word| text::core(key).ends_with(word)));
    let leaves: Vec<Vec<usize>> = words.iter().filter(measured).map(|at| vec![*at]).collect();
    let group = words.iter().position(|at| !measured(&at))?;
    let rest = words.get(group..)?;
    // All groups but 其中 stand side by side in the first row, before the first measure below them.
    let side = rest.iter().take_while(|at| !measured(at)).count();
    let inner =
        rest.iter().skip(side).filter(|at| !measured(at)).all(|at| keys.get(*at).is_some_and(|key| text::core(key).starts_with("其中")));
    (leaves.len() == width && inner).then_some(leaves)
}

/// The figures below the heads, by row and column.
pub(crate) struct Figures<'a> {
    pub(crate) rows: usize,
    pub(crate) number: &'a dyn Fn(usize, usize) -> Option<Decimal>,
}

impl Figures<'_> {
    /// Whether the sums that a reading of the heads implies hold; `None` where it implies none.
    fn hold(&self, keys: &[&str], paths: &[Vec<usize>]) -> Option<bool> {
        let key = |at: usize| text::core(keys.get(at).copied().unwrap_or_default());
        let leaf = |col: usize| paths.get(col).and_then(|path| path.last()).map(|at| key(*at)).unwrap_or_default();
        let whole = |col: usize| leaf(col) == "小计" || recipient::is_total(&leaf(col));
        // Columns of one parent, the whole first.
        let mut sums: Vec<(usize, Vec<usize>)> = Vec::new();
        for col in (0..paths.len()).filter(|col| whole(*col)) {
            let Some((_, over)) = paths.get(col).and_then(|path| path.split_last()) else { continue };
            let below = |other: &usize| {
                let path = paths.get(*other).map(Vec::as_slice).unwrap_or_default();
                if *other == col || path.len() <= over.len() || path.get(..over.len()) != Some(over) {
                    return false;
                }
                // Of a group with a 小计 of its own, that one counts.
                let inner = path.get(..path.len() - 1).unwrap_or_default();
                path.len() == over.len() + 1
                    || whole(*other)
                    || !(0..paths.len()).any(|third| {
                        whole(third)
                            && third != col
                            && paths.get(third).and_then(|path| path.split_last()).is_some_and(|(_, up)| up == inner)
                    })
            };
            let parts: Vec<usize> = (0..paths.len()).filter(below).collect();
            if parts.len() >= 2 || parts.len() == 1 && over.is_empty() {
                sums.push((col, parts));
            }
        }
        let mut asked = 0usize;
        let mut right = 0usize;
        for (col, parts) in &sums {
            for row in 0..self.rows {
                let Some(total) = (self.number)(row, *col) else { continue };
                asked += 1;
                right += usize::from(parts.iter().filter_map(|part| (self.number)(row, *part)).sum::<Decimal>() == total);
            }
        }
        (asked > 0).then_some(right * 4 >= asked * 3)
    }
}

/// Readings of head words that came row by row, besides the plain one: a word over the whole head (本次下达金额 · 合计 …), one
/// group anywhere in the first row whose parts begin with 小计, and groups known by having no measure in their words.
fn readings(keys: &[&str], words: &[usize], width: usize) -> Vec<Vec<Vec<usize>>> {
    let key = |at: usize| text::core(keys.get(at).copied().unwrap_or_default());
    let mut found = Vec::new();
    let Some(excess) = words.len().checked_sub(width).filter(|excess| *excess > 0) else { return found };
    if let [root, next, ..] = words
        && recipient::is_total(&key(*next))
        && let Some(rest) = words.get(1..)
    {
        let under = |paths: Vec<Vec<usize>>| paths.into_iter().map(|path| [&[*root], path.as_slice()].concat()).collect::<Vec<_>>();
        found.extend(by_words(keys, rest, width).map(under));
        found.extend(readings(keys, rest, width).into_iter().map(under));
    }
    let subtotal = words.iter().position(|at| key(*at) == "小计").filter(|_| excess == 1);
    if let Some((row, leaves)) = subtotal.and_then(|start| words.split_at_checked(start)) {
        for group in 0..row.len() {
            let (before, rest) = row.split_at(group);
            let Some((over, after)) = rest.split_first().filter(|(over, _)| !recipient::is_total(&key(**over))) else { continue };
            let plain = |at: &usize| vec![*at];
            found.push(before.iter().map(plain).chain(leaves.iter().map(|at| vec![*over, *at])).chain(after.iter().map(plain)).collect());
        }
    }
    found
}

/// The reading that the words alone suggest.
fn by_words(keys: &[&str], words: &[usize], width: usize) -> Option<Vec<Vec<usize>>> {
    let first: Vec<usize> = words.to_vec();
    let excess = first.len().checked_sub(width)?;
    if excess > 0
        && let Some(paths) = by_subtotals(keys, &first, excess)
    {
        return Some(paths);
    }
    match excess {
        0 => Some(first.into_iter().map(|at| vec![at]).collect()),
        1 => one_group(keys, &first),
        _ => many_groups(keys, &first, excess),
    }
}

/// Groups whose parts begin with a 小计: the first 小计 opens the second row, each opens the parts of one group. The
/// groups are the last words of the first row that can have parts.
fn by_subtotals(keys: &[&str], words: &[usize], groups: usize) -> Option<Vec<Vec<usize>>> {
    let key = |at: usize| text::core(keys.get(at).copied().unwrap_or_default());
    let subtotals: Vec<usize> = (0..words.len()).filter(|nth| words.get(*nth).is_some_and(|at| key(*at) == "小计")).collect();
    let start = *subtotals.first()?;
    let (row, leaves) = words.split_at_checked(start)?;
    // 小计 · 其中 · 小计 · 其中, then the parts of each 其中 in a third row.
    let nested = subtotals.len() * 2 == groups
        && leaves.iter().take(groups).enumerate().all(|(nth, at)| key(*at) == if nth % 2 == 0 { "小计" } else { "其中" });
    let groups = if nested { subtotals.len() } else { groups };
    if subtotals.len() != groups {
        return None;
    }
    let closing = |at: &usize| recipient::is_total(&key(*at)) || key(*at).contains("调整后") || key(*at) == "备注";
    let tail = row.iter().rev().take_while(|at| closing(at)).count();
    let (row, tail) = row.split_at_checked(row.len() - tail)?;
    let (plain, over) = row.split_at_checked(row.len().checked_sub(groups)?)?;
    let mut paths: Vec<Vec<usize>> = plain.iter().map(|at| vec![*at]).collect();
    if nested {
        let (second, third) = leaves.split_at_checked(groups * 2)?;
        let each = third.len() / groups;
        if each == 0 || third.len() % groups != 0 {
            return None;
        }
        for ((pair, parts), over) in second.chunks(2).zip(third.chunks(each)).zip(over) {
            let [subtotal, which] = pair else { return None };
            paths.push(vec![*over, *subtotal]);
            paths.extend(parts.iter().map(|at| vec![*over, *which, *at]));
        }
        paths.extend(tail.iter().map(|at| vec![*at]));
        return Some(paths);
    }
    for (nth, at) in leaves.iter().enumerate() {
        let group = subtotals.iter().filter(|place| **place <= start + nth).count().checked_sub(1)?;
        paths.push(vec![*over.get(group)?, *at]);
    }
    paths.extend(tail.iter().map(|at| vec![*at]));
    Some(paths)
}

/// One group: the words of the second row are its parts. Words behind the group that name sums of the whole table
/// (调整后, 合计, 备注) still stand in the first row.
fn one_group(keys: &[&str], words: &[usize]) -> Option<Vec<Vec<usize>>> {
    let key = |at: usize| keys.get(at).copied().unwrap_or_default();
    let grouping = |at: &usize| {
        let core = text::core(key(*at));
        ["其中", "情况", "方向", "构成", "明细", "分项"].iter().any(|word| core.ends_with(word))
    };
    let group = words.iter().position(grouping).or_else(|| {
        // Without a grouping word the last one before a word that cannot stand alone in the first row.
        words.iter().position(|at| key(*at).ends_with("资金") || key(*at).ends_with("补助"))
    })?;
    let closing = |at: &usize| {
        let core = text::core(key(*at));
        core.contains("调整后") || recipient::is_total(&core) || core == "备注"
    };
    let after = words.iter().skip(group + 1).take_while(|at| closing(at)).count();
    let (head, rest) = words.split_at(group);
    let (over, rest) = rest.split_first()?;
    let (tail, leaves) = rest.split_at(after);
    if leaves.len() < 2 {
        return None;
    }
    let plain = |at: &usize| vec![*at];
    Some(head.iter().map(plain).chain(leaves.iter().map(|at| vec![*over, *at])).chain(tail.iter().map(plain)).collect())
}

/// Several groups side by side: the words behind them are their parts. Which part is under which group is known
/// only where each has as many.
fn many_groups(keys: &[&str], words: &[usize], groups: usize) -> Option<Vec<Vec<usize>>> {
    let grouping = |at: &usize| keys.get(*at).is_some_and(|key| !recipient::is_total(key) && super::words::has("money", key));
    let start = (0..words.len()).find(|start| words.iter().skip(*start).take(groups).filter(|at| grouping(at)).count() == groups)?;
    let (head, rest) = words.split_at(start);
    let (over, leaves) = rest.split_at_checked(groups)?;
    let each = leaves.len() / groups;
    let even = each >= 2 && leaves.len() % groups == 0;
    let part = |(nth, at): (usize, &usize)| match over.get(nth / each.max(1)).filter(|_| even) {
        Some(group) => vec![*group, *at],
        None => vec![*at],
    };
    (leaves.len() > groups).then(|| head.iter().map(|at| vec![*at]).chain(leaves.iter().enumerate().map(part)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Figures<'static> = Figures { rows: 0, number: &|_, _| None };

    fn unfold(keys: &[&str], fixed: usize, width: usize) -> Option<Vec<Vec<usize>>> {
        super::unfold(keys, fixed, width, &NONE)
    }

    #[test]
    fn figures_tell_which_word_is_the_group() {
        let keys = ["县区", "本次下达金额", "合计", "一般预算", "公益金", "小计", "常规", "定向"];
        let row = [730, 500, 230, 270, 230].map(Decimal::from);
        let figures = Figures { rows: 1, number: &|_, col| row.get(col).copied() };
        let paths = super::unfold(&keys, 1, 5, &figures);
        assert_eq!(paths, Some(vec![vec![1, 2], vec![1, 3, 5], vec![1, 3, 6], vec![1, 3, 7], vec![1, 4]]));
    }

    #[test]
    fn a_group_word_takes_the_words_of_the_second_row() {
        let keys = ["市州", "合计", "补助方向", "道路", "桥梁"];
        assert_eq!(unfold(&keys, 1, 3), Some(vec![vec![1], vec![2, 3], vec![2, 4]]));
        let keys = ["市州", "全年", "本次下达", "小计", "道路", "桥梁"];
        assert_eq!(unfold(&keys, 1, 4), Some(vec![vec![1], vec![2, 3], vec![2, 4], vec![2, 5]]));
        let keys = ["市州", "合计", "甲资金", "乙资金", "小计", "道路", "小计", "桥梁"];
        assert_eq!(unfold(&keys, 1, 5), Some(vec![vec![1], vec![2, 4], vec![2, 5], vec![3, 6], vec![3, 7]]));
        let keys = ["市州", "原金额", "调整情况", "调整后金额", "调减", "调增"];
        assert_eq!(unfold(&keys, 1, 4), Some(vec![vec![1], vec![2, 4], vec![2, 5], vec![3]]));
    }
}
