//! Chains: the ties of one fund and year put together from the root down.
//!
//! Money is followed through a notice, not through a name: whatever came in by a notice of one fund goes out by it,
//! even if the next level writes the fund's name otherwise. Only where a notice gathers money of several funds, or a
//! number that is not held is cited for several, the fund's name parts the ties. A chain is made, written and forgotten before
//! the next. Not for: walks (`path`).

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use hongtou_notice::codes::Level;
use hongtou_notice::{DivisionCode, Divisions, Money, Text};

use crate::archive::{Archive, End};
use crate::card::Known;
use crate::cited::Tip;
use crate::infer::numbered;
use crate::keys::{Keys, link_id};
use crate::model::{Chain, ChainNode, NodeStatus, Path, Relation};
use crate::path::paths;
use crate::pile::Pile;
use crate::room::{Room, Slip};
use crate::rows::large;
use crate::ties::{Opened, Tied};
use crate::totals::given_to;

/// A chain with what walking through it needs.
#[derive(Debug)]
pub(crate) struct Web {
    pub(crate) chain: Chain,
    pub(crate) ties: Vec<Opened>,
}

type Fund = (Option<Text>, Option<i32>);

/// All chains, made one at a time and laid aside with their walks.
#[derive(Debug)]
pub(crate) struct Chains {
    /// By id.
    pub(crate) chains: Pile<Chain>,
    /// By id.
    pub(crate) paths: Pile<Path>,
    /// Which chain each notice stands in.
    of: Vec<Standing>,
    /// The ids of the chains.
    ids: Vec<Slip>,
}

/// Which chain a notice stands in.
#[derive(Debug, Clone, Copy)]
enum Standing {
    InNone,
    In(u32),
    InSeveral,
}

impl Chains {
    pub(crate) fn new(archive: &Archive, room: &Room, keys: &Keys, ties: &Tied) -> Self {
        let mut sets = components(archive, ties);
        let count = sets.0.len();
        let mut groups: Vec<(u32, u32)> = (0..).take(count).map(|at| (sets.root(at), at)).collect();
        drop(sets);
        groups.sort_unstable();
        let ties_of = |group: &[(u32, u32)]| -> Vec<Opened> { group.iter().filter_map(|(_, at)| ties.grant(large(*at))).collect() };
        let webs = || groups.chunk_by(|a, b| a.0 == b.0).map(ties_of);
        let numbers = numbers(archive, keys, webs);
        let mut made = Self { chains: Pile::new(room), paths: Pile::new(room), of: vec![Standing::InNone; archive.len()], ids: Vec::new() };
        for (at, ties) in (0u32..).zip(webs()) {
            made.add(archive, room, keys, at, web(archive, keys, ties, numbers.get(&at).copied()));
        }
        Self { chains: made.chains.finish(), paths: made.paths.finish(), ..made }
    }

    fn add(&mut self, archive: &Archive, room: &Room, keys: &Keys, at: u32, web: Web) {
        let ends: BTreeSet<&End> = web.ties.iter().flat_map(|(parent, child, _)| [parent, child]).collect();
        for end in ends {
            if let End::Held(notice) = end
                && let Some(standing) = self.of.get_mut(*notice)
            {
                *standing = if matches!(standing, Standing::InNone) { Standing::In(at) } else { Standing::InSeveral };
            }
        }
        for path in paths(archive, keys, &web) {
            self.paths.put(&path.id, &path);
        }
        self.ids.push(room.put(&web.chain.id));
        self.chains.put(&web.chain.id, &web.chain);
    }

    /// The id of the chain that a notice stands in, where it is one only.
    pub(crate) fn of(&self, room: &Room, notice: usize) -> Option<String> {
        let Some(Standing::In(at)) = self.of.get(notice) else { return None };
        room.get(*self.ids.get(usize::try_from(*at).ok()?)?)
    }
}

