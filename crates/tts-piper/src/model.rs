//! A voice's model, ready to speak.

use std::path::Path;

use domain::{TtsError, whole};
use onnx::{Element, ModelError, OnnxRuntime, Outline, RunError, Session, SessionOptions, Stop, Tensor};

use crate::config::Scales;

/// No voice's file comes near this.
const MAX_BYTES: u64 = 1 << 30;

/// A model in a session of its own.
#[derive(Debug)]
pub(crate) struct Model {
    session: Session,
    sound: usize,
    frames: Option<usize>,
    several_speakers: bool,
}

/// What one run of the model gave.
#[derive(Debug)]
pub(crate) struct Sound {
    pub(crate) samples: Vec<f32>,
    /// How many frames each id has; empty where the model does not tell.
    pub(crate) frames: Vec<usize>,
}

impl Sound {
    /// Tells whether the lengths of the ids are those of the sound.
    pub(crate) fn tells(&self, hop: usize) -> bool {
        !self.frames.is_empty()
            && self.frames.iter().sum::<usize>().checked_mul(hop) == Some(self.samples.len())
    }
}

/// What is spoken, and how.
#[derive(Debug, Clone)]
pub(crate) struct Utterance {
    pub(crate) ids: Vec<i64>,
    pub(crate) scales: Scales,
    pub(crate) speaker: i64,
}

/// Looks at a file from the outside: whether it is whole, and a model of Piper's.
///
/// # Errors
/// [`ModelError`], with the cure.
pub(crate) fn look_at(file: &Path) -> Result<Outline, ModelError> {
    let unreadable = |source| ModelError::Unreadable { model: file.to_owned(), source };
    let size = std::fs::metadata(file).map_err(unreadable)?.len();
    if size > MAX_BYTES {
        return Err(wrong(file, format!("it has {size} bytes, which no voice of Piper's has")));
    }
    let outline = Outline::read(file)?;
    for needed in ["input", "input_lengths", "scales"] {
        if !outline.inputs().iter().any(|name| name == needed) {
            let found = outline.inputs().join(", ");
            return Err(wrong(file, format!("a voice of Piper's takes {needed:?}, this takes {found}")));
        }
    }
    Ok(outline)
}

/// Names the output that tells how many frames each id has, where the graph has exactly one that can: what rounds the
/// lengths up to frames.
pub(crate) fn frames(outline: &Outline) -> Option<String> {
    if let [only] = outline.given_by("Ceil").as_slice() { Some((*only).to_owned()) } else { None }
}

impl Model {
    /// Makes a session of a model that was read, whose output `frames` tells how many frames each id has.
    ///
    /// # Errors
    /// [`ModelError`], with the cure.
    pub(crate) fn load(
        runtime: &OnnxRuntime,
        read: &onnx::Model,
        frames: Option<&str>,
        threads: usize,
    ) -> Result<Self, ModelError> {
        let session = Session::of_model(runtime, read, SessionOptions { threads, spin: false })?;
        Self::of(session, frames).map_err(|reason| wrong(read.file(), reason))
    }

    fn of(session: Session, frames: Option<&str>) -> Result<Self, String> {
        let mut several_speakers = false;
        for input in session.inputs() {
            let expected = match input.name.as_str() {
                "input" | "input_lengths" => Element::I64,
                "scales" => Element::F32,
                "sid" => {
                    several_speakers = true;
                    Element::I64
                }
                other => return Err(format!("it takes {other:?}, too")),
            };
            if input.element != expected {
                return Err(format!("its {:?} is of another kind of number", input.name));
            }
        }
        let output = |wanted: &str| session.outputs().iter().position(|output| output.name == wanted);
        let frames = frames.and_then(output);
        let first = (0..session.outputs().len()).find(|n| Some(*n) != frames);
        let sound = output("output").or(first).ok_or("it gives no sound")?;
        Ok(Self { session, sound, frames, several_speakers })
    }

    /// Speaks.
    ///
    /// # Errors
    /// [`TtsError::BadSound`] or [`TtsError::Failed`].
    pub(crate) fn speak(&mut self, utterance: Utterance, stop: &Stop) -> Result<Sound, TtsError> {
        let count =
            i64::try_from(utterance.ids.len()).map_err(|error| TtsError::Failed(error.to_string()))?;
        let Scales { noise, length, noise_of_lengths } = utterance.scales;
        let mut inputs = vec![
            ("input", Tensor::i64([1, count], utterance.ids)),
            ("input_lengths", Tensor::i64([1], vec![count])),
            ("scales", Tensor::f32([3], vec![noise, length, noise_of_lengths])),
        ];
        if self.several_speakers {
            inputs.push(("sid", Tensor::i64([1], vec![utterance.speaker])));
        }
        let outputs = self.session.run(&inputs, stop).map_err(|error| match error {
            RunError::Stopped => TtsError::Failed("it was stopped".to_owned()),
            RunError::Failed(reason) => TtsError::Failed(reason),
        })?;
        let ids = usize::try_from(count).unwrap_or_default();
        self.sound(outputs, ids)
    }

    fn sound(&self, outputs: Vec<Tensor>, ids: usize) -> Result<Sound, TtsError> {
        let mut found = Sound { samples: Vec::new(), frames: Vec::new() };
        for (n, output) in outputs.into_iter().enumerate() {
            if n == self.sound {
                found.samples = output.into_f32().unwrap_or_default();
            } else if Some(n) == self.frames {
                let lengths = output.into_f32().unwrap_or_default();
                found.frames = lengths.into_iter().map(frame_count).collect();
            }
        }
        if found.samples.is_empty() || found.samples.iter().any(|sample| !sample.is_finite()) {
            return Err(TtsError::BadSound("the model gave no sound that can be played".to_owned()));
        }
        if found.frames.len() != ids {
            found.frames.clear();
        }
        for sample in &mut found.samples {
            *sample = sample.clamp(-1.0, 1.0);
        }
        Ok(found)
    }
}

fn frame_count(frames: f32) -> usize {
    usize::try_from(whole(f64::from(frames))).unwrap_or_default()
}

fn wrong(file: &Path, reason: String) -> ModelError {
    ModelError::WrongGraph { model: file.to_owned(), reason }
}
