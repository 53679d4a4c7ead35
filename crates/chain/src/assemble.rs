//! From the notices of an archive to one notice a document: copies merged, ids made unique.
//!
//! The same paper is published by several bodies, scanned and typed. Copies merge only where the number (without
//! one, the id) and one more of title, date and total agree; a paper that claims another's id and agrees in none of
//! these keeps its facts under an id of its own. Rules: `docs/linking.md`, copies. Not for: joining attachments to
//! their notice.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hongtou_notice::codes::{Confidence, Doubt};
use hongtou_notice::{Doubts, Money, Notice, Text};

use crate::card::Known;
use crate::cards::{ById, Cards};
use crate::finding::{finding, in_order};
use crate::keep::Keep;
use crate::model::{Finding, FindingCode, Severity};
use crate::pile::{Pile, renamed};
use crate::stock::Stock;
use crate::totals::own_total;

/// One notice a document, and what came up while copies were put together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assembled {
    /// The notices, sorted by id, every id once.
    pub notices: Vec<Notice>,
    /// Copies that disagree and ids claimed twice, sorted by id.
    pub findings: Vec<Finding>,
}

/// Merges copies and makes ids unique. The order of the notices does not matter.
///
/// ```
/// let assembled = hongtou_chain::assemble(Vec::new());
/// assert!(assembled.notices.is_empty());
/// ```
#[must_use]
pub fn assemble(notices: impl IntoIterator<Item = Notice>) -> Assembled {
    let mut stock = Stock::held_open(notices);
    let Ok(()) = stock.assemble();
    stock.into()
}

impl<K: Keep> Stock<K> {
    /// Merges copies and makes ids unique. The order in which the notices came does not matter.
    ///
    /// # Errors
    /// When a notice could not be kept or opened again.
    pub fn assemble(&mut self) -> Result<(), K::Error> {
        // By their numbers, those without one by their ids. Most papers of an archive are there once; they are not opened.
        let mut by_number = Pile::new(&self.room);
        self.cards.all().for_each(|(_, card)| by_number.put(card.number().unwrap_or(&card.id), &card));
        self.cards = Cards::new(&self.room);
        let by_number = by_number.finish();
        let mut documents = ById::new(&self.room);
        let mut all = by_number.each().peekable();
        while let Some((number, card)) = all.next() {
            let mut same = vec![card];
            while let Some((_, other)) = all.next_if(|(other, _)| *other == number) {
                same.push(other);
            }
            match same.as_slice() {
                [alone] => documents.put(alone),
                _ => self.one_number(same, &mut documents)?,
            }
        }
        let documents = documents.finish();
        self.cards = Cards::of(&self.room, self.unique(documents.each()));
        self.findings = in_order(std::mem::take(&mut self.findings));
        self.desk.sound()
    }

    /// The documents of one number, each with its copies merged.
    fn one_number(&mut self, cards: Vec<Known>, merged: &mut ById) -> Result<(), K::Error> {
        let mut by_id: BTreeMap<Text, Vec<Known>> = BTreeMap::new();
        for card in cards {
            by_id.entry(card.id.clone()).or_default().push(card);
        }
        let mut documents: Vec<(Text, Vec<Vec<Copy>>)> = Vec::new();
        for (id, cards) in by_id {
            documents.push((id, parted(self.copies(cards)?)));
        }
        settle_unknown_issuers(&mut documents);
        for (id, mut found) in documents {
            found.sort_by(|a, b| a.first().zip(b.first()).map_or(Ordering::Equal, |(a, b)| a.order(b)));
            let mut leader = None;
            for copies in found {
                let Some(first) = copies.first() else { continue };
                let source = first.sources.first().cloned();
                let own = leader.as_ref().map_or_else(|| id.clone(), |_| format!("{id}!{}", content_mark(first)).into());
                let opened = copies.iter().map(|copy| self.desk.keep().open(copy.place)).collect::<Result<Vec<_>, _>>()?;
                let Some(notice) = merge(&own, opened, &mut self.findings) else { continue };
                match &leader {
                    Some(leader) => self.findings.push(collision(&notice, &id, leader)),
                    None => leader = Some(source),
                }
                merged.put(&self.laid(notice)?);
            }
        }
        Ok(())
    }

