//! Which notice of a folder a part belongs to. Notices are found by what they share with the part (links, numbers, rare
//! pairs of characters), never by going through all of them: a folder may hold a whole archive. What too many share
//! singles out none of them and only counts against a winner. Points: `docs/linking.md`, attachments. Not for: what
//! becomes of the part (`attach`).

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use hongtou_notice::Notice;

use super::words::{ALIKE, Fit, Pair, SAME, Words, bare, fit};
use super::{Shelf, own_titles, paths, stem};
use crate::card::Known;
use crate::contents::Contents;

/// From how many points a tie holds.
const ENOUGH: u32 = 40;
/// Points of each tie. A link or a number outweighs all likeness together.
const LINKED: u32 = 200;
const NUMBERED: u32 = 150;
const ANNOUNCED: u32 = 60;
const ANNOUNCED_IN_PART: u32 = 50;
/// Of two notices that announce a part, one that does not hold it already.
const LACKED: u32 = 5;
const ALONE: u32 = 40;
const FUND: u32 = 25;
const MATTER: u32 = 20;
const CALLED_ATTACHMENT: u32 = 15;

/// A table of the year before may be an annex, where a settlement looks back.
const YEARS_APART: u32 = 1;

/// How many texts or notices may share a sign that is still followed.
const CROWD: usize = 200;

/// What a notice can be known by, read once.
#[derive(Debug)]
struct Marks {
    links: Vec<(String, String)>,
    number: Option<String>,
    announced: Vec<Words>,
    /// What it announces and does not hold in its own file.
    lacked: Vec<Words>,
    fund: Option<Words>,
    matter: Option<Words>,
    year: Option<i32>,
}

/// Distinct texts of the notices of one folder, found by their pairs.
#[derive(Debug, Default)]
struct Texts {
    texts: Vec<Words>,
    /// The notices that have each text.
    owners: Vec<Vec<usize>>,
    by_text: HashMap<String, usize>,
    by_pair: HashMap<Pair, Vec<usize>>,
    /// Each text under the rarest of its pairs.
    by_rarest: HashMap<Pair, Vec<usize>>,
}

impl Texts {
    fn add(&mut self, words: &Words, notice: usize) {
        if words.text.is_empty() {
            return;
        }
        let next = self.texts.len();
        let at = *self.by_text.entry(words.text.clone()).or_insert(next);
        if at == next {
            self.texts.push(words.clone());
            self.owners.push(Vec::new());
            let mut last = None;
            for pair in &words.pairs {
                if last.replace(*pair) != Some(*pair) {
                    self.by_pair.entry(*pair).or_default().push(at);
                }
            }
        }
        if let Some(owners) = self.owners.get_mut(at)
            && owners.last() != Some(&notice)
        {
            owners.push(notice);
        }
    }

    fn finish(&mut self) {
        for (at, words) in self.texts.iter().enumerate() {
            if let Some(pair) = words.pairs.iter().min_by_key(|pair| self.how_many(pair)) {
                self.by_rarest.entry(*pair).or_default().push(at);
            }
        }
    }

    fn how_many(&self, pair: &Pair) -> usize {
        self.by_pair.get(pair).map_or(0, Vec::len)
    }

    /// Texts that may be like a given one, by at least `share` percent: of its pairs, so many of the rarest that one of
    /// them must be common.
    fn alike(&self, words: &Words, share: usize, found: &mut Found) {
        let mut pairs = words.pairs.clone();
        pairs.sort_by_key(|pair| (self.how_many(pair), *pair));
        // common × 200 ≥ share × (ours + theirs), and theirs ≥ common.
        let least = (share * pairs.len()).div_ceil(200 - share).max(1);
        pairs.truncate((pairs.len() + 1).saturating_sub(least));
        pairs.dedup();
        for pair in &pairs {
            found.follow(self.by_pair.get(pair));
        }
    }

