//! Starts children: workers, and ffmpeg to make and look at files. The only place that does.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use store_postgres::DatabaseUrls;
use tokio::process::{Child, ChildStdin, Command};

use crate::{Fault, place::Place, worker::UP};

/// How a worker process works.
#[derive(Debug, Clone)]
pub struct How {
    /// The `soak` program.
    pub program: PathBuf,
    /// How long a claim lasts without a heartbeat.
    pub lease: Duration,
    /// How many jobs it does at a time.
    pub slots: usize,
    /// A program and its arguments that start the worker, such as `unshare --net`; mostly none.
    pub through: Vec<OsString>,
    /// Variables for it alone.
    pub environment: Vec<(OsString, OsString)>,
}

impl How {
    /// One job at a time under a lease of a second and a half.
    pub fn usual(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            lease: Duration::from_millis(1500),
            slots: 1,
            through: Vec::new(),
            environment: Vec::new(),
        }
    }
}

/// How long a worker may take until it is up, on a busy machine.
const TO_COME_UP: Duration = Duration::from_mins(1);

/// A worker in a process of its own; it ends with this value.
#[derive(Debug)]
pub struct WorkerProcess {
    child: Child,
    /// The worker ends with it.
    _input: ChildStdin,
    pid: Pid,
    log: PathBuf,
    began: Instant,
}

/// A process, told from a later one of the same number by when it began.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    pid: i32,
    began: String,
}

/// What was seen when a worker was killed.
#[derive(Debug, Clone, Copy)]
pub struct Killed {
    /// How many children it had at that moment.
    pub children: usize,
    /// How long the last of them lived on.
    pub outlived: Duration,
}

impl WorkerProcess {
    /// Starts one; `name` names its log.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(how: &How, place: &Place, urls: &DatabaseUrls, name: &str) -> Result<Self, Fault> {
        let log = place.logs().join(format!("{name}.log"));
        let mut line = how.through.clone();
        line.push(how.program.clone().into());
        line.push("worker".into());
        let mut add = |flag: &str, value: OsString| line.extend([flag.into(), value]);
        add("--data", place.root().into());
        add("--app", urls.app.clone().into());
        add("--worker", urls.worker.clone().into());
        add("--lease-ms", how.lease.as_millis().to_string().into());
        add("--slots", how.slots.to_string().into());
        let (program, args) = line.split_first().ok_or("nothing to start")?;
        let mut command = command(program);
        command.args(args).envs(how.environment.iter().cloned()).process_group(0).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(File::create(&log)?);
        let mut child = command.spawn()?;
        // Waiting for a child would close it.
        let input = child.stdin.take().ok_or("a worker without an input")?;
        let pid = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        Ok(Self { child, _input: input, pid: pid.ok_or("it ended at once")?, log, began: Instant::now() })
    }

    /// Returns how long it has been running.
    pub fn age(&self) -> Duration {
        self.began.elapsed()
    }

    /// Returns what it said so far.
    ///
    /// # Errors
    /// When its log cannot be read.
    pub fn said(&self) -> Result<String, Fault> {
        Ok(String::from_utf8_lossy(&std::fs::read(&self.log)?).into_owned())
    }

    /// Waits until it can do jobs, and be asked to stop; one that ended is not waited for.
    ///
    /// # Errors
    /// When it takes too long, or its log cannot be read.
    pub async fn until_up(&mut self) -> Result<(), Fault> {
        while self.child.try_wait()?.is_none() && !self.said()?.contains(UP) {
            if self.age() > TO_COME_UP {
                return Err(format!("a worker does not come up: {}", self.said()?).into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    /// Tells whether it has children of the name.
    pub fn has_child(&self, name: &str) -> bool {
        let named = |known: &Known| {
            std::fs::read_to_string(format!("/proc/{}/comm", known.pid)).is_ok_and(|comm| comm.trim() == name)
        };
        children(self.pid).iter().any(named)
    }

    /// Kills a child of the name, as a machine does that runs out of memory; tells whether there was one.
    pub fn kill_child(&self, name: &str) -> bool {
        let named = |known: &Known| {
            std::fs::read_to_string(format!("/proc/{}/comm", known.pid)).is_ok_and(|comm| comm.trim() == name)
        };
        let child = children(self.pid).into_iter().find(named);
        child
            .and_then(|child| Pid::from_raw(child.pid))
            .is_some_and(|pid| kill_process(pid, Signal::KILL).is_ok())
    }

    /// Kills it without a warning and watches what becomes of its children.
    ///
    /// # Errors
    /// When it or a child of it lives on.
    pub async fn kill(mut self) -> Result<Killed, Fault> {
        let children = children(self.pid);
        let began = Instant::now();
        kill_process(self.pid, Signal::KILL)?;
        self.child.wait().await?;
        let outlived = all_gone(&children, began).await?;
        Ok(Killed { children: children.len(), outlived })
    }

    /// Asks it to stop, and returns how long that took.
    ///
    /// # Errors
    /// When it ends badly, or it or a child of it lives on.
    pub async fn stop(mut self) -> Result<Duration, Fault> {
        const PATIENCE: Duration = Duration::from_mins(1);
        // A process that has only begun does not know yet how it is asked.
        self.until_up().await?;
        let (children, began) = (children(self.pid), Instant::now());
        kill_process(self.pid, Signal::TERM)?;
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await??;
        let took = began.elapsed();
        if !status.success() {
            return Err(
                format!("a worker that was asked to stop ended with {status}: {}", self.said()?).into()
            );
        }
        all_gone(&children, began).await?;
        Ok(took)
    }
}

/// Waits until some processes are gone, and returns when the last one was.
async fn all_gone(children: &[Known], began: Instant) -> Result<Duration, Fault> {
    const PATIENCE: Duration = Duration::from_secs(30);
    while children.iter().any(|child| known(child.pid).as_ref() == Some(child)) {
        if began.elapsed() > PATIENCE {
            return Err(format!("children of a worker that has ended run on: {children:?}").into());
        }
        // There is no event to wait for: they are not our children.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Ok(began.elapsed())
}

/// Lists the children of a process.
fn children(of: Pid) -> Vec<Known> {
    let threads = std::fs::read_dir(format!("/proc/{}/task", of.as_raw_nonzero())).into_iter().flatten();
    let lists =
        threads.flatten().filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let pids: Vec<i32> = lists
        .flat_map(|list| list.split_whitespace().map(str::parse).collect::<Vec<_>>())
        .flatten()
        .collect();
    pids.into_iter().filter_map(known).collect()
}

/// Recognises a process that runs; one that is only waited for does not.
fn known(pid: i32) -> Option<Known> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name may hold anything, even brackets: fields are counted after the last one.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let (state, began) = (fields.first()?, fields.get(19)?);
    (!matches!(*state, "Z" | "X")).then(|| Known { pid, began: (*began).to_owned() })
}

/// Runs a program to its end and returns what it wrote.
///
/// # Errors
/// When it cannot be started, or ends badly: with its last words.
pub async fn run<A: AsRef<OsStr>>(program: &str, args: &[A]) -> Result<Output, Fault> {
    let output =
        command(program.as_ref()).args(args).stdin(Stdio::null()).kill_on_drop(true).output().await?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{program} ended with {}: {}", output.status, said.trim()).into())
}

/// Returns this program, which is also the worker's.
///
/// # Errors
/// When the system does not tell.
pub fn this_program() -> Result<PathBuf, Fault> {
    Ok(std::env::current_exe()?)
}

#[expect(clippy::disallowed_methods, reason = "the one place of this crate where children are started")]
fn command(program: &OsStr) -> Command {
    Command::new(Path::new(program))
}
