//! What a PDF says about itself: its information dictionary, what that lacks from its XMP packet, and who signed it.
//! Not for: its pages, or whether a signature holds.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, DateTime, Dict, Name, Stream, String as PdfString};

use super::xmp;

/// Fields of a form that are looked at for signatures, and levels of fields within fields.
const FIELDS: usize = 10_000;
const DEPTH: usize = 16;
/// Bytes of XMP beyond which it is not a description.
const LONGEST: usize = 4 << 20;

/// Keys and values that say something.
pub(super) fn of(pdf: &Pdf) -> Vec<(String, String)> {
    let meta = pdf.metadata();
    let texts = [
        ("title", &meta.title),
        ("author", &meta.author),
        ("subject", &meta.subject),
        ("keywords", &meta.keywords),
        ("creator", &meta.creator),
        ("producer", &meta.producer),
    ];
    let mut found: Vec<(String, String)> = texts
        .into_iter()
        .filter_map(|(key, bytes)| Some((key.to_owned(), text(bytes.as_deref()?))))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    for (key, time) in [("created", meta.creation_date), ("modified", meta.modification_date)] {
        found.extend(time.map(|time| (key.to_owned(), moment(time))));
    }
    let Some(root) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return found };
    let packet = root.get::<Stream<'_>>("Metadata").and_then(|stream| stream.decoded_data().ok());
    if let Some(packet) = packet.filter(|packet| packet.len() < LONGEST) {
        for (key, value) in xmp::properties(&decoded(&packet)) {
            if !found.iter().any(|(known, _)| known == key) {
                found.push((key.to_owned(), value));
            }
        }
    }
    if let Some(fields) = root.get::<Dict<'_>>("AcroForm").and_then(|form| form.get::<Array<'_>>("Fields")) {
        let mut left = FIELDS;
        signatures(&fields, None, DEPTH, &mut left, &mut found);
    }
    found
}

/// Who signed, and when, as the signatures say.
fn signatures(fields: &Array<'_>, outer: Option<&str>, depth: usize, left: &mut usize, found: &mut Vec<(String, String)>) {
    for field in fields.iter::<Dict<'_>>() {
        let Some(less) = left.checked_sub(1) else { return };
        *left = less;
        let kind = field.get::<Name<'_>>("FT").map(|name| name.as_str().to_owned()).or(outer.map(str::to_owned));
        if kind.as_deref() == Some("Sig")
            && let Some(signature) = field.get::<Dict<'_>>("V")
        {
            let name = signature.get::<PdfString<'_>>("Name").map(|name| text(name.as_bytes())).filter(|name| !name.is_empty());
            found.push(("signed_by".to_owned(), name.unwrap_or_else(|| "unnamed".to_owned())));
            let time = signature.get::<PdfString<'_>>("M").and_then(|time| signed(&text(time.as_bytes())));
            found.extend(time.map(|time| ("signed".to_owned(), time)));
        }
        if depth > 0
            && let Some(kids) = field.get::<Array<'_>>("Kids")
        {
            signatures(&kids, kind.as_deref(), depth - 1, left, found);
        }
    }
}

/// A text string in one line.
pub(super) fn text(bytes: &[u8]) -> String {
    let clean: String = decoded(bytes).chars().map(|ch| if ch.is_control() { ' ' } else { ch }).collect();
    clean.trim().to_owned()
}

/// A text string with its line breaks, each as one line feed.
pub(super) fn lines(bytes: &[u8]) -> String {
    decoded(bytes).replace("\r\n", "\n").replace('\r', "\n")
}

/// A text string: UTF-16 or UTF-8 behind its mark, Latin otherwise. Chinese producers also write bare GBK, which the standard
/// does not know.
fn decoded(bytes: &[u8]) -> String {
    let decoded = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0,
        },
    };
    decoded.into_owned()
}

fn moment(time: DateTime) -> String {
    let DateTime { year, month, day, hour, minute, second, utc_offset_hour, utc_offset_minute } = time;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{utc_offset_hour:+03}:{utc_offset_minute:02}")
}

/// A date as a string, `D:20240105103000+08'00'`, in the form of the other moments; a time without zone stays so.
fn signed(date: &str) -> Option<String> {
    let date = date.strip_prefix("D:").unwrap_or(date);
    let digits = date.len() - date.trim_start_matches(|ch: char| ch.is_ascii_digit()).len();
    let (digits, zone) = date.split_at(digits);
    let part = |from: usize| digits.get(from..from + 2);
    let time = [8, 10, 12].map(|from| part(from).unwrap_or("00")).join(":");
    let zone: String = zone.chars().filter(|ch| ch.is_ascii_digit() || matches!(ch, '+' | '-' | 'Z')).collect();
    let zone = match (zone.get(..3), zone.get(3..5)) {
        (Some(hours), minutes) if !zone.starts_with('Z') => format!("{hours}:{}", minutes.unwrap_or("00")),
        _ if zone.starts_with('Z') => "+00:00".to_owned(),
        _ => String::new(),
    };
    Some(format!("{}-{}-{}T{time}{zone}", digits.get(..4)?, part(4)?, part(6)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_decoded_in_every_form() {
        assert_eq!(text(b"\xFE\xFF\x8D\x22\x65\x3F"), "财政");
        assert_eq!(text("财政".as_bytes()), "财政");
        assert_eq!(text(b"\xB2\xC6\xD5\xFE"), "财政");
        assert_eq!(text(b" Writer\0"), "Writer");
    }

    #[test]
    fn dates_of_signatures_are_told_like_the_others() {
        assert_eq!(signed("D:20240105103000+08'00'").as_deref(), Some("2024-01-05T10:30:00+08:00"));
        assert_eq!(signed("20240105103000Z").as_deref(), Some("2024-01-05T10:30:00+00:00"));
        assert_eq!(signed("D:20240105").as_deref(), Some("2024-01-05T00:00:00"));
        assert_eq!(signed("一月"), None);
    }
}
