//! How a child ended, and what it lacked where it ended badly.

use std::{io, process::ExitStatus, time::Duration};

use domain::RenderError;

use crate::{limits::Limits, lines::Log, process::Call};

/// What tools say when they are not given memory.
const OUT_OF_MEMORY: [&str; 4] =
    ["Cannot allocate memory", "malloc of size", "Out of memory", "Resource temporarily unavailable"];
/// What the C library says of a file that is too long, in the language of programs, which a child's environment
/// leaves in force.
const TOO_LONG: &str = "File too large";
/// What ffmpeg ends with when it heard a signal.
const HEARD_A_SIGNAL: i32 = 255;

/// The numbers of signals that tell why a child ended; on Linux and macOS the same.
mod signals {
    pub(super) const KILL: i32 = 9;
    pub(super) const TERM: i32 = 15;
    pub(super) const PROCESSOR: i32 = 24;
    pub(super) const FILE_SIZE: i32 = 25;
}

/// How a child ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Whether it said that all went well.
    pub(crate) well: bool,
    /// What it wrote on standard error.
    pub(crate) log: Log,
    signal: Option<i32>,
    program: &'static str,
    doing: &'static str,
    limits: Limits,
    given: Duration,
}

impl Ended {
    /// Says how a child ended that wrote a log.
    pub(crate) fn of(call: &Call<'_>, limits: Limits, status: ExitStatus, log: Log) -> Self {
        let (program, doing, signal) = (call.program.name, call.doing, signal_of(status, &log));
        Self { well: status.success(), log, signal, program, doing, limits, given: call.limit }
    }

    /// Returns the log of a child that ended well.
    ///
    /// # Errors
    /// [`RenderError::Child`] with the last lines otherwise.
    pub(crate) fn success(self) -> Result<Log, RenderError> {
        if self.well { Ok(self.log) } else { Err(self.failure()) }
    }

    /// Tells whether it ended badly for a reason that says nothing about its input: killed, or without room.
    pub(crate) fn is_no_fault_of_input(&self) -> bool {
        !self.well && !matches!(self.failure(), RenderError::Child { .. })
    }

    /// Makes the error of a child that ended badly: what it lacked, where that can be told.
    pub(crate) fn failure(&self) -> RenderError {
        let (program, doing, last_lines) = (self.program, self.doing, self.log.last_lines());
        if let Some(full) = full_disk(&last_lines) {
            return RenderError::Io { doing: "write a file", source: full.into() };
        }
        let limit_mb = self.limits.file_bytes >> 20;
        let seconds = self.limits.processor_seconds_of(self.given);
        let lacks_memory = OUT_OF_MEMORY.iter().any(|text| last_lines.contains(text));
        match self.signal {
            Some(signals::FILE_SIZE) => RenderError::TooLarge { program, doing, limit_mb },
            Some(signals::PROCESSOR) => RenderError::TimedOut { program, doing, seconds, last_lines },
            Some(signal @ (signals::KILL | signals::TERM)) => {
                RenderError::Killed { program, doing, signal, last_lines }
            }
            // Many a library crashes where it was given no memory.
            _ if lacks_memory => RenderError::OutOfMemory { program, doing },
            Some(signal) => RenderError::Crashed { program, doing, signal, last_lines },
            None if last_lines.contains(TOO_LONG) => RenderError::TooLarge { program, doing, limit_mb },
            None => RenderError::Child { program, doing, last_lines },
        }
    }
}

/// Recognises that a disk is full, which is no fault of the child.
fn full_disk(lines: &str) -> Option<io::ErrorKind> {
    let texts = [
        ("No space left on device", io::ErrorKind::StorageFull),
        ("Disk quota exceeded", io::ErrorKind::QuotaExceeded),
    ];
    texts.into_iter().find_map(|(text, kind)| lines.contains(text).then_some(kind))
}

/// Returns the signal that ended a child, be it that it heard of it and went by itself.
fn signal_of(status: ExitStatus, log: &Log) -> Option<i32> {
    let heard = || {
        let lines = log.last_lines();
        let number =
            lines.rsplit_once("received signal ").and_then(|(_, rest)| rest.split(['.', '\n']).next());
        number.and_then(|number| number.parse().ok()).unwrap_or(signals::TERM)
    };
    killed_by(status).or_else(|| (status.code() == Some(HEARD_A_SIGNAL)).then(heard))
}

