//! The reader of web pages: the text of the notice without the page around it, tables with their spans, the
//! metadata box and the links to attachments beside it. Not for: fetching anything a page points to.

mod charset;
mod chrome;
mod content;
mod dom;
mod flow;
mod grid;
mod head;
mod infobox;
mod links;
mod lists;
mod measure;
mod tree;

use hongtou_document::{Document, DocumentBuilder, Format};

use crate::{Input, ReadError, Reader, source_id};
use flow::Piece;

/// Reads HTML in any encoding that Chinese pages come in.
#[derive(Debug, Clone, Copy, Default)]
pub struct HtmlReader;

impl Reader for HtmlReader {
    fn format(&self) -> Format {
        Format::Html
    }

    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError> {
        let limits = &input.options.limits;
        if input.bytes.len() as u64 > limits.text_bytes {
            return Err(ReadError::TooLarge {
                detail: format!("{} bytes of HTML, at most {} are read", input.bytes.len(), limits.text_bytes),
            });
        }
        let decoded = charset::decode(input.bytes);
        let page = tree::parse(&decoded.text)?;
        let mut builder = DocumentBuilder::new(Format::Html);
        builder.metadata("encoding", decoded.encoding);
        if let Some(warning) = decoded.warning {
            builder.warning(warning);
        }
        for (name, value) in &page.meta {
            builder.metadata(name.as_str(), value.as_str());
        }
        let mut body = page.body;
        lists::number(&mut body);
        measure::measure(&mut body);
        for (label, value) in infobox::take(&mut body) {
            builder.metadata(label, value);
        }
        for link in links::attachments(&body) {
            builder.metadata("attachment", format!("{}\t{}", link.text, link.href));
        }
        measure::measure(&mut body);
        chrome::prune(&mut body);
        measure::measure(&mut body);
        let content = content::choose(body, &page.title);
        let (pieces, cells) = flow::pieces(&content);
        if cells > limits.cells {
            return Err(ReadError::TooLarge { detail: format!("{cells} cells in tables, at most {} are read", limits.cells) });
        }
        if let Some(title) = head::missing_title(&page.title, &pieces) {
            builder.metadata("page_title", title);
        }
        for piece in pieces {
            match piece {
                Piece::Paragraph { lines, complete } => {
                    builder.lines(lines.iter().map(|line| (line.as_str(), None, None)), complete);
                }
                Piece::Table(table) => {
                    builder.table(&table).map_err(|error| ReadError::TooLarge { detail: error.to_string() })?;
                }
            }
        }
        Ok(builder.finish(source_id(input.bytes)))
    }
}
