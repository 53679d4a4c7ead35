//! The walk through a body: which text stands where. Keeps its own stack, so nesting costs no call stack.
//! Not for: grids (`table`), numbers (`numbering`), files (`package`).

mod node;

use hongtou_document::TableDraft;

use self::node::{Node, Paragraph, Run};
use super::numbering::Numbering;
use super::styles::Styles;
use super::symbols;
use super::table::{Merge, Row, RowCell, TableRows};
use super::xml::{Element, Item, Ns, Xml, XmlError};
use crate::{Limits, ReadError};

/// A block before it has a place in the text.
#[derive(Debug)]
pub(super) enum Draft {
    Paragraph(String),
    Table(TableDraft),
}

/// Blocks in reading order, and what could not be read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) drafts: Vec<Draft>,
    pub(super) warnings: Vec<String>,
}

/// A stream of blocks: the body, a cell, a text box.
#[derive(Debug, Default)]
struct Flow {
    drafts: Vec<Draft>,
    /// Text of paragraphs whose end mark was deleted: it begins the next paragraph.
    carried: String,
}

impl Flow {
    fn table(&mut self, table: TableDraft) {
        self.end_carried();
        self.drafts.push(Draft::Table(table));
    }

    /// Ends a paragraph that has no next one to run on into.
    fn end_carried(&mut self) {
        let rest = std::mem::take(&mut self.carried);
        let rest = trim(&rest);
        if !rest.is_empty() {
            self.drafts.push(Draft::Paragraph(rest.to_owned()));
        }
    }

    fn finish(mut self) -> Vec<Draft> {
        self.end_carried();
        self.drafts
    }
}

/// One walk through one part.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    limits: &'a Limits,
    stack: Vec<Node>,
    /// Open elements below one whose content is left out, itself included; 0 outside.
    skipped: usize,
    /// Open complex fields, innermost last: whether the result has begun.
    fields: Vec<bool>,
    root: Flow,
    /// Characters of text taken so far; tells whether an element gave any.
    taken: usize,
    cells: usize,
    pictures: usize,
    embedded: usize,
}

impl<'a> Body<'a> {
    pub(super) fn new(styles: &'a Styles, numbering: Numbering, limits: &'a Limits) -> Self {
        Self {
            styles,
            numbering,
            limits,
            stack: Vec::new(),
            skipped: 0,
            fields: Vec::new(),
            root: Flow::default(),
            taken: 0,
            cells: 0,
            pictures: 0,
            embedded: 0,
        }
    }

