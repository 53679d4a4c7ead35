//! stub
/// stub
#[derive(Debug)]
pub struct HtmlReader;
impl crate::Reader for HtmlReader {
    fn format(&self) -> crate::Format { crate::Format::Html }
    fn read(&self, _: &crate::Input<'_>) -> Result<crate::Document, crate::ReadError> { Err(crate::ReadError::Empty) }
}
