//! A picture of a page made ready for an engine: straight, white, its rules found and taken away, its writing cut into lines.
//! Not for: reading (`tesseract`, `command`), or where the read characters go (`sheet`).

use hongtou_document::Rect;

use super::ink::{self, despeckle, sharpen};
use super::picture::{Area, DPI, Grey, Ink, Picture};
use super::{lines, ring, rules, signs, skew};
use crate::layout::{self, Rule, Tilt, Turn};

/// Points a dot.
const POINT: f64 = 72.0 / DPI;
/// White margin around a line, in dots; the engine wants some.
const MARGIN: usize = 10;
/// Room between letters that stood below each other and are put side by side, as a part of their height.
const BESIDE: f64 = 0.14;
/// Height of letters where a page does not tell: 12 points.
const EM: usize = 46;
/// Rules beyond this are a drawing.
const MOST_RULES: usize = 3000;

/// A line of writing as it is given to an engine.
#[derive(Debug, Clone)]
pub(super) struct Writing {
    /// Where it stands. Several boxes are letters below each other, a line of one letter each, put side by side in `picture`.
    pub(super) pieces: Vec<Area>,
    /// The cell around it; `None` outside tables.
    pub(super) cell: Option<Area>,
    /// The line on white paper.
    pub(super) picture: Grey,
    /// A sign before the line that engines do not know, and that is not in `picture`.
    pub(super) sign: Option<char>,
    /// For every heap of ink that stands apart from left to right, its height.
    pub(super) heaps: Vec<usize>,
    /// And the row where it ends.
    pub(super) feet: Vec<usize>,
    /// Whether a seal lies over it that could not be told from the writing by its colour.
    pub(super) sealed: bool,
}

/// A page ready for an engine.
#[derive(Debug, Clone)]
pub(crate) struct Scan {
    pub(super) number: u32,
    /// Width and height in points.
    pub(super) size: (f64, f64),
    /// How the page lies that was put straight.
    pub(super) tilt: Tilt,
    pub(super) rules: Vec<Rule>,
    pub(super) writings: Vec<Writing>,
    /// Usual height of letters, in dots.
    pub(super) em: usize,
    /// The page without its rules, if asked for.
    pub(super) page: Option<Grey>,
    /// The page as it came, on white paper.
    original: Option<Grey>,
}

impl Scan {
    /// Makes a picture of a page ready. It has `DPI` dots an inch; `size` is that of the page in points.
    pub(crate) fn new(number: u32, size: (f64, f64), picture: &Picture, keep_page: bool) -> Self {
        Self::of(number, size, ink::grey(picture), keep_page)
    }

    /// The page as it looks when it is turned so that text pointing that way stands upright; `None` if its picture was not kept.
    pub(super) fn turned(&self, turn: Turn) -> Option<Self> {
        let (width, height) = self.size;
        let size = if turn == Turn::Down { self.size } else { (height, width) };
        Some(Self::of(self.number, size, self.original.as_ref()?.turned(turn), false))
    }

