//! Binary Word documents (MS-DOC): the streams of the container, the header that says where everything lies, and the
//! order in which stories are read. Not for: what each structure holds; its module tells.

mod form;
mod lists;
mod runs;
mod sprm;
mod story;
mod styles;
mod text;

use std::collections::{BTreeSet, HashMap};
use std::io::Read as _;

use hongtou_document::Format;

use self::runs::Runs;
use self::story::Story;
use self::styles::Styles;
use self::text::{Pieces, Text};
use super::Found;
use super::bytes::{part, place_at, u16_at, u32_at, utf16_at};
use super::flow::plain;
use crate::docx::numbering::Numbering;
use crate::{Limits, ReadError, container};

/// Places of (offset, length) pairs in the header.
mod at {
    pub(super) const STYLES: usize = 0xa2;
    pub(super) const SECTIONS: usize = 0xca;
    pub(super) const HEADS: usize = 0xf2;
    pub(super) const CHARACTER_RUNS: usize = 0xfa;
    pub(super) const PARAGRAPH_RUNS: usize = 0x102;
    pub(super) const FONTS: usize = 0x112;
    pub(super) const PIECES: usize = 0x1a2;
    pub(super) const SHAPES: usize = 0x1da;
    pub(super) const BOXES: usize = 0x25a;
    pub(super) const LISTS: usize = 0x2e2;
    pub(super) const OVERRIDES: usize = 0x2ea;
}

/// Bytes of the data beside each place in the tables of shapes and of text boxes.
const SHAPE: usize = 26;
const BOX: usize = 22;

/// The streams of a document.
struct Streams {
    main: Vec<u8>,
    table: Vec<u8>,
    data: Vec<u8>,
}

impl Streams {
    fn open(bytes: &[u8], format: Format) -> Result<Self, ReadError> {
        let broken = |error: std::io::Error| ReadError::Damaged { detail: format!("not a sound OLE2 container ({error}); fetch it again") };
        let mut file = container::open(bytes).map_err(broken)?;
        let mut stream = |name: &str| -> Option<Vec<u8>> {
            let mut content = Vec::new();
            // No stream is larger than the file around it. A stream that breaks off is read as far as it goes.
            let read = file.open_stream(name).ok()?.take(bytes.len() as u64).read_to_end(&mut content);
            (read.is_ok() || !content.is_empty()).then_some(content)
        };
        let main = stream("/WordDocument").ok_or(ReadError::Unsupported { format })?;
        match u16_at(&main, 0) {
            Some(0xa5ec) => {}
            Some(0xa5dc | 0xa5db | 0xa59c) => return Err(ReadError::TooOld { program: "Word 95 or older" }),
            _ => return Err(ReadError::Damaged { detail: String::from("the document has no header; fetch it again") }),
        }
        if u16_at(&main, 2).is_some_and(|version| version < 0xc0) {
            return Err(ReadError::TooOld { program: "Word 95 or older" });
        }
        let flags = u16_at(&main, 0x0a).unwrap_or(0);
        if flags & 0x100 != 0 {
            return Err(ReadError::Encrypted);
        }
        let names = if flags & 0x200 != 0 { ["/1Table", "/0Table"] } else { ["/0Table", "/1Table"] };
        let table = names.into_iter().find_map(&mut stream).unwrap_or_default();
        let data = stream("/Data").unwrap_or_default();
        Ok(Self { main, table, data })
    }

    /// The part of the table stream that a pair in the header tells.
    fn part(&self, pair: usize) -> &[u8] {
        let (start, length) = (place_at(&self.main, pair).unwrap_or(0), place_at(&self.main, pair + 4).unwrap_or(0));
        part(&self.table, start, length).unwrap_or_default()
    }

    /// The table stream from where such a part begins.
    fn from(&self, pair: usize) -> &[u8] {
        self.table.get(place_at(&self.main, pair).unwrap_or(0)..).unwrap_or_default()
    }

    /// How long the stories are, in the order in which they follow each other.
    fn lengths(&self) -> [u32; 8] {
        std::array::from_fn(|index| u32_at(&self.main, 0x4c + 4 * index).unwrap_or(0).min(i32::MAX as u32))
    }
}

/// Positions of a table of positions (PLC) whose entries have `size` bytes of data, with that data.
fn positions(plc: &[u8], size: usize) -> Vec<(u32, &[u8])> {
    let count = plc.len().saturating_sub(4) / (4 + size);
    let data = |index: usize| part(plc, (count + 1) * 4 + index * size, size).unwrap_or_default();
    // The last position is an end without data.
    let all = (0..=count).filter_map(|index| Some((u32_at(plc, index * 4)?, if index < count { data(index) } else { &[] })));
    if plc.len() < 4 { Vec::new() } else { all.collect() }
}

