//! Ties that notices state themselves: the number under which the money came, what is changed, taken back, settled.
//!
//! A citation of a management rule is no tie (`docs/linking.md`, citation roles). Where a notice cites its parent and its
//! parent's parent for one money, the nearest is the parent; the other is context. Not for: what reports tell.

use std::collections::{BTreeMap, BTreeSet};

use hongtou_notice::codes::{AmountRole, CitationRole, Confidence, Doubt, FundLevel, Level, NoticeKind, Origin};
use hongtou_notice::{Amount, Citation, Divisions, Doubts, Money, Notice};

use crate::archive::{Archive, End};
use crate::card::Known;
use crate::finding::finding;
use crate::grants::grants_of;
use crate::model::{Basis, Finding, FindingCode, Relation, Severity};
use crate::rows::{large, small};
use crate::tie::{Names, Told};
use crate::ties::Ties;
use crate::title::fund_of_title;
use crate::totals::{Sum, given_to, own_total, passed_on_from};

/// One document that a notice names as the source of its money.
struct Source<'a> {
    citation: &'a Citation,
    doubt: Option<Doubt>,
}

/// The held notices that notices cite as the source of their money, tied or not.
#[derive(Debug, Default)]
pub(crate) struct Sources(Vec<(u32, u32)>);

impl Sources {
    /// Adds those of a notice.
    pub(crate) fn add(&mut self, archive: &Archive, at: usize, notice: &Notice) {
        for citation in notice.citations.iter().filter(|citation| citation.role == CitationRole::Upstream) {
            if let Some((End::Held(above), _)) = archive.resolve(at, citation) {
                self.0.push((small(at), small(above)));
            }
        }
    }

    /// Every notice with one of its sources.
    pub(crate) fn each(&self) -> impl Iterator<Item = (usize, usize)> {
        self.0.iter().map(|(at, above)| (large(*at), large(*above)))
    }
}

/// Adds the ties that a notice states.
pub(crate) fn add_stated(archive: &Archive, at: usize, notice: &Notice, known: &Known, ties: &mut Ties, findings: &mut Vec<Finding>) {
    if known.gives() {
        add_grants(archive, at, notice, known, ties, findings);
        add_reissue(archive, at, notice, known, ties);
    }
    if known.gives() || known.kind == NoticeKind::Recover {
        add_changes(archive, at, notice, known, ties);
    }
}

fn add_grants(archive: &Archive, at: usize, notice: &Notice, known: &Known, ties: &mut Ties, findings: &mut Vec<Finding>) {
    let mut sources: BTreeMap<End, Source> = BTreeMap::new();
    for citation in notice.citations.iter().filter(|citation| citation.role == CitationRole::Upstream) {
        let Some((end, doubt)) = archive.resolve(at, citation) else { continue };
        if archive.moves_money(&end) {
            sources.entry(end).or_insert(Source { citation, doubt });
        }
    }
    keep_nearest(archive, notice, known, &mut sources);
    let alone = sources.len() == 1;
    for (parent, source) in sources {
        if let Some(refused) = later(archive, &parent, at, source.citation) {
            findings.push(refused);
            continue;
        }
        let tie = grant_tie(archive, &parent, (at, notice, known), &source, alone);
        ties.add(Relation::Grants, parent, End::Held(at), tie);
    }
}

