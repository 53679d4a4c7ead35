//! Rules in a picture: long, thin, straight runs of ink that hold a table together or stand alone. Not for: the cells that they make
//! (`layout`).

use super::picture::{Area, Ink};

/// Dots of paper that a rule may be broken by.
const GAP: usize = 4;
/// Shorter runs of ink are strokes of letters: half a row of small print.
const SHORT: usize = 45;
/// A run this long across the page begins a table: 17 mm, twice a stroke of the largest letters of a title.
const LONG: usize = 200;
/// A run that touches no other must be this long: 34 mm. A dash takes two letters.
const ALONE: usize = 400;
/// How thick a rule may be: 1.5 mm, the thickest line of a red head.
const THICK: usize = 20;
/// Rows over which a rule may wander: it falls by a dot or two, and three rows are looked at.
const HIGH: usize = 14;
/// How far the end of a rule may lie from the one that it meets.
const NEAR: usize = 12;
/// A run shorter than this may be a stroke of a letter in a tight row, which ends close to the rules above and below: it is a rule
/// only if it touches them. Two letters of 16 points.
const STROKE: usize = 135;
/// How far from a rule a run that touches it may end: its soft edge. Strokes of letters below each other may hang together over
/// several rows, so that longer runs must come close, too.
const TOUCH: usize = 3;
/// How far beside a bar the ink of strokes is looked for that cross it: beyond its soft edge.
const BESIDE: usize = 5;
/// Length on which a stroke of letters is crossed at least once: two rows of small print, 8 mm.
const ROW: usize = 100;
const CLOSE: usize = 5;

/// The rules of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Rules {
    /// Rules across the page, then rules down the page.
    pub(super) across: Vec<Area>,
    pub(super) down: Vec<Area>,
}

/// Finds the rules of a page that stands straight.
pub(super) fn find(ink: &Ink) -> Rules {
    let across = bars(ink);
    let mut down: Vec<Area> = bars(&ink.turned()).into_iter().map(turned).collect();
    let mut kept = Rules { across: across.iter().filter(|bar| bar.width() >= LONG).copied().collect(), down: Vec::new() };
    down.retain(|bar| !is_stroke(ink, bar, &kept.across));
    // Each round lets in what is held by rules that are known.
    for _ in 0..3 {
        kept.down = down.iter().filter(|bar| holds(&kept.across, bar)).copied().collect();
        kept.across = across.iter().filter(|bar| bar.width() >= LONG || between(&kept.down, bar)).copied().collect();
    }
    let alone: Vec<Area> = down.iter().filter(|bar| bar.height() >= ALONE && !kept.down.contains(bar)).copied().collect();
    kept.across.retain(|bar| bar.width() >= ALONE || kept.down.iter().any(|other| meet(bar, other)));
    kept.down.extend(alone);
    kept
}

fn turned(area: Area) -> Area {
    Area { x0: area.y0, y0: area.x0, x1: area.y1, y1: area.x1 }
}

/// Whether a rule across and one down meet or cross.
fn meet(across: &Area, down: &Area) -> bool {
    meet_within(across, down, NEAR)
}

/// Whether a rule across and one down come as close as this to each other, or cross.
fn meet_within(across: &Area, down: &Area, near: usize) -> bool {
    across.x0 <= down.x1 + near && down.x0 <= across.x1 + near && down.y0 <= across.y1 + near && across.y0 <= down.y1 + near
}

/// How close a run of this length must come to a rule that it meets.
fn reach(length: usize) -> usize {
    match length {
        ..STROKE => TOUCH,
        STROKE..ALONE => CLOSE,
        _ => NEAR,
    }
}

/// Whether a bar down the page runs from rule to rule.
fn holds(across: &[Area], bar: &Area) -> bool {
    let near = reach(bar.height());
    let met: Vec<&Area> = across.iter().filter(|rule| meet_within(rule, bar, near)).collect();
    let at = |end: usize| met.iter().any(|rule| rule.y0 <= end + near && end <= rule.y1 + near);
    match met.len() {
        0 | 1 => false,
        2 => at(bar.y0) && at(bar.y1),
        _ => bar.height() >= ALONE || at(bar.y0) || at(bar.y1),
    }
}

/// Whether a bar down the page is the upright stroke of letters, those of several tight rows maybe: other strokes cross it, one in
/// two rows at least. Only rules cross rules. To one no higher than a row it is enough that they reach it from one side (日, 州), for text keeps
/// away from the rules of its cell, or that it breaks off before the rule that it seems to meet (旧).
fn is_stroke(ink: &Ink, bar: &Area, across: &[Area]) -> bool {
    if bar.height() >= ALONE {
        return false;
    }
    // A stroke ends before the rules of a tight row, and the run goes on over the gap.
    let blank = |y: usize| (bar.x0..bar.x1).all(|x| !ink.at(x, y));
    if bar.height() < STROKE && (bar.y0..bar.y1.saturating_sub(1)).any(|y| blank(y) && blank(y + 1)) {
        return true;
    }
    let ruled =
        |y: usize| across.iter().any(|rule| rule.x0 <= bar.x1 && bar.x0 <= rule.x1 && rule.y0 <= y + BESIDE && y <= rule.y1 + BESIDE);
    let inked = |x: usize, y: usize| ink.at(x, y) && ink.at(x + 1, y);
    let crossed = |y: usize| {
        let (left, right) = (bar.x0 > BESIDE && inked(bar.x0 - BESIDE, y), inked(bar.x1 + BESIDE - 2, y));
        (left && right || bar.height() < STROKE && (left || right)) && !ruled(y)
    };
    let mut crossings = 0;
    let mut high = 0;
    for y in bar.y0..=bar.y1 {
        high = if y < bar.y1 && crossed(y) { high + 1 } else { 0 };
        // A stroke is thicker than a speck.
        crossings += usize::from(high == 2);
    }
    crossings * ROW > bar.height()
}

