//! Another engine, named by the user: a program that gets a picture of a page and tells its lines as JSON
//! (`docs/scans.md`, other engines). Not for: tesseract.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::Deserialize;

use super::picture::Area;
use super::process;
use super::scan::{Scan, Writing};
use super::sheet::{Page, Reading};
use crate::Beat;

/// Below this confidence, from 0 to 1, a line is not sure.
const DOUBT: f64 = 0.75;
/// Longest answer that is taken.
const ANSWER: u64 = 32 << 20;

/// A line as the program tells it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Line {
    text: String,
    /// Left, top, right, bottom in dots of the picture.
    bbox: [f64; 4],
    /// From 0 to 1; a line without is not sure.
    confidence: Option<f64>,
}

/// Reads pages one by one; the reason if it cannot be done.
pub(super) fn pages(command: &str, scans: &[Scan], time: Duration, beat: &Beat) -> Result<Vec<Page>, String> {
    scans
        .iter()
        .map(|scan| {
            beat.tick();
            page(command, scan, time)
        })
        .collect()
}

fn page(command: &str, scan: &Scan, time: Duration) -> Result<Page, String> {
    let mut page = Page::of(scan);
    let Some(picture) = scan.page.as_ref().filter(|_| !scan.writings.is_empty()) else { return Ok(page) };
    let failed = |error: std::io::Error| format!("the OCR command {command:?} cannot be run: {error}");
    let folder = tempfile::Builder::new().prefix("hongtou-").tempdir().map_err(failed)?;
    let file = folder.path().join("page.png");
    let size = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    image::save_buffer(&file, &picture.dots, size(picture.width), size(picture.height), image::ExtendedColorType::L8)
        .map_err(|error| format!("a picture of page {} cannot be written: {error}", scan.number))?;
    let answer = folder.path().join("answer");
    let out = fs::File::create(&answer).map_err(failed)?;
    let mut words = command.split_whitespace();
    let mut program = Command::new(words.next().unwrap_or_default());
    program.args(words).arg(&file).stdout(out).stderr(Stdio::null());
    match process::run(&mut program, time, &mut || {}).map_err(failed)? {
        None => return Err(format!("the OCR command took more than {} seconds for page {}", time.as_secs(), scan.number)),
        Some(status) if !status.success() => return Err(format!("the OCR command ended with {status} for page {}", scan.number)),
        Some(_) => {}
    }
    let lines =
        lines(&said(&answer).map_err(failed)?).map_err(|error| format!("the OCR command's answer for page {}: {error}", scan.number))?;
    for line in lines {
        let [x0, y0, x1, y1] = line.bbox.map(|side| if side.is_finite() { side.round().max(0.0) as usize } else { 0 });
        let area = Area { x0, y0, x1: x1.min(picture.width), y1: y1.min(picture.height) };
        if area.width() == 0 || area.height() == 0 {
            continue;
        }
        let sure = line.confidence.is_some_and(|confidence| confidence >= DOUBT);
        page.add(&Writing::bare(area), &Reading { text: line.text, sure }, scan.em);
    }
    Ok(page)
}

fn said(answer: &Path) -> std::io::Result<String> {
    let mut text = Vec::new();
    fs::File::open(answer)?.take(ANSWER).read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The lines of an answer: one array of objects, or an object a line.
fn lines(answer: &str) -> Result<Vec<Line>, serde_json::Error> {
    if answer.trim_start().starts_with('[') {
        return serde_json::from_str(answer);
    }
    answer.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_an_array_or_an_object_a_line() {
        let line = Line { text: "合计".into(), bbox: [1.0, 2.0, 30.5, 40.0], confidence: Some(0.9) };
        let bare = Line { text: "12".into(), bbox: [0.0; 4], confidence: None };
        let one = r#"{"text": "合计", "bbox": [1, 2, 30.5, 40], "confidence": 0.9}"#;
        let two = r#"{"text": "12", "bbox": [0, 0, 0, 0], "model": "x"}"#;
        assert_eq!(lines(&format!(" [{one},\n{two}]")).unwrap(), [line.clone(), bare.clone()]);
        assert_eq!(lines(&format!("{one}\n\n{two}\n")).unwrap(), [line, bare]);
        assert_eq!(lines("").unwrap(), []);
        assert!(lines("page 1: 合计").is_err());
        assert!(lines(r#"[{"text": "合计"}]"#).is_err());
    }
}
