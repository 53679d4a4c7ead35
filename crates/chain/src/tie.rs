//! Ties before they become records: relation and ends with all that speaks for them. One row for each relation,
//! parent and child; a second witness adds its evidence, which lies aside. Not for: deciding that a tie exists.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use hongtou_notice::codes::Confidence;
use hongtou_notice::{DivisionCode, Doubts, Evidence, Money, Text};

use crate::archive::{Archive, Cited, End, arrange};
use crate::model::{Basis, Link, Relation};
use crate::pile::Pile;
use crate::room::{Room, Slip};
use crate::rows::push;

/// What speaks for a tie; its evidence lies aside once the tie is among the others.
#[derive(Debug, Clone)]
pub(crate) struct Tie<E = Slip> {
    pub(crate) money: Option<Money>,
    pub(crate) basis: Basis,
    /// Fund keys that the ends, or the titles by which they are cited, name.
    pub(crate) funds: Names,
    pub(crate) year: Option<i32>,
    pub(crate) evidence: E,
    pub(crate) confidence: Confidence,
    pub(crate) doubts: Doubts,
}

/// A tie as a witness tells of it.
pub(crate) type Told = Tie<Vec<Evidence>>;

impl<E> Tie<E> {
    /// The same with its evidence elsewhere.
    fn with<F>(self, change: impl FnOnce(E) -> F) -> Tie<F> {
        let Self { money, basis, funds, year, evidence, confidence, doubts } = self;
        Tie { money, basis, funds, year, evidence: change(evidence), confidence, doubts }
    }
}

/// What several witnesses say of one tie.
struct Heard {
    told: Told,
    /// Where in the evidence each piece stands, by what tells most of them apart: a tie may have thousands of witnesses.
    seen: HashMap<u64, Vec<usize>>,
}

impl Heard {
    fn new(told: Told) -> Self {
        let mut seen: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, evidence) in told.evidence.iter().enumerate() {
            seen.entry(mark(evidence)).or_default().push(at);
        }
        Self { told, seen }
    }

    /// Hears another witness. A stronger basis leads; what the weaker one says is kept as evidence.
    fn hear(&mut self, mut weak: Told) {
        if weak.basis < self.told.basis {
            // There are but a few bases, so this seldom happens.
            weak = std::mem::replace(self, Self::new(weak)).told;
        }
        let strong = &mut self.told;
        if strong.money.is_none() {
            strong.money = weak.money;
        }
        strong.year = strong.year.or(weak.year);
        if strong.funds.is_empty() {
            strong.funds = weak.funds;
        }
        for evidence in weak.evidence {
            let alike = self.seen.entry(mark(&evidence)).or_default();
            if !alike.iter().any(|at| strong.evidence.get(*at) == Some(&evidence)) {
                alike.push(strong.evidence.len());
                strong.evidence.push(evidence);
            }
        }
        // Two independent witnesses do not make each other doubtful, but equal ones share their doubts.
        if strong.basis == weak.basis {
            strong.confidence = strong.confidence.max(weak.confidence);
            strong.doubts |= weak.doubts;
        }
    }
}

/// The same for equal evidence.
fn mark(evidence: &Evidence) -> u64 {
    let mut hasher = DefaultHasher::new();
    let place = evidence.span().map(|span| (span.start, span.end));
    (&*evidence.source_id, evidence.page, place, &*evidence.text).hash(&mut hasher);
    hasher.finish()
}

/// A few names, sorted, each once. Most often there is one, and ties bear the same ones again and again.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Names(Option<Arc<Vec<Text>>>);

impl Names {
    fn all(&self) -> &[Text] {
        self.0.as_deref().map(Vec::as_slice).unwrap_or_default()
    }

    /// The name, where there is one only.
    pub(crate) fn only(&self) -> Option<&Text> {
        if let [one] = self.all() { Some(one) } else { None }
    }

    pub(crate) fn first(&self) -> Option<&Text> {
        self.all().first()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all().is_empty()
    }
}

