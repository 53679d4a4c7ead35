//! The grant items of one notice: which money it deals with, per level of origin, fund, year, batch and tag.
//!
//! A notice that names the parts of its sum (中央1845万元、省级171万元) has an item for each part, because parts
//! carry tags of their own and are followed apart (财预 rules on 直达资金; `docs/linking.md`, grant items).
//! Not for: where the money goes.

use hongtou_notice::codes::{AmountRole, Confidence, Doubt, Effect, FundLevel, Level, NoticeKind, Origin};
use hongtou_notice::{DirectFundTag, Divisions, Doubts, FundName, Grant, Money, Notice};

use crate::totals::{Sum, own_total};

/// What an item is made from: whose money, how much, and whether the notice says so itself.
struct Item {
    level: Option<FundLevel>,
    sum: Option<Sum>,
}

/// The grant items of a notice, in the order central, province, prefecture, county. A notice that names no fund, or
/// is no grant, has none. A record's id is `<notice>/g1` for the first.
#[must_use]
pub fn grants_of(notice: &Notice) -> Vec<Grant> {
    let Some(effect) = effect_of(notice) else { return Vec::new() };
    let Some(title) = notice.fund_title.as_deref().or(notice.fund_name.as_ref().map(|name| name.value.as_str())) else {
        return Vec::new();
    };
    let fund = FundName::parse(title);
    if fund.stem.is_empty() {
        return Vec::new();
    }
    let items = items(notice, &fund);
    let alone = items.len() == 1;
    items.into_iter().filter_map(|item| grant(notice, &fund, item, effect, alone)).collect()
}

fn effect_of(notice: &Notice) -> Option<Effect> {
    Some(match notice.kind.value {
        NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle | NoticeKind::Adjust => Effect::Add,
        NoticeKind::Recover => Effect::Subtract,
        NoticeKind::SelfEvaluation | NoticeKind::Announcement => Effect::Restate,
        NoticeKind::Other => return None,
    })
}

fn items(notice: &Notice, fund: &FundName) -> Vec<Item> {
    let total = own_total(notice);
    let parts = if notice.kind.value == NoticeKind::Adjust { Vec::new() } else { parts(notice) };
    let sum_of_parts = Money::sum(parts.iter().map(|(_, sum)| sum.money));
    // Parts that do not add up to the total are not trusted to be all of it.
    let whole = total.as_ref().is_none_or(|total| sum_of_parts == Some(total.money));
    if parts.len() >= 2 && whole {
        return parts.into_iter().map(|(level, sum)| Item { level: Some(level), sum: Some(sum) }).collect();
    }
    let named = own_word(notice, fund.level);
    let level = match parts.as_slice() {
        [] => named.or_else(|| level_of_tags(notice)),
        [(level, _)] if whole => Some(*level),
        _ => Some(FundLevel::Mixed),
    };
    let sum = total.or_else(|| if whole { parts.into_iter().next().map(|(_, sum)| sum) } else { None });
    vec![Item { level, sum }]
}

/// The parts by level of origin that the notice names, without those of nothing (0.00 in a form is not filled in).
fn parts(notice: &Notice) -> Vec<(FundLevel, Sum)> {
    let roles = [
        (AmountRole::Central, FundLevel::Central),
        (AmountRole::Provincial, FundLevel::Province),
        (AmountRole::Prefectural, FundLevel::Prefecture),
        (AmountRole::County, FundLevel::County),
    ];
    let find = |role, origin| {
        notice
            .amounts
            .iter()
            .filter(|amount| amount.role == role && amount.origin == origin)
            .find_map(|amount| amount.money.filter(|money| *money != Money::ZERO).map(|money| (amount, money)))
    };
    let in_place = |origin| {
        roles
            .iter()
            .filter_map(|(role, level)| {
                let (amount, money) = find(*role, origin)?;
                let sum =
                    Sum { money, evidence: amount.evidence.clone(), confidence: amount.confidence, doubts: amount.doubts, printed: true };
                Some((*level, sum))
            })
            .collect::<Vec<_>>()
    };
    let body = in_place(Origin::Body);
    if body.is_empty() { in_place(Origin::FundBox) } else { body }
}

