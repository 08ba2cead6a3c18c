//! Starts the process that reads texts as phonemes, asks it, and starts it again when it ends.

use std::{
    ffi::OsString,
    io::{self, BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use crate::{
    PhonemeError,
    serve::{Answer, Request},
};

/// A page of text takes some milliseconds; what takes this long hangs.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

/// What the system's loader may need to find the library; the rest of the environment holds secrets of the server.
const ENVIRONMENT: [&str; 3] = ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot"];

/// The command that starts [`serve_phonemes`](crate::serve_phonemes) in a process of its own.
#[derive(Debug, Clone)]
pub struct PhonemeCommand {
    /// The program, such as the running one.
    pub program: PathBuf,
    /// Its arguments, such as the name of a hidden command.
    pub args: Vec<OsString>,
}

/// The process that reads, started when it is first asked; callers take turns.
#[derive(Debug)]
pub(crate) struct ReaderProcess {
    command: PhonemeCommand,
    limit: Duration,
    running: Mutex<Option<Running>>,
}

impl ReaderProcess {
    /// Makes one that is not started yet.
    pub(crate) fn new(command: PhonemeCommand, limit: Duration) -> Self {
        Self { command, limit, running: Mutex::new(None) }
    }

    /// Has a request answered.
    pub(crate) fn ask(&self, request: &Request) -> Result<Answer, PhonemeError> {
        let line =
            serde_json::to_string(request).map_err(|error| PhonemeError::Failed(error.to_string()))? + "\n";
        // A panic of another thread leaves a process that answers, or one that is replaced.
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut old) = running.take() {
            match old.ask(&line, self.limit) {
                Ok(answer) => {
                    *running = Some(old);
                    return Ok(answer);
                }
                Err(Lost::Late) => return Err(self.hangs()),
                // It may have ended before, or for what an earlier text did to it: a new one tells.
                Err(Lost::Ended(_)) => {}
            }
        }
        let mut new = Running::start(&self.command)?;
        match new.ask(&line, self.limit) {
            Ok(answer) => {
                *running = Some(new);
                Ok(answer)
            }
            Err(Lost::Late) => Err(self.hangs()),
            Err(Lost::Ended(how)) => Err(PhonemeError::BadText(format!("espeak-ng crashed ({how})"))),
        }
    }

    fn hangs(&self) -> PhonemeError {
        PhonemeError::BadText(format!("espeak-ng did not end within {} s", self.limit.as_secs()))
    }
}

/// A started process. Dropping it kills the process.
#[derive(Debug)]
struct Running {
    child: Child,
    lines: mpsc::Sender<String>,
    answers: mpsc::Receiver<io::Result<Answer>>,
}

/// Why there is no answer.
enum Lost {
    /// The process ended, or what it wrote is no answer.
    Ended(String),
    /// The limit was reached.
    Late,
}

impl Running {
    /// Starts the process, and the thread that talks to it.
    ///
    /// The system ends the process with the thread that started it, so that thread is the one that stays with it.
    fn start(command: &PhonemeCommand) -> Result<Self, PhonemeError> {
        let (started, child) = mpsc::channel();
        let (lines, asked) = mpsc::channel();
        let (answered, answers) = mpsc::channel();
        let program = command.program.display().to_string();
        let mut command = process(command);
        let talk = move || match command.spawn() {
            Ok(mut child) => {
                let pipes = (child.stdin.take(), child.stdout.take());
                let _ = started.send(Ok(child));
                if let (Some(input), Some(output)) = pipes {
                    talk(input, output, &asked, &answered);
                }
            }
            Err(error) => {
                let _ = started.send(Err(error));
            }
        };
        let not_started = |error| {
            PhonemeError::Failed(format!("{program}, which reads texts, could not be started: {error}"))
        };
        thread::Builder::new().name("phonemes".to_owned()).spawn(talk).map_err(not_started)?;
        let child =
            child.recv().map_err(|error| not_started(io::Error::other(error)))?.map_err(not_started)?;
        Ok(Self { child, lines, answers })
    }

    fn ask(&mut self, line: &str, limit: Duration) -> Result<Answer, Lost> {
        if self.lines.send(line.to_owned()).is_err() {
            return Err(Lost::Ended(self.status()));
        }
        match self.answers.recv_timeout(limit) {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
                Err(Lost::Ended(format!("its answer was none: {error}")))
            }
            Ok(Err(_)) | Err(mpsc::RecvTimeoutError::Disconnected) => Err(Lost::Ended(self.status())),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(Lost::Late),
        }
    }

    /// Waits for the end of a process whose pipe ended, and says how it was.
    fn status(&mut self) -> String {
        let _ = self.child.kill();
        self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.status();
    }
}

/// Passes on each line and its answer, until the process or its owner ends.
fn talk(
    mut input: impl Write,
    output: impl io::Read,
    asked: &mpsc::Receiver<String>,
    answered: &mpsc::Sender<io::Result<Answer>>,
) {
    let mut output = BufReader::new(output);
    for line in asked {
        let answer = exchange(&mut input, &mut output, &line);
        let ends = answer.is_err();
        if answered.send(answer).is_err() || ends {
            return;
        }
    }
}

fn exchange(input: &mut impl Write, output: &mut impl BufRead, line: &str) -> io::Result<Answer> {
    input.write_all(line.as_bytes())?;
    input.flush()?;
    let mut answer = String::new();
    if output.read_line(&mut answer)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    serde_json::from_str(&answer).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

fn process(command: &PhonemeCommand) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is the place where the crate starts its child")]
    let mut process = Command::new(&command.program);
    let loader = std::env::vars_os().filter(|(name, _)| ENVIRONMENT.iter().any(|passed| name == passed));
    process.args(&command.args).env_clear().envs(loader);
    // Ctrl-C in the terminal ends the worker, which ends its children when it is ready to.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut process, 0);
    process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    process
}
