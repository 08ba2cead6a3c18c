//! Starts the few children of this crate: ffmpeg for sample footage, and programs that tell their version.

use std::{ffi::OsString, io, path::Path, process::Stdio};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader},
    process::Command,
};

/// What a child needs to find programs and libraries, and no secret.
const INHERITED: [&str; 4] = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR"];

#[expect(clippy::disallowed_methods, reason = "the one place of this crate where children are started")]
fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    let passed = std::env::vars_os().filter(|(name, _)| INHERITED.iter().any(|known| name == known));
    // A group of its own: Ctrl-C in the terminal is ours to hear, and dropping the future ends the child.
    command.env_clear().envs(passed).kill_on_drop(true).process_group(0).stdin(Stdio::null());
    command
}

/// Runs a program to its end and hands each line of its output on.
///
/// # Errors
/// When it cannot be started, or ends badly: with its last words.
pub(crate) async fn run(
    program: &Path,
    args: impl IntoIterator<Item = OsString>,
    mut line: impl FnMut(&str),
) -> io::Result<()> {
    let mut command = command(program);
    let mut child = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let read_lines = async {
        if let Some(out) = out {
            let mut lines = BufReader::new(out).lines();
            while let Some(text) = lines.next_line().await? {
                line(&text);
            }
        }
        Ok::<(), io::Error>(())
    };
    let read_words = async {
        let mut words = Vec::new();
        if let Some(mut err) = err {
            err.read_to_end(&mut words).await?;
        }
        Ok::<_, io::Error>(words)
    };
    let ((), words) = tokio::try_join!(read_lines, read_words)?;
    let status = child.wait().await?;
    if status.success() {
        return Ok(());
    }
    let words = String::from_utf8_lossy(&words);
    let last = words.lines().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>();
    Err(io::Error::other(format!("{} ended with {status}: {}", program.display(), last.join("; "))))
}

/// Returns the first line that a program prints for `--version`.
///
/// # Errors
/// When it cannot be started or ends badly.
pub(crate) async fn version(program: &Path) -> io::Result<String> {
    let mut first = None;
    run(program, [OsString::from("--version")], |line| {
        first.get_or_insert_with(|| line.to_owned());
    })
    .await?;
    Ok(first.unwrap_or_default())
}
