//! Joining attachments to their notice: the money of a notice usually stands in a sheet beside it. A document
//! without number, recipients and date of its own is joined to the notice that announces it, by the ties that
//! archives keep: the file or zip that carries it, the same folder, a link of the page, the title in the list of
//! attachments, the number or title in the file's name. Rules: `docs/linking.md`, attachments. Not for: copies of a
//! notice (`assemble`).

mod beside;
mod join;
mod owner;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use hongtou_notice::{Notice, Text};

pub use self::beside::Beside;
use self::join::Joining;
use self::owner::{Owners, carriers};
use self::words::{Fit, Words, bare, fit};
use crate::assemble::{Assembled, from_picture};
use crate::card::Known;
use crate::cards::Cards;
use crate::contents::Contents;
use crate::finding::{finding, in_order};
use crate::keep::Keep;
use crate::model::{Finding, FindingCode, Severity};
use crate::stock::Stock;

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
    let mut stock = Stock::from(assembled);
    let Ok(joined) = stock.join_attachments(shelves);
    (stock.into(), joined)
}

/// What a notice is joined to, before it is opened.
struct Part {
    /// What was read from text comes before what was recognised in a picture: it leads where they are copies.
    picture: bool,
    path: String,
    /// Its place among the cards.
    at: usize,
}

/// The parts of each notice, by its place.
type Parts = BTreeMap<usize, Vec<Part>>;

impl<K: Keep> Stock<K> {
    /// Joins attachments to their notices. `shelves` holds place and links of every content by source id, or at least the places
    /// that [`beside`](Self::beside) wants and the links of the contents that are [`pointing`](Self::pointing). Gives, for
    /// every content that became an attachment, the notice it belongs to.
    ///
    /// # Errors
    /// When a notice could not be kept or opened again.
    pub fn join_attachments(&mut self, shelves: &BTreeMap<String, Shelf>) -> Result<BTreeMap<Text, Text>, K::Error> {
        let mut joined = BTreeMap::new();
        if self.cards.those(|brief| brief.no_head).next().is_some() {
            joined = self.joined(shelves)?;
        }
        self.cards = std::mem::replace(&mut self.cards, Cards::new(&self.room)).by_id();
        self.findings = in_order(std::mem::take(&mut self.findings));
        self.desk.sound()?;
        Ok(joined)
    }

    /// The same, before what came of it is put in order.
    fn joined(&mut self, shelves: &BTreeMap<String, Shelf>) -> Result<BTreeMap<Text, Text>, K::Error> {
        let mut joined = BTreeMap::new();
        let mut gone: BTreeMap<Text, Text> = BTreeMap::new();
        let mut parts = self.shared_out(shelves)?;
        let taken: BTreeSet<usize> = parts.values().flatten().map(|part| part.at).collect();
        let mut cards = Cards::new(&self.room);
        for (at, card) in self.cards.all().filter(|(at, _)| !taken.contains(at)) {
            let Some(mut list) = parts.remove(&at) else {
                if card.has.no_head && is_named_attachment(&card, shelves) {
                    let message = "This is an attachment; the notice it belongs to is not in the archive.".to_owned();
                    let shown = self.desk.open(card.place)?.kind.evidence.clone();
                    self.findings.push(finding(FindingCode::NoticeMissing, Severity::Warning, &card.id, "", message).shown(shown));
                }
                cards.add(&card);
                continue;
            };
            list.sort_by(|a, b| (a.picture, &a.path).cmp(&(b.picture, &b.path)));
            let mut notice = self.own(&card)?;
            let id = notice.id.clone();
            let mut joining = Joining::new(&mut notice, &mut self.findings);
            for (path, part) in list.iter().filter_map(|part| Some((&part.path, self.cards.get(part.at)?))) {
                joined.extend(part.contents.ids().iter().map(|source| (Text::from(&*source.text()), id.clone())));
                joining.join(self.desk.keep().open(part.place).map(Arc::unwrap_or_clone)?, path);
                gone.insert(part.id.clone(), id.clone());
            }
            cards.add(&self.laid(notice)?);
        }
        self.cards = cards;
        point_to_owners(&mut self.findings, &gone);
        Ok(joined)
    }

    /// The parts of each notice.
    fn shared_out(&self, shelves: &BTreeMap<String, Shelf>) -> Result<Parts, K::Error> {
        let without_head = || self.cards.those(|brief| brief.no_head);
        let carrying: HashSet<&str> = without_head().flat_map(|(_, card)| paths(&card.contents, shelves)).flat_map(carriers).collect();
        let held = self.cards.those(|_| !carrying.is_empty()).flat_map(|(_, card)| paths(&card.contents, shelves));
        let held: HashSet<&str> = held.filter(|path| carrying.contains(path)).collect();
        let is_loose = |card: &Known| may_be_attachment(card, shelves, &held);
        let loose = || without_head().filter(|(_, card)| is_loose(card));
        let whole = self.cards.all().filter(|(_, card)| !is_loose(card));
        let of_loose: Vec<&str> = loose().flat_map(|(_, card)| paths(&card.contents, shelves)).collect();
        let mut owners = Owners::new(whole, &of_loose, shelves, |card| self.desk.open(card.place))?;
        let (mut parts, mut alone) = (Parts::new(), 0);
        for (at, card) in loose() {
            let part = self.desk.open(card.place)?;
            if let Some(owner) = owners.of(&part, shelves) {
                let path = paths(&card.contents, shelves).min().unwrap_or_default().to_owned();
                parts.entry(owner).or_default().push(Part { picture: from_picture(&part), path, at });
            } else {
                alone += 1;
            }
        }
        tracing::debug!(compared = owners.compared, notices = self.cards.len(), alone, "attachments joined");
        Ok(parts)
    }
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
fn may_be_attachment(card: &Known, shelves: &BTreeMap<String, Shelf>, held: &HashSet<&str>) -> bool {
    let tables = card.has.allocations || card.has.indicators;
    let carried = || paths(&card.contents, shelves).flat_map(carriers).any(|carrier| held.contains(carrier));
    card.has.no_head && (tables || is_named_attachment(card, shelves) || carried())
}

fn is_named_attachment(card: &Known, shelves: &BTreeMap<String, Shelf>) -> bool {
    paths(&card.contents, shelves).any(|path| stem(path).starts_with("附件") || stem(path).starts_with("附表"))
}

/// Where some contents lie.
fn paths<'a>(contents: &Contents, shelves: &'a BTreeMap<String, Shelf>) -> impl Iterator<Item = &'a str> + use<'a> {
    let shelves: Vec<&Shelf> = contents.ids().iter().filter_map(|source| shelves.get(&*source.text())).collect();
    shelves.into_iter().flat_map(|shelf| &shelf.paths).map(String::as_str)
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