    /// Texts that may hold a given one.
    fn around(&self, words: &Words, found: &mut Found) {
        if let Some(pair) = words.pairs.iter().min_by_key(|pair| self.how_many(pair)) {
            found.follow(self.by_pair.get(pair));
        }
    }

    /// Texts that a given one may hold.
    fn within(&self, words: &Words, found: &mut Found) {
        let mut last = None;
        for pair in &words.pairs {
            if last.replace(*pair) != Some(*pair) {
                found.follow(self.by_rarest.get(pair));
            }
        }
    }
}

/// Texts worth comparing, and whether there were too many.
#[derive(Debug, Default)]
struct Found {
    texts: BTreeSet<usize>,
    crowded: bool,
}

impl Found {
    fn follow(&mut self, list: Option<&Vec<usize>>) {
        match list {
            Some(list) if list.len() > CROWD => self.crowded = true,
            Some(list) => self.texts.extend(list),
            None => {}
        }
    }
}

/// The notices of one folder.
#[derive(Debug, Default)]
struct Folder {
    notices: BTreeSet<usize>,
    by_link: HashMap<String, Vec<usize>>,
    by_number: HashMap<String, Vec<usize>>,
    announced: Texts,
    funds: Texts,
    matters: Texts,
}

/// The notices that parts may belong to: those of the folders that parts lie in, and those whose files carry parts.
#[derive(Debug, Default)]
pub(super) struct Owners {
    marks: HashMap<usize, Marks>,
    folders: BTreeMap<String, Folder>,
    by_path: HashMap<String, usize>,
    /// How many pairs of texts and of part and notice were compared.
    pub(super) compared: u64,
}

/// The folder (or archive) that a path lies in.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| path.get(..at).unwrap_or_default())
}

/// The last step of a path or link.
fn last_step(path: &str) -> &str {
    path.rsplit(['/', '\\', '=', '?', '&']).next().unwrap_or(path)
}

/// The files that carry a member, the nearest first: `a.ofd` for `a.ofd!/附件.zip!/1.xls` behind `a.ofd!/附件.zip`.
pub(super) fn carriers(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices("!/").filter_map(|(at, _)| path.get(..at))
}

impl Owners {
    /// Opens, one after the other, the notices of `whole` that lie in a folder with a part; `parts` is where these lie.
    pub(super) fn new<E>(
        whole: impl Iterator<Item = (usize, Known)>,
        parts: &[&str],
        shelves: &BTreeMap<String, Shelf>,
        open: impl Fn(&Known) -> Result<Arc<Notice>, E>,
    ) -> Result<Self, E> {
        let carrying: HashSet<&str> = parts.iter().copied().flat_map(carriers).collect();
        let beside: HashSet<&str> = parts.iter().copied().map(folder).collect();
        let mut owners = Self::default();
        for (at, card) in whole {
            for path in paths(&card.contents, shelves) {
                if carrying.contains(path) {
                    owners.by_path.insert(path.to_owned(), at);
                }
                if beside.contains(folder(path)) {
                    let marks = match owners.marks.entry(at) {
                        Entry::Occupied(known) => known.into_mut(),
                        Entry::Vacant(free) => free.insert(Marks::of(&*open(&card)?, shelves)),
                    };
                    owners.folders.entry(folder(path).to_owned()).or_default().add(at, marks);
                }
            }
        }
        for folder in owners.folders.values_mut() {
            folder.announced.finish();
            folder.funds.finish();
            folder.matters.finish();
        }
        Ok(owners)
    }

