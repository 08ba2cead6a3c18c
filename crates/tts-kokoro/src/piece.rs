//! A text that was read, and the pieces of its sound.

use std::{ops::Range, sync::Arc};

use domain::{Speech, TimingKind, TtsError};
use onnx::{Session, Stop};
use phonemes::{PhonemeError, Phonemizer, WordPhonemes};

use crate::{
    chunks::{self, Token, seam},
    graph::{Ask, Graph},
    model::{Model, failed},
    sound,
    timing::{self, Edges},
    voices::Styles,
};

/// A speech, ready to be spoken.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) tokens: Vec<Token>,
    pub(crate) model: Arc<Model>,
    words: Vec<String>,
    runs: Vec<WordPhonemes>,
    styles: Arc<Styles>,
    speed_percent: u16,
}

/// Sound, and where the words of it lie in it, in samples.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Piece {
    pub(crate) samples: Vec<f32>,
    pub(crate) places: Vec<Range<usize>>,
    /// How the places are known; `None` when there is no sound yet.
    pub(crate) kind: Option<TimingKind>,
}

impl Piece {
    /// Puts another piece behind.
    pub(crate) fn append(&mut self, next: Self) {
        let offset = self.samples.len();
        self.samples.extend(next.samples);
        self.places.extend(next.places.into_iter().map(|place| place.start + offset..place.end + offset));
        self.kind = match (self.kind, next.kind) {
            (Some(TimingKind::Estimated), _) | (_, Some(TimingKind::Estimated)) => {
                Some(TimingKind::Estimated)
            }
            (known, next) => known.or(next),
        };
    }
}

impl Text {
    /// Reads a speech in the language of its voice.
    ///
    /// # Errors
    /// [`TtsError::BadSound`] when there is nothing in it that the voice says.
    pub(crate) fn read(
        phonemizer: &Phonemizer,
        speech: &Speech,
        language: &str,
        styles: Arc<Styles>,
        model: Arc<Model>,
    ) -> Result<Self, TtsError> {
        let runs = phonemizer.kokoro(speech.words(), language).map_err(|error| match error {
            PhonemeError::Unavailable { cure } => TtsError::Unavailable { cure },
            PhonemeError::BadText(reason) => TtsError::BadSound(reason),
            other => TtsError::Failed(other.to_string()),
        })?;
        let tokens = chunks::tokens(&runs);
        if !tokens.iter().any(|token| token.sounds()) {
            let reason = "it says nothing for this text; change the text or choose another voice";
            return Err(TtsError::BadSound(reason.to_owned()));
        }
        let words = speech.words().to_vec();
        Ok(Self { tokens, model, words, runs, styles, speed_percent: speech.speed().as_percent() })
    }

    /// Speaks a chunk, with the pause that follows it.
    pub(crate) fn speak(
        &self,
        chunk: &Range<usize>,
        session: &mut Session,
        graph: &Graph,
        stop: &Stop,
    ) -> Result<Piece, TtsError> {
        if !graph.takes_speed(self.speed_percent) {
            let reason = "this older model of Kokoro speaks at speed 1 or 2 only; choose one of them, or fetch a newer \
                          model: edit-factory models pull kokoro-v1.0";
            return Err(TtsError::Refused(reason.to_owned()));
        }
        let tokens = without_spaces_around(self.tokens.get(chunk.clone()).unwrap_or_default());
        let ids: Vec<i64> = tokens.iter().map(|token| token.id).collect();
        let no_voice = || TtsError::Failed("the voice has no style".to_owned());
        let style = *self.styles.of(ids.len()).ok_or_else(no_voice)?;
        let ask = Ask { ids, style, speed_percent: self.speed_percent };
        let mut answer = graph.run(session, &ask, stop).map_err(|error| failed(&error))?;
        if !sound::tame(&mut answer.samples) {
            return Err(TtsError::BadSound("the model answers no numbers; fetch it again".to_owned()));
        }
        let mut piece = self.piece(chunk, tokens, answer.samples, answer.frames.as_deref())?;
        if chunk.end < self.tokens.len() {
            let pause = sound::pause(seam(&self.tokens, chunk.end.saturating_sub(1)));
            piece.samples.resize(piece.samples.len() + pause, 0.0);
        }
        Ok(piece)
    }

    /// Cuts the silence around a chunk's sound and finds its words.
    fn piece(
        &self,
        chunk: &Range<usize>,
        tokens: &[Token],
        mut samples: Vec<f32>,
        frames: Option<&[u32]>,
    ) -> Result<Piece, TtsError> {
        let mut sounding =
            tokens.iter().enumerate().filter(|(_, token)| token.sounds()).map(|(index, _)| index);
        let Some(heard) = sound::heard(&samples) else {
            if sounding.next().is_some() {
                return Err(TtsError::BadSound(
                    "the model was silent; change the text or choose another voice".to_owned(),
                ));
            }
            let places = vec![0..0; self.words_of(&self.runs_of(chunk))];
            return Ok(Piece { samples: Vec::new(), places, kind: None });
        };
        let told = frames.and_then(|frames| Edges::from_frames(frames, tokens.len(), samples.len()));
        let edges = told.unwrap_or_else(|| Edges::from_weights(tokens, &heard));
        let first = sounding.next();
        let last = sounding.next_back().or(first);
        let span = |index: Option<usize>| index.and_then(|index| edges.tokens.get(index));
        // What is heard may begin after a soft first sound, which is a word's all the same.
        let start = span(first).map_or(heard.start, |span| span.start.min(heard.start));
        let end = span(last).map_or(heard.end, |span| span.end.max(heard.end)).min(samples.len());
        samples.truncate(end);
        samples.drain(..start.min(end));
        let at = |sample: usize| sample.clamp(start, end) - start;
        let spans = tokens.iter().copied().zip(edges.tokens.iter().map(|span| at(span.start)..at(span.end)));
        let places = timing::words(&self.runs, &self.runs_of(chunk), &spans.collect::<Vec<_>>(), &self.words);
        Ok(Piece { samples, places, kind: Some(edges.kind) })
    }

    /// The runs that begin in a chunk; those without phonemes go with the run before them.
    fn runs_of(&self, chunk: &Range<usize>) -> Range<usize> {
        let begins = |token: usize| match (token.checked_sub(1), self.tokens.get(token)) {
            (None, _) => 0,
            (_, None) => self.runs.len(),
            (Some(before), Some(here)) => {
                let inside = self.tokens.get(before).is_some_and(|before| before.run == here.run);
                here.run + usize::from(inside)
            }
        };
        begins(chunk.start)..begins(chunk.end)
    }

    fn words_of(&self, runs: &Range<usize>) -> usize {
        self.runs.get(runs.clone()).unwrap_or_default().iter().map(|run| run.words.len()).sum()
    }
}

fn without_spaces_around(tokens: &[Token]) -> &[Token] {
    let sound = |token: &Token| token.symbol != ' ';
    let first = tokens.iter().position(sound).unwrap_or(tokens.len());
    let last = tokens.iter().rposition(sound).map_or(first, |last| last + 1);
    tokens.get(first..last).unwrap_or_default()
}
