//! Money that a government got and did not pass on, as far as the archive reaches: `allocation_not_passed_on`.
//!
//! An archive is seldom complete, so silence alone says nothing. The finding is raised only where the archive shows that
//! it holds the place's papers of that time: the same government passed other money on, more than thirty days
//! (预算法 art. 52) after the giver's date. Not for: money passed on late (`compare`).

use std::collections::{BTreeMap, BTreeSet};

use hongtou_notice::codes::{CitationRole, Level, NoticeKind, RowKind};
use hongtou_notice::{Date, DivisionCode, Money, Text};

use crate::archive::{Archive, End, gives};
use crate::finding::finding;
use crate::flow::DEADLINE_DAYS;
use crate::model::{Finding, FindingCode, Relation, Severity};
use crate::tie::Ties;
use crate::totals::counted;

/// Adds a finding for every row of a giver whose division holds a purse, is seen in the archive later, and has no
/// notice, held or cited, that passes the money on.
pub(crate) fn check_unpassed(archive: &Archive, ties: &Ties, findings: &mut Vec<Finding>) {
    let seen = last_seen(archive);
    let mut passed: BTreeSet<(usize, DivisionCode)> = BTreeSet::new();
    for (parent, child, _) in ties.grants() {
        if let (End::Held(at), Some(division)) = (parent, archive.division(child)) {
            passed.insert((*at, division));
        }
    }
    // A link that was refused, because the source is dated later, is no silence.
    for (at, notice, known) in archive.each() {
        for citation in notice.citations.iter().filter(|citation| citation.role == CitationRole::Upstream) {
            if let (Some((End::Held(above), _)), Some(division)) = (archive.resolve(at, citation), &known.division) {
                passed.insert((above, division.clone()));
            }
        }
    }
    let again = issued_again(archive, ties);
    let named = sums_cited(archive, ties);
    for (at, notice, known) in archive.each() {
        let kind = notice.kind.value;
        let (Some(given), true) = (known.date, gives(kind) && kind != NoticeKind::Adjust) else { continue };
        let below = |level: Level| known.level.is_none_or(|own| own < level);
        for cell in counted(notice).filter(|cell| cell.row_kind == RowKind::Child) {
            let (Some(division), Some(money)) = (&cell.division, cell.money) else { continue };
            let Some(last) = seen.get(division).filter(|last| last.days_since(given) > DEADLINE_DAYS) else { continue };
            let level = hongtou_notice::Divisions::get().level(division);
            let counts = money > Money::ZERO && level.is_some_and(below) && !division.is_zone();
            if !counts
                || passed.contains(&(at, division.clone()))
                || again.contains(&(at, division.clone()))
                || named.contains(&(division.clone(), known.fund_key(), known.year()))
            {
                continue;
            }
            let message = format!("{} got money of {} and no notice passes it on.", cell.recipient, archive.call(&End::Held(at)));
            let place = format!("t{}r{}c{}", cell.table, cell.row, cell.col);
            let found = finding(FindingCode::AllocationNotPassedOn, Severity::Info, &notice.id, &place, message);
            findings.push(found.expected(money, format!("nothing until {last}")).shown([cell.evidence.clone()]));
        }
    }
}

/// Rows of notices whose money was issued again under another number: it is passed on under that one.
fn issued_again(archive: &Archive, ties: &Ties) -> BTreeSet<(usize, DivisionCode)> {
    let mut again = BTreeSet::new();
    for (relation, first, later) in ties.0.keys() {
        let (Relation::Reissues, End::Held(first), End::Held(later)) = (relation, first, later) else { continue };
        let rows = archive.notice(*later).into_iter().flat_map(counted);
        again.extend(rows.filter_map(|cell| cell.division.clone()).map(|division| (*first, division)));
    }
    again
}

/// The last day on which each division is seen giving money on.
fn last_seen(archive: &Archive) -> BTreeMap<DivisionCode, Date> {
    let mut seen: BTreeMap<DivisionCode, Date> = BTreeMap::new();
    for (_, notice, known) in archive.each() {
        if let (Some(division), Some(date), true) = (&known.division, known.date, gives(notice.kind.value)) {
            let last = seen.entry(division.clone()).or_insert(date);
            *last = (*last).max(date);
        }
    }
    seen
}

/// Places, funds and years of which a number is cited as a source without being held: it may be the one that passed
/// the money on.
fn sums_cited<'a>(archive: &'a Archive, ties: &Ties) -> BTreeSet<(DivisionCode, Option<&'a Text>, Option<i32>)> {
    let mut named = BTreeSet::new();
    for (parent, child, _) in ties.grants() {
        if let (End::Cited { division: Some(division), .. }, End::Held(at)) = (parent, child)
            && let Some(known) = archive.known(*at)
        {
            named.insert((division.clone(), known.fund_key(), known.year()));
        }
    }
    named
}
