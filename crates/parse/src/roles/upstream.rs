//! Whether a money notice that is cited is the one that gave the money (`docs/linking.md`, citation roles): named where this notice says that it
//! passes on (现下达), it is; elsewhere it is a rule by which the money is used. Not for: documents that pass no money (`rules`).

use hongtou_notice::codes::{CitationRole, Confidence};

use super::said::Said;
use super::{Role, words};
use crate::sentence;
use crate::vocab::{any, ends, starts};

/// Characters of a part with its sum: 中央水利发展资金45,200万元.
const LONGEST_PART: usize = 40;

/// The verb that passes on may stand so many characters behind the mention, in another sentence of the paragraph.
const PASSED_WITHIN: usize = 1_000;

/// The role of a mention of a money notice.
pub(super) fn role(said: &Said<'_>) -> Role {
    // 你县《关于…的请示》（N）收悉 answers what was asked.
    let asked = said.title.is_some_and(|title| ends(title, &["请示", "申请", "报告", "函"]));
    let (behind, behind_list) = if asked { ("", "") } else { (said.behind, said.behind_list) };
    let leads = leads(said, behind_list);
    let certain = |likely: bool| if likely { Confidence::Likely } else { Confidence::Certain };
    if leads && (passes(behind) || passes_here(behind_list)) {
        return (CitationRole::Upstream, certain(said.title.is_none()));
    }
    // 按照N号文，中央预拨我省…。现安排给你们: the verb stands in the next sentence of the paragraph.
    let later = leads && passes(sentence::after(said.text, said.mention.range.end, PASSED_WITHIN)) && !any(behind, &words::get().rule_uses);
    if later || part(said) || funded(said, behind) || drawn(said, behind) || source(said) || passed_whole(said, behind_list) {
        return (CitationRole::Upstream, Confidence::Likely);
    }
    (CitationRole::Basis, certain(said.title.is_some()))
}

/// Whether the words round a mention lead to it as to the giver.
fn leads(said: &Said<'_>, behind_list: &str) -> bool {
    let lead = said.lead.trim_end_matches(['（', '(']);
    any(said.lead, &words::get().leads)
        // 省财政厅N号文件下达我市…: who gave it, without a word that leads to it.
        || starts(behind_list.trim_start_matches("文件"), &words::get().passes_to_us)
        // 省财政厅今年拨来渔业油价补贴资金（N）.
        || said.title.is_none() && any(said.clause, &["拨来", "转来", "补来", "下达我", "拨付我", "安排我"])
        // 据N，现下达…; 现将N下达我县的资金拨付你们.
        || ends(said.clause.trim_end_matches(['（', '(']), &["据", "将", "将《", "据《"])
        // 《…》（N1）《…》（N2）等文件精神: the mark between two documents may be lost.
        || said.lead.ends_with(['）', '》'])
        // …的通知》（N）: the mark that opens a title may be lost, and with it where the title begins.
        || said.title.is_none() && lead.ends_with('》')
        // 《…》（N）收悉。现将…: what came in is what is passed on.
        || starts(behind_list, &["收悉", "已收悉", "已经收悉", "均收悉"])
}

/// 现下达52480万元，其中：中央资金45200万元（N）、省级资金7280万元: the number by which a part of it came.
fn part(said: &Said<'_>) -> bool {
    let at = said.mention.range.start;
    let head = said.text.get(..at).and_then(|before| before.strip_suffix(['（', '(']));
    let head = head.filter(|head| said.title.is_none() && head.ends_with('元'));
    let clause = head.and_then(|head| sentence::before(head, head.len(), LONGEST_PART).rsplit(['，', '。', '；', '：']).next());
    let part = clause.is_some_and(|clause| any(clause, &words::get().levels) && !any(clause, &words::get().no_part));
    part && passes(said.text.get(sentence::around(said.text, at)).unwrap_or_default())
}

/// 所需资金由区级财力安排427.64万元、市级…转移支付（N）安排610万元; 现预拨…1150万元，由省级…资金（N）安排800万元: what pays for it, by its number.
fn funded(said: &Said<'_>, behind: &str) -> bool {
    let funded = said.title.is_none() && starts(behind.trim_start_matches('）'), &["安排", "解决", "列支"]);
    let sentence = sentence::around(said.text, said.mention.range.start);
    let pays = said.unopened().strip_prefix('由').is_some_and(|payer| ends(payer, &["资金", "经费", "补助", "转移支付"]));
    funded && said.text.get(sentence).is_some_and(|all| all.contains("所需资金") || pays && passes(all))
}