    /// The notice that a part belongs to: the one inside whose file it lies, else the one of its folder with the
    /// strongest tie, if no other has the same.
    pub(super) fn of(&mut self, part: &Notice, shelves: &BTreeMap<String, Shelf>) -> Option<usize> {
        let contents = Contents::of(&part.source_ids);
        let carrier = paths(&contents, shelves).flat_map(carriers).find_map(|carrier| self.by_path.get(carrier));
        if let Some(at) = carrier {
            return Some(*at);
        }
        let titles: Vec<Words> = own_titles(part).into_iter().map(Words::of).collect();
        let year = part.budget_year.as_ref().map(|year| year.value);
        let mut best: BTreeMap<usize, u32> = BTreeMap::new();
        let mut unseen = 0;
        let mut compared = 0;
        for path in paths(&contents, shelves) {
            let Some(beside) = self.folders.get(folder(path)) else { continue };
            let name = Words::of(bare(stem(path)));
            let part = Part { path, name: &name, titles: &titles };
            let (candidates, more) = beside.candidates(&part, &mut compared);
            unseen = unseen.max(more);
            // The one notice of an archive, or of a folder with a file that calls itself an attachment.
            let single = beside.notices.len() == 1 && (folder(path).ends_with('!') || part.is_called_attachment());
            let alone = if single { ALONE } else { 0 };
            for at in candidates {
                let Some(marks) = self.marks.get(&at) else { continue };
                compared += 1;
                let points = part.tie(marks) + alone;
                // Forms of all years are called alike.
                if points < NUMBERED && year.zip(marks.year).is_some_and(|(part, notice)| part.abs_diff(notice) > YEARS_APART) {
                    continue;
                }
                best.entry(at).and_modify(|known| *known = points.max(*known)).or_insert(points);
            }
        }
        self.compared += compared;
        let mut best: Vec<(u32, usize)> = best.into_iter().map(|(at, points)| (points, at)).collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let (points, at) = *best.first()?;
        let next = best.get(1).map_or(0, |(next, _)| *next).max(unseen);
        (points >= ENOUGH && points > next).then_some(at)
    }
}

impl Marks {
    fn of(notice: &Notice, shelves: &BTreeMap<String, Shelf>) -> Self {
        let links = notice.source_ids.iter().filter_map(|source| shelves.get(source.as_str())).flat_map(|shelf| &shelf.links);
        let words = |text: &str| Some(Words::of(bare(text))).filter(|words| !words.text.is_empty());
        let lacked = notice.attachments.iter().filter(|fact| fact.value.source_id.is_none());
        Self {
            lacked: lacked.map(|fact| Words::of(bare(&fact.value.title))).collect(),
            links: links.map(|(text, target)| (bare(text), last_step(target).to_owned())).collect(),
            number: notice.number.as_ref().map(|number| number.value.to_string()),
            announced: notice.attachments.iter().map(|fact| Words::of(bare(&fact.value.title))).collect(),
            fund: notice.fund_name.as_ref().and_then(|fund| words(&fund.value)),
            matter: notice.title.as_ref().and_then(|title| words(&title.value)),
            year: notice.budget_year.as_ref().map(|year| year.value),
        }
    }
}

impl Folder {
    fn add(&mut self, at: usize, marks: &Marks) {
        if !self.notices.insert(at) {
            return;
        }
        for (text, target) in &marks.links {
            for key in [text, target] {
                self.by_link.entry(key.clone()).or_default().push(at);
            }
        }
        if let Some(number) = &marks.number {
            self.by_number.entry(number.clone()).or_default().push(at);
        }
        marks.announced.iter().for_each(|title| self.announced.add(title, at));
        marks.fund.iter().for_each(|fund| self.funds.add(fund, at));
        marks.matter.iter().for_each(|matter| self.matters.add(matter, at));
    }

