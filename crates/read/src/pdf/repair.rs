//! Files in which the engine finds no pages, written anew: lopdf looks for objects wherever they stand, without the tables
//! that say so. Not for: files that can be read as they are.

use std::sync::Arc;
use std::time::Duration;

use lopdf::{Document, LoadOptions, Object};

use super::guard;
use crate::Limits;

/// What `sources.engine` calls it, beside the engine that reads the result.
pub(super) const ENGINE: &str = "hayro-interpret 0.9 after repair by lopdf 0.47";

/// The file with its objects in order; `None` if there are no pages among them.
pub(super) fn rewritten(bytes: &Arc<Vec<u8>>, limits: Limits) -> Option<Arc<Vec<u8>>> {
    let bytes = Arc::clone(bytes);
    let time = Duration::from_secs(limits.pdf_seconds);
    guard::within(time, move |_| write(&bytes, limits)).ok().flatten().map(Arc::new)
}

fn write(bytes: &[u8], limits: Limits) -> Option<Vec<u8>> {
    let most = usize::try_from(limits.inflated_bytes).unwrap_or(usize::MAX);
    let options = |force| LoadOptions { max_decompressed_size: Some(most), force_reconstruct: force, ..LoadOptions::default() };
    let mut pdf =
        Document::load_mem_with_options(bytes, options(true)).or_else(|_| Document::load_mem_with_options(bytes, options(false))).ok()?;
    if pdf.is_encrypted() {
        return None;
    }
    if pdf.page_iter().next().is_none() {
        plant(&mut pdf)?;
    }
    let mut written = Vec::with_capacity(bytes.len());
    pdf.save_to(&mut written).ok()?;
    Some(written)
}

/// Hangs the pages that no tree holds into a new one, in the order of their numbers.
fn plant(pdf: &mut Document) -> Option<()> {
    let is_page = |object: &Object| object.as_dict().is_ok_and(|dict| dict.has_type(b"Page"));
    let pages: Vec<lopdf::ObjectId> = pdf.objects.iter().filter(|(_, object)| is_page(object)).map(|(id, _)| *id).collect();
    let count = i64::try_from(pages.len()).ok().filter(|count| *count > 0)?;
    let tree = pdf.new_object_id();
    for page in &pages {
        pdf.get_dictionary_mut(*page).ok()?.set("Parent", tree);
    }
    let kids: Vec<Object> = pages.into_iter().map(Object::Reference).collect();
    pdf.objects.insert(tree, lopdf::dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = pdf.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    Some(())
}
