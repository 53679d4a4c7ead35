//! How much the streams of a file unpack to, before an engine unpacks them all at once. Not for: what is in them.

use std::io::Read;

use crate::ReadError;

/// Best ratio of deflate.
const RATIO: u64 = 1032;

/// Looks at every stream that could unpack to more than `most` bytes, without keeping what comes out.
///
/// # Errors
/// When one does.
pub(crate) fn check(bytes: &[u8], most: u64) -> Result<(), ReadError> {
    let mut buffer = [0; 1 << 15];
    let mut from = 0;
    while let Some(found) = find(bytes, from, b"stream") {
        from = found + b"stream".len();
        let is_end = bytes.get(..found).is_some_and(|before| before.ends_with(b"end"));
        let body = bytes.get(from..).unwrap_or_default();
        let body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).unwrap_or(body);
        // The first byte of a zlib stream names deflate with a window of 32 KiB or less.
        if is_end || !body.first().is_some_and(|byte| byte & 0x0F == 8 && byte >> 4 <= 7) {
            continue;
        }
        let end = find(bytes, from, b"endstream").unwrap_or(bytes.len());
        let packed = &bytes[bytes.len() - body.len()..end.max(bytes.len() - body.len())];
        from = end;
        if (packed.len() as u64) < most / RATIO {
            continue;
        }
        let mut decoder = flate2::read::ZlibDecoder::new(packed);
        let mut unpacked = 0;
        // What does not unpack, the engine does not unpack either.
        while let Ok(read @ 1..) = decoder.read(&mut buffer) {
            unpacked += read as u64;
            if unpacked > most {
                return Err(ReadError::TooLarge { detail: format!("a stream unpacks to more than {most} bytes") });
            }
        }
    }
    Ok(())
}

fn find(bytes: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes.get(from..)?, needle).map(|at| from + at)
}
