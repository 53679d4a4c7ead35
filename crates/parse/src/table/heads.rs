//! Head words that came in reading order, without their places: which of them are groups over others.
//! Not for: heads in a grid (`header`).

use super::{recipient, text};

/// Paths of `width` figure columns from the head words after the first `fixed` ones, which come row by row: words of
/// the first row, groups among them, then the words under the groups. `None` where they do not fit.
pub(crate) fn unfold(keys: &[&str], fixed: usize, width: usize) -> Option<Vec<Vec<usize>>> {
    let first: Vec<usize> = (fixed..keys.len()).collect();
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
