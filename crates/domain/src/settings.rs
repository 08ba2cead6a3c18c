//! Settings: what a profile settles once for everything that is made in it.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    CaptionPreset, Cost, InvalidMaking, MakingDefaults, MakingDefaultsChanges, ProviderName, Speed,
    VoiceName, VoiceTuning,
};

/// What a profile settles once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// What every script and analysis should know about the store.
    pub context_text: ContextText,
    /// The voices.
    pub tts: TtsSettings,
    /// How captions look.
    pub captions: CaptionStyle,
    /// How videos are made unless a project says otherwise.
    pub making: MakingDefaults,
    /// Where posts go unless said otherwise.
    pub publisher: PublisherDefaults,
    /// The most that may be spent in a month (UTC); no limit when absent.
    pub monthly_quota: Option<Cost>,
}

/// The settings that a person changes; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettingsChanges {
    /// Another context text.
    pub context_text: Option<ContextText>,
    /// Changes to the voices.
    pub tts: TtsChanges,
    /// Changes to the captions.
    pub captions: CaptionChanges,
    /// Changes to how videos are made.
    pub making: MakingDefaultsChanges,
    /// Other defaults for posts.
    pub publisher: Option<PublisherDefaults>,
    /// Another limit, or none.
    pub monthly_quota: Option<Option<Cost>>,
}

impl Settings {
    /// Returns the settings with the changes in them.
    #[must_use]
    pub fn with(mut self, changes: SettingsChanges) -> Self {
        self.context_text = changes.context_text.unwrap_or(self.context_text);
        self.tts.change(changes.tts);
        self.captions = self.captions.with(changes.captions);
        self.making = self.making.with(changes.making);
        self.publisher = changes.publisher.unwrap_or(self.publisher);
        self.monthly_quota = changes.monthly_quota.unwrap_or(self.monthly_quota);
        self
    }
}

/// What every script and analysis should know about the store: at most 10,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContextText(String);

impl ContextText {
    /// Reads a text as a person typed it.
    ///
    /// # Errors
    /// [`InvalidSettings::ContextText`] when it is too long or holds a null character.
    pub fn parse(text: &str) -> Result<Self, InvalidSettings> {
        if text.chars().count() > 10_000 || text.contains('\0') {
            return Err(InvalidSettings::ContextText);
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which engine speaks unless a project says otherwise, and with which voice each engine does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TtsSettings {
    /// The engine; the first that is there when absent.
    pub provider: Option<ProviderName>,
    /// What was settled for each engine.
    pub voices: BTreeMap<ProviderName, VoiceSettings>,
    /// The engines that speak instead when the chosen one cannot, in this order; none unless chosen.
    pub fallback: Vec<ProviderName>,
}

/// What of an engine's settings shapes every sentence, whoever speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VoiceManner {
    /// The engine's model; its standard one when absent.
    pub model: Option<ModelName>,
    /// How the voice is bent.
    pub tuning: VoiceTuning,
}

/// How an engine speaks for this profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VoiceSettings {
    /// The voice; the engine's first when absent.
    pub voice: Option<VoiceName>,
    /// The engine's model; its standard one when absent.
    pub model: Option<ModelName>,
    /// How fast.
    pub speed: Speed,
    /// How the voice is bent.
    pub tuning: VoiceTuning,
}

impl Default for VoiceSettings {
    fn default() -> Self {
        Self { voice: None, model: None, speed: Speed::NORMAL, tuning: VoiceTuning::default() }
    }
}

/// Changes to [`TtsSettings`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TtsChanges {
    /// Another engine, or none.
    pub provider: Option<Option<ProviderName>>,
    /// Changes to what was settled for engines; nothing forgets an engine's.
    pub voices: BTreeMap<ProviderName, Option<VoiceChanges>>,
    /// Another order of engines that speak instead.
    pub fallback: Option<Vec<ProviderName>>,
}

/// Changes to [`VoiceSettings`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VoiceChanges {
    /// Another voice, or none.
    pub voice: Option<Option<VoiceName>>,
    /// Another model, or none.
    pub model: Option<Option<ModelName>>,
    /// Another speed.
    pub speed: Option<Speed>,
    /// Another way to bend the voice, whole.
    pub tuning: Option<VoiceTuning>,
}

impl TtsSettings {
    /// Says how an engine is settled.
    pub fn manner_of(&self, provider: &ProviderName) -> VoiceManner {
        let settled = self.voices.get(provider).cloned().unwrap_or_default();
        VoiceManner { model: settled.model, tuning: settled.tuning }
    }

