//! The words that tell what a sum is, as `data/amount_words.csv` lists them. Not for: where in a text they count (`role`).

use std::sync::LazyLock;

use hongtou_notice::codes::AmountRole;

/// What a word of a level says of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What it is, wherever the notice comes from.
    Role(AmountRole),
    /// 市级: the province's where the city is one of the four municipalities.
    City,
}

/// The lists.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Words right before a sum, and what it then is. The one that stands last decides, the longer one on a tie.
    pub(super) cues: Vec<(&'static str, AmountRole)>,
    /// Words that name the level a part comes from, the first that fits decides.
    pub(super) levels: Vec<(&'static str, Part)>,
    /// What a clause that only names a level is made of.
    pub(super) clause: Vec<&'static str>,
    /// Verbs by which a notice passes money on.
    pub(super) passes: Vec<&'static str>,
    /// The same right behind the sum that they pass on.
    pub(super) brings: Vec<&'static str>,
    /// Words right before a sum by which it is a whole.
    pub(super) wholes: Vec<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists::default();
    for line in include_str!("../../data/amount_words.csv").lines() {
        let mut fields = line.split(',');
        let (Some(list), Some(word), Some(role)) = (fields.next(), fields.next(), fields.next()) else { continue };
        match (list, role.parse()) {
            ("cue", Ok(role)) => lists.cues.push((word, role)),
            ("level", Ok(role)) => lists.levels.push((word, Part::Role(role))),
            ("level", Err(_)) if role == "city" => lists.levels.push((word, Part::City)),
            ("clause", _) => lists.clause.push(word),
            ("passes", _) => lists.passes.push(word),
            ("brings", _) => lists.brings.push(word),
            ("whole", _) => lists.wholes.push(word),
            _ => {}
        }
    }
    lists
});

/// The lists, read once.
pub(super) fn get() -> &'static Lists {
    &LISTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_in_a_list() {
        let lines = include_str!("../../data/amount_words.csv").lines().filter(|line| !line.starts_with('#')).count() - 1;
        let Lists { cues, levels, clause, passes, brings, wholes } = get();
        assert_eq!(cues.len() + levels.len() + clause.len() + passes.len() + brings.len() + wholes.len(), lines);
    }
}
