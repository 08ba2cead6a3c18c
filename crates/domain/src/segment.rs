//! Segments: scored spans of footage, and what a person notes about them.

use serde::{Deserialize, Serialize};

use crate::{InvalidTransform, Scores, SegmentId, SourceVideoId, Transform};

/// The shortest segment in milliseconds; anything less flickers.
pub const MIN_SEGMENT_MS: u32 = 500;
const MAX_KEYWORDS: usize = 20;
const MAX_KEYWORD_CHARS: usize = 40;
const MAX_NOTES_CHARS: usize = 2000;

/// A scored span of a source video worth showing.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its id.
    pub id: SegmentId,
    /// The source video.
    pub source_video: SourceVideoId,
    /// Where it begins, in milliseconds.
    pub start_ms: u32,
    /// Where it ends, in milliseconds.
    pub end_ms: u32,
    /// How good it looks.
    pub scores: Scores,
    /// What its picture looks like; nothing for one that was analysed before this was known.
    pub hash: Option<PictureHash>,
    /// What a person noted about it.
    pub marks: SegmentMarks,
}

impl Segment {
    /// Checks a span within a source video of a length.
    ///
    /// # Errors
    /// [`InvalidSegment::TooShort`] and [`InvalidSegment::Outside`].
    pub fn check_span(start_ms: u32, end_ms: u32, duration_ms: u32) -> Result<(), InvalidSegment> {
        if end_ms > duration_ms {
            return Err(InvalidSegment::Outside { duration_ms });
        }
        if end_ms.saturating_sub(start_ms) < MIN_SEGMENT_MS {
            return Err(InvalidSegment::TooShort);
        }
        Ok(())
    }

    /// Returns for how many milliseconds it and a span go on together.
    pub fn shared_ms(&self, start_ms: u32, end_ms: u32) -> u32 {
        self.end_ms.min(end_ms).saturating_sub(self.start_ms.max(start_ms))
    }

    /// Returns the place of its picture: the middle, in milliseconds of the source video.
    pub fn middle_ms(&self) -> u32 {
        u32::midpoint(self.start_ms, self.end_ms)
    }
}

/// A picture's perceptual hash: like pictures differ in few bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PictureHash(pub u64);

impl PictureHash {
    /// Below so many different bits two pictures are taken for the same.
    pub const NEAR: u32 = 8;

    /// Returns in how many bits two pictures differ (their Hamming distance).
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// How the span of a segment looks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SegmentLooks {
    /// How good it looks.
    pub scores: Scores,
    /// What its picture looks like; nothing where it is not known.
    pub hash: Option<PictureHash>,
}

/// What a person noted about a segment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentMarks {
    /// What it shows, each in the person's words.
    pub keywords: Vec<String>,
    /// Whether it is preferred among equals.
    pub favourite: bool,
    /// Whether no two clips may show it.
    pub single_use: bool,
    /// For the person alone.
    pub notes: String,
    /// How it is shown.
    pub transform: Transform,
}

/// The fields of a segment that a person changes; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SegmentChange {
    /// Where it begins, in milliseconds.
    pub start_ms: Option<u32>,
    /// Where it ends, in milliseconds.
    pub end_ms: Option<u32>,
    /// What it shows.
    pub keywords: Option<Vec<String>>,
    /// Whether it is preferred among equals.
    pub favourite: Option<bool>,
    /// Whether no two clips may show it.
    pub single_use: Option<bool>,
    /// For the person alone.
    pub notes: Option<String>,
    /// How it is shown.
    pub transform: Option<Transform>,
}

impl SegmentChange {
    /// Checks what can be checked without the segment, and brings keywords into one form: trimmed, each once.
    ///
    /// # Errors
    /// [`InvalidSegment`], naming the first field that cannot be taken.
    pub fn checked(self) -> Result<Self, InvalidSegment> {
        let keywords = self.keywords.map(keywords).transpose()?;
        if self.notes.as_ref().is_some_and(|notes| notes.chars().count() > MAX_NOTES_CHARS) {
            return Err(InvalidSegment::Notes);
        }
        let transform = self.transform.map(Transform::checked).transpose()?;
        Ok(Self { keywords, transform, ..self })
    }

