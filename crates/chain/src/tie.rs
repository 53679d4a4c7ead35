//! Ties before they become records: relation and ends with all that speaks for them. One row for each relation,
//! parent and child; a second witness adds its evidence. Not for: deciding that a tie exists.

use std::collections::{BTreeMap, BTreeSet};

use hongtou_notice::codes::Confidence;
use hongtou_notice::{DivisionCode, Doubts, Evidence, Money, Text};

use crate::archive::{Archive, End, arrange};
use crate::model::{Basis, Link, Relation};

/// What speaks for a tie.
#[derive(Debug, Clone)]
pub(crate) struct Tie {
    /// Its id as a link, once all ties are known.
    pub(crate) id: Text,
    pub(crate) money: Option<Money>,
    pub(crate) basis: Basis,
    /// Fund keys that the ends, or the titles by which they are cited, name.
    pub(crate) funds: Names,
    pub(crate) year: Option<i32>,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) confidence: Confidence,
    pub(crate) doubts: Doubts,
}

/// A few names, sorted, each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Names(Vec<Text>);

impl Names {
    /// The name, where there is one only.
    pub(crate) fn only(&self) -> Option<&Text> {
        if let [one] = self.0.as_slice() { Some(one) } else { None }
    }

    pub(crate) fn first(&self) -> Option<&Text> {
        self.0.first()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<Text> for Names {
    fn extend<I: IntoIterator<Item = Text>>(&mut self, names: I) {
        for name in names {
            if let Err(place) = self.0.binary_search(&name) {
                self.0.reserve_exact(1);
                self.0.insert(place, name);
            }
        }
    }
}

impl FromIterator<Text> for Names {
    fn from_iter<I: IntoIterator<Item = Text>>(names: I) -> Self {
        let mut all = Self::default();
        all.extend(names);
        all
    }
}

/// All ties, each once.
#[derive(Debug, Default)]
pub(crate) struct Ties(pub(crate) BTreeMap<(Relation, End, End), Tie>);

impl Ties {
    /// Adds a tie. A stronger basis leads; what the weaker one says is kept as evidence.
    pub(crate) fn add(&mut self, relation: Relation, parent: End, child: End, tie: Tie) {
        let Some(known) = self.0.get_mut(&(relation, parent.clone(), child.clone())) else {
            self.0.insert((relation, parent, child), tie);
            return;
        };
        let (mut strong, weak) = if tie.basis < known.basis { (tie, known.clone()) } else { (known.clone(), tie) };
        if strong.money.is_none() {
            strong.money = weak.money;
        }
        strong.year = strong.year.or(weak.year);
        if strong.funds.is_empty() {
            strong.funds = weak.funds;
        }
        for evidence in weak.evidence {
            if !strong.evidence.contains(&evidence) {
                strong.evidence.push(evidence);
            }
        }
        // Two independent witnesses do not make each other doubtful, but equal ones share their doubts.
        if strong.basis == weak.basis {
            strong.confidence = strong.confidence.max(weak.confidence);
            strong.doubts |= weak.doubts;
        }
        *known = strong;
    }

    /// A number read once by someone whose place is not known, and otherwise always of one place, is that one.
    pub(crate) fn settle_places(self) -> Self {
        let mut places: BTreeMap<Text, BTreeSet<DivisionCode>> = BTreeMap::new();
        for (_, parent, child) in self.0.keys() {
            for end in [parent, child] {
                if let End::Cited { number, division: Some(division), .. } = end {
                    places.entry(number.clone()).or_default().insert(division.clone());
                }
            }
        }
        let settle = |end: End| match end {
            End::Cited { number, prefix, division: None } => {
                let known = places.get(&number).filter(|known| known.len() == 1).and_then(|known| known.first());
                End::Cited { division: known.cloned(), number, prefix }
            }
            settled => settled,
        };
        let mut ties = Self::default();
        for ((relation, parent, child), tie) in self.0 {
            ties.add(relation, settle(parent), settle(child), tie);
        }
        ties
    }

    /// Gives every tie its id, and spare room back.
    pub(crate) fn name(&mut self, archive: &Archive, keys: &Keys) {
        for ((relation, parent, child), tie) in &mut self.0 {
            tie.id = format!("{relation}:{}>{}", keys.key(archive, parent), keys.key(archive, child)).into();
            tie.evidence.shrink_to_fit();
        }
    }

    /// The ties by which money was handed down.
    pub(crate) fn grants(&self) -> impl Iterator<Item = (&End, &End, &Tie)> {
        self.0.iter().filter(|((relation, ..), _)| *relation == Relation::Grants).map(|((_, parent, child), tie)| (parent, child, tie))
    }
}

/// Names of ends in ids: a held notice's id, else the number; where one number means several places in this archive,
/// `number@division`.
#[derive(Debug)]
pub(crate) struct Keys {
    shared: BTreeSet<Text>,
}

impl Keys {
    pub(crate) fn new(ties: &Ties) -> Self {
        let mut places: BTreeMap<&Text, BTreeSet<&End>> = BTreeMap::new();
        for (_, parent, child) in ties.0.keys() {
            for end in [parent, child] {
                if let End::Cited { number, .. } = end {
                    places.entry(number).or_default().insert(end);
                }
            }
        }
        Self { shared: places.into_iter().filter(|(_, ends)| ends.len() > 1).map(|(number, _)| number.clone()).collect() }
    }

    pub(crate) fn key(&self, archive: &Archive, end: &End) -> Text {
        match end {
            End::Held(_) => archive.notice_id(end).unwrap_or_default(),
            End::Cited { number, division, .. } if self.shared.contains(number) => {
                format!("{number}@{}", division.as_ref().map_or("?", |division| division.as_str())).into()
            }
            End::Cited { number, .. } => number.clone(),
        }
    }
}

/// The records of all ties, sorted by id.
pub(crate) fn links(archive: &Archive, ties: Ties) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::with_capacity(ties.0.len());
    links.extend(ties.0.into_iter().map(|((relation, parent, child), tie)| Link {
        id: tie.id,
        relation,
        parent_number: archive.number(&parent),
        child_number: archive.number(&child),
        parent_notice_id: archive.notice_id(&parent),
        child_notice_id: archive.notice_id(&child),
        fund_key: tie.funds.only().cloned(),
        budget_year: tie.year,
        money: tie.money,
        basis: tie.basis,
        days: archive.date(&child).zip(archive.date(&parent)).map(|(child, parent)| child.days_since(parent)),
        evidence: tie.evidence,
        confidence: tie.confidence,
        doubts: tie.doubts,
    }));
    arrange(&mut links, |a, b| a.id.cmp(&b.id));
    links
}
