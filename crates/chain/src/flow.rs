//! Movements of money: one row for each recipient a notice gives to.
//!
//! A movement may be told by the giver's row, by the recipient's own notice, and by a report; it is one flow that
//! counts. For one division no yuan counts twice: what a government hands to its own offices, or what a higher
//! notice has already given to a county by name, is shown but not counted (`docs/linking.md`, flows).
//! Not for: deciding who gave to whom.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use hongtou_notice::codes::{ColumnRole, Confidence, NoticeKind, RowKind};
use hongtou_notice::{Allocation, DivisionCode, Doubts, Money, Notice, Text};

use crate::archive::{Archive, End, arrange};
use crate::card::{Known, gives, shared};
use crate::cite::Sources;
use crate::model::{Flow, FlowStatus, NotCounted, Relation};
use crate::report_flow::report_flows;
use crate::tie::{Keys, Ties};
use crate::totals::{counted, own_total};

/// 预算法 art. 52: what comes from above is passed on within thirty days.
pub(crate) const DEADLINE_DAYS: i64 = 30;

/// How far up a row is looked for that gives the same money by name; there are five levels.
const LEVELS_UP: usize = 6;

/// What must be known of a giver's row to decide whether it counts.
#[derive(Debug)]
struct Row {
    to: Option<DivisionCode>,
    reason: Option<NotCounted>,
}

impl Row {
    fn counts(&self) -> bool {
        self.reason.is_none()
    }
}

/// The rows of the givers, and where those of each stand.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    all: Vec<Row>,
    of: BTreeMap<usize, Range<usize>>,
}

impl Rows {
    /// Adds those of a notice, if it is a giver.
    pub(crate) fn add(&mut self, archive: &Archive, at: usize, notice: &Notice, known: &Known) {
        if known.gives() || known.kind == NoticeKind::Recover {
            let from = self.all.len();
            // Who passes the money on is not known yet, and changes neither.
            let flows = giver_flows(archive, at, notice, known, &[]);
            let row = |flow: Flow| Row { to: flow.to_division.as_ref().map(shared), reason: flow.reason_not_counted };
            self.all.extend(flows.into_iter().map(row));
            self.of.insert(at, from..self.all.len());
        }
    }

    /// The divisions that each giver gives to, with the giver's place.
    pub(crate) fn givers(&self) -> impl Iterator<Item = (usize, impl Iterator<Item = &DivisionCode>)> {
        self.of.keys().map(|at| (*at, self.of(*at).iter().filter_map(|row| row.to.as_ref())))
    }

    fn of(&self, giver: usize) -> &[Row] {
        self.of.get(&giver).and_then(|rows| self.all.get(rows.clone())).unwrap_or_default()
    }

    fn of_mut(&mut self, giver: usize) -> &mut [Row] {
        self.of.get(&giver).and_then(|rows| self.all.get_mut(rows.clone())).unwrap_or_default()
    }
}

/// All flows. There are several for each notice, so those of a giver's table are made again when they are asked for, and only
/// whether they count is kept.
#[derive(Debug)]
pub(crate) struct Flows {
    rows: Rows,
    /// The notices that each giver gave to.
    children: BTreeMap<usize, Vec<usize>>,
    /// What only recipients and reports tell of, sorted by id.
    told: Vec<Flow>,
}

impl Flows {
    pub(crate) fn new(archive: &Archive, keys: &Keys, ties: &Ties, sources: &Sources, mut rows: Rows) -> Self {
        let family = Family::new(ties);
        rows.all.shrink_to_fit();
        let mut told = Vec::new();
        let mut received = add_untabled(archive, keys, ties, &family, &rows, &mut told);
        received.extend(refused(archive, sources, &rows));
        uncount_handed_on(archive, &family, &received, &mut rows);
        uncount_reissued(ties, &mut rows);
        let counted = rows.of.keys().flat_map(|at| rows.of(*at).iter().filter(|row| row.counts()).map(|row| (*at, row.to.as_ref())));
        report_flows(archive, counted, &mut told);
        let held = |end: &End| if let End::Held(at) = end { Some(*at) } else { None };
        let children = family.children.into_iter().filter_map(|(parent, children)| Some((held(parent)?, children))).collect();
        Self { rows, children, told: in_order(told) }
    }

    /// What only recipients and reports tell of, sorted by id.
    pub(crate) fn told(&self) -> &[Flow] {
        &self.told
    }

