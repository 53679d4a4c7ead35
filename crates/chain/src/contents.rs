//! Which contents notices were read from, in little room: nearly all are named by their hashes. Not for: what the contents are.

use std::borrow::Cow;
use std::cmp::Ordering;

use hongtou_notice::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::archive::Archive;
use crate::index::{Index, Indexing};

/// The id of a content. Ordered and shown as its text is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContentId(Id);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Id {
    /// 64 lower-case hex digits, as bytes.
    Hash([u8; 32]),
    /// Any other text.
    Named(Text),
}

impl ContentId {
    /// The id as text.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Id::Hash(hash) => Cow::Owned(spelled(hash)),
            Id::Named(id) => Cow::Borrowed(id),
        }
    }
}

impl From<&str> for ContentId {
    fn from(id: &str) -> Self {
        Self(hash(id).map_or_else(|| Id::Named(id.into()), Id::Hash))
    }
}

impl Serialize for ContentId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for ContentId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|id| id.as_str().into())
    }
}

impl Ord for ContentId {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Id::Hash(a), Id::Hash(b)) => a.cmp(b),
            (Id::Named(a), Id::Named(b)) => a.cmp(b),
            _ => self.text().cmp(&other.text()),
        }
    }
}

impl PartialOrd for ContentId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The ids of contents, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Contents(Box<[ContentId]>);

impl Contents {
    pub(crate) fn of(ids: &[Text]) -> Self {
        Self(ids.iter().map(|id| id.as_str().into()).collect())
    }

    /// The ids.
    pub(crate) fn ids(&self) -> &[ContentId] {
        &self.0
    }
}

/// Finds the notices that were read from a content.
#[derive(Debug)]
pub struct ByContent<'a> {
    archive: &'a Archive,
    places: Index,
}

impl<'a> ByContent<'a> {
    pub(crate) fn new(archive: &'a Archive) -> Self {
        let mut places = Indexing::with_room(archive.len());
        for (at, known) in archive.all() {
            known.contents.ids().iter().for_each(|content| places.add(content, at));
        }
        Self { archive, places: places.finish() }
    }

    /// The ids of the notices that were read from a content, sorted.
    #[must_use]
    pub fn notices(&self, content: &ContentId) -> Vec<Text> {
        let read = |at: usize| self.archive.known(at).is_some_and(|known| known.contents.ids().contains(content));
        self.places.places(content, read).into_iter().filter_map(|at| Some(self.archive.known(at)?.id.clone())).collect()
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
        let texts = [String::new(), hex("0"), hex("0") + "0", hex("9"), hex("A"), hex("a"), hex("f"), hex("g")];
        let ids: Vec<ContentId> = texts.iter().map(|text| text.as_str().into()).collect();
        assert!(ids.iter().map(ContentId::text).eq(texts.iter().map(String::as_str)));
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert_eq!(ids.iter().filter(|id| matches!(id.0, Id::Hash(_))).count(), 4);
    }
}
