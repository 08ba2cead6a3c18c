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
    let faces = [Faces::of(fonts, &card.title)?, Faces::of(fonts, &card.detail)?];
    let mut em = f64::from(canvas.width.min(canvas.height) * TITLE_PERCENT / 100);
    let mut block = Block::of(&faces, card, em, f64::from(width));
    while em > SMALLEST_PX && !block.fits(f64::from(width), f64::from(free.height - logo_height)) {
        em *= SMALLER;
        block = Block::of(&faces, card, em, f64::from(width));
    }
    let above = if logo.is_some() { f64::from(logo_height) + GAP_EMS * em } else { 0.0 };
    let top = f64::from(free.top) + (f64::from(free.height) - above - block.height()) / 2.0;
    let room = LogoRoom { width, height: logo_height, lower: whole(top + f64::from(logo_height)) };
    let ass = block.ass(card, canvas, (f64::from(middle), top + above));
    Ok(SetCard { ass, logo: room })
}

/// The fonts in which a text is set: the first that has the whole of it, else two that together have.
struct Faces<'f> {
    first: &'f Font,
    other: Option<&'f Font>,
}

impl<'f> Faces<'f> {
    /// Chooses the fonts of a text.
    ///
    /// # Errors
    /// [`RenderError::Unusable`] for letters that no font of ours has.
    fn of(fonts: &'f Fonts, text: &str) -> Result<Self, RenderError> {
        let [first, other] = [CaptionFont::Montserrat, CaptionFont::NotoSans].map(|font| fonts.get(font));
        if let Some(whole) = [first, other].into_iter().find(|font| has_all(font, text)) {
            return Ok(Self { first: whole, other: None });
        }
        let missing: String = fonts.unwritable(text).into_iter().collect();
        if missing.is_empty() {
            return Ok(Self { first, other: Some(other) });
        }
        Err(RenderError::Unusable(format!(
            "no caption font has a sign for {missing} in the end card's text {text:?}; write it without unusual signs \
             and without emoji"
        )))
    }

    fn all(&self) -> impl Iterator<Item = &'f Font> {
        std::iter::once(self.first).chain(self.other)
    }

    /// Sets a line in runs of one font each: every word in the first font that has the whole of it, so that none has
    /// two looks; the letters of a word that none has stay in the font of the one before where that has them.
    fn runs(&self, line: &str) -> Vec<Run<'f>> {
        let mut runs: Vec<Run<'f>> = Vec::new();
        for word in line.split_inclusive(' ') {
            let whole = self.all().find(|font| has_all(font, word));
            for c in word.chars() {
                let before = runs.last().map(|run| run.font);
                let each = || before.into_iter().chain(self.all()).find(|font| has(font, c));
                let font = whole.or_else(each).unwrap_or(self.first);
                match runs.last_mut().filter(|run| run.font.which == font.which) {
                    Some(run) => run.text.push(c),
                    None => runs.push(Run { font, text: c.to_string() }),
                }
            }
        }
        runs
    }

    fn ems(&self, line: &str) -> f64 {
        width_ems(&self.runs(line))
    }
}

fn has(font: &Font, letter: char) -> bool {
    letter.is_whitespace() || font.has(letter)
}

fn has_all(font: &Font, text: &str) -> bool {
    text.chars().all(|letter| has(font, letter))
}

/// Where a text's place is, as ASS numbers it: in its middle, or at its left edge half-way down.
const MIDDLE: u8 = 5;
const LEFT: u8 = 4;

/// Letters of one font that follow each other in a line.
struct Run<'f> {
    font: &'f Font,
    text: String,
}

impl Run<'_> {
    fn ems(&self) -> f64 {
        Ink::of(&self.font.face, &self.text).advance
    }

    /// Writes the letters on a baseline, a side of them at `x`.
    fn text_at(&self, (side, x): (u8, f64), baseline: f64, em: f64) -> String {
        let Font { family, is_bold, line_above_ems, line_below_ems, .. } = self.font;
        // libass puts the middle of the line's height at the place.
        let place = baseline + (line_below_ems - line_above_ems) / 2.0 * em;
        let mut text = format!(
            "{{\\an{side}\\pos({x:.2},{place:.2})\\fn{family}\\b{}\\fs{:.2}}}",
            u8::from(*is_bold),
            em * self.font.line_ems()
        );
        self.text.chars().for_each(|c| ass::letter(&mut text, c));
        text
    }
}

fn width_ems(runs: &[Run<'_>]) -> f64 {
    runs.iter().map(Run::ems).sum()
}

/// A text in lines of one size.
struct Text<'f> {
    faces: &'f Faces<'f>,
    em: f64,
    lines: Vec<String>,
}

impl<'f> Text<'f> {
    fn of(faces: &'f Faces<'f>, text: &str, em: f64, width: f64) -> Self {
        Self { faces, em, lines: balanced(faces, text, width / em) }
    }

    fn height(&self) -> f64 {
        f64::from(u32::try_from(self.lines.len()).unwrap_or(u32::MAX)) * LINE_EMS * self.em
    }

    fn widest(&self) -> f64 {
        self.lines.iter().map(|line| self.faces.ems(line) * self.em).fold(0.0, f64::max)
    }

