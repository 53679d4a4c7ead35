//! Findings that two notices show together: late, more than was given, another tag, a notice missing between them.
//! What each means: `docs/findings.md`. Not for: what one notice shows by itself (`check`).

use std::sync::Arc;

use hongtou_notice::codes::{AmountRole, Confidence, FundLevel, Level, NoticeKind};

use crate::archive::{Archive, End};
use crate::card::Known;
use crate::chains::skipped;
use crate::check::{names_no_source, origin_level};
use crate::cited::Tip;
use crate::finding::{Findings, finding};
use crate::flow::DEADLINE_DAYS;
use crate::goals::{FormAbove, compare_goals};
use crate::infer::Givers;
use crate::lower::{compare_names, compare_subjects};
use crate::model::{Basis, Finding, FindingCode, Severity};
use crate::rows::{large, small};
use crate::tags::compare_tags;
use crate::tie::Tie;
use crate::ties::{Opened, Tied};
use crate::totals::{given_inside, given_to, own_total};

/// Adds the findings of every pair that is tied by money.
pub(crate) fn compare_ends(archive: &Archive, givers: &Givers, ties: &Tied, findings: &mut Findings) {
    for tie in ties.grants() {
        findings.take(|found| missing_between(archive, ties, &tie, found));
    }
    let held = ties.granted().zip(0..).filter_map(|((parent, child), at)| Some((small(child.place()?), parent, at)));
    let mut sources: Vec<Source> = held.collect();
    // Those of one notice in the order of the parents.
    sources.sort_unstable();
    for own in sources.chunk_by(|a, b| a.0 == b.0) {
        let Some((child, ..)) = own.first() else { continue };
        let parents: Vec<(End, Arc<Tie>)> =
            own.iter().filter_map(|(.., at)| ties.grant(large(*at))).map(|(parent, _, tie)| (parent, tie)).collect();
        findings.take(|found| compare_with(archive, givers, ties, large(*child), &parents, &sources, found));
    }
}

/// A notice that got money, from which end, and the place of the tie.
type Source = (u32, Tip, u32);

/// What a notice got its money from.
type Parents = [(End, Arc<Tie>)];

/// Compares a notice with all its parents.
fn compare_with(
    archive: &Archive,
    givers: &Givers,
    ties: &Tied,
    child: usize,
    parents: &Parents,
    sources: &[Source],
    findings: &mut Vec<Finding>,
) {
    for (parent, tie) in parents {
        if let End::Held(above) = parent {
            late(archive, *above, child, (ties, tie), findings);
            above_parent(archive, *above, child, tie, parents.len() == 1, findings);
            silent(archive, parent, child, (ties, tie), findings);
        } else if tie.basis == Basis::Cited {
            missing_above(archive, givers, (parent, child), (ties, tie), findings);
        }
    }
    tags(archive, givers, child, parents, findings);
    held_sources(archive, child, parents, findings);
    if let Some(above) = form_above(archive, child, sources) {
        compare_goals(archive, child, above, findings);
    }
}

/// The nearest form of indicators above a notice that passes money on, with the notice that its money went to first: the next one, or
/// one further up where those between have no form. Only where every notice on the way has one source, and it is held.
fn form_above(archive: &Archive, child: usize, sources: &[Source]) -> Option<FormAbove> {
    let parents = |of: usize| {
        let of = small(of);
        let from = sources.partition_point(|(child, ..)| *child < of);
        let mut own = sources.get(from..).unwrap_or_default().iter().take_while(move |(child, ..)| *child == of);
        own.next().filter(|_| own.next().is_none())
    };
    let mut below = child;
    loop {
        let passes_on = archive.known(below)?.kind != NoticeKind::Adjust;
        let above = parents(below)?.1.place().filter(|_| passes_on)?;
        if archive.known(above)?.has.indicators {
            return Some(FormAbove { above, below });
        }
        below = above;
    }
}

/// Subjects and names, where every source is held: one that is not may be where the change comes from.
fn held_sources(archive: &Archive, child: usize, parents: &Parents, findings: &mut Vec<Finding>) {
    let held: Option<Vec<usize>> = parents.iter().map(|(end, _)| if let End::Held(at) = end { Some(*at) } else { None }).collect();
    let passes_on = archive.known(child).is_some_and(|known| known.kind != NoticeKind::Adjust);
    let Some(held) = held.filter(|_| passes_on) else { return };
    compare_subjects(archive, child, &held, findings);
    if let ([parent], [(_, tie)]) = (held.as_slice(), parents) {
        compare_names(archive, child, *parent, tie, findings);
    }
}

/// The giver's row shows that money came from above, though neither the fund's name nor the notice says so.
fn silent(archive: &Archive, parent: &End, child: usize, (ties, tie): (&Tied, &Tie), findings: &mut Vec<Finding>) {
    let Some(known) = archive.known(child) else { return };
    if tie.basis != Basis::Allocated || names_no_source(&known).is_some() {
        return;
    }
    let message =
        format!("{} gave the money that this notice passes on; it does not say under which number it came.", archive.call(parent));
    findings.push(finding(FindingCode::UpstreamNotCited, Severity::Info, &known.id, "", message).shown(ties.evidence(tie)));
}

