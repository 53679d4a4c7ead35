//! What the tables of a notice tell of the sums in its running text (`docs/amounts.md`, roles): the total of what is given is the notice's own sum,
//! whatever verb stands beside it. Not for: sums and tables that disagree, which are findings (`table::sums`).

use std::collections::{BTreeMap, HashSet};

use hongtou_notice::codes::{AmountRole, ColumnRole, NoticeKind, Origin, RowKind};
use hongtou_notice::{Allocation, Amount, Money};

use super::{Known, infer};

/// The totals of a notice's tables.
#[derive(Debug, Default)]
pub(crate) struct Tabled {
    /// What is given now: of each table, and of all of them.
    given: HashSet<Money>,
    /// What was given in advance.
    advance: HashSet<Money>,
}

impl Tabled {
    /// The totals of the rows of tables. What prose tells is no table.
    pub(crate) fn of(allocations: &[Allocation]) -> Self {
        let mut given: BTreeMap<u32, (Option<Money>, Option<Money>)> = BTreeMap::new();
        let mut advance = HashSet::new();
        for row in allocations.iter().filter(|row| row.table > 0) {
            let Some(money) = row.money else { continue };
            let total = row.row_kind == RowKind::Total;
            let (told, counted) = given.entry(row.table).or_default();
            match row.column_role {
                ColumnRole::Allocated if total => *told = told.or(Some(money)),
                ColumnRole::Allocated if row.counts => *counted = counted.unwrap_or(Money::ZERO).checked_add(money),
                ColumnRole::Advance if total => drop(advance.insert(money)),
                _ => {}
            }
        }
        let each: Vec<Money> =
            given.into_values().filter_map(|(told, counted)| told.or(counted)).filter(|money| *money > Money::ZERO).collect();
        let all = Money::sum(each.iter().copied());
        Self { given: each.into_iter().chain(all).collect(), advance }
    }

    /// Gives the sum that the tables add up to the role of the notice's own, where no other sum has it by right, and gives it.
    pub(super) fn tell(&self, amounts: &mut [Amount], known: &Known, kind: NoticeKind) -> Option<Money> {
        if !matches!(kind, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle) {
            return known.total;
        }
        let is_given = |amount: &Amount| amount.money.is_some_and(|money| self.given.contains(&money));
        let is_advance = |amount: &Amount| amount.money.is_some_and(|money| self.advance.contains(&money));
        let own = |role| role == AmountRole::Total || kind == NoticeKind::Settle && role == AmountRole::Settled;
        let totals = || amounts.iter().filter(|amount| own(amount.role));
        // 甲资金624万元、乙经费1310万元: a table of both, or of each.
        let both = Money::sum(totals().filter_map(|amount| amount.money));
        // A settlement's table tells what was due beside what is settled.
        let settled = kind == NoticeKind::Settle && totals().next().is_some();
        if settled || totals().any(is_given) || both.is_some_and(|both| self.given.contains(&both)) {
            return known.total;
        }
        let advances = amounts.iter().any(|amount| is_advance(amount) && !is_given(amount));
        let largest = totals().filter_map(|amount| amount.money).max();
        let free = |amount: &Amount| match amount.role {
            AmountRole::Other | AmountRole::Budget => true,
            AmountRole::Advance => largest.is_none(),
            _ => false,
        };
        let mut fitting =
            amounts.iter().enumerate().filter(|(_, amount)| amount.origin == Origin::Body && is_given(amount) && free(amount));
        // A smaller sum than the one that was told is a part of it, which may have a table of its own, unless the rest was given in advance.
        let fits = fitting.next().filter(|(_, amount)| largest.is_none() || amount.money > largest || advances);
        let Some((at, _)) = fits.filter(|_| fitting.next().is_none()) else { return known.total };
        for amount in amounts.iter_mut().filter(|amount| amount.origin == Origin::Body) {
            let was_total = amount.role == AmountRole::Total;
            let unsaid = amount.role == AmountRole::Other && is_advance(amount);
            if was_total || unsaid {
                amount.role = if is_advance(amount) { AmountRole::Advance } else { AmountRole::Other };
                infer(amount);
            }
        }
        let own = amounts.get_mut(at)?;
        own.role = AmountRole::Total;
        infer(own);
        own.money
    }
}
