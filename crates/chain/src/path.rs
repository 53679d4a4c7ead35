//! Walks from the root of a chain to each of its leaves, flat for reading. Upper sums repeat for each leaf: sum flows,
//! not these. Not for: recipients without a document of their own.

use std::collections::BTreeMap;

use hongtou_notice::codes::Level;

use crate::archive::{Archive, End};
use crate::chains::{Web, arrived};
use crate::keys::Keys;
use crate::model::{Path, PathStep};
use crate::tie::Tie;

/// Most walks shown for one leaf. Several come of money that was gathered from several notices; more than this is a
/// web that nobody reads, and the links tell it whole.
const WALKS: usize = 64;

/// Most documents on a walk. There are five levels of government.
const STEPS: usize = 16;

type Above<'a> = BTreeMap<&'a End, Vec<(&'a End, &'a Tie)>>;

/// The walks of a chain.
pub(crate) fn paths(archive: &Archive, keys: &Keys, web: &Web) -> Vec<Path> {
    let mut above: Above = BTreeMap::new();
    let mut leaves: BTreeMap<&End, bool> = BTreeMap::new();
    for (parent, child, tie) in &web.ties {
        above.entry(child).or_default().push((parent, tie));
        leaves.entry(child).or_insert(true);
        leaves.insert(parent, false);
    }
    let mut paths = Vec::new();
    for (leaf, _) in leaves.into_iter().filter(|(_, leaf)| *leaf) {
        let mut walks: Vec<Vec<(&End, Option<&Tie>)>> = Vec::new();
        climb(&above, &mut vec![(leaf, None)], &mut walks);
        for (at, walk) in walks.iter().enumerate() {
            let more = if at == 0 { String::new() } else { format!("/{}", at + 1) };
            paths.push(path(archive, web, format!("{}/{}{more}", web.chain.id, keys.key(archive, leaf)), walk));
        }
    }
    paths
}

/// Collects the walks that end in the last step of `walk`, which is kept from the leaf up.
fn climb<'a>(above: &Above<'a>, walk: &mut Vec<(&'a End, Option<&'a Tie>)>, walks: &mut Vec<Vec<(&'a End, Option<&'a Tie>)>>) {
    let Some((end, _)) = walk.last() else { return };
    let parents = above.get(end).filter(|_| walk.len() < STEPS);
    let Some(parents) = parents else {
        walks.push(walk.iter().rev().copied().collect());
        return;
    };
    for (parent, tie) in parents {
        if walks.len() >= WALKS {
            return;
        }
        walk.push((parent, Some(tie)));
        climb(above, walk, walks);
        walk.pop();
    }
}

/// A step carries the tie to the next one down; the leaf carries none.
fn path(archive: &Archive, web: &Web, id: String, walk: &[(&End, Option<&Tie>)]) -> Path {
    let mut path = Path {
        id: id.into(),
        chain_id: web.chain.id.clone(),
        fund_name: web.chain.fund_name.clone(),
        budget_year: web.chain.budget_year,
        central: PathStep::default(),
        province: PathStep::default(),
        prefecture: PathStep::default(),
        county: PathStep::default(),
    };
    let mut came = None;
    let mut filled = [false; 4];
    for (end, down) in walk {
        let (place, step) = match archive.level(end) {
            Some(Level::Central) => (0, &mut path.central),
            Some(Level::Province) => (1, &mut path.province),
            Some(Level::Prefecture) => (2, &mut path.prefecture),
            Some(Level::County) => (3, &mut path.county),
            _ => continue,
        };
        // A second document of the same level (a county's office after its treasury) hands on inside the level.
        if let Some(filled) = filled.get_mut(place).filter(|filled| !**filled) {
            *filled = true;
            *step = PathStep {
                number: archive.number(end),
                division: archive.division(end),
                issued_on: archive.date(end),
                money: match down {
                    Some(tie) => tie.money,
                    None => came.or_else(|| if let End::Held(at) = end { arrived(archive.known(*at).as_deref()) } else { None }),
                },
            };
        }
        came = down.and_then(|tie| tie.money);
    }
    path
}
