//! Recipe: what a clip was made from, kept beside it, and rendered again as another clip.

use std::path::Path;

use domain::{
    Clip, ClipId, ContentHash, Job, MediaError, MediaKey, NewJob, ProfileContext, Quality, Recipe, Sentence,
    SpokenSentence, StoreError, Task, UnreadableRecipe, VoiceChoice,
};
use serde_json::{Value, json};

use crate::{
    Studio,
    assemble::Cut,
    generate::clip_id,
    report::{Report, Span},
    speak::Speaker,
    spend::Cause,
    work::WorkError,
};

impl Studio {
    /// Enqueues another rendering of a clip's recipe. The same key again answers with the same job.
    ///
    /// # Errors
    /// [`RenderAgainError`], with the cure.
    pub async fn queue_render(
        &self,
        ctx: &ProfileContext,
        clip: ClipId,
        quality: Option<Quality>,
        key: Option<String>,
    ) -> Result<Job, RenderAgainError> {
        let found = self.ports.clips.find(ctx, clip).await?;
        if !self.has_recipe(ctx, &found).await? {
            return Err(RenderAgainError::NoRecipe);
        }
        let mut new = NewJob::new(Task::RenderClip { clip, quality });
        new.unique_key = key;
        Ok(self.ports.jobs.enqueue(ctx, new).await?)
    }

    /// Tells whether a clip can be rendered again.
    pub async fn has_recipe(&self, ctx: &ProfileContext, clip: &Clip) -> Result<bool, MediaError> {
        Ok(self.ports.media.size(ctx, &MediaKey::ClipRecipe(clip.id)).await?.is_some())
    }

    /// Renders a clip's recipe again; the result names the other clip.
    pub(crate) async fn render_again(
        &self,
        job: &Job,
        (clip, quality): (ClipId, Option<Quality>),
        report: &Report,
    ) -> Result<Value, WorkError> {
        let ctx = &job.context();
        let scratch = self.scratch_folder()?;
        let mut recipe = self.read_recipe(ctx, clip, scratch.path()).await?;
        let id = clip_id(job, recipe.variant);
        match self.ports.clips.find(ctx, id).await {
            // It was finished before an interruption.
            Ok(finished) => return Ok(json!({ "clip_ids": [id], "notes": finished.made.notes })),
            Err(StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        recipe.plan.quality = quality.unwrap_or(recipe.plan.quality);
        recipe.engine = self.ports.renderer.engine();
        self.speak_again(job, &recipe, scratch.path()).await?;
        let footage = self.footage_of(ctx, &recipe.plan.source_videos(), scratch.path()).await?;
        let notes = recipe.notes.clone();
        let cut = Cut { id, of: 1, recipe };
        self.assemble(ctx, &footage, cut, scratch.path(), (report, Span::WHOLE)).await?;
        Ok(json!({ "clip_ids": [id], "notes": notes }))
    }

    /// Reads the recipe of one of the profile's clips.
    async fn read_recipe(
        &self,
        ctx: &ProfileContext,
        clip: ClipId,
        scratch: &Path,
    ) -> Result<Recipe, WorkError> {
        let file = match self.ports.media.local(ctx, &MediaKey::ClipRecipe(clip), scratch).await {
            Err(MediaError::NotFound) => {
                return Err(WorkError::never("recipe_gone", RenderAgainError::NoRecipe.to_string()));
            }
            file => file?,
        };
        Ok(Recipe::read(&tokio::fs::read(&file.path).await?)?)
    }

    /// Has the sentences spoken that were cleared from the cache since: the same sound, or none.
    async fn speak_again(&self, job: &Job, recipe: &Recipe, scratch: &Path) -> Result<(), WorkError> {
        let ctx = &job.context();
        let mut speaker: Option<Speaker> = None;
        for sentence in &recipe.narration.sentences {
            if self.ports.media.size(ctx, &MediaKey::Speech(sentence.sound.clone())).await?.is_some() {
                continue;
            }
            if speaker.is_none() {
                speaker = self.speaker_of(ctx, &recipe.made_from.voice, recipe).await?;
            }
            let Some(speaker) = &speaker else { return Err(changed_voice(sentence)) };
            let words = sentence.words.iter().map(|word| word.text.clone()).collect();
            let same: ContentHash = speaker.sound_key(&speaker.speech(Vec::clone(&words))?)?;
            if same != sentence.sound {
                return Err(changed_voice(sentence));
            }
            let cause = Cause { job: Some(job.fields.id), project: Some(recipe.project) };
            self.speak(ctx, speaker, &Sentence { words }, cause, scratch).await?;
        }
        Ok(())
    }

    async fn speaker_of(
        &self,
        ctx: &ProfileContext,
        voice: &VoiceChoice,
        recipe: &Recipe,
    ) -> Result<Option<Speaker>, WorkError> {
        let settings = self.ports.profiles.settings(ctx).await?;
        Ok(self.speaker(ctx, &settings, voice, recipe.made_from.script.as_str()).await)
    }
}

fn changed_voice(sentence: &SpokenSentence) -> WorkError {
    let words: Vec<&str> = sentence.words.iter().take(6).map(|word| word.text.as_str()).collect();
    let detail = format!(
        "the sound of \u{201c}{}\u{2026}\u{201d} was cleared from the cache, and the voice is not as it was; \
         generate the video anew",
        words.join(" ")
    );
    WorkError::never("recipe_voice_changed", detail)
}

/// Says why a clip cannot be rendered again.
#[derive(Debug, thiserror::Error)]
pub enum RenderAgainError {
    /// It was made before recipes were kept, or came from the original Edit Factory.
    #[error(
        "this video has no recipe: it was made before recipes were kept; generate it anew from its project"
    )]
    NoRecipe,
    /// The files cannot be reached.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<UnreadableRecipe> for WorkError {
    fn from(error: UnreadableRecipe) -> Self {
        Self::never("recipe_unreadable", error.to_string())
    }
}
