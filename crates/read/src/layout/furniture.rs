//! Page numbers and running heads: on the page, but no part of the text. Not for: reading what they say.

use std::collections::HashMap;

use hongtou_document::Furniture;

use super::{PageLayout, Piece, TextLine, mid_y};

/// Part of the page's height, at its top and its foot, in which page numbers stand.
const NUMBERS: f64 = 0.13;
/// The same for running heads and feet.
const HEADS: f64 = 0.11;

/// Moves the furniture of each page out of its pieces. It stands beside a text: where nothing else is printed on any page, it is the text.
pub(super) fn set_aside(pages: &mut [PageLayout]) {
    let repeated = repeated(pages);
    let furniture: Vec<Vec<bool>> = pages.iter().map(|page| furniture(page, &repeated)).collect();
    let printed = |piece: &Piece| match piece {
        Piece::Line(_) => true,
        Piece::Table(table) => table.cells.iter().any(|cell| !cell.lines.is_empty() || !cell.nested.is_empty()),
    };
    let text =
        pages.iter().zip(&furniture).any(|(page, aside)| page.pieces.iter().zip(aside).any(|(piece, aside)| !aside && printed(piece)));
    if !text {
        return;
    }
    for (page, furniture) in pages.iter_mut().zip(furniture) {
        let (mut kept, mut aside) = (Vec::new(), Vec::new());
        for (piece, furniture) in std::mem::take(&mut page.pieces).into_iter().zip(furniture) {
            match piece {
                Piece::Line(line) if furniture => aside.push(Furniture { bbox: Some(page.shown_at(line.rect)), text: line.text }),
                piece => kept.push(piece),
            }
        }
        page.pieces = kept;
        page.furniture.extend(aside);
    }
}

/// Which pieces of a page are furniture.
fn furniture(page: &PageLayout, repeated: &HashMap<(String, i64), usize>) -> Vec<bool> {
    let height = page.frame.size().1;
    let edge = edge_lines(page);
    let is_furniture = |(index, piece): (usize, &Piece)| match piece {
        Piece::Line(line) if edge.contains(&index) => {
            let depth = depth(line, height);
            depth < NUMBERS && is_page_number(&line.text) || depth < HEADS && repeated.contains_key(&key(line))
        }
        _ => false,
    };
    page.pieces.iter().enumerate().map(is_furniture).collect()
}

/// How far from the nearer of top and foot a line stands, as part of the height.
fn depth(line: &TextLine, height: f64) -> f64 {
    let y = mid_y(line.rect) / height.max(1.0);
    y.min(1.0 - y)
}

/// The first and last two lines of a page that stand before or behind everything else.
fn edge_lines(page: &PageLayout) -> Vec<usize> {
    let mut order: Vec<usize> = (0..page.pieces.len()).collect();
    order.sort_by(|a, b| mid_y(page.pieces[*a].rect()).total_cmp(&mid_y(page.pieces[*b].rect())));
    let is_line = |index: &&usize| matches!(page.pieces[**index], Piece::Line(_));
    let first = order.iter().take_while(is_line).take(2);
    let last = order.iter().rev().take_while(is_line).take(2);
    first.chain(last).copied().collect()
}

/// Lines that stand at the same place of several pages.
fn repeated(pages: &[PageLayout]) -> HashMap<(String, i64), usize> {
    let mut counts: HashMap<(String, i64), usize> = HashMap::new();
    for page in pages {
        let height = page.frame.size().1;
        let mut own: Vec<(String, i64)> = Vec::new();
        for index in edge_lines(page) {
            if let Some(Piece::Line(line)) = page.pieces.get(index)
                && depth(line, height) < HEADS
            {
                own.push(key(line));
            }
        }
        own.sort();
        own.dedup();
        for key in own {
            *counts.entry(key).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= 2 && *count * 2 >= pages.len());
    counts
}

/// The text without its digits, and where it stands.
fn key(line: &TextLine) -> (String, i64) {
    let text = line.text.chars().filter(|ch| !ch.is_numeric() && !ch.is_whitespace()).collect();
    (text, (mid_y(line.rect) / 4.0).round() as i64)
}

/// Whether a line is nothing but a page's number: `— 1 —`, `第 1 页 共 3 页`, `1/3`, `iv`.
fn is_page_number(text: &str) -> bool {
    let dash = |ch: char| matches!(ch, '-' | '–' | '—' | '―' | '─' | '－' | '·' | '•' | '~' | '～' | '_');
    let core: String = text.chars().filter(|ch| !ch.is_whitespace()).collect();
    let core = core.trim_matches(dash);
    let digits = |part: &str| {
        !part.is_empty() && part.chars().count() <= 4 && part.chars().all(|ch| ch.is_ascii_digit() || ('０'..='９').contains(&ch))
    };
    let roman = |part: &str| !part.is_empty() && part.len() <= 5 && part.bytes().all(|byte| b"ivxIVX".contains(&byte));
    if digits(core) || roman(core) {
        return true;
    }
    let core = core.replace("Page", "第").replace("page", "第").replace("of", "/").replace(['，', ','], "");
    if let Some((own, all)) = core.split_once(['/', '／']) {
        return digits(own.trim_matches(['第', '页'])) && digits(all.trim_matches(['共', '页']));
    }
    let Some(rest) = core.strip_prefix('第') else { return false };
    match rest.split_once('页') {
        Some((own, all)) => digits(own) && (all.is_empty() || digits(all.trim_matches(['共', '页']))),
        None => digits(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_known_in_all_their_forms() {
        for text in ["1", "— 1 —", "－ 12 －", "- 3 -", "第 1 页", "第1页 共3页", "第1页，共3页", "1/3", "iv", "Page 1 of 3", "— １ —"]
        {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "—", "12345", "1.5", "合计 12", "2024年", "第一条", "8454 9000"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
