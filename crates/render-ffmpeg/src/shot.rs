//! A shot of a chunk, and how the one before becomes it.

use domain::{Canvas, Frames, Look, Transition};

use crate::take::Take;

/// A shot.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shot<'c> {
    /// What it shows.
    pub(crate) take: Take<'c>,
    before: Option<Take<'c>>,
}

impl<'c> Shot<'c> {
    /// Lets a take follow another, the way that its cut says.
    pub(crate) fn after(before: Option<Take<'c>>, take: Take<'c>) -> Self {
        let length = entry_frames(&take);
        let before = match take.cut.entry {
            Transition::Dip | Transition::Crossfade => before.map(|before| before.tail(length)),
            Transition::Cut | Transition::Flash => None,
        };
        Self { take, before }
    }

    /// Returns the takes that it opens, in the order of their inputs.
    pub(crate) fn takes(&self) -> impl Iterator<Item = &Take<'c>> {
        std::iter::once(&self.take).chain(&self.before)
    }

    /// Returns how many pixels its decoders hold open.
    pub(crate) fn pixels(&self) -> u64 {
        self.takes().map(Take::pixels).sum()
    }

    /// Writes the filters from the inputs, the first of which is `input`, to the pad `[v{input}]`.
    pub(crate) fn graph(&self, input: usize, look: &Look, canvas: Canvas) -> String {
        let (chain, frames) = (self.take.chain(input, look, canvas), entry_frames(&self.take).0);
        let seconds = format!("{:.6}", Frames(frames).seconds());
        match (self.take.cut.entry, &self.before) {
            (Transition::Flash, _) => {
                format!("{chain},fade=t=in:s=0:n={frames}:c=white[v{input}];")
            }
            // As long down as up: the dip of `xfade` is black after two frames.
            (Transition::Dip, Some(before)) if frames > 1 => {
                let (under, half) = (before.chain(input + 1, look, canvas), frames / 2);
                format!(
                    "{under},trim=end_frame={half},fade=t=out:s=0:n={half}[a{input}];\
                     {chain},trim=start_frame={half},setpts=PTS-STARTPTS,fade=t=in:s=0:n={}[b{input}];\
                     [a{input}][b{input}]concat=n=2:v=1:a=0[v{input}];",
                    frames - half
                )
            }
            (Transition::Dip, _) => format!("{chain},fade=t=in:s=0:n={frames}[v{input}];"),
            (Transition::Crossfade, Some(before)) => {
                let under = before.chain(input + 1, look, canvas);
                format!(
                    "{under},settb=AVTB[a{input}];{chain},settb=AVTB[b{input}];\
                     [a{input}][b{input}]xfade=transition=fade:duration={seconds}:offset=0[v{input}];"
                )
            }
            (Transition::Cut | Transition::Crossfade, _) => format!("{chain}[v{input}];"),
        }
    }
}

/// Returns how long a take enters, at most its whole length.
fn entry_frames(take: &Take<'_>) -> Frames {
    take.cut.entry.frames().min(take.cut.frames)
}
