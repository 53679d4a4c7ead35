//! A net of lines to the boxes between them: the squares of the grid that the lines span, joined where no line parts them.
//! Not for: the text in the boxes (`cells`).

use hongtou_document::Rect;

use super::rules::{Net, Sets, Stroke};

/// Lines closer than this, in points, are one: nothing can be written between them.
const ONE: f64 = 3.5;
/// How far, in points, a line may run over the last one that crosses it before a box without a border is seen beyond.
const OVERSHOOT: f64 = 8.0;

/// A box of the grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slot {
    pub(super) row: usize,
    pub(super) col: usize,
    pub(super) rows: usize,
    pub(super) cols: usize,
    /// Whether it lies open to the outside of the grid.
    pub(super) open: bool,
}

/// A grid and its boxes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    /// Edges of the columns.
    pub(super) xs: Vec<f64>,
    /// Edges of the rows.
    pub(super) ys: Vec<f64>,
    /// The boxes; they cover every square once.
    pub(super) slots: Vec<Slot>,
}

impl Grid {
    /// The box's place on the page.
    pub(super) fn rect(&self, slot: &Slot) -> Rect {
        let edge = |edges: &[f64], index: usize| edges.get(index).copied().unwrap_or(0.0);
        Rect {
            x0: edge(&self.xs, slot.col),
            y0: edge(&self.ys, slot.row),
            x1: edge(&self.xs, slot.col + slot.cols),
            y1: edge(&self.ys, slot.row + slot.rows),
        }
    }
}

