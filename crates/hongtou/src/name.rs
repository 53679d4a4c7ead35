//! Paths as records spell them: relative, parted by `/`, always UTF-8. Not for: walking folders.

use std::ffi::OsStr;
use std::path::{Component, Path};

/// The components of a path, parted by `/`; a byte that is not UTF-8 becomes `\xNN`. No two paths of one folder get
/// one spelling: a printed `\x` becomes `\x5Cx`.
pub(crate) fn spelled(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(part_spelled(name)),
        Component::ParentDir => Some("..".to_owned()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn part_spelled(name: &OsStr) -> String {
    let mut spelled = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        spelled.push_str(&chunk.valid().replace("\\x", "\\x5Cx"));
        for byte in chunk.invalid() {
            spelled.push_str(&format!("\\x{byte:02X}"));
        }
    }
    spelled
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn other_encodings_are_escaped() {
        let gbk = Path::new(OsStr::from_bytes(b"a/\xb2\xc6\xc9\xe7.txt"));
        assert_eq!(spelled(gbk), "a/\\xB2\\xC6\\xC9\\xE7.txt");
        assert_eq!(spelled(Path::new("./财社/b\\xB2.txt")), "财社/b\\x5CxB2.txt");
    }
}
