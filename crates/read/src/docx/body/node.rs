//! What is open while the body is walked: one node an element. Not for: what elements do (`body`).

use super::{Draft, Element, Flow, Row, RowCell, TableRows};

/// An open element.
#[derive(Debug)]
pub(super) enum Node {
    /// Its content belongs to the element around it.
    Through,
    Paragraph(Box<Paragraph>),
    ParagraphProperties,
    /// Properties of a paragraph's end mark.
    MarkProperties,
    NumberProperties,
    Run(Box<Run>),
    RunProperties,
    /// `w:t`; whether blanks at its ends are kept.
    Text {
        kept: bool,
        text: String,
    },
    Table(Box<TableRows>),
    Row(Box<Row>),
    RowProperties,
    Cell {
        cell: Box<RowCell>,
        flow: Box<Flow>,
    },
    CellProperties,
    TextBox(Box<Flow>),
    /// A content control; whether it is a box that can be ticked, and the text taken before it.
    Control {
        checked: Option<bool>,
        before: usize,
    },
    ControlProperties,
    /// Contents of which one is taken; whether one gave text.
    Alternate {
        done: bool,
    },
    /// One of them, and the text taken before it.
    Choice {
        before: usize,
    },
    /// A mark of a complex field, with the form field it may hold.
    Field(Box<FormField>),
    /// An element inside such a mark.
    FieldPart,
}

/// An open paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) style: Option<String>,
    pub(super) list: Option<i64>,
    pub(super) level: Option<usize>,
    /// Whether its end mark is deleted or hidden.
    pub(super) runs_on: bool,
    /// Blocks of the text boxes anchored in it.
    pub(super) anchored: Vec<Draft>,
}

/// An open run.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) hidden: bool,
    pub(super) font: String,
}

/// A form field of old: a box or a list to choose from.
#[derive(Debug, Default)]
pub(super) struct FormField {
    is_box: bool,
    checked: Option<bool>,
    preset: Option<bool>,
    chosen: usize,
    entries: Vec<String>,
}

impl FormField {
    /// Takes an element inside the mark; whether to look into it.
    pub(super) fn take(&mut self, element: &Element<'_>) -> bool {
        match element.name() {
            "ffData" | "ddList" => return true,
            "checkBox" => {
                self.is_box = true;
                return true;
            }
            "checked" => self.checked = Some(element.is_on()),
            // In a list the default is the number of an entry.
            "default" if self.is_box => self.preset = Some(element.is_on()),
            "default" | "result" => self.chosen = element.number().unwrap_or(self.chosen),
            "listEntry" => self.entries.extend(element.value()),
            _ => {}
        }
        false
    }

    /// What the field prints, where its result is not in the text.
    pub(super) fn printed(&self) -> Option<String> {
        if self.is_box {
            let ticked = self.checked.or(self.preset).unwrap_or(false);
            return Some(String::from(if ticked { "☑" } else { "☐" }));
        }
        self.entries.get(self.chosen).cloned()
    }
}
