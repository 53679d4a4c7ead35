//! Where something is printed, and how sure it is. Not for: whole rows.

use std::num::NonZeroU32;

use hongtou_notice::codes::{Confidence, Doubt, Origin};
use hongtou_notice::{Evidence, Fact, Place};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a fact was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Evidence")]
pub struct EvidenceRow {
    /// The source: SHA-256 of its bytes, in lower-case hex.
    pub source_id: String,
    /// What kind of place it is.
    pub origin: Origin,
    /// Page, from 1; null where the format has no pages.
    pub page: Option<u32>,
    /// Box [x0, y0, x1, y1] in points from the page's top-left corner; null where the format has no geometry.
    pub bbox: Option<[f64; 4]>,
    /// First Unicode code point in the source's text (`texts/<source id>.txt`); null for file names, metadata and cells that a short row lacks.
    pub start: Option<u32>,
    /// Code point after the last one; null for file names, metadata and cells that a short row lacks.
    pub end: Option<u32>,
    /// The text as printed there.
    pub text: String,
}

impl From<&Evidence> for EvidenceRow {
    fn from(evidence: &Evidence) -> Self {
        let Evidence { source_id, origin, page, bbox, place, text } = evidence;
        let span = place.map(Place::span);
        // JSON has no word for a number that is none; a box that holds one says nothing.
        let bbox = bbox.as_deref().map(|b| [b.x0, b.y0, b.x1, b.y1]).filter(|sides| sides.iter().all(|side| side.is_finite()));
        Self {
            source_id: source_id.into(),
            origin: *origin,
            page: page.map(NonZeroU32::get),
            bbox,
            start: span.map(|span| span.start),
            end: span.map(|span| span.end),
            text: text.into(),
        }
    }
}

impl EvidenceRow {
    pub(crate) fn all(list: &[Evidence]) -> Vec<Self> {
        list.iter().map(Self::from).collect()
    }
}

/// One reading of a field, with its printed form and its places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Fact_{T}")]
pub struct FactRow<T> {
    /// The value in normal form, as in the field of the same name.
    pub value: T,
    /// The printed form.
    pub printed: String,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Why it is not certain.
    pub doubts: Vec<Doubt>,
    /// Where it is printed; never empty.
    pub evidence: Vec<EvidenceRow>,
}

impl<T> FactRow<T> {
    pub(crate) fn of<'a, U>(facts: impl IntoIterator<Item = &'a Fact<U>>, value: impl Fn(&U) -> T) -> Vec<Self>
    where
        U: 'a,
    {
        let row = |fact: &Fact<U>| Self {
            value: value(&fact.value),
            printed: (&fact.printed).into(),
            confidence: fact.confidence,
            doubts: fact.doubts.iter().collect(),
            evidence: EvidenceRow::all(&fact.evidence),
        };
        facts.into_iter().map(row).collect()
    }
}
