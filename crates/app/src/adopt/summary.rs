//! The sums of an adoption as a person reads them.

use store_postgres::{AdoptedTable, Tally};

/// Writes a line a table, the sum of all, and the reasons.
pub(super) fn of(tables: &[AdoptedTable]) -> Vec<String> {
    let mut lines = vec![row("table", &["read", "adopted", "changed", "there", "left"].map(str::to_owned))];
    let mut sum = Tally::default();
    for AdoptedTable { name, tally, .. } in tables {
        lines.push(row(name, &numbers(tally)));
        sum.read += tally.read;
        sum.adopted += tally.adopted;
        sum.changed += tally.changed;
        sum.there += tally.there;
        sum.left += tally.left;
    }
    lines.push(row("all", &numbers(&sum)));
    for table in tables.iter().filter(|table| !table.lacks.is_empty()) {
        lines.push(format!("{}: the source has not {}", table.name, table.lacks.join(", ")));
    }
    for AdoptedTable { name, tally, .. } in tables {
        lines.extend(tally.reasons.iter().map(|(why, number)| format!("{name}: {number} x {why}")));
    }
    lines
}

fn numbers(tally: &Tally) -> [String; 5] {
    [tally.read, tally.adopted, tally.changed, tally.there, tally.left].map(|number| number.to_string())
}

fn row(name: &str, numbers: &[String; 5]) -> String {
    let [read, adopted, changed, there, left] = numbers;
    format!("{name:<30} {read:>10} {adopted:>10} {changed:>10} {there:>10} {left:>10}")
}
