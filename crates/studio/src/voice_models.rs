//! Voice models: the files that the local voices speak from. They are this machine's; who asks works in a profile.

use domain::{
    InvalidVoiceModelId, Job, ModelError, ModelProgress, ModelStep, NewJob, ProfileContext, StoreError, Task,
    VoiceModel, VoiceModelId, ratio,
};
use serde_json::{Value, json};

use crate::{
    CallerBy, Studio,
    report::{Report, Span},
    work::WorkError,
};

impl Studio {
    /// Lists the models that can be had, with what is here of each.
    ///
    /// # Errors
    /// [`ModelError`], with the cure.
    pub async fn voice_models(&self, _ctx: &ProfileContext) -> Result<Vec<VoiceModel>, ModelError> {
        self.ports.voice_models.list().await
    }

    /// Tells whether somebody may change the models of this machine: they are every store's, so it is whoever is on
    /// the machine, or everybody where its operator said so.
    pub fn may_change_voice_models(&self, by: &CallerBy) -> bool {
        self.ports.voice_models_by_everyone || matches!(by, CallerBy::Machine)
    }

    /// Downloads the catalogue of voices; returns how many models can be had then.
    ///
    /// # Errors
    /// [`VoiceModelsError`], with the cure.
    pub async fn refresh_voice_models(
        &self,
        _ctx: &ProfileContext,
        by: &CallerBy,
    ) -> Result<usize, VoiceModelsError> {
        self.check_may_change(by)?;
        Ok(self.ports.voice_models.refresh().await?)
    }

    /// Enqueues the download of a model. While one of it waits or runs for the profile, and nobody stops it, the answer
    /// is that one.
    ///
    /// # Errors
    /// [`VoiceModelsError`], with the cure.
    pub async fn queue_voice_model(
        &self,
        ctx: &ProfileContext,
        by: &CallerBy,
        id: &VoiceModelId,
    ) -> Result<Job, VoiceModelsError> {
        let model = self.ports.voice_models.find(id).await?.id;
        self.check_may_change(by)?;
        // No request's key has a space. A job that is over, or will be at once, makes room for the next one under a key
        // that names it.
        let mut key = format!("voice model {model}");
        loop {
            let mut new = NewJob::new(Task::PullVoiceModel { model: model.clone() });
            new.unique_key = Some(key);
            let job = self.ports.jobs.enqueue(ctx, new).await?;
            if !job.fields.state.is_over() && !job.fields.cancel_requested {
                return Ok(job);
            }
            key = format!("voice model {model} after {}", job.fields.id);
        }
    }

    /// Deletes a model's files.
    ///
    /// # Errors
    /// [`VoiceModelsError`], with the cure.
    pub async fn remove_voice_model(
        &self,
        _ctx: &ProfileContext,
        by: &CallerBy,
        id: &VoiceModelId,
    ) -> Result<VoiceModel, VoiceModelsError> {
        self.ports.voice_models.find(id).await?;
        self.check_may_change(by)?;
        Ok(self.ports.voice_models.remove(id).await?)
    }

    /// Hashes a model's files; a broken one is set aside.
    ///
    /// # Errors
    /// [`VoiceModelsError`], with the cure.
    pub async fn verify_voice_model(
        &self,
        _ctx: &ProfileContext,
        by: &CallerBy,
        id: &VoiceModelId,
    ) -> Result<VoiceModel, VoiceModelsError> {
        self.ports.voice_models.find(id).await?;
        self.check_may_change(by)?;
        Ok(self.ports.voice_models.verify(id, &|_progress| {}).await?)
    }

    fn check_may_change(&self, by: &CallerBy) -> Result<(), VoiceModelsError> {
        if self.may_change_voice_models(by) { Ok(()) } else { Err(VoiceModelsError::NotYours) }
    }

    pub(crate) async fn pull_voice_model(
        &self,
        id: &VoiceModelId,
        report: &Report,
    ) -> Result<Value, WorkError> {
        let tell = |progress: ModelProgress| {
            let share = ratio(progress.done_bytes, progress.total_bytes);
            report.step(&step(progress), Span::WHOLE)(share);
        };
        let model = self.ports.voice_models.pull(id, &tell).await?;
        Ok(json!({ "voice_model": model.id, "size_bytes": model.size_bytes }))
    }
}

/// Says what is being done, in whole megabytes.
fn step(progress: ModelProgress) -> String {
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    let (done, all) = (progress.done_bytes / 1_000_000, megabytes(progress.total_bytes));
    match progress.step {
        ModelStep::Waiting => "waiting for another download of the same file".to_owned(),
        ModelStep::Checking => format!("checking what is there of {all} MB"),
        ModelStep::Downloading => format!("downloading, {done} of {all} MB"),
    }
}

impl From<ModelError> for WorkError {
    fn from(error: ModelError) -> Self {
        let detail = error.to_string();
        match error {
            ModelError::NoSuchModel(_) => Self::never("voice_model_not_found", detail),
            ModelError::Busy(_) => Self::later("voice_model_busy", detail),
            ModelError::NoRoom { .. } => Self::disk_full(detail),
            ModelError::Unreachable { .. } => Self::later("voice_model_unreachable", detail).because(error),
            ModelError::Refused(_) | ModelError::BadCatalogue(_) => {
                Self::never("voice_model_refused", detail)
            }
            ModelError::Mismatch { .. } => Self::never("voice_model_mismatch", detail),
            ModelError::Folder { .. } => Self::later("disk_failed", detail).because(error),
        }
    }
}

/// Says why the models of this machine are not changed.
#[derive(Debug, thiserror::Error)]
pub enum VoiceModelsError {
    /// Only the operator may.
    #[error(
        "the voice models belong to the whole machine; ask its operator, who has `edit-factory models` \
         and the setting models_by_everyone"
    )]
    NotYours,
    /// What was given is no id of a model.
    #[error(transparent)]
    Id(#[from] InvalidVoiceModelId),
    /// The models cannot be had, removed or proved.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_how_many_megabytes_came() {
        let told =
            |step_of, done_bytes| step(ModelProgress { step: step_of, done_bytes, total_bytes: 353_714_398 });
        assert_eq!(told(ModelStep::Downloading, 120_900_000), "downloading, 120 of 354 MB");
        assert_eq!(told(ModelStep::Checking, 5), "checking what is there of 354 MB");
    }
}
