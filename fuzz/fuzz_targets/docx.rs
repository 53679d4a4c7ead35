//! Word 2007: whole packages, and the XML of a package's parts (parted by U+0000), so that changes reach behind the zip.
//! Nothing may panic, take long, or point outside the text.
#![no_main]

mod checked;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    checked::read_checked(bytes, "a.docx");
    let names = ["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/header1.xml"];
    let mut parts: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"<Types/>")];
    parts.extend(names.iter().copied().zip(bytes.split(|byte| *byte == 0)));
    checked::read_checked(&checked::packed(&parts), "a.docx");
});
