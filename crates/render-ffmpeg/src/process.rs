//! Starts children: the only place that does. A child has its own process group and environment, reads nothing
//! from the terminal, and ends with the future that waits for it.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use domain::RenderError;
use tokio::{
    io::{AsyncRead, AsyncReadExt},
    process::{Child, Command},
};

use crate::{
    ended::Ended,
    limits::{self, Limits},
    lines::Log,
};

/// The settings of this process that a child may see: what finds programs and libraries, and no secret.
const INHERITED: [&str; 6] = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMPDIR"];

/// A program that children are made of.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    /// What people call it.
    pub(crate) name: &'static str,
    /// Where it is, or the name by which it is looked up.
    pub(crate) path: PathBuf,
    /// The fontconfig file that shows it no font of this machine.
    pub(crate) fontconfig: PathBuf,
}

/// What a child is to do.
#[derive(Debug)]
pub(crate) struct Call<'c> {
    /// The program.
    pub(crate) program: &'c Program,
    /// What it does, for error messages: a gerund.
    pub(crate) doing: &'static str,
    /// Its arguments; never a shell's line.
    pub(crate) args: Vec<OsString>,
    /// The folder in which it works.
    pub(crate) dir: &'c Path,
    /// When it is ended if it has not finished.
    pub(crate) limit: Duration,
}

/// Takes what a child writes on standard output, piece by piece.
pub(crate) type Take<'t> = &'t mut (dyn FnMut(&[u8]) + Send);

/// Runs a child to its end within the usual limits. Dropping the future ends the child and all that it started.
///
/// # Errors
/// [`RenderError::Tool`] when the program is not there, [`RenderError::TimedOut`], [`RenderError::Io`].
/// A child that ends badly is no error here: see [`Ended::success`].
pub(crate) async fn run(call: Call<'_>, take: Take<'_>) -> Result<Ended, RenderError> {
    run_within(Limits::default(), call, take).await
}

/// Runs a child as [`run`] does, within limits of its own.
///
/// # Errors
/// Those of [`run`], and [`RenderError::Stuck`].
pub(crate) async fn run_within(limits: Limits, call: Call<'_>, take: Take<'_>) -> Result<Ended, RenderError> {
    let mut group = start(&call, limits)?;
    let (out, err) = (group.0.stdout.take(), group.0.stderr.take());
    let mut log = Log::default();
    let work = async {
        let mut keep = |bytes: &[u8]| log.take(bytes);
        let heard = tokio::try_join!(read(out, limits.silence, take), read(err, None, &mut keep));
        match heard {
            Ok(_all) => Ok(Some(group.0.wait().await?)),
            Err(Unheard::Silent) => Ok(None),
            Err(Unheard::Broken(error)) => io::Result::Err(error),
        }
    };
    let ended = tokio::time::timeout(call.limit, work).await;
    let (program, doing) = (call.program.name, call.doing);
    let hung = match ended {
        Ok(Ok(Some(status))) => {
            log.finish();
            return Ok(Ended::of(&call, limits, status, log));
        }
        Ok(Err(source)) => return Err(RenderError::Io { doing: "read what the video tool wrote", source }),
        Ok(Ok(None)) => limits.silence,
        Err(_elapsed) => None,
    };
    group.end();
    group.0.wait().await.map_err(|source| RenderError::Io { doing: "end the video tool", source })?;
    log.finish();
    let last_lines = log.last_lines();
    Err(match hung {
        Some(silence) => RenderError::Stuck { program, doing, seconds: silence.as_secs(), last_lines },
        None => RenderError::TimedOut { program, doing, seconds: call.limit.as_secs(), last_lines },
    })
}

/// Why a child is not listened to any longer.
enum Unheard {
    /// It told nothing for too long.
    Silent,
    /// Its line is broken.
    Broken(io::Error),
}

async fn read(
    from: Option<impl AsyncRead + Unpin>,
    silence: Option<Duration>,
    take: Take<'_>,
) -> Result<(), Unheard> {
    let Some(mut from) = from else { return Ok(()) };
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let reading = from.read(&mut buffer);
        let length = match silence {
            None => reading.await,
            Some(silence) => {
                tokio::time::timeout(silence, reading).await.map_err(|_elapsed| Unheard::Silent)?
            }
        };
        let length = length.map_err(Unheard::Broken)?;
        match buffer.get(..length) {
            Some(bytes) if length > 0 => take(bytes),
            _ => return Ok(()),
        }
    }
}

