//! What hayro draws, collected: glyphs with their characters and boxes, rules, pictures. Not for: lines or tables (`layout`).

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::WritingMode;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect as Box2, Shape};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};
use hongtou_document::Rect;

use super::unicode::Unicode;
use crate::layout::{Glyph, Rule, Turn};

/// A filled bar at most this thick, in points, is a rule.
const THIN: f64 = 2.5;
/// A stroke thicker than this is a bar of colour.
const THICK: f64 = 5.0;
/// Shorter lines are parts of drawings.
const SHORT: f64 = 2.0;
/// Type smaller than this, in points, cannot be seen.
const SMALLEST: f64 = 1.0;

/// Why the drawing of a page was broken off; what the device unwinds with, since hayro cannot be told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    /// Nobody waits for the result any more.
    Late,
    /// The page has more glyphs than the limit.
    Glyphs,
}

/// What stands on one page.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// Glyphs that are seen.
    pub(super) seen: Vec<Glyph>,
    /// Glyphs that are only laid under a picture.
    pub(super) hidden: Vec<Glyph>,
    /// Glyphs that no map gives a character for.
    pub(super) unreadable: usize,
    /// Latin letters, digits and signs that take the room of an ideograph: its font gives ideographs the wrong meaning.
    pub(super) too_wide: usize,
    /// Rules; `None` when there are more than the limit.
    pub(super) rules: Option<Vec<Rule>>,
    /// Part of the page that pictures cover.
    pub(super) pictured: f64,
}

/// The device. One for each page.
pub(super) struct Collector<'c, 'p> {
    pub(super) drawing: Drawing,
    unicode: &'c mut Unicode<'p>,
    page: Box2,
    clips: Vec<Box2>,
    late: &'c AtomicBool,
    most_glyphs: usize,
    most_rules: usize,
    /// The first byte of an ideograph whose font calls its bytes Latin letters, and its place.
    lead: Option<(u8, Box2)>,
    /// Glyphs of drawn fonts whose unit says nothing of their size.
    unsized_glyphs: Vec<Unsized>,
}

/// A glyph of a drawn (Type 3) font that counts in dots or in whole letters rather than in thousandths of its size.
struct Unsized {
    hidden: bool,
    /// Its place among the seen or hidden glyphs.
    index: usize,
    transform: Affine,
    advance: f64,
}

impl<'c, 'p> Collector<'c, 'p> {
    pub(super) fn new(page: Box2, unicode: &'c mut Unicode<'p>, late: &'c AtomicBool, most_glyphs: usize, most_rules: usize) -> Self {
        // A page of text has some hundred characters.
        let drawing = Drawing { rules: Some(Vec::new()), seen: Vec::with_capacity(1024), ..Drawing::default() };
        Self { drawing, unicode, page, clips: Vec::new(), late, most_glyphs, most_rules, lead: None, unsized_glyphs: Vec::new() }
    }

    /// What was drawn, once the page is at its end.
    pub(super) fn finish(mut self) -> Drawing {
        let mut sizes: BTreeMap<[i64; 4], Vec<&Unsized>> = BTreeMap::new();
        for glyph in &self.unsized_glyphs {
            let [a, b, c, d, _, _] = glyph.transform.as_coeffs().map(|part| (part * 1e7).round() as i64);
            sizes.entry([a, b, c, d]).or_default().push(glyph);
        }
        for glyphs in sizes.values() {
            // Latin letters are half as wide as high on average; where all are equally wide they are ideographs or typewritten.
            let mean = glyphs.iter().map(|glyph| glyph.advance).sum::<f64>() / glyphs.len() as f64;
            let widest = glyphs.iter().map(|glyph| glyph.advance).fold(0.0, f64::max);
            let em = if widest < 1.3 * mean { widest } else { 2.0 * mean };
            for glyph in glyphs {
                // Text that stands on its head in text space is turned back by the font.
                let up = if glyph.transform.determinant() > 0.0 { -em } else { em };
                let place = glyph.transform.transform_rect_bbox(Box2::new(0.0, -0.12 * up, glyph.advance, 0.88 * up));
                let among = if glyph.hidden { &mut self.drawing.hidden } else { &mut self.drawing.seen };
                if let Some(found) = among.get_mut(glyph.index) {
                    found.rect = rect(place);
                }
            }
        }
        self.drawing
    }

