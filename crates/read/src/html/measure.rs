//! What is asked of elements again and again, counted once from the leaves up: a page nested on purpose must not
//! be counted anew at every level. Not for: judging by the counts.

use super::grid;
use super::links;
use super::tree::{Element, Node, is_blank, squeezed};

/// Marks that running text has; a colon alone has every label of a page.
const MARKS: [char; 6] = ['，', '。', '；', '、', '《', '〔'];

/// Counts over an element and all below it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measure {
    /// Characters that are no blanks.
    pub(super) weight: usize,
    /// Those of them that are letters: dates and numbers beside links do not make a list a text.
    pub(super) letters: usize,
    /// Letters in links; attachments are text and do not count.
    pub(super) link_letters: usize,
    /// Links.
    pub(super) links: usize,
    /// Whether there is a block below.
    pub(super) blocks: bool,
    /// For a table: whether it only puts blocks to their places.
    pub(super) layout: bool,
    /// Characters of running text and of tables of data.
    pub(super) score: usize,
}

/// Counts an element and all below it.
pub(super) fn measure(element: &mut Element) {
    for child in &mut element.children {
        if let Node::Element(child) = child {
            measure(child);
        }
    }
    let mut sum = Measure::default();
    // Text that stands in no block of its own.
    let mut direct = String::new();
    for child in &element.children {
        match child {
            Node::Text(text) => {
                sum.weight += text.chars().filter(|c| !is_blank(*c)).count();
                sum.letters += text.chars().filter(|c| c.is_alphabetic() && !matches!(c, '年' | '月' | '日')).count();
                direct.push_str(text);
            }
            Node::Element(child) => {
                let below = child.measure;
                sum.weight += below.weight;
                sum.letters += below.letters;
                sum.link_letters += below.link_letters;
                sum.links += below.links;
                sum.blocks |= child.is_block() || below.blocks;
                if child.is_block() || below.blocks {
                    sum.score += below.score;
                } else {
                    direct.push_str(&child.text());
                }
            }
        }
    }
    if element.name == "a" && element.attribute("href").is_some() {
        sum.links += 1;
        sum.link_letters = if links::is_attachment(element) { 0 } else { sum.letters };
    }
    let running = if direct.contains(MARKS) { squeezed(&direct).chars().count() } else { 0 };
    sum.score += if sum.blocks { running } else { running.saturating_sub(sum.link_letters) };
    element.measure = sum;
    if element.name == "table" {
        element.measure.layout = grid::is_layout(element);
        if !element.measure.layout {
            element.measure.score = sum.weight;
        }
    }
}
