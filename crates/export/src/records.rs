//! All rows of one run, and one notice with its rows. Not for: writing them (`ndjson`).

use std::collections::HashMap;
use std::io::{self, Write};

use hongtou_chain::Linked;
use hongtou_notice::Notice;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rows::{
    AllocationRow, AmountRow, ChainRow, CitationRow, FileRow, FindingRow, FlowRow, GrantRow, IndicatorRow, LinkRow, NoticeRow, PathRow,
    SourceRow,
};

/// One row of one table.
pub trait Row: Serialize + for<'de> Deserialize<'de> + JsonSchema {
    /// The table, which is also the name of its file and of its schema.
    const TABLE: &'static str;

    /// What the rows of the table are sorted by; no two rows share it.
    fn key(&self) -> &str;
}

macro_rules! rows {
    ($($row:ident $table:literal $key:ident),+ $(,)?) => {
        $(impl Row for $row {
            const TABLE: &'static str = $table;

            fn key(&self) -> &str {
                &self.$key
            }
        })+
    };
}

rows! {
    FileRow "files" path, SourceRow "sources" id, NoticeRow "notices" id, GrantRow "grants" id, CitationRow "citations" id,
    AmountRow "amounts" id, AllocationRow "allocations" id, IndicatorRow "indicators" id, LinkRow "links" id, FlowRow "flows" id,
    ChainRow "chains" id, PathRow "paths" id, FindingRow "findings" id,
}

/// A table, whatever its rows are.
pub trait Table {
    /// Its name.
    fn name(&self) -> &'static str;

    /// Number of rows.
    fn len(&self) -> usize;

    /// Whether it has no rows.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes one JSON object a line.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn write_ndjson(&self, out: &mut dyn Write) -> io::Result<()>;
}

