//! What the archive shows without anyone saying it: which held notice gave the money of a number that is only cited.
//!
//! Fund, year and batch of the child, and a row of the giver for the place between them, must all fit, and fit one giver
//! and one number only. Not for: guessing notices that nobody cites.

use std::collections::{BTreeMap, BTreeSet};

use hongtou_notice::codes::{Confidence, Doubt, Level};
use hongtou_notice::{CENTRE, DivisionCode, Divisions};

use crate::archive::{Archive, End, Known, gives};
use crate::check::is_central;
use crate::model::{Basis, Relation};
use crate::tie::{Tie, Ties};
use crate::totals::{counted, given_to, merge_doubts};

/// Ties a cited number to the held notice above it whose row for that place is the money that was passed on.
pub(crate) fn add_inferred(archive: &Archive, givers: &Givers, ties: &mut Ties) {
    // What a giver gave a place may have been passed on by one notice only, held or cited.
    let mut passed: BTreeMap<(usize, DivisionCode), BTreeSet<&End>> = BTreeMap::new();
    let mut fitting: BTreeSet<(usize, &End, usize)> = BTreeSet::new();
    for (parent, child, tie) in ties.grants() {
        if let (End::Held(above), Some(division)) = (parent, archive.division(child)) {
            passed.entry((*above, division)).or_default().insert(child);
        }
        let (End::Cited { division: Some(division), .. }, End::Held(at)) = (parent, child) else { continue };
        let Some(known) = archive.known(*at).filter(|_| tie.basis == Basis::Cited && tie.confidence != Confidence::Doubtful) else {
            continue;
        };
        let Some(giver) = givers.of(archive, parent, known) else { continue };
        let dated = archive.date(&End::Held(giver)).zip(known.date);
        if dated.is_none_or(|(given, passed)| given <= passed) {
            passed.entry((giver, division.clone())).or_default().insert(parent);
            fitting.insert((giver, parent, *at));
        }
    }
    let mut found: BTreeMap<(usize, &End), usize> = BTreeMap::new();
    for (giver, end, child) in fitting {
        let division = archive.division(end);
        let alone = division.and_then(|division| passed.get(&(giver, division))).is_some_and(|ends| ends.len() == 1);
        // Several children of one number: one witness is enough, the first by id.
        if alone {
            found.entry((giver, end)).or_insert(child);
        }
    }
    let inferred: Vec<(End, End, Tie)> = found
        .into_iter()
        .filter_map(|((giver, end), child)| Some((End::Held(giver), end.clone(), tie(archive, giver, end, child)?)))
        .collect();
    for (parent, child, tie) in inferred {
        ties.add(Relation::Grants, parent, child, tie);
    }
}

fn tie(archive: &Archive, giver: usize, end: &End, child: usize) -> Option<Tie> {
    let row = given_to(archive.notice(giver)?, &archive.division(end)?)?;
    let known = archive.known(child)?;
    let mut tie = Tie {
        money: Some(row.money),
        basis: Basis::Inferred,
        funds: known.fund_key().map(str::to_owned).into_iter().collect(),
        year: known.year(),
        evidence: vec![row.evidence],
        confidence: row.confidence.max(Confidence::Likely),
        doubts: Vec::new(),
    };
    merge_doubts(&mut tie.doubts, &row.doubts);
    merge_doubts(&mut tie.doubts, &[Doubt::RoleInferred]);
    Some(tie)
}

type Money = (String, i32, Option<u16>, DivisionCode);

/// Held notices by what they give to whom: fund, year, batch and division.
pub(crate) struct Givers(BTreeMap<Money, BTreeSet<usize>>);

impl Givers {
    pub(crate) fn new(archive: &Archive) -> Self {
        let mut givers: BTreeMap<Money, BTreeSet<usize>> = BTreeMap::new();
        for (at, notice, known) in archive.each().filter(|(_, notice, _)| gives(notice.kind.value)) {
            let (Some(fund), Some(year)) = (known.fund_key(), known.year()) else { continue };
            for division in counted(notice).filter_map(|cell| cell.division.as_ref()) {
                givers.entry((fund.to_owned(), year, known.batch(), division.clone())).or_default().insert(at);
            }
        }
        Self(givers)
    }

    /// The one held notice of the level above that gave a cited notice's division the money which `child` passes on.
    pub(crate) fn of(&self, archive: &Archive, cited: &End, child: &Known) -> Option<usize> {
        let division = archive.division(cited)?;
        let above = Divisions::get().parent(&division)?;
        let found = self.0.get(&(child.fund_key()?.to_owned(), child.year()?, child.batch(), division.clone()))?;
        let mut fitting = found.iter().copied().filter(|at| {
            archive.known(*at).is_some_and(|known| {
                let neighbour = known.division.as_ref() == Some(above) || above.as_str() == CENTRE && is_central(known);
                neighbour && known.level < Some(archive.level(cited).unwrap_or(Level::Township))
            })
        });
        let one = fitting.next()?;
        fitting.next().is_none().then_some(one)
    }
}
