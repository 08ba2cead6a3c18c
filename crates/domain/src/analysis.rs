//! What analysis finds in footage: spans worth showing, and how good they look.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{PictureHash, Probe, SoundCurve, SpriteSheet};

/// Measures of how a span looks, each from 0 (poor) to 1 (good).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Scores {
    /// How much moves.
    pub motion: f32,
    /// How much the picture changes over the span.
    pub variance: f32,
    /// How sharp it is.
    pub sharpness: f32,
    /// How far dark and light are apart.
    pub contrast: f32,
    /// How well exposed it is: 1 at mid-grey, 0 at black and white.
    pub brightness: f32,
    /// How steadily the camera is held: 1 without any shake; nothing for what was analysed before this was known.
    pub steadiness: Option<f32>,
}

impl Scores {
    /// Returns the one figure by which segments are ranked, from 0 to 1: the weights that people of the trade
    /// are used to (.40 motion, .20 variance, .20 sharpness, .15 contrast, .05 brightness). Motion counts as far as
    /// the camera is held steadily: a shake is no liveliness. Where that is not known, it counts whole.
    pub fn total(&self) -> f32 {
        0.40 * self.motion * self.steadiness.unwrap_or(1.0)
            + 0.20 * self.variance
            + 0.20 * self.sharpness
            + 0.15 * self.contrast
            + 0.05 * self.brightness
    }
}

/// A span that analysis found, with its picture.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalysedSegment {
    /// Where it begins, in milliseconds.
    pub start_ms: u32,
    /// Where it ends, in milliseconds.
    pub end_ms: u32,
    /// How good it looks.
    pub scores: Scores,
    /// What its middle looks like.
    pub hash: PictureHash,
    /// A JPEG of its middle, in the scratch folder of the analysis.
    pub thumbnail: PathBuf,
}

/// What analysis found in a source video.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// What probing found, with the length as decoded.
    pub probe: Probe,
    /// The spans worth showing, by place: those that were told while it ran, and what the end brought.
    pub segments: Vec<AnalysedSegment>,
    /// What a browser needs to look through it; nothing for a still picture.
    pub viewing: Option<ViewingFiles>,
}

/// What a browser needs to look through a source video, in the scratch folder of the analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewingFiles {
    /// A small MP4 that begins at once, without sound.
    pub proxy: PathBuf,
    /// A JPEG of the sprites.
    pub sheet: PathBuf,
    /// How they lie on it.
    pub sprites: SpriteSheet,
    /// What is to be heard; nothing where there is no sound track that can be read.
    pub sound: Option<SoundCurve>,
}

/// Told each span as soon as it is found, with its picture written, and what the video is.
pub type TellSegment<'p> = &'p (dyn Fn(&Probe, AnalysedSegment) + Send + Sync);

/// A [`TellSegment`] for which nobody waits.
pub fn ignore_segment(_probe: &Probe, _segment: AnalysedSegment) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_add_up_to_one() {
        let best = Scores {
            motion: 1.0,
            variance: 1.0,
            sharpness: 1.0,
            contrast: 1.0,
            brightness: 1.0,
            steadiness: None,
        };
        assert!((best.total() - 1.0).abs() < 1e-6);
        let steady = Scores { steadiness: Some(1.0), ..best };
        assert!((steady.total() - best.total()).abs() < 1e-6, "what was analysed before ranks as it did");
    }

    #[test]
    fn the_motion_of_a_shaking_camera_lifts_no_segment() {
        let pan = Scores { motion: 0.4, sharpness: 0.5, steadiness: Some(0.9), ..Scores::default() };
        let shake = Scores { motion: 1.0, steadiness: Some(0.1), ..pan };
        assert!(shake.total() < pan.total(), "{} {}", shake.total(), pan.total());
        let still = Scores { motion: 0.0, ..pan };
        let all_shake = Scores { steadiness: Some(0.0), ..shake };
        assert!((all_shake.total() - still.total()).abs() < 1e-6);
    }
}
