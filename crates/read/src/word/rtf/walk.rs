//! The walk through an RTF file: tokens become paragraphs and cells. Not for: fonts, tokens, properties.

use super::fonts::Fonts;
use super::lexer::Token;
use super::state::{For, RowDefinition, State, purpose};
use crate::docx::symbols;
use crate::word::Found;
use crate::word::flow::{Block, Flow, plain};
use crate::{Limits, ReadError};

/// Bytes of unknown meaning that may stand for one character.
const FALLBACK: usize = 16;

/// What a stream of blocks belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Body,
    Head(&'static str),
    TextBox,
}

/// A stream of blocks that is open.
#[derive(Debug)]
struct Frame {
    owner: Owner,
    /// Groups that were open when it began.
    groups: usize,
    flow: Flow,
    text: String,
    number: String,
    /// Blocks of the text boxes in the open paragraph.
    anchored: Vec<Block>,
}

impl Frame {
    fn new(owner: Owner, groups: usize) -> Self {
        Self { owner, groups, flow: Flow::default(), text: String::new(), number: String::new(), anchored: Vec::new() }
    }

    /// The text of the paragraph that ends.
    fn paragraph(&mut self) -> String {
        let text = std::mem::take(&mut self.text);
        let number = std::mem::take(&mut self.number);
        let number = number.trim();
        if number.is_empty() {
            return text;
        }
        // A gap keeps 1. and 2024 apart; Chinese marks need none.
        let gap = if number.ends_with(|c: char| c.is_ascii() || c == '•') { " " } else { "" };
        format!("{number}{gap}{}", text.trim_start())
    }
}

/// A form field as far as it is read.
#[derive(Debug, Default)]
struct Form {
    is_box: bool,
    result: Option<i32>,
    preset: i32,
}

