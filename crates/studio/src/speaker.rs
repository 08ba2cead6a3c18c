//! Speaker: who speaks for a project or a text: the chosen voice as the profile settled it, and those that may speak
//! instead.

use std::sync::Arc;

use domain::{
    Availability, Cost, InvalidSpeech, Language, ProfileContext, Settings, Speech, TtsError, TtsProvider,
    Voice, VoiceChoice, VoiceName,
};

use crate::{Studio, speak::Speaker};

impl Studio {
    /// Finds who speaks as it was chosen; nothing when the engine is not here.
    pub(crate) async fn speaker(
        &self,
        ctx: &ProfileContext,
        settings: &Settings,
        choice: &VoiceChoice,
        text: &str,
    ) -> Option<Speaker> {
        let provider = self.provider(&choice.provider)?;
        let settled = settings.tts.voices.get(&choice.provider).cloned().unwrap_or_default();
        let language = spoken_language(provider.as_ref(), ctx, &choice.voice, text).await;
        Some(Speaker {
            provider,
            voice: choice.voice.clone(),
            speed: choice.speed,
            model: settled.model,
            language,
            tuning: settled.tuning,
        })
    }

    /// Finds who may speak instead: of the profile's own list those that are here, cost nothing and speak the
    /// text's language, in its order.
    pub(crate) async fn stand_ins(
        &self,
        ctx: &ProfileContext,
        settings: &Settings,
        choice: &VoiceChoice,
        text: &str,
    ) -> Result<Vec<Speaker>, InvalidSpeech> {
        let language = language_of(text);
        let mut speakers = Vec::new();
        for name in settings.tts.fallback.iter().filter(|name| **name != choice.provider) {
            let Some(provider) = self.provider(name) else { continue };
            if !is_ready(ctx, provider.as_ref()).await {
                continue;
            }
            let settled = settings.tts.voices.get(name).cloned().unwrap_or_default();
            let Some(voice) = voice_for(ctx, provider.as_ref(), settled.voice, language.as_ref()).await
            else {
                continue;
            };
            let speaker = Speaker {
                language: spoken_language(provider.as_ref(), ctx, &voice, text).await,
                provider,
                voice,
                speed: choice.speed,
                model: settled.model,
                tuning: settled.tuning,
            };
            let probe = speaker.speech(vec![text.to_owned()])?;
            if speaker.provider.quote(&probe) == Cost::FREE {
                speakers.push(speaker);
            }
        }
        Ok(speakers)
    }

    /// Returns the voice that the profile settled, else one of the first free engine that is here and speaks the
    /// text's language.
    pub(crate) async fn default_choice(
        &self,
        ctx: &ProfileContext,
        text: &str,
    ) -> Result<Option<VoiceChoice>, TtsError> {
        let settings = self.settings_or_default(ctx).await?;
        let language = language_of(text);
        let settled = settings.tts.provider.iter().filter_map(|name| self.provider(name));
        let any = self.ports.voices.iter().map(Arc::clone);
        for (place, provider) in
            settled.map(|provider| (0, provider)).chain(any.map(|provider| (1, provider)))
        {
            let chosen = place == 0;
            let kept = settings.tts.voices.get(&provider.name()).cloned().unwrap_or_default();
            let choice = |voice| VoiceChoice { provider: provider.name(), voice, speed: kept.speed };
            if let (true, Some(voice)) = (chosen, &kept.voice) {
                return Ok(Some(choice(voice.clone())));
            }
            if !chosen && (!is_free(provider.as_ref()) || !is_ready(ctx, provider.as_ref()).await) {
                continue;
            }
            if let Some(voice) =
                voice_for(ctx, provider.as_ref(), kept.voice.clone(), language.as_ref()).await
            {
                return Ok(Some(choice(voice)));
            }
        }
        Ok(None)
    }

    async fn settings_or_default(&self, ctx: &ProfileContext) -> Result<Settings, TtsError> {
        self.ports.profiles.settings(ctx).await.map_err(|error| TtsError::Failed(error.to_string()))
    }
}

