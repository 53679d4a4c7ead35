//! How far each fact can be relied on, weighed once everything is read: what a picture leaves open, what sums and
//! second mentions settle, what does not fit together. The rules stand in `docs/confidence.md`. Only confidence and
//! doubts change here, never a value. Not for: doubts that a recogniser has of its own reading.

mod citations;
mod facts;
mod garble;
mod indicators;
mod money;
mod picture;
mod sums;
mod tables;

use hongtou_document::Document;
use hongtou_notice::codes::{Confidence, Doubt};
use hongtou_notice::{Allocation, Amount, Citation, Evidence, Fact, Indicator, Notice};

/// Lowers what cannot be relied on, and says why.
pub(crate) fn weigh(document: &Document, notice: &mut Notice) {
    let columns = sums::columns(&notice.allocations);
    let mentioned = sums::Mentioned::of(document);
    facts::weigh(notice);
    if garble::is_damaged(document) {
        facts::weigh_kind(document, notice);
    }
    tables::weigh(notice, &columns, &mentioned);
    money::weigh(notice, &columns, &mentioned);
    money::weigh_in_text(document, notice, &mentioned);
    citations::weigh(notice);
    indicators::weigh(&mut notice.indicators);
    if garble::is_damaged(document) {
        each(notice, &mut |fact| fact.lower(Confidence::Likely, Doubt::DamagedText));
        money::weigh_damaged(&mut notice.amounts);
        // Where one figure of a number was a letter, the others are no surer.
        for citation in notice.citations.iter_mut().filter(|citation| citation.doubts.contains(Doubt::RepairedNumber)) {
            citation.lower(Confidence::Doubtful, Doubt::RepairedNumber);
        }
    }
    picture::weigh(document, notice, &columns, &mentioned);
}

/// Anything with a place, a confidence and doubts.
trait Weighed {
    /// Where it is printed.
    fn places(&self) -> &[Evidence];
    /// Lowers the confidence to at most `confidence` and adds a doubt.
    fn lower(&mut self, confidence: Confidence, doubt: Doubt);
}

impl<T> Weighed for Fact<T> {
    fn places(&self) -> &[Evidence] {
        &self.evidence
    }

    fn lower(&mut self, confidence: Confidence, doubt: Doubt) {
        self.doubt(confidence, doubt);
    }
}

macro_rules! weighed {
    ($($row:ty),+) => {
        $(impl Weighed for $row {
            fn places(&self) -> &[Evidence] {
                std::slice::from_ref(&self.evidence)
            }

            fn lower(&mut self, confidence: Confidence, doubt: Doubt) {
                self.confidence = self.confidence.max(confidence);
                self.doubts.insert(doubt);
            }
        })+
    };
}

weighed!(Citation, Amount, Allocation, Indicator);

/// Every fact and row of a notice.
fn each(notice: &mut Notice, act: &mut dyn FnMut(&mut dyn Weighed)) {
    fn all<F: Weighed>(facts: &mut [F], act: &mut dyn FnMut(&mut dyn Weighed)) {
        facts.iter_mut().for_each(|fact| act(fact));
    }
    all(notice.number.as_mut_slice(), act);
    act(&mut notice.kind);
    all(notice.title.as_mut_slice(), act);
    all(&mut notice.issuers, act);
    all(notice.level.as_mut_slice(), act);
    all(notice.division.as_mut_slice(), act);
    all(notice.signatory.as_mut_slice(), act);
    all(&mut notice.recipients, act);
    all(&mut notice.cc, act);
    all(notice.issued_on.as_mut_slice(), act);
    all(notice.printed_on.as_mut_slice(), act);
    all(notice.printed_by.as_mut_slice(), act);
    all(notice.budget_year.as_mut_slice(), act);
    all(notice.fund_name.as_mut_slice(), act);
    all(&mut notice.direct_fund_tags, act);
    all(&mut notice.budget_subjects, act);
    all(&mut notice.project_codes, act);
    all(&mut notice.attachments, act);
    all(&mut notice.citations, act);
    all(&mut notice.amounts, act);
    all(&mut notice.allocations, act);
    all(&mut notice.indicators, act);
}
