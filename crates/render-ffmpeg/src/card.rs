//! The card at the end of a video: a colour, a logo, a title and a detail, one below the other in the safe box; its
//! texts reach ffmpeg as an ASS file alone.

use domain::{Canvas, CaptionFont, Colour, EndCard, FPS, Format, Frames, Logo, RenderError, whole};

use crate::{
    ass::{self, Layer},
    fonts::{Font, Fonts},
    shape::Ink,
};

/// How large the letters of a title are at most, in hundredths of the shorter side.
const TITLE_PERCENT: u32 = 9;
/// The letters of a detail, in those of its title.
const DETAIL: f64 = 0.55;
/// From a line to the next, in ems, and from its middle down to where letters stand.
const LINE_EMS: f64 = 1.25;
const BASELINE_EMS: f64 = 0.35;
/// Between logo, title and detail, in ems of the title.
const GAP_EMS: f64 = 0.45;
/// The most lines of a title.
const TITLE_LINES: usize = 4;
/// How much of the room between the edges of the safe box, about the picture's middle, letters and logo may take.
const WIDTH_PERCENT: u32 = 96;
/// How high a logo is at most, in hundredths of the safe box.
const LOGO_PERCENT: u32 = 22;
/// By how much letters become smaller until they fit, and where that ends.
const SMALLER: f64 = 0.94;
const SMALLEST_PX: f64 = 4.0;

/// A card with everything in its place.
pub(crate) struct SetCard {
    /// Its texts as an ASS file.
    pub(crate) ass: String,
    /// Where its logo stands.
    pub(crate) logo: LogoRoom,
}

/// Where a logo stands above texts, in pixels at full size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LogoRoom {
    /// How wide it is at most.
    pub(crate) width: u32,
    /// How high it is at most.
    pub(crate) height: u32,
    /// Where its lower edge is.
    pub(crate) lower: u32,
}

/// Writes the source of the card's colour: a pad without a name.
pub(crate) fn background(card: &EndCard, canvas: Canvas, frames: Frames) -> String {
    let Colour { red, green, blue } = card.background;
    format!(
        "color=c=0x{red:02X}{green:02X}{blue:02X}:s={}x{}:r={FPS},format=gbrp,trim=end_frame={},\
         scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar=1,settb=1/{FPS},setpts=N",
        canvas.width, canvas.height, frames.0
    )
}

/// Sets a card: the largest letters with which everything fits the safe box, about the middle of the picture.
///
/// # Errors
/// [`RenderError::Unusable`] for letters that no font of ours has.
pub(crate) fn set(
    fonts: &Fonts,
    card: &EndCard,
    format: Format,
    logo: Option<&Logo>,
) -> Result<SetCard, RenderError> {
    // Emoji are left out, as they are of captions.
    let written = |text: &str| fonts.writable(text).trim().to_owned();
    let card = &EndCard { title: written(&card.title), detail: written(&card.detail), ..card.clone() };
    let (canvas, free) = (format.canvas(), format.safe_box());
    let middle = canvas.width / 2;
    let width = 2 * (middle - free.left).min(free.right() - middle) * WIDTH_PERCENT / 100;
    let logo_height = if logo.is_some() { free.height * LOGO_PERCENT / 100 } else { 0 };
    let faces = [font_of(fonts, &card.title)?, font_of(fonts, &card.detail)?];
    let mut em = f64::from(canvas.width.min(canvas.height) * TITLE_PERCENT / 100);
    let mut block = Block::of(faces, card, em, f64::from(width));
    while em > SMALLEST_PX && !block.fits(f64::from(width), f64::from(free.height - logo_height)) {
        em *= SMALLER;
        block = Block::of(faces, card, em, f64::from(width));
    }
    let above = if logo.is_some() { f64::from(logo_height) + GAP_EMS * em } else { 0.0 };
    let top = f64::from(free.top) + (f64::from(free.height) - above - block.height()) / 2.0;
    let room = LogoRoom { width, height: logo_height, lower: whole(top + f64::from(logo_height)) };
    let ass = block.ass(card, canvas, (f64::from(middle), top + above));
    Ok(SetCard { ass, logo: room })
}

/// Finds the first font that has a whole text.
fn font_of<'f>(fonts: &'f Fonts, text: &str) -> Result<&'f Font, RenderError> {
    let has_all = |font: &&Font| text.chars().all(|letter| letter.is_whitespace() || font.has(letter));
    let ours = [CaptionFont::Montserrat, CaptionFont::NotoSans].map(|font| fonts.get(font));
    ours.into_iter().find(has_all).ok_or_else(|| {
        RenderError::Unusable(format!(
            "no caption font has all letters of the end card's text {text:?}; write it without unusual signs and \
             without emoji"
        ))
    })
}

/// A text in lines of one size.
struct Text<'f> {
    font: &'f Font,
    em: f64,
    lines: Vec<String>,
}

impl<'f> Text<'f> {
    fn of(font: &'f Font, text: &str, em: f64, width: f64) -> Self {
        Self { font, em, lines: balanced(font, text, width / em) }
    }

    fn height(&self) -> f64 {
        f64::from(u32::try_from(self.lines.len()).unwrap_or(u32::MAX)) * LINE_EMS * self.em
    }

    fn widest(&self) -> f64 {
        self.lines.iter().map(|line| ems(self.font, line) * self.em).fold(0.0, f64::max)
    }

