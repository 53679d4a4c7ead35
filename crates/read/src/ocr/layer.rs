//! A scan's own hidden layer of text held against what was recognised, and the better reading of each line kept. Not for: finding the
//! layer (`pdf`, `ofd`).

use std::ops::Range;

use hongtou_document::Rect;

use super::sheet::Page;
use crate::layout::Glyph;

/// Sure lines without which nothing can be said of a layer.
const FEW: usize = 5;

/// A line as recognised, and what the layer has in its place.
struct Pair {
    glyphs: Range<usize>,
    rect: Rect,
    /// Whether recognition itself is sure.
    sure: bool,
    same: bool,
    other: Vec<char>,
}

impl Page {
    /// Marks the lines on which the hidden layer says something else. The layer is somebody's older reading of the same picture, without
    /// tables, so the new reading is kept, with one exception: a layer that agrees on nine in ten of the sure lines is a good one, and
    /// is believed where the new reading is not sure of itself. Such lines stay marked.
    pub(crate) fn compare(&mut self, layer: &[Glyph]) {
        let pairs = self.pairs(layer);
        let sure = pairs.iter().filter(|pair| pair.sure).count();
        let good = sure >= FEW && pairs.iter().filter(|pair| pair.sure && pair.same).count() * 10 >= sure * 9;
        // From the end, so that the places of earlier glyphs stay right.
        for pair in pairs.into_iter().rev().filter(|pair| !pair.same) {
            self.sheet.unsure.push(pair.rect);
            if good && !pair.sure && !pair.other.is_empty() {
                let first = self.sheet.glyphs.get(pair.glyphs.start).copied();
                let step = (pair.rect.x1 - pair.rect.x0) / pair.other.len() as f64;
                let place = |index: usize| Rect {
                    x0: pair.rect.x0 + step * index as f64,
                    x1: pair.rect.x0 + step * (index + 1) as f64,
                    ..pair.rect
                };
                let letters: Vec<Glyph> = first
                    .into_iter()
                    .flat_map(|first| pair.other.iter().enumerate().map(move |(index, ch)| Glyph { ch: *ch, rect: place(index), ..first }))
                    .collect();
                self.sheet.glyphs.splice(pair.glyphs, letters);
            }
        }
    }

    /// The lines of the page, each with what the layer has in its place.
    fn pairs(&self, layer: &[Glyph]) -> Vec<Pair> {
        let (tilt, size) = (self.sheet.tilt, (self.sheet.width, self.sheet.height));
        let middle = |rect: Rect| (f64::midpoint(rect.x0, rect.x1), f64::midpoint(rect.y0, rect.y1));
        // The layer lies on the page as it is; the lines are those of the straight page.
        let layer: Vec<((f64, f64), char)> = layer
            .iter()
            .filter(|glyph| !glyph.ch.is_whitespace())
            .map(|glyph| (tilt.straight(middle(glyph.rect), size), glyph.ch))
            .collect();
        let mut lines: Vec<(Rect, Range<usize>)> = Vec::new();
        for (index, glyph) in self.sheet.glyphs.iter().enumerate() {
            match lines.last_mut().filter(|(rect, _)| (rect.y1 - glyph.rect.y1).abs() < 0.01 && (rect.x1 - glyph.rect.x0).abs() < 0.01) {
                Some((rect, glyphs)) => {
                    *rect = rect.cover(glyph.rect);
                    glyphs.end = index + 1;
                }
                None => lines.push((glyph.rect, index..index + 1)),
            }
        }
        let pair = |(rect, glyphs): (Rect, Range<usize>)| {
            let within = |(x, y): (f64, f64)| (rect.x0 - 3.0..=rect.x1 + 3.0).contains(&x) && (rect.y0..=rect.y1).contains(&y);
            let mut other: Vec<&((f64, f64), char)> = layer.iter().filter(|(place, _)| within(*place)).collect();
            other.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
            let other: Vec<char> = other.into_iter().map(|(_, ch)| *ch).collect();
            let text = self.sheet.glyphs.get(glyphs.clone()).unwrap_or_default().iter().map(|glyph| glyph.ch);
            let same = text.filter(|ch| !ch.is_whitespace()).eq(other.iter().copied());
            let (x, y) = middle(rect);
            let doubted = |area: &Rect| (area.x0..=area.x1).contains(&x) && (area.y0..=area.y1).contains(&y);
            Pair { glyphs, rect, sure: !self.sheet.unsure.iter().any(doubted), same, other }
        };
        lines.into_iter().map(pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use hongtou_document::TextFrom;

    use super::*;
    use crate::layout::{Sheet, Tilt, Turn};

    /// Lines of letters of ten points, the first at the top.
    fn glyphs(lines: &[&str]) -> Vec<Glyph> {
        let line = |(row, text): (usize, &&str)| {
            let place = move |index: usize| Rect {
                x0: 50.0 + 10.0 * index as f64,
                y0: 20.0 * row as f64,
                x1: 60.0 + 10.0 * index as f64,
                y1: 20.0 * row as f64 + 10.0,
            };
            text.chars()
                .enumerate()
                .map(move |(index, ch)| Glyph { ch, rect: place(index), turn: Turn::Up, vertical: false })
                .collect::<Vec<Glyph>>()
        };
        lines.iter().enumerate().flat_map(line).collect()
    }

    /// The page after a comparison, and how many boxes are not sure; the last line was not sure before.
    fn compared(own: &[&str], layer: &[&str]) -> (String, usize) {
        let last = 20.0 * (own.len() - 1) as f64;
        let unsure = vec![Rect { x0: 0.0, y0: last, x1: 500.0, y1: last + 10.0 }];
        let sheet = Sheet {
            width: 500.0,
            height: 800.0,
            glyphs: glyphs(own),
            text_from: TextFrom::Ocr,
            tilt: Tilt::default(),
            unsure,
            ..Sheet::default()
        };
        let mut page = Page::with(sheet);
        page.compare(&glyphs(layer));
        (page.sheet.glyphs.iter().map(|glyph| glyph.ch).collect(), page.sheet.unsure.len() - 1)
    }

    #[test]
    fn a_layer_that_proves_right_is_believed_where_the_reading_is_not_sure() {
        let own = ["甲", "乙", "丙", "丁", "戊", "12a5"];
        assert_eq!(compared(&own, &["甲", "乙", "丙", "丁", "戊", "1235"]), ("甲乙丙丁戊1235".into(), 1));
        // One line in five is read otherwise: nobody knows whose reading is better.
        assert_eq!(compared(&own, &["甲", "乙", "丙", "口", "戊", "1235"]), ("甲乙丙丁戊12a5".into(), 2));
        // A layer without the line says nothing of it.
        assert_eq!(compared(&own, &["甲", "乙", "丙", "丁", "戊"]), ("甲乙丙丁戊12a5".into(), 1));
        assert_eq!(compared(&own, &own), ("甲乙丙丁戊12a5".into(), 0));
    }
}
