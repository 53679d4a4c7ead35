//! Names of files inside files as harmless relative paths. Not for: names of files on a disk.

use std::fmt::Write as _;

/// The name as a relative path. What would give it another meaning is kept in sight: `../a` is `%2E%2E/a`,
/// `/a` is `%2F/a`, `C:\a` is `C%3A/a`. Different names stay different, but for doubled slashes.
pub(crate) fn harmless(name: &str) -> String {
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
}