#[cfg(unix)]
fn killed_by(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn killed_by(_status: ExitStatus) -> Option<i32> {
    None
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::process::{Program, run_within};

    /// Lets a program do something within limits.
    async fn ended(limits: Limits, path: &str, args: &[&str]) -> Ended {
        let folder = tempfile::tempdir().unwrap();
        let program = Program { name: "ffmpeg", path: path.into(), fontconfig: "/nowhere".into() };
        let args = args.iter().map(OsString::from).collect();
        let limit = Duration::from_secs(20);
        let call = Call { program: &program, doing: "a test", args, dir: folder.path(), limit };
        run_within(limits, call, &mut |_| {}).await.unwrap()
    }

    async fn failure(limits: Limits, script: &str) -> RenderError {
        let ended = ended(limits, "sh", &["-c", script]).await;
        assert!(ended.is_no_fault_of_input(), "{ended:?}");
        ended.failure()
    }

    #[tokio::test]
    async fn a_child_that_is_killed_and_one_that_crashes_have_errors_of_their_own() {
        let killed = failure(Limits::default(), "echo frame 7 >&2; kill -9 $$").await;
        assert!(matches!(killed, RenderError::Killed { signal: 9, .. }), "{killed}");
        let text = killed.to_string();
        assert!(
            text.contains("ran out of memory") && text.contains("slots") && text.ends_with("frame 7"),
            "{text}"
        );
        let crashed = failure(Limits::default(), "kill -SEGV $$").await;
        assert!(matches!(crashed, RenderError::Crashed { signal: 11, .. }), "{crashed}");
        let asked =
            failure(Limits::default(), "echo 'Exiting normally, received signal 15.' >&2; exit 255").await;
        assert!(matches!(asked, RenderError::Killed { signal: 15, .. }), "{asked}");
    }

    #[tokio::test]
    async fn a_child_that_writes_too_much_is_ended_and_its_file_goes_no_further() {
        let limits = Limits { file_bytes: 1 << 20, ..Limits::default() };
        let error = failure(limits, "exec cat /dev/zero > out").await;
        assert!(matches!(error, RenderError::TooLarge { limit_mb: 1, .. }), "{error}");
        // By the tool itself, whose own file it is.
        let line = "-nostdin -v error -f lavfi -i nullsrc=s=640x360:d=9 -f rawvideo file:out";
        let ended = ended(limits, "ffmpeg", &line.split(' ').collect::<Vec<_>>()).await;
        assert!(matches!(ended.failure(), RenderError::TooLarge { .. }), "{:?}", ended.failure());
    }

    #[tokio::test]
    async fn a_child_that_wants_more_memory_than_it_may_have_is_refused_it() {
        let limits = Limits { memory_bytes: 200 << 20, ..Limits::default() };
        let line = "-nostdin -v error -f lavfi -i testsrc2=s=7680x4320:d=1 -c:v libx264 -f null -";
        let ended = ended(limits, "ffmpeg", &line.split(' ').collect::<Vec<_>>()).await;
        assert!(matches!(ended.failure(), RenderError::OutOfMemory { .. }), "{:?}", ended.failure());
    }

    #[tokio::test]
    async fn a_child_that_wants_more_of_the_processor_than_it_may_have_is_ended() {
        let limits = Limits { processor_seconds: Some(1), ..Limits::default() };
        let error = failure(limits, "while :; do :; done").await;
        assert!(matches!(error, RenderError::TimedOut { seconds: 1, .. }), "{error}");
        // Where nothing is said, it is what the 20 s that it is given can hold.
        let error = failure(Limits::default(), "kill -XCPU $$").await;
        assert!(matches!(error, RenderError::TimedOut { seconds: 336, .. }), "{error}");
        // ffmpeg hears of it and goes by itself.
        let line = "-nostdin -v error -f lavfi -i mandelbrot=s=1280x720 -f null -";
        let ended = ended(limits, "ffmpeg", &line.split(' ').collect::<Vec<_>>()).await;
        assert!(ended.is_no_fault_of_input(), "{ended:?}");
    }

    #[tokio::test]
    async fn what_a_child_lacks_is_known_by_what_it_says() {
        for (says, kind) in [
            ("av_interleaved_write_frame(): No space left on device", io::ErrorKind::StorageFull),
            ("av_interleaved_write_frame(): Disk quota exceeded", io::ErrorKind::QuotaExceeded),
        ] {
            let error = failure(Limits::default(), &format!("echo '{says}' >&2; exit 1")).await;
            assert!(matches!(&error, RenderError::Io { source, .. } if source.kind() == kind), "{error}");
        }
        for says in ["x264 [error]: malloc of size 3110400 failed", "Error: Cannot allocate memory"] {
            for end in ["exit 1", "kill -ABRT $$"] {
                let error = failure(Limits::default(), &format!("echo '{says}' >&2; {end}")).await;
                assert!(matches!(error, RenderError::OutOfMemory { .. }), "{error}");
            }
        }
        let plain = ended(Limits::default(), "sh", &["-c", "echo Invalid data >&2; exit 1"]).await;
        assert!(!plain.is_no_fault_of_input(), "{plain:?}");
        assert!(matches!(plain.failure(), RenderError::Child { .. }));
    }
}
