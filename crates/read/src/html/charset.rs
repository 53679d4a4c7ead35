//! From the bytes of a page to characters: byte order mark, then lawful UTF-8, then what the page declares,
//! then GB18030; a declaration that makes nonsense of the bytes is not believed. Not for: plain text, which
//! declares nothing (`text::encoding`).

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes in which a page must declare its encoding; the standard says 1024, pages take more.
const HEAD: usize = 8192;

/// Characters and where they came from.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
    pub(super) warning: Option<String>,
}

/// Decodes a page.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return run(encoding, bytes.get(mark..).unwrap_or_default());
    }
    match bytes.get(..2) {
        Some([b'<', 0]) => return run(UTF_16LE, bytes),
        Some([0, b'<']) => return run(UTF_16BE, bytes),
        _ => {}
    }
    if std::str::from_utf8(bytes).is_ok() {
        return run(UTF_8, bytes);
    }
    let declared = declared(bytes).map(|encoding| if encoding == encoding_rs::GBK { GB18030 } else { encoding });
    // What was declared comes first and wins where it is as good as any: pages hold some broken bytes.
    let mut best: Option<(usize, Decoded)> = None;
    for encoding in declared.into_iter().chain([GB18030, UTF_8]) {
        let decoded = run(encoding, bytes);
        // One-byte encodings make something of all bytes; Chinese pages declare them by mistake.
        let narrow = encoding.is_single_byte();
        let lost = decoded.text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count() + if narrow { bytes.len() } else { 0 };
        if best.as_ref().is_none_or(|(least, _)| lost < *least) {
            best = Some((lost, decoded));
        }
    }
    best.map_or_else(|| run(GB18030, bytes), |(_, decoded)| decoded)
}

fn run(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let lost = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let warning = (lost > 0).then(|| format!("{lost} characters could not be decoded and stand as U+FFFD"));
    let encoding = if encoding == GB18030 { "GB18030" } else { encoding.name() };
    // A zero ends nothing in HTML, but no text has one.
    Decoded { text: text.replace('\0', ""), encoding, warning }
}

/// The encoding that a `<meta>` or XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_ascii_lowercase();
    let found = ["charset", "encoding"].into_iter().find_map(|key| {
        let (_, after) = head.split_once(key)?;
        let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(value.len());
        Encoding::for_label(value.get(..end)?.as_bytes())
    });
    // A declaration that could be read as ASCII is not UTF-16.
    found.filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}
