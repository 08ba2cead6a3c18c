//! Storyboard: the plan of a project for the person to see before anything is rendered or bought.

use domain::{
    Alternative, Choice, FootageState, Frames, NoSegments, ProfileContext, Project, ProjectId, Segment,
    Sentence, StoreError, VoiceChoice, estimate_frames,
};

use crate::{
    GenerateError, MAX_VARIANTS, SpeakError, Studio,
    shots::{ShotTable, seed_of},
    speak::Speaker,
    variants::too_few,
};

/// The plan of a project's variants.
#[derive(Debug, Clone)]
pub struct Storyboard {
    /// The project.
    pub project: Project,
    /// What is said, sentence by sentence, in the script's order.
    pub sentences: Vec<PlannedSentence>,
    /// The shots of each variant.
    pub variants: Vec<Choice>,
    /// The segments that shots were chosen from.
    pub segments: Vec<Segment>,
    /// What the person should know about all of them.
    pub warnings: Vec<String>,
}

/// A shot of a planned variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShotPlace {
    /// How many variants are planned.
    pub variants: u8,
    /// Which of them, from 1.
    pub variant: u8,
    /// The sentence by its number in the script, from 0.
    pub sentence: usize,
    /// Which of its shots, from 0.
    pub shot: usize,
}

/// What is chosen from, and how long each variant's sentences last.
struct Laid {
    project: Project,
    table: ShotTable,
    lengths: Vec<Vec<Frames>>,
    sentences: Vec<PlannedSentence>,
}

/// A sentence and its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedSentence {
    /// What is said.
    pub text: String,
    /// How long it is.
    pub frames: Frames,
    /// Whether it was not spoken yet, so that its length is estimated.
    pub is_estimated: bool,
}

impl Studio {
    /// Plans the variants of a project; nothing is rendered, spoken or bought. Lengths are those of the spoken
    /// sentences where the cache has them, else estimates.
    ///
    /// # Errors
    /// [`StoryboardError`], with the cure.
    pub async fn storyboard(
        &self,
        ctx: &ProfileContext,
        project: ProjectId,
        variants: u8,
    ) -> Result<Storyboard, StoryboardError> {
        let laid = self.laid(ctx, project, variants).await?;
        let mut warnings = self.unready(ctx, &laid.project).await?;
        let chosen = match laid.table.choose(&laid.project.making, &laid.lengths, variants) {
            // What is being analysed may have some soon.
            Err(NoSegments::None) if !warnings.is_empty() => {
                return Err(StoryboardError::NotYet(warnings.join(" ")));
            }
            chosen => chosen?,
        };
        let making = &laid.project.making;
        let mixes = self.mixes_of_variants(ctx, making, variants).await?;
        warnings.extend(too_few(making, variants, laid.lengths.len(), &mixes));
        Ok(Storyboard {
            sentences: laid.sentences,
            project: laid.project,
            variants: chosen,
            segments: laid.table.segments,
            warnings,
        })
    }

    /// Lists the segments that could stand in the place of a planned shot, the best first, each with what speaks for it.
    ///
    /// # Errors
    /// [`StoryboardError`], with the cure.
    pub async fn alternatives(
        &self,
        ctx: &ProfileContext,
        project: ProjectId,
        place: ShotPlace,
    ) -> Result<Vec<(Segment, Alternative)>, StoryboardError> {
        if !(1..=place.variants).contains(&place.variant) {
            return Err(GenerateError::Variants.into());
        }
        let Laid { project, table, lengths, .. } = self.laid(ctx, project, place.variants).await?;
        let offered = table.alternatives(&project.making, &lengths, place)?;
        let whole = |other: Alternative| {
            let segment = table.segments.iter().find(|segment| segment.id == other.segment)?;
            Some((segment.clone(), other))
        };
        Ok(offered.into_iter().filter_map(whole).collect())
    }

    async fn laid(
        &self,
        ctx: &ProfileContext,
        project: ProjectId,
        variants: u8,
    ) -> Result<Laid, StoryboardError> {
        if !(1..=MAX_VARIANTS).contains(&variants) {
            return Err(GenerateError::Variants.into());
        }
        let project = self.ports.projects.find(ctx, project).await?;
        if project.source_videos.is_empty() {
            return Err(GenerateError::NoFootage.into());
        }
        let voices = self.voices_of_variants(ctx, &project, variants).await?;
        let mut lengths = Vec::with_capacity(voices.len());
        let mut first: Option<Vec<PlannedSentence>> = None;
        for voice in &voices {
            let sentences = self.planned_sentences(ctx, &project, voice).await?;
            lengths.push(sentences.iter().map(|sentence| sentence.frames).collect());
            first.get_or_insert(sentences);
        }
        let table = self.shot_table(ctx, &project, seed_of(project.id), &[]).await?;
        Ok(Laid { project, table, lengths, sentences: first.unwrap_or_default() })
    }

    /// Says which footage is left out since it is not ready.
    async fn unready(&self, ctx: &ProfileContext, project: &Project) -> Result<Vec<String>, StoreError> {
        let mut warnings = Vec::new();
        for id in &project.source_videos {
            let video = self.ports.footage.find(ctx, *id).await?;
            let name = video.name.as_str();
            match video.state {
                FootageState::Ready => {}
                FootageState::Analysing => {
                    warnings.push(format!(
                        "{name} is still being analysed: scenes that are found later are not in this plan."
                    ));
                }
                FootageState::Failed(_) => {
                    warnings.push(format!("{name} cannot be used; remove it from the project."));
                }
            }
        }
        Ok(warnings)
    }

    async fn planned_sentences(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        voice: &VoiceChoice,
    ) -> Result<Vec<PlannedSentence>, StoryboardError> {
        let settings = self.ports.profiles.settings(ctx).await?;
        let speaker = self.speaker(ctx, &settings, voice, project.script.as_str()).await;
        let scratch = self.scratch_folder().map_err(SpeakError::from)?;
        let mut planned = Vec::new();
        for sentence in project.script.sentences() {
            let spoken = self.spoken_frames(ctx, speaker.as_ref(), &sentence, scratch.path()).await?;
            let estimate = || estimate_frames(&sentence, voice.speed, crate::speak::pause_ms(&sentence));
            planned.push(PlannedSentence {
                text: sentence.text(),
                frames: spoken.unwrap_or_else(estimate),
                is_estimated: spoken.is_none(),
            });
        }
        Ok(planned)
    }

    /// Returns how long a sentence is, if it was spoken before.
    async fn spoken_frames(
        &self,
        ctx: &ProfileContext,
        speaker: Option<&Speaker>,
        sentence: &Sentence,
        scratch: &std::path::Path,
    ) -> Result<Option<Frames>, StoryboardError> {
        let Some(speaker) = speaker else { return Ok(None) };
        let speech = speaker.speech(sentence.words.clone()).map_err(GenerateError::from)?;
        let key = speaker.sound_key(&speech).map_err(SpeakError::from)?;
        Ok(self.cached_sentence(ctx, &key, scratch).await?.map(|spoken| spoken.frames))
    }
}

/// Says why a project cannot be planned.
#[derive(Debug, thiserror::Error)]
pub enum StoryboardError {
    /// As it could not be generated.
    #[error(transparent)]
    Generate(#[from] GenerateError),
    /// There is nothing to show.
    #[error(transparent)]
    NoSegments(#[from] NoSegments),
    /// Nothing to show was found so far, and this is why.
    #[error("there is no scene to show yet. {0}")]
    NotYet(String),
    /// The cache of sentences cannot be read.
    #[error(transparent)]
    Cache(#[from] SpeakError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
