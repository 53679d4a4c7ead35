//! What a run gave, in numbers. Not for: the records themselves, which lie in the out folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use hongtou_chain::Severity;
use hongtou_export::rows::{ChainRow, FileRow, FileStatus, FindingRow};
use hongtou_export::store::{manifest, table};
use hongtou_export::{FetchedFiles, Shown};

use crate::Error;

/// What a run gave.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// Where the records lie.
    pub out: PathBuf,
    /// Number of inputs by status; statuses without an input are left out.
    pub files: BTreeMap<FileStatus, u64>,
    /// Number of rows of every table, by its name.
    pub tables: BTreeMap<String, u64>,
    /// Number of chains without a gap.
    pub complete_chains: u64,
    /// Number of findings by severity.
    pub findings: BTreeMap<Severity, u64>,
    /// The rows of the inputs that gave less than they ought to, sorted by path.
    pub problems: Vec<FileRow>,
    /// Number of inputs that an earlier run had read and that were not read again.
    pub reused: u64,
    /// How the crawler's table fitted; `None` if none was named.
    pub metadata: Option<MetadataFit>,
}

/// How a crawler's table fitted the inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetadataFit {
    /// Number of rows of `files` that it told of.
    pub known: u64,
    /// Its paths that name no input, sorted.
    pub unknown: Vec<String>,
}

impl Report {
    /// What the tables in an out folder say.
    pub(crate) fn of_folder(folder: &Path, metadata: Option<&FetchedFiles>, reused: usize) -> Result<Self, Error> {
        let manifest = manifest(folder)?;
        let (files, chains, findings): (_, Vec<ChainRow>, Vec<FindingRow>) = (table::<FileRow>(folder)?, table(folder)?, table(folder)?);
        let mut shown = Shown { complete_chains: count(chains.iter().filter(|chain| chain.complete).count()), ..Shown::default() };
        for finding in findings {
            *shown.findings.entry(finding.severity).or_default() += 1;
        }
        Ok(Self::new(folder.to_owned(), manifest.tables, &files, shown, metadata, reused))
    }

    pub(crate) fn new(
        out: PathBuf,
        tables: BTreeMap<String, u64>,
        files: &[FileRow],
        Shown { complete_chains, findings }: Shown,
        metadata: Option<&FetchedFiles>,
        reused: usize,
    ) -> Self {
        Self {
            out,
            files: FileRow::count_by_status(files),
            tables,
            complete_chains,
            findings,
            problems: files.iter().filter(|row| row.error.is_some()).cloned().collect(),
            reused: count(reused),
            metadata: metadata.map(|metadata| {
                let paths: BTreeSet<&str> = files.iter().map(|row| row.path.as_str()).collect();
                let (known, unknown): (Vec<&str>, Vec<&str>) = metadata.paths().partition(|path| paths.contains(path));
                MetadataFit { known: count(known.len()), unknown: unknown.into_iter().map(str::to_owned).collect() }
            }),
        }
    }

    /// Number of inputs that ought to have been read in full and were not.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.files.iter().filter(|(status, _)| status.is_failure()).map(|(_, count)| count).sum()
    }

    /// Number of inputs.
    #[must_use]
    pub fn inputs(&self) -> u64 {
        self.files.values().sum()
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
