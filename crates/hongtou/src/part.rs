//! What one file or member gave, in the form in which it goes over a worker's pipe and into the ledger. Not for: how it
//! was won (`take`), or where it is kept (`ledger`).

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use hongtou_export::rows::{FileRow, SourceRow};
use serde::de::{DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A record in MessagePack, deflated. MessagePack because it keeps every float to the last bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packed(pub(crate) Vec<u8>);

impl Packed {
    /// Packs a record.
    ///
    /// # Errors
    /// When it cannot be written down, which is a fault of its type.
    pub(crate) fn new(record: &impl Serialize) -> io::Result<Self> {
        let mut out = DeflateEncoder::new(Vec::new(), Compression::fast());
        out.write_all(&encode(record)?)?;
        Ok(Self(out.finish()?))
    }

    /// The record again.
    ///
    /// # Errors
    /// When the bytes are no such record.
    pub(crate) fn open<T: DeserializeOwned>(&self) -> io::Result<T> {
        let mut bytes = Vec::with_capacity(self.0.len().saturating_mul(6));
        DeflateDecoder::new(self.0.as_slice()).read_to_end(&mut bytes)?;
        decode(&bytes)
    }
}

/// A record in MessagePack, with the names of its fields.
pub(crate) fn encode(record: &impl Serialize) -> io::Result<Vec<u8>> {
    rmp_serde::to_vec_named(record).map_err(io::Error::other)
}

/// A record from its MessagePack.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    rmp_serde::from_slice(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

// As one run of bytes: derived, it would be a list of numbers.
impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Packed;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Packed, E> {
                Ok(Packed(bytes.to_owned()))
            }
            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Packed, E> {
                Ok(Packed(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Bytes)
    }
}

/// What one file or member gave.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Its row; the path is what stands behind the name of the input: nothing for the input itself, `!/dir/b.doc` for
    /// a member.
    pub(crate) row: FileRow,
    /// The row of its content; `None` if it was never opened.
    pub(crate) source: Option<SourceRow>,
    /// Its `Document`, if it could be read.
    pub(crate) document: Option<Packed>,
    /// Its `Notice`, if it could be read.
    pub(crate) notice: Option<Packed>,
}

impl Part {
    /// A file that was never opened.
    pub(crate) fn unopened(row: FileRow) -> Self {
        Self { row, source: None, document: None, notice: None }
    }

    /// What stands behind the name of the input.
    pub(crate) fn tail(&self) -> &str {
        &self.row.path
    }
}

/// The file name of a part: that of the input, or the last part of a member's path.
pub(crate) fn file_name_of<'a>(tail: &'a str, input: &'a str) -> &'a str {
    if tail.is_empty() { input } else { tail.rsplit('/').next().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_record_is_the_same_again() {
        let record = (0.1 + 0.2, "红头".to_owned(), Some(Packed(vec![0, 255, 7])));
        let packed = Packed::new(&record).unwrap();
        assert_eq!(packed.open::<(f64, String, Option<Packed>)>().unwrap(), record);
        assert!(packed.open::<Vec<u8>>().is_err());
    }
}
