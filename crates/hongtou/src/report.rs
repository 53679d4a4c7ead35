//! What a run gave, in numbers. Not for: the records themselves, which lie in the out folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use hongtou_chain::Severity;
use hongtou_export::rows::{FileRow, FileStatus};
use hongtou_export::store::{manifest, rows};
use hongtou_export::{FetchedFiles, Shown};

use crate::Error;
use crate::made::Made;

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
    /// Number of inputs of the last run into this folder that are none of this one: their rows left the tables.
    pub gone: u64,
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

/// What the rows of the inputs tell, taken in one after the other.
pub(crate) struct Told<'a> {
    pub(crate) files: BTreeMap<FileStatus, u64>,
    problems: Vec<FileRow>,
    metadata: Option<&'a FetchedFiles>,
    /// Of its paths those that name an input.
    named: BTreeSet<String>,
}

impl<'a> Told<'a> {
    pub(crate) fn new(metadata: Option<&'a FetchedFiles>) -> Self {
        Self { files: BTreeMap::new(), problems: Vec::new(), metadata, named: BTreeSet::new() }
    }

    pub(crate) fn add(&mut self, row: FileRow) {
        *self.files.entry(row.status).or_default() += 1;
        if self.metadata.is_some_and(|metadata| metadata.get(&row.path).is_some()) {
            self.named.insert(row.path.clone());
        }
        if row.error.is_some() {
            self.problems.push(row);
        }
    }

    fn fit(&self) -> Option<MetadataFit> {
        let unknown = self.metadata?.paths().filter(|path| !self.named.contains(*path)).map(str::to_owned).collect();
        Some(MetadataFit { known: u64::try_from(self.named.len()).unwrap_or(u64::MAX), unknown })
    }
}

impl Report {
    /// What a run tells that finds the tables in an out folder as they were made.
    pub(crate) fn of_folder(folder: &Path, metadata: Option<&FetchedFiles>, made: &Made) -> Result<Self, Error> {
        let tables = manifest(folder)?.tables;
        let mut told = Told::new(metadata);
        if made.problems > 0 || metadata.is_some() {
            for row in rows::<FileRow>(folder)? {
                told.add(row?);
            }
        } else {
            told.files.clone_from(&made.statuses);
        }
        Ok(Self::new(folder.to_owned(), tables, told, made.shown.clone(), [made.known, 0]))
    }

    pub(crate) fn new(out: PathBuf, tables: BTreeMap<String, u64>, told: Told<'_>, shown: Shown, [reused, gone]: [u64; 2]) -> Self {
        let metadata = told.fit();
        let Told { files, problems, .. } = told;
        let Shown { complete_chains, findings } = shown;
        Self { out, files, tables, complete_chains, findings, problems, reused, gone, metadata }
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
