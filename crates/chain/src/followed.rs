//! An archive with its money followed, before its rows are made. Those of recipients and grant items are made when they are
//! asked for, one after the other: all of them take more memory than the notices. Not for: following the money (`link`).

use std::collections::BTreeMap;
use std::convert::Infallible;

use hongtou_notice::{DivisionCode, Notice, Text};

use crate::archive::Archive;
use crate::flow::Flows;
use crate::model::{Chain, Finding, Flow, GrantRow, Link, Linked, Path};

/// An archive with its money followed. Every list is sorted by id.
#[derive(Debug)]
pub struct Followed {
    pub(crate) archive: Archive,
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

impl Followed {
    /// One notice a document.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.archive.notices
    }

    /// How many grant items there are.
    #[must_use]
    pub fn grants(&self) -> usize {
        self.archive.grants()
    }

    /// Calls this for every grant item.
    ///
    /// # Errors
    /// The first error that a call gives.
    pub fn for_each_grant<E>(&self, each: impl FnMut(GrantRow) -> Result<(), E>) -> Result<(), E> {
        self.archive.for_each_grant(each)
    }

    /// How many movements of money there are.
    #[must_use]
    pub fn flows(&self) -> usize {
        self.flows.len()
    }

    /// Calls this for every movement of money.
    ///
    /// # Errors
    /// The first error that a call gives.
    pub fn for_each_flow<E>(&self, each: impl FnMut(Flow) -> Result<(), E>) -> Result<(), E> {
        self.flows.for_each(&self.archive, each)
    }
}

impl From<Followed> for Linked {
    fn from(followed: Followed) -> Self {
        let mut grants = Vec::with_capacity(followed.grants());
        let mut flows = Vec::with_capacity(followed.flows());
        let Ok(()) = followed.for_each_grant(|grant| -> Result<(), Infallible> {
            grants.push(grant);
            Ok(())
        });
        let Ok(()) = followed.for_each_flow(|flow| -> Result<(), Infallible> {
            flows.push(flow);
            Ok(())
        });
        let Followed { archive, links, chains, paths, findings, resolved_divisions, .. } = followed;
        Self { notices: archive.notices, grants, links, flows, chains, paths, findings, resolved_divisions }
    }
}
