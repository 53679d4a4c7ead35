//! Movements of money: one row for each recipient a notice gives to.
//!
//! A movement may be told by the giver's row, by the recipient's own notice, and by a report; it is one flow that
//! counts. For one division no yuan counts twice: what a government hands to its own offices, or what a higher
//! notice has already given to a county by name, is shown but not counted (`docs/linking.md`, flows).
//! Not for: deciding who gave to whom.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use hongtou_notice::codes::{ColumnRole, Confidence, NoticeKind, RowKind};
use hongtou_notice::{Allocation, DivisionCode, Doubts, Money, Notice, Text};

use crate::archive::{Archive, End};
use crate::card::{Known, gives};
use crate::cite::Sources;
use crate::cited::Tip;
use crate::keys::Keys;
use crate::model::{Flow, FlowStatus, NotCounted, Relation};
use crate::pile::{Pile, renamed};
use crate::report_flow::Reports;
use crate::room::Room;
use crate::rows::{Rows, large, mark, small};
use crate::ties::Tied;
use crate::totals::{counted, own_total};

/// 预算法 art. 52: what comes from above is passed on within thirty days.
pub(crate) const DEADLINE_DAYS: i64 = 30;

/// A change of a change of a change is seldom changed again.
const MOST_CHANGES: usize = 4;

/// How far up a row is looked for that gives the same money by name; there are five levels.
const LEVELS_UP: usize = 6;

/// All flows. There are several for each notice, so those of a giver's table are made again when they are asked for, and only
/// whether they count is kept.
#[derive(Debug)]
pub(crate) struct Flows {
    rows: Rows,
    /// What only recipients and reports tell of, by id.
    told: Pile<Flow>,
}

impl Flows {
    pub(crate) fn new(archive: &Archive, room: &Room, keys: &Keys, ties: &Tied, sources: &Sources, mut rows: Rows) -> Self {
        let family = Family::new(ties);
        let mut told = Pile::new(room);
        let mut reports = Reports::of(archive);
        let mut received = add_untabled(archive, keys, ties, &family, &rows, &mut |flow| {
            if let (true, Some(to)) = (flow.counts, &flow.to_division) {
                reports.hear(&flow.parent_number, to);
            }
            told.put(&flow.id, &flow);
        });
        refused(archive, sources, &rows).for_each(|at| mark(&mut received, at));
        uncount_handed_on(archive, &family, &received, &mut rows);
        uncount_moved_inside(archive, ties, &mut rows);
        uncount_reissued(ties, &mut rows);
        for at in rows.places() {
            let number = archive.number(&End::Held(at));
            for to in rows.of(at).filter(|row| row.counts()).filter_map(|row| rows.division(row)) {
                reports.hear(&number, to);
            }
        }
        reports.flows(archive, |flow| told.put(&flow.id, &flow));
        Self { rows, told: told.finish() }
    }

    /// What only recipients and reports tell of, sorted by id.
    pub(crate) fn told(&self) -> impl Iterator<Item = Flow> {
        in_order(self.told.each().map(|(_, flow)| flow))
    }

    /// The flows of a giver's table, sorted by id.
    pub(crate) fn given_by(&self, archive: &Archive, ties: &Tied, at: usize, notice: &Notice, known: &Known) -> impl Iterator<Item = Flow> {
        let mut flows = Vec::new();
        if self.rows.of(at).next().is_some() {
            flows = giver_flows(archive, at, notice, known, &ties.children(at));
            for (flow, row) in flows.iter_mut().zip(self.rows.of(at)) {
                flow.counts = row.counts();
                flow.reason_not_counted = row.reason;
            }
        }
        flows.sort_by(|a, b| a.id.cmp(&b.id));
        in_order(flows.into_iter())
    }
}

