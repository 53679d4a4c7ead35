//! Rows of three numbers in their order, each once, laid aside: there is one for each cell of an archive's tables. Not for: records
//! with a text (`pile`).

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io;

use crate::room::Room;

pub(crate) type Triple = [u32; 3];

/// So many rows are held before they are laid aside.
const HELD: usize = 1 << 16;
/// So many rows are read or written at a time.
const BLOCK: usize = 256;
const BYTES: usize = size_of::<Triple>();

/// Rows that come in any order and are looked up by their first two numbers.
#[derive(Debug)]
pub(crate) struct Triples {
    room: Room,
    held: Vec<Triple>,
    most_held: usize,
    /// Sorted runs.
    runs: Vec<Run>,
    /// The first row of each block of the one run that was made of all.
    firsts: Vec<Triple>,
}

/// A run: where its blocks begin, and how many rows it has.
#[derive(Debug)]
struct Run {
    begin: u64,
    rows: usize,
}

impl Triples {
    pub(crate) fn new(room: &Room) -> Self {
        Self::of(room, HELD)
    }

    fn of(room: &Room, most_held: usize) -> Self {
        Self { room: room.clone(), held: Vec::new(), most_held, runs: Vec::new(), firsts: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn put(&mut self, row: Triple) {
        self.held.push(row);
        if self.held.len() >= self.most_held {
            self.lay_aside();
        }
    }

    fn lay_aside(&mut self) {
        self.held.sort_unstable();
        self.held.dedup();
        let bytes: Vec<u8> = self.held.iter().flatten().flat_map(|number| number.to_le_bytes()).collect();
        self.runs.push(Run { begin: self.room.write(&bytes), rows: self.held.len() });
        self.held.clear();
    }

    /// To be called when all are added, and before any is looked up.
    pub(crate) fn finish(mut self) -> Self {
        self.lay_aside();
        self.held = Vec::new();
        let mut readers: Vec<Reader<'_>> = self.runs.iter().map(|run| Reader::new(&self.room, run)).collect();
        let heads = readers.iter_mut().enumerate().filter_map(|(at, reader)| Some(Reverse((reader.next()?, at))));
        let mut heads: BinaryHeap<Reverse<(Triple, usize)>> = heads.collect();
        let (mut whole, mut firsts, mut block) = (None, Vec::new(), Vec::with_capacity(BLOCK * BYTES));
        let (mut rows, mut last) = (0, None);
        let mut write = |block: &mut Vec<u8>| {
            // Nothing else is written in between, so the blocks lie one behind the other.
            whole.get_or_insert(self.room.write(block));
            block.clear();
        };
        while let Some(mut head) = heads.peek_mut() {
            let (row, at) = head.0;
            match readers.get_mut(at).and_then(Iterator::next) {
                Some(next) => head.0 = (next, at),
                None => drop(PeekMut::pop(head)),
            }
            if last.replace(row) == Some(row) {
                continue;
            }
            if rows % BLOCK == 0 {
                firsts.push(row);
            }
            rows += 1;
            block.extend(row.iter().flat_map(|number| number.to_le_bytes()));
            if rows % BLOCK == 0 {
                write(&mut block);
            }
        }
        if !block.is_empty() {
            write(&mut block);
        }
        drop(readers);
        self.firsts = firsts;
        self.runs = whole.map(|begin| Run { begin, rows }).into_iter().collect();
        self
    }

    /// The third numbers, in their order, of the rows with these first two.
    pub(crate) fn with(&self, first: u32, second: u32) -> Vec<u32> {
        let mut found = Vec::new();
        let Some(run) = self.runs.first() else { return found };
        // Those before it that are smaller, but for the last, hold none of them.
        let from = self.firsts.partition_point(|[a, b, _]| (*a, *b) < (first, second)).saturating_sub(1);
        for at in from..self.firsts.len() {
            for [a, b, third] in block(&self.room, run, at * BLOCK) {
                if (a, b) > (first, second) {
                    return found;
                }
                if (a, b) == (first, second) {
                    found.push(third);
                }
            }
        }
        found
    }
}

/// A block of a run from a row on.
fn block(room: &Room, run: &Run, from: usize) -> Vec<Triple> {
    let rows = run.rows.saturating_sub(from).min(BLOCK);
    let begin = u64::try_from(from * BYTES).ok().and_then(|bytes| run.begin.checked_add(bytes)).unwrap_or(u64::MAX);
    let read = room.read(begin, rows * BYTES, |bytes| {
        if bytes.len() != rows * BYTES {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0u32, |number, byte| number << 8 | u32::from(*byte));
        let mut numbers = bytes.chunks_exact(size_of::<u32>()).map(number);
        Ok(std::iter::from_fn(|| Some([numbers.next()?, numbers.next()?, numbers.next()?])).collect())
    });
    read.unwrap_or_default()
}

/// Reads a run row by row.
struct Reader<'a> {
    room: &'a Room,
    run: &'a Run,
    /// How many rows were read.
    read: usize,
    rows: std::vec::IntoIter<Triple>,
}

impl<'a> Reader<'a> {
    fn new(room: &'a Room, run: &'a Run) -> Self {
        Self { room, run, read: 0, rows: Vec::new().into_iter() }
    }
}

impl Iterator for Reader<'_> {
    type Item = Triple;

    fn next(&mut self) -> Option<Triple> {
        if self.rows.len() == 0 && self.read < self.run.rows {
            let rows = block(self.room, self.run, self.read);
            // What is lost is an error of the whole.
            self.read = if rows.is_empty() { self.run.rows } else { self.read + rows.len() };
            self.rows = rows.into_iter();
        }
        self.rows.next()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::keep::{Desk, HeldOpen};
    use crate::rows::large;

    #[test]
    fn rows_are_found_by_their_first_numbers() {
        let room = Room::new(Arc::new(Desk::new(HeldOpen::default())));
        for count in [0u32, 1, 255, 256, 257, 5_000] {
            let mut triples = Triples::of(&room, 300);
            let rows: Vec<Triple> = (0..count).map(|at| at * 7_919 % count).map(|at| [at % 7, u32::MAX - 5 + at % 3, at]).collect();
            for row in rows.iter().chain(rows.iter().take(40)) {
                triples.put(*row);
                assert!(triples.held.len() < 300, "they are laid aside");
            }
            let triples = triples.finish();
            assert!(triples.held.capacity() == 0 && triples.firsts.len() == large(count).div_ceil(BLOCK));
            for (first, second) in (0..8).flat_map(|first| (0..4).map(move |second| (first, u32::MAX - 6 + second))) {
                let mut wanted: Vec<u32> = rows.iter().filter(|[a, b, _]| (*a, *b) == (first, second)).map(|[.., third]| *third).collect();
                wanted.sort_unstable();
                assert_eq!(triples.with(first, second), wanted, "{count} {first} {second}");
            }
        }
    }
}