    /// Writes the lines about a column, downwards from a row.
    fn write(&self, out: &mut String, (centre, top): (f64, f64), frames: Frames) {
        let Font { family, is_bold, line_above_ems, line_below_ems, .. } = self.font;
        let mut middle = top + LINE_EMS / 2.0 * self.em;
        for line in &self.lines {
            let baseline = middle + BASELINE_EMS * self.em;
            // libass puts the middle of the line's height at the place.
            let place = baseline + (line_below_ems - line_above_ems) / 2.0 * self.em;
            let mut text = format!(
                "{{\\an5\\pos({centre:.2},{place:.2})\\fn{family}\\b{}\\fs{:.2}}}",
                u8::from(*is_bold),
                self.em * self.font.line_ems()
            );
            line.chars().for_each(|c| ass::letter(&mut text, c));
            ass::event(out, Layer::Letters, (0, frames.0 + 1), &text);
            middle += LINE_EMS * self.em;
        }
    }
}

/// The texts of a card.
struct Block<'f> {
    title: Text<'f>,
    detail: Text<'f>,
}

impl<'f> Block<'f> {
    fn of([title, detail]: [&'f Font; 2], card: &EndCard, em: f64, width: f64) -> Self {
        Self {
            title: Text::of(title, &card.title, em, width),
            detail: Text::of(detail, &card.detail, em * DETAIL, width),
        }
    }

    fn gap(&self) -> f64 {
        if self.detail.lines.is_empty() { 0.0 } else { GAP_EMS * self.title.em }
    }

    fn height(&self) -> f64 {
        self.title.height() + self.gap() + self.detail.height()
    }

    /// Tells whether it fits with a gap above it.
    fn fits(&self, width: f64, height: f64) -> bool {
        let narrow = self.title.widest().max(self.detail.widest()) <= width;
        let low = self.height() + GAP_EMS * self.title.em <= height;
        narrow && low && self.title.lines.len() <= TITLE_LINES
    }

    fn ass(&self, card: &EndCard, canvas: Canvas, (centre, top): (f64, f64)) -> String {
        let (text, edge) = (card.text_colour, card.text_colour);
        let Font { family, is_bold, .. } = self.title.font;
        let style = ass::Style { family, is_bold: *is_bold, text, edge, shadow_opacity: 0.0 };
        let mut out = ass::header(canvas, &style);
        self.title.write(&mut out, (centre, top), card.frames);
        let below = top + self.title.height() + self.gap();
        self.detail.write(&mut out, (centre, below), card.frames);
        out
    }
}

fn ems(font: &Font, text: &str) -> f64 {
    Ink::of(&font.face, text).advance
}

/// Breaks a text into as few lines as there can be, of like width.
fn balanced(font: &Font, text: &str, widest: f64) -> Vec<String> {
    let mut lines = broken(font, text, widest);
    let mut narrower = widest;
    loop {
        narrower *= 0.95;
        let tried = broken(font, text, narrower);
        let fits = tried.len() == lines.len() && tried.iter().all(|line| ems(font, line) <= narrower);
        if lines.len() < 2 || !fits {
            return lines;
        }
        lines = tried;
    }
}

/// Breaks a text where the next word does not fit any more; a word that is too wide stands alone.
fn broken(font: &Font, text: &str, widest: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match (lines.last_mut(), longer) {
            (Some(line), Some(longer)) if ems(font, &longer) <= widest => *line = longer,
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use domain::{Corner, PictureId};

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

    fn set(title: &str, detail: &str, format: Format) -> SetCard {
        let (corner, picture) = (Corner::TopLeft, PictureId::new());
        let logo = Logo { picture, corner, width_percent: 30, opacity_percent: 100 };
        super::set(&Fonts::open().unwrap(), &card(title, detail), format, Some(&logo)).unwrap()
    }

    fn lines(ass: &str) -> Vec<&str> {
        ass.lines().filter(|line| line.starts_with("Dialogue:")).collect()
    }

    #[test]
    fn a_text_has_no_power() {
        let ass = set("{\\an8}\\N", "shop.example", Format::Tiktok).ass;
        assert!(lines(&ass)[0].ends_with("}\\{\\\u{200B}an8\\}\\\u{200B}N"), "{ass}");
    }

    #[test]
    fn long_texts_become_smaller_and_break_into_lines_of_like_width() {
        let long = "The whole autumn collection is twenty percent off till Sunday";
        for format in Format::ALL {
            let (free, set) = (format.safe_box(), set(long, &"a word or two ".repeat(5), format));
            assert!(set.logo.lower <= free.lower() && set.logo.lower - set.logo.height >= free.top);
            let titles =
                lines(&set.ass).into_iter().filter(|line| !line.contains("word") && !line.contains("two"));
            assert!((2..=TITLE_LINES).contains(&titles.count()), "{format:?}: {}", set.ass);
        }
        let fonts = Fonts::open().unwrap();
        let font = fonts.get(CaptionFont::Montserrat);
        assert_eq!(
            balanced(font, "one two three four", ems(font, "one two three")),
            ["one two", "three four"]
        );
    }

    #[test]
    fn letters_without_a_font_are_refused() {
        let fonts = Fonts::open().unwrap();
        assert!(super::set(&fonts, &card("買う", ""), Format::Tiktok, None).is_err());
        assert!(super::set(&fonts, &card("Țară nouă", ""), Format::Tiktok, None).is_ok());
    }

    #[test]
    fn emoji_are_left_out_as_they_are_of_captions() {
        let plain = set("Shop now", "Today", Format::Tiktok);
        assert_eq!(set("Shop now 🛒", "⏰ Today", Format::Tiktok).ass, plain.ass);
    }
}