    fn of(number: u32, size: (f64, f64), mut grey: Grey, keep_page: bool) -> Self {
        // Engines that get whole pages find out by themselves which way they lie.
        let original = (!keep_page).then(|| grey.clone());
        let mut ink = ink::ink(&grey);
        let angle = skew::angle(&ink);
        if angle != 0.0 {
            grey = skew::straighten(&grey, angle);
            ink = ink::ink(&grey);
        }
        let seals = ring::rings(&ink);
        let mut found = rules::find(&ink);
        for rules in [&mut found.across, &mut found.down] {
            rules.retain(|rule| !seals.iter().any(|seal| seal.holds(*rule)));
        }
        if found.across.len() + found.down.len() < MOST_RULES {
            for rule in found.across.iter().chain(&found.down) {
                erase(&mut ink, &mut grey, *rule);
            }
        }
        seals.iter().for_each(|seal| seal.erase(&mut ink, &mut grey));
        despeckle(&mut ink, &mut grey);
        sharpen(&mut grey);
        let rules: Vec<Rule> =
            found.across.iter().map(|area| bar(*area, true)).chain(found.down.iter().map(|area| bar(*area, false))).collect();
        let cells: Vec<Area> = layout::boxes(&rules).into_iter().filter_map(dots).collect();
        let mut rest = ink.clone();
        cells.iter().for_each(|cell| rest.wipe(*cell));
        let whole = Area { x0: 0, y0: 0, x1: ink.width, y1: ink.height };
        let em = lines::usual_height(&ink, &cells).or_else(|| lines::usual_height(&rest, &[whole])).unwrap_or(EM);
        let outer = lines::usual_height(&rest, &[whole]).unwrap_or(em);
        let mut writings = Vec::new();
        for cell in &cells {
            let lines = lines::lines(&ink, *cell, em);
            writings.extend(strips(lines).into_iter().map(|pieces| Writing::new(&grey, &ink, pieces, Some(*cell))));
            ink.wipe(*cell);
        }
        writings.extend(lines::lines(&rest, whole, outer).into_iter().map(|line| Writing::new(&grey, &rest, vec![line], None)));
        for writing in &mut writings {
            let area = writing.area();
            writing.sealed = seals
                .iter()
                .map(ring::Ring::area)
                .any(|seal| area.x0 < seal.x1 && seal.x0 < area.x1 && area.y0 < seal.y1 && seal.y0 < area.y1);
        }
        let page = keep_page.then_some(grey);
        Self { number, size, tilt: Tilt { degrees: angle }, rules, writings, em: outer, page, original }
    }

    /// A box of dots in points.
    pub(super) fn points(area: Area) -> Rect {
        let side = |dots: usize| dots as f64 * POINT;
        Rect { x0: side(area.x0), y0: side(area.y0), x1: side(area.x1), y1: side(area.y1) }
    }
}

impl Writing {
    fn new(grey: &Grey, ink: &Ink, pieces: Vec<Area>, cell: Option<Area>) -> Self {
        let (picture, heaps, feet, sign) = match pieces.as_slice() {
            [line] => {
                let mut heaps = columns(ink, *line);
                let sign = heaps.first().filter(|_| heaps.len() > 1).and_then(|heap| signs::of(ink, *heap));
                let mut rest = *line;
                if sign.is_some() {
                    heaps.remove(0);
                    rest.x0 = heaps.first().map_or(rest.x0, |heap| heap.x0);
                }
                let feet = heaps.iter().map(|heap| heap.y1).collect();
                (grey.cut(wider(rest, grey), MARGIN), heaps.iter().map(|heap| heap.height()).collect(), feet, sign)
            }
            several => (side_by_side(grey, several), Vec::new(), Vec::new(), None),
        };
        Self { pieces, cell, picture, sign, heaps, feet, sealed: false }
    }

    /// A line that an engine found by itself.
    pub(super) fn bare(area: Area) -> Self {
        Self { pieces: vec![area], cell: None, picture: Grey::blank(0, 0), sign: None, heaps: Vec::new(), feet: Vec::new(), sealed: false }
    }

    /// The box around all of it.
    pub(super) fn area(&self) -> Area {
        let first = self.pieces.first().copied().unwrap_or(Area { x0: 0, y0: 0, x1: 0, y1: 0 });
        self.pieces.iter().fold(first, |area, piece| area.cover(*piece))
    }
}

/// A box with the soft edge of its ink.
fn wider(area: Area, grey: &Grey) -> Area {
    Area {
        x0: area.x0.saturating_sub(2),
        y0: area.y0.saturating_sub(2),
        x1: (area.x1 + 2).min(grey.width),
        y1: (area.y1 + 2).min(grey.height),
    }
}