/// 预算法 art. 52: a government passes on what it received within thirty days. The parent's date stands for the day of
/// receipt, which no notice prints.
fn late(archive: &Archive, parent: usize, child: usize, (ties, tie): (&Tied, &Tie), findings: &mut Vec<Finding>) {
    let (Some(above), Some(below)) = (archive.known(parent), archive.known(child)) else { return };
    let (Some(given), Some(passed)) = (above.date, below.date) else { return };
    let days = passed.days_since(given);
    let (from, to) = (archive.division_of(parent), archive.division_of(child));
    // The limit is for governments of county level and above, not for what one hands on inside itself.
    let inside = from.is_some() && from == to || archive.level(&End::Held(child)) >= Some(Level::Township);
    if days <= DEADLINE_DAYS || inside || above.kind == NoticeKind::Adjust || below.kind == NoticeKind::Adjust {
        return;
    }
    let (Some(giver), Some(notice)) = (archive.notice(parent), archive.notice(child)) else { return };
    let places = [&notice, &giver].into_iter().flat_map(|notice| &notice.issued_on).flat_map(|date| &date.evidence);
    let from = archive.call(&End::Held(parent));
    let message = format!("The money of {from} was passed on after {days} days.");
    let found = finding(FindingCode::LateBeyond30Days, Severity::Warning, &below.id, &from, message)
        .expected(DEADLINE_DAYS, days)
        .with(&above.id)
        .shown(places.cloned().chain(ties.evidence(tie).into_iter().next()));
    findings.push(found);
}

/// A child that passes on more than its only parent gave it. Money of its own or of other levels beside it is lawful,
/// so a child that names such parts is left alone.
fn above_parent(archive: &Archive, parent: usize, child: usize, tie: &Tie, alone: bool, findings: &mut Vec<Finding>) {
    let Some(known) = archive.known(child) else { return };
    let (Some(total), Some(division)) = (&known.total, &known.division) else { return };
    let certain = total.confidence == Confidence::Certain && tie.confidence == Confidence::Certain;
    if !alone || !certain || known.kind == NoticeKind::Adjust {
        return;
    }
    let (Some(above), Some(below)) = (archive.notice(parent), archive.notice(child)) else { return };
    let own_money = [AmountRole::Prefectural, AmountRole::County, AmountRole::Local, AmountRole::OtherFunds];
    let mixed = below.amounts.iter().any(|amount| own_money.contains(&amount.role) && amount.money.is_some());
    let Some(row) = given_to(&above, division) else { return };
    // A table that names the counties too may leave it to the prefecture to tell them.
    let most = row.money.checked_add(given_inside(&above, division)).unwrap_or(row.money);
    if mixed || row.confidence != Confidence::Certain || total.money <= most {
        return;
    }
    let message = format!("This notice passes on more than {} gave.", archive.call(&End::Held(parent)));
    let found = finding(FindingCode::ChildAboveParent, Severity::Warning, &below.id, "", message)
        .expected(format!("at most {}", row.money), total.money)
        .with(&above.id)
        .shown(own_total(&below).map(|total| total.evidence).into_iter().chain([row.evidence]));
    findings.push(found);
}

/// Two tied notices that are not neighbours.
fn missing_between(archive: &Archive, ties: &Tied, (parent, child, tie): &Opened, findings: &mut Vec<Finding>) {
    let Some((level, _)) = skipped(archive, parent, child) else { return };
    let Some(id) = archive.notice_id(child).or_else(|| archive.notice_id(parent)) else { return };
    let message = format!("Between {} and {} a notice of {level} level is missing.", archive.call(parent), archive.call(child));
    let mut found =
        finding(FindingCode::MiddleNoticeMissing, Severity::Info, &id, &archive.call(parent), message).shown(ties.evidence(tie));
    for other in [parent, child].into_iter().filter_map(|end| archive.notice_id(end)) {
        found = found.with(&other);
    }
    findings.push(found);
}

/// A cited source that is not held and stands below the fund's origin: it is a link between two levels.
fn missing_above(
    archive: &Archive,
    givers: &Givers,
    (parent, child): (&End, usize),
    (ties, tie): (&Tied, &Tie),
    findings: &mut Vec<Finding>,
) {
    let Some(known) = archive.known(child) else { return };
    let giver = givers.of(archive, parent, &known);
    let below_origin = origin_level(&known).zip(archive.level(parent)).is_some_and(|(origin, level)| origin < level) && !mixed(&known);
    if giver.is_none() && !below_origin {
        return;
    }
    let number = archive.call(parent);
    let message = format!("The source {number} is cited but not in the archive, and itself passes on money from above.");
    let mut found = finding(FindingCode::MiddleNoticeMissing, Severity::Warning, &known.id, &number, message);
    found.expected = Some(number.into());
    if let Some(above) = giver.and_then(|at| archive.known(at)) {
        found = found.with(&above.id);
    }
    findings.push(found.shown(ties.evidence(tie).into_iter().next()));
}

/// Central and provincial money together: the province's notice may well be the first to gather it.
fn mixed(known: &Known) -> bool {
    known.items.len() != 1 || known.items.iter().any(|item| item.fund_level == Some(FundLevel::Mixed))
}

/// Compares tags with the held parents; where the only parent is not held, with the held notice that gave it the money.
fn tags(archive: &Archive, givers: &Givers, child: usize, parents: &Parents, findings: &mut Vec<Finding>) {
    let Some(known) = archive.known(child) else { return };
    let held: Vec<usize> = parents.iter().filter_map(|(end, _)| if let End::Held(at) = end { Some(*at) } else { None }).collect();
    if !held.is_empty() {
        compare_tags(archive, child, &held, held.len() == parents.len(), findings);
    } else if let [(parent, _)] = parents
        && let Some(above) = givers.of(archive, parent, &known)
    {
        compare_tags(archive, child, &[above], true, findings);
    }
}
