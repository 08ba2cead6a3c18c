//! What the files in the wild call the model's inputs and outputs.

use std::path::Path;

use onnx::{Element, ModelError, Outlet, RunError, Session, Stop, Tensor};

use crate::voices::WIDTH;

/// The names of a model's inputs and where its outputs are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Graph {
    tokens: String,
    /// Older models take the speed as a whole number.
    whole_speed: bool,
    audio: usize,
    duration: Option<usize>,
}

/// What a chunk is spoken from.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) ids: Vec<i64>,
    pub(crate) style: [f32; WIDTH],
    pub(crate) speed_percent: u16,
}

/// What a model answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) samples: Vec<f32>,
    /// Frames of each token, the pads at both ends included; older models do not tell.
    pub(crate) frames: Option<Vec<u32>>,
}

impl Graph {
    /// Reads the names from a session.
    ///
    /// # Errors
    /// [`ModelError::WrongGraph`] when it is no Kokoro.
    pub(crate) fn of(session: &Session, model: &Path) -> Result<Self, ModelError> {
        Self::read(session.inputs(), session.outputs())
            .map_err(|reason| ModelError::WrongGraph { model: model.to_owned(), reason })
    }

    fn read(inputs: &[Outlet], outputs: &[Outlet]) -> Result<Self, String> {
        let tokens = named(inputs, &["tokens", "input_ids"], &[Element::I64])?;
        named(inputs, &["style"], &[Element::F32])?;
        let speed = named(inputs, &["speed"], &[Element::F32, Element::I32])?;
        if inputs.len() != 3 {
            return Err(format!("it has {} inputs, not 3", inputs.len()));
        }
        let audio = named(outputs, &["audio", "waveform"], &[Element::F32])?;
        let place = |wanted: &str| outputs.iter().position(|outlet| outlet.name == wanted);
        Ok(Self {
            tokens: tokens.name.clone(),
            whole_speed: speed.element == Element::I32,
            audio: place(&audio.name).unwrap_or_default(),
            duration: place("duration"),
        })
    }

    /// Tells whether the model can speak at a speed; older ones only at whole ones.
    pub(crate) fn takes_speed(&self, percent: u16) -> bool {
        !self.whole_speed || percent.is_multiple_of(100)
    }

    /// Speaks a chunk.
    pub(crate) fn run(&self, session: &mut Session, ask: &Ask, stop: &Stop) -> Result<Answer, RunError> {
        let ids: Vec<i64> = [0].into_iter().chain(ask.ids.iter().copied()).chain([0]).collect();
        let length = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let speed = if self.whole_speed {
            Tensor::i32([1], vec![i32::from(ask.speed_percent / 100)])
        } else {
            Tensor::f32([1], vec![f32::from(ask.speed_percent) / 100.0])
        };
        let inputs = [
            (self.tokens.as_str(), Tensor::i64([1, length], ids)),
            ("style", Tensor::f32([1, 256], ask.style.to_vec())),
            ("speed", speed),
        ];
        let mut outputs: Vec<Option<Tensor>> = session.run(&inputs, stop)?.into_iter().map(Some).collect();
        let mut take = |place: usize| outputs.get_mut(place).and_then(Option::take);
        let samples = take(self.audio).and_then(Tensor::into_f32);
        let frames = self.duration.and_then(&mut take).and_then(Tensor::into_integers);
        Ok(Answer {
            samples: samples.ok_or_else(|| RunError::Failed("the model gave no sound".to_owned()))?,
            frames: frames.and_then(|all| all.into_iter().map(|frames| u32::try_from(frames).ok()).collect()),
        })
    }
}

fn named<'o>(outlets: &'o [Outlet], names: &[&str], elements: &[Element]) -> Result<&'o Outlet, String> {
    let found = outlets.iter().find(|outlet| names.contains(&outlet.name.as_str()));
    let found = found.ok_or_else(|| format!("it has no {}", names.join(" or ")))?;
    if elements.contains(&found.element) {
        Ok(found)
    } else {
        Err(format!("its {} is of another kind", found.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlet(name: &str, element: Element) -> Outlet {
        Outlet { name: name.to_owned(), element, shape: Vec::new() }
    }

    fn read(inputs: [(&str, Element); 3], outputs: &[(&str, Element)]) -> Result<Graph, String> {
        let outlets =
            |all: &[(&str, Element)]| -> Vec<Outlet> { all.iter().map(|(n, e)| outlet(n, *e)).collect() };
        Graph::read(&outlets(&inputs), &outlets(outputs))
    }

    #[test]
    fn the_names_and_kinds_of_the_files_in_the_wild_are_known() {
        use Element::{F32, I32, I64};
        let newer =
            read([("tokens", I64), ("style", F32), ("speed", F32)], &[("waveform", F32), ("duration", I64)])
                .unwrap();
        assert_eq!((newer.audio, newer.duration), (0, Some(1)));
        assert!(newer.takes_speed(125));
        let older = read([("input_ids", I64), ("style", F32), ("speed", I32)], &[("audio", F32)]).unwrap();
        assert_eq!((older.tokens.as_str(), older.duration), ("input_ids", None));
        assert!(older.takes_speed(200) && !older.takes_speed(125));
    }

    #[test]
    fn another_model_is_told_by_what_it_lacks() {
        use Element::{F32, I64, Other};
        let inputs = [("tokens", I64), ("style", F32), ("speed", F32)];
        let lacks = |inputs, outputs: &[(&str, Element)]| read(inputs, outputs).unwrap_err();
        assert!(lacks([("input", I64), inputs[1], inputs[2]], &[]).contains("tokens or input_ids"));
        assert!(lacks([inputs[0], ("style", Other), inputs[2]], &[]).contains("style"));
        assert!(lacks(inputs, &[("output", F32)]).contains("audio or waveform"));
    }
}
