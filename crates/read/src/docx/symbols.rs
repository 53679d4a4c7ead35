//! Characters of symbol fonts as Unicode: the boxes, ticks and signs of forms. A symbol font puts its pictures on
//! the codes 20–FF, or on F020–F0FF of the private area. Not for: fonts in general.

/// The character that a code of a symbol font shows; `None` where the font or the code is not known.
pub(crate) fn symbol(font: &str, code: u32) -> Option<char> {
    let code = if (0xf020..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let font = font.to_ascii_lowercase();
    let table = match font.trim() {
        "wingdings" => WINGDINGS,
        "wingdings 2" => WINGDINGS_2,
        "symbol" => SYMBOL,
        _ => return None,
    };
    table.iter().find(|(known, _)| *known == code).map(|(_, c)| *c)
}

/// Whether a character lies where symbol fonts have their pictures.
pub(crate) fn is_private(c: char) -> bool {
    ('\u{f020}'..='\u{f0ff}').contains(&c)
}

const WINGDINGS: &[(u32, char)] = &[
    (0x6c, '●'),
    (0x6d, '❍'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x9f, '•'),
    (0xa1, '○'),
    (0xa7, '▪'),
    (0xa8, '□'),
    (0xd8, '➢'),
    (0xe0, '→'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

const WINGDINGS_2: &[(u32, char)] = &[
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x97, '●'),
    (0x98, '●'),
    (0xa2, '■'),
    (0xa3, '□'),
    (0xa4, '□'),
];

const SYMBOL: &[(u32, char)] = &[
    (0x61, 'α'),
    (0x62, 'β'),
    (0x6d, 'μ'),
    (0xa3, '≤'),
    (0xa5, '∞'),
    (0xae, '→'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xba, '≡'),
    (0xbb, '≈'),
    (0xbc, '…'),
    (0xd0, '∠'),
    (0xd6, '√'),
    (0xe5, '∑'),
];
