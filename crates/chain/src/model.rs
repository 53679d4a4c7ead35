//! What linking gives: plain rows, field by field after the contract in `docs/records.md`.

use std::collections::BTreeMap;

use hongtou_notice::codes::{Confidence, Level};
use hongtou_notice::{Date, DivisionCode, Doubts, Evidence, Grant, Money, Notice, Text, code_list};
use serde::{Deserialize, Serialize};

code_list! {
    /// How two documents are tied.
    Relation {
        /// The parent gave the money that the child passes on.
        Grants = "grants",
        /// The child changes the parent.
        Amends = "amends",
        /// The child takes back what the parent gave.
        Recovers = "recovers",
        /// The child settles what the parent gave.
        Settles = "settles",
        /// The child issues the parent's money again.
        Reissues = "reissues",
        /// The child announces the parent.
        Announces = "announces",
        /// The child is a report on the parent's money.
        ReportsOn = "reports_on",
    }
}

code_list! {
    /// What a link rests on, strongest first.
    Basis {
        /// The child cites the parent as the source of its money.
        Cited = "cited",
        /// A report tells of the step.
        Reported = "reported",
        /// A row of the parent's table is the child's division with the child's sum.
        Allocated = "allocated",
        /// Fund, year, batch, sum and order of dates fit.
        Inferred = "inferred",
    }
}

code_list! {
    /// What is known of a movement of money.
    FlowStatus {
        /// The giver's notice says so.
        Allocated = "allocated",
        /// The recipient's own notice says so too.
        Confirmed = "confirmed",
        /// Only a report says so.
        Reported = "reported",
    }
}

code_list! {
    /// Why a movement must not be added up.
    NotCounted {
        /// A part of another figure.
        OfWhich = "of_which",
        /// A figure before, or in the course of, an adjustment.
        Adjustment = "adjustment",
        /// A total of other figures.
        Total = "total",
        /// Told by a report; the notices themselves count.
        Report = "report",
        /// Told by an announcement.
        Announcement = "announcement",
        /// The same money issued again.
        Reissue = "reissue",
        /// The figure is missing.
        Blank = "blank",
        /// Figures that contradict each other.
        Doubtful = "doubtful",
        /// The same money is counted in the giver's row or the recipient's own notice.
        CountedElsewhere = "counted_elsewhere",
    }
}

code_list! {
    /// What is known of a node of a chain.
    NodeStatus {
        /// Its document is in the archive.
        Held = "held",
        /// Only its number is known.
        Cited = "cited",
        /// That it must exist is all that is known.
        Missing = "missing",
    }
}

code_list! {
    /// How much a finding matters.
    Severity {
        /// Worth knowing.
        Info = "info",
        /// Worth checking.
        Warning = "warning",
        /// Cannot be right.
        Error = "error",
    }
}

code_list! {
    /// What a finding is about (`docs/findings.md`).
    FindingCode {
        /// The rows of a table do not add up to its total.
        AllocationTotalMismatch = "allocation_total_mismatch",
        /// A printed column formula does not hold.
        ColumnFormulaMismatch = "column_formula_mismatch",
        /// The parts (其中) do not add up to the sum.
        PartsTotalMismatch = "parts_total_mismatch",
        /// The sum in the text is not the table's.
        TextTableMismatch = "text_table_mismatch",
        /// The sum in words (大写) is not the one in digits.
        WordsAmountDiffers = "words_amount_differs",
        /// A child passes on more than its parent gave it.
        ChildAboveParent = "child_above_parent",
        /// Money given is not passed on in the archive.
        AllocationNotPassedOn = "allocation_not_passed_on",
        /// Passed on later than 30 days after the parent's date (预算法 art. 52).
        LateBeyond30Days = "late_beyond_30_days",
        /// The direct-fund tag is another than the parent's.
        TagChanged = "tag_changed",
        /// The parent's direct-fund tag is not repeated.
        TagLost = "tag_lost",
        /// A direct-fund tag that the parent does not have.
        TagAdded = "tag_added",
        /// The budget subject is another than the parent's.
        SubjectChanged = "subject_changed",
        /// The fund has another name than the parent's.
        FundRenamed = "fund_renamed",
        /// A sum is left blank.
        BlankAmount = "blank_amount",
        /// A recipient is left blank.
        BlankRecipient = "blank_recipient",
        /// A notice passes on money of a higher level without saying under which number it came.
        UpstreamNotCited = "upstream_not_cited",
        /// A notice between two levels is cited but not in the archive.
        MiddleNoticeMissing = "middle_notice_missing",
        /// Copies of one notice disagree.
        CopiesDisagree = "copies_disagree",
        /// Two documents claim one number and disagree.
        NumberCollision = "number_collision",
        /// Dates contradict each other.
        DateConflict = "date_conflict",
        /// The sources of the issuer contradict each other.
        IssuerConflict = "issuer_conflict",
        /// An indicator of the parent is not repeated.
        IndicatorDropped = "indicator_dropped",
        /// An indicator has a weaker target than the parent's.
        IndicatorWeakened = "indicator_weakened",
        /// A rate does not follow from its own figures.
        RateMismatch = "rate_mismatch",
        /// A target was not reached.
        TargetMissed = "target_missed",
        /// A link would close a circle or come from a later document.
        CycleRefused = "cycle_refused",
        /// An attachment is announced but not there.
        AttachmentMissing = "attachment_missing",
        /// An attachment whose notice is not in the archive.
        NoticeMissing = "notice_missing",
    }
}

/// A grant item with its id and notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrantRow {
    /// `<notice>/g1`.
    pub id: Text,
    /// The notice.
    pub notice_id: Text,
    /// The item.
    pub grant: Grant,
}

