//! Evidence: from a span of the document to the place that a record shows. Not for: deciding what a fact is.

use hongtou_document::{Document, Span};
use hongtou_notice::Evidence;
use hongtou_notice::codes::Origin;

/// The evidence at a span: its text exactly as printed, its page and its box.
pub(crate) fn evidence(document: &Document, span: Span, origin: Origin) -> Evidence {
    let (page, bbox) = document.place(span);
    Evidence {
        source_id: document.source_id().to_owned(),
        origin,
        page,
        bbox,
        start: Some(span.start),
        end: Some(span.end),
        text: document.slice(span).to_owned(),
    }
}
