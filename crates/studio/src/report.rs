//! Progress of a job: steps with names, each a share of the whole.

use tokio::sync::watch;

/// What a job is doing and how much of it is done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing {
    pub(crate) step: String,
    pub(crate) share: f32,
}

/// Takes the progress of steps; the worker stores the newest from time to time.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    latest: watch::Sender<Standing>,
}

/// A part of the whole job, from one share to another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: f32,
    pub(crate) to: f32,
}

impl Span {
    pub(crate) const WHOLE: Self = Self { from: 0.0, to: 1.0 };

    /// Returns the part of this span that lies between two of its shares.
    pub(crate) fn part(self, from: f32, to: f32) -> Self {
        Self { from: self.at(from), to: self.at(to) }
    }

    fn at(self, share: f32) -> f32 {
        self.from + (self.to - self.from) * share.clamp(0.0, 1.0)
    }
}

impl Report {
    pub(crate) fn new() -> (Self, watch::Receiver<Standing>) {
        let (latest, receiver) = watch::channel(Standing { step: "starting".to_owned(), share: 0.0 });
        (Self { latest }, receiver)
    }

    /// Begins a step that fills a span of the whole; the result takes its progress from 0 to 1.
    pub(crate) fn step(&self, name: &str, span: Span) -> impl Fn(f32) + Send + Sync + 'static {
        let latest = self.latest.clone();
        let name = name.to_owned();
        let tell = move |share: f32| {
            // Progress never goes back, whatever a step believes.
            latest.send_modify(|standing| {
                standing.share = span.at(share).max(standing.share);
                if standing.step != name {
                    standing.step.clone_from(&name);
                }
            });
        };
        tell(0.0);
        tell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_fill_their_spans_and_never_go_back() {
        let (report, standing) = Report::new();
        let second_half = Span::WHOLE.part(0.5, 1.0);
        let tell = report.step("rendering", second_half);
        tell(0.5);
        assert_eq!(*standing.borrow(), Standing { step: "rendering".to_owned(), share: 0.75 });
        tell(0.1);
        assert!((standing.borrow().share - 0.75).abs() < f32::EPSILON);
    }
}
