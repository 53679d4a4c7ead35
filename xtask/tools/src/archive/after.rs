//! What may follow a notice: money moved, taken back or settled, an announcement, a report. Not for: the steps by which money goes
//! down (`tree`).

use hongtou_chain::FindingCode;
use hongtou_notice::codes::{AmountRole, CitationRole, ColumnRole, NoticeKind, RowKind};
use hongtou_notice::{Date, Money};

use super::make::{Draft, Fund, Office};
use super::tree::{Above, Maker, fen, later, write_rows};

impl Maker {
    /// What may follow a notice: money moved, taken back or settled; an announcement or a report, which give nothing. Gives
    /// what the office got for it from above.
    pub(super) fn afterwards(&mut self, own: &Office, fund: &Fund, above: &Above, here: &Above, rows: &[(Office, Money)]) -> Money {
        let place = self.dice.roll(36);
        match place {
            0..=2 => self.change(own, fund, here, rows),
            3 => self.recover(own, fund, here, rows),
            4 => return self.settle(own, fund, above, here, rows),
            5 => self.announce(own, fund, here, rows),
            6 => self.report(own, fund, above, here, rows),
            _ => {}
        }
        Money::ZERO
    }

    /// A notice that takes back a part of what a county was given.
    fn recover(&mut self, own: &Office, fund: &Fund, here: &Above, rows: &[(Office, Money)]) {
        let Some((county, _)) = rows.first() else { return };
        let mut draft = Draft::new(self.source(), own, fund, later(here.date, 90), self.serial() + 2);
        let taken = fen(1_00 + self.dice.roll(90_000));
        draft.0.kind.value = NoticeKind::Recover;
        draft.row(&county.name, Some(&county.code), RowKind::Child, ColumnRole::Allocated, taken);
        draft.amount(AmountRole::Recovered, Some(taken));
        draft.cite(CitationRole::Amended, here.number.clone());
        self.archive.truth.others.insert(format!("recovers:{}>{}", here.key, draft.id()));
        self.give(fund, county, Money::ZERO.checked_sub(taken).unwrap_or_default());
        self.archive.add(draft.0);
    }

    /// A settlement: what is still due after the first notice, out of the same source.
    fn settle(&mut self, own: &Office, fund: &Fund, above: &Above, here: &Above, rows: &[(Office, Money)]) -> Money {
        let Some((county, _)) = rows.first() else { return Money::ZERO };
        let mut draft = Draft::new(self.source(), own, fund, here.date, self.serial() + 3);
        let due = fen(1_00 + self.dice.roll(90_000));
        draft.0.kind.value = NoticeKind::Settle;
        draft.row(&county.name, Some(&county.code), RowKind::Child, ColumnRole::Allocated, due);
        draft.amount(AmountRole::Settled, Some(due));
        draft.cite(CitationRole::Upstream, above.number.clone());
        draft.cite(CitationRole::Prior, here.number.clone());
        let id = draft.id();
        self.archive.truth.links.insert(format!("{}>{id}", above.key));
        self.archive.truth.others.insert(format!("settles:{}>{id}", here.key));
        if !above.held {
            self.gap(above, &id);
        }
        // The county passes on what it got first and not this.
        self.archive.truth.allowed.insert((FindingCode::AllocationNotPassedOn, id));
        self.give(fund, county, due);
        self.archive.add(draft.0);
        due
    }

    /// An announcement repeats the rows of the notice.
    fn announce(&mut self, own: &Office, fund: &Fund, here: &Above, rows: &[(Office, Money)]) {
        let mut draft = self.paper(own, fund, later(here.date, 15), NoticeKind::Announcement, "资金安排情况的公示");
        write_rows(&mut draft, rows);
        draft.cite(CitationRole::Other, here.number.clone());
        self.archive.truth.others.insert(format!("announces:{}>{}", here.key, draft.id()));
        self.archive.add(draft.0);
    }

    /// A report tells both steps and repeats the rows.
    fn report(&mut self, own: &Office, fund: &Fund, above: &Above, here: &Above, rows: &[(Office, Money)]) {
        let mut draft = self.paper(own, fund, later(here.date, 200), NoticeKind::SelfEvaluation, "绩效自评报告");
        write_rows(&mut draft, rows);
        draft.cite(CitationRole::Upstream, above.number.clone());
        draft.cite(CitationRole::Issued, here.number.clone());
        self.archive.truth.others.insert(format!("reports_on:{}>{}", above.key, draft.id()));
        self.archive.add(draft.0);
    }

    /// A paper without a number.
    fn paper(&mut self, own: &Office, fund: &Fund, date: Date, kind: NoticeKind, words: &str) -> Draft {
        let source = self.source();
        let mut draft = Draft::new(source, own, fund, date, self.serial());
        let title = format!("{}{}{words}", own.name, fund.title);
        draft.0.id = format!("~{source:016x}").into();
        draft.0.number = None;
        draft.0.kind.value = kind;
        draft.0.title = Some(draft.fact(title.as_str().into(), &title));
        draft
    }

    /// An adjustment: what one county loses another gains.
    fn change(&mut self, own: &Office, fund: &Fund, here: &Above, rows: &[(Office, Money)]) {
        let [(first, _), (second, _), ..] = rows else { return };
        let date = later(here.date, 40);
        let mut draft = Draft::new(self.source(), own, fund, date, self.serial() + 1);
        let moved = fen(1_00 + self.dice.roll(100_000));
        let taken = Money::ZERO.checked_sub(moved).unwrap_or_default();
        draft.0.kind.value = NoticeKind::Adjust;
        draft.row(&first.name, Some(&first.code), RowKind::Child, ColumnRole::Net, moved);
        draft.row(&second.name, Some(&second.code), RowKind::Child, ColumnRole::Net, taken);
        draft.cite(CitationRole::Amended, here.number.clone());
        self.archive.truth.others.insert(format!("amends:{}>{}", here.key, draft.id()));
        self.archive.add(draft.0);
        self.give(fund, first, moved);
        self.give(fund, second, taken);
    }
}
