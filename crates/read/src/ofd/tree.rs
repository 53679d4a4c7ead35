//! XML of an OFD package as a tree. Parts of a package are small and are looked through several times.
//! Names are without their prefixes: producers use prefixes, and namespaces, of their own. Not for: what elements mean.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::{Limits, ReadError};

/// An element.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
    pub(super) text: String,
}

impl Node {
    /// Reads a part. What comes after an error in it is lost.
    pub(super) fn read(part: &str, limits: &Limits) -> Result<Self, ReadError> {
        let mut reader = Reader::from_str(part);
        reader.config_mut().allow_dangling_amp = true;
        reader.config_mut().check_end_names = false;
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => {
                    if open.len() > limits.xml_depth {
                        return Err(ReadError::TooLarge { detail: format!("XML nested deeper than {} levels", limits.xml_depth) });
                    }
                    open.push(Self::of(&start));
                }
                Ok(Event::Empty(start)) => {
                    if let Some(around) = open.last_mut() {
                        around.children.push(Self::of(&start));
                    }
                }
                Ok(Event::End(_)) => close(&mut open),
                Ok(Event::Text(text)) => add(&mut open, &text.into_inner()),
                Ok(Event::CData(text)) => add(&mut open, &text.into_inner()),
                Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                    Ok(Some(c)) => add(&mut open, c.encode_utf8(&mut [0; 4])),
                    _ => add(&mut open, resolved(&reference)),
                },
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        while open.len() > 1 {
            close(&mut open);
        }
        Ok(open.pop().unwrap_or_default())
    }

    fn of(start: &BytesStart<'_>) -> Self {
        let mut attributes = start.attributes();
        let attributes = attributes.with_checks(false).flatten().map(|attribute| {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
            (attribute.key.local_name().into_inner().to_owned(), value)
        });
        Self { name: start.name().local_name().into_inner().to_owned(), attributes: attributes.collect(), ..Self::default() }
    }

    /// An attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The numbers of an attribute.
    pub(super) fn numbers(&self, name: &str) -> Vec<f64> {
        self.attribute(name).map(numbers).unwrap_or_default()
    }

    /// Whether it is marked as not to be seen.
    pub(super) fn is_hidden(&self) -> bool {
        self.attribute("Visible").is_some_and(|visible| visible.eq_ignore_ascii_case("false"))
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All elements of a name below, the outer ones first.
    pub(super) fn all<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            child.all(name, found);
        }
    }

    /// All elements of a name below.
    pub(super) fn every<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        self.all(name, &mut found);
        found
    }

    /// The text of the first element of a name below; `None` if empty.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.every(name).first().map(|node| node.text.trim()).filter(|text| !text.is_empty())
    }
}

/// Numbers parted by blanks; what is none counts as 0.
pub(super) fn numbers(text: &str) -> Vec<f64> {
    let finite = |word: &str| word.parse().ok().filter(|number: &f64| number.is_finite() && number.abs() < 1e9).unwrap_or(0.0);
    text.split([' ', '\t', '\n', '\r', ',']).filter(|word| !word.is_empty()).map(finite).collect()
}

fn close(open: &mut Vec<Node>) {
    if open.len() > 1
        && let Some(node) = open.pop()
        && let Some(around) = open.last_mut()
    {
        around.children.push(node);
    }
}

fn add(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

/// The five entities of XML itself; others are never expanded.
fn resolved(name: &str) -> &'static str {
    match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}
