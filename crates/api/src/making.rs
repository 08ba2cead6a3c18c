//! What is settled for a project's videos, on the wire: what is absent stays, and each part is taken whole.

use domain::{Format, Frames, Grade, Making as Settled, MakingChanges, Matching, Quality, Transition};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::Problem,
    settings::{CaptionStyle, nullable},
};

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident { $($value:ident),* })*) => { $(
        $(#[$doc])*
        #[derive(ToSchema)]
        #[schema(rename_all = "snake_case")]
        #[expect(dead_code, reason = "describes in the OpenAPI document what the domain writes")]
        pub(crate) enum $name { $($value),* }
    )* };
}

names! {
    /// Where a video will be shown.
    VideoFormat {
        Vertical, Tiktok, InstagramReels, YoutubeShorts, FacebookReels, InstagramStory, Square, Landscape
    }
    /// How carefully a video is encoded: draft is half the size each way, made in seconds, and not for publishing.
    VideoQuality { Draft, Standard, Final }
    /// How shots are matched to sentences.
    ShotMatching { Balanced, KeywordStrict, MaxVariety, Shuffle }
    /// How one shot becomes the next.
    ShotTransition { Cut, Dip, Flash, Crossfade }
    /// The mood of the colours.
    ColourGrade { Natural, Warm, Cool, Vivid, Soft, Mono }
    /// A corner of what no network covers.
    PictureCorner { TopLeft, TopRight, BottomLeft, BottomRight }
}

/// What is settled for the videos of a project.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Making {
    #[schema(value_type = VideoFormat)]
    format: Format,
    #[schema(value_type = VideoQuality)]
    quality: Quality,
    #[schema(value_type = ShotMatching)]
    matching: Matching,
    /// The shots that the person chose; they win over every rule.
    pins: Vec<ShotPin>,
    vary: VariantsVary,
    #[schema(value_type = ShotTransition)]
    transition: Transition,
    /// Null: as the store's settings say.
    #[schema(required)]
    captions: Option<CaptionStyle>,
    /// Null: as the store's settings say.
    #[schema(required)]
    look: Option<VideoLook>,
    mix: SoundMix,
    #[schema(required)]
    end_card: Option<EndCard>,
}

/// A shot that the person chose for a sentence; several for the same shot come in their order.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShotPin {
    /// The sentence, from 0.
    sentence: u16,
    segment_id: Uuid,
    /// Which shot of the sentence, from 0; the last one where the sentence has fewer.
    #[serde(default)]
    shot: u8,
}

/// How variants differ beside their shots.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each may differ without the others")]
pub(crate) struct VariantsVary {
    /// The sentences between the first and the last change their order.
    #[serde(default)]
    order: bool,
    /// Each has another voice of the same engine and language.
    #[serde(default)]
    voice: bool,
    /// Each has another style of captions.
    #[serde(default)]
    captions: bool,
    /// Each has another piece of the store's music.
    #[serde(default)]
    music: bool,
}

/// What is done to every picture of a video.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VideoLook {
    /// How much noise is taken out.
    #[serde(default)]
    #[schema(maximum = 3)]
    denoise: u8,
    /// How much edges are sharpened.
    #[serde(default)]
    #[schema(maximum = 3)]
    sharpen: u8,
    #[serde(default)]
    #[schema(value_type = ColourGrade)]
    grade: Grade,
    #[serde(default)]
    logo: Option<Logo>,
}

/// A picture that lies over the whole video.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Logo {
    picture_id: Uuid,
    #[schema(value_type = PictureCorner)]
    corner: domain::Corner,
    #[schema(minimum = 5, maximum = 50)]
    width_percent: u8,
    #[schema(minimum = 10, maximum = 100)]
    opacity_percent: u8,
}

/// What sounds beside the voice.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SoundMix {
    #[serde(default)]
    music: Option<MusicBed>,
    /// How loud the footage's own sound is: 0 (silent) to 100.
    #[serde(default)]
    #[schema(maximum = 100)]
    original_percent: u8,
}

