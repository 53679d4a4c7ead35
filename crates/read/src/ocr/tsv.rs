//! What tesseract writes: a table of tab-separated values, a line a box. Not for: running it.

/// A word as recognised.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    /// How sure the engine is, from 0 to 100.
    pub(super) confidence: f64,
}

/// The level of words among pages, blocks, paragraphs and lines.
const WORD: &str = "5";

/// The words of every picture, in order; pictures without words have none. Numbers of pictures begin at 1. Lines that do not have
/// the form are left out.
pub(super) fn words(tsv: &str, pictures: usize) -> Vec<Vec<Word>> {
    let mut read = vec![Vec::new(); pictures];
    for line in tsv.lines() {
        // level, page, block, paragraph, line, word, left, top, width, height, confidence, text
        let fields: Vec<&str> = line.split('\t').collect();
        let [level, page, _, _, _, _, _, _, _, _, confidence, text] = fields.as_slice() else { continue };
        let (Ok(page), Ok(confidence)) = (page.parse::<usize>(), confidence.parse::<f64>()) else { continue };
        let text = text.trim();
        if *level == WORD
            && !text.is_empty()
            && let Some(words) = page.checked_sub(1).and_then(|index| read.get_mut(index))
        {
            words.push(Word { text: text.to_owned(), confidence: confidence.clamp(0.0, 100.0) });
        }
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, confidence: f64) -> Word {
        Word { text: text.into(), confidence }
    }

    #[test]
    fn words_are_sorted_by_picture() {
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                   1\t1\t0\t0\t0\t0\t0\t0\t482\t70\t-1\t\n\
                   5\t1\t1\t1\t1\t1\t12\t8\t282\t54\t78.5\t伽师县\n\
                   5\t1\t1\t1\t1\t2\t90\t4\t59\t66\t96\t1,252.00\n\
                   1\t2\t0\t0\t0\t0\t0\t0\t482\t70\t-1\t\n\
                   5\t3\t1\t1\t1\t1\t12\t8\t282\t54\t-3\t \n\
                   5\t3\t1\t1\t1\t1\t12\t8\t282\t54\t130\t合计\n";
        let read = words(tsv, 3);
        assert_eq!(read, [vec![word("伽师县", 78.5), word("1,252.00", 96.0)], vec![], vec![word("合计", 100.0)]]);
    }

    #[test]
    fn what_has_another_form_is_left_out() {
        assert_eq!(words("", 1), [vec![]]);
        assert_eq!(words("5\t1\t1\t1\t1\t1\t12\t8\t282\t54\t78.5", 1), [vec![]]);
        assert_eq!(words("5\t9\t1\t1\t1\t1\t12\t8\t282\t54\t78.5\t甲", 1), [vec![]]);
        assert_eq!(words("5\t0\t1\t1\t1\t1\t12\t8\t282\t54\t78.5\t甲", 1), [vec![]]);
        assert_eq!(words("5\tx\t1\t1\t1\t1\t12\t8\t282\t54\t78.5\t甲", 1), [vec![]]);
    }
}
