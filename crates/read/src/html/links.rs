//! Links to files: the attachments of a page. Not for: other links.

use super::tree::{Element, squeezed};

const ENDINGS: &[&str] = &["doc", "docx", "xls", "xlsx", "pdf", "wps", "et", "zip", "rar", "ofd", "txt", "7z", "csv", "rtf"];

/// A link to a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) text: String,
    pub(super) href: String,
}

/// All attachments in the order of the page, each once.
pub(super) fn attachments(root: &Element) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for element in root.all().into_iter().filter(|element| is_attachment(element)) {
        let text = element.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let href = element.attribute("href").unwrap_or_default().trim().to_owned();
        let text = if text.is_empty() { element.attribute("title").unwrap_or_default().trim().to_owned() } else { text };
        let link = Link { text, href };
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// Whether an element is a link to a file.
pub(super) fn is_attachment(element: &Element) -> bool {
    let Some(href) = element.attribute("href").map(str::trim).filter(|_| element.name == "a") else { return false };
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let ends = |path: &str| {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        ENDINGS.contains(&ending.as_str())
    };
    let goes_somewhere = !href.is_empty() && !href.starts_with('#') && !href.to_ascii_lowercase().starts_with("javascript:");
    // Download scripts carry the name in their query.
    ends(path) || goes_somewhere && (ends(href) || ends(element.text().trim()) || squeezed(&element.text()).starts_with("附件"))
}
