//! What stands on a page around the text, found line by line: known words (`data/page_chrome.txt`) and lists of
//! links. Not for: choosing among the blocks that are left (`content`).

use std::sync::LazyLock;

use super::tree::{Element, Node, squeezed};

/// Characters up to which a line may be known by a word in it.
const LINE: usize = 200;

struct Words {
    whole: Vec<String>,
    start: Vec<String>,
    inside: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { whole: Vec::new(), start: Vec::new(), inside: Vec::new() };
    for line in include_str!("../../data/page_chrome.txt").lines() {
        let line = line.trim();
        let list = match line.chars().next() {
            Some('=') => &mut words.whole,
            Some('^') => &mut words.start,
            Some('~') => &mut words.inside,
            _ => continue,
        };
        list.push(line.chars().skip(1).collect::<String>().to_lowercase());
    }
    words
});

/// Removes what is not text. Cells of tables of data are left alone.
pub(super) fn prune(element: &mut Element) {
    element.children.retain_mut(|child| {
        let Node::Element(child) = child else { return true };
        if child.is_data() {
            return !is_menu(child);
        }
        if is_links(child) || !child.has_blocks() && child.is_block() && is_line(child) {
            return false;
        }
        prune(child);
        true
    });
}

/// Whether a line is one of the page.
fn is_line(element: &Element) -> bool {
    let line = squeezed(&element.text()).to_lowercase();
    if line.is_empty() || line.chars().count() > LINE {
        return false;
    }
    let words = &*WORDS;
    words.whole.contains(&line)
        || words.start.iter().any(|word| line.starts_with(word.as_str()))
        || words.inside.iter().any(|word| line.contains(word.as_str()))
}

/// Whether a table of data has nothing but links: a menu. Names of places may be links; their numbers are not.
fn is_menu(table: &Element) -> bool {
    let counts = table.measure;
    counts.links >= 2 && counts.link_letters * 10 >= counts.letters * 9 && counts.weight * 10 <= counts.letters * 12
}

/// Whether a block is mostly links: navigation, lists of other pages.
fn is_links(element: &Element) -> bool {
    let heading = matches!(element.name.as_str(), "h1" | "h2" | "h3" | "body" | "td" | "th" | "tr" | "tbody");
    if !element.is_block() || heading {
        return false;
    }
    let letters = element.measure.letters;
    // One link in a paragraph may be the paper that the text speaks of.
    let many = element.measure.links >= if element.name == "p" { 2 } else { 1 };
    many && letters > 0 && element.measure.link_letters * 10 >= letters * 6
}
