//! Joining attachments to their notice: the money of a notice usually stands in a sheet beside it. A document
//! without number, recipients and date of its own is joined to the notice that announces it, by the ties that
//! archives keep: the same zip or folder, a link of the page, the title in the list of attachments, the number
//! or title in the file's name. Rules: `docs/linking.md`, attachments. Not for: copies of a notice (`assemble`).

use std::collections::{BTreeMap, BTreeSet};

use hongtou_notice::codes::RowKind;
use hongtou_notice::{Divisions, Match, Notice};

use crate::assemble::Assembled;
use crate::finding::{finding, in_order};
use crate::model::{FindingCode, Severity};

/// Where a content lies in the archive and what it points to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shelf {
    /// Every path of the content, `/`-parted, members of archives behind `!/`.
    pub paths: Vec<String>,
    /// Files that a page links to: the words of the link and its target.
    pub links: Vec<(String, String)>,
}

/// From how many points a tie holds. One strong tie (a link, a number in the name, an announced title) suffices.
const ENOUGH: u32 = 40;

/// Joins attachments to their notices. `shelves` holds the place of every content by source id. Gives the archive
/// and, for every content that became an attachment, the notice it belongs to.
#[must_use]
pub fn join_attachments(assembled: Assembled, shelves: &BTreeMap<String, Shelf>) -> (Assembled, BTreeMap<String, String>) {
    let Assembled { notices, mut findings } = assembled;
    let (loose, mut whole): (Vec<Notice>, Vec<Notice>) = notices.into_iter().partition(|notice| may_be_attachment(notice, shelves));
    let by_folder = folders(&whole, shelves);
    let mut joined = BTreeMap::new();
    let mut alone = Vec::new();
    let mut parts: BTreeMap<usize, Vec<(String, Notice)>> = BTreeMap::new();
    for part in loose {
        match owner(&part, &whole, &by_folder, shelves) {
            Some(at) => parts.entry(at).or_default().push((first_path(&part, shelves), part)),
            None => alone.push(part),
        }
    }
    for (at, mut list) in parts {
        list.sort_by(|a, b| a.0.cmp(&b.0));
        let Some(notice) = whole.get_mut(at) else { continue };
        for (path, part) in list {
            joined.extend(part.source_ids.iter().map(|source| (source.clone(), notice.id.clone())));
            join(notice, part, &path);
        }
    }
    for part in alone {
        if is_named_attachment(&part, shelves) {
            let message = "This is an attachment; the notice it belongs to is not in the archive.".to_owned();
            findings.push(finding(FindingCode::NoticeMissing, Severity::Warning, &part.id, "", message).shown(part.kind.evidence.clone()));
        }
        whole.push(part);
    }
    whole.sort_by(|a, b| a.id.cmp(&b.id));
    (Assembled { notices: whole, findings: in_order(findings) }, joined)
}

/// A document that shows nothing by which a notice is known: no number, no recipients, no date, no upstream.
fn may_be_attachment(notice: &Notice, shelves: &BTreeMap<String, Shelf>) -> bool {
    let anonymous = notice.number.is_none() && notice.recipients.is_empty() && notice.issued_on.is_none() && notice.citations.is_empty();
    let tables = !notice.allocations.is_empty() || !notice.indicators.is_empty();
    anonymous && (tables || is_named_attachment(notice, shelves))
}

fn is_named_attachment(notice: &Notice, shelves: &BTreeMap<String, Shelf>) -> bool {
    paths(notice, shelves).any(|path| stem(path).starts_with("附件") || stem(path).starts_with("附表"))
}

fn paths<'a>(notice: &'a Notice, shelves: &'a BTreeMap<String, Shelf>) -> impl Iterator<Item = &'a str> {
    notice.source_ids.iter().filter_map(|source| shelves.get(source)).flat_map(|shelf| &shelf.paths).map(String::as_str)
}

fn first_path(notice: &Notice, shelves: &BTreeMap<String, Shelf>) -> String {
    paths(notice, shelves).min().unwrap_or_default().to_owned()
}

/// The folder (or archive) that a path lies in.
fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| path.get(..at).unwrap_or_default())
}

/// The file's name without its extension.
fn stem(path: &str) -> &str {
    let name = path.rfind('/').map_or(path, |at| path.get(at + 1..).unwrap_or_default());
    name.rfind('.').map_or(name, |at| name.get(..at).unwrap_or_default())
}

fn folders(whole: &[Notice], shelves: &BTreeMap<String, Shelf>) -> BTreeMap<String, BTreeSet<usize>> {
    let mut by_folder: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (at, notice) in whole.iter().enumerate() {
        for path in paths(notice, shelves) {
            by_folder.entry(folder(path).to_owned()).or_default().insert(at);
        }
    }
    by_folder
}

/// The notice that a part belongs to: the one with the strongest tie, if no other has the same.
fn owner(
    part: &Notice,
    whole: &[Notice],
    by_folder: &BTreeMap<String, BTreeSet<usize>>,
    shelves: &BTreeMap<String, Shelf>,
) -> Option<usize> {
    let mut best: Vec<(u32, usize)> = Vec::new();
    for path in paths(part, shelves) {
        let Some(beside) = by_folder.get(folder(path)) else { continue };
        for &at in beside {
            let Some(notice) = whole.get(at) else { continue };
            let alone = if beside.len() == 1 && folder(path).ends_with('!') { ENOUGH } else { 0 };
            best.push((tie(part, path, notice, shelves) + alone, at));
        }
    }
    best.sort_by(|a, b| b.cmp(a));
    best.dedup_by_key(|(_, at)| *at);
    match best.as_slice() {
        [(points, at)] if *points >= ENOUGH => Some(*at),
        [(points, at), (next, _), ..] if *points >= ENOUGH && points > next => Some(*at),
        _ => None,
    }
}

