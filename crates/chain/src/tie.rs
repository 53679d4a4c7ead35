//! What speaks for a tie: one witness, or several put together. Not for: deciding that a tie exists, or its ends (`ties`).

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use hongtou_notice::codes::Confidence;
use hongtou_notice::{Doubts, Evidence, Money, Text};
use serde::{Deserialize, Serialize};

use crate::model::Basis;
use crate::room::{Room, Slip};

/// What speaks for a tie; its evidence lies aside once the tie is among the others.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Tie<E = Slip> {
    pub(crate) money: Option<Money>,
    pub(crate) basis: Basis,
    /// Fund keys that the ends, or the titles by which they are cited, name.
    pub(crate) funds: Names,
    pub(crate) year: Option<i32>,
    pub(crate) evidence: E,
    pub(crate) confidence: Confidence,
    pub(crate) doubts: Doubts,
}

/// A tie as a witness tells of it.
pub(crate) type Told = Tie<Vec<Evidence>>;

impl Told {
    /// The same with its evidence laid aside.
    pub(crate) fn laid_aside(self, room: &Room) -> Tie {
        self.with(|evidence| room.put(&evidence))
    }
}

impl Tie {
    /// The same with its evidence.
    pub(crate) fn opened(self, room: &Room) -> Option<Told> {
        let evidence = room.get(self.evidence)?;
        Some(self.with(|_| evidence))
    }
}

impl<E> Tie<E> {
    /// The same with its evidence elsewhere.
    fn with<F>(self, change: impl FnOnce(E) -> F) -> Tie<F> {
        let Self { money, basis, funds, year, evidence, confidence, doubts } = self;
        Tie { money, basis, funds, year, evidence: change(evidence), confidence, doubts }
    }
}

/// What several witnesses say of one tie.
pub(crate) struct Heard {
    pub(crate) told: Told,
    /// Where in the evidence each piece stands, by what tells most of them apart: a tie may have thousands of witnesses.
    seen: HashMap<u64, Vec<usize>>,
}

impl Heard {
    pub(crate) fn new(told: Told) -> Self {
        let mut seen: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, evidence) in told.evidence.iter().enumerate() {
            seen.entry(mark(evidence)).or_default().push(at);
        }
        Self { told, seen }
    }

    /// Hears another witness. A stronger basis leads; what the weaker one says is kept as evidence.
    pub(crate) fn hear(&mut self, mut weak: Told) {
        if weak.basis < self.told.basis {
            // There are but a few bases, so this seldom happens.
            weak = std::mem::replace(self, Self::new(weak)).told;
        }
        let strong = &mut self.told;
        if strong.money.is_none() {
            strong.money = weak.money;
        }
        strong.year = strong.year.or(weak.year);
        if strong.funds.is_empty() {
            strong.funds = weak.funds;
        }
        for evidence in weak.evidence {
            let alike = self.seen.entry(mark(&evidence)).or_default();
            if !alike.iter().any(|at| strong.evidence.get(*at) == Some(&evidence)) {
                alike.push(strong.evidence.len());
                strong.evidence.push(evidence);
            }
        }
        // Two independent witnesses do not make each other doubtful, but equal ones share their doubts.
        if strong.basis == weak.basis {
            strong.confidence = strong.confidence.max(weak.confidence);
            strong.doubts |= weak.doubts;
        }
    }
}

/// The same for equal evidence.
fn mark(evidence: &Evidence) -> u64 {
    let mut hasher = DefaultHasher::new();
    let place = evidence.span().map(|span| (span.start, span.end));
    (&*evidence.source_id, evidence.page, place, &*evidence.text).hash(&mut hasher);
    hasher.finish()
}

/// A few names, sorted, each once.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Names(Vec<Text>);

impl Names {
    /// The name, where there is one only.
    pub(crate) fn only(&self) -> Option<&Text> {
        if let [one] = self.0.as_slice() { Some(one) } else { None }
    }

    pub(crate) fn first(&self) -> Option<&Text> {
        self.0.first()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<Text> for Names {
    fn extend<I: IntoIterator<Item = Text>>(&mut self, names: I) {
        for name in names {
            if let Err(place) = self.0.binary_search(&name) {
                self.0.insert(place, name);
            }
        }
    }
}

impl FromIterator<Text> for Names {
    fn from_iter<I: IntoIterator<Item = Text>>(names: I) -> Self {
        let mut all = Self::default();
        all.extend(names);
        all
    }
}