    /// What tells the copies of one id apart and together.
    fn copies(&self, cards: Vec<Known>) -> Result<Vec<Copy>, K::Error> {
        let mut copies = Vec::with_capacity(cards.len());
        for card in cards {
            copies.push(Copy::of(card.place, &*self.desk.open(card.place)?));
        }
        copies.sort_by(Copy::order);
        // Two readings of one source: any order does, as long as it is always the same.
        let twice: BTreeSet<usize> =
            copies.windows(2).filter(|pair| matches!(pair, [a, b] if a.order(b).is_eq())).flatten().map(|copy| copy.place).collect();
        for copy in copies.iter_mut().filter(|copy| twice.contains(&copy.place)) {
            copy.whole = format!("{:?}", self.desk.open(copy.place)?);
        }
        copies.sort_by(Copy::order);
        Ok(copies)
    }

    /// Two documents whose content hashes begin alike would share an id; number them. The cards come sorted by id.
    fn unique(&self, sorted: impl Iterator<Item = Known>) -> impl Iterator<Item = Known> {
        let mut last: Option<Text> = None;
        // Ids that were made up; what has one of them by itself comes later.
        let mut made: BTreeSet<Text> = BTreeSet::new();
        let told_apart = sorted.filter_map(move |card| {
            if last.as_ref() != Some(&card.id) && !made.contains(&card.id) {
                last = Some(card.id.clone());
                return Some((card, false));
            }
            let ids = (2u32..).map(|next| Text::from(format!("{}.{next}", card.id)));
            let id = ids.into_iter().find(|id| made.insert(id.clone()))?;
            let notice = self.own(&card).and_then(|notice| self.laid(Notice { id, ..notice }));
            self.desk.passed_over(notice).map(|card| (card, true))
        });
        renamed(told_apart, |card| &card.id)
    }
}

/// Eight hex digits of the leading copy's content hash.
fn content_mark(copy: &Copy) -> String {
    copy.sources.first().map(|source| source.chars().take(8).collect()).unwrap_or_default()
}

/// One of several papers that claim one id. What makes it the leading one: text before a picture, then the more facts, then the
/// smaller source.
#[derive(Debug)]
struct Copy {
    picture: bool,
    facts: Reverse<usize>,
    sources: Vec<Text>,
    id: Text,
    /// All that it says, where nothing else tells it from another one.
    whole: String,
    marks: Vec<(char, String)>,
    place: usize,
}

/// Whether anything in a notice was recognised in a picture.
pub(crate) fn from_picture(notice: &Notice) -> bool {
    let ocr = |doubts: Doubts| doubts.contains(Doubt::Ocr);
    let single = [
        notice.number.as_ref().map(|fact| fact.doubts),
        notice.title.as_ref().map(|fact| fact.doubts),
        notice.signatory.as_ref().map(|fact| fact.doubts),
        notice.issued_on.as_ref().map(|fact| fact.doubts),
        notice.printed_on.as_ref().map(|fact| fact.doubts),
        notice.printed_by.as_ref().map(|fact| fact.doubts),
    ];
    single.into_iter().flatten().any(ocr)
        || notice.issuers.iter().any(|fact| ocr(fact.doubts))
        || notice.recipients.iter().any(|fact| ocr(fact.doubts))
        || notice.citations.iter().any(|citation| ocr(citation.doubts))
        || notice.amounts.iter().any(|amount| ocr(amount.doubts))
        || notice.allocations.iter().any(|cell| ocr(cell.doubts))
        || notice.indicators.iter().any(|indicator| ocr(indicator.doubts))
}

