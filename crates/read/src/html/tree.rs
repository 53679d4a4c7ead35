//! A page as a tree of what can be seen: parsed by html5ever, without scripts, styles, controls and hidden
//! elements. Not for: telling the text from the page around it (`chrome`, `content`).

use super::dom::{self, Dom, Id};
use super::measure::Measure;
use crate::ReadError;

/// Open elements at one time; html5ever's time grows with their square.
const OPEN: usize = 20_000;
/// Levels of elements kept; what lies deeper is text of the last one.
const LEVELS: usize = 200;

/// Elements whose content is never text of a page.
const DROPPED: &[&str] = &[
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "canvas", "audio", "video", "map", "select",
    "button", "textarea", "nav", "footer", "aside", "datalist", "dialog", "marquee",
];
/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "legend",
    "li",
    "main",
    "menu",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Attributes that the reader asks for.
const ATTRIBUTES: &[&str] = &["id", "class", "style", "href", "colspan", "rowspan", "border", "title", "type", "start", "value"];

/// An element.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(&'static str, String)>,
    pub(super) children: Vec<Node>,
    pub(super) measure: Measure,
}

/// An element or a run of characters.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// A page.
pub(super) struct Page {
    pub(super) title: String,
    /// `meta:` + name, and content.
    pub(super) meta: Vec<(String, String)>,
    pub(super) body: Element,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
    }

    /// The child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(Node::element)
    }

    /// This element and all below, in the order of the page.
    pub(super) fn all(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        let mut stack = vec![self];
        while let Some(element) = stack.pop() {
            found.push(element);
            let below = stack.len();
            stack.extend(element.elements());
            stack.get_mut(below..).unwrap_or_default().reverse();
        }
        found
    }

    /// Whether there is a block below.
    pub(super) fn has_blocks(&self) -> bool {
        self.measure.blocks
    }

    /// Whether this is a table that only puts blocks to their places.
    pub(super) fn is_layout(&self) -> bool {
        self.name == "table" && self.measure.layout
    }

    /// Whether this is a table of data.
    pub(super) fn is_data(&self) -> bool {
        self.name == "table" && !self.measure.layout
    }

    /// All characters below.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(more) => text.push_str(more),
                Node::Element(element) => {
                    if element.is_block() || element.name == "br" {
                        text.push(' ');
                    }
                    element.push_text(text);
                }
            }
        }
    }

    /// Characters below that are no blanks.
    pub(super) fn weight(&self) -> usize {
        self.measure.weight
    }
}

impl Node {
    pub(super) fn element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

/// Whether a character prints nothing.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' | '\u{2060}')
}

/// A text without its blanks.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

