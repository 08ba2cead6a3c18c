//! Measures letters as libass and browsers set them: by the rules of the font, kerning and ligatures with them.

use rustybuzz::{Face, UnicodeBuffer, ttf_parser::Rect};

/// What letters take up, in ems: how far they move the pen, and how far their ink reaches.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Ink {
    /// How far they move the pen.
    pub(crate) advance: f64,
    /// How far ink reaches beyond the pen's way, at the side where it does so more.
    pub(crate) overhang: f64,
    /// How far it reaches above the line.
    pub(crate) above: f64,
    /// How far it reaches below.
    pub(crate) below: f64,
}

impl Ink {
    /// Measures letters in a font.
    pub(crate) fn of(face: &Face<'_>, text: &str) -> Self {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(face, &[], buffer);
        let (mut pen, mut left, mut right, mut above, mut below) = (0_i32, 0_i32, 0_i32, 0_i32, 0_i32);
        for (glyph, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let id = u16::try_from(glyph.glyph_id).unwrap_or_default();
            if let Some(Rect { x_min, y_min, x_max, y_max }) =
                face.glyph_bounding_box(rustybuzz::ttf_parser::GlyphId(id))
            {
                let (x, y) = (pen + place.x_offset, place.y_offset);
                left = left.min(x + i32::from(x_min));
                right = right.max(x + i32::from(x_max));
                above = above.max(y + i32::from(y_max));
                below = below.max(-y - i32::from(y_min));
            }
            pen += place.x_advance;
        }
        let ems = |units: i32| f64::from(units) / f64::from(face.units_per_em());
        Self {
            advance: ems(pen),
            overhang: ems((-left).max(right - pen).max(0)),
            above: ems(above),
            below: ems(below),
        }
    }

    /// Returns what two pieces take up that follow each other.
    pub(crate) fn and(self, next: Self) -> Self {
        Self {
            advance: self.advance + next.advance,
            overhang: self.overhang.max(next.overhang),
            above: self.above.max(next.above),
            below: self.below.max(next.below),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::CaptionFont;

    use super::*;
    use crate::fonts::Fonts;

    #[test]
    fn letters_are_measured_as_their_font_sets_them() {
        let fonts = Fonts::open().unwrap();
        let measure = |font, text: &str| Ink::of(&fonts.get(font).face, text);
        let montserrat = CaptionFont::Montserrat;
        let apart = measure(montserrat, "A").advance + measure(montserrat, "V").advance;
        assert!(measure(montserrat, "AV").advance < apart - 0.02, "A and V are kerned");
        assert!(measure(montserrat, "Ș").below > 0.15 && measure(montserrat, "S").below < 0.05);
        let hindi = measure(CaptionFont::NotoSans, "क्षि").advance;
        let signs: f64 = "क्षि".chars().map(|c| measure(CaptionFont::NotoSans, &c.to_string()).advance).sum();
        assert!(hindi < signs - 0.2, "a conjunct is one sign: {hindi} of {signs}");
    }
}
