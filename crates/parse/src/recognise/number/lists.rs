//! Word lists and character sets for look-ups that a text asks for again and again. Not for: what the words are (`data/`).

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A word list.
pub(super) type Words = HashSet<&'static str, BuildHasherDefault<Quick>>;
/// What was found out about words.
pub(super) type Known<T> = HashMap<String, T, BuildHasherDefault<Quick>>;

/// A hash of a few letters, eight bytes at a step: lists hold no more than some thousand words, so that it need not
/// withstand words that were chosen to collide.
#[derive(Debug, Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
            self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

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
