//! The letters before year and serial (机关代字): where they begin in the text that they are glued to, and how sure
//! that is. Rules: `docs/document-numbers.md` (cut, then trim; known codes beat trimming). Not for: which body a code
//! means (`hongtou_notice::AgencyCodes`).

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::sync::LazyLock;

use hongtou_notice::{AgencyCodes, Divisions, Match};
use rustc_hash::FxHashMap;

use super::super::ink::{Gap, Ink};
use super::super::words;
use super::lists::{CharSet, Known, Words};

/// Longest stretch that is looked at before a year.
const REACH: usize = 30;
/// Longest code.
const LONGEST: usize = 14;

/// Words that end before a code.
static SEPARATORS: LazyLock<Words> = LazyLock::new(|| words(include_str!("../../../data/number_separators.txt")).collect());
/// Their first characters: most letters begin none.
static SEPARATOR_STARTS: LazyLock<CharSet> = LazyLock::new(|| SEPARATORS.iter().filter_map(|word| word.chars().next()).collect());
/// Characters glued before a code, and whether they may begin a region's name.
static PARTICLES: LazyLock<FxHashMap<char, bool>> = LazyLock::new(|| {
    let list = words(include_str!("../../../data/number_particles.txt"));
    list.filter_map(|word| Some((word.chars().next()?, word.ends_with('!')))).collect()
});
static PARTS: LazyLock<Parts> = LazyLock::new(Parts::load);

/// How well formed a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quality {
    /// Any ideographs.
    Odd,
    /// Holds a letter of an office.
    Lettered,
    /// An unknown region of one to three letters, then words of the code vocabulary.
    Shaped,
    /// A region that is known, or none for the centre, then words of the code vocabulary.
    Built,
    /// In the table of codes.
    Known,
}

/// A code and where it begins.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) start: usize,
    pub(super) text: String,
    pub(super) quality: Quality,
    /// Stands apart from what is before it.
    pub(super) apart: bool,
    /// Blanks inside were closed.
    pub(super) joined: bool,
    /// In （ ） after 》.
    pub(super) cited: bool,
}

struct Parts {
    body: HashSet<&'static str>,
    dept: HashSet<&'static str>,
    tail: HashSet<&'static str>,
    letters: HashSet<char>,
}

impl Parts {
    fn load() -> Self {
        let (mut body, mut dept, mut tail) = (HashSet::new(), HashSet::new(), HashSet::new());
        let mut section = &mut body;
        for word in words(include_str!("../../../data/code_words.txt")) {
            match word {
                "[body]" => section = &mut body,
                "[dept]" => section = &mut dept,
                "[tail]" => section = &mut tail,
                _ => {
                    section.insert(word);
                }
            }
        }
        let letters = body.iter().chain(&tail).filter(|word| word.chars().count() == 1).flat_map(|word| word.chars()).collect();
        Self { body, dept, tail, letters }
    }

    /// Whether the letters are an office, then departments and tails. `（社）` groups count as departments.
    fn office(&self, text: &[char]) -> bool {
        // reach[i]: whether the first i letters can be read so, as an office (bit 1) or with a department after (bit 2).
        let mut reach = vec![0_u8; text.len() + 1];
        for from in 0..text.len() {
            let state = if from == 0 { 1 } else { reach[from] };
            if state == 0 {
                continue;
            }
            if text[from] == '（' && from > 0 {
                if let Some(length) = text[from..].iter().position(|&c| c == '）') {
                    let inner: String = text[from + 1..from + length].iter().collect();
                    if self.is_group(&inner) {
                        reach[from + length + 1] |= 2;
                    }
                }
                continue;
            }
            let mut word = String::new();
            for (to, &c) in (from + 1..).zip(text[from..].iter().take(5)) {
                word.push(c);
                if self.body.contains(word.as_str()) && (from == 0 || state & 1 == 1) {
                    reach[to] |= 1;
                }
                if from > 0 && (self.dept.contains(word.as_str()) || self.tail.contains(word.as_str())) {
                    reach[to] |= 2;
                }
            }
        }
        reach.last().is_some_and(|&state| state != 0)
    }

    fn is_group(&self, inner: &str) -> bool {
        self.dept.contains(inner) || self.tail.contains(inner)
    }
}

/// Whether the letters of a region are known to the divisions or stand for the centre.
fn region(text: &str) -> bool {
    if text.chars().count() >= 3 && text.ends_with(['县', '省', '旗', '市', '区', '州']) {
        // Codes use short forms (和市, 库开), never full names: those are the end of a body's name.
        return false;
    }
    matches!(text, "" | "国" | "中" | "中共" | "兵") || Divisions::get().resolve_region(text, None) != Match::None
}

