//! What the archive shows without anyone saying it: which held notice gave the money of a number that is only cited.
//!
//! Fund, year and batch of the child, and a row of the giver for the place between them, must all fit, and fit one giver
//! and one number only. A notice that names no source at all is tied to the giver whose row for it is its own sum to the
//! fen (`allocated`). Never against a stated link. Not for: guessing notices that nobody cites.

use std::collections::{BTreeMap, BTreeSet};

use hongtou_notice::codes::{Confidence, Doubt, Level, NoticeKind};
use hongtou_notice::{CENTRE, DivisionCode, Divisions, Doubts, Money as Sum, Notice, Text};

use crate::archive::{Archive, End};
use crate::card::Known;
use crate::check::is_central;
use crate::cited::Tip;
use crate::model::{Basis, Relation};
use crate::room::Room;
use crate::rows::{large, mark, small};
use crate::tie::Told;
use crate::ties::Ties;
use crate::totals::{counted, given_to, own_total};
use crate::triples::Triples;

/// Ties a cited number to the held notice above it whose row for that place is the money that was passed on.
pub(crate) fn add_inferred(archive: &Archive, givers: &Givers, ties: &mut Ties) {
    // What a giver gave a place may have been passed on by one notice only, held or cited.
    let mut passed: Vec<(u32, u32, Tip)> = Vec::new();
    let mut fitting: BTreeSet<(usize, u32, Tip, usize)> = BTreeSet::new();
    for (parent, child, told) in ties.grants() {
        let Some(above) = parent.place() else {
            let Some((giver, division, at)) = giver_of(archive, givers, ties, (parent, child, told)) else { continue };
            passed.push((small(giver), division, parent));
            fitting.insert((giver, division, parent, at));
            continue;
        };
        if let Some(division) = archive.division(&ties.end(child)).and_then(|division| givers.number(&division)) {
            passed.push((small(above), division, child));
        }
    }
    passed.sort_unstable();
    passed.dedup();
    let passed_by = |giver: usize, division: u32| {
        let place = (small(giver), division);
        let from = passed.partition_point(|(giver, division, _)| (*giver, *division) < place);
        passed.get(from..).unwrap_or_default().iter().take_while(|(giver, division, _)| (*giver, *division) == place).count()
    };
    let mut found: BTreeMap<(usize, Tip), usize> = BTreeMap::new();
    for (giver, division, end, child) in fitting {
        // Several children of one number: one witness is enough, the first by id.
        if passed_by(giver, division) == 1 {
            found.entry((giver, end)).or_insert(child);
        }
    }
    drop(passed);
    for ((giver, end), child) in found {
        if let Some(tie) = tie(archive, giver, &ties.end(end), child) {
            ties.add_between(Relation::Grants, Tip::held(giver), end, tie);
        }
    }
    ties.in_order();
}

/// The held notice that gave the money of a cited number, the number of the place that got it, and the notice that cites it.
fn giver_of(archive: &Archive, givers: &Givers, ties: &Ties, (parent, child, told): (Tip, Tip, u32)) -> Option<(usize, u32, usize)> {
    let (at, parent) = (child.place()?, ties.end(parent));
    let division = givers.number(&archive.division(&parent)?)?;
    let known = archive.known(at)?;
    ties.told(told).filter(|tie| tie.basis == Basis::Cited && tie.confidence != Confidence::Doubtful)?;
    let giver = givers.of(archive, &parent, &known)?;
    let dated = archive.date(&End::Held(giver)).zip(known.date);
    dated.is_none_or(|(given, passed)| given <= passed).then_some((giver, division, at))
}

/// Longest time between a row and the notice that passes it on, in days: the money of one year is passed on in it or in
/// the next.
const ONE_YEAR: i64 = 366;

/// Ties notices that name no source to the one giver above whose row for their place is exactly their sum.
/// Where two notices of the place fit one row, neither is tied.
pub(crate) fn add_allocated(archive: &Archive, givers: &Givers, ties: &mut Ties) {
    let mut passed: Vec<(u32, u32)> = Vec::new();
    let mut sourced = vec![false; archive.len()];
    for (parent, child, _) in ties.grants() {
        if let Some(above) = parent.place()
            && let Some(division) = archive.division(&ties.end(child)).and_then(|division| givers.number(&division))
        {
            passed.push((small(above), division));
        }
        child.place().into_iter().for_each(|at| mark(&mut sourced, at));
    }
    passed.sort_unstable();
    let mut fitting: BTreeMap<(usize, DivisionCode), Vec<usize>> = BTreeMap::new();
    for (at, known) in archive.givers() {
        let silent = sourced.get(at) == Some(&false) && !known.has.upstream;
        let passes_on = known.kind != NoticeKind::Adjust;
        let (Some(division), true) = (&known.division, silent && passes_on) else { continue };
        let Some(giver) = givers.exact(archive, division, &known) else { continue };
        let is_passed = givers.number(division).is_some_and(|division| passed.binary_search(&(small(giver), division)).is_ok());
        if !is_passed {
            fitting.entry((giver, division.clone())).or_default().push(at);
        }
    }
    for ((giver, division), children) in fitting {
        let [child] = children.as_slice() else { continue };
        let Some(mut tie) = tie_of_row(archive, giver, &division, *child) else { continue };
        tie.basis = Basis::Allocated;
        if let Some(total) = archive.notice(*child).and_then(|notice| own_total(&notice)) {
            tie.evidence.insert(0, total.evidence);
        }
        ties.add_between(Relation::Grants, Tip::held(giver), Tip::held(*child), tie);
    }
    ties.in_order();
}

