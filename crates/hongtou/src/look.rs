//! Questions to the records of a run: the chains that a document stands in, what reached a place. Not for: drawing the
//! answers (`hongtou-cli`).

use std::collections::BTreeMap;
use std::path::Path;

use hongtou_chain::Relation;
use hongtou_export::rows::{ChainRow, FindingRow, FlowRow, LinkRow};
use hongtou_export::store;
use hongtou_notice::{DivisionCode, Divisions, Match};

use crate::Error;
use crate::walks::{Walk, Walks, date_roots, ends};

/// A chain with its links and findings.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainView {
    /// The chain.
    pub chain: ChainRow,
    /// Its links: key of the parent's node, key of the child's, the link. In the order of the keys.
    pub links: Vec<(String, String, LinkRow)>,
    /// The findings on its notices, sorted by id.
    pub findings: Vec<FindingRow>,
    /// Keys of the nodes that were asked for.
    pub asked: Vec<String>,
}

/// The chains that a document stands in. `number` is a document number in any common spelling, a notice id, or the key of
/// a node.
///
/// # Errors
/// When the folder holds no records, or no chain of it holds the document.
pub fn chains_of(folder: &Path, number: &str) -> Result<Vec<ChainView>, Error> {
    let mut wanted = vec![number.trim().to_owned()];
    wanted.extend(hongtou_parse::recognise::find_numbers(number).into_iter().map(|found| found.number.to_string()));
    let mut views = Vec::new();
    for chain in store::rows::<ChainRow>(folder)? {
        let chain = chain?;
        let is_meant = |name: Option<&String>| name.is_some_and(|name| wanted.contains(name));
        let nodes = chain.nodes.iter().filter(|node| is_meant(Some(&node.key)) || is_meant(node.number.as_ref()));
        let asked: Vec<String> = nodes.map(|node| node.key.clone()).collect();
        if !asked.is_empty() {
            views.push(ChainView { chain, links: Vec::new(), findings: Vec::new(), asked });
        }
    }
    if views.is_empty() {
        return Err(Error::NoChain { number: number.to_owned() });
    }
    let mut of_edge: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut of_notice: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, view) in views.iter().enumerate() {
        view.chain.edges.iter().for_each(|edge| of_edge.entry(edge.clone()).or_default().push(at));
        let ids = view.chain.nodes.iter().filter_map(|node| node.notice_id.clone());
        ids.for_each(|id| of_notice.entry(id).or_default().push(at));
    }
    for link in store::rows::<LinkRow>(folder)? {
        let link = link?;
        let Some((parent, child)) = ends(&link.id).filter(|_| link.relation == Relation::Grants) else { continue };
        for at in of_edge.get(&link.id).into_iter().flatten() {
            if let Some(view) = views.get_mut(*at) {
                view.links.push((parent.clone(), child.clone(), link.clone()));
            }
        }
    }
    for finding in store::rows::<FindingRow>(folder)? {
        let finding = finding?;
        for at in finding.notice_id.as_ref().and_then(|id| of_notice.get(id)).into_iter().flatten() {
            if let Some(view) = views.get_mut(*at) {
                view.findings.push(finding.clone());
            }
        }
    }
    views.iter_mut().for_each(|view| view.links.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
    Ok(views)
}

/// What reached a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The place's code.
    pub division: DivisionCode,
    /// Its name.
    pub name: String,
    /// The movements to it, the earliest first; those that do not count are among them.
    pub movements: Vec<Movement>,
}

/// A movement of money, and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// The movement.
    pub flow: FlowRow,
    /// The walks from each grant that it comes from to the notice that gave it, one a root, of which there may be none that is
    /// not the giver itself. Of several nothing tells which of them it came by.
    pub walks: Vec<Walk>,
}

/// What reached a place: its name (伽师县, 喀什地区伽师县) or code, of all funds or those whose key holds `fund`, of all budget
/// years or one.
///
/// # Errors
/// When the folder holds no records, or the name means no place or several.
pub fn received_by(folder: &Path, place: &str, fund: Option<&str>, year: Option<i32>) -> Result<Received, Error> {
    let division = division(place)?;
    let of_fund = |flow: &FlowRow| {
        let key = flow.fund_key.as_deref().unwrap_or_default();
        fund.is_none_or(|fund| key.contains(fund) || !key.is_empty() && fund.contains(key))
    };
    let is_asked = |flow: &FlowRow| {
        flow.to_division.as_ref().is_some_and(|to| to.0 == division)
            && of_fund(flow)
            && year.is_none_or(|year| flow.budget_year == Some(year))
    };
    let mut flows = Vec::new();
    for flow in store::rows::<FlowRow>(folder)? {
        flows.extend(Some(flow?).filter(is_asked));
    }
    flows.sort_by(|a, b| (a.issued_on.is_none(), a.issued_on, &a.id).cmp(&(b.issued_on.is_none(), b.issued_on, &b.id)));
    let walks = Walks::new(store::rows::<LinkRow>(folder)?)?;
    let mut movements: Vec<Movement> = flows.into_iter().map(|flow| Movement { walks: walks.of(&flow), flow }).collect();
    date_roots(movements.iter_mut().flat_map(|movement| &mut movement.walks), store::rows::<ChainRow>(folder)?)?;
    let name = Divisions::get().by_code(division.as_str()).map_or_else(|| place.to_owned(), |division| division.name.clone());
    Ok(Received { division, name, movements })
}

/// The division that a name or a code means; larger places may stand before its name.
fn division(place: &str) -> Result<DivisionCode, Error> {
    let place = place.trim();
    let divisions = Divisions::get();
    if divisions.by_code(place).is_some() {
        return Ok(DivisionCode(place.into()));
    }
    let mut scope: Option<DivisionCode> = None;
    let mut rest = place;
    loop {
        match divisions.resolve(rest, scope.as_ref()) {
            Match::One(code) if scope.as_ref().is_none_or(|scope| divisions.within(&code, scope.as_str())) => return Ok(code),
            Match::Many(several) if scope.is_none() => {
                let named = |code: &DivisionCode| {
                    let above = divisions.parent(code).and_then(|above| divisions.by_code(above.as_str()));
                    format!(
                        "{code} {}{}",
                        above.map_or("", |above| &above.name),
                        divisions.by_code(code.as_str()).map_or("", |own| &own.name)
                    )
                };
                return Err(Error::ManyDivisions {
                    name: place.to_owned(),
                    meant: several.iter().map(named).collect::<Vec<_>>().join(", "),
                });
            }
            _ => {}
        }
        match divisions.prefix(rest, scope.as_ref()) {
            Some((length, Match::One(outer))) if length < rest.len() => {
                scope = Some(outer);
                rest = rest.get(length..).unwrap_or_default();
            }
            _ => return Err(Error::NoDivision { name: place.to_owned() }),
        }
    }
}