    /// The flows of a giver's table, sorted by id.
    pub(crate) fn given_by(&self, archive: &Archive, at: usize, notice: &Notice) -> Vec<Flow> {
        let (Some(known), true) = (archive.known(at), self.rows.of.contains_key(&at)) else { return Vec::new() };
        let mut flows = giver_flows(archive, at, notice, known, self.children.get(&at).map_or(&[], Vec::as_slice));
        for (flow, row) in flows.iter_mut().zip(self.rows.of(at)) {
            flow.counts = row.counts();
            flow.reason_not_counted = row.reason;
        }
        in_order(flows)
    }
}

/// Sorts by id. A place that is read twice, which no sound table has, gets a number; its order is the notice's.
fn in_order(mut flows: Vec<Flow>) -> Vec<Flow> {
    arrange(&mut flows, |a, b| a.id.cmp(&b.id));
    flows.iter_mut().for_each(|flow| flow.evidence.shrink_to_fit());
    let mut last = Text::default();
    let mut times = 1u32;
    let mut numbered = false;
    for flow in &mut flows {
        times = if flow.id == last { times + 1 } else { 1 };
        last = flow.id.clone();
        if times > 1 {
            flow.id = format!("{}~{times}", flow.id).into();
            numbered = true;
        }
    }
    if numbered {
        arrange(&mut flows, |a, b| a.id.cmp(&b.id));
    }
    flows
}

/// Parents and children of ends over grants ties.
struct Family<'a> {
    parents: BTreeMap<&'a End, Vec<&'a End>>,
    children: BTreeMap<&'a End, Vec<usize>>,
}

impl<'a> Family<'a> {
    fn new(ties: &'a Ties) -> Self {
        let mut family = Self { parents: BTreeMap::new(), children: BTreeMap::new() };
        for (parent, child, _) in ties.grants() {
            family.parents.entry(child).or_default().push(parent);
            if let End::Held(at) = child {
                family.children.entry(parent).or_default().push(*at);
            }
        }
        family
    }

