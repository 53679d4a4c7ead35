//! Records laid aside with whoever keeps the notices, and opened again one at a time. Not for: records in an order (`pile`).

use std::io;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::keep::Opens;

/// Where a record lies.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Slip {
    /// In two halves: as one number it would take more room in a list.
    begin: [u32; 2],
    length: u32,
}

impl Slip {
    fn new(begin: u64, length: u32) -> Self {
        let [a, b, c, d, e, f, g, h] = begin.to_le_bytes();
        Self { begin: [u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])], length }
    }

    fn begin(self) -> u64 {
        let [low, high] = self.begin;
        u64::from(high) << 32 | u64::from(low)
    }
}

/// Takes records in and gives them back. One that is lost is passed over, and the whole ends with the error (`keep`).
#[derive(Debug, Clone)]
pub(crate) struct Room(Arc<dyn Opens>);

impl Room {
    pub(crate) fn new(desk: Arc<dyn Opens>) -> Self {
        Self(desk)
    }

    /// Lays a record aside.
    pub(crate) fn put(&self, record: &impl Serialize) -> Slip {
        self.put_bytes(&self.passed_over(encode(record)).unwrap_or_default())
    }

    /// Lays bytes aside.
    pub(crate) fn put_bytes(&self, bytes: &[u8]) -> Slip {
        Slip::new(self.write(bytes), self.length(bytes.len()))
    }

    /// Opens a record again.
    pub(crate) fn get<T: DeserializeOwned>(&self, slip: Slip) -> Option<T> {
        self.take(slip, decode)
    }

    /// What `take` makes of bytes that were laid aside.
    pub(crate) fn take<T>(&self, slip: Slip, take: impl FnMut(&[u8]) -> io::Result<T>) -> Option<T> {
        self.read(slip.begin(), usize::try_from(slip.length).ok()?, take)
    }

    /// Writes bytes, and gives where they begin.
    pub(crate) fn write(&self, bytes: &[u8]) -> u64 {
        self.0.write(bytes).unwrap_or(u64::MAX)
    }

    /// Reads bytes, and gives what `take` makes of them.
    pub(crate) fn read<T>(&self, begin: u64, length: usize, mut take: impl FnMut(&[u8]) -> io::Result<T>) -> Option<T> {
        let mut taken = None;
        self.0.read(begin, length, &mut |bytes| {
            taken = Some(take(bytes)?);
            Ok(())
        })?;
        taken
    }

    /// A length as it is written down; more than 4 GiB is an error of the whole.
    pub(crate) fn length(&self, bytes: usize) -> u32 {
        self.passed_over(u32::try_from(bytes).map_err(io::Error::other)).unwrap_or(u32::MAX)
    }

    /// What was made of a record; `None` where nothing could be, which is an error of the whole.
    pub(crate) fn passed_over<T>(&self, made: io::Result<T>) -> Option<T> {
        let mut error = match made {
            Ok(made) => return Some(made),
            Err(error) => Some(error),
        };
        self.read(0, 0, |_| Err(error.take().unwrap_or_else(|| io::ErrorKind::InvalidData.into())))
    }
}

/// A record in MessagePack without names of fields: it is read by the run that wrote it.
pub(crate) fn encode(record: &impl Serialize) -> io::Result<Vec<u8>> {
    rmp_serde::to_vec(record).map_err(io::Error::other)
}

/// A record from its MessagePack, whether the names of its fields stand in it or not.
///
/// # Errors
/// When the bytes are no such record.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    rmp_serde::from_slice(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_small_and_tells_any_place() {
        assert_eq!(size_of::<Slip>(), 12);
        for begin in [0, 1, 0xffff_ffff, 0x1_0000_0000, u64::MAX] {
            assert_eq!(Slip::new(begin, 7).begin(), begin);
        }
    }
}
