//! Segments: what a person makes of footage.

use domain::{
    Container, FootageFile, FootageState, InvalidSegment, MediaError, MediaKey, Probe, ProfileContext,
    RenderError, Scores, Segment, SegmentChange, SegmentId, SegmentLooks, SegmentMarks, SourceVideo,
    SourceVideoId, StoreError,
};
use tracing::error;

use crate::Studio;

impl Studio {
    /// Makes a segment of a span that a person chose. While there is one of the very same span, it is that one, so that
    /// a request that is sent twice makes one.
    ///
    /// # Errors
    /// [`SegmentError`].
    pub async fn create_segment(
        &self,
        ctx: &ProfileContext,
        video: SourceVideoId,
        new: SegmentChange,
    ) -> Result<Segment, SegmentError> {
        let new = new.checked()?;
        let video = self.ports.footage.find(ctx, video).await?;
        let probe = probe_of(&video)?;
        let (start_ms, end_ms) = (new.start_ms.unwrap_or(0), new.end_ms.unwrap_or(probe.duration_ms));
        Segment::check_span(start_ms, end_ms, probe.duration_ms)?;
        let others = self.ports.footage.segments(ctx, &[video.id]).await?;
        let SegmentLooks { scores, hash } = looks(&others, None, (start_ms, end_ms));
        // No id is made from the span: that would be the id of a segment that was made of it and then moved, too.
        let id = SegmentId::new();
        let marks = new.marks(SegmentMarks::default());
        let segment = Segment { id, source_video: video.id, start_ms, end_ms, scores, hash, marks };
        self.take_picture(ctx, &video, &segment).await?;
        let made = self.ports.footage.create_segment(ctx, &segment).await;
        let is_kept = match &made {
            Ok(made) => made.id == id,
            // After any other error its row may be there.
            Err(error) => !matches!(error, StoreError::NotFound),
        };
        if !is_kept {
            self.drop_picture(ctx, &segment).await;
        }
        Ok(made?)
    }

    /// Changes what the person names of a segment; the rest stays. One that is moved looks as its new place does.
    ///
    /// # Errors
    /// [`SegmentError`]; nothing is changed then.
    pub async fn change_segment(
        &self,
        ctx: &ProfileContext,
        id: SegmentId,
        change: SegmentChange,
    ) -> Result<Segment, SegmentError> {
        let change = change.checked()?;
        let segment = self.ports.footage.find_segment(ctx, id).await?;
        let start_ms = change.start_ms.unwrap_or(segment.start_ms);
        let end_ms = change.end_ms.unwrap_or(segment.end_ms);
        if (start_ms, end_ms) == (segment.start_ms, segment.end_ms) {
            let change = SegmentChange { start_ms: None, end_ms: None, ..change };
            return Ok(self.ports.footage.update_segment(ctx, id, &change, None).await?);
        }
        let video = self.ports.footage.find(ctx, segment.source_video).await?;
        Segment::check_span(start_ms, end_ms, probe_of(&video)?.duration_ms)?;
        let all = self.ports.footage.segments(ctx, &[video.id]).await?;
        let looks = looks(&all, Some(id), (start_ms, end_ms));
        self.take_picture(ctx, &video, &Segment { start_ms, end_ms, ..segment }).await?;
        // Both ends, so that what was checked together is stored together.
        let change = SegmentChange { start_ms: Some(start_ms), end_ms: Some(end_ms), ..change };
        Ok(self.ports.footage.update_segment(ctx, id, &change, Some(looks)).await?)
    }

    /// Removes a segment; it can be brought back as long as its video is there.
    pub async fn remove_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<(), StoreError> {
        self.ports.footage.remove_segment(ctx, id).await
    }

    /// Brings a removed segment back.
    pub async fn restore_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<Segment, StoreError> {
        self.ports.footage.restore_segment(ctx, id).await
    }

    /// Stores the picture of a segment's middle, from the small video where there is one.
    async fn take_picture(
        &self,
        ctx: &ProfileContext,
        video: &SourceVideo,
        segment: &Segment,
    ) -> Result<(), SegmentError> {
        let scratch = self.scratch_folder()?;
        let (key, container) = match video.viewing {
            Some(_) => (MediaKey::Proxy(video.id), Container::Mp4),
            None => (MediaKey::SourceVideo(video.id), video.container),
        };
        let local = self.ports.media.local(ctx, &key, scratch.path()).await?;
        let file = FootageFile { path: local.path, container };
        let out = scratch.path().join("picture.jpg");
        self.ports.renderer.picture(ctx, &file, segment.middle_ms(), &out).await?;
        let key = MediaKey::SegmentThumbnail(video.id, segment.id);
        self.ports.media.put(ctx, &key, &out).await?;
        Ok(())
    }

    /// Deletes the picture of a segment that was not made; no request fails for it.
    async fn drop_picture(&self, ctx: &ProfileContext, segment: &Segment) {
        let key = MediaKey::SegmentThumbnail(segment.source_video, segment.id);
        if let Err(error) = self.ports.media.delete(ctx, &key).await {
            error!(media.key = %key, %error, "a left-over file stays behind");
        }
    }
}

fn probe_of(video: &SourceVideo) -> Result<Probe, SegmentError> {
    match (&video.state, video.probe) {
        (FootageState::Failed(_), _) => Err(SegmentError::Failed),
        (_, Some(probe)) => Ok(probe),
        (_, None) => Err(SegmentError::StillAnalysing),
    }
}

