//! What a walk through archives may still cost: members, bytes, and how far a file may swell.
//! Not for: the figures, which are [`Limits`].

use std::io::Read;

use crate::{Limits, ReadError};

/// Why the bytes of a member did not come.
pub(super) enum Failed {
    /// A limit.
    Limit(ReadError),
    /// The unpacker's own error.
    Io(std::io::Error),
}

/// Counts over all archives of one walk.
pub(super) struct Budget<'a> {
    pub(super) limits: &'a Limits,
    members: usize,
    unpacked: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, members: 0, unpacked: 0 }
    }

    /// Counts a member. An error ends the walk.
    pub(super) fn admit(&mut self) -> Result<(), ReadError> {
        self.members += 1;
        let limits = self.limits;
        if self.members > limits.members {
            return Err(ReadError::TooLarge { detail: format!("more than {} members in the archive", limits.members) });
        }
        if self.unpacked > limits.archive_bytes {
            return Err(ReadError::TooLarge { detail: format!("the archive unpacks to more than {} bytes", limits.archive_bytes) });
        }
        Ok(())
    }

    /// Bytes that a member may unpack to. `packed`: those that it takes in the archive, as far as known.
    pub(super) fn most(&self, packed: u64) -> u64 {
        let swollen = packed.max(1).saturating_mul(self.limits.ratio).max(self.limits.ratio_floor);
        swollen.min(self.limits.member_bytes).min(self.room())
    }

    fn room(&self) -> u64 {
        self.limits.archive_bytes.saturating_sub(self.unpacked)
    }

    /// Counts unpacked bytes.
    pub(super) fn spend(&mut self, bytes: u64) {
        self.unpacked = self.unpacked.saturating_add(bytes);
    }

    /// Why a member may not have more than `most` bytes.
    pub(super) fn too_large(&self, most: u64) -> ReadError {
        let limits = self.limits;
        let detail = if most == self.room() {
            format!("the archive unpacks to more than {} bytes", limits.archive_bytes)
        } else if most == limits.member_bytes {
            format!("the member unpacks to more than {most} bytes")
        } else {
            format!("the member unpacks to more than {} times its size in the archive", limits.ratio)
        };
        ReadError::TooLarge { detail }
    }

    /// Reads a member to its end, if that comes within the limits.
    pub(super) fn read(&mut self, source: &mut dyn Read, packed: u64) -> Result<Vec<u8>, Failed> {
        let most = self.most(packed);
        let mut bytes = Vec::new();
        // One byte more than is allowed tells that there is more.
        let result = source.take(most.saturating_add(1)).read_to_end(&mut bytes);
        let read = bytes.len() as u64;
        let outcome = if read > most { Err(Failed::Limit(self.too_large(most))) } else { result.map(|_| bytes).map_err(Failed::Io) };
        self.spend(read);
        outcome
    }
}
