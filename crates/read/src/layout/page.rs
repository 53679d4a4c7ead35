//! One page: its tables and lines in reading order. Not for: what joins over pages (`join`, `paragraphs`).

use hongtou_document::Furniture;

use super::{Glyph, PageLayout, Piece, Sheet, aligned, around, cells, clean, lines, order, rules};

pub(super) fn lay_out(mut sheet: Sheet, cells_left: &mut usize, dropped: &mut u32) -> PageLayout {
    let (number, shown, text_from) = (sheet.number, (sheet.width, sheet.height), sheet.text_from);
    let (tilt, unsure) = (sheet.tilt, std::mem::take(&mut sheet.unsure));
    let (frame, mut glyphs, rules, askew) = clean::clean(sheet);
    let tables = cells::tables(&rules::nets(&rules), &mut glyphs, number, cells_left, dropped);
    let lines = lines::lines(&glyphs, number);
    let mut pieces: Vec<Piece> = tables.into_iter().map(Piece::Table).collect();
    pieces.extend(lines.into_iter().map(Piece::Line));
    let pieces = aligned::tables(order::sort(pieces), cells_left);
    PageLayout { number, shown, frame, pieces, furniture: seal(&askew), text_from, tilt, unsure }
}

/// What stands askew (the writing on a seal, a watermark) is on the page but no part of the text.
fn seal(askew: &[Glyph]) -> Vec<Furniture> {
    let text: String = askew.iter().map(|glyph| glyph.ch).collect();
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    vec![Furniture { text: text.to_owned(), bbox: around(askew.iter().map(|glyph| glyph.rect)) }]
}
