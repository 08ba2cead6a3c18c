//! The look of a store on the wire: how its videos are made unless a project says otherwise.

use domain::{Format, InvalidSettings, MakingDefaultsChanges, Transition};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::Problem,
    making::{EndCard, ShotTransition, VideoFormat, VideoLook},
    settings::nullable,
};

/// How videos are made unless a project says otherwise. All but the look is copied into a project when it is made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MakingDefaults {
    #[schema(value_type = VideoFormat)]
    format: Format,
    #[schema(value_type = ShotTransition)]
    transition: Transition,
    /// Of every project that has no look of its own.
    look: VideoLook,
    #[schema(required)]
    music_id: Option<Uuid>,
    /// How loud music is without a voice, below the voice's loudness, in LU: 0 to 40.
    music_below_voice_lu: u8,
    /// How loud the footage's own sound is: 0 (silent) to 100.
    original_percent: u8,
    #[schema(required)]
    end_card: Option<EndCard>,
}

/// What of it to change; what is absent stays, null forgets, and each part is taken whole.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
pub(crate) struct MakingDefaultsPatch {
    #[schema(value_type = Option<VideoFormat>)]
    format: Option<Format>,
    #[schema(value_type = Option<ShotTransition>)]
    transition: Option<Transition>,
    look: Option<VideoLook>,
    /// Null: none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Uuid>)]
    music_id: Option<Option<Uuid>>,
    #[schema(maximum = 40)]
    music_below_voice_lu: Option<u8>,
    #[schema(maximum = 100)]
    original_percent: Option<u8>,
    /// Null: none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<EndCard>)]
    end_card: Option<Option<EndCard>>,
}

impl From<domain::MakingDefaults> for MakingDefaults {
    fn from(defaults: domain::MakingDefaults) -> Self {
        Self {
            format: defaults.format,
            transition: defaults.transition,
            look: defaults.look.into(),
            music_id: defaults.music.map(domain::MusicId::uuid),
            music_below_voice_lu: defaults.music_below_voice_lu,
            original_percent: defaults.original_percent,
            end_card: defaults.end_card.map(Into::into),
        }
    }
}

impl MakingDefaultsPatch {
    /// Reads the changes.
    pub(crate) fn changes(self) -> Result<MakingDefaultsChanges, Problem> {
        let changes = MakingDefaultsChanges {
            format: self.format,
            transition: self.transition,
            look: self.look.map(Into::into),
            music: self.music_id.map(|id| id.map(Into::into)),
            music_below_voice_lu: self.music_below_voice_lu,
            original_percent: self.original_percent,
            end_card: self.end_card.map(|card| card.map(TryInto::try_into).transpose()).transpose()?,
        };
        Ok(changes.checked().map_err(InvalidSettings::from)?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_settled_comes_back_as_it_was_sent() {
        let sent = json!({
            "format": "landscape", "transition": "crossfade",
            "look": { "denoise": 1, "sharpen": 0, "grade": "cool", "logo": { "picture_id": Uuid::nil(),
                "corner": "top_left", "width_percent": 20, "opacity_percent": 80 } },
            "music_id": Uuid::nil(), "music_below_voice_lu": 12, "original_percent": 5,
            "end_card": { "title": "Order today", "detail": "", "duration_ms": 2000, "background": "#000000",
                "text_colour": "#ffffff" },
        });
        let patch: MakingDefaultsPatch = serde_json::from_value(sent.clone()).unwrap();
        let kept = domain::MakingDefaults::default().with(patch.changes().unwrap());
        assert_eq!(serde_json::to_value(MakingDefaults::from(kept)).unwrap(), sent);
        let loud: MakingDefaultsPatch = serde_json::from_value(json!({ "original_percent": 101 })).unwrap();
        assert!(loud.changes().is_err());
    }
}
