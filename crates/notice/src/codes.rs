//! The closed code lists of the records. A code never changes its meaning; new codes may be added.
//! Each list knows its codes (`code()`, `ALL`) and reads them back (`FromStr`).

/// Declares a closed code list.
#[macro_export]
macro_rules! code_list {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every code of the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, as it stands in records.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::codes::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::codes::UnknownCode(code.to_owned())),
                }
            }
        }
    };
}

/// A word that is no code of the list it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a code of this list")]
pub struct UnknownCode(pub String);

code_list! {
    /// How far a fact can be relied on.
    Confidence {
        /// Read plainly, nothing speaks against it.
        Certain = "certain",
        /// A rule of the genre decided between readings.
        Likely = "likely",
        /// Damaged, repaired or contradicted; see the doubts.
        Doubtful = "doubtful",
    }
}

code_list! {
    /// Why a fact is less than certain.
    Doubt {
        /// Read from a picture.
        Ocr = "ocr",
        /// A character of a document number was repaired or supplied.
        RepairedNumber = "repaired_number",
        /// Name and value were paired by order or by level words, not by the printed row.
        RepairedPairing = "repaired_pairing",
        /// A printed figure was repaired (broken thousands, a line break inside digits).
        RepairedAmount = "repaired_amount",
        /// Several bodies answer to the name or code.
        AmbiguousIssuer = "ambiguous_issuer",
        /// The issuer was taken from the document number's code alone.
        IssuerFromCode = "issuer_from_code",
        /// The sources of the issuer (mark, signature, colophon, code, title) disagree.
        IssuerConflict = "issuer_conflict",
        /// Several divisions answer to the name.
        AmbiguousDivision = "ambiguous_division",
        /// The digits of a date can be read in two ways.
        AmbiguousDate = "ambiguous_date",
        /// No unit is printed for the figure.
        UnitAssumed = "unit_assumed",
        /// The figure does not fit the total, the parts or the formula printed with it.
        SumMismatch = "sum_mismatch",
        /// The copy carries foreign text.
        DirtyCopy = "dirty_copy",
        /// The role was inferred from the place, not from words.
        RoleInferred = "role_inferred",
        /// The text breaks off.
        Truncated = "truncated",
        /// Copies of the document disagree.
        CopiesDisagree = "copies_disagree",
        /// Name and unit of the value do not go together.
        UnitClash = "unit_clash",
        /// The columns of the table were found by alignment or order alone.
        TableInferred = "table_inferred",
        /// The table's total is not the notice's own sum.
        TotalDiffers = "total_differs",
        /// Table and text print the same figures in different units.
        UnitConflict = "unit_conflict",
        /// The recipient is no place below the issuer and no unit by its name.
        UnknownRecipient = "unknown_recipient",
        /// The row has other cells than the head asks for.
        RowShape = "row_shape",
        /// The figure is far from those it stands with, or larger than the sum it is a part of.
        OutOfScale = "out_of_scale",
        /// Characters stand here that the genre does not print.
        DamagedText = "damaged_text",
        /// The dates of the document contradict each other.
        DateConflict = "date_conflict",
        /// The document cited cannot be what its role says: it is later, or of a lower level.
        SourceConflict = "source_conflict",
        /// The indicator stands under no level of the form, or under one that it cannot belong to.
        Unplaced = "unplaced",
    }
}

code_list! {
    /// Where a fact was read.
    Origin {
        /// Running text.
        Body = "body",
        /// A table.
        Table = "table",
        /// The fund box (资金情况) of an indicator or evaluation form.
        FundBox = "fund_box",
        /// The metadata of a page or file.
        Metadata = "metadata",
        /// The name of the file.
        FileName = "file_name",
    }
}

code_list! {
    /// Family of a document number (`docs/document-numbers.md`).
    NumberKind {
        /// `代字〔年〕号`.
        Document = "document",
        /// 令: `财政部令第113号`.
        Order = "order",
        /// 公告: `财政部公告2023年第8号`.
        Announcement = "announcement",
        /// 函, 便函.
        Letter = "letter",
        /// 电, 明电.
        Telegram = "telegram",
        /// 指, 指标: a quota paper, which carries money.
        Quota = "quota",
        /// 纪: minutes.
        Minutes = "minutes",
        /// 字第, without a year.
        Series = "series",
    }
}

code_list! {
    /// What a notice does.
    NoticeKind {
        /// Issues or passes on money of the current year (下达, 拨付, 安排).
        Issue = "issue",
        /// Issues money of the coming year (提前下达).
        Advance = "advance",
        /// Changes an allocation (调整, 调减, 调增).
        Adjust = "adjust",
        /// Takes money back (收回, 上缴).
        Recover = "recover",
        /// Settles finally (清算, 结算).
        Settle = "settle",
        /// Reports on the use of money (绩效自评).
        SelfEvaluation = "self_evaluation",
        /// Announces other notices' money (公示, 公告); restates, never adds.
        Announcement = "announcement",
        /// No grant: a rule, a procurement page, anything else.
        Other = "other",
    }
}

code_list! {
    /// Level of government.
    Level {
        /// 中央.
        Central = "central",
        /// 省、自治区、直辖市, 兵团.
        Province = "province",
        /// 地级市、地区、自治州、盟.
        Prefecture = "prefecture",
        /// 县、区、县级市、旗, and zones of their rank.
        County = "county",
        /// 乡、镇、街道.
        Township = "township",
    }
}