thread_local! {
    /// What letters were graded before: a text repeats its few codes, and the same letters are graded several times for one
    /// number. The grade follows from the letters alone.
    static GRADES: RefCell<Known<(Quality, usize)>> = RefCell::new(Known::default());
}
/// More letters are not remembered at once.
const MOST_GRADES: usize = 4096;

/// How well formed some letters are as a code, and how many of them name the region.
fn graded(text: &str) -> (Quality, usize) {
    GRADES.with_borrow_mut(|grades| {
        if let Some(known) = grades.get(text) {
            return *known;
        }
        let grade = weighed(text);
        if grades.len() >= MOST_GRADES {
            grades.clear();
        }
        grades.insert(text.to_owned(), grade);
        grade
    })
}

fn weighed(text: &str) -> (Quality, usize) {
    if AgencyCodes::get().lookup(text).is_some() {
        return (Quality::Known, usize::from(!text.starts_with('财')));
    }
    let letters: Vec<char> = text.chars().collect();
    let lettered = letters.iter().any(|c| PARTS.letters.contains(c));
    let mut best = (if lettered { Quality::Lettered } else { Quality::Odd }, 0);
    // A stretch of text that is longer than any code, brackets of a group included, is none.
    if letters.len() > LONGEST + 2 {
        return best;
    }
    let mut head = String::new();
    for (split, &letter) in letters.iter().enumerate().take(5) {
        if (split > 0 || letters.len() > 1) && letters.get(split..).is_some_and(|office| PARTS.office(office)) {
            if region(&head) {
                return (Quality::Built, split);
            }
            if split <= 3 && best.0 < Quality::Shaped {
                best = (Quality::Shaped, split);
            }
        }
        head.push(letter);
    }
    best
}

/// Cells of the longest stretch, with a group that begins beyond the reach.
const CELLS: usize = REACH + 8;

/// The stretch of letters that ends before a cell, in order.
struct Run<'a> {
    ink: &'a Ink,
    from: usize,
    to: usize,
    /// Its letters as codes are written, a group in `（ ）`.
    letters: String,
    /// The byte in `letters` where each cell begins.
    starts: [u8; CELLS],
    /// The grade asked for last, and of which cell: the same is asked several times on end.
    grade: Cell<Option<(usize, (Quality, usize))>>,
}

impl<'a> Run<'a> {
    /// Walks back over ideographs and one （group）.
    fn before(ink: &'a Ink, to: usize, floor: usize, mut breaks: usize) -> Self {
        let (mut from, mut grouped) = (to, false);
        while from > floor && to - from < REACH {
            // A gap before the cell after this one: before the year any but a wall, inside the code too.
            match ink.gap(from) {
                Gap::Wall => break,
                Gap::Break if breaks == 0 => break,
                Gap::Break => breaks -= 1,
                Gap::Blank | Gap::None => {}
            }
            let i = from - 1;
            if ink.is_han(i) && ink.c(i) != '号' {
                from = i;
            } else if ink.c(i) == ')' && !grouped {
                let Some(open) = (floor.max(i.saturating_sub(5))..i).rev().find(|&j| ink.c(j) == '(') else { break };
                let inner = ink.text(open + 1, i);
                if open == floor
                    || !ink.is_han(open - 1)
                    || !PARTS.is_group(&inner)
                    || ink.breaks(open - 1, i + 1) > breaks
                    || (open..=i).any(|j| ink.gap(j) == Gap::Wall)
                {
                    break;
                }
                // The gap before the bracket is counted when the walk goes on over it.
                breaks -= ink.breaks(open, i + 1);
                grouped = true;
                from = open;
            } else {
                break;
            }
        }
        let (mut letters, mut starts) = (String::with_capacity(3 * (to - from)), [0; CELLS]);
        for (i, start) in (from..to).zip(&mut starts) {
            *start = u8::try_from(letters.len()).unwrap_or(u8::MAX);
            letters.push(match ink.c(i) {
                '(' => '（',
                ')' => '）',
                c => c,
            });
        }
        Self { ink, from, to, letters, starts, grade: Cell::new(None) }
    }

    fn byte(&self, at: usize) -> usize {
        let cell = at.checked_sub(self.from).filter(|_| at < self.to).and_then(|cell| self.starts.get(cell));
        cell.map_or(self.letters.len(), |byte| usize::from(*byte))
    }

    /// The letters of some cells of the stretch.
    fn between(&self, from: usize, to: usize) -> &str {
        self.letters.get(self.byte(from)..self.byte(to)).unwrap_or_default()
    }

