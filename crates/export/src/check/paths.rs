//! Whether the walks of `paths` agree with their `chains`: every document of a walk is one of the chain's, and what arrives at a last
//! document over all its walks is what it received. Not for: how walks are found (`hongtou_chain`).

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde_json::Value;

use super::text;

const LEVELS: [&str; 4] = ["central", "province", "prefecture", "county"];

/// The documents of a chain: number, and what it received.
pub(super) struct Nodes(HashMap<String, Vec<Option<Decimal>>>);

impl Nodes {
    pub(super) fn of(chain: &Value) -> Self {
        let mut nodes: HashMap<String, Vec<Option<Decimal>>> = HashMap::new();
        for node in chain.get("nodes").and_then(Value::as_array).into_iter().flatten() {
            nodes.entry(text(node, "number").to_owned()).or_default().push(yuan(node, "received_yuan"));
        }
        Self(nodes)
    }
}

/// What arrived, by chain and last document, and there by the document that gave it: where that one gathered its money from several,
/// several walks bring the same sum.
#[derive(Default)]
pub(super) struct Walks(BTreeMap<(String, String), BTreeMap<String, Option<Decimal>>>);

impl Walks {
    /// Takes in a row of `paths`; what of it is not in its chain.
    pub(super) fn take(&mut self, row: &Value, nodes: &Nodes) -> Result<(), String> {
        let mut last: Option<(String, Option<Decimal>)> = None;
        let mut giver = None;
        for level in LEVELS {
            let number = text(row, &format!("{level}_number"));
            let field = |name: &str| row.get(format!("{level}_{name}")).is_some_and(|value| !value.is_null());
            if number.is_empty() {
                // A document without a number cannot be looked up in the chain.
                if field("division") || field("issued_on") || field("yuan") {
                    (last, giver) = (None, None);
                }
                continue;
            }
            if !nodes.0.contains_key(number) {
                return Err(format!("{}: its chain does not hold {number}", text(row, "id")));
            }
            giver = last.take().map(|(number, _)| number);
            last = Some((number.to_owned(), yuan(row, &format!("{level}_yuan"))));
        }
        if let Some((number, yuan)) = last {
            let giver = giver.unwrap_or_else(|| text(row, "id").to_owned());
            self.0.entry((text(row, "chain_id").to_owned(), number)).or_default().insert(giver, yuan);
        }
        Ok(())
    }

    /// The last documents at which more arrives than they received.
    pub(super) fn against(&self, chains: &HashMap<String, Nodes>) -> Vec<String> {
        let differs = |((chain, number), came): (&(String, String), &BTreeMap<String, Option<Decimal>>)| {
            let received = chains.get(chain)?.0.get(number)?;
            // Two documents of one number are told apart by their bodies, which a walk does not name.
            let [Some(received)] = received.as_slice() else { return None };
            // A walk without a sum leaves the whole unknown.
            let sum = came.values().copied().try_fold(Decimal::ZERO, |sum, yuan| sum.checked_add(yuan?))?;
            (sum != *received).then(|| format!("{chain}: {sum} yuan arrive at {number} by its paths, and it received {received}"))
        };
        self.0.iter().filter_map(differs).collect()
    }
}

fn yuan(row: &Value, field: &str) -> Option<Decimal> {
    match row.get(field)? {
        // As it is written: a float would not keep every fen.
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}
