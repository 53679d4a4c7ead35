//! The rows of reports and announcements as flows: told, and counted only where no notice of the archive tells the
//! same. Not for: flows of notices.

use std::collections::BTreeSet;

use hongtou_notice::codes::{ColumnRole, NoticeKind, RowKind};
use hongtou_notice::{Allocation, DivisionCode, Notice, Text};

use crate::archive::{Archive, End};
use crate::flow::{blank_flow, settle};
use crate::model::{Flow, FlowStatus, NotCounted};
use crate::report::{is_witness, issued_by_reporter};

/// Adds the rows that reports and announcements tell. A report's row counts when the notice that it says gave the
/// money is not held, and neither a recipient's notice nor another report has told the movement.
/// `counted`: the notices that have counted rows, and the division of each row; `flows`: what recipients have told.
pub(crate) fn report_flows<'a>(archive: &Archive, counted: impl Iterator<Item = (usize, Option<&'a DivisionCode>)>, flows: &mut Vec<Flow>) {
    let reports: Vec<(usize, NotCounted, Option<End>)> = archive
        .each(|known| known.has.allocations && is_witness(known.kind))
        .map(|(at, notice, known)| {
            let reason = if known.kind == NoticeKind::SelfEvaluation { NotCounted::Report } else { NotCounted::Announcement };
            (at, reason, issued_by_reporter(archive, at, &notice))
        })
        .collect();
    // Only what is told of the numbers that reports name matters.
    let named: BTreeSet<Option<Text>> = reports.iter().map(|(.., giver)| giver.as_ref().and_then(|giver| archive.number(giver))).collect();
    let number = |at: usize| archive.known(at).and_then(|known| known.number.clone());
    let given = counted.filter_map(|(at, to)| Some((number(at), to?.clone())));
    let own = flows.iter().filter(|flow| flow.counts).filter_map(|flow| Some((flow.parent_number.clone(), flow.to_division.clone()?)));
    let mut told: BTreeSet<(Option<Text>, DivisionCode)> = given.chain(own).filter(|(number, _)| named.contains(number)).collect();
    for (at, reason, giver) in reports {
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
            let unheld = matches!(giver, Some(End::Cited { .. }));
            let may_count = reason == NotCounted::Report && unheld && !inside && flow.money.is_some();
            let counts = may_count && flow.to_division.clone().is_some_and(|to| told.insert((flow.parent_number.clone(), to)));
            settle(&mut flow, (!counts).then_some(reason));
            flows.push(flow);
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
