//! Names of members: out of the encodings that archives use. Not for: making them harmless (`member_path`).

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_utf8_or_gbk() {
        assert_eq!(decode(b"\xb8\xbd\xbc\xfe1.doc"), "附件1.doc");
        assert_eq!(decode("附件1.doc".as_bytes()), "附件1.doc");
    }
}
