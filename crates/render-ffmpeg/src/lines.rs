//! Splits what a child writes into lines, and keeps the few that matter, in bounded memory.

use std::collections::VecDeque;

/// The longest line that is kept; the rest of a longer one is left out.
const MAX_LINE: usize = 2000;
/// How many last lines tell why a child failed.
const LAST_LINES: usize = 24;
/// How many notable lines are kept.
const MAX_NOTABLE: usize = 400;
/// The line by which ffmpeg refuses a picture beyond `-max_pixels`.
pub(crate) const TOO_LARGE: &str = "exceeds specified max pixel count";
/// Lines that say more than why a child failed: which font was taken, that a file breaks off or is too large.
const NOTABLE: [&str; 5] = ["fontselect:", "libass ", "File ended prematurely", "partial file", TOO_LARGE];

/// Splits pieces of text into lines.
#[derive(Debug, Default)]
pub(crate) struct Lines(Vec<u8>);

impl Lines {
    /// Takes a piece and hands out each line that it completes.
    pub(crate) fn feed(&mut self, bytes: &[u8], line: &mut dyn FnMut(&str)) {
        for part in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            let ends = part.ends_with(b"\n") || part.ends_with(b"\r");
            let text = if ends { part.get(..part.len() - 1).unwrap_or_default() } else { part };
            let room = MAX_LINE.saturating_sub(self.0.len());
            self.0.extend(text.iter().take(room));
            if ends {
                self.flush(line);
            }
        }
    }

    /// Hands out what is left without an end of line.
    pub(crate) fn flush(&mut self, line: &mut dyn FnMut(&str)) {
        let bytes = std::mem::take(&mut self.0);
        let text = String::from_utf8_lossy(&bytes);
        if !text.trim().is_empty() {
            line(text.trim_end());
        }
    }
}

/// What a child wrote on standard error: the last lines, and the notable ones.
#[derive(Debug, Default)]
pub(crate) struct Log {
    lines: Lines,
    last: VecDeque<String>,
    notable: Vec<String>,
}

impl Log {
    /// Takes a piece of text.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        let Self { lines, last, notable } = self;
        lines.feed(bytes, &mut |line| keep(last, notable, line));
    }

    /// Takes what came last without an end of line.
    pub(crate) fn finish(&mut self) {
        let Self { lines, last, notable } = self;
        lines.flush(&mut |line| keep(last, notable, line));
    }

    /// Returns the last lines as one text.
    pub(crate) fn last_lines(&self) -> String {
        Vec::from(self.last.clone()).join("\n")
    }

    /// Returns the notable lines that hold a text.
    pub(crate) fn notable<'l>(&'l self, text: &'l str) -> impl Iterator<Item = &'l str> {
        self.notable.iter().map(String::as_str).filter(move |line| line.contains(text))
    }
}

fn keep(last: &mut VecDeque<String>, notable: &mut Vec<String>, line: &str) {
    if notable.len() < MAX_NOTABLE && NOTABLE.iter().any(|text| line.contains(text)) {
        notable.push(line.to_owned());
    }
    if last.len() == LAST_LINES {
        last.pop_front();
    }
    last.push_back(line.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_however_the_pieces_come() {
        let mut seen = Vec::new();
        let mut lines = Lines::default();
        for piece in ["fra", "me=1\nout", "_time=2\r\n", "rest"] {
            lines.feed(piece.as_bytes(), &mut |line| seen.push(line.to_owned()));
        }
        lines.flush(&mut |line| seen.push(line.to_owned()));
        assert_eq!(seen, ["frame=1", "out_time=2", "rest"]);
    }

    #[test]
    fn a_log_keeps_its_end_and_what_is_notable_in_bounded_memory() {
        let mut log = Log::default();
        log.take(b"[ass] fontselect: (A) -> B\n");
        for n in 0..500 {
            log.take(format!("line {n} {}\n", "x".repeat(5000)).as_bytes());
        }
        log.finish();
        assert_eq!(log.notable("fontselect:").count(), 1);
        assert!(log.last_lines().contains("line 499 "));
        assert!(log.last_lines().len() < LAST_LINES * (MAX_LINE + 1));
    }
}
