//! The whole line: footage and script in, finished files out; shared by `make` and `demo`.

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use domain::{
    Availability, Clip, ClipId, Cost, FootageState, JobId, JobState, NewProfile, PageRequest, ProfileContext,
    ProfileId, SourceVideoId, Speed, StoreError, VoiceChoice, VoiceName,
};
use studio::{GenerateError, ProjectDraft, ProjectError, Studio, UploadError, VoicesError};

use crate::{
    deliver::{self, Place},
    factory::Factory,
    failure::Failure,
    progress::Step,
    stop::Stop,
};

/// What is to be made; checked as far as that goes without the studio.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) store: NewProfile,
    pub(crate) footage: Vec<PathBuf>,
    /// Whether footage of the same name and size that the store has already is taken instead.
    pub(crate) reuse_footage: bool,
    pub(crate) name: String,
    pub(crate) script: String,
    pub(crate) voice: VoiceName,
    pub(crate) variants: u8,
    pub(crate) place: Place,
}

/// What was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) profile: ProfileId,
    pub(crate) files: Vec<PathBuf>,
    pub(crate) notes: Vec<String>,
}

/// Takes an order through the whole line.
///
/// # Errors
/// What was given cannot be used, a job failed, or somebody said stop.
pub(crate) async fn produce(factory: &Factory, stop: &Stop, order: &Order) -> Result<Made, Failure> {
    let studio = &factory.studio;
    let ctx = store(studio, order).await?;
    let voice = voice(studio, &ctx, &order.voice).await?;
    let line = Line { studio, ctx: &ctx, stop };
    let footage = line.footage(order).await?;
    let draft = ProjectDraft {
        name: Some(order.name.clone()),
        script: Some(order.script.clone()),
        source_videos: Some(footage),
        voice: Some(voice),
        ..ProjectDraft::default()
    };
    let project = studio.create_project(&ctx, draft, None).await.map_err(refused_project)?;
    let job = studio.queue_variants(&ctx, project.id, order.variants, None).await.map_err(refused_job)?;
    let result = line.follow(job.fields.id, "making the video").await?;
    let (ids, notes) = outcome(result)?;
    let mut clips: Vec<Clip> = Vec::with_capacity(ids.len());
    for id in ids {
        clips.push(studio.clip(&ctx, id).await?);
    }
    let files = deliver::deliver(studio, &ctx, &order.place, &order.name, &clips).await?;
    Ok(Made { profile: ctx.profile(), files, notes })
}

/// Enters the store of that name, whatever its case; makes it if there is none.
async fn store(studio: &Studio, order: &Order) -> Result<ProfileContext, Failure> {
    let actor = studio.local_user().await?;
    let wanted = order.store.name.as_str().to_lowercase();
    let all = studio.profiles(&actor).await?;
    let found = all.into_iter().find(|profile| profile.name.as_str().to_lowercase() == wanted);
    let profile = match found {
        Some(profile) => profile,
        None => studio.create_profile(&actor, order.store.clone(), None).await?,
    };
    Ok(studio.enter(&actor, profile.id).await?)
}

/// Finds who speaks, before any work is done: the first engine that can and has a voice of the name.
async fn voice(studio: &Studio, ctx: &ProfileContext, name: &VoiceName) -> Result<VoiceChoice, Failure> {
    let failed = |error: VoicesError| Failure::failed("the voices cannot be listed", error);
    let mut names = BTreeSet::new();
    for status in studio.providers(ctx, None).await.map_err(failed)? {
        if status.cost_per_1000_characters != Cost::FREE
            || matches!(status.availability, Availability::Unavailable { .. })
        {
            continue;
        }
        let voices = studio.voices(ctx, &status.name, None).await.map_err(failed)?;
        if voices.iter().any(|voice| voice.name == *name) {
            return Ok(VoiceChoice { provider: status.name, voice: name.clone(), speed: Speed::NORMAL });
        }
        names.extend(voices.into_iter().map(|voice| voice.name.to_string()));
    }
    if names.is_empty() {
        return Err(Failure::plain("no free voice is installed here; `edit-factory doctor` tells more"));
    }
    let names = names.into_iter().collect::<Vec<_>>().join(" ");
    Err(Failure::input(format!("there is no voice {name}; there are: {names}")))
}

