//! Reads ffmpeg's own account of how far it is (`-progress pipe:1`).

use domain::{Frames, Progress, SOUND_RATE_HZ, ratio};

use crate::lines::Lines;

/// Follows a child's progress and tells it as a share of a step.
pub(crate) struct Meter<'p> {
    lines: Lines,
    /// Frames of picture that were written.
    pub(crate) frames: u32,
    total: Frames,
    from: f32,
    to: f32,
    told: f32,
    progress: Progress<'p>,
}

impl<'p> Meter<'p> {
    /// Follows work on so many frames that takes the step from one share to another.
    pub(crate) fn new(total: Frames, from: f32, to: f32, progress: Progress<'p>) -> Self {
        Self { lines: Lines::default(), frames: 0, total, from, to, told: from, progress }
    }

    /// Takes a piece of the account.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        let mut lines = std::mem::take(&mut self.lines);
        lines.feed(bytes, &mut |line| self.line(line));
        self.lines = lines;
    }

    fn line(&mut self, line: &str) {
        let Some((key, value)) = line.split_once('=') else { return };
        let done = match (key, value.trim().parse::<u64>()) {
            ("frame", Ok(frames)) => {
                self.frames = u32::try_from(frames).unwrap_or(u32::MAX);
                ratio(frames, u64::from(self.total.0))
            }
            // Work on sound alone writes no frames.
            ("out_time_us", Ok(us)) if self.frames == 0 => {
                let samples = u64::try_from(self.total.samples()).unwrap_or(u64::MAX);
                ratio(us.saturating_mul(u64::from(SOUND_RATE_HZ)) / 1_000_000, samples)
            }
            _ => return,
        };
        self.tell(done);
    }

    fn tell(&mut self, done: f32) {
        let share = self.from + (self.to - self.from) * done;
        if share > self.told {
            self.told = share;
            (self.progress)(share);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn progress_is_the_share_of_frames_and_never_falls() {
        let told = Mutex::new(Vec::new());
        let tell = |share: f32| told.lock().unwrap().push(share);
        let mut meter = Meter::new(Frames(100), 0.5, 1.0, &tell);
        meter.take(b"frame=10\nfps=0\nout_time_us=N/A\nframe=");
        meter.take(b"50\nframe=40\nframe=120\nprogress=end\n");
        assert_eq!(*told.lock().unwrap(), [0.55, 0.75, 1.0]);
        assert_eq!(meter.frames, 120);
    }

    #[test]
    fn sound_is_followed_by_its_time() {
        let told = Mutex::new(Vec::new());
        let tell = |share: f32| told.lock().unwrap().push(share);
        Meter::new(Frames(30), 0.0, 1.0, &tell).take(b"out_time_us=250000\n");
        assert_eq!(*told.lock().unwrap(), [0.25]);
    }
}
