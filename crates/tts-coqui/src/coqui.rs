//! The adapter.

use std::{
    hash::{BuildHasher as _, RandomState},
    io::Cursor,
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, Privacy, ProfileContext, ProviderName, Speech, SpokenAudio, TimingKind,
    TtsError, TtsProvider, Voice, VoiceCloner, VoiceName, VoiceSample,
};
use sidecar::{AudioFormat, ListedVoice, Recording, Request, Sidecar, Sound};
use tokio::{fs, task::spawn_blocking};

use crate::timing::estimated;

const ENGINE: &str = "coqui";

/// XTTS takes three seconds; below six, its makers say, the voice is not like the sample.
const SHORTEST_SAMPLE: Duration = Duration::from_secs(6);

const NOTICE: &str = "The weights of XTTS are under the Coqui Public Model License: non-commercial use alone, and nobody \
                      sells another licence any more. Videos for a store are commercial use. Whoever runs the voices \
                      service must have read and agreed to it.";

const OFF: &str = "Coqui XTTS is turned off: its weights are for non-commercial use alone. The operator turns it on by \
                   coqui_enabled = \"yes\" (EDIT_FACTORY_COQUI_ENABLED), and agrees to the licence by coqui_agree_cpml";

/// Coqui XTTS, with the voices that profiles have taught it.
#[derive(Debug, Clone)]
pub struct Coqui {
    sidecar: Arc<Sidecar>,
    enabled: bool,
    /// Stands for a model that is not known yet: no other process can have cached its sound.
    unknown_model: String,
}

impl Coqui {
    /// Speaks through a service, once the operator has turned it on.
    pub fn new(sidecar: Arc<Sidecar>, enabled: bool) -> Self {
        let unknown_model = format!("coqui, unknown model {:016x}", RandomState::new().hash_one(ENGINE));
        Self { sidecar, enabled, unknown_model }
    }

    fn turned_on(&self) -> Result<(), TtsError> {
        if self.enabled { Ok(()) } else { Err(TtsError::Unavailable { cure: OFF.to_owned() }) }
    }
}

#[async_trait]
impl TtsProvider for Coqui {
    #[expect(clippy::expect_used, reason = "a constant that is a name")]
    fn name(&self) -> ProviderName {
        ENGINE.parse().expect("it is a name")
    }

    fn engine(&self) -> Engine {
        let elsewhere = self.sidecar.host().map(|host| Privacy::Remote { to: host.to_owned() });
        Engine {
            label: "Coqui XTTS".to_owned(),
            draft: false,
            privacy: elsewhere.unwrap_or(Privacy::Local),
            clones: true,
            notice: Some(NOTICE.to_owned()),
            // One model speaks one speech after the other.
            parallel: 1,
        }
    }

    /// Known once the service was asked how it is.
    fn fingerprint(&self, _speech: &Speech) -> String {
        let model = self.sidecar.last_told(ENGINE).and_then(|told| told.fingerprint);
        model.map_or_else(|| self.unknown_model.clone(), |model| format!("coqui {model}"))
    }

    fn quote(&self, _speech: &Speech) -> Cost {
        Cost::FREE
    }

    async fn availability(&self, _ctx: &ProfileContext) -> Availability {
        if !self.enabled {
            return Availability::Unavailable { cure: OFF.to_owned() };
        }
        match self.sidecar.ready(ENGINE).await {
            Ok(told) => {
                let model = told.model.unwrap_or_default();
                Availability::Available { version: format!("coqui-tts {}, {model}", told.version) }
            }
            Err(error) => Availability::Unavailable { cure: error.to_string() },
        }
    }

    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        self.turned_on()?;
        let listed = self.sidecar.voices(ENGINE, &ctx.profile().to_string()).await?;
        Ok(listed.into_iter().filter_map(voice).collect())
    }

    async fn synthesize(&self, ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        self.turned_on()?;
        let (text, tenant) = (speech.text(), ctx.profile().to_string());
        let request = Request {
            engine: ENGINE,
            input: &text,
            voice: speech.voice().as_str(),
            tenant: &tenant,
            language: speech.language().map(domain::Language::as_str),
            rate: format!("{:+}%", i32::from(speech.speed().as_percent()) - 100),
            volume: format!("{:+}%", speech.tuning().volume_percent.unwrap_or_default()),
            pitch: "+0Hz".to_owned(),
        };
        let sound = self.sidecar.speak(&request).await.map_err(|error| error.of_voice(speech.voice()))?;
        spoken(sound, speech.words()).await
    }

    fn cloner(&self) -> Option<Arc<dyn VoiceCloner>> {
        Some(Arc::new(self.clone()))
    }
}

