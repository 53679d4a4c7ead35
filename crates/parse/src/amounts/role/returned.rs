//! Sums that are taken back, cut or settled (`docs/amounts.md`, roles). Not for: what an earlier notice issued (`earlier`).

use hongtou_notice::codes::{AmountRole, NoticeKind};

use super::Reader;
use super::rules::Reading;
use super::said::Said;
use crate::amounts::words;
use crate::sentence;
use crate::vocab::{any, starts};

/// Behind what was due, what was paid of it is told within so many characters.
const PAID_OF_DUE: usize = 60;

/// 收回甲县20万元、乙县30万元，共计50万元, told per recipient.
pub(super) fn recovered_in_all(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let whole = said.lead.strip_prefix('，').is_some_and(|whole| words::get().recovered_in_all.contains(&whole));
    (reader.speaker.kind == NoticeKind::Recover && whole).then_some((AmountRole::Recovered, true))
}

/// 现提前下达…，同时清算上年补助资金-59.65万元.
pub(super) fn settled_beside(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let beside = reader.last.is_some() && any(said.lead, &["，同时清算", "，并清算", "，清算"]);
    (reader.pays() && beside).then_some((AmountRole::Settled, true))
}

/// 此前已拨付的周转金300万元不再收回 is no part of this money.
pub(super) fn left(_: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    starts(said.tail, &["不再收回", "不予收回", "不再扣回", "不再扣减"]).then_some((AmountRole::Other, true))
}

/// 对第二批下达的项目39.5万元（N号），收回资金重新安排; 尚未使用的86万元由市财政收回: the words behind tell that the money is taken back.
pub(super) fn taken_behind(_: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let by_whom = said.tail.strip_prefix('由').and_then(|rest| rest.split_once("收回")).is_some_and(|(who, _)| who.ends_with("财政"));
    let taken = by_whom || starts(said.tail, &["，收回资金", "，资金收回", "，予以收回", "予以收回", "予以扣回", "予以缴回"]);
    // 多拨的36.8万元从2016年补助中扣回; 超拨部分65.7万元由贵南县、兴海县上缴州财政.
    let too_much = ["多拨", "超拨", "多下达", "多预拨"]
        .iter()
        .any(|word| ["", "的", "部分", "资金"].iter().any(|end| said.near.ends_with(&format!("{word}{end}"))));
    let over = too_much && {
        let clause = sentence::after(said.text, said.to, GIVEN_BACK).split(['，', '。', '；']).next().unwrap_or_default();
        starts(clause, &["从", "由", "在", "予以"]) && any(clause, &["扣回", "扣减", "抵扣", "收回", "上缴", "缴回"])
    };
    (over || taken && !said.tail.contains(|c: char| c.is_ascii_digit())).then_some((AmountRole::Recovered, true))
}

/// 已扣除…应扣回资金60万元: what was to be taken back.
pub(super) fn deducted(_: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    said.clause.contains("扣回").then_some((AmountRole::Recovered, true))
}

/// Behind what was paid too much, how it comes back is told within so many characters.
const GIVEN_BACK: usize = 30;

/// A recovery's own sum: 现收回《…》（N）安排的资金合计100万元.
pub(super) fn recovered(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let own = any(said.tail, &["收回", "缴回", "上缴"]) || any(said.lead, &words::get().takes_back);
    (reader.speaker.kind == NoticeKind::Recover && own).then_some((AmountRole::Recovered, true))
}

/// 现收回原N号下达某项目资金200万元: what was given by that notice is taken back.
pub(super) fn given_and_taken(_: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    const GIVES: &[&str] = &["下达", "安排", "拨付", "分配"];
    let back = said.lead.rfind("收回").and_then(|at| said.lead.get(at + "收回".len()..)).filter(|back| back.contains('〕'))?;
    let (number, given) = GIVES.iter().find_map(|verb| back.split_once(verb))?;
    (!any(given, GIVES) && !given.contains("用于") && !any(number, &["重新", "现"])).then_some((AmountRole::Recovered, true))
}

/// 调减N号文件安排的补助资金61.3万元: what was given by that notice is cut.
pub(super) fn given_and_cut(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let behind = ["调减", "核减", "追减"].iter().filter_map(|verb| Some(said.lead.rfind(verb)? + verb.len())).max();
    let cut = behind.and_then(|at| said.lead.get(at..)).filter(|_| reader.speaker.kind == NoticeKind::Adjust)?;
    (cut.contains('〕') && !any(cut, &["，", "。", "用于", "重新", "调增"])).then_some((AmountRole::AdjustDown, true))
}

/// What a settlement tells: the two sides of a net sum, what was due for the year, what is left of it to settle.
pub(super) fn settlement(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    if reader.speaker.kind != NoticeKind::Settle {
        return None;
    }
    let words = words::get();
    // 清算净增116.5万元，其中应补180.7万元、应扣64.2万元: the two sides of a net sum.
    if reader.last == Some(said.lead_start) {
        let part = said.lead.trim_start_matches(['（', '(', '，', '、', '；']);
        let part = part.strip_prefix("其中").unwrap_or(part).trim_start_matches(['：', ':', '，']);
        if words.to_add.contains(&part) {
            return Some((AmountRole::AdjustUp, true));
        }
        if words.to_deduct.contains(&part) {
            return Some((AmountRole::AdjustDown, true));
        }
    }
    // 应补助2176万元，已预拨1850万元，本次清算下达326万元: what was due is told beside what is left of it; 此次清算应下达326万元 is what is left.
    if any(said.clause, &words.due) {
        let now = any(said.clause, &["此次", "本次", "现清算", "现结算"]);
        let paid =
            any(sentence::after(said.text, said.to, PAID_OF_DUE), &["已", "本次", "此次", "净", "预拨", "现补", "现拨", "现据此", "差额"]);
        return Some((if paid && !now { AmountRole::Other } else { AmountRole::Settled }, false));
    }
    // 清算数为1563.2万元，2015年通过《…》（N）预拨1600万元; 抵减年内陆续预拨的43900万元: what was paid of it before.
    let paid = ["预拨", "预拨的", "已拨付", "预拨数为", "预拨资金"].iter().any(|word| said.lead.ends_with(word));
    // 清算资金36万元，2023年养护资金预拨180万元: what is given of the next year.
    let next =
        year_in(said.clause).zip(year_in(said.text.get(..said.lead_start).unwrap_or_default())).is_some_and(|(own, first)| own > first);
    if paid && !next && !any(said.clause, &["现预拨", "现拨", "现据", "此次", "本次", "提前"]) {
        return Some((AmountRole::Advance, true));
    }
    let found = any(said.clause, &["此次清算", "本次清算", "清算净", "结算净"]);
    (found && !any(said.clause, &words.passes)).then_some((AmountRole::Settled, true))
}

/// The first year that a text names.
fn year_in(text: &str) -> Option<u16> {
    let head = text.split('年').next().filter(|head| head.len() < text.len())?;
    head.get(head.len().checked_sub(4)?..)?.parse().ok()
}