/// 现将自治区财政厅N号下达的…资金8650万元全额分解到县: what that notice gave is passed on whole.
fn passed_whole(said: &Said<'_>, behind_list: &str) -> bool {
    let given = behind_list.strip_prefix("文件").or_else(|| behind_list.strip_prefix('文')).unwrap_or(behind_list);
    let given = said.clause.contains("现将") && starts(given, &["下达的", "安排的", "拨付的", "分配的"]);
    let act = behind_list.split_once('元').map(|(_, act)| sentence::after(act, 0, ACT)).filter(|_| given);
    act.is_some_and(|act| any(act, &["分解", "分配", "转下达", "转拨", "下达给", "下达你", "拨付给", "拨付你"]))
}

/// Characters behind a sum in which the verb stands that passes it on.
const ACT: usize = 8;

/// 所需资金从《…》（N）下达的资金中支付: the money that it uses came by that notice.
fn drawn(said: &Said<'_>, behind: &str) -> bool {
    // 从《…》（N1）12.9万元、《…》（N2）8.4万元支出: so much of each.
    let sentence = sentence::around(said.text, said.mention.range.start);
    let each = || {
        let from = said.text.get(sentence.start..said.mention.range.start).and_then(|head| head.rsplit_once('从'));
        let shares = from.is_some_and(|(_, between)| !between.contains(['，', '；']) || between.is_empty());
        let sum = behind.trim_start_matches('）').trim_start_matches("文件");
        shares
            && sum.starts_with(|c: char| c.is_ascii_digit())
            && said.text.get(said.mention.range.end..sentence.end).is_some_and(|rest| {
                let act = rest.rsplit('元').next().unwrap_or_default();
                starts(act, &["中支出", "支出", "列支", "中列支", "支付", "中支付", "安排", "中安排"])
            })
    };
    any(said.unopened(), &["从", "在"]) && any(behind, &words::get().drawn) || each()
}

/// The notice tells its upstream after the fact: 现下达…（资金来源：N）.
fn source(said: &Said<'_>) -> bool {
    let at = said.mention.range.start;
    let clause = sentence::clause_before(said.text, at);
    let clause = clause.is_empty().then(|| sentence::clause_before(said.text, at.saturating_sub('（'.len_utf8())));
    let labels = &words::get().sources;
    any(said.lead, labels) || clause.is_some_and(|clause| starts(clause, labels))
}

/// Whether a text says that money is passed on.
fn passes(text: &str) -> bool {
    any(text, &words::get().passes) || passes_now(text)
}

/// 根据《…》（N），下达省级资金96万元: an act without a subject is the notice's own, if a sum follows.
fn passes_here(behind: &str) -> bool {
    let clause = behind.strip_prefix('，').unwrap_or_default().split(['，', '。', '；']).next().unwrap_or_default();
    // 发放标准为每户300元 is what a rule says.
    let rate = any(clause, &["每", "标准", "时"]) || starts(clause, &["发放", "分配"]);
    let act = !rate && starts(clause.strip_prefix("提前").unwrap_or(clause), &words::get().passing_verbs);
    act && clause.find(|c: char| c.is_ascii_digit()).is_some_and(|at| clause.get(at..).is_some_and(|sum| sum.contains('元')))
}

/// 现一并下达, 本次实际下达: an adverb may stand between 现 and the verb. 现有, 现行 and 现实 are other words.
fn passes_now(text: &str) -> bool {
    let acts = |now: &str, behind: &str| {
        let verb = words::get().passing_verbs.iter().filter_map(|verb| behind.find(verb)).min();
        let adverb = verb.and_then(|at| behind.get(..at));
        adverb.is_some_and(|adverb| {
            let other_word = now == "现" && adverb.starts_with(['有', '行', '金', '场', '代', '状', '实', '存']);
            adverb.chars().count() <= 4 && !other_word && !adverb.contains(['，', '。', '；'])
        })
    };
    ["现", "本次", "此次"].iter().any(|now| text.split(now).skip(1).any(|behind| acts(now, behind)))
}
