//! All ties: of each its relation and its ends in twelve bytes, and what speaks for it laid aside. One for each relation, parent and
//! child; a second witness adds its evidence. Not for: deciding that a tie exists.

use std::collections::BTreeSet;
use std::sync::Arc;

use hongtou_notice::Evidence;

use crate::archive::{Archive, Cited, End};
use crate::cited::{Tip, in_order, settled};
use crate::keys::{Keys, link_id};
use crate::model::{Link, Relation};
use crate::pile::Pile;
use crate::room::Room;
use crate::rows::{large, mark, push, small};
use crate::store::Store;
use crate::tie::{Heard, Tie, Told};

/// What tells a tie from the others.
type Key = (Relation, Tip, Tip);

/// A tie that was opened, with parent and child.
pub(crate) type Opened = (End, End, Arc<Tie>);

/// All ties while they are found.
#[derive(Debug)]
pub(crate) struct Ties {
    /// Each with the number of what speaks for it.
    all: Vec<(Key, u32)>,
    told: Store<Tie>,
    /// The numbers that are ends.
    cited: Store<Cited>,
    room: Room,
}

impl Ties {
    pub(crate) fn new(room: &Room) -> Self {
        Self { all: Vec::new(), told: Store::new(room), cited: Store::new(room), room: room.clone() }
    }

    /// Adds a tie, or what another witness says of one. [`number`](Self::number) is to be called when those with numbers that
    /// came up are added.
    pub(crate) fn add(&mut self, relation: Relation, parent: End, child: End, tie: Told) {
        let [parent, child] = [parent, child].map(|end| match end {
            End::Held(at) => Tip::held(at),
            End::Cited(cited) => Tip::cited(self.cited.add(&cited)),
        });
        self.add_between(relation, parent, child, tie);
    }

    /// Adds one whose ends are known; [`in_order`](Self::in_order) is to be called when all are added.
    pub(crate) fn add_between(&mut self, relation: Relation, parent: Tip, child: Tip, tie: Told) {
        let told = self.told.add(&tie.laid_aside(&self.room));
        push(&mut self.all, ((relation, parent, child), small(told)));
    }

    /// Numbers the ends that are cited in their order, each once, and puts the ties in order. A number read once by someone whose
    /// place is not known, and otherwise always of one place, is that one.
    pub(crate) fn number(&mut self) {
        self.renumber();
        // What was said without the place stands before what was said with it, and so comes first in the tie.
        self.cited = settled(&self.room, &self.cited);
        self.renumber();
    }

    fn renumber(&mut self) {
        let (cited, numbers) = in_order(&self.room, &self.cited);
        for ((_, parent, child), _) in &mut self.all {
            *parent = parent.renumbered(&numbers);
            *child = child.renumbered(&numbers);
        }
        self.cited = cited;
        drop(numbers);
        self.in_order();
    }

    /// Sorts the ties, and puts together what several witnesses say of one, in the order in which they came.
    pub(crate) fn in_order(&mut self) {
        let Self { all, told, room, .. } = self;
        all.sort_by_key(|(key, _)| *key);
        // What was heard of the tie that is looked at; of one that a single witness tells nothing is opened.
        let mut heard: Option<Heard> = None;
        all.dedup_by(|(later, other), (key, known)| {
            if later != key {
                lay_aside(room, told, known, heard.take());
                return false;
            }
            if heard.is_none() {
                heard = opened(room, told, *known).map(Heard::new);
            }
            if let (Some(heard), Some(other)) = (&mut heard, opened(room, told, *other)) {
                heard.hear(other);
            }
            true
        });
        if let Some((_, last)) = all.last_mut() {
            lay_aside(room, told, last, heard);
        }
    }

    /// Takes out ties by which money was handed down.
    pub(crate) fn take_out(&mut self, refused: &BTreeSet<(Tip, Tip)>) -> Vec<(End, End, Told)> {
        let is_refused = |(relation, parent, child): &Key| *relation == Relation::Grants && refused.contains(&(*parent, *child));
        let taken: Vec<(Key, u32)> = self.all.extract_if(.., |(key, _)| is_refused(key)).collect();
        let taken = taken.into_iter();
        taken
            .filter_map(|((_, parent, child), at)| Some((self.end(parent), self.end(child), opened(&self.room, &self.told, at)?)))
            .collect()
    }

    /// The ties by which money was handed down: parent, child, and the number of what speaks for it.
    pub(crate) fn grants(&self) -> impl Iterator<Item = (Tip, Tip, u32)> {
        let all = self.all.iter().filter(|((relation, ..), _)| *relation == Relation::Grants);
        all.map(|((_, parent, child), told)| (*parent, *child, *told))
    }

    /// What speaks for a tie.
    pub(crate) fn told(&self, at: u32) -> Option<Arc<Tie>> {
        self.told.get(large(at))
    }

    pub(crate) fn end(&self, tip: Tip) -> End {
        tip.end(&self.cited)
    }

    /// To be called when all are found.
    pub(crate) fn finish(self) -> Tied {
        let Self { all, told, cited, room } = self;
        let mut in_order: Store<Tie> = Store::new(&room);
        for tie in all.iter().filter_map(|(_, at)| told.get(large(*at))) {
            in_order.add(&tie);
        }
        let mut all: Vec<Key> = all.into_iter().map(|(key, _)| key).collect();
        all.shrink_to_fit();
        Tied { all, told: in_order, cited, room }
    }
}

