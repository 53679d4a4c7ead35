//! Facts that were read in a picture (`docs/confidence.md`, pictures): never certain on the picture's word alone.
//! Not for: how the picture was read.

use hongtou_document::{Document, TextFrom};
use hongtou_notice::codes::{Confidence, Doubt, RowKind};
use hongtou_notice::{Agency, AgencyCodes, Allocation, DocumentNumber, Evidence, Fact, Money, Notice, RecipientGroup};

use super::Weighed;
use super::sums::{Column, Mentioned, Verdict};

/// What the picture's page says of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Look {
    /// The file holds the characters.
    Text,
    /// Read in a picture.
    Read,
    /// Read in a picture, and the reader is not sure.
    Unsure,
}

/// Doubts every fact that begins on a recognised page, unless something else in the document says the same.
pub(super) fn weigh(document: &Document, notice: &mut Notice, columns: &[Column], mentioned: &Mentioned) {
    if document.text_from() == TextFrom::Text && document.unsure().is_empty() {
        return;
    }
    let look = |places: &[Evidence]| look(document, places);

    if let Some(number) = &mut notice.number {
        let known = confirms(mentioned, &number.value);
        apply(number, look(&number.evidence), known);
    }
    for citation in &mut notice.citations {
        let looks = look(citation.places());
        let known = citation.number.as_ref().is_some_and(|number| confirms(mentioned, number));
        apply(citation, looks, known);
    }
    notice.issuers.iter_mut().for_each(|fact| named(document, fact, |agency: &Agency| agency.division.is_some()));
    notice.recipients.iter_mut().for_each(|fact| named(document, fact, |group: &RecipientGroup| !group.divisions.is_empty()));
    notice.division.iter_mut().for_each(|fact| named(document, fact, |_| true));
    notice.level.iter_mut().for_each(|fact| named(document, fact, |_| true));
    plain(document, std::slice::from_mut(&mut notice.kind));
    plain(document, notice.title.as_mut_slice());
    plain(document, notice.signatory.as_mut_slice());
    plain(document, &mut notice.cc);
    plain(document, notice.issued_on.as_mut_slice());
    plain(document, notice.printed_on.as_mut_slice());
    plain(document, notice.printed_by.as_mut_slice());
    plain(document, notice.budget_year.as_mut_slice());
    plain(document, notice.fund_name.as_mut_slice());
    plain(document, &mut notice.direct_fund_tags);
    plain(document, &mut notice.budget_subjects);
    plain(document, &mut notice.project_codes);
    plain(document, &mut notice.attachments);
    plain(document, &mut notice.indicators);

    let totals: Vec<Money> =
        notice.allocations.iter().filter(|cell| cell.row_kind == RowKind::Total).filter_map(|cell| cell.money).collect();
    for amount in &mut notice.amounts {
        let looks = look(amount.places());
        let known = amount.money.is_some_and(|sum| mentioned.sum(sum) > 1 || totals.contains(&sum));
        apply(amount, looks, known);
    }
    cells(document, &mut notice.allocations, columns, mentioned);
}

/// Facts that nothing in a document confirms.
fn plain<F: Weighed>(document: &Document, facts: &mut [F]) {
    for fact in facts {
        let looks = look(document, fact.places());
        apply(fact, looks, false);
    }
}

/// Facts that name a body or a place: confirmed where it is one that is known.
fn named<T>(document: &Document, fact: &mut Fact<T>, known: impl Fn(&T) -> bool) {
    let looks = look(document, &fact.evidence);
    let known = known(&fact.value);
    apply(fact, looks, known);
}

fn apply(fact: &mut impl Weighed, look: Look, confirmed: bool) {
    let confidence = match (look, confirmed) {
        (Look::Text, _) => return,
        (Look::Read, true) => Confidence::Certain,
        (Look::Read, false) | (Look::Unsure, true) => Confidence::Likely,
        (Look::Unsure, false) => Confidence::Doubtful,
    };
    fact.lower(confidence, Doubt::Ocr);
}

/// The worst of the places of a fact.
fn look(document: &Document, places: &[Evidence]) -> Look {
    let of = |place: &Evidence| {
        let Some(span) = place.span() else { return Look::Text };
        // A reader may be unsure of a character on any page; where it was recognised, the page says so.
        if document.is_unsure(span) {
            Look::Unsure
        } else if document.is_ocr(span) {
            Look::Read
        } else {
            Look::Text
        }
    };
    places.iter().map(of).max().unwrap_or(Look::Text)
}

/// Cells of tables: a column that adds up to its total settles its cells, the unsure ones too.
fn cells(document: &Document, allocations: &mut [Allocation], columns: &[Column], mentioned: &Mentioned) {
    let looks: Vec<Look> = allocations.iter().map(|cell| look(document, cell.places())).collect();
    let mut settled = vec![false; allocations.len()];
    for column in columns {
        match column.verdict {
            Verdict::Fits => {
                for at in &column.cells {
                    if let Some(place) = settled.get_mut(*at) {
                        *place = true;
                    }
                }
            }
            Verdict::Off => culprit(allocations, column, &looks),
            Verdict::Open => {}
        }
    }
    for (at, cell) in allocations.iter_mut().enumerate() {
        let look = looks.get(at).copied().unwrap_or(Look::Text);
        let total = cell.row_kind == RowKind::Total && cell.money.is_some_and(|sum| mentioned.sum(sum) > 0);
        let sum = total || settled.get(at).copied().unwrap_or(false);
        // The total settles the figures, not the names beside them.
        let known = cell.row_kind == RowKind::Child && cell.division.is_some();
        let name = known || matches!(cell.row_kind, RowKind::Total | RowKind::OwnLevel);
        apply(cell, if sum && look == Look::Unsure { Look::Read } else { look }, sum && name);
        if look != Look::Text && cell.division.is_none() && is_named_like_a_division(&cell.recipient) {
            cell.lower(Confidence::Doubtful, Doubt::UnknownRecipient);
        }
    }
}

/// Whether a name is formed like that of a division: where no division bears it, a letter of it was misread (斤江省, 流江区). Zones of all
/// kinds (高新区) are in no table.
fn is_named_like_a_division(name: &str) -> bool {
    const ZONES: [&str; 12] = ["开", "新区", "园", "示范", "管", "本级", "林区", "矿区", "景区", "度假", "保税", "片区"];
    let length = name.chars().count();
    (2..=6).contains(&length) && name.ends_with(['省', '市', '县', '旗', '区']) && !ZONES.iter().any(|word| name.contains(word))
}

/// In a column that misses its total, one unsure cell alone is the one that is wrong; its value stays as read.
fn culprit(allocations: &mut [Allocation], column: &Column, looks: &[Look]) {
    let unsure = |at: &&usize| looks.get(**at) == Some(&Look::Unsure);
    let mut found = column.cells.iter().filter(unsure);
    if let (Some(at), None) = (found.next(), found.next())
        && let Some(cell) = allocations.get_mut(*at)
    {
        cell.lower(Confidence::Doubtful, Doubt::SumMismatch);
    }
}

/// A code of the table with a year, or a second mention.
fn confirms(mentioned: &Mentioned, number: &DocumentNumber) -> bool {
    let known = AgencyCodes::get().lookup(&number.prefix).is_some() && number.year.is_some_and(|year| (1990..=2039).contains(&year));
    known || mentioned.number(&number.to_string()) > 1
}