code_list! {
    /// Which classification a budget subject belongs to.
    SubjectSide {
        /// 收入分类科目 (starts with 1).
        Revenue = "revenue",
        /// 支出功能分类科目 (starts with 2).
        Expenditure = "expenditure",
        /// 部门预算支出经济分类科目 (starts with 3).
        DepartmentEconomic = "department_economic",
        /// 政府预算支出经济分类科目 (starts with 5).
        GovernmentEconomic = "government_economic",
    }
}

code_list! {
    /// Why another document is cited.
    CitationRole {
        /// It gave the issuer the money that is passed on here.
        Upstream = "upstream",
        /// An earlier issue of the same money, or the advance part of it.
        Prior = "prior",
        /// In a report: the notice by which the reporter's government passed the money on.
        Issued = "issued",
        /// A rule, law, policy or plan.
        Basis = "basis",
        /// A document forwarded by this one.
        Forwarded = "forwarded",
        /// A document that this one changes.
        Amended = "amended",
        /// Anything else, such as a rule that is repealed.
        Other = "other",
    }
}

code_list! {
    /// What a sum of money in running text or in a fund box is.
    AmountRole {
        /// This notice's own sum.
        Total = "total",
        /// The part from the centre.
        Central = "central",
        /// The part from the province.
        Provincial = "provincial",
        /// The part from the prefecture.
        Prefectural = "prefectural",
        /// The part from the county.
        County = "county",
        /// Local matching money without a level of its own.
        Local = "local",
        /// Money of other sources.
        OtherFunds = "other_funds",
        /// 财政拨款 of a project form.
        Fiscal = "fiscal",
        /// Issued earlier, in advance.
        Advance = "advance",
        /// Raised by an adjustment.
        AdjustUp = "adjust_up",
        /// Cut by an adjustment.
        AdjustDown = "adjust_down",
        /// Net change of an adjustment.
        AdjustNet = "adjust_net",
        /// Taken back.
        Recovered = "recovered",
        /// Finally settled.
        Settled = "settled",
        /// Budgeted for the year (全年预算数).
        Budget = "budget",
        /// Arrived (到位).
        Arrived = "arrived",
        /// Spent (执行, 支出).
        Executed = "executed",
        /// Carried over (结转, 结余).
        CarriedOver = "carried_over",
        /// A rate per head, household or unit.
        Standard = "standard",
        /// Anything else.
        Other = "other",
    }
}

code_list! {
    /// Why a figure is missing where one is expected. Empty is not zero.
    Absence {
        /// The place is blank, often because the copy was made for many recipients.
        Blank = "blank",
        /// Something is printed that cannot be read.
        Illegible = "illegible",
    }
}

code_list! {
    /// What a row of an allocation table stands for.
    RowKind {
        /// A division below the issuer.
        Child = "child",
        /// The issuer's own level (本级).
        OwnLevel = "own_level",
        /// The total of the table.
        Total = "total",
        /// A total of some rows.
        Subtotal = "subtotal",
        /// A unit that is no division: a school, a hospital, a company.
        Unit = "unit",
    }
}

code_list! {
    /// What a money column of an allocation table says.
    ColumnRole {
        /// What the recipient is given.
        Allocated = "allocated",
        /// A part of another column.
        OfWhich = "of_which",
        /// The sum before an adjustment.
        Original = "original",
        /// The cut.
        Cut = "cut",
        /// The raise.
        Raise = "raise",
        /// Raise less cut.
        Net = "net",
        /// The sum after an adjustment.
        After = "after",
        /// Issued earlier, in advance.
        Advance = "advance",
        /// Budgeted.
        Budget = "budget",
        /// Spent.
        Executed = "executed",
        /// Anything else.
        Other = "other",
    }
}

code_list! {
    /// Period of an indicator.
    Period {
        /// 年度.
        Annual = "annual",
        /// 中期.
        MediumTerm = "medium_term",
    }
}

code_list! {
    /// Form of an indicator's value.
    ValueKind {
        /// A number, with or without comparator and unit.
        Number = "number",
        /// Two numbers.
        Range = "range",
        /// A date or a span of days by which something is done.
        Deadline = "deadline",
        /// A word of the closed list of `data/qualitative_terms.txt`.
        Qualitative = "qualitative",
        /// Anything else.
        Text = "text",
    }
}

code_list! {
    /// How a value is compared.
    Comparator {
        /// At least.
        Ge = "ge",
        /// More than.
        Gt = "gt",
        /// At most.
        Le = "le",
        /// Less than.
        Lt = "lt",
        /// Exactly.
        Eq = "eq",
        /// No comparison is printed.
        None = "none",
    }
}

code_list! {
    /// Whose money a grant is at its origin.
    FundLevel {
        /// 中央.
        Central = "central",
        /// 省级.
        Province = "province",
        /// 市级.
        Prefecture = "prefecture",
        /// 县级.
        County = "county",
        /// Money of several levels that the notice does not part.
        Mixed = "mixed",
    }
}

code_list! {
    /// What a grant item does to the recipient's money.
    Effect {
        /// Gives.
        Add = "add",
        /// Takes.
        Subtract = "subtract",
        /// Says again what another notice gave.
        Restate = "restate",
        /// Nothing.
        None = "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for role in AmountRole::ALL {
            assert_eq!(role.code().parse::<AmountRole>().as_ref(), Ok(role));
        }
        assert_eq!("grants".parse::<Doubt>(), Err(UnknownCode("grants".into())));
    }
}
