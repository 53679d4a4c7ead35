//! Whether an evidence lies in its source: its page is one of the source's, its span is as long as its text, and where the
//! source's text is kept, it is printed there. Not for: whether it bears out the fact.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// What is known of the sources. The text of the last one that was asked for is kept: rows come notice by notice.
pub(super) struct Sources {
    texts: PathBuf,
    pages: HashMap<String, Option<u64>>,
    last: Option<(String, Option<Vec<char>>)>,
    compared: u64,
    uncompared: u64,
}

impl Sources {
    pub(super) fn new(folder: &Path) -> Self {
        Self { texts: folder.join("texts"), pages: HashMap::new(), last: None, compared: 0, uncompared: 0 }
    }

    /// Takes in a row of `sources`.
    pub(super) fn learn(&mut self, row: &Value) {
        if let Some(id) = row.get("id").and_then(Value::as_str) {
            self.pages.insert(id.to_owned(), row.get("pages").and_then(Value::as_u64));
        }
    }

    /// Holds an evidence against its source; what is wrong with it.
    pub(super) fn hold(&mut self, evidence: &Map<String, Value>) -> Result<(), String> {
        let id = evidence.get("source_id").and_then(Value::as_str).unwrap_or_default();
        let text = evidence.get("text").and_then(Value::as_str).unwrap_or_default();
        let number = |field: &str| evidence.get(field).and_then(Value::as_u64);
        // A source that is not there is a broken reference, which is told elsewhere.
        let Some(pages) = self.pages.get(id) else { return Ok(()) };
        if let (Some(page), Some(pages)) = (number("page"), pages)
            && (page == 0 || page > *pages)
        {
            return Err(format!("page {page} of {pages} for {text:?}"));
        }
        let (Some(start), Some(end)) = (number("start"), number("end")) else { return Ok(()) };
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        if end.checked_sub(start) != Some(length) {
            return Err(format!("{start} to {end} for the {length} characters {text:?}"));
        }
        let Some(kept) = self.kept(id) else {
            self.uncompared += 1;
            return Ok(());
        };
        let span = usize::try_from(start).ok().zip(usize::try_from(end).ok()).and_then(|(start, end)| kept.get(start..end));
        let same = span.is_some_and(|span| span.iter().copied().eq(text.chars()));
        let there: String = span.unwrap_or_default().iter().collect();
        self.compared += 1;
        if same { Ok(()) } else { Err(format!("{text:?} is said to stand at {start}, where {there:?} does")) }
    }

    fn kept(&mut self, id: &str) -> Option<&[char]> {
        if self.last.as_ref().is_none_or(|(last, _)| last != id) {
            // The id becomes part of a path: only what an id can be is looked for.
            let sound = id.chars().all(|c| c.is_ascii_hexdigit());
            let text = sound.then(|| fs::read_to_string(self.texts.join(format!("{id}.txt"))).ok()).flatten();
            self.last = Some((id.to_owned(), text.map(|text| text.chars().collect())));
        }
        self.last.as_ref().and_then(|(_, text)| text.as_deref())
    }

    /// How many evidences were compared with a kept text, and how many could not be.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.compared, self.uncompared)
    }
}

/// Calls `found` for every evidence of a row, however deep.
pub(super) fn each(value: &Value, found: &mut impl FnMut(&Map<String, Value>)) {
    match value {
        Value::Object(object) if ["source_id", "origin", "start", "end", "text"].iter().all(|field| object.contains_key(*field)) => {
            found(object);
        }
        Value::Object(object) => object.values().for_each(|value| each(value, found)),
        Value::Array(list) => list.iter().for_each(|item| each(item, found)),
        _ => {}
    }
}
