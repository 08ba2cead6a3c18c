//! Progress: a bar for each step on a terminal, plain lines elsewhere.

use std::{
    io::{self, IsTerminal as _},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output;

/// The bar's length in small steps.
const WHOLE: u64 = 1000;

/// A step that somebody waits for.
pub(crate) struct Step {
    label: String,
    began: Instant,
    bar: Option<ProgressBar>,
    said: Mutex<String>,
}

impl Step {
    /// Shows that a step begins.
    pub(crate) fn begin(label: impl Into<String>) -> Self {
        let label = label.into();
        let bar = io::stderr().is_terminal().then(|| bar(&label));
        if bar.is_none() {
            output::note(&format!("{label} ..."));
        }
        Self { label, began: Instant::now(), bar, said: Mutex::default() }
    }

    /// Shows how far it is, from 0 to 1, and what is being done.
    pub(crate) fn tell(&self, share: f32, doing: &str) {
        if let Some(bar) = &self.bar {
            bar.set_position(u64::from(domain::whole(f64::from(share.clamp(0.0, 1.0)) * 1000.0)).min(WHOLE));
            bar.set_message(doing.to_owned());
            return;
        }
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if !doing.is_empty() && *said != doing {
            output::note(&format!("  {:3.0} %  {doing}", share * 100.0));
            doing.clone_into(&mut said);
        }
    }

    /// Shows that it is done.
    pub(crate) fn done(self) {
        let seconds = self.began.elapsed().as_secs_f64();
        if let Some(bar) = &self.bar {
            bar.set_position(WHOLE);
            bar.finish_with_message(format!("done in {seconds:.1} s"));
        } else {
            output::note(&format!("{}: done in {seconds:.1} s", self.label));
        }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        // A step that failed leaves its bar where it stood; the failure is told by whoever prints it.
        if let Some(bar) = self.bar.as_ref().filter(|bar| !bar.is_finished()) {
            bar.abandon();
        }
    }
}

fn bar(label: &str) -> ProgressBar {
    const LOOK: &str = "{prefix:34!} [{bar:30}] {percent:>3} % {elapsed:>4}  {msg}";
    let bar = ProgressBar::with_draw_target(Some(WHOLE), ProgressDrawTarget::stderr());
    // A look that cannot be read leaves the bar as it is by default.
    if let Ok(style) = ProgressStyle::with_template(LOOK) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_prefix(label.to_owned());
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
