//! Makes the tables of a part the notice's own, each once: the same annex often lies there as a sheet and as a PDF, or
//! stands in the notice itself as well. Not for: which notice a part belongs to (`owner`).

use std::collections::BTreeMap;

use hongtou_notice::codes::RowKind;
use hongtou_notice::{Allocation, Divisions, Evidence, Match, Notice, Text};

use super::announced;
use crate::finding::finding;
use crate::model::{Finding, FindingCode, Severity};

/// What one table says, in an order of its own, so that copies compare equal.
type Said<'a> = Vec<(&'a str, String)>;

/// An indicator's name, target and achievement.
type FormRow = (Text, Option<Text>, Option<Text>);

/// What a recipient gets by one copy, and where that is printed.
type Figures = (Vec<String>, Vec<Evidence>);

/// A recipient, and what either copy gives it.
type Differing<'a> = (&'a Text, Option<&'a Figures>, Option<&'a Figures>);

/// Joins parts to a notice, the leading copy of each annex first.
#[derive(Debug)]
pub(super) struct Joining<'a> {
    notice: &'a mut Notice,
    findings: &'a mut Vec<Finding>,
    /// Path without ending and source of the parts that gave tables.
    leading: BTreeMap<String, Text>,
}

impl<'a> Joining<'a> {
    pub(super) fn new(notice: &'a mut Notice, findings: &'a mut Vec<Finding>) -> Self {
        Self { notice, findings, leading: BTreeMap::new() }
    }

    /// Joins one part. A copy by name (`附件1.xlsx` and `附件1.pdf`) adds nothing but its source; where its figures are
    /// others that is told. Of other parts only the tables are left out that the notice has already.
    pub(super) fn join(&mut self, mut part: Notice, path: &str) {
        let source = part.source_ids.first().cloned().unwrap_or_default();
        if let Some(at) = announced(&part, path, self.notice)
            && let Some(attachment) = self.notice.attachments.get_mut(at)
            && attachment.value.source_id.is_none()
        {
            attachment.value.source_id = Some(source.clone());
        }
        for source in &part.source_ids {
            if !self.notice.source_ids.contains(source) {
                self.notice.source_ids.push(source.clone());
            }
        }
        let bare_path = path.rsplit_once('.').map_or(path, |(front, _)| front).to_owned();
        let had_tables = !part.allocations.is_empty() || !part.indicators.is_empty();
        if let Some(leading) = self.leading.get(&bare_path).cloned() {
            self.compare(&leading, &part, &bare_path);
            return;
        }
        if had_tables {
            self.leading.insert(bare_path, source);
        }
        self.leave_out_known(&mut part);
        if had_tables && part.allocations.is_empty() && part.indicators.is_empty() {
            return;
        }
        self.add(part);
    }

    /// Leaves out the tables of a part that the notice has already.
    fn leave_out_known(&self, part: &mut Notice) {
        let known = said_by_tables(&self.notice.allocations);
        let copies: Vec<u32> =
            said_by_tables(&part.allocations).into_iter().filter(|(_, said)| known.values().any(|k| k == said)).map(|(t, _)| t).collect();
        let forms = |notice: &Notice| {
            let mut forms: BTreeMap<u32, Vec<FormRow>> = BTreeMap::new();
            for row in notice.indicators.iter().filter(|row| row.table > 0) {
                let value = |value: Option<&hongtou_notice::IndicatorValue>| value.map(|value| value.text.clone());
                forms.entry(row.table).or_default().push((row.level3.clone(), value(row.target.as_ref()), value(row.achieved.as_deref())));
            }
            forms
        };
        let known = forms(self.notice);
        let same: Vec<u32> = forms(part).into_iter().filter(|(_, form)| known.values().any(|k| k == form)).map(|(t, _)| t).collect();
        part.allocations.retain(|row| !copies.contains(&row.table));
        part.indicators.retain(|row| !same.contains(&row.table));
    }

    /// Tells where a copy of an annex has other figures than the leading one.
    fn compare(&mut self, leading: &str, copy: &Notice, place: &str) {
        let ours: Vec<&Allocation> = self.notice.allocations.iter().filter(|row| row.evidence.source_id == leading).collect();
        let figures = |rows: &[&Allocation]| {
            let mut figures: BTreeMap<Text, Figures> = BTreeMap::new();
            for row in rows.iter().filter(|row| row.counts) {
                let Some(money) = row.money else { continue };
                let (all, seen) = figures.entry(row.recipient.clone()).or_default();
                all.push(money.to_string());
                seen.push(row.evidence.clone());
            }
            figures.values_mut().for_each(|(all, _)| all.sort());
            figures
        };
        let (ours, theirs) = (figures(&ours), figures(&copy.allocations.iter().collect::<Vec<_>>()));
        let mut differing = Vec::new();
        for recipient in ours.keys().chain(theirs.keys().filter(|recipient| !ours.contains_key(*recipient))) {
            let (a, b) = (ours.get(recipient), theirs.get(recipient));
            if a.map(|(all, _)| all) != b.map(|(all, _)| all) {
                differing.push((recipient, a, b));
            }
        }
        if ours.is_empty() || theirs.is_empty() || differing.is_empty() {
            return;
        }
        let side = |pick: &dyn Fn(&Differing<'_>) -> String| differing.iter().map(pick).collect::<Vec<_>>().join("; ");
        let spell = |recipient: &str, told: Option<&Figures>| {
            format!("{recipient}: {}", told.map_or_else(|| "none".to_owned(), |(all, _)| all.join("+")))
        };
        let (expected, actual) = (side(&|(name, a, _)| spell(name, *a)), side(&|(name, _, b)| spell(name, *b)));
        let seen = differing.iter().flat_map(|(_, a, b)| [*a, *b]).flatten().flat_map(|(_, seen)| seen.clone()).collect::<Vec<_>>();
        let annex = place.rsplit('/').next().unwrap_or(place);
        let message = format!("The copies of the attachment {annex} disagree in {} of their recipients.", differing.len());
        let found = finding(FindingCode::CopiesDisagree, Severity::Warning, &self.notice.id, annex, message);
        self.findings.push(found.expected(expected, actual).shown(seen));
    }

    /// Numbers the tables of a part on and reads their names again in the mouth of the notice's issuer.
    fn add(&mut self, part: Notice) {
        let notice = &mut *self.notice;
        let tables = notice.allocations.iter().map(|row| row.table).chain(notice.indicators.iter().map(|row| row.table));
        let last = tables.max().unwrap_or(0);
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
    }
}

/// Recipients and sums of every table that has any; prose (table 0) is none.
fn said_by_tables(rows: &[Allocation]) -> BTreeMap<u32, Said<'_>> {
    let mut said: BTreeMap<u32, Said<'_>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.table > 0) {
        if let Some(money) = row.money {
            said.entry(row.table).or_default().push((row.recipient.as_str(), money.to_string()));
        }
    }
    said.values_mut().for_each(|said| said.sort());
    said
}
