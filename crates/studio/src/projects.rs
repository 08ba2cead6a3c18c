//! Projects: make, change, delete.

use domain::{
    InvalidProject, InvalidSpeech, Making, MakingChanges, NewProject, Page, PageRequest, ProfileContext,
    Project, ProjectChanges, ProjectId, RequestKey, Script, ScriptError, SegmentId, SourceVideoId,
    StoreError, VoiceChoice,
};

use crate::{NoDefault, Studio};

/// What a person put together for a project; what is absent is the default or stays as it is.
#[derive(Debug, Clone, Default)]
pub struct ProjectDraft {
    /// The name.
    pub name: Option<String>,
    /// The script.
    pub script: Option<String>,
    /// The footage.
    pub source_videos: Option<Vec<SourceVideoId>>,
    /// The voice.
    pub voice: Option<VoiceChoice>,
    /// What is to be settled otherwise for its videos.
    pub making: MakingChanges,
}

impl Studio {
    /// Makes a project: in the profile's look, and its voice speaks, unless another is named. The same key again finds
    /// the first.
    ///
    /// # Errors
    /// [`ProjectError`], naming the field.
    pub async fn create_project(
        &self,
        ctx: &ProfileContext,
        draft: ProjectDraft,
        key: Option<&RequestKey>,
    ) -> Result<Project, ProjectError> {
        let script = Script::parse(draft.script.as_deref().unwrap_or_default())?;
        let voice = match draft.voice {
            Some(voice) => voice,
            None => self.default_choice(ctx, script.as_str()).await?,
        };
        self.provider(&voice.provider)
            .ok_or_else(|| ProjectError::NoSuchProvider(voice.provider.to_string()))?;
        let name = draft.name.unwrap_or_else(|| name_from(&script));
        // Of the store's own look nothing is looked for: what of it has gone is told when a video is made.
        self.check_named(ctx, &Making::default().with(draft.making.clone())).await?;
        let making = self.ports.profiles.settings(ctx).await?.making.making().with(draft.making);
        let new =
            NewProject::new(&name, script, draft.source_videos.unwrap_or_default(), voice)?.made(making)?;
        let id = key.map_or_else(ProjectId::new, |key| key.id_in(ctx.profile().uuid(), "project").into());
        Ok(self.ports.projects.create(ctx, id, new).await?)
    }

    /// Changes the named fields of a project.
    ///
    /// # Errors
    /// [`ProjectError`], naming the field.
    pub async fn update_project(
        &self,
        ctx: &ProfileContext,
        id: ProjectId,
        draft: ProjectDraft,
    ) -> Result<Project, ProjectError> {
        if let Some(voice) = &draft.voice {
            self.provider(&voice.provider)
                .ok_or_else(|| ProjectError::NoSuchProvider(voice.provider.to_string()))?;
        }
        let script = draft.script.as_deref().map(Script::parse).transpose()?;
        // Only what is named anew is looked for: what was settled before may have been deleted since.
        self.check_named(ctx, &Making::default().with(draft.making.clone())).await?;
        let changes = ProjectChanges {
            name: draft.name,
            script,
            source_videos: draft.source_videos,
            voice: draft.voice,
            making: draft.making,
        }
        .checked()?;
        Ok(self.ports.projects.update(ctx, id, changes).await?)
    }

    /// Refuses segments, music and pictures that are not this profile's.
    async fn check_named(&self, ctx: &ProfileContext, making: &Making) -> Result<(), StoreError> {
        if let Some(bed) = &making.mix.music {
            self.ports.music.find(ctx, bed.music).await?;
        }
        if let Some(logo) = making.look.as_ref().and_then(|look| look.logo.as_ref()) {
            self.ports.pictures.find(ctx, logo.picture).await?;
        }
        let mut ids: Vec<SegmentId> = making.pins.iter().map(|pin| pin.segment).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(());
        }
        let found = self.ports.footage.some_segments(ctx, &ids).await?;
        if found.len() == ids.len() { Ok(()) } else { Err(StoreError::NotFound) }
    }

    /// Finds a project.
    pub async fn project(&self, ctx: &ProfileContext, id: ProjectId) -> Result<Project, StoreError> {
        self.ports.projects.find(ctx, id).await
    }

    /// Lists projects, newest first.
    pub async fn projects(
        &self,
        ctx: &ProfileContext,
        page: &PageRequest,
    ) -> Result<Page<Project>, StoreError> {
        self.ports.projects.list(ctx, page).await
    }

    /// Deletes a project; its clips stay in the library.
    pub async fn delete_project(&self, ctx: &ProfileContext, id: ProjectId) -> Result<(), StoreError> {
        self.ports.projects.delete(ctx, id).await
    }
}

/// Names a project by the first words of its script.
fn name_from(script: &Script) -> String {
    let mut name = String::new();
    for word in script.as_str().split_whitespace() {
        if name.chars().count() + word.chars().count() > 40 {
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    if name.is_empty() { "Untitled".to_owned() } else { name }
}

/// Says which part of a project cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The script.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The name or the footage.
    #[error(transparent)]
    Project(#[from] InvalidProject),
    /// The voice.
    #[error(transparent)]
    Voice(#[from] InvalidSpeech),
    /// The voice's provider is not one of this server's.
    #[error("there is no speech provider {0} here; choose one of the list")]
    NoSuchProvider(String),
    /// No voice was named, and none speaks unless one is.
    #[error(transparent)]
    NoDefault(#[from] NoDefault),
    /// The store refused; footage that is not found is not this profile's.
    #[error(transparent)]
    Store(#[from] StoreError),
}