/// Letters that stood below each other, put on one line.
fn side_by_side(grey: &Grey, pieces: &[Area]) -> Grey {
    let height = pieces.iter().map(|piece| piece.height()).max().unwrap_or(0);
    let room = (BESIDE * height as f64) as usize;
    let width: usize = pieces.iter().map(|piece| piece.width() + room).sum();
    let mut line = Grey::blank(width + 2 * MARGIN, height + 2 * MARGIN);
    let mut x = MARGIN;
    for piece in pieces {
        let top = MARGIN + (height - piece.height()) / 2;
        for y in 0..piece.height() {
            let from = grey.row(piece.y0 + y).get(piece.x0..piece.x1).unwrap_or_default();
            let start = (top + y) * line.width + x;
            if let Some(to) = line.dots.get_mut(start..start + from.len()) {
                to.copy_from_slice(from);
            }
        }
        x += piece.width() + room;
    }
    line
}

/// The lines of a cell, those of one letter each gathered: an engine reads a word better than letters.
fn strips(lines: Vec<Area>) -> Vec<Vec<Area>> {
    let mut strips: Vec<Vec<Area>> = Vec::new();
    let widest = |area: &Area, other: &Area| area.width().max(area.height()).max(other.width().max(other.height()));
    let mut single = false;
    for line in lines {
        let is_letter = |em: usize| line.width() * 10 <= em * 12 && line.height() * 10 <= em * 12;
        match strips.last_mut() {
            Some(strip) if single && strip.last().is_some_and(|last| one_below(last, &line) && is_letter(widest(last, &line))) => {
                strip.push(line);
            }
            _ => {
                single = line.width() * 10 <= line.height() * 14 || line.height() * 10 < line.width() * 5 && line.width() < 80;
                strips.push(vec![line]);
            }
        }
    }
    strips
}

/// Whether a letter stands below another: in the same column and close.
fn one_below(upper: &Area, lower: &Area) -> bool {
    let em = upper.width().max(upper.height()).max(lower.width().max(lower.height()));
    let middle = |area: &Area| (area.x0 + area.x1) / 2;
    middle(upper).abs_diff(middle(lower)) * 3 < em && lower.y0.saturating_sub(upper.y1) < em
}

/// The heaps of ink that white columns part.
fn columns(ink: &Ink, line: Area) -> Vec<Area> {
    let mut heaps: Vec<Area> = Vec::new();
    let mut open = false;
    for x in line.x0..line.x1 {
        let own = (line.y0..line.y1).filter(|y| ink.at(x, *y)).map(|y| Area { x0: x, y0: y, x1: x + 1, y1: y + 1 }).reduce(Area::cover);
        match (own, heaps.last_mut().filter(|_| open)) {
            (Some(own), Some(heap)) => *heap = heap.cover(own),
            (Some(own), None) => heaps.push(own),
            (None, _) => {}
        }
        open = own.is_some();
    }
    heaps
}

/// Takes a rule and its soft edges off the page.
fn erase(ink: &mut Ink, grey: &mut Grey, rule: Area) {
    let area = wider(rule, grey);
    ink.wipe(area);
    for y in area.y0..area.y1 {
        let start = y * grey.width;
        if let Some(row) = grey.dots.get_mut(start + area.x0..start + area.x1) {
            row.fill(255);
        }
    }
}

/// A rule in points, without thickness: its middle line.
fn bar(area: Area, across: bool) -> Rule {
    let mut rect = Scan::points(area);
    if across {
        let middle = f64::midpoint(rect.y0, rect.y1);
        (rect.y0, rect.y1) = (middle, middle);
    } else {
        let middle = f64::midpoint(rect.x0, rect.x1);
        (rect.x0, rect.x1) = (middle, middle);
    }
    Rule { rect }
}

/// A box of points in dots, without its edges; `None` if nothing is left.
fn dots(rect: Rect) -> Option<Area> {
    let side = |points: f64| (points / POINT).round().max(0.0) as usize;
    let area =
        Area { x0: side(rect.x0) + 2, y0: side(rect.y0) + 2, x1: side(rect.x1).saturating_sub(2), y1: side(rect.y1).saturating_sub(2) };
    (area.x0 < area.x1 && area.y0 < area.y1).then_some(area)
}
