//! RTF as tokens. Not for: what words mean.

/// One step through a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'a str, Option<i32>),
    /// A control sign: `\*`, `\~`.
    Sign(u8),
    /// A byte of text, written as itself or in hex.
    Byte(u8),
}

/// A walk through the bytes of a file.
pub(super) struct Lexer<'a> {
    rest: &'a [u8],
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// What follows a backslash.
    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.rest.first()?;
        if !first.is_ascii_alphabetic() {
            self.skip(1);
            return Some(match first {
                b'\'' => {
                    let digits = self.rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
                    match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                        Some(byte) => {
                            self.skip(2);
                            Token::Byte(byte)
                        }
                        None => Token::Sign(first),
                    }
                }
                b'\\' | b'{' | b'}' => Token::Byte(first),
                // A line end after a backslash ends a paragraph.
                b'\r' | b'\n' => Token::Word("par", None),
                other => Token::Sign(other),
            });
        }
        let length = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, after) = self.rest.split_at_checked(length)?;
        self.rest = after;
        let minus = usize::from(self.rest.first() == Some(&b'-'));
        let digits = self.rest.iter().skip(minus).take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let text = self.rest.get(..minus + digits).and_then(|text| std::str::from_utf8(text).ok());
            number = text.and_then(|text| text.parse().ok());
            self.skip(minus + digits);
        }
        if self.rest.first() == Some(&b' ') {
            self.skip(1);
        }
        Some(Token::Word(std::str::from_utf8(word).unwrap_or_default(), number))
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let first = *self.rest.first()?;
            self.skip(1);
            return Some(match first {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => match self.control()? {
                    Token::Word("bin", length) => {
                        self.skip(length.and_then(|length| usize::try_from(length).ok()).unwrap_or(0));
                        continue;
                    }
                    token => token,
                },
                // Line ends only part the file's lines.
                b'\r' | b'\n' | 0 => continue,
                byte => Token::Byte(byte),
            });
        }
    }
}
