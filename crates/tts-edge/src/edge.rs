//! The adapter.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, Privacy, ProfileContext, ProviderName, Speech, SpokenAudio, TimingKind,
    TtsError, TtsProvider, Voice,
};
use sidecar::{AudioFormat, ListedVoice, Request, Sidecar, Sound, place_words};
use tokio::task::spawn_blocking;

use crate::mp3;

const ENGINE: &str = "edge";

const NOTICE: &str = "These are the read-aloud voices of Microsoft Edge, reached in an unofficial way that Microsoft can \
                      close at any time. There is no licence for commercial use, and the text is sent to Microsoft. \
                      Azure Speech has the same voices with a licence.";

const OFF: &str = "Edge's voices are turned off: they are an unofficial service without a licence for commercial use. \
                   The operator turns them on by edge_enabled = \"yes\" (EDIT_FACTORY_EDGE_ENABLED)";

/// Microsoft Edge's voices.
#[derive(Debug, Clone)]
pub struct Edge {
    sidecar: Arc<Sidecar>,
    enabled: bool,
}

impl Edge {
    /// Speaks through a service, once the operator has turned it on.
    pub fn new(sidecar: Arc<Sidecar>, enabled: bool) -> Self {
        Self { sidecar, enabled }
    }

    fn turned_on(&self) -> Result<(), TtsError> {
        if self.enabled { Ok(()) } else { Err(TtsError::Unavailable { cure: OFF.to_owned() }) }
    }
}

#[async_trait]
impl TtsProvider for Edge {
    #[expect(clippy::expect_used, reason = "a constant that is a name")]
    fn name(&self) -> ProviderName {
        ENGINE.parse().expect("it is a name")
    }

    fn engine(&self) -> Engine {
        Engine {
            label: "Edge TTS".to_owned(),
            draft: false,
            privacy: Privacy::Remote { to: "Microsoft".to_owned() },
            clones: false,
            notice: Some(NOTICE.to_owned()),
            parallel: 4,
        }
    }

    /// Microsoft does not tell when a voice changes.
    fn fingerprint(&self, _speech: &Speech) -> String {
        "edge read-aloud, 24 kHz, 48 kbit/s".to_owned()
    }

    fn quote(&self, _speech: &Speech) -> Cost {
        Cost::FREE
    }

    async fn availability(&self, _ctx: &ProfileContext) -> Availability {
        if !self.enabled {
            return Availability::Unavailable { cure: OFF.to_owned() };
        }
        match self.sidecar.ready(ENGINE).await {
            Ok(condition) => Availability::Available { version: format!("edge-tts {}", condition.version) },
            Err(error) => Availability::Unavailable { cure: error.to_string() },
        }
    }

    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        self.turned_on()?;
        let listed = self.sidecar.voices(ENGINE, &ctx.profile().to_string()).await?;
        // Nobody could choose a voice whose language or name cannot be told.
        Ok(listed.into_iter().filter_map(voice).collect())
    }

    async fn synthesize(&self, ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        self.turned_on()?;
        let (text, tenant) = (speech.text(), ctx.profile().to_string());
        let tuning = speech.tuning();
        let request = Request {
            engine: ENGINE,
            input: &text,
            voice: speech.voice().as_str(),
            tenant: &tenant,
            language: None,
            rate: format!("{:+}%", i32::from(speech.speed().as_percent()) - 100),
            volume: format!("{:+}%", tuning.volume_percent.unwrap_or_default()),
            pitch: format!("{:+}Hz", tuning.pitch_hz.unwrap_or_default()),
        };
        let sound = self.sidecar.speak(&request).await.map_err(|error| error.of_voice(speech.voice()))?;
        spoken(sound, speech.words()).await
    }
}

fn voice(listed: ListedVoice) -> Option<Voice> {
    Some(Voice {
        name: listed.id.parse().ok()?,
        label: label(&listed.name),
        language: listed.language.parse().ok()?,
        also_speaks: Vec::new(),
        gender: listed.gender,
        sample_url: None,
    })
}

/// Leaves out what is the same for all.
fn label(name: &str) -> String {
    name.trim_start_matches("Microsoft ").replace(" Online (Natural)", "")
}

async fn spoken(sound: Sound, words: &[String]) -> Result<SpokenAudio, TtsError> {
    if sound.format != AudioFormat::Mp3 {
        return Err(TtsError::BadSound("the voices service sent another format than MP3".to_owned()));
    }
    let decoding = spawn_blocking(move || mp3::decoded(sound.audio)).await;
    let decoded =
        decoding.map_err(|error| TtsError::Failed(error.to_string()))?.map_err(TtsError::BadSound)?;
    let (samples, rate_hz) = (decoded.samples, decoded.rate_hz);
    let mut audio =
        SpokenAudio { samples, rate_hz, words: Vec::new(), timing: TimingKind::Native, cost: None };
    audio.words = place_words(words, &sound.marks, audio.length_ms());
    Ok(audio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_what_tells_the_voices_apart() {
        let name = "Microsoft Alina Online (Natural) - Romanian (Romania)";
        assert_eq!(label(name), "Alina - Romanian (Romania)");
    }
}
