//! The reader of Word documents (DOCX): paragraphs and tables in the order of the body, with automatic numbers
//! written out and revisions accepted. Not for: what stands beside the body (comments, footnotes); page heads and
//! feet go to the metadata.

mod body;
pub(crate) mod numbering;
mod numerals;
pub(crate) mod package;
pub(crate) mod styles;
pub(crate) mod symbols;
pub(crate) mod table;
pub(crate) mod xml;

use hongtou_document::{Document, DocumentBuilder, Format};

use crate::{Input, Limits, ReadError, Reader, source_id};
use body::{Body, Draft};
use numbering::Numbering;
use package::Package;
use styles::Styles;
use xml::{Item, Xml};

/// What the properties of a package are called in the metadata: the same as in the file.
const PROPERTIES: [&str; 4] = ["title", "creator", "created", "modified"];

/// Reads Word 2007 and later, transitional or strict, from Word, WPS, LibreOffice and libraries.
#[derive(Debug, Clone, Copy, Default)]
pub struct DocxReader;

impl Reader for DocxReader {
    fn format(&self) -> Format {
        Format::Docx
    }

    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError> {
        let limits = &input.options.limits;
        let mut package = Package::open(input.bytes, limits)?;
        let mut builder = DocumentBuilder::new(Format::Docx);
        let main = package.main_part()?;
        properties(&mut package, limits, &mut builder)?;

        let styles = match package.related(&main, "styles")? {
            Some(part) => Styles::read(&part, limits),
            None => Styles::default(),
        };
        let numbering = match package.related(&main, "numbering")? {
            Some(part) => Numbering::read(&part, limits),
            None => Numbering::default(),
        };
        for kind in ["header", "footer"] {
            for part in package.all_related(&main, kind)? {
                let text = plain_text(Body::new(&styles, Numbering::default(), limits).read(&part)?.drafts);
                if !text.is_empty() {
                    builder.metadata(kind, text);
                }
            }
        }
        let text = package.part(&main)?.ok_or_else(|| ReadError::Damaged { detail: format!("the package has no {main}") })?;
        let read = Body::new(&styles, numbering, limits).read(&text)?;
        for draft in read.drafts {
            match draft {
                Draft::Paragraph(text) => {
                    builder.lines(text.split('\n').map(|line| (line, None, None)), true);
                }
                Draft::Table(table) => {
                    // The only lawful way to fail: the reader never lets cells overlap.
                    builder.table(&table).map_err(|error| ReadError::TooLarge { detail: error.to_string() })?;
                }
            }
        }
        for warning in read.warnings {
            builder.warning(warning);
        }
        Ok(builder.finish(source_id(input.bytes)))
    }
}

/// What the package says about itself.
fn properties(package: &mut Package<'_>, limits: &Limits, builder: &mut DocumentBuilder) -> Result<(), ReadError> {
    let Some(part) = package.related("", "core-properties")? else { return Ok(()) };
    let mut xml = Xml::new(&part, limits);
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    // Broken properties are no reason to lose the document.
    while let Ok(item) = xml.next() {
        match item {
            Item::Start(element) => {
                open.push(element.name().to_owned());
                text.clear();
            }
            Item::Text(more) => text.push_str(&more),
            Item::End => {
                let name = open.pop().unwrap_or_default();
                let value = text.trim();
                if PROPERTIES.contains(&name.as_str()) && !value.is_empty() {
                    builder.metadata(name, value);
                }
                text.clear();
            }
            Item::Eof => break,
        }
    }
    Ok(())
}

/// The paragraphs of a page head or foot.
fn plain_text(drafts: Vec<Draft>) -> String {
    let texts = drafts.into_iter().flat_map(|draft| match draft {
        Draft::Paragraph(text) => vec![text],
        Draft::Table(table) => table.cells.into_iter().map(|cell| cell.text).filter(|text| !text.is_empty()).collect(),
    });
    texts.collect::<Vec<String>>().join("\n")
}
