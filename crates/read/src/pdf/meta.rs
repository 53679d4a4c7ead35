//! What a PDF says about itself. Not for: its pages.

use hayro_syntax::Pdf;
use hayro_syntax::object::DateTime;

/// Keys and values of the information dictionary that say something.
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
    found
}

/// A text string: UTF-16 or UTF-8 behind its mark, Latin otherwise. Chinese producers also write bare GBK, which the standard
/// does not know.
fn text(bytes: &[u8]) -> String {
    let decoded = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0,
        },
    };
    let clean: String = decoded.chars().map(|ch| if ch.is_control() { ' ' } else { ch }).collect();
    clean.trim().to_owned()
}

fn moment(time: DateTime) -> String {
    let DateTime { year, month, day, hour, minute, second, utc_offset_hour, utc_offset_minute } = time;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{utc_offset_hour:+03}:{utc_offset_minute:02}")
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
}
