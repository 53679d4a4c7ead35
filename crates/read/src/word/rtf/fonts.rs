//! Fonts of an RTF file: the encoding of text set in them, and the pictures of symbol fonts.
//! Not for: fonts in general.

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253};

use crate::docx::symbols;

/// The charset of symbol fonts.
const SYMBOLS: i32 = 2;

#[derive(Debug, Default)]
struct Font {
    charset: i32,
    name: String,
}

/// The fonts by number.
#[derive(Debug)]
pub(super) struct Fonts {
    fonts: HashMap<i32, Font>,
    /// The font being defined.
    open: i32,
    /// The encoding of fonts that tell none.
    usual: &'static Encoding,
}

impl Default for Fonts {
    fn default() -> Self {
        Self { fonts: HashMap::new(), open: 0, usual: WINDOWS_1252 }
    }
}

impl Fonts {
    /// Begins the definition of a font.
    pub(super) fn define(&mut self, number: i32) {
        self.open = number;
        self.fonts.insert(number, Font::default());
    }

    /// Sets the charset of the font being defined.
    pub(super) fn charset(&mut self, charset: i32) {
        if let Some(font) = self.fonts.get_mut(&self.open) {
            font.charset = charset;
        }
    }

    /// Adds to the name of the font being defined.
    pub(super) fn name(&mut self, text: &str) {
        if let Some(font) = self.fonts.get_mut(&self.open) {
            font.name.push_str(text);
        }
    }

    /// Sets the code page of the file.
    pub(super) fn code_page(&mut self, number: i32) {
        self.usual = match number {
            932 => SHIFT_JIS,
            936 | 54936 => GB18030,
            949 => EUC_KR,
            950 => BIG5,
            1250 => WINDOWS_1250,
            1251 => WINDOWS_1251,
            1253 => WINDOWS_1253,
            65001 => encoding_rs::UTF_8,
            _ => WINDOWS_1252,
        };
    }

    /// Text of bytes set in a font.
    pub(super) fn decode(&self, font: i32, bytes: &[u8]) -> String {
        let charset = self.fonts.get(&font).map_or(0, |font| font.charset);
        let codec = match charset {
            SYMBOLS => return bytes.iter().map(|byte| self.symbol(font, u32::from(*byte)).unwrap_or(char::from(*byte))).collect(),
            128 => SHIFT_JIS,
            129 => EUC_KR,
            134 => GB18030,
            136 => BIG5,
            161 => WINDOWS_1253,
            204 => WINDOWS_1251,
            238 => WINDOWS_1250,
            // Writers that know of no code pages put Chinese down byte by byte all the same.
            _ if self.usual == WINDOWS_1252 && is_paired(bytes) => GB18030,
            _ => self.usual,
        };
        codec.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// The character that a code shows in a symbol font.
    pub(super) fn symbol(&self, font: i32, code: u32) -> Option<char> {
        symbols::symbol(self.fonts.get(&font)?.name.trim_end_matches(';'), code)
    }
}

/// Whether all high bytes come in pairs of GB 2312.
fn is_paired(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter();
    let mut pairs = 0;
    while let Some(byte) = bytes.find(|byte| **byte >= 0x80) {
        let second = bytes.next();
        if !(0xa1..=0xf7).contains(byte) || second.is_none_or(|second| *second < 0xa1) {
            return false;
        }
        pairs += 1;
    }
    pairs > 0
}
