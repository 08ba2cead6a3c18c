//! Breaks a caption into lines and finds the size at which it fits.

use crate::{
    fonts::{Font, Fonts},
    safe_box::SafeBox,
};

/// The size of the letters in pixels an em: a line of some 20 letters fits the safe box.
const EM_PX: f64 = 64.0;
/// The width of the black edge around letters in pixels.
pub(crate) const OUTLINE_PX: u32 = 5;
/// Kerning may widen a line a little beyond the sum of its letters.
const KERNING: f64 = 1.02;

/// Which of the two fonts a text prefers: the first when it has every character, so that a line has one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preference {
    /// Montserrat writes everything.
    First,
    /// Noto Sans writes what it can.
    Second,
}

impl Preference {
    /// Chooses for a text.
    pub(crate) fn of<'w>(fonts: &Fonts, mut words: impl Iterator<Item = &'w str>) -> Self {
        if words.all(|word| word.chars().all(|c| fonts.first.has(c))) { Self::First } else { Self::Second }
    }

    /// Returns the font for a character.
    pub(crate) fn font(self, fonts: &Fonts, c: char) -> &Font {
        match self {
            Self::Second if fonts.second.has(c) => &fonts.second,
            _ => &fonts.first,
        }
    }

    fn width_ems(self, fonts: &Fonts, text: &str) -> f64 {
        text.chars().map(|c| self.font(fonts, c).advance_ems(c)).sum()
    }
}

/// How a caption stands: its lines and the size of its letters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    /// How many of the words stand in the first line.
    pub(crate) first_line: usize,
    /// The size of the letters in pixels an em.
    pub(crate) em_px: f64,
}

/// Puts words into one line where they fit at full size, else into the two lines that differ least, with letters
/// small enough that each line with its edge fits the box.
pub(crate) fn lay_out(fonts: &Fonts, preference: Preference, words: &[String], safe: &SafeBox) -> Layout {
    let space = preference.width_ems(fonts, " ");
    let widths: Vec<f64> = words.iter().map(|word| preference.width_ems(fonts, word)).collect();
    let line = |widths: &[f64]| {
        let spaces = u32::try_from(widths.len().saturating_sub(1)).unwrap_or(u32::MAX);
        (widths.iter().sum::<f64>() + f64::from(spaces) * space) * KERNING
    };
    let room = f64::from(safe.width() - 2 * OUTLINE_PX);
    let whole = line(&widths);
    if whole * EM_PX <= room {
        return Layout { first_line: words.len(), em_px: EM_PX };
    }
    let mut best = (words.len(), whole);
    for at in 1..words.len() {
        let (first, second) = widths.split_at(at);
        let wider = line(first).max(line(second));
        if wider < best.1 {
            best = (at, wider);
        }
    }
    Layout { first_line: best.0, em_px: EM_PX.min(room / best.1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safe_box::SAFE_BOX_2026;

    fn layout(text: &str) -> Layout {
        let fonts = Fonts::open().unwrap();
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let preference = Preference::of(&fonts, words.iter().map(String::as_str));
        lay_out(&fonts, preference, &words, &SAFE_BOX_2026)
    }

    #[test]
    fn few_words_stand_in_one_line_and_many_in_two_of_like_width() {
        assert_eq!(layout("Order today"), Layout { first_line: 2, em_px: EM_PX });
        let two = layout("Our new candle burns for sixty hours");
        assert_eq!(two.first_line, 3);
        assert!(two.em_px > 60.0, "forty characters need hardly be smaller");
    }

    #[test]
    fn a_long_word_makes_the_letters_smaller() {
        let one = layout("Donaudampfschifffahrtsgesellschaftskapitän");
        assert_eq!(one.first_line, 1);
        assert!(one.em_px < EM_PX / 1.5);
        assert!(layout(&"W".repeat(400)).em_px > 0.0);
    }

    #[test]
    fn a_text_that_montserrat_lacks_is_in_noto_sans_as_far_as_that_goes() {
        let fonts = Fonts::open().unwrap();
        let preference = Preference::of(&fonts, ["नमस्ते", "5"].into_iter());
        assert_eq!(preference, Preference::Second);
        assert_eq!(preference.font(&fonts, '5').family, "Noto Sans");
        let bulgarian = Preference::of(&fonts, ["Здравей", "5"].into_iter());
        assert_eq!(bulgarian, Preference::First);
    }
}
