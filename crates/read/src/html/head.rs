//! The title in a page's head, for pages whose text has none. Not for: titles in the text.

use super::flow::Piece;
use super::tree::squeezed;

/// Characters of the text in which its title must stand.
const BEGINNING: usize = 800;
/// Characters that make a title.
const SHORTEST: usize = 6;
/// Characters of a line from which, as part of the page's title, it is the title of the text.
const PART: usize = 10;

/// The page's title without the name of the site, where the text does not begin with it.
pub(super) fn missing_title(title: &str, pieces: &[Piece]) -> Option<String> {
    let title = without_site(title);
    let wanted = squeezed(title);
    if wanted.chars().count() < SHORTEST {
        return None;
    }
    let lines = pieces.iter().filter_map(|piece| if let Piece::Paragraph { lines, .. } = piece { Some(lines) } else { None });
    let mut beginning = String::new();
    for line in lines.flatten() {
        let line = squeezed(line);
        // Pages put the issuer before the title, or leave it out.
        if line.chars().count() >= PART && wanted.contains(&line) {
            return None;
        }
        beginning.push_str(&line);
        if beginning.chars().count() > BEGINNING {
            break;
        }
    }
    (!beginning.contains(&wanted)).then(|| title.to_owned())
}

/// The longest part between the marks by which pages part title and site.
fn without_site(title: &str) -> &str {
    let parts = title.split(['_', '|', '｜', '-', '–', '—']).map(str::trim);
    parts.fold("", |longest, part| if part.chars().count() > longest.chars().count() { part } else { longest })
}
