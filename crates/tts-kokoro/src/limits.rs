//! How much of the machine may be used.

use std::{fs, num::NonZero, thread, time::Duration};

/// What the weights of the model take, which all sessions share.
const WEIGHTS_BYTES: u64 = 330 << 20;

/// What each session takes beside them: 140 MB of its own, and what a chunk needs.
const SESSION_BYTES: u64 = 260 << 20;

/// How many threads work on a text of one chunk; more of them wait for each other.
const MOST_ON_ONE: usize = 4;

/// How much of the machine Kokoro may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many threads work at once; at least 1. It is a part of what shapes the sound, for a long text is cut into
    /// as many chunks.
    pub threads: usize,
    /// How much memory the model may take, some 330 MB and 260 MB for each session; half of what is free when absent.
    /// One session is made even when it is less.
    pub memory_bytes: Option<u64>,
    /// How long a session that nobody uses is kept.
    pub idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        Self { threads, memory_bytes: None, idle: Duration::from_mins(5) }
    }
}

impl Limits {
    /// Returns how many chunks can be worked on at once, as far as threads go.
    pub(crate) fn workers(self) -> usize {
        self.threads.max(1)
    }

    /// Returns how many threads work on a text of one chunk.
    pub(crate) fn threads_on_one(self) -> usize {
        self.workers().min(MOST_ON_ONE)
    }

    /// Returns how many sessions the memory holds.
    pub(crate) fn sessions(self) -> usize {
        let bytes = self.memory_bytes.or_else(|| free_bytes().map(|free| free / 2));
        let sessions = |bytes: u64| usize::try_from(bytes.saturating_sub(WEIGHTS_BYTES) / SESSION_BYTES);
        let held = bytes.map_or(usize::MAX, |bytes| sessions(bytes).unwrap_or(usize::MAX));
        held.clamp(1, self.workers())
    }
}

/// What the system says is free, and no more than the process's own group may take; `None` where it does not tell.
fn free_bytes() -> Option<u64> {
    let free = available(&fs::read_to_string("/proc/meminfo").ok()?)?;
    let group = fs::read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(|max| max.trim().parse().ok());
    Some(group.map_or(free, |group: u64| free.min(group)))
}

fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib.saturating_mul(1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(threads: usize, memory_bytes: u64) -> Limits {
        Limits { threads, memory_bytes: Some(memory_bytes), idle: Duration::ZERO }
    }

    #[test]
    fn sessions_are_as_many_as_threads_and_memory_hold_but_at_least_one() {
        assert_eq!(limits(8, 4 << 30).sessions(), 8);
        assert_eq!(limits(8, 1 << 30).sessions(), 2);
        assert_eq!(limits(8, 0).sessions(), 1);
        assert_eq!(limits(0, 4 << 30).sessions(), 1);
        assert_eq!(limits(16, 0).threads_on_one(), 4);
    }

    #[test]
    fn free_memory_is_read_as_the_system_writes_it() {
        assert_eq!(available("MemTotal:  10 kB\nMemAvailable:   2048 kB\n"), Some(2 << 20));
        assert_eq!(available("MemTotal:  10 kB\n"), None);
    }
}
