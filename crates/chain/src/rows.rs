//! What linking keeps of the rows of all givers: to which division each gives, and whether it counts. Not for: the flows
//! themselves (`flow`), which are made again from the notices.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::ops::Range;

use hongtou_notice::DivisionCode;

use crate::card::shared;
use crate::model::{Flow, NotCounted};

/// What must be known of a giver's row to decide whether it counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// The number of the division that it gives to.
    pub(crate) to: Option<NonZeroU32>,
    pub(crate) reason: Option<NotCounted>,
}

impl Row {
    pub(crate) fn counts(self) -> bool {
        self.reason.is_none()
    }
}

/// A row in three bytes: there are several for each notice.
#[derive(Debug, Clone, Copy)]
struct Packed([u8; 3]);

/// So many numbers of divisions fit; there are some four thousand.
const MOST: u32 = 1 << 20;

impl Packed {
    fn of(row: Row) -> Self {
        let reason = NotCounted::ALL.iter().zip(1u32..).find(|(reason, _)| Some(**reason) == row.reason);
        let number = row.to.map_or(0, NonZeroU32::get) << 4 | reason.map_or(0, |(_, number)| number);
        let [low, middle, high, _] = number.to_le_bytes();
        Self([low, middle, high])
    }

    fn row(self) -> Row {
        let Self([low, middle, high]) = self;
        let number = u32::from_le_bytes([low, middle, high, 0]);
        let reason = (number & 15).checked_sub(1).and_then(|at| NotCounted::ALL.get(large(at))).copied();
        Row { to: NonZeroU32::new(number >> 4), reason }
    }
}

/// The rows of the givers, and where those of each stand. There are several for each notice, so divisions are numbered.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    all: Vec<Packed>,
    /// Where those of each notice end.
    ends: Vec<u32>,
    divisions: Vec<DivisionCode>,
    numbers: BTreeMap<DivisionCode, NonZeroU32>,
}

impl Rows {
    /// Adds the flows of a giver. Givers come in their order.
    pub(crate) fn add(&mut self, giver: usize, flows: impl IntoIterator<Item = Flow>) {
        // Those between give nothing.
        while self.ends.len() < giver {
            push(&mut self.ends, small(self.all.len()));
        }
        for flow in flows {
            let to = flow.to_division.as_ref().and_then(|division| self.numbered(division));
            push(&mut self.all, Packed::of(Row { to, reason: flow.reason_not_counted }));
        }
        push(&mut self.ends, small(self.all.len()));
    }

    /// To be called when all are added.
    pub(crate) fn finish(mut self) -> Self {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
        self
    }

    fn numbered(&mut self, division: &DivisionCode) -> Option<NonZeroU32> {
        if let Some(known) = self.numbers.get(division) {
            return Some(*known);
        }
        let division = shared(division);
        self.divisions.push(division.clone());
        let number = NonZeroU32::new(small(self.divisions.len())).filter(|number| number.get() < MOST)?;
        self.numbers.insert(division, number);
        Some(number)
    }

    pub(crate) fn number(&self, division: Option<&DivisionCode>) -> Option<NonZeroU32> {
        self.numbers.get(division?).copied()
    }

    pub(crate) fn division(&self, row: Row) -> Option<&DivisionCode> {
        self.divisions.get(usize::try_from(row.to?.get()).ok()?.checked_sub(1)?)
    }

    /// The divisions that each giver gives to, with the giver's place.
    pub(crate) fn givers(&self) -> impl Iterator<Item = (usize, impl Iterator<Item = &DivisionCode>)> {
        self.places().map(|at| (at, self.of(at).filter_map(|row| self.division(row))))
    }

    /// The givers of any.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        (0..self.ends.len()).filter(|at| !self.range(*at).is_empty())
    }

    /// Where the rows of a notice stand.
    fn range(&self, giver: usize) -> Range<usize> {
        let end = |at: usize| self.ends.get(at).map_or(self.all.len(), |end| large(*end));
        giver.checked_sub(1).map_or(0, end)..end(giver)
    }

    pub(crate) fn of(&self, giver: usize) -> impl Iterator<Item = Row> {
        self.all.get(self.range(giver)).unwrap_or_default().iter().map(|row| row.row())
    }

    /// Gives rows of a giver that count a reason not to, where there is one.
    pub(crate) fn uncount(&mut self, giver: usize, mut reason: impl FnMut(NonZeroU32) -> Option<NotCounted>) {
        let rows = self.range(giver);
        for packed in self.all.get_mut(rows).unwrap_or_default() {
            let row = packed.row();
            if let Some(reason) = row.to.filter(|_| row.counts()).and_then(&mut reason) {
                *packed = Packed::of(Row { reason: Some(reason), ..row });
            }
        }
    }
}

/// Adds to a list that becomes as long as the archive: with twice as much room it would be half empty.
pub(crate) fn push<T>(list: &mut Vec<T>, item: T) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 8 + 1024);
    }
    list.push(item);
}

/// Marks one of the places of an archive.
pub(crate) fn mark(places: &mut [bool], at: usize) {
    places.get_mut(at).into_iter().for_each(|place| *place = true);
}

/// A place in four bytes, in which it is kept. No archive has so many places that one does not fit.
pub(crate) fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A place that was kept.
pub(crate) fn large(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_small_and_the_same_again() {
        assert_eq!(size_of::<Packed>(), 3);
        let reasons = NotCounted::ALL.iter().copied().map(Some).chain([None]);
        for (reason, to) in reasons.flat_map(|reason| [0, 1, 4_000, MOST - 1].map(|to| (reason, to))) {
            let row = Packed::of(Row { to: NonZeroU32::new(to), reason }).row();
            assert_eq!((row.to.map_or(0, NonZeroU32::get), row.reason), (to, reason));
        }
    }
}
