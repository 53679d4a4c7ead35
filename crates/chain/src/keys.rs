//! How ends and ties are called in ids. Not for: which there are (`ties`).

use std::collections::BTreeSet;

use hongtou_notice::Text;

use crate::archive::{Archive, End};
use crate::model::Relation;
use crate::ties::Tied;

/// The id of a tie as a link.
pub(crate) fn link_id(archive: &Archive, keys: &Keys, relation: Relation, parent: &End, child: &End) -> Text {
    format!("{}:{}>{}", relation.code(), keys.key(archive, parent), keys.key(archive, child)).into()
}

/// Names of ends in ids: a held notice's id, else the number; where one number means several places in this archive,
/// `number@division`.
#[derive(Debug)]
pub(crate) struct Keys {
    shared: BTreeSet<Text>,
}

impl Keys {
    pub(crate) fn new(ties: &Tied) -> Self {
        let mut shared = BTreeSet::new();
        let mut last = None;
        for number in ties.cited().map(|cited| cited.number) {
            if last.as_ref() == Some(&number) {
                shared.insert(number);
            } else {
                last = Some(number);
            }
        }
        Self { shared }
    }

    pub(crate) fn key(&self, archive: &Archive, end: &End) -> Text {
        match end {
            End::Held(at) => archive.known(*at).map(|known| known.id.clone()).unwrap_or_default(),
            End::Cited(cited) if self.shared.contains(&cited.number) => {
                format!("{}@{}", cited.number, cited.division.as_ref().map_or("?", |division| division.as_str())).into()
            }
            End::Cited(cited) => cited.number.clone(),
        }
    }
}
