//! The rules by which a sum in running text gets its role, in the order in which they speak (`docs/amounts.md`, roles): the first that speaks
//! decides. Not for: rules of standards (`standard`), of money issued before (`earlier`), taken back or settled (`returned`).

use hongtou_notice::codes::{AmountRole, NoticeKind};

use super::said::Said;
use super::{Reader, Section, earlier, returned, standard};
use crate::amounts::lead::{last_cue, passes_on};
use crate::amounts::words;
use crate::sentence;
use crate::vocab::{any, ends, starts};

/// The role of a sum, and whether a word near it states it.
pub(super) type Reading = (AmountRole, bool);

/// A rule: what it reads, if it speaks of the sum.
type Rule = fn(&Reader<'_>, &Said<'_>) -> Option<Reading>;

/// The rules. What is told by its own words stands before what only a word far from the sum tells; what is no grant stands before both.
const RULES: &[Rule] = &[
    note_on_recipient,
    fine,
    standard::told,
    standard::of_rules,
    of_no_grant,
    part,
    source,
    unchanged,
    returned::recovered_in_all,
    returned::settled_beside,
    returned::left,
    returned::taken_behind,
    part_by_purpose,
    subject,
    earlier::within,
    returned::deducted,
    earlier::before,
    returned::recovered,
    returned::given_and_taken,
    returned::given_and_cut,
    returned::settlement,
    paid_out,
    arrived,
    paid_by_report,
    left_over,
    cue,
    budget_of_report,
    share,
    passed_on,
    whole,
    row,
    standard::small,
];

/// The role of a sum. One of which no rule speaks is `other`, and no word says so.
pub(super) fn role(reader: &Reader<'_>, said: &Said<'_>) -> Reading {
    RULES.iter().find_map(|rule| rule(reader, said)).unwrap_or((AmountRole::Other, false))
}

impl Reader<'_> {
    /// Whether the notice passes money on.
    pub(super) fn pays(&self) -> bool {
        matches!(self.speaker.kind, NoticeKind::Issue | NoticeKind::Advance)
    }
}

/// 某镇40万元（中央30万元、县级10万元）: what explains the sum of one recipient is no part of the notice's own.
fn note_on_recipient(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    (said.from < reader.note_to).then_some((AmountRole::Other, true))
}

/// Fines, deposits and prices.
fn fine(_: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    (said.tail.contains("罚款") || any(said.clause, &words::get().fines)).then_some((AmountRole::Other, true))
}

/// A paper that passes no money tells of money of others.
fn of_no_grant(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    (reader.speaker.kind == NoticeKind::Other).then(|| (AmountRole::Other, !any(said.lead, &["下达", "拨付", "安排"])))
}

/// A part of the sum before, of the level that its words name.
fn part(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    Some((reader.part(said.lead, said.lead_start, said.sentence, said.to)?, true))
}

/// The level that a sum comes from, told behind it or by a line of its own.
fn source(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let behind = reader.source_behind(said.to).filter(|_| !reader.own);
    Some((behind.or_else(|| reader.line_of_level(said.lead, said.to))?, true))
}

/// 分配到…的资金为4365万元，占比为87.3%: a share of another sum.
fn share(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    (said.tail.starts_with("，占") && !reader.own).then_some((AmountRole::Other, true))
}

/// 调增调减相抵，全市资金规模维持1640万元不变.
fn unchanged(_: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    starts(said.tail, &["不变", "保持不变", "维持不变", "照旧"]).then_some((AmountRole::Total, true))
}

/// 本次下达的资金中有2587万元纳入直达管理: a part by purpose, whatever verb stands before.
fn part_by_purpose(_: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    words::get().among.iter().any(|word| said.clause.ends_with(word)).then_some((AmountRole::Other, true))
}

/// 961万元列“2109999…”: a sum told before, now with its subject.
fn subject(_: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    (said.tail.starts_with('列') && !any(said.clause, &["下达", "拨付", "安排"])).then_some((AmountRole::Other, false))
}

/// 决定发放…高龄津贴，…全县共发放86.4万元: a notice that pays tells its own sum by the verb.
fn paid_out(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let paid = any(said.clause, &words::get().paid_out) && !any(said.lead, &["已发放", "累计"]);
    (reader.pays() && paid).then_some((AmountRole::Total, true))
}