impl Copy {
    fn of(place: usize, notice: &Notice) -> Self {
        Self {
            picture: from_picture(notice),
            facts: Reverse(facts(notice)),
            sources: notice.source_ids.clone(),
            id: notice.id.clone(),
            whole: String::new(),
            marks: marks(notice),
            place,
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        let rank = |copy: &Self| (copy.picture, copy.facts);
        rank(self).cmp(&rank(other)).then_with(|| (&self.sources, &self.id, &self.whole).cmp(&(&other.sources, &other.id, &other.whole)))
    }
}

fn facts(notice: &Notice) -> usize {
    let single = [
        notice.number.is_some(),
        notice.title.is_some(),
        notice.level.is_some(),
        notice.division.is_some(),
        notice.signatory.is_some(),
        notice.issued_on.is_some(),
        notice.printed_on.is_some(),
        notice.printed_by.is_some(),
        notice.budget_year.is_some(),
        notice.fund_name.is_some(),
    ];
    single.into_iter().filter(|known| *known).count()
        + notice.issuers.len()
        + notice.recipients.len()
        + notice.cc.len()
        + notice.direct_fund_tags.len()
        + notice.budget_subjects.len()
        + notice.project_codes.len()
        + notice.attachments.len()
        + notice.citations.len()
        + notice.amounts.len()
        + notice.allocations.len()
        + notice.indicators.len()
}

/// What two copies of one paper have in common: title, date, total, each with a letter of its own. A paper that shows neither
/// number nor title nor date shares its id with every other of that kind, and two annexes of one notice share its total.
fn marks(notice: &Notice) -> Vec<(char, String)> {
    let mut marks = Vec::new();
    if notice.number.is_none() && notice.title.is_none() && notice.issued_on.is_none() {
        return marks;
    }
    if let Some(title) = folded_title(notice) {
        marks.push(('t', title));
    }
    if let Some(date) = &notice.issued_on {
        marks.push(('d', date.value.to_string()));
    }
    if let Some(total) = total(notice) {
        marks.push(('s', total.to_string()));
    }
    marks
}

/// The title without blanks and without the issuers before it: a page of the web leaves them out where the paper prints
/// them (GB/T 9704-2012, 7.3.1: the title is the issuer's name, the matter and the kind of document).
fn folded_title(notice: &Notice) -> Option<String> {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let issuers: Vec<String> = notice.issuers.iter().map(|issuer| plain(&issuer.value.name)).filter(|name| !name.is_empty()).collect();
    let folded = plain(&notice.title.as_ref()?.value);
    let mut rest = folded.as_str();
    while let Some(shorter) = issuers.iter().find_map(|name| rest.strip_prefix(name.as_str())).filter(|shorter| !shorter.is_empty()) {
        rest = shorter.trim_start_matches('、');
    }
    Some(rest.to_owned())
}

fn total(notice: &Notice) -> Option<Money> {
    own_total(notice).map(|sum| sum.money)
}

/// Parts the copies of one id, which are in order, into documents, each with its leading copy first.
fn parted(copies: Vec<Copy>) -> Vec<Vec<Copy>> {
    let mut documents: Vec<Vec<Copy>> = Vec::new();
    let mut known: BTreeMap<(char, String), usize> = BTreeMap::new();
    for copy in copies {
        let at = copy.marks.iter().filter_map(|mark| known.get(mark).copied()).min().unwrap_or(documents.len());
        for mark in &copy.marks {
            known.entry(mark.clone()).or_insert(at);
        }
        match documents.get_mut(at) {
            Some(document) => document.push(copy),
            None => documents.push(vec![copy]),
        }
    }
    documents
}

/// A copy that does not tell its issuer (`…@?`) belongs to the one paper of its number that it agrees with. Papers of
/// different divisions never merge: 新余 and 新疆 both write 新财社.
fn settle_unknown_issuers(documents: &mut [(Text, Vec<Vec<Copy>>)]) {
    let Some(at) = documents.iter().position(|(id, _)| id.ends_with("@?")) else { return };
    let mut owners: BTreeMap<(char, String), BTreeSet<(usize, usize)>> = BTreeMap::new();
    for (i, (_, found)) in documents.iter().enumerate().filter(|(i, _)| *i != at) {
        for (j, copies) in found.iter().enumerate() {
            for mark in copies.iter().flat_map(|copy| &copy.marks) {
                owners.entry(mark.clone()).or_default().insert((i, j));
            }
        }
    }
    let Some((_, unknown)) = documents.get_mut(at) else { return };
    let mut stay = Vec::new();
    let mut go = Vec::new();
    for copies in std::mem::take(unknown) {
        let fits: BTreeSet<(usize, usize)> =
            copies.iter().flat_map(|copy| &copy.marks).filter_map(|mark| owners.get(mark)).flatten().copied().collect();
        match fits.first() {
            Some(one) if fits.len() == 1 => go.push((*one, copies)),
            _ => stay.push(copies),
        }
    }
    *unknown = stay;
    for ((i, j), copies) in go {
        if let Some(document) = documents.get_mut(i).and_then(|(_, found)| found.get_mut(j)) {
            document.extend(copies);
            document.sort_by(Copy::order);
        }
    }
}

/// Puts copies together: the leading one speaks; what it does not say is taken from the next that does.
fn merge(id: &str, copies: Vec<Arc<Notice>>, findings: &mut Vec<Finding>) -> Option<Notice> {
    let mut copies = copies.into_iter().map(Arc::unwrap_or_clone);
    let mut leading = copies.next()?;
    let mut disagreements: BTreeMap<&'static str, (String, String)> = BTreeMap::new();
    let mut evidence = Vec::new();
    for copy in copies {
        for (field, ours, theirs) in differences(&leading, &copy) {
            disagreements.entry(field).or_insert((ours, theirs));
            evidence.extend(place_of(&leading, field));
            evidence.extend(place_of(&copy, field));
        }
        fill(&mut leading, copy);
    }
    leading.id = id.into();
    for field in disagreements.keys() {
        match *field {
            "title" => leading.title.iter_mut().for_each(|fact| fact.doubt(Confidence::Likely, Doubt::CopiesDisagree)),
            "issued_on" => leading.issued_on.iter_mut().for_each(|fact| fact.doubt(Confidence::Likely, Doubt::CopiesDisagree)),
            "number" => leading.number.iter_mut().for_each(|fact| fact.doubt(Confidence::Likely, Doubt::CopiesDisagree)),
            _ => {}
        }
    }
    if !disagreements.is_empty() {
        let fields: Vec<&str> = disagreements.keys().copied().collect();
        let side = |pick: fn(&(String, String)) -> &String| {
            disagreements.iter().map(|(field, both)| format!("{field}: {}", pick(both))).collect::<Vec<_>>().join("; ")
        };
        let message = format!("The copies of this notice disagree in {}.", fields.join(", "));
        let found = finding(FindingCode::CopiesDisagree, Severity::Warning, &leading.id, "", message);
        findings.push(found.expected(side(|both| &both.0), side(|both| &both.1)).shown(evidence));
    }
    Some(leading)
}

fn place_of(notice: &Notice, field: &str) -> Option<hongtou_notice::Evidence> {
    match field {
        "title" => notice.title.as_ref()?.evidence.first().cloned(),
        "issued_on" => notice.issued_on.as_ref()?.evidence.first().cloned(),
        "number" => notice.number.as_ref()?.evidence.first().cloned(),
        _ => own_total(notice).map(|sum| sum.evidence),
    }
}

/// Fields that both copies tell, and tell differently.
fn differences(ours: &Notice, theirs: &Notice) -> Vec<(&'static str, String, String)> {
    let mut out = Vec::new();
    let mut compare = |field, ours: Option<String>, theirs: Option<String>| {
        if let (Some(ours), Some(theirs)) = (ours, theirs)
            && ours != theirs
        {
            out.push((field, ours, theirs));
        }
    };
    let number = |notice: &Notice| notice.number.as_ref().map(|number| number.value.to_string());
    let date = |notice: &Notice| notice.issued_on.as_ref().map(|date| date.value.to_string());
    compare("number", number(ours), number(theirs));
    compare("title", folded_title(ours), folded_title(theirs));
    compare("issued_on", date(ours), date(theirs));
    compare("total", total(ours).map(|money| money.to_string()), total(theirs).map(|money| money.to_string()));
    out
}

fn fill(notice: &mut Notice, copy: Notice) {
    fn one<T>(into: &mut Option<T>, from: Option<T>) {
        if into.is_none() {
            *into = from;
        }
    }
    fn many<T>(into: &mut Vec<T>, from: Vec<T>) {
        if into.is_empty() {
            *into = from;
        }
    }
    if notice.fund_name.is_none() {
        notice.fund_name = copy.fund_name;
        notice.fund_title = copy.fund_title;
    }
    if notice.division.is_none() {
        notice.division = copy.division;
        notice.level = copy.level;
    }
    one(&mut notice.number, copy.number);
    one(&mut notice.title, copy.title);
    one(&mut notice.signatory, copy.signatory);
    one(&mut notice.issued_on, copy.issued_on);
    one(&mut notice.printed_on, copy.printed_on);
    one(&mut notice.printed_by, copy.printed_by);
    one(&mut notice.budget_year, copy.budget_year);
    many(&mut notice.issuers, copy.issuers);
    many(&mut notice.recipients, copy.recipients);
    many(&mut notice.cc, copy.cc);
    many(&mut notice.direct_fund_tags, copy.direct_fund_tags);
    many(&mut notice.budget_subjects, copy.budget_subjects);
    many(&mut notice.project_codes, copy.project_codes);
    many(&mut notice.attachments, copy.attachments);
    many(&mut notice.citations, copy.citations);
    many(&mut notice.amounts, copy.amounts);
    many(&mut notice.allocations, copy.allocations);
    many(&mut notice.indicators, copy.indicators);
    for source in copy.source_ids {
        if !notice.source_ids.contains(&source) {
            notice.source_ids.push(source);
        }
    }
}

fn collision(notice: &Notice, id: &str, leading: &Option<Text>) -> Finding {
    let number = notice.number.as_ref().map_or_else(|| "this id".to_owned(), |number| number.value.to_string());
    let message = format!("Two documents claim {number} and agree in neither title, date nor total.");
    let evidence = notice.number.iter().flat_map(|number| number.evidence.clone());
    let mut found = finding(FindingCode::NumberCollision, Severity::Warning, &notice.id, "", message).with(id).shown(evidence);
    found.expected = leading.as_ref().map(Into::into);
    found.actual = notice.source_ids.first().map(Into::into);
    found
}
