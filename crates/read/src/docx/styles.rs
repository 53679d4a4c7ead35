//! What the reader needs of styles: numbering and hidden text, inherited along `basedOn`.
//! Not for: how anything looks.

use std::collections::HashMap;

use super::xml::{Item, Ns, Xml};
use crate::Limits;

/// Styles a chain of `basedOn` may have; a longer one is a circle.
const CHAIN: usize = 32;

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    number: Option<i64>,
    level: Option<usize>,
    hidden: Option<bool>,
}

/// The numbering that a paragraph gets from its style.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct StyleNumber {
    /// The list, and the style in the chain that names it.
    pub(super) list: Option<(i64, String)>,
    /// The level, where a style names one.
    pub(super) level: Option<usize>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    styles: HashMap<String, Style>,
    default_paragraph: Option<String>,
}

impl Styles {
    /// Reads the styles part; what comes after an error in it is lost.
    pub(super) fn read(part: &str, limits: &Limits) -> Self {
        let mut styles = Self::default();
        let mut xml = Xml::new(part, limits);
        let mut path: Vec<String> = Vec::new();
        let mut id = String::new();
        while let Ok(item) = xml.next() {
            match item {
                Item::Start(element) => {
                    let parent = path.last().map_or("", String::as_str);
                    let name = element.name();
                    if element.ns == Ns::Word && name == "style" {
                        id = element.attribute("styleId").unwrap_or_default();
                        let is_default = element.attribute("default").is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"));
                        if is_default && element.attribute("type").is_some_and(|kind| kind == "paragraph") {
                            styles.default_paragraph = Some(id.clone());
                        }
                        styles.styles.insert(id.clone(), Style::default());
                    } else if element.ns == Ns::Word
                        && let Some(style) = styles.styles.get_mut(&id)
                    {
                        match (parent, name) {
                            ("style", "basedOn") => style.based_on = element.value(),
                            ("numPr", "numId") => style.number = element.number(),
                            ("numPr", "ilvl") => style.level = element.number(),
                            ("rPr", "vanish") if path.iter().rev().nth(1).is_some_and(|above| above == "style") => {
                                style.hidden = Some(element.is_on());
                            }
                            _ => {}
                        }
                    }
                    path.push(element.name().to_owned());
                }
                Item::End => drop(path.pop()),
                Item::Text(_) => {}
                Item::Eof => break,
            }
        }
        styles
    }

    /// The numbering of paragraphs of a style, or of the default style.
    pub(super) fn number(&self, style: Option<&str>) -> StyleNumber {
        let mut found = StyleNumber::default();
        for (id, style) in self.chain(style.or(self.default_paragraph.as_deref())) {
            if found.level.is_none() && found.list.is_none() {
                found.level = style.level;
            }
            if let (None, Some(number)) = (&found.list, style.number) {
                found.list = Some((number, id.to_owned()));
            }
        }
        found
    }

    /// Whether a style hides its text.
    pub(super) fn is_hidden(&self, style: Option<&str>) -> bool {
        self.chain(style.or(self.default_paragraph.as_deref())).find_map(|(_, style)| style.hidden).unwrap_or(false)
    }

    fn chain<'s>(&'s self, first: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let look = |id: &'s str| self.styles.get(id).map(|style| (id, style));
        std::iter::successors(first.and_then(look), move |(_, style)| style.based_on.as_deref().and_then(look)).take(CHAIN)
    }
}
