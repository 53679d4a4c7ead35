//! A scan's own hidden layer of text held against what was recognised. Not for: finding the layer (`pdf`, `ofd`).

use hongtou_document::Rect;

use super::sheet::Page;
use crate::layout::Glyph;

impl Page {
    /// Marks the lines on which the hidden layer says something else. The layer is somebody's older reading of the same picture, without
    /// tables; the new reading is kept.
    pub(crate) fn compare(&mut self, layer: &[Glyph]) {
        let middle = |rect: Rect| (f64::midpoint(rect.x0, rect.x1), f64::midpoint(rect.y0, rect.y1));
        let mut lines: Vec<(Rect, Vec<char>)> = Vec::new();
        for glyph in self.sheet.glyphs.iter().filter(|glyph| !glyph.ch.is_whitespace()) {
            match lines.last_mut().filter(|(rect, _)| (rect.y1 - glyph.rect.y1).abs() < 0.01 && (rect.x1 - glyph.rect.x0).abs() < 0.01) {
                Some((rect, text)) => {
                    *rect = rect.cover(glyph.rect);
                    text.push(glyph.ch);
                }
                None => lines.push((glyph.rect, vec![glyph.ch])),
            }
        }
        for (rect, text) in lines {
            let within = |glyph: &&Glyph| {
                let (x, y) = middle(glyph.rect);
                (rect.x0 - 3.0..=rect.x1 + 3.0).contains(&x) && (rect.y0..=rect.y1).contains(&y)
            };
            let mut other: Vec<&Glyph> = layer.iter().filter(within).filter(|glyph| !glyph.ch.is_whitespace()).collect();
            other.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
            if !text.iter().eq(other.iter().map(|glyph| &glyph.ch)) {
                self.unsure.push(rect);
            }
        }
    }
}