/// A place that is read twice, which no sound table has, gets a number; its order is the notice's.
fn in_order(sorted: impl Iterator<Item = Flow>) -> impl Iterator<Item = Flow> {
    let mut last = Text::default();
    let mut times = 1u32;
    let told_apart = sorted.map(move |mut flow| {
        times = if flow.id == last { times + 1 } else { 1 };
        last = flow.id.clone();
        if times > 1 {
            flow.id = format!("{}~{times}", flow.id).into();
        }
        (flow, times > 1)
    });
    renamed(told_apart, |flow| &flow.id)
}

/// The ends that were given money, each with those that gave it, sorted.
struct Family(Vec<(Tip, Tip)>);

impl Family {
    fn new(ties: &Tied) -> Self {
        let mut parents: Vec<(Tip, Tip)> = ties.granted().map(|(parent, child)| (child, parent)).collect();
        parents.sort_unstable();
        Self(parents)
    }

    fn parents(&self, of: Tip) -> impl Iterator<Item = Tip> {
        let from = self.0.partition_point(|(child, _)| *child < of);
        self.0.get(from..).unwrap_or_default().iter().take_while(move |(child, _)| *child == of).map(|(_, parent)| *parent)
    }

    /// Held notices above one, nearest first.
    fn above(&self, at: usize) -> Vec<usize> {
        let mut seen: BTreeSet<Tip> = BTreeSet::new();
        let mut level: Vec<Tip> = self.parents(Tip::held(at)).collect();
        let mut held = Vec::new();
        for _ in 0..LEVELS_UP {
            let mut next = Vec::new();
            for end in level {
                if seen.insert(end) {
                    held.extend(end.place());
                    next.extend(self.parents(end));
                }
            }
            level = next;
        }
        held
    }
}

/// A flow of a giver, without recipient and sum yet.
pub(crate) fn blank_flow(archive: &Archive, at: usize, id: String) -> Option<Flow> {
    let known = archive.known(at)?;
    Some(Flow {
        id: id.into(),
        grant_id: known.grant_id(),
        child_grant_id: None,
        fund_key: known.fund_key(),
        budget_year: known.year,
        from_division: known.division.clone(),
        to_division: None,
        recipient: Text::default(),
        money: None,
        status: FlowStatus::Allocated,
        counts: false,
        reason_not_counted: None,
        parent_notice_id: Some(known.id.clone()),
        parent_number: known.number().map(Text::from),
        child_notice_id: None,
        child_number: None,
        issued_on: known.date,
        days: None,
        deadline_days: None,
        evidence: Vec::new(),
        confidence: Confidence::Certain,
        doubts: Doubts::NONE,
    })
}

/// The days that a government has to pass on what it received. The law speaks of governments of county level and above: what one
/// hands to its own offices, or takes back or moves, has no such limit. Other limits of art. 52 run from the day on which
/// the people's congress approves the budget, which no notice prints.
fn deadline(kind: NoticeKind, from: Option<&DivisionCode>, to: Option<&DivisionCode>) -> Option<i64> {
    let handed_down = to.is_some() && from != to;
    (handed_down && gives(kind) && kind != NoticeKind::Adjust).then_some(DEADLINE_DAYS)
}

/// Counts a flow unless there is a reason against it.
pub(crate) fn settle(flow: &mut Flow, reason: Option<NotCounted>) {
    let reason = if flow.money.is_none() { Some(NotCounted::Blank) } else { reason };
    flow.counts = reason.is_none();
    flow.reason_not_counted = reason;
}

/// The rows of a notice, if it is a giver. Who passes the money on is not known yet, and changes neither division nor reason.
pub(crate) fn add_rows(archive: &Archive, at: usize, notice: &Notice, known: &Known, rows: &mut Rows) {
    if known.gives() || known.kind == NoticeKind::Recover {
        rows.add(at, giver_flows(archive, at, notice, known, &[]));
    }
}