    fn watch(&self) {
        if self.late.load(Ordering::Relaxed) {
            resume_unwind(Box::new(Stopped::Late));
        }
    }

    fn clip(&self) -> Box2 {
        self.clips.last().copied().unwrap_or(self.page)
    }

    fn rule(&mut self, rule: Box2) {
        let cut = rule.intersect(self.clip().inflate(1.0, 1.0));
        if cut.width().max(cut.height()) < SHORT || cut.width() < 0.0 || cut.height() < 0.0 {
            return;
        }
        if let Some(rules) = &mut self.drawing.rules {
            rules.push(Rule { rect: rect(cut) });
            if rules.len() > self.most_rules {
                self.drawing.rules = None;
            }
        }
    }

    fn segment(&mut self, a: Point, b: Point) {
        let (dx, dy) = ((a.x - b.x).abs(), (a.y - b.y).abs());
        if dx > SHORT && dy < 0.6 || dy > SHORT && dx < 0.6 {
            self.rule(Box2::from_points(a, b));
        }
    }

    fn strokes(&mut self, path: &BezPath, transform: Affine) {
        let (mut start, mut at) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => {
                    start = transform * to;
                    at = start;
                }
                PathEl::LineTo(to) => {
                    self.segment(at, transform * to);
                    at = transform * to;
                }
                PathEl::ClosePath => {
                    self.segment(at, start);
                    at = start;
                }
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => at = transform * to,
            }
        }
    }

    /// Thin bars are rules that somebody filled.
    fn bars(&mut self, path: &BezPath, transform: Affine) {
        let mut bar: Option<Box2> = None;
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => {
                    self.bar(bar.take());
                    bar = Some(Box2::from_points(transform * to, transform * to));
                }
                PathEl::LineTo(to) | PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => bar = bar.map(|bar| bar.union_pt(transform * to)),
                PathEl::ClosePath => {}
            }
        }
        self.bar(bar);
    }

    fn bar(&mut self, bar: Option<Box2>) {
        if let Some(bar) = bar
            && bar.width().min(bar.height()) <= THIN
            && bar.width().max(bar.height()) > 2.0 * bar.width().min(bar.height())
        {
            self.rule(bar);
        }
    }

    fn shown(&mut self, hidden: bool) -> &mut Vec<Glyph> {
        if hidden { &mut self.drawing.hidden } else { &mut self.drawing.seen }
    }

    /// Takes a glyph that is half of an ideograph, drawn by a font that calls itself Latin: the first half waits for the second.
    fn byte(&mut self, glyph: &Drawn<'_>, place: Box2, turn: Turn, vertical: bool, hidden: bool) -> bool {
        let Some(byte) = self.unicode.disguised(glyph) else {
            self.lead = None;
            return false;
        };
        if let Some((lead, before)) = self.lead.take()
            && let Some(ch) = gbk(lead, byte)
        {
            self.shown(hidden).push(Glyph { ch, rect: rect(before.union(place)), turn, vertical });
        } else {
            self.lead = Some((byte, place));
        }
        true
    }

    fn glyph(&mut self, glyph: &Drawn<'_>, transform: Affine, vertical: bool, hidden: bool) {
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width(),
            Drawn::Type3(drawn) => drawn.advance_width(),
        };
        let advance = if vertical { 1000.0 } else { f64::from(advance.unwrap_or(1000.0)) };
        let place = transform.transform_rect_bbox(Box2::new(0.0, -120.0, advance, 880.0));
        let [a, b, c, d, _, _] = transform.as_coeffs();
        let size = c.hypot(d) * 1000.0;
        let centre = place.center();
        // No letter is thrice as wide as high: then it is the unit that is not a thousandth of the size.
        let is_unsized = matches!(glyph, Drawn::Type3(_)) && advance > 3000.0;
        let size = if is_unsized { size * advance / 1000.0 } else { size };
        if !size.is_finite() || size < SMALLEST || !self.clip().inflate(1.0, 1.0).contains(centre) {
            return;
        }
        let turn = turn(a, b);
        if self.byte(glyph, place, turn, vertical, hidden) {
            return;
        }
        let stretch = a.hypot(b) * advance / size.max(0.1);
        let too_wide = |ch: char| usize::from(!hidden && is_narrow(ch) && stretch > 0.97);
        if is_unsized {
            if let Some(ch) = Unicode::letter(glyph).or_else(|| self.unicode.of(glyph)?.chars().next()) {
                let index = self.shown(hidden).len();
                self.unsized_glyphs.push(Unsized { hidden, index, transform, advance });
                self.shown(hidden).push(Glyph { ch, rect: rect(place), turn, vertical });
            } else {
                self.drawing.unreadable += usize::from(!hidden);
            }
        } else if let Some(ch) = Unicode::letter(glyph) {
            self.drawing.too_wide += too_wide(ch);
            self.shown(hidden).push(Glyph { ch, rect: rect(place), turn, vertical });
        } else if let Some(text) = self.unicode.of(glyph) {
            let letters = text.chars().count();
            self.drawing.too_wide += text.chars().next().filter(|_| letters == 1).map_or(0, too_wide);
            for (index, ch) in text.chars().enumerate() {
                // The letters of a ligature share its room.
                let part = |index: usize| advance * index as f64 / letters as f64;
                let place = transform.transform_rect_bbox(Box2::new(part(index), -120.0, part(index + 1), 880.0));
                self.shown(hidden).push(Glyph { ch, rect: rect(place), turn, vertical });
            }
        } else {
            self.drawing.unreadable += usize::from(!hidden);
            return;
        }
        if self.drawing.seen.len() + self.drawing.hidden.len() + self.drawing.unreadable > self.most_glyphs {
            resume_unwind(Box::new(Stopped::Glyphs));
        }
    }
}

