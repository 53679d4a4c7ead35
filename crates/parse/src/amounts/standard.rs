//! Whether a sum is a standard: so much for each of what is counted, an average, or one of several told behind 标准为 (`docs/amounts.md`, roles).
//! Not for: any other role (`role`).

use crate::sentence;

/// What stands behind 标准为 is no longer, in characters.
const LONGEST_STANDARDS: usize = 80;

/// Whether a sum stands behind 标准为 in the text up to its next full stop.
pub(super) fn in_standards(text: &str, at: usize) -> bool {
    let head = sentence::before(text, at, LONGEST_STANDARDS);
    let told = head.rsplit('。').next().unwrap_or_default();
    ["标准为：", "标准分别为", "标准如下："].iter().any(|word| told.contains(word))
}

/// Whether the sum behind a clause is an average. 生均经费, 生均公用经费, 人均财力补助 are names of funds, whose whole is told
/// behind them (学前教育生均经费补助资金55246万元).
pub(super) fn is_average(clause: &str, word: &str) -> bool {
    let Some(behind) = clause.rfind(word).and_then(|at| clause.get(at + word.len()..)) else { return false };
    let fund = ["经费", "公用", "拨款", "财力"].iter().any(|name| behind.starts_with(name))
        && ["资金", "预算", "共", "经费补助"].iter().any(|whole| behind.contains(whole));
    !fund
}

/// Whether a clause names one of what is counted and nothing but the money behind it: 每人, 每千瓦补贴, 每件专利奖励. So much for each is a
/// standard.
pub(super) fn is_rate(clause: &str) -> bool {
    const FIRM: &[&str] =
        &["每人", "每户", "每月", "每年", "每生", "每亩", "每个", "每名", "每平方", "每头", "每公里", "每床", "每次", "每村", "每所"];
    let counted = clause.rfind('每').and_then(|at| clause.get(at + '每'.len_utf8()..)).is_some_and(|counted| {
        let bare = ["补助", "补贴", "奖励", "奖补", "给予", "一次性", "资助", "扶持", "按", "给"];
        let mut counted = counted;
        while let Some(shorter) = bare.iter().find_map(|word| counted.strip_suffix(word)) {
            counted = shorter;
        }
        // 每份300元 is the price of tender papers.
        let sold = ["份", "本", "标段", "包"].contains(&counted) || counted.starts_with("套售");
        !sold && (1..=5).contains(&counted.chars().count()) && counted.chars().all(crate::agencies::is_han)
    });
    counted || FIRM.iter().any(|word| clause.contains(word))
}