/// Names a text's language, when it can be told reliably.
pub(crate) fn language_of(text: &str) -> Option<Language> {
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    two_letters(found.lang()).parse().ok()
}

/// Writes a language of ISO 639-3 as its tag of two letters.
fn two_letters(language: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match language {
        Lang::Eng => "en",
        Lang::Ron => "ro",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Bul => "bg",
        Lang::Mkd => "mk",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Est => "et",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Cat => "ca",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Mar => "mr",
        Lang::Guj => "gu",
        Lang::Pan => "pa",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Kan => "kn",
        Lang::Mal => "ml",
        Lang::Sin => "si",
        Lang::Nep => "ne",
        Lang::Ori => "or",
        Lang::Tha => "th",
        Lang::Khm => "km",
        Lang::Mya => "my",
        Lang::Kor => "ko",
        Lang::Jpn => "ja",
        Lang::Cmn => "zh",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Jav => "jv",
        Lang::Tgl => "tl",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Aze => "az",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        Lang::Amh => "am",
        Lang::Afr => "af",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Aka => "ak",
        Lang::Epo => "eo",
        Lang::Lat => "la",
        Lang::Yid => "yi",
        other => other.code(),
    }
}

/// The language to ask for: of a voice that speaks several, the text's; else none, for the voice has its own.
async fn spoken_language(
    provider: &dyn TtsProvider,
    ctx: &ProfileContext,
    voice: &VoiceName,
    text: &str,
) -> Option<Language> {
    let voice = known_voices(ctx, provider).await.into_iter().find(|known| known.name == *voice)?;
    if voice.also_speaks.is_empty() {
        return None;
    }
    Some(language_of(text).filter(|language| voice.speaks(language)).unwrap_or(voice.language))
}

/// Finds a voice for a language: the settled one where it is there and speaks it, else the first that does; English
/// where the language is not known.
async fn voice_for(
    ctx: &ProfileContext,
    provider: &dyn TtsProvider,
    settled: Option<VoiceName>,
    language: Option<&Language>,
) -> Option<VoiceName> {
    let voices = known_voices(ctx, provider).await;
    let english: Language = "en-us".parse().ok()?;
    let speaks = |voice: &&Voice| voice.speaks(language.unwrap_or(&english));
    let settled = settled.and_then(|name| voices.iter().find(|voice| voice.name == name));
    let exact = || voices.iter().find(|voice| voice.language == *language.unwrap_or(&english));
    let found = settled.filter(speaks).or_else(exact).or_else(|| voices.iter().find(speaks));
    // A language that nobody can name for certain does not leave a script without a voice.
    found.or_else(|| settled.filter(|_| language.is_none())).map(|voice| voice.name.clone())
}

/// Lists an engine's voices; none when it cannot tell now, which its availability and its synthesis tell better.
async fn known_voices(ctx: &ProfileContext, provider: &dyn TtsProvider) -> Vec<Voice> {
    provider.voices(ctx).await.unwrap_or_else(|error| {
        tracing::info!(tts.provider = %provider.name(), %error, "an engine cannot list its voices");
        Vec::new()
    })
}

async fn is_ready(ctx: &ProfileContext, provider: &dyn TtsProvider) -> bool {
    matches!(provider.availability(ctx).await, Availability::Available { .. })
}

fn is_free(provider: &dyn TtsProvider) -> bool {
    let any =
        "any".parse().and_then(|voice| Speech::new(vec!["a".repeat(100)], voice, domain::Speed::NORMAL));
    any.is_ok_and(|speech| provider.quote(&speech) == Cost::FREE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_where_it_is_certain() {
        let told = |text| language_of(text).map(|language| language.as_str().to_owned());
        let candle =
            "This bottle keeps your water cold for a whole day. No leaks, no fuss. Choose your colour.";
        assert_eq!(told(candle).as_deref(), Some("en"));
        assert_eq!(
            told("Lumânarea noastră nouă arde șaizeci de ore și miroase a cedru.").as_deref(),
            Some("ro")
        );
        assert_eq!(told("日本語の文章です。").as_deref(), Some("ja"));
        assert_eq!(told("OK 123"), None);
    }
}
