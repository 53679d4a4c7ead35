//! The word lists of values: comparators, units, qualitative terms. Not for: reading.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use hongtou_notice::codes::Comparator;

use super::super::ink::Ink;
use super::super::words;

/// Longest word of the lists of comparators and units.
const LONGEST: usize = 6;

static TERMS: LazyLock<Terms> = LazyLock::new(Terms::load);

/// The lists.
pub(super) struct Terms {
    before: HashMap<&'static str, Comparator>,
    after: HashMap<&'static str, Comparator>,
    units: HashSet<&'static str>,
    qualitative: HashSet<String>,
}

impl Terms {
    pub(super) fn get() -> &'static Terms {
        &TERMS
    }

    fn load() -> Self {
        let (mut before, mut after) = (HashMap::new(), HashMap::new());
        let mut section = &mut before;
        let mut comparator = Comparator::None;
        for word in words(include_str!("../../../data/comparators.txt")) {
            match word {
                "[before]" => section = &mut before,
                "[after]" => section = &mut after,
                "about" => comparator = Comparator::None,
                _ => match word.parse() {
                    Ok(code) => comparator = code,
                    Err(_) => {
                        section.insert(word, comparator);
                    }
                },
            }
        }
        let units = words(include_str!("../../../data/value_units.txt")).collect();
        let mut qualitative = HashSet::new();
        for line in include_str!("../../../data/qualitative_terms.txt").lines().filter(|line| !line.starts_with('#')) {
            match line.split_once('×') {
                Some((heads, ends)) => {
                    for head in heads.split_whitespace() {
                        qualitative.extend(ends.split_whitespace().map(|end| format!("{head}{end}")));
                    }
                }
                None => qualitative.extend(line.split_whitespace().map(str::to_owned)),
            }
        }
        Self { before, after, units, qualitative }
    }

    /// The longest comparator that begins at a cell, and the cell after it.
    pub(super) fn before(&self, ink: &Ink, at: usize) -> Option<(Comparator, usize)> {
        longest(ink, at, |word| self.before.get(word).copied())
    }

    /// The longest word of comparison after a unit, and the cell after it.
    pub(super) fn after(&self, ink: &Ink, at: usize) -> Option<(Comparator, usize)> {
        longest(ink, at, |word| self.after.get(word).copied())
    }

    /// Length of the longest unit that begins at a cell.
    pub(super) fn unit(&self, ink: &Ink, at: usize) -> usize {
        longest(ink, at, |word| self.units.contains(word).then_some(())).map_or(0, |((), to)| to - at)
    }

    pub(super) fn is_qualitative(&self, text: &str) -> bool {
        self.qualitative.contains(text.trim_end_matches(['。', ';']))
    }
}

fn longest<T>(ink: &Ink, at: usize, look: impl Fn(&str) -> Option<T>) -> Option<(T, usize)> {
    (1..=LONGEST.min(ink.len().saturating_sub(at))).rev().find_map(|length| Some((look(&ink.text(at, at + length))?, at + length)))
}