/// How strongly a part is tied to a notice in the same folder.
fn tie(part: &Notice, path: &str, notice: &Notice, shelves: &BTreeMap<String, Shelf>) -> u32 {
    let name = path.rfind('/').map_or(path, |at| path.get(at + 1..).unwrap_or_default());
    let bare_stem = bare(stem(path));
    let linked = notice.source_ids.iter().filter_map(|source| shelves.get(source)).flat_map(|shelf| &shelf.links);
    let mut points = 0;
    if linked.into_iter().any(|(text, target)| target.ends_with(name) || bare(text) == bare_stem) {
        points += 100;
    }
    if notice.number.as_ref().is_some_and(|number| stem(path).contains(&number.value.to_string())) {
        points += 80;
    }
    if announced(part, path, notice).is_some() {
        points += 60;
    }
    let titles = own_titles(part);
    let matter = notice.title.as_ref().map(|title| bare(&title.value)).unwrap_or_default();
    let fund = notice.fund_name.as_ref().map(|fund| bare(&fund.value)).unwrap_or_default();
    if !fund.is_empty() && (bare_stem.contains(&fund) || titles.iter().any(|title| title.contains(&fund))) {
        points += 25;
    }
    if titles.iter().any(|title| likeness(title, &matter) >= 50) || likeness(&bare_stem, &matter) >= 50 {
        points += 20;
    }
    if stem(path).starts_with("附件") && !notice.attachments.is_empty() {
        points += 15;
    }
    points
}

/// The place in the list of attachments that announces a part.
fn announced(part: &Notice, path: &str, notice: &Notice) -> Option<usize> {
    let name = bare(stem(path));
    let titles = own_titles(part);
    notice.attachments.iter().position(|fact| {
        let title = bare(&fact.value.title);
        let same = |other: &str| {
            !other.is_empty()
                && (other == title
                    || other.contains(&title)
                    || title.contains(other) && other.chars().count() >= 5
                    || likeness(other, &title) >= 70)
        };
        title.chars().count() >= 3 && (same(&name) || titles.iter().any(|own| same(own)))
    })
}

/// Titles that stand in the part itself.
fn own_titles(part: &Notice) -> Vec<String> {
    let mut titles: Vec<String> = part.title.iter().map(|title| bare(&title.value)).collect();
    titles.extend(part.allocations.iter().filter_map(|row| row.table_title.as_deref()).map(bare));
    titles.extend(part.indicators.iter().filter_map(|row| row.project.as_deref()).map(bare));
    titles.sort();
    titles.dedup();
    titles
}

/// A title or file name without blanks, year, 附件 and its number, and signs.
fn bare(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_start_matches("附件").trim_start_matches("附表");
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十：:.、-—_".contains(c));
    text.chars().filter(|c| !c.is_ascii_digit() && !"《》（）()年度“”\"".contains(*c)).collect()
}

/// Share of common pairs of neighbouring characters, in percent (Dice).
fn likeness(a: &str, b: &str) -> u32 {
    let pairs = |text: &str| -> BTreeMap<(char, char), u32> {
        let chars: Vec<char> = text.chars().collect();
        let mut pairs = BTreeMap::new();
        for pair in chars.windows(2) {
            if let [first, second] = pair {
                *pairs.entry((*first, *second)).or_insert(0) += 1;
            }
        }
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    let total: u32 = a.values().sum::<u32>() + b.values().sum::<u32>();
    let common: u32 = a.iter().map(|(pair, count)| (*count).min(b.get(pair).copied().unwrap_or(0))).sum();
    (common * 200).checked_div(total).unwrap_or(0)
}

/// Makes the tables of a part the notice's own. Names are read again in the mouth of the notice's issuer.
fn join(notice: &mut Notice, part: Notice, path: &str) {
    if let Some(at) = announced(&part, path, notice)
        && let Some(attachment) = notice.attachments.get_mut(at)
        && attachment.value.source_id.is_none()
    {
        attachment.value.source_id = part.source_ids.first().cloned();
    }
    let last = notice.allocations.iter().map(|row| row.table).chain(notice.indicators.iter().map(|row| row.table)).max().unwrap_or(0);
    let scope = notice.division.as_ref().map(|fact| fact.value.clone());
    for mut row in part.allocations {
        if row.table > 0 {
            row.table += last;
        }
        if row.row_kind == RowKind::OwnLevel {
            row.division.clone_from(&scope);
        } else if matches!(row.row_kind, RowKind::Child | RowKind::Unit)
            && let Match::One(code) = Divisions::get().resolve(&row.recipient, scope.as_ref())
        {
            row.row_kind = RowKind::Child;
            row.division = Some(code);
        }
        notice.allocations.push(row);
    }
    notice.indicators.extend(part.indicators.into_iter().map(|mut row| {
        row.table += last;
        row
    }));
    notice.amounts.extend(part.amounts);
    notice.remarks.extend(part.remarks);
    for source in part.source_ids {
        if !notice.source_ids.contains(&source) {
            notice.source_ids.push(source);
        }
    }
}
