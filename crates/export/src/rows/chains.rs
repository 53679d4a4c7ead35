//! The money followed: links, flows, chains, paths. Not for: following it (`hongtou-chain`).

use hongtou_chain::{Basis, Chain, ChainNode, Flow, FlowStatus, Link, NodeStatus, NotCounted, Path, Relation};
use hongtou_notice::codes::{Confidence, Doubt, Level};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EvidenceRow;
use crate::{DivisionId, Exact, IsoDate};

/// A tie between two documents, one row for each relation, parent and child.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "links")]
pub struct LinkRow {
    /// The key, built from relation and ends.
    pub id: String,
    /// How they are tied.
    pub relation: Relation,
    /// The parent's number in normal form; null where it is not known.
    pub parent_number: Option<String>,
    /// The child's number in normal form; null where it is not known.
    pub child_number: Option<String>,
    /// The parent; null where its document is not held.
    pub parent_notice_id: Option<String>,
    /// The child; null where its document is not held.
    pub child_notice_id: Option<String>,
    /// The fund; null where the ends differ.
    pub fund_key: Option<String>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// What the parent gives this child, in yuan; null where it does not say.
    pub yuan: Option<Exact>,
    /// What the link rests on.
    pub basis: Basis,
    /// Days from the parent's date to the child's; null where a date is missing.
    pub days: Option<i64>,
    /// Where it is printed, the child's side first.
    pub evidence: Vec<EvidenceRow>,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Why it is not certain.
    pub doubts: Vec<Doubt>,
}

impl From<&Link> for LinkRow {
    fn from(link: &Link) -> Self {
        Self {
            id: (&link.id).into(),
            relation: link.relation,
            parent_number: link.parent_number.as_ref().map(Into::into),
            child_number: link.child_number.as_ref().map(Into::into),
            parent_notice_id: link.parent_notice_id.as_ref().map(Into::into),
            child_notice_id: link.child_notice_id.as_ref().map(Into::into),
            fund_key: link.fund_key.as_ref().map(Into::into),
            budget_year: link.budget_year,
            yuan: link.money.map(Into::into),
            basis: link.basis,
            days: link.days,
            evidence: EvidenceRow::all(&link.evidence),
            confidence: link.confidence,
            doubts: link.doubts.iter().collect(),
        }
    }
}

/// One movement of money to one recipient. For one `to_division`, the sum of `yuan` over the rows that count counts
/// no yuan twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "flows")]
pub struct FlowRow {
    /// The key, built from the giver, the place in its table, and the recipient.
    pub id: String,
    /// The giver's grant item; null where its notice is not held.
    pub grant_id: Option<String>,
    /// The recipient's grant item; null where its notice is not held.
    pub child_grant_id: Option<String>,
    /// The fund.
    pub fund_key: Option<String>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// The giver's division.
    pub from_division: Option<DivisionId>,
    /// The recipient's division.
    pub to_division: Option<DivisionId>,
    /// The recipient as printed.
    pub recipient: String,
    /// The sum in yuan, negative for what is taken; null where the figure is missing.
    pub yuan: Option<Exact>,
    /// What is known of it.
    pub status: FlowStatus,
    /// Whether to add it up.
    pub counts: bool,
    /// Why not; null where it counts.
    pub reason_not_counted: Option<NotCounted>,
    /// The giver's notice; null where it is not held.
    pub parent_notice_id: Option<String>,
    /// The giver's number.
    pub parent_number: Option<String>,
    /// The recipient's notice; null where it is not held.
    pub child_notice_id: Option<String>,
    /// The recipient's number.
    pub child_number: Option<String>,
    /// Date of the giver's notice.
    pub issued_on: Option<IsoDate>,
    /// Days from the giver's date to the recipient's notice.
    pub days: Option<i64>,
    /// Days that the rule allows (30 by 预算法, art. 52); null where none applies.
    pub deadline_days: Option<i64>,
    /// Where it is printed.
    pub evidence: Vec<EvidenceRow>,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Why it is not certain.
    pub doubts: Vec<Doubt>,
}

impl From<&Flow> for FlowRow {
    fn from(flow: &Flow) -> Self {
        Self {
            id: (&flow.id).into(),
            grant_id: flow.grant_id.as_ref().map(Into::into),
            child_grant_id: flow.child_grant_id.as_ref().map(Into::into),
            fund_key: flow.fund_key.as_ref().map(Into::into),
            budget_year: flow.budget_year,
            from_division: flow.from_division.as_ref().map(Into::into),
            to_division: flow.to_division.as_ref().map(Into::into),
            recipient: (&flow.recipient).into(),
            yuan: flow.money.map(Into::into),
            status: flow.status,
            counts: flow.counts,
            reason_not_counted: flow.reason_not_counted,
            parent_notice_id: flow.parent_notice_id.as_ref().map(Into::into),
            parent_number: flow.parent_number.as_ref().map(Into::into),
            child_notice_id: flow.child_notice_id.as_ref().map(Into::into),
            child_number: flow.child_number.as_ref().map(Into::into),
            issued_on: flow.issued_on.map(IsoDate),
            days: flow.days,
            deadline_days: flow.deadline_days,
            evidence: EvidenceRow::all(&flow.evidence),
            confidence: flow.confidence,
            doubts: flow.doubts.iter().collect(),
        }
    }
}

