//! Grant chains: notices tied together by the money that they pass down.
//!
//! All steps are pure. [`assemble`] turns the notices of an archive into one notice a document: copies
//! merged, ids made unique; [`join_attachments`] gives each notice the tables that lie beside it. [`link`] follows the money through them: [`Link`]s between documents, [`Flow`]s
//! to recipients, [`Chain`]s from the root to the last division, flat [`Path`]s for reading, and [`Finding`]s.
//! The result never depends on the order in which notices arrive. Rules: `docs/linking.md`.
//!
//! These take notices that are held open. [`Stock`] takes the same steps with notices that lie elsewhere, with whatever
//! [`Keep`]s them, and opens a few at a time: an archive is larger than the memory.
//!
//! ```
//! let linked = hongtou_chain::link(hongtou_chain::assemble(Vec::new()));
//! assert!(linked.links.is_empty());
//! ```
//!
//! Not for: reading or parsing documents, or writing records (`hongtou-export`).

mod announced;
mod archive;
mod assemble;
mod attach;
mod card;
mod chains;
mod check;
mod circle;
mod cite;
mod compare;
mod finding;
mod flow;
mod followed;
mod goals;
mod grants;
mod infer;
mod keep;
mod lessons;
mod lower;
mod model;
mod parts;
mod path;
mod report;
mod report_flow;
mod stock;
mod tags;
mod target;
mod tie;
mod title;
mod totals;
mod unpassed;

use std::collections::BTreeMap;
use std::sync::Arc;

use archive::{Archive, arrange};
use cite::Sources;
use flow::{Flows, Rows};
use infer::Givers;
use keep::{Desk, Opens};
use tie::{Keys, Ties};

pub use assemble::{Assembled, assemble};
pub use attach::{Shelf, join_attachments};
pub use card::Card;
pub use followed::{Followed, Piece};
pub use grants::grants_of;
pub use keep::{HeldOpen, Keep};
pub use model::{
    Basis, Chain, ChainNode, Finding, FindingCode, Flow, FlowStatus, GrantRow, Link, Linked, NodeStatus, NotCounted, Path, PathStep,
    Relation, Severity,
};
pub use stock::Stock;

/// Follows the money of an assembled archive. Every list of the result is sorted by id; the findings of assembling are
/// among its findings.
#[must_use]
pub fn link(assembled: Assembled) -> Linked {
    let Ok(followed) = Stock::from(assembled).follow();
    followed.into()
}

impl<K: Keep> Stock<K> {
    /// Follows the money, with rows that are made when they are asked for. The findings of assembling are among those of the
    /// result.
    ///
    /// # Errors
    /// When a notice could not be opened again.
    pub fn follow(self) -> Result<Followed<K>, K::Error> {
        let Self { keep, mut cards, names, mut findings } = self;
        drop(names);
        archive::sort_by_id(&mut cards);
        let desk = Arc::new(Desk::new(keep));
        let archive = Archive::new(cards, Arc::clone(&desk) as Arc<dyn Opens>);
        let mut ties = Ties::default();
        let (mut givers, mut sources, mut rows) = (Givers::default(), Sources::default(), Rows::default());
        // Whatever looks at all notices looks at each of them while it is open.
        for (at, notice, known) in archive.each(|_| true) {
            cite::add_stated(&archive, at, &notice, known, &mut ties, &mut findings);
            sources.add(&archive, at, &notice);
            givers.add(at, &notice, known);
            rows.add(&archive, at, &notice, known);
            check::check_notice(&notice, known, &mut findings);
        }
        givers.finish();
        report::add_told(&archive, &mut ties);
        let mut ties = ties.settle_places();
        infer::add_allocated(&archive, &givers, &mut ties);
        infer::add_inferred(&archive, &givers, &mut ties);
        circle::refuse_circles(&archive, &mut ties, &mut findings);
        let keys = Keys::new(&ties);
        ties.name(&archive, &keys);
        compare::compare_ends(&archive, &givers, &ties, &mut findings);
        drop(givers);
        unpassed::check_unpassed(&archive, &ties, &sources, &rows, &mut findings);
        let flows = Flows::new(&archive, &keys, &ties, &sources, rows);
        drop(sources);
        let mut findings = finding::in_order(findings);
        let (chains, paths) = walked(&archive, &keys, &ties, &mut findings);
        let links = tie::links(&archive, ties);
        let resolved_divisions = archive.resolved_divisions();
        desk.sound()?;
        Ok(Followed { archive, desk, flows, links, chains, paths, findings, resolved_divisions })
    }
}

/// Chains and paths; each finding is told which chain it concerns.
fn walked(archive: &Archive, keys: &Keys, ties: &Ties, findings: &mut [Finding]) -> (Vec<Chain>, Vec<Path>) {
    let webs = chains::chains(archive, keys, ties);
    name_chains(&webs, findings);
    let mut paths: Vec<Path> = webs.iter().flat_map(|web| path::paths(archive, keys, web)).collect();
    arrange(&mut paths, |a, b| a.id.cmp(&b.id));
    (webs.into_iter().map(|web| web.chain).collect(), paths)
}

/// Says of each finding which chain it concerns, where its notice stands in one only.
fn name_chains(webs: &[chains::Web], findings: &mut [Finding]) {
    let mut chain_of: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for web in webs {
        for id in web.chain.nodes.iter().filter_map(|node| node.notice_id.as_deref()) {
            chain_of.entry(id).and_modify(|chain| *chain = None).or_insert(Some(&web.chain.id));
        }
    }
    for finding in findings {
        let chain = finding.notice_id.as_deref().and_then(|id| chain_of.get(id).copied()).flatten();
        finding.chain_id = finding.chain_id.take().or_else(|| chain.map(str::to_owned));
    }
}
