//! RTF (stub).
use super::Found;
use crate::{Limits, ReadError};
pub(super) fn read(_bytes: &[u8], _limits: &Limits) -> Result<Found, ReadError> {
    Err(ReadError::Unsupported { format: hongtou_document::Format::Rtf })
}
