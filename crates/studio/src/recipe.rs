//! Recipe: what a clip was made from, kept beside it, and rendered again as another clip.

use std::{io, path::Path};

use domain::{
    Clip, ClipId, ContentHash, Job, JobId, MediaError, MediaKey, NewJob, ProfileContext, Quality, Recipe,
    Sentence, Spend, SpokenSentence, StoreError, Task, UnreadableRecipe,
};
use serde_json::{Value, json};

use crate::{
    Studio,
    assemble::Cut,
    generate::clip_id,
    report::{Report, Span},
    speak::{PriceError, Speaker},
    spend::Cause,
    work::WorkError,
};

impl Studio {
    /// Enqueues another rendering of a clip's recipe, and sets aside what the sentences cost whose sound was cleared from
    /// the cache since. The same key again answers with the same job.
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
        self.ports.clips.find(ctx, clip).await?;
        let scratch = self.scratch_folder()?;
        let recipe = self.read_recipe(ctx, clip, scratch.path()).await?;
        let mut new = NewJob::new(Task::RenderClip { clip, quality });
        new.unique_key = key;
        new.spends = self.recipe_spends(ctx, &recipe, new.id).await?;
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
        let cut = Cut { id, of: 1, recipe, original: Some(clip) };
        let clip = self.assemble(ctx, &footage, cut, scratch.path(), (report, Span::WHOLE)).await?;
        Ok(json!({ "clip_ids": [id], "notes": clip.made.notes }))
    }

    /// Reads the recipe of one of the profile's clips.
    pub(crate) async fn read_recipe(
        &self,
        ctx: &ProfileContext,
        clip: ClipId,
        scratch: &Path,
    ) -> Result<Recipe, RenderAgainError> {
        let file = match self.ports.media.local(ctx, &MediaKey::ClipRecipe(clip), scratch).await {
            Err(MediaError::NotFound) => return Err(RenderAgainError::NoRecipe),
            file => file?,
        };
        Ok(Recipe::read(&tokio::fs::read(&file.path).await?)?)
    }

    /// Says what rendering a recipe again will buy: each sentence that is not in the cache any more, if it is not free.
    /// A voice that is not as it was buys nothing: the job then says so and ends.
    async fn recipe_spends(
        &self,
        ctx: &ProfileContext,
        recipe: &Recipe,
        job: JobId,
    ) -> Result<Vec<Spend>, RenderAgainError> {
        let cause = Cause { job: Some(job), project: Some(recipe.project) };
        let (mut speaker, mut spends) = (None, Vec::new());
        for sentence in &recipe.narration.sentences {
            if self.is_cached(ctx, &sentence.sound).await? {
                continue;
            }
            if speaker.is_none() {
                speaker = self.speaker_of(ctx, recipe).await?;
            }
            let Some(speaker) = &speaker else { return Ok(Vec::new()) };
            let Ok(speech) = speaker.speech(words_of(sentence)) else { continue };
            if speaker.sound_key(&speech).map_err(PriceError::from)? == sentence.sound {
                spends.extend(self.price_now(ctx, speaker, &speech, cause).await?);
            }
        }
        Ok(spends)
    }

    /// Has the sentences spoken that were cleared from the cache since. Some voices never say a sentence twice the same
    /// way; what does not fit the pictures and captions is refused.
    async fn speak_again(&self, job: &Job, recipe: &Recipe, scratch: &Path) -> Result<(), WorkError> {
        let ctx = &job.context();
        let mut speaker: Option<Speaker> = None;
        for sentence in &recipe.narration.sentences {
            if let Some(cached) = self.cached_sentence(ctx, &sentence.sound, scratch).await? {
                fits(&cached, sentence)?;
                continue;
            }
            if speaker.is_none() {
                speaker = self.speaker_of(ctx, recipe).await?;
            }
            let Some(speaker) = &speaker else { return Err(changed_voice(sentence)) };
            let words = words_of(sentence);
            let same: ContentHash = speaker.sound_key(&speaker.speech(Vec::clone(&words))?)?;
            if same != sentence.sound {
                return Err(changed_voice(sentence));
            }
            let cause = Cause { job: Some(job.fields.id), project: Some(recipe.project) };
            fits(&self.speak(ctx, speaker, &Sentence { words }, cause, scratch).await?, sentence)?;
        }
        Ok(())
    }

    /// Finds who spoke; in recipes that do not say, the voice that was chosen.
    async fn speaker_of(&self, ctx: &ProfileContext, recipe: &Recipe) -> Result<Option<Speaker>, StoreError> {
        if let Some(by) = &recipe.narration.spoken_by {
            return Ok(self.speaker_as(ctx, by).await);
        }
        let voice = &recipe.made_from.voice;
        let settings = self.ports.profiles.settings(ctx).await?;
        Ok(self.speaker(ctx, &settings, voice, recipe.made_from.script.as_str()).await)
    }
}

fn words_of(sentence: &SpokenSentence) -> Vec<String> {
    sentence.words.iter().map(|word| word.text.clone()).collect()
}

/// Refuses speech of another length or pace than what the recipe was made for.
fn fits(spoken: &SpokenSentence, wanted: &SpokenSentence) -> Result<(), WorkError> {
    if (spoken.frames, &spoken.words) == (wanted.frames, &wanted.words) {
        return Ok(());
    }
    let detail = format!(
        "the sound of {} was cleared from the cache, and the voice now says it at another pace, which does not fit the \
         pictures; generate the video anew",
        beginning(wanted)
    );
    Err(WorkError::never("recipe_voice_changed", detail))
}

fn changed_voice(sentence: &SpokenSentence) -> WorkError {
    let detail = format!(
        "the sound of {} was cleared from the cache, and the voice is not as it was; generate the video anew",
        beginning(sentence)
    );
    WorkError::never("recipe_voice_changed", detail)
}

fn beginning(sentence: &SpokenSentence) -> String {
    let words: Vec<&str> = sentence.words.iter().take(6).map(|word| word.text.as_str()).collect();
    format!("\u{201c}{}\u{2026}\u{201d}", words.join(" "))
}

/// Says why a clip cannot be rendered again.
#[derive(Debug, thiserror::Error)]
pub enum RenderAgainError {
    /// It was made before recipes were kept, or came from the original Edit Factory.
    #[error(
        "this video has no recipe: it was made before recipes were kept; generate it anew from its project"
    )]
    NoRecipe,
    /// Its recipe cannot be read.
    #[error(transparent)]
    Unreadable(#[from] UnreadableRecipe),
    /// What it would cost cannot be found out.
    #[error(transparent)]
    Unpriced(#[from] PriceError),
    /// The files cannot be reached.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// A file of this machine cannot be read or written.
    #[error("a file could not be read or written: {0}")]
    Disk(#[from] io::Error),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<RenderAgainError> for WorkError {
    fn from(error: RenderAgainError) -> Self {
        match error {
            RenderAgainError::NoRecipe => Self::never("recipe_gone", error.to_string()),
            RenderAgainError::Unreadable(inner) => inner.into(),
            RenderAgainError::Unpriced(PriceError::Unnamed(inner)) => inner.into(),
            RenderAgainError::Unpriced(PriceError::Media(inner)) | RenderAgainError::Media(inner) => {
                inner.into()
            }
            RenderAgainError::Disk(inner) => inner.into(),
            RenderAgainError::Store(inner) => inner.into(),
        }
    }
}

impl From<UnreadableRecipe> for WorkError {
    fn from(error: UnreadableRecipe) -> Self {
        Self::never("recipe_unreadable", error.to_string())
    }
}