/// Puts what was heard of a tie in its place, with its evidence laid aside.
fn lay_aside(room: &Room, told: &mut Store<Tie>, at: &mut u32, heard: Option<Heard>) {
    if let Some(Heard { told: tie, .. }) = heard {
        *at = small(told.add(&tie.laid_aside(room)));
    }
}

/// What speaks for a tie, with its evidence.
fn opened(room: &Room, told: &Store<Tie>, at: u32) -> Option<Told> {
    Arc::unwrap_or_clone(told.get(large(at))?).opened(room)
}

/// All ties, sorted.
#[derive(Debug)]
pub(crate) struct Tied {
    all: Vec<Key>,
    /// What speaks for each.
    told: Store<Tie>,
    /// The numbers that are ends, sorted.
    cited: Store<Cited>,
    room: Room,
}

impl Tied {
    /// Where those by which money was handed down begin, and where they end: they come one behind the other.
    fn granting(&self) -> (usize, usize) {
        let begin = self.all.partition_point(|(relation, ..)| *relation < Relation::Grants);
        (begin, self.all.partition_point(|(relation, ..)| *relation <= Relation::Grants))
    }

    /// The ties by which money was handed down, opened.
    pub(crate) fn grants(&self) -> impl Iterator<Item = Opened> {
        let (begin, end) = self.granting();
        let told = self.told.those(move |at| (begin..end).contains(&at));
        told.filter_map(|(at, tie)| self.all.get(at).map(|(_, parent, child)| (self.end(*parent), self.end(*child), Arc::new(tie))))
    }

    /// Parent and child of these.
    pub(crate) fn granted(&self) -> impl ExactSizeIterator<Item = (Tip, Tip)> {
        let (begin, end) = self.granting();
        self.all.get(begin..end).unwrap_or_default().iter().map(|(_, parent, child)| (*parent, *child))
    }

    /// The one at a place among them.
    pub(crate) fn grant(&self, at: usize) -> Option<Opened> {
        let at = self.granting().0 + at;
        let (_, parent, child) = self.all.get(at)?;
        Some((self.end(*parent), self.end(*child), self.told.get(at)?))
    }

    /// The held notices that a held one gave money to, sorted.
    pub(crate) fn children(&self, of: usize) -> Vec<usize> {
        let key = (Relation::Grants, Tip::held(of));
        let from = self.all.partition_point(|(relation, parent, _)| (*relation, *parent) < key);
        let own = self.all.get(from..).unwrap_or_default().iter().take_while(|(relation, parent, _)| (*relation, *parent) == key);
        own.filter_map(|(.., child)| child.place()).collect()
    }

    /// Of each tie between held notices how they are tied, and which they are.
    pub(crate) fn held(&self) -> impl Iterator<Item = (Relation, usize, usize)> {
        self.all.iter().filter_map(|(relation, parent, child)| Some((*relation, parent.place()?, child.place()?)))
    }

    pub(crate) fn end(&self, tip: Tip) -> End {
        tip.end(&self.cited)
    }

    /// The numbers that are ends, sorted.
    pub(crate) fn cited(&self) -> impl Iterator<Item = Cited> {
        let mut are_ends = vec![false; self.cited.len()];
        for number in self.all.iter().flat_map(|(_, parent, child)| [parent, child]).filter_map(|tip| tip.number()) {
            mark(&mut are_ends, number);
        }
        self.cited.those(move |at| are_ends.get(at) == Some(&true)).map(|(_, cited)| cited)
    }

    /// Where a tie is printed.
    pub(crate) fn evidence(&self, tie: &Tie) -> Vec<Evidence> {
        self.room.get(tie.evidence).unwrap_or_default()
    }

    /// The places of the ties by the ids of their records.
    pub(crate) fn by_id(&self, archive: &Archive, keys: &Keys) -> Pile<u32> {
        let mut places = Pile::new(&self.room);
        for ((relation, parent, child), at) in self.all.iter().zip(0..) {
            places.put(&link_id(archive, keys, *relation, &self.end(*parent), &self.end(*child)), &at);
        }
        places.finish()
    }

    /// The record of the tie at a place.
    pub(crate) fn link(&self, archive: &Archive, keys: &Keys, at: u32) -> Option<Link> {
        let (relation, parent, child) = self.all.get(large(at))?;
        let (relation, parent, child, tie) = (*relation, &self.end(*parent), &self.end(*child), self.told.get(large(at))?);
        Some(Link {
            id: link_id(archive, keys, relation, parent, child),
            relation,
            parent_number: archive.number(parent),
            child_number: archive.number(child),
            parent_notice_id: archive.notice_id(parent),
            child_notice_id: archive.notice_id(child),
            fund_key: tie.funds.only().cloned(),
            budget_year: tie.year,
            money: tie.money,
            basis: tie.basis,
            days: archive.date(child).zip(archive.date(parent)).map(|(child, parent)| child.days_since(parent)),
            evidence: self.evidence(&tie),
            confidence: tie.confidence,
            doubts: tie.doubts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_is_small() {
        // There is about one for each notice: what speaks for it lies aside.
        assert_eq!(size_of::<Key>(), 12);
    }
}
