//! Why a document is cited (`docs/linking.md`, citation roles): the one that gave the money, an earlier
//! issue of it, a rule, a document changed or forwarded. Decided by the words around the mention, the cited
//! title, and who cites whom. Not for: finding the mentions (`citations`).

mod report;

use hongtou_notice::codes::{CitationRole, Confidence, Level, NoticeKind, NumberKind};
use hongtou_notice::{AgencyCodes, DivisionCode, Divisions, DocumentNumber};

use crate::agencies;
use crate::citations::Mention;
use crate::flow::Unit;
use crate::kind;
use crate::sentence;

/// Who cites.
#[derive(Debug)]
pub(crate) struct Speaker<'a> {
    pub(crate) kind: NoticeKind,
    pub(crate) title: &'a str,
    pub(crate) issuers: &'a [String],
    pub(crate) division: Option<&'a DivisionCode>,
    /// Its own number.
    pub(crate) number: Option<&'a DocumentNumber>,
}

type Role = (CitationRole, Confidence);

/// The role of every mention.
pub(crate) fn decide(paragraphs: &[Unit], mentions: &[Mention], speaker: &Speaker<'_>) -> Vec<Role> {
    let mut roles: Vec<Role> = mentions
        .iter()
        .map(|mention| {
            paragraphs.get(mention.paragraph).map_or((CitationRole::Other, Confidence::Doubtful), |unit| role(unit, mention, speaker))
        })
        .collect();
    // （某财农〔2023〕89-91号）, 22、23号: the numbers of one list are cited for one reason.
    for at in 1..mentions.len() {
        let (Some(before), Some(mention), Some(role)) = (mentions.get(at - 1), mentions.get(at), roles.get(at - 1).copied()) else {
            continue;
        };
        if goes_on(paragraphs, before, mention)
            && let Some(own) = roles.get_mut(at)
        {
            *own = role;
        }
    }
    // 按照《…下达…预算的通知》（N）等文件规定，…研究确定了资金分配方案: a notice that passes money on, says of none that the money
    // came by it, and rests in its first paragraph on one from above that passes money on.
    let gives = matches!(speaker.kind, NoticeKind::Issue | NoticeKind::Advance);
    if gives && !roles.iter().any(|(role, _)| matches!(role, CitationRole::Upstream | CitationRole::Prior | CitationRole::Amended)) {
        let first = mentions.first().map(|mention| mention.paragraph);
        for (mention, role) in mentions.iter().zip(&mut roles).filter(|(mention, _)| Some(mention.paragraph) == first) {
            let text = paragraphs.get(mention.paragraph).map_or("", Unit::text);
            let money = mention.title.as_ref().and_then(|range| text.get(range.clone())).is_some_and(kind::issues_money);
            if money && is_finance_number(mention) && role.0 == CitationRole::Basis && is_above(mention, speaker) {
                *role = (CitationRole::Upstream, Confidence::Likely);
            }
        }
    }
    roles
}

/// Whether a number goes on with the one before it: the same series and year, and nothing but serials between them.
fn goes_on(paragraphs: &[Unit], before: &Mention, mention: &Mention) -> bool {
    let (Some(first), Some(next)) = (&before.number, &mention.number) else { return false };
    let text = paragraphs.get(mention.paragraph).map_or("", Unit::text);
    let between = text.get(before.range.end.min(mention.range.start)..mention.range.start).unwrap_or_default();
    let beside = before.paragraph == mention.paragraph && before.title.is_none() && mention.title.is_none() && first.prefix == next.prefix;
    // 此前下达的第一、二批资金（N1、N2）: numbers of two years in one bracket.
    let led = text
        .get(..before.range.start)
        .is_some_and(|head| head.ends_with(['（', '(']) || head.ends_with("分别为") || head.ends_with("分别以"));
    if beside && matches!(between, "、" | "和" | "及" | "与") && led {
        return true;
    }
    let series = before.paragraph == mention.paragraph && mention.title.is_none() && first.prefix == next.prefix && first.year == next.year;
    series
        && between
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '、' | '，' | ',' | '-' | '—' | '～' | '~' | '至' | '号' | '和' | '及'))
}