#[async_trait]
impl VoiceCloner for Coqui {
    fn shortest_sample(&self) -> Duration {
        SHORTEST_SAMPLE
    }

    async fn clone_voice<'a>(
        &self,
        ctx: &ProfileContext,
        wished: &VoiceName,
        sample: VoiceSample<'a>,
    ) -> Result<VoiceName, TtsError> {
        self.turned_on()?;
        let wav = fs::read(sample.file).await;
        let wav = wav.map_err(|error| TtsError::Failed(format!("the sample cannot be read: {error}")))?;
        let recording = Recording {
            engine: ENGINE,
            tenant: &ctx.profile().to_string(),
            voice: wished.as_str(),
            label: sample.label,
            language: sample.language.map(domain::Language::as_str),
        };
        let learned = self.sidecar.learn(recording, wav).await?;
        learned
            .id
            .parse()
            .map_err(|error| TtsError::Failed(format!("the learned voice has no usable name: {error}")))
    }

    async fn forget_voice(&self, ctx: &ProfileContext, voice: &VoiceName) -> Result<(), TtsError> {
        self.turned_on()?;
        Ok(self.sidecar.forget(ENGINE, &ctx.profile().to_string(), voice.as_str()).await?)
    }
}

fn voice(listed: ListedVoice) -> Option<Voice> {
    let language: domain::Language = listed.language.parse().ok()?;
    let others = listed.languages.iter().filter_map(|language| language.parse().ok());
    Some(Voice {
        name: listed.id.parse().ok()?,
        label: listed.name,
        also_speaks: others.filter(|other| *other != language).collect(),
        language,
        gender: listed.gender,
        sample_url: None,
    })
}

async fn spoken(sound: Sound, words: &[String]) -> Result<SpokenAudio, TtsError> {
    if sound.format != AudioFormat::Wav {
        return Err(TtsError::BadSound("the voices service sent another format than WAV".to_owned()));
    }
    let reading = spawn_blocking(move || read(&sound.audio)).await;
    let (samples, rate_hz) =
        reading.map_err(|error| TtsError::Failed(error.to_string()))?.map_err(TtsError::BadSound)?;
    let mut audio =
        SpokenAudio { samples, rate_hz, words: Vec::new(), timing: TimingKind::Estimated, cost: None };
    audio.words = estimated(words, &sound.marks, audio.length_ms());
    Ok(audio)
}

fn read(wav: &[u8]) -> Result<(Vec<f32>, u32), String> {
    let reader = hound::WavReader::new(Cursor::new(wav)).map_err(|error| format!("it is no WAV: {error}"))?;
    let (shape, count) = (reader.spec(), reader.len());
    if (shape.channels, shape.bits_per_sample, shape.sample_format) != (1, 16, hound::SampleFormat::Int) {
        return Err("its shape is not that of the service".to_owned());
    }
    // The reader stands where the samples begin; one by one it would be slow.
    let rest = reader.into_inner();
    let pcm = usize::try_from(rest.position()).ok().and_then(|begin| wav.get(begin..)).unwrap_or_default();
    let (pairs, _) = pcm.as_chunks::<2>();
    match usize::try_from(count).ok().and_then(|count| pairs.get(..count)) {
        None => Err("it is shorter than it says".to_owned()),
        Some([]) => Err("it has no sound".to_owned()),
        Some(pairs) => {
            let samples = pairs.iter().map(|pair| f32::from(i16::from_le_bytes(*pair)) / 32768.0).collect();
            Ok((samples, shape.sample_rate))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(channels: u16, samples: &[i16]) -> Vec<u8> {
        let mut written = Cursor::new(Vec::new());
        let sample_format = hound::SampleFormat::Int;
        let spec = hound::WavSpec { channels, sample_rate: 24_000, bits_per_sample: 16, sample_format };
        let mut writer = hound::WavWriter::new(&mut written, spec).unwrap();
        for sample in samples {
            writer.write_sample(*sample).unwrap();
        }
        writer.finalize().unwrap();
        written.into_inner()
    }

    #[test]
    fn samples_are_read_as_they_were_written() {
        assert_eq!(read(&wav(1, &[0, 16_384, -32_768])).unwrap(), (vec![0.0, 0.5, -1.0], 24_000));
    }

    #[test]
    fn what_is_no_whole_mono_sound_is_refused() {
        let whole = wav(1, &[1; 100]);
        for wrong in [&whole[..whole.len() - 2], &wav(2, &[1; 100]), &wav(1, &[]), b"ID3", b""] {
            assert!(read(wrong).is_err(), "{} bytes", wrong.len());
        }
    }
}