/// Scores a span by what was found in it, each find as far as it lies in the span; the picture's hash is that of
/// the find that shares most of it. The segment that is moved there is among them as it was, and tells of what no other
/// one shows: what a person made of other finds is no find itself.
fn looks(all: &[Segment], moved: Option<SegmentId>, (start_ms, end_ms): (u32, u32)) -> SegmentLooks {
    let shared = |one: &Segment| {
        if moved == Some(one.id) {
            alone_ms(one, all, (start_ms, end_ms))
        } else {
            one.shared_ms(start_ms, end_ms)
        }
    };
    let total: u64 = all.iter().map(|one| u64::from(shared(one))).sum();
    let mean = |value: fn(&Scores) -> f32| {
        all.iter().map(|one| domain::ratio(u64::from(shared(one)), total) * value(&one.scores)).sum::<f32>()
    };
    let nearest = all.iter().filter(|one| shared(one) > 0).max_by_key(|one| shared(one));
    let scores = Scores {
        motion: mean(|scores| scores.motion),
        variance: mean(|scores| scores.variance),
        sharpness: mean(|scores| scores.sharpness),
        contrast: mean(|scores| scores.contrast),
        brightness: mean(|scores| scores.brightness),
        steadiness: nearest.and_then(|one| one.scores.steadiness),
    };
    SegmentLooks { scores, hash: nearest.and_then(|one| one.hash) }
}

/// Returns for how many milliseconds a segment goes on together with a span and with no other segment; all come by
/// place.
fn alone_ms(segment: &Segment, all: &[Segment], (start_ms, end_ms): (u32, u32)) -> u32 {
    let (mut from, to) = (segment.start_ms.max(start_ms), segment.end_ms.min(end_ms));
    let mut alone = 0;
    for other in all.iter().filter(|other| other.id != segment.id) {
        alone += other.start_ms.min(to).saturating_sub(from);
        from = from.max(other.end_ms);
    }
    alone + to.saturating_sub(from)
}

/// Says why a segment was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum SegmentError {
    /// It cannot be kept like this.
    #[error(transparent)]
    Invalid(#[from] InvalidSegment),
    /// Nothing is known of its video yet.
    #[error("the video is still being opened; try again in a moment")]
    StillAnalysing,
    /// Its video cannot be used.
    #[error("the video cannot be used, so nothing can be cut from it; upload it again")]
    Failed,
    /// The picture could not be taken.
    #[error(transparent)]
    Picture(#[from] RenderError),
    /// The disk.
    #[error("a file could not be read or written")]
    Disk(#[from] std::io::Error),
    /// A file could not be read or kept.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The row could not be read or kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[cfg(test)]
mod tests {
    use domain::PictureHash;

    use super::*;

    fn found(start_ms: u32, end_ms: u32, motion: f32, hash: u64) -> Segment {
        Segment {
            id: SegmentId::new(),
            source_video: SourceVideoId::new(),
            start_ms,
            end_ms,
            scores: Scores { motion, ..Scores::default() },
            hash: Some(PictureHash(hash)),
            marks: SegmentMarks::default(),
        }
    }

    #[test]
    fn a_span_is_as_good_as_what_was_found_in_it() {
        let others = [found(0, 2000, 0.2, 1), found(2000, 4000, 0.8, 2), found(4000, 6000, 1.0, 3)];
        let SegmentLooks { scores, hash } = looks(&others, None, (1500, 3000));
        assert!((scores.motion - (0.2 + 2.0 * 0.8) / 3.0).abs() < 1e-6, "{scores:?}");
        assert_eq!(hash, Some(PictureHash(2)));
        assert_eq!(looks(&[], None, (0, 1000)), SegmentLooks::default());
    }

    #[test]
    fn a_find_that_is_moved_tells_of_what_it_still_shows() {
        let all = [found(0, 2000, 0.2, 1), found(2000, 4000, 0.8, 2)];
        let moved = |span| looks(&all, Some(all[0].id), span);
        assert_eq!(moved((2000, 4000)), looks(&all[1..], None, (2000, 4000)), "nothing is left of its own");
        assert_eq!(moved((500, 1500)).hash, Some(PictureHash(1)));
        let longer = moved((0, 2500));
        assert!((longer.scores.motion - (4.0 * 0.2 + 0.8) / 5.0).abs() < 1e-6, "{longer:?}");
        assert_eq!(longer.hash, Some(PictureHash(1)));
    }

    #[test]
    fn what_was_made_of_finds_looks_as_those_do_wherever_it_is_moved() {
        // Longer than the dark find and first made of both, it was as lively as the other one.
        let all = [found(0, 2000, 0.0, 1), found(0, 5000, 0.6, 2), found(2000, 5000, 1.0, 2)];
        for span in [(0, 2000), (0, 1000), (500, 4000)] {
            let without = looks(&[all[0].clone(), all[2].clone()], None, span);
            assert_eq!(looks(&all, Some(all[1].id), span), without, "{span:?}");
        }
        let gap = [found(0, 1000, 0.0, 1), found(500, 5000, 0.6, 2), found(3000, 4000, 1.0, 3)];
        assert_eq!(alone_ms(&gap[1], &gap, (0, 9000)), 2000 + 1000);
        assert_eq!(alone_ms(&gap[1], &gap, (6000, 9000)), 0);
    }
}