/// Music under the voice.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MusicBed {
    music_id: Uuid,
    /// How loud it is without a voice, below the voice's loudness, in LU.
    #[schema(maximum = 40)]
    below_voice_lu: u8,
    /// Where in the piece it begins.
    #[serde(default)]
    start_ms: u32,
}

/// A card at the end that says what to do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndCard {
    /// 1 to 60 characters on one line.
    title: String,
    /// At most 80 characters on one line.
    #[serde(default)]
    detail: String,
    /// How long it is shown; taken to the nearest frame of 1/30 s.
    #[schema(minimum = 1000, maximum = 5000)]
    duration_ms: u32,
    /// As `#rrggbb`.
    background: String,
    /// As `#rrggbb`.
    text_colour: String,
}

/// What to settle otherwise; what is absent stays, null forgets, and each part is taken whole.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
pub(crate) struct MakingPatch {
    #[schema(value_type = Option<VideoFormat>)]
    format: Option<Format>,
    #[schema(value_type = Option<VideoQuality>)]
    quality: Option<Quality>,
    #[schema(value_type = Option<ShotMatching>)]
    matching: Option<Matching>,
    /// All of them, at most 200. When they are absent and the script changes, they stay with their sentences.
    pins: Option<Vec<ShotPin>>,
    vary: Option<VariantsVary>,
    #[schema(value_type = Option<ShotTransition>)]
    transition: Option<Transition>,
    /// Null: as the store's settings say.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<CaptionStyle>)]
    captions: Option<Option<domain::CaptionStyle>>,
    /// Null: as the store's settings say.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<VideoLook>)]
    look: Option<Option<VideoLook>>,
    mix: Option<SoundMix>,
    /// Null: none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<EndCard>)]
    end_card: Option<Option<EndCard>>,
}

impl MakingPatch {
    /// Reads the changes.
    pub(crate) fn changes(self) -> Result<MakingChanges, Problem> {
        let pin = |pin: ShotPin| {
            let ShotPin { sentence, segment_id, shot } = pin;
            domain::Pin { sentence, segment: segment_id.into(), shot }
        };
        Ok(MakingChanges {
            format: self.format,
            quality: self.quality,
            matching: self.matching,
            pins: self.pins.map(|pins| pins.into_iter().map(pin).collect()),
            vary: self.vary.map(Into::into),
            transition: self.transition,
            captions: self.captions,
            look: self.look.map(|look| look.map(Into::into)),
            mix: self.mix.map(Into::into),
            end_card: self.end_card.map(|card| card.map(TryInto::try_into).transpose()).transpose()?,
        })
    }
}

impl From<Settled> for Making {
    fn from(making: Settled) -> Self {
        let pin = |pin: domain::Pin| {
            let domain::Pin { sentence, segment, shot } = pin;
            ShotPin { sentence, segment_id: segment.uuid(), shot }
        };
        Self {
            format: making.format,
            quality: making.quality,
            matching: making.matching,
            pins: making.pins.into_iter().map(pin).collect(),
            vary: making.vary.into(),
            transition: making.transition,
            captions: making.captions.map(Into::into),
            look: making.look.map(Into::into),
            mix: making.mix.into(),
            end_card: making.end_card.map(Into::into),
        }
    }
}

impl From<domain::Vary> for VariantsVary {
    fn from(vary: domain::Vary) -> Self {
        let domain::Vary { order, voice, captions, music } = vary;
        Self { order, voice, captions, music }
    }
}

impl From<VariantsVary> for domain::Vary {
    fn from(vary: VariantsVary) -> Self {
        let VariantsVary { order, voice, captions, music } = vary;
        Self { order, voice, captions, music }
    }
}

impl From<domain::Look> for VideoLook {
    fn from(look: domain::Look) -> Self {
        let logo = |logo: domain::Logo| Logo {
            picture_id: logo.picture.uuid(),
            corner: logo.corner,
            width_percent: logo.width_percent,
            opacity_percent: logo.opacity_percent,
        };
        let domain::Look { denoise, sharpen, grade, logo: laid } = look;
        Self { denoise, sharpen, grade, logo: laid.map(logo) }
    }
}

