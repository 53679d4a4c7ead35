//! Rich Text Format: words and groups (`lexer`), what a group is for and what holds in it (`state`), fonts and their
//! encodings (`fonts`), and the walk that makes blocks of them (`walk`). Numbers are printed as the file has them:
//! every writer puts a list's numbers before the paragraphs for readers that do not count.

mod fonts;
mod lexer;
mod state;
mod walk;

use super::Found;
use crate::{Limits, ReadError};

/// Reads a document.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Found, ReadError> {
    let mut walk = walk::Walk::new(limits);
    for token in lexer::Lexer::new(bytes) {
        walk.take(token)?;
    }
    walk.finish()
}
