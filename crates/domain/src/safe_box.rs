//! Safe boxes: the part of a picture that the networks' own buttons and texts leave free.

use crate::{Canvas, Format};

/// The part of a picture in which captions, logos and cards stay, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SafeBox {
    /// How far its left edge is from the picture's.
    pub left: u32,
    /// How far its upper edge is from the picture's.
    pub top: u32,
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

impl SafeBox {
    /// Returns how far its right edge is from the picture's left.
    pub const fn right(&self) -> u32 {
        self.left + self.width
    }

    /// Returns how far its lower edge is from the picture's upper.
    pub const fn lower(&self) -> u32 {
        self.top + self.height
    }
}

/// What a network covers at each edge of a picture at full size, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Margins {
    /// Whose buttons and texts they are.
    pub network: &'static str,
    /// At the upper edge.
    pub top: u32,
    /// At the lower edge.
    pub bottom: u32,
    /// At the left edge.
    pub left: u32,
    /// At the right edge.
    pub right: u32,
    /// The month in which they were looked up.
    pub as_of: &'static str,
    /// Where they come from, and how far that is to be trusted.
    pub source: &'static str,
}

const TIKTOK: Margins = Margins {
    network: "TikTok",
    top: 192,
    bottom: 460,
    left: 60,
    right: 180,
    as_of: "2026-11",
    source: "Estimated inside what all three leave free; TikTok publishes templates for ads, and no figures",
};

const INSTAGRAM_REELS: Margins = Margins {
    network: "Instagram Reels",
    top: 250,
    bottom: 440,
    left: 60,
    right: 130,
    as_of: "2026-11",
    source: "Estimated inside what all three leave free; for ads, Meta asks for 14 % above, 35 % below and 6 % at each side",
};

const YOUTUBE_SHORTS: Margins = Margins {
    network: "YouTube Shorts",
    top: 200,
    bottom: 460,
    left: 48,
    right: 180,
    as_of: "2026-11",
    source: "Estimated inside what all three leave free; for ads, Google asks for 288, 672, 48 and 192 px",
};

const FACEBOOK_REELS: Margins = Margins {
    network: "Facebook Reels",
    source: "As Instagram Reels: Meta gives both the same frame",
    ..INSTAGRAM_REELS
};

const INSTAGRAM_STORY: Margins = Margins {
    network: "Instagram Story",
    top: 250,
    bottom: 340,
    left: 65,
    right: 65,
    as_of: "2026-11",
    source: "As Meta's guide to stories is quoted: 14 % (250 px) above, 20 % (340 px) below, 6 % at each side",
};

const SQUARE: Margins = Margins {
    network: "Feeds",
    top: 54,
    bottom: 54,
    left: 54,
    right: 54,
    as_of: "2026-11",
    source: "EBU R 95: graphics keep 5 % from each edge; feeds lay nothing over a square post",
};

const LANDSCAPE: Margins = Margins {
    network: "YouTube",
    top: 54,
    bottom: 108,
    left: 96,
    right: 96,
    as_of: "2026-11",
    source: "EBU R 95: graphics keep 5 % from each edge; below as much again for the player's own bar",
};

impl Format {
    /// Returns what the networks of this format cover.
    pub const fn margins(self) -> &'static [Margins] {
        match self {
            Self::Vertical => &[TIKTOK, INSTAGRAM_REELS, YOUTUBE_SHORTS],
            Self::Tiktok => &[TIKTOK],
            Self::InstagramReels => &[INSTAGRAM_REELS],
            Self::YoutubeShorts => &[YOUTUBE_SHORTS],
            Self::FacebookReels => &[FACEBOOK_REELS],
            Self::InstagramStory => &[INSTAGRAM_STORY],
            Self::Square => &[SQUARE],
            Self::Landscape => &[LANDSCAPE],
        }
    }

    /// Returns what all networks of this format leave free, in pixels of [`Format::canvas`].
    pub fn safe_box(self) -> SafeBox {
        let Canvas { width, height } = self.canvas();
        let most = |edge: fn(&Margins) -> u32| self.margins().iter().map(edge).max().unwrap_or_default();
        let (top, left) = (most(|margins| margins.top), most(|margins| margins.left));
        SafeBox {
            left,
            top,
            width: width - left - most(|margins| margins.right),
            height: height - top - most(|margins| margins.bottom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_to_three_networks_stays_where_all_three_leave_room() {
        assert_eq!(Format::Vertical.safe_box(), SafeBox { left: 60, top: 250, width: 840, height: 1210 });
        for format in [Format::Tiktok, Format::InstagramReels, Format::YoutubeShorts] {
            let (all, one) = (Format::Vertical.safe_box(), format.safe_box());
            assert!(one.left <= all.left && one.top <= all.top, "{format:?}");
            assert!(one.right() >= all.right() && one.lower() >= all.lower(), "{format:?}");
        }
    }

    #[test]
    fn every_format_has_room_for_captions_and_says_whence_it_knows() {
        for format in Format::ALL {
            let (free, canvas) = (format.safe_box(), format.canvas());
            assert!(free.right() <= canvas.width && free.lower() <= canvas.height, "{format:?}");
            assert!(free.width >= 800 && free.height >= 600, "{format:?}: {free:?}");
            for margins in format.margins() {
                assert!(margins.as_of >= "2026" && margins.source.len() > 20, "{margins:?}");
            }
        }
    }
}
