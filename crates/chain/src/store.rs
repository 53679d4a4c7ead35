//! Records found by their number, laid aside in blocks: of each block it is known where it lies, and some records stay open after
//! they were looked at. Not for: records that are found by a slip of their own (`room`) or read in an order of keys (`pile`).

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keep::locked;
use crate::room::{Room, Slip, decode, encode};

/// So many records lie in one block: its place is kept in memory, and all of it is read where one of them is looked at.
const BLOCK: usize = 16;
/// So many records stay open at most.
const OPEN: usize = 1 << 12;

/// Records in the order in which they were added.
pub(crate) struct Store<T> {
    room: Room,
    /// Where the full blocks lie.
    blocks: Vec<Slip>,
    /// The block that is not full yet.
    last: Vec<u8>,
    count: usize,
    /// Of the records whose numbers leave one remainder, the one that was looked at last. Empty until one is.
    open: Mutex<Vec<Slot<T>>>,
    record: PhantomData<fn() -> T>,
}

/// A record that stays open, with its number.
type Slot<T> = Option<(usize, Arc<T>)>;

impl<T: Serialize + DeserializeOwned> Store<T> {
    pub(crate) fn new(room: &Room) -> Self {
        Self { room: room.clone(), blocks: Vec::new(), last: Vec::new(), count: 0, open: Mutex::default(), record: PhantomData }
    }

    /// Adds a record behind the others, and gives its number.
    pub(crate) fn add(&mut self, record: &T) -> usize {
        let bytes = self.room.passed_over(encode(record)).unwrap_or_default();
        self.last.extend(self.room.length(bytes.len()).to_le_bytes());
        self.last.extend(bytes);
        self.count += 1;
        if self.count.is_multiple_of(BLOCK) {
            self.blocks.push(self.room.put_bytes(&self.last));
            self.last.clear();
        }
        self.count - 1
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// The record of a number. One that is lost is passed over, and the whole ends with the error.
    pub(crate) fn get(&self, at: usize) -> Option<Arc<T>> {
        if at >= self.count {
            return None;
        }
        if let Some((_, record)) = locked(&self.open).get(at % OPEN).and_then(Option::as_ref).filter(|(number, _)| *number == at) {
            return Some(Arc::clone(record));
        }
        // Nothing is locked while it is read: who keeps the records has a lock of his own.
        let record = Arc::new(self.block(at / BLOCK, |bytes| record_at(bytes, at))?);
        let mut open = locked(&self.open);
        if open.is_empty() {
            open.resize_with(OPEN, || None);
        }
        *open.get_mut(at % OPEN)? = Some((at, Arc::clone(&record)));
        Some(record)
    }

    /// All records with their numbers, in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, T)> {
        self.those(|_| true)
    }

    /// The records whose numbers are `wanted`, in their order.
    pub(crate) fn those(&self, wanted: impl Fn(usize) -> bool) -> impl Iterator<Item = (usize, T)> {
        (0..self.count.div_ceil(BLOCK)).flat_map(move |block| {
            let first = block * BLOCK;
            let numbers: Vec<usize> = (first..self.count.min(first + BLOCK)).filter(|at| wanted(*at)).collect();
            let read = || self.block(block, |bytes| numbers.iter().map(|at| record_at(bytes, *at)).collect());
            let records: Vec<T> = if numbers.is_empty() { None } else { read() }.unwrap_or_default();
            numbers.into_iter().zip(records)
        })
    }

    /// What `take` makes of a block.
    fn block<M>(&self, block: usize, mut take: impl FnMut(&[u8]) -> io::Result<M>) -> Option<M> {
        match self.blocks.get(block) {
            Some(slip) => self.room.take(*slip, take),
            None => self.room.passed_over(take(&self.last)),
        }
    }
}

impl<T> fmt::Debug for Store<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("count", &self.count).finish_non_exhaustive()
    }
}

/// The record of a number, in its block.
fn record_at<T: DeserializeOwned>(block: &[u8], at: usize) -> io::Result<T> {
    decode(Parts(block).nth(at % BLOCK).unwrap_or_default())
}

/// The records of a block: each stands behind its length.
struct Parts<'a>(&'a [u8]);

impl<'a> Iterator for Parts<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk()?;
        // What is broken is no record, and so an error.
        let (record, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?).unwrap_or_default();
        self.0 = rest;
        Some(record)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Weak;

    use super::*;
    use crate::keep::tests::Strict;
    use crate::keep::{Desk, HeldOpen};

    #[test]
    fn records_come_back_and_few_stay_open() {
        let room = Room::new(Arc::new(Desk::new(HeldOpen::default())));
        let mut store: Store<String> = Store::new(&room);
        let (count, text) = (2 * OPEN + BLOCK / 2, |at: usize| format!("{at}{}", "款".repeat(at % 50)));
        assert!((0..count).all(|at| store.add(&text(at)) == at && store.last.len() < BLOCK * 200));
        assert!(store.len() == count && store.blocks.len() == count / BLOCK, "the others are laid aside");
        assert!(store.all().eq((0..count).map(|at| (at, text(at)))));
        assert!(store.those(|at| at % 50 == 3).eq((3..count).step_by(50).map(|at| (at, text(at)))));
        // One after the other, and those again that were looked at long ago and just now.
        let mut opened: Vec<Weak<String>> = Vec::new();
        for at in (0..count).chain((0..count).map(|at| at * 7_919 % count)).flat_map(|at| [at, 0, at]) {
            let record = store.get(at).unwrap();
            assert_eq!(*record, text(at));
            opened.push(Arc::downgrade(&record));
        }
        let held: BTreeMap<_, _> = opened.iter().filter_map(Weak::upgrade).map(|record| (Arc::as_ptr(&record), record)).collect();
        assert!((OPEN / 2..=OPEN).contains(&held.len()), "{} of {count} records are held", held.len());
        assert!(store.get(count).is_none() && Store::<u8>::new(&room).all().next().is_none());
    }

    #[test]
    fn a_block_that_is_lost_is_an_error() {
        let read = |at: Option<usize>, broken: bool| {
            let desk = Arc::new(Desk::new(Strict::default()));
            let room = Room::new(Arc::<Desk<Strict>>::clone(&desk));
            let mut store = Store::new(&room);
            assert!((0..3 * BLOCK).all(|at| store.add(&at.to_string()) == at));
            if broken {
                store.blocks[1] = room.put_bytes(b"\x09\0\0\0abc");
            }
            let found = at.map_or_else(|| store.all().count(), |at| usize::from(store.get(at).is_some()));
            (found, desk.sound().is_ok())
        };
        assert_eq!(read(None, false), (3 * BLOCK, true));
        assert_eq!(read(None, true), (2 * BLOCK, false));
        assert_eq!([0, BLOCK, 2 * BLOCK].map(|at| read(Some(at), true)), [(1, true), (0, false), (1, true)]);
    }
}
