//! How much the streams of a file unpack to, before an engine unpacks them all at once. Not for: what is in them.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object};

use super::unpack::{self, Filter};
use crate::ReadError;

/// Filters of one stream that are looked at; producers write one or two.
const MOST: usize = 8;
/// Bytes before a stream within which its dictionary is looked for.
const DICTIONARY: usize = 4096;

/// Looks at every stream that could unpack to more than `most` bytes, without keeping what comes out.
///
/// # Errors
/// When one does.
pub(crate) fn check(bytes: &[u8], most: u64) -> Result<(), ReadError> {
    let mut from = 0;
    while let Some(found) = find(bytes, from, b"stream") {
        from = found + b"stream".len();
        let before = bytes.get(found.saturating_sub(DICTIONARY)..found).unwrap_or_default();
        if before.ends_with(b"end") {
            continue;
        }
        let body = bytes.get(from..).unwrap_or_default();
        let body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).unwrap_or(body);
        let start = bytes.len() - body.len();
        let end = find(bytes, from, b"endstream").unwrap_or(bytes.len()).max(start);
        let packed = bytes.get(start..end).unwrap_or_default();
        let mut filters = written(before, bytes);
        // A stream that looks like one of zlib is unpacked as such by engines that mend files.
        if filters.is_empty() && packed.first().is_some_and(|byte| byte & 0x0F == 8 && byte >> 4 <= 7) {
            filters.push(Filter::Flate);
        }
        if unpack::is_over(packed, &filters, most) {
            return Err(too_large(most));
        }
        from = end;
    }
    Ok(())
}

/// The same for a file whose streams are encrypted, which can be seen only once it is open.
///
/// # Errors
/// When a stream unpacks to more than `most` bytes.
pub(crate) fn check_open(pdf: &Pdf, most: u64) -> Result<(), ReadError> {
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let early = stream.dict().get::<Dict<'_>>("DecodeParms").and_then(|parameters| parameters.get::<i32>("EarlyChange")) != Some(0);
        let filters: Vec<Name<'_>> = match stream.dict().get::<Object<'_>>("Filter") {
            Some(Object::Name(name)) => vec![name],
            Some(Object::Array(names)) => Array::iter::<Name<'_>>(&names).take(MOST).collect(),
            _ => Vec::new(),
        };
        let filters: Vec<Filter> = filters.iter().map_while(|name| Filter::named(name, early)).collect();
        if unpack::is_over(&stream.raw_data(), &filters, most) {
            return Err(too_large(most));
        }
    }
    Ok(())
}

fn too_large(most: u64) -> ReadError {
    ReadError::TooLarge { detail: format!("a stream unpacks to more than {most} bytes") }
}

/// The filters that the dictionary before a stream names, up to the first one of pictures.
fn written(before: &[u8], bytes: &[u8]) -> Vec<Filter> {
    let dictionary = memchr::memmem::rfind(before, b"obj").and_then(|at| before.get(at..)).unwrap_or(before);
    let early = memchr::memmem::find(dictionary, b"/EarlyChange 0").is_none();
    let Some(at) = memchr::memmem::find(dictionary, b"/Filter") else { return Vec::new() };
    let value = dictionary.get(at + b"/Filter".len()..).unwrap_or_default().trim_ascii_start();
    if value.first().is_some_and(u8::is_ascii_digit) {
        // A reference: `12 0 R`.
        let number: Vec<u8> = value.iter().copied().take_while(u8::is_ascii_digit).collect();
        let object = [b"\n", number.as_slice(), b" 0 obj"].concat();
        let value = find(bytes, 0, &object).and_then(|at| bytes.get(at + object.len()..)).unwrap_or_default();
        return names(value.trim_ascii_start(), early);
    }
    names(value, early)
}

/// A name, or an array of names.
fn names(value: &[u8], early: bool) -> Vec<Filter> {
    let (list, most) = match value.strip_prefix(b"[") {
        Some(rest) => (rest.split(|byte| *byte == b']').next().unwrap_or_default(), MOST),
        None => (value, 1),
    };
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'[' | b']' | b'<' | b'>' | b'(');
    let mut parts = list.split(|byte| *byte == b'/');
    parts.next();
    let names = parts.take(most).map(|name| unescaped(name.split(ends).next().unwrap_or_default()));
    names.map_while(|name| Filter::named(&name, early)).collect()
}

/// A name with the bytes that `#` and two digits stand for.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [first, more @ ..] = rest {
        let digit = |at: usize| more.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'#', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high << 4 | low));
                rest = more.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    bytes
}

fn find(bytes: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes.get(from..)?, needle).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_found_however_they_are_written() {
        let of = |dictionary: &[u8]| written(dictionary, b"\n7 0 obj\n[/Fl /LZW]\nendobj");
        assert_eq!(of(b"1 0 obj<</Length 3/Filter/FlateDecode>>"), [Filter::Flate]);
        assert_eq!(of(b"1 0 obj<</Filter [ /ASCII85Decode/Fl#61teDecode ] /Length 3>>"), [Filter::Base85, Filter::Flate]);
        assert_eq!(of(b"1 0 obj<</Filter 7 0 R>>"), [Filter::Flate, Filter::Lzw(true)]);
        assert_eq!(of(b"1 0 obj<</Filter/LZWDecode/DecodeParms<</EarlyChange 0>>>>"), [Filter::Lzw(false)]);
        assert_eq!(of(b"1 0 obj<</Filter[/FlateDecode/DCTDecode]>>"), [Filter::Flate]);
        assert_eq!(of(b"endobj 2 0 obj<</Length 3>>"), []);
    }
}
