//! The words that tell what a sum is, as `data/amount_words.csv` and `data/amount_roles.csv` list them. Not for: where in a text they count
//! (`role`).

use std::sync::LazyLock;

use hongtou_notice::codes::AmountRole;

use crate::vocab::word_lists;

/// What a word of a level says of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// What it is, wherever the notice comes from.
    Role(AmountRole),
    /// 市级: the province's where the city is one of the four municipalities.
    City,
}

/// Words that give a sum its role.
#[derive(Debug, Default)]
pub(super) struct Roles {
    /// Words right before a sum, and what it then is. The one that stands last decides, the longer one on a tie.
    pub(super) cues: Vec<(&'static str, AmountRole)>,
    /// Words that name the level a part comes from, the first that fits decides.
    pub(super) levels: Vec<(&'static str, Part)>,
}

const ROLE_FILE: &str = include_str!("../../data/amount_roles.csv");

static ROLES: LazyLock<Roles> = LazyLock::new(|| {
    let mut roles = Roles::default();
    for line in ROLE_FILE.lines() {
        let mut fields = line.split(',');
        let (Some(list), Some(word), Some(role)) = (fields.next(), fields.next(), fields.next()) else { continue };
        match (list, role.parse()) {
            ("cue", Ok(role)) => roles.cues.push((word, role)),
            ("level", Ok(role)) => roles.levels.push((word, Part::Role(role))),
            ("level", Err(_)) if role == "city" => roles.levels.push((word, Part::City)),
            _ => {}
        }
    }
    roles
});

/// The words that give a role, read once.
pub(super) fn roles() -> &'static Roles {
    &ROLES
}

word_lists! { "amount_words.csv";
    /// Words by which a sum is of other money than what is given now.
    aside,
    /// What a clause that only names a level is made of.
    clause,
    /// Verbs by which a notice passes money on.
    passes,
    /// The same right behind the sum that they pass on.
    brings,
    /// Words right before a sum by which it is a whole.
    wholes,
    /// Words by which that whole is the notice's own.
    own,
    /// What is said behind a level of the money that it gives itself.
    bears,
    /// Verbs of the notice's own act, behind which the name of money may hold a cue.
    acts,
    /// What tells a sum as that of those before it in the sentence.
    sums_up,
    /// What keeps two sums of a sentence from standing side by side.
    not_joined,
    /// Verbs behind a cue that overrule it.
    overrules,
    /// What is no grant: fines, deposits, prices.
    fines,
    /// What is counted by the head in an average.
    averages,
    /// So much for each.
    rates,
    /// What may stand between what is counted and the sum.
    rate_verbs,
    /// What stands right before a standard.
    standards,
    /// What is given once to each.
    given_once,
    /// What stands right before the most that is given.
    limits,
    /// What is limited for each.
    limited,
    /// Wholes that are limited.
    limited_wholes,
    /// What is limited behind 最高 and its like.
    capped,
    /// Who pays a part of a standard.
    payers,
    /// What tells one part of the money among others.
    among,
    /// A part that was issued in advance.
    with_advance,
    /// What stands before the number by which money was issued.
    issued_by,
    /// Words of money issued before.
    earlier,
    /// Early work and its costs, which are no earlier issue.
    early_work,
    /// Words of the act of now.
    now,
    /// Words of an act before.
    then,
    /// Words by which a recovery takes its own sum back.
    takes_back,
    /// What tells the sum of those taken back.
    recovered_in_all,
    /// The side of a net sum that is to be added.
    to_add,
    /// The side that is to be deducted.
    to_deduct,
    /// What was due for the year.
    due,
    /// What tells all that was paid out.
    paid_out,
    /// What makes a budget of a report another thing.
    no_budget,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_roles_is_read() {
        let lines = ROLE_FILE.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(roles().cues.len() + roles().levels.len(), lines);
    }
}
