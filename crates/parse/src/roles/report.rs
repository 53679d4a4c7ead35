//! Why a report or an announcement cites a document: it tells the whole way of its money, from above and on to the level below
//! (`docs/linking.md`, roles). Not for: notices that pass money on themselves (`super`).

use hongtou_notice::Divisions;
use hongtou_notice::codes::{CitationRole, Confidence, Level, NumberKind};

use super::{Role, Speaker, cited_division, is_above, is_finance_number, last_clauses, named_division, names_above};
use crate::agencies;
use crate::citations::Mention;
use crate::flow::Unit;
use crate::kind;
use crate::sentence;

/// The role in an announcement, by the cited title and who cites whom.
pub(super) fn announced(mention: &Mention, title: Option<&str>, lead: &str, behind: &str, speaker: &Speaker<'_>) -> Role {
    let rule = title.is_some_and(|title| !kind::issues_money(title))
        || mention.number.as_ref().is_some_and(|number| number.kind == NumberKind::Order);
    let money = !rule && (title.is_some() || is_finance_number(mention));
    let own = cited_division(mention, speaker)
        .or_else(|| named_division(title, speaker))
        .is_some_and(|division| Some(&division) == speaker.division)
        || pays_by(lead, speaker);
    let to_us = ["下达我", "拨付我", "分配我", "安排我", "拨我"].iter().any(|word| behind.contains(word));
    let above = speaker.division.is_some() && (is_above(mention, speaker) || names_above(title, speaker));
    // 根据《…》（N），下达我县…: an announcement tells by which notices the money came, and by which it went on.
    match () {
        () if rule => (CitationRole::Basis, Confidence::Likely),
        () if money && own => (CitationRole::Issued, Confidence::Likely),
        () if money && (above || to_us) => (CitationRole::Upstream, Confidence::Likely),
        () => (CitationRole::Other, Confidence::Likely),
    }
}

/// Whether the clause before a number says that the speaker's own finance body paid by it: 我局以, 苍南县财政局已于2024年4月12日以.
fn pays_by(lead: &str, speaker: &Speaker<'_>) -> bool {
    let clause = last_clauses(lead);
    let body = clause.strip_suffix('以').filter(|body| body.chars().count() <= LONGEST_PAYER);
    body.is_some_and(|body| {
        let place = agencies::place(body, speaker.division).filter(|place| Some(&place.division) == speaker.division);
        let office = place.map_or(body, |place| place.rest);
        ["财政局", "县财政局", "区财政局", "市财政局", "旗财政局", "我局"].iter().any(|own| office.starts_with(own))
    })
}

/// Characters of who paid and when: 苍南县财政局已于2024年4月12日.
const LONGEST_PAYER: usize = 30;

/// A report names the whole way of its money: who gave it, and the notice by which its own government
/// passed it on (`issued`).
pub(super) fn told(unit: &Unit, mention: &Mention, title: Option<&str>, lead: &str, behind: &str, speaker: &Speaker<'_>) -> Role {
    let passes = |text: &str| ["下达", "拨付", "安排", "分配", "收到", "拨款"].iter().any(|word| text.contains(word));
    // （N1号中央资金30万元、N2号省级资金8.6万元）: a number with the money that came by it.
    let brings = sentence::after(behind, 0, 16);
    let brings = brings.split(['，', '。', '、', '；']).next().unwrap_or_default();
    let brings = brings.contains("资金") && brings.contains(|c: char| c.is_ascii_digit());
    let told = title.is_some() || passes(behind) || passes(lead) || brings;
    if !told {
        return (CitationRole::Basis, Confidence::Likely);
    }
    // 市财政局分别以N1、N2号分解下达: said by a city, its own finance body.
    let level = speaker.division.and_then(|division| Divisions::get().level(division));
    let offices: &[&str] = match level {
        Some(Level::Province) => &["省财政厅", "自治区财政厅", "市财政局"],
        Some(Level::Prefecture) => &["市财政局", "州财政局", "盟财政局", "地区财政局", "行署财政局"],
        Some(Level::County) => &["县财政局", "区财政局", "旗财政局"],
        _ => &[],
    };
    // 我市以N号将资金分解下达至各县 is the reporter's own government.
    let mine = ["我省以", "我区以", "我市以", "我州以", "我盟以", "我县以", "我旗以"].iter().any(|who| last_clauses(lead).ends_with(who));
    let by_own = mine || offices.iter().any(|office| sentence::before(lead, lead.len(), 24).contains(office));
    let own = by_own || cited_division(mention, speaker).filter(|division| Some(division) == speaker.division).is_some();
    if !own {
        return (CitationRole::Upstream, Confidence::Certain);
    }
    let among_issuers = mention.issuers.iter().any(|issuer| {
        let office = office(issuer);
        speaker.issuers.iter().any(|own| own.ends_with(office) && office.chars().count() > 1)
    });
    let to_me = ["我局", "我委", "我单位", "我中心", "我校", "我院", "本单位", "本局", "下达我", "拨付我"]
        .iter()
        .any(|word| unit.text().get(mention.range.end..).is_some_and(|rest| sentence::after(rest, 0, 30).contains(word)));
    if to_me && !among_issuers {
        return (CitationRole::Upstream, Confidence::Certain);
    }
    let lower = ["分解", "各地", "各县", "各市", "各区", "县市"].iter().any(|word| behind.contains(word));
    let has_children = speaker.division.is_some_and(|division| Divisions::get().children(division.as_str()).next().is_some());
    if among_issuers || lower && has_children {
        return (CitationRole::Issued, Confidence::Certain);
    }
    // 县财政局以N号文件分解到7个乡镇, 拨付县运输公司310万元: the money goes on to somebody else.
    if by_own && (lower || pays_other(behind, speaker)) {
        return (CitationRole::Issued, Confidence::Likely);
    }
    (if has_children { CitationRole::Issued } else { CitationRole::Upstream }, Confidence::Likely)
}

/// Whether the clause behind a number pays a body that is not the reporter: 文件拨付县运输公司310万元.
fn pays_other(behind: &str, speaker: &Speaker<'_>) -> bool {
    const BODIES: &[&str] = &["公司", "局", "委", "学校", "医院", "院", "中心", "乡镇", "镇", "乡", "街道", "站", "所", "村", "单位"];
    let paid = ["分配给", "安排给", "划拨给", "拨付给", "拨付到", "拨付至", "拨付", "下达给", "下达到", "下达至", "拨给"].iter().find_map(
        |verb| {
            let rest = behind.get(behind.find(verb)? + verb.len()..)?;
            let name = rest.split(|c: char| c.is_ascii_digit() || matches!(c, '，' | '。' | '；' | '、')).next()?;
            Some(name.to_owned())
        },
    );
    paid.is_some_and(|name| {
        let own = name.starts_with(['我', '本', '该']) || speaker.issuers.iter().any(|issuer| issuer.ends_with(name.as_str()));
        !own && BODIES.iter().any(|body| name.ends_with(body)) && name.chars().count() >= 2
    })
}

/// The office in a name: what is left when its place is taken off (自治区民政厅 → 民政厅).
fn office(name: &str) -> &str {
    if let Some(place) = agencies::place(name, None).filter(|place| !place.rest.is_empty()) {
        return place.rest;
    }
    ["自治区", "自治州", "地区", "省", "市", "州", "县", "区", "旗"].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name)
}
