//! Rules that touch, put together: pieces of one line joined, lines that cross gathered into nets. A net may be a table.
//! Not for: cells (`grid`).

use hongtou_document::Rect;

use super::{Rule, height, width};

/// How far apart, in points, pieces of one line or the ends of two crossing lines may be.
const NEAR: f64 = 2.0;
/// Nets of more lines than this are drawings.
const MOST_LINES: usize = 8_000;

/// A line across or down the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    /// Where it begins, along its way.
    pub(super) from: f64,
    /// Where it ends.
    pub(super) to: f64,
    /// Where it stands, across its way.
    pub(super) at: f64,
}

/// Lines that touch each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Net {
    /// Lines across the page.
    pub(super) across: Vec<Stroke>,
    /// Lines down the page.
    pub(super) down: Vec<Stroke>,
}

impl Net {
    /// The box around all lines; `None` without lines.
    pub(super) fn rect(&self) -> Option<Rect> {
        let across = self.across.iter().map(|s| Rect { x0: s.from, y0: s.at, x1: s.to, y1: s.at });
        let down = self.down.iter().map(|s| Rect { x0: s.at, y0: s.from, x1: s.at, y1: s.to });
        super::around(across.chain(down))
    }
}

/// The nets of a page, the largest first.
pub(super) fn nets(rules: &[Rule]) -> Vec<Net> {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for rule in rules {
        let (w, h) = (width(rule.rect), height(rule.rect));
        if w >= h && w > 0.5 {
            across.push(Stroke { from: rule.rect.x0, to: rule.rect.x1, at: f64::midpoint(rule.rect.y0, rule.rect.y1) });
        } else if h > w && h > 0.5 {
            down.push(Stroke { from: rule.rect.y0, to: rule.rect.y1, at: f64::midpoint(rule.rect.x0, rule.rect.x1) });
        }
    }
    let (across, down) = (joined(across), joined(down));
    if across.len() + down.len() > MOST_LINES {
        return Vec::new();
    }
    let mut sets = Sets::new(across.len() + down.len());
    for (i, a) in across.iter().enumerate() {
        for (j, d) in down.iter().enumerate() {
            let touch = a.from - NEAR <= d.at && d.at <= a.to + NEAR && d.from - NEAR <= a.at && a.at <= d.to + NEAR;
            if touch {
                sets.join(i, across.len() + j);
            }
        }
    }
    let mut nets: Vec<(usize, Net)> = Vec::new();
    let mut net_of = std::collections::HashMap::new();
    for index in 0..across.len() + down.len() {
        let root = sets.root(index);
        let place = *net_of.entry(root).or_insert_with(|| {
            nets.push((root, Net::default()));
            nets.len() - 1
        });
        if let Some((_, net)) = nets.get_mut(place) {
            match index.checked_sub(across.len()) {
                None => net.across.extend(across.get(index)),
                Some(index) => net.down.extend(down.get(index)),
            }
        }
    }
    let area = |net: &Net| net.rect().map_or(0.0, |rect| width(rect) * height(rect));
    let mut nets: Vec<Net> = nets.into_iter().map(|(_, net)| net).collect();
    nets.sort_by(|a, b| area(b).total_cmp(&area(a)));
    nets
}

/// Pieces of one line made one: producers draw a line cell by cell, or twice.
fn joined(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Stroke> = Vec::new();
    let mut start = 0;
    while start < strokes.len() {
        let at = strokes[start].at;
        let end = start + strokes[start..].iter().take_while(|stroke| stroke.at - at <= 1.0).count();
        let mut level = strokes[start..end].to_vec();
        level.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open: Option<Stroke> = None;
        for stroke in level {
            match &mut open {
                Some(line) if stroke.from <= line.to + NEAR => line.to = line.to.max(stroke.to),
                _ => joined.extend(open.replace(stroke)),
            }
        }
        joined.extend(open);
        start = end;
    }
    joined.retain(|stroke| stroke.to - stroke.from > 3.0);
    joined
}

/// Disjoint sets.
#[derive(Debug)]
pub(super) struct Sets(Vec<usize>);

impl Sets {
    pub(super) fn new(size: usize) -> Self {
        Self((0..size).collect())
    }

    pub(super) fn root(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The lower index stays root, so that what comes first gives the name.
        self.0[a.max(b)] = a.min(b);
    }
}
