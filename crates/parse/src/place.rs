//! From a span of the document to the evidence of a fact. Not for: deciding what is a fact.

use hongtou_document::{Document, Span};
use hongtou_notice::Evidence;
use hongtou_notice::codes::Origin;

/// The evidence of a span: its page and box, and its text exactly as it stands in the document.
pub(crate) fn evidence(document: &Document, span: Span, origin: Origin) -> Evidence {
    let (page, bbox) = document.place(span);
    Evidence {
        source_id: document.source_id().into(),
        origin,
        page,
        bbox: bbox.map(Box::new),
        start: Some(span.start),
        end: Some(span.end),
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
        start: Some(span.start),
        end: Some(span.end),
        text: document.slice(span).into(),
    }
}

/// The evidence of a value in the metadata of a page or file, which has no place in the text.
pub(crate) fn metadata_evidence(document: &Document, value: &str) -> Evidence {
    Evidence {
        source_id: document.source_id().into(),
        origin: Origin::Metadata,
        page: None,
        bbox: None,
        start: None,
        end: None,
        text: value.into(),
    }
}
