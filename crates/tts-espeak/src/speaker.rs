//! The process that speaks: it reads one request, answers it and ends.

use std::{
    io::{self, Read, Write},
    path::PathBuf,
    sync::atomic::AtomicBool,
};

use phonemes::{EspeakLibrary, EspeakPaths, SpeakError, Spoken};
use serde::{Deserialize, Serialize};

/// What to say, in which voice; JSON on standard input.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) library: PathBuf,
    pub(crate) data: Option<PathBuf>,
    pub(crate) voice: String,
    pub(crate) words: Vec<String>,
    pub(crate) speed_percent: u16,
}

/// The answer; a line of JSON on standard output, before the samples as little-endian 16-bit integers.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// It was spoken: each word from a sample to the one after its last.
    Spoken { rate_hz: u32, words: Vec<(usize, usize)> },
    /// The voice says nothing for this text.
    NoSound,
    /// The library is not there any more, and what would change that.
    Unavailable { cure: String },
    /// It failed otherwise.
    Failed { reason: String },
}

/// Answers the one request on `input`: the main function of the process that speaks.
///
/// # Errors
/// When the input cannot be read or the output not written; what the library refuses is an answer.
pub fn serve_speaker(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut request = Vec::new();
    input.read_to_end(&mut request)?;
    let request = serde_json::from_slice(&request)?;
    let (answer, samples) = match speak(&request) {
        Ok(spoken) => {
            let words = spoken.words.iter().map(|span| (span.start, span.end)).collect();
            (Answer::Spoken { rate_hz: spoken.rate_hz, words }, spoken.samples)
        }
        Err(error) => (refusal(&error), Vec::new()),
    };
    serde_json::to_writer(&mut output, &answer)?;
    output.write_all(b"\n")?;
    let bytes: Vec<u8> = samples.into_iter().flat_map(i16::to_le_bytes).collect();
    output.write_all(&bytes)?;
    output.flush()
}

fn speak(request: &Request) -> Result<Spoken, SpeakError> {
    let paths = EspeakPaths {
        library: Some(request.library.clone()),
        data: request.data.clone(),
        extra_search: Vec::new(),
    };
    // To cancel, the process is killed.
    let never = AtomicBool::new(false);
    EspeakLibrary::open(&paths)?.synthesize(&request.voice, &request.words, request.speed_percent, &never)
}

fn refusal(error: &SpeakError) -> Answer {
    match error {
        SpeakError::NoSound => Answer::NoSound,
        SpeakError::Library(error) => Answer::Unavailable { cure: error.to_string() },
        other => Answer::Failed { reason: other.to_string() },
    }
}