struct Line<'l> {
    studio: &'l Studio,
    ctx: &'l ProfileContext,
    stop: &'l Stop,
}

impl Line<'_> {
    async fn footage(&self, order: &Order) -> Result<Vec<SourceVideoId>, Failure> {
        let mut ids = Vec::with_capacity(order.footage.len());
        let mut looks = Vec::new();
        for path in &order.footage {
            if self.stop.is_set() {
                return Err(Failure::Stopped);
            }
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            if order.reuse_footage
                && let Some(id) = self.known(&name, path).await?
            {
                ids.push(id);
                continue;
            }
            let step = Step::begin(format!("uploading {name}"));
            let accepted = self
                .studio
                .upload(self.ctx, &name, path, None)
                .await
                .map_err(|error| refused_upload(&name, error))?;
            step.done();
            ids.push(accepted.source_video.id);
            looks.push((accepted.job.fields.id, format!("analysing {name}")));
        }
        let mut looks = looks.into_iter();
        while let Some((job, label)) = looks.next() {
            if let Err(failure) = self.follow(job, &label).await {
                for (job, _label) in looks {
                    self.cancel(job).await?;
                }
                return Err(failure);
            }
        }
        Ok(ids)
    }

    /// Cancels a job that may be over already.
    async fn cancel(&self, id: JobId) -> Result<(), Failure> {
        match self.studio.cancel_job(self.ctx, id).await {
            Ok(_) | Err(StoreError::Conflict(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Finds footage of a name and size that the store has already and that can be used.
    async fn known(&self, name: &str, path: &std::path::Path) -> Result<Option<SourceVideoId>, Failure> {
        let size = tokio::fs::metadata(path)
            .await
            .map_err(|error| Failure::failed(format!("{} cannot be read", path.display()), error))?
            .len();
        let page = self.studio.source_videos(self.ctx, &PageRequest::new(PageRequest::MAX, None)).await?;
        let same = page.items.into_iter().find(|video| {
            video.name.as_str() == name && video.size_bytes == size && video.state == FootageState::Ready
        });
        Ok(same.map(|video| video.id))
    }

    /// Watches a job until it is over, whoever does it; a stop cancels it.
    async fn follow(&self, id: JobId, label: &str) -> Result<Option<serde_json::Value>, Failure> {
        let step = Step::begin(label);
        let mut look = tokio::time::interval(Duration::from_millis(150));
        let mut is_cancelled = false;
        loop {
            tokio::select! {
                _ = look.tick() => {}
                () = self.stop.wait(), if !is_cancelled => {
                    is_cancelled = true;
                    self.cancel(id).await?;
                }
            }
            let job = self.studio.job(self.ctx, id).await?.fields;
            step.tell(job.progress, &job.step);
            match job.state {
                JobState::Ready | JobState::Running => {}
                _ if is_cancelled => return Err(Failure::Stopped),
                JobState::Done => {
                    step.done();
                    return Ok(job.result);
                }
                JobState::Cancelled => return Err(Failure::plain("somebody cancelled the job")),
                JobState::Failed | JobState::Dead => {
                    let reason = job.failure.map_or("no reason was stored".to_owned(), |f| f.detail);
                    return Err(Failure::plain(format!("{label} failed: {reason}")));
                }
            }
        }
    }
}

fn outcome(result: Option<serde_json::Value>) -> Result<(Vec<ClipId>, Vec<String>), Failure> {
    #[derive(serde::Deserialize)]
    struct Outcome {
        clip_ids: Vec<ClipId>,
        notes: Vec<String>,
    }
    let found: Outcome = serde_json::from_value(result.unwrap_or_default())
        .map_err(|error| Failure::failed("the job's result cannot be read", error))?;
    Ok((found.clip_ids, found.notes))
}

fn refused_upload(name: &str, error: UploadError) -> Failure {
    match error {
        UploadError::Name(_) | UploadError::NotFootage(_) | UploadError::TooLarge { .. } => {
            Failure::input(format!("{name}: {error}"))
        }
        other => Failure::failed(format!("{name} could not be kept"), other),
    }
}

fn refused_project(error: ProjectError) -> Failure {
    match error {
        ProjectError::Store(error) => error.into(),
        other => Failure::input(other),
    }
}

fn refused_job(error: GenerateError) -> Failure {
    match error {
        GenerateError::Store(error) => error.into(),
        other => Failure::input(other),
    }
}
