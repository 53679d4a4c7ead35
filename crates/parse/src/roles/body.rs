//! Which body issued a cited document, and where it stands to the one who cites. Not for: the role that follows from it (`rules`).

use hongtou_notice::codes::Level;
use hongtou_notice::{AgencyCodes, DivisionCode, Divisions, DocumentNumber};

use super::said::Said;
use super::{Speaker, words};
use crate::agencies;
use crate::citations::Mention;
use crate::vocab::ends;

impl Said<'_> {
    /// The division of the body that issued the cited document: by its named issuers, else by its code.
    pub(super) fn division(&self) -> Option<DivisionCode> {
        let named = self.mention.issuers.iter().find_map(|issuer| agencies::agency(issuer, self.speaker.division).division);
        named.or_else(|| {
            let number = self.mention.number.as_ref()?;
            AgencyCodes::get().infer(&number.prefix, self.speaker.division)?.agency.division
        })
    }

    /// Whether that division is the one who cites.
    pub(super) fn is_level(&self) -> bool {
        self.division().is_some_and(|division| Some(&division) == self.speaker.division)
    }

    /// Whether the cited body stands below the one who cites.
    pub(super) fn is_below(&self) -> bool {
        self.division().zip(self.speaker.division).is_some_and(|(cited, own)| level(&cited) > level(own))
    }

    /// Whether the cited body stands above the one who cites.
    pub(super) fn is_above(&self) -> bool {
        self.division().is_some_and(|cited| match self.speaker.division {
            Some(own) => level(&cited) < level(own),
            None => level(&cited) <= Level::Province,
        })
    }

    /// Whether nothing tells that the cited number, whose letters no table knows, is of the body that cites or of one below it: its region is
    /// another than that of the own number.
    pub(super) fn may_be_above(&self) -> bool {
        // 习府财 of the county government and 习财农 are of one place.
        let region = |number: &DocumentNumber| number.prefix.split_once('财').map(|(region, _)| region.chars().next());
        let cited = self.mention.number.as_ref().and_then(region);
        cited.is_some() && cited != self.speaker.number.and_then(region)
    }

    /// The division of the body that the cited title begins with: 某市财政局关于下达…的通知.
    pub(super) fn named_division(&self) -> Option<DivisionCode> {
        let (body, _) = self.title?.split_once("关于")?;
        agencies::place(body, self.speaker.division).filter(|place| !place.ambiguous).map(|place| place.division)
    }

    /// Whether the cited title begins with a body above the one who cites.
    pub(super) fn names_above(&self) -> bool {
        let level = |division: &DivisionCode| Divisions::get().level(division);
        let named = self.named_division().zip(self.speaker.division);
        named.is_some_and(|(cited, own)| level(&cited).zip(level(own)).is_some_and(|(cited, own)| cited < own))
    }

    /// Whether the number alone is of a finance body, which writes money notices (`docs/agency-codes.md`).
    pub(super) fn is_finance_number(&self) -> bool {
        self.mention.number.as_ref().is_some_and(|number| number.prefix.contains('财') && !ends(&number.prefix, &words::get().rule_series))
    }

    /// Whether the number, if there is one, is of a finance body's series of any kind.
    pub(super) fn may_be_of_finance(&self) -> bool {
        self.mention.number.as_ref().is_none_or(|number| number.prefix.contains('财'))
    }
}

/// The level of a division; the centre's where there is none.
fn level(division: &DivisionCode) -> Level {
    Divisions::get().level(division).unwrap_or(Level::Central)
}

/// Whether a mention names the one who cites as its issuer.
pub(super) fn is_own(mention: &Mention, speaker: &Speaker<'_>) -> bool {
    mention.issuers.iter().any(|issuer| speaker.issuers.contains(issuer))
}