fn tie(archive: &Archive, giver: usize, end: &End, child: usize) -> Option<Told> {
    tie_of_row(archive, giver, &archive.division(end)?, child)
}

fn tie_of_row(archive: &Archive, giver: usize, division: &DivisionCode, child: usize) -> Option<Told> {
    let row = given_to(&*archive.notice(giver)?, division)?;
    let known = archive.known(child)?;
    let mut tie = Told {
        money: Some(row.money),
        basis: Basis::Inferred,
        funds: known.fund_key().into_iter().collect(),
        year: known.year,
        evidence: vec![row.evidence],
        confidence: row.confidence.max(Confidence::Likely),
        doubts: Doubts::NONE,
    };
    tie.doubts |= row.doubts;
    tie.doubts.insert(Doubt::RoleInferred);
    Some(tie)
}

/// Fund, year and batch.
type Money = (Text, i32, Option<u16>);

/// Held notices by what they give to whom. There is one for each row of the archive, so moneys and divisions are numbered, and the
/// rows lie aside.
#[derive(Debug)]
pub(crate) struct Givers {
    moneys: BTreeMap<Money, u32>,
    divisions: BTreeMap<DivisionCode, u32>,
    /// Money, division and notice.
    all: Triples,
}

impl Givers {
    pub(crate) fn new(room: &Room) -> Self {
        Self { moneys: BTreeMap::new(), divisions: BTreeMap::new(), all: Triples::new(room) }
    }

    /// Adds what a notice gives.
    pub(crate) fn add(&mut self, at: usize, notice: &Notice, known: &Known) {
        let (Some(fund), Some(year), true, Ok(at)) = (known.fund_key(), known.year, known.gives(), u32::try_from(at)) else { return };
        for division in counted(notice).filter_map(|cell| cell.division.as_ref()) {
            let money = numbered(&mut self.moneys, (fund.clone(), year, known.batch()));
            self.all.put([money, numbered(&mut self.divisions, division.clone()), at]);
        }
    }

    /// To be called when all are added.
    pub(crate) fn finish(self) -> Self {
        Self { all: self.all.finish(), ..self }
    }

    /// The number of a division that is given money.
    fn number(&self, division: &DivisionCode) -> Option<u32> {
        self.divisions.get(division).copied()
    }

    /// The notices that gave a division the money that `child` deals with.
    fn giving(&self, child: &Known, division: &DivisionCode) -> impl Iterator<Item = usize> {
        let money = child.fund_key().zip(child.year).map(|(fund, year)| (fund, year, child.batch()));
        let row = money.and_then(|money| Some((*self.moneys.get(&money)?, self.number(division)?)));
        row.map(|(money, division)| self.all.with(money, division)).unwrap_or_default().into_iter().map(large)
    }

    /// The one held notice of the level above that gave a cited notice's division the money which `child` passes on.
    pub(crate) fn of(&self, archive: &Archive, cited: &End, child: &Known) -> Option<usize> {
        let division = archive.division(cited)?;
        let above = Divisions::get().parent(&division)?;
        let mut fitting = self.giving(child, &division).filter(|at| {
            archive.known(*at).is_some_and(|known| {
                let neighbour = known.division.as_ref() == Some(above) || above.as_str() == CENTRE && is_central(&known);
                neighbour && known.level < Some(archive.level(cited).unwrap_or(Level::Township))
            })
        });
        let one = fitting.next()?;
        fitting.next().is_none().then_some(one)
    }

    /// The one held notice above whose row for the child's place is the child's own certain sum: of the division directly
    /// above or, where none of its notices fits, of one further up, which deals with the place itself (省直管县,
    /// `docs/linking.md`).
    fn exact(&self, archive: &Archive, division: &DivisionCode, child: &Known) -> Option<usize> {
        let total = child.total.as_ref().filter(|total| total.confidence == Confidence::Certain && total.money > Sum::ZERO)?;
        let mut above = Divisions::get().parent(division);
        while let Some(giver) = above {
            let mut fitting = self.giving(child, division).filter(|at| {
                let Some(known) = archive.known(*at) else { return false };
                let days = child.date.zip(known.date).map(|(child, parent)| child.days_since(parent));
                known.division.as_ref() == Some(giver)
                    && known.level < child.level
                    && days.is_some_and(|days| (0..=ONE_YEAR).contains(&days))
                    && archive.notice(*at).and_then(|notice| given_to(&notice, division)).is_some_and(|row| row.money == total.money)
            });
            if let Some(one) = fitting.next() {
                return fitting.next().is_none().then_some(one);
            }
            above = Divisions::get().parent(giver);
        }
        None
    }
}

/// The number of a key, which is the next one where it has none yet.
pub(crate) fn numbered<T: Ord>(numbers: &mut BTreeMap<T, u32>, key: T) -> u32 {
    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    *numbers.entry(key).or_insert(next)
}
