//! All rows of one run, and one notice with its rows. Not for: writing them (`ndjson`).

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use hongtou_chain::{Followed, Keep, Linked, Piece};
use hongtou_notice::{DivisionCode, Notice, Text};
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
            notices: sorted(linked.notices.iter().map(|notice| notice_row(&linked.resolved_divisions, notice)).collect()),
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

/// A linked archive whose rows are made one at a time: those of a large one would take several times the memory that it takes
/// itself.
#[derive(Debug)]
pub struct Archive<K: Keep> {
    /// What was linked.
    pub linked: Followed<K>,
    /// Its inputs.
    pub files: Vec<FileRow>,
}

impl<K: Keep> Archive<K> {
    /// An archive with the rows of the files it was read from.
    #[must_use]
    pub fn new(linked: Followed<K>, files: Vec<FileRow>) -> Self {
        Self { linked, files: sorted(files) }
    }

    /// Writes every table but that of the contents, which linking does not change. Every notice is opened once.
    ///
    /// # Errors
    /// When a table cannot be written, or a notice not be opened again.
    pub fn write<E: From<WriteError> + From<K::Error>>(&self, writer: &mut NdjsonWriter) -> Result<(), E> {
        let Self { linked, files } = self;
        writer.table(files)?;
        let mut notices = writer.begin::<NoticeRow>()?;
        let mut grants = writer.begin::<GrantRow>()?;
        let mut cited = writer.begin::<CitationRow>()?;
        let mut sums = writer.begin::<AmountRow>()?;
        let mut cells = writer.begin::<AllocationRow>()?;
        let mut goals = writer.begin::<IndicatorRow>()?;
        let mut flows = writer.begin::<FlowRow>()?;
        linked.for_each(|piece| -> Result<(), E> {
            match piece {
                Piece::Notice(notice) => notices.write(&notice_row(&linked.resolved_divisions, notice))?,
                Piece::Parts(notice) => {
                    sorted(citations(notice).collect()).iter().try_for_each(|row| cited.write(row))?;
                    sorted(amounts(notice).collect()).iter().try_for_each(|row| sums.write(row))?;
                    sorted(allocations(notice)).iter().try_for_each(|row| cells.write(row))?;
                    sorted(indicators(notice)).iter().try_for_each(|row| goals.write(row))?;
                }
                Piece::Grant(grant) => grants.write(&GrantRow::from(&grant))?,
                Piece::Flow(flow) => flows.write(&FlowRow::from(&flow))?,
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
        writer.table(&stream(&linked.links, LinkRow::from))?;
        writer.table(&stream(&linked.chains, ChainRow::from))?;
        writer.table(&stream(&linked.paths, PathRow::from))?;
        writer.table(&stream(&linked.findings, FindingRow::from))?;
        Ok(())
    }
}

/// A table whose rows are made while they are written: all rows of a large one would take more memory than what they are
/// made from.
struct Stream<F> {
    name: &'static str,
    len: usize,
    write: F,
}

impl<F: Fn(&mut dyn Write) -> io::Result<()>> Table for Stream<F> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn len(&self) -> usize {
        self.len
    }

    fn write_ndjson(&self, out: &mut dyn Write) -> io::Result<()> {
        (self.write)(out)
    }
}

/// One row for each of a list that is sorted by the rows' key.
fn stream<'a, T, R: Row>(list: &'a [T], row: impl Fn(&'a T) -> R) -> impl Table {
    let write = move |out: &mut dyn Write| list.iter().try_for_each(|one| write_line(out, &row(one)));
    Stream { name: R::TABLE, len: list.len(), write }
}

fn sorted<R: Row>(mut rows: Vec<R>) -> Vec<R> {
    rows.sort_by(|a, b| a.key().cmp(b.key()));
    rows
}

fn rows<'a, T, R: Row + From<&'a T>>(list: &'a [T]) -> Vec<R> {
    sorted(list.iter().map(Into::into).collect())
}

fn notice_row(resolved: &BTreeMap<Text, DivisionCode>, notice: &Notice) -> NoticeRow {
    NoticeRow { resolved_division: resolved.get(notice.id.as_str()).map(Into::into), ..notice.into() }
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
