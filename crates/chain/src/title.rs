//! The fund that a cited title speaks of. Not for: the notice's own title, which the parser reads.

use hongtou_notice::FundName;

/// Words after which a title names the fund.
const VERBS: &[&str] = &["提前下达", "转下达", "预下达", "下达", "预拨", "拨付", "安排", "分配", "追加", "清算", "收回", "调整"];

/// The fund in a cited title such as `关于拨付2020年中央财政困难群众救助补助资金（第二批）的通知`. `None` where the
/// title has no verb of giving: it is then no grant's title.
pub(crate) fn fund_of_title(title: &str) -> Option<FundName> {
    let text: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let after = text.rfind("关于").map_or(text.as_str(), |at| text.get(at + "关于".len()..).unwrap_or_default());
    let (at, verb) =
        VERBS.iter().filter_map(|verb| after.find(verb).map(|at| (at, *verb))).min_by_key(|(at, verb)| (*at, usize::MAX - verb.len()))?;
    let mut rest = after.get(at + verb.len()..)?;
    while let Some(shorter) = VERBS.iter().find_map(|verb| rest.strip_prefix(verb)) {
        rest = shorter;
    }
    let end = ["的通知", "的函", "的公告"].iter().filter_map(|tail| rest.rfind(tail)).min().unwrap_or(rest.len());
    let fund = FundName::parse(rest.get(..end)?);
    (!fund.stem.is_empty()).then_some(fund)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_batch_under_two_titles() {
        let parts = |title| fund_of_title(title).map(|fund| (fund.key(), fund.year, fund.batch));
        let first = parts("关于拨付2020年中央财政困难群众救助补助资金（第二批）的通知");
        assert_eq!(first, Some(("困难群众救助".to_owned(), Some(2020), Some(2))));
        assert_eq!(first, parts("关于拨付2020年中央财政第二批困难群众救助补助资金的通知"));
        assert_eq!(parts("广东省财政厅关于提前下达2020年困难群众救助补助资金预算的通知").map(|fund| fund.0), Some("困难群众救助".into()));
        assert_eq!(fund_of_title("中央财政困难群众救助补助资金管理办法"), None);
    }
}
