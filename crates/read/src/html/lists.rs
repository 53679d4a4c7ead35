//! Numbers that a browser prints before the items of numbered lists, put into the text.
//! Not for: numbers that the page writes itself.

use super::tree::{Element, Node, is_blank};

/// Puts the numbers of all lists below an element before their items.
pub(super) fn number(element: &mut Element) {
    if element.name == "ol"
        && let Some(style) = style(element)
    {
        let mut next: i64 = element.attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        for child in &mut element.children {
            let Node::Element(item) = child else { continue };
            if item.name == "li" && says_something(item) {
                next = item.attribute("value").and_then(|value| value.trim().parse().ok()).unwrap_or(next);
                if let Some(number) = style.write(next) {
                    prefix(item, &number);
                }
                next = next.saturating_add(1);
            }
        }
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            number(child);
        }
    }
}

#[derive(Clone, Copy)]
enum Style {
    Decimal,
    Chinese,
    Lower,
    Upper,
}

impl Style {
    fn write(self, number: i64) -> Option<String> {
        let letter = |first: u8| u8::try_from(number - 1).ok().filter(|index| *index < 26).map(|index| char::from(first + index));
        match self {
            Self::Decimal => Some(format!("{number}. ")),
            Self::Lower => letter(b'a').map(|letter| format!("{letter}. ")),
            Self::Upper => letter(b'A').map(|letter| format!("{letter}. ")),
            Self::Chinese => chinese(number).map(|number| format!("{number}、")),
        }
    }
}

/// How a list prints its numbers; `None` where it prints none, or in a way that no notice has.
fn style(list: &Element) -> Option<Style> {
    let css: String = list.attribute("style").unwrap_or_default().to_ascii_lowercase();
    let shown = css.split(';').find_map(|rule| {
        let (key, value) = rule.split_once(':')?;
        key.trim().starts_with("list-style").then(|| value.trim().to_owned())
    });
    let kind = shown.or_else(|| list.attribute("type").map(|kind| if kind == "A" { String::from("upper-alpha") } else { kind.to_owned() }));
    match kind.as_deref().map(|kind| kind.split_whitespace().next().unwrap_or_default()) {
        None | Some("1" | "decimal" | "") => Some(Style::Decimal),
        Some("cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" | "cjk-decimal") => Some(Style::Chinese),
        Some("a" | "lower-alpha" | "lower-latin") => Some(Style::Lower),
        Some("upper-alpha" | "upper-latin") => Some(Style::Upper),
        Some(_) => None,
    }
}

fn chinese(number: i64) -> Option<String> {
    let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
    let digit = |index: i64| usize::try_from(index).ok().and_then(|index| digits.get(index)).copied().map(String::from);
    match number {
        1..=9 => digit(number),
        10 => Some(String::from("十")),
        11..=19 => Some(format!("十{}", digit(number % 10)?)),
        20..=99 if number % 10 == 0 => Some(format!("{}十", digit(number / 10)?)),
        20..=99 => Some(format!("{}十{}", digit(number / 10)?, digit(number % 10)?)),
        _ => None,
    }
}

fn says_something(item: &Element) -> bool {
    item.text().contains(|c| !is_blank(c))
}

/// Puts a number before the first characters of an item.
fn prefix(item: &mut Element, number: &str) -> bool {
    for (index, child) in item.children.iter_mut().enumerate() {
        match child {
            Node::Text(text) if text.contains(|c| !is_blank(c)) => {
                *text = format!("{number}{}", text.trim_start());
                return true;
            }
            Node::Text(_) => {}
            // Inside a link or a list of its own the number would belong to that.
            Node::Element(inner) if matches!(inner.name.as_str(), "a" | "ol" | "ul" | "table") => {
                if !says_something(inner) {
                    continue;
                }
                item.children.insert(index, Node::Text(number.to_owned()));
                return true;
            }
            Node::Element(inner) => {
                if prefix(inner, number) {
                    return true;
                }
            }
        }
    }
    false
}
