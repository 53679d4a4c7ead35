//! Joining attachments to their notice: the money of a notice usually stands in a sheet beside it. A document
//! without number, recipients and date of its own is joined to the notice that announces it, by the ties that
//! archives keep: the file or zip that carries it, the same folder, a link of the page, the title in the list of
//! attachments, the number or title in the file's name. Rules: `docs/linking.md`, attachments. Not for: copies of a
//! notice (`assemble`).

mod join;
mod owner;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use hongtou_notice::{Notice, Text};

use self::join::Joining;
use self::owner::{Owners, carriers};
use self::words::{Fit, Words, bare, fit};
use crate::archive::sort_by_id;
use crate::assemble::{Assembled, from_picture};
use crate::finding::{finding, in_order};
use crate::model::{Finding, FindingCode, Severity};

/// Where a content lies in the archive and what it points to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shelf {
    /// Every path of the content, `/`-parted, members of archives behind `!/`.
    pub paths: Vec<String>,
    /// Files that a page links to: the words of the link and its target.
    pub links: Vec<(String, String)>,
}

/// How many titles of a part are looked at: a book of sheets may have one a project.
const TITLES: usize = 64;

/// Joins attachments to their notices. `shelves` holds the place of every content by source id. Gives the archive
/// and, for every content that became an attachment, the notice it belongs to.
#[must_use]
pub fn join_attachments(assembled: Assembled, shelves: &BTreeMap<String, Shelf>) -> (Assembled, BTreeMap<Text, Text>) {
    let Assembled { notices: mut whole, mut findings } = assembled;
    let sources: BTreeSet<Text> = whole.iter().flat_map(|notice| notice.source_ids.clone()).collect();
    let held: HashSet<&str> = shelves
        .iter()
        .filter(|(source, _)| sources.contains(source.as_str()))
        .flat_map(|(_, shelf)| &shelf.paths)
        .map(String::as_str)
        .collect();
    let loose: Vec<Notice> = whole.extract_if(.., |notice| may_be_attachment(notice, shelves, &held)).collect();
    let mut owners = Owners::new(&whole, &loose, shelves);
    let mut joined = BTreeMap::new();
    let mut gone: BTreeMap<Text, Text> = BTreeMap::new();
    let mut alone = Vec::new();
    // What was read from text comes before what was recognised in a picture: it leads where they are copies.
    let mut parts: BTreeMap<usize, Vec<(bool, String, Notice)>> = BTreeMap::new();
    for part in loose {
        match owners.of(&part, shelves) {
            Some(at) => parts.entry(at).or_default().push((from_picture(&part), first_path(&part, shelves), part)),
            None => alone.push(part),
        }
    }
    // Large, where many parts lie among many notices.
    let compared = owners.compared;
    drop(owners);
    tracing::debug!(compared, notices = whole.len(), alone = alone.len(), "attachments joined");
    for (at, mut list) in parts {
        list.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let Some(notice) = whole.get_mut(at) else { continue };
        let id = notice.id.clone();
        let mut joining = Joining::new(notice, &mut findings);
        for (_, path, part) in list {
            gone.insert(part.id.clone(), id.clone());
            joined.extend(part.source_ids.iter().map(|source| (source.clone(), id.clone())));
            joining.join(part, &path);
        }
    }
    for part in alone {
        if is_named_attachment(&part, shelves) {
            let message = "This is an attachment; the notice it belongs to is not in the archive.".to_owned();
            findings.push(finding(FindingCode::NoticeMissing, Severity::Warning, &part.id, "", message).shown(part.kind.evidence.clone()));
        }
        whole.push(part);
    }
    sort_by_id(&mut whole);
    point_to_owners(&mut findings, &gone);
    (Assembled { notices: whole, findings: in_order(findings) }, joined)
}

/// What was found in a part is the owner's now. Parts without a name of their own share an id, and that is no collision.
fn point_to_owners(findings: &mut Vec<Finding>, gone: &BTreeMap<Text, Text>) {
    let is_part = |id: &String| gone.contains_key(id.as_str());
    findings.retain(|found| found.code != FindingCode::NumberCollision || !found.notice_ids.iter().any(is_part));
    for found in findings {
        for id in found.notice_id.iter_mut().chain(&mut found.notice_ids) {
            if let Some(owner) = gone.get(id.as_str()) {
                *id = owner.into();
            }
        }
        let mut seen = BTreeSet::new();
        found.notice_ids.retain(|id| seen.insert(id.clone()));
    }
}

/// A document that shows nothing by which a notice is known: no number, no recipients, no date, no upstream.
fn may_be_attachment(notice: &Notice, shelves: &BTreeMap<String, Shelf>, held: &HashSet<&str>) -> bool {
    let anonymous = notice.number.is_none() && notice.recipients.is_empty() && notice.issued_on.is_none() && notice.citations.is_empty();
    let tables = !notice.allocations.is_empty() || !notice.indicators.is_empty();
    let carried = || paths(notice, shelves).flat_map(carriers).any(|carrier| held.contains(carrier));
    anonymous && (tables || is_named_attachment(notice, shelves) || carried())
}

fn is_named_attachment(notice: &Notice, shelves: &BTreeMap<String, Shelf>) -> bool {
    paths(notice, shelves).any(|path| stem(path).starts_with("附件") || stem(path).starts_with("附表"))
}

fn paths<'a>(notice: &'a Notice, shelves: &'a BTreeMap<String, Shelf>) -> impl Iterator<Item = &'a str> {
    notice.source_ids.iter().filter_map(|source| shelves.get(source.as_str())).flat_map(|shelf| &shelf.paths).map(String::as_str)
}

fn first_path(notice: &Notice, shelves: &BTreeMap<String, Shelf>) -> String {
    paths(notice, shelves).min().unwrap_or_default().to_owned()
}

/// The file's name without its extension.
fn stem(path: &str) -> &str {
    let name = path.rfind('/').map_or(path, |at| path.get(at + 1..).unwrap_or_default());
    name.rfind('.').map_or(name, |at| name.get(..at).unwrap_or_default())
}

/// Titles that stand in the part itself, bare, each once: its own, those of its tables, its projects.
fn own_titles(part: &Notice) -> Vec<String> {
    let title = part.title.iter().map(|title| title.value.as_str());
    let tables = part.allocations.iter().filter_map(|row| row.table_title.as_deref());
    let projects = part.indicators.iter().filter_map(|row| row.project.as_deref());
    let mut seen = BTreeSet::new();
    let distinct = title.chain(tables).chain(projects).filter(|title| seen.insert(*title));
    let mut titles: Vec<String> = distinct.map(bare).filter(|title| !title.is_empty()).take(TITLES).collect();
    titles.sort();
    titles.dedup();
    titles
}

/// The place in the list of attachments that announces a part: the one that fits best, of equal ones the first.
fn announced(part: &Notice, path: &str, notice: &Notice) -> Option<usize> {
    let texts: Vec<Words> = std::iter::once(bare(stem(path))).chain(own_titles(part)).map(Words::of).collect();
    let fits = notice.attachments.iter().enumerate().filter_map(|(at, fact)| {
        let title = Words::of(bare(&fact.value.title));
        let best: Fit = texts.iter().filter_map(|text| fit(text, &title)).max()?;
        Some((best, std::cmp::Reverse(at)))
    });
    fits.max().map(|(_, at)| at.0)
}
