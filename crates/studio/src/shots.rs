//! Shots: what is chosen for each sentence, for the variants of a project, and for the person to see beforehand.

use std::collections::HashSet;

use domain::{
    Alternative, Choice, Chooser, ClipId, ContentHash, Coverage, FootageState, Frames, Language, Lines,
    Making, NoSegments, PageRequest, ProfileContext, Project, ProjectId, Segment, SegmentId, Sentence,
    ShownBefore, SourceVideo, SourceVideoId, StoreError, chosen_from,
};

use crate::{MAX_VARIANTS, RenderAgainError, ShotPlace, Studio, language::language_of};

/// A project's footage and script, ready to choose from.
pub(crate) struct ShotTable {
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) segments: Vec<Segment>,
    language: Option<Language>,
    /// Names what is chosen from.
    pub(crate) chosen_from: ContentHash,
    stills: HashSet<SourceVideoId>,
    taken: HashSet<SegmentId>,
    /// What the last video of each variant shows, where it was chosen from the same.
    before: Vec<Vec<ShownBefore>>,
    seed: u64,
}

impl ShotTable {
    /// Chooses the shots of variants whose sentences last so long; a variant's lengths come again when there are fewer.
    pub(crate) fn choose(
        &self,
        making: &Making,
        lengths: &[Vec<Frames>],
        variants: u8,
    ) -> Result<Vec<Choice>, NoSegments> {
        let mut chooser = self.chooser(making)?;
        let lengths = lengths.iter().cycle().take(usize::from(variants));
        lengths.map(|lengths| chooser.variant(lengths)).collect()
    }

    /// Lists what could stand in the place of a shot of variants that last so long.
    pub(crate) fn alternatives(
        &self,
        making: &Making,
        lengths: &[Vec<Frames>],
        place: ShotPlace,
    ) -> Result<Vec<Alternative>, NoSegments> {
        let mut chooser = self.chooser(making)?;
        let mut lengths = lengths.iter().cycle();
        for before in lengths.by_ref().take(usize::from(place.variant.saturating_sub(1))) {
            chooser.variant(before)?;
        }
        let Some(lengths) = lengths.next() else { return Ok(Vec::new()) };
        chooser.alternatives(lengths, (place.sentence, place.shot))
    }

    fn chooser<'t>(&'t self, making: &'t Making) -> Result<Chooser<'t>, NoSegments> {
        let lines = Lines { sentences: &self.sentences, language: self.language.as_ref() };
        let coverage = Coverage { segments: &self.segments, stills: &self.stills, taken: &self.taken };
        Ok(Chooser::new(&lines, &coverage, making, self.seed)?.keeping(self.before.clone()))
    }
}

impl Studio {
    /// Lays out what a project's shots are chosen from, as far as footage is analysed. The clips that are about to be made
    /// are left aside: what they show is not shown elsewhere.
    pub(crate) async fn shot_table(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        seed: u64,
        aside: &[ClipId],
    ) -> Result<ShotTable, StoreError> {
        let mut ready: Vec<SourceVideo> = Vec::with_capacity(project.source_videos.len());
        for id in &project.source_videos {
            let video = self.ports.footage.find(ctx, *id).await?;
            if matches!(video.state, FootageState::Ready | FootageState::Analysing) {
                ready.push(video);
            }
        }
        let ids: Vec<SourceVideoId> = ready.iter().map(|video| video.id).collect();
        let segments = self.ports.footage.segments(ctx, &ids).await?;
        let single: Vec<SegmentId> = segments.iter().filter(|s| s.marks.single_use).map(|s| s.id).collect();
        let taken = if single.is_empty() {
            HashSet::new()
        } else {
            self.ports.clips.shown(ctx, &single, aside).await?.into_iter().collect()
        };
        let chosen_from = chosen_from(&segments, &project.making, seed);
        let chosen_from = chosen_from.map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        Ok(ShotTable {
            sentences: project.script.sentences(),
            before: self.shown_before(ctx, project.id, &chosen_from, aside).await?,
            chosen_from,
            language: language_of(project.script.as_str()),
            stills: ready.iter().filter(|video| video.container.is_still()).map(|video| video.id).collect(),
            segments,
            taken,
            seed,
        })
    }

    /// Reads what the last video of each variant of a project shows, where it was chosen from the same.
    async fn shown_before(
        &self,
        ctx: &ProfileContext,
        project: ProjectId,
        chosen_from: &ContentHash,
        aside: &[ClipId],
    ) -> Result<Vec<Vec<ShownBefore>>, StoreError> {
        let mut before = vec![Vec::new(); usize::from(MAX_VARIANTS)];
        let mut left: Vec<bool> = vec![true; before.len()];
        let newest = self.ports.clips.list(ctx, Some(project), &PageRequest::default()).await?;
        for clip in newest.items.iter().filter(|clip| !aside.contains(&clip.id)) {
            let at = usize::from(clip.made.variant.saturating_sub(1));
            let (Some(shown), Some(left)) = (before.get_mut(at), left.get_mut(at)) else { continue };
            if !std::mem::take(left) {
                continue;
            }
            let scratch = self.scratch_folder().map_err(|error| StoreError::Unavailable(Box::new(error)))?;
            match self.read_recipe(ctx, clip.id, scratch.path()).await {
                Ok(recipe) if recipe.chosen_from.as_ref() == Some(chosen_from) => *shown = recipe.shown(),
                // Made from something else, or before recipes had this form: all is chosen anew.
                Ok(_) | Err(RenderAgainError::NoRecipe | RenderAgainError::Unreadable(_)) => {}
                Err(error) => return Err(StoreError::Unavailable(Box::new(error))),
            }
        }
        Ok(before)
    }
}

/// The project's id is the seed: the same project gives the same variants.
pub(crate) fn seed_of(project: ProjectId) -> u64 {
    let (high, _low) = project.uuid().as_u64_pair();
    high
}
