//! XML as the DOCX parts need it: elements by namespace, text with references resolved, a limit on nesting.
//! Entities that a file defines itself are never expanded. Not for: what elements mean.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::{Limits, ReadError};

/// The namespaces that the reader tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ns {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Office Math.
    Math,
    /// Markup compatibility: alternative contents.
    Compat,
    /// Word 2010's additions.
    Word2010,
    /// Everything else.
    Other,
}

/// An element's start.
pub(crate) struct Element<'a> {
    pub(crate) ns: Ns,
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &str {
        self.start.name().local_name().into_inner()
    }

    /// An attribute by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
        Some(found.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }

    /// The attribute `val`, which most properties have.
    pub(crate) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// The attribute `val` as a number.
    pub(crate) fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.value().and_then(|value| value.trim().parse().ok())
    }

    /// Whether an on-off property is on: it is when it only stands there.
    pub(crate) fn is_on(&self) -> bool {
        self.value().is_none_or(|value| !matches!(value.trim(), "0" | "false" | "off" | "none"))
    }
}

/// One step through a part. Empty elements come as a start and an end.
pub(crate) enum Item<'a> {
    Start(Element<'a>),
    End,
    Text(Cow<'a, str>),
    Eof,
}

/// Why a part cannot be read on.
#[derive(Debug)]
pub(crate) enum XmlError {
    /// The XML is broken here.
    Broken(String),
    /// The nesting goes over the limit.
    TooDeep(usize),
}

impl From<XmlError> for ReadError {
    fn from(error: XmlError) -> Self {
        match error {
            XmlError::Broken(what) => Self::Damaged { detail: what },
            XmlError::TooDeep(limit) => Self::TooLarge { detail: format!("XML nested deeper than {limit} levels") },
        }
    }
}

/// A walk through a part.
pub(crate) struct Xml<'a> {
    reader: NsReader<&'a [u8]>,
    depth: usize,
    limit: usize,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(part: &'a str, limits: &Limits) -> Self {
        let mut reader = NsReader::from_str(part);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, depth: 0, limit: limits.xml_depth }
    }

    /// The next step.
    pub(crate) fn next(&mut self) -> Result<Item<'a>, XmlError> {
        loop {
            let (ns, event) = self.reader.read_resolved_event().map_err(|error| XmlError::Broken(error.to_string()))?;
            return Ok(match event {
                Event::Start(start) | Event::Empty(start) => {
                    let ns = namespace(&ns);
                    self.depth += 1;
                    if self.depth > self.limit {
                        return Err(XmlError::TooDeep(self.limit));
                    }
                    Item::Start(Element { ns, start })
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Item::End
                }
                Event::Text(text) => Item::Text(text.into_inner()),
                Event::CData(text) => Item::Text(text.into_inner()),
                Event::GeneralRef(reference) => Item::Text(match reference.resolve_char_ref() {
                    Ok(Some(c)) => Cow::Owned(c.to_string()),
                    _ => resolve(&reference),
                }),
                Event::Eof if self.depth > 0 => {
                    return Err(XmlError::Broken(String::from("the XML ends before its last element is closed")));
                }
                Event::Eof => Item::Eof,
                _ => continue,
            });
        }
    }
}

/// The five entities of XML itself; others stay as they are written.
fn resolve(name: &str) -> Cow<'static, str> {
    match name {
        "lt" => "<".into(),
        "gt" => ">".into(),
        "amp" => "&".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        other => format!("&{other};").into(),
    }
}

fn namespace(ns: &ResolveResult<'_>) -> Ns {
    let ResolveResult::Bound(ns) = ns else { return Ns::Other };
    match ns.into_inner() {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main" | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Ns::Word,
        "http://schemas.openxmlformats.org/officeDocument/2006/math" | "http://purl.oclc.org/ooxml/officeDocument/math" => Ns::Math,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Compat,
        "http://schemas.microsoft.com/office/word/2010/wordml" => Ns::Word2010,
        _ => Ns::Other,
    }
}
