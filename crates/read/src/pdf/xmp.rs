//! The properties of an XMP packet that the information dictionary of a PDF also has (ISO 16684-1). Not for: any other
//! property, or RDF in general.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// XMP properties and how they are called in the metadata.
const KNOWN: [(&str, &str); 8] = [
    ("dc:title", "title"),
    ("dc:creator", "author"),
    ("dc:description", "subject"),
    ("pdf:Keywords", "keywords"),
    ("xmp:CreatorTool", "creator"),
    ("pdf:Producer", "producer"),
    ("xmp:CreateDate", "created"),
    ("xmp:ModifyDate", "modified"),
];

/// The properties, whether written as elements or as attributes; of several values the first.
pub(super) fn properties(packet: &str) -> Vec<(&'static str, String)> {
    let mut reader = Reader::from_str(packet);
    let mut found: Vec<(&'static str, String)> = Vec::new();
    let mut open: Option<&'static str> = None;
    let mut value = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                value.clear();
                open = key(element.name().into_inner()).or(open);
                attributes(&element, &mut found);
            }
            Ok(Event::Empty(element)) => attributes(&element, &mut found),
            Ok(Event::Text(text)) => value.push_str(&text.into_inner()),
            Ok(Event::CData(text)) => value.push_str(&text.into_inner()),
            Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                Ok(Some(ch)) => value.push(ch),
                _ => value.push_str(quick_xml::escape::resolve_xml_entity(&reference.into_inner()).unwrap_or_default()),
            },
            Ok(Event::End(element)) => {
                if let Some(key) = open {
                    keep(&mut found, key, &value);
                }
                value.clear();
                if key(element.name().into_inner()).is_some() {
                    open = None;
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

fn attributes(element: &BytesStart<'_>, found: &mut Vec<(&'static str, String)>) {
    for attribute in element.attributes().with_checks(false).flatten() {
        if let (Some(key), Ok(value)) = (key(attribute.key.into_inner()), attribute.normalized_value(XmlVersion::Implicit1_0)) {
            keep(found, key, &value);
        }
    }
}

fn key(property: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(known, _)| *known == property).map(|(_, key)| *key)
}

fn keep(found: &mut Vec<(&'static str, String)>, key: &'static str, value: &str) {
    let value = value.trim();
    if !value.is_empty() && !found.iter().any(|(known, _)| *known == key) {
        found.push((key, value.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_from_elements_and_attributes() {
        let packet = r#"<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>
            <rdf:Description pdf:Producer="WPS &amp; Co" xmp:CreateDate="2024-01-05T10:00:00+08:00">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">关于下达 A&amp;B 资金的通知</rdf:li></rdf:Alt></dc:title>
            <pdf:Keywords/>x<dc:creator><rdf:Seq><rdf:li>甲</rdf:li><rdf:li>乙</rdf:li></rdf:Seq></dc:creator><dc:format>application/pdf</dc:format>
            </rdf:Description></rdf:RDF></x:xmpmeta>"#;
        let wanted =
            [("producer", "WPS & Co"), ("created", "2024-01-05T10:00:00+08:00"), ("title", "关于下达 A&B 资金的通知"), ("author", "甲")];
        assert_eq!(properties(packet), wanted.map(|(key, value)| (key, value.to_owned())));
        assert_eq!(properties("<not <xml"), []);
    }
}