    fn text(&self, from: usize) -> &str {
        self.between(from, self.to)
    }

    fn quality(&self, from: usize) -> Quality {
        self.graded(from).0
    }

    /// How well formed the letters from a cell on are, and how many of them name the region.
    fn graded(&self, from: usize) -> (Quality, usize) {
        if let Some((_, grade)) = self.grade.get().filter(|(of, _)| *of == from) {
            return grade;
        }
        let grade = graded(self.text(from));
        self.grade.set(Some((from, grade)));
        grade
    }

    /// Whether what stands before a cell parts it from the text: a border, a blank, punctuation.
    fn apart(&self, at: usize) -> bool {
        let gap = self.ink.gap(at);
        let before = at.checked_sub(1).map_or('\0', |i| self.ink.c(i));
        gap != Gap::None || !(super::super::fold::is_han(before) || before.is_ascii_alphanumeric())
    }

    /// Where the code begins in the stretch from a cell on, which holds no gap that parts words.
    fn trim(&self, from: usize) -> usize {
        if self.quality(from) == Quality::Known {
            return from;
        }
        let mut start = from;
        for at in (from..self.to).filter(|&at| SEPARATOR_STARTS.has(self.ink.c(at))) {
            for i in at..self.to.min(at + 8) {
                if self.to - (i + 1) >= 2 && SEPARATORS.contains(self.between(at, i + 1)) {
                    start = start.max(i + 1);
                }
            }
        }
        // A unit after a figure (`7423万冀财社…`, `2024年财社…`).
        if start == from && from.checked_sub(1).is_some_and(|i| self.ink.c(i).is_ascii_digit()) {
            while self.to - start > 2 && matches!(self.ink.c(start), '年' | '月' | '日' | '万' | '亿' | '元' | '个' | '批') {
                start += 1;
            }
        }
        let start = self.strip(start, from);
        // Names of bodies that the list does not hold, before a code that is complete without them.
        let named = |at: &usize| {
            self.quality(*at) >= Quality::Built
                && matches!(self.ink.c(at - 1), '厅' | '局' | '部' | '委' | '会' | '院' | '署' | '府' | '县' | '社' | '团')
        };
        // 卫生健康局以柘财社〔…: the word between a body and the code that it used, where no table knows the code.
        let used = |at: &usize| {
            matches!(self.ink.c(at - 1), '以' | '按' | '据' | '由')
                && matches!(self.ink.c(at - 2), '厅' | '局' | '部' | '委' | '会' | '院' | '署' | '府' | '办')
                && self.quality(*at) >= Quality::Shaped
        };
        // 我市以某财社〔…, 全区以…: the one who speaks, and the word that leads to his paper.
        let spoken = |at: &usize| {
            self.ink.c(at - 1) == '以'
                && matches!(self.ink.c(at - 2), '省' | '市' | '州' | '县' | '区' | '旗' | '镇' | '乡')
                && matches!(self.ink.c(at - 3), '我' | '全' | '本' | '各' | '该' | '市' | '县')
                && self.quality(*at) >= Quality::Shaped
        };
        if self.quality(start) < Quality::Built
            && let Some(at) = (start + 3..self.to.saturating_sub(1)).rev().find(|at| used(at) || spoken(at))
        {
            return at;
        }
        // 莆城委农办 behind （ or a word that leads to a number: letters that make a whole code hold no body's name.
        let whole = self.quality(start) == Quality::Shaped && (start > from || self.firm(start));
        let cut =
            if self.quality(start) < Quality::Built && !whole { (start + 3..self.to.saturating_sub(1)).rev().find(named) } else { None };
        cut.map_or(start, |at| self.strip(at, from))
    }

    /// Cuts off particles. One that also begins names of regions stays where the name is known with it, or where
    /// nothing stands glued before, unless the rest is a region's code of the table.
    fn strip(&self, mut start: usize, from: usize) -> usize {
        while self.to - start > 2 {
            let Some(&regional) = PARTICLES.get(&self.ink.c(start)) else { break };
            // 万 and 元 are units only behind a figure; elsewhere they begin a region (根据万财教…).
            let figure =
                start.checked_sub(1).is_some_and(|i| self.ink.c(i).is_ascii_digit() || matches!(self.ink.c(i), '万' | '亿' | '千'));
            if matches!(self.ink.c(start), '万' | '元') && !figure {
                break;
            }
            let (whole, rest) = (self.graded(start), self.graded(start + 1));
            let named = whole.0 == Quality::Built && (whole.1 > 1 || self.led(start)) || start == from && self.firm(start);
            if whole.0 == Quality::Known || (regional && named && (rest.0 < Quality::Known || rest.1 == 0)) {
                break;
            }
            start += 1;
        }
        start
    }

