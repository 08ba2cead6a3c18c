//! What a clip was made from, and what of it was changed since: a stale clip says so in words.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    CaptionStyle, Look, Making, Pin, Project, Script, Segment, SegmentId, Settings, SourceVideoId, Transform,
    VoiceChoice, VoiceManner,
};

/// What a clip was made from, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFrom {
    /// What was said.
    pub script: Script,
    /// Who was chosen to say it.
    pub voice: VoiceChoice,
    /// How the voice's engine was settled; nothing where that was not kept.
    #[serde(default)]
    pub manner: Option<VoiceManner>,
    /// What was settled for the project.
    pub making: Making,
    /// The footage that there was to choose from.
    pub source_videos: Vec<SourceVideoId>,
    /// How the captions looked, by project and profile.
    pub captions: CaptionStyle,
    /// What was done to every picture.
    pub look: Look,
    /// The segments that are shown.
    pub segments: Vec<ShownSegment>,
}

/// A segment as it was when it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownSegment {
    /// The segment.
    pub id: SegmentId,
    /// Where it began, in milliseconds.
    pub start_ms: u32,
    /// Where it ended, in milliseconds.
    pub end_ms: u32,
    /// What it was said to show.
    pub keywords: Vec<String>,
    /// How it was shown.
    pub transform: Transform,
}

impl From<&Segment> for ShownSegment {
    fn from(segment: &Segment) -> Self {
        Self {
            id: segment.id,
            start_ms: segment.start_ms,
            end_ms: segment.end_ms,
            keywords: segment.marks.keywords.clone(),
            transform: segment.marks.transform,
        }
    }
}

impl ShownSegment {
    /// Tells whether a segment is as it was; its keywords may stand in any order.
    fn is_still(&self, segment: &Segment) -> bool {
        let set = |keywords: &[String]| keywords.iter().cloned().collect::<BTreeSet<_>>();
        let now = Self { keywords: self.keywords.clone(), ..Self::from(segment) };
        *self == now && set(&self.keywords) == set(&segment.marks.keywords)
    }
}

/// How things are now that a clip may have been made from.
#[derive(Debug, Clone, Copy)]
pub struct Now<'n> {
    /// The clip's project, unless it was deleted.
    pub project: Option<&'n Project>,
    /// What the profile settles.
    pub settings: &'n Settings,
    /// The segments that the clip shows, as far as they are there.
    pub segments: &'n [Segment],
}

impl MadeFrom {
    /// Says in words what was changed since; nothing when the clip would be made the same.
    ///
    /// How carefully it was encoded, and how other variants differ, are no changes. With its project deleted, a clip
    /// is compared with its footage alone.
    pub fn changes(&self, now: &Now<'_>) -> Vec<String> {
        let mut changes = Vec::new();
        let mut differs = |is: bool, what: &str| {
            if is {
                changes.push(format!("the {what} changed"));
            }
        };
        if let Some(project) = now.project {
            let (then, making) = (&self.making, &project.making);
            differs(self.script != project.script, "script was");
            let manner = now.settings.tts.manner_of(&project.voice.provider);
            let other_manner = self.manner.as_ref().is_some_and(|then| *then != manner);
            differs(self.voice != project.voice, "voice was");
            differs(self.voice == project.voice && other_manner, "voice's settings were");
            // In whatever order they were chosen.
            let chosen = |videos: &[SourceVideoId]| videos.iter().copied().collect::<BTreeSet<_>>();
            let other_footage = chosen(&self.source_videos) != chosen(&project.source_videos);
            differs(other_footage, "chosen footage was");
            differs(then.format != making.format, "format was");
            differs(then.matching != making.matching, "way of matching shots was");
            differs(by_place(&then.pins) != by_place(&making.pins), "pinned shots were");
            differs(then.transition != making.transition, "transition was");
            differs(self.captions != making.captions_in(now.settings), "captions' style was");
            differs(self.look != making.look_in(now.settings), "look was");
            differs(then.mix != making.mix, "sound mix was");
            differs(then.end_card != making.end_card, "end card was");
        }
        let found = |shown: &ShownSegment| now.segments.iter().find(|segment| segment.id == shown.id);
        let gone = self.segments.iter().filter(|shown| found(shown).is_none()).count();
        let edited = |shown: &&ShownSegment| found(shown).is_some_and(|segment| !shown.is_still(segment));
        let edited = self.segments.iter().filter(edited).count();
        changes.extend(counted(gone, "was deleted", "were deleted"));
        changes.extend(counted(edited, "was edited", "were edited"));
        changes
    }
}

/// Brings pins into the order of their places: the order in which they were set says nothing, but between those of the
/// same place.
fn by_place(pins: &[Pin]) -> Vec<Pin> {
    let mut pins = pins.to_vec();
    pins.sort_by_key(|pin| (pin.sentence, pin.shot));
    pins
}

