//! Stale: what was changed since a clip was made.

use std::collections::HashMap;

use domain::{Clip, Now, ProfileContext, Project, ProjectId, Segment, SegmentId, StoreError};

use crate::Studio;

/// A clip, and what was changed since it was made.
#[derive(Debug, Clone)]
pub struct ClipNow {
    /// The clip.
    pub clip: Clip,
    /// What was changed, in words; a clip with any is stale, and is not to be published.
    pub stale: Vec<String>,
}

impl Studio {
    /// Compares clips with what they were made from, with one look at each kind of thing.
    pub(crate) async fn compared(
        &self,
        ctx: &ProfileContext,
        clips: Vec<Clip>,
    ) -> Result<Vec<ClipNow>, StoreError> {
        let made_from = || clips.iter().filter_map(|clip| clip.made.made_from.as_ref());
        if made_from().next().is_none() {
            return Ok(clips.into_iter().map(|clip| ClipNow { clip, stale: Vec::new() }).collect());
        }
        let projects = once(clips.iter().filter_map(|clip| clip.made.project));
        let shown = once(made_from().flat_map(|made| &made.segments).map(|segment| segment.id));
        let settings = self.ports.profiles.settings(ctx).await?;
        let projects: HashMap<ProjectId, Project> =
            self.ports.projects.some(ctx, &projects).await?.into_iter().map(|p| (p.id, p)).collect();
        let segments: HashMap<SegmentId, Segment> =
            self.ports.footage.some_segments(ctx, &shown).await?.into_iter().map(|s| (s.id, s)).collect();
        let compared = |clip: Clip| {
            let changes = |made: &domain::MadeFrom| {
                let segments: Vec<Segment> =
                    made.segments.iter().filter_map(|shown| segments.get(&shown.id).cloned()).collect();
                let project = clip.made.project.and_then(|id| projects.get(&id));
                made.changes(&Now { project, settings: &settings, segments: &segments })
            };
            let stale = clip.made.made_from.as_ref().map(changes).unwrap_or_default();
            ClipNow { clip, stale }
        };
        Ok(clips.into_iter().map(compared).collect())
    }
}

fn once<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut once: Vec<T> = all.collect();
    once.sort_unstable();
    once.dedup();
    once
}
