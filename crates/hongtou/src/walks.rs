//! From the notice that gave a sum up to the grants that it comes from. The view `grant_walks` of a database answers the same.
//! Not for: walks down to every leaf, which are records (`paths`).

use std::collections::BTreeMap;

use hongtou_chain::Relation;
use hongtou_export::rows::{ChainRow, FlowRow, LinkRow};
use hongtou_export::store::StoreError;
use hongtou_notice::Date;

/// How a sum came from a grant to the notice that gave it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Walk {
    /// The notices by their numbers (without one, their ids), the root first: the one with nothing above it in this archive. The
    /// giver's notice is the last.
    pub notices: Vec<String>,
    /// The root's date; `None` where it is not known.
    pub issued_on: Option<Date>,
    /// The root's key among the nodes of chains: its id, or its number where it is not held.
    pub root: String,
}

/// A tie to what lies above.
#[derive(Debug)]
struct Above {
    parent: String,
    name: String,
    fund: Option<String>,
}

/// The ties by which money was handed down, by the key of the child.
#[derive(Debug, Default)]
pub(crate) struct Walks(BTreeMap<String, Vec<Above>>);

/// More steps than there are levels of government, of which there are five; circles are refused before they are links.
const MOST_STEPS: usize = 12;

impl Walks {
    pub(crate) fn new(links: impl Iterator<Item = Result<LinkRow, StoreError>>) -> Result<Self, StoreError> {
        let mut all = Self::default();
        for link in links {
            let link = link?;
            let Some((parent, child)) = ends(&link.id).filter(|_| link.relation == Relation::Grants) else { continue };
            let name = link.parent_number.unwrap_or_else(|| parent.clone());
            all.0.entry(child).or_default().push(Above { parent, name, fund: link.fund_key });
        }
        Ok(all)
    }

    /// The walks of a movement, one a root, in the order of the roots; of several to one root that whose notices come first in
    /// order. Ties of other funds are passed over.
    pub(crate) fn of(&self, flow: &FlowRow) -> Vec<Walk> {
        let Some(giver) = flow.parent_notice_id.as_ref().or(flow.parent_number.as_ref()) else { return Vec::new() };
        let name = flow.parent_number.clone().unwrap_or_else(|| giver.clone());
        let mut found = BTreeMap::new();
        self.up(giver, vec![name.clone()], flow.fund_key.as_deref(), &mut found);
        if found.is_empty() {
            found.insert(giver, vec![name]);
        }
        found.into_iter().map(|(root, notices)| Walk { notices, issued_on: None, root: root.to_owned() }).collect()
    }

    /// Follows ties up from a notice; `below` is the walk from it down, the last notice first.
    fn up<'a>(&'a self, key: &'a str, below: Vec<String>, fund: Option<&str>, found: &mut BTreeMap<&'a str, Vec<String>>) {
        let Some(ties) = self.0.get(key) else {
            let mut walk = below;
            walk.reverse();
            let known = found.entry(key).or_insert_with(|| walk.clone());
            if walk < *known {
                *known = walk;
            }
            return;
        };
        if below.len() > MOST_STEPS {
            return;
        }
        for tie in ties {
            if tie.fund.as_deref().zip(fund).is_none_or(|(tie, own)| tie == own) {
                let mut further = below.clone();
                further.push(tie.name.clone());
                self.up(&tie.parent, further, fund, found);
            }
        }
    }
}

/// Gives walks the dates of their roots, which the nodes of chains bear.
pub(crate) fn date_roots<'a>(
    walks: impl Iterator<Item = &'a mut Walk>,
    chains: impl Iterator<Item = Result<ChainRow, StoreError>>,
) -> Result<(), StoreError> {
    let mut of_root: BTreeMap<String, Vec<&mut Walk>> = BTreeMap::new();
    walks.for_each(|walk| of_root.entry(walk.root.clone()).or_default().push(walk));
    for chain in chains {
        for node in chain?.nodes {
            if let Some(date) = node.issued_on {
                of_root.get_mut(&node.key).into_iter().flatten().for_each(|walk| walk.issued_on = Some(date.0));
            }
        }
    }
    Ok(())
}

/// The keys of the nodes that a link's id is built from.
pub(crate) fn ends(id: &str) -> Option<(String, String)> {
    let (parent, child) = id.split_once(':')?.1.split_once('>')?;
    Some((parent.to_owned(), child.to_owned()))
}