impl Extend<Text> for Names {
    fn extend<I: IntoIterator<Item = Text>>(&mut self, names: I) {
        for name in names {
            if let Err(place) = self.all().binary_search(&name) {
                Arc::make_mut(self.0.get_or_insert_default()).insert(place, name);
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

/// What tells a tie from the others.
type Key = (Relation, End, End);

/// The ties by which money was handed down.
fn grants<'a>(all: impl Iterator<Item = (&'a Key, &'a Tie)>) -> impl Iterator<Item = (&'a End, &'a End, &'a Tie)> {
    all.filter(|((relation, ..), _)| *relation == Relation::Grants).map(|((_, parent, child), tie)| (parent, child, tie))
}

/// All ties while they are found. A list, and no tree: the ties of an archive are many, and a tree of them has as much room again.
#[derive(Debug)]
pub(crate) struct Ties {
    all: Vec<(Key, Tie)>,
    /// The numbers that are ends, each kept once.
    cited: BTreeSet<Arc<Cited>>,
    /// The names that ties bear, each kept once.
    names: BTreeSet<Names>,
    room: Room,
}

impl Ties {
    pub(crate) fn new(room: &Room) -> Self {
        Self { all: Vec::new(), cited: BTreeSet::new(), names: BTreeSet::new(), room: room.clone() }
    }

    /// Adds a tie, or what another witness says of one; [`in_order`](Self::in_order) is to be called when all are added.
    pub(crate) fn add(&mut self, relation: Relation, parent: End, child: End, tie: Told) {
        let key = (relation, self.shared(parent), self.shared(child));
        let mut tie = tie.with(|evidence| self.room.put(&evidence));
        match self.names.get(&tie.funds) {
            Some(known) => tie.funds = known.clone(),
            None => drop(self.names.insert(tie.funds.clone())),
        }
        push(&mut self.all, (key, tie));
    }

    fn shared(&mut self, end: End) -> End {
        let End::Cited(cited) = end else { return end };
        if let Some(known) = self.cited.get(&cited) {
            return End::Cited(Arc::clone(known));
        }
        self.cited.insert(Arc::clone(&cited));
        End::Cited(cited)
    }

    /// Sorts the ties, and puts together what several witnesses say of one, in the order in which they came.
    pub(crate) fn in_order(&mut self) {
        arrange(&mut self.all, |a, b| a.0.cmp(&b.0));
        let room = &self.room;
        // What was heard of the tie that is looked at; of one that a single witness tells nothing is opened.
        let mut heard: Option<Heard> = None;
        self.all.dedup_by(|(later, tie), (key, known)| {
            if later != key {
                lay_aside(room, known, heard.take());
                return false;
            }
            if heard.is_none() {
                heard = opened(room, known).map(Heard::new);
            }
            if let (Some(heard), Some(other)) = (&mut heard, opened(room, tie)) {
                heard.hear(other);
            }
            true
        });
        if let Some((_, last)) = self.all.last_mut() {
            lay_aside(room, last, heard);
        }
    }

    /// Takes out ties by which money was handed down.
    pub(crate) fn take_out(&mut self, refused: &BTreeSet<(End, End)>) -> Vec<(End, End, Told)> {
        let is_refused =
            |(relation, parent, child): &Key| *relation == Relation::Grants && refused.contains(&(parent.clone(), child.clone()));
        let room = &self.room;
        let taken = self.all.extract_if(.., |(key, _)| is_refused(key));
        taken.filter_map(|((_, parent, child), tie)| Some((parent, child, opened(room, &tie)?))).collect()
    }

    /// A number read once by someone whose place is not known, and otherwise always of one place, is that one.
    pub(crate) fn settle_places(&mut self) {
        let open = |cited: &&Arc<Cited>| cited.division.is_none();
        let open: BTreeSet<Text> = self.cited.iter().filter(open).map(|cited| cited.number.clone()).collect();
        let mut places: BTreeMap<&Text, BTreeSet<&DivisionCode>> = BTreeMap::new();
        for cited in self.cited.iter().filter(|cited| open.contains(&cited.number)) {
            places.entry(&cited.number).or_default().extend(&cited.division);
        }
        // Each kept once, as before.
        let mut settled: BTreeSet<Arc<Cited>> = BTreeSet::new();
        let mut settle = |end: &mut End| {
            if let End::Cited(cited) = end
                && cited.division.is_none()
                && let Some(known) = places.get(&cited.number).filter(|known| known.len() == 1)
            {
                let division = known.first().map(|division| DivisionCode::clone(division));
                let there = Cited { division, ..Cited::clone(cited) };
                let known = self.cited.get(&there).or_else(|| settled.get(&there)).map(Arc::clone);
                let there = known.unwrap_or_else(|| Arc::new(there));
                settled.insert(Arc::clone(&there));
                *end = End::Cited(there);
            }
        };
        // What was said without the place stands before what was said with it, and so comes first in the tie.
        for ((_, parent, child), _) in &mut self.all {
            settle(parent);
            settle(child);
        }
        self.in_order();
    }

    /// The ties by which money was handed down.
    pub(crate) fn grants(&self) -> impl Iterator<Item = (&End, &End, &Tie)> {
        grants(self.all.iter().map(|(key, tie)| (key, tie)))
    }

    /// To be called when all are found.
    pub(crate) fn finish(self) -> Tied {
        Tied { all: self.all, room: self.room }
    }
}

/// Puts what was heard of a tie in its place, with its evidence laid aside.
fn lay_aside(room: &Room, tie: &mut Tie, heard: Option<Heard>) {
    if let Some(Heard { told, .. }) = heard {
        *tie = told.with(|evidence| room.put(&evidence));
    }
}

/// A tie with its evidence.
fn opened(room: &Room, tie: &Tie) -> Option<Told> {
    let evidence = room.get(tie.evidence)?;
    Some(tie.clone().with(|_| evidence))
}

/// All ties, sorted.
#[derive(Debug)]
pub(crate) struct Tied {
    all: Vec<(Key, Tie)>,
    room: Room,
}

impl Tied {
    /// The ties by which money was handed down.
    pub(crate) fn grants(&self) -> impl Iterator<Item = (&End, &End, &Tie)> {
        grants(self.all.iter().map(|(key, tie)| (key, tie)))
    }

    /// The one at a place among them.
    pub(crate) fn grant(&self, at: usize) -> Option<(&End, &End, &Tie)> {
        // They come one behind the other.
        let begin = self.all.partition_point(|((relation, ..), _)| *relation < Relation::Grants);
        let ((relation, parent, child), tie) = self.all.get(begin + at)?;
        (*relation == Relation::Grants).then_some((parent, child, tie))
    }

    /// Of each tie how its ends are tied, and which they are.
    pub(crate) fn ends(&self) -> impl Iterator<Item = &(Relation, End, End)> {
        self.all.iter().map(|(key, _)| key)
    }

    /// Where a tie is printed.
    pub(crate) fn evidence(&self, tie: &Tie) -> Vec<Evidence> {
        self.room.get(tie.evidence).unwrap_or_default()
    }

    /// The places of the ties by the ids of their records.
    pub(crate) fn by_id(&self, archive: &Archive, keys: &Keys) -> Pile<u32> {
        let mut places = Pile::new(&self.room);
        for ((relation, parent, child), at) in self.ends().zip(0..) {
            places.put(&link_id(archive, keys, *relation, parent, child), &at);
        }
        places.finish()
    }

    /// The record of the tie at a place.
    pub(crate) fn link(&self, archive: &Archive, keys: &Keys, at: u32) -> Option<Link> {
        let ((relation, parent, child), tie) = self.all.get(usize::try_from(at).ok()?)?;
        Some(Link {
            id: link_id(archive, keys, *relation, parent, child),
            relation: *relation,
            parent_number: archive.number(parent),
            child_number: archive.number(child),
            parent_notice_id: archive.notice_id(parent),
            child_notice_id: archive.notice_id(child),
            fund_key: tie.funds.only().cloned(),
            budget_year: tie.year,
            money: tie.money,
            basis: tie.basis,
            days: archive.date(child).zip(archive.date(parent)).map(|(child, parent)| child.days_since(parent)),
            evidence: self.evidence(tie),
            confidence: tie.confidence,
            doubts: tie.doubts,
        })
    }
}

/// The id of a tie as a link.
pub(crate) fn link_id(archive: &Archive, keys: &Keys, relation: Relation, parent: &End, child: &End) -> Text {
    format!("{}:{}>{}", relation.code(), keys.key(archive, parent), keys.key(archive, child)).into()
}

/// Names of ends in ids: a held notice's id, else the number; where one number means several places in this archive,
/// `number@division`.
#[derive(Debug)]
pub(crate) struct Keys {
    shared: BTreeSet<Text>,
}

impl Keys {
    pub(crate) fn new(ties: &Tied) -> Self {
        let ends = ties.ends().flat_map(|(_, parent, child)| [parent, child]);
        let mut cited: Vec<&Cited> = ends.filter_map(|end| if let End::Cited(cited) = end { Some(&**cited) } else { None }).collect();
        cited.sort_unstable();
        cited.dedup();
        let several = cited.chunk_by(|a, b| a.number == b.number).filter(|places| places.len() > 1);
        Self { shared: several.filter_map(|places| places.first()).map(|cited| cited.number.clone()).collect() }
    }

    pub(crate) fn key(&self, archive: &Archive, end: &End) -> Text {
        match end {
            End::Held(at) => archive.known(*at).map(|known| known.id.clone()).unwrap_or_default(),
            End::Cited(cited) if self.shared.contains(&cited.number) => {
                format!("{}@{}", cited.number, cited.division.as_ref().map_or("?", |division| division.as_str())).into()
            }
            End::Cited(cited) => cited.number.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_is_small() {
        // There is about one for each notice: what is printed of it lies aside.
        assert!(size_of::<(Key, Tie)>() <= 96, "{} bytes", size_of::<(Key, Tie)>());
    }
}