/// The cue that stands last before the sum.
fn cue(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    // 追减395万元；合计追加395万元: beside what is cut, what is given more.
    // What was given more before is told before what is cut: 我局以N号共追加100万元，现调减60万元.
    let added = reader.speaker.kind == NoticeKind::Adjust && any(said.near, &["合计追加", "共追加", "相应追加", "同时追加", "分别追加"]);
    let before = said.text.get(..said.from).unwrap_or_default();
    if added && any(before, &["追减", "核减", "调减"]) && !any(said.clause, &["原", "年初", "此前", "前期", "号"]) {
        return Some((AmountRole::AdjustUp, true));
    }
    let role = last_cue(said.lead)?;
    // 压减良种繁育支出124.6万元: what is cut is a name that ends in 支出.
    if role == AmountRole::Executed && reader.speaker.kind == NoticeKind::Adjust && any(said.clause, &["压减", "调减", "核减"]) {
        return Some((AmountRole::AdjustDown, true));
    }
    // 其中管护补助545万元，社会性支出187万元: what the money is for, by a name that ends in 支出.
    let purpose = role == AmountRole::Executed
        && reader.pays()
        && said.lead_start > said.sentence
        && !any(said.clause, &["实际", "累计", "已"])
        && ["性支出", "管护支出", "公共支出", "运转支出"].iter().any(|name| said.clause.ends_with(name));
    if purpose {
        return Some((AmountRole::Other, true));
    }
    // 其中国库集中支付100万元: how money is to be paid that a notice gives.
    if said.clause.ends_with("集中支付") && reader.pays() {
        return None;
    }
    // 全数拨付你们使用，用途为设施维护790万元: a notice that pays speaks of what is to come, unless it says of what was.
    let past = any(said.lead, &["已", "实际", "累计", "截至", "上年", "去年"]);
    if role == AmountRole::Executed && reader.pays() && !past && !passes_on(said.clause) {
        return Some((AmountRole::Other, false));
    }
    let left = matches!(role, AmountRole::Other | AmountRole::CarriedOver);
    // 现下达剩余资金100万元: what is left of the year's money is passed on.
    if (left || matches!(role, AmountRole::Executed | AmountRole::Budget)) && passes_on(said.clause) {
        return None;
    }
    // 现收回…资金结余5万元: what is left over is what is recovered.
    if left && any(said.clause, &["收回", "缴回", "上缴"]) {
        return Some((AmountRole::Recovered, true));
    }
    // 结余5.5万元结转下年使用: the balance is carried over; a balance alone is only told, but a report's is what is left of its money.
    // 上年末结余资金1216.4万元一并使用 is used with this money.
    let unused = any(said.clause, &["未支出", "未使用", "未执行"]) && said.tail.starts_with("结转");
    let carried = role == AmountRole::Other
        && (unused || any(said.clause, &["结余", "剩余"]))
        && (unused
            || reader.speaker.kind == NoticeKind::SelfEvaluation
            || starts(said.tail, &["一并使用", "统筹使用", "继续使用", "结转"]));
    Some((if carried { AmountRole::CarriedOver } else { role }, true))
}

/// 820万元全部到位: the verb of a report may stand behind the sum.
fn arrived(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let report = matches!(reader.speaker.kind, NoticeKind::SelfEvaluation | NoticeKind::Announcement);
    // 820万元已到位500万元 tells another sum.
    let behind = ["全部到位", "已全部到位", "足额到位", "已足额到位", "均已到位", "已到位", "全额到位"];
    let behind = behind
        .iter()
        .find_map(|word| said.tail.strip_prefix(word))
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['，', '。', '；', '、', '）']));
    (report && behind).then_some((AmountRole::Arrived, true))
}

/// 累计兑付6953.4万元: what a report's money paid.
fn paid_by_report(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let report = matches!(reader.speaker.kind, NoticeKind::SelfEvaluation | NoticeKind::Announcement);
    (report && any(said.clause, &["累计兑付", "已兑付", "共兑付"])).then_some((AmountRole::Executed, true))
}

