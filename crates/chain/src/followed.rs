//! An archive with its money followed, before its rows are made. Those of notices, recipients and grant items are made when
//! they are asked for, while their notice is open, and the others are opened one at a time: all of them take more memory
//! than anything else. Not for: following the money (`link`).

use std::convert::Infallible;
use std::sync::Arc;

use hongtou_notice::{DivisionCode, Notice};

use crate::archive::Archive;
use crate::chains::Chains;
use crate::contents::ByContent;
use crate::finding::Findings;
use crate::flow::Flows;
use crate::grants::grants_of;
use crate::keep::{Desk, HeldOpen, Keep};
use crate::keys::Keys;
use crate::model::{Chain, Finding, Flow, GrantRow, Link, Linked, Path};
use crate::pile::Pile;
use crate::room::Room;
use crate::stock::into_notices;
use crate::ties::Tied;

/// An archive with its money followed.
#[derive(Debug)]
pub struct Followed<K: Keep> {
    pub(crate) archive: Archive,
    pub(crate) desk: Arc<Desk<K>>,
    pub(crate) room: Room,
    pub(crate) flows: Flows,
    pub(crate) ties: Tied,
    pub(crate) keys: Keys,
    /// The places of the ties by the ids of the links.
    pub(crate) links: Pile<u32>,
    pub(crate) chains: Chains,
    pub(crate) findings: Findings,
}

/// What an archive gives to its tables. The pieces of one kind come sorted by id.
#[derive(Debug)]
pub enum Piece<'a> {
    /// A notice, with the division that the archive shows for it where it does not tell its own.
    Notice(&'a Notice, Option<&'a DivisionCode>),
    /// What stands in a notice. The rows of these are sorted by their ids, which begin with the notice's and a slash.
    Parts(&'a Notice),
    /// A grant item.
    Grant(GrantRow),
    /// A movement of money.
    Flow(Flow),
    /// A tie between documents.
    Link(Link),
    /// A chain.
    Chain(Chain),
    /// A root-to-leaf walk.
    Path(Path),
    /// A finding.
    Finding(Finding),
}

impl<K: Keep> Followed<K> {
    /// How many notices there are, one a document.
    #[must_use]
    pub fn notices(&self) -> usize {
        self.archive.len()
    }

    /// Which notices were read from each content.
    #[must_use]
    pub fn by_content(&self) -> ByContent<'_> {
        ByContent::new(&self.archive)
    }

    /// Calls this for every piece. Those of one kind come in their order; of several kinds, whichever needs the fewest notices
    /// to be opened.
    ///
    /// # Errors
    /// The first error that a call gives, or of what cannot be had again.
    pub fn for_each<E: From<K::Error>>(&self, mut each: impl FnMut(Piece<'_>) -> Result<(), E>) -> Result<(), E> {
        let mut told = self.flows.told().peekable();
        // The two orders differ where one id begins with another one; what was opened lately is not opened again.
        for ((_, first), (at, known)) in self.archive.all().zip(self.archive.by_row_id()) {
            let resolved = first.division.as_ref().filter(|_| !first.has.division);
            each(Piece::Notice(&*self.desk.open(first.place)?, resolved))?;
            let notice = self.desk.open(known.place)?;
            each(Piece::Parts(&notice))?;
            self.grants(&notice).into_iter().try_for_each(|row| each(Piece::Grant(row)))?;
            for flow in self.flows.given_by(&self.archive, &self.ties, at, &notice, &known) {
                while let Some(told) = told.next_if(|told| told.id < flow.id) {
                    each(Piece::Flow(told))?;
                }
                each(Piece::Flow(flow))?;
            }
        }
        told.try_for_each(|flow| each(Piece::Flow(flow)))?;
        let mut links = self.links.each().filter_map(|(_, at)| self.ties.link(&self.archive, &self.keys, at));
        links.try_for_each(|link| each(Piece::Link(link)))?;
        self.chains.chains.each().try_for_each(|(_, chain)| each(Piece::Chain(chain)))?;
        self.chains.paths.each().try_for_each(|(_, path)| each(Piece::Path(path)))?;
        self.findings.each().try_for_each(|finding| each(Piece::Finding(self.with_chain(finding))))?;
        self.desk.sound().map_err(E::from)
    }

    /// The desk, when nothing else shares it any more.
    fn into_desk(self) -> Arc<Desk<K>> {
        self.desk
    }

    /// A finding that says which chain it concerns, where its notice stands in one only.
    fn with_chain(&self, mut finding: Finding) -> Finding {
        let notice = finding.notice_id.as_deref().and_then(|id| self.archive.of_id(id));
        finding.chain_id = finding.chain_id.or_else(|| self.chains.of(&self.room, notice?));
        finding
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
        let mut all = Self::default();
        let Ok(()) = followed.for_each(|piece| -> Result<(), Infallible> {
            match piece {
                Piece::Notice(notice, resolved) => {
                    all.resolved_divisions.extend(resolved.map(|division| (notice.id.clone(), division.clone())));
                }
                Piece::Parts(_) => {}
                Piece::Grant(grant) => all.grants.push(grant),
                Piece::Flow(flow) => all.flows.push(flow),
                Piece::Link(link) => all.links.push(link),
                Piece::Chain(chain) => all.chains.push(chain),
                Piece::Path(path) => all.paths.push(path),
                Piece::Finding(finding) => all.findings.push(finding),
            }
            Ok(())
        });
        let places: Vec<usize> = followed.archive.all().map(|(_, known)| known.place).collect();
        all.notices = into_notices(followed.into_desk(), places);
        all
    }
}