/// 市级 in a municipality (直辖市) is the province's level.
fn own_word(notice: &Notice, level: Option<FundLevel>) -> Option<FundLevel> {
    let municipality = || {
        let division = &notice.division.as_ref()?.value;
        Some(Divisions::get().at_level(division, Level::Province)?.name.ends_with('市'))
    };
    if level == Some(FundLevel::Prefecture) && municipality() == Some(true) { Some(FundLevel::Province) } else { level }
}

/// Whose money the words of a tag say it is.
pub(crate) fn level_of_tag(tag: &DirectFundTag) -> Option<FundLevel> {
    let label = &tag.label;
    if label.contains("中央") {
        Some(FundLevel::Central)
    } else if ["省级", "自治区", "省直达", "省财政"].iter().any(|word| label.contains(word)) {
        Some(FundLevel::Province)
    } else {
        None
    }
}

fn level_of_tags(notice: &Notice) -> Option<FundLevel> {
    let mut levels: Vec<Option<FundLevel>> = notice.direct_fund_tags.iter().map(|tag| level_of_tag(&tag.value)).collect();
    levels.dedup();
    match levels.as_slice() {
        [one] => *one,
        _ => None,
    }
}

/// The tag of an item. A tag that names a level belongs to the money of that level only (`其中中央资金为直达资金`).
fn tag_of(notice: &Notice, level: Option<FundLevel>, alone: bool) -> Option<(DirectFundTag, bool)> {
    let tags: Vec<&DirectFundTag> = notice.direct_fund_tags.iter().map(|tag| &tag.value).collect();
    let same: Vec<&&DirectFundTag> = tags.iter().filter(|tag| level.is_some() && level_of_tag(tag) == level).collect();
    if let [one, ..] = same.as_slice() {
        return Some(((**one).clone(), same.len() == 1));
    }
    match tags.as_slice() {
        [one] if alone || level_of_tag(one).is_none() => Some(((*one).clone(), true)),
        _ => None,
    }
}

fn grant(notice: &Notice, fund: &FundName, item: Item, effect: Effect, alone: bool) -> Option<Grant> {
    let name = notice.fund_name.as_ref();
    let place = name.and_then(|name| name.evidence.first()).or(notice.title.as_ref().and_then(|title| title.evidence.first()));
    let (money, evidence) = match &item.sum {
        Some(sum) => (Some(sum.money), sum.evidence.clone()),
        None => (None, place?.clone()),
    };
    let mut confidence = name.map_or(Confidence::Likely, |name| name.confidence);
    let mut doubts = name.map_or(Doubts::NONE, |name| name.doubts);
    if let Some(sum) = &item.sum {
        confidence = confidence.max(sum.confidence);
        doubts |= sum.doubts;
    }
    let tag = tag_of(notice, item.level, alone);
    if tag.as_ref().is_some_and(|(_, sure)| !sure) {
        confidence = confidence.max(Confidence::Likely);
        doubts.insert(Doubt::RoleInferred);
    }
    // An adjustment whose net change is not known moves money that cannot be told.
    let effect = if notice.kind.value == NoticeKind::Adjust && money.is_none() { Effect::None } else { effect };
    let mut codes = notice.project_codes.iter().map(|code| &code.value);
    let project_code = codes.next().filter(|_| codes.next().is_none()).cloned();
    Some(Grant {
        fund_key: fund.key().into(),
        fund_name: fund.stem.as_str().into(),
        fund_level: item.level,
        fund_direction: fund.direction.clone(),
        budget_year: notice.budget_year.as_ref().map(|year| year.value).or(fund.year.map(i32::from)),
        batch: fund.batch.or_else(|| notice.title.as_ref().and_then(|title| FundName::parse(&title.value).batch)),
        tag: tag.map(|(tag, _)| tag),
        subjects: notice.budget_subjects.iter().map(|subject| subject.value.clone()).collect(),
        project_code,
        money,
        effect,
        evidence,
        confidence,
        doubts,
    })
}
