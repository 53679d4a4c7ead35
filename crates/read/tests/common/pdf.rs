//! PDFs of one page, made with lopdf. No tests of its own.

use lopdf::{Document as Pdf, ObjectId, Stream, dictionary};

/// A file of one page with this content in one font, `/F`; and the ids of its catalog and its page.
pub(crate) fn one_page(font: impl FnOnce(&mut Pdf) -> ObjectId, content: &[u8]) -> (Pdf, ObjectId, ObjectId) {
    let mut pdf = Pdf::with_version("1.7");
    let tree = pdf.new_object_id();
    let font = font(&mut pdf);
    let content = pdf.add_object(Stream::new(dictionary! {}, content.to_vec()));
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    pdf.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    (pdf, catalog, page)
}

/// The bytes of a file.
pub(crate) fn bytes(mut pdf: Pdf) -> Vec<u8> {
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}