    fn change(&mut self, changes: TtsChanges) {
        self.provider = changes.provider.unwrap_or_else(|| self.provider.take());
        self.fallback = changes.fallback.unwrap_or_else(|| std::mem::take(&mut self.fallback));
        for (provider, change) in changes.voices {
            match change {
                Some(change) => self.voices.entry(provider).or_default().change(change),
                None => drop(self.voices.remove(&provider)),
            }
        }
    }
}

impl VoiceSettings {
    fn change(&mut self, changes: VoiceChanges) {
        self.voice = changes.voice.unwrap_or_else(|| self.voice.take());
        self.model = changes.model.unwrap_or_else(|| self.model.take());
        self.speed = changes.speed.unwrap_or(self.speed);
        self.tuning = changes.tuning.unwrap_or(self.tuning);
    }
}

/// The name of an engine's model: 1 to 120 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ModelName(String);

impl ModelName {
    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ModelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ModelName {
    type Err = InvalidSettings;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = (1..=120).contains(&text.chars().count()) && !text.chars().any(char::is_control);
        if plain { Ok(Self(text.to_owned())) } else { Err(InvalidSettings::Model) }
    }
}

impl TryFrom<String> for ModelName {
    type Error = InvalidSettings;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ModelName> for String {
    fn from(name: ModelName) -> Self {
        name.0
    }
}

/// How captions look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct CaptionStyle {
    /// The fixed look.
    pub preset: CaptionPreset,
    /// The letters.
    pub text_colour: Colour,
    /// The word that is spoken, or the box behind it.
    pub highlight_colour: Colour,
    /// What lies around or behind the letters: line, shadow, glow or bar.
    pub outline_colour: Colour,
    /// Where the captions' lower edge is, in hundredths of the picture's height from the top.
    pub position_percent: CaptionPosition,
}

impl Default for CaptionStyle {
    /// White with a black outline at the lower edge of what no network's buttons cover; yellow while spoken.
    fn default() -> Self {
        CaptionPreset::Classic.style()
    }
}

impl CaptionStyle {
    /// Returns the style with the changes in it. Another preset brings its own colours; the place stays.
    #[must_use]
    pub fn with(self, changes: CaptionChanges) -> Self {
        let base = match changes.preset {
            Some(preset) if preset != self.preset => {
                Self { position_percent: self.position_percent, ..preset.style() }
            }
            _ => self,
        };
        Self {
            preset: base.preset,
            text_colour: changes.text_colour.unwrap_or(base.text_colour),
            highlight_colour: changes.highlight_colour.unwrap_or(base.highlight_colour),
            outline_colour: changes.outline_colour.unwrap_or(base.outline_colour),
            position_percent: changes.position_percent.unwrap_or(base.position_percent),
        }
    }
}

/// Changes to [`CaptionStyle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaptionChanges {
    /// Another look.
    pub preset: Option<CaptionPreset>,
    /// Other letters.
    pub text_colour: Option<Colour>,
    /// Another spoken word.
    pub highlight_colour: Option<Colour>,
    /// Another line around the letters.
    pub outline_colour: Option<Colour>,
    /// Another place.
    pub position_percent: Option<CaptionPosition>,
}

/// Where the captions' lower edge is, in hundredths of the picture's height from the top: 30 to 80, of which the
/// highest is brought to the lower edge of the safe box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct CaptionPosition(u8);

impl CaptionPosition {
    /// As low as captions go.
    pub const LOWEST: Self = Self(80);

    /// Takes a place in hundredths.
    ///
    /// # Errors
    /// [`InvalidSettings::Position`] outside 30 to 80.
    pub fn percent(percent: u8) -> Result<Self, InvalidSettings> {
        if (30..=80).contains(&percent) { Ok(Self(percent)) } else { Err(InvalidSettings::Position) }
    }

