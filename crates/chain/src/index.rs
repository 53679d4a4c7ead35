//! Places found by a text that stands there: eight bytes each. Not for: what stands at them.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::rows::{large, small};

/// Places while they are added, each with what is made of its text.
#[derive(Debug)]
pub(crate) struct Indexing(Vec<(u64, u32)>);

/// Finds places by four bytes that are made of a text.
#[derive(Debug)]
pub(crate) struct Index {
    places: Vec<(u32, u32)>,
    /// Where places of several texts come together: few, since eight bytes tell texts apart that four do not.
    mixed: Vec<u32>,
}

impl Indexing {
    /// With room for so many: a list that is made longer again and again leaves holes in memory.
    pub(crate) fn with_room(places: usize) -> Self {
        Self(Vec::with_capacity(places))
    }

    /// Adds a place.
    pub(crate) fn add(&mut self, text: &(impl Hash + ?Sized), at: usize) {
        self.0.push((mark(text), small(at)));
    }

    /// To be called when all are added.
    pub(crate) fn finish(mut self) -> Index {
        self.0.sort_unstable();
        self.0.dedup();
        let mut mixed: Vec<u32> = self
            .0
            .windows(2)
            .filter_map(|pair| if let [(a, _), (b, _)] = pair { (a != b && half(*a) == half(*b)).then(|| half(*a)) } else { None })
            .collect();
        mixed.dedup();
        let mut places: Vec<(u32, u32)> = self.0.iter().map(|(mark, at)| (half(*mark), *at)).collect();
        places.sort_unstable();
        Index { places, mixed }
    }
}

impl Index {
    /// The places that have a text, in their order. `has` tells whether one does; it opens what lies on the disk, so of places that all have
    /// one text the first is asked alone.
    pub(crate) fn places(&self, text: &(impl Hash + ?Sized), has: impl Fn(usize) -> bool) -> Vec<usize> {
        let mark = half(mark(text));
        let from = self.places.partition_point(|(other, _)| *other < mark);
        let mut found =
            self.places.get(from..).unwrap_or_default().iter().take_while(|(other, _)| *other == mark).map(|(_, at)| large(*at));
        if self.mixed.binary_search(&mark).is_ok() {
            return found.filter(|at| has(*at)).collect();
        }
        let first = found.next().filter(|at| has(*at));
        first.into_iter().chain(found.take(if first.is_some() { usize::MAX } else { 0 })).collect()
    }
}

/// The same for equal texts.
fn mark(text: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The upper half of a mark.
fn half(mark: u64) -> u32 {
    let [.., a, b, c, d] = mark.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn places_are_found_by_their_text() {
        let mut index = Indexing::with_room(0);
        let text = |at: usize| format!("财社〔2024〕{}号", at % 7_000);
        (0..20_000).rev().for_each(|at| index.add(text(at).as_str(), at));
        let index = index.finish();
        let asked = Cell::new(0);
        for at in 0..7_000 {
            let has = |place: usize| {
                asked.set(asked.get() + 1);
                text(place) == text(at)
            };
            assert!(index.places(text(at).as_str(), has).into_iter().eq((at..20_000).step_by(7_000)), "{at}");
        }
        assert!(asked.get() < 7_100, "{} places were asked", asked.get());
        assert!(index.places("财社", |_| false).is_empty());
    }

    #[test]
    fn texts_that_come_together_are_told_apart() {
        let index = Index { places: vec![(half(mark("a")), 1), (half(mark("a")), 2), (half(mark("a")), 3)], mixed: vec![half(mark("a"))] };
        assert_eq!(index.places("a", |at| at != 2), [1, 3]);
    }
}