impl<R: Row> Table for Vec<R> {
    fn name(&self) -> &'static str {
        R::TABLE
    }

    fn len(&self) -> usize {
        self.len()
    }

    fn write_ndjson(&self, out: &mut dyn Write) -> io::Result<()> {
        for row in self {
            serde_json::to_writer(&mut *out, row)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// All rows of one run, every table sorted by its key.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "every field is the table of its name")]
pub struct Records {
    pub files: Vec<FileRow>,
    pub sources: Vec<SourceRow>,
    pub notices: Vec<NoticeRow>,
    pub grants: Vec<GrantRow>,
    pub citations: Vec<CitationRow>,
    pub amounts: Vec<AmountRow>,
    pub allocations: Vec<AllocationRow>,
    pub indicators: Vec<IndicatorRow>,
    pub links: Vec<LinkRow>,
    pub flows: Vec<FlowRow>,
    pub chains: Vec<ChainRow>,
    pub paths: Vec<PathRow>,
    pub findings: Vec<FindingRow>,
}

impl Records {
    /// The rows of a linked archive, with those of the files and contents it was read from.
    #[must_use]
    pub fn from_linked(linked: &Linked, files: Vec<FileRow>, sources: Vec<SourceRow>) -> Self {
        let mut records = Self {
            files,
            sources,
            notices: linked.notices.iter().map(Into::into).collect(),
            grants: linked.grants.iter().map(Into::into).collect(),
            citations: linked.notices.iter().flat_map(citations).collect(),
            amounts: linked.notices.iter().flat_map(amounts).collect(),
            allocations: linked.notices.iter().flat_map(allocations).collect(),
            indicators: linked.notices.iter().flat_map(indicators).collect(),
            links: linked.links.iter().map(Into::into).collect(),
            flows: linked.flows.iter().map(Into::into).collect(),
            chains: linked.chains.iter().map(Into::into).collect(),
            paths: linked.paths.iter().map(Into::into).collect(),
            findings: linked.findings.iter().map(Into::into).collect(),
        };
        for notice in &mut records.notices {
            notice.resolved_division = linked.resolved_divisions.get(notice.id.as_str()).map(Into::into);
        }
        records.sort();
        records
    }

    fn sort(&mut self) {
        fn by_key<R: Row>(rows: &mut [R]) {
            rows.sort_by(|a, b| a.key().cmp(b.key()));
        }
        by_key(&mut self.files);
        by_key(&mut self.sources);
        by_key(&mut self.notices);
        by_key(&mut self.grants);
        by_key(&mut self.citations);
        by_key(&mut self.amounts);
        by_key(&mut self.allocations);
        by_key(&mut self.indicators);
        by_key(&mut self.links);
        by_key(&mut self.flows);
        by_key(&mut self.chains);
        by_key(&mut self.paths);
        by_key(&mut self.findings);
    }

    /// The tables, in the order of the contract.
    #[must_use]
    pub fn tables(&self) -> [&dyn Table; 13] {
        [
            &self.files,
            &self.sources,
            &self.notices,
            &self.grants,
            &self.citations,
            &self.amounts,
            &self.allocations,
            &self.indicators,
            &self.links,
            &self.flows,
            &self.chains,
            &self.paths,
            &self.findings,
        ]
    }
}

/// One notice with its own rows inside: what `hongtou parse` prints. The fields of the notice stand at the top.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "notice-nested")]
pub struct NestedNotice {
    /// The fields of the notice.
    #[serde(flatten)]
    pub notice: NoticeRow,
    /// Its grant items.
    pub grants: Vec<GrantRow>,
    /// The documents that it cites.
    pub citations: Vec<CitationRow>,
    /// Its sums.
    pub amounts: Vec<AmountRow>,
    /// Its allocation cells.
    pub allocations: Vec<AllocationRow>,
    /// Its indicators.
    pub indicators: Vec<IndicatorRow>,
}

impl NestedNotice {
    /// The notices of a linked archive, each with its rows in printed order.
    #[must_use]
    pub fn from_linked(linked: &Linked) -> Vec<Self> {
        let nested = |notice: &Notice| Self {
            notice: notice.into(),
            grants: linked.grants.iter().filter(|row| row.notice_id == notice.id).map(Into::into).collect(),
            citations: citations(notice).collect(),
            amounts: amounts(notice).collect(),
            allocations: allocations(notice),
            indicators: indicators(notice),
        };
        linked.notices.iter().map(nested).collect()
    }
}

fn citations(notice: &Notice) -> impl Iterator<Item = CitationRow> {
    (1..).zip(&notice.citations).map(|(ordinal, citation)| CitationRow::new(&notice.id, ordinal, citation))
}

fn amounts(notice: &Notice) -> impl Iterator<Item = AmountRow> {
    (1..).zip(&notice.amounts).map(|(ordinal, amount)| AmountRow::new(&notice.id, ordinal, amount))
}

fn allocations(notice: &Notice) -> Vec<AllocationRow> {
    let mut rows: Vec<_> = notice.allocations.iter().map(|cell| AllocationRow::new(&notice.id, cell)).collect();
    tell_apart(rows.iter_mut().map(|row| &mut row.id));
    rows
}

fn indicators(notice: &Notice) -> Vec<IndicatorRow> {
    let mut rows: Vec<_> = notice.indicators.iter().map(|indicator| IndicatorRow::new(&notice.id, indicator)).collect();
    tell_apart(rows.iter_mut().map(|row| &mut row.id));
    rows
}

/// Appends `b`, `c`, … to the second, third, … of equal ids: two periods side by side share table and row.
fn tell_apart<'a>(ids: impl Iterator<Item = &'a mut String>) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for id in ids {
        let count = seen.entry(id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            id.push_str(&letters(*count));
        }
    }
}

/// 1 is `a`, 26 is `z`, 27 is `aa`.
fn letters(mut number: u32) -> String {
    let mut word = Vec::new();
    while number > 0 {
        number -= 1;
        word.push(char::from_u32(u32::from('a') + number % 26).unwrap_or('a'));
        number /= 26;
    }
    word.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ids_are_told_apart() {
        let mut ids = ["n/i1r2", "n/i1r3", "n/i1r2", "n/i1r2"].map(String::from);
        tell_apart(ids.iter_mut());
        assert_eq!(ids, ["n/i1r2", "n/i1r3", "n/i1r2b", "n/i1r2c"]);
        assert_eq!([26, 27, 53].map(letters), ["z", "aa", "ba"]);
    }
}
