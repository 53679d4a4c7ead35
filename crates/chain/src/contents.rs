//! Which contents a notice was read from, in little room: nearly all were read from one, which is named by its hash. Not
//! for: what the contents are.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use hongtou_notice::Text;

use crate::archive::Archive;
use crate::rows::large;

/// The ids of contents, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Contents {
    /// One whose id is 64 lower-case hex digits.
    Hash([u8; 32]),
    Named(Box<[Text]>),
}

impl Contents {
    pub(crate) fn of(ids: &[Text]) -> Self {
        let hash = if let [one] = ids { hash(one) } else { None };
        hash.map_or_else(|| Self::Named(ids.into()), Self::Hash)
    }

    /// The ids.
    pub(crate) fn ids(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let (hash, named): (_, &[Text]) = match self {
            Self::Hash(hash) => (Some(Cow::Owned(spelled(hash))), &[]),
            Self::Named(ids) => (None, ids),
        };
        hash.into_iter().chain(named.iter().map(|id| Cow::Borrowed(id.as_str())))
    }
}

impl Ord for Contents {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Hash(a), Self::Hash(b)) => a.cmp(b),
            _ => self.ids().cmp(other.ids()),
        }
    }
}

impl PartialOrd for Contents {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Finds the notices that were read from a content.
#[derive(Debug)]
pub struct ByContent<'a> {
    archive: &'a Archive,
    /// Those that were read from one content with a hash, sorted by it and then by id.
    alone: Vec<u32>,
    named: BTreeMap<&'a str, Vec<u32>>,
}

impl<'a> ByContent<'a> {
    pub(crate) fn new(archive: &'a Archive) -> Self {
        let mut all = Self { archive, alone: Vec::new(), named: BTreeMap::new() };
        for (at, (_, known)) in (0..).zip(archive.all()) {
            match &known.contents {
                Contents::Hash(_) => all.alone.push(at),
                Contents::Named(ids) => ids.iter().for_each(|id| all.named.entry(id).or_default().push(at)),
            }
        }
        all.alone.shrink_to_fit();
        all.alone.sort_unstable_by_key(|at| (archive.known(large(*at)).map(|known| &known.contents), *at));
        all
    }

    /// The ids of the notices that were read from a content, sorted.
    #[must_use]
    pub fn notices(&self, content: &str) -> Vec<&'a Text> {
        let mut places = self.named.get(content).cloned().unwrap_or_default();
        if let Some(hash) = hash(content) {
            let own = |at: &u32| self.archive.known(large(*at)).map(|known| &known.contents);
            let wanted = Contents::Hash(hash);
            let from = self.alone.partition_point(|at| own(at) < Some(&wanted));
            places.extend(self.alone.get(from..).unwrap_or_default().iter().take_while(|at| own(at) == Some(&wanted)));
            places.sort_unstable();
        }
        places.into_iter().filter_map(|at| self.archive.known(large(at))).map(|known| &known.id).collect()
    }
}

fn hash(id: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = id.as_bytes().try_into().ok()?;
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            let value = match digit {
                b'0'..=b'9' => digit - b'0',
                b'a'..=b'f' => digit - b'a' + 10,
                _ => return None,
            };
            *byte = *byte << 4 | value;
        }
    }
    Some(hash)
}

fn spelled(hash: &[u8; 32]) -> String {
    hash.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_and_keep_their_order() {
        let hex = |digit: &str| digit.repeat(64);
        let lists: [&[String]; 8] =
            [&[], &["".into()], &[hex("0")], &[hex("0"), "b".into()], &[hex("9")], &[hex("A")], &[hex("a")], &[hex("f") + "0"]];
        let contents = lists.map(|ids| Contents::of(&ids.iter().map(|id| Text::from(id.as_str())).collect::<Vec<_>>()));
        for (ids, contents) in lists.iter().zip(&contents) {
            assert!(contents.ids().eq(ids.iter()), "{ids:?}");
        }
        assert!(contents.is_sorted_by(|a, b| a < b));
        assert_eq!(contents.iter().filter(|contents| matches!(contents, Contents::Hash(_))).count(), 3);
    }
}