    /// Returns the marks as they are after the change.
    pub fn marks(self, earlier: SegmentMarks) -> SegmentMarks {
        SegmentMarks {
            keywords: self.keywords.unwrap_or(earlier.keywords),
            favourite: self.favourite.unwrap_or(earlier.favourite),
            single_use: self.single_use.unwrap_or(earlier.single_use),
            notes: self.notes.unwrap_or(earlier.notes),
            transform: self.transform.unwrap_or(earlier.transform),
        }
    }
}

/// Trims keywords and leaves each once, whatever its case.
fn keywords(given: Vec<String>) -> Result<Vec<String>, InvalidSegment> {
    let mut kept: Vec<String> = Vec::with_capacity(given.len().min(MAX_KEYWORDS));
    for keyword in given {
        let keyword = keyword.split_whitespace().collect::<Vec<_>>().join(" ");
        if keyword.is_empty() || keyword.chars().any(char::is_control) {
            return Err(InvalidSegment::EmptyKeyword);
        }
        if keyword.chars().count() > MAX_KEYWORD_CHARS {
            return Err(InvalidSegment::LongKeyword);
        }
        let lower = keyword.to_lowercase();
        if kept.iter().all(|other| other.to_lowercase() != lower) {
            kept.push(keyword);
        }
        if kept.len() > MAX_KEYWORDS {
            return Err(InvalidSegment::ManyKeywords);
        }
    }
    Ok(kept)
}

/// Says what of a segment cannot be taken, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSegment {
    /// It ends too soon.
    #[error("a segment lasts at least half a second; move its end or its beginning")]
    TooShort,
    /// It goes on where the video does not.
    #[error("the segment must lie within the video, which lasts {}.{:03} s", duration_ms / 1000, duration_ms % 1000)]
    Outside {
        /// The video's length in milliseconds.
        duration_ms: u32,
    },
    /// There are too many keywords.
    #[error("a segment has at most {MAX_KEYWORDS} keywords; leave some out")]
    ManyKeywords,
    /// A keyword is too long.
    #[error("a keyword has at most {MAX_KEYWORD_CHARS} characters; shorten it")]
    LongKeyword,
    /// A keyword has nothing to read.
    #[error("a keyword needs at least one visible character")]
    EmptyKeyword,
    /// The notes are too long.
    #[error("notes have at most {MAX_NOTES_CHARS} characters; shorten them")]
    Notes,
    /// The transform has a figure out of its range.
    #[error(transparent)]
    Transform(#[from] InvalidTransform),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_lasts_half_a_second_and_lies_within_its_video() {
        assert_eq!(Segment::check_span(0, 500, 500), Ok(()));
        assert_eq!(Segment::check_span(1, 500, 500), Err(InvalidSegment::TooShort));
        assert_eq!(Segment::check_span(900, 100, 1000), Err(InvalidSegment::TooShort));
        let outside = Segment::check_span(0, 2501, 2500).unwrap_err();
        assert!(outside.to_string().contains("2.500 s"), "{outside}");
    }

    #[test]
    fn keywords_are_trimmed_few_and_each_once() {
        let change = |words: &[&str]| SegmentChange {
            keywords: Some(words.iter().map(|word| (*word).to_owned()).collect()),
            ..SegmentChange::default()
        };
        let kept = change(&["  Lamp ", "lamp", "warm   light"]).checked().unwrap().keywords.unwrap();
        assert_eq!(kept, ["Lamp", "warm light"]);
        assert_eq!(change(&[" "]).checked(), Err(InvalidSegment::EmptyKeyword));
        assert_eq!(change(&["x".repeat(41).as_str()]).checked(), Err(InvalidSegment::LongKeyword));
        let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(change(&many).checked(), Err(InvalidSegment::ManyKeywords));
        assert!(change(&many[..20]).checked().is_ok());
    }

    #[test]
    fn a_change_leaves_what_it_does_not_name() {
        let earlier =
            SegmentMarks { notes: "take two".to_owned(), favourite: true, ..SegmentMarks::default() };
        let change = SegmentChange { single_use: Some(true), ..SegmentChange::default() };
        let marks = change.marks(earlier.clone());
        assert_eq!(marks, SegmentMarks { single_use: true, ..earlier });
    }
}
