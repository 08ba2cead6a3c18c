//! The service as a child of ours.

use std::{
    collections::VecDeque,
    ffi::OsString,
    io::{BufRead, BufReader, Write as _},
    path::PathBuf,
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc,
    thread::{self, JoinHandle},
    time::Duration,
};

use serde::Deserialize;

/// How long it may take until it listens; no model is loaded before.
const PATIENCE: Duration = Duration::from_mins(1);

/// What it needs of our environment: programs, libraries, the way through a proxy, the graphics card, and where models
/// are. The rest holds secrets of the server.
const INHERITED: [&str; 21] = [
    "PATH",
    "HOME",
    "LANG",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SystemRoot",
    "SSL_CERT_FILE",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "CUDA_VISIBLE_DEVICES",
    "XDG_DATA_HOME",
    "TTS_HOME",
    "HF_HOME",
    "OMP_NUM_THREADS",
];

/// How the service is started.
#[derive(Debug, Clone)]
pub struct Service {
    /// The Python of the environment that has its packages.
    pub python: PathBuf,
    /// Its folder, `sidecars/voices`.
    pub folder: PathBuf,
    /// What Python runs: `-m edit_factory_voices`.
    pub program: Vec<OsString>,
    /// Its further arguments: the engines, and where learned voices are kept.
    pub args: Vec<OsString>,
}

/// A service that runs. It ends with this value, and when our process ends, however that dies.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    /// Its end is the child's sign that we are gone.
    _life_line: ChildStdin,
    port: u16,
    gone: bool,
}

#[derive(Deserialize)]
struct Told {
    port: u16,
}

impl Process {
    /// Starts it and waits until it listens; blocks.
    pub(crate) fn start(service: &Service, token: &str) -> Result<Self, String> {
        let mut child = command(service).spawn().map_err(|error| not_started(service, &error))?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(mut input), Some(output), Some(errors)) = pipes else {
            return Err("the voices service was started without its pipes".to_owned());
        };
        let last_words = told_to_log(errors);
        let told =
            writeln!(input, "{token}").and_then(|()| input.flush()).ok().and_then(|()| port_of(output));
        let mut process = Self { child, _life_line: input, port: told.unwrap_or_default(), gone: false };
        if told.is_some() {
            return Ok(process);
        }
        process.end();
        let words = last_words.join().unwrap_or_default();
        Err(format!(
            "the voices service does not start ({}): {}",
            service.python.display(),
            Vec::from(words).join("; ")
        ))
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// Tells how it ended, if it did.
    pub(crate) fn ended(&mut self) -> Option<String> {
        match self.child.try_wait() {
            Ok(None) => None,
            Ok(Some(status)) => {
                self.gone = true;
                Some(status.to_string())
            }
            Err(error) => Some(error.to_string()),
        }
    }

    /// Ends it with whatever it has started itself.
    fn end(&mut self) {
        // A child that was waited for has no id any more: another process may have its number.
        if self.gone {
            return;
        }
        #[cfg(unix)]
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw)
            && let Err(error) = rustix::process::kill_process_group(group, rustix::process::Signal::KILL)
        {
            tracing::debug!(%error, "the voices service was gone already");
        }
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            tracing::debug!(%error, "the voices service was gone already");
        }
        self.gone = true;
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

fn command(service: &Service) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is the place where the crate starts its child")]
    let mut command = Command::new(&service.python);
    let passed = std::env::vars_os().filter(|(name, _)| INHERITED.iter().any(|known| name == known));
    command.env_clear().envs(passed).current_dir(&service.folder);
    command.env("PYTHONUNBUFFERED", "1").env("PYTHONUTF8", "1");
    command
        .args(&service.program)
        .args(["--token-stdin", "--host", "127.0.0.1", "--port", "0"])
        .args(&service.args);
    // Ctrl-C in the terminal ends us, and we end it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn not_started(service: &Service, error: &std::io::Error) -> String {
    let (python, folder) = (service.python.display(), service.folder.display());
    format!(
        "the voices service cannot be started as {python} in {folder} ({error}); `./start-dev.sh setup` installs its \
         packages when one of its engines is turned on, or sidecar_python names another Python that has them"
    )
}

/// Reads the line by which it tells its port; nothing when it ends before, or takes too long.
fn port_of(output: ChildStdout) -> Option<u16> {
    let (tell, told) = mpsc::channel();
    // The thread ends with the child, whose output closes then.
    thread::spawn(move || {
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line);
        // Nobody hears it when it took too long.
        let _ = tell.send(read.ok().and_then(|_length| serde_json::from_str::<Told>(&line).ok()));
    });
    told.recv_timeout(PATIENCE).ok().flatten().map(|told| told.port)
}

/// Puts its lines into our log, and keeps the last ones.
fn told_to_log(errors: ChildStderr) -> JoinHandle<VecDeque<String>> {
    thread::spawn(move || {
        let mut last = VecDeque::new();
        for line in BufReader::new(errors).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            match line.split_whitespace().next() {
                Some("ERROR" | "CRITICAL") => tracing::error!(target: "voices", "{line}"),
                Some("WARNING") => tracing::warn!(target: "voices", "{line}"),
                _ => tracing::info!(target: "voices", "{line}"),
            }
            last.push_back(line);
            if last.len() > 3 {
                last.pop_front();
            }
        }
        last
    })
}