/// Drops a source above another one that passed on its money. They are one money where the nearer one, if it is held,
/// cites the higher one; if it is not held, unless titles or columns tell the two apart.
fn keep_nearest(archive: &Archive, notice: &Notice, known: &Known, sources: &mut BTreeMap<End, Source>) {
    if sources.len() < 2 {
        return;
    }
    let mut nearest: Option<(Level, Vec<&End>)> = None;
    for end in sources.keys() {
        let Some(level) = archive.level(end).filter(|level| known.level.is_none_or(|own| *level < own)) else { continue };
        match &mut nearest {
            Some((best, ends)) if *best == level => ends.push(end),
            Some((best, _)) if *best > level => {}
            _ => nearest = Some((level, vec![end])),
        }
    }
    let Some((lowest, near)) = nearest else { return };
    let fund = |end: &End| sources.get(end).and_then(|source| fund_of_title(source.citation.title.as_deref()?)).map(|fund| fund.key());
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut tells_nothing = true;
    for end in &near {
        if let End::Held(at) = end {
            if let Some(notice) = archive.notice(*at) {
                told.extend(notice.upstream_numbers().map(ToString::to_string));
            }
            tells_nothing = false;
        }
    }
    let near_funds: BTreeSet<String> = near.iter().filter_map(|end| fund(end)).collect();
    let context = |end: &End| {
        let (Some(level), Some(number)) = (archive.level(end), archive.number(end)) else { return false };
        let above = level < lowest && passed_on_from(notice, &number).is_none();
        let other_fund = fund(end).is_some_and(|key| !near_funds.is_empty() && !near_funds.contains(&key));
        above && (told.contains(number.as_str()) || tells_nothing && !other_fund)
    };
    let drop: Vec<End> = sources.keys().filter(|end| context(end)).cloned().collect();
    for end in drop {
        sources.remove(&end);
    }
}

/// A parent dated after its child cannot have given it the money.
fn later(archive: &Archive, parent: &End, child: usize, citation: &Citation) -> Option<Finding> {
    let (above, below) = (archive.date(parent)?, archive.date(&End::Held(child))?);
    if above <= below {
        return None;
    }
    let id = archive.notice_id(&End::Held(child))?;
    let message = format!("The cited source {} is dated later than this notice; the two are not linked.", archive.call(parent));
    let mut found = finding(FindingCode::CycleRefused, Severity::Warning, &id, &archive.call(parent), message)
        .expected(format!("on or before {below}"), above)
        .shown([citation.evidence.clone()]);
    if let Some(parent) = archive.notice_id(parent) {
        found = found.with(&parent);
    }
    Some(found)
}

fn grant_tie(archive: &Archive, parent: &End, (child, notice, own): (usize, &Notice, &Known), source: &Source, alone: bool) -> Told {
    let citation = source.citation;
    let mut tie = Told {
        money: None,
        basis: Basis::Cited,
        funds: Names::default(),
        year: archive.year(child),
        evidence: vec![citation.evidence.clone()],
        confidence: citation.confidence,
        doubts: Doubts::NONE,
    };
    tie.doubts |= citation.doubts;
    if let Some(doubt) = source.doubt {
        tie.confidence = tie.confidence.max(Confidence::Doubtful);
        tie.doubts.insert(doubt);
    }
    // Money does not flow upwards: a source below the one who passes it on is a role wrongly read.
    if archive.level(parent).zip(archive.level(&End::Held(child))).is_some_and(|(above, below)| above > below) {
        tie.confidence = tie.confidence.max(Confidence::Doubtful);
        tie.doubts.insert(Doubt::RoleInferred);
    }
    tie.funds.extend(archive.fund_key(child));
    match parent {
        End::Held(at) => {
            tie.funds.extend(archive.fund_key(*at));
            tie.year = tie.year.or_else(|| archive.year(*at));
        }
        End::Cited(_) => tie.funds.extend(citation.title.as_deref().and_then(fund_of_title).map(|fund| fund.key().into())),
    }
    money(archive, parent, (notice, own), citation, alone, &mut tie);
    tie
}

