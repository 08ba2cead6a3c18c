//! Breaks a caption into lines and finds the size at which it fits.

/// What of a word decides where lines break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Width {
    /// Its width in ems.
    pub(crate) ems: f64,
    /// Whether it is too short for a line of its own.
    pub(crate) is_short: bool,
}

/// Where words go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Room {
    /// The width of the box in pixels.
    pub(crate) width_px: f64,
    /// The largest letters in pixels an em.
    pub(crate) em_px: f64,
    /// The space between words in ems.
    pub(crate) space_ems: f64,
    /// What stands out from a line at both sides together, in ems.
    pub(crate) around_ems: f64,
}

/// How a caption stands: its lines and the size of its letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Layout {
    /// How many of the words stand in the first line.
    pub(crate) first_line: usize,
    /// The size of the letters in pixels an em.
    pub(crate) em_px: f64,
}

/// How small one line may become before a short word stands alone in the second.
const SMALLEST_FOR_ONE_LINE: f64 = 0.7;

/// Puts words into one line where they fit at full size, else into the two lines that differ least, with letters
/// small enough that each line fits the box. A short word has no line of its own unless one line were tiny.
pub(crate) fn lay_out(words: &[Width], room: Room) -> Layout {
    let one_line = Layout { first_line: words.len(), em_px: room.em_for(room.line_ems(words)) };
    if one_line.em_px >= room.em_px {
        return one_line;
    }
    let two_lines = |is_good: fn(&[Width], &[Width]) -> bool| {
        (1..words.len())
            .filter_map(|at| words.split_at_checked(at).filter(|(first, second)| is_good(first, second)))
            .map(|(first, second)| (first.len(), room.line_ems(first).max(room.line_ems(second))))
            .min_by(|(_, one), (_, other)| one.total_cmp(other))
            .map(|(first_line, ems)| Layout { first_line, em_px: room.em_for(ems) })
    };
    let none_alone = |first: &[Width], second: &[Width]| !is_orphan(first) && !is_orphan(second);
    if let Some(layout) = two_lines(none_alone) {
        return layout;
    }
    if one_line.em_px >= room.em_px * SMALLEST_FOR_ONE_LINE {
        return one_line;
    }
    two_lines(|_, _| true).unwrap_or(one_line)
}

fn is_orphan(line: &[Width]) -> bool {
    matches!(line, [only] if only.is_short)
}

impl Room {
    fn line_ems(&self, words: &[Width]) -> f64 {
        let spaces = u32::try_from(words.len().saturating_sub(1)).unwrap_or(u32::MAX);
        words.iter().map(|word| word.ems).sum::<f64>() + f64::from(spaces) * self.space_ems + self.around_ems
    }

    fn em_for(&self, ems: f64) -> f64 {
        if ems * self.em_px <= self.width_px { self.em_px } else { self.width_px / ems }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { width_px: 640.0, em_px: 64.0, space_ems: 0.25, around_ems: 0.0 };

    /// Every letter is half an em wide.
    fn layout(text: &str) -> Layout {
        let width = |word: &str| Width {
            ems: f64::from(u32::try_from(word.chars().count()).unwrap()) / 2.0,
            is_short: word.chars().count() < domain::ORPHAN_CHARS,
        };
        lay_out(&text.split(' ').map(width).collect::<Vec<_>>(), ROOM)
    }

    #[test]
    fn few_words_stand_in_one_line_and_many_in_two_of_like_width() {
        assert_eq!(layout("Order today"), Layout { first_line: 2, em_px: 64.0 });
        assert_eq!(layout("Our new candle burns for hours"), Layout { first_line: 3, em_px: 64.0 });
    }

    #[test]
    fn a_short_word_has_no_line_of_its_own() {
        let three = layout("magnificent-candlestick of gold");
        assert_eq!(three.first_line, 1, "two words in the second line");
        let two = layout("magnificent-candlestick now");
        assert_eq!((two.first_line, two.em_px < 64.0), (2, true), "smaller letters instead");
        let enormous = layout(&format!("{} now", "candle".repeat(9)));
        assert_eq!(enormous.first_line, 1, "but not tiny ones");
        assert_eq!(layout("magnificent-candlestick candlestick").first_line, 1, "a long one may stand alone");
    }

    #[test]
    fn a_long_word_makes_the_letters_smaller() {
        let one = layout(&"W".repeat(400));
        assert!(one.first_line == 1 && one.em_px > 0.0 && one.em_px < 4.0);
    }
}
