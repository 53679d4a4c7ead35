//! What one file or member gave, in the form in which it goes over a worker's pipe and into the ledger. Not for: how it
//! was won (`take`), or where it is kept (`ledger`).

use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};
use hongtou_chain::decode;
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
}

/// Opens packed records, one after the other, in the same piece of memory. Large pieces taken and given back between the small
/// ones that stay would leave holes that nothing fits into: more than all that stays.
pub(crate) struct Opener {
    inflate: Decompress,
    bytes: Vec<u8>,
}

impl Default for Opener {
    fn default() -> Self {
        Self { inflate: Decompress::new(false), bytes: Vec::new() }
    }
}

impl Opener {
    /// The record again.
    ///
    /// # Errors
    /// When the bytes are no such record.
    pub(crate) fn open<T: DeserializeOwned>(&mut self, Packed(packed): &Packed) -> io::Result<T> {
        self.inflate.reset(false);
        self.bytes.clear();
        let mut rest = packed.as_slice();
        loop {
            self.bytes.reserve(packed.len().max(1));
            let (read, written) = (self.inflate.total_in(), self.bytes.len());
            let status = self.inflate.decompress_vec(rest, &mut self.bytes, FlushDecompress::None)?;
            let taken = usize::try_from(self.inflate.total_in() - read).unwrap_or(usize::MAX);
            rest = rest.get(taken..).unwrap_or_default();
            match status {
                Status::StreamEnd => return decode(&self.bytes),
                _ if taken == 0 && self.bytes.len() == written => return Err(io::ErrorKind::UnexpectedEof.into()),
                _ => {}
            }
        }
    }
}

/// A record in MessagePack, with the names of its fields.
pub(crate) fn encode(record: &impl Serialize) -> io::Result<Vec<u8>> {
    rmp_serde::to_vec_named(record).map_err(io::Error::other)
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
        let mut opener = Opener::default();
        for _ in 0..2 {
            assert_eq!(opener.open::<(f64, String, Option<Packed>)>(&packed).unwrap(), record);
            assert!(opener.open::<Vec<u8>>(&packed).is_err());
            for shorter in 0..packed.0.len() {
                assert!(opener.open::<(f64, String, Option<Packed>)>(&Packed(packed.0[..shorter].to_vec())).is_err());
            }
        }
        let long = "红头".repeat(100_000);
        assert_eq!(opener.open::<String>(&Packed::new(&long).unwrap()).unwrap(), long);
    }
}
