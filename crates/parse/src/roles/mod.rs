//! Why a document is cited (`docs/linking.md`, citation roles): the one that gave the money, an earlier
//! issue of it, a rule, a document changed or forwarded. Decided by the words around the mention, the cited
//! title, and who cites whom. Not for: finding the mentions (`citations`).

mod body;
mod report;
mod rules;
mod said;
mod upstream;
mod words;

use hongtou_notice::codes::{CitationRole, Confidence, NoticeKind};
use hongtou_notice::{DivisionCode, DocumentNumber};

use self::said::Said;
use crate::citations::Mention;
use crate::flow::Unit;
use crate::kind;
use crate::sentence;
use crate::vocab::{any, ends};

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
            let said = paragraphs.get(mention.paragraph).map(|unit| Said::round(unit, mention, speaker));
            said.map_or((CitationRole::Other, Confidence::Doubtful), |said| rules::role(&said))
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
    let gives = matches!(speaker.kind, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle);
    if gives && !roles.iter().any(|(role, _)| matches!(role, CitationRole::Upstream | CitationRole::Amended)) {
        let first = mentions.first().map(|mention| mention.paragraph);
        for (mention, role) in mentions.iter().zip(&mut roles).filter(|(mention, _)| Some(mention.paragraph) == first) {
            let Some(said) = paragraphs.get(mention.paragraph).map(|unit| Said::round(unit, mention, speaker)) else { continue };
            // 依照某财政厅N号文件，给你们追加…: without a title it must not be cited for a rule.
            let money = match said.title {
                Some(title) => kind::issues_money(title) && !ends(title, &words::get().asks),
                None => {
                    let clause = sentence::after(said.behind, 0, RULED).split(['，', '。']).next().unwrap_or_default();
                    ends(said.unopened(), LED) && said.text.contains('元') && !any(clause, RULES)
                }
            };
            // 依据N号，由县本级预算安排: its own money, by a rule.
            let sentence = paragraphs
                .get(mention.paragraph)
                .map(|unit| unit.text().get(sentence::around(unit.text(), mention.range.start)).unwrap_or_default());
            if sentence.is_some_and(|sentence| any(sentence, OWN_MONEY)) {
                continue;
            }
            let unknown = said.division().is_none() && said.may_be_above() && (said.named_division().is_none() || said.names_above());
            let above = said.is_above() || unknown;
            if money && said.is_finance_number() && role.0 == CitationRole::Basis && above {
                *role = (CitationRole::Upstream, Confidence::Likely);
            }
        }
    }
    roles
}

/// Words by which a sentence speaks of the money of the one who speaks, or of so much for each.
const OWN_MONEY: &[&str] = &[
    "县级预算安排",
    "县级财力",
    "县级财政安排",
    "县级安排",
    "县本级预算安排",
    "市级预算安排",
    "本级预算安排",
    "本级财力",
    "本级财政安排",
    "由县级",
    "由本级",
    "区级财力",
    "区级安排",
    "每人",
    "每亩",
    "每月",
    "每户",
    "每生",
];

/// Words that lead to a number, or end the name of the body that wrote it.
const LED: &[&str] = &["根据", "按照", "依照", "遵照", "依据", "依", "以", "财政厅", "财政局", "财政部", "行文", "来文"];

/// Words behind a number by which it is a rule.
const RULES: &[&str] = &["规定", "要求", "办法", "细则", "标准", "政策", "意见", "方案", "范围", "管理", "使用"];

/// They stand within so many characters.
const RULED: usize = 40;

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
