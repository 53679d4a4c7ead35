//! Which format the bytes are: content first, the file's name only where content leaves a choice.
//! Not for: whether the file is whole; a truncated DOCX is still a DOCX.

mod ole;
mod zip;

use hongtou_document::Format;

/// How far into a file the sniffer looks for marks that may stand after other things.
const HEAD: usize = 1024;

/// Tells the format of a file by its content; where that leaves a choice (a `.wps` looks like a `.doc`),
/// by its name.
#[must_use]
pub fn sniff(bytes: &[u8], name: Option<&str>) -> Format {
    let extension = extension(name);
    if let Some(format) = by_signature(bytes, &extension) {
        return format;
    }
    if is_markup(bytes, &extension) {
        return Format::Html;
    }
    if head(bytes).starts_with(b"<?xml") {
        // Word 2003 XML and its kin: text to the eye, but not a text that anybody should read.
        return Format::Unknown;
    }
    if is_json(bytes) {
        // Data for programs: manifests and crawlers' notes lie beside the documents of an archive.
        return Format::Unknown;
    }
    if is_text(bytes) { Format::Text } else { Format::Unknown }
}

/// Whether the bytes begin and end as a JSON object or array of strings, numbers and the like.
fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
    let inner = |open: &[u8], close: &[u8]| bytes.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).map(<[u8]>::trim_ascii);
    let object = inner(b"{", b"}").is_some_and(|inner| inner.is_empty() || inner.starts_with(b"\""));
    let array = inner(b"[", b"]").is_some_and(|inner| inner.first().is_some_and(|c| b"[{\"".contains(c) || c.is_ascii_digit()));
    object || array
}

/// Whether the bytes are an OOXML file behind a password: an OLE2 container around an encrypted package.
pub(crate) fn is_encrypted_package(bytes: &[u8]) -> bool {
    bytes.starts_with(ole::SIGNATURE) && ole::names(bytes).iter().any(|name| name == "EncryptedPackage")
}

fn by_signature(bytes: &[u8], extension: &str) -> Option<Format> {
    const FIXED: &[(&[u8], Format)] = &[
        (b"{\\rtf", Format::Rtf),
        (b"\x89PNG\r\n\x1a\n", Format::Image),
        (b"\xff\xd8\xff", Format::Image),
        (b"II*\0", Format::Image),
        (b"MM\0*", Format::Image),
        (b"GIF87a", Format::Image),
        (b"GIF89a", Format::Image),
        (b"\x1f\x8b", Format::Archive),
        (b"7z\xbc\xaf\x27\x1c", Format::Archive),
        (b"Rar!\x1a\x07", Format::Archive),
        (b"BZh", Format::Archive),
        (b"\xfd7zXZ\0", Format::Archive),
    ];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip::format(bytes, extension));
    }
    if bytes.starts_with(ole::SIGNATURE) {
        return Some(ole::format(bytes, extension));
    }
    if let Some((_, format)) = FIXED.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(*format);
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some(Format::Archive);
    }
    // Some servers and scanners write a few lines before the PDF begins.
    let start = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    find(start, b"%PDF-").map(|_| Format::Pdf)
}

/// Whether the bytes are a web page. A text may hold scraps of HTML, so the page must begin as one.
fn is_markup(bytes: &[u8], extension: &str) -> bool {
    const TAGS: &[&str] = &[
        "!doctype html",
        "html",
        "head",
        "body",
        "meta",
        "title",
        "div",
        "table",
        "p>",
        "p ",
        "span",
        "script",
        "style",
        "center",
        "font",
    ];
    let head = head(bytes);
    let text = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let mut rest = text.trim_start();
    // An XML declaration and comments may come first.
    while let Some((open, close)) = [("<?xml", "?>"), ("<!--", "-->")].into_iter().find(|(open, _)| rest.starts_with(open)) {
        match rest.get(open.len()..).and_then(|inner| inner.split_once(close)) {
            Some((_, after)) => rest = after.trim_start(),
            None => break,
        }
    }
    let begins = rest.strip_prefix('<').is_some_and(|tag| TAGS.iter().any(|known| tag.starts_with(known)));
    begins || (matches!(extension, "htm" | "html" | "shtml" | "xhtml") && text.contains("</"))
}

/// The first bytes without byte order marks and zeros, so that marks in ASCII can be seen in UTF-16 too.
fn head(bytes: &[u8]) -> Vec<u8> {
    let start =
        bytes.strip_prefix(b"\xef\xbb\xbf").or(bytes.strip_prefix(b"\xff\xfe")).or(bytes.strip_prefix(b"\xfe\xff")).unwrap_or(bytes);
    start.iter().take(HEAD).copied().filter(|byte| *byte != 0).skip_while(u8::is_ascii_whitespace).collect()
}

#[cfg(feature = "text")]
fn is_text(bytes: &[u8]) -> bool {
    crate::text::is_text(bytes)
}

/// Without the text reader only what is plainly UTF-8 is called text.
#[cfg(not(feature = "text"))]
fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'))
}

/// The extension of a name in lower case, without the dot; empty without one.
fn extension(name: Option<&str>) -> String {
    name.and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension.trim().to_ascii_lowercase()).unwrap_or_default()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
