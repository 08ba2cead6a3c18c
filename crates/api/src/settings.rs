//! A store's settings on the wire, and changes to them: what is absent stays, null forgets.

use std::collections::BTreeMap;

use domain::{
    CaptionChanges, CaptionPosition, CaptionPreset, ContextText, Cost, InvalidSettings, ModelName,
    ProviderName, SettingsChanges, Speed, TtsChanges, VoiceChanges,
};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::{error::Problem, making_defaults::MakingDefaultsPatch};

/// Which engine speaks unless a project says otherwise, and how each engine does.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TtsSettings {
    /// The engine; the first one that is there when null.
    #[schema(required)]
    provider: Option<String>,
    /// By engine.
    voices: BTreeMap<String, ProviderVoice>,
    /// The engines that speak instead when the chosen one cannot, in this order; never one that costs money.
    fallback: Vec<String>,
}

/// How an engine speaks for this store.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProviderVoice {
    #[schema(required)]
    voice: Option<String>,
    #[schema(required)]
    model: Option<String>,
    /// 0.5 to 2; 1 is the voice's own speed.
    speed: f64,
    tuning: VoiceTuning,
}

/// How a voice is bent; an engine takes what it knows of it, and keeps its own where null.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct VoiceTuning {
    /// Higher or lower, -100 to 100 Hz.
    #[schema(required)]
    pitch_hz: Option<i8>,
    /// Louder or softer, -100 to 100 %.
    #[schema(required)]
    volume_percent: Option<i8>,
    /// From lively to even, 0 to 100 %.
    #[schema(required)]
    stability_percent: Option<u8>,
    /// How closely a cloned voice is kept to its sample, 0 to 100 %.
    #[schema(required)]
    similarity_percent: Option<u8>,
    /// How much of the speaker's manner is exaggerated, 0 to 100 %.
    #[schema(required)]
    style_percent: Option<u8>,
}

impl From<domain::VoiceTuning> for VoiceTuning {
    fn from(tuning: domain::VoiceTuning) -> Self {
        let domain::VoiceTuning {
            pitch_hz,
            volume_percent,
            stability_percent,
            similarity_percent,
            style_percent,
        } = tuning;
        Self { pitch_hz, volume_percent, stability_percent, similarity_percent, style_percent }
    }
}

impl TryFrom<VoiceTuning> for domain::VoiceTuning {
    type Error = domain::InvalidSpeech;

    fn try_from(tuning: VoiceTuning) -> Result<Self, Self::Error> {
        let VoiceTuning { pitch_hz, volume_percent, stability_percent, similarity_percent, style_percent } =
            tuning;
        Self { pitch_hz, volume_percent, stability_percent, similarity_percent, style_percent }.checked()
    }
}

/// How captions look.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaptionStyle {
    /// The fixed look: `classic`, `word_box`, `karaoke`, `pop`, `clean`, `neon` or `bar`.
    preset: String,
    /// As `#rrggbb`.
    text_colour: String,
    /// Of the word that is spoken, or of the box behind it.
    highlight_colour: String,
    /// Of what lies around or behind the letters: line, shadow, light or bar.
    outline_colour: String,
    /// Where the captions' lower edge is, in hundredths of the height from the top: 30 to 80.
    position_percent: u8,
}

/// Where posts go unless said otherwise.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublisherDefaults {
    /// The publisher's ids of the channels, at most 100.
    channels: Vec<String>,
}

impl From<domain::TtsSettings> for TtsSettings {
    fn from(settings: domain::TtsSettings) -> Self {
        let voice = |kept: domain::VoiceSettings| ProviderVoice {
            voice: kept.voice.map(|voice| voice.to_string()),
            model: kept.model.map(String::from),
            speed: f64::from(kept.speed.as_percent()) / 100.0,
            tuning: kept.tuning.into(),
        };
        Self {
            provider: settings.provider.map(String::from),
            voices: settings.voices.into_iter().map(|(name, kept)| (name.to_string(), voice(kept))).collect(),
            fallback: settings.fallback.into_iter().map(String::from).collect(),
        }
    }
}

impl From<domain::CaptionStyle> for CaptionStyle {
    fn from(style: domain::CaptionStyle) -> Self {
        Self {
            preset: style.preset.as_str().to_owned(),
            text_colour: style.text_colour.to_string(),
            highlight_colour: style.highlight_colour.to_string(),
            outline_colour: style.outline_colour.to_string(),
            position_percent: style.position_percent.as_percent(),
        }
    }
}

impl From<domain::PublisherDefaults> for PublisherDefaults {
    fn from(defaults: domain::PublisherDefaults) -> Self {
        Self { channels: defaults.channels }
    }
}

/// Tells a field that is null from one that is absent.
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
pub(crate) fn nullable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// Changes to the voices; null forgets.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
pub(crate) struct TtsPatch {
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    provider: Option<Option<String>>,
    /// By engine; null forgets what was settled for it.
    #[serde(default)]
    #[schema(value_type = Object, additional_properties)]
    voices: BTreeMap<String, Option<VoicePatch>>,
    /// The engines that speak instead when the chosen one cannot, whole and in their order, at most 10.
    fallback: Option<Vec<String>>,
}

