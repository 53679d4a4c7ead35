//! From a coloured page to ink on white paper: the paper's own shade taken out, a red seal made to vanish over black text, red
//! letters kept, specks dropped. Not for: what the ink says.

use super::picture::{Area, Grey, Ink, Picture};

/// How much redder than green and blue a dot of red ink is.
const RED: i16 = 45;
/// Side of the squares on which the paper's shade is measured.
const TILE: usize = 64;
/// Side of the squares on which red ink is gathered: 4 mm, the room between the ring of a seal and what stands in it.
const GATHER: usize = 48;
/// Smallest and largest side of a seal: 30 to 58 mm by the rules on seals of offices (国发〔1999〕25号: 42 to 60 mm across;
/// seals for particular uses are smaller), with room for a stamp that came out badly.
const SEAL: (usize, usize) = (300, 760);
/// Ink is darker than this part of the way from paper to black.
const DARK: u8 = 150;
/// Darker is black, lighter is paper.
const BLACK: u8 = 90;
const WHITE: u8 = 200;
/// Fewer dots of ink than this are a speck: a point in small print has 16.
const SPECK: usize = 9;

/// The page as grey ink on white paper.
pub(super) fn grey(picture: &Picture) -> Grey {
    let seals = seals(picture);
    let mut grey = Grey::blank(picture.width, picture.height);
    for (index, (dot, rgb)) in grey.dots.iter_mut().zip(picture.rgb.chunks_exact(3)).enumerate() {
        let (x, y) = (index % picture.width, index / picture.width);
        let [r, g, b] = *rgb else { continue };
        let light = (u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8;
        let light = u8::try_from(light).unwrap_or(255);
        let sealed = seals.iter().any(|seal| (seal.x0..seal.x1).contains(&x) && (seal.y0..seal.y1).contains(&y));
        *dot = if !sealed {
            light
        } else if redness(r, g, b) > RED / 2 && r > 130 {
            // Nothing but the seal's own ink.
            255
        } else {
            r
        };
    }
    whiten(&mut grey);
    grey
}

fn redness(r: u8, g: u8, b: u8) -> i16 {
    i16::from(r) - i16::from(g.max(b))
}

/// Where seals stand: heaps of red ink about as wide as high, of a seal's size, with empty corners as a circle has. The
/// letters of a red head stand in rows, which are wide and fill their corners.
fn seals(picture: &Picture) -> Vec<Area> {
    let (cols, rows) = (picture.width.div_ceil(GATHER), picture.height.div_ceil(GATHER));
    let mut red = Ink::none(picture.width, picture.height);
    let mut squares = Ink::none(cols, rows);
    let mut counts = vec![0_u32; cols * rows];
    for (index, rgb) in picture.rgb.chunks_exact(3).enumerate() {
        let [r, g, b] = *rgb else { continue };
        if redness(r, g, b) > RED && r > 90 {
            red.dots[index] = true;
            let (x, y) = (index % picture.width, index / picture.width);
            counts[y / GATHER * cols + x / GATHER] += 1;
        }
    }
    for (square, count) in squares.dots.iter_mut().zip(&counts) {
        *square = *count > 12;
    }
    let mut seals = Vec::new();
    for heap in heaps(&squares) {
        let rough = Area {
            x0: heap.area.x0 * GATHER,
            y0: heap.area.y0 * GATHER,
            x1: (heap.area.x1 * GATHER).min(picture.width),
            y1: (heap.area.y1 * GATHER).min(picture.height),
        };
        let Some(area) = extent(&red, rough) else { continue };
        let (w, h) = (area.width(), area.height());
        let sized = (SEAL.0..=SEAL.1).contains(&w) && (SEAL.0..=SEAL.1).contains(&h);
        if sized && w * 4 < h * 5 && h * 4 < w * 5 && empty_corners(&red, area) {
            let margin = 6;
            seals.push(Area {
                x0: area.x0.saturating_sub(margin),
                y0: area.y0.saturating_sub(margin),
                x1: area.x1 + margin,
                y1: area.y1 + margin,
            });
        }
    }
    seals
}

/// The box around the ink within a box.
pub(super) fn extent(ink: &Ink, area: Area) -> Option<Area> {
    let mut found: Option<Area> = None;
    for y in area.y0..area.y1.min(ink.height) {
        let row = ink.row(y).get(area.x0..area.x1.min(ink.width)).unwrap_or_default();
        let Some(first) = row.iter().position(|ink| *ink) else { continue };
        let last = row.iter().rposition(|ink| *ink).unwrap_or(first);
        let own = Area { x0: area.x0 + first, y0: y, x1: area.x0 + last + 1, y1: y + 1 };
        found = Some(found.map_or(own, |found| found.cover(own)));
    }
    found
}

/// Whether the corners of a box are as empty as a circle leaves them: it takes up none of a square of a seventh of its side.
fn empty_corners(red: &Ink, area: Area) -> bool {
    let (w, h) = (area.width() / 8, area.height() / 8);
    let corner = |x0: usize, y0: usize| {
        (y0..y0 + h).map(|y| red.row(y).get(x0..x0 + w).unwrap_or_default().iter().filter(|ink| **ink).count()).sum::<usize>()
    };
    let (right, low) = (area.x1 - w, area.y1 - h);
    let inked = [(area.x0, area.y0), (right, area.y0), (area.x0, low), (right, low)].map(|(x, y)| corner(x, y));
    inked.iter().all(|count| count * 50 < w * h)
}

/// Takes the paper's shade out, square by square: paper becomes white and the ink's darkness is measured against it.
fn whiten(grey: &mut Grey) {
    let (cols, rows) = (grey.width.div_ceil(TILE), grey.height.div_ceil(TILE));
    let mut paper = vec![255_u8; cols * rows];
    for row in 0..rows {
        for col in 0..cols {
            let mut counts = [0_u32; 256];
            let mut all = 0;
            for y in row * TILE..((row + 1) * TILE).min(grey.height) {
                for dot in grey.row(y).get(col * TILE..((col + 1) * TILE).min(grey.width)).unwrap_or_default() {
                    counts[usize::from(*dot)] += 1;
                    all += 1;
                }
            }
            // Most of any square is paper; the lighter half of it gives its shade.
            let mut seen = 0;
            let shade = (0..=255_u8).rev().find(|shade| {
                seen += counts[usize::from(*shade)];
                seen * 10 >= all * 3
            });
            paper[row * cols + col] = shade.unwrap_or(255);
        }
    }
    // A square within a picture or a bar has no paper of its own.
    let usual = {
        let mut sorted = paper.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied().unwrap_or(255)
    };
    for shade in &mut paper {
        *shade = (*shade).max(usual / 3 * 2).max(60);
    }
    let width = grey.width;
    for (index, dot) in grey.dots.iter_mut().enumerate() {
        let (x, y) = (index % width, index / width);
        let shade = u32::from(paper[y / TILE * cols + x / TILE]);
        *dot = u8::try_from((u32::from(*dot) * 255 / shade).min(255)).unwrap_or(255);
    }
}

/// What is ink on a whitened page.
pub(super) fn ink(grey: &Grey) -> Ink {
    Ink { width: grey.width, height: grey.height, dots: grey.dots.iter().map(|dot| *dot < DARK).collect() }
}

/// Noise of paper and ink taken out: what is nearly paper becomes paper, what is nearly black becomes black. Engines take noise for
/// strokes; the soft edges of letters stay.
pub(super) fn sharpen(grey: &mut Grey) {
    for dot in &mut grey.dots {
        let over = u32::from(dot.saturating_sub(BLACK)) * 255 / u32::from(WHITE - BLACK);
        *dot = u8::try_from(over.min(255)).unwrap_or(255);
    }
}

/// Ink that hangs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heap {
    pub(super) area: Area,
    /// Dots of ink.
    pub(super) dots: usize,
}

