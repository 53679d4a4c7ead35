//! Records in the order of their keys, of which a few are in memory: what comes is held until it is much, then sorted and
//! laid aside as one run, and in the end the runs are read side by side; where they become many, some of them are made one before. Not for: records that are found again by
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
/// So many runs of one height are made one: each that is read has a block in memory.
const RUNS: usize = 256;

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
    /// In the order in which their records came; the higher ones first.
    runs: Vec<Run>,
    most_held: usize,
    most_runs: usize,
    record: PhantomData<fn() -> T>,
}

/// A run.
#[derive(Debug)]
struct Run {
    /// Where it lies; a record lies in one piece.
    pieces: Box<[Piece]>,
    /// How often its records were put together from several runs.
    height: u32,
}

/// Where a piece of a run begins and ends.
#[derive(Debug, Clone, Copy)]
struct Piece {
    begin: u64,
    end: u64,
}

impl<T: Serialize + DeserializeOwned> Pile<T> {
    pub(crate) fn new(room: &Room) -> Self {
        Self::of(room, HELD, RUNS)
    }

    fn of(room: &Room, most_held: usize, most_runs: usize) -> Self {
        Self { room: room.clone(), held: Vec::new(), bytes: 0, runs: Vec::new(), most_held, most_runs, record: PhantomData }
    }

    /// Adds a record.
    pub(crate) fn put(&mut self, key: &str, record: &T) {
        let entry = Entry { key: key.into(), record: self.room.passed_over(encode(record)).unwrap_or_default().into() };
        self.bytes += size_of::<Entry>() + entry.key.len() + entry.record.len();
        self.held.push(entry);
        if self.bytes > self.most_held {
            self.lay_aside();
        }
    }

    fn lay_aside(&mut self) {
        self.held.sort_by(|a, b| a.key.cmp(&b.key));
        let mut writer = Writer::new(&self.room, self.bytes);
        for Entry { key, record } in self.held.drain(..) {
            writer.put(&key, &record);
        }
        self.runs.push(writer.finish(0));
        self.bytes = 0;
        while let Some(height) = self.runs.last().map(|run| run.height) {
            let same = self.runs.iter().rev().take_while(|run| run.height == height).count();
            if same < self.most_runs {
                break;
            }
            let low = self.runs.split_off(self.runs.len() - same);
            let mut writer = Writer::new(&self.room, 0);
            for (key, record) in side_by_side(&self.room, &low, &[]) {
                writer.put(&key, &record);
            }
            self.runs.push(writer.finish(height.saturating_add(1)));
        }
    }

    /// To be called when all are added.
    pub(crate) fn finish(mut self) -> Self {
        self.held.sort_by(|a, b| a.key.cmp(&b.key));
        self.held.shrink_to_fit();
        self
    }

    /// The records with their keys, in order.
    pub(crate) fn each(&self) -> impl Iterator<Item = (Box<str>, T)> {
        let all = side_by_side(&self.room, &self.runs, &self.held);
        all.filter_map(|(key, record)| Some((key, self.room.passed_over(decode(&record))?)))
    }
}

/// The records of some runs and of a list that came behind them, in order, as bytes.
fn side_by_side<'a>(room: &'a Room, runs: &'a [Run], held: &'a [Entry]) -> impl Iterator<Item = (Box<str>, Box<[u8]>)> + use<'a> {
    let mut readers: Vec<Reader<'_>> = runs.iter().map(|run| Reader::new(room, run)).collect();
    let mut held = held.iter().peekable();
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

/// Writes a run piece by piece.
struct Writer<'a> {
    room: &'a Room,
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
}

impl<'a> Writer<'a> {
    /// With room for so many bytes.
    fn new(room: &'a Room, bytes: usize) -> Self {
        Self { room, bytes: Vec::with_capacity(bytes), pieces: Vec::new() }
    }

    fn put(&mut self, key: &str, record: &[u8]) {
        for part in [key.as_bytes(), record] {
            self.bytes.extend(self.room.length(part.len()).to_le_bytes());
            self.bytes.extend(part);
        }
        if self.bytes.len() > HELD {
            self.write();
        }
    }

    fn write(&mut self) {
        if !self.bytes.is_empty() {
            let begin = self.room.write(&self.bytes);
            self.pieces.push(Piece { begin, end: begin.saturating_add(u64::try_from(self.bytes.len()).unwrap_or(u64::MAX)) });
            self.bytes.clear();
        }
    }

    fn finish(mut self, height: u32) -> Run {
        self.write();
        Run { pieces: self.pieces.into(), height }
    }
}

