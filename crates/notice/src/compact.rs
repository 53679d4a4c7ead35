//! Giving back the memory that a notice holds and does not need, before a million of them are kept at a time.
//! Not for: changing what a notice says.

use std::collections::HashSet;

use crate::division::{DivisionCode, Divisions};
use crate::fact::{Evidence, Fact};
use crate::notice::Notice;
use crate::rows::{Indicator, IndicatorValue};
use crate::shared::Text;

/// Short texts that many notices of an archive repeat: places, bodies, funds, heads of columns, units.
#[derive(Debug, Default)]
pub struct Pool(HashSet<Text>);

impl Pool {
    /// Longer texts are seldom repeated.
    const LONGEST: usize = 96;
    /// So many texts are kept at most, the first that come; common ones come early.
    const MOST: usize = 1 << 18;

    fn share(&mut self, text: &mut Text) {
        if text.len() > Self::LONGEST {
            return;
        }
        match self.0.get(&**text) {
            Some(known) => text.share(known),
            None if self.0.len() < Self::MOST => drop(self.0.insert(text.clone())),
            None => {}
        }
    }
}

impl Notice {
    /// Lets all facts share the name of their source and the words that they repeat, and gives spare room back. What
    /// the notice says stays the same.
    pub fn compact(&mut self) {
        self.compact_with(&mut Pool::default());
    }

    /// The same, sharing words with the notices that went through the pool before.
    pub fn compact_with(&mut self, pool: &mut Pool) {
        let mut memory = Memory { texts: self.source_ids.iter().cloned().collect(), pool };
        let m = &mut memory;
        m.fact(&mut self.kind);
        m.optional(&mut self.number);
        for fact in [&mut self.title, &mut self.signatory, &mut self.printed_by, &mut self.fund_name] {
            m.optional(fact);
            fact.iter_mut().for_each(|fact| m.text(&mut fact.value));
        }
        m.texts([&mut self.fund_title]);
        m.optional(&mut self.level);
        m.optional(&mut self.division);
        m.optional(&mut self.issued_on);
        m.optional(&mut self.printed_on);
        m.optional(&mut self.budget_year);
        m.facts(&mut self.issuers);
        self.issuers.iter_mut().for_each(|issuer| share_code(&mut issuer.value.division));
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
            m.text(&mut amount.text);
            m.evidence(&mut amount.evidence);
        }
        self.allocations.shrink_to_fit();
        for cell in &mut self.allocations {
            m.text(&mut cell.recipient);
            m.text(&mut cell.text);
            m.texts([&mut cell.table_title, &mut cell.column]);
            share_code(&mut cell.division);
            m.evidence(&mut cell.evidence);
        }
        self.indicators.shrink_to_fit();
        for indicator in &mut self.indicators {
            let Indicator { project, scope, level1, level2, level3, target, achieved, evidence, .. } = indicator;
            m.texts([project, scope, level1, level2]);
            m.text(level3);
            for IndicatorValue { text, unit, per, .. } in target.iter_mut().chain(achieved.as_deref_mut()) {
                m.text(text);
                m.texts([unit, per]);
            }
            m.evidence(evidence);
        }
        self.source_ids.shrink_to_fit();
        self.remarks.shrink_to_fit();
        for remark in &mut self.remarks {
            m.all(&mut remark.evidence);
        }
    }
}

/// The codes of the table are there anyway.
fn share_code(code: &mut Option<DivisionCode>) {
    if let Some(code) = code
        && let Some(known) = Divisions::get().by_code(code.as_str())
    {
        code.0.share(&known.code.0);
    }
}

/// The texts met so far: names of sources, and what is printed at places that several facts share.
struct Memory<'a> {
    texts: HashSet<Text>,
    pool: &'a mut Pool,
}

impl Memory<'_> {
    fn evidence(&mut self, evidence: &mut Evidence) {
        self.text(&mut evidence.source_id);
        self.text(&mut evidence.text);
    }

    fn text(&mut self, text: &mut Text) {
        match self.texts.get(&**text) {
            Some(known) => text.share(known),
            None => {
                self.pool.share(text);
                self.texts.insert(text.clone());
            }
        }
    }

    fn texts<const N: usize>(&mut self, texts: [&mut Option<Text>; N]) {
        texts.into_iter().flatten().for_each(|text| self.text(text));
    }

    fn all(&mut self, evidence: &mut Vec<Evidence>) {
        evidence.shrink_to_fit();
        evidence.iter_mut().for_each(|evidence| self.evidence(evidence));
    }

    fn fact<T>(&mut self, fact: &mut Fact<T>) {
        self.all(&mut fact.evidence);
        self.text(&mut fact.printed);
    }

    fn optional<T>(&mut self, fact: &mut Option<Fact<T>>) {
        fact.iter_mut().for_each(|fact| self.fact(fact));
    }

    fn facts<T>(&mut self, facts: &mut Vec<Fact<T>>) {
        facts.shrink_to_fit();
        facts.iter_mut().for_each(|fact| self.fact(fact));
    }
}
