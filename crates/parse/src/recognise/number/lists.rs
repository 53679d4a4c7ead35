//! Word lists and character sets for look-ups that a text asks for again and again. Not for: what the words are (`data/`).

use rustc_hash::{FxHashMap, FxHashSet};

/// A word list.
pub(super) type Words = FxHashSet<&'static str>;
/// What was found out about words.
pub(super) type Known<T> = FxHashMap<String, T>;

/// Characters of the Basic Multilingual Plane, one bit each.
#[derive(Debug)]
pub(super) struct CharSet(Vec<u64>);

impl CharSet {
    pub(super) fn has(&self, c: char) -> bool {
        let code = c as usize;
        self.0.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }
}

impl FromIterator<char> for CharSet {
    fn from_iter<I: IntoIterator<Item = char>>(chars: I) -> Self {
        let mut set = vec![0_u64; 0x1_0000 / 64];
        for code in chars.into_iter().map(|c| c as usize) {
            if let Some(bits) = set.get_mut(code / 64) {
                *bits |= 1 << (code % 64);
            }
        }
        Self(set)
    }
}
