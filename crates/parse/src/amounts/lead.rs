//! What the words before a sum tell by themselves: which cue stands last, whether they set two sums side by side, where a note in brackets
//! ends (`docs/amounts.md`, roles). Not for: the role of the sum (`role`).

use hongtou_notice::codes::AmountRole;

use super::words;
use crate::vocab::any;

/// A longer bracket, in bytes, is no note to a sum.
const LONGEST_BRACKET: usize = 480;

/// Whether the words between two sums set them side by side: 、省级资金, ，同时下达省级资金. What is told behind 其中, or what somebody still has
/// to give, is not.
pub(super) fn joins(lead: &str) -> bool {
    // 5200万元分配给你们，同时市级安排300万元一并下达.
    let brought = words::get()
        .brings
        .iter()
        .find_map(|verb| lead.strip_prefix(verb))
        .and_then(|rest| Some(rest.find('，').filter(|at| *at < 16)?).and_then(|at| rest.get(at..)));
    let lead = brought.filter(|rest| rest.starts_with("，同时")).unwrap_or(lead);
    lead.starts_with(['、', '，', '和', '及', '与', '以', '；', ',']) && !any(lead, &words::get().not_joined)
}

/// The byte behind the bracket that opens right at `at`, or `at`.
pub(super) fn behind_bracket(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    if !rest.starts_with(['（', '(']) {
        return at;
    }
    let close = rest.find(['）', ')']).filter(|close| *close < LONGEST_BRACKET);
    close.and_then(|close| rest.get(close..)?.chars().next().map(|c| at + close + c.len_utf8())).unwrap_or(at)
}

/// Characters within which the reserve stands that is used: 自治区级预备费.
const RESERVE: usize = 8;

/// Where a word stands last that is no part of 转移支付 or 集中支付, which name money and a way of paying, and of no
/// rate (支付进度, 执行率).
fn last_alone(lead: &str, word: &str) -> Option<usize> {
    let part = |at: usize| {
        let rest = lead.get(at + word.len()..).unwrap_or_default();
        // 避孕药具发放服务经费 is the name of money; a reserve that is used (使用市级预备费) is no spending.
        word == "使用" && rest.chars().take(RESERVE).collect::<String>().contains("预备费")
            || word == "发放" && ["服务", "工作", "项目", "对象"].iter().any(|name| rest.starts_with(name))
            || word == "支付" && lead.get(..at).is_some_and(|head| head.ends_with("转移"))
            // 国库集中支付341.52万元 is paid, 国库集中支付方式 is a way of paying.
            || word == "支付" && !rest.is_empty() && lead.get(..at).is_some_and(|head| head.ends_with("集中"))
            || word == "支出" && ["方向", "功能", "科目", "列"].iter().any(|name| rest.starts_with(name))
            || rest.starts_with('率')
            // 压减后为70万元 is what is left.
            || rest.starts_with('后') && word.ends_with(['减', '增'])
            || rest.starts_with("进度")
    };
    lead.rmatch_indices(word).map(|(at, _)| at).find(|at| !part(*at))
}

/// Whether the clause passes money on before it names it: what the fund's name holds (社会化发放补助资金) is no verb then.
pub(super) fn passes_on(clause: &str) -> bool {
    any(clause, &words::get().acts)
}

/// The cue that stands last before a sum, within its clause or the one before.
pub(super) fn last_cue(lead: &str) -> Option<AmountRole> {
    // 列入“2100299其他公立医院支出”，…40.27万元: what stands in marks of quotation is the name of a subject.
    let lead = lead.rfind('”').and_then(|at| lead.get(at..)).unwrap_or(lead);
    words::roles()
        .cues
        .iter()
        .filter_map(|(word, role)| last_alone(lead, word).map(|at| (at + word.len(), word.len(), *role)))
        .max_by_key(|(end, length, _)| (*end, *length))
        .filter(|(end, _, _)| {
            // 支出列…科目 speaks of subjects; a verb that passes money on behind the cue overrules it.
            let rest = lead.get(*end..).unwrap_or_default();
            !any(rest, &words::get().overrules)
        })
        .map(|(_, _, role)| role)
}
