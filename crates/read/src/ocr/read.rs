//! Pages read by an engine: all lines of several pages at once, then the figures among them a second time. Not for: running the
//! engine (`tesseract`, `command`).

use std::time::{Duration, Instant};

use super::figures::{self, Verdict};
use super::marks;
use super::scan::{Scan, Writing};
use super::sheet::{Page, Reading};
use super::tesseract::{Kind, Tesseract};
use super::tsv::Word;
use crate::Beat;

/// Below this confidence of its least sure word a line is not sure.
const DOUBT: f64 = 50.0;
/// Below this confidence of its words on average it is not sure either.
const WEAK: f64 = 75.0;
/// How much larger figures are shown the second time: another size is another picture to the engine.
const LARGER: f64 = 1.4;

/// Reads pages; the reason if it cannot be done.
pub(super) fn pages(tesseract: &Tesseract, scans: &[Scan], time: Duration, beat: &Beat) -> Result<Vec<Page>, String> {
    let end = Instant::now() + time;
    let late = || format!("recognition took more than {} seconds", time.as_secs());
    let failed = |error: std::io::Error| format!("tesseract cannot be run: {error}");
    let writings: Vec<(usize, &Writing)> =
        scans.iter().enumerate().flat_map(|(page, scan)| scan.writings.iter().map(move |writing| (page, writing))).collect();
    let pictures: Vec<_> = writings.iter().map(|(_, writing)| &writing.picture).collect();
    let (first, done) = tesseract.read(&pictures, Kind::Text, time, beat).map_err(failed)?;
    if !done {
        return Err(late());
    }
    let figures = wanted(&writings, &first);
    let larger: Vec<_> = figures.iter().filter_map(|index| pictures.get(*index)).map(|picture| picture.scaled(LARGER)).collect();
    let left = end.saturating_duration_since(Instant::now());
    let (second, done) = tesseract.read(&larger.iter().collect::<Vec<_>>(), Kind::Figures, left, beat).map_err(failed)?;
    if !done {
        return Err(late());
    }
    let mut pages: Vec<Page> = scans.iter().map(Page::of).collect();
    for (index, page) in pages.iter_mut().enumerate() {
        page.confidence = figures::mean(writings.iter().zip(&first).filter(|((of, _), _)| *of == index).flat_map(|(_, words)| words));
    }
    let mut again = figures.iter().zip(&second).peekable();
    for (index, ((page, writing), words)) in writings.iter().zip(&first).enumerate() {
        let reading = match again.next_if(|(figure, _)| **figure == index) {
            Some((_, second)) => {
                let verdict = figures::decide(words, second, &writing.heaps);
                let Verdict { text, sure } = figures::by_feet(verdict, &writing.heaps, &writing.feet);
                Reading { text, sure }
            }
            None => Reading { text: marks::clean(&figures::text(words), &writing.heaps), sure: is_sure(words) && is_writing(words) },
        };
        let reading = match writing.sign {
            Some(sign) => Reading { text: format!("{sign}{}", reading.text), ..reading },
            None => reading,
        };
        // What a seal has lost or added shows in neither reading.
        let reading = Reading { sure: reading.sure && !writing.sealed, ..reading };
        if let (Some(page), Some(scan)) = (pages.get_mut(*page), scans.get(*page)) {
            page.add(writing, &reading, scan.em);
        }
    }
    Ok(pages)
}

fn is_sure(words: &[Word]) -> bool {
    let letters: usize = words.iter().map(|word| word.text.chars().count()).sum();
    let all: f64 = words.iter().map(|word| word.confidence * word.text.chars().count() as f64).sum();
    figures::least(words) >= DOUBT && all >= WEAK * letters as f64
}

/// Whether there is a letter or digit in what was read: marks alone may be what is left of a rule.
fn is_writing(words: &[Word]) -> bool {
    words.iter().any(|word| word.text.chars().any(char::is_alphanumeric))
}

/// Which lines are to be read again as figures: those that look like figures, and in columns of figures those that may be some.
fn wanted(writings: &[(usize, &Writing)], first: &[Vec<Word>]) -> Vec<usize> {
    let texts: Vec<String> = first.iter().map(|words| figures::text(words)).collect();
    let looks: Vec<bool> =
        writings.iter().zip(&texts).map(|((_, writing), text)| writing.pieces.len() == 1 && figures::looks_like_figure(text)).collect();
    let mut wanted = Vec::new();
    for (index, (page, writing)) in writings.iter().enumerate() {
        let Some(text) = texts.get(index) else { continue };
        let is_wanted = looks.get(index).copied().unwrap_or(false)
            || writing.pieces.len() == 1
                && figures::may_be_figure(text)
                && writing.cell.is_some_and(|cell| {
                    // The cells above and below in the same column, on the same page.
                    let same = |(other_page, other): &(usize, &Writing)| {
                        other_page == page
                            && other.cell.is_some_and(|other| other.x0.abs_diff(cell.x0) < 12 && other.x1.abs_diff(cell.x1) < 12)
                    };
                    let column: Vec<bool> = writings.iter().zip(&looks).filter(|(other, _)| same(other)).map(|(_, looks)| *looks).collect();
                    column.iter().filter(|looks| **looks).count() * 2 >= column.len()
                });
        if is_wanted {
            wanted.push(index);
        }
    }
    wanted
}
