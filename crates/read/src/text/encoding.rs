//! From bytes to characters: UTF-8, UTF-16 and GB18030, told by their marks or by which of them makes Chinese
//! of the bytes. Not for: other national encodings; no notice has come in one.

use std::sync::LazyLock;

use encoding_rs::{Encoding as Codec, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::SAMPLE;

/// An encoding, and the length of the byte order mark that told it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encoding {
    codec: &'static Codec,
    mark: usize,
}

impl Encoding {
    /// Its name, as in a document's metadata.
    pub(super) fn name(self) -> &'static str {
        // GB18030 has all of GBK, which has all of GB2312: one decoder reads the three.
        if self.codec == GB18030 { "GB18030" } else { self.codec.name() }
    }
}

/// Characters, and what was lost on the way to them.
pub(super) struct Decoded {
    /// The text with `\n` line ends and without a byte order mark.
    pub(super) text: String,
    /// Characters that stand for bytes of no meaning.
    replaced: usize,
    /// Whether the bytes end within a character.
    cut: bool,
}

impl Decoded {
    /// What a reader of the document should know.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.replaced > 0 {
            warnings.push(format!("{} characters could not be decoded and stand as U+FFFD", self.replaced));
        }
        if self.cut {
            warnings.push(String::from("the file ends in the middle of a character, which was left out: it may be cut short"));
        }
        warnings
    }
}

/// Which encoding makes a text of the bytes; `None` where none does.
pub(super) fn guess(bytes: &[u8]) -> Option<Encoding> {
    const MARKS: [(&[u8], &Codec); 4] =
        [(b"\xef\xbb\xbf", UTF_8), (b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE), (b"\x84\x31\x95\x33", GB18030)];
    if let Some((mark, codec)) = MARKS.into_iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Some(Encoding { codec, mark: mark.len() });
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if is_plainly_utf8(sample) {
        return Some(Encoding { codec: UTF_8, mark: 0 });
    }
    let mut best: Option<(f64, &'static Codec)> = None;
    for codec in [UTF_8, GB18030, UTF_16LE, UTF_16BE] {
        let (text, _) = run(codec, sample);
        let score = score(&text, codec == UTF_8);
        // On a tie the earlier one stays: pure ASCII is UTF-8.
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, codec));
        }
    }
    best.filter(|(score, _)| *score >= 0.45).map(|(_, codec)| Encoding { codec, mark: 0 })
}

/// Decodes all bytes.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Decoded {
    let (text, cut) = run(encoding.codec, bytes.get(encoding.mark..).unwrap_or_default());
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    let replaced = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    Decoded { text, replaced, cut }
}

/// The characters, and whether the bytes end within one (which is left out then).
fn run(codec: &'static Codec, bytes: &[u8]) -> (String, bool) {
    let mut decoder = codec.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(room);
    let _ = decoder.decode_to_string(bytes, &mut text, false);
    let whole = text.len();
    text.reserve(16);
    let _ = decoder.decode_to_string(&[], &mut text, true);
    let cut = text.len() > whole;
    text.truncate(whole);
    (text, cut)
}

/// Lawful UTF-8 with several characters of three bytes, as all Chinese has, or with many of two, or nothing but ASCII: nothing else
/// looks so by chance. (One in six common characters of GBK is lawful UTF-8 of two bytes.)
fn is_plainly_utf8(sample: &[u8]) -> bool {
    let text = match std::str::from_utf8(sample) {
        Ok(text) => text,
        // Cut within the last character, by the sample or by the download.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(sample.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let controls = text.chars().filter(|c| is_control(*c)).count();
    let long = text.chars().filter(|c| c.len_utf8() >= 3).take(4).count();
    let many = text.chars().filter(|c| !c.is_ascii()).take(12).count();
    (long == 4 || many == 12 || many == 0 && !text.is_empty()) && controls * 100 <= text.len()
}

/// How much the characters look like a Chinese text: 1 for nothing but common characters, below 0 for noise.
fn score(text: &str, utf8: bool) -> f64 {
    let places = places_in_gbk();
    let (mut sum, mut count) = (0.0, 0.0);
    for c in text.chars() {
        count += 1.0;
        sum += if c.is_ascii() {
            if is_control(c) { -3.0 } else { 1.0 }
        } else if c == char::REPLACEMENT_CHARACTER || is_control(c) {
            -3.0
        } else {
            match usize::try_from(u32::from(c)).ok().and_then(|at| places.get(at)) {
                Some(Place::Common) => 1.0,
                Some(Place::Known) => 0.9,
                Some(Place::Rare) => 0.3,
                // Other scripts (Uyghur, Tibetan) are read in UTF-8 only.
                _ if utf8 && c.is_alphanumeric() => 0.5,
                _ => -1.0,
            }
        };
    }
    if count == 0.0 { 0.0 } else { sum / count }
}

/// Where a character stands in GBK. GB 2312 is laid out by use: first the 3,755 common characters, then 3,008 rarer ones, and before
/// both the marks. What GBK added is rare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Common,
    Known,
    Rare,
    Nowhere,
}

/// The place of each character of two bytes in UTF-16. Made once: asking the codec costs a search for every character, which is
/// minutes for an archive of some thousand texts.
fn places_in_gbk() -> &'static [Place] {
    static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
        let mut places = vec![Place::Nowhere; 1 << 16];
        for code in (0x81..=0xfe).flat_map(|first| (0x40..=0xfe).map(move |second| [first, second])) {
            let [first, second] = code;
            let Some(text) = GBK.decode_without_bom_handling_and_without_replacement(&code) else { continue };
            let mut chars = text.chars();
            let (Some(c), None) = (chars.next(), chars.next()) else { continue };
            let Some(place) = usize::try_from(u32::from(c)).ok().and_then(|at| places.get_mut(at)) else { continue };
            if *place == Place::Nowhere {
                *place = match first {
                    0xb0..=0xd7 if second >= 0xa1 => Place::Common,
                    0xd8..=0xf7 if second >= 0xa1 => Place::Known,
                    0xa1..=0xa3 => Place::Known,
                    _ => Place::Rare,
                };
            }
        }
        places
    });
    &PLACES
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{b}' | '\u{1a}' | '\u{85}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the rows of GB 2312-80: 16 to 55 common characters, 56 to 87 rarer ones, 1 to 9 marks; 嗻 and 鎔 are of GBK only, 㐀 of neither.
    #[test]
    fn characters_have_the_place_that_the_standard_gives_them() {
        let place = |c: char| places_in_gbk()[u32::from(c) as usize];
        for (chars, wanted) in
            [("啊款座", Place::Common), ("亍鼢齄", Place::Known), ("、（〔", Place::Known), ("嗻鎔", Place::Rare), ("㐀ئ", Place::Nowhere)]
        {
            assert!(chars.chars().all(|c| place(c) == wanted), "{chars}");
        }
    }
}