    /// Walks through a part. XML that breaks off gives what came before it, with a warning.
    pub(super) fn read(mut self, part: &str) -> Result<Read, ReadError> {
        let mut xml = Xml::new(part, self.limits);
        let mut warnings = Vec::new();
        loop {
            match xml.next() {
                Ok(Item::Start(element)) => self.start(&element)?,
                Ok(Item::End) => self.end(),
                Ok(Item::Text(text)) => self.text(&text),
                Ok(Item::Eof) => break,
                Err(XmlError::Broken(what)) if self.taken > 0 => {
                    warnings.push(format!("the document breaks off ({what}); what came before was read"));
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.skipped = 0;
        while !self.stack.is_empty() {
            self.end();
        }
        if self.embedded > 0 {
            warnings.push(format!("{} embedded documents were not read", self.embedded));
        }
        if self.taken == 0 && self.pictures > 0 {
            warnings.push(format!("the document has no text, only pictures ({})", self.pictures));
        }
        Ok(Read { drafts: self.root.finish(), warnings })
    }

    fn start(&mut self, element: &Element<'_>) -> Result<(), ReadError> {
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        match self.node(element)? {
            Some(node) => self.stack.push(node),
            None => self.skipped = 1,
        }
        Ok(())
    }

    /// What an element opens; `None` where its content is left out.
    fn node(&mut self, element: &Element<'_>) -> Result<Option<Node>, ReadError> {
        let name = element.name();
        let parent = self.stack.last_mut();
        Ok(match (element.ns, name) {
            (Ns::Compat, "AlternateContent") => Some(Node::Alternate { done: false }),
            (Ns::Compat, "Choice" | "Fallback") => match parent {
                Some(Node::Alternate { done: true }) => None,
                _ => Some(Node::Choice { before: self.taken }),
            },
            (Ns::Math, "t") => Some(Node::Text { kept: true, text: String::new() }),
            (Ns::Word2010, "checkbox") => Some(Node::Through),
            (Ns::Word2010, "checked") => {
                if let Some(Node::Control { checked, .. }) = self.stack.iter_mut().rev().find(|node| matches!(node, Node::Control { .. })) {
                    *checked = Some(element.is_on());
                }
                Some(Node::Through)
            }
            (Ns::Word, _) => return self.word_node(element),
            (_, "pic" | "imagedata") => {
                self.pictures += 1;
                Some(Node::Through)
            }
            _ => Some(Node::Through),
        })
    }

    fn word_node(&mut self, element: &Element<'_>) -> Result<Option<Node>, ReadError> {
        let name = element.name();
        match name {
            "p" => return Ok(Some(Node::Paragraph(Box::default()))),
            "tbl" => return Ok(Some(Node::Table(Box::default()))),
            "tr" => return Ok(Some(Node::Row(Box::default()))),
            "tc" => {
                self.cells += 1;
                if self.cells > self.limits.cells {
                    return Err(ReadError::TooLarge { detail: format!("more than {} table cells", self.limits.cells) });
                }
                return Ok(Some(Node::Cell { cell: Box::default(), flow: Box::default() }));
            }
            "txbxContent" => return Ok(Some(Node::TextBox(Box::default()))),
            "sdt" => return Ok(Some(Node::Control { checked: None, before: self.taken })),
            "r" => {
                let style = self.paragraph().and_then(|paragraph| paragraph.style.clone());
                let hidden = self.styles.is_hidden(style.as_deref());
                return Ok(Some(Node::Run(Box::new(Run { hidden, font: String::new() }))));
            }
            "altChunk" | "subDoc" => {
                self.embedded += 1;
                return Ok(None);
            }
            _ => {}
        }
        let parent = self.stack.last_mut();
        Ok(match (name, parent) {
            ("pPr", Some(Node::Paragraph(_))) => Some(Node::ParagraphProperties),
            ("rPr", Some(Node::ParagraphProperties)) => Some(Node::MarkProperties),
            ("rPr", Some(Node::Run(_))) => Some(Node::RunProperties),
            ("trPr", Some(Node::Row(_))) => Some(Node::RowProperties),
            ("tcPr", Some(Node::Cell { .. })) => Some(Node::CellProperties),
            ("sdtPr", Some(Node::Control { .. })) => Some(Node::ControlProperties),
            ("numPr", Some(Node::ParagraphProperties)) => Some(Node::NumberProperties),
            (_, Some(Node::ParagraphProperties | Node::MarkProperties | Node::NumberProperties)) => {
                self.paragraph_property(element);
                None
            }
            (_, Some(Node::RunProperties)) => {
                self.run_property(element);
                None
            }
            (_, Some(Node::RowProperties)) => {
                self.row_property(element);
                None
            }
            (_, Some(Node::CellProperties)) => {
                self.cell_property(element);
                None
            }
            (_, Some(Node::Field(_) | Node::FieldPart)) => {
                let field = self.stack.iter_mut().rev().find_map(|node| if let Node::Field(field) = node { Some(field) } else { None });
                field.is_some_and(|field| field.take(element)).then_some(Node::FieldPart)
            }
            ("fldChar", _) => {
                self.field(&element.attribute("fldCharType").unwrap_or_default());
                Some(Node::Field(Box::default()))
            }
            ("t", _) => {
                let kept = element.attribute("space").is_some_and(|space| space == "preserve");
                Some(Node::Text { kept, text: String::new() })
            }
            ("tab" | "ptab", Some(Node::Run(_))) => self.print("\t"),
            ("br" | "cr", Some(Node::Run(_))) => self.print("\n"),
            ("noBreakHyphen", Some(Node::Run(_))) => self.print("-"),
            ("sym", Some(Node::Run(_))) => {
                let code = element.attribute("char").and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
                let c = code.and_then(|code| {
                    symbols::symbol(&element.attribute("font").unwrap_or_default(), code).or_else(|| char::from_u32(code))
                });
                self.print(&c.map(String::from).unwrap_or_default())
            }
            // Deleted, moved away, instructions, readings beside characters, and properties of no interest.
            ("del" | "moveFrom" | "instrText" | "delText" | "delInstrText" | "rt", _) => None,
            (
                "sectPr" | "tblPr" | "tblGrid" | "tblPrEx" | "sdtEndPr" | "customXmlPr" | "smartTagPr" | "rubyPr" | "sdtPr" | "pPr" | "rPr",
                _,
            ) => None,
            ("trPr" | "tcPr" | "numPr", _) => None,
            _ => Some(Node::Through),
        })
    }

    fn paragraph_property(&mut self, element: &Element<'_>) {
        let marks = matches!(self.stack.last(), Some(Node::MarkProperties));
        let Some(paragraph) = self.paragraph() else { return };
        match element.name() {
            "pStyle" => paragraph.style = element.value(),
            "numId" => paragraph.list = element.number(),
            "ilvl" => paragraph.level = element.number(),
            // Without its end mark a paragraph runs on into the next one.
            "del" | "moveFrom" if marks => paragraph.runs_on = true,
            "vanish" | "specVanish" if marks && element.is_on() => paragraph.runs_on = true,
            _ => {}
        }
    }

    fn run_property(&mut self, element: &Element<'_>) {
        let styles = self.styles;
        let Some(Node::Run(run)) = self.stack.iter_mut().rev().nth(1) else { return };
        match element.name() {
            "vanish" => run.hidden = element.is_on(),
            "rStyle" => run.hidden |= element.value().is_some_and(|style| styles.is_hidden(Some(&style))),
            "rFonts" => run.font = element.attribute("ascii").or_else(|| element.attribute("hAnsi")).unwrap_or_default(),
            _ => {}
        }
    }

    fn row_property(&mut self, element: &Element<'_>) {
        let Some(Node::Row(row)) = self.stack.iter_mut().rev().nth(1) else { return };
        match element.name() {
            "gridBefore" => row.before = element.number().unwrap_or(0),
            "del" | "moveFrom" => row.dropped = true,
            "hidden" => row.dropped |= element.is_on(),
            _ => {}
        }
    }

    fn cell_property(&mut self, element: &Element<'_>) {
        let Some(Node::Cell { cell, .. }) = self.stack.iter_mut().rev().nth(1) else { return };
        let merge = || if element.value().is_some_and(|value| value == "restart") { Merge::Restart } else { Merge::Continue };
        match element.name() {
            "gridSpan" => cell.span = element.number().unwrap_or(1),
            "vMerge" => cell.vertical = merge(),
            "hMerge" => cell.horizontal = merge(),
            _ => {}
        }
    }

    /// A mark of a complex field: its instruction is dropped, its result kept.
    fn field(&mut self, kind: &str) {
        match kind {
            "begin" => self.fields.push(false),
            "separate" => {
                if let Some(result) = self.fields.last_mut() {
                    *result = true;
                }
            }
            "end" => drop(self.fields.pop()),
            _ => {}
        }
    }

    /// Takes printed characters; the element that stands for them has no content of its own.
    fn print(&mut self, text: &str) -> Option<Node> {
        let hidden = self.stack.iter().rev().find_map(|node| match node {
            Node::Run(run) => Some(run.hidden),
            Node::Paragraph(_) => Some(false),
            _ => None,
        });
        if hidden == Some(false) && self.fields.iter().all(|result| *result) {
            self.taken += text.len();
            if let Some(paragraph) = self.paragraph() {
                paragraph.text.push_str(text);
            }
        }
        None
    }

    fn text(&mut self, more: &str) {
        if let (0, Some(Node::Text { text, .. })) = (self.skipped, self.stack.last_mut()) {
            text.push_str(more);
        }
    }

    fn end_text(&mut self, kept: bool, text: &str) {
        let font = self.stack.iter().rev().find_map(|node| if let Node::Run(run) = node { Some(run.font.as_str()) } else { None });
        let font = font.unwrap_or_default();
        let text = if kept { text } else { text.trim_matches(|c: char| c.is_ascii_whitespace()) };
        let printed = text.chars().map(|c| match c {
            // Line breaks in the XML are blanks; those of the document are elements.
            '\n' | '\r' | '\t' => ' ',
            c if symbols::is_private(c) => symbols::symbol(font, u32::from(c)).unwrap_or(c),
            c => c,
        });
        let printed: String = printed.collect();
        self.print(&printed);
    }

    fn end(&mut self) {
        if self.skipped > 1 {
            self.skipped -= 1;
            return;
        }
        if self.skipped == 1 {
            self.skipped = 0;
            return;
        }
        match self.stack.pop() {
            Some(Node::Text { kept, text }) => self.end_text(kept, &text),
            Some(Node::Paragraph(paragraph)) => self.end_paragraph(*paragraph),
            Some(Node::TextBox(flow)) => {
                let drafts = flow.finish();
                match self.paragraph() {
                    Some(paragraph) => paragraph.anchored.extend(drafts),
                    None => self.flow().drafts.extend(drafts),
                }
            }
            Some(Node::Table(table)) => {
                if let Some(table) = table.finish() {
                    self.flow().table(table);
                }
            }
            Some(Node::Row(row)) => {
                if let Some(Node::Table(table)) = self.stack.iter_mut().rev().find(|node| matches!(node, Node::Table(_))) {
                    table.add(*row);
                }
            }
            Some(Node::Cell { cell, flow }) => {
                if let Some(Node::Row(row)) = self.stack.iter_mut().rev().find(|node| matches!(node, Node::Row(_))) {
                    row.cells.push(filled(*cell, *flow));
                }
            }
            Some(Node::Choice { before }) => {
                let gave = self.taken > before;
                if let Some(Node::Alternate { done }) = self.stack.last_mut() {
                    *done |= gave;
                }
            }
            Some(Node::Control { checked: Some(checked), before }) if self.taken == before => {
                self.print(if checked { "☑" } else { "☐" });
            }
            Some(Node::Field(field)) => {
                if let Some(text) = field.printed() {
                    // The box belongs to the field whose mark this is, not to its instruction.
                    let own = self.fields.pop();
                    self.print(&text);
                    self.fields.extend(own);
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self, paragraph: Paragraph) {
        // A field whose result never began would swallow the rest of a broken document.
        while self.fields.last() == Some(&false) {
            self.fields.pop();
        }
        let carried = std::mem::take(&mut self.flow().carried);
        let text = carried + &paragraph.text;
        if paragraph.runs_on {
            self.flow().carried = text;
        } else {
            let text = format!("{}{}", self.number(&paragraph).unwrap_or_default(), trim(&text));
            let text = trim(&text);
            if !text.is_empty() {
                let text = text.to_owned();
                self.taken += text.len();
                self.flow().drafts.push(Draft::Paragraph(text));
            }
        }
        self.flow().drafts.extend(paragraph.anchored);
    }

    /// The automatic number before a paragraph.
    fn number(&mut self, paragraph: &Paragraph) -> Option<String> {
        let styled = self.styles.number(paragraph.style.as_deref());
        let (list, level) = match (paragraph.list, styled.list) {
            (Some(list), _) => (list, paragraph.level.or(styled.level)),
            (None, Some((list, style))) => {
                let tied = |style: &str| self.numbering.level_of_style(list, style);
                let tied = paragraph.style.as_deref().and_then(tied).or_else(|| tied(&style));
                (list, paragraph.level.or(tied).or(styled.level))
            }
            (None, None) => return None,
        };
        self.numbering.next(list, level.unwrap_or(0), self.styles)
    }

    /// The innermost open paragraph.
    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        let inner = self.stack.iter_mut().rev().take_while(|node| !matches!(node, Node::Cell { .. } | Node::TextBox(_)));
        inner.filter_map(|node| if let Node::Paragraph(paragraph) = node { Some(&mut **paragraph) } else { None }).next()
    }

    /// The innermost open stream of blocks.
    fn flow(&mut self) -> &mut Flow {
        let open = self.stack.iter_mut().rev().find_map(|node| match node {
            Node::Cell { flow, .. } | Node::TextBox(flow) => Some(&mut **flow),
            _ => None,
        });
        open.unwrap_or(&mut self.root)
    }
}

/// A cell with what stands in it.
fn filled(mut cell: RowCell, flow: Flow) -> RowCell {
    let mut paragraphs = Vec::new();
    for draft in flow.finish() {
        match draft {
            Draft::Paragraph(text) => paragraphs.push(text),
            Draft::Table(table) => cell.nested.push(table),
        }
    }
    cell.text = paragraphs.join("\n");
    cell
}

/// Without the blanks that indent a paragraph or trail it.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}
