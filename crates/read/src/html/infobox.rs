//! The metadata box of government pages: labels with their values, known by the words in `data/page_labels.txt`.
//! Not for: tables of the text that have a column called 名称; a box consists of labels and values alone.

use std::sync::LazyLock;

use super::tree::{Element, Node, is_blank};

/// Characters of a box at most.
const BOX: usize = 4000;
/// Characters of a line that is known by one label.
const LINE: usize = 60;
/// Characters of labels that are not known, and their values, in a box that is a table.
const STRAY: usize = 60;
/// Stands between inline elements, where a label may end without a colon.
const EDGE: char = '\u{1f}';

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Hardly used outside a box.
    Sure,
    /// Sure, and enough alone in a line.
    Alone,
    /// Common.
    Common,
    /// Known, of no interest.
    Idle,
}

static LABELS: LazyLock<Vec<(Vec<char>, Kind)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/page_labels.txt").lines().map(str::trim);
    let mut labels: Vec<(Vec<char>, Kind)> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let kind = match line.chars().next() {
                Some('*') => Kind::Sure,
                Some('@') => Kind::Alone,
                Some('!') => Kind::Idle,
                _ => Kind::Common,
            };
            (line.trim_start_matches(['*', '@', '!']).chars().collect(), kind)
        })
        .collect();
    // The longer one first: 信息索引号 before 信息索引.
    labels.sort_by_key(|(label, _)| std::cmp::Reverse(label.len()));
    labels
});

/// A piece of a box.
enum Token {
    Label(String, Kind),
    Value(String),
}

/// Takes all boxes out of a page and gives their labels and values, each pair once.
pub(super) fn take(root: &mut Element) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    take_below(root, true, &mut pairs);
    let mut unique: Vec<(String, String)> = Vec::new();
    for pair in pairs {
        if !unique.contains(&pair) {
            unique.push(pair);
        }
    }
    unique
}

/// Cells are asked only in tables that put blocks to their places: a row of a box is not the box.
fn take_below(element: &mut Element, layout: bool, pairs: &mut Vec<(String, String)>) {
    let layout = if element.name == "table" { element.is_layout() } else { layout };
    element.children.retain_mut(|child| {
        let Node::Element(child) = child else { return true };
        let cell = matches!(child.name.as_str(), "td" | "th");
        if let Some(found) = read(child).filter(|_| !cell || layout) {
            pairs.extend(found);
            return false;
        }
        take_below(child, layout, pairs);
        true
    });
}

/// The pairs of an element that is a box.
fn read(element: &Element) -> Option<Vec<(String, String)>> {
    if !element.is_block() || matches!(element.name.as_str(), "h1" | "h2" | "h3" | "tr" | "tbody") {
        return None;
    }
    let weight = element.weight();
    if weight == 0 || weight > BOX || element.all().iter().any(|below| matches!(below.name.as_str(), "h1" | "h2")) {
        return None;
    }
    let mut units = Vec::new();
    collect(element, &mut units);
    let tokens: Vec<Token> = units.iter().flat_map(|unit| tokens(unit)).collect();
    let mut pairs: Vec<(String, Kind, String)> = Vec::new();
    let mut stray = (0usize, 0usize);
    let mut figures = false;
    let mut open = false;
    for token in tokens {
        match token {
            Token::Label(label, kind) => {
                pairs.push((label, kind, String::new()));
                open = true;
            }
            Token::Value(value) => match pairs.last_mut().filter(|_| open) {
                Some((_, _, place)) => {
                    *place = value;
                    open = false;
                }
                None => {
                    figures |= value.contains(|c: char| c.is_ascii_digit());
                    stray = (stray.0 + 1, stray.1 + value.chars().count());
                }
            },
        }
    }
    let count = |wanted: &[Kind]| pairs.iter().filter(|(_, kind, _)| wanted.contains(kind)).count();
    let sure = count(&[Kind::Sure, Kind::Alone]);
    let filled = pairs.iter().filter(|(_, _, value)| !value.is_empty()).count();
    let line = !element.has_blocks() && weight <= LINE && matches!(pairs.first(), Some((_, Kind::Alone, value)) if !value.is_empty());
    let enough = sure >= 2 || sure == 1 && pairs.len() >= 3 || line;
    // A row of labels alone is the head of a table.
    // A table with three sure labels is a box whatever other labels its site has (主题, 栏目): it holds nothing else.
    let table = element.name == "table" && sure >= 3 && filled >= 3 && stray.0 <= pairs.len() && stray.1 <= STRAY && !figures;
    let clean = table || stray.0 * 5 <= pairs.len() && stray.1 <= 30 && filled > 0;
    (enough && clean)
        .then(|| pairs.into_iter().filter(|(_, kind, _)| *kind != Kind::Idle).map(|(label, _, value)| (label, value)).collect())
}