/// What the parent gives this child: its own row for the child; the child's column under its number; the child's own
/// total where it has no other source; the sum that the sentence tells.
fn money(archive: &Archive, parent: &End, (notice, known): (&Notice, &Known), citation: &Citation, alone: bool, tie: &mut Told) {
    if let (End::Held(at), Some(division)) = (parent, &known.division)
        && archive.division(parent).as_ref() != Some(division)
        && let Some(row) = archive.notice(*at).and_then(|parent| given_to(&parent, division))
    {
        tie.money = Some(row.money);
        tie.evidence.push(row.evidence);
        tie.confidence = tie.confidence.max(row.confidence);
        tie.doubts |= row.doubts;
        return;
    }
    let column = archive.number(parent).and_then(|number| passed_on_from(notice, &number));
    let total = own_total(notice).filter(|_| alone).map(|total| {
        let part = central_part(archive, parent, notice, known, total.clone());
        // A central part is the parent's already; of a total the money of lower levels is not.
        if part.money == total.money { from_above(archive, parent, notice, known, total) } else { part }
    });
    if let Some(sum) = column.or(total) {
        tie.money = Some(sum.money);
        if !tie.evidence.contains(&sum.evidence) {
            tie.evidence.push(sum.evidence);
        }
        tie.confidence = tie.confidence.max(sum.confidence);
        tie.doubts |= sum.doubts;
    } else if let Some(told) = citation.told_money {
        tie.money = Some(told);
    }
}

/// A child that names a central and a provincial part has only the central one from the centre.
fn central_part(archive: &Archive, parent: &End, notice: &Notice, known: &Known, mut total: Sum) -> Sum {
    if known.items.len() < 2 || archive.level(parent) != Some(Level::Central) {
        return total;
    }
    let part = grants_of(notice).into_iter().find(|grant| grant.fund_level == Some(FundLevel::Central));
    if let Some((money, part)) = part.and_then(|part| Some((part.money?, part))) {
        total.money = money;
        total.evidence = part.evidence;
    }
    total
}

/// What a parent gave of a total: not what levels below the parent added, the child's own matching money above all
/// (市级专项资金180万元，县级配套80万元). Such money stands beside a sum as often as in it: it is in it where the parts make up the
/// sum, and beside it where they do without it. Where neither shows, the sum is kept with a doubt.
fn from_above(archive: &Archive, parent: &End, notice: &Notice, known: &Known, mut total: Sum) -> Sum {
    // Of a parent whose level is not known only that it stands above the child.
    let level = archive.level(parent);
    let added = |part: Level| level.map_or(known.level.is_some_and(|own| part >= own), |level| part > level);
    let body = || notice.amounts.iter().filter(|amount| amount.origin == Origin::Body);
    let parts: Vec<(&Amount, Level, Money)> = body().filter_map(|amount| Some((amount, level_of(amount.role)?, amount.money?))).collect();
    let sum = |of: &dyn Fn(Level) -> bool| Money::sum(parts.iter().filter(|(_, level, _)| of(*level)).map(|(_, _, money)| *money));
    let (Some(below), Some(above)) = (sum(&added), sum(&|part| !added(part))) else { return total };
    if below == Money::ZERO || above == total.money {
        return total;
    }
    let Some(rest) = total.money.checked_sub(below).filter(|rest| *rest > Money::ZERO) else { return total };
    // The rest may be printed without its level: 上级资金80万元.
    let printed = body().find(|amount| amount.money == Some(rest));
    if above != rest && printed.is_none() {
        total.doubt(Confidence::Doubtful, Doubt::RoleInferred);
        return total;
    }
    total.money = rest;
    total.printed = printed.is_some();
    match printed {
        Some(amount) => total.evidence = amount.evidence.clone(),
        None => total.doubt(Confidence::Likely, Doubt::RoleInferred),
    }
    total
}

/// The level whose money a part is.
fn level_of(role: AmountRole) -> Option<Level> {
    Some(match role {
        AmountRole::Central => Level::Central,
        AmountRole::Provincial => Level::Province,
        AmountRole::Prefectural => Level::Prefecture,
        AmountRole::County => Level::County,
        _ => return None,
    })
}

