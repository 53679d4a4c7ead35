//! The objects of an OFD page: text as glyphs, thin paths as rules. Not for: pages and templates.

use std::collections::HashMap;

use super::space::Matrix;
use super::tree::{Node, numbers};
use crate::Limits;
use crate::layout::{Glyph, Rule};

/// Units inside units that are still drawn.
const DEEPEST: usize = 8;
/// Units drawn on one page: units made of units could otherwise multiply without end.
const COMPOSITES: usize = 10_000;
/// Images of one page that are drawn; a scan is one, or some dozen stripes.
const IMAGES: usize = 1_000;
/// Points below which a path of many corners is a letter and no rule.
const LETTER: f64 = 60.0;
/// Points up to which a filled path is a rule and no area.
const THIN: f64 = 3.0;

/// What objects give.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// What fills the unit square of a space: numbers of the resources.
    pub(super) images: Vec<(String, Matrix)>,
    /// Glyphs that nobody sees: the text layer over a scan.
    pub(super) unseen: usize,
    /// Whether more stands on the page than is read.
    pub(super) full: bool,
}

/// Draws the objects of a page.
pub(super) struct Pen<'a> {
    pub(super) limits: &'a Limits,
    /// Graphics by number that objects refer to.
    pub(super) units: &'a HashMap<String, Node>,
    pub(super) drawn: Drawn,
    pub(super) composites: usize,
}

impl Pen<'_> {
    /// Draws everything below a node: layers, blocks, objects.
    pub(super) fn draw(&mut self, node: &Node, space: Matrix, depth: usize) {
        for child in node.children.iter().filter(|child| !child.is_hidden()) {
            let within = || space.within(&child.numbers("Boundary"), &child.numbers("CTM"));
            match child.name.as_str() {
                "TextObject" => self.text(child, within()),
                "PathObject" => self.path(child, within()),
                "ImageObject" => self.image(child, space),
                "CompositeObject" if depth < DEEPEST && self.composites < COMPOSITES => {
                    self.composites += 1;
                    let units = self.units;
                    if let Some(unit) = child.attribute("ResourceID").and_then(|id| units.get(id)) {
                        self.draw(unit, within(), depth + 1);
                    }
                }
                "Layer" | "PageBlock" | "Content" => self.draw(child, space, depth),
                _ => {}
            }
        }
    }

    fn image(&mut self, object: &Node, space: Matrix) {
        let boundary = object.numbers("Boundary");
        let own = object.numbers("CTM");
        // Without a matrix an image fills its boundary.
        let fill = || [*boundary.get(2).unwrap_or(&1.0), 0.0, 0.0, *boundary.get(3).unwrap_or(&1.0), 0.0, 0.0];
        let own = if own.len() == 6 { own } else { fill().to_vec() };
        let resource = object.attribute("ResourceID").unwrap_or_default().to_owned();
        if self.drawn.images.len() < IMAGES {
            self.drawn.images.push((resource, space.within(&boundary, &own)));
        }
    }

    fn text(&mut self, object: &Node, space: Matrix) {
        let size = object.numbers("Size").first().copied().unwrap_or(0.0);
        let scale = object.numbers("HScale").first().copied().filter(|scale| *scale > 0.0).unwrap_or(1.0);
        let unseen = object.attribute("Alpha") == Some("0");
        let turn = space.turn();
        // Where a code says nothing, it starts where the one before did.
        let (mut start_x, mut start_y) = (0.0, 0.0);
        for code in object.children.iter().filter(|child| child.name == "TextCode") {
            start_x = code.numbers("X").first().copied().unwrap_or(start_x);
            start_y = code.numbers("Y").first().copied().unwrap_or(start_y);
            let (mut x, mut y) = (start_x, start_y);
            let text = code.text.trim_matches(['\n', '\r', '\t']);
            let most = text.chars().count();
            let (across, down) =
                (code.attribute("DeltaX").map(|runs| steps(runs, most)), code.attribute("DeltaY").map(|runs| steps(runs, most)));
            let vertical = across.as_ref().is_none_or(|steps| steps.iter().all(|step| *step == 0.0))
                && down.as_ref().is_some_and(|steps| steps.iter().any(|step| *step > 0.0));
            for (index, ch) in text.chars().enumerate() {
                if self.drawn.glyphs.len() >= self.limits.page_glyphs {
                    self.drawn.full = true;
                    return;
                }
                let natural = size * scale * if is_wide(ch) { 1.0 } else { 0.5 };
                let step = |steps: &Option<Vec<f64>>| steps.as_ref().and_then(|steps| steps.get(index).or(steps.last()).copied());
                let (right, below) = (step(&across), step(&down).unwrap_or(0.0));
                let right = right.unwrap_or(if vertical || (down.is_some() && below != 0.0) { 0.0 } else { natural });
                // Letters may be wider than half a square, but none is wider than one.
                let width = if right > 0.0 { right.min(size * scale) } else { natural };
                let rect = space.rect(x, y - size * 0.88, x + width, y + size * 0.12);
                if !ch.is_control() && rect.x0.is_finite() && rect.y1.is_finite() {
                    self.drawn.glyphs.push(Glyph { ch, rect, turn, vertical });
                    self.drawn.unseen += usize::from(unseen);
                }
                x += right;
                y += below;
            }
        }
    }

    fn path(&mut self, object: &Node, space: Matrix) {
        let is = |name: &str, usual: bool| object.attribute(name).map_or(usual, |value| value.eq_ignore_ascii_case("true"));
        let (stroked, filled) = (is("Stroke", true), is("Fill", false));
        let data = object.child("AbbreviatedData").map(|data| data.text.as_str()).unwrap_or_default();
        let (shapes, curved) = shapes(data);
        let placed = |shape: Vec<(f64, f64)>| shape.into_iter().map(|(x, y)| space.point(x, y)).collect();
        let shapes: Vec<Vec<(f64, f64)>> = shapes.into_iter().map(placed).collect();
        let corners = shapes.iter().map(Vec::len).sum::<usize>();
        let (x0, y0, x1, y1) = extent(shapes.iter().flatten());
        // Some producers draw letters twice: as text and as their outlines.
        if (curved || corners > 8) && (x1 - x0).max(y1 - y0) < LETTER {
            return;
        }
        for points in shapes {
            if filled {
                let (x0, y0, x1, y1) = extent(&points);
                if (x1 - x0).min(y1 - y0) <= THIN {
                    self.rule(x0, y0, x1, y1);
                    continue;
                }
            }
            if stroked {
                for pair in points.windows(2) {
                    if let [(ax, ay), (bx, by)] = pair
                        && ((ax - bx).abs() <= 0.5 || (ay - by).abs() <= 0.5)
                    {
                        self.rule(ax.min(*bx), ay.min(*by), ax.max(*bx), ay.max(*by));
                    }
                }
            }
        }
    }

    fn rule(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        let long = (x1 - x0).max(y1 - y0);
        if !long.is_finite() || long < 1.0 || self.drawn.rules.len() > self.limits.page_rules {
            return;
        }
        self.drawn.rules.push(Rule { rect: hongtou_document::Rect { x0, y0, x1, y1 } });
    }
}