/// The numbers of the chains whose id is another one's too, but for the first. Most ids are there once, and only a few are held
/// at a time.
fn numbers<I: Iterator<Item = Vec<Opened>>>(archive: &Archive, keys: &Keys, webs: impl Fn() -> I) -> BTreeMap<u32, u32> {
    let id = |ties: &[Opened]| Front::of(archive, keys, ties).id();
    let mark = |id: &str| {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        hasher.finish()
    };
    let mut marks: Vec<u64> = webs().map(|ties| mark(&id(&ties))).collect();
    let each = marks.clone();
    marks.sort_unstable();
    let twice: BTreeSet<u64> = marks.windows(2).filter_map(|pair| if let [a, b] = pair { (a == b).then_some(*a) } else { None }).collect();
    drop(marks);
    if twice.is_empty() {
        return BTreeMap::new();
    }
    let mut alike: Vec<(String, Option<Text>, u32)> = Vec::new();
    for ((at, mark), ties) in (0..).zip(each).zip(webs()) {
        if twice.contains(&mark) {
            let first = ties.iter().map(|(parent, child, _)| link_id(archive, keys, Relation::Grants, parent, child)).min();
            alike.push((id(&ties), first, at));
        }
    }
    alike.sort();
    let same = alike.chunk_by(|a, b| a.0 == b.0);
    same.flat_map(|same| same.iter().map(|(.., at)| *at).zip(1..)).filter(|(_, number)| *number > 1).collect()
}

fn fund_of(archive: &Archive, end: &End) -> Option<Fund> {
    let End::Held(at) = end else { return None };
    let known = archive.known(*at)?;
    Some((Some(known.fund_key()?), known.year))
}

/// The fund that a tie carries: the parent's word, else the child's.
fn carried(archive: &Archive, (parent, child, tie): &Opened) -> Fund {
    fund_of(archive, parent).or_else(|| fund_of(archive, child)).unwrap_or_else(|| (tie.funds.first().cloned(), tie.year))
}

/// A tie at one of its ends: the end, whether the tie leads away from it, the number of the fund it carries, and its place.
type Meeting = (Tip, bool, u32, u32);

/// Which ties belong together, met end by end.
fn components(archive: &Archive, ties: &Tied) -> Sets {
    let count = ties.granted().len();
    let mut sets = Sets((0..).take(count).collect());
    let mut meetings: Vec<Meeting> = Vec::with_capacity(count * 2);
    let mut funds: BTreeMap<Fund, u32> = BTreeMap::new();
    for (at, ((parent, child), tie)) in (0..).zip(ties.granted().zip(ties.grants())) {
        let fund = numbered(&mut funds, carried(archive, &tie));
        meetings.push((parent, true, fund, at));
        meetings.push((child, false, fund, at));
    }
    drop(funds);
    meetings.sort_unstable();
    for group in meetings.chunk_by(|a, b| a.0 == b.0) {
        let (above, below) = group.split_at(group.partition_point(|(_, leads_away, ..)| !leads_away));
        let by_fund = |side: &[Meeting]| -> Vec<(u32, u32)> {
            side.chunk_by(|a, b| a.2 == b.2).filter_map(|group| group.first()).map(|(_, _, fund, at)| (*fund, *at)).collect()
        };
        for pair in [above, below].into_iter().flat_map(|side| side.windows(2)) {
            if let [a, b] = pair
                && a.2 == b.2
            {
                sets.join(a.3, b.3);
            }
        }
        let (above, below) = (by_fund(above), by_fund(below));
        let held = group.first().is_some_and(|(end, ..)| end.place().is_some());
        if let [(_, one)] = above.as_slice()
            && (below.len() == 1 || held)
        {
            for (_, other) in &below {
                sets.join(*one, *other);
            }
        } else {
            for (fund, other) in &below {
                if let Some((_, one)) = above.iter().find(|(above, _)| above == fund) {
                    sets.join(*one, *other);
                }
            }
        }
    }
    sets
}

/// Disjoint sets. The smaller place leads, so that the result does not depend on the order of joining.
struct Sets(Vec<u32>);

