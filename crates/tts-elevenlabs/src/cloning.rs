//! Cloning: the service learns a voice from a sample, and forgets it.

use std::{path::Path, time::Duration};

use async_trait::async_trait;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{ContentHash, ProfileContext, TtsError, VoiceCloner, VoiceName, VoiceSample};
use reqwest::{
    Method, RequestBuilder,
    multipart::{Form, Part},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    ElevenLabs,
    account::{self, Standing},
    catalog::{self, WireVoice},
    cures::{self, Asked},
    eleven_labs::Inner,
    keys::Access,
    speaking::is_id,
    wire::{Call, Kind},
};

/// The shortest sample. The service names no limit; shorter ones sounded like nobody, so this one is ours.
const SHORTEST: Duration = Duration::from_secs(10);
/// The largest sample in bytes: over five minutes, more than helps a voice.
const LARGEST_SAMPLE: u64 = 16 * 1024 * 1024;
/// The most that an answer may have, in bytes.
const LARGEST: usize = 256 * 1024;
/// The most characters of a voice's name there.
const LONGEST_LABEL: usize = 100;

#[derive(Deserialize)]
struct Added {
    voice_id: VoiceName,
    #[serde(default)]
    requires_verification: bool,
}

#[async_trait]
impl VoiceCloner for ElevenLabs {
    fn shortest_sample(&self) -> Duration {
        SHORTEST
    }

    async fn clone_voice<'a>(
        &self,
        ctx: &ProfileContext,
        wished: &VoiceName,
        sample: VoiceSample<'a>,
    ) -> Result<VoiceName, TtsError> {
        let inner = &*self.inner;
        let access = inner.keys.need(ctx).await?;
        let sound = read(sample.file).await?;
        let mark = mark(wished, &sample, &sound)?;
        if let Some(made) = inner.made_before(&access, &mark).await? {
            return proved(made.waits_for_proof(), made.voice_id);
        }
        inner.check_room(&access).await?;
        let added = inner.add_voice(&access, &sample, &mark, &sound).await?;
        access.answers.voices.forget().await;
        proved(added.requires_verification, added.voice_id)
    }

    async fn forget_voice(&self, ctx: &ProfileContext, voice: &VoiceName) -> Result<(), TtsError> {
        // What is no id of the service was never one of its voices.
        if !is_id(voice) {
            return Ok(());
        }
        let access = self.inner.keys.need(ctx).await?;
        let path = ["v1", "voices", voice.as_str()];
        let call =
            Call { kind: Kind::Look, method: &Method::DELETE, path: &path, query: &[], largest: LARGEST };
        let answer = self.inner.wire.ask(&access, call, Ok).await;
        access.answers.voices.forget().await;
        match answer.map_err(|error| cures::told(error, Asked::Forgetting(voice))) {
            Ok(_) | Err(TtsError::NoSuchVoice(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

impl Inner {
    /// Finds the voice that an earlier attempt made of the same sample, whose answer was lost.
    async fn made_before(&self, access: &Access, mark: &str) -> Result<Option<WireVoice>, TtsError> {
        match catalog::fetch_voices(&self.wire, access).await {
            Ok(voices) => {
                let marked =
                    |voice: &&WireVoice| voice.description.as_deref().is_some_and(|text| text.contains(mark));
                Ok(voices.iter().find(marked).cloned())
            }
            // A key that may make voices but not list them makes a new one.
            Err(TtsError::KeyRefused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Refuses what the plan has no room for, before a sample is sent.
    async fn check_room(&self, access: &Access) -> Result<(), TtsError> {
        let account = match account::fetch(&self.wire, access).await? {
            Standing::Known(account) => account,
            // The attempt tells.
            Standing::Unknown => return Ok(()),
            Standing::Refused { cure } => return Err(TtsError::KeyRefused { cure }),
        };
        if account.can_use_instant_voice_cloning == Some(false) {
            let plan = "the plan of this store's ElevenLabs account does not clone voices; choose a larger one at elevenlabs.io";
            return Err(TtsError::Refused(plan.to_owned()));
        }
        match (account.voice_slots_used, account.voice_limit) {
            (Some(used), Some(limit)) if used >= limit => Err(TtsError::Refused(format!(
                "this store's ElevenLabs account has {used} of {limit} voices; delete one there, or choose a larger plan"
            ))),
            _room => Ok(()),
        }
    }

    async fn add_voice(
        &self,
        access: &Access,
        sample: &VoiceSample<'_>,
        mark: &str,
        sound: &[u8],
    ) -> Result<Added, TtsError> {
        let label: String = sample.label.trim().chars().take(LONGEST_LABEL).collect();
        let labels =
            sample.language.map_or_else(|| json!({}), |language| json!({ "language": language.primary() }));
        let load = |request: RequestBuilder| {
            let file = Part::bytes(sound.to_vec()).file_name("sample.wav").mime_str("audio/wav")?;
            let form = Form::new()
                .text("name", label.clone())
                .text("description", mark.to_owned())
                .text("labels", labels.to_string())
                .text("remove_background_noise", "false");
            Ok(request.multipart(form.part("files", file)))
        };
        let path = ["v1", "voices", "add"];
        let call =
            Call { kind: Kind::Order, method: &Method::POST, path: &path, query: &[], largest: LARGEST };
        let answer = self.wire.ask(access, call, load).await;
        let answer = answer.map_err(|error| cures::told(error, Asked::Cloning))?;
        let body = answer.body.map_err(TtsError::Failed)?;
        serde_json::from_slice(&body).map_err(|error| {
            let reason = access.without_key(&error.to_string());
            TtsError::Failed(format!("the answer of ElevenLabs could not be understood: {reason}"))
        })
    }
}

async fn read(file: &Path) -> Result<Vec<u8>, TtsError> {
    let failed = |error: std::io::Error| TtsError::Failed(format!("the sample could not be read: {error}"));
    if tokio::fs::metadata(file).await.map_err(failed)?.len() > LARGEST_SAMPLE {
        return Err(TtsError::Refused(
            "the sample is longer than five minutes; take a part of it".to_owned(),
        ));
    }
    tokio::fs::read(file).await.map_err(failed)
}

/// Names a wish and its sample, so that the voice is found again where the service chooses its name.
fn mark(wished: &VoiceName, sample: &VoiceSample<'_>, sound: &[u8]) -> Result<String, TtsError> {
    let hash = ContentHash::of(&(wished, sample.label, BASE64_STANDARD.encode(sound)));
    hash.map(|hash| format!("edit-factory:{hash}")).map_err(|error| TtsError::Failed(error.to_string()))
}

/// Returns a voice that may speak; says what to do for one that may not yet.
fn proved(waits: bool, voice: VoiceName) -> Result<VoiceName, TtsError> {
    if waits {
        return Err(TtsError::Refused(format!(
            "ElevenLabs wants the speaker of the voice {voice} proved; do that at elevenlabs.io, then clone it again from \
             the same sample, which takes this voice"
        )));
    }
    Ok(voice)
}
