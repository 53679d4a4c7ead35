//! Names of members: out of the encodings that archives use, and into harmless relative paths.
//! Not for: names of files on a disk.

use std::fmt::Write as _;

use encoding_rs::GB18030;

/// A name that does not tell its encoding: UTF-8 if it is that, else GB18030, as Chinese Windows writes it.
pub(super) fn decode(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// Whether a name is that of a folder.
pub(super) fn is_folder(name: &str) -> bool {
    name.ends_with(['/', '\\'])
}

/// Whether a desktop left the file there for itself.
pub(super) fn is_dropping(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let known = [".DS_Store", "Thumbs.db", "desktop.ini"].iter().any(|known| file.eq_ignore_ascii_case(known));
    known || file.starts_with("._") || name.split(['/', '\\']).any(|step| step == "__MACOSX")
}

/// The name as a relative path. What would give it another meaning is kept in sight: `../a` is `%2E%2E/a`,
/// `/a` is `%2F/a`, `C:\a` is `C%3A/a`. Different names stay different, but for doubled slashes.
pub(super) fn harmless(name: &str) -> String {
    let mut path = String::with_capacity(name.len());
    if name.starts_with(['/', '\\']) {
        path.push_str("%2F");
    }
    for step in name.split(['/', '\\']).filter(|step| !step.is_empty() && *step != ".") {
        if !path.is_empty() {
            path.push('/');
        }
        push_step(step, &mut path);
    }
    if path.is_empty() {
        path.push('%');
    }
    path
}

fn push_step(step: &str, path: &mut String) {
    if step == ".." {
        path.push_str("%2E%2E");
        return;
    }
    let mut rest = step.chars();
    let mut first = true;
    while let Some(c) = rest.next() {
        let after = rest.as_str();
        let coded = match c {
            // A drive, or the stream of a file.
            ':' => true,
            // The mark of an archive within the path.
            '!' => after.is_empty(),
            // What already looks like a coded sign.
            '%' => after.chars().take(2).filter(char::is_ascii_hexdigit).count() == 2,
            // Blanks at the ends vanish on some systems, and a lone dot has a meaning.
            ' ' => first || after.is_empty(),
            c => c.is_control(),
        };
        if coded {
            let mut buffer = [0u8; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(path, "%{byte:02X}");
            }
        } else {
            path.push(c);
        }
        first = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_relative_paths_and_stay_in_sight() {
        let cases = [
            ("附件/1.doc", "附件/1.doc"),
            ("附件\\1.doc", "附件/1.doc"),
            ("./a//b/./c", "a/b/c"),
            ("../../etc/passwd", "%2E%2E/%2E%2E/etc/passwd"),
            ("/etc/passwd", "%2F/etc/passwd"),
            ("C:\\a.doc", "C%3A/a.doc"),
            ("a.zip!/b", "a.zip%21/b"),
            ("完成率100%.doc", "完成率100%.doc"),
            ("%2E%2E/a", "%252E%252E/a"),
            ("a\0b\n", "a%00b%0A"),
            ("..", "%2E%2E"),
            ("", "%"),
            ("重要！.doc", "重要！.doc"),
        ];
        for (name, wanted) in cases {
            assert_eq!(harmless(name), wanted, "{name:?}");
        }
    }

    #[test]
    fn names_are_read_in_utf8_or_gbk() {
        assert_eq!(decode(b"\xb8\xbd\xbc\xfe1.doc"), "附件1.doc");
        assert_eq!(decode("附件1.doc".as_bytes()), "附件1.doc");
    }
}