impl Sets {
    fn above(&mut self, at: u32) -> Option<&mut u32> {
        self.0.get_mut(usize::try_from(at).ok()?)
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while let Some(above) = self.above(at).map(|above| *above).filter(|above| *above != at) {
            let next = self.above(above).map_or(above, |next| *next);
            if let Some(place) = self.above(at) {
                *place = next;
            }
            at = next;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(place) = self.above(a.max(b)) {
            *place = a.min(b);
        }
    }
}

/// What a chain is called after.
struct Front {
    fund: Fund,
    /// Sorted.
    roots: Vec<Text>,
}

impl Front {
    fn of(archive: &Archive, keys: &Keys, ties: &[Opened]) -> Self {
        let below: BTreeSet<&End> = ties.iter().map(|(_, child, _)| child).collect();
        let roots: BTreeSet<&End> = ties.iter().map(|(parent, ..)| parent).filter(|end| !below.contains(end)).collect();
        let mut roots: Vec<Text> = roots.into_iter().map(|end| keys.key(archive, end)).collect();
        roots.sort();
        Self { fund: fund_of_chain(archive, ties), roots }
    }

    fn id(&self) -> String {
        let (fund, year) = &self.fund;
        format!(
            "chain:{}@{}:{}",
            fund.as_deref().unwrap_or("?"),
            year.map_or_else(|| "?".to_owned(), |year| year.to_string()),
            self.roots.first().map_or("", Text::as_str)
        )
    }
}

/// Of chains that would share an id, all but the first have a number.
fn web(archive: &Archive, keys: &Keys, ties: Vec<Opened>, number: Option<u32>) -> Web {
    let ends: BTreeSet<&End> = ties.iter().flat_map(|(parent, child, _)| [parent, child]).collect();
    let front = Front::of(archive, keys, &ties);
    let id = front.id() + &number.map(|number| format!("#{number}")).unwrap_or_default();
    let Front { fund: (fund_key, budget_year), roots } = front;
    let fund_name = name_of(archive, &ends, fund_key.as_deref());
    let mut edges: Vec<Text> = ties.iter().map(|(parent, child, _)| link_id(archive, keys, Relation::Grants, parent, child)).collect();
    edges.sort();
    let mut money: BTreeMap<&End, [Flowed; 2]> = BTreeMap::new();
    for (parent, child, tie) in &ties {
        money.entry(child).or_default()[0].add(tie.money);
        money.entry(parent).or_default()[1].add(tie.money);
    }
    let mut nodes: Vec<ChainNode> = ends.iter().map(|end| node(archive, keys, end, money.get(end))).collect();
    let levels: BTreeSet<Level> = nodes.iter().filter_map(|node| node.level).collect();
    nodes.extend(missing(archive, keys, &ties));
    nodes.sort_by(|a, b| (a.level.is_none(), a.level, &a.key).cmp(&(b.level.is_none(), b.level, &b.key)));
    let complete = complete(archive, &ties);
    let chain =
        Chain { id: id.into(), fund_key, fund_name, budget_year, roots, complete, levels: levels.into_iter().collect(), nodes, edges };
    Web { chain, ties }
}

/// The fund most of the ties carry; of equal ones the first by name.
fn fund_of_chain(archive: &Archive, ties: &[Opened]) -> Fund {
    let mut votes: BTreeMap<Fund, usize> = BTreeMap::new();
    for tie in ties {
        *votes.entry(carried(archive, tie)).or_default() += 1;
    }
    let most = votes.values().copied().max().unwrap_or_default();
    votes.into_iter().find(|(_, count)| *count == most).map(|(fund, _)| fund).unwrap_or_default()
}

fn name_of(archive: &Archive, ends: &BTreeSet<&End>, key: Option<&str>) -> Option<Text> {
    let held = ends.iter().filter_map(|end| if let End::Held(at) = end { archive.known(*at) } else { None });
    let first = held.filter_map(|known| {
        let own = known.items.iter().filter(|item| Some(item.fund_key.as_str()) == key);
        own.map(|item| &item.fund_name).min().map(|name| (known.level, name.clone()))
    });
    first.min().map(|(_, name)| name).or_else(|| key.map(Text::from))
}

/// A sum of ties; unknown as soon as one of them is.
#[derive(Debug, Default, Clone, Copy)]
struct Flowed {
    any: bool,
    unknown: bool,
    money: Money,
}

impl Flowed {
    fn add(&mut self, money: Option<Money>) {
        self.any = true;
        match money.and_then(|money| self.money.checked_add(money)) {
            Some(sum) => self.money = sum,
            None => self.unknown = true,
        }
    }

