//! The look of a store's videos: transitions, filters, the logo and the end card.

use serde::{Deserialize, Serialize};

use crate::{Colour, Frames, PictureId, script::readable};

/// How one shot becomes the next. It takes place in the first frames of the next shot, so that lengths stay as
/// they are; the shot before goes on underneath.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// At once.
    #[default]
    Cut,
    /// Through black.
    Dip,
    /// Out of a white flash.
    Flash,
    /// One into the other.
    Crossfade,
}

impl Transition {
    /// Every transition.
    pub const ALL: [Self; 4] = [Self::Cut, Self::Dip, Self::Flash, Self::Crossfade];

    /// Returns how long it takes.
    pub const fn frames(self) -> Frames {
        match self {
            Self::Cut => Frames(0),
            Self::Flash => Frames(6),
            Self::Dip | Self::Crossfade => Frames(12),
        }
    }
}

/// What is done to every picture of a video.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// How much noise is taken out: 0 to 3.
    pub denoise: u8,
    /// How much edges are sharpened: 0 to 3.
    pub sharpen: u8,
    /// The mood of the colours.
    pub grade: Grade,
    /// The logo, where there is one.
    pub logo: Option<Logo>,
}

/// The mood of the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// As filmed.
    #[default]
    Natural,
    /// Warmer.
    Warm,
    /// Cooler.
    Cool,
    /// More colour and contrast.
    Vivid,
    /// Less contrast.
    Soft,
    /// Black and white.
    Mono,
}

/// A picture that lies over the whole video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Logo {
    /// The picture, uploaded by this profile.
    pub picture: PictureId,
    /// Where it lies, inside the safe box.
    pub corner: Corner,
    /// Its width in hundredths of the video's: 5 to 50.
    pub width_percent: u8,
    /// How solid it is: 10 to 100.
    pub opacity_percent: u8,
}

/// A corner of the safe box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Corner {
    /// Above, left.
    TopLeft,
    /// Above, right.
    #[default]
    TopRight,
    /// Below, left.
    BottomLeft,
    /// Below, right.
    BottomRight,
}

/// A card at the end that says what to do. It is a chunk of its own, without a voice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EndCard {
    /// What to do, such as `Order today`: 1 to 60 characters.
    pub title: String,
    /// More about it, such as the address of the shop: at most 80 characters.
    pub detail: String,
    /// How long it is shown: 30 to 150 frames.
    pub frames: Frames,
    /// Behind the letters.
    pub background: Colour,
    /// The letters.
    pub text_colour: Colour,
}

/// Says what of a look cannot be taken, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLook {
    /// The strength of a filter.
    #[error("denoise and sharpen are 0 to 3")]
    Strength,
    /// The logo.
    #[error("a logo is 5 to 50 % of the width, and 10 to 100 % solid")]
    Logo,
    /// The end card.
    #[error(
        "an end card has a title of 1 to 60 characters with a letter or a digit among them, a detail of at most 80, each on one line, and lasts 1 to 5 s"
    )]
    EndCard,
}

impl Look {
    /// Checks every figure.
    ///
    /// # Errors
    /// [`InvalidLook`].
    pub fn checked(self) -> Result<Self, InvalidLook> {
        if self.denoise > 3 || self.sharpen > 3 {
            return Err(InvalidLook::Strength);
        }
        let fits = |logo: &Logo| {
            (5..=50).contains(&logo.width_percent) && (10..=100).contains(&logo.opacity_percent)
        };
        if self.logo.as_ref().is_none_or(fits) { Ok(self) } else { Err(InvalidLook::Logo) }
    }
}

impl EndCard {
    /// Checks the texts and the length; what cannot be seen is taken out, as it is of a script, and space around them.
    ///
    /// # Errors
    /// [`InvalidLook::EndCard`].
    pub fn checked(self) -> Result<Self, InvalidLook> {
        let seen = |text: &str| readable(text).trim().to_owned();
        let card = Self { title: seen(&self.title), detail: seen(&self.detail), ..self };
        let fits =
            |text: &str, most: usize| text.chars().count() <= most && !text.chars().any(char::is_control);
        // Signs and emoji that no font has are left out; what remains must say something.
        let speaks = card.title.chars().any(char::is_alphanumeric);
        let whole = speaks && fits(&card.title, 60) && fits(&card.detail, 80);
        if whole && (30..=150).contains(&card.frames.0) { Ok(card) } else { Err(InvalidLook::EndCard) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_range_is_refused() {
        let logo = Logo {
            picture: PictureId::new(),
            corner: Corner::TopLeft,
            width_percent: 20,
            opacity_percent: 80,
        };
        let look = Look { logo: Some(logo), ..Look::default() };
        assert_eq!(look.clone().checked(), Ok(look.clone()));
        assert_eq!(Look { sharpen: 4, ..look }.checked(), Err(InvalidLook::Strength));
        let thin = Logo { width_percent: 4, ..logo };
        assert_eq!(Look { logo: Some(thin), ..Look::default() }.checked(), Err(InvalidLook::Logo));
    }

    #[test]
    fn an_end_card_says_something_on_one_line() {
        let black = Colour { red: 0, green: 0, blue: 0 };
        let card = EndCard {
            title: "Order today".to_owned(),
            detail: String::new(),
            frames: Frames(60),
            background: black,
            text_colour: black,
        };
        assert_eq!(card.clone().checked(), Ok(card.clone()));
        for bad in ["", " \u{200B}", "a\nb", "🎉!", &"a".repeat(61)] {
            let bad = EndCard { title: bad.to_owned(), ..card.clone() };
            assert_eq!(bad.checked(), Err(InvalidLook::EndCard));
        }
        assert!(EndCard { frames: Frames(29), ..card.clone() }.checked().is_err());
        // What comes along with a text from a web page.
        let pasted = EndCard { title: " Or\u{AD}der\ttoday \u{200B}".to_owned(), ..card.clone() };
        assert_eq!(pasted.checked(), Ok(card));
    }
}
