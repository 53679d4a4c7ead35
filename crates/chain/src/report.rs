//! What reports and announcements tell. A report is a witness of a step between two notices, never an end of it.
//! Not for: ties that notices state themselves.

use hongtou_notice::codes::{CitationRole, Confidence, Doubt, NoticeKind};
use hongtou_notice::{Citation, Doubts, Notice};

use crate::archive::{Archive, End};
use crate::card::Known;
use crate::cite::plain_tie;
use crate::model::{Basis, Relation};
use crate::tie::{Names, Told};
use crate::ties::Ties;
use crate::title::fund_of_title;

/// Adds the ties that reports and announcements tell of.
pub(crate) fn add_told(archive: &Archive, ties: &mut Ties) {
    for (at, notice, known) in archive.each(|brief| brief.numbers && is_witness(brief.kind)) {
        match known.kind {
            NoticeKind::SelfEvaluation => add_report(archive, at, &notice, &known, ties),
            _ => add_announcement(archive, at, &notice, &known, ties),
        }
    }
}

/// Whether a notice of this kind tells of money that others give.
pub(crate) fn is_witness(kind: NoticeKind) -> bool {
    matches!(kind, NoticeKind::SelfEvaluation | NoticeKind::Announcement)
}

/// The one notice that a report says its own government passed the money on with.
pub(crate) fn issued_by_reporter(archive: &Archive, at: usize, notice: &Notice) -> Option<End> {
    only(&of_role(archive, at, notice, CitationRole::Issued)).and_then(|citation| archive.resolve(at, citation)).map(|(end, _)| end)
}

/// The citations of one role that have a number. Nobody gives money to itself: what the reporting body is seen to have
/// issued itself passed the money on, however the sentence is put.
fn of_role<'a>(archive: &Archive, at: usize, notice: &'a Notice, role: CitationRole) -> Vec<&'a Citation> {
    let own = |citation: &Citation| {
        let reporter = notice.issuers.first().map(|issuer| &issuer.value.name);
        let Some((end @ End::Held(_), _)) = archive.resolve(at, citation) else { return false };
        reporter.is_some_and(|reporter| archive.agency(&end).is_some_and(|name| name == *reporter))
    };
    let meant = |citation: &Citation| match citation.role {
        CitationRole::Upstream if own(citation) => CitationRole::Issued,
        said => said,
    };
    notice.citations.iter().filter(|citation| citation.number.is_some() && meant(citation) == role).collect()
}

fn only<'a>(citations: &[&'a Citation]) -> Option<&'a Citation> {
    if let [one] = citations { Some(*one) } else { None }
}

fn add_report(archive: &Archive, at: usize, notice: &Notice, known: &Known, ties: &mut Ties) {
    let upstream = of_role(archive, at, notice, CitationRole::Upstream);
    let issued = of_role(archive, at, notice, CitationRole::Issued);
    for citation in &upstream {
        let Some((parent, doubt)) = archive.resolve(at, citation) else { continue };
        let total = known.total.as_ref().filter(|_| upstream.len() == 1).map(|sum| sum.money);
        let tie = plain_tie(archive, &parent, at, citation, doubt, citation.told_money.or(total));
        ties.add(Relation::ReportsOn, parent, End::Held(at), tie);
    }
    // Which of several came by which cannot be told.
    let (Some(came), Some(went)) = (only(&upstream), only(&issued)) else { return };
    let (Some((parent, doubt)), Some((child, other))) = (archive.resolve(at, came), archive.resolve(at, went)) else { return };
    let movers = archive.moves_money(&parent) && archive.moves_money(&child);
    if !movers || parent == child || archive.date(&parent).zip(archive.date(&child)).is_some_and(|(above, below)| above > below) {
        return;
    }
    let doubts: Doubts = doubt.into_iter().chain(other).collect();
    let tie = step(archive, known, [(came, &parent), (went, &child)], doubts);
    ties.add(Relation::Grants, parent, child, tie);
}

/// The step itself. The money is what the sentence tells; a report's own total is what came to the reporter, so it
/// stands in where the sentences tell nothing.
fn step(archive: &Archive, known: &Known, ends: [(&Citation, &End); 2], ambiguous: Doubts) -> Told {
    let [(came, _), (went, _)] = ends;
    let told = came.told_money.or(went.told_money);
    let mut tie = Told {
        money: told.or(known.total.as_ref().map(|sum| sum.money)),
        basis: Basis::Reported,
        funds: Names::default(),
        year: known.year,
        evidence: vec![went.evidence.clone()],
        confidence: came.confidence.max(went.confidence).max(Confidence::Likely),
        doubts: Doubts::NONE,
    };
    if !tie.evidence.contains(&came.evidence) {
        tie.evidence.push(came.evidence.clone());
    }
    for (citation, end) in ends {
        tie.doubts |= citation.doubts;
        let held = if let End::Held(at) = end { archive.fund_key(*at) } else { None };
        tie.funds.extend(held.or_else(|| citation.title.as_deref().and_then(fund_of_title).map(|fund| fund.key().into())));
    }
    if tie.funds.is_empty() {
        tie.funds.extend(known.fund_key());
    }
    if !ambiguous.is_empty() {
        tie.confidence = Confidence::Doubtful;
        tie.doubts |= ambiguous;
    }
    tie
}

/// An announcement (公示) names the notices whose money it tells of; a number without a clear role counts only if the
/// document behind it gives money.
fn add_announcement(archive: &Archive, at: usize, notice: &Notice, known: &Known, ties: &mut Ties) {
    let named: Vec<(End, Option<Doubt>, &Citation)> = notice
        .citations
        .iter()
        .filter_map(|citation| archive.resolve(at, citation).map(|(end, doubt)| (end, doubt, citation)))
        .filter(|(end, _, citation)| match citation.role {
            CitationRole::Upstream | CitationRole::Issued | CitationRole::Prior | CitationRole::Amended => true,
            CitationRole::Other => matches!(end, End::Held(at) if archive.gives(*at)),
            CitationRole::Basis | CitationRole::Forwarded => false,
        })
        .collect();
    let alone = named.len() == 1;
    for (parent, doubt, citation) in named {
        let total = known.total.as_ref().filter(|_| alone).map(|sum| sum.money);
        let tie = plain_tie(archive, &parent, at, citation, doubt, citation.told_money.or(total));
        ties.add(Relation::Announces, parent, End::Held(at), tie);
    }
}
