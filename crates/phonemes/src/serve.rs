//! The process that reads texts as phonemes: a line of JSON asks, a line of JSON answers, until the input ends.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

use crate::espeak::{EspeakPaths, Reader};

/// Texts to read in a voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) paths: EspeakPaths,
    pub(crate) voice: String,
    /// Whether `^` is to stand between the letters of one sound.
    pub(crate) tied: bool,
    pub(crate) texts: Vec<String>,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// The phonemes of each text.
    Phonemes(Vec<String>),
    /// The library has no such voice.
    NoSuchVoice,
    /// The library is not there, and what would change that.
    Unavailable { cure: String },
}

/// Answers the requests on `input` until it ends: the main function of the process that reads.
///
/// # Errors
/// When the input cannot be read or the output not written; what the library refuses is an answer.
pub fn serve_phonemes(input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    end_with_parent()?;
    let mut reader = None;
    for line in input.lines() {
        let request = serde_json::from_str(&line?)?;
        serde_json::to_writer(&mut output, &answer(&mut reader, request))?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// Has the system end this process with the one that started it, should a text make the library hang just then;
/// otherwise the end of the input does it.
#[cfg(target_os = "linux")]
fn end_with_parent() -> io::Result<()> {
    use rustix::process::{Signal, set_parent_process_death_signal};

    Ok(set_parent_process_death_signal(Some(Signal::KILL))?)
}

#[cfg(not(target_os = "linux"))]
fn end_with_parent() -> io::Result<()> {
    Ok(())
}

fn answer(loaded: &mut Option<Reader>, request: Request) -> Answer {
    if loaded.as_ref().is_some_and(|reader| *reader.paths() != request.paths) {
        // First unloaded, since a process has one library at a time.
        *loaded = None;
    }
    let reader = match loaded.take() {
        Some(reader) => loaded.insert(reader),
        None => match Reader::open(request.paths) {
            Ok(reader) => loaded.insert(reader),
            Err(error) => return Answer::Unavailable { cure: error.to_string() },
        },
    };
    if !reader.choose(&request.voice) {
        return Answer::NoSuchVoice;
    }
    Answer::Phonemes(request.texts.iter().map(|text| reader.phonemes(text, request.tied)).collect())
}