/// A child with its process group, which ends with this value. The runtime then reaps it.
struct Group(Child);

impl Group {
    fn end(&mut self) {
        // A child that was waited for has no id any more: another process may have its number.
        #[cfg(unix)]
        if let Some(id) = self.0.id().and_then(|id| i32::try_from(id).ok())
            && let Some(group) = rustix::process::Pid::from_raw(id)
            && let Err(error) = rustix::process::kill_process_group(group, rustix::process::Signal::KILL)
        {
            tracing::debug!(%error, "the process group was gone already");
        }
        #[cfg(not(unix))]
        if let Err(error) = self.0.start_kill() {
            tracing::debug!(%error, "the child was gone already");
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.end();
    }
}

fn start(call: &Call<'_>, limits: Limits) -> Result<Group, RenderError> {
    let program = call.program;
    #[expect(clippy::disallowed_methods, reason = "this is the crate's process.rs")]
    let mut command = Command::new(&program.path);
    command
        .args(&call.args)
        .current_dir(call.dir)
        .env_clear()
        .envs(std::env::vars_os().filter(|(name, _)| INHERITED.iter().any(|kept| name == kept)))
        .env("FONTCONFIG_FILE", &program.fontconfig)
        .env("AV_LOG_FORCE_NOCOLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    confine(&mut command, limits, call.limit);
    tracing::debug!(program = program.name, doing = call.doing, args = ?call.args, "child starts");
    match command.spawn() {
        Ok(child) => Ok(Group(child)),
        Err(error) if call.dir.is_dir() => Err(RenderError::Tool {
            cure: format!(
                "{} cannot be started as {} ({error}); install ffmpeg 5.1 or newer (Debian and Ubuntu: apt-get install \
                 ffmpeg), or name the program's path in the configuration",
                program.name,
                program.path.display(),
            ),
        }),
        Err(source) => Err(RenderError::Io { doing: "enter the folder of the work", source }),
    }
}

#[cfg(not(target_os = "linux"))]
fn confine(command: &mut Command, _limits: Limits, _given: Duration) {
    #[cfg(unix)]
    command.process_group(0);
    #[cfg(not(unix))]
    let _ = command;
}

/// Gives the child its own process group, binds its life to ours and bounds what it may take.
///
/// The kernel ends the child when the thread that started it ends; the threads of the runtime live as long as
/// the program.
#[cfg(target_os = "linux")]
fn confine(command: &mut Command, limits: Limits, given: Duration) {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};

    let parent = rustix::process::getpid();
    let before = move || {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        if getppid() != Some(parent) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        limits::set(limits, given)
    };
    command.process_group(0);
    // SAFETY: between fork and exec only async-signal-safe calls are allowed. The closure makes system calls
    // alone; it neither allocates nor locks.
    #[expect(unsafe_code, reason = "there is no other way to limit a child before it runs")]
    unsafe {
        command.pre_exec(before);
    }
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use rustix::process::{Pid, test_kill_process};
    use tokio::net::unix::pipe;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(20);

    fn program(path: &str) -> Program {
        Program { name: "sh", path: path.into(), fontconfig: "/nowhere".into() }
    }

    fn call<'c>(program: &'c Program, script: &str, limit: Duration) -> Call<'c> {
        let args = ["-c", script].iter().map(OsString::from).collect();
        Call { program, doing: "a test", args, dir: Path::new("/"), limit }
    }

    async fn within_patience<T>(event: impl Future<Output = T>) -> T {
        tokio::time::timeout(PATIENCE, event).await.unwrap()
    }

    #[tokio::test]
    async fn dropping_the_future_ends_the_child_and_all_that_it_started() {
        let (shell, folder) = (program("sh"), tempfile::tempdir().unwrap());
        let fifo = folder.path().join("open while they live");
        let make = format!("mkfifo '{}'", fifo.display());
        run(call(&shell, &make, PATIENCE), &mut |_| {}).await.unwrap().success().unwrap();
        let mut alive = pipe::OpenOptions::new().open_receiver(&fifo).unwrap();
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        let mut take = |bytes: &[u8]| tell.send(String::from_utf8_lossy(bytes).into_owned()).unwrap();
        let script = format!("exec 3>'{}'; sleep 1000 & echo $$; wait", fifo.display());
        let mut work = Box::pin(run(call(&shell, &script, PATIENCE * 2), &mut take));
        let pid = tokio::select! {
            ended = &mut work => panic!("it hangs, yet: {ended:?}"),
            pid = told.recv() => Pid::from_raw(pid.unwrap().trim().parse().unwrap()).unwrap(),
        };
        drop(work);
        // The pipe ends when nobody is left who could write to it.
        within_patience(alive.read_to_end(&mut Vec::new())).await.unwrap();
        // The runtime reaps the child: its number is free.
        let reaped = async {
            while test_kill_process(pid).is_ok() {
                tokio::task::yield_now().await;
            }
        };
        within_patience(reaped).await;
    }

    #[tokio::test]
    async fn a_child_that_hangs_is_ended_when_its_time_is_over() {
        let shell = program("sh");
        let hung = call(&shell, "sleep 1000", Duration::from_millis(50));
        let error = within_patience(run(hung, &mut |_| {})).await.unwrap_err();
        assert!(matches!(error, RenderError::TimedOut { program: "sh", doing: "a test", .. }), "{error}");
    }

    #[tokio::test]
    async fn a_child_that_hangs_tells_what_it_said_last() {
        let shell = program("sh");
        let fifo = "echo frame 17 is stuck >&2; exec sleep 1000";
        let hung = call(&shell, fifo, Duration::from_secs(3));
        let error = within_patience(run(hung, &mut |_| {})).await.unwrap_err().to_string();
        assert!(error.contains("frame 17 is stuck"), "{error}");
    }

    #[tokio::test]
    async fn a_child_that_tells_no_progress_is_taken_for_stuck_and_tells_what_it_said_last() {
        let shell = program("sh");
        let limits = Limits { silence: Some(Duration::from_secs(3)), ..Limits::default() };
        // It stops itself, as a driver does that waits for its device for ever.
        let script = "echo frame=16; echo frame 17 is stuck >&2; kill -STOP $$";
        let stopped = call(&shell, script, PATIENCE * 2);
        let error = within_patience(run_within(limits, stopped, &mut |_| {})).await.unwrap_err();
        assert!(matches!(error, RenderError::Stuck { program: "sh", doing: "a test", .. }), "{error}");
        assert!(error.to_string().contains("frame 17 is stuck"), "{error}");
        // One that goes on telling is not.
        let lively = call(&shell, "for n in 1 2 3 4 5 6 7 8; do sleep 0.5; echo frame=$n; done", PATIENCE);
        assert!(within_patience(run_within(limits, lively, &mut |_| {})).await.unwrap().well);
    }

    #[tokio::test]
    async fn a_child_has_little_environment_and_bounded_means() {
        let (shell, mut out) = (program("sh"), Vec::new());
        let script = "env; ulimit -d; ulimit -f; ulimit -c; ulimit -St; ulimit -Ht; cat";
        let limits =
            Limits { memory_bytes: 1 << 30, file_bytes: 5 << 20, processor_seconds: Some(40), silence: None };
        let take: Take<'_> = &mut |bytes| out.extend_from_slice(bytes);
        let ended = run_within(limits, call(&shell, script, PATIENCE), take).await.unwrap();
        assert!(ended.well);
        let out = String::from_utf8(out).unwrap();
        // The tests' runner sets many variables that begin so; none may pass.
        assert!(!out.contains("CARGO") && out.contains("FONTCONFIG_FILE=/nowhere"), "{out}");
        let limits: Vec<u64> = out.lines().filter_map(|line| line.parse().ok()).collect();
        assert_eq!(limits, [1 << 20, (5 << 20) / 512, 0, 40, 45]);
    }

    #[tokio::test]
    async fn a_failing_child_tells_why_and_a_missing_program_has_a_cure() {
        let shell = program("sh");
        let ended = run(call(&shell, "echo broken >&2; exit 3", PATIENCE), &mut |_| {}).await.unwrap();
        assert!(!ended.is_no_fault_of_input());
        assert_eq!(ended.success().unwrap_err().to_string(), "sh failed while a test: broken");
        let missing = program("/nowhere/ffmpeg");
        let error = run(call(&missing, "", PATIENCE), &mut |_| {}).await.unwrap_err();
        assert!(
            matches!(&error, RenderError::Tool { cure } if cure.contains("apt-get install ffmpeg")),
            "{error}"
        );
    }
}
