//! Which shelves joining looks at: those of documents that may be parts, and those that lie beside them or carry them. Of a
//! large archive that is often a small share. Not for: joining (`attach`).

use std::collections::HashSet;

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
        let without_head = self.cards.iter().filter(|card| card.has.no_head);
        Beside {
            parts: without_head.flat_map(|card| card.contents.ids()).cloned().collect(),
            folders: HashSet::new(),
            carriers: HashSet::new(),
        }
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
