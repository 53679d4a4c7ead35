//! Sums that an earlier notice issued and this one only names: 含提前下达, 已下达, 扣除 (`docs/amounts.md`, roles).
//! Not for: money that is taken back (`returned`).

use hongtou_notice::codes::{AmountRole, NoticeKind};

use super::Reader;
use super::rules::Reading;
use super::said::Said;
use crate::amounts::words;
use crate::vocab::{any, ends, starts};

/// A part of the sum before that was issued in advance.
pub(super) fn within(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let lead = said.lead;
    // 含提前下达数24300万元.
    let with = any(lead, &words::get().with_advance);
    // 连同N号提前下达的1960万元.
    let by_it = ["提前下达的", "提前下达资金", "提前下达数"].iter().find_map(|end| lead.strip_suffix(end));
    let by_it =
        by_it.is_some_and(|head| head.contains('〕') && ["号", "号文", "号文件", "号）", "号)"].iter().any(|end| head.ends_with(end)));
    // （已含N号提前下达数41000万元）.
    let opening = lead.trim_start_matches(['（', '(', '，']).strip_prefix("已").unwrap_or(lead);
    let noted =
        opening.starts_with(['含', '（']) && lead.contains('含') && lead.contains("提前下达") && reader.last == Some(said.lead_start);
    // 除已经N号预拨的97万元以外，所余65万元由本通知拨付.
    let but_for =
        starts(said.tail, &["以外", "之外", "外，", "外,"]) && lead.contains('除') && any(lead, &["已", "号", "上年", "年底", "此前"]);
    (with || by_it || noted || but_for && reader.pays()).then_some((AmountRole::Advance, true))
}

/// A sum that was issued before, by the word that stands last: 前期已下达的《…》（N）要求，现下达… is of now.
pub(super) fn before(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let lead = said.lead;
    let words = words::get();
    let last = |words: &[&str]| words.iter().filter_map(|word| lead.rfind(word)).max();
    let by_number = words.issued_by.iter().any(|word| lead.split(word).nth(1).is_some_and(|behind| behind.contains('号')));
    // 前期工作 and 前期费用 are work and costs, no earlier issue.
    let works = last(&words.early_work);
    // 县财政前期垫付的310万元 is no issue.
    let lent = ends(lead, &["垫付", "垫付的", "垫支", "垫支的"]);
    // 省级资金中已于3月预拨200万元.
    let dated = lead.rfind("已于").and_then(|at| lead.get(at..)).is_some_and(|dated| ends(dated, &["预拨", "提前下达", "下达", "拨付"]));
    let earlier = by_number || dated || any(lead, &words.earlier) || lead.rfind("前期").is_some_and(|at| Some(at) != works);
    let advance = lead.contains("提前") || by_number || any(lead, &["扣除", "已下达", "已拨付", "已预拨", "前期", "先期"]) || dated;
    // 省财政厅已以N号提前下达我市1405万元, in an advance notice: what came in is what it passes on.
    let came_in =
        reader.speaker.kind == NoticeKind::Advance && any(lead, &["下达我", "拨付我", "预拨我"]) && !any(lead, &["扣除", "含", "此前"]);
    let of_now = last(&words.now) > last(&words.then) || came_in;
    // 今年已通过N号下达第一批补助资金8600万元: an earlier batch of the year, beside which this one is given whole.
    let taken_off = said.text.get(said.to..).is_some_and(|rest| any(rest, &["扣除", "本次实际", "本次下达", "此次下达"]));
    let batch = by_number
        && any(lead, &["第一批", "首批", "第二批", "前两批"])
        && !any(lead, &["提前", "预拨", "扣除", "前期", "此前"])
        && !taken_off;
    let role = if batch { AmountRole::Other } else { AmountRole::Advance };
    // 现将省财政先期拨付的120万元下达给你们; 省厅先期告知的120万元，现予下达: what came before is passed on now.
    let passed = starts(said.tail, &words.brings) || starts(said.tail, &["，现予下达", "，现予拨付", "，现予安排"]);
    (earlier && advance && !of_now && !lent && !passed).then_some((role, true))
}