fn role(unit: &Unit, mention: &Mention, speaker: &Speaker<'_>) -> Role {
    use CitationRole::{Amended, Basis, Forwarded, Other, Prior};
    let text = unit.text();
    let title = mention.title.as_ref().and_then(|range| text.get(range.clone()));
    let sentence = sentence::around(text, mention.range.end);
    let behind = text.get(mention.range.end..sentence.end).unwrap_or_default();
    // What follows speaks of this document only up to the next one named.
    let near_behind = sentence::after(text, mention.range.end, 24);
    let near_behind = near_behind.split(['《', '〔']).next().unwrap_or_default();
    // （N），扣除提前下达的…: what is taken off was issued by another document.
    let near_behind = near_behind.split("扣除").next().unwrap_or_default();
    // （N）规定，我局将提前下达的…资金490.2万元下达你局: what came in advance is passed on now.
    let near_behind = near_behind.split("将").next().unwrap_or_default();
    let near_behind = if near_behind.contains("前期") || near_behind.contains("此前") { "" } else { near_behind };
    let lead = sentence::before(text, mention.range.start, 24);
    let contains = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));

    let repealed = ["同时废止", "予以废止", "即行废止", "相应废止", "停止执行", "不再执行", "废止"]
        .iter()
        .any(|word| behind_list(behind).starts_with(word));
    if repealed || contains(near_behind, &["同时废止", "予以废止", "即行废止", "停止执行", "废止"]) && !contains(near_behind, &["下达"])
    {
        return (Other, Confidence::Certain);
    }
    if speaker.title.contains("转发") && title.is_some_and(|title| speaker.title.contains(title) || text.contains("转发给")) {
        return (Forwarded, Confidence::Certain);
    }
    match speaker.kind {
        NoticeKind::Other => {
            let trade = crate::vocab::TRADE_WORDS.in_text(speaker.title);
            return if trade {
                (Other, Confidence::Likely)
            } else {
                (Basis, if title.is_some() { Confidence::Certain } else { Confidence::Likely })
            };
        }
        NoticeKind::Announcement => return report::announced(mention, title, lead, behind, speaker),
        _ => {}
    }
    // 《…》（N）已下达你们…。现调整…: an adjustment's own earlier notice is what it changes.
    // 齐财预 and 齐财社指 are series of one finance body: the same letters stand before 财.
    let region = |prefix: &str| prefix.split_once('财').map(|(region, _)| region.to_owned()).filter(|region| !region.is_empty());
    let own_series = speaker.number.zip(mention.number.as_ref()).is_some_and(|(own, cited)| {
        own.prefix == cited.prefix || region(&own.prefix).is_some() && region(&own.prefix) == region(&cited.prefix)
    });
    let takes_back = matches!(speaker.kind, NoticeKind::Adjust | NoticeKind::Recover);
    let gave = title.is_none_or(|title| ["下达", "拨付", "安排", "分配", "调整"].iter().any(|verb| kind::matter(title).contains(verb)));
    if takes_back && own_series && gave {
        return (Amended, Confidence::Certain);
    }
    // 结合《…》（N1）、《…》（N2）下达的资金统筹安排: the issuer's own earlier notices, with whose money this is used.
    let own_money = ["下达的", "安排的", "拨付的"].iter().any(|verb| behind_list(behind).starts_with(verb));
    let beside = text.get(sentence.start..mention.range.start).is_some_and(|before| contains(before, &["结合", "连同"]));
    let by_own = title.is_some_and(|title| speaker.issuers.iter().any(|own| title.starts_with(own)))
        || cited_division(mention, speaker).is_some_and(|division| Some(&division) == speaker.division);
    if own_money && beside && by_own {
        return (Prior, Confidence::Likely);
    }
    // 市发改委 市财政局关于下达…项目计划的通知 plans what the money is for; 投资计划 of a development commission gives none.
    let of_finance = mention.number.as_ref().is_none_or(|number| number.prefix.contains('财'));
    let plans =
        |title: &str| ["项目计划的通知", "项目计划"].iter().any(|end| title.ends_with(end)) && !(title.contains("资金") && of_finance);
    if title.is_some_and(plans) {
        return (Basis, Confidence::Likely);
    }
    // 根据本局《…》（N）: money of the issuer's own series was given by himself before, and comes from nobody above.
    // Some provinces leave their own letter out: 财建 is the ministry's series and theirs.
    let other_body = title
        .and_then(|title| title.split_once("关于"))
        .is_some_and(|(body, _)| !body.is_empty() && !speaker.issuers.iter().any(|own| body.contains(own.as_str())));
    let same_series = speaker.number.zip(mention.number.as_ref()).is_some_and(|(own, cited)| own.prefix == cited.prefix)
        && title.is_some()
        && !other_body
        && (mention.issuers.is_empty() || mention.issuers.iter().any(|issuer| speaker.issuers.contains(issuer)));
    let by_itself = title.is_some_and(|title| speaker.issuers.iter().any(|own| title.starts_with(own.as_str())))
        || mention.issuers.iter().any(|issuer| speaker.issuers.contains(issuer));
    let passes = matches!(speaker.kind, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle);
    if passes
        && mention.number.is_some()
        && (same_series || by_itself)
        && title.is_none_or(kind::issues_money)
        && !speaker.issuers.is_empty()
    {
        return (Prior, if same_series { Confidence::Certain } else { Confidence::Likely });
    }
    if title.is_some_and(kind::rule_title) || mention.number.as_ref().is_some_and(|number| number.kind == NumberKind::Order) {
        return (Basis, Confidence::Certain);
    }
    // 关于…分配方案的函, 关于拨付…资金的函 of an office that is no finance body ask for money; they give none.
    let asks = mention.number.as_ref().is_none_or(|number| !number.prefix.contains('财'));
    // 县人民政府关于同意安排…资金的批复 agrees to a plan.
    if asks && title.is_some_and(|title| ["的函", "的批复", "的复函", "的请示", "的报告"].iter().any(|end| title.ends_with(end)))
    {
        return (Basis, Confidence::Certain);
    }
    // 关于下达…国债额度的通知（豫财预指〔2031〕8号）: a quota by its number, whatever its title calls the money.
    let quota = |title: &str| {
        mention.number.as_ref().is_some_and(|number| number.prefix.contains('财') && number.prefix.contains('指'))
            && ["下达", "拨付", "追加", "安排"].iter().any(|verb| kind::matter(title).starts_with(verb))
    };
    // 省生态环境厅资金安排建议（N）: what the number is of stands before it, and is no notice that gives.
    let advised = title.is_none()
        && ["建议", "意见", "方案", "请示", "申请"]
            .iter()
            .any(|word| lead.strip_suffix(['（', '(']).is_some_and(|head| head.ends_with(word)));
    let money = title.map_or_else(|| is_finance_number(mention) && !advised, |title| kind::issues_money(title) || quota(title));
    // 根据《某省财政厅关于收回…的通知》（N），现收回你县…: what is taken back here is what the one above takes back.
    let recalls = |title: &str| ["收回", "追减", "缴回", "上缴"].iter().any(|verb| kind::matter(title).starts_with(verb));
    if speaker.kind == NoticeKind::Recover && title.is_some_and(recalls) && (is_above(mention, speaker) || names_above(title, speaker)) {
        return (CitationRole::Upstream, Confidence::Likely);
    }
    if !money {
        return (Basis, if title.is_some() { Confidence::Certain } else { Confidence::Likely });
    }
    if speaker.kind == NoticeKind::SelfEvaluation {
        return report::told(unit, mention, title, lead, behind, speaker);
    }
    let own_clause = last_clauses(lead);
    // （已含N号提前下达数41000万元）.
    let included = lead.ends_with('含') && near_behind.starts_with("提前下达");
    if included
        || contains(own_clause, &["前期", "此前", "已通过", "先期", "已以", "已按", "前已", "已经", "已下达", "已提前", "扣除"])
        || contains(near_behind, &["下达的第", "下达的首批", "提前下达的", "已下达", "已提前下达", "已经下达"])
    {
        return (Prior, Confidence::Certain);
    }
    let changes = matches!(speaker.kind, NoticeKind::Adjust | NoticeKind::Recover | NoticeKind::Settle);
    if changes {
        let changed = contains(own_clause, &["对", "同意将", "核减", "调减", "收回", "调整", "变更", "原"])
            || contains(
                near_behind,
                &[
                    "调整用于",
                    "调整为",
                    "调整至",
                    "调整到",
                    "变更为",
                    "分配的资金",
                    "下达的资金",
                    "安排的资金",
                    "进行调整",
                    "予以调整",
                    "作调整",
                    "予以收回",
                    "下达的",
                ],
            );
        let same_level = cited_division(mention, speaker).is_some_and(|division| Some(&division) == speaker.division);
        if changed || same_level {
            return (Amended, if changed { Confidence::Certain } else { Confidence::Likely });
        }
    }
    // 现将《…》（N）转发给你们，并将资金…一并下达, said by a notice that passes money on.
    if contains(near_behind, &["转发给", "转发你", "转发至"]) {
        return (CitationRole::Upstream, if title.is_some() { Confidence::Certain } else { Confidence::Likely });
    }
    if is_below(mention, speaker) {
        return (Basis, Confidence::Likely);
    }
    // 你县《关于…的请示》（N）收悉 answers what was asked.
    let asked = title.is_some_and(|title| ["请示", "申请", "报告", "函"].iter().any(|end| title.ends_with(end)));
    upstream(text, mention, title.is_some(), lead, if asked { "" } else { behind })
}

