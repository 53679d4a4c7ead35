//! What an archive teaches about the letters of document numbers: heads and citations that name a body and its number
//! together. Not for: the table of codes, which `hongtou-notice` holds, or a notice's own fields.

use std::collections::{BTreeMap, BTreeSet};

use hongtou_notice::codes::Level;
use hongtou_notice::{DivisionCode, Divisions};

use crate::archive::Archive;

/// Words of relative names (自治区财政厅) and the level that they mean in the mouth of the one who writes.
const RELATIVE: &[(&str, Level)] =
    &[("自治区", Level::Province), ("省", Level::Province), ("自治州", Level::Prefecture), ("地区", Level::Prefecture)];

/// The divisions that every code was seen with.
#[derive(Debug, Default)]
pub(crate) struct Lessons {
    codes: BTreeMap<String, BTreeSet<DivisionCode>>,
}

impl Lessons {
    /// Learns from every notice that prints its issuer, and from every citation that names one body.
    pub(crate) fn of(archive: &Archive) -> Self {
        let mut lessons = Self::default();
        for (_, known) in archive.all() {
            if let (Some(code), Some(own)) = (&known.teaches, &known.division) {
                lessons.add(code, own.clone());
            }
        }
        for (_, notice, known) in archive.each(|brief| brief.named) {
            let scope = known.division.as_ref().filter(|_| known.has.division);
            for citation in &notice.citations {
                if let (Some(number), [name]) = (&citation.number, citation.issuers.as_slice())
                    && let Some(division) = place(name, scope)
                {
                    lessons.add(&number.prefix, division);
                }
            }
        }
        lessons
    }

    fn add(&mut self, code: &str, division: DivisionCode) {
        self.codes.entry(code.to_owned()).or_default().insert(division);
    }

    /// The division of a code, where the archive knows one only; within `scope`, where that is known.
    pub(crate) fn division(&self, code: &str, scope: Option<&DivisionCode>) -> Option<&DivisionCode> {
        let fits = |division: &&DivisionCode| scope.is_none_or(|scope| Divisions::get().within(division, scope.as_str()));
        let mut found = self.codes.get(code)?.iter().filter(fits);
        found.next().filter(|_| found.next().is_none())
    }
}

/// The place that a body's name begins with, told by `scope` where it is a relative one.
fn place(name: &str, scope: Option<&DivisionCode>) -> Option<DivisionCode> {
    let divisions = Divisions::get();
    if let Some((length, meaning)) = divisions.prefix(name, scope) {
        // 某省某市财政局: the last place counts.
        let division = meaning.one()?;
        let rest = name.get(length..)?;
        return Some(divisions.prefix(rest, Some(&division)).and_then(|(_, inner)| inner.one()).unwrap_or(division));
    }
    let (_, level) = RELATIVE.iter().find(|(word, _)| name.starts_with(word))?;
    divisions.at_level(scope?, *level).map(|division| division.code.clone())
}
