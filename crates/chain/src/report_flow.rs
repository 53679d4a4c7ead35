//! The rows of reports and announcements as flows: told, and counted only where no notice of the archive tells the
//! same. Not for: flows of notices.

use std::collections::BTreeSet;

use hongtou_notice::codes::{ColumnRole, NoticeKind, RowKind};
use hongtou_notice::{Allocation, DivisionCode, Notice, Text};

use crate::archive::{Archive, End};
use crate::flow::{blank_flow, settle};
use crate::model::{Flow, FlowStatus, NotCounted};
use crate::report::{is_witness, issued_by_reporter};

/// The reports and announcements with rows, and what notices tell of the same money.
pub(crate) struct Reports {
    /// Each with why its rows do not count, and the notice that it says gave the money.
    all: Vec<(usize, NotCounted, Option<End>)>,
    /// Only what is told of the numbers that reports name matters.
    named: BTreeSet<Option<Text>>,
    told: BTreeSet<(Option<Text>, DivisionCode)>,
}

impl Reports {
    pub(crate) fn of(archive: &Archive) -> Self {
        let all: Vec<(usize, NotCounted, Option<End>)> = archive
            .each(|brief| brief.allocations && is_witness(brief.kind))
            .map(|(at, notice, known)| {
                let reason = if known.kind == NoticeKind::SelfEvaluation { NotCounted::Report } else { NotCounted::Announcement };
                (at, reason, issued_by_reporter(archive, at, &notice))
            })
            .collect();
        let named = all.iter().map(|(.., giver)| giver.as_ref().and_then(|giver| archive.number(giver))).collect();
        Self { all, named, told: BTreeSet::new() }
    }

    /// Takes in that a notice tells of counted money that a division got under a number.
    pub(crate) fn hear(&mut self, number: &Option<Text>, to: &DivisionCode) {
        if self.named.contains(number) {
            self.told.insert((number.clone(), to.clone()));
        }
    }

    /// The rows that reports and announcements tell. A report's row counts when the notice that it says gave the money is not
    /// held, and neither a notice nor another report has told the movement.
    pub(crate) fn flows(self, archive: &Archive, mut add: impl FnMut(Flow)) {
        let Self { all, mut told, .. } = self;
        for (at, reason, giver) in all {
            let Some(notice) = archive.notice(at) else { continue };
            for cell in rows(&notice) {
                let id = format!("flow:{}/t{}r{}c{}", notice.id, cell.table, cell.row, cell.col);
                let Some(mut flow) = blank_flow(archive, at, id) else { continue };
                flow.status = FlowStatus::Reported;
                flow.grant_id = None;
                flow.parent_notice_id = giver.as_ref().and_then(|giver| archive.notice_id(giver));
                flow.parent_number = giver.as_ref().and_then(|giver| archive.number(giver));
                flow.issued_on = giver.as_ref().and_then(|giver| archive.date(giver));
                flow.from_division = giver.as_ref().and_then(|giver| archive.division(giver)).or(flow.from_division);
                flow.to_division.clone_from(&cell.division);
                flow.recipient = cell.recipient.clone();
                flow.money = cell.money;
                flow.evidence = vec![cell.evidence.clone()];
                flow.confidence = cell.confidence;
                flow.doubts = cell.doubts;
                // Own offices got their share out of what their government received.
                let inside = flow.to_division.is_none() || flow.to_division == flow.from_division;
                let unheld = matches!(giver, Some(End::Cited(_)));
                let may_count = reason == NotCounted::Report && unheld && !inside && flow.money.is_some();
                let counts = may_count && flow.to_division.clone().is_some_and(|to| told.insert((flow.parent_number.clone(), to)));
                settle(&mut flow, (!counts).then_some(reason));
                add(flow);
            }
        }
    }
}

/// One cell for each recipient: the counted ones, or else the given sums of the first table that has any.
fn rows(notice: &Notice) -> Vec<&Allocation> {
    let recipient = |cell: &&Allocation| !matches!(cell.row_kind, RowKind::Total | RowKind::Subtotal);
    let mut cells: Vec<&Allocation> = notice.allocations.iter().filter(|cell| cell.counts).filter(recipient).collect();
    if cells.is_empty() {
        let given = |cell: &&Allocation| cell.column_role == ColumnRole::Allocated;
        let first = notice.allocations.iter().filter(given).filter(recipient).map(|cell| (cell.table, cell.col)).min();
        cells = notice.allocations.iter().filter(given).filter(recipient).filter(|cell| Some((cell.table, cell.col)) == first).collect();
    }
    let mut seen = BTreeSet::new();
    cells.retain(|cell| seen.insert((&cell.recipient, &cell.division)));
    cells
}