/// What is said of a list of documents behind the last of them: 《甲》（N1）、《乙》（N2）同时废止.
fn behind_list(behind: &str) -> &str {
    let mut rest = behind.trim_start_matches(['）', ')']);
    for _ in 0..MOST_LISTED {
        // The mark between two documents may be lost.
        let next = rest.strip_prefix(['、', '和', '及', '，']).unwrap_or(rest);
        let Some(next) = Some(next).filter(|next| next.starts_with('《')) else { break };
        let Some(end) = next.find('》') else { break };
        rest = next.get(end + '》'.len_utf8()..).unwrap_or_default();
        if let Some(close) = rest.find('）').filter(|_| rest.starts_with('（')) {
            rest = rest.get(close + '）'.len_utf8()..).unwrap_or_default();
        }
    }
    rest
}

/// More documents are seldom listed in one breath.
const MOST_LISTED: usize = 12;

/// Characters of a part with its sum: 中央水利发展资金45,200万元.
const LONGEST_PART: usize = 40;

/// A money notice named where this notice says that it passes on (现下达): upstream. Elsewhere it is a rule
/// by which the money is used.
fn upstream(text: &str, mention: &Mention, titled: bool, lead: &str, behind: &str) -> Role {
    const PASSES: &[&str] = &[
        "现下达",
        "现拨付",
        "现下拨",
        "现转贷",
        "现划拨",
        "下拨你",
        "现将",
        "现提前",
        "现安排",
        "现追加",
        "现分配",
        "现预",
        "现转",
        "现再",
        "现一次性",
        "此次下达",
        "本次下达",
        "经研究",
        "下达你",
        "拨付你",
        "安排你",
        "下达给你",
        "核定你",
        "核定下达",
        "补助你",
        "安排给你",
        "分配给你",
        "现清算",
        "现收回",
        "现调整",
        "现对",
        "下达我",
        "予以下达",
        "合并下达",
        "一并下达",
        "决定下达",
        "决定安排",
    ];
    let passes = |text: &str| PASSES.iter().any(|word| text.contains(word)) || passes_now(text);
    let leads = ["根据", "按照", "依据", "按", "依照", "遵照", "落实", "收到", "接", "以", "和", "及", "、", "与", "连同"]
        .iter()
        .any(|word| lead.contains(word))
        // 省财政厅N号文件下达我市…: who gave it, without a word that leads to it.
        || ["下达我", "拨付我", "安排我"].iter().any(|act| behind_list(behind).trim_start_matches("文件").starts_with(act))
        // 据N，现下达…; 现将N下达我县的资金拨付你们.
        || ["据", "将", "将《", "据《"].iter().any(|word| last_clauses(lead).trim_end_matches(['（', '(']).ends_with(word))
        // 《…》（N1）《…》（N2）等文件精神: the mark between two documents may be lost.
        || lead.ends_with(['）', '》'])
        // …的通知》（N）: the mark that opens a title may be lost, and with it where the title begins.
        || !titled && lead.trim_end_matches(['（', '(']).ends_with('》')
        // 《…》（N）收悉。现将…: what came in is what is passed on.
        || ["收悉", "已收悉", "已经收悉", "均收悉"].iter().any(|word| behind_list(behind).starts_with(word));
    if (passes(behind) || passes_here(behind_list(behind))) && leads {
        return (CitationRole::Upstream, if titled { Confidence::Certain } else { Confidence::Likely });
    }
    // 按照N号文，中央预拨我省…。现安排给你们: the verb stands in the next sentence of the paragraph.
    let rest = sentence::after(text, mention.range.end, 1_000);
    let rule_use =
        ["规定", "执行", "有关政策", "要求管理", "要求使用", "开支范围", "统筹整合", "备案"].iter().any(|word| behind.contains(word));
    if passes(rest) && leads && !rule_use {
        return (CitationRole::Upstream, Confidence::Likely);
    }
    // 现下达52480万元，其中：中央资金45200万元（N）、省级资金7280万元: the number by which a part of it came.
    let before = text.get(..mention.range.start).unwrap_or_default();
    let sum = before.strip_suffix(['（', '(']).filter(|head| !titled && head.ends_with('元'));
    let part = sum.and_then(|head| sentence::before(head, head.len(), LONGEST_PART).rsplit(['，', '。', '；', '：']).next()).is_some_and(
        |clause| {
            let level = ["中央", "省级", "省财政", "自治区", "市级", "州级", "盟级", "上级"].iter().any(|level| clause.contains(level));
            level && !["扣减", "收回", "结余", "核减", "已", "共安排"].iter().any(|word| clause.contains(word))
        },
    );
    if part && passes(text.get(sentence::around(text, mention.range.start)).unwrap_or_default()) {
        return (CitationRole::Upstream, Confidence::Likely);
    }
    // 所需资金由区级财力安排427.64万元、市级…转移支付（N）安排610万元.
    let funded = !titled && ["安排", "解决", "列支"].iter().any(|verb| behind.trim_start_matches('）').starts_with(verb));
    if funded && text.get(sentence::around(text, mention.range.start)).is_some_and(|all| all.contains("所需资金")) {
        return (CitationRole::Upstream, Confidence::Likely);
    }
    // 所需资金从《…》（N）下达的资金中支付: the money that it uses came by that notice.
    let drawn = ["从", "在"].iter().any(|word| last_clauses(lead).trim_end_matches(['《', '（', '(']).contains(word))
        && ["中支付", "中列支", "中安排", "中解决", "中拨付"].iter().any(|word| behind.contains(word));
    if drawn {
        return (CitationRole::Upstream, Confidence::Likely);
    }
    // The notice tells its upstream after the fact: 现下达…（资金来源：N）.
    let clause = sentence::clause_before(text, mention.range.start);
    let clause = clause.is_empty().then(|| sentence::clause_before(text, mention.range.start.saturating_sub('（'.len_utf8())));
    let source = ["资金来源", "来源文号", "上级文号", "资金文号", "指标文号"]
        .iter()
        .any(|word| lead.contains(word) || clause.is_some_and(|clause| clause.starts_with(word)));
    if source {
        return (CitationRole::Upstream, Confidence::Likely);
    }
    (CitationRole::Basis, if titled { Confidence::Likely } else { Confidence::Certain })
}

