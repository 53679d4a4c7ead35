//! The cards of an archive's notices, laid aside in blocks: of each block it is known where it lies, and some cards stay open
//! after they were looked at. Not for: what stands on a card (`card`), or the notices (`keep`).

use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use hongtou_notice::Text;

use crate::brief::{Brief, Briefs};
use crate::card::Known;
use crate::keep::locked;
use crate::pile::Pile;
use crate::room::{Room, Slip, decode, encode};

/// So many cards lie in one block: its place is kept in memory, and all of it is read where one of them is looked at.
const BLOCK: usize = 16;
/// So many cards stay open at most: those of parents, children and namesakes are looked at by turns.
const OPEN: usize = 1 << 12;

/// Cards in the order in which they were added.
pub(crate) struct Cards {
    room: Room,
    /// Where the full blocks lie.
    blocks: Vec<Slip>,
    /// The block that is not full yet.
    last: Vec<u8>,
    briefs: Briefs,
    count: usize,
    /// Whether each id so far is larger than the one before, and the latest.
    ascending: (bool, Text),
    /// Of the places that leave one remainder, the one that was looked at last. Empty until one is.
    open: Mutex<Vec<Slot>>,
}

/// A card that stays open, with its place.
type Slot = Option<(usize, Arc<Known>)>;

impl Cards {
    pub(crate) fn new(room: &Room) -> Self {
        let ascending = (true, Text::default());
        Self {
            room: room.clone(),
            blocks: Vec::new(),
            last: Vec::new(),
            briefs: Briefs::default(),
            count: 0,
            ascending,
            open: Mutex::default(),
        }
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
        self.ascending = (*ascending && (self.count == 0 || *latest < card.id), card.id.clone());
        let bytes = self.room.passed_over(encode(card)).unwrap_or_default();
        self.last.extend(self.room.length(bytes.len()).to_le_bytes());
        self.last.extend(bytes);
        self.briefs.add(card);
        self.count += 1;
        if self.count.is_multiple_of(BLOCK) {
            self.blocks.push(self.room.put_bytes(&self.last));
            self.last.clear();
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Whether they are sorted by id, and no two have the same.
    pub(crate) fn are_ascending(&self) -> bool {
        self.ascending.0
    }

    /// The card at a place. One that is lost is passed over, and the whole ends with the error.
    pub(crate) fn get(&self, at: usize) -> Option<Arc<Known>> {
        if at >= self.count {
            return None;
        }
        let mut open = locked(&self.open);
        open.resize(OPEN, None);
        let slot = open.get_mut(at % OPEN)?;
        if let Some((_, card)) = slot.as_ref().filter(|(place, _)| *place == at) {
            return Some(Arc::clone(card));
        }
        let card = Arc::new(self.block(at / BLOCK, |bytes| card_at(bytes, at))?);
        *slot = Some((at, Arc::clone(&card)));
        Some(card)
    }

    /// What is known without looking at them.
    pub(crate) fn briefs(&self) -> &Briefs {
        &self.briefs
    }

    /// All of them with their places, in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, Known)> {
        self.those(|_| true)
    }

    /// Those of which the brief is `wanted`, with their places, in their order.
    pub(crate) fn those(&self, wanted: impl Fn(Brief) -> bool) -> impl Iterator<Item = (usize, Known)> {
        let wanted = move |at: &usize| self.briefs.get(*at).is_some_and(&wanted);
        (0..self.count.div_ceil(BLOCK)).flat_map(move |number| {
            let first = number * BLOCK;
            let places: Vec<usize> = (first..self.count.min(first + BLOCK)).filter(&wanted).collect();
            let read = || self.block(number, |bytes| places.iter().map(|at| card_at(bytes, *at)).collect());
            let cards: Vec<Known> = if places.is_empty() { None } else { read() }.unwrap_or_default();
            places.into_iter().zip(cards)
        })
    }

    /// What `take` makes of a block.
    fn block<T>(&self, number: usize, mut take: impl FnMut(&[u8]) -> io::Result<T>) -> Option<T> {
        match self.blocks.get(number) {
            Some(slip) => self.room.take(*slip, take),
            None => self.room.passed_over(take(&self.last)),
        }
    }

    /// The same cards sorted by id, then by source; equal ones as they came.
    pub(crate) fn by_id(self) -> Self {
        if self.are_ascending() {
            return self;
        }
        let mut sorted = ById::new(&self.room);
        self.all().for_each(|(_, card)| sorted.put(&card));
        Self::of(&self.room, sorted.finish().each())
    }
}

impl fmt::Debug for Cards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cards").field("count", &self.count).finish_non_exhaustive()
    }
}

