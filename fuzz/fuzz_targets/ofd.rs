//! OFD: whole packages, and the XML of a package's parts (parted by U+0000), so that changes reach behind the zip.
//! Nothing may panic, take long, or point outside the text.
#![no_main]

mod checked;

use libfuzzer_sys::fuzz_target;

const MAIN: &[u8] = b"<OFD><DocBody><DocRoot>Document.xml</DocRoot></DocBody></OFD>";
const DOCUMENT: &[u8] = b"<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea><TemplatePage ID='9' BaseLoc='T.xml'/>\
<DocumentRes>R.xml</DocumentRes></CommonData><Pages><Page ID='1' BaseLoc='C.xml'/></Pages><Annotations>A.xml</Annotations>\
<Attachments>F.xml</Attachments></Document>";

fuzz_target!(|bytes: &[u8]| {
    checked::read_checked(bytes, "a.ofd");
    let mut parts = vec![("OFD.xml", MAIN), ("Document.xml", DOCUMENT)];
    // The names that the document's part gives to its own; a sixth replaces it.
    let names = ["C.xml", "T.xml", "R.xml", "A.xml", "F.xml", "Document.xml"];
    for (name, part) in names.iter().zip(bytes.split(|byte| *byte == 0)) {
        parts.retain(|(known, _)| known != name);
        parts.push((name, part));
    }
    checked::read_checked(&checked::packed(&parts), "a.ofd");
});
