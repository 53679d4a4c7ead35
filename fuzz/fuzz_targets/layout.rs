//! Pages drawn by a program of a few strokes, so that grids, lines and words come about and not only noise, through the
//! layout. Nothing may panic, take long, or point outside the text.
#![no_main]

use hongtou_read::fuzzing::{Letter, Page, lay_out};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;

/// Characters that the layout treats differently.
const LETTERS: [char; 16] = ['财', '第', '页', '（', '“', '，', '。', '1', '9', '.', '-', 'a', ' ', '—', '\u{FFFD}', '合'];

#[derive(Debug, Arbitrary)]
enum Stroke {
    /// A full grid: steps from line to line, down and across.
    Grid {
        x: u16,
        y: u16,
        columns: Vec<u8>,
        rows: Vec<u8>,
        double: bool,
    },
    Rule {
        x: i16,
        y: i16,
        width: i16,
        height: i16,
    },
    Word {
        x: i16,
        y: i16,
        size: u8,
        step: i8,
        turn: u8,
        vertical: bool,
        letters: Vec<u8>,
    },
    /// Numbers as they come, not-numbers and infinities as well.
    Odd {
        box_: [f64; 4],
        ch: char,
        rule: bool,
    },
    NextPage {
        wide: u16,
        high: u16,
    },
}

fuzz_target!(|strokes: Vec<Stroke>| {
    let mut pages = vec![Page::new(595.0, 842.0)];
    for stroke in strokes {
        let Some(page) = pages.last_mut() else { return };
        draw(page, &stroke);
        if let Stroke::NextPage { wide, high } = stroke {
            pages.push(Page::new(f64::from(wide) / 16.0, f64::from(high) / 16.0));
        }
        // What is large is slow without being wrong.
        if pages.len() > 8 || pages.iter().map(|page| page.letters.len() + page.rules.len()).sum::<usize>() > 4000 {
            return;
        }
    }
    let document = lay_out(pages);
    let end = document.text().len();
    for block in document.blocks() {
        assert!(block.span().start <= block.span().end && block.span().end <= end);
    }
});

fn draw(page: &mut Page, stroke: &Stroke) {
    let quarter = |n: i16| f64::from(n) / 16.0;
    match stroke {
        Stroke::Grid { x, y, columns, rows, double } => {
            let edges = |from: u16, steps: &[u8]| {
                let mut at = f64::from(from) / 64.0;
                let mut edges = vec![at];
                for step in steps.iter().take(12) {
                    at += f64::from(*step) / 2.0;
                    edges.push(at);
                }
                edges
            };
            let (xs, ys) = (edges(*x, columns), edges(*y, rows));
            let (left, right, top, foot) = (xs[0], xs[xs.len() - 1], ys[0], ys[ys.len() - 1]);
            page.rules.extend(xs.iter().map(|x| [*x, top, *x, foot]));
            page.rules.extend(ys.iter().map(|y| [left, *y, right, *y]));
            if *double {
                page.rules.extend(ys.iter().map(|y| [left + 1.0, *y + 1.5, right + 1.0, *y + 1.5]));
            }
        }
        Stroke::Rule { x, y, width, height } => {
            page.rules.push([quarter(*x), quarter(*y), quarter(x.saturating_add(*width)), quarter(y.saturating_add(*height))]);
        }
        Stroke::Word { x, y, size, step, turn, vertical, letters } => {
            let (mut x, mut y, em) = (quarter(*x), quarter(*y), f64::from(*size) / 4.0);
            for letter in letters.iter().take(60) {
                let ch = LETTERS[usize::from(letter % 16)];
                let wide = if ch.is_ascii() { em / 2.0 } else { em };
                page.letters.push(Letter { ch, sides: [x, y, x + wide, y + em], turn: *turn, vertical: *vertical });
                let on = wide + f64::from(*step) / 8.0;
                if *vertical || turn % 2 == 1 { y += on } else { x += on }
            }
        }
        Stroke::Odd { box_, ch, rule: false } => page.letters.push(Letter { ch: *ch, sides: *box_, turn: 0, vertical: false }),
        Stroke::Odd { box_, rule: true, .. } => page.rules.push(*box_),
        Stroke::NextPage { .. } => {}
    }
}