    /// The notices that share something with a part, and how many points one may have that is not among them.
    fn candidates(&self, part: &Part<'_>, compared: &mut u64) -> (BTreeSet<usize>, u32) {
        if self.notices.len() == 1 {
            return (self.notices.clone(), 0);
        }
        let mut found = BTreeSet::new();
        let mut unseen = 0;
        let mut take = |list: Option<&Vec<usize>>, points: u32| match list {
            Some(list) if list.len() > CROWD => points,
            Some(list) => {
                found.extend(list.iter().copied());
                0
            }
            None => 0,
        };
        unseen += take(self.by_link.get(last_step(part.path)), LINKED).max(take(self.by_link.get(&part.name.text), LINKED));
        unseen += numbers_in(stem(part.path)).map(|number| take(self.by_number.get(number), NUMBERED)).max().unwrap_or(0);

        let (mut announced, mut fund, mut matter) = (0, 0, 0);
        for text in part.texts() {
            let whole = self.announced.by_text.get(&text.text).and_then(|at| self.announced.owners.get(*at));
            announced = announced.max(take(whole, ANNOUNCED));
            let mut near = Found::default();
            self.announced.alike(text, SAME, &mut near);
            self.announced.around(text, &mut near);
            self.announced.within(text, &mut near);
            announced = announced.max(if near.crowded { ANNOUNCED_IN_PART } else { 0 });
            for (title, owners) in self.announced.pick(&near, compared) {
                if fit(text, title) == Some(Fit::Part) {
                    announced = announced.max(take(Some(owners), ANNOUNCED_IN_PART));
                }
            }
            let mut near = Found::default();
            self.funds.within(text, &mut near);
            fund = fund.max(if near.crowded { FUND } else { 0 });
            for (name, owners) in self.funds.pick(&near, compared) {
                if text.text.contains(&name.text) {
                    fund = fund.max(take(Some(owners), FUND));
                }
            }
            let mut near = Found::default();
            self.matters.alike(text, ALIKE, &mut near);
            matter = matter.max(if near.crowded { MATTER } else { 0 });
            for (title, owners) in self.matters.pick(&near, compared) {
                if text.likeness(title) >= ALIKE {
                    matter = matter.max(take(Some(owners), MATTER));
                }
            }
        }
        unseen += announced + fund + matter + if announced > 0 { LACKED } else { 0 };
        if unseen > 0 && part.is_called_attachment() {
            unseen += CALLED_ATTACHMENT;
        }
        (found, unseen)
    }
}

impl Texts {
    fn pick<'a>(&'a self, found: &'a Found, compared: &mut u64) -> impl Iterator<Item = (&'a Words, &'a Vec<usize>)> {
        *compared += u64::try_from(found.texts.len()).unwrap_or(u64::MAX);
        found.texts.iter().filter_map(|at| Some((self.texts.get(*at)?, self.owners.get(*at)?)))
    }
}

/// Document numbers that a name may hold: whatever ends in 号, from any character on.
fn numbers_in(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.match_indices('号').map(|(at, sign)| at + sign.len());
    ends.flat_map(move |end| name.char_indices().filter_map(move |(start, _)| name.get(start..end)))
}

/// A part at one of its paths.
struct Part<'a> {
    path: &'a str,
    name: &'a Words,
    titles: &'a [Words],
}

impl Part<'_> {
    fn texts(&self) -> impl Iterator<Item = &Words> {
        std::iter::once(self.name).chain(self.titles)
    }

    fn is_called_attachment(&self) -> bool {
        stem(self.path).starts_with("附件")
    }

    /// How strongly the part is tied to a notice in the same folder.
    fn tie(&self, marks: &Marks) -> u32 {
        let name = last_step(self.path);
        let linked = marks.links.iter().any(|(text, target)| target == name || !text.is_empty() && *text == self.name.text);
        let numbered = marks.number.as_ref().is_some_and(|number| stem(self.path).contains(number));
        let announced = self.texts().flat_map(|text| marks.announced.iter().filter_map(move |title| fit(text, title))).max();
        let fund = marks.fund.as_ref().is_some_and(|fund| self.texts().any(|text| text.text.contains(&fund.text)));
        let matter = marks.matter.as_ref().is_some_and(|matter| self.texts().any(|text| text.likeness(matter) >= ALIKE));
        let announced = match announced {
            Some(Fit::Whole) => ANNOUNCED,
            Some(Fit::Part) => ANNOUNCED_IN_PART,
            None => 0,
        };
        let lacked = announced > 0 && self.texts().any(|text| marks.lacked.iter().any(|title| fit(text, title).is_some()));
        let given = |holds: bool, points: u32| if holds { points } else { 0 };
        given(linked, LINKED)
            + given(numbered, NUMBERED)
            + announced
            + given(lacked, LACKED)
            + given(fund, FUND)
            + given(matter, MATTER)
            + given(self.is_called_attachment() && !marks.announced.is_empty(), CALLED_ATTACHMENT)
    }
}