/// Parses a page.
pub(super) fn parse(html: &str) -> Result<Page, ReadError> {
    if open_elements(html) > OPEN {
        return Err(ReadError::TooLarge { detail: format!("more than {OPEN} HTML elements inside each other") });
    }
    let dom = dom::parse(html);
    let mut page = Page { title: String::new(), meta: Vec::new(), body: Element::default() };
    let mut body = None;
    // Titles inside pictures are not the page's, nor is a second one.
    for id in dom.below(0, |dom, id| !matches!(dom.name(id), "svg" | "p" | "table" | "div")) {
        match dom.name(id) {
            "title" if page.title.is_empty() => {
                let title: String = dom.children(id).iter().filter_map(|child| dom.characters(*child)).collect();
                page.title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            "meta" => {
                let name = dom.attribute(id, "name").or_else(|| dom.attribute(id, "property")).map(str::trim);
                if let (Some(name), Some(content)) = (name, dom.attribute(id, "content").map(str::trim))
                    && tells_of_the_text(name)
                {
                    page.meta.push((format!("meta:{name}"), content.to_owned()));
                }
            }
            "body" => body = body.or(Some(id)),
            _ => {}
        }
    }
    page.body = build(&dom, body.unwrap_or(0), 0).unwrap_or_default();
    Ok(page)
}

/// Whether a `meta` is about the text and not about the browser.
fn tells_of_the_text(name: &str) -> bool {
    const OTHER: &[&str] = &[
        "viewport",
        "robots",
        "renderer",
        "generator",
        "apple-",
        "format-detection",
        "msapplication",
        "theme-color",
        "csrf",
        "referrer",
        "baidu",
        "google",
        "author-",
        "copyright",
        "progid",
        "appversion",
        "created",
        "changed",
    ];
    let name = name.to_ascii_lowercase();
    !name.is_empty() && !OTHER.iter().any(|other| name.starts_with(other))
}

/// How many elements stand open at most, counted without a parser: more than there are, never fewer.
fn open_elements(html: &str) -> usize {
    const SINGLE: &[&str] = &[
        "br", "img", "input", "meta", "link", "hr", "col", "area", "base", "wbr", "param", "source", "embed", "p", "li", "td", "tr", "th",
        "option", "dd", "dt",
    ];
    let (mut open, mut most) = (0usize, 0usize);
    for tag in html.split('<').skip(1) {
        let closes = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default();
        if name.is_empty() || SINGLE.iter().any(|single| single.eq_ignore_ascii_case(name)) {
            continue;
        }
        if closes {
            open = open.saturating_sub(1);
        } else {
            open += 1;
            most = most.max(open);
        }
    }
    most
}

/// An element with what is visible below it; `None` for one that is not.
fn build(dom: &Dom, id: Id, level: usize) -> Option<Element> {
    let name = dom.name(id);
    if DROPPED.contains(&name) || is_hidden(dom, id) {
        return None;
    }
    if name == "input" {
        return checkbox(dom, id);
    }
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    element.attributes = ATTRIBUTES.iter().filter_map(|key| Some((*key, dom.attribute(id, key)?.to_owned()))).collect();
    if level >= LEVELS {
        flatten(dom, id, &mut element);
        return Some(element);
    }
    for child in dom.children(id) {
        if let Some(text) = dom.characters(*child) {
            element.children.push(Node::Text(drawn(text)));
        } else if dom.is_element(*child) {
            element.children.extend(build(dom, *child, level + 1).map(Node::Element));
        }
    }
    // The head of a page goes, the head of an article with its title stays.
    let is_page_head = name == "header" && !element.all().iter().any(|below| matches!(below.name.as_str(), "h1" | "h2"));
    (!is_page_head).then_some(element)
}

/// What lies too deep, as lines of one element: unclosed tags nest without end.
fn flatten(dom: &Dom, id: Id, element: &mut Element) {
    for below in dom.below(id, |dom, id| !DROPPED.contains(&dom.name(id)) && !is_hidden(dom, id)) {
        if let Some(text) = dom.characters(below) {
            element.children.push(Node::Text(drawn(text)));
        } else if BLOCKS.contains(&dom.name(below)) || dom.name(below) == "br" {
            element.children.push(Node::Element(Element { name: String::from("br"), ..Element::default() }));
        }
    }
}

/// Characters of symbol fonts that stand for boxes, as the characters that look so.
fn drawn(text: &str) -> String {
    if !text.contains(|c| matches!(c, '\u{f020}'..='\u{f0ff}')) {
        return text.to_owned();
    }
    let sign = |c| match c {
        '\u{f0fe}' | '\u{f052}' => '☑',
        '\u{f0fd}' | '\u{f054}' => '☒',
        '\u{f0a8}' | '\u{f06f}' | '\u{f0a3}' | '\u{f071}' => '□',
        '\u{f0fc}' | '\u{f050}' => '✓',
        c => c,
    };
    text.chars().map(sign).collect()
}

/// A form's boxes to tick, as characters.
fn checkbox(dom: &Dom, id: Id) -> Option<Element> {
    let kind = dom.attribute(id, "type")?.to_ascii_lowercase();
    if kind != "checkbox" && kind != "radio" {
        return None;
    }
    let sign = if dom.attribute(id, "checked").is_some() { "☑" } else { "□" };
    Some(Element { name: String::from("span"), children: vec![Node::Text(sign.to_owned())], ..Element::default() })
}

/// Whether a style or attribute hides an element: spam is often there.
fn is_hidden(dom: &Dom, id: Id) -> bool {
    if dom.attribute(id, "hidden").is_some() {
        return true;
    }
    let Some(style) = dom.attribute(id, "style") else { return false };
    let style: String = style.to_ascii_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    style.split(';').any(|rule| {
        let rule = rule.trim_end_matches("!important");
        matches!(rule, "display:none" | "visibility:hidden" | "font-size:0" | "font-size:0px" | "font-size:0pt" | "opacity:0")
            || rule.strip_prefix("text-indent:-").is_some_and(|far| far.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len() >= 4)
    })
}
