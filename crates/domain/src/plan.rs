//! The render plan: the pure value that says exactly what to render.

use serde::{Deserialize, Serialize};

use crate::{
    Canvas, CaptionStyle, Choice, ContentHash, Cue, EndCard, Format, Frames, Look, Mix, Motion, Narration,
    Quality, SourceVideoId, Transform, Transition,
};

/// What one clip consists of, in whole frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderPlan {
    /// Where it will be shown.
    pub format: Format,
    /// How carefully it is encoded.
    pub quality: Quality,
    /// One chunk a sentence, in order; then the end card, where there is one.
    pub chunks: Vec<Chunk>,
    /// What sounds beside the voice.
    pub mix: Mix,
}

/// A sentence's picture, captions and sound; or the end card.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Chunk {
    /// The length.
    pub frames: Frames,
    /// The shot before the chunk, for a first cut that begins with a transition.
    pub before: Option<Cut>,
    /// The cuts in order; their frames sum to the length. None in an end card.
    pub cuts: Vec<Cut>,
    /// The captions, in frames from the chunk's beginning.
    pub captions: Vec<Cue>,
    /// How the captions look.
    pub style: CaptionStyle,
    /// What is done to every picture.
    pub look: Look,
    /// What is shown in place of footage.
    pub card: Option<EndCard>,
    /// Names the sentence's sound in the profile's cache; nothing is said in an end card.
    pub sound: Option<ContentHash>,
}

/// A stretch of a source video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cut {
    /// The source video.
    pub source_video: SourceVideoId,
    /// Where it begins, in milliseconds.
    pub start_ms: u32,
    /// How long it is shown; at another speed, as long as it is shown.
    pub frames: Frames,
    /// How the picture is shown.
    pub transform: Transform,
    /// How the view of a still picture moves.
    pub motion: Motion,
    /// How the shot before becomes this one.
    pub entry: Transition,
}

impl Chunk {
    /// Shows cuts as they were filmed, with captions in the standard style and nothing to hear.
    pub fn plain(cuts: Vec<Cut>, captions: Vec<Cue>) -> Self {
        Self {
            frames: cuts.iter().map(|cut| cut.frames).sum(),
            before: None,
            cuts,
            captions,
            style: CaptionStyle::default(),
            look: Look::default(),
            card: None,
            sound: None,
        }
    }
}

impl Cut {
    /// Shows a stretch as it was filmed.
    pub fn plain(source_video: SourceVideoId, start_ms: u32, frames: Frames) -> Self {
        Self {
            source_video,
            start_ms,
            frames,
            transform: Transform::default(),
            motion: Motion::Still,
            entry: Transition::Cut,
        }
    }
}

impl RenderPlan {
    /// Joins a narration, the shots chosen for it, and the look of its captions.
    pub fn of(narration: &Narration, choice: &Choice, style: CaptionStyle) -> Self {
        let cut = |shot: &crate::Shot| Cut::plain(shot.source_video, shot.start_ms, shot.frames);
        let chunk = |(sentence, shots): (&crate::SpokenSentence, &Vec<crate::Shot>)| Chunk {
            style,
            sound: Some(sentence.sound.clone()),
            ..Chunk::plain(shots.iter().map(cut).collect(), style.cues(&sentence.words, sentence.frames))
        };
        Self {
            format: Format::default(),
            quality: Quality::default(),
            chunks: narration.sentences.iter().zip(&choice.sentences).map(chunk).collect(),
            mix: Mix::default(),
        }
    }

    /// Returns the whole length.
    pub fn frames(&self) -> Frames {
        self.chunks.iter().map(|chunk| chunk.frames).sum()
    }

    /// Returns the size of the picture.
    pub const fn canvas(&self) -> Canvas {
        self.quality.canvas(self.format)
    }
}
