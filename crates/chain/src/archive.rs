//! The assembled notices with what linking asks of them again and again, indexed so that a million stay quick.
//!
//! What the archive teaches about a notice (the division behind a code, once the parent is known) lives here and in
//! links and flows only; a notice's own fields are never changed. Not for: ties between notices.

use std::cmp::Ordering;
use std::sync::Arc;

use hongtou_notice::codes::{CitationRole, Doubt, Level, NoticeKind, RowKind};
use hongtou_notice::{AgencyCodes, CENTRE, Citation, Date, DivisionCode, Divisions, DocumentNumber, Notice, Text};

use serde::{Deserialize, Serialize};

use crate::brief::Brief;
use crate::card::{Known, division_of_code, gives, shared};
use crate::cards::Cards;
use crate::index::{Index, Indexing};
use crate::keep::Opens;
use crate::lessons::Lessons;
use crate::room::Room;

/// One end of a tie.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    /// A notice of the archive, by its place in the list.
    Held(usize),
    /// A number that no document of the archive carries.
    Cited(Arc<Cited>),
}

/// A number that is cited. The division tells 新财社 of 新疆 from that of 新余.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Cited {
    pub(crate) number: Text,
    pub(crate) prefix: Box<str>,
    pub(crate) division: Option<DivisionCode>,
}

/// The notices, sorted by id: what is known of each, and where it is opened.
#[derive(Debug)]
pub(crate) struct Archive {
    cards: Cards,
    desk: Arc<dyn Opens>,
    by_number: Index,
}

impl Archive {
    pub(crate) fn new(cards: Cards, room: &Room, desk: Arc<dyn Opens>) -> Self {
        let cards = cards.by_id();
        let mut by_number = Indexing::with_room(cards.len());
        for (at, known) in cards.all() {
            known.number().iter().for_each(|number| by_number.add(number, at));
        }
        let told = Self { cards, desk, by_number: by_number.finish() };
        let whole = Cards::of(room, told.with_divisions());
        Self { cards: whole, ..told }
    }

    /// What is known of every notice, completed: letters that mean several places (江) become plain once it is known who gave the
    /// money.
    fn with_divisions(&self) -> impl Iterator<Item = Known> {
        let silent = (0..self.len()).any(|at| self.division_of(at).is_none());
        let lessons = if silent { Lessons::of(self) } else { Lessons::default() };
        self.all().map(move |(at, mut known)| {
            known.division = known.division.or_else(|| shared(&self.division_shown(at, known.place, &lessons)?).into());
            known.level = known.level.or_else(|| Divisions::get().level(known.division.as_ref()?));
            known
        })
    }

    /// The division that the archive shows for a notice that does not tell its own.
    fn division_shown(&self, at: usize, place: usize, lessons: &Lessons) -> Option<DivisionCode> {
        let notice = self.desk.notice(place)?;
        let scope = notice.upstream_numbers().find_map(|number| match self.carrying(&number.to_string()).as_slice() {
            [one] if *one != at => self.known(*one).filter(|known| known.has.division)?.division.clone(),
            _ => None,
        });
        let code = notice.number.as_ref().map(|number| number.value.prefix.as_str());
        let taught = || lessons.division(code?, scope.as_ref()).cloned();
        let of_letters = scope.as_ref().and_then(|scope| division_of_code(&notice, Some(scope)));
        of_letters.or_else(taught).or_else(|| division_of_rows(&notice))
    }

    /// The notice of an id.
    pub(crate) fn of_id(&self, id: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            match (*self.known(middle)?.id).cmp(id) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// The notices with their places in the order of their rows: a row's id is its notice's, a slash and its place.
    pub(crate) fn by_row_id(&self) -> impl Iterator<Item = (usize, Known)> {
        // The orders differ only where one id begins with another one, and goes on with what comes before a slash.
        let mut all = self.all().peekable();
        let mut back: Vec<(usize, Known)> = Vec::new();
        std::iter::from_fn(move || {
            loop {
                let (next, last) = (all.peek(), back.last());
                let longer = |id: &str, of: &str| id.strip_prefix(of).and_then(|rest| rest.bytes().next()).is_some_and(|sign| sign < b'/');
                if last.is_some_and(|(_, last)| next.is_none_or(|(_, next)| !longer(&next.id, &last.id))) {
                    return back.pop();
                }
                back.push(all.next()?);
            }
        })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.cards.len()
    }

    /// A notice, opened.
    pub(crate) fn notice(&self, at: usize) -> Option<Arc<Notice>> {
        self.desk.notice(self.known(at)?.place)
    }

    pub(crate) fn known(&self, at: usize) -> Option<Arc<Known>> {
        self.cards.get(at)
    }

    /// What is known of every notice, with its place.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, Known)> {
        self.cards.all()
    }

