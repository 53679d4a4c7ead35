//! A notice's own sums: its total, the counted cells of its tables, what it gives one division.
//!
//! The places where a sum may stand, most trusted first: the body, a fund box, the total row of the counted
//! column, the sum of the counted cells (`docs/linking.md`, sums). Not for: sums across notices.

use std::collections::{BTreeMap, BTreeSet};

use hongtou_notice::codes::{AmountRole, ColumnRole, Confidence, Doubt, NoticeKind, Origin, RowKind};
use hongtou_notice::{Allocation, Amount, DivisionCode, Divisions, Doubts, Evidence, Money, Notice};

/// A sum and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sum {
    pub(crate) money: Money,
    pub(crate) evidence: Evidence,
    pub(crate) confidence: Confidence,
    pub(crate) doubts: Doubts,
    /// Whether the document prints it as its sum, rather than that it was added up here.
    pub(crate) printed: bool,
}

impl Sum {
    fn of_amount(amount: &Amount, money: Money) -> Self {
        Self { money, evidence: amount.evidence.clone(), confidence: amount.confidence, doubts: amount.doubts, printed: true }
    }

    pub(crate) fn doubt(&mut self, confidence: Confidence, doubt: Doubt) {
        self.confidence = self.confidence.max(confidence);
        self.doubts.insert(doubt);
    }
}

/// Cells that are this notice's money for one recipient. Totals never are, whatever the mark says.
pub(crate) fn counted(notice: &Notice) -> impl Iterator<Item = &Allocation> {
    notice.allocations.iter().filter(|cell| cell.counts && !matches!(cell.row_kind, RowKind::Total | RowKind::Subtotal))
}

/// The notice's own sum: what it passes on, takes back or settles; for an adjustment, the net change.
pub(crate) fn own_total(notice: &Notice) -> Option<Sum> {
    let roles: &[AmountRole] = match notice.kind.value {
        NoticeKind::Adjust => &[AmountRole::AdjustNet],
        NoticeKind::Recover => &[AmountRole::Recovered, AmountRole::Total, AmountRole::AdjustDown],
        NoticeKind::Settle => &[AmountRole::Settled, AmountRole::Total],
        _ => &[AmountRole::Total],
    };
    let table = table_sum(notice);
    // 调增80万元，调减131.2万元，净调减51.2万元: the sign of a net change is that of its parts.
    if notice.kind.value == NoticeKind::Adjust
        && let Some(net) = net_of_words(notice).filter(|net| net.money < Money::ZERO)
        && notice.amounts.iter().any(|amount| {
            amount.role == AmountRole::AdjustNet && amount.money.and_then(|money| Money::ZERO.checked_sub(money)) == Some(net.money)
        })
    {
        return Some(net);
    }
    if let Some(net) = net_of_cuts(notice) {
        return Some(net);
    }
    for origin in [Origin::Body, Origin::FundBox] {
        for role in roles {
            if let Some(sum) = printed_sum(notice, *role, origin, table.as_ref()) {
                // 净调减17.5万元 is printed without a sign, which the table shows.
                let turned =
                    *role == AmountRole::AdjustNet && Money::ZERO.checked_sub(sum.money) == table.as_ref().map(|table| table.money);
                return if turned { table } else { Some(sum) };
            }
        }
    }
    if notice.kind.value == NoticeKind::Adjust && table.is_none() {
        return net_of_words(notice);
    }
    table
}

/// The sum of a role. Of several different ones the table's decides; otherwise they are added up, without those that are the sum of
/// others (收回甲资金71万元、乙资金252万元，合计323万元), and the sum is not certain.
fn printed_sum(notice: &Notice, role: AmountRole, origin: Origin, table: Option<&Sum>) -> Option<Sum> {
    let all: Vec<(&Amount, Money)> = notice
        .amounts
        .iter()
        .filter(|amount| amount.role == role && amount.origin == origin)
        .filter_map(|amount| amount.money.map(|money| (amount, money)))
        .collect();
    let (first, money) = *all.first()?;
    let different: BTreeSet<Money> = all.iter().map(|(_, money)| *money).collect();
    if different.len() == 1 || origin == Origin::FundBox {
        return Some(Sum::of_amount(first, money));
    }
    if let Some((amount, money)) = all.iter().find(|(_, money)| table.is_some_and(|table| table.money == *money)) {
        return Some(Sum::of_amount(amount, *money));
    }
    let mut sum = Sum::of_amount(first, money);
    if different.len() > MOST_SUMS {
        sum.doubt(Confidence::Doubtful, Doubt::RoleInferred);
        return Some(sum);
    }
    let wholes = wholes(all.iter().map(|(_, money)| *money));
    sum.printed = wholes.len() == 1;
    sum.money = Money::sum(wholes)?;
    if let Some((amount, _)) = all.iter().find(|(_, money)| *money == sum.money) {
        sum.evidence = amount.evidence.clone();
    }
    for (amount, _) in &all {
        sum.doubt(amount.confidence.max(Confidence::Likely), Doubt::RoleInferred);
        sum.doubts |= amount.doubts;
    }
    Some(sum)
}

