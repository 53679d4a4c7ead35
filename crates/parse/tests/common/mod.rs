//! What the tests of whole notices share. Not for: expected values.

use hongtou_document::{DocumentBuilder, Format};
use hongtou_notice::Notice;
use hongtou_parse::{Hints, parse};

/// The notice in these paragraphs of a text.
pub(crate) fn notice(lines: &[&str]) -> Notice {
    let mut builder = DocumentBuilder::new(Format::Text);
    for line in lines {
        builder.paragraph(line);
    }
    parse(&builder.finish("x"), &Hints::default())
}
