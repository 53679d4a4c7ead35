//! What holds within a group of an RTF file. Not for: what a word does beyond setting a property.

use crate::docx::table::Merge;
use crate::word::flow::Shape;

/// What the text of a group is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum For {
    /// It is printed.
    #[default]
    Text,
    /// Nothing that a reader sees; a text box inside is seen all the same.
    Nothing,
    /// Said a second time for older readers, or beside the text: nothing inside is taken.
    Aside,
    Fonts,
    /// A number before a paragraph.
    Number,
    /// A field's instruction.
    Instruction,
    /// A form field.
    Form,
    Title,
    Author,
}

/// Properties that end with the group in which they were set.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State {
    pub(super) text: For,
    pub(super) font: i32,
    /// Bytes that stand for a character to those who do not know Unicode.
    pub(super) fallback: usize,
    pub(super) deleted: bool,
    pub(super) hidden: bool,
    pub(super) in_table: bool,
    pub(super) depth: usize,
    /// Whether rows that are defined here are those of a table in a table.
    pub(super) nested: bool,
}

impl State {
    /// Tables around the paragraph.
    pub(super) fn depth(self) -> usize {
        if self.in_table { self.depth.max(1) } else { self.depth }
    }

    /// Whether text with these properties is left out.
    pub(super) fn is_gone(self) -> bool {
        self.deleted || self.hidden
    }
}

/// The definition of a row.
#[derive(Debug, Clone, Default)]
pub(super) struct RowDefinition {
    left: i32,
    shape: Shape,
    next: (Merge, Merge),
}

impl RowDefinition {
    /// Takes a word of the definition; whether it was one.
    pub(super) fn take(&mut self, word: &str, number: i32) -> bool {
        match word {
            "trowd" => *self = Self::default(),
            "trleft" => self.left = number,
            "clmgf" => self.next.0 = Merge::Restart,
            "clmrg" => self.next.0 = Merge::Continue,
            "clvmgf" => self.next.1 = Merge::Restart,
            "clvmrg" => self.next.1 = Merge::Continue,
            "cellx" => {
                self.shape.edges.push(number);
                self.shape.merges.push(std::mem::take(&mut self.next));
            }
            _ => return false,
        }
        true
    }

    /// The shape of the row.
    pub(super) fn shape(&self) -> Shape {
        let mut shape = self.shape.clone();
        shape.edges.insert(0, self.left);
        shape
    }
}

/// What a control word at the head of a group says that the group is for; `None` where it says nothing.
/// `optional`: after `\*`, which allows to skip what is not known.
pub(super) fn purpose(word: &str, optional: bool) -> Option<For> {
    Some(match word {
        "fonttbl" => For::Fonts,
        "listtext" | "pntext" => For::Number,
        "fldinst" => For::Instruction,
        "formfield" => For::Form,
        "title" => For::Title,
        "author" => For::Author,
        "footnote" | "annotation" | "nonesttables" | "shprslt" | "nonshppict" | "stylesheet" | "listtable" | "upr" => For::Aside,
        "colortbl" | "info" | "pict" | "object" | "objdata" | "pntxta" | "pntxtb" | "listoverridetable" | "revtbl" | "ftnsep"
        | "ftnsepc" | "aftnsep" | "sp" | "sn" | "sv" | "xe" | "tc" | "rxe" | "falt" | "shpinst" | "do" | "bkmkstart" | "bkmkend"
        | "ffname" | "ffdeftext" | "ffl" | "datafield" | "private" => For::Nothing,
        // Its cells are read with the text around.
        "nesttableprops" => return None,
        _ if optional => For::Nothing,
        _ => return None,
    })
}