/// Ties to the notices that this one changes, takes back or settles.
fn add_changes(archive: &Archive, at: usize, notice: &Notice, known: &Known, ties: &mut Ties) {
    let relation = match notice.kind.value {
        NoticeKind::Recover => Relation::Recovers,
        NoticeKind::Settle => Relation::Settles,
        _ => Relation::Amends,
    };
    // A settlement deducts what was issued in advance, and so settles it too.
    let changed = |role| role == CitationRole::Amended || relation == Relation::Settles && role == CitationRole::Prior;
    let amended: Vec<&Citation> = notice.citations.iter().filter(|citation| changed(citation.role)).collect();
    let alone = amended.len() == 1;
    // The sum of an adjustment is not what the amended notice gave, so no money is told.
    let money: Option<Money> = known.total.as_ref().filter(|_| alone && relation != Relation::Amends).map(|sum| sum.money);
    for citation in amended {
        let Some((end, doubt)) = archive.resolve(at, citation) else { continue };
        ties.add(relation, end.clone(), End::Held(at), plain_tie(archive, &end, at, citation, doubt, money));
    }
}

/// A tie without more than the citation itself.
pub(crate) fn plain_tie(
    archive: &Archive,
    parent: &End,
    child: usize,
    citation: &Citation,
    doubt: Option<Doubt>,
    money: Option<Money>,
) -> Told {
    let mut tie = Told {
        money,
        basis: Basis::Cited,
        funds: Names::default(),
        year: archive.year(child),
        evidence: vec![citation.evidence.clone()],
        confidence: citation.confidence,
        doubts: Doubts::NONE,
    };
    tie.doubts |= citation.doubts;
    if let Some(doubt) = doubt {
        tie.confidence = Confidence::Doubtful;
        tie.doubts.insert(doubt);
    }
    tie.funds.extend(archive.fund_key(child));
    if let End::Held(at) = parent {
        tie.funds.extend(archive.fund_key(*at));
    } else if let Some(fund) = citation.title.as_deref().and_then(fund_of_title) {
        tie.funds.extend([fund.key().into()]);
    }
    tie
}

/// `前期已下达的《…》（55号）… 根据《…》（70号）`: where both titles name one fund, year and batch of one issuer, the later
/// number issues the earlier one's money again. Nothing is handed down by it.
fn add_reissue(archive: &Archive, at: usize, notice: &Notice, known: &Known, ties: &mut Ties) {
    let of_role = |role| {
        let mut all = notice.citations.iter().filter(move |citation| citation.role == role && citation.number.is_some());
        all.next().filter(|_| all.next().is_none())
    };
    let (Some(prior), Some(upstream)) = (of_role(CitationRole::Prior), of_role(CitationRole::Upstream)) else { return };
    let parts = |citation: &Citation| fund_of_title(citation.title.as_deref()?).map(|fund| (fund.key(), fund.year, fund.batch));
    let Some(fund) = parts(prior).filter(|fund| parts(upstream).as_ref() == Some(fund)) else { return };
    let (Some((first, _)), Some((again, _))) = (archive.resolve(at, prior), archive.resolve(at, upstream)) else { return };
    let same_issuer = archive.division(&first) == archive.division(&again);
    let below = known
        .division
        .as_ref()
        .zip(archive.division(&first))
        .is_none_or(|(own, issuer)| *own != issuer && Divisions::get().within(own, issuer.as_str()));
    if !same_issuer || !below || first == again || !archive.moves_money(&first) || !archive.moves_money(&again) {
        return;
    }
    let mut tie = plain_tie(archive, &first, at, prior, None, None);
    tie.basis = Basis::Inferred;
    tie.evidence.push(upstream.evidence.clone());
    tie.funds = Names::from_iter([fund.0.into()]);
    tie.confidence = tie.confidence.max(Confidence::Likely);
    tie.doubts.insert(Doubt::RoleInferred);
    ties.add(Relation::Reissues, first, again, tie);
}