/// 其余146.6万元因账户有误结转下年兑付: what is left of a report's money.
fn left_over(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let report = reader.speaker.kind == NoticeKind::SelfEvaluation;
    let behind = sentence::after(said.text, said.to, CARRIED_WITHIN).split(['，', '。', '；']).next().unwrap_or_default();
    let carried = ends(said.clause, &["其余", "剩余", "余下"]) && any(behind, &["结转下年", "结转至下年", "结转到下年"]);
    (report && carried).then_some((AmountRole::CarriedOver, true))
}

/// Behind what is left, where it goes is told within so many characters.
const CARRIED_WITHIN: usize = 30;

/// 年初批复预算985万元, 调整后项目预算861万元: what a report was given to spend.
fn budget_of_report(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let report = reader.speaker.kind == NoticeKind::SelfEvaluation;
    let given = said.clause.contains("预算") && !any(said.clause, &words::get().no_budget);
    (report && given).then_some((AmountRole::Budget, true))
}

/// A sum that a verb passes on, before it or behind it. 对第二批下达的某项目39.5万元: money given before is named, not given.
fn passed_on(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let words = words::get();
    let lead = said.lead_of_own();
    let brought = starts(said.tail, &words.brings);
    // 《关于下达…的通知》中甲县由86.4万元更正为64.8万元: what a notice changes is told by the title of that which gave it.
    let changes = matches!(reader.speaker.kind, NoticeKind::Adjust | NoticeKind::Recover);
    let passed = if changes { outside_titles(lead).any(|own| any(own, &words.passes)) } else { any(lead, &words.passes) };
    // 吨水补助2.6元，现下达资金100万元: an act of its own behind the sum passes another one on.
    let tail = said.tail.split(['。', '；']).next().and_then(|tail| tail.split("，现").next()).unwrap_or_default();
    if brought || any(tail, &words.brings) || passed || any(lead, &words.wholes) {
        return Some((AmountRole::Total, brought || any(lead, &words.own)));
    }
    // 本次财政衔接资金分配2184万元: the verb stands behind what it gives.
    let now = starts(said.clause, &["本次", "此次"]);
    let gives = ["分配", "下达", "安排", "拨付"].iter().any(|verb| said.clause.ends_with(verb));
    (now && gives).then_some((AmountRole::Total, true))
}

/// The stretches of a text that stand outside 《》.
fn outside_titles(text: &str) -> impl Iterator<Item = &str> {
    text.split('《').enumerate().map(|(at, piece)| if at == 0 { piece } else { piece.split_once('》').map_or("", |(_, own)| own) })
}

/// A sum that is told as the whole of others.
fn whole(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    const ALL: &[&str] = &["合计", "共计", "总计"];
    let clause = said.clause;
    // 共计23513万元, behind the sums of the levels below 资金来源.
    if reader.section == Section::Sources && reader.last.is_some() && any(clause, ALL) {
        return Some((AmountRole::Total, true));
    }
    // 补贴面积21.08万亩，亩均补贴12.5元，共计263.5万元: so much for each, and what it comes to.
    if reader.standard_before && ALL.contains(&clause) {
        return Some((AmountRole::Total, false));
    }
    // 以上合计241万元, behind sums told per recipient.
    if clause.starts_with("以上") && any(clause, ALL) || any(clause, &["以上合计", "以上共计", "以上总计"]) {
        return Some((AmountRole::Total, true));
    }
    let lead = said.lead_of_own();
    let whole = any(lead, &["资金", "补助", "经费", "金额"]) && any(lead, &["总", "共", "合计", "资金规模", "资金额度"]);
    whole.then_some((AmountRole::Total, false))
}

/// 核减甲村60万元、乙村45万元: the verb before the first of a row holds for all.
fn row(reader: &Reader<'_>, said: &Said<'_>) -> Option<Reading> {
    let lead = said.lead_of_own();
    // 核减514万元，核减后尚余4236万元: what is left is not in the row.
    let left = any(lead, &["减后", "增后", "整后", "尚余", "剩余", "结余", "余额"]);
    let goes_on = !left && lead.chars().count() <= LONGEST_NAME && lead.starts_with(['、', '和', '及', '，', ',']);
    Some((reader.row.filter(|_| goes_on)?, true))
}

/// What stands between two sums of a row is no longer, in characters.
const LONGEST_NAME: usize = 24;
