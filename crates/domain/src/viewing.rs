//! Viewing: what a browser needs to look through footage without its whole file.

use serde::{Deserialize, Serialize};

/// What was made of a source video for looking through it. Each part is a file under a key of the video's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewing {
    /// How the sprites lie on their sheet.
    pub sprites: SpriteSheet,
    /// Whether there is a [`SoundCurve`].
    pub has_sound_curve: bool,
}

/// Small pictures of a source video in rows on one large one, from its beginning to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpriteSheet {
    /// How many there are.
    pub count: u32,
    /// How many stand in a row.
    pub columns: u32,
    /// The width of each in pixels.
    pub width: u32,
    /// The height of each in pixels.
    pub height: u32,
    /// How far the moment of each is from that of the one before, in milliseconds; the first is of the beginning.
    pub each_ms: u32,
}

/// What is to be heard in a source video, as far as its level tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoundCurve {
    /// The highest level in each tenth of a second, from 0 (nothing) to 1 (full scale).
    pub peaks: Vec<f32>,
    /// The spans in which nothing is to be heard.
    pub silences: Vec<SoundSpan>,
    /// The spans between them, by level alone: speech, music or any other sound.
    pub sounds: Vec<SoundSpan>,
}

impl SoundCurve {
    /// How many peaks there are a second.
    pub const PEAKS_EACH_SECOND: u32 = 10;
}

/// A span of sound or silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoundSpan {
    /// Where it begins, in milliseconds.
    pub start_ms: u32,
    /// Where it ends, in milliseconds.
    pub end_ms: u32,
}
