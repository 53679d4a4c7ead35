//! Filters of a PDF's streams (ISO 32000, 7.4) undone as far as it takes to tell how much comes out. Not for: pictures, or using
//! what comes out: the engine unpacks for itself.

use std::io::{self, Read};

/// A filter behind which there can be more than before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    Flate,
    /// Whether codes grow one early, as they do by default.
    Lzw(bool),
    RunLength,
    Hex,
    Base85,
}

impl Filter {
    /// The filter of a name, in full or in short; `None` for those of pictures, and for others.
    pub(super) fn named(name: &[u8], early: bool) -> Option<Self> {
        Some(match name {
            b"FlateDecode" | b"Fl" => Self::Flate,
            b"LZWDecode" | b"LZW" => Self::Lzw(early),
            b"RunLengthDecode" | b"RL" => Self::RunLength,
            b"ASCIIHexDecode" | b"AHx" => Self::Hex,
            b"ASCII85Decode" | b"A85" => Self::Base85,
            _ => return None,
        })
    }

    /// The most bytes that can come out for one that goes in.
    fn ratio(self) -> u64 {
        match self {
            Self::Flate => 1032,
            // A code of 12 bits for 4,096 bytes.
            Self::Lzw(_) => 2731,
            Self::RunLength => 64,
            // `z` stands for four zeros.
            Self::Base85 => 4,
            Self::Hex => 1,
        }
    }
}

/// Whether more than `most` bytes come out of a chain of filters, or between two of them.
pub(super) fn is_over(packed: &[u8], filters: &[Filter], most: u64) -> bool {
    let ratio = filters.iter().fold(1, |ratio: u64, filter| ratio.saturating_mul(filter.ratio()));
    if (packed.len() as u64).saturating_mul(ratio) <= most {
        return false;
    }
    // Each filter alone first: what is too much behind the second may be too much behind the first already.
    (1..=filters.len()).any(|count| {
        let mut source: Box<dyn Read + '_> = Box::new(packed);
        for filter in filters.iter().take(count) {
            source = match filter {
                Filter::Flate => Box::new(flate2::read::ZlibDecoder::new(source)),
                Filter::Lzw(early) => Box::new(Lzw::new(source, *early)),
                Filter::RunLength => Box::new(RunLength { source, left: 0, repeated: None }),
                Filter::Hex => Box::new(Hex { source }),
                Filter::Base85 => Box::new(Base85 { source, ready: Vec::new() }),
            };
        }
        counted(source, most) > most
    })
}

/// How much comes out, counted to a little over `most`. What does not unpack, the engine does not unpack either.
fn counted(mut source: impl Read, most: u64) -> u64 {
    let mut buffer = [0; 1 << 15];
    let mut count = 0;
    while let Ok(read @ 1..) = source.read(&mut buffer) {
        count += read as u64;
        if count > most {
            break;
        }
    }
    count
}

/// The next byte; `None` at the end.
fn byte(source: &mut dyn Read) -> io::Result<Option<u8>> {
    let mut one = [0];
    Ok((source.read(&mut one)? == 1).then_some(one[0]))
}

/// LZW with codes of 9 to 12 bits. Only lengths are kept of what the codes stand for: zeros come out in place of the content, unless a
/// filter follows, which needs it; so strings are kept as the code before and the last byte.
struct Lzw<R> {
    source: io::BufReader<R>,
    early: u16,
    bits: u32,
    held: u32,
    /// For each code from 258 on: the code before, and the last byte.
    table: Vec<(u16, u8)>,
    before: Option<u16>,
    ready: Vec<u8>,
    ended: bool,
}

impl<R: Read> Lzw<R> {
    fn new(source: R, early: bool) -> Self {
        let table = Vec::with_capacity(4096);
        let source = io::BufReader::new(source);
        Self { source, early: u16::from(early), bits: 0, held: 0, table, before: None, ready: Vec::new(), ended: false }
    }

    fn code(&mut self) -> io::Result<Option<u16>> {
        let next = self.table.len() as u32 + 258 + u32::from(self.early);
        let width = match next {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        while self.held < width {
            let Some(byte) = byte(&mut self.source)? else { return Ok(None) };
            self.bits = self.bits << 8 | u32::from(byte);
            self.held += 8;
        }
        self.held -= width;
        let code = self.bits >> self.held & ((1 << width) - 1);
        self.bits &= (1 << self.held) - 1;
        Ok(u16::try_from(code).ok())
    }

    /// What a code stands for, its end first.
    fn string(&self, mut code: u16) -> Vec<u8> {
        let mut string = Vec::new();
        while let Some((before, last)) = code.checked_sub(258).and_then(|at| self.table.get(usize::from(at))) {
            string.push(*last);
            code = *before;
        }
        string.extend(u8::try_from(code));
        string
    }

    fn more(&mut self) -> io::Result<()> {
        match self.code()? {
            None | Some(257) => self.ended = true,
            Some(256) => {
                self.table.clear();
                self.before = None;
            }
            Some(code) => {
                let known = usize::from(code) < self.table.len() + 258;
                let mut string = self.string(if known { code } else { self.before.ok_or(io::ErrorKind::InvalidData)? });
                let Some(first) = string.last().copied() else { return Err(io::ErrorKind::InvalidData.into()) };
                if !known {
                    string.insert(0, first);
                }
                if let Some(before) = self.before.filter(|_| self.table.len() < 4096 - 258) {
                    self.table.push((before, first));
                }
                self.before = Some(code);
                self.ready = string;
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Lzw<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() && !self.ended {
            self.more()?;
        }
        let mut count = 0;
        for (to, from) in buffer.iter_mut().zip(std::iter::from_fn(|| self.ready.pop())) {
            *to = from;
            count += 1;
        }
        Ok(count)
    }
}

/// Runs of bytes, each behind its length.
struct RunLength<R> {
    source: R,
    left: usize,
    repeated: Option<u8>,
}

impl<R: Read> Read for RunLength<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            let Some(length) = byte(&mut self.source)?.filter(|length| *length != 128) else { return Ok(0) };
            self.left = if length < 128 { usize::from(length) + 1 } else { 257 - usize::from(length) };
            self.repeated = if length < 128 { None } else { byte(&mut self.source)? };
        }
        let most = self.left.min(buffer.len());
        let part = buffer.get_mut(..most).unwrap_or_default();
        let read = match self.repeated {
            Some(repeated) => {
                part.fill(repeated);
                most
            }
            None => self.source.read(part)?,
        };
        self.left -= read;
        Ok(read)
    }
}