/// The grid of a net; `None` if it spans no more than `most` squares and at least one.
pub(super) fn grid(net: &Net, most: usize) -> Option<Grid> {
    let xs = edges(&net.down, &net.across);
    let ys = edges(&net.across, &net.down);
    let (cols, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if cols == 0 || rows == 0 || cols.checked_mul(rows)? > most {
        return None;
    }
    // A line parts two squares where it runs past most of their common side.
    let across = by_edge(&net.across, &ys);
    let down = by_edge(&net.down, &xs);
    let parted = |strokes: &[Stroke], from: f64, to: f64| {
        let covered: f64 = strokes.iter().map(|stroke| (stroke.to.min(to) - stroke.from.max(from)).max(0.0)).sum();
        covered > 0.5 * (to - from)
    };
    let mut sets = Sets::new(rows * cols);
    let mut open_squares = vec![false; rows * cols];
    for row in 0..rows {
        for col in 0..cols {
            let square = row * cols + col;
            let below = parted(&across[row + 1], xs[col], xs[col + 1]);
            let right = parted(&down[col + 1], ys[row], ys[row + 1]);
            if row + 1 < rows && !below {
                sets.join(square, square + cols);
            }
            if col + 1 < cols && !right {
                sets.join(square, square + 1);
            }
            open_squares[square] = row + 1 == rows && !below
                || col + 1 == cols && !right
                || row == 0 && !parted(&across[0], xs[col], xs[col + 1])
                || col == 0 && !parted(&down[0], ys[row], ys[row + 1]);
        }
    }
    let roots: Vec<usize> = (0..rows * cols).map(|square| sets.root(square)).collect();
    let mut open = vec![false; rows * cols];
    for (square, root) in roots.iter().enumerate() {
        open[*root] |= open_squares[square];
    }
    let slots = rectangles(&roots, rows, cols, &open);
    Some(tidy(Grid { xs, ys, slots }))
}

/// Where lines of one kind stand, near ones as one, and where those that cross them run on beyond the last.
fn edges(own: &[Stroke], crossing: &[Stroke]) -> Vec<f64> {
    let mut places: Vec<f64> = own.iter().map(|stroke| stroke.at).collect();
    places.sort_by(f64::total_cmp);
    let mut edges: Vec<f64> = Vec::new();
    let mut group: Vec<f64> = Vec::new();
    let mut close = |group: &mut Vec<f64>| {
        if !group.is_empty() {
            edges.push(group.iter().sum::<f64>() / group.len() as f64);
            group.clear();
        }
    };
    for place in places {
        if group.first().is_some_and(|first| place - first > ONE) {
            close(&mut group);
        }
        group.push(place);
    }
    close(&mut group);
    let from = crossing.iter().map(|stroke| stroke.from).fold(f64::INFINITY, f64::min);
    let to = crossing.iter().map(|stroke| stroke.to).fold(f64::NEG_INFINITY, f64::max);
    if edges.first().is_some_and(|first| from < first - OVERSHOOT) {
        edges.insert(0, from);
    }
    if edges.last().is_some_and(|last| to > last + OVERSHOOT) {
        edges.push(to);
    }
    edges
}

/// The lines that stand on each edge.
fn by_edge(strokes: &[Stroke], edges: &[f64]) -> Vec<Vec<Stroke>> {
    let mut sorted = vec![Vec::new(); edges.len()];
    for stroke in strokes {
        let right = edges.partition_point(|edge| *edge < stroke.at);
        let nearest = [right.checked_sub(1), Some(right)]
            .into_iter()
            .flatten()
            .filter(|index| *index < edges.len())
            .min_by(|a, b| (edges[*a] - stroke.at).abs().total_cmp(&(edges[*b] - stroke.at).abs()));
        if let Some(index) = nearest {
            sorted[index].push(*stroke);
        }
    }
    sorted
}

/// Joined squares as rectangles. What is no rectangle (a line is missing) is cut into some.
fn rectangles(roots: &[usize], rows: usize, cols: usize, open: &[bool]) -> Vec<Slot> {
    let mut taken = vec![false; roots.len()];
    let mut slots = Vec::new();
    for row in 0..rows {
        for col in 0..cols {
            let square = row * cols + col;
            if taken[square] {
                continue;
            }
            let root = roots[square];
            let free = |row: usize, col: usize, taken: &[bool]| roots[row * cols + col] == root && !taken[row * cols + col];
            let wide = (col..cols).take_while(|col| free(row, *col, &taken)).count();
            let high = (row..rows).take_while(|row| (col..col + wide).all(|col| free(*row, col, &taken))).count();
            for taken_row in row..row + high {
                taken[taken_row * cols + col..taken_row * cols + col + wide].fill(true);
            }
            slots.push(Slot { row, col, rows: high, cols: wide, open: open[root] });
        }
    }
    slots
}

/// Drops edges at which no box begins or ends.
fn tidy(grid: Grid) -> Grid {
    let used = |edges: &[f64], begin: &dyn Fn(&Slot) -> (usize, usize)| {
        let mut used = vec![false; edges.len()];
        for slot in &grid.slots {
            let (from, size) = begin(slot);
            used[from] = true;
            used[from + size] = true;
        }
        used
    };
    let used_x = used(&grid.xs, &|slot| (slot.col, slot.cols));
    let used_y = used(&grid.ys, &|slot| (slot.row, slot.rows));
    let index = |used: &[bool]| -> Vec<usize> {
        used.iter()
            .scan(0, |next, used| {
                let own = *next;
                *next += usize::from(*used);
                Some(own)
            })
            .collect()
    };
    let (new_x, new_y) = (index(&used_x), index(&used_y));
    let keep = |edges: &[f64], used: &[bool]| edges.iter().zip(used).filter(|(_, used)| **used).map(|(edge, _)| *edge).collect();
    let slots = grid.slots.iter().map(|slot| Slot {
        row: new_y[slot.row],
        col: new_x[slot.col],
        rows: new_y[slot.row + slot.rows] - new_y[slot.row],
        cols: new_x[slot.col + slot.cols] - new_x[slot.col],
        open: slot.open,
    });
    Grid { slots: slots.collect(), xs: keep(&grid.xs, &used_x), ys: keep(&grid.ys, &used_y) }
}