/// 根据《…》（N），下达省级资金96万元: an act without a subject is the notice's own, if a sum follows.
fn passes_here(behind: &str) -> bool {
    let clause = behind.strip_prefix('，').unwrap_or_default().split(['，', '。', '；']).next().unwrap_or_default();
    let act = ["下达", "拨付", "下拨", "追加", "安排"].iter().any(|verb| clause.starts_with(verb));
    act && clause.find(|c: char| c.is_ascii_digit()).is_some_and(|at| clause.get(at..).is_some_and(|sum| sum.contains('元')))
}

/// 现一并下达, 现统筹安排: an adverb may stand between 现 and the verb. 现有, 现行 and 现金 are other words.
fn passes_now(text: &str) -> bool {
    const VERBS: &[&str] = &["下达", "拨付", "下拨", "安排", "分配", "追加", "划拨", "拨给", "预拨", "清算", "结算"];
    ["现", "本次", "此次"].iter().flat_map(|now| text.split(now).skip(1)).any(|behind| {
        let verb = VERBS.iter().filter_map(|verb| behind.find(verb)).min();
        let adverb = verb.and_then(|at| behind.get(..at));
        adverb.is_some_and(|adverb| {
            adverb.chars().count() <= 4
                && !adverb.starts_with(['有', '行', '金', '场', '代', '状', '实', '存'])
                && !adverb.contains(['，', '。', '；'])
        })
    })
}

