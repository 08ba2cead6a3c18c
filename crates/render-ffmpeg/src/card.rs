//! The card at the end of a video: a colour, a title and a detail; its texts reach ffmpeg as an ASS file alone.

use std::fmt::Write as _;

use domain::{Canvas, CaptionFont, Colour, EndCard, FPS, Format, Frames, RenderError};

use crate::{
    fonts::{Font, Fonts},
    shape::Ink,
};

/// How much of the width the texts may take, in hundredths.
const TEXT_WIDTH_PERCENT: u32 = 84;

/// Writes the source of the card's colour: a pad without a name.
pub(crate) fn background(card: &EndCard, canvas: Canvas, frames: Frames) -> String {
    let Colour { red, green, blue } = card.background;
    format!(
        "color=c=0x{red:02X}{green:02X}{blue:02X}:s={}x{}:r={FPS},format=gbrp,trim=end_frame={},\
         scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar=1,settb=1/{FPS},setpts=N",
        canvas.width, canvas.height, frames.0
    )
}

/// Writes the card's texts as an ASS file.
///
/// # Errors
/// [`RenderError::Unusable`] for letters that no font of ours has.
pub(crate) fn ass(fonts: &Fonts, card: &EndCard, format: Format) -> Result<String, RenderError> {
    let Canvas { width, height } = format.canvas();
    let letters = ass_colour(card.text_colour);
    let margin = width * (100 - TEXT_WIDTH_PERCENT) / 200;
    let title = Text::of(fonts, &card.title, width.min(height) * 9 / 100, width)?;
    let mut out = format!(
        "[Script Info]\nScriptType: v4.00+\nPlayResX: {width}\nPlayResY: {height}\nWrapStyle: 0\n\
         ScaledBorderAndShadow: yes\nYCbCr Matrix: TV.601\n\n[V4+ Styles]\n\
         Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
         Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
         MarginR, MarginV, Encoding\n"
    );
    // The title stands on the middle line and the detail hangs below it: they never meet, however many lines each has.
    let mut texts = vec![("Title", 2, height / 2, &card.title, title)];
    if !card.detail.is_empty() {
        let detail = Text::of(fonts, &card.detail, width.min(height) * 5 / 100, width)?;
        texts.push(("Detail", 8, height / 2 + height / 50, &card.detail, detail));
    }
    for (style, alignment, up, _, text) in &texts {
        let (family, size, bold) = (text.font.family, text.size, -i8::from(text.font.is_bold));
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "Style: {style},{family},{size:.2},&H00{letters},&H00{letters},&H00{letters},&H00000000,{bold},0,0,0,\
             100,100,0,0,1,0,0,{alignment},{margin},{margin},{up},1"
        );
    }
    out += "\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n";
    for (style, _, _, text, _) in &texts {
        let _ = writeln!(out, "Dialogue: 0,0:00:00.00,9:00:00.00,{style},,0,0,0,,{}", harmless(text));
    }
    Ok(out)
}

/// How a text is written.
struct Text<'f> {
    font: &'f Font,
    size: f64,
}

impl<'f> Text<'f> {
    /// Finds the first font that has the whole text, and the size at which its longest word fits.
    fn of(fonts: &'f Fonts, text: &str, em_px: u32, width: u32) -> Result<Self, RenderError> {
        let has_all = |font: &&Font| text.chars().all(|letter| letter.is_whitespace() || font.has(letter));
        let ours = [CaptionFont::Montserrat, CaptionFont::NotoSans].map(|font| fonts.get(font));
        let font = ours.into_iter().find(has_all).ok_or_else(|| {
            RenderError::Unusable(format!(
                "no caption font has all letters of the end card's text {text:?}; write it without unusual signs and \
                 without emoji"
            ))
        })?;
        let ems = |word: &str| Ink::of(&font.face, word).advance;
        let widest = text.split_whitespace().map(ems).fold(0.1, f64::max);
        let room = f64::from(width * TEXT_WIDTH_PERCENT / 100);
        Ok(Self { font, size: f64::from(em_px).min(room / widest * 0.97) * font.line_ems() })
    }
}

/// Writes a text so that nothing of it means anything to libass.
fn harmless(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, letter| {
        match letter {
            '{' => out.push_str("\\{"),
            '}' => out.push_str("\\}"),
            '\\' => out.push_str("\\\u{200B}"),
            letter => out.push(letter),
        }
        out
    })
}

/// Writes a colour in the order blue, green, red that ASS has.
fn ass_colour(colour: Colour) -> String {
    format!("{:02X}{:02X}{:02X}", colour.blue, colour.green, colour.red)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str, detail: &str) -> EndCard {
        let colour = Colour { red: 1, green: 2, blue: 3 };
        EndCard {
            title: title.to_owned(),
            detail: detail.to_owned(),
            frames: Frames(60),
            background: colour,
            text_colour: colour,
        }
    }

    #[test]
    fn a_text_has_no_power_and_a_long_word_becomes_small() {
        let fonts = Fonts::open().unwrap();
        let ass = |title: &str| super::ass(&fonts, &card(title, "shop.example"), Format::Tiktok).unwrap();
        assert!(ass("{\\an8}\\N").contains(",,\\{\\\u{200B}an8\\}\\\u{200B}N\n"));
        let size = |title: &str| -> f64 {
            let text = ass(title);
            text.lines()
                .find(|line| line.starts_with("Style: Title"))
                .unwrap()
                .split(',')
                .nth(2)
                .unwrap()
                .parse()
                .unwrap()
        };
        assert!(size("Donaudampfschifffahrtsgesellschaft") < size("Order today") / 1.5);
    }

    #[test]
    fn letters_without_a_font_are_refused() {
        let fonts = Fonts::open().unwrap();
        assert!(super::ass(&fonts, &card("買う", ""), Format::Tiktok).is_err());
        assert!(super::ass(&fonts, &card("Țară nouă", ""), Format::Tiktok).is_ok());
    }
}
