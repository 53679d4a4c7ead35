//! All rows of one run, and one notice with its rows. Not for: writing them (`ndjson`).

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use hongtou_chain::{Followed, Keep, Linked, Piece, Severity};
use hongtou_notice::{DivisionCode, Notice};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ndjson::write_line;
use crate::rows::{
    AllocationRow, AmountRow, ChainRow, CitationRow, FileRow, FindingRow, FlowRow, GrantRow, IndicatorRow, LinkRow, NoticeRow, PathRow,
    SourceRow,
};
use crate::{NdjsonWriter, WriteError};

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
        self.iter().try_for_each(|row| write_line(out, row))
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
        Self {
            files: sorted(files),
            sources: sorted(sources),
            notices: sorted(linked.notices.iter().map(|notice| notice_row(linked.resolved_divisions.get(&*notice.id), notice)).collect()),
            grants: rows(&linked.grants),
            citations: sorted(linked.notices.iter().flat_map(citations).collect()),
            amounts: sorted(linked.notices.iter().flat_map(amounts).collect()),
            allocations: sorted(linked.notices.iter().flat_map(allocations).collect()),
            indicators: sorted(linked.notices.iter().flat_map(indicators).collect()),
            links: rows(&linked.links),
            flows: rows(&linked.flows),
            chains: rows(&linked.chains),
            paths: rows(&linked.paths),
            findings: rows(&linked.findings),
        }
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

/// What an archive shows besides the number of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// Number of chains without a gap.
    pub complete_chains: u64,
    /// Number of findings by severity.
    pub findings: BTreeMap<Severity, u64>,
}

/// Writes every table of a linked archive but those of its inputs and contents. Rows are made one at a time: those of a large
/// archive would take several times the memory that it takes itself. Every notice is opened once.
///
/// # Errors
/// When a table cannot be written, or what was linked not be had again.
pub fn write_linked<K: Keep, E: From<WriteError> + From<K::Error>>(linked: &Followed<K>, writer: &mut NdjsonWriter) -> Result<Shown, E> {
    let mut notices = writer.begin::<NoticeRow>()?;
    let mut grants = writer.begin::<GrantRow>()?;
    let mut cited = writer.begin::<CitationRow>()?;
    let mut sums = writer.begin::<AmountRow>()?;
    let mut cells = writer.begin::<AllocationRow>()?;
    let mut goals = writer.begin::<IndicatorRow>()?;
    let mut flows = writer.begin::<FlowRow>()?;
    let mut links = writer.begin::<LinkRow>()?;
    let mut chains = writer.begin::<ChainRow>()?;
    let mut paths = writer.begin::<PathRow>()?;
    let mut findings = writer.begin::<FindingRow>()?;
    let mut shown = Shown::default();
    linked.for_each(|piece| -> Result<(), E> {
        match piece {
            Piece::Notice(notice, resolved) => notices.write(&notice_row(resolved, notice))?,
            Piece::Parts(notice) => {
                sorted(citations(notice).collect()).iter().try_for_each(|row| cited.write(row))?;
                sorted(amounts(notice).collect()).iter().try_for_each(|row| sums.write(row))?;
                sorted(allocations(notice)).iter().try_for_each(|row| cells.write(row))?;
                sorted(indicators(notice)).iter().try_for_each(|row| goals.write(row))?;
            }
            Piece::Grant(grant) => grants.write(&GrantRow::from(&grant))?,
            Piece::Flow(flow) => flows.write(&FlowRow::from(&flow))?,
            Piece::Link(link) => links.write(&LinkRow::from(&link))?,
            Piece::Chain(chain) => {
                shown.complete_chains += u64::from(chain.complete);
                chains.write(&ChainRow::from(&chain))?;
            }
            Piece::Path(path) => paths.write(&PathRow::from(&path))?,
            Piece::Finding(finding) => {
                *shown.findings.entry(finding.severity).or_default() += 1;
                findings.write(&FindingRow::from(&finding))?;
            }
        }
        Ok(())
    })?;
    writer.end::<NoticeRow>(notices)?;
    writer.end::<GrantRow>(grants)?;
    writer.end::<CitationRow>(cited)?;
    writer.end::<AmountRow>(sums)?;
    writer.end::<AllocationRow>(cells)?;
    writer.end::<IndicatorRow>(goals)?;
    writer.end::<FlowRow>(flows)?;
    writer.end::<LinkRow>(links)?;
    writer.end::<ChainRow>(chains)?;
    writer.end::<PathRow>(paths)?;
    writer.end::<FindingRow>(findings)?;
    Ok(shown)
}

fn sorted<R: Row>(mut rows: Vec<R>) -> Vec<R> {
    rows.sort_by(|a, b| a.key().cmp(b.key()));
    rows
}

fn rows<'a, T, R: Row + From<&'a T>>(list: &'a [T]) -> Vec<R> {
    sorted(list.iter().map(Into::into).collect())
}

fn notice_row(resolved: Option<&DivisionCode>, notice: &Notice) -> NoticeRow {
    NoticeRow { resolved_division: resolved.map(Into::into), ..notice.into() }
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