/// The card at a place, in its block.
fn card_at(block: &[u8], at: usize) -> io::Result<Known> {
    decode(Parts(block).nth(at % BLOCK).unwrap_or_default())
}

/// The cards of a block: each stands behind its length.
struct Parts<'a>(&'a [u8]);

impl<'a> Iterator for Parts<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        // What is broken is no card, and so an error.
        let (card, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?).unwrap_or_default();
        self.0 = rest;
        Some(card)
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
    use std::collections::BTreeMap;
    use std::sync::Weak;

    use hongtou_notice::codes::{NoticeKind, Origin};
    use hongtou_notice::{Evidence, Fact, Notice};

    use super::*;
    use crate::keep::tests::Strict;
    use crate::keep::{Desk, HeldOpen};

    fn card(id: &str, source: &str) -> Known {
        let notice = Notice::bare(id, Fact::new(NoticeKind::Issue, Evidence::unplaced("", Origin::Body, "")), source);
        Known::of(&notice).lying(id.len())
    }

    fn room() -> Room {
        Room::new(Arc::new(Desk::new(HeldOpen::default())))
    }

    #[test]
    fn cards_come_back_and_few_stay_open() {
        let count = 2 * OPEN + BLOCK / 2;
        let id = |at: usize| format!("{at:05}");
        let cards = Cards::of(&room(), (0..count).map(|at| card(&id(at), &id(at % 7))));
        assert!(cards.are_ascending() && cards.len() == count);
        assert!(cards.blocks.len() == count / BLOCK && cards.last.len() < BLOCK * 200, "the others are laid aside");
        assert!(cards.all().map(|(at, known)| (at, known.id)).eq((0..count).map(|at| (at, id(at).into()))));
        // One after the other, and those again that were looked at long ago and just now.
        let mut opened: Vec<Weak<Known>> = Vec::new();
        for at in (0..count).chain((0..count).map(|at| at * 7_919 % count)).flat_map(|at| [at, 0, at]) {
            let known = cards.get(at).unwrap();
            assert_eq!(*known, card(&id(at), &id(at % 7)));
            opened.push(Arc::downgrade(&known));
        }
        let held: BTreeMap<Text, Arc<Known>> = opened.iter().filter_map(Weak::upgrade).map(|known| (known.id.clone(), known)).collect();
        assert!((OPEN / 2..=OPEN).contains(&held.len()), "{} of {count} cards are held", held.len());
        assert!(cards.get(count).is_none() && Cards::new(&room()).all().next().is_none());
    }

    #[test]
    fn only_those_that_are_wanted_are_opened() {
        let bare = |at: usize| {
            let mut card = card(&format!("{at:03}"), "");
            card.has.no_head = at % 50 == 3;
            card
        };
        let cards = Cards::of(&room(), (0..200).map(bare));
        assert!(
            cards
                .those(|brief| brief.no_head)
                .map(|(at, known)| (at, known.id))
                .eq([3, 53, 103, 153].map(|at| (at, format!("{at:03}").into())))
        );
        assert!(cards.those(|brief| brief.numbers).next().is_none());
    }

    #[test]
    fn cards_are_sorted_by_id_and_source() {
        let mut ids: Vec<(usize, usize)> = (0..500).map(|at| (at * 7_919 % 100, at * 31 % 3)).collect();
        let named = |(id, source): (usize, usize)| card(&format!("{id:03}"), &source.to_string());
        let cards = Cards::of(&room(), ids.iter().copied().map(named));
        assert!(!cards.are_ascending());
        ids.sort_unstable();
        assert!(cards.by_id().all().map(|(_, known)| known).eq(ids.into_iter().map(named)));
    }

    #[test]
    fn a_block_that_is_lost_is_an_error() {
        let read = |at: Option<usize>, broken: bool| {
            let desk = Arc::new(Desk::new(Strict::default()));
            let room = Room::new(Arc::<Desk<Strict>>::clone(&desk));
            let mut cards = Cards::of(&room, (0..3 * BLOCK).map(|at| card(&format!("{at:03}"), "")));
            if broken {
                cards.blocks[1] = room.put_bytes(b"\x09\0\0\0abc");
            }
            let found = at.map_or_else(|| cards.all().count(), |at| usize::from(cards.get(at).is_some()));
            (found, desk.sound().is_ok())
        };
        assert_eq!(read(None, false), (3 * BLOCK, true));
        assert_eq!(read(None, true), (2 * BLOCK, false));
        assert_eq!([0, BLOCK, 2 * BLOCK].map(|at| read(Some(at), true)), [(1, true), (0, false), (1, true)]);
    }
}
