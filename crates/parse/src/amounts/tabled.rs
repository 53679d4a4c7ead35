//! What the tables of a notice tell of the sums in its running text (`docs/amounts.md`, roles): the total of what is given is the notice's own sum,
//! whatever verb stands beside it. Not for: sums and tables that disagree, which are findings (`table::sums`).

use std::collections::{BTreeMap, HashSet};

use hongtou_notice::codes::{AmountRole, ColumnRole, Doubt, NoticeKind, Origin, RowKind};
use hongtou_notice::{Allocation, Amount, Money};

use super::{Known, infer};

/// The totals of a notice's tables.
#[derive(Debug, Default)]
pub(crate) struct Tabled {
    /// What is given now, where the tables tell one such sum.
    given: Option<Money>,
    /// The totals of all columns that give, of each table and of all of them.
    told: HashSet<Money>,
    /// What was given in advance.
    advance: HashSet<Money>,
}

impl Tabled {
    /// The totals of the rows of tables. What prose tells is no table.
    pub(crate) fn of(allocations: &[Allocation]) -> Self {
        // By table and column: the total that is printed, and that of the rows.
        let mut columns: BTreeMap<(u32, u32), (Option<Money>, Option<Money>)> = BTreeMap::new();
        let mut advance = HashSet::new();
        for row in allocations.iter().filter(|row| row.table > 0) {
            let Some(money) = row.money else { continue };
            let total = row.row_kind == RowKind::Total;
            match row.column_role {
                ColumnRole::Allocated => {
                    let (told, counted) = columns.entry((row.table, row.col)).or_default();
                    if total {
                        *told = told.or(Some(money));
                    } else if row.counts {
                        *counted = counted.unwrap_or(Money::ZERO).checked_add(money);
                    }
                }
                ColumnRole::Advance if total => drop(advance.insert(money)),
                _ => {}
            }
        }
        let tables: HashSet<u32> = columns.keys().map(|(table, _)| *table).collect();
        let each: Vec<Money> =
            columns.values().filter_map(|(told, counted)| told.or(*counted)).filter(|money| *money > Money::ZERO).collect();
        let all = Money::sum(each.iter().copied());
        // Columns side by side may be of two years or two funds; of several tables each may tell a part.
        let given = all.filter(|_| columns.len() == tables.len());
        Self { given, told: each.into_iter().chain(all).collect(), advance }
    }

    /// Gives the sum that the tables add up to the role of the notice's own, where no other sum has it by right. What the notice's own sum
    /// then is.
    pub(super) fn tell(&self, amounts: &mut [Amount], known: &Known, kind: NoticeKind, by_own_act: bool) -> Option<Money> {
        let Some(given) = self.given.filter(|_| matches!(kind, NoticeKind::Issue | NoticeKind::Advance | NoticeKind::Settle)) else {
            return known.total;
        };
        let is_advance = |amount: &Amount| amount.money.is_some_and(|money| self.advance.contains(&money));
        let own = |role| role == AmountRole::Total || kind == NoticeKind::Settle && role == AmountRole::Settled;
        let totals = || amounts.iter().filter(|amount| own(amount.role));
        // A settlement's table tells what was due beside what is settled; and what 现下达 tells, no table overrules: that they differ is a finding.
        let told = (kind == NoticeKind::Settle || by_own_act) && totals().next().is_some();
        // 甲资金624万元、乙经费1310万元: a table of both, or of each.
        let both = Money::sum(totals().filter_map(|amount| amount.money));
        let is_told = |money: Option<Money>| money.is_some_and(|money| self.told.contains(&money));
        if told || totals().any(|amount| is_told(amount.money)) || is_told(both) {
            return known.total;
        }
        let advances = amounts.iter().any(|amount| is_advance(amount) && amount.money != Some(given));
        let largest = totals().filter_map(|amount| amount.money).max();
        // What a rule decided stays as it is, and what is told of other money.
        let free = |amount: &Amount| {
            let unsaid = amount.role == AmountRole::Other && amount.doubts.contains(Doubt::RoleInferred);
            unsaid && amount.origin == Origin::Body && !known.aside.contains(&amount.money)
        };
        let mut fitting = amounts.iter().enumerate().filter(|(_, amount)| amount.money == Some(given) && free(amount));
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
        let Some(own) = amounts.get_mut(at) else { return known.total };
        own.role = AmountRole::Total;
        infer(own);
        own.money
    }
}