/// One document of a chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ChainNode")]
pub struct ChainNodeRow {
    /// The notice id, or the number of a document that is not held.
    pub key: String,
    /// The number.
    pub number: Option<String>,
    /// The notice; null where it is not held.
    pub notice_id: Option<String>,
    /// What is known of it.
    pub status: NodeStatus,
    /// Its level.
    pub level: Option<Level>,
    /// Its division.
    pub division: Option<DivisionId>,
    /// Its issuer.
    pub name: Option<String>,
    /// Its date.
    pub issued_on: Option<IsoDate>,
    /// What it received, in yuan; null where that is not known.
    pub received_yuan: Option<Exact>,
    /// What it passed on, in yuan; null where that is not known.
    pub passed_yuan: Option<Exact>,
}

impl From<&ChainNode> for ChainNodeRow {
    fn from(node: &ChainNode) -> Self {
        Self {
            key: (&node.key).into(),
            number: node.number.as_ref().map(Into::into),
            notice_id: node.notice_id.as_ref().map(Into::into),
            status: node.status,
            level: node.level,
            division: node.division.as_ref().map(Into::into),
            name: node.name.as_ref().map(Into::into),
            issued_on: node.issued_on.map(IsoDate),
            received_yuan: node.received.map(Into::into),
            passed_yuan: node.passed.map(Into::into),
        }
    }
}

/// One fund of one year from its root down, a directed acyclic graph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "chains")]
pub struct ChainRow {
    /// The key, built from fund, year and roots.
    pub id: String,
    /// The fund.
    pub fund_key: Option<String>,
    /// The stem of its name.
    pub fund_name: Option<String>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// Keys of the nodes without a parent.
    pub roots: Vec<String>,
    /// Whether central, province, prefecture and county follow one another without a gap, every node held.
    pub complete: bool,
    /// The levels it touches, highest first.
    pub levels: Vec<Level>,
    /// Its documents.
    pub nodes: Vec<ChainNodeRow>,
    /// Ids of its links.
    pub edges: Vec<String>,
}

impl From<&Chain> for ChainRow {
    fn from(chain: &Chain) -> Self {
        Self {
            id: (&chain.id).into(),
            fund_key: chain.fund_key.as_ref().map(Into::into),
            fund_name: chain.fund_name.as_ref().map(Into::into),
            budget_year: chain.budget_year,
            roots: chain.roots.iter().map(Into::into).collect(),
            complete: chain.complete,
            levels: chain.levels.clone(),
            nodes: chain.nodes.iter().map(Into::into).collect(),
            edges: chain.edges.iter().map(Into::into).collect(),
        }
    }
}

/// One root-to-leaf walk, flat for reading. Upper amounts repeat per leaf: sum `flows`, not this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "paths")]
pub struct PathRow {
    /// The key, built from the chain and the leaf.
    pub id: String,
    /// The chain.
    pub chain_id: String,
    /// The fund's stem.
    pub fund_name: Option<String>,
    /// The budget year.
    pub budget_year: Option<i32>,
    /// Number of the central notice.
    pub central_number: Option<String>,
    /// Division of the central notice.
    pub central_division: Option<DivisionId>,
    /// Date of the central notice.
    pub central_issued_on: Option<IsoDate>,
    /// What the centre handed to the next level on this walk, in yuan.
    pub central_yuan: Option<Exact>,
    /// Number of the provincial notice.
    pub province_number: Option<String>,
    /// Division of the provincial notice.
    pub province_division: Option<DivisionId>,
    /// Date of the provincial notice.
    pub province_issued_on: Option<IsoDate>,
    /// What the province handed on on this walk, in yuan; what arrived, where the walk ends here.
    pub province_yuan: Option<Exact>,
    /// Number of the prefecture's notice.
    pub prefecture_number: Option<String>,
    /// Division of the prefecture's notice.
    pub prefecture_division: Option<DivisionId>,
    /// Date of the prefecture's notice.
    pub prefecture_issued_on: Option<IsoDate>,
    /// What the prefecture handed on on this walk, in yuan; what arrived, where the walk ends here.
    pub prefecture_yuan: Option<Exact>,
    /// Number of the county's notice.
    pub county_number: Option<String>,
    /// Division of the county's notice.
    pub county_division: Option<DivisionId>,
    /// Date of the county's notice.
    pub county_issued_on: Option<IsoDate>,
    /// What arrived at the county, in yuan.
    pub county_yuan: Option<Exact>,
}

impl From<&Path> for PathRow {
    fn from(path: &Path) -> Self {
        let Path { central, province, prefecture, county, .. } = path;
        Self {
            id: (&path.id).into(),
            chain_id: (&path.chain_id).into(),
            fund_name: path.fund_name.as_ref().map(Into::into),
            budget_year: path.budget_year,
            central_number: central.number.as_ref().map(Into::into),
            central_division: central.division.as_ref().map(Into::into),
            central_issued_on: central.issued_on.map(IsoDate),
            central_yuan: central.money.map(Into::into),
            province_number: province.number.as_ref().map(Into::into),
            province_division: province.division.as_ref().map(Into::into),
            province_issued_on: province.issued_on.map(IsoDate),
            province_yuan: province.money.map(Into::into),
            prefecture_number: prefecture.number.as_ref().map(Into::into),
            prefecture_division: prefecture.division.as_ref().map(Into::into),
            prefecture_issued_on: prefecture.issued_on.map(IsoDate),
            prefecture_yuan: prefecture.money.map(Into::into),
            county_number: county.number.as_ref().map(Into::into),
            county_division: county.division.as_ref().map(Into::into),
            county_issued_on: county.issued_on.map(IsoDate),
            county_yuan: county.money.map(Into::into),
        }
    }
}
