//! What was filled into a form without being drawn: values of fields, and notes on the page, that carry no appearance. Viewers
//! draw them when the file is opened (ISO 32000, 12.7.4.3), so they are text of the page. Not for: appearances, which the
//! engine draws; buttons and signatures.

use hayro_interpret::TransformExt;
use hayro_interpret::kurbo::{Affine, Rect as Box2};
use hayro_syntax::object::{Dict, Name, Object, Rect as Corners};
use hayro_syntax::page::Page;
use hongtou_document::Rect;

use super::attach::annotations;
use super::meta;
use crate::layout::{Glyph, Turn};

/// Flags of an annotation that is not seen: hidden, not for viewing.
const UNSEEN: u32 = 1 << 1 | 1 << 5;
/// Flag of a text field of several lines.
const MULTILINE: u32 = 1 << 12;
/// Flag of a field that hides what is typed.
const PASSWORD: u32 = 1 << 13;
/// Size of letters where the form leaves it to the viewer.
const USUAL: f64 = 12.0;
/// Levels of fields within fields.
const DEPTH: usize = 16;
/// Characters of one value that are read.
const LONGEST: usize = 20_000;

/// The characters that a viewer would draw into the fields and notes of a page, where it would draw them.
pub(super) fn glyphs(page: &Page<'_>) -> Vec<Glyph> {
    let to_page = page.initial_transform(true).to_kurbo();
    let mut glyphs = Vec::new();
    for annotation in annotations(page.raw()) {
        let unseen = annotation.get::<u32>("F").unwrap_or(0) & UNSEEN != 0;
        let drawn = annotation.get::<Dict<'_>>("AP").is_some_and(|appearance| appearance.contains_key("N"));
        if unseen || drawn {
            continue;
        }
        if let (Some(value), Some(place)) = (value(&annotation), annotation.get::<Corners>("Rect")) {
            let place = Box2::new(place.x0, place.y0, place.x1, place.y1);
            let several = inherited(&annotation, "Ff", |field, key| field.get::<u32>(key)).unwrap_or(0) & MULTILINE != 0;
            write(&value, place, size(&annotation), several, to_page, &mut glyphs);
        }
    }
    glyphs
}

/// The text of a field or note.
fn value(annotation: &Dict<'_>) -> Option<String> {
    let kind = annotation.get::<Name<'_>>("Subtype")?;
    let text = match kind.as_str() {
        "FreeText" => text(&annotation.get::<Object<'_>>("Contents")?)?,
        "Widget" => {
            let field = inherited(annotation, "FT", |field, key| field.get::<Name<'_>>(key))?;
            let secret = inherited(annotation, "Ff", |field, key| field.get::<u32>(key)).unwrap_or(0) & PASSWORD != 0;
            if !matches!(field.as_str(), "Tx" | "Ch") || secret && field.as_str() == "Tx" {
                return None;
            }
            text(&inherited(annotation, "V", |field, key| field.get::<Object<'_>>(key))?)?
        }
        _ => return None,
    };
    Some(text.chars().take(LONGEST).collect())
}

/// A text string, a stream of text, or several choices.
fn text(object: &Object<'_>) -> Option<String> {
    let text = match object {
        Object::String(text) => meta::lines(text.as_bytes()),
        Object::Stream(stream) => meta::lines(&stream.decoded_data().ok()?),
        Object::Array(choices) => {
            let choices = choices.iter::<Object<'_>>();
            choices
                .filter_map(|choice| if let Object::String(text) = choice { Some(meta::text(text.as_bytes())) } else { None })
                .collect::<Vec<_>>()
                .join("\n")
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// What a field says itself or has from the fields around it.
fn inherited<'a, T>(field: &Dict<'a>, key: &str, get: impl Fn(&Dict<'a>, &str) -> Option<T>) -> Option<T> {
    let mut field = field.clone();
    for _ in 0..DEPTH {
        if let Some(found) = get(&field, key) {
            return Some(found);
        }
        field = field.get::<Dict<'_>>("Parent")?;
    }
    None
}

/// Size of the letters, from the field's default appearance: the number before `Tf`.
fn size(annotation: &Dict<'_>) -> Option<f64> {
    let appearance = inherited(annotation, "DA", |field, key| field.get::<hayro_syntax::object::String<'_>>(key))?;
    let words = String::from_utf8_lossy(appearance.as_bytes()).into_owned();
    let words: Vec<&str> = words.split_ascii_whitespace().collect();
    let at = words.iter().position(|word| *word == "Tf")?;
    words.get(at.checked_sub(1)?)?.parse().ok().filter(|size: &f64| (1.0..200.0).contains(size))
}

/// Writes a value into its box: from the top where it has several lines, else in the middle.
fn write(value: &str, place: Box2, size: Option<f64>, several: bool, to_page: Affine, glyphs: &mut Vec<Glyph>) {
    let (width, height) = (place.width(), place.height());
    if !(width > 1.0 && height > 1.0 && width < 1e5 && height < 1e5) {
        return;
    }
    let em = size.unwrap_or_else(|| USUAL.min(0.8 * height)).min(height).max(1.0);
    let wide = |ch: char| if ch.is_ascii() { em / 2.0 } else { em };
    let mut lines: Vec<Vec<char>> = Vec::new();
    for printed in value.lines() {
        let (mut line, mut used) = (Vec::new(), 0.0);
        for ch in printed.chars().filter(|ch| !ch.is_control()) {
            if several && used + wide(ch) > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            used += wide(ch);
            line.push(ch);
        }
        lines.push(line);
    }
    // What does not fit stands closer, so that it stays within its box.
    let pitch = (1.2 * em).min(height / lines.len().max(1) as f64);
    let em_high = em.min(pitch);
    let mut top = if several || lines.len() > 1 { place.y1 } else { place.y1 - (height - em_high) / 2.0 };
    let turn = turned(to_page);
    for line in lines {
        let needs: f64 = line.iter().map(|ch| wide(*ch)).sum();
        let squeeze = (width / needs.max(width)).min(1.0);
        let mut x = place.x0;
        for ch in line {
            let on = wide(ch) * squeeze;
            let b = to_page.transform_rect_bbox(Box2::new(x, top - em_high, x + on, top));
            glyphs.push(Glyph { ch, rect: Rect { x0: b.x0, y0: b.y0, x1: b.x1, y1: b.y1 }, turn, vertical: false });
            x += on;
        }
        top -= pitch;
    }
}

/// Which way text on the unturned page points on the page as displayed.
fn turned(to_page: Affine) -> Turn {
    let [a, b, ..] = to_page.as_coeffs();
    match (a.abs() > b.abs(), a > 0.0, b > 0.0) {
        (true, true, _) => Turn::Up,
        (true, false, _) => Turn::Down,
        (false, _, true) => Turn::Right,
        (false, _, false) => Turn::Left,
    }
}
