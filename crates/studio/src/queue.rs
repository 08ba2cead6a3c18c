//! Jobs as people see them: enqueue, look, cancel.

use domain::{
    FootageState, InvalidSpeech, Job, JobFilter, JobId, JobState, NewJob, Page, PageRequest, ProfileContext,
    ProjectId, StoreError, Task,
};

use crate::{Studio, settle::cancelled, shots::seed_of, speak::PriceError};

/// The most variants of a project in one go.
pub const MAX_VARIANTS: u8 = 10;

impl Studio {
    /// Enqueues the making of variants of a project. The same key again answers with the same job.
    ///
    /// # Errors
    /// [`GenerateError`], with the cure.
    pub async fn queue_variants(
        &self,
        ctx: &ProfileContext,
        project: ProjectId,
        variants: u8,
        key: Option<String>,
    ) -> Result<Job, GenerateError> {
        if !(1..=MAX_VARIANTS).contains(&variants) {
            return Err(GenerateError::Variants);
        }
        let found = self.ports.projects.find(ctx, project).await?;
        if found.source_videos.is_empty() {
            return Err(GenerateError::NoFootage);
        }
        for id in &found.source_videos {
            let video = self.ports.footage.find(ctx, *id).await?;
            let name = video.name.as_str().to_owned();
            match video.state {
                FootageState::Ready => {}
                FootageState::Analysing => return Err(GenerateError::StillAnalysing { name }),
                FootageState::Failed(reason) => return Err(GenerateError::FailedFootage { name, reason }),
            }
        }
        let seed = seed_of(project);
        let mut new = NewJob::new(Task::GenerateVariants { project, variants, seed });
        new.unique_key = key;
        new.spends = self.narration_spends(ctx, &found, variants, new.id).await?;
        Ok(self.ports.jobs.enqueue(ctx, new).await?)
    }

    /// Finds a job.
    pub async fn job(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError> {
        self.ports.jobs.find(ctx, id).await
    }

    /// Lists jobs, newest first.
    pub async fn jobs(
        &self,
        ctx: &ProfileContext,
        filter: JobFilter,
        page: &PageRequest,
    ) -> Result<Page<Job>, StoreError> {
        self.ports.jobs.list(ctx, filter, page).await
    }

    /// Puts a job that went wrong or was stopped into the queue again.
    pub async fn requeue_job(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError> {
        self.ports.jobs.requeue(ctx, id).await
    }

    /// Lists the jobs that changed after a `seq`, at most 100.
    pub async fn jobs_changed_since(&self, ctx: &ProfileContext, seq: i64) -> Result<Vec<Job>, StoreError> {
        self.ports.jobs.changed_since(ctx, seq).await
    }

    /// Returns the highest `seq` of the profile's jobs.
    pub async fn latest_job_seq(&self, ctx: &ProfileContext) -> Result<i64, StoreError> {
        self.ports.jobs.latest_seq(ctx).await
    }

    /// Stops a job.
    pub async fn cancel_job(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError> {
        let job = self.ports.jobs.cancel(ctx, id).await?;
        if job.fields.state == JobState::Cancelled {
            self.abandon(&job, cancelled(&job.fields.task)).await?;
        }
        Ok(job)
    }
}

/// Says why variants cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// Not 1 to [`MAX_VARIANTS`].
    #[error("choose 1 to {MAX_VARIANTS} variants")]
    Variants,
    /// The project has no footage.
    #[error("the project has no footage; choose at least one source video")]
    NoFootage,
    /// A source video is still being looked at.
    #[error("{name} is still being analysed; wait until it is ready")]
    StillAnalysing {
        /// Its name.
        name: String,
    },
    /// A source video cannot be used.
    #[error("{name} cannot be used: {reason}; remove it from the project")]
    FailedFootage {
        /// Its name.
        name: String,
        /// Why.
        reason: String,
    },
    /// The voice is not here.
    #[error(transparent)]
    Voice(#[from] InvalidSpeech),
    /// What it would cost cannot be found out.
    #[error(transparent)]
    Unpriced(#[from] PriceError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
