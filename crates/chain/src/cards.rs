//! The cards of an archive's notices, laid aside, with a brief of each in memory. Not for: what stands on a card (`card`), or the
//! notices (`keep`).

use std::sync::Arc;

use hongtou_notice::Text;

use crate::brief::{Brief, Briefs};
use crate::card::Known;
use crate::pile::Pile;
use crate::room::Room;
use crate::store::Store;

/// Cards in the order in which they were added.
#[derive(Debug)]
pub(crate) struct Cards {
    room: Room,
    store: Store<Known>,
    briefs: Briefs,
    /// Whether each id so far is larger than the one before, and the latest.
    ascending: (bool, Text),
}

impl Cards {
    pub(crate) fn new(room: &Room) -> Self {
        Self { room: room.clone(), store: Store::new(room), briefs: Briefs::default(), ascending: (true, Text::default()) }
    }

    /// Cards that come in their order.
    pub(crate) fn of(room: &Room, cards: impl Iterator<Item = Known>) -> Self {
        let mut all = Self::new(room);
        cards.for_each(|card| all.add(&card));
        all
    }

    /// Adds a card behind the others.
    pub(crate) fn add(&mut self, card: &Known) {
        let (ascending, latest) = &self.ascending;
        self.ascending = (*ascending && (self.len() == 0 || *latest < card.id), card.id.clone());
        self.briefs.add(card);
        self.store.add(card);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.store.len()
    }

    /// The card at a place. One that is lost is passed over, and the whole ends with the error.
    pub(crate) fn get(&self, at: usize) -> Option<Arc<Known>> {
        self.store.get(at)
    }

    /// What is known without looking at them.
    pub(crate) fn briefs(&self) -> &Briefs {
        &self.briefs
    }

    /// All of them with their places, in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, Known)> {
        self.store.all()
    }

    /// Those of which the brief is `wanted`, with their places, in their order.
    pub(crate) fn those(&self, wanted: impl Fn(Brief) -> bool) -> impl Iterator<Item = (usize, Known)> {
        self.store.those(move |at| self.briefs.get(at).is_some_and(&wanted))
    }

    /// The same cards sorted by id, then by source; equal ones as they came.
    pub(crate) fn by_id(self) -> Self {
        if self.ascending.0 {
            return self;
        }
        let mut sorted = ById::new(&self.room);
        self.all().for_each(|(_, card)| sorted.put(&card));
        Self::of(&self.room, sorted.finish().each())
    }
}

/// Cards on their way into the order of ids and, of one id, of sources.
pub(crate) struct ById(Pile<Known>);

impl ById {
    pub(crate) fn new(room: &Room) -> Self {
        Self(Pile::new(room))
    }

    pub(crate) fn put(&mut self, card: &Known) {
        let sources = card.contents.ids().iter().flat_map(|source| ["\0".into(), source.text()]);
        let key: String = std::iter::once((&*card.id).into()).chain(sources).collect();
        self.0.put(&key, card);
    }

    /// To be called when all are put.
    pub(crate) fn finish(self) -> Self {
        Self(self.0.finish())
    }

    pub(crate) fn each(&self) -> impl Iterator<Item = Known> {
        self.0.each().map(|(_, card)| card)
    }
}

#[cfg(test)]
mod tests {
    use hongtou_notice::codes::{NoticeKind, Origin};
    use hongtou_notice::{Evidence, Fact, Notice};

    use super::*;
    use crate::keep::{Desk, HeldOpen};

    fn card(id: &str, source: &str) -> Known {
        let notice = Notice::bare(id, Fact::new(NoticeKind::Issue, Evidence::unplaced("", Origin::Body, "")), source);
        Known::of(&notice).lying(id.len())
    }

    fn room() -> Room {
        Room::new(Arc::new(Desk::new(HeldOpen::default())))
    }

    #[test]
    fn cards_are_sorted_by_id_and_source() {
        let mut ids: Vec<(usize, usize)> = (0..500).map(|at| (at * 7_919 % 100, at * 31 % 3)).collect();
        let named = |(id, source): (usize, usize)| card(&format!("{id:03}"), &source.to_string());
        let cards = Cards::of(&room(), ids.iter().copied().map(named)).by_id();
        ids.sort_unstable();
        assert!(cards.all().map(|(_, known)| known).eq(ids.into_iter().map(named)));
        assert_eq!(cards.get(7).as_deref(), cards.all().nth(7).map(|(_, known)| known).as_ref());
    }

    #[test]
    fn only_those_that_are_wanted_are_opened() {
        let bare = |at: usize| {
            let mut card = card(&format!("{at:03}"), "");
            card.has.no_head = at % 50 == 3;
            card
        };
        let cards = Cards::of(&room(), (0..200).map(bare));
        let places = cards.those(|brief| brief.no_head).map(|(at, known)| (at, known.id));
        assert!(places.eq([3, 53, 103, 153].map(|at| (at, Text::from(format!("{at:03}"))))));
        assert!(cards.those(|brief| brief.numbers).next().is_none());
    }
}
