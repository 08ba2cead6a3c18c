//! Speaker: who speaks for a project or a text: the chosen voice as the profile settled it, and those that may speak
//! instead.

use domain::{
    Availability, ClonedVoice, Cost, InvalidSpeech, Language, Privacy, ProfileContext, ProviderName,
    Settings, Speech, SpokenBy, StoreError, TtsProvider, Voice, VoiceChoice, VoiceLabel, VoiceName,
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
        let manner = settings.tts.manner_of(&choice.provider);
        let language = spoken_language(&self.known_voices(ctx, provider.as_ref()).await, &choice.voice, text);
        let called = self.called(ctx, provider.as_ref(), &choice.voice).await;
        Some(Speaker {
            provider,
            voice: choice.voice.clone(),
            speed: choice.speed,
            model: manner.model,
            language,
            tuning: manner.tuning,
            called,
        })
    }

    /// Finds who spoke before, settled as then; nothing when the engine is not here.
    pub(crate) async fn speaker_as(&self, ctx: &ProfileContext, by: &SpokenBy) -> Option<Speaker> {
        let provider = self.provider(&by.voice.provider)?;
        Some(Speaker {
            called: self.called(ctx, provider.as_ref(), &by.voice.voice).await,
            provider,
            voice: by.voice.voice.clone(),
            speed: by.voice.speed,
            model: by.manner.model.clone(),
            language: by.language.clone(),
            tuning: by.manner.tuning,
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
            let voices = self.known_voices(ctx, provider.as_ref()).await;
            let Some(voice) = voice_for(&voices, settled.voice, language.as_ref()) else { continue };
            let speaker = Speaker {
                language: spoken_language(&voices, &voice, text),
                called: self.called(ctx, provider.as_ref(), &voice).await,
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

    /// Lists an engine's voices; none when it cannot tell now, which its availability and its synthesis tell better.
    pub(crate) async fn known_voices(&self, ctx: &ProfileContext, provider: &dyn TtsProvider) -> Vec<Voice> {
        self.voices_of(ctx, provider).await.unwrap_or_else(|error| {
            tracing::info!(tts.provider = %provider.name(), %error, "an engine cannot list its voices");
            Vec::new()
        })
    }

    /// Returns what the person calls a cloned voice; a label that cannot be had stops no speech.
    async fn called(
        &self,
        ctx: &ProfileContext,
        provider: &dyn TtsProvider,
        voice: &VoiceName,
    ) -> Option<VoiceLabel> {
        provider.cloner()?;
        let ours = self.ports.cloned_voices.list(ctx).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the cloned voices cannot be listed");
            Vec::new()
        });
        let this = |row: &ClonedVoice| row.provider == provider.name() && row.voice == *voice;
        ours.into_iter().find(this).map(|row| row.label)
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
            None => {
                voice_for(&self.known_voices(ctx, provider.as_ref()).await, None, language_of(text).as_ref())
            }
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
            let voices = self.known_voices(ctx, provider.as_ref()).await;
            if let Some(voice) = voice_for(&voices, kept.voice, language.as_ref()) {
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
fn spoken_language(voices: &[Voice], voice: &VoiceName, text: &str) -> Option<Language> {
    let voice = voices.iter().find(|known| known.name == *voice)?;
    if voice.also_speaks.is_empty() {
        return None;
    }
    Some(
        language_of(text).filter(|language| voice.speaks(language)).unwrap_or_else(|| voice.language.clone()),
    )
}

/// Finds a voice for a language: the settled one where it is there and speaks it, else the first that does; English
/// where the language is not known.
fn voice_for(voices: &[Voice], settled: Option<VoiceName>, language: Option<&Language>) -> Option<VoiceName> {
    let english: Language = "en-us".parse().ok()?;
    let speaks = |voice: &&Voice| voice.speaks(language.unwrap_or(&english));
    let settled = settled.and_then(|name| voices.iter().find(|voice| voice.name == name));
    let exact = || voices.iter().find(|voice| voice.language == *language.unwrap_or(&english));
    let found = settled.filter(speaks).or_else(exact).or_else(|| voices.iter().find(speaks));
    // A language that nobody can name for certain does not leave a script without a voice.
    found.or_else(|| settled.filter(|_| language.is_none())).map(|voice| voice.name.clone())
}

async fn is_ready(ctx: &ProfileContext, provider: &dyn TtsProvider) -> bool {
    matches!(provider.availability(ctx).await, Availability::Available { .. })
}

fn is_free(provider: &dyn TtsProvider) -> bool {
    let any =
        "any".parse().and_then(|voice| Speech::new(vec!["a".repeat(100)], voice, domain::Speed::NORMAL));
    any.is_ok_and(|speech| provider.quote(&speech) == Cost::FREE)
}
