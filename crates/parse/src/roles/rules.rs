//! The rules by which a citation gets its role, in the order in which they speak (`docs/linking.md`, citation roles): the first that speaks
//! decides. Not for: reports and announcements (`report`), the notice that gave the money (`upstream`).

use hongtou_notice::codes::{CitationRole, Confidence, NoticeKind, NumberKind};

use super::body::is_own;
use super::said::Said;
use super::{Role, report, upstream, words};
use crate::kind;
use crate::vocab::{any, ends, starts};

/// A rule: what it reads, if it speaks of the mention.
type Rule = fn(&Said<'_>) -> Option<Role>;

/// The rules. What is no notice of money stands before what tells notices of money apart.
const RULES: &[Rule] = &[
    repealed,
    forwarded,
    in_paper_of_no_grant,
    announced,
    own_to_change,
    own_used_beside,
    plan,
    own_series,
    rule,
    asks,
    recalls,
    taken_back,
    no_money,
    reported,
    prior,
    changed,
    passed_on,
    of_lower_body,
];

/// The role of a mention.
pub(super) fn role(said: &Said<'_>) -> Role {
    RULES.iter().find_map(|rule| rule(said)).unwrap_or_else(|| upstream::role(said))
}

/// Certain where a title stands, which says what the document is.
fn by_title(said: &Said<'_>) -> Confidence {
    if said.title.is_some() { Confidence::Certain } else { Confidence::Likely }
}

/// 《甲》（N1）、《乙》（N2）同时废止.
fn repealed(said: &Said<'_>) -> Option<Role> {
    let words = &words::get().repeals;
    let repealed = starts(said.behind_list, words)
        || any(said.near, &["同时废止", "予以废止", "即行废止", "停止执行", "废止"]) && !said.near.contains("下达");
    repealed.then_some((CitationRole::Other, Confidence::Certain))
}

/// The document that a forwarding notice forwards.
fn forwarded(said: &Said<'_>) -> Option<Role> {
    let title = said.title.filter(|_| said.speaker.title.contains("转发"))?;
    (said.speaker.title.contains(title) || said.text.contains("转发给")).then_some((CitationRole::Forwarded, Confidence::Certain))
}

/// A rule or a policy rests on what it cites; a paper of trade only names it.
fn in_paper_of_no_grant(said: &Said<'_>) -> Option<Role> {
    let trade = crate::vocab::TRADE_WORDS.in_text(said.speaker.title);
    let role = if trade { (CitationRole::Other, Confidence::Likely) } else { (CitationRole::Basis, by_title(said)) };
    (said.speaker.kind == NoticeKind::Other).then_some(role)
}

fn announced(said: &Said<'_>) -> Option<Role> {
    (said.speaker.kind == NoticeKind::Announcement).then(|| report::announced(said))
}

/// 《…》（N）已下达你们…。现调整…: an adjustment's own earlier notice is what it changes.
fn own_to_change(said: &Said<'_>) -> Option<Role> {
    // 齐财预 and 齐财社指 are series of one finance body: the same letters stand before 财.
    let region = |prefix: &str| prefix.split_once('财').map(|(region, _)| region.to_owned()).filter(|region| !region.is_empty());
    let own = said.speaker.number.zip(said.mention.number.as_ref()).is_some_and(|(own, cited)| {
        own.prefix == cited.prefix || region(&own.prefix).is_some() && region(&own.prefix) == region(&cited.prefix)
    });
    let changes = matches!(said.speaker.kind, NoticeKind::Adjust | NoticeKind::Recover);
    let gave = || said.title.is_none_or(|title| any(kind::matter(title), &words::get().gives));
    (changes && own && gave()).then_some((CitationRole::Amended, Confidence::Certain))
}

/// 结合《…》（N1）、《…》（N2）下达的资金统筹安排: the issuer's own earlier notices, with whose money this is used.
fn own_used_beside(said: &Said<'_>) -> Option<Role> {
    let money = starts(said.behind_list, &["下达的", "安排的", "拨付的"]);
    let sentence = crate::sentence::around(said.text, said.mention.range.end);
    let beside = said.text.get(sentence.start..said.mention.range.start).is_some_and(|before| any(before, &["结合", "连同"]));
    let own = || said.title.is_some_and(|title| said.speaker.issuers.iter().any(|own| title.starts_with(own))) || said.is_level();
    (money && beside && own()).then_some((CitationRole::Prior, Confidence::Likely))
}

/// 市发改委 市财政局关于下达…项目计划的通知 plans what the money is for; 投资计划 of a development commission gives none.
fn plan(said: &Said<'_>) -> Option<Role> {
    let title = said.title.filter(|title| ends(title, &["项目计划的通知", "项目计划"]))?;
    let gives = title.contains("资金") && said.may_be_of_finance();
    (!gives).then_some((CitationRole::Basis, Confidence::Likely))
}

/// 根据本局《…》（N）: money of the issuer's own series was given by himself before, and comes from nobody above.
fn own_series(said: &Said<'_>) -> Option<Role> {
    let (mention, speaker, title) = (said.mention, said.speaker, said.title);
    // Some provinces leave their own letter out: 财建 is the ministry's series and theirs.
    let other_body = title
        .and_then(|title| title.split_once("关于"))
        .is_some_and(|(body, _)| !body.is_empty() && !speaker.issuers.iter().any(|own| body.contains(own.as_str())));
    let own = is_own(mention, speaker);
    let series = speaker.number.zip(mention.number.as_ref()).is_some_and(|(own, cited)| own.prefix == cited.prefix)
        && title.is_some()
        && !other_body
        && (mention.issuers.is_empty() || own);
    let by_itself = own || title.is_some_and(|title| speaker.issuers.iter().any(|own| title.starts_with(own.as_str())));
    let passes = matches!(speaker.kind, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle);
    let gave = mention.number.is_some() && title.is_none_or(kind::issues_money);
    (passes && gave && (series || by_itself) && !speaker.issuers.is_empty())
        .then_some((CitationRole::Prior, if series { Confidence::Certain } else { Confidence::Likely }))
}

/// A rule, a law, an order.
fn rule(said: &Said<'_>) -> Option<Role> {
    let order = said.mention.number.as_ref().is_some_and(|number| number.kind == NumberKind::Order);
    (order || said.title.is_some_and(kind::rule_title)).then_some((CitationRole::Basis, Confidence::Certain))
}

/// 关于…分配方案的函, 关于拨付…资金的函 of an office that is no finance body ask for money; they give none. 县人民政府关于同意安排…资金的批复 agrees
/// to a plan.
fn asks(said: &Said<'_>) -> Option<Role> {
    let of_finance = said.mention.number.as_ref().is_some_and(|number| number.prefix.contains('财'));
    let asks = said.title.is_some_and(|title| ends(title, &words::get().asks));
    (asks && !of_finance).then_some((CitationRole::Basis, Confidence::Certain))
}

/// 根据《某省财政厅关于收回…的通知》（N），现收回你县…: what is taken back here is what the one above takes back.
fn recalls(said: &Said<'_>) -> Option<Role> {
    let recalls =
        said.speaker.kind == NoticeKind::Recover && said.title.is_some_and(|title| starts(kind::matter(title), &words::get().recalls));
    (recalls && (said.is_above() || said.names_above())).then_some((CitationRole::Upstream, Confidence::Likely))
}

/// 同时，将《…预算的通知》（N）中批复下达的经费410万元予以收回, beside what the notice gives.
fn taken_back(said: &Said<'_>) -> Option<Role> {
    let named = said.unopened().ends_with('将');
    let act = said.behind.split('。').next().unwrap_or_default();
    let back = act.find("予以收回").or_else(|| act.find("予以核减")).filter(|at| *at <= TAKEN_WITHIN).and_then(|at| act.get(..at));
    // 将N号下达我市的资金分配给你们并将结余予以收回: what is passed on is not what is taken back.
    let passed = ["分配", "给你", "转", "并"];
    let back = back.filter(|given| named && !given.contains(['，', '；', '《']) && !any(given, &passed));
    back.map(|_| (CitationRole::Amended, Confidence::Likely))
}

/// Behind what gave the money, that it is taken back is told within so many bytes.
const TAKEN_WITHIN: usize = 120;

/// A document that passes no money, by its title or, where it has none, by its number.
fn no_money(said: &Said<'_>) -> Option<Role> {
    // 关于下达…国债额度的通知（豫财预指〔2031〕8号）: a quota by its number, whatever its title calls the money.
    let quota = |title: &str| {
        said.mention.number.as_ref().is_some_and(|number| number.prefix.contains('财') && number.prefix.contains('指'))
            && starts(kind::matter(title), &["下达", "拨付", "追加", "安排"])
    };
    // 省生态环境厅资金安排建议（N）: what the number is of stands before it, and is no notice that gives.
    let advised = said.lead.strip_suffix(['（', '(']).is_some_and(|head| ends(head, &words::get().advises));
    let money = said.title.map_or_else(|| said.is_finance_number() && !advised, |title| kind::issues_money(title) || quota(title));
    (!money).then(|| (CitationRole::Basis, by_title(said)))
}

fn reported(said: &Said<'_>) -> Option<Role> {
    (said.speaker.kind == NoticeKind::SelfEvaluation).then(|| report::told(said))
}

/// An earlier issue of the money: 前期已下达的, （已含N号提前下达数41000万元）.
fn prior(said: &Said<'_>) -> Option<Role> {
    let words = words::get();
    let included = said.lead.ends_with('含') && said.near.starts_with("提前下达");
    // 根据N号有关规定，提前下达的转移支付应当…: what a rule says of money.
    let near = if starts(said.near, &["有关规定", "规定", "要求"]) { "" } else { said.near };
    // 省财政厅已以N号提前下达我市: what came in to the one who speaks.
    let to_us = any(said.near, &words.passes_to_us) && !any(said.clause, &["扣除", "含", "前期", "此前"]);
    let earlier = included || any(said.clause, &words.prior_before) || any(near, &words.prior_behind);
    (earlier && !to_us).then_some((CitationRole::Prior, Confidence::Certain))
}

/// What an adjustment, a recovery or a settlement changes.
fn changed(said: &Said<'_>) -> Option<Role> {
    let words = words::get();
    if !matches!(said.speaker.kind, NoticeKind::Adjust | NoticeKind::Recover | NoticeKind::Settle) {
        return None;
    }
    if any(said.clause, &words.changed_before) || any(said.near, &words.changed_behind) {
        return Some((CitationRole::Amended, Confidence::Certain));
    }
    said.is_level().then_some((CitationRole::Amended, Confidence::Likely))
}

/// 现将《…》（N）转发给你们，并将资金…一并下达, said by a notice that passes money on.
fn passed_on(said: &Said<'_>) -> Option<Role> {
    any(said.near, &["转发给", "转发你", "转发至"]).then(|| (CitationRole::Upstream, by_title(said)))
}

/// No money comes from below.
fn of_lower_body(said: &Said<'_>) -> Option<Role> {
    said.is_below().then_some((CitationRole::Basis, Confidence::Likely))
}
