//! Records in the order of their keys, of which a few are in memory: what comes is held until it is much, then sorted and
//! laid aside as one run, and in the end all runs are read side by side. Not for: records that are found again by
//! themselves (`room`).

use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;
use std::collections::{BTreeMap, BinaryHeap};
use std::io;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::room::{Room, decode, encode};

/// So many bytes of records are held before they are laid aside.
const HELD: usize = 1 << 20;
/// So many bytes of a run are read at a time.
const BLOCK: usize = 1 << 14;

/// A key with the bytes of its record.
#[derive(Debug)]
struct Entry {
    key: Box<str>,
    record: Box<[u8]>,
}

/// Records that come in any order and are read in that of their keys; those of one key in the order in which they came.
#[derive(Debug)]
pub(crate) struct Pile<T> {
    room: Room,
    held: Vec<Entry>,
    bytes: usize,
    runs: Vec<Run>,
    record: PhantomData<fn() -> T>,
}

/// A run: where it begins and ends.
#[derive(Debug, Clone, Copy)]
struct Run {
    begin: u64,
    end: u64,
}

impl<T: Serialize + DeserializeOwned> Pile<T> {
    pub(crate) fn new(room: &Room) -> Self {
        Self { room: room.clone(), held: Vec::new(), bytes: 0, runs: Vec::new(), record: PhantomData }
    }

    /// Adds a record.
    pub(crate) fn put(&mut self, key: &str, record: &T) {
        let entry = Entry { key: key.into(), record: self.room.passed_over(encode(record)).unwrap_or_default().into() };
        self.bytes += size_of::<Entry>() + entry.key.len() + entry.record.len();
        self.held.push(entry);
        if self.bytes > HELD {
            self.lay_aside();
        }
    }

    fn lay_aside(&mut self) {
        self.held.sort_by(|a, b| a.key.cmp(&b.key));
        let mut bytes = Vec::with_capacity(self.bytes);
        for Entry { key, record } in self.held.drain(..) {
            for part in [key.as_bytes(), &record] {
                bytes.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
                bytes.extend(part);
            }
        }
        let begin = self.room.write(&bytes);
        self.runs.push(Run { begin, end: begin.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX)) });
        self.bytes = 0;
    }

    /// To be called when all are added.
    pub(crate) fn finish(mut self) -> Self {
        self.held.sort_by(|a, b| a.key.cmp(&b.key));
        self.held.shrink_to_fit();
        self
    }

    /// The records with their keys, in order.
    pub(crate) fn each(&self) -> impl Iterator<Item = (Box<str>, T)> {
        let mut readers: Vec<Reader<'_>> = self.runs.iter().map(|run| Reader::new(&self.room, *run)).collect();
        let mut held = self.held.iter().peekable();
        // The next key of each run; of equal ones that of the earlier run comes first. Records are read when it is their turn.
        let heads = readers.iter_mut().enumerate().filter_map(|(at, reader)| Some(Reverse((reader.key()?, at))));
        let mut heads: BinaryHeap<Reverse<(Box<str>, usize)>> = heads.collect();
        std::iter::from_fn(move || {
            // What is held came last.
            let from_run = heads.peek().is_some_and(|Reverse((key, _))| held.peek().is_none_or(|entry| *key <= entry.key));
            if !from_run {
                return held.next().map(|Entry { key, record }| (key.clone(), record.clone()));
            }
            let mut head = heads.peek_mut()?;
            let at = head.0.1;
            let reader = readers.get_mut(at)?;
            let record = reader.part()?;
            let key = match reader.key() {
                Some(next) => std::mem::replace(&mut head.0, (next, at)).0,
                None => PeekMut::pop(head).0.0,
            };
            Some((key, record))
        })
        .filter_map(|(key, record)| Some((key, self.room.passed_over(decode(&record))?)))
    }
}

