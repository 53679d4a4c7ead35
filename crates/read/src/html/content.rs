//! Which part of a page holds the text: step by step into the one block that has nearly all running text and
//! tables. Not for: lines of the page itself, which are gone by now (`chrome`).

use super::links;
use super::tree::{Element, Node, squeezed};

/// Of a hundred characters of running text, those that a block must hold for the others to be left.
const SHARE: usize = 90;

/// Characters of a line that is known for a title because the page is called so; the name of a site is shorter.
const CALLED: usize = 12;

/// The content, with title, attachments and date that stand outside the block put to their places.
pub(super) fn choose(body: Element, page_title: &str) -> Element {
    let page_title = squeezed(page_title);
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut current = body;
    loop {
        let total = current.measure.score;
        let best = current.children.iter().position(|child| {
            child.element().is_some_and(|child| total > 0 && is_container(child) && child.measure.score * 100 >= total * SHARE)
        });
        let Some(best) = best else { break };
        if current.children.iter().enumerate().any(|(index, child)| index != best && is_text(child)) {
            break;
        }
        let mut inner = Element::default();
        let mut behind = Vec::new();
        for (index, child) in std::mem::take(&mut current.children).into_iter().enumerate() {
            let Node::Element(child) = child else { continue };
            match index.cmp(&best) {
                std::cmp::Ordering::Equal => inner = child,
                std::cmp::Ordering::Less => before.extend(titles(&child, &page_title)),
                std::cmp::Ordering::Greater if is_tail(&child) => behind.push(child),
                std::cmp::Ordering::Greater => {}
            }
        }
        // What follows an outer block comes after what follows an inner one.
        behind.extend(std::mem::take(&mut after));
        after = behind;
        current = inner;
    }
    // A title that the content repeats is not said twice.
    let text = squeezed(&current.text());
    let mut seen: Vec<String> = Vec::new();
    before.retain(|title: &Element| {
        let title = squeezed(&title.text());
        let new = !text.contains(&title) && !seen.contains(&title);
        seen.push(title);
        new
    });
    let children = before.into_iter().chain([current]).chain(after).map(Node::Element).collect();
    Element { name: String::from("div"), children, ..Element::default() }
}

fn is_container(element: &Element) -> bool {
    matches!(element.name.as_str(), "div" | "section" | "article" | "main" | "center" | "form" | "span" | "font" | "td" | "tr" | "tbody")
        || element.is_layout()
}

/// Whether something beside a block is text of the same rank, which must not be lost.
fn is_text(node: &Node) -> bool {
    match node {
        Node::Text(text) => squeezed(text).chars().count() > 5,
        Node::Element(element) => {
            matches!(element.name.as_str(), "p" | "pre" | "ul" | "ol" | "blockquote") && element.weight() > 0
                || element.is_data()
                || matches!(element.name.as_str(), "tr" | "td") && has_line(element)
        }
    }
}

/// Whether a part of a layout table has a line of text that is not mostly links: titles stand so.
fn has_line(element: &Element) -> bool {
    let counts = element.measure;
    if !counts.blocks {
        return counts.weight >= 6 && counts.link_letters * 10 < counts.letters * 6;
    }
    element.elements().any(|child| matches!(child.name.as_str(), "td" | "p") && has_line(child))
}

/// The headings before the content, by their element, their class, or because the page is called so.
fn titles(element: &Element, page_title: &str) -> Vec<Element> {
    let all = element.all();
    let found = all.into_iter().filter(|below| {
        let named = ["class", "id"].iter().filter_map(|key| below.attribute(key)).any(|name| {
            let name = name.to_ascii_lowercase();
            name.split([' ', '-', '_']).any(|word| matches!(word, "title" | "tit" | "arttitle" | "articletitle" | "bt" | "biaoti"))
        });
        let leaf = below.is_block() && !below.has_blocks();
        let called = || leaf && below.weight() >= CALLED && page_title.contains(&squeezed(&below.text()));
        !below.has_blocks() && below.weight() >= 6 && (matches!(below.name.as_str(), "h1" | "h2") || named || called())
    });
    found.cloned().collect()
}

/// Whether a block behind the content belongs to it: attachments, or a date that stands alone.
fn is_tail(element: &Element) -> bool {
    let all = element.all();
    all.iter().any(|below| links::is_attachment(below)) || all.iter().any(|below| !below.has_blocks() && is_date(&squeezed(&below.text())))
}

/// `2022年8月1日` and its kin in Chinese digits.
fn is_date(text: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九十０１２３４５６７８９".contains(c);
    let Some((year, rest)) = text.split_once('年') else { return false };
    let Some((month, rest)) = rest.split_once('月') else { return false };
    let Some(day) = rest.strip_suffix('日') else { return false };
    [year, month, day].iter().all(|part| !part.is_empty() && part.chars().count() <= 4 && part.chars().all(digits))
}
