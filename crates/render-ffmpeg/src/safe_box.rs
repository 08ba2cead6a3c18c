//! Where on the screen the social networks leave room for captions.

use domain::{HEIGHT, WIDTH};

/// The part of a 1080x1920 picture that the networks' own buttons and texts leave free, in pixels from each edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SafeBox {
    /// From the upper edge.
    pub(crate) top: u32,
    /// From the lower edge.
    pub(crate) bottom: u32,
    /// From the left edge.
    pub(crate) left: u32,
    /// From the right edge.
    pub(crate) right: u32,
}

/// `TikTok`, Instagram Reels and `YouTube` Shorts together, as of 2026: the largest margin of the three at each edge.
pub(crate) const SAFE_BOX_2026: SafeBox = SafeBox { top: 250, bottom: 460, left: 60, right: 180 };

impl SafeBox {
    /// Returns the width of the box.
    pub(crate) const fn width(&self) -> u32 {
        WIDTH - self.left - self.right
    }

    /// Returns how far its middle is from the left edge.
    pub(crate) const fn centre_x(&self) -> u32 {
        self.left + self.width() / 2
    }

    /// Returns how far its lower edge is from the upper edge of the picture.
    pub(crate) const fn lower_y(&self) -> u32 {
        HEIGHT - self.bottom
    }
}
