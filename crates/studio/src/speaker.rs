//! Speaker: who speaks for a project or a text: the chosen voice as the profile settled it, and those that may speak
//! instead.

use domain::{
    Availability, Cost, InvalidSpeech, Language, Privacy, ProfileContext, ProviderName, Settings, Speech,
    StoreError, TtsProvider, Voice, VoiceChoice, VoiceName,
};

use crate::{Studio, language::language_of, speak::Speaker};

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

    /// Returns the voice that the profile settled for an engine, else the engine's first of the text's language.
    pub(crate) async fn choice_by(
        &self,
        ctx: &ProfileContext,
        text: &str,
        name: &ProviderName,
    ) -> Result<VoiceChoice, NoDefault> {
        let settings = self.ports.profiles.settings(ctx).await?;
        let provider = self.provider(name).ok_or_else(|| NoDefault::NoSuchProvider(name.clone()))?;
        let kept = settings.tts.voices.get(name).cloned().unwrap_or_default();
        let voice = match kept.voice {
            Some(voice) => Some(voice),
            None => voice_for(ctx, provider.as_ref(), None, language_of(text).as_ref()).await,
        };
        let choice = |voice| VoiceChoice { provider: name.clone(), voice, speed: kept.speed };
        voice.map(choice).ok_or(NoDefault::NoVoice)
    }

    /// Returns the voice that the profile settled, else one of the first engine that is free, sends no text away, is
    /// ready and speaks the text's language.
    pub(crate) async fn default_choice(
        &self,
        ctx: &ProfileContext,
        text: &str,
    ) -> Result<VoiceChoice, NoDefault> {
        let settings = self.ports.profiles.settings(ctx).await?;
        let language = language_of(text);
        if let Some(name) = &settings.tts.provider {
            // Not replaced silently when it has gone: who settled it hears of it.
            return self.choice_by(ctx, text, name).await;
        }
        for provider in &self.ports.voices {
            let local = provider.engine().privacy == Privacy::Local;
            if !local || !is_free(provider.as_ref()) || !is_ready(ctx, provider.as_ref()).await {
                continue;
            }
            let kept = settings.tts.voices.get(&provider.name()).cloned().unwrap_or_default();
            if let Some(voice) = voice_for(ctx, provider.as_ref(), kept.voice, language.as_ref()).await {
                return Ok(VoiceChoice { provider: provider.name(), voice, speed: kept.speed });
            }
        }
        Err(NoDefault::NoVoice)
    }
}

/// Says why no voice speaks unless one is named.
#[derive(Debug, thiserror::Error)]
pub enum NoDefault {
    /// The settled engine is not here.
    #[error("there is no speech provider {0} here; choose one of the list")]
    NoSuchProvider(ProviderName),
    /// Nobody speaks the language.
    #[error("no voice that is ready here speaks the script's language; choose a voice")]
    NoVoice,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
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
