//! x
use crate::{Input, ReadError, Reader};
use hongtou_document::{Document, Format};
/// x
#[derive(Debug, Clone, Copy, Default)]
pub struct DocxReader;
impl Reader for DocxReader {
    fn format(&self) -> Format { Format::Docx }
    fn read(&self, _input: &Input<'_>) -> Result<Document, ReadError> { Err(ReadError::Empty) }
}
