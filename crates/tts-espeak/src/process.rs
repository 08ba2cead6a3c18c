//! Starts the process that speaks, and reads what it said.

use std::{ffi::OsString, path::PathBuf, process::Stdio, time::Duration};

use domain::TtsError;
use tokio::{io::AsyncWriteExt, process::Command, time::timeout};

use crate::speaker::{Answer, Request};

/// The longest script takes a second; what takes this long hangs.
pub(crate) const LIMIT: Duration = Duration::from_mins(1);

/// What the system's loader may need to find the library; the rest of the environment holds secrets of the server.
const ENVIRONMENT: [&str; 3] = ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot"];

/// The command that starts [`serve_speaker`](crate::serve_speaker) in a process of its own.
#[derive(Debug, Clone)]
pub struct SpeakerCommand {
    /// The program, such as the running one.
    pub program: PathBuf,
    /// Its arguments, such as the name of a hidden command.
    pub args: Vec<OsString>,
}

/// What a speaker said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) answer: Answer,
    /// The samples as little-endian 16-bit integers.
    pub(crate) pcm: Vec<u8>,
}

/// Has a request spoken. Dropping the future kills the process.
pub(crate) async fn speak(
    speaker: &SpeakerCommand,
    request: &Request,
    limit: Duration,
) -> Result<Said, TtsError> {
    let request = serde_json::to_vec(request).map_err(|error| TtsError::Failed(error.to_string()))?;
    let hangs = |_| TtsError::BadSound(format!("espeak-ng did not end within {} s", limit.as_secs()));
    timeout(limit, ask(speaker, &request)).await.map_err(hangs)?
}

async fn ask(speaker: &SpeakerCommand, request: &[u8]) -> Result<Said, TtsError> {
    let program = speaker.program.display();
    let not_started =
        |error| TtsError::Failed(format!("{program}, which speaks, could not be started: {error}"));
    let mut child = command(speaker).spawn().map_err(not_started)?;
    if let Some(mut input) = child.stdin.take() {
        // A process that ended before it read all: its status tells more than the broken pipe.
        let _ = input.write_all(request).await;
    }
    let lost = |error| TtsError::Failed(format!("the sound of {program} was lost: {error}"));
    let output = child.wait_with_output().await.map_err(lost)?;
    if !output.status.success() {
        return Err(TtsError::BadSound(format!(
            "espeak-ng crashed ({}); change the text or choose another voice",
            output.status
        )));
    }
    said(output.stdout).ok_or_else(|| TtsError::Failed(format!("{program} did not answer as a speaker does")))
}

fn command(speaker: &SpeakerCommand) -> Command {
    #[expect(clippy::disallowed_methods, reason = "this is the place where the crate starts its child")]
    let mut command = Command::new(&speaker.program);
    let loader = std::env::vars_os().filter(|(name, _)| ENVIRONMENT.iter().any(|passed| name == passed));
    command.args(&speaker.args).env_clear().envs(loader).kill_on_drop(true);
    // Ctrl-C in the terminal ends the worker, which ends its children when it is ready to.
    #[cfg(unix)]
    command.process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn said(mut output: Vec<u8>) -> Option<Said> {
    let line = output.iter().position(|byte| *byte == b'\n')?;
    let pcm = output.split_off(line + 1);
    let answer = serde_json::from_slice(&output).ok()?;
    Some(Said { answer, pcm })
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    fn shell(script: &str) -> SpeakerCommand {
        SpeakerCommand { program: "/bin/sh".into(), args: vec!["-c".into(), script.into()] }
    }

    fn request() -> Request {
        Request {
            library: PathBuf::new(),
            data: None,
            voice: "x".to_owned(),
            words: vec!["x".repeat(1_000_000)],
            speed_percent: 100,
        }
    }

    async fn spoken_by(script: &str) -> Result<Said, TtsError> {
        speak(&shell(script), &request(), LIMIT).await
    }

    #[tokio::test]
    async fn an_answer_is_a_line_and_its_samples() {
        let said = spoken_by(
            r#"cat > /dev/null; echo '{"Spoken":{"rate_hz":8000,"words":[[0,1]]}}'; printf 'a\nb\n'"#,
        );
        let said = said.await.unwrap();
        assert_eq!(said.answer, Answer::Spoken { rate_hz: 8000, words: vec![(0, 1)] });
        assert_eq!(said.pcm, b"a\nb\n");
    }

    #[tokio::test]
    async fn a_crash_is_bad_sound_whether_or_not_the_request_was_read() {
        for script in ["kill -SEGV $$", "cat > /dev/null; kill -ABRT $$"] {
            let crash = spoken_by(script).await;
            assert!(
                matches!(&crash, Err(TtsError::BadSound(reason)) if reason.contains("signal")),
                "{crash:?}"
            );
        }
    }

    #[tokio::test]
    async fn what_is_no_speaker_is_told() {
        assert!(matches!(spoken_by("cat > /dev/null; echo hello").await, Err(TtsError::Failed(_))));
        let absent = SpeakerCommand { program: "/nowhere/speaker".into(), args: Vec::new() };
        let absent = speak(&absent, &request(), LIMIT).await.unwrap_err();
        assert!(absent.to_string().contains("/nowhere/speaker"), "{absent}");
    }

    #[tokio::test]
    async fn a_process_that_hangs_is_ended() {
        let hangs = speak(&shell("exec sleep 600"), &request(), Duration::from_millis(50)).await;
        assert!(matches!(hangs, Err(TtsError::BadSound(_))), "{hangs:?}");
    }

    #[tokio::test]
    async fn the_secrets_of_the_server_are_not_passed_on() {
        let command = command(&shell("true"));
        let passed = |name: &std::ffi::OsStr| ENVIRONMENT.iter().any(|known| name == *known);
        assert!(command.as_std().get_envs().all(|(name, _)| passed(name)));
        // An empty environment, not one with a few changes: the shell sets PWD and the like by itself.
        let said =
            spoken_by(r#"test -z "$CARGO_MANIFEST_DIR" || exit 1; cat > /dev/null; echo '"NoSound"'"#).await;
        assert_eq!(said.unwrap().answer, Answer::NoSound);
    }

    #[tokio::test]
    async fn dropping_the_future_kills_the_process() {
        let folder = tempfile::tempdir().unwrap();
        let note = folder.path().join("pid");
        let script = format!("echo $$ > {0}.new && mv {0}.new {0}; exec sleep 600", note.display());
        let speaker = shell(&script);
        let request = request();
        let pid = tokio::select! {
            ended = speak(&speaker, &request, LIMIT) => panic!("{ended:?}"),
            pid = written(&note) => pid,
        };
        let stat = format!("/proc/{}/stat", pid.trim());
        // Gone, or dead and not yet collected.
        while fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z ")) {
            tokio::task::yield_now().await;
        }
    }

    async fn written(note: &Path) -> String {
        loop {
            if let Ok(text) = fs::read_to_string(note) {
                return text;
            }
            tokio::task::yield_now().await;
        }
    }
}
