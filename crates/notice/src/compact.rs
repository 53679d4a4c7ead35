//! Giving back the memory that a notice holds and does not need, before a million of them are kept at a time.
//! Not for: changing what a notice says.

use crate::fact::{Evidence, Fact};
use crate::notice::Notice;
use crate::rows::IndicatorValue;
use crate::shared::Text;

impl Notice {
    /// Lets all facts share the name of their source and the words that they repeat, and gives spare room back. What
    /// the notice says stays the same.
    pub fn compact(&mut self) {
        let mut memory = Memory { sources: self.source_ids.iter().map(|id| Text::from(id.as_str())).collect() };
        let m = &mut memory;
        m.fact(&mut self.kind);
        m.optional(&mut self.number);
        m.optional(&mut self.title);
        m.optional(&mut self.level);
        m.optional(&mut self.division);
        m.optional(&mut self.signatory);
        m.optional(&mut self.issued_on);
        m.optional(&mut self.printed_on);
        m.optional(&mut self.printed_by);
        m.optional(&mut self.budget_year);
        m.optional(&mut self.fund_name);
        m.facts(&mut self.issuers);
        m.facts(&mut self.recipients);
        m.facts(&mut self.cc);
        m.facts(&mut self.direct_fund_tags);
        m.facts(&mut self.budget_subjects);
        m.facts(&mut self.project_codes);
        m.facts(&mut self.attachments);
        self.citations.shrink_to_fit();
        for citation in &mut self.citations {
            citation.issuers.shrink_to_fit();
            m.evidence(&mut citation.evidence);
        }
        self.amounts.shrink_to_fit();
        for amount in &mut self.amounts {
            amount.text.shrink_to_fit();
            m.evidence(&mut amount.evidence);
        }
        self.allocations.shrink_to_fit();
        for cell in &mut self.allocations {
            cell.recipient.shrink_to_fit();
            cell.text.shrink_to_fit();
            m.evidence(&mut cell.evidence);
        }
        self.indicators.shrink_to_fit();
        for indicator in &mut self.indicators {
            indicator.level3.shrink_to_fit();
            for value in [&mut indicator.target, &mut indicator.achieved].into_iter().flatten() {
                let IndicatorValue { text, .. } = value;
                text.shrink_to_fit();
            }
            m.evidence(&mut indicator.evidence);
        }
        self.source_ids.shrink_to_fit();
        self.remarks.shrink_to_fit();
        for remark in &mut self.remarks {
            m.all(&mut remark.evidence);
        }
    }
}

/// The names of the sources met so far; a notice has few.
struct Memory {
    sources: Vec<Text>,
}

impl Memory {
    fn evidence(&mut self, evidence: &mut Evidence) {
        match self.sources.iter().find(|known| **known == evidence.source_id) {
            Some(known) => evidence.source_id.share(known),
            None => self.sources.push(evidence.source_id.clone()),
        }
    }

    fn all(&mut self, evidence: &mut Vec<Evidence>) {
        evidence.shrink_to_fit();
        evidence.iter_mut().for_each(|evidence| self.evidence(evidence));
    }

    fn fact<T>(&mut self, fact: &mut Fact<T>) {
        self.all(&mut fact.evidence);
        fact.doubts.shrink_to_fit();
        if let [evidence] = fact.evidence.as_slice() {
            fact.printed.share(&evidence.text);
        }
    }

    fn optional<T>(&mut self, fact: &mut Option<Fact<T>>) {
        fact.iter_mut().for_each(|fact| self.fact(fact));
    }

    fn facts<T>(&mut self, facts: &mut Vec<Fact<T>>) {
        facts.shrink_to_fit();
        facts.iter_mut().for_each(|fact| self.fact(fact));
    }
}