/// Bytes as pairs of digits.
struct Hex<R> {
    source: R,
}

impl<R: Read> Read for Hex<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        for to in buffer {
            let mut digits = [0_u8; 2];
            let mut found = 0;
            while found < 2 {
                let Some(byte) = byte(&mut self.source)?.filter(|byte| *byte != b'>') else { break };
                if let Some(digit) = char::from(byte).to_digit(16) {
                    digits[found] = u8::try_from(digit).unwrap_or(0);
                    found += 1;
                }
            }
            if found == 0 {
                break;
            }
            *to = digits[0] << 4 | digits[1];
            count += 1;
        }
        Ok(count)
    }
}

/// Four bytes as five digits of base 85.
struct Base85<R> {
    source: R,
    /// Bytes still to give, the last one first.
    ready: Vec<u8>,
}

impl<R: Read> Base85<R> {
    fn more(&mut self) -> io::Result<()> {
        let mut digits: Vec<u32> = Vec::with_capacity(5);
        while digits.len() < 5 {
            match byte(&mut self.source)? {
                None | Some(b'~') => break,
                Some(b'z') if digits.is_empty() => {
                    self.ready = vec![0; 4];
                    return Ok(());
                }
                Some(byte @ b'!'..=b'u') => digits.push(u32::from(byte - b'!')),
                Some(_) => {}
            }
        }
        let bytes = digits.len().saturating_sub(1);
        digits.resize(5, 84);
        let number = digits.iter().fold(0_u32, |number, digit| number.wrapping_mul(85).wrapping_add(*digit));
        self.ready = number.to_be_bytes().iter().take(bytes).rev().copied().collect();
        Ok(())
    }
}

impl<R: Read> Read for Base85<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        for to in buffer {
            if self.ready.is_empty() {
                self.more()?;
            }
            let Some(byte) = self.ready.pop() else { break };
            *to = byte;
            count += 1;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn flate(bytes: &[u8]) -> Vec<u8> {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn every_layer_is_counted() {
        let zeros = flate(&vec![0; 4 << 20]);
        let twice = flate(&zeros);
        assert!(twice.len() < 200, "{}", twice.len());
        assert!(is_over(&zeros, &[Filter::Flate], 1 << 20));
        assert!(is_over(&twice, &[Filter::Flate, Filter::Flate], 1 << 20));
        assert!(!is_over(&twice, &[Filter::Flate, Filter::Flate], 5 << 20));
        assert!(!is_over(&twice, &[Filter::Flate], 1 << 20));
        let hex: String = twice.iter().map(|byte| format!("{byte:02x} ")).collect();
        assert!(is_over(format!("{hex}>").as_bytes(), &[Filter::Hex, Filter::Flate, Filter::Flate], 1 << 20));
        // 128 times a byte for every two.
        assert!(is_over(&[129, 0].repeat(1 << 14), &[Filter::RunLength], 1 << 20));
        assert!(!is_over(&[129, 0].repeat(1 << 12), &[Filter::RunLength], 1 << 20));
        assert!(is_over("z".repeat(1 << 19).as_bytes(), &[Filter::Base85], 1 << 20));
    }

    #[test]
    fn codes_are_read_as_the_standard_has_them() {
        // The example of ISO 32000, 7.4.4.2.
        let mut text = Vec::new();
        Lzw::new([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01].as_slice(), true).read_to_end(&mut text).unwrap();
        assert_eq!(text, [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
        let mut text = Vec::new();
        Base85 { source: b"87cURD]i,\"Ebo80z~>".as_slice(), ready: Vec::new() }.read_to_end(&mut text).unwrap();
        assert_eq!(text, b"Hello World!\0\0\0\0");
        // Codes that name ever longer strings of one byte: 256, 0, 258, 259, ...
        let (mut bits, mut held, mut packed) = (0_u64, 0, Vec::new());
        let mut put = |code: u64, width: u32| {
            bits = bits << width | code;
            held += width;
            while held >= 8 {
                held -= 8;
                packed.push((bits >> held) as u8);
                bits &= (1 << held) - 1;
            }
        };
        put(256, 9);
        put(0, 9);
        for code in 258..2000_u64 {
            // The code that is about to be made; codes grow one early.
            let width = if code + 1 < 512 {
                9
            } else if code + 1 < 1024 {
                10
            } else {
                11
            };
            put(code, width);
        }
        assert!(packed.len() < 2500);
        assert!(is_over(&packed, &[Filter::Lzw(true)], 1 << 20));
    }
}
