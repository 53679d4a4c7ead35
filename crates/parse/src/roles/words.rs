//! The words by which a cited document gets its role, as `data/citation_words.csv` lists them. Not for: where in a text they count.

use crate::vocab::word_lists;

word_lists! { "citation_words.csv";
    /// What ends a document's force.
    repeals,
    /// Verbs of a title that passes money on.
    gives,
    /// Last words of a title that asks for money, or answers.
    asks,
    /// What a number of this kind is put to somebody for.
    advises,
    /// What takes money back.
    recalls,
    /// Words before a mention by which it is an earlier issue of the money.
    prior_before,
    /// The same behind it.
    prior_behind,
    /// Words before a mention by which it is changed.
    changed_before,
    /// The same behind it.
    changed_behind,
    /// Words by which a notice says that it passes money on.
    passes,
    /// Verbs behind 现, 本次, 此次 that do.
    passing_verbs,
    /// Verbs right behind a document that gave its money to the one who speaks.
    passes_to_us,
    /// What leads to the document that gave the money.
    leads,
    /// What is done by a rule, with money that it did not give.
    rule_uses,
    /// Levels that a part of the money comes from.
    levels,
    /// What a part is that did not come by the number behind it.
    no_part,
    /// Ways to spend out of money that came by a notice.
    drawn,
    /// Labels of the source of money.
    sources,
    /// Last words of a finance body's series that writes rules.
    rule_series,
    /// Verbs of a report by which money came or went.
    reported,
    /// How a report names its own government.
    own_government,
    /// How a reporter names himself.
    reporter,
    /// Those that money is broken down to.
    lower,
    /// Bodies that money is paid to.
    payees,
    /// Verbs by which they are paid.
    pays,
    /// Verbs by which money came to the one who tells.
    to_us,
    /// The finance body of a county or a city in the mouth of its own office.
    own_finance,
}
