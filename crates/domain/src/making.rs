//! Making: what a person settles for the videos of a project.

use serde::{Deserialize, Serialize};

use crate::{CaptionStyle, EndCard, Format, Look, Mix, Quality, SegmentId, Transition};

/// What a person settles for the videos of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Making {
    /// Where they will be shown.
    pub format: Format,
    /// How carefully they are encoded.
    pub quality: Quality,
    /// How shots are matched to sentences.
    pub matching: Matching,
    /// The shots that the person chose; they win over every rule.
    pub pins: Vec<Pin>,
    /// How variants may differ beside their opening.
    pub vary: Vary,
    /// How one shot becomes the next.
    pub transition: Transition,
    /// How captions look; as the profile's settings say when absent.
    pub captions: Option<CaptionStyle>,
    /// What is done to every picture; as the profile's settings say when absent.
    pub look: Option<Look>,
    /// What sounds beside the voice.
    pub mix: Mix,
    /// The card at the end.
    pub end_card: Option<EndCard>,
}

/// How shots are matched to sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// A little of everything.
    #[default]
    Balanced,
    /// Keywords before all.
    KeywordStrict,
    /// As many different shots and sources as there are.
    MaxVariety,
    /// In an order of chance, the same for the same seed.
    Shuffle,
}

impl Matching {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Balanced, Self::KeywordStrict, Self::MaxVariety, Self::Shuffle];
}

/// A shot that the person chose for a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pin {
    /// The sentence, from 0.
    pub sentence: u16,
    /// The segment that opens it.
    pub segment: SegmentId,
}

/// How variants may differ beside their opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Vary {
    /// The sentences between the first and the last change their order.
    pub order: bool,
    /// Each has another voice of the same engine and language.
    pub voice: bool,
    /// Each has another style of captions.
    pub captions: bool,
    /// Each has another piece of the profile's music.
    pub music: bool,
}