/// Reads a document.
pub(super) fn read(bytes: &[u8], format: Format, limits: &Limits) -> Result<Found, ReadError> {
    let streams = Streams::open(bytes, format)?;
    let lengths = streams.lengths();
    // Text, footnotes, heads and feet, (macros), comments, endnotes, text boxes.
    let start = |story: usize| lengths.iter().take(story).fold(0u32, |sum, length| sum.saturating_add(*length));
    let pieces = Pieces::read(&streams.main, streams.part(at::PIECES));
    let text = Text::read(&streams.main, &pieces, start(8), limits)?;
    let styles = Styles::read(streams.part(at::STYLES));
    let fonts = fonts(streams.part(at::FONTS));
    let characters = Runs::characters(&streams.main, streams.part(at::CHARACTER_RUNS));
    let paragraphs = Runs::paragraphs(&streams.main, streams.part(at::PARAGRAPH_RUNS));
    let sections: BTreeSet<u32> = positions(streams.part(at::SECTIONS), 12).into_iter().map(|(position, _)| position).collect();
    let mut story = Story {
        text: &text,
        pieces: &pieces,
        styles: &styles,
        fonts: &fonts,
        characters: &characters,
        paragraphs: &paragraphs,
        sections: &sections,
        data: &streams.data,
        limits,
        numbering: Numbering::default(),
        boxes: HashMap::new(),
    };
    let mut found = Found::default();
    for (kind, from, to) in heads(streams.part(at::HEADS), start(2)) {
        let text = plain(story.read(from, to)?);
        let entry = (kind.to_owned(), text);
        if !entry.1.is_empty() && !found.metadata.contains(&entry) {
            found.metadata.push(entry);
        }
    }
    story.numbering = lists::read(streams.from(at::LISTS), streams.part(at::LISTS).len(), streams.part(at::OVERRIDES), &fonts);
    story.boxes = boxes(&streams, start(6));
    found.blocks = story.read(0, start(1))?;
    // Boxes whose anchor was not found.
    let rest: BTreeSet<(u32, u32)> = std::mem::take(&mut story.boxes).into_values().collect();
    for (from, to) in rest {
        found.blocks.extend(story.read(from, to)?);
    }
    if text.is_cut() {
        found.warnings.push(String::from("parts of the text lie beyond the end of the file: it may be cut short"));
    }
    if found.blocks.is_empty() && text.has_pictures() {
        found.warnings.push(String::from("the document has no text, only pictures"));
    }
    if found.blocks.is_empty() && found.metadata.is_empty() && start(1) > 1 && text.is_empty() {
        return Err(ReadError::Damaged {
            detail: String::from("the text lies beyond the end of the file: it is cut short, fetch it again"),
        });
    }
    Ok(found)
}

/// Kind and place of each page head and foot. The first six stories part notes from the text.
fn heads(plc: &[u8], base: u32) -> Vec<(&'static str, u32, u32)> {
    let places: Vec<u32> = positions(plc, 0).into_iter().map(|(position, _)| base.saturating_add(position)).collect();
    let pairs = places.windows(2).enumerate().skip(6);
    let kind = |index: usize| if matches!(index % 6, 0 | 1 | 4) { "header" } else { "footer" };
    pairs.filter_map(|(index, pair)| Some((kind(index), *pair.first()?, *pair.get(1)?))).filter(|(_, from, to)| from < to).collect()
}

/// Place of each text box by the place of its anchor in the text.
fn boxes(streams: &Streams, base: u32) -> HashMap<u32, (u32, u32)> {
    let texts = positions(streams.part(at::BOXES), BOX);
    let ends = texts.iter().skip(1).map(|(position, _)| *position);
    let of_shape: HashMap<u32, (u32, u32)> = texts
        .iter()
        .zip(ends)
        .filter_map(|((from, data), to)| Some((u32_at(data, 14)?, (base.saturating_add(*from), base.saturating_add(to)))))
        .filter(|(_, (from, to))| from < to)
        .collect();
    let anchors = positions(streams.part(at::SHAPES), SHAPE);
    let mut boxes: HashMap<u32, (u32, u32)> =
        anchors.iter().filter_map(|(anchor, data)| Some((*anchor, *of_shape.get(&u32_at(data, 0)?)?))).collect();
    // A box without an anchor gets a place where no character stands.
    let anchored: BTreeSet<(u32, u32)> = boxes.values().copied().collect();
    let lost = of_shape.values().filter(|place| !anchored.contains(place));
    boxes.extend(lost.zip(0x8000_0000u32..).map(|(place, nowhere)| (nowhere, *place)));
    boxes
}

/// Names of the fonts by number.
fn fonts(table: &[u8]) -> Vec<String> {
    // Length of an entry's fixed part, its own length included.
    const FIXED: usize = 40;
    let count = usize::from(u16_at(table, 0).unwrap_or(0));
    let mut names = Vec::new();
    let mut start = 4usize;
    while names.len() < count {
        let Some(length) = table.get(start).map(|length| usize::from(*length)) else { break };
        let units = (length + 1).saturating_sub(FIXED) / 2;
        let name = utf16_at(table, start + FIXED, units).unwrap_or_default();
        names.push(name.split('\0').next().unwrap_or_default().to_owned());
        start += length + 1;
    }
    names
}