/// All heaps of ink, in the order of their first rows. Corners touch.
pub(super) fn heaps(ink: &Ink) -> Vec<Heap> {
    let mut heaps = Vec::new();
    walk(ink, &mut |heap, _| heaps.push(heap));
    heaps
}

/// Takes specks away.
pub(super) fn despeckle(ink: &mut Ink, grey: &mut Grey) {
    let mut specks: Vec<usize> = Vec::new();
    walk(ink, &mut |heap, dots| {
        if heap.dots < SPECK {
            specks.extend_from_slice(dots);
        }
    });
    for index in specks {
        ink.dots[index] = false;
        let (x, y) = (index % grey.width, index / grey.width);
        for near in y.saturating_sub(1)..(y + 2).min(grey.height) {
            let start = near * grey.width;
            grey.dots[start + x.saturating_sub(1)..start + (x + 2).min(grey.width)].fill(255);
        }
    }
}

/// Tells every heap of ink with its dots, in the order of their first rows.
pub(super) fn walk(ink: &Ink, found: &mut dyn FnMut(Heap, &[usize])) {
    let mut seen = vec![false; ink.dots.len()];
    let mut own: Vec<usize> = Vec::new();
    for start in 0..ink.dots.len() {
        if !ink.dots[start] || seen[start] {
            continue;
        }
        own.clear();
        own.push(start);
        seen[start] = true;
        let mut area = Area { x0: start % ink.width, y0: start / ink.width, x1: start % ink.width + 1, y1: start / ink.width + 1 };
        let mut next = 0;
        while let Some(&index) = own.get(next) {
            next += 1;
            let (x, y) = (index % ink.width, index / ink.width);
            area = area.cover(Area { x0: x, y0: y, x1: x + 1, y1: y + 1 });
            for near_y in y.saturating_sub(1)..(y + 2).min(ink.height) {
                for near_x in x.saturating_sub(1)..(x + 2).min(ink.width) {
                    let near = near_y * ink.width + near_x;
                    if ink.dots[near] && !seen[near] {
                        seen[near] = true;
                        own.push(near);
                    }
                }
            }
        }
        found(Heap { area, dots: own.len() }, &own);
    }
}