/// The division of the body that issued the cited document: by its named issuers, else by its code.
fn cited_division(mention: &Mention, speaker: &Speaker<'_>) -> Option<DivisionCode> {
    let named = mention.issuers.iter().find_map(|issuer| agencies::agency(issuer, speaker.division).division);
    named.or_else(|| {
        let number = mention.number.as_ref()?;
        AgencyCodes::get().infer(&number.prefix, speaker.division)?.agency.division
    })
}

/// Whether the cited body stands below the one who cites.
fn is_below(mention: &Mention, speaker: &Speaker<'_>) -> bool {
    let level = |division: &DivisionCode| Divisions::get().level(division).unwrap_or(Level::Central);
    match (cited_division(mention, speaker), speaker.division) {
        (Some(cited), Some(own)) => level(&cited) > level(own),
        _ => false,
    }
}

/// Whether the cited body stands above the one who cites.
fn is_above(mention: &Mention, speaker: &Speaker<'_>) -> bool {
    let level = |division: &DivisionCode| Divisions::get().level(division).unwrap_or(Level::Central);
    match (cited_division(mention, speaker), speaker.division) {
        (Some(cited), Some(own)) => level(&cited) < level(own),
        (Some(cited), None) => level(&cited) <= Level::Province,
        _ => false,
    }
}