    /// Returns the place in hundredths.
    pub const fn as_percent(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for CaptionPosition {
    type Error = InvalidSettings;

    fn try_from(percent: u8) -> Result<Self, Self::Error> {
        Self::percent(percent)
    }
}

impl From<CaptionPosition> for u8 {
    fn from(position: CaptionPosition) -> Self {
        position.0
    }
}

/// A colour, written as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    /// The red of 255.
    pub red: u8,
    /// The green of 255.
    pub green: u8,
    /// The blue of 255.
    pub blue: u8,
}

impl Colour {
    /// Takes a colour as the number `0xRRGGBB`.
    pub const fn of_rgb(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self { red, green, blue }
    }
}

impl FromStr for Colour {
    type Err = InvalidSettings;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii());
        let part = |range: std::ops::Range<usize>| {
            let part = digits.and_then(|digits| digits.get(range)).ok_or(InvalidSettings::Colour)?;
            // A sign is no digit, though a number may have one.
            let plain = part.chars().all(|digit| digit.is_ascii_hexdigit());
            u8::from_str_radix(part, 16).ok().filter(|_| plain).ok_or(InvalidSettings::Colour)
        };
        Ok(Self { red: part(0..2)?, green: part(2..4)?, blue: part(4..6)? })
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl TryFrom<String> for Colour {
    type Error = InvalidSettings;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

/// Where posts go unless said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PublisherDefaults {
    /// The publisher's ids of the channels.
    pub channels: Vec<String>,
}

impl PublisherDefaults {
    /// Checks what a person chose.
    ///
    /// # Errors
    /// [`InvalidSettings::Channels`] with more than 100 channels, or an id that cannot be one.
    pub fn parse(channels: Vec<String>) -> Result<Self, InvalidSettings> {
        let plain =
            |id: &String| (1..=200).contains(&id.chars().count()) && !id.chars().any(char::is_control);
        if channels.len() > 100 || !channels.iter().all(plain) {
            return Err(InvalidSettings::Channels);
        }
        let mut once = Vec::with_capacity(channels.len());
        for channel in channels {
            if !once.contains(&channel) {
                once.push(channel);
            }
        }
        Ok(Self { channels: once })
    }
}

/// Says which setting cannot be taken, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSettings {
    /// The context text.
    #[error("the context text has at most 10,000 characters")]
    ContextText,
    /// A model's name.
    #[error("the name of a model has 1 to 120 characters on one line")]
    Model,
    /// The look of captions.
    #[error("there is no such look of captions; GET /api/v1/caption-presets lists them")]
    Preset,
    /// A colour.
    #[error("a colour is written as #rrggbb, for example #ffff00")]
    Colour,
    /// How videos are made.
    #[error(transparent)]
    Making(#[from] InvalidMaking),
    /// The place of the captions.
    #[error("captions end at 30 to 80 % of the height")]
    Position,
    /// The channels.
    #[error("at most 100 channels can be chosen, each by its id")]
    Channels,
    /// The engines that speak instead.
    #[error("at most 10 engines can speak instead of the chosen one")]
    Fallback,
    /// The quota.
    #[error("a monthly quota is a whole number of micro-USD from 0 to 1,000,000,000,000, or null for none")]
    Quota,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_merge_and_what_is_absent_stays() {
        let espeak: ProviderName = "espeak-ng".parse().unwrap();
        let voice = |name: &str| Some(Some(name.parse::<VoiceName>().unwrap()));
        let chosen = SettingsChanges {
            tts: TtsChanges {
                provider: Some(Some(espeak.clone())),
                voices: [(espeak.clone(), Some(VoiceChanges { voice: voice("ro"), ..Default::default() }))]
                    .into(),
                ..Default::default()
            },
            monthly_quota: Some(Some(Cost(5_000_000))),
            ..Default::default()
        };
        let settings = Settings::default().with(chosen);
        let faster = VoiceChanges { speed: Some(Speed::percent(120).unwrap()), ..Default::default() };
        let settings = settings.with(SettingsChanges {
            tts: TtsChanges { voices: [(espeak.clone(), Some(faster))].into(), ..Default::default() },
            ..Default::default()
        });
        let kept = &settings.tts.voices[&espeak];
        assert_eq!(kept.voice.as_ref().map(VoiceName::as_str), Some("ro"));
        assert_eq!((kept.speed.as_percent(), settings.monthly_quota), (120, Some(Cost(5_000_000))));
        let without = settings.with(SettingsChanges {
            tts: TtsChanges {
                provider: Some(None),
                voices: [(espeak.clone(), None)].into(),
                ..Default::default()
            },
            monthly_quota: Some(None),
            ..Default::default()
        });
        assert_eq!(without, Settings::default());
    }

    #[test]
    fn a_stored_setting_is_read_back_and_an_older_one_is_filled_up() {
        let style: CaptionStyle = serde_json::from_str(r##"{"text_colour":"#102030"}"##).unwrap();
        assert_eq!(style.text_colour, Colour { red: 16, green: 32, blue: 48 });
        assert_eq!(style.position_percent, CaptionPosition::LOWEST);
        let text = serde_json::to_string(&style).unwrap();
        assert_eq!(serde_json::from_str::<CaptionStyle>(&text).unwrap(), style);
        assert_eq!(serde_json::from_str::<TtsSettings>("{}").unwrap(), TtsSettings::default());
    }

    #[test]
    fn colours_and_places_are_checked() {
        for bad in ["red", "#12345", "#1234567", "#+1+2+3", "#é1234", ""] {
            assert_eq!(bad.parse::<Colour>(), Err(InvalidSettings::Colour), "{bad}");
        }
        assert_eq!(CaptionPosition::percent(29), Err(InvalidSettings::Position));
        assert_eq!(PublisherDefaults::parse(vec![String::new()]), Err(InvalidSettings::Channels));
    }
}