/// Whether a bar across the page runs from rule to rule.
fn between(down: &[Area], bar: &Area) -> bool {
    let near = reach(bar.width());
    let at = |end: usize| down.iter().any(|rule| rule.x0 <= end + near && end <= rule.x1 + near && meet_within(bar, rule, near));
    at(bar.x0) && at(bar.x1)
}

/// A run of ink in one row.
#[derive(Debug, Clone, Copy)]
struct Run {
    x0: usize,
    x1: usize,
}

/// Runs that touch from row to row, each with its row.
type Bar = Vec<(usize, Run)>;

/// Long thin bars across the picture.
fn bars(ink: &Ink) -> Vec<Area> {
    let mut bars: Vec<Bar> = Vec::new();
    // The runs of the row before, each with its bar.
    let mut before: Vec<(Run, usize)> = Vec::new();
    // Bars that met further down are one: where each went.
    let mut into: Vec<usize> = Vec::new();
    for y in 0..ink.height {
        let mut own: Vec<(Run, usize)> = Vec::new();
        for run in runs(ink, y) {
            let mut bar = bars.len();
            for (_, met) in before.iter().filter(|(other, _)| other.x0 < run.x1 && run.x0 < other.x1) {
                let mut met = *met;
                while into[met] != met {
                    met = into[met];
                }
                if bar == bars.len() {
                    bar = met;
                } else if met != bar {
                    into[met] = bar;
                    let moved = std::mem::take(&mut bars[met]);
                    bars[bar].extend(moved);
                }
            }
            if bar == bars.len() {
                bars.push(Vec::new());
                into.push(bar);
            }
            bars[bar].push((y, run));
            own.push((run, bar));
        }
        before = own;
    }
    let mut rules: Vec<Area> = bars.iter().filter(|bar| !bar.is_empty()).filter_map(|bar| rule(bar, ink)).collect();
    rules.sort_by_key(|area| (area.y0, area.x0));
    rules
}

/// Runs of ink in a row, looked at with its neighbours so that a rule which falls by a dot is still whole.
fn runs(ink: &Ink, y: usize) -> Vec<Run> {
    let rows = [ink.row(y.saturating_sub(1)), ink.row(y), ink.row(y + 1)];
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    for x in 0..ink.width {
        if !rows.iter().any(|row| row.get(x).copied().unwrap_or(false)) {
            continue;
        }
        match &mut open {
            Some(run) if x - run.x1 <= GAP => run.x1 = x + 1,
            _ => {
                runs.extend(open.take().filter(|run| run.x1 - run.x0 >= SHORT));
                open = Some(Run { x0: x, x1: x + 1 });
            }
        }
    }
    runs.extend(open.filter(|run| run.x1 - run.x0 >= SHORT));
    runs
}

/// The rule that a bar is, if it is thin, straight, and has paper at one side at least. What is too high may be a rule that something
/// touches (the ring of a seal, a letter): then only the rows around its heaviest one count.
fn rule(bar: &[(usize, Run)], ink: &Ink) -> Option<Area> {
    let (first, last) = (bar.iter().map(|(y, _)| *y).min()?, bar.iter().map(|(y, _)| *y).max()?);
    let mut rows = first..last + 1;
    if rows.len() > HIGH {
        let mut weights = vec![0_usize; rows.len()];
        bar.iter().for_each(|(y, run)| weights[y - first] += run.x1 - run.x0);
        let heaviest = first + weights.windows(5).enumerate().max_by_key(|(_, weights)| weights.iter().sum::<usize>())?.0 + 2;
        rows = heaviest.saturating_sub(HIGH / 2).max(first)..(heaviest + HIGH / 2).min(last + 1);
    }
    let own: Vec<&(usize, Run)> = bar.iter().filter(|(y, _)| rows.contains(y)).collect();
    let dots: usize = own.iter().map(|(_, run)| run.x1 - run.x0).sum();
    let area = own.iter().map(|(y, run)| Area { x0: run.x0, y0: *y, x1: run.x1, y1: y + 1 }).reduce(Area::cover)?;
    let (w, h) = (area.width(), area.height());
    // Looking at three rows at once makes every bar two rows thicker.
    let thick = dots.div_ceil(w).saturating_sub(2).max(1);
    let most = if w >= ALONE { THICK } else { THICK / 2 };
    if w < SHORT || thick > most || h > thick + 14 || w < 4 * thick {
        return None;
    }
    let beside = |rows: std::ops::Range<usize>| (area.x0..area.x1).filter(|x| rows.clone().any(|y| ink.at(*x, y))).count() * 2 < w;
    let (top, low) = (area.y0, area.y1);
    (beside(top.saturating_sub(4)..top.saturating_sub(1)) || beside(low + 1..low + 4)).then_some(area)
}
