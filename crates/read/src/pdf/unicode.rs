//! The character of a glyph, for fonts that carry no map to Unicode as well: by the predefined CMap of the font's encoding, or
//! by the font's own table read backwards. Not for: fonts without any table; their text needs OCR.

use std::collections::HashMap;

use hayro_interpret::font::{Glyph, OutlineGlyph};
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use skrifa::MetadataProvider;

use super::radicals::ideograph;

/// Fonts of a document, looked at when a glyph has no character of its own.
pub(super) struct Unicode<'p> {
    pdf: &'p Pdf,
    fonts: Option<Fonts>,
    /// For each font program its glyphs' characters.
    reversed: HashMap<u128, HashMap<u32, char>>,
    /// What was found for the codes of a font, so that a font is asked once for each.
    known: HashMap<(u128, u32, u32), Option<String>>,
}

/// What is known of the fonts of a document beside the maps that the engine reads.
#[derive(Default)]
struct Fonts {
    composite: Vec<Composite>,
    /// Whether every name of a glyph in its drawn (Type 3) fonts is a letter and the glyph's own code: `a65`. TeX and others
    /// name them so where the codes are those of Latin letters.
    numbered: bool,
    /// Whether it has fonts with Chinese names, in GBK, that call themselves Latin and are not embedded. The codes of such
    /// fonts are the bytes of GBK; mutool knows them from the producer S22PDF.
    disguised: bool,
}

/// A composite font with an encoding that tells which characters its glyphs are.
struct Composite {
    /// Name without the mark of a subset.
    name: String,
    /// Length of the font program, where it is in the file: fonts of one name may have several encodings.
    program: Option<usize>,
    /// Whether a glyph's number is its character's number in the collection.
    identity: bool,
    encoding: CMap,
    /// `None` where the font says that its codes are Unicode.
    to_unicode: Option<CMap>,
}

impl<'p> Unicode<'p> {
    pub(super) fn new(pdf: &'p Pdf) -> Self {
        Self { pdf, fonts: None, reversed: HashMap::new(), known: HashMap::new() }
    }

    /// The one character that the glyph's own map gives: the usual case, and a cheap one. `None` sends to [`Unicode::of`].
    pub(super) fn letter(glyph: &Glyph<'_>) -> Option<char> {
        match glyph.as_unicode() {
            Some(BfString::Char(ch)) if is_answer(ch) => Some(ideograph(ch)),
            _ => None,
        }
    }

    /// The glyph's characters, radicals as the ideographs they look like; `None` if nothing tells them.
    pub(super) fn of(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        let own = match glyph.as_unicode() {
            Some(BfString::Char(ch)) => Some(ch.to_string()),
            Some(BfString::String(text)) => Some(text),
            None => None,
        };
        let text = match own.filter(|text| says_something(text)) {
            Some(text) => text,
            None => self.otherwise(glyph).filter(|text| says_something(text))?,
        };
        Some(text.chars().map(ideograph).collect())
    }

    fn fonts(&mut self) -> &Fonts {
        let pdf = self.pdf;
        self.fonts.get_or_insert_with(|| Fonts::of(pdf))
    }

    /// The code of a glyph that may be a byte of GBK, from a font that is not embedded and says it is Latin.
    pub(super) fn disguised(&mut self, glyph: &Glyph<'_>) -> Option<u8> {
        let Glyph::Outline(outline) = glyph else { return None };
        let code = u8::try_from(outline.char_code()).ok().filter(|code| *code > 0x80)?;
        (outline.font_data().is_none() && self.fonts().disguised).then_some(code)
    }

    fn otherwise(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        let outline = match glyph {
            Glyph::Outline(outline) => outline,
            Glyph::Type3(drawn) => {
                let code = u8::try_from(drawn.char_code()).ok().filter(|code| *code > b' ')?;
                return self.fonts().numbered.then(|| encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[code]).0.into_owned());
            }
        };
        let data = outline.font_data()?;
        let key = (data.cache_key, outline.char_code(), outline.glyph_id().to_u32());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let bytes: &[u8] = (*data.data).as_ref();
        let name = data.postscript_name.as_deref().unwrap_or_default();
        let found = self.by_encoding(name, bytes.len(), outline).or_else(|| self.by_table(data.cache_key, bytes, outline));
        self.known.insert(key, found.clone());
        found
    }

    /// Code → CID by the encoding, CID → Unicode by the collection.
    fn by_encoding(&mut self, name: &str, program: usize, outline: &OutlineGlyph) -> Option<String> {
        let fonts = &self.fonts().composite;
        let code = outline.char_code();
        let cid = |font: &Composite| (1..=4).find_map(|bytes| font.encoding.lookup_cid_code(code, bytes));
        let fits = |font: &&Composite| {
            let same = font.name == name && font.program.is_none_or(|own| own == program);
            same && cid(font).is_some_and(|cid| !font.identity || cid == outline.glyph_id().to_u32())
        };
        let text = |font: &Composite| match &font.to_unicode {
            None => char::from_u32(code).map(String::from),
            Some(map) => match map.lookup_bf_string(cid(font)?)? {
                BfString::Char(ch) => Some(ch.to_string()),
                BfString::String(text) => Some(text),
            },
        };
        fonts.iter().filter(fits).find_map(text).or_else(|| fonts.iter().filter(|font| font.name == name).find_map(text))
    }

    /// Glyph → Unicode by the font's own table, backwards.
    fn by_table(&mut self, key: u128, bytes: &[u8], outline: &OutlineGlyph) -> Option<String> {
        let table = self.reversed.entry(key).or_insert_with(|| {
            let mut table = HashMap::new();
            let Ok(font) = skrifa::FontRef::new(bytes) else { return table };
            for (code, glyph) in font.charmap().mappings() {
                if let Some(ch) = char::from_u32(code).filter(|ch| !is_private(*ch)) {
                    table.entry(glyph.to_u32()).or_insert(ch);
                }
            }
            table
        });
        table.get(&outline.glyph_id().to_u32()).map(char::to_string)
    }
}

