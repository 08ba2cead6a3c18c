//! The mix: what sounds beside the voice.

use serde::{Deserialize, Serialize};

use crate::MusicId;

/// What sounds beside the voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mix {
    /// Music under the voice.
    pub music: Option<MusicBed>,
    /// How loud the footage's own sound is, in hundredths: 0 (silent) to 100.
    pub original_percent: u8,
}

/// Music under the voice. It is repeated to the end, fades out there, and gives way while somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MusicBed {
    /// The piece, uploaded by this profile.
    pub music: MusicId,
    /// How loud it is without a voice, below the voice's loudness, in LU: 0 to 40.
    pub below_voice_lu: u8,
    /// Where in the piece it begins, in milliseconds.
    pub start_ms: u32,
}

/// Says what of a mix cannot be taken, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("music is 0 to 40 LU below the voice, and the original sound 0 to 100 %")]
pub struct InvalidMix;

impl Mix {
    /// Checks every figure.
    ///
    /// # Errors
    /// [`InvalidMix`].
    pub fn checked(self) -> Result<Self, InvalidMix> {
        let fits = self.music.is_none_or(|bed| bed.below_voice_lu <= 40) && self.original_percent <= 100;
        if fits { Ok(self) } else { Err(InvalidMix) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_has_its_range() {
        let bed = MusicBed { music: MusicId::new(), below_voice_lu: 18, start_ms: 0 };
        let mix = Mix { music: Some(bed), original_percent: 10 };
        assert_eq!(mix.checked(), Ok(mix));
        assert_eq!(Mix { original_percent: 101, ..mix }.checked(), Err(InvalidMix));
        let loud = MusicBed { below_voice_lu: 41, ..bed };
        assert_eq!(Mix { music: Some(loud), ..mix }.checked(), Err(InvalidMix));
    }
}