/// An ideograph from the two bytes that GBK writes it with.
fn gbk(lead: u8, trail: u8) -> Option<char> {
    let bytes = [lead, trail];
    let text = encoding_rs::GBK.decode_without_bom_handling_and_without_replacement(&bytes)?;
    let mut chars = text.chars();
    chars.next().filter(|ch| !ch.is_ascii() && chars.next().is_none())
}

fn rect(b: Box2) -> Rect {
    Rect { x0: b.x0, y0: b.y0, x1: b.x1, y1: b.y1 }
}

/// Which way the top of a glyph points, from the direction in which its base runs.
fn turn(x: f64, y: f64) -> Turn {
    let slight = 0.06 * x.hypot(y);
    match (x.abs() < slight, y.abs() < slight) {
        (false, true) if x > 0.0 => Turn::Up,
        (false, true) => Turn::Down,
        (true, false) if y > 0.0 => Turn::Right,
        (true, false) => Turn::Left,
        _ => Turn::Askew,
    }
}

/// Characters that no font draws as wide as an ideograph: Latin letters, digits and signs, but for those that Chinese fonts
/// share with the national standard.
fn is_narrow(ch: char) -> bool {
    matches!(u32::from(ch), 0x21..=0x24F | 0x2B0..=0x2FF | 0xFB00..=0xFB06) && !matches!(ch, '¤' | '§' | '¨' | '°' | '±' | '·' | '×' | '÷')
}

/// Whether something is painted in white or not at all: such bars cover lines rather than draw them.
fn is_white(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [r, g, b, alpha] = color.to_rgba().to_rgba8();
            alpha < 8 || r.min(g).min(b) > 250
        }
        Paint::Pattern(_) => false,
    }
}

impl<'a> Device<'a> for Collector<'_, '_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.watch();
        if self.drawing.rules.is_none() || is_white(&props.paint) {
            return;
        }
        let [a, b, c, d, _, _] = props.transform.as_coeffs();
        let scale = (a * d - b * c).abs().sqrt();
        match mode {
            DrawMode::Fill(_) => self.bars(path, props.transform),
            DrawMode::Stroke(stroke) if f64::from(stroke.line_width) * scale < THICK => self.strokes(path, props.transform),
            DrawMode::FillAndStroke(_, stroke) if f64::from(stroke.line_width) * scale < THICK => self.strokes(path, props.transform),
            _ => {}
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let inner = clip.path.bounding_box().intersect(self.clip());
        self.clips.push(inner);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.watch();
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let hidden = matches!(mode, DrawMode::Invisible);
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), vertical, hidden);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.watch();
        let pixels = Box2::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let place = props.transform.transform_rect_bbox(pixels).intersect(self.clip());
        // Some producers draw lines as pictures.
        self.bar(Some(place));
        self.drawing.pictured += place.area() / self.page.area().max(1.0);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}
}
