//! An archive with its money followed, before its rows are made. Those of notices, recipients and grant items are made when
//! they are asked for, while their notice is open: all of them take more memory than anything else. Not for: following
//! the money (`link`).

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use hongtou_notice::{DivisionCode, Notice, Text};

use crate::archive::Archive;
use crate::flow::Flows;
use crate::grants::grants_of;
use crate::keep::{Desk, HeldOpen, Keep};
use crate::model::{Chain, Finding, Flow, GrantRow, Link, Linked, Path};

/// An archive with its money followed. Every list is sorted by id.
#[derive(Debug)]
pub struct Followed<K: Keep> {
    pub(crate) archive: Archive,
    pub(crate) desk: Arc<Desk<K>>,
    pub(crate) flows: Flows,
    /// Ties between documents.
    pub links: Vec<Link>,
    /// Chains.
    pub chains: Vec<Chain>,
    /// Root-to-leaf walks.
    pub paths: Vec<Path>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// The divisions that the archive shows for notices which do not tell their own, by notice id.
    pub resolved_divisions: BTreeMap<Text, DivisionCode>,
}

/// What a notice gives to the tables of an archive.
#[derive(Debug)]
pub enum Piece<'a> {
    /// The notice itself. These come sorted by id.
    Notice(&'a Notice),
    /// What stands in it. The rows of these are sorted by their ids, which begin with the notice's and a slash.
    Parts(&'a Notice),
    /// The next of the grant items, which are sorted by id.
    Grant(GrantRow),
    /// The next of the movements of money, which are sorted by id.
    Flow(Flow),
}

impl<K: Keep> Followed<K> {
    /// How many notices there are, one a document.
    #[must_use]
    pub fn notices(&self) -> usize {
        self.archive.len()
    }

    /// Every notice's id with the contents it was read from, sorted by id.
    pub fn sources(&self) -> impl Iterator<Item = (&Text, &[Text])> {
        self.archive.all().map(|(_, known)| (&known.id, &*known.source_ids))
    }

    /// Calls this for every piece of every notice. The pieces of one kind come in their order; of two kinds, whichever needs
    /// the fewest notices to be opened.
    ///
    /// # Errors
    /// The first error that a call gives, or of a notice that does not open again.
    pub fn for_each<E: From<K::Error>>(&self, mut each: impl FnMut(Piece<'_>) -> Result<(), E>) -> Result<(), E> {
        let mut told = self.flows.told().iter().peekable();
        // The two orders differ where one id begins with another one; what was opened lately is not opened again.
        for ((_, known), at) in self.archive.all().zip(self.archive.by_row_id()) {
            each(Piece::Notice(&*self.desk.open(known.place)?))?;
            let Some(known) = self.archive.known(at) else { continue };
            let notice = self.desk.open(known.place)?;
            each(Piece::Parts(&notice))?;
            self.grants(&notice).into_iter().try_for_each(|row| each(Piece::Grant(row)))?;
            for flow in self.flows.given_by(&self.archive, at, &notice) {
                while let Some(told) = told.next_if(|told| told.id < flow.id) {
                    each(Piece::Flow(told.clone()))?;
                }
                each(Piece::Flow(flow))?;
            }
        }
        told.cloned().try_for_each(|flow| each(Piece::Flow(flow)))
    }

    /// The grant items of a notice, sorted by id.
    fn grants(&self, notice: &Notice) -> Vec<GrantRow> {
        let row = |(at, grant)| GrantRow { id: format!("{}/g{at}", notice.id).into(), notice_id: notice.id.clone(), grant };
        let mut rows: Vec<GrantRow> = (1..).zip(grants_of(notice)).map(row).collect();
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        rows
    }
}

impl From<Followed<HeldOpen>> for Linked {
    fn from(followed: Followed<HeldOpen>) -> Self {
        let (mut grants, mut flows) = (Vec::new(), Vec::new());
        let Ok(()) = followed.for_each(|piece| -> Result<(), Infallible> {
            match piece {
                Piece::Grant(grant) => grants.push(grant),
                Piece::Flow(flow) => flows.push(flow),
                Piece::Notice(_) | Piece::Parts(_) => {}
            }
            Ok(())
        });
        let Followed { archive, desk, links, chains, paths, findings, resolved_divisions, .. } = followed;
        let places: Vec<usize> = archive.all().map(|(_, known)| known.place).collect();
        drop(archive);
        let keep = Arc::into_inner(desk).map(Desk::into_keep).unwrap_or_default();
        Self { notices: keep.into_notices(places.into_iter()), grants, links, flows, chains, paths, findings, resolved_divisions }
    }
}
