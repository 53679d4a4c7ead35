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
use crate::model::{Basis, Relation};
use crate::room::Room;
use crate::rows::large;
use crate::tie::{Ties, Told};
use crate::totals::{counted, given_to, own_total};
use crate::triples::Triples;

/// Ties a cited number to the held notice above it whose row for that place is the money that was passed on.
pub(crate) fn add_inferred(archive: &Archive, givers: &Givers, ties: &mut Ties) {
    // What a giver gave a place may have been passed on by one notice only, held or cited.
    let mut passed: Vec<((usize, DivisionCode), &End)> = Vec::new();
    let mut fitting: BTreeSet<(usize, &End, usize)> = BTreeSet::new();
    for (parent, child, tie) in ties.grants() {
        if let (End::Held(above), Some(division)) = (parent, archive.division(child)) {
            passed.push(((*above, division), child));
        }
        let (End::Cited(cited), End::Held(at)) = (parent, child) else { continue };
        let Some(division) = &cited.division else { continue };
        let Some(known) = archive.known(*at).filter(|_| tie.basis == Basis::Cited && tie.confidence != Confidence::Doubtful) else {
            continue;
        };
        let Some(giver) = givers.of(archive, parent, &known) else { continue };
        let dated = archive.date(&End::Held(giver)).zip(known.date);
        if dated.is_none_or(|(given, passed)| given <= passed) {
            passed.push(((giver, division.clone()), parent));
            fitting.insert((giver, parent, *at));
        }
    }
    passed.sort_unstable();
    passed.dedup();
    let passed_by = |place: &(usize, DivisionCode)| {
        let from = passed.partition_point(|(other, _)| other < place);
        passed.get(from..).unwrap_or_default().iter().take_while(|(other, _)| other == place).count()
    };
    let mut found: BTreeMap<(usize, &End), usize> = BTreeMap::new();
    for (giver, end, child) in fitting {
        let division = archive.division(end);
        let alone = division.is_some_and(|division| passed_by(&(giver, division)) == 1);
        // Several children of one number: one witness is enough, the first by id.
        if alone {
            found.entry((giver, end)).or_insert(child);
        }
    }
    let inferred: Vec<(End, End, Told)> = found
        .into_iter()
        .filter_map(|((giver, end), child)| Some((End::Held(giver), end.clone(), tie(archive, giver, end, child)?)))
        .collect();
    for (parent, child, tie) in inferred {
        ties.add(Relation::Grants, parent, child, tie);
    }
    ties.in_order();
}

/// Longest time between a row and the notice that passes it on, in days: the money of one year is passed on in it or in
/// the next.
const ONE_YEAR: i64 = 366;

/// Ties notices that name no source to the one giver above whose row for their place is exactly their sum.
/// Where two notices of the place fit one row, neither is tied.
pub(crate) fn add_allocated(archive: &Archive, givers: &Givers, ties: &mut Ties) {
    let mut passed: BTreeSet<(usize, DivisionCode)> = BTreeSet::new();
    let mut sourced: BTreeSet<usize> = BTreeSet::new();
    for (parent, child, _) in ties.grants() {
        if let (End::Held(above), Some(division)) = (parent, archive.division(child)) {
            passed.insert((*above, division));
        }
        if let End::Held(at) = child {
            sourced.insert(*at);
        }
    }
    let mut fitting: BTreeMap<(usize, DivisionCode), Vec<usize>> = BTreeMap::new();
    for (at, known) in archive.givers() {
        let silent = !sourced.contains(&at) && !known.has.upstream;
        let passes_on = known.kind != NoticeKind::Adjust;
        let (Some(division), true) = (&known.division, silent && passes_on) else { continue };
        if let Some(giver) = givers.exact(archive, division, &known).filter(|giver| !passed.contains(&(*giver, division.clone()))) {
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
        ties.add(Relation::Grants, End::Held(giver), End::Held(*child), tie);
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

    /// The notices that gave a division the money that `child` deals with.
    fn giving(&self, child: &Known, division: &DivisionCode) -> impl Iterator<Item = usize> {
        let money = child.fund_key().zip(child.year).map(|(fund, year)| (fund, year, child.batch()));
        let row = money.and_then(|money| Some((*self.moneys.get(&money)?, *self.divisions.get(division)?)));
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