/// Changes to how an engine speaks; null forgets.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
pub(crate) struct VoicePatch {
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    voice: Option<Option<String>>,
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    model: Option<Option<String>>,
    #[schema(minimum = 0.5, maximum = 2)]
    speed: Option<f64>,
    /// Another way to bend the voice, whole.
    tuning: Option<VoiceTuning>,
}

/// Changes to the captions. Another look brings its own colours unless others are named.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaptionPatch {
    /// One of the looks that `caption-presets` lists.
    preset: Option<String>,
    text_colour: Option<String>,
    highlight_colour: Option<String>,
    outline_colour: Option<String>,
    #[schema(minimum = 30, maximum = 80)]
    position_percent: Option<u32>,
}

/// The settings to change; what is absent stays.
#[derive(Debug)]
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
pub(crate) struct SettingsPatch {
    pub(crate) context_text: Option<String>,
    pub(crate) tts_settings: Option<TtsPatch>,
    pub(crate) caption_style: Option<CaptionPatch>,
    pub(crate) making_defaults: Option<MakingDefaultsPatch>,
    pub(crate) publisher_defaults: Option<PublisherDefaults>,
    pub(crate) monthly_quota_micro_usd: Option<Option<i64>>,
}

impl SettingsPatch {
    /// Reads the changes.
    pub(crate) fn changes(self) -> Result<SettingsChanges, Problem> {
        let quota = |amount: i64| {
            if (0..=1_000_000_000_000).contains(&amount) {
                Ok(Cost(amount))
            } else {
                Err(InvalidSettings::Quota)
            }
        };
        Ok(SettingsChanges {
            context_text: self.context_text.as_deref().map(ContextText::parse).transpose()?,
            tts: self.tts_settings.map(TtsPatch::changes).transpose()?.unwrap_or_default(),
            captions: self.caption_style.map(CaptionPatch::changes).transpose()?.unwrap_or_default(),
            making: self.making_defaults.map(MakingDefaultsPatch::changes).transpose()?.unwrap_or_default(),
            publisher: self
                .publisher_defaults
                .map(|defaults| domain::PublisherDefaults::parse(defaults.channels))
                .transpose()?,
            monthly_quota: self
                .monthly_quota_micro_usd
                .map(|amount| amount.map(quota).transpose())
                .transpose()?,
        })
    }
}

impl TtsPatch {
    fn changes(self) -> Result<TtsChanges, Problem> {
        let mut voices = BTreeMap::new();
        for (provider, voice) in self.voices {
            let provider: ProviderName = provider.parse()?;
            voices.insert(provider, voice.map(VoicePatch::changes).transpose()?);
        }
        let provider = self.provider.map(|name| name.map(|name| name.parse()).transpose()).transpose()?;
        let fallback = self.fallback.map(order).transpose()?;
        Ok(TtsChanges { provider, voices, fallback })
    }
}

/// Reads an order of engines; one that is named twice speaks where it is named first.
fn order(names: Vec<String>) -> Result<Vec<ProviderName>, Problem> {
    if names.len() > 10 {
        return Err(InvalidSettings::Fallback.into());
    }
    let mut order: Vec<ProviderName> = Vec::with_capacity(names.len());
    for name in names {
        let name = name.parse()?;
        if !order.contains(&name) {
            order.push(name);
        }
    }
    Ok(order)
}

impl VoicePatch {
    fn changes(self) -> Result<VoiceChanges, Problem> {
        let speed =
            |speed: f64| Speed::percent(u16::try_from(domain::whole(speed * 100.0)).unwrap_or(u16::MAX));
        let model = |name: String| name.parse::<ModelName>();
        Ok(VoiceChanges {
            voice: self.voice.map(|name| name.map(|name| name.parse()).transpose()).transpose()?,
            model: self.model.map(|name| name.map(model).transpose()).transpose()?,
            speed: self.speed.map(speed).transpose()?,
            tuning: self.tuning.map(domain::VoiceTuning::try_from).transpose()?,
        })
    }
}

impl CaptionPatch {
    /// Reads the changes.
    pub(crate) fn changes(self) -> Result<CaptionChanges, Problem> {
        let colour = |text: Option<String>| text.map(|text| text.parse()).transpose();
        let position = |percent: u32| CaptionPosition::percent(u8::try_from(percent).unwrap_or(u8::MAX));
        let preset = |name: String| CaptionPreset::parse(&name);
        Ok(CaptionChanges {
            preset: self.preset.map(preset).transpose()?,
            text_colour: colour(self.text_colour)?,
            highlight_colour: colour(self.highlight_colour)?,
            outline_colour: colour(self.outline_colour)?,
            position_percent: self.position_percent.map(position).transpose()?,
        })
    }
}
