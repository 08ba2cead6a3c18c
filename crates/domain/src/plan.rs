//! The render plan: the pure value that says exactly what to render.

use serde::{Deserialize, Serialize};

use crate::{CaptionStyle, Choice, ContentHash, Cue, Frames, Narration, SourceVideoId, cues};

/// What one clip consists of, in whole frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderPlan {
    /// One chunk a sentence, in order.
    pub chunks: Vec<Chunk>,
}

/// A sentence's picture, captions and sound.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Chunk {
    /// The length.
    pub frames: Frames,
    /// The cuts in order; their frames sum to the length.
    pub cuts: Vec<Cut>,
    /// The captions, in frames from the chunk's beginning.
    pub captions: Vec<Cue>,
    /// How the captions look.
    pub style: CaptionStyle,
    /// Names the sentence's sound in the profile's cache.
    pub sound: ContentHash,
}

/// A stretch of a source video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cut {
    /// The source video.
    pub source_video: SourceVideoId,
    /// Where it begins, in milliseconds.
    pub start_ms: u32,
    /// How long it is shown.
    pub frames: Frames,
}

impl RenderPlan {
    /// Joins a narration, the shots chosen for it, and the look of its captions.
    pub fn of(narration: &Narration, choice: &Choice, style: CaptionStyle) -> Self {
        let chunk = |(sentence, shots): (&crate::SpokenSentence, &Vec<crate::Shot>)| Chunk {
            frames: sentence.frames,
            cuts: shots
                .iter()
                .map(|shot| Cut {
                    source_video: shot.source_video,
                    start_ms: shot.start_ms,
                    frames: shot.frames,
                })
                .collect(),
            captions: cues(&sentence.words, sentence.frames),
            style,
            sound: sentence.sound.clone(),
        };
        Self { chunks: narration.sentences.iter().zip(&choice.sentences).map(chunk).collect() }
    }

    /// Returns the whole length.
    pub fn frames(&self) -> Frames {
        self.chunks.iter().map(|chunk| chunk.frames).sum()
    }
}
