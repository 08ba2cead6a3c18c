//! The look of a store: how the videos of its projects are made unless a project says otherwise.

use serde::{Deserialize, Serialize};

use crate::{EndCard, Format, InvalidMaking, InvalidMix, Look, Making, Mix, MusicBed, MusicId, Transition};

/// How videos are made unless a project says otherwise. Captions are settled beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MakingDefaults {
    /// Where they will be shown; of projects that are new.
    pub format: Format,
    /// How one shot becomes the next; of projects that are new.
    pub transition: Transition,
    /// What is done to every picture; of every project that has no look of its own.
    pub look: Look,
    /// The music under the voice; of projects that are new.
    pub music: Option<MusicId>,
    /// How loud music is without a voice, below the voice's loudness, in LU: 0 to 40.
    pub music_below_voice_lu: u8,
    /// How loud the footage's own sound is, in hundredths: 0 (silent) to 100; of projects that are new.
    pub original_percent: u8,
    /// The card at the end; of projects that are new.
    pub end_card: Option<EndCard>,
}

impl Default for MakingDefaults {
    /// Upright, cut, as filmed, without music or card; music that is chosen can be heard, and is not in the way.
    fn default() -> Self {
        Self {
            format: Format::default(),
            transition: Transition::default(),
            look: Look::default(),
            music: None,
            music_below_voice_lu: 18,
            original_percent: 0,
            end_card: None,
        }
    }
}

impl MakingDefaults {
    /// Returns what a new project begins with. Its look stays open, so that it goes on as the store's does.
    pub fn making(&self) -> Making {
        let bed = |music| MusicBed { music, below_voice_lu: self.music_below_voice_lu, start_ms: 0 };
        Making {
            format: self.format,
            transition: self.transition,
            mix: Mix { music: self.music.map(bed), original_percent: self.original_percent },
            end_card: self.end_card.clone(),
            ..Making::default()
        }
    }

    /// Returns it with the changes in it.
    #[must_use]
    pub fn with(self, changes: MakingDefaultsChanges) -> Self {
        Self {
            format: changes.format.unwrap_or(self.format),
            transition: changes.transition.unwrap_or(self.transition),
            look: changes.look.unwrap_or(self.look),
            music: changes.music.unwrap_or(self.music),
            music_below_voice_lu: changes.music_below_voice_lu.unwrap_or(self.music_below_voice_lu),
            original_percent: changes.original_percent.unwrap_or(self.original_percent),
            end_card: changes.end_card.unwrap_or(self.end_card),
        }
    }
}

/// The parts of [`MakingDefaults`] that a person changes; what is absent stays, and each part is taken whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MakingDefaultsChanges {
    /// Another format.
    pub format: Option<Format>,
    /// Another transition.
    pub transition: Option<Transition>,
    /// Another look.
    pub look: Option<Look>,
    /// Another piece of music, or none.
    pub music: Option<Option<MusicId>>,
    /// Another loudness of music.
    pub music_below_voice_lu: Option<u8>,
    /// Another loudness of the footage's own sound.
    pub original_percent: Option<u8>,
    /// Another card at the end, or none.
    pub end_card: Option<Option<EndCard>>,
}

impl MakingDefaultsChanges {
    /// Checks the parts that are there.
    ///
    /// # Errors
    /// [`InvalidMaking`], naming the part and what would be taken.
    pub fn checked(self) -> Result<Self, InvalidMaking> {
        let (music, sound) = (self.music_below_voice_lu, self.original_percent);
        if music.is_some_and(|lu| lu > 40) || sound.is_some_and(|percent| percent > 100) {
            return Err(InvalidMix.into());
        }
        Ok(Self {
            look: self.look.map(Look::checked).transpose()?,
            end_card: self.end_card.map(|card| card.map(EndCard::checked).transpose()).transpose()?,
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Corner, Grade, InvalidLook, Logo, PictureId};

    #[test]
    fn a_new_project_begins_as_its_store_says_and_leaves_the_look_to_it() {
        let music = MusicId::new();
        let defaults = MakingDefaults {
            format: Format::Square,
            transition: Transition::Dip,
            look: Look { grade: Grade::Warm, ..Look::default() },
            music: Some(music),
            music_below_voice_lu: 12,
            ..MakingDefaults::default()
        };
        let making = defaults.making();
        assert_eq!((making.format, making.transition, making.look), (Format::Square, Transition::Dip, None));
        assert_eq!(making.mix.music, Some(MusicBed { music, below_voice_lu: 12, start_ms: 0 }));
        assert_eq!(MakingDefaults::default().making(), Making::default(), "nothing settled changes nothing");
    }

    #[test]
    fn what_was_kept_before_is_read_and_changes_merge_part_by_part() {
        let kept: MakingDefaults = serde_json::from_str("{}").unwrap();
        assert_eq!(kept, MakingDefaults::default());
        let music = Some(Some(MusicId::new()));
        let with_music = kept.with(MakingDefaultsChanges { music, ..MakingDefaultsChanges::default() });
        let format = Some(Format::Landscape);
        let wide = with_music.with(MakingDefaultsChanges { format, ..MakingDefaultsChanges::default() });
        assert_eq!((Some(wide.music), wide.format), (music, Format::Landscape));
        let silent =
            wide.with(MakingDefaultsChanges { music: Some(None), ..MakingDefaultsChanges::default() });
        assert_eq!((silent.music, silent.format), (None, Format::Landscape));
    }

    #[test]
    fn every_part_is_checked() {
        let none = MakingDefaultsChanges::default();
        let (corner, picture) = (Corner::TopLeft, PictureId::new());
        let logo = Some(Logo { picture, corner, width_percent: 90, opacity_percent: 80 });
        let look = Some(Look { logo, ..Look::default() });
        let wide = MakingDefaultsChanges { look, ..none.clone() };
        assert_eq!(wide.checked(), Err(InvalidMaking::Look(InvalidLook::Logo)));
        let loud = MakingDefaultsChanges { original_percent: Some(101), ..none.clone() };
        assert_eq!(loud.checked(), Err(InvalidMaking::Mix(InvalidMix)));
        assert!(MakingDefaultsChanges { music_below_voice_lu: Some(41), ..none }.checked().is_err());
    }
}