impl From<VideoLook> for domain::Look {
    fn from(look: VideoLook) -> Self {
        let logo = |logo: Logo| domain::Logo {
            picture: logo.picture_id.into(),
            corner: logo.corner,
            width_percent: logo.width_percent,
            opacity_percent: logo.opacity_percent,
        };
        let VideoLook { denoise, sharpen, grade, logo: laid } = look;
        Self { denoise, sharpen, grade, logo: laid.map(logo) }
    }
}

impl From<domain::Mix> for SoundMix {
    fn from(mix: domain::Mix) -> Self {
        let bed = |bed: domain::MusicBed| MusicBed {
            music_id: bed.music.uuid(),
            below_voice_lu: bed.below_voice_lu,
            start_ms: bed.start_ms,
        };
        Self { music: mix.music.map(bed), original_percent: mix.original_percent }
    }
}

impl From<SoundMix> for domain::Mix {
    fn from(mix: SoundMix) -> Self {
        let bed = |bed: MusicBed| domain::MusicBed {
            music: bed.music_id.into(),
            below_voice_lu: bed.below_voice_lu,
            start_ms: bed.start_ms,
        };
        Self { music: mix.music.map(bed), original_percent: mix.original_percent }
    }
}

impl From<domain::EndCard> for EndCard {
    fn from(card: domain::EndCard) -> Self {
        Self {
            title: card.title,
            detail: card.detail,
            duration_ms: card.frames.ms(),
            background: card.background.to_string(),
            text_colour: card.text_colour.to_string(),
        }
    }
}

impl TryFrom<EndCard> for domain::EndCard {
    type Error = Problem;

    fn try_from(card: EndCard) -> Result<Self, Problem> {
        Ok(Self {
            title: card.title,
            detail: card.detail,
            frames: Frames::nearest_ms(card.duration_ms),
            background: card.background.parse()?,
            text_colour: card.text_colour.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use utoipa::PartialSchema;

    use super::*;

    fn described<T: PartialSchema>() -> Value {
        serde_json::to_value(T::schema()).unwrap()["enum"].clone()
    }

    #[test]
    fn the_document_has_the_names_of_the_domain() {
        assert_eq!(described::<VideoFormat>(), serde_json::to_value(Format::ALL).unwrap());
        assert_eq!(described::<VideoQuality>(), serde_json::to_value(Quality::ALL).unwrap());
        assert_eq!(described::<ShotMatching>(), serde_json::to_value(Matching::ALL).unwrap());
        assert_eq!(described::<ShotTransition>(), serde_json::to_value(Transition::ALL).unwrap());
        let grades = described::<ColourGrade>();
        for name in grades.as_array().unwrap() {
            assert!(serde_json::from_value::<Grade>(name.clone()).is_ok(), "{name}");
        }
    }

    #[test]
    fn what_is_settled_comes_back_as_it_was_sent() {
        let sent = json!({
            "format": "square", "quality": "final", "matching": "max_variety",
            "pins": [{ "sentence": 1, "segment_id": Uuid::nil(), "shot": 2 }],
            "vary": { "order": true, "voice": false, "captions": true, "music": false },
            "transition": "dip",
            "look": { "denoise": 1, "sharpen": 2, "grade": "warm", "logo": null },
            "mix": { "music": { "music_id": Uuid::nil(), "below_voice_lu": 18, "start_ms": 0 }, "original_percent": 5 },
            "end_card": { "title": "Order today", "detail": "", "duration_ms": 2000, "background": "#000000",
                "text_colour": "#ffffff" },
        });
        let patch: MakingPatch = serde_json::from_value(sent.clone()).unwrap();
        let making = Settled::default().with(patch.changes().unwrap());
        let mut shown = serde_json::to_value(Making::from(making)).unwrap();
        assert_eq!(shown.as_object_mut().unwrap().remove("captions"), Some(Value::Null));
        assert_eq!(shown, sent);
    }
}