/// More sums of its own no notice tells.
const MOST_SUMS: usize = 100;

/// Sums in the order of the text without those of which another is the sum: a whole stands behind its parts, or before them. A sum
/// that is told twice counts once.
fn wholes(sums: impl Iterator<Item = Money>) -> Vec<Money> {
    let mut told: Vec<Money> = Vec::new();
    for sum in sums.filter(|sum| *sum != Money::ZERO) {
        if told.contains(&sum) {
            continue;
        }
        // Parts before their whole.
        let parts =
            (0..told.len().saturating_sub(1)).find(|from| told.get(*from..).and_then(|part| Money::sum(part.iter().copied())) == Some(sum));
        if let Some(from) = parts {
            told.truncate(from);
        }
        told.push(sum);
    }
    // Parts behind their whole.
    let mut at = 0;
    while let Some(whole) = told.get(at).copied() {
        let rest = told.get(at + 1..).unwrap_or_default();
        let parts = (2..=rest.len()).find(|count| rest.get(..*count).and_then(|part| Money::sum(part.iter().copied())) == Some(whole));
        if let Some(count) = parts {
            told.drain(at + 1..=at + count);
        }
        at += 1;
    }
    told
}

/// 净调减120万元，其中甲县调减80万元、乙县调减40万元: what is nothing but cuts takes money away.
fn net_of_cuts(notice: &Notice) -> Option<Sum> {
    let of = |role| notice.amounts.iter().filter(move |amount| amount.role == role && amount.origin == Origin::Body);
    let net = of(AmountRole::AdjustNet).next().filter(|_| notice.kind.value == NoticeKind::Adjust)?;
    let money = net.money.filter(|money| *money > Money::ZERO)?;
    let cuts = Money::sum(of(AmountRole::AdjustDown).filter_map(|amount| amount.money))?;
    if cuts != money || of(AmountRole::AdjustUp).next().is_some() {
        return None;
    }
    let mut sum = Sum::of_amount(net, Money::ZERO.checked_sub(money)?);
    sum.printed = false;
    sum.doubt(net.confidence.max(Confidence::Likely), Doubt::RoleInferred);
    Some(sum)
}

/// An adjustment that prints only what is raised and what is cut, or whose title only cuts (关于核减…的通知).
fn net_of_words(notice: &Notice) -> Option<Sum> {
    let single = |role| {
        let mut all = notice.amounts.iter().filter(|amount| amount.role == role && amount.origin == Origin::Body);
        let one = all.next()?;
        let money = one.money?;
        all.all(|other| other.money == Some(money)).then(|| Sum::of_amount(one, money))
    };
    let down = single(AmountRole::AdjustDown)?;
    let raised = notice.amounts.iter().any(|amount| matches!(amount.role, AmountRole::AdjustUp | AmountRole::AdjustNet));
    if !raised && only_cuts(notice) {
        let mut net = down;
        net.money = Money::ZERO.checked_sub(net.money)?;
        net.printed = false;
        net.doubt(Confidence::Likely, Doubt::RoleInferred);
        return Some(net);
    }
    let mut up = single(AmountRole::AdjustUp)?;
    up.money = up.money.checked_sub(down.money)?;
    up.printed = false;
    up.doubt(down.confidence.max(Confidence::Likely), Doubt::RoleInferred);
    Some(up)
}

/// Whether the title of an adjustment names a cut and no raise.
fn only_cuts(notice: &Notice) -> bool {
    let matter = notice.title.as_ref().and_then(|title| title.value.split_once("关于")).map_or("", |(_, matter)| matter);
    let cuts = ["核减", "调减", "压减", "追减"].iter().any(|verb| matter.starts_with(verb));
    cuts && !["调增", "核增", "追加", "重新", "安排"].iter().any(|verb| matter.contains(verb))
}

/// What the tables give in all: for each counted column its total row, else the sum of its cells.
pub(crate) fn table_sum(notice: &Notice) -> Option<Sum> {
    let mut columns: BTreeMap<(u32, u32), Vec<&Allocation>> = BTreeMap::new();
    // What prose says is taken back or given anew is one side of a movement, and not the sum of the notice; in a notice that takes back, what
    // it takes is.
    let side = |cell: &Allocation| match cell.column_role {
        ColumnRole::Raise => true,
        ColumnRole::Cut => notice.kind.value != NoticeKind::Recover,
        _ => false,
    };
    for cell in counted(notice).filter(|cell| cell.table != 0 || !side(cell)) {
        columns.entry((cell.table, cell.col)).or_default().push(cell);
    }
    // The first total that each column prints.
    let mut totals: BTreeMap<(u32, u32), &Allocation> = BTreeMap::new();
    for cell in notice.allocations.iter().filter(|cell| cell.row_kind == RowKind::Total && cell.money.is_some()) {
        totals.entry((cell.table, cell.col)).or_insert(cell);
    }
    let mut whole: Option<Sum> = None;
    for (place, cells) in columns {
        let sum = column_sum(totals.get(&place).copied(), &cells)?;
        whole = Some(match whole {
            None => sum,
            Some(mut so_far) => {
                so_far.money = so_far.money.checked_add(sum.money)?;
                so_far.confidence = so_far.confidence.max(sum.confidence);
                so_far.doubts |= sum.doubts;
                so_far.printed = false;
                so_far
            }
        });
    }
    whole
}