fn counted(count: usize, one: &str, more: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("a segment that it shows {one}")),
        count => Some(format!("{count} segments that it shows {more}")),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{Matching, ProjectId, Quality, Scores, SegmentMarks, Speed, Vary, VoiceSettings};

    fn project() -> Project {
        let voice = VoiceChoice {
            provider: "tone".parse().unwrap(),
            voice: "en-us".parse().unwrap(),
            speed: Speed::NORMAL,
        };
        Project {
            id: ProjectId::new(),
            name: "Spring".to_owned(),
            script: Script::parse("Hello.").unwrap(),
            source_videos: vec![SourceVideoId::new(), SourceVideoId::new()],
            voice,
            making: Making::default(),
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    fn segment() -> Segment {
        Segment {
            id: SegmentId::new(),
            source_video: SourceVideoId::new(),
            start_ms: 0,
            end_ms: 2000,
            scores: Scores::default(),
            hash: None,
            marks: SegmentMarks::default(),
        }
    }

    fn made_from(project: &Project, segments: &[Segment]) -> MadeFrom {
        MadeFrom {
            script: project.script.clone(),
            voice: project.voice.clone(),
            manner: Some(VoiceManner::default()),
            making: project.making.clone(),
            source_videos: project.source_videos.clone(),
            captions: CaptionStyle::default(),
            look: Look::default(),
            segments: segments.iter().map(ShownSegment::from).collect(),
        }
    }

    fn now(made: &MadeFrom, project: &Project, settings: &Settings, segments: &[Segment]) -> Vec<String> {
        made.changes(&Now { project: Some(project), settings, segments })
    }

    #[test]
    fn a_clip_says_what_was_changed_and_nothing_else() {
        let (mut project, mut segments) = (project(), vec![segment(), segment()]);
        let made = made_from(&project, &segments);
        let mut settings = Settings::default();
        assert!(now(&made, &project, &settings, &segments).is_empty());
        let other = VoiceSettings { model: Some("newer".parse().unwrap()), ..VoiceSettings::default() };
        let mut spoken = settings.clone();
        spoken.tts.voices.insert("another".parse().unwrap(), other.clone());
        assert!(now(&made, &project, &spoken, &segments).is_empty());
        spoken.tts.voices.insert(project.voice.provider.clone(), other);
        assert_eq!(now(&made, &project, &spoken, &segments), ["the voice's settings were changed"]);
        let mut swapped = project.clone();
        swapped.source_videos.reverse();
        assert!(now(&made, &swapped, &settings, &segments).is_empty());
        project.making.quality = Quality::Final;
        project.making.vary = Vary { voice: true, ..Vary::default() };
        segments[0].marks.notes = "for me".to_owned();
        segments[0].marks.favourite = true;
        assert!(now(&made, &project, &settings, &segments).is_empty());
        project.script = Script::parse("Hello, you.").unwrap();
        project.making.matching = Matching::Shuffle;
        settings.captions.text_colour.red = 1;
        segments[0].marks.keywords.push("candle".to_owned());
        segments.truncate(1);
        assert_eq!(
            now(&made, &project, &settings, &segments),
            [
                "the script was changed",
                "the way of matching shots was changed",
                "the captions' style was changed",
                "a segment that it shows was deleted",
                "a segment that it shows was edited",
            ]
        );
    }

    #[test]
    fn in_what_order_pins_and_keywords_were_given_is_no_change() {
        let (mut project, mut segments) = (project(), vec![segment()]);
        let pin = |sentence, shot| Pin { sentence, segment: SegmentId::new(), shot };
        project.making.pins = vec![pin(1, 0), pin(0, 1), pin(0, 0), pin(0, 0)];
        segments[0].marks.keywords = vec!["lamp".to_owned(), "night".to_owned()];
        let (made, settings) = (made_from(&project, &segments), Settings::default());
        project.making.pins.rotate_left(2);
        segments[0].marks.keywords.reverse();
        assert!(now(&made, &project, &settings, &segments).is_empty());
        // Of two for the same place the first one may win.
        project.making.pins.swap(0, 1);
        assert_eq!(now(&made, &project, &settings, &segments), ["the pinned shots were changed"]);
        segments[0].marks.keywords.pop();
        project.making = made.making.clone();
        assert_eq!(now(&made, &project, &settings, &segments), ["a segment that it shows was edited"]);
    }

    #[test]
    fn without_its_project_a_clip_is_compared_with_its_footage_alone() {
        let made = made_from(&project(), &[segment()]);
        let now = Now { project: None, settings: &Settings::default(), segments: &[] };
        assert_eq!(made.changes(&now), ["a segment that it shows was deleted"]);
    }
}