fn giver_flows(archive: &Archive, at: usize, notice: &Notice, known: &Known, children: &[usize]) -> Vec<Flow> {
    let children = children_by_division(archive, children, known);
    let mut flows: Vec<Flow> = counted(notice)
        .filter_map(|cell| {
            let id = format!("flow:{}/t{}r{}c{}", notice.id, cell.table, cell.row, cell.col);
            let mut flow = blank_flow(archive, at, id)?;
            flow.to_division = cell.division.clone().or_else(|| known.division.clone().filter(|_| cell.row_kind == RowKind::OwnLevel));
            flow.deadline_days = deadline(notice.kind.value, flow.from_division.as_ref(), flow.to_division.as_ref());
            flow.recipient = cell.recipient.clone();
            flow.evidence = vec![cell.evidence.clone()];
            flow.confidence = cell.confidence;
            flow.doubts = cell.doubts;
            let (money, reason) = movement(notice.kind.value, cell);
            flow.money = money;
            settle(&mut flow, reason);
            if cell.row_kind == RowKind::Child
                && let Some(child) = cell.division.as_ref().and_then(|division| children.get(division))
            {
                confirm(archive, &mut flow, *child);
            }
            Some(flow)
        })
        .collect();
    if flows.is_empty() {
        flows.extend(only_recipient(archive, at, notice, known, &children));
    }
    flows
}

/// The sum of a row with the sign of the movement.
fn movement(kind: NoticeKind, cell: &Allocation) -> (Option<Money>, Option<NotCounted>) {
    let taken = |money: Money| if money > Money::ZERO { Money::ZERO.checked_sub(money) } else { Some(money) };
    match (kind, cell.column_role) {
        // 收回甲县60万元，重新安排乙县60万元: what is given anew goes the other way.
        (NoticeKind::Recover, ColumnRole::Raise) => (cell.money, None),
        (NoticeKind::Recover, _) | (_, ColumnRole::Cut) => (cell.money.and_then(taken), None),
        (_, ColumnRole::Original | ColumnRole::After) => (cell.money, Some(NotCounted::Adjustment)),
        _ => (cell.money, None),
    }
}

/// The notice by which each division below passed the money on: of several the first.
fn children_by_division(archive: &Archive, children: &[usize], known: &Known) -> BTreeMap<DivisionCode, usize> {
    let mut first: BTreeMap<DivisionCode, usize> = BTreeMap::new();
    let dated =
        |at: usize| (archive.known(at).is_none_or(|known| known.date.is_none()), archive.known(at).and_then(|known| known.date), at);
    for child in children {
        let Some(division) = archive.division_of(*child) else { continue };
        if Some(&division) == known.division.as_ref() {
            continue;
        }
        let entry = first.entry(division).or_insert(*child);
        if dated(*child) < dated(*entry) {
            *entry = *child;
        }
    }
    first
}

/// Writes into a flow that the recipient's own notice tells of it.
fn confirm(archive: &Archive, flow: &mut Flow, child: usize) {
    let Some(known) = archive.known(child) else { return };
    flow.status = FlowStatus::Confirmed;
    flow.child_notice_id = Some(known.id.clone());
    flow.child_number = known.number().map(Text::from);
    flow.child_grant_id = known.grant_id();
    flow.days = known.date.zip(flow.issued_on).map(|(child, parent)| child.days_since(parent));
}