/// The box around points.
fn extent<'a>(points: impl IntoIterator<Item = &'a (f64, f64)>) -> (f64, f64, f64, f64) {
    let none = (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
    points.into_iter().fold(none, |(x0, y0, x1, y1), (x, y)| (x0.min(*x), y0.min(*y), x1.max(*x), y1.max(*y)))
}

/// The steps between characters: numbers, of which `g 3 5.2` stands for three times 5.2.
fn steps(runs: &str, most: usize) -> Vec<f64> {
    let mut words = runs.split_whitespace();
    let mut steps = Vec::new();
    let number = |word: Option<&str>| word.map(numbers).and_then(|numbers| numbers.first().copied()).unwrap_or(0.0);
    while let Some(word) = words.next() {
        if steps.len() >= most {
            break;
        }
        if word.eq_ignore_ascii_case("g") {
            let count = words.next().and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
            let step = number(words.next());
            steps.extend(std::iter::repeat_n(step, count.min(most)));
        } else {
            steps.push(number(Some(word)));
        }
    }
    steps
}

/// The straight parts of a path, as runs of points, which curves part; and whether it has curves.
fn shapes(data: &str) -> (Vec<Vec<(f64, f64)>>, bool) {
    let mut curved = false;
    let mut shapes: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut open: Vec<(f64, f64)> = Vec::new();
    let mut words = data.split([' ', '\t', '\n', '\r', ',']).filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        let mut take = |count: usize| -> Vec<f64> { words.by_ref().take(count).flat_map(numbers).collect() };
        let last = |numbers: Vec<f64>| match numbers.as_slice() {
            [.., x, y] => Some((*x, *y)),
            _ => None,
        };
        match word {
            "S" | "M" => {
                shapes.push(std::mem::take(&mut open));
                open.extend(last(take(2)));
            }
            "L" => open.extend(last(take(2))),
            "Q" | "B" | "A" => {
                let end = last(take(match word {
                    "Q" => 4,
                    "B" => 6,
                    _ => 7,
                }));
                curved = true;
                shapes.push(std::mem::take(&mut open));
                open.extend(end);
            }
            "C" => {
                open.extend(open.first().copied());
                shapes.push(std::mem::take(&mut open));
            }
            _ => {}
        }
    }
    shapes.push(open);
    shapes.retain(|shape| shape.len() > 1);
    (shapes, curved)
}

/// Whether a character takes a whole square.
fn is_wide(ch: char) -> bool {
    matches!(u32::from(ch), 0x1100..=0x115f | 0x2014..=0x201d | 0x2026 | 0x2460..=0x24ff | 0x2500..=0x27bf | 0x2e80..=0xd7ff | 0xe000..=0xfaff | 0xfe10..=0xfe6f | 0xff01..=0xff60 | 0x2_0000..)
}
