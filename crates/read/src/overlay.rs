//! What was found on a page, drawn on the page's picture, for people who judge a reading. Not for: making the picture
//! (`raster`), or finding anything.

use std::io::Cursor;

use hongtou_document::{Block, Document, Line, Page, Rect, Span, Table};
use image::{ImageFormat, Rgb, RgbImage};

use crate::raster::{RasterError, render_page};
use crate::{Limits, ReadError};

const LINES: Rgb<u8> = Rgb([30, 90, 230]);
const CELLS: Rgb<u8> = Rgb([0, 150, 60]);
const UNSURE: Rgb<u8> = Rgb([225, 0, 0]);
const FURNITURE: Rgb<u8> = Rgb([140, 140, 140]);
/// Dots an inch of the picture.
const DPI: f64 = 150.0;

/// Page `page` (from 1) of a document as a PNG with what was found drawn on it: lines blue, cells green, furniture grey, and
/// lines and cells that may be misread red. `bytes` are those that the document was read from.
///
/// # Errors
/// When the page cannot be drawn; see [`RasterError`].
pub fn overlay(document: &Document, bytes: &[u8], page: u32, limits: &Limits) -> Result<Vec<u8>, RasterError> {
    let mut picture = render_page(bytes, page, DPI, limits)?;
    if let Some(page) = document.pages().iter().find(|known| known.number == page) {
        Pen::new(&mut picture, page).page(document, page);
    }
    let mut png = Cursor::new(Vec::new());
    let written = picture.write_to(&mut png, ImageFormat::Png);
    written.map_err(|error| ReadError::TooLarge { detail: format!("the picture cannot be written as PNG ({error})") })?;
    Ok(png.into_inner())
}

/// Draws boxes that are given in points.
struct Pen<'p> {
    picture: &'p mut RgbImage,
    /// Dots a point, across and down.
    scale: (f64, f64),
}

impl<'p> Pen<'p> {
    fn new(picture: &'p mut RgbImage, page: &Page) -> Self {
        let scale = (f64::from(picture.width()) / page.width.max(1.0), f64::from(picture.height()) / page.height.max(1.0));
        Self { picture, scale }
    }

    fn page(mut self, document: &Document, page: &Page) {
        for furniture in &page.furniture {
            self.frame(furniture.bbox, 1, FURNITURE);
        }
        for block in document.blocks() {
            match block {
                Block::Paragraph(paragraph) => self.lines(document, &paragraph.lines, page.number),
                Block::Table(table) => self.table(document, table, page.number),
            }
        }
    }

    fn lines(&mut self, document: &Document, lines: &[Line], page: u32) {
        for line in lines.iter().filter(|line| line.page == Some(page)) {
            self.frame(line.bbox, 1, LINES);
            self.doubt(document, line.span, line.bbox);
        }
    }

    fn table(&mut self, document: &Document, table: &Table, page: u32) {
        for cell in table.cells() {
            if cell.page.or(table.page) == Some(page) {
                self.frame(cell.bbox, 2, CELLS);
                if cell.lines.is_empty() {
                    self.doubt(document, cell.span, cell.bbox);
                }
            }
            self.lines(document, &cell.lines, page);
            for nested in &cell.nested {
                self.table(document, nested, page);
            }
        }
    }

    fn doubt(&mut self, document: &Document, span: Span, area: Option<Rect>) {
        if document.is_unsure(span) {
            self.frame(area, 3, UNSURE);
        }
    }

    /// A frame of `thick` dots, drawn inwards.
    fn frame(&mut self, area: Option<Rect>, thick: u32, colour: Rgb<u8>) {
        let Some(area) = area else { return };
        let (x0, x1) = ends(area.x0, area.x1, self.scale.0, self.picture.width());
        let (y0, y1) = ends(area.y0, area.y1, self.scale.1, self.picture.height());
        let far = |from: u32, to: u32, at: u32| at - from >= thick && to - at > thick;
        for y in y0..y1 {
            let inner_row = far(y0, y1, y);
            for x in x0..x1 {
                if inner_row && far(x0, x1, x) {
                    continue;
                }
                self.picture.put_pixel(x, y, colour);
            }
        }
    }
}