/// Reads a run part by part: a key, its record, and so on.
struct Reader<'a> {
    room: &'a Room,
    /// What is left of the piece that is read.
    piece: Piece,
    later: std::slice::Iter<'a, Piece>,
    block: Vec<u8>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(room: &'a Room, run: &'a Run) -> Self {
        Self { room, piece: Piece { begin: 0, end: 0 }, later: run.pieces.iter(), block: Vec::new(), at: 0 }
    }

    /// The next key; `None` at the end of the run, and where it is broken, which is an error of the whole.
    fn key(&mut self) -> Option<Box<str>> {
        while self.left() == 0 {
            self.piece = *self.later.next()?;
        }
        let key = String::from_utf8(self.part()?.into());
        self.room.passed_over(key.map(Into::into).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)))
    }

    /// The next part; `None` where there is none, which is an error of the whole.
    fn part(&mut self) -> Option<Box<[u8]>> {
        let mut length = [0; 4];
        self.fill(&mut length)?;
        let length = u32::from_le_bytes(length);
        // What nobody wrote is not waited for with a large piece of memory.
        if u64::from(length) > self.left() {
            return self.broken();
        }
        let mut part = vec![0; usize::try_from(length).ok()?];
        self.fill(&mut part)?;
        Some(part.into())
    }

    /// How many bytes of the piece were not given yet.
    fn left(&self) -> u64 {
        let there = self.block.len().saturating_sub(self.at);
        self.piece.end.saturating_sub(self.piece.begin).saturating_add(u64::try_from(there).unwrap_or(u64::MAX))
    }

    fn broken<T>(&self) -> Option<T> {
        self.room.passed_over(Err(io::ErrorKind::UnexpectedEof.into()))
    }

    /// Reads until `into` is full.
    fn fill(&mut self, into: &mut [u8]) -> Option<()> {
        let there = self.block.get(self.at..).unwrap_or_default();
        let (first, rest) = into.split_at_mut(there.len().min(into.len()));
        first.copy_from_slice(there.get(..first.len())?);
        self.at += first.len();
        if rest.is_empty() {
            return Some(());
        }
        let left = usize::try_from(self.piece.end.saturating_sub(self.piece.begin)).unwrap_or(usize::MAX);
        if rest.len() > left {
            return self.broken();
        }
        let length = rest.len().max(BLOCK).min(left);
        self.block.clear();
        self.at = 0;
        self.room.read(self.piece.begin, length, |bytes| {
            let (now, later) = bytes.split_at_checked(rest.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
            rest.copy_from_slice(now);
            self.block.extend(later);
            Ok(())
        })?;
        self.piece.begin = self.piece.begin.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::keep::tests::Strict;
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
    fn many_runs_are_made_few() {
        let mut pile: Pile<usize> = Pile::of(&room(), 400, 4);
        let mut wanted = Vec::new();
        for at in 0..5_000 {
            let key = format!("{:03}", at * 7_919 % 500);
            pile.put(&key, &at);
            wanted.push((Box::from(key), at));
            let heights: Vec<u32> = pile.runs.iter().map(|run| run.height).collect();
            assert!(heights.is_sorted_by(|a, b| a >= b) && heights.chunk_by(|a, b| a == b).all(|same| same.len() < 4), "{heights:?}");
        }
        assert!(pile.runs.iter().any(|run| run.height > 2));
        wanted.sort();
        assert!(pile.finish().each().eq(wanted));
    }

    #[test]
    fn a_broken_run_is_an_error() {
        let read = |change: fn(&mut Piece)| {
            let desk = Arc::new(Desk::new(Strict::default()));
            let room = Room::new(Arc::<Desk<Strict>>::clone(&desk));
            let mut pile: Pile<String> = Pile::of(&room, 100, RUNS);
            (0..50).for_each(|at| pile.put(&at.to_string(), &"款".repeat(at)));
            pile.runs.iter_mut().flat_map(|run| &mut run.pieces).take(1).for_each(change);
            let count = pile.finish().each().count();
            (count, desk.sound().map_err(|error| error.kind()))
        };
        assert_eq!(read(|_| ()), (50, Ok(())));
        // Ends within a record, within a key, within a length; and goes on where nothing was written.
        let changes: [fn(&mut Piece); 3] =
            [|piece| piece.end -= 1, |piece| piece.end = piece.begin + 5, |piece| piece.end = piece.begin + 2];
        for change in changes {
            assert_eq!(read(change).1, Err(io::ErrorKind::UnexpectedEof));
        }
        assert!(read(|piece| piece.begin += 1).1.is_err());
        assert!(read(|piece| *piece = Piece { begin: 1 << 40, end: 1 << 41 }).1.is_err());
    }

    #[test]
    fn what_is_too_long_to_be_written_down_is_an_error() {
        let desk = Arc::new(Desk::new(Strict::default()));
        let room = Room::new(Arc::<Desk<Strict>>::clone(&desk));
        assert_eq!(room.length(7), 7);
        assert!(desk.sound().is_ok());
        room.length(usize::MAX);
        assert!(desk.sound().is_err());
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