/// A notice without a table that is addressed to one body gives it all (a county to its department).
fn only_recipient(archive: &Archive, at: usize, notice: &Notice, known: &Known, children: &BTreeMap<DivisionCode, usize>) -> Option<Flow> {
    let [group] = notice.recipients.as_slice() else { return None };
    let name = &group.value.name;
    let division = match group.value.divisions.as_slice() {
        [] if !name.contains('、') && !["各", "有关", "相关", "你"].iter().any(|word| name.starts_with(word)) => {
            known.division.clone()
        }
        [one] => Some(one.clone()),
        _ => return None,
    };
    let mut flow = blank_flow(archive, at, format!("flow:{}/to:{name}", notice.id))?;
    flow.to_division = division.clone();
    flow.deadline_days = deadline(notice.kind.value, flow.from_division.as_ref(), flow.to_division.as_ref());
    flow.recipient = name.as_str().into();
    flow.evidence.clone_from(&group.evidence);
    flow.confidence = group.confidence;
    flow.doubts = group.doubts;
    if let Some(total) = own_total(notice) {
        let recovered = notice.kind.value == NoticeKind::Recover && total.money > Money::ZERO;
        flow.money = if recovered { Money::ZERO.checked_sub(total.money) } else { Some(total.money) };
        flow.evidence.push(total.evidence);
        flow.confidence = flow.confidence.max(total.confidence);
        flow.doubts |= total.doubts;
    }
    settle(&mut flow, None);
    if let Some(child) = division.as_ref().and_then(|division| children.get(division)) {
        confirm(archive, &mut flow, *child);
    }
    Some(flow)
}

/// Flows that only the recipient's notice tells of, because the giver's is not held or has no row for it. Returns the
/// notices whose division has received counted money for them to hand on.
fn add_untabled(archive: &Archive, keys: &Keys, ties: &Tied, family: &Family, rows: &Rows, add: &mut dyn FnMut(Flow)) -> Vec<bool> {
    let mut received = vec![false; archive.len()];
    // What was told of the parent before; the ties of one come together.
    let mut told: BTreeSet<(Option<DivisionCode>, Option<Money>)> = BTreeSet::new();
    let mut last = None;
    let places = Places::new(family, rows);
    for ((above, _), (parent, child, tie)) in ties.granted().zip(ties.grants()) {
        if last.replace(above) != Some(above) {
            told.clear();
        }
        let (parent, End::Held(at)) = (&parent, &child) else { continue };
        let own = rows.number(archive.division_of(*at).as_ref());
        let row = match parent {
            End::Held(above) => own.and_then(|division| places.counts(*above, division)),
            End::Cited(_) => None,
        };
        if let Some(counts) = row {
            if counts {
                mark(&mut received, *at);
            }
            continue;
        }
        let Some(known) = archive.known(*at) else { continue };
        let Some(mut flow) = blank_flow(archive, *at, format!("flow:{}>{}", keys.key(archive, parent), known.id)) else { continue };
        flow.grant_id = if let End::Held(above) = parent { archive.known(*above).and_then(|above| above.grant_id()) } else { None };
        flow.fund_key = tie.funds.only().cloned();
        flow.from_division = archive.division(parent);
        flow.to_division.clone_from(&known.division);
        flow.recipient = known.issuer.clone().unwrap_or_default();
        flow.money = tie.money;
        flow.parent_notice_id = archive.notice_id(parent);
        flow.parent_number = archive.number(parent);
        flow.issued_on = archive.date(parent);
        flow.deadline_days = deadline(known.kind, flow.from_division.as_ref(), flow.to_division.as_ref());
        flow.evidence = ties.evidence(&tie);
        flow.confidence = tie.confidence;
        flow.doubts = tie.doubts;
        confirm(archive, &mut flow, *at);
        // Two notices of one place that cite one number for one sum pass the same money on, one after the other; and
        // what its own government gave an office has come in with the government's money.
        let again = flow.money.is_some() && !told.insert((known.division.clone(), tie.money));
        let own = flow.to_division.is_some() && flow.to_division == flow.from_division && family.parents(above).next().is_some();
        settle(&mut flow, (again || own).then_some(NotCounted::CountedElsewhere));
        if flow.money.is_some() {
            mark(&mut received, *at);
        }
        add(flow);
    }
    received
}

