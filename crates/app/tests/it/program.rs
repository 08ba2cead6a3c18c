//! Runs the program on a data folder of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// Nothing here takes this long, unless it hangs.
pub(crate) const PATIENCE: Duration = Duration::from_mins(5);

/// A data folder, and the program to run on it.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // PostgreSQL may run as another user, who has to get in.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(folder.path().join("empty.toml"), "").unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// Prepares the program with nothing of this machine's settings.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = command(Path::new(env!("CARGO_BIN_EXE_edit-factory")));
        command.env_clear().env("PATH", env_path()).env("EDIT_FACTORY_DATA_DIR", self.path("data"));
        command.env("EDIT_FACTORY_LOG", "info").env("EDIT_FACTORY_LOG_FORMAT", "json");
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        command.arg("--config").arg(self.path("empty.toml")).args(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        Ended::of(&self.command(args).output().unwrap())
    }

    /// Runs the program to its end with something on its standard input.
    pub(crate) fn run_with(&self, args: &[&str], input: &str) -> Ended {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        // A program that refuses its arguments reads nothing.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ended::of(&child.wait_with_output().unwrap())
    }

    /// Starts the program.
    pub(crate) fn start(&self, args: &[&str]) -> Running {
        Running::of(self.command(args))
    }

    /// Lists the processes whose command line names this folder.
    pub(crate) fn processes(&self) -> Vec<String> {
        let name = self.folder.path().to_str().unwrap();
        let all = fs::read_dir("/proc").unwrap().flatten();
        let lines = all.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
        let lines = lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " "));
        lines.filter(|line| line.contains(name)).collect()
    }

    /// Returns the process id of the private PostgreSQL.
    pub(crate) fn postmaster(&self) -> String {
        let file = self.path("data/postgres/data/postmaster.pid");
        fs::read_to_string(file).unwrap().lines().next().unwrap().to_owned()
    }
}

/// How the program ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

/// The running program; killed when the test fails.
pub(crate) struct Running {
    child: Child,
    lines: Receiver<String>,
    said: Vec<String>,
}

impl Running {
    /// Starts a command, and listens to its standard error.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let (tell, lines) = channel();
        let stderr = child.stderr.take().unwrap();
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                // Nobody listens any more once the test is over.
                let _ = tell.send(line);
            }
        });
        Self { child, lines, said: Vec::new() }
    }

    /// Waits for a line of its standard error that holds a text.
    pub(crate) fn hear(&mut self, text: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    self.said.push(line.clone());
                    if line.contains(text) {
                        return line;
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("{text:?} was not heard: {:#?}", self.said),
                Err(RecvTimeoutError::Disconnected) => panic!("ended without {text:?}: {:#?}", self.said),
            }
        }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Ended {
        let mut out = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        let code = self.child.wait().unwrap().code();
        let rest: Vec<String> = self.lines.iter().collect();
        self.said.extend(rest);
        Ended { code, out, err: self.said.join("\n") }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Ended already, where the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes a clip of a few seconds with ffmpeg.
pub(crate) fn film(path: &Path) {
    let mut ffmpeg = command(Path::new("ffmpeg"));
    let graph = "testsrc2=s=640x360:r=30:d=2[a];mandelbrot=s=640x360:r=30,trim=duration=2,format=yuv420p[b];\
                 [a][b]concat=n=2[v];sine=d=4[s]";
    ffmpeg.args(["-v", "error", "-filter_complex", graph, "-map", "[v]", "-map", "[s]"]);
    let output = ffmpeg.args(["-c:v", "libx264", "-preset", "ultrafast"]).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", Ended::of(&output).err);
}

/// Asks ffprobe for a video's size, such as `1080,1920`.
pub(crate) fn size_of(path: &Path) -> String {
    let mut ffprobe = command(Path::new("ffprobe"));
    ffprobe.args(["-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height"]);
    let output = ffprobe.args(["-of", "csv=p=0"]).arg(path).output().unwrap();
    Ended::of(&output).out.trim().to_owned()
}

#[expect(clippy::disallowed_methods, reason = "the one place of these tests that starts children")]
fn command(program: &Path) -> Command {
    Command::new(program)
}

#[expect(clippy::disallowed_methods, reason = "the tools are found where the tests were started")]
fn env_path() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap()
}