/// First dot of a side and the one behind its last, within the picture.
fn ends(from: f64, to: f64, scale: f64, size: u32) -> (u32, u32) {
    let dot = |place: f64| (place * scale).round().clamp(0.0, f64::from(size)) as u32;
    let (from, to) = (dot(from.min(to)), dot(from.max(to)));
    (from.min(size.saturating_sub(1)), to.max(from + 1).min(size))
}

#[cfg(test)]
mod tests {
    use hongtou_document::{CellDraft, DocumentBuilder, Format, Furniture, TableDraft, TableMark, TextFrom};

    use super::*;

    fn area(x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
        Rect { x0, y0, x1, y1 }
    }

    #[test]
    fn lines_cells_furniture_and_doubts_have_their_colours() {
        let mut builder = DocumentBuilder::new(Format::Image);
        let foot = Furniture { text: "1".into(), bbox: Some(area(45.0, 90.0, 55.0, 95.0)) };
        builder.page(Page { number: 1, width: 100.0, height: 100.0, furniture: vec![foot], text_from: TextFrom::Ocr });
        builder.lines([("通知", Some(1), Some(area(10.0, 10.0, 40.0, 20.0)))], true);
        builder.lines([("2583", Some(1), Some(area(10.0, 25.0, 40.0, 35.0)))], true);
        let cell = |col: u32, x: f64| CellDraft { col, page: Some(1), bbox: Some(area(x, 50.0, x + 20.0, 70.0)), ..CellDraft::default() };
        let table = TableDraft { cells: vec![cell(0, 10.0), cell(1, 30.0)], mark: TableMark::Ruled, page: Some(1), bbox: None };
        builder.table(&table).unwrap();
        builder.lines([("次页", Some(2), Some(area(60.0, 10.0, 90.0, 20.0)))], true);
        builder.unsure(1, area(10.0, 25.0, 40.0, 35.0));
        let document = builder.finish("x");

        let mut png = Cursor::new(Vec::new());
        RgbImage::from_pixel(200, 200, Rgb([255; 3])).write_to(&mut png, ImageFormat::Png).unwrap();
        let drawn = overlay(&document, &png.into_inner(), 1, &Limits::default()).unwrap();
        let drawn = image::load_from_memory(&drawn).unwrap().into_rgb8();
        let at = |x: u32, y: u32| *drawn.get_pixel(x, y);
        assert_eq!(at(20, 30), LINES);
        assert_eq!(at(20, 60), UNSURE);
        assert_eq!((at(20, 120), at(60, 120)), (CELLS, CELLS));
        assert_eq!(at(90, 185), FURNITURE);
        assert_eq!((at(40, 120), at(120, 30), at(40, 30)), (Rgb([255; 3]), Rgb([255; 3]), Rgb([255; 3])));
    }

    #[test]
    fn boxes_off_the_page_and_without_size_are_drawn_as_far_as_they_go() {
        let mut picture = RgbImage::from_pixel(10, 10, Rgb([255; 3]));
        let page = Page { number: 1, width: 0.0, height: 10.0, furniture: Vec::new(), text_from: TextFrom::Text };
        let mut pen = Pen::new(&mut picture, &page);
        for bbox in [area(-5.0, -5.0, 500.0, 500.0), area(9.0, 9.0, 9.0, 9.0), area(50.0, 50.0, 60.0, 60.0), area(f64::NAN, 0.0, 1.0, 1.0)]
        {
            pen.frame(Some(bbox), 2, LINES);
        }
        assert_eq!(*picture.get_pixel(0, 0), LINES);
    }
}