/// The walk.
pub(super) struct Walk<'a> {
    limits: &'a Limits,
    fonts: Fonts,
    usual_font: i32,
    state: State,
    groups: Vec<State>,
    frames: Vec<Frame>,
    /// Bytes of text that are not decoded so far, and those still to be skipped.
    bytes: Vec<u8>,
    skip: usize,
    /// The first half of a character beyond 16 bits.
    high: Option<u16>,
    /// Whether the group has just begun, and whether it may be skipped.
    head: bool,
    optional: bool,
    rows: [RowDefinition; 2],
    /// Depth of the last cell of a table in a table.
    inner: usize,
    instruction: String,
    form: Form,
    title: String,
    author: String,
    found: Found,
    closed: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            fonts: Fonts::default(),
            usual_font: 0,
            state: State { fallback: 1, ..State::default() },
            groups: Vec::new(),
            frames: vec![Frame::new(Owner::Body, 0)],
            bytes: Vec::new(),
            skip: 0,
            high: None,
            head: false,
            optional: false,
            rows: Default::default(),
            inner: 2,
            instruction: String::new(),
            form: Form::default(),
            title: String::new(),
            author: String::new(),
            found: Found::default(),
            closed: false,
        }
    }

    /// Takes one step.
    pub(super) fn take(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        if self.closed {
            return Ok(());
        }
        if let Token::Byte(byte) = token {
            self.head = false;
            if self.skip > 0 {
                self.skip -= 1;
            } else if !matches!(self.state.text, For::Nothing | For::Aside) {
                self.bytes.push(byte);
            }
            return Ok(());
        }
        // In what stands for a character, a word counts as one byte.
        if let (1.., Token::Word(..) | Token::Sign(_)) = (self.skip, token) {
            self.skip -= 1;
            return Ok(());
        }
        self.skip = 0;
        self.decode();
        match token {
            Token::Open => {
                if self.groups.len() >= self.limits.xml_depth {
                    return Err(ReadError::TooLarge { detail: format!("groups nested deeper than {} levels", self.limits.xml_depth) });
                }
                self.groups.push(self.state);
                (self.head, self.optional) = (true, false);
            }
            Token::Close => self.close()?,
            Token::Sign(b'*') if self.head => self.optional = true,
            Token::Sign(sign) => {
                self.head = false;
                match sign {
                    b'~' => self.print('\u{a0}'),
                    b'_' => self.print('-'),
                    _ => {}
                }
            }
            Token::Word(word, number) => {
                let (head, optional) = (std::mem::take(&mut self.head), std::mem::take(&mut self.optional));
                if !(head && self.opens(word, optional)) {
                    self.word(word, number)?;
                }
            }
            Token::Byte(_) => {}
        }
        Ok(())
    }

    /// Whether the first word of a group says what the group is for.
    fn opens(&mut self, word: &str, optional: bool) -> bool {
        if self.state.text == For::Aside {
            return false;
        }
        let owner = match word {
            "header" | "headerl" | "headerr" | "headerf" => Some(Owner::Head("header")),
            "footer" | "footerl" | "footerr" | "footerf" => Some(Owner::Head("footer")),
            "shptxt" | "dptxbxtext" => Some(Owner::TextBox),
            _ => None,
        };
        if let Some(owner) = owner {
            let inside_shape = owner == Owner::TextBox;
            if self.state.text != For::Text && !inside_shape {
                return false;
            }
            self.frames.push(Frame::new(owner, self.groups.len()));
            let kept = State { font: self.usual_font, fallback: 1, ..State::default() };
            self.state = kept;
            return true;
        }
        if word == "nesttableprops" {
            self.state.nested = true;
            return true;
        }
        match purpose(word, optional) {
            // Within what nobody sees, only the title and the author are looked for.
            Some(purpose) if self.state.text != For::Nothing || matches!(purpose, For::Title | For::Author) => {
                self.state.text = purpose;
                match purpose {
                    For::Instruction => self.instruction.clear(),
                    For::Form => self.form = Form::default(),
                    _ => {}
                }
                true
            }
            Some(_) => true,
            None => false,
        }
    }

    fn close(&mut self) -> Result<(), ReadError> {
        self.head = false;
        let ended = self.state;
        if self.frames.last().is_some_and(|frame| frame.owner != Owner::Body && frame.groups >= self.groups.len()) {
            self.end_frame();
        }
        match self.groups.pop() {
            Some(state) => self.state = state,
            None => self.closed = true,
        }
        self.closed |= self.groups.is_empty();
        if ended.text == self.state.text || ended.is_gone() {
            return Ok(());
        }
        match ended.text {
            For::Form if self.form.is_box => {
                let ticked = self.form.result.filter(|result| *result != 25).unwrap_or(self.form.preset) != 0;
                self.print_here(if ticked { '☑' } else { '☐' });
            }
            For::Instruction => {
                if let Some(symbol) = symbol_of(&self.instruction) {
                    self.print_here(symbol);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn word(&mut self, word: &str, number: Option<i32>) -> Result<(), ReadError> {
        let on = number != Some(0);
        let value = number.unwrap_or(0);
        match word {
            "ansicpg" => self.fonts.code_page(value),
            "deff" => {
                self.usual_font = value;
                self.state.font = value;
            }
            "f" if self.state.text == For::Fonts => self.fonts.define(value),
            "f" => self.state.font = value,
            "fcharset" => self.fonts.charset(value),
            "uc" => self.state.fallback = usize::try_from(value).unwrap_or(1).min(FALLBACK),
            "u" => self.unicode(value),
            "plain" => {
                (self.state.hidden, self.state.deleted, self.state.font) = (false, false, self.usual_font);
            }
            "pard" => (self.state.in_table, self.state.depth) = (false, 0),
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "intbl" => self.state.in_table = on,
            "itap" => self.state.depth = usize::try_from(value).unwrap_or(0),
            "fftype" => self.form.is_box = value == 1,
            "ffres" => self.form.result = number,
            "ffdefres" => self.form.preset = value,
            "tab" => self.print('\t'),
            "line" | "lbr" | "softline" => self.print('\n'),
            "emdash" => self.print('—'),
            "endash" => self.print('–'),
            "bullet" => self.print('•'),
            "lquote" => self.print('‘'),
            "rquote" => self.print('’'),
            "ldblquote" => self.print('“'),
            "rdblquote" => self.print('”'),
            "emspace" | "enspace" | "qmspace" => self.print(' '),
            "par" | "sect" | "cell" | "nestcell" | "row" | "nestrow" if matches!(self.state.text, For::Text) => self.end(word)?,
            _ => {
                let row = usize::from(self.state.nested);
                if let Some(row) = self.rows.get_mut(row) {
                    row.take(word, value);
                }
            }
        }
        Ok(())
    }

    /// Ends a paragraph, a cell or a row.
    fn end(&mut self, word: &str) -> Result<(), ReadError> {
        let (state, limits) = (self.state, self.limits);
        let Some(frame) = self.frames.last_mut() else { return Ok(()) };
        match word {
            "row" => {
                // Text after the last mark belongs to no cell of a sound file; it is kept as a cell's would be.
                if !frame.text.trim().is_empty() {
                    let text = frame.paragraph();
                    frame.flow.paragraph(1, &text);
                }
                frame.flow.row(1, self.rows[0].shape(), false);
            }
            "nestrow" => frame.flow.row(self.inner, self.rows[1].shape(), false),
            "cell" | "nestcell" => {
                let depth = if word == "cell" { 1 } else { state.depth.max(2) };
                if depth > 1 {
                    self.inner = depth;
                }
                let text = frame.paragraph();
                let anchored = std::mem::take(&mut frame.anchored);
                if !anchored.is_empty() {
                    frame.flow.paragraph(depth, &text);
                    frame.flow.add(anchored);
                    frame.flow.cell(depth, "", limits)?;
                } else {
                    frame.flow.cell(depth, &text, limits)?;
                }
            }
            _ if state.is_gone() => {
                let text = std::mem::take(&mut frame.text);
                frame.flow.carry(&text);
            }
            _ => {
                let text = frame.paragraph();
                frame.flow.paragraph(state.depth(), &text);
                frame.flow.add(std::mem::take(&mut frame.anchored));
            }
        }
        Ok(())
    }

    /// Ends a page head or a text box.
    fn end_frame(&mut self) {
        let Some(mut frame) = self.frames.pop() else { return };
        let text = frame.paragraph();
        if !text.trim().is_empty() {
            frame.flow.paragraph(self.state.depth(), &text);
        }
        frame.flow.add(std::mem::take(&mut frame.anchored));
        let blocks = frame.flow.finish();
        match (frame.owner, self.frames.last_mut()) {
            (Owner::Head(kind), _) => {
                let entry = (kind.to_owned(), plain(blocks));
                if !entry.1.is_empty() && !self.found.metadata.contains(&entry) {
                    self.found.metadata.push(entry);
                }
            }
            (_, Some(around)) => around.anchored.extend(blocks),
            (_, None) => self.found.blocks.extend(blocks),
        }
    }

    /// A character as its number, which is signed in 16 bits.
    fn unicode(&mut self, value: i32) {
        self.skip = self.state.fallback;
        let Ok(unit) = u16::try_from(if value < 0 { value + 0x1_0000 } else { value }) else {
            // Some writers put the whole number of a character beyond 16 bits.
            if let Some(c) = u32::try_from(value).ok().and_then(char::from_u32) {
                self.print(c);
            }
            return;
        };
        let decoded = char::decode_utf16(self.high.take().into_iter().chain([unit])).last();
        match decoded {
            Some(Ok(c)) => self.print(c),
            _ if (0xd800..0xdc00).contains(&unit) => self.high = Some(unit),
            _ => self.print(char::REPLACEMENT_CHARACTER),
        }
    }

    /// Decodes the bytes read so far.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let text = self.fonts.decode(self.state.font, &bytes);
        text.chars().for_each(|c| self.print(c));
    }

    fn print(&mut self, c: char) {
        let c = if symbols::is_private(c) { self.fonts.symbol(self.state.font, u32::from(c)).unwrap_or(c) } else { c };
        match self.state.text {
            For::Fonts => self.fonts.name(c.encode_utf8(&mut [0; 4])),
            For::Instruction => self.instruction.push(c),
            For::Title => self.title.push(c),
            For::Author => self.author.push(c),
            _ if self.state.is_gone() || (c.is_control() && !matches!(c, '\t' | '\n')) => {}
            For::Text => self.print_here(c),
            For::Number => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.number.push(if symbols::is_private(c) { '•' } else { c });
                }
            }
            For::Nothing | For::Aside | For::Form => {}
        }
    }

    fn print_here(&mut self, c: char) {
        if let Some(frame) = self.frames.last_mut() {
            frame.text.push(c);
        }
    }

    /// What was found.
    pub(super) fn finish(mut self) -> Result<Found, ReadError> {
        self.decode();
        if !self.closed {
            self.found.warnings.push(String::from("the document breaks off before its end; what came before was read"));
        }
        while self.frames.len() > 1 {
            self.end_frame();
        }
        if let Some(mut frame) = self.frames.pop() {
            let text = frame.paragraph();
            let depth = if text.trim().is_empty() { 0 } else { self.state.depth() };
            frame.flow.paragraph(depth, &text);
            frame.flow.add(frame.anchored);
            self.found.blocks.extend(frame.flow.finish());
        }
        for (key, value) in [("title", self.title), ("creator", self.author)] {
            if !value.trim().is_empty() {
                self.found.metadata.push((key.to_owned(), value.trim().to_owned()));
            }
        }
        Ok(self.found)
    }
}

/// The character that a field like `SYMBOL 254 \f "Wingdings"` prints.
fn symbol_of(instruction: &str) -> Option<char> {
    let mut words = instruction.split_whitespace();
    if !words.next()?.eq_ignore_ascii_case("symbol") {
        return None;
    }
    let code = words.next()?;
    let code = match code.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => code.parse().ok()?,
    };
    let font = instruction.split_once("\\f").map(|(_, font)| font.trim_start().trim_start_matches('"')).unwrap_or_default();
    let font = font.split(['"', '\\']).next().unwrap_or_default();
    symbols::symbol(font, code).or_else(|| char::from_u32(code).filter(|_| code > 0xff))
}
