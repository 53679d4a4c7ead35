//! Why a report or an announcement cites a document: it tells the whole way of its money, from above and on to the level below
//! (`docs/linking.md`, citation roles). Not for: notices that pass money on themselves (`super`).

use hongtou_notice::Divisions;
use hongtou_notice::codes::{CitationRole, Confidence, Level, NumberKind};

use super::said::Said;
use super::{Role, Speaker, words};
use crate::agencies;
use crate::kind;
use crate::sentence;
use crate::vocab::{any, ends, starts};

/// The role in an announcement, by the cited title and who cites whom: it tells by which notices the money came (根据《…》（N），下达我县…), and by
/// which it went on.
pub(super) fn announced(said: &Said<'_>) -> Role {
    let order = said.mention.number.as_ref().is_some_and(|number| number.kind == NumberKind::Order);
    let rule = order || said.title.is_some_and(|title| !kind::issues_money(title));
    let money = said.title.is_some() || said.is_finance_number();
    let own =
        said.division().or_else(|| said.named_division()).is_some_and(|division| Some(&division) == said.speaker.division) || pays_by(said);
    let above = said.speaker.division.is_some() && (said.is_above() || said.names_above());
    let role = match () {
        () if rule => CitationRole::Basis,
        () if money && own => CitationRole::Issued,
        () if money && (above || any(said.behind, &words::get().to_us)) => CitationRole::Upstream,
        () => CitationRole::Other,
    };
    (role, Confidence::Likely)
}

/// Whether the clause before a number says that the speaker's own finance body paid by it: 我局以, 苍南县财政局已于2024年4月12日以.
fn pays_by(said: &Said<'_>) -> bool {
    let body = said.clause.strip_suffix('以').filter(|body| body.chars().count() <= LONGEST_PAYER);
    body.is_some_and(|body| {
        let place = agencies::place(body, said.speaker.division).filter(|place| Some(&place.division) == said.speaker.division);
        starts(place.map_or(body, |place| place.rest), &words::get().own_finance)
    })
}

/// Characters of who paid and when: 苍南县财政局已于2024年4月12日.
const LONGEST_PAYER: usize = 30;

/// A report names the whole way of its money: who gave it, and the notice by which its own government
/// passed it on (`issued`).
pub(super) fn told(said: &Said<'_>) -> Role {
    let words = words::get();
    // （N1号中央资金30万元、N2号省级资金8.6万元）: a number with the money that came by it.
    let brings = sentence::after(said.behind, 0, BROUGHT).split(['，', '。', '、', '；']).next().unwrap_or_default();
    let brings = brings.contains("资金") && brings.contains(|c: char| c.is_ascii_digit());
    if said.title.is_none() && !any(said.behind, &words.reported) && !any(said.lead, &words.reported) && !brings {
        return (CitationRole::Basis, Confidence::Likely);
    }
    let by_own = by_own_government(said);
    if !by_own && !said.is_level() {
        return (CitationRole::Upstream, Confidence::Certain);
    }
    let among_issuers = said.mention.issuers.iter().any(|issuer| {
        let office = office(issuer);
        said.speaker.issuers.iter().any(|own| own.ends_with(office) && office.chars().count() > 1)
    });
    let to_me = any(sentence::after(said.text, said.mention.range.end, ADDRESSED), &words.reporter);
    if to_me && !among_issuers {
        return (CitationRole::Upstream, Confidence::Certain);
    }
    let lower = any(said.behind, &words.lower);
    let has_children = said.speaker.division.is_some_and(|division| Divisions::get().children(division.as_str()).next().is_some());
    if among_issuers || lower && has_children {
        return (CitationRole::Issued, Confidence::Certain);
    }
    // 县财政局以N号文件分解到7个乡镇, 拨付县运输公司310万元: the money goes on to somebody else.
    let goes_on = has_children || by_own && (lower || pays_other(said.behind, said.speaker));
    (if goes_on { CitationRole::Issued } else { CitationRole::Upstream }, Confidence::Likely)
}

/// Behind a number, the money that came by it is told within so many characters.
const BROUGHT: usize = 16;

/// Behind a number, who got its money is told within so many characters.
const ADDRESSED: usize = 30;

/// Whether the words before a number name the reporter's own government: 我市以, 市财政局分别以N1、N2号分解下达 said by a city.
fn by_own_government(said: &Said<'_>) -> bool {
    let level = said.speaker.division.and_then(|division| Divisions::get().level(division));
    let offices: &[&str] = match level {
        Some(Level::Province) => &["省财政厅", "自治区财政厅", "市财政局"],
        Some(Level::Prefecture) => &["市财政局", "州财政局", "盟财政局", "地区财政局", "行署财政局"],
        Some(Level::County) => &["县财政局", "区财政局", "旗财政局"],
        _ => &[],
    };
    // 县财政随即以N号分配到13个乡镇.
    let finance: &[&str] = match level {
        Some(Level::Province) => &["省财政", "自治区财政"],
        Some(Level::Prefecture) => &["市财政", "州财政", "盟财政"],
        Some(Level::County) => &["县财政", "区财政", "旗财政"],
        _ => &[],
    };
    let paid = said.clause.ends_with('以') && starts(said.clause, finance);
    paid || ends(said.clause, &words::get().own_government) || any(said.lead, offices)
}

/// Whether the clause behind a number pays a body that is not the reporter: 文件拨付县运输公司310万元.
fn pays_other(behind: &str, speaker: &Speaker<'_>) -> bool {
    let paid = words::get().pays.iter().find_map(|verb| {
        let rest = behind.get(behind.find(verb)? + verb.len()..)?;
        rest.split(|c: char| c.is_ascii_digit() || matches!(c, '，' | '。' | '；' | '、')).next()
    });
    paid.is_some_and(|name| {
        let own = name.starts_with(['我', '本', '该']) || speaker.issuers.iter().any(|issuer| issuer.ends_with(name));
        !own && ends(name, &words::get().payees) && name.chars().count() >= 2
    })
}

/// The office in a name: what is left when its place is taken off (自治区民政厅 → 民政厅).
fn office(name: &str) -> &str {
    if let Some(place) = agencies::place(name, None).filter(|place| !place.rest.is_empty()) {
        return place.rest;
    }
    ["自治区", "自治州", "地区", "省", "市", "州", "县", "区", "旗"].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name)
}
