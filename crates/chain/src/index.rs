//! Places found by a text that stands there: eight bytes each. Not for: what stands at them.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::rows::{large, small};

/// Finds places by four bytes that are made of a text; who asks must look whether a place has the text.
#[derive(Debug)]
pub(crate) struct Index(Vec<(u32, u32)>);

impl Index {
    /// With room for so many: a list that is made longer again and again leaves holes in memory.
    pub(crate) fn with_room(places: usize) -> Self {
        Self(Vec::with_capacity(places))
    }

    /// Adds a place.
    pub(crate) fn add(&mut self, text: &(impl Hash + ?Sized), at: usize) {
        self.0.push((mark(text), small(at)));
    }

    /// To be called when all are added, and before any is looked up.
    pub(crate) fn finish(mut self) -> Self {
        self.0.shrink_to_fit();
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    /// The places that may have a text, in their order.
    pub(crate) fn places(&self, text: &(impl Hash + ?Sized)) -> impl Iterator<Item = usize> {
        let mark = mark(text);
        let from = self.0.partition_point(|(other, _)| *other < mark);
        self.0.get(from..).unwrap_or_default().iter().take_while(move |(other, _)| *other == mark).map(|(_, at)| large(*at))
    }
}

/// The same for equal texts.
fn mark(text: &(impl Hash + ?Sized)) -> u32 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let [a, b, c, d, ..] = hasher.finish().to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_by_their_text() {
        let mut index = Index::with_room(0);
        let text = |at: usize| format!("财社〔2024〕{}号", at % 7_000);
        (0..20_000).rev().for_each(|at| index.add(text(at).as_str(), at));
        let index = index.finish();
        for at in 0..7_000 {
            let found: Vec<usize> = index.places(text(at).as_str()).collect();
            assert!(found.is_sorted());
            assert!(found.into_iter().filter(|place| place % 7_000 == at).eq((at..20_000).step_by(7_000)), "{at}");
        }
        assert!(index.places("财社").all(|at| text(at) != "财社"));
    }
}
