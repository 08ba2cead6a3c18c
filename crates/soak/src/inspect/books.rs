//! The books: nothing is set aside any more, sums are those of their entries, and nothing was paid twice.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use uuid::Uuid;

use super::Findings;
use crate::{Fault, look::Eye};

#[derive(Debug, Deserialize)]
struct Entry {
    profile_id: Uuid,
    spend_key: String,
    state: String,
    month: String,
    amount_micro_usd: i64,
}

#[derive(Debug, Deserialize)]
struct Budget {
    profile_id: Uuid,
    month: String,
    spent_micro_usd: i64,
    reserved_micro_usd: i64,
}

pub(super) async fn check(eye: &Eye, findings: &mut Findings) -> Result<(), Fault> {
    let entries: Vec<Entry> = eye.rows("SELECT * FROM cost_entries").await?;
    let budgets: Vec<Budget> = eye.rows("SELECT * FROM budgets").await?;
    let mut spent: BTreeMap<(Uuid, &str), i64> = BTreeMap::new();
    let mut paid = BTreeSet::new();
    for entry in &entries {
        *spent.entry((entry.profile_id, &entry.month)).or_default() += entry.amount_micro_usd;
        match entry.state.as_str() {
            "reserved" => findings.accuse(format!("money for {} is still set aside", entry.spend_key)),
            "settled" => {
                // Bought again under #1 and so on, it was lost between the answer and the file.
                let (what, again) = entry.spend_key.split_once('#').unwrap_or((&entry.spend_key, ""));
                findings.bought_again += usize::from(!again.is_empty());
                if !paid.insert((entry.profile_id, what, again)) {
                    findings.accuse(format!("{} was paid twice", entry.spend_key));
                }
            }
            _ => {}
        }
    }
    for budget in &budgets {
        let sum = spent.remove(&(budget.profile_id, budget.month.as_str())).unwrap_or(0);
        if (budget.spent_micro_usd, budget.reserved_micro_usd) != (sum, 0) {
            findings.accuse(format!("the books do not add up: {budget:?}, and the entries sum to {sum}"));
        }
    }
    if spent.values().any(|sum| *sum != 0) {
        findings.accuse("money was spent in a month without a budget".to_owned());
    }
    findings.paid = paid.len();
    Ok(())
}