    fn known(self) -> Option<Money> {
        (self.any && !self.unknown).then_some(self.money)
    }
}

fn node(archive: &Archive, keys: &Keys, end: &End, money: Option<&[Flowed; 2]>) -> ChainNode {
    let own = match end {
        End::Held(at) => archive.known(*at).and_then(|known| known.total).map(|sum| sum.money),
        End::Cited(_) => None,
    };
    let [received, passed] = money.copied().unwrap_or_default();
    ChainNode {
        key: keys.key(archive, end),
        number: archive.number(end),
        notice_id: archive.notice_id(end),
        status: if matches!(end, End::Held(_)) { NodeStatus::Held } else { NodeStatus::Cited },
        level: archive.level(end),
        division: archive.division(end),
        name: archive.agency(end),
        issued_on: archive.date(end),
        received: received.known(),
        passed: own.or(passed.known()),
    }
}

/// The level and division between two ends that are not neighbours, if there must be a notice between them.
///
/// No notice is missing where the child's division stands directly below the parent's (a municipality's districts,
/// 省直辖县级), where the ministry deals with a city directly (计划单列市), or where the parent's own table names the child
/// (省直管县, 扩权县).
pub(crate) fn skipped(archive: &Archive, parent: &End, child: &End) -> Option<(Level, Option<DivisionCode>)> {
    const SEPARATELY_PLANNED: &[&str] = &["210200", "330200", "350200", "370200", "440300"];
    let (above, below) = archive.level(parent).zip(archive.level(child))?;
    let between = match (above, below) {
        (Level::Central, Level::Prefecture | Level::County) => Level::Province,
        (Level::Province, Level::County) => Level::Prefecture,
        _ => return None,
    };
    let divisions = Divisions::get();
    if let Some(division) = archive.division(child) {
        let next = divisions.parent(&division).cloned();
        if next.is_some() && next == archive.division(parent) || SEPARATELY_PLANNED.contains(&division.as_str()) {
            return None;
        }
        if let End::Held(at) = parent
            && archive.notice(*at).is_some_and(|notice| given_to(&notice, &division).is_some())
        {
            return None;
        }
        return Some((between, divisions.at_level(&division, between).map(|division| division.code.clone())));
    }
    Some((between, None))
}

fn missing(archive: &Archive, keys: &Keys, ties: &[Opened]) -> Vec<ChainNode> {
    ties.iter()
        .filter_map(|(parent, child, _)| {
            let (level, division) = skipped(archive, parent, child)?;
            Some(ChainNode {
                key: format!("missing:{}>{}", keys.key(archive, parent), keys.key(archive, child)).into(),
                number: None,
                notice_id: None,
                status: NodeStatus::Missing,
                level: Some(level),
                division,
                name: None,
                issued_on: None,
                received: None,
                passed: None,
            })
        })
        .collect()
}

/// Whether held notices of centre, province, prefecture and county follow one another. Where no prefecture stands
/// between province and county (municipalities, 省直管县) there is no gap without one.
fn complete(archive: &Archive, ties: &[Opened]) -> bool {
    let held: Vec<(&End, &End, Option<Level>, Option<Level>)> = ties
        .iter()
        .filter(|(parent, child, _)| matches!((parent, child), (End::Held(_), End::Held(_))))
        .map(|(parent, child, _)| (parent, child, archive.level(parent), archive.level(child)))
        .collect();
    let mut reached: BTreeSet<&End> = held.iter().filter(|tie| tie.2 == Some(Level::Central)).map(|tie| tie.0).collect();
    for level in [Level::Province, Level::Prefecture, Level::County] {
        let next: Vec<&End> = held
            .iter()
            .filter(|(parent, child, above, below)| {
                let neighbours = *above < *below && skipped(archive, parent, child).is_none();
                reached.contains(parent) && *below == Some(level) && neighbours
            })
            .map(|tie| tie.1)
            .collect();
        if level == Level::County {
            return !next.is_empty();
        }
        if level == Level::Province {
            reached.clear();
        }
        reached.extend(next);
    }
    false
}

/// What a held notice at the foot of a walk received, for want of a tie that tells it.
pub(crate) fn arrived(known: Option<&Known>) -> Option<Money> {
    known.and_then(|known| known.total.as_ref()).map(|sum| sum.money)
}