/// Whether a map's answer is an answer: neither empty nor a place holder.
fn says_something(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_answer)
}

fn is_answer(ch: char) -> bool {
    ch != '\u{FFFD}' && ch != '\0' && !is_private(ch)
}

/// Characters that each font may give a meaning of its own.
fn is_private(ch: char) -> bool {
    matches!(u32::from(ch), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF)
}

impl Fonts {
    fn of(pdf: &Pdf) -> Self {
        let mut fonts = Self::default();
        let (mut numbered, mut named) = (false, false);
        for object in pdf.objects() {
            let Object::Dict(font) = object else { continue };
            match font.get::<Name<'_>>("Subtype").as_ref().map(|kind| kind.as_str()) {
                Some("Type0") => fonts.composite.extend(composite(&font)),
                Some("Type3") => match is_numbered(&font) {
                    Some(true) => numbered = true,
                    Some(false) => named = true,
                    None => {}
                },
                Some("TrueType") => fonts.disguised |= is_disguised(&font),
                _ => {}
            }
        }
        fonts.numbered = numbered && !named;
        fonts
    }
}

/// Whether all names of a drawn font's glyphs are a letter and their own code; `None` if it gives none.
fn is_numbered(font: &Dict<'_>) -> Option<bool> {
    let differences = font.get::<Dict<'_>>("Encoding")?.get::<Array<'_>>("Differences")?;
    let (mut code, mut any) = (0, false);
    for item in differences.iter::<Object<'_>>() {
        match item {
            Object::Number(number) => code = number.as_i64(),
            Object::Name(name) if name.as_str() == ".notdef" => code += 1,
            Object::Name(name) => {
                let own = name.as_str().strip_prefix(|ch: char| ch.is_ascii_alphabetic()).and_then(|digits| digits.parse::<i64>().ok());
                if own != Some(code) {
                    return Some(false);
                }
                any = true;
                code += 1;
            }
            _ => {}
        }
    }
    any.then_some(true)
}

/// Whether a simple font that is not embedded has a Chinese name in GBK, as none that is Latin has.
fn is_disguised(font: &Dict<'_>) -> bool {
    let embedded = font.get::<Dict<'_>>("FontDescriptor").is_some_and(|descriptor| descriptor.contains_key("FontFile2"));
    let Some(name) = font.get::<Name<'_>>("BaseFont").filter(|_| !embedded) else { return false };
    let bytes: &[u8] = name.as_ref();
    if bytes.is_ascii() {
        return false;
    }
    let (name, _, broken) = encoding_rs::GBK.decode(bytes);
    !broken && name.chars().all(|ch| ch.is_ascii() || matches!(ch, '\u{4E00}'..='\u{9FFF}'))
}

fn composite(font: &Dict<'_>) -> Option<Composite> {
    if font.get::<Name<'_>>(b"Subtype".as_slice())?.as_str() != "Type0" {
        return None;
    }
    let name = font.get::<Name<'_>>(b"BaseFont".as_slice())?;
    let name = match name.as_str().split_once('+') {
        Some((mark, name)) if mark.len() == 6 => name,
        _ => name.as_str(),
    };
    let descendant = font.get::<Array<'_>>(b"DescendantFonts".as_slice())?.iter::<Dict<'_>>().next()?;
    let system = descendant.get::<Dict<'_>>(b"CIDSystemInfo".as_slice());
    let ordering = system.and_then(|system| system.get::<PdfString<'_>>(b"Ordering".as_slice()));
    let encoding = encoding(font)?;
    // The standard wants a stream; `Identity-H` in its place says that the codes are Unicode already.
    let is_unicode = font.get::<Name<'_>>(b"ToUnicode".as_slice()).is_some_and(|name| matches!(name.as_str(), "Identity-H" | "Identity-V"));
    let declared = ordering.map(|ordering| CidFamily::from_registry_ordering(b"Adobe", ordering.as_bytes()));
    let by_encoding = encoding.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
    let to_unicode = if is_unicode {
        None
    } else {
        let map = by_encoding.and_then(|family| family.ucs2_cmap()).or_else(|| declared?.ucs2_cmap())?;
        Some(CMap::parse(load_embedded(map)?, load_embedded)?)
    };
    let descriptor = descendant.get::<Dict<'_>>(b"FontDescriptor".as_slice());
    let program = descriptor.and_then(|descriptor| {
        let files: [&[u8]; 3] = [b"FontFile2", b"FontFile3", b"FontFile"];
        files.into_iter().find_map(|key| descriptor.get::<Stream<'_>>(key))?.decoded_data().ok().map(|data| data.len())
    });
    let identity = descendant.get::<Name<'_>>(b"CIDToGIDMap".as_slice()).is_some_and(|name| name.as_str() == "Identity");
    Some(Composite { name: name.to_owned(), program, identity, encoding, to_unicode })
}

fn encoding(font: &Dict<'_>) -> Option<CMap> {
    match font.get::<Object<'_>>(b"Encoding".as_slice())? {
        Object::Name(name) => match name.as_str() {
            "Identity-H" => Some(CMap::identity_h()),
            "Identity-V" => Some(CMap::identity_v()),
            other => CMap::parse(load_embedded(CMapName::from_bytes(other.as_bytes()))?, load_embedded),
        },
        Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, load_embedded),
        _ => None,
    }
}