fn column_sum(total: Option<&Allocation>, cells: &[&Allocation]) -> Option<Sum> {
    let added = cells.iter().try_fold(Money::ZERO, |sum, cell| sum.checked_add(cell.money?));
    let (money, from, printed) = match (total, added) {
        (Some(total), _) => (total.money?, total, true),
        (None, Some(added)) => (added, *cells.first()?, false),
        (None, None) => return None,
    };
    let mut sum = Sum { money, evidence: from.evidence.clone(), confidence: from.confidence, doubts: from.doubts, printed };
    sum.doubt(Confidence::Likely, Doubt::RoleInferred);
    if printed && added.is_some_and(|added| added != money) {
        sum.doubt(Confidence::Doubtful, Doubt::SumMismatch);
    }
    Some(sum)
}

/// What this notice's tables give one division: the subtotal that carries its name, since it holds what the table gives by
/// name to places inside the division; else its own counted rows; else the units that lie in it.
pub(crate) fn given_to(notice: &Notice, division: &DivisionCode) -> Option<Sum> {
    let of_division = || notice.allocations.iter().filter(|cell| cell.division.as_ref() == Some(division));
    let rows: Vec<&Allocation> = of_division().filter(|cell| cell.counts && cell.row_kind == RowKind::Child).collect();
    let subtotal = |cell: &&Allocation| cell.row_kind == RowKind::Subtotal && cell.column_role == ColumnRole::Allocated;
    let named = |cell: &&Allocation| place_of_subtotal(notice, cell).as_ref() == Some(division);
    let subtotals: Vec<&Allocation> = notice.allocations.iter().filter(subtotal).filter(named).collect();
    if let [one] = subtotals.as_slice() {
        let holds = rows.iter().all(|row| row.table == one.table && row.col == one.col && row.money <= one.money);
        if holds && let Some(sum) = add(&[one]) {
            return Some(sum);
        }
    }
    if !rows.is_empty() {
        return add(&rows);
    }
    let units: Vec<&Allocation> = of_division().filter(|cell| cell.counts && cell.row_kind == RowKind::Unit).collect();
    let mut sum = add(&units)?;
    sum.doubt(Confidence::Likely, Doubt::RoleInferred);
    Some(sum)
}

/// The place that a subtotal is called after: 哈尔滨市小计.
fn place_of_subtotal(notice: &Notice, cell: &Allocation) -> Option<DivisionCode> {
    let name = || ["小计", "合计", "计"].iter().find_map(|word| cell.recipient.strip_suffix(word));
    let speaker = notice.division.as_ref().map(|fact| &fact.value);
    cell.division.clone().or_else(|| Divisions::get().resolve(name()?, speaker).one())
}

/// What this notice's tables give by name to places that lie inside a division.
pub(crate) fn given_inside(notice: &Notice, division: &DivisionCode) -> Money {
    let inside = |place: &DivisionCode| place != division && Divisions::get().within(place, division.as_str());
    let cells = counted(notice).filter(|cell| cell.division.as_ref().is_some_and(inside));
    Money::sum(cells.filter_map(|cell| cell.money)).unwrap_or_default()
}

/// What this notice passes on of the money of another number, where its table has a column for that number.
pub(crate) fn passed_on_from(notice: &Notice, number: &str) -> Option<Sum> {
    let cells: Vec<&Allocation> =
        notice.allocations.iter().filter(|cell| cell.cited_number.as_ref().is_some_and(|cited| cited.to_string() == number)).collect();
    if let Some(total) = cells.iter().find(|cell| cell.row_kind == RowKind::Total && cell.money.is_some()) {
        return add(&[total]);
    }
    let rows: Vec<&Allocation> = cells.into_iter().filter(|cell| !matches!(cell.row_kind, RowKind::Total | RowKind::Subtotal)).collect();
    add(&rows)
}

/// The sum of cells; `None` when there are none, or one of them is blank.
fn add(cells: &[&Allocation]) -> Option<Sum> {
    let first = cells.first()?;
    let money = cells.iter().try_fold(Money::ZERO, |sum, cell| sum.checked_add(cell.money?))?;
    let mut sum =
        Sum { money, evidence: first.evidence.clone(), confidence: first.confidence, doubts: Doubts::NONE, printed: cells.len() == 1 };
    for cell in cells {
        sum.confidence = sum.confidence.max(cell.confidence);
        sum.doubts |= cell.doubts;
    }
    Some(sum)
}
