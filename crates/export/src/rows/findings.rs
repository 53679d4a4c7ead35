//! What a reader ought to look at. Not for: finding it (`hongtou-chain`).

use hongtou_chain::{Finding, FindingCode, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::EvidenceRow;

/// One thing a reader ought to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "findings")]
pub struct FindingRow {
    /// The key, built from code and place.
    pub id: String,
    /// What it is about.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// The notice it is found in; null where it concerns several alike.
    pub notice_id: Option<String>,
    /// Every notice concerned.
    pub notice_ids: Vec<String>,
    /// The chain; null where it concerns none.
    pub chain_id: Option<String>,
    /// What is the matter, in one sentence.
    pub message: String,
    /// What was expected; null where nothing definite was.
    pub expected: Option<String>,
    /// What is there; null where nothing is.
    pub actual: Option<String>,
    /// Both ends, as printed.
    pub evidence: Vec<EvidenceRow>,
}

impl From<&Finding> for FindingRow {
    fn from(finding: &Finding) -> Self {
        Self {
            id: finding.id.clone(),
            code: finding.code,
            severity: finding.severity,
            notice_id: finding.notice_id.clone(),
            notice_ids: finding.notice_ids.clone(),
            chain_id: finding.chain_id.clone(),
            message: finding.message.clone(),
            expected: finding.expected.clone(),
            actual: finding.actual.clone(),
            evidence: EvidenceRow::all(&finding.evidence),
        }
    }
}
