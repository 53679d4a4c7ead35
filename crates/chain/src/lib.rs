//! Grant chains: notices tied together by the money that they pass down.
//!
//! All steps are pure. [`assemble`] turns the notices of an archive into one notice a document: copies
//! merged, ids made unique; [`join_attachments`] gives each notice the tables that lie beside it. [`link`] follows the money through them: [`Link`]s between documents, [`Flow`]s
//! to recipients, [`Chain`]s from the root to the last division, flat [`Path`]s for reading, and [`Finding`]s.
//! The result never depends on the order in which notices arrive. Rules: `docs/linking.md`.
//!
//! These take notices that are held open. [`Stock`] takes the same steps with notices that lie elsewhere, with whatever
//! [`Keep`]s them, and opens a few at a time; what is made of them lies there too: an archive is larger than the memory.
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
mod brief;
mod card;
mod cards;
mod chains;
mod check;
mod circle;
mod cite;
mod cited;
mod compare;
mod contents;
mod finding;
mod flow;
mod followed;
mod goals;
mod grants;
mod index;
mod infer;
mod keep;
mod keys;
mod lessons;
mod lower;
mod model;
mod parts;
mod path;
mod pile;
mod report;
mod report_flow;
mod room;
mod rows;
mod sorted;
mod stock;
mod store;
mod tags;
mod target;
mod tie;
mod ties;
mod title;
mod totals;
mod triples;
mod unpassed;

use std::sync::Arc;

use archive::Archive;
use chains::Chains;
use cite::Sources;
use finding::Findings;
use flow::Flows;
use infer::Givers;
use keep::Opens;
use keys::Keys;
use rows::Rows;
use ties::Ties;

pub use assemble::{Assembled, assemble};
pub use attach::{Beside, Shelf, join_attachments};
pub use card::Card;
pub use contents::{ByContent, ContentId};
pub use followed::{Followed, Piece};
pub use grants::grants_of;
pub use keep::{HeldOpen, Keep};
pub use model::{
    Basis, Chain, ChainNode, Finding, FindingCode, Flow, FlowStatus, GrantRow, Link, Linked, NodeStatus, NotCounted, Path, PathStep,
    Relation, Severity,
};
pub use room::decode;
pub use sorted::{Sorted, Sorting};
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
    /// When something that was laid aside could not be had again.
    pub fn follow(self) -> Result<Followed<K>, K::Error> {
        let Self { desk, room, cards, findings } = self;
        let mut findings = Findings::new(&room, findings);
        let archive = Archive::new(cards, &room, Arc::clone(&desk) as Arc<dyn Opens>);
        let mut ties = Ties::new(&room);
        let (mut givers, mut rows) = (Givers::new(&room), Rows::default());
        let mut sources = Sources::default();
        // Whatever looks at all notices looks at each of them while it is open.
        for (at, notice, known) in archive.each(|_| true) {
            findings.take(|found| cite::add_stated(&archive, at, &notice, &known, &mut ties, found));
            sources.add(&archive, at, &notice);
            givers.add(at, &notice, &known);
            flow::add_rows(&archive, at, &notice, &known, &mut rows);
            findings.take(|found| check::check_notice(&notice, &known, found));
        }
        let givers = givers.finish();
        let rows = rows.finish();
        report::add_told(&archive, &mut ties);
        ties.number();
        infer::add_allocated(&archive, &givers, &mut ties);
        infer::add_inferred(&archive, &givers, &mut ties);
        findings.take(|found| circle::refuse_circles(&archive, &mut ties, found));
        let ties = ties.finish();
        let keys = Keys::new(&ties);
        compare::compare_ends(&archive, &givers, &ties, &mut findings);
        drop(givers);
        unpassed::check_unpassed(&archive, &ties, &sources, &rows, &mut findings);
        let flows = Flows::new(&archive, &room, &keys, &ties, &sources, rows);
        drop(sources);
        let chains = Chains::new(&archive, &room, &keys, &ties);
        let links = ties.by_id(&archive, &keys);
        desk.sound()?;
        Ok(Followed { archive, desk, room, flows, ties, keys, links, chains, findings: findings.finish() })
    }
}
