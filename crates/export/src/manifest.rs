//! `manifest.json`: what a run was and what it gave. The only record that carries times.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::SCHEMA_VERSION;
use crate::rows::FileStatus;

/// What was asked for, as far as it bears on the records.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Options {
    /// The named inputs, as given.
    pub paths: Vec<String>,
    /// Whether `texts/` was asked for.
    pub keep_text: bool,
    /// The crawler's table that filled `url`, `fetched_at` and `published_on`, as given; null if none was named.
    pub metadata: Option<String>,
    /// Whether pages that are pictures were to be recognised: `off`, `auto`, or the command that was to do it.
    pub ocr: String,
}

/// What a run was and what it gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "manifest")]
pub struct Manifest {
    /// Version of hongtou.
    pub version: String,
    /// Version of the records.
    pub schema_version: String,
    /// What was asked for.
    pub options: Options,
    /// Number of inputs by status; statuses without an input are left out.
    pub files: BTreeMap<String, u64>,
    /// Number of rows by table.
    pub tables: BTreeMap<String, u64>,
    /// When the run began, UTC (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    pub started_at: String,
    /// When the records were written, UTC (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    pub finished_at: String,
}

impl Manifest {
    /// The manifest of a run that is finished now: the number of its inputs by status, and of the rows of every table.
    #[must_use]
    pub fn new(files: &BTreeMap<FileStatus, u64>, tables: BTreeMap<String, u64>, options: Options, started: SystemTime) -> Self {
        let files = files.iter().map(|(status, count)| (status.code().to_owned(), *count));
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            schema_version: SCHEMA_VERSION.to_owned(),
            options,
            files: files.collect(),
            tables,
            started_at: timestamp(started),
            finished_at: timestamp(SystemTime::now()),
        }
    }
}

/// A moment in UTC to the second: `2024-12-31T08:00:00Z`. Moments before 1970 are written as its beginning.
#[must_use]
pub fn timestamp(moment: SystemTime) -> String {
    let seconds = moment.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Days since 0000-03-01, so that the leap day is the last of its year; then eras of 400 years.
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn moments_over_leap_days() {
        let at = |seconds| timestamp(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(1_735_689_599), "2024-12-31T23:59:59Z");
    }
}
