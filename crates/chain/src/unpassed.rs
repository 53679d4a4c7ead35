//! Money that a government got and did not pass on, as far as the archive reaches: `allocation_not_passed_on`.
//!
//! An archive is seldom complete, so silence alone says nothing. The finding is raised only where the archive shows that
//! it holds the place's papers of that time: the same government passed other money on, more than thirty days
//! (预算法 art. 52) after the giver's date. Not for: money passed on late (`compare`).

use std::collections::{BTreeMap, BTreeSet};

use hongtou_notice::codes::{Level, NoticeKind, RowKind};
use hongtou_notice::{Date, DivisionCode, Divisions, Money, Notice, Text};

use crate::archive::{Archive, End};
use crate::card::Known;
use crate::cite::Sources;
use crate::finding::{Findings, finding};
use crate::flow::DEADLINE_DAYS;
use crate::infer::numbered;
use crate::model::{Finding, FindingCode, Relation, Severity};
use crate::rows::{Rows, small};
use crate::ties::Tied;
use crate::totals::counted;

/// Adds a finding for every row of a giver whose division holds a purse, is seen in the archive later, and has no
/// notice, held or cited, that passes the money on. `rows` tells which givers to open.
pub(crate) fn check_unpassed(archive: &Archive, ties: &Tied, sources: &Sources, rows: &Rows, findings: &mut Findings) {
    let shown = Shown::new(archive, ties, sources);
    for (at, mut divisions) in rows.givers() {
        let Some(known) = archive.known(at).filter(|known| known.gives() && known.kind != NoticeKind::Adjust) else { continue };
        if divisions.any(|division| shown.silence(at, &known, division).is_some())
            && let Some(notice) = archive.notice(at)
        {
            findings.take(|found| shown.check(at, &notice, &known, found));
        }
    }
}

/// What the archive shows of money that was passed on.
struct Shown<'a> {
    archive: &'a Archive,
    /// The last day on which each division is seen giving money on.
    seen: BTreeMap<DivisionCode, Date>,
    /// Notices and the numbers of the divisions that passed on money of theirs, or whose money was issued again. Sorted.
    passed: Vec<(u32, u32)>,
    divisions: BTreeMap<DivisionCode, u32>,
    /// Places, funds and years of which a number is cited.
    named: BTreeSet<(DivisionCode, Option<Text>, Option<i32>)>,
}

impl<'a> Shown<'a> {
    fn new(archive: &'a Archive, ties: &Tied, sources: &Sources) -> Self {
        let (mut passed, mut divisions) = (Vec::new(), BTreeMap::new());
        let mut pass = |at: usize, division: DivisionCode| passed.push((small(at), numbered(&mut divisions, division)));
        for (parent, child) in ties.granted() {
            if let Some(at) = parent.place()
                && let Some(division) = archive.division(&ties.end(child))
            {
                pass(at, division);
            }
        }
        // A link that was refused, because the source is dated later, is no silence.
        for (at, above) in sources.each() {
            if let Some(division) = archive.division_of(at) {
                pass(above, division);
            }
        }
        issued_again(archive, ties, &mut pass);
        passed.sort_unstable();
        passed.dedup();
        Self { archive, seen: last_seen(archive), passed, divisions, named: sums_cited(archive, ties) }
    }

    /// The last day on which a division is seen, if it got money of a notice that nobody is seen to have passed on.
    fn silence(&self, at: usize, known: &Known, division: &DivisionCode) -> Option<Date> {
        let given = known.date?;
        let last = self.seen.get(division).copied().filter(|last| last.days_since(given) > DEADLINE_DAYS)?;
        let below = |level: Level| known.level.is_none_or(|own| own < level);
        let purse = Divisions::get().level(division).is_some_and(below) && !division.is_zone();
        let number = || self.divisions.get(division).copied();
        let passed = || number().is_some_and(|number| self.passed.binary_search(&(small(at), number)).is_ok());
        let named = || self.named.contains(&(division.clone(), known.fund_key(), known.year));
        (purse && !passed() && !named()).then_some(last)
    }

    fn check(&self, at: usize, notice: &Notice, known: &Known, findings: &mut Vec<Finding>) {
        for cell in counted(notice).filter(|cell| cell.row_kind == RowKind::Child) {
            let (Some(division), Some(money)) = (&cell.division, cell.money.filter(|money| *money > Money::ZERO)) else { continue };
            let Some(last) = self.silence(at, known, division) else { continue };
            let message = format!("{} got money of {} and no notice passes it on.", cell.recipient, self.archive.call(&End::Held(at)));
            let place = format!("t{}r{}c{}", cell.table, cell.row, cell.col);
            let found = finding(FindingCode::AllocationNotPassedOn, Severity::Info, &notice.id, &place, message);
            findings.push(found.expected(money, format!("nothing until {last}")).shown([cell.evidence.clone()]));
        }
    }
}

/// Rows of notices whose money was issued again under another number: it is passed on under that one.
fn issued_again(archive: &Archive, ties: &Tied, pass: &mut impl FnMut(usize, DivisionCode)) {
    for (_, first, later) in ties.held().filter(|(relation, ..)| *relation == Relation::Reissues) {
        let Some(notice) = archive.notice(later) else { continue };
        counted(&notice).filter_map(|cell| cell.division.as_ref()).for_each(|division| pass(first, division.clone()));
    }
}

/// The last day on which each division is seen giving money on.
fn last_seen(archive: &Archive) -> BTreeMap<DivisionCode, Date> {
    let mut seen: BTreeMap<DivisionCode, Date> = BTreeMap::new();
    for (_, known) in archive.givers() {
        if let (Some(division), Some(date)) = (&known.division, known.date) {
            let last = seen.entry(division.clone()).or_insert(date);
            *last = (*last).max(date);
        }
    }
    seen
}

/// Places, funds and years of which a number is cited as a source without being held: it may be the one that passed
/// the money on.
fn sums_cited(archive: &Archive, ties: &Tied) -> BTreeSet<(DivisionCode, Option<Text>, Option<i32>)> {
    let mut named = BTreeSet::new();
    for (parent, child) in ties.granted() {
        if let (None, Some(at)) = (parent.place(), child.place())
            && let Some(division) = archive.division(&ties.end(parent))
            && let Some(known) = archive.known(at)
        {
            named.insert((division, known.fund_key(), known.year));
        }
    }
    named
}