    /// What is known of the notices that give money on, with their places.
    pub(crate) fn givers(&self) -> impl Iterator<Item = (usize, Known)> {
        self.cards.those(|brief| gives(brief.kind))
    }

    /// The notices that are `wanted`, with their places; each is opened when it is its turn.
    pub(crate) fn each(&self, wanted: impl Fn(Brief) -> bool) -> impl Iterator<Item = (usize, Arc<Notice>, Known)> {
        self.cards.those(wanted).filter_map(|(at, known)| Some((at, self.desk.notice(known.place)?, known)))
    }

    /// Held notices that carry a number.
    pub(crate) fn carrying(&self, number: &str) -> Vec<usize> {
        self.by_number.places(number, |at| self.known(at).is_some_and(|known| known.number() == Some(number)))
    }

    /// Which document a citation means, read in `reader`. `None` for a notice that cites itself.
    pub(crate) fn resolve(&self, reader: usize, citation: &Citation) -> Option<(End, Option<Doubt>)> {
        let number = citation.number.as_ref()?;
        let text = number.to_string();
        let own = self.known(reader)?;
        if own.number() == Some(text.as_str()) {
            return None;
        }
        let scope = own.division.as_ref();
        let carrying = self.carrying(&text);
        let fitting = |downward: bool| -> Vec<usize> {
            let others = carrying.iter().copied().filter(|at| *at != reader);
            others.filter(|at| reachable(self.division_of(*at).as_ref(), scope, downward)).collect()
        };
        // Money comes from above. What stands below is meant where a report tells of its own government's notice, and
        // otherwise only if nothing above answers to the number.
        let mut held = fitting(citation.role == CitationRole::Issued);
        if held.is_empty() {
            // Letters that a place above writes too (新) are that place's, whose notice is not held.
            let above =
                |division: &DivisionCode| scope.is_some_and(|own| own != division && Divisions::get().within(own, division.as_str()));
            held = if cited(number, scope).division.as_ref().is_some_and(above) { Vec::new() } else { fitting(true) };
        }
        match held.as_slice() {
            [one] => Some((End::Held(*one), None)),
            [] => Some((End::Cited(cited(number, scope).into()), None)),
            several => {
                let named: Vec<usize> = several.iter().copied().filter(|at| self.issued_by(*at, &citation.issuers)).collect();
                Some(match named.as_slice() {
                    [one] => (End::Held(*one), None),
                    _ => (End::Cited(cited(number, scope).into()), Some(Doubt::AmbiguousIssuer)),
                })
            }
        }
    }

    /// Whether one of the printed names, perhaps a relative one (自治区财政厅), is an issuer of the notice.
    fn issued_by(&self, at: usize, names: &[String]) -> bool {
        let Some(notice) = self.notice(at) else { return false };
        names
            .iter()
            .any(|name| notice.issuers.iter().any(|issuer| issuer.value.name == *name || issuer.value.name.ends_with(name.as_str())))
    }

    pub(crate) fn level(&self, end: &End) -> Option<Level> {
        match end {
            End::Held(at) => self.cards.briefs().get(*at)?.level,
            End::Cited(cited) => {
                let division = cited.division.as_ref()?;
                let code = AgencyCodes::get().infer(&cited.prefix, Some(division));
                code.and_then(|code| code.agency.level).or_else(|| Divisions::get().level(division))
            }
        }
    }

    pub(crate) fn division(&self, end: &End) -> Option<DivisionCode> {
        match end {
            End::Held(at) => self.division_of(*at),
            End::Cited(cited) => cited.division.clone(),
        }
    }

    /// Whether a held notice gives money on.
    pub(crate) fn gives(&self, at: usize) -> bool {
        self.cards.briefs().get(at).is_some_and(|brief| gives(brief.kind))
    }

    /// The division of a held notice.
    pub(crate) fn division_of(&self, at: usize) -> Option<DivisionCode> {
        self.cards.briefs().division(at, || self.known(at))
    }

    pub(crate) fn number(&self, end: &End) -> Option<Text> {
        match end {
            End::Held(at) => self.known(*at)?.number().map(Text::from),
            End::Cited(cited) => Some(cited.number.clone()),
        }
    }

    pub(crate) fn date(&self, end: &End) -> Option<Date> {
        match end {
            End::Held(at) => self.known(*at)?.date,
            End::Cited(_) => None,
        }
    }

