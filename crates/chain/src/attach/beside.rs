//! Which shelves joining looks at: those of documents that may be parts, and those that lie beside them or carry them; and of which
//! contents joining asks what they point to. Of a large archive that is often a small share. Not for: joining (`attach`).

use std::collections::{BTreeMap, HashSet};

use super::Shelf;
use super::owner::{carriers, folder};
use crate::contents::ContentId;
use crate::keep::Keep;
use crate::stock::Stock;

/// Which of an archive's shelves [`Stock::join_attachments`] looks at. All paths are shown to it twice: first to
/// [`see`](Self::see), then to [`wants`](Self::wants).
#[derive(Debug)]
pub struct Beside {
    parts: HashSet<ContentId>,
    folders: HashSet<String>,
    carriers: HashSet<String>,
}

impl<K: Keep> Stock<K> {
    /// Which shelves joining looks at. Only for notices that are assembled.
    #[must_use]
    pub fn beside(&self) -> Beside {
        let without_head = self.cards.those(|brief| brief.no_head);
        Beside {
            parts: without_head.flat_map(|(_, card)| card.contents.ids().to_vec()).collect(),
            folders: HashSet::new(),
            carriers: HashSet::new(),
        }
    }

    /// The contents whose links joining looks at, where these are the shelves that [`Beside::wants`]: all contents of a notice
    /// that stands on one of them, since any copy of it may point to a part beside another.
    #[must_use]
    pub fn pointing(&self, shelves: &BTreeMap<String, Shelf>) -> HashSet<ContentId> {
        let stands = |content: &ContentId| shelves.contains_key(&*content.text());
        let beside = self.cards.those(|_| !shelves.is_empty()).filter(|(_, card)| card.contents.ids().iter().any(stands));
        beside.flat_map(|(_, card)| card.contents.ids().to_vec()).collect()
    }
}

impl Beside {
    /// Takes in where a content lies.
    pub fn see(&mut self, content: &ContentId, path: &str) {
        if self.parts.contains(content) {
            if !self.folders.contains(folder(path)) {
                self.folders.insert(folder(path).to_owned());
            }
            self.carriers.extend(carriers(path).map(str::to_owned));
        }
    }

    /// Whether it matters that a content lies there.
    #[must_use]
    pub fn wants(&self, path: &str) -> bool {
        self.folders.contains(folder(path)) || self.carriers.contains(path)
    }
}
