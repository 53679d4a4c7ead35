//! Refusing ties that close a circle: money that comes round to where it came from was misread somewhere.
//! Not for: ties to later documents, which are refused where they are read.

use std::collections::BTreeSet;

use crate::archive::Archive;
use crate::cited::Tip;
use crate::finding::finding;
use crate::model::{Finding, FindingCode, Severity};
use crate::ties::Ties;

/// Removes ties until the grants ties have no circle: first those in a circle that do not lead downwards, then the
/// rest of it. Which go depends on the archive only, never on its order.
pub(crate) fn refuse_circles(archive: &Archive, ties: &mut Ties, findings: &mut Vec<Finding>) {
    for only_level in [true, false] {
        let level = |end: Tip| archive.level(&ties.end(end));
        let down = |parent: Tip, child: Tip| level(parent).zip(level(child)).is_some_and(|(above, below)| above < below);
        let mut refused: BTreeSet<(Tip, Tip)> = knotted(ties).into_iter().collect();
        refused.retain(|(parent, child)| !(only_level && down(*parent, *child)));
        for (parent, child, tie) in ties.take_out(&refused) {
            let Some(id) = archive.notice_id(&child).or_else(|| archive.notice_id(&parent)) else { continue };
            let message =
                format!("{} and {} give each other's money; the two are not linked.", archive.call(&parent), archive.call(&child));
            let mut found = finding(FindingCode::CycleRefused, Severity::Warning, &id, &archive.call(&parent), message).shown(tie.evidence);
            for other in [&parent, &child].into_iter().filter_map(|end| archive.notice_id(end)) {
                found = found.with(&other);
            }
            findings.push(found);
        }
    }
}

/// The ties between the ends that are left when ends without a parent, and ends without a child, are taken away again and
/// again.
fn knotted(ties: &Ties) -> Vec<(Tip, Tip)> {
    let all = || ties.grants().map(|(parent, child, _)| (parent, child));
    let mut ends: Vec<Tip> = all().flat_map(|(parent, child)| [parent, child]).collect();
    ends.sort_unstable();
    ends.dedup();
    ends.shrink_to_fit();
    let number = |end: Tip| ends.binary_search(&end).ok().and_then(|at| u32::try_from(at).ok());
    let down = || all().filter_map(|(parent, child)| Some((number(parent)?, number(child)?)));
    let mut left = vec![true; ends.len()];
    take_away(down().collect(), &mut left);
    take_away(down().map(|(parent, child)| (child, parent)).collect(), &mut left);
    let is_left = |end: u32| place(end).and_then(|at| left.get(at)).is_some_and(|left| *left);
    all().zip(down()).filter(|(_, (parent, child))| is_left(*parent) && is_left(*child)).map(|(tie, _)| tie).collect()
}

/// Takes away, of the ends that are left, those to which none of the others leads, then those to which none leads any more, and so
/// on. `leads` tells from which end each tie leads to which.
fn take_away(mut leads: Vec<(u32, u32)>, left: &mut [bool]) {
    leads.sort_unstable();
    let mut open = vec![0u32; left.len()];
    for (from, to) in &leads {
        if place(*from).and_then(|at| left.get(at)).is_some_and(|left| *left)
            && let Some(count) = place(*to).and_then(|at| open.get_mut(at))
        {
            *count += 1;
        }
    }
    let mut free: Vec<u32> =
        (0..).zip(open.iter().zip(&*left)).filter(|(_, (count, left))| **count == 0 && **left).map(|(at, _)| at).collect();
    while let Some(end) = free.pop() {
        if let Some(left) = place(end).and_then(|at| left.get_mut(at)) {
            *left = false;
        }
        let from = leads.partition_point(|(from, _)| *from < end);
        for (_, to) in leads.get(from..).unwrap_or_default().iter().take_while(|(from, _)| *from == end) {
            if let Some(count) = place(*to).and_then(|at| open.get_mut(at)).filter(|count| **count > 0) {
                *count -= 1;
                if *count == 0 {
                    free.push(*to);
                }
            }
        }
    }
}

fn place(end: u32) -> Option<usize> {
    usize::try_from(end).ok()
}