/// Notices whose cited source has a counted row for them, tied or not: a link that was refused (the source is dated later)
/// does not make the same money come twice.
fn refused(archive: &Archive, sources: &Sources, rows: &Rows) -> impl Iterator<Item = usize> {
    let given = move |at: usize, above: usize| {
        let own = rows.number(archive.division_of(at).filter(|_| archive.gives(at)).as_ref());
        own.is_some() && rows.of(above).any(|row| row.counts() && row.to == own)
    };
    sources.each().filter(move |(at, above)| given(*at, *above)).map(|(at, _)| at)
}

/// The divisions, by their numbers, that each giver with a child gives to, and whether what it gives counts. Sorted, each once.
struct Places(Vec<(u32, NonZeroU32, bool)>);

impl Places {
    fn new(family: &Family, rows: &Rows) -> Self {
        let mut parents: Vec<u32> = family.0.iter().filter_map(|(_, parent)| parent.place().map(small)).collect();
        parents.sort_unstable();
        parents.dedup();
        let places = parents.into_iter().flat_map(|at| rows.of(large(at)).filter_map(move |row| Some((at, row.to?, row.counts()))));
        let mut places: Vec<(u32, NonZeroU32, bool)> = places.collect();
        places.sort_unstable();
        places.dedup();
        Self(places)
    }

    /// Whether any row of the giver for the division counts; `None` where it has none.
    fn counts(&self, giver: usize, division: NonZeroU32) -> Option<bool> {
        let place = (small(giver), division);
        let from = self.0.partition_point(|(at, to, _)| (*at, *to) < place);
        let own = self.0.get(from..).unwrap_or_default().iter().take_while(|(at, to, _)| (*at, *to) == place);
        own.map(|(_, _, counts)| *counts).max()
    }
}

/// What is handed on inside a division that has received it, or was given by name from further up, is counted there.
fn uncount_handed_on(archive: &Archive, family: &Family, received: &[bool], rows: &mut Rows) {
    let places = Places::new(family, rows);
    for at in 0..archive.len() {
        if rows.of(at).next().is_none() {
            continue;
        }
        let own = rows.number(archive.division_of(at).as_ref());
        let above = family.above(at);
        rows.uncount(at, |to| {
            let inside = Some(to) == own;
            let named = || above.iter().any(|above| places.counts(*above, to) == Some(true));
            (inside && received.get(at) == Some(&true) || !inside && named()).then_some(NotCounted::CountedElsewhere)
        });
    }
}

/// What a government takes back from its own offices, or moves between them, of money that came in with its own notice: what was handed on there
/// does not count for the place, so neither does what changes it.
fn uncount_moved_inside(archive: &Archive, ties: &Tied, rows: &mut Rows) {
    let changes: Vec<(usize, usize)> = ties
        .held()
        .filter(|(relation, ..)| matches!(relation, Relation::Amends | Relation::Recovers))
        .map(|(_, changed, by)| (changed, by))
        .filter(|(changed, by)| archive.division_of(*changed) == archive.division_of(*by))
        .collect();
    // A change may itself be changed.
    for _ in 0..MOST_CHANGES {
        let mut any = false;
        for (changed, by) in &changes {
            let own = rows.number(archive.division_of(*by).as_ref());
            let elsewhere =
                |at: usize, reason: Option<NotCounted>| own.is_some() && rows.of(at).any(|row| row.to == own && row.reason == reason);
            if elsewhere(*changed, Some(NotCounted::CountedElsewhere)) && elsewhere(*by, None) {
                rows.uncount(*by, |to| (Some(to) == own).then_some(NotCounted::CountedElsewhere));
                any = true;
            }
        }
        if !any {
            break;
        }
    }
}

/// Of money that was issued twice under two numbers, the later issue counts.
fn uncount_reissued(ties: &Tied, rows: &mut Rows) {
    for (_, first, again) in ties.held().filter(|(relation, ..)| *relation == Relation::Reissues) {
        let places: BTreeSet<NonZeroU32> = rows.of(again).filter_map(|row| row.to).collect();
        rows.uncount(first, |to| places.contains(&to).then_some(NotCounted::Reissue));
    }
}
