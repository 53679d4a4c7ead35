//! From a span of the document to the evidence of a fact. Not for: deciding what is a fact.

use std::num::NonZeroU32;

use hongtou_document::{Document, Span};
use hongtou_notice::codes::Origin;
use hongtou_notice::{Evidence, Place};

/// The evidence of a span: its page and box, and its text exactly as it stands in the document.
pub(crate) fn evidence(document: &Document, span: Span, origin: Origin) -> Evidence {
    let (page, bbox) = document.place(span);
    Evidence {
        source_id: document.source_id().into(),
        origin,
        page: page.and_then(NonZeroU32::new),
        bbox: bbox.map(Box::new),
        place: Place::new(span),
        text: document.slice(span).into(),
    }
}

/// The evidence of a span that is known to have no page and no box.
pub(crate) fn unplaced(document: &Document, span: Span, origin: Origin) -> Evidence {
    Evidence {
        source_id: document.source_id().into(),
        origin,
        page: None,
        bbox: None,
        place: Place::new(span),
        text: document.slice(span).into(),
    }
}

/// The evidence of a value in the metadata of a page or file, which has no place in the text.
pub(crate) fn metadata_evidence(document: &Document, value: &str) -> Evidence {
    Evidence::unplaced(document.source_id(), Origin::Metadata, value)
}