/// Puts in order what is in order but for those whose ids became longer, which are marked: each is held back until those before
/// it have come.
pub(crate) fn renamed<T>(nearly: impl Iterator<Item = (T, bool)>, id: impl Fn(&T) -> &str) -> impl Iterator<Item = T> {
    let mut nearly = nearly.peekable();
    let mut back: BTreeMap<String, T> = BTreeMap::new();
    std::iter::from_fn(move || {
        while let Some((record, _)) = nearly.next_if(|(_, longer)| *longer) {
            back.insert(id(&record).to_owned(), record);
        }
        let due = back.first_key_value().is_some_and(|(first, _)| nearly.peek().is_none_or(|(next, _)| first.as_str() < id(next)));
        if due { back.pop_first().map(|(_, record)| record) } else { nearly.next().map(|(record, _)| record) }
    })
}

/// Reads a run part by part: a key, its record, and so on.
struct Reader<'a> {
    room: &'a Room,
    run: Run,
    block: Vec<u8>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(room: &'a Room, run: Run) -> Self {
        Self { room, run, block: Vec::new(), at: 0 }
    }

    fn key(&mut self) -> Option<Box<str>> {
        let key = self.part()?;
        String::from_utf8(key.into()).ok().map(Into::into)
    }

    fn part(&mut self) -> Option<Box<[u8]>> {
        let mut length = [0; 4];
        self.fill(&mut length)?;
        let mut part = vec![0; usize::try_from(u32::from_le_bytes(length)).ok()?];
        self.fill(&mut part)?;
        Some(part.into())
    }

    /// Reads until `into` is full.
    fn fill(&mut self, into: &mut [u8]) -> Option<()> {
        let there = self.block.get(self.at..)?;
        let (first, rest) = into.split_at_mut(there.len().min(into.len()));
        first.copy_from_slice(there.get(..first.len())?);
        self.at += first.len();
        if rest.is_empty() {
            return Some(());
        }
        let left = usize::try_from(self.run.end - self.run.begin).ok()?;
        if rest.len() > left {
            return None;
        }
        let length = rest.len().max(BLOCK).min(left);
        self.block.clear();
        self.at = 0;
        self.room.read(self.run.begin, length, |bytes| {
            let (now, later) = bytes.split_at_checked(rest.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
            rest.copy_from_slice(now);
            self.block.extend(later);
            Ok(())
        })?;
        self.run.begin += u64::try_from(length).ok()?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::keep::{Desk, HeldOpen};

    fn room() -> Room {
        Room::new(Arc::new(Desk::new(HeldOpen::default())))
    }

    #[test]
    fn many_records_come_in_order_and_few_are_held() {
        let mut pile: Pile<(usize, String)> = Pile::new(&room());
        let mut wanted = Vec::new();
        for at in 0..20_000 {
            // Every key comes several times, and some records are longer than what is read at a time.
            let key = format!("{:04}", at * 7_919 % 5_000);
            let record = (at, "款".repeat(if at % 1_000 == 0 { BLOCK } else { 50 }));
            pile.put(&key, &record);
            wanted.push((Box::from(key), record));
            let held: usize = pile.held.iter().map(|entry| entry.key.len() + entry.record.len()).sum();
            assert!(held <= HELD, "{held} bytes are held");
        }
        assert!(pile.runs.len() > 3);
        wanted.sort();
        let pile = pile.finish();
        for _ in 0..2 {
            assert!(pile.each().eq(wanted.iter().cloned()));
        }
    }

    #[test]
    fn few_records_need_no_run() {
        let mut pile = Pile::new(&room());
        ["b", "a", "b"].into_iter().zip(0u8..).for_each(|(key, at)| pile.put(key, &at));
        let pile = pile.finish();
        assert!(pile.runs.is_empty());
        assert_eq!(pile.each().map(|(_, at)| at).collect::<Vec<_>>(), [1, 0, 2]);
        assert_eq!(Pile::<u8>::new(&room()).finish().each().count(), 0);
    }

    #[test]
    fn what_became_longer_comes_where_it_belongs() {
        let nearly = [("a", false), ("a~2", true), ("a~3", true), ("a/x", false), ("b", false), ("b~2", true)];
        let sorted: Vec<&str> = renamed(nearly.into_iter(), |id| id).collect();
        assert_eq!(sorted, ["a", "a/x", "a~2", "a~3", "b", "b~2"]);
    }
}
