//! Formats: the size of a video, where it will be shown, and how carefully it is encoded.

use serde::{Deserialize, Serialize};

/// Where a video will be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// `TikTok`, Instagram Reels and `YouTube` Shorts alike: the safe box is what all three leave free.
    #[default]
    Vertical,
    /// `TikTok`.
    Tiktok,
    /// Instagram Reels.
    InstagramReels,
    /// `YouTube` Shorts.
    YoutubeShorts,
    /// Facebook Reels.
    FacebookReels,
    /// An Instagram story.
    InstagramStory,
    /// A square post.
    Square,
    /// A video that is wider than high.
    Landscape,
}

impl Format {
    /// Every format, in the order in which a person chooses.
    pub const ALL: [Self; 8] = [
        Self::Vertical,
        Self::Tiktok,
        Self::InstagramReels,
        Self::YoutubeShorts,
        Self::FacebookReels,
        Self::InstagramStory,
        Self::Square,
        Self::Landscape,
    ];

    /// Returns the name that the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vertical => "vertical",
            Self::Tiktok => "tiktok",
            Self::InstagramReels => "instagram_reels",
            Self::YoutubeShorts => "youtube_shorts",
            Self::FacebookReels => "facebook_reels",
            Self::InstagramStory => "instagram_story",
            Self::Square => "square",
            Self::Landscape => "landscape",
        }
    }

    /// Returns the name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Vertical => "TikTok, Reels and Shorts",
            Self::Tiktok => "TikTok",
            Self::InstagramReels => "Instagram Reels",
            Self::YoutubeShorts => "YouTube Shorts",
            Self::FacebookReels => "Facebook Reels",
            Self::InstagramStory => "Instagram Story",
            Self::Square => "Square",
            Self::Landscape => "Landscape",
        }
    }

    /// Returns the size at full quality.
    pub const fn canvas(self) -> Canvas {
        match self {
            Self::Square => Canvas { width: 1080, height: 1080 },
            Self::Landscape => Canvas { width: 1920, height: 1080 },
            Self::Vertical
            | Self::Tiktok
            | Self::InstagramReels
            | Self::YoutubeShorts
            | Self::FacebookReels
            | Self::InstagramStory => Canvas { width: 1080, height: 1920 },
        }
    }
}

/// A picture's size in pixels; both sides are even.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Canvas {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// How carefully a video is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// Half the size each way and the fastest encoder: to look at it in a few seconds, not to publish.
    Draft,
    /// What is published.
    #[default]
    Standard,
    /// The same size, smaller files for the same look, about three times the time.
    Final,
}

impl Quality {
    /// Every quality.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Standard, Self::Final];

    /// Returns the name that the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Standard => "standard",
            Self::Final => "final",
        }
    }

    /// Returns the size in which a format is rendered.
    pub const fn canvas(self, format: Format) -> Canvas {
        let full = format.canvas();
        match self {
            Self::Draft => Canvas { width: full.width / 2, height: full.height / 2 },
            Self::Standard | Self::Final => full,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_is_even_and_names_are_those_of_serde() {
        for format in Format::ALL {
            assert_eq!(serde_json::to_value(format).unwrap(), format.as_str());
            for quality in Quality::ALL {
                assert_eq!(serde_json::to_value(quality).unwrap(), quality.as_str());
                let Canvas { width, height } = quality.canvas(format);
                assert!(width % 2 == 0 && height % 2 == 0, "{width}x{height}");
            }
        }
        assert_eq!(Quality::Draft.canvas(Format::Tiktok), Canvas { width: 540, height: 960 });
    }
}
