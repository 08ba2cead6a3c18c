//! Faults: what goes wrong, and for whom.

use std::time::Duration;

use super::http::{FakeAnswer, FakeRequest};

/// Whose requests fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    /// Those with a key.
    Key(String),
    /// Those for a voice.
    Voice(String),
    /// Those whose path begins like this.
    Path(&'static str),
    /// Those for speech.
    Speech,
}

impl On {
    pub(crate) fn is_for(&self, request: &FakeRequest) -> bool {
        match self {
            Self::Key(key) => request.key() == key,
            Self::Voice(voice) => request.voice() == voice,
            Self::Path(beginning) => request.path.starts_with(beginning),
            Self::Speech => request.is_speech(),
        }
    }
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Something else is answered, and nothing is made.
    Answer(FakeAnswer),
    /// It is done and charged, but the connection ends before the answer.
    CutBeforeAnswer,
    /// The connection ends in the middle of the answer.
    CutInTheMiddle,
    /// Nothing is ever answered.
    Hang,
    /// The answer takes so long.
    Slow(Duration),
    /// The answer has an odd sound.
    Sound(SoundFault),
}

/// What is odd about a sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoundFault {
    /// It is not base64.
    NotBase64,
    /// It ends in the middle of a sample.
    OddBytes,
    /// It is empty.
    Empty,
    /// The places of the characters are missing.
    NoAlignment,
    /// They are there only for the text as it was spoken.
    NormalizedAlone,
    /// The cost is not told.
    NoCost,
    /// It comes as audio and not as JSON.
    WrongType,
    /// It is far longer than the text.
    Endless,
}
