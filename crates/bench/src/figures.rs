//! Times and what is said of them.

use std::time::{Duration, Instant};

use crate::Outcome;

/// The times of many equal pieces of work.
#[derive(Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Measures one piece of work and adds it.
    pub(crate) async fn time<T>(&mut self, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let began = Instant::now();
        let done = work.await?;
        self.add(began.elapsed());
        Ok(done)
    }

    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// Returns, in milliseconds, the time that `percent` of the work did not take longer than.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }
}

/// Prints a line of the report.
#[expect(clippy::print_stdout, reason = "a benchmark prints")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// Tells a person who waits what goes on.
#[expect(clippy::print_stderr, reason = "the report goes to the standard output")]
pub(crate) fn note(text: &str) {
    eprintln!("{text}");
}

/// Prints the head of a table.
pub(crate) fn head(columns: &[&str]) {
    say(&format!("\n| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len())));
}

/// Prints a row of a table.
pub(crate) fn row(cells: &[String]) {
    say(&format!("| {} |", cells.join(" | ")));
}

/// Writes milliseconds with as many digits as mean something.
pub(crate) fn ms(value: f64) -> String {
    if value < 10.0 { format!("{value:.2} ms") } else { format!("{value:.0} ms") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_work_took_no_longer_than_the_median() {
        let times = Times((1..=100).map(Duration::from_millis).collect());
        assert_eq!((times.percentile(50), times.percentile(99)), (51.0, 100.0));
        assert!(Times::default().percentile(50).is_nan());
    }
}
