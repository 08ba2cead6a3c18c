//! Narrations without a video: a script is spoken as a job, kept, listed and deleted.

use domain::{
    Job, KeptNarration, Narration, NarrationId, NewJob, NewNarration, Page, PageRequest, ProfileContext,
    RequestKey, Script, ScriptError, StoreError, Task, VoiceChoice,
};
use serde_json::{Value, json};

use crate::{
    GenerateError, ProjectError, Studio,
    narrate::Narrating,
    report::{Report, Span},
    spend::Cause,
    work::WorkError,
};

/// What a person wants spoken; the profile's voice speaks unless another is named.
#[derive(Debug, Clone)]
pub struct NarrationDraft {
    /// The script.
    pub script: String,
    /// The voice.
    pub voice: Option<VoiceChoice>,
}

impl Studio {
    /// Enqueues the speaking of a script and sets aside what it will cost. The same key again answers with the same job.
    ///
    /// # Errors
    /// [`NarrateError`], with the cure; nothing is kept then.
    pub async fn queue_narration(
        &self,
        ctx: &ProfileContext,
        draft: NarrationDraft,
        key: Option<&RequestKey>,
    ) -> Result<Job, NarrateError> {
        let script = Script::parse(&draft.script)?;
        let voice = match draft.voice {
            Some(voice) => voice,
            None => self.default_choice(ctx, script.as_str()).await.map_err(ProjectError::from)?,
        };
        self.provider(&voice.provider)
            .ok_or_else(|| ProjectError::NoSuchProvider(voice.provider.to_string()))?;
        let made = |key: &RequestKey| key.id_in(ctx.profile().uuid(), "narration").into();
        let id = key.map_or_else(NarrationId::new, made);
        let mut job = NewJob::new(Task::Narrate { narration: id });
        job.unique_key = Some(format!("narrate:{id}"));
        let cause = Cause { job: Some(job.id), project: None };
        job.spends = self.script_spends(ctx, &script, &voice, cause).await?;
        Ok(self.ports.narrations.create(ctx, NewNarration { id, script, voice }, job).await?)
    }

    /// Speaks a narration; the result names it and says what the person should know.
    pub(crate) async fn narrate_script(
        &self,
        job: &Job,
        id: NarrationId,
        last_attempt: bool,
        report: &Report,
    ) -> Result<Value, WorkError> {
        let ctx = &job.context();
        let kept = self.ports.narrations.find(ctx, id).await?;
        let scratch = self.scratch_folder()?;
        let cause = Cause { job: Some(job.fields.id), project: None };
        let what = Narrating { script: &kept.script, voice: &kept.voice, cause, last_attempt };
        let narration = self.narrate(ctx, what, scratch.path(), (report, Span::WHOLE)).await?;
        self.ports.narrations.record_spoken(ctx, id, &narration).await?;
        Ok(json!({ "narration_id": id, "notes": narration.notes }))
    }

    /// Finds a narration.
    pub async fn narration(
        &self,
        ctx: &ProfileContext,
        id: NarrationId,
    ) -> Result<KeptNarration, StoreError> {
        self.ports.narrations.find(ctx, id).await
    }

    /// Returns what was spoken; nothing as long as nothing was.
    pub async fn spoken_narration(
        &self,
        ctx: &ProfileContext,
        id: NarrationId,
    ) -> Result<Option<Narration>, StoreError> {
        self.ports.narrations.spoken(ctx, id).await
    }

    /// Lists narrations, newest first.
    pub async fn narrations(
        &self,
        ctx: &ProfileContext,
        page: &PageRequest,
    ) -> Result<Page<KeptNarration>, StoreError> {
        self.ports.narrations.list(ctx, page).await
    }

    /// Deletes a narration and stops its job; what was spoken stays in the cache.
    pub async fn delete_narration(&self, ctx: &ProfileContext, id: NarrationId) -> Result<(), StoreError> {
        self.ports.narrations.delete(ctx, id).await
    }
}

/// Says why a script is not spoken.
#[derive(Debug, thiserror::Error)]
pub enum NarrateError {
    /// The script or the voice.
    #[error(transparent)]
    Draft(#[from] ProjectError),
    /// It cannot be enqueued.
    #[error(transparent)]
    Queue(#[from] GenerateError),
}

impl From<ScriptError> for NarrateError {
    fn from(error: ScriptError) -> Self {
        Self::Draft(error.into())
    }
}

impl From<StoreError> for NarrateError {
    fn from(error: StoreError) -> Self {
        Self::Queue(error.into())
    }
}
