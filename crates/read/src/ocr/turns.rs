//! Pages that lie on the glass turned by one quarter or more: the engine hardly knows a word on them. They are tried the other ways, on a
//! few of their lines, and read the way in which it knows the words. Not for: small angles (`skew`).

use std::time::{Duration, Instant};

use super::figures;
use super::read;
use super::scan::{Scan, Writing};
use super::sheet::Page;
use super::tesseract::{Kind, Tesseract};
use crate::Beat;
use crate::layout::Turn;

/// Confidence of its words from which on a page is taken to stand upright: a bad fax has about 75, a turned page 20 to 40.
const KNOWN: f64 = 60.0;
/// Fewer lines tell nothing.
const FEW: usize = 3;
/// Lines that are tried each way, the longest ones.
const SAMPLE: usize = 12;
/// How much better another way must be.
const BETTER: f64 = 15.0;

/// Reads pages whichever way they lie; the reason if it cannot be done.
pub(super) fn pages(tesseract: &Tesseract, scans: &[Scan], time: Duration, beat: &Beat) -> Result<Vec<Page>, String> {
    let end = Instant::now() + time;
    let left = || end.saturating_duration_since(Instant::now());
    let mut pages = read::pages(tesseract, scans, time, beat)?;
    for (page, scan) in pages.iter_mut().zip(scans) {
        if page.confidence >= KNOWN || scan.writings.len() < FEW {
            continue;
        }
        // Without time for it the page stays as it was read.
        let Some((turn, turned)) = upright(tesseract, scan, left, beat) else { continue };
        let again = read::pages(tesseract, std::slice::from_ref(&turned), left(), beat);
        if let Some(again) = again.ok().and_then(|mut pages| pages.pop()).filter(|again| again.confidence > page.confidence) {
            *page = again.back(turn, scan.size);
        }
    }
    Ok(pages)
}

/// The page turned upright, and which way its text points; `None` if no other way is clearly better than its own.
fn upright(tesseract: &Tesseract, scan: &Scan, left: impl Fn() -> Duration, beat: &Beat) -> Option<(Turn, Scan)> {
    let known = |scan: &Scan| {
        let mut lines: Vec<&Writing> = scan.writings.iter().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.picture.width));
        let pictures: Vec<_> = lines.iter().take(SAMPLE).map(|line| &line.picture).collect();
        let (words, done) = tesseract.read(&pictures, Kind::Text, left(), beat).ok()?;
        done.then(|| figures::mean(words.iter().flatten()))
    };
    let own = known(scan)?;
    let ways = [Turn::Right, Turn::Left, Turn::Down].into_iter();
    let tried: Option<Vec<(f64, Turn, Scan)>> = ways
        .map(|turn| {
            let turned = scan.turned(turn)?;
            Some((known(&turned)?, turn, turned))
        })
        .collect();
    let (share, turn, turned) = tried?.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    (share >= own + BETTER).then_some((turn, turned))
}
