//! What a crawler knows of the files it brought: a table that the caller hands in, CSV or NDJSON, and that fills three
//! fields of `files`. Not for: what the documents themselves say.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use hongtou_notice::Date;
use serde::Deserialize;
use thiserror::Error;

/// What a crawler knows of one file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fetched {
    /// Where it was fetched from.
    pub url: Option<String>,
    /// When it was fetched, ISO 8601.
    pub fetched_at: Option<String>,
    /// When it was published there, ISO 8601.
    pub published_on: Option<String>,
}

/// What a crawler knows of an archive, by path as in `files.path`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FetchedFiles {
    files: BTreeMap<String, Fetched>,
}

/// Why a crawler's table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {problem}")]
pub struct FetchedError {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it and what to do.
    pub problem: String,
}

/// One line, whatever the form of the table. Fields that are not named here are the crawler's own.
#[derive(Debug, Default, Deserialize)]
struct Line {
    path: Option<String>,
    url: Option<String>,
    fetched_at: Option<String>,
    published_on: Option<String>,
}

impl FetchedFiles {
    /// Reads a table in UTF-8: NDJSON where its first character is `{`, else CSV with a line of names (`path` and any
    /// of `url`, `fetched_at`, `published_on`; others are passed over). Empty fields are unknown.
    ///
    /// ```
    /// use hongtou_export::FetchedFiles;
    ///
    /// let known = FetchedFiles::read("path,url,published_on\n厅/1.html,https://czt.example/1.html,2024-12-31\n".as_bytes())?;
    /// assert_eq!(known.get("厅/1.html").and_then(|file| file.published_on.as_deref()), Some("2024-12-31"));
    /// # Ok::<(), hongtou_export::FetchedError>(())
    /// ```
    ///
    /// # Errors
    /// On the first line that cannot be read, has no path, tells a moment that is not ISO 8601, or contradicts an
    /// earlier line on the same path.
    pub fn read(bytes: &[u8]) -> Result<Self, FetchedError> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}'),
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                return Err(wrong(line_of(good), "not UTF-8: save the table in that encoding"));
            }
        };
        let mut known = Self::default();
        if text.trim_start().starts_with('{') {
            known.ndjson(text)?
        } else {
            known.csv(text)?
        }
        Ok(known)
    }

    /// What is known of a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Fetched> {
        self.files.get(path)
    }

    /// Every path that is told of, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    fn ndjson(&mut self, text: &str) -> Result<(), FetchedError> {
        for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
            let told: Line =
                serde_json::from_str(line).map_err(|error| wrong(number, format!("not an object with text fields: {error}")))?;
            self.add(told, number)?;
        }
        Ok(())
    }

    fn csv(&mut self, text: &str) -> Result<(), FetchedError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let names = reader.headers().map_err(|error| wrong(1, error.to_string()))?.clone();
        if !names.iter().any(|name| name == "path") || !names.iter().any(|name| ["url", "fetched_at", "published_on"].contains(&name)) {
            let found: Vec<&str> = names.iter().collect();
            let problem = format!("names no column path beside url, fetched_at or published_on; it names {}", found.join(", "));
            return Err(wrong(1, problem));
        }
        let mut row = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut row) {
                Ok(false) => return Ok(()),
                Ok(true) => {
                    let number = row.position().map_or(line, csv::Position::line);
                    let told = row.deserialize(Some(&names)).map_err(|error| wrong(number, error.to_string()))?;
                    self.add(told, number)?;
                }
                Err(error) => {
                    let number = error.position().map_or(line, csv::Position::line);
                    let problem = match error.kind() {
                        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                            format!("{len} fields where the first line names {expected_len}; put fields with commas in quotation marks")
                        }
                        _ => error.to_string(),
                    };
                    return Err(wrong(number, problem));
                }
            }
        }
    }

    fn add(&mut self, told: Line, line: u64) -> Result<(), FetchedError> {
        let filled = |field: Option<String>| field.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let Some(path) = filled(told.path) else { return Err(wrong(line, "no path")) };
        let moment = |name: &str, field: Option<String>| match filled(field) {
            Some(text) => match iso(&text) {
                Some(moment) => Ok(Some(moment)),
                None => Err(wrong(line, format!("{name} {text:?} is no date or time such as 2024-12-31 or 2024-12-31T08:00:00+08:00"))),
            },
            None => Ok(None),
        };
        let file = Fetched {
            url: filled(told.url),
            fetched_at: moment("fetched_at", told.fetched_at)?,
            published_on: moment("published_on", told.published_on)?,
        };
        match self.files.entry(path.strip_prefix("./").unwrap_or(&path).to_owned()) {
            Entry::Vacant(place) => drop(place.insert(file)),
            Entry::Occupied(place) if *place.get() == file => {}
            Entry::Occupied(_) => return Err(wrong(line, format!("{path} was told of before, and otherwise; keep one line"))),
        }
        Ok(())
    }
}

fn wrong(line: u64, problem: impl Into<String>) -> FetchedError {
    FetchedError { line, problem: problem.into() }
}

