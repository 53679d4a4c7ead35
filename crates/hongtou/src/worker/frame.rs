//! Messages on a pipe: four bytes of length, then the message in MessagePack. Not for: what they say.

use std::io::{self, Read, Write};

use hongtou_chain::decode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::part::encode;

/// Bytes of one message; the text of the largest file that is read takes a quarter of it.
const LONGEST: u32 = 1 << 30;

/// Writes one message and sees it off.
///
/// # Errors
/// When the other end is gone, or the message is too long.
pub(super) fn write(out: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let bytes = encode(message)?;
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the message is too long"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&bytes)?;
    out.flush()
}

/// Reads one message; `None` where the other end was closed between two messages.
///
/// # Errors
/// When the pipe breaks off inside a message, or what it carries is none.
pub(super) fn read<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    match input.read(&mut length)? {
        0 => return Ok(None),
        got => input.read_exact(&mut length[got..])?,
    }
    let length = u32::from_le_bytes(length);
    if length > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "no message of hongtou"));
    }
    let mut bytes = Vec::new();
    // Not reserved at once: a stray program may say any length.
    if input.take(u64::from(length)).read_to_end(&mut bytes)? < length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    decode(&bytes).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_out_as_they_went_in() {
        let mut pipe = Vec::new();
        write(&mut pipe, &"财社").unwrap();
        write(&mut pipe, &7u8).unwrap();
        let mut input = pipe.as_slice();
        assert_eq!(read::<String>(&mut input).unwrap().as_deref(), Some("财社"));
        assert_eq!(read::<u8>(&mut input).unwrap(), Some(7));
        assert_eq!(read::<u8>(&mut input).unwrap(), None);
    }

    #[test]
    fn a_broken_pipe_and_stray_bytes_are_errors() {
        let mut pipe = Vec::new();
        write(&mut pipe, &"财社").unwrap();
        pipe.pop();
        assert_eq!(read::<String>(&mut pipe.as_slice()).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let stray = b"usage: cat [FILE]";
        assert_eq!(read::<String>(&mut stray.as_slice()).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
