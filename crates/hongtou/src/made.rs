//! What the ledger says of the tables that the last run wrote: of what they were made, how they lay there, and what the run told. A
//! run that finds all of that unchanged need not make them again. Not for: whether the inputs have changed (`identify`).

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use hongtou_chain::Severity;
use hongtou_export::Shown;
use hongtou_export::rows::FileStatus;
use hongtou_export::store::manifest;

use crate::Report;
use crate::walk::stamp;

/// What the ledger says of the tables.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Made {
    /// Names all that they depend on.
    of: String,
    /// Names their files, with sizes and times.
    files: String,
    /// Number of inputs that a run finds known which changes nothing.
    pub(crate) known: u64,
    /// Number of inputs that gave less than they ought to.
    pub(crate) problems: u64,
    /// Number of inputs by what became of them.
    pub(crate) statuses: BTreeMap<FileStatus, u64>,
    pub(crate) shown: Shown,
}

impl Made {
    /// What is to be said of the tables that a run has just written.
    pub(crate) fn new(of: &str, report: &Report, known: u64, texts: bool) -> Self {
        Self {
            of: of.to_owned(),
            files: files(&report.out, texts).unwrap_or_default(),
            known,
            problems: u64::try_from(report.problems.len()).unwrap_or(u64::MAX),
            statuses: report.files.clone(),
            shown: Shown { complete_chains: report.complete_chains, findings: report.findings.clone() },
        }
    }

    /// Whether the folder holds tables made of this, and nobody has touched them since.
    pub(crate) fn is_current(&self, of: &str, folder: &Path, texts: bool) -> bool {
        self.of == of && files(folder, texts).is_some_and(|files| files == self.files)
    }

    /// From the text that the ledger keeps; `None` where another version wrote it.
    pub(crate) fn from_fact(fact: &str) -> Option<Self> {
        let mut made = Self::default();
        for part in fact.split(' ') {
            let (name, value) = part.split_once('=')?;
            match name.split_once('.').unwrap_or((name, "")) {
                ("of", _) => value.clone_into(&mut made.of),
                ("files", _) => value.clone_into(&mut made.files),
                ("known", _) => made.known = value.parse().ok()?,
                ("problems", _) => made.problems = value.parse().ok()?,
                ("complete", _) => made.shown.complete_chains = value.parse().ok()?,
                ("file", status) => drop(made.statuses.insert(FileStatus::from_code(status)?, value.parse().ok()?)),
                ("finding", code) => {
                    let severity = Severity::ALL.iter().find(|severity| severity.code() == code)?;
                    made.shown.findings.insert(*severity, value.parse().ok()?);
                }
                _ => return None,
            }
        }
        Some(made)
    }
}

/// As the ledger keeps it.
impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { of, files, known, problems, statuses, shown: Shown { complete_chains, findings } } = self;
        write!(f, "of={of} files={files} known={known} problems={problems} complete={complete_chains}")?;
        statuses.iter().try_for_each(|(status, count)| write!(f, " file.{}={count}", status.code()))?;
        findings.iter().try_for_each(|(severity, count)| write!(f, " finding.{}={count}", severity.code()))
    }
}

/// Names the files that a run writes, with their sizes and times; `None` if one is not there. What is written to afterwards, even with
/// the same number of bytes, has another time; what another command has written has another manifest.
fn files(folder: &Path, texts: bool) -> Option<String> {
    let bytes = fs::read(folder.join("manifest.json")).ok()?;
    let mut all = hongtou_read::source_id(&bytes);
    let tables = manifest(folder).ok()?.tables.into_keys().map(|table| format!("{table}.ndjson"));
    for name in tables.chain(["parsed/notices.ndjson".to_owned()]) {
        all += &format!("\n{name} {:?}", stamp(&fs::metadata(folder.join(&name)).ok()?));
    }
    if texts {
        // In whatever order they are listed.
        let (mut count, mut sum) = (0u64, 0u64);
        for entry in fs::read_dir(folder.join("texts")).into_iter().flatten() {
            let entry = entry.ok()?;
            let mut hasher = DefaultHasher::new();
            (entry.file_name(), format!("{:?}", stamp(&entry.metadata().ok()?))).hash(&mut hasher);
            (count, sum) = (count + 1, sum.wrapping_add(hasher.finish()));
        }
        all += &format!("\ntexts {count} {sum}");
    }
    Some(hongtou_read::source_id(all.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_ledger_keeps_is_read_again() {
        let made = Made {
            of: "a".into(),
            files: "b".into(),
            known: 7,
            problems: 2,
            statuses: FileStatus::ALL.iter().copied().zip(1..).collect(),
            shown: Shown { complete_chains: 3, findings: Severity::ALL.iter().copied().zip(4..).collect() },
        };
        assert_eq!(Made::from_fact(&made.to_string()), Some(made));
        // As an earlier version wrote it.
        assert_eq!(Made::from_fact("0a 1b"), None);
        assert_eq!(Made::from_fact("of=a file.none=1"), None);
    }
}