/// The line in which a text ends.
fn line_of(text: &[u8]) -> u64 {
    1 + u64::try_from(text.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u64::MAX - 1)
}

/// A date, or a date and a time, by ISO 8601; `2024-12-31 08:00`, as databases print it, gets its T. `None` for
/// anything else.
fn iso(text: &str) -> Option<String> {
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let day = Date::try_from(date.to_owned()).ok()?;
    if day.to_string() != date {
        return None;
    }
    let Some(time) = time else { return Some(date.to_owned()) };
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone);
    (is_clock(clock) && is_zone(zone)).then(|| format!("{date}T{time}"))
}

/// `08:00`, `08:00:00`, `08:00:00.123`.
fn is_clock(text: &str) -> bool {
    let (clock, part) = text.split_once('.').unwrap_or((text, "0"));
    let steps: Vec<&str> = clock.split(':').collect();
    let within = steps.iter().zip([24, 59, 60]).all(|(step, most)| two_digits(step).is_some_and(|value| value <= most));
    within
        && (steps.len() == 3 || steps.len() == 2 && clock.len() == text.len())
        && !part.is_empty()
        && part.bytes().all(|b| b.is_ascii_digit())
}

/// Nothing, `Z`, `+08:00`, `+0800`, `+08`.
fn is_zone(text: &str) -> bool {
    let Some(shift) = text.strip_prefix(['+', '-']) else { return text.is_empty() || text == "Z" };
    let (hours, minutes) = match shift.split_once(':') {
        Some(parts) => parts,
        None if shift.len() == 4 && shift.is_ascii() => shift.split_at(2),
        None => (shift, "00"),
    };
    two_digits(hours).is_some_and(|hours| hours <= 14) && two_digits(minutes).is_some_and(|minutes| minutes <= 59)
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> (u64, String) {
        let error = FetchedFiles::read(text.as_bytes()).unwrap_err();
        (error.line, error.problem)
    }

    #[test]
    fn both_forms_tell_the_same() {
        let csv = "\u{feff}id,path,url,fetched_at,published_on\n7,\"a,b.txt\",https://x.example/?a=1,2024-12-31 08:00:00,\n8,./c.zip!/d.doc,,,2024-12-30\n";
        let ndjson = "{\"path\":\"a,b.txt\",\"url\":\"https://x.example/?a=1\",\"fetched_at\":\"2024-12-31T08:00:00\",\"depth\":3}\n\n{\"path\":\"c.zip!/d.doc\",\"url\":null,\"published_on\":\"2024-12-30\"}";
        let known = FetchedFiles::read(csv.as_bytes()).unwrap();
        assert_eq!(known, FetchedFiles::read(ndjson.as_bytes()).unwrap());
        assert_eq!(known.paths().collect::<Vec<_>>(), ["a,b.txt", "c.zip!/d.doc"]);
        assert_eq!(known.get("a,b.txt").unwrap().fetched_at.as_deref(), Some("2024-12-31T08:00:00"));
        assert_eq!(known.get("c.zip!/d.doc").unwrap().url, None);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        assert_eq!(error("name,url\na,b\n").0, 1);
        assert_eq!(error("").0, 1);
        assert!(error("path,url\na,b\nc,d,e\n").1.contains("3 fields where the first line names 2"));
        assert_eq!(error("path,url\na,b\nc,d,e\n").0, 3);
        assert_eq!(error("path,url\n\"a\nb\",x\n,y\n"), (4, "no path".into()));
        assert_eq!(error("{\"path\":\"a\"}\n{\"url\":\"b\"}\n"), (2, "no path".into()));
        assert_eq!(error("{\"path\":\"a\"}\n{\"path\":7}\n").0, 2);
        assert_eq!(error("{\"path\":\"a\"}\n{\"path\":\n").0, 2);
        assert!(error("path,published_on\na,31.12.2024\n").1.contains("published_on \"31.12.2024\""));
        assert!(error("path,url\na,b\na,c\n").1.contains("told of before"));
        assert!(FetchedFiles::read(b"path,url\na,b\na,b\n").is_ok());
        let gbk = FetchedFiles::read(b"path,url\na,b\n\xb8\xbd,c\n").unwrap_err();
        assert_eq!((gbk.line, gbk.problem.contains("UTF-8")), (3, true));
    }

    #[test]
    fn moments_by_iso_8601() {
        for good in ["2024-02-29", "2024-02-29T23:59", "2024-02-29T23:59:60.5Z", "2024-02-29T08:00:00+08:00", "2024-02-29T08:00-0330"] {
            assert_eq!(iso(good).as_deref(), Some(good));
        }
        let bad = [
            "2023-02-29",
            "2024-2-9",
            "2024/02/09",
            "20240209",
            "2024-02-09T",
            "2024-02-09T8:00",
            "2024-02-09T25:00:00",
            "2024-02-09T08:00:00.",
            "2024-02-09T08:00+8",
        ];
        for bad in bad {
            assert_eq!(iso(bad), None, "{bad}");
        }
    }
}