    /// Held notices above one, nearest first.
    fn above(&self, at: usize) -> Vec<usize> {
        let mut seen: BTreeSet<&End> = BTreeSet::new();
        let mut level: Vec<&End> = self.parents.get(&End::Held(at)).into_iter().flatten().copied().collect();
        let mut held = Vec::new();
        for _ in 0..LEVELS_UP {
            let mut next = Vec::new();
            for end in level {
                if seen.insert(end) {
                    if let End::Held(above) = end {
                        held.push(*above);
                    }
                    next.extend(self.parents.get(end).into_iter().flatten().copied());
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
        fund_key: known.fund_key().cloned(),
        budget_year: known.year(),
        from_division: known.division.clone(),
        to_division: None,
        recipient: Text::default(),
        money: None,
        status: FlowStatus::Allocated,
        counts: false,
        reason_not_counted: None,
        parent_notice_id: Some(known.id.clone()),
        parent_number: known.number.clone(),
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
        let Some(division) = archive.known(*child).and_then(|known| known.division.clone()) else { continue };
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
    flow.child_number.clone_from(&known.number);
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
fn add_untabled(archive: &Archive, keys: &Keys, ties: &Ties, family: &Family, rows: &Rows, flows: &mut Vec<Flow>) -> BTreeSet<usize> {
    let mut received = BTreeSet::new();
    let mut told: BTreeSet<(&End, Option<DivisionCode>, Option<Money>)> = BTreeSet::new();
    let places = Places::new(family, rows);
    for (parent, child, tie) in ties.grants() {
        let End::Held(at) = child else { continue };
        let Some(known) = archive.known(*at) else { continue };
        let row = match parent {
            End::Held(above) => known.division.as_ref().and_then(|division| places.counts(*above, division)),
            End::Cited { .. } => None,
        };
        if let Some(counts) = row {
            if counts {
                received.insert(*at);
            }
            continue;
        }
        let Some(mut flow) = blank_flow(archive, *at, format!("flow:{}>{}", keys.key(archive, parent), known.id)) else { continue };
        flow.grant_id = if let End::Held(above) = parent { archive.known(*above).and_then(Known::grant_id) } else { None };
        flow.fund_key = tie.funds.only().cloned();
        flow.from_division = archive.division(parent);
        flow.to_division.clone_from(&known.division);
        flow.recipient = known.issuer.clone().unwrap_or_default();
        flow.money = tie.money;
        flow.parent_notice_id = archive.notice_id(parent);
        flow.parent_number = archive.number(parent);
        flow.issued_on = archive.date(parent);
        flow.deadline_days = deadline(known.kind, flow.from_division.as_ref(), flow.to_division.as_ref());
        flow.evidence.clone_from(&tie.evidence);
        flow.confidence = tie.confidence;
        flow.doubts = tie.doubts;
        confirm(archive, &mut flow, *at);
        // Two notices of one place that cite one number for one sum pass the same money on, one after the other; and
        // what its own government gave an office has come in with the government's money.
        let again = flow.money.is_some() && !told.insert((parent, known.division.clone(), tie.money));
        let own = flow.to_division.is_some() && flow.to_division == flow.from_division && family.parents.contains_key(parent);
        settle(&mut flow, (again || own).then_some(NotCounted::CountedElsewhere));
        if flow.money.is_some() {
            received.insert(*at);
        }
        flows.push(flow);
    }
    received
}

/// Notices whose cited source has a counted row for them, tied or not: a link that was refused (the source is dated later)
/// does not make the same money come twice.
fn refused(archive: &Archive, sources: &Sources, rows: &Rows) -> Vec<usize> {
    let given = |at: usize, above: usize| {
        let own = archive.known(at).filter(|known| known.gives()).and_then(|known| known.division.as_ref());
        own.is_some_and(|own| rows.of(above).iter().any(|row| row.counts() && row.to.as_ref() == Some(own)))
    };
    sources.each().filter(|(at, above)| given(*at, *above)).map(|(at, _)| at).collect()
}

/// The divisions that each giver with a child gives to, and whether what it gives counts. Sorted, each once.
struct Places(Vec<(usize, DivisionCode, bool)>);

impl Places {
    fn new(family: &Family, rows: &Rows) -> Self {
        let mut places: Vec<(usize, DivisionCode, bool)> = Vec::new();
        let parents: BTreeSet<&End> = family.parents.values().flatten().copied().collect();
        for parent in parents {
            let End::Held(at) = parent else { continue };
            places.extend(rows.of(*at).iter().filter_map(|row| Some((*at, row.to.clone()?, row.counts()))));
        }
        places.sort_unstable();
        places.dedup();
        Self(places)
    }

    /// Whether any row of the giver for the division counts; `None` where it has none.
    fn counts(&self, giver: usize, division: &DivisionCode) -> Option<bool> {
        let from = self.0.partition_point(|(at, to, _)| (*at, to) < (giver, division));
        let own = self.0.get(from..).unwrap_or_default().iter().take_while(|(at, to, _)| *at == giver && to == division);
        own.map(|(_, _, counts)| *counts).max()
    }
}

/// What is handed on inside a division that has received it, or was given by name from further up, is counted there.
fn uncount_handed_on(archive: &Archive, family: &Family, received: &BTreeSet<usize>, rows: &mut Rows) {
    let places = Places::new(family, rows);
    let Rows { all, of } = rows;
    for (at, rows) in of.iter() {
        let Some(known) = archive.known(*at) else { continue };
        let above = if rows.is_empty() { Vec::new() } else { family.above(*at) };
        for row in all.get_mut(rows.clone()).into_iter().flatten().filter(|row| row.counts()) {
            let Some(to) = &row.to else { continue };
            let inside = Some(to) == known.division.as_ref();
            let named = || above.iter().any(|above| places.counts(*above, to) == Some(true));
            if inside && received.contains(at) || !inside && named() {
                row.reason = Some(NotCounted::CountedElsewhere);
            }
        }
    }
}

/// Of money that was issued twice under two numbers, the later issue counts.
fn uncount_reissued(ties: &Ties, rows: &mut Rows) {
    for (relation, first, again) in ties.0.keys() {
        let (Relation::Reissues, End::Held(first), End::Held(again)) = (relation, first, again) else { continue };
        let places: BTreeSet<DivisionCode> = rows.of(*again).iter().filter_map(|row| row.to.clone()).collect();
        for row in rows.of_mut(*first).iter_mut().filter(|row| row.counts()) {
            if row.to.as_ref().is_some_and(|to| places.contains(to)) {
                row.reason = Some(NotCounted::Reissue);
            }
        }
    }
}