    /// Whether a word that leads to a document stands right before: no particle follows it (根据并财农〔…: 并 is 太原).
    fn led(&self, at: usize) -> bool {
        let word = at.checked_sub(2).map(|from| self.ink.text(from, at));
        word.is_some_and(|word| matches!(word.as_str(), "根据" | "依据" | "按照" | "依照" | "遵照"))
    }

    /// A stand so firm that no word is glued before: after （ or at the start of a line.
    fn firm(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or('\0', |i| self.ink.c(i));
        self.ink.gap(at) >= Gap::Break || before == '('
    }

    /// Where the code begins, gaps and all; and whether gaps were closed.
    fn start(&self) -> (usize, bool) {
        let mut borders: Vec<usize> = (self.from + 1..self.to).filter(|&i| self.ink.gap(i) > Gap::None).collect();
        let Some(mut word) = borders.pop() else { return (self.trim(self.from), false) };
        let mut start = self.trim(word);
        let mut joined = false;
        loop {
            let before = borders.pop().unwrap_or(self.from);
            let whole = self.trim(before);
            // A word that ends before codes is itself broken here (此⏎前财教…): the code begins behind it.
            if whole > word {
                return (start.max(whole), joined);
            }
            let longer = whole < word;
            let ((old, old_region), (new, new_region)) = (self.graded(start), self.graded(whole));
            let short = word - before <= 3;
            let broken = self.ink.gap(word) == Gap::Break;
            // A lone department letter has lost what stands before; a stretch that makes a whole code belongs to it.
            let lone = self.to - start == 1 || old == Quality::Odd && short;
            let fits = new >= Quality::Built
                && (new == Quality::Known || self.apart(whole) || (broken && new_region > old_region.max(1)))
                && if broken { true } else { short && (self.firm(whole) || new == Quality::Known) };
            let bracketed = broken && self.firm(before) && self.ink.gap(before) == Gap::None && word - before <= 6;
            // The line before ends in a letter or two that no list explains: the region, or a part of it.
            let left = broken
                && new >= Quality::Shaped
                && (old < Quality::Built || self.ink.c(start) == '财')
                && word - whole <= 2
                && !matches!(
                    self.ink.c(word - 1),
                    '县' | '局' | '厅' | '部' | '委' | '会' | '处' | '科' | '院' | '司' | '号' | '年' | '月' | '日' | '元'
                );
            if !(longer && (lone || fits || bracketed || left) && self.to - whole <= LONGEST) {
                return (start, joined);
            }
            // A guess that no table supports is said to be one.
            joined |= !broken || (left && new < Quality::Built);
            (start, word) = (whole, before);
            if whole > before || before == self.from {
                return (start, joined);
            }
        }
    }
}

/// The code that ends before a cell; it does not reach over `floor` nor over more line breaks than `breaks`.
pub(super) fn code(ink: &Ink, to: usize, floor: usize, breaks: usize) -> Option<Code> {
    let run = Run::before(ink, to, floor, breaks);
    if run.from == run.to {
        return None;
    }
    let (mut start, joined) = run.start();
    // Running text that no listed word parts from the code: a region's code of the table ends it, or one of a province.
    let grade = run.quality(start);
    // A county's code that no table holds, on a line of its own (玉江财农), is whole though a part of it reads as the
    // code of another place; only a province's letter parts it from a word (报新财社).
    let firm = grade == Quality::Shaped && run.firm(start);
    if grade < Quality::Built || run.to - start > LONGEST {
        let found = (start + 1..run.to.saturating_sub(2)).find(|&at| {
            let text = run.text(at);
            let (quality, region) = run.graded(at);
            region > 0
                && (!firm || province_letter(text))
                && (quality == Quality::Known || (at >= start + 2 && quality == Quality::Built && province_letter(text)))
        });
        if let Some(found) = found {
            start = found;
        } else if run.to - start > LONGEST {
            return None;
        }
    }
    let quality = run.quality(start);
    if run.text(start).chars().count() < 2 && quality != Quality::Known {
        return None;
    }
    let before = |back: usize| start.checked_sub(back).map_or('\0', |i| ink.c(i));
    let cited = before(1) == '(' && before(2) == '》';
    let (apart, before) = (run.apart(start), run.byte(start));
    let mut text = run.letters;
    text.drain(..before);
    Some(Code { quality, apart, cited, joined, start, text })
}

/// Whether the region is a province's letter.
fn province_letter(text: &str) -> bool {
    text.starts_with(|c| "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵".contains(c))
}