/// The texts of the innermost blocks, with edges between inline elements.
fn collect(element: &Element, units: &mut Vec<String>) {
    let mut unit = String::new();
    for child in &element.children {
        match child {
            Node::Text(text) => unit.push_str(text),
            Node::Element(child) if child.is_block() || child.has_blocks() || child.name == "br" => {
                units.push(std::mem::take(&mut unit));
                collect(child, units);
            }
            Node::Element(child) => {
                unit.push(EDGE);
                let mut inner = Vec::new();
                collect(child, &mut inner);
                unit.push_str(&inner.concat());
                unit.push(EDGE);
            }
        }
    }
    units.push(unit);
    units.retain(|unit| unit.chars().any(|c| !is_blank(c) && c != EDGE));
}

/// Labels and values in one unit.
fn tokens(unit: &str) -> Vec<Token> {
    let chars: Vec<char> = unit.chars().collect();
    let mut tokens = Vec::new();
    let mut value = String::new();
    let mut at = 0;
    let mut starts = true;
    // Whether the value has nothing yet that is left when it is cleaned. Cleaning it at every gap to find out would take forever on pages
    // of nothing but gaps.
    let mut bare = true;
    while let Some(c) = chars.get(at).copied() {
        // A label stands at the beginning, or behind a gap and before a colon.
        let found = if starts { label_at(&chars, at, tokens.is_empty() && bare) } else { None };
        if let Some((label, kind, end)) = found {
            push_value(&mut value, &mut tokens);
            tokens.push(Token::Label(label, kind));
            at = end;
            bare = true;
            continue;
        }
        starts = is_gap(c) || matches!(c, '|' | '｜' | '；' | ';' | '【' | '[' | '（' | '(');
        value.push(c);
        bare = bare && (is_gap(c) || is_frame(c));
        at += 1;
    }
    push_value(&mut value, &mut tokens);
    tokens
}

fn push_value(value: &mut String, tokens: &mut Vec<Token>) {
    let text = clean(&std::mem::take(value));
    if !text.is_empty() {
        tokens.push(Token::Value(text));
    }
}

fn clean(value: &str) -> String {
    let value = value.replace(EDGE, "");
    let words: Vec<&str> = value.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()).collect();
    words.join(" ").trim_matches(|c: char| is_blank(c) || is_frame(c)).to_owned()
}

/// Signs around values.
fn is_frame(c: char) -> bool {
    matches!(c, '|' | '｜' | '【' | '】' | '[' | ']')
}

fn is_gap(c: char) -> bool {
    is_blank(c) || c == EDGE
}

/// The label that begins here, and where its value begins.
fn label_at(chars: &[char], at: usize, first: bool) -> Option<(String, Kind, usize)> {
    LABELS.iter().find_map(|(label, kind)| {
        let mut next = at;
        for (index, wanted) in label.iter().enumerate() {
            while index > 0 && chars.get(next).is_some_and(|c| is_gap(*c)) {
                next += 1;
            }
            if chars.get(next) != Some(wanted) {
                return None;
            }
            next += 1;
        }
        let end = next;
        while chars.get(next).is_some_and(|c| is_gap(*c)) {
            next += 1;
        }
        let label: String = label.iter().collect();
        match chars.get(next) {
            Some('：' | ':') => Some((label, *kind, next + 1)),
            // At the beginning of a cell the label may be the whole cell, or end with its element.
            None if first => Some((label, *kind, next)),
            Some(_) if first && chars.get(end..next).is_some_and(|gap| gap.contains(&EDGE)) => Some((label, *kind, next)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_first_behind_gaps_and_frames_only() {
        let labels = |unit: &str| tokens(unit).iter().filter(|token| matches!(token, Token::Label(..))).count();
        let gaps = format!(" {EDGE}").repeat(50_000);
        assert_eq!(labels(&format!("{gaps}【索引号】")), labels("【索引号】"));
        assert_eq!(labels(&format!("{gaps}索引号{EDGE}000014349")), 1);
        assert_eq!(labels(&format!("某词{gaps}索引号{EDGE}000014349")), 0);
    }
}
