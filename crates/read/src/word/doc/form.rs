//! Form fields: the box to tick that a document of this age has as a field. Not for: text fields, whose result
//! stands in the text.

use super::super::bytes::{place_at, u16_at};

/// Bytes before a form field's data where it lies in the data stream.
const HEAD: usize = 0x44;

/// What the form field at a place prints; `None` where it is no box.
pub(super) fn printed(data: &[u8], place: usize) -> Option<char> {
    let length = place_at(data, place)?;
    let head = usize::from(u16_at(data, place.checked_add(4)?)?);
    let field = data.get(place.checked_add(HEAD)?..place.checked_add(length)?)?;
    if head != HEAD || field.get(..4)? != [0xff; 4] {
        return None;
    }
    let flags = u16_at(field, 4)?;
    // 0 is a text, 2 a list.
    if flags & 3 != 1 {
        return None;
    }
    let ticked = match flags >> 2 & 0x1f {
        // Never touched: the preset counts, which stands after the name.
        25 => {
            let name = usize::from(u16_at(field, 10)?);
            u16_at(field, 10 + 2 + 2 * name + 2)? != 0
        }
        result => result != 0,
    };
    Some(if ticked { '☑' } else { '☐' })
}