/// A tie between two documents: one row for each relation, parent and child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Built from relation and ends.
    pub id: Text,
    /// How they are tied.
    pub relation: Relation,
    /// The parent's number, in normal form.
    pub parent_number: Option<Text>,
    /// The child's number, in normal form.
    pub child_number: Option<Text>,
    /// The parent, if its document is held.
    pub parent_notice_id: Option<Text>,
    /// The child, if its document is held.
    pub child_notice_id: Option<Text>,
    /// The fund, where both ends agree.
    pub fund_key: Option<Text>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// What the parent gives this child.
    pub money: Option<Money>,
    /// What the link rests on.
    pub basis: Basis,
    /// Days from the parent's date to the child's.
    pub days: Option<i64>,
    /// Where it is printed, the child's side first.
    pub evidence: Vec<Evidence>,
    /// How sure.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Doubts,
}

/// One movement of money to one recipient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// Built from the giver, the place in its table, and the recipient.
    pub id: Text,
    /// The giver's grant item.
    pub grant_id: Option<Text>,
    /// The recipient's grant item, where its notice is held.
    pub child_grant_id: Option<Text>,
    /// The fund.
    pub fund_key: Option<Text>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// The giver's division.
    pub from_division: Option<DivisionCode>,
    /// The recipient's division.
    pub to_division: Option<DivisionCode>,
    /// The recipient as printed.
    pub recipient: Text,
    /// The sum, negative for what is taken.
    pub money: Option<Money>,
    /// What is known of it.
    pub status: FlowStatus,
    /// Whether to add it up.
    pub counts: bool,
    /// Why not.
    pub reason_not_counted: Option<NotCounted>,
    /// The giver's notice, if held.
    pub parent_notice_id: Option<Text>,
    /// The giver's number.
    pub parent_number: Option<Text>,
    /// The recipient's notice, if held.
    pub child_notice_id: Option<Text>,
    /// The recipient's number.
    pub child_number: Option<Text>,
    /// Date of the giver's notice.
    pub issued_on: Option<Date>,
    /// Days from the giver's date to the recipient's notice.
    pub days: Option<i64>,
    /// Days that the rule allows.
    pub deadline_days: Option<i64>,
    /// Where it is printed.
    pub evidence: Vec<Evidence>,
    /// How sure.
    pub confidence: Confidence,
    /// Why not certain.
    pub doubts: Doubts,
}

/// One document of a chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainNode {
    /// The notice id, or the number of a document that is not held.
    pub key: Text,
    /// The number.
    pub number: Option<Text>,
    /// The notice, if held.
    pub notice_id: Option<Text>,
    /// What is known of it.
    pub status: NodeStatus,
    /// Its level.
    pub level: Option<Level>,
    /// Its division.
    pub division: Option<DivisionCode>,
    /// Its issuer.
    pub name: Option<Text>,
    /// Its date.
    pub issued_on: Option<Date>,
    /// What it received.
    pub received: Option<Money>,
    /// What it passed on.
    pub passed: Option<Money>,
}

/// One fund of one year from its root down, a directed acyclic graph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// Built from fund, year and roots.
    pub id: Text,
    /// The fund.
    pub fund_key: Option<Text>,
    /// The stem of its name.
    pub fund_name: Option<Text>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// Keys of the nodes without a parent.
    pub roots: Vec<Text>,
    /// Whether central, province, prefecture and county follow one another without a gap, every node held.
    pub complete: bool,
    /// The levels it touches, highest first.
    pub levels: Vec<Level>,
    /// Its documents.
    pub nodes: Vec<ChainNode>,
    /// Ids of its links.
    pub edges: Vec<Text>,
}

/// One level of a path.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PathStep {
    /// The notice's number.
    pub number: Option<Text>,
    /// Its division.
    pub division: Option<DivisionCode>,
    /// Its date.
    pub issued_on: Option<Date>,
    /// What it handed to the next level on this path; at the last one, what arrived.
    pub money: Option<Money>,
}

/// One walk from a root to a leaf, flat for reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// Built from the chain and the leaf.
    pub id: Text,
    /// The chain.
    pub chain_id: Text,
    /// The fund's stem.
    pub fund_name: Option<Text>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// The central notice.
    pub central: PathStep,
    /// The provincial notice.
    pub province: PathStep,
    /// The prefecture's notice.
    pub prefecture: PathStep,
    /// The county's notice.
    pub county: PathStep,
}

/// One thing a reader ought to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Built from code and place.
    pub id: String,
    /// What it is about.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// The notice it is found in.
    pub notice_id: Option<String>,
    /// Every notice concerned.
    pub notice_ids: Vec<String>,
    /// The chain, where it concerns one.
    pub chain_id: Option<String>,
    /// One sentence.
    pub message: String,
    /// What was expected.
    pub expected: Option<String>,
    /// What is there.
    pub actual: Option<String>,
    /// Both ends.
    pub evidence: Vec<Evidence>,
}

/// An archive with its money followed. Every list is sorted by id.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Linked {
    /// One notice a document.
    pub notices: Vec<Notice>,
    /// Their grant items.
    pub grants: Vec<GrantRow>,
    /// Ties between documents.
    pub links: Vec<Link>,
    /// Movements of money.
    pub flows: Vec<Flow>,
    /// Chains.
    pub chains: Vec<Chain>,
    /// Root-to-leaf walks.
    pub paths: Vec<Path>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// The divisions that the archive shows for notices which do not tell their own, by notice id.
    pub resolved_divisions: BTreeMap<Text, DivisionCode>,
}
