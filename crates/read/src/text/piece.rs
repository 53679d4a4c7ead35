//! A run of text that knows where it stands, so that cutting and trimming never lose the place.
//! Not for: what the run means.

use hongtou_document::Span;

/// A run of text and the code point at which it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) start: u32,
}

impl<'a> Piece<'a> {
    /// A whole text.
    pub(super) fn whole(text: &'a str) -> Self {
        Self { text, start: 0 }
    }

    /// Where the run stands.
    pub(super) fn span(self) -> Span {
        Span::new(self.start, self.start.saturating_add(count(self.text)))
    }

    /// Without blanks at either end. A blank run becomes the empty run at its start.
    pub(super) fn trimmed(self) -> Self {
        let text = self.text.trim_start_matches(is_blank);
        if text.is_empty() {
            return Self { text, start: self.start };
        }
        let skipped = self.text.get(..self.text.len() - text.len()).unwrap_or_default();
        Self { text: text.trim_end_matches(is_blank), start: self.start.saturating_add(count(skipped)) }
    }

    /// Without the marks that a dump sets round a heading: `# 某通知`, `**附件1**`.
    pub(super) fn plain(self) -> Self {
        let heading = self.text.trim_start_matches('#');
        let marks = self.text.len() - heading.len();
        let text = if (1..=6).contains(&marks) && heading.starts_with(' ') { heading.trim_start() } else { self.text };
        let bold = text.strip_prefix("**").and_then(|text| text.strip_suffix("**")).filter(|text| !text.contains("**"));
        let text = bold.unwrap_or(text).trim();
        let skipped = self.text.find(text).and_then(|at| self.text.get(..at)).unwrap_or_default();
        Self { text, start: self.start.saturating_add(count(skipped)) }
    }

    /// Whether nothing is printed here.
    pub(super) fn is_blank(self) -> bool {
        self.text.chars().all(is_blank)
    }

    /// The runs between separators; one more than there are separators.
    pub(super) fn split(self, separator: char) -> impl Iterator<Item = Piece<'a>> {
        let mut start = self.start;
        self.text.split(separator).map(move |text| {
            let piece = Piece { text, start };
            start = start.saturating_add(count(text)).saturating_add(1);
            piece
        })
    }
}

/// Whether a character prints nothing.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\0')
}

/// Whether a run is a number as tables print it: digits, signs, marks and no letters.
pub(super) fn is_numeric(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
        && text.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c) || " ,.%+-()~<>=，．％＋－（）—–≥≤＞＜±～".contains(c))
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}