/// The division of the body that a cited title begins with: 某市财政局关于下达…的通知.
fn named_division(title: Option<&str>, speaker: &Speaker<'_>) -> Option<DivisionCode> {
    let (body, _) = title?.split_once("关于")?;
    agencies::place(body, speaker.division).filter(|place| !place.ambiguous).map(|place| place.division)
}

/// Whether a cited title begins with a body above the one who cites.
fn names_above(title: Option<&str>, speaker: &Speaker<'_>) -> bool {
    let level = |division: &DivisionCode| Divisions::get().level(division);
    let named = named_division(title, speaker);
    named.zip(speaker.division).is_some_and(|(cited, own)| level(&cited).zip(level(own)).is_some_and(|(cited, own)| cited < own))
}

/// Whether a number alone is of a finance body, which writes money notices (`docs/agency-codes.md`).
fn is_finance_number(mention: &Mention) -> bool {
    mention.number.as_ref().is_some_and(|number| {
        number.prefix.contains('财') && !["财监", "财绩", "财办", "财法", "财规", "财会"].iter().any(|rule| number.prefix.ends_with(rule))
    })
}

/// The clause right before a mention, with the one that leads into it.
fn last_clauses(lead: &str) -> &str {
    let start =
        lead.char_indices().rev().find(|(_, c)| matches!(c, '，' | '。' | '；' | '》' | '）')).map_or(0, |(at, c)| at + c.len_utf8());
    lead.get(start..).unwrap_or_default()
}
