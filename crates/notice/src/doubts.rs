//! Why a fact is not certain: a set of doubts, in the order of their list. Not for: how sure the fact is ([`Confidence`](crate::codes::Confidence)).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codes::Doubt;

/// A set of doubts. Written as a list in the order of [`Doubt::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Doubts(u32);

impl Doubts {
    /// No doubt.
    pub const NONE: Self = Self(0);

    fn bit(doubt: Doubt) -> u32 {
        const { assert!(Doubt::ALL.len() <= 32, "a set has room for so many doubts") };
        1 << doubt as u32
    }

    /// Adds a doubt.
    pub fn insert(&mut self, doubt: Doubt) {
        self.0 |= Self::bit(doubt);
    }

    /// Whether a doubt is among them.
    #[must_use]
    pub fn contains(self, doubt: Doubt) -> bool {
        self.0 & Self::bit(doubt) != 0
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The doubts, in the order of their list.
    pub fn iter(self) -> impl Iterator<Item = Doubt> {
        Doubt::ALL.iter().copied().filter(move |doubt| self.contains(*doubt))
    }
}

impl Extend<Doubt> for Doubts {
    fn extend<I: IntoIterator<Item = Doubt>>(&mut self, doubts: I) {
        doubts.into_iter().for_each(|doubt| self.insert(doubt));
    }
}

impl FromIterator<Doubt> for Doubts {
    fn from_iter<I: IntoIterator<Item = Doubt>>(doubts: I) -> Self {
        let mut all = Self::NONE;
        all.extend(doubts);
        all
    }
}

impl From<Doubt> for Doubts {
    fn from(doubt: Doubt) -> Self {
        Self(Self::bit(doubt))
    }
}

impl std::ops::BitOrAssign for Doubts {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl Serialize for Doubts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Doubts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Doubt>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_written_in_the_order_of_the_list_without_repeats() {
        let (first, last) = (Doubt::ALL[0], Doubt::ALL[Doubt::ALL.len() - 1]);
        let doubts: Doubts = [last, first, last].into_iter().collect();
        assert_eq!(doubts.iter().collect::<Vec<_>>(), [first, last]);
        assert!(doubts.contains(last) && !doubts.contains(Doubt::ALL[1]) && !doubts.is_empty());
        assert_eq!(Doubt::ALL.iter().copied().collect::<Doubts>().iter().count(), Doubt::ALL.len());
    }
}