#[cfg(test)]
mod tests {
    use hongtou_notice::codes::{NoticeKind, Origin};
    use hongtou_notice::{Attachment, Evidence, Fact};
    use std::convert::Infallible;

    use super::*;

    fn seen(text: &str) -> Evidence {
        Evidence::unplaced("", Origin::Body, text)
    }

    /// A notice with a title and one announced attachment, or a part without either.
    fn paper(source: usize, title: Option<&str>, announced: Option<&str>) -> Notice {
        let attachment = |title: &str| Attachment { ordinal: 1, title: title.into(), source_id: None };
        Notice {
            title: title.map(|title| Fact::new(title.into(), seen(title))),
            attachments: announced.map(|title| Fact::new(attachment(title), seen(title))).into_iter().collect(),
            ..Notice::bare(source.to_string(), Fact::new(NoticeKind::Issue, seen("")), source.to_string())
        }
    }

    const MANY: usize = 20_000;

    /// A name of two characters, another for every number.
    fn county(number: usize) -> String {
        let sign = |number: usize| char::from_u32(0x6000 + u32::try_from(number).unwrap()).unwrap();
        [sign(number / 150), sign(3_000 + number % 150)].iter().collect()
    }

    /// `MANY` notices and as many parts in one folder: which notice each part got, and how much was compared.
    fn shared_out(announced: impl Fn(usize) -> String) -> (Vec<Option<usize>>, u64) {
        let notice = |at: usize| paper(at, Some(&format!("关于下达{}县2024年就业补助资金的通知", county(at))), Some(&announced(at)));
        let whole: Vec<Notice> = (0..MANY).map(notice).collect();
        let at = |path: String| Shelf { paths: vec![path], links: Vec::new() };
        let mut shelves: BTreeMap<String, Shelf> = (0..MANY).map(|i| (i.to_string(), at(format!("全部/{i}.docx")))).collect();
        shelves.extend((0..MANY).map(|i| ((MANY + i).to_string(), at(format!("全部/附件{} {}.xlsx", i + 1, announced(i))))));
        let parts: Vec<Notice> = (0..MANY).map(|i| paper(MANY + i, None, None)).collect();
        let cards = whole.iter().enumerate().map(|(at, notice)| (at, Known::of(notice).lying(at)));
        let theirs: Vec<&str> = parts.iter().flat_map(|part| &shelves[part.source_ids[0].as_str()].paths).map(String::as_str).collect();
        let open = |card: &Known| Ok::<_, Infallible>(Arc::new(whole[card.place].clone()));
        let Ok(mut owners) = Owners::new(cards, &theirs, &shelves, open);
        let found = parts.iter().map(|part| owners.of(part, &shelves)).collect();
        (found, owners.compared)
    }

    #[test]
    fn a_folder_of_all_notices_is_not_compared_each_with_each() {
        let (found, compared) = shared_out(|at| format!("{}县就业补助资金分配表", county(at)));
        let right = found.iter().enumerate().filter(|(at, owner)| **owner == Some(*at)).count();
        assert_eq!(right, MANY);
        // Two lists at most are looked through for each part.
        let few = u64::try_from(MANY * (2 * CROWD + 1)).unwrap();
        assert!(compared < few, "{compared} of {} comparisons", MANY * MANY);
    }

    #[test]
    fn what_all_announce_belongs_to_none() {
        let (found, compared) = shared_out(|_| "资金分配表".to_owned());
        assert!(found.iter().all(Option::is_none));
        assert!(compared < u64::try_from(MANY * CROWD).unwrap(), "{compared}");
    }
}