    /// The fund of a held notice, where it is of one.
    pub(crate) fn fund_key(&self, at: usize) -> Option<Text> {
        self.known(at)?.fund_key()
    }

    pub(crate) fn year(&self, at: usize) -> Option<i32> {
        self.known(at)?.year
    }

    pub(crate) fn notice_id(&self, end: &End) -> Option<Text> {
        match end {
            End::Held(at) => self.known(*at).map(|known| known.id.clone()),
            End::Cited(_) => None,
        }
    }

    /// The name of the body behind an end: printed for a held notice, built from the code for a cited one.
    pub(crate) fn agency(&self, end: &End) -> Option<Text> {
        match end {
            End::Held(at) => self.known(*at)?.issuer.clone(),
            End::Cited(cited) => {
                let division = cited.division.as_ref()?;
                AgencyCodes::get().infer(&cited.prefix, Some(division)).map(|code| code.agency.name.into())
            }
        }
    }

    /// Whether money can come from, or go by, the document: never a report or an announcement, which are witnesses, and
    /// never a held rule, whatever role the citation seems to have.
    pub(crate) fn moves_money(&self, end: &End) -> bool {
        let End::Held(at) = end else { return true };
        self.cards.briefs().get(*at).is_some_and(|brief| match brief.kind {
            NoticeKind::SelfEvaluation | NoticeKind::Announcement => false,
            NoticeKind::Other => self.known(*at).is_some_and(|known| known.counted > 0),
            _ => true,
        })
    }

    /// The name to call an end in a sentence: its number, else its id.
    pub(crate) fn call(&self, end: &End) -> Text {
        self.number(end).or_else(|| self.notice_id(end)).unwrap_or_default()
    }
}

/// Money comes from the own division or one that it lies in. A report's government also passes it on.
fn reachable(of: Option<&DivisionCode>, reader: Option<&DivisionCode>, downward: bool) -> bool {
    let (Some(of), Some(reader)) = (of, reader) else { return true };
    let divisions = Divisions::get();
    of.as_str() == CENTRE || divisions.within(reader, of.as_str()) || downward && divisions.within(of, reader.as_str())
}

/// A number without a document; its code is read as the reader would.
fn cited(number: &DocumentNumber, scope: Option<&DivisionCode>) -> Cited {
    let code = AgencyCodes::get().infer(&number.prefix, scope);
    // The rule that letters without a region are the ministry's is doubtful, but a cited fiscal number is one.
    let division = code.and_then(|code| code.agency.division).filter(|division| reachable(Some(division), scope, true));
    let division = division.or_else(|| above_by_letters(&number.prefix, scope?));
    Cited { number: number.to_string().into(), prefix: number.prefix.as_str().into(), division }
}

/// The one place above the reader in whose name the region letters of a fiscal code stand, in their order. Letters are
/// taken from the place's name, with a word for its rank behind them (喀地财社; `docs/agency-codes.md`); those that no table
/// knows are most often of a place above, since money comes from there.
fn above_by_letters(prefix: &str, reader: &DivisionCode) -> Option<DivisionCode> {
    let region = prefix.split_once('财').map(|(region, _)| region).filter(|region| !region.is_empty())?;
    let letters: Vec<char> = region.chars().collect();
    let (stem, ranked) = match letters.as_slice() {
        [stem @ .., '地' | '州' | '市' | '盟'] if !stem.is_empty() => (stem, true),
        all => (all, false),
    };
    let divisions = Divisions::get();
    let written = |code: &DivisionCode| {
        let Some(division) = divisions.by_code(code.as_str()).filter(|division| !ranked || division.level == Level::Prefecture) else {
            return false;
        };
        let mut name = division.name.chars();
        stem.iter().all(|letter| name.by_ref().any(|c| c == *letter))
    };
    let mut fitting = Vec::new();
    let mut at = divisions.parent(reader).cloned();
    while let Some(code) = at.filter(|code| code.as_str() != CENTRE) {
        at = divisions.parent(&code).cloned();
        if written(&code) {
            fitting.push(code);
        }
    }
    let [one] = fitting.as_slice() else { return None };
    Some(one.clone())
}

/// The one division directly above every recipient of a giver's table.
fn division_of_rows(notice: &Notice) -> Option<DivisionCode> {
    if !gives(notice.kind.value) {
        return None;
    }
    let mut above = notice
        .allocations
        .iter()
        .filter(|cell| cell.row_kind == RowKind::Child)
        .filter_map(|cell| cell.division.as_ref())
        .map(|division| Divisions::get().parent(division));
    let first = above.next()??;
    above.all(|other| other == Some(first)).then(|| first.clone())
}
