//! The readers of Word's older forms: binary documents (DOC, WPS) and RTF. What both share is here: a stream of
//! paragraphs and cell marks becomes blocks (`flow`). Numbers, symbols and grids are made as for DOCX.
//! Not for: notes and comments; page heads and feet go to the metadata.

mod bytes;
mod doc;
mod flow;
mod numbers;
mod rtf;

use hongtou_document::{Document, DocumentBuilder, Format};

use crate::{Input, ReadError, Reader, sniff, source_id};
use flow::Block;

/// Reads the binary documents of Word 97 to 2003, and those of WPS, which have the same form.
#[derive(Debug, Clone, Copy, Default)]
pub struct DocReader;

/// Reads Rich Text Format.
#[derive(Debug, Clone, Copy, Default)]
pub struct RtfReader;

/// What a reader found, before it has a place in a text.
#[derive(Debug, Default)]
struct Found {
    metadata: Vec<(String, String)>,
    blocks: Vec<Block>,
    warnings: Vec<String>,
}

impl Reader for DocReader {
    fn format(&self) -> Format {
        Format::Doc
    }

    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError> {
        let format = match sniff(input.bytes, input.name) {
            Format::Wps => Format::Wps,
            _ => Format::Doc,
        };
        built(format, doc::read(input.bytes, format, &input.options.limits)?, input)
    }
}

impl Reader for RtfReader {
    fn format(&self) -> Format {
        Format::Rtf
    }

    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError> {
        built(Format::Rtf, rtf::read(input.bytes, &input.options.limits)?, input)
    }
}

fn built(format: Format, found: Found, input: &Input<'_>) -> Result<Document, ReadError> {
    let mut builder = DocumentBuilder::new(format);
    for (key, value) in found.metadata {
        builder.metadata(key, value);
    }
    for block in found.blocks {
        match block {
            Block::Paragraph(text) => {
                builder.lines(text.split('\n').map(|line| (line, None, None)), true);
            }
            Block::Table(table) => {
                // The only lawful way to fail: the grid never lets cells overlap.
                builder.table(&table).map_err(|error| ReadError::TooLarge { detail: error.to_string() })?;
            }
        }
    }
    for warning in found.warnings {
        builder.warning(warning);
    }
    Ok(builder.finish(source_id(input.bytes)))
}