    /// Writes the lines about a column, downwards from a row.
    fn write(&self, out: &mut String, (centre, top): (f64, f64), frames: Frames) {
        let mut middle = top + LINE_EMS / 2.0 * self.em;
        for line in &self.lines {
            let baseline = middle + BASELINE_EMS * self.em;
            let runs = self.faces.runs(line);
            let mut left = centre - width_ems(&runs) * self.em / 2.0;
            for run in &runs {
                // A line of one run is put by its middle; of several, each begins where the one before ends.
                let place = if runs.len() == 1 { (MIDDLE, centre) } else { (LEFT, left) };
                ass::event(out, Layer::Letters, (0, frames.0 + 1), &run.text_at(place, baseline, self.em));
                left += run.ems() * self.em;
            }
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
    fn of([title, detail]: &'f [Faces<'f>; 2], card: &EndCard, em: f64, width: f64) -> Self {
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
        let Font { family, is_bold, .. } = self.title.faces.first;
        let style = ass::Style { family, is_bold: *is_bold, text, edge, shadow_opacity: 0.0 };
        let mut out = ass::header(canvas, &style);
        self.title.write(&mut out, (centre, top), card.frames);
        let below = top + self.title.height() + self.gap();
        self.detail.write(&mut out, (centre, below), card.frames);
        out
    }
}

/// Breaks a text into as few lines as there can be, of like width.
fn balanced(faces: &Faces<'_>, text: &str, widest: f64) -> Vec<String> {
    let mut lines = broken(faces, text, widest);
    let mut narrower = widest;
    loop {
        narrower *= 0.95;
        let tried = broken(faces, text, narrower);
        let fits = tried.len() == lines.len() && tried.iter().all(|line| faces.ems(line) <= narrower);
        if lines.len() < 2 || !fits {
            return lines;
        }
        lines = tried;
    }
}

/// Breaks a text where the next word does not fit any more; a word that is too wide stands alone.
fn broken(faces: &Faces<'_>, text: &str, widest: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match (lines.last_mut(), longer) {
            (Some(line), Some(longer)) if faces.ems(&longer) <= widest => *line = longer,
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
        let faces = Faces::of(&fonts, "one").unwrap();
        assert_eq!(
            balanced(&faces, "one two three four", faces.ems("one two three")),
            ["one two", "three four"]
        );
    }

    /// The place of an event.
    fn place(event: &str) -> (f64, f64) {
        let (place, _) = event.split_once("\\pos(").unwrap().1.split_once(')').unwrap();
        let (x, y) = place.split_once(',').unwrap();
        (x.parse().unwrap(), y.parse().unwrap())
    }

    #[test]
    fn a_line_that_no_font_has_whole_is_in_runs_side_by_side_on_one_baseline() {
        let (fonts, em) = (Fonts::open().unwrap(), 100.0);
        let near = |one: f64, other: f64| (one - other).abs() < 0.02;
        for (line, [first, second]) in [
            // Of the Greek letters, the one font has some capitals alone.
            ("Χαλιά → shop.gr", ["Χαλιά ", "→ shop.gr"]),
            ("अभी खरीदें → shop.in", ["अभी खरीदें ", "→ shop.in"]),
            ("αβγ→shop.gr", ["αβγ", "→shop.gr"]),
        ] {
            let faces = Faces::of(&fonts, line).unwrap();
            let [noto_sans, montserrat] =
                [CaptionFont::NotoSans, CaptionFont::Montserrat].map(|font| fonts.get(font));
            let widths = [(noto_sans, first), (montserrat, second)]
                .map(|(font, text)| Ink::of(&font.face, text).advance * em);
            assert!(near(faces.ems(line) * em, widths[0] + widths[1]), "{line}");
            let mut out = String::new();
            let text = Text { faces: &faces, em, lines: vec![line.to_owned()] };
            text.write(&mut out, (540.0, 0.0), Frames(60));
            let events = lines(&out);
            assert_eq!(events.len(), 2, "{out}");
            let left = 540.0 - f64::midpoint(widths[0], widths[1]);
            let baseline = (LINE_EMS / 2.0 + BASELINE_EMS) * em;
            for (event, (font, text, x)) in
                events.iter().zip([(noto_sans, first, left), (montserrat, second, left + widths[0])])
            {
                assert!(event.contains("\\an4\\pos(") && event.contains(font.family), "{event}");
                assert!(event.ends_with(&format!("}}{text}")), "{event}");
                let middle = baseline + (font.line_below_ems - font.line_above_ems) / 2.0 * em;
                assert!(near(place(event).0, x) && near(place(event).1, middle), "{event}");
            }
        }
    }

    #[test]
    fn a_text_that_a_font_has_whole_is_in_that_font_alone() {
        for (title, family) in [("Țară nouă", "Montserrat ExtraBold"), ("Νέα shop.gr", "Noto Sans")] {
            let ass = set(title, "", Format::Tiktok).ass;
            let events = lines(&ass);
            assert!(!events.is_empty(), "{ass}");
            for event in events {
                assert!(event.contains("\\an5\\pos(540.00,") && event.contains(family), "{event}");
            }
        }
    }

    #[test]
    fn letters_without_a_font_are_refused_by_name() {
        let fonts = Fonts::open().unwrap();
        let set = |title: &str| super::set(&fonts, &card(title, ""), Format::Tiktok, None).map(|_set| ());
        for title in ["買う", "Παραγγείλτε → 買う"] {
            let refused = set(title);
            assert!(
                matches!(&refused, Err(RenderError::Unusable(text)) if text.contains("sign for 買う in")),
                "{refused:?}"
            );
        }
        for title in ["Țară nouă", "Παραγγείλτε → shop.gr", "अभी खरीदें → shop.in"]
        {
            assert!(set(title).is_ok(), "{title}");
        }
    }

    #[test]
    fn emoji_are_left_out_as_they_are_of_captions() {
        let plain = set("Shop now", "Today", Format::Tiktok);
        assert_eq!(set("Shop now 🛒", "⏰ Today", Format::Tiktok).ass, plain.ass);
    }
}
