//! Refusing ties that close a circle: money that comes round to where it came from was misread somewhere.
//! Not for: ties to later documents, which are refused where they are read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::archive::{Archive, End};
use crate::finding::finding;
use crate::model::{Finding, FindingCode, Relation, Severity};
use crate::tie::Ties;

/// Removes ties until the grants ties have no circle: first those in a circle that do not lead downwards, then the
/// rest of it. Which go depends on the archive only, never on its order.
pub(crate) fn refuse_circles(archive: &Archive, ties: &mut Ties, findings: &mut Vec<Finding>) {
    for only_level in [true, false] {
        let knotted = knotted(ties);
        let refused: Vec<(End, End)> = ties
            .grants()
            .filter(|(parent, child, _)| knotted.contains(*parent) && knotted.contains(*child))
            .filter(|(parent, child, _)| {
                let down = archive.level(parent).zip(archive.level(child)).is_some_and(|(above, below)| above < below);
                !(only_level && down)
            })
            .map(|(parent, child, _)| (parent.clone(), child.clone()))
            .collect();
        for (parent, child) in refused {
            let Some(tie) = ties.0.remove(&(Relation::Grants, parent.clone(), child.clone())) else { continue };
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

/// The ends that are left when ends without a parent, and ends without a child, are taken away again and again.
fn knotted(ties: &Ties) -> BTreeSet<End> {
    let mut down: BTreeMap<&End, Vec<&End>> = BTreeMap::new();
    let mut up: BTreeMap<&End, Vec<&End>> = BTreeMap::new();
    for (parent, child, _) in ties.grants() {
        down.entry(parent).or_default().push(child);
        up.entry(child).or_default().push(parent);
    }
    let mut left: BTreeSet<&End> = down.keys().chain(up.keys()).copied().collect();
    for (ahead, behind) in [(&down, &up), (&up, &down)] {
        let mut open: BTreeMap<&End, usize> = left
            .iter()
            .map(|end| (*end, behind.get(end).map_or(0, |ends| ends.iter().filter(|end| left.contains(*end)).count())))
            .collect();
        let mut free: VecDeque<&End> = open.iter().filter(|(_, count)| **count == 0).map(|(end, _)| *end).collect();
        while let Some(end) = free.pop_front() {
            left.remove(end);
            for next in ahead.get(end).into_iter().flatten() {
                if let Some(count) = open.get_mut(next)
                    && *count > 0
                {
                    *count -= 1;
                    if *count == 0 {
                        free.push_back(next);
                    }
                }
            }
        }
    }
    left.into_iter().cloned().collect()
}
