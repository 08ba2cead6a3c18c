//! The caption fonts: embedded, written where libass finds them, and asked which characters they have.

use std::{borrow::Cow, fmt::Write as _, fs, io, path::Path};

use domain::{CaptionFont, FontFile, RenderError};
use rustybuzz::Face;
use sha2::{Digest, Sha256};

use crate::{lines::Log, shape::Ink};

/// A font of the captions.
pub(crate) struct Font {
    /// Which one it is.
    pub(crate) which: CaptionFont,
    /// The name by which a style asks for it.
    pub(crate) family: &'static str,
    /// Whether it is the bold face of its family.
    pub(crate) is_bold: bool,
    postscript_name: &'static str,
    file_name: &'static str,
    bytes: &'static [u8],
    hash: String,
    pub(crate) face: Face<'static>,
    /// How far what libass takes for a line reaches above the letters' own line, in ems.
    pub(crate) line_above_ems: f64,
    /// How far it reaches below.
    pub(crate) line_below_ems: f64,
    /// How far the letters of Latin languages reach, in ems.
    pub(crate) reach: Ink,
}

/// Letters with marks above and below, by which lines are set apart.
const REACH: &str = "ÂĂÎÉŞȘȚgjpqyç";

impl Font {
    /// Tells whether the font has a sign for a character.
    pub(crate) fn has(&self, c: char) -> bool {
        self.face.glyph_index(c).is_some()
    }

    /// Returns what libass calls the font's size, in ems: the height from the highest sign to the lowest.
    pub(crate) fn line_ems(&self) -> f64 {
        self.line_above_ems + self.line_below_ems
    }
}

/// The fonts.
pub(crate) struct Fonts {
    /// In a box: each holds its tables, some kilobytes.
    all: Box<[Font; 4]>,
}

impl Fonts {
    /// Opens the embedded fonts.
    ///
    /// # Errors
    /// [`RenderError::Tool`] when this program was built with a broken font.
    pub(crate) fn open() -> Result<Self, RenderError> {
        Ok(Self {
            all: Box::new([
                font(
                    (CaptionFont::Montserrat, "Montserrat ExtraBold", false),
                    ("Montserrat-ExtraBold", "Montserrat-ExtraBold.ttf"),
                    include_bytes!("../../../assets/fonts/Montserrat-ExtraBold.ttf"),
                )?,
                font(
                    (CaptionFont::NotoSans, "Noto Sans", true),
                    ("NotoSans-Bold", "NotoSans-Bold.ttf"),
                    include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
                )?,
                font(
                    (CaptionFont::Inter, "Inter", true),
                    ("Inter-Bold", "Inter-Bold.ttf"),
                    include_bytes!("../../../assets/fonts/Inter-Bold.ttf"),
                )?,
                font(
                    (CaptionFont::Anton, "Anton", false),
                    ("Anton-Regular", "Anton-Regular.ttf"),
                    include_bytes!("../../../assets/fonts/Anton-Regular.ttf"),
                )?,
            ]),
        })
    }

    /// Returns one of the fonts.
    pub(crate) fn get(&self, font: CaptionFont) -> &Font {
        let [montserrat, noto_sans, inter, anton] = &*self.all;
        match font {
            CaptionFont::Montserrat => montserrat,
            CaptionFont::NotoSans => noto_sans,
            CaptionFont::Inter => inter,
            CaptionFont::Anton => anton,
        }
    }

    /// Writes the fonts into a folder, with a fontconfig file beside it that names no font of this machine.
    ///
    /// # Errors
    /// An error of the file system.
    pub(crate) fn install(&self, folder: &Path, fontconfig: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for font in &*self.all {
            write_once(&folder.join(font.file_name), font.bytes)?;
        }
        write_once(fontconfig, EMPTY_FONTCONFIG)
    }

    /// Returns the characters of a text for which no style has a sign, emoji excepted.
    pub(crate) fn unwritable(&self, text: &str) -> Vec<char> {
        let mut missing: Vec<char> = Vec::new();
        for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
            if !self.has(c) && !is_left_out(c) && !missing.contains(&c) {
                missing.push(c);
            }
        }
        missing
    }

    /// Returns what of a word can be burned in: without emoji and what joins them. After Devanagari letters a joiner is
    /// spelling.
    pub(crate) fn writable(&self, word: &str) -> String {
        let shown = |c: char| !c.is_control() && !is_joiner(c) && (self.has(c) || !is_left_out(c));
        let (mut out, mut before) = (String::new(), None);
        let mut rest = word.chars().peekable();
        while let Some(c) = rest.next() {
            let is_spelling = matches!(c, NON_JOINER | JOINER)
                && before.is_some_and(is_devanagari)
                && rest.peek().is_none_or(|next| shown(*next));
            if shown(c) || is_spelling {
                out.push(c);
            }
            before = Some(c);
        }
        out
    }

    /// Tells whether the two fonts have a sign that stand in for every other.
    fn has(&self, c: char) -> bool {
        STAND_INS.into_iter().any(|font| self.get(font).has(c))
    }

    /// Names the fonts' content.
    pub(crate) fn hash(&self) -> String {
        let mut digest = Sha256::new();
        for font in &*self.all {
            digest.update(&font.hash);
        }
        hex(digest)
    }

    /// Lists the fonts as a browser takes them.
    pub(crate) fn files(&self) -> Vec<FontFile> {
        let file = |font: &Font| FontFile {
            font: font.which,
            family: font.family,
            file_name: font.file_name,
            hash: font.hash.clone(),
            bytes: Cow::Borrowed(font.bytes),
        };
        self.all.iter().map(file).collect()
    }

    /// Checks libass's account of which fonts it took.
    ///
    /// # Errors
    /// [`RenderError::Child`] when it took another font than the one that was asked for, or had none for a
    /// character.
    pub(crate) fn check_taken(&self, log: &Log) -> Result<(), RenderError> {
        match log.notable("fontselect:").find(|line| !self.is_as_asked(line)) {
            None => Ok(()),
            Some(line) => Err(RenderError::Child {
                program: "ffmpeg",
                doing: "writing captions in the caption fonts",
                last_lines: line.to_owned(),
            }),
        }
    }

    /// Reads a line such as `fontselect: (Noto Sans, 700, 0) -> NotoSans-Bold, 0, NotoSans-Bold`.
    fn is_as_asked(&self, line: &str) -> bool {
        let read = || {
            let (asked, taken) = line.split_once("fontselect: (")?.1.split_once("-> ")?;
            let family = asked.split(',').next()?;
            Some((family.trim(), taken.split(',').next()?.trim()))
        };
        read().is_some_and(|(family, taken)| {
            self.all.iter().any(|font| font.family == family && font.postscript_name == taken)
        })
    }
}

/// The fonts that write what a style's own cannot.
pub(crate) const STAND_INS: [CaptionFont; 2] = [CaptionFont::NotoSans, CaptionFont::Montserrat];

const EMPTY_FONTCONFIG: &[u8] = b"<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n\
    <fontconfig></fontconfig>\n";

fn font(
    (font, family, is_bold): (CaptionFont, &'static str, bool),
    (postscript_name, file_name): (&'static str, &'static str),
    bytes: &'static [u8],
) -> Result<Font, RenderError> {
    let broken = |what: &str| RenderError::Tool {
        cure: format!("the embedded font {file_name} {what}; build the program again from clean sources"),
    };
    let face = Face::from_slice(bytes, 0).ok_or_else(|| broken("cannot be read"))?;
    // libass scales a font so that these two, not the em, have the given size (as VSFilter did).
    let os2 = face.tables().os2.ok_or_else(|| broken("has no OS/2 table"))?;
    let ems = |units: i16| f64::from(units) / f64::from(face.units_per_em());
    let (line_above_ems, line_below_ems) = (ems(os2.windows_ascender()), -ems(os2.windows_descender()));
    let reach = Ink::of(&face, REACH);
    Ok(Font {
        which: font,
        family,
        is_bold,
        postscript_name,
        file_name,
        bytes,
        hash: hex(Sha256::new().chain_update(bytes)),
        face,
        line_above_ems,
        line_below_ems,
        reach,
    })
}

/// Writes the first bytes of a digest.
fn hex(digest: Sha256) -> String {
    digest.finalize().iter().take(8).fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Writes a file unless it is there already with this content; another process may be writing the same.
fn write_once(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    io::Write::write_all(&mut file, bytes)?;
    file.persist(path)?;
    Ok(())
}

/// Keeps letters apart that would become one sign.
const NON_JOINER: char = '\u{200C}';
/// Joins letters to a sign, and emoji to one.
const JOINER: char = '\u{200D}';

/// The one script of the fonts in which joiners are spelling. Elsewhere they show nothing, and one that a style's own
/// font lacks would set its whole sentence in another.
const fn is_devanagari(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{97F}')
}

/// Marks that join letters, or join or colour emoji, and show nothing themselves.
const fn is_joiner(c: char) -> bool {
    matches!(c, NON_JOINER | JOINER | '\u{20E3}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E01EF}')
}

/// Emoji by their blocks (Unicode 16, emoji-data.txt). A caption leaves them out where no font has them.
const fn is_left_out(c: char) -> bool {
    is_joiner(c)
        || matches!(c,
            '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2460}'..='\u{24FF}'
            | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{297F}' | '\u{2B00}'..='\u{2BFF}'
            | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
impl Fonts {
    /// Lets captions ask for a font by another name, as if its file were not the one that it is taken for.
    pub(crate) fn misname(&mut self, font: CaptionFont, family: &'static str) {
        self.all.iter_mut().filter(|known| known.which == font).for_each(|known| known.family = family);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanian_and_hindi_can_be_written_and_chinese_cannot() {
        let fonts = Fonts::open().unwrap();
        for font in &*fonts.all {
            assert!("ăâîșț ĂÂÎȘȚ„”–".chars().all(|c| font.has(c)), "{}", font.family);
        }
        assert_eq!(fonts.unwritable("Bună — नमस्ते, γειά! “„”…"), []);
        assert_eq!(fonts.unwritable("你好, 好"), ['你', '好']);
    }

    #[test]
    fn emoji_are_left_out_and_not_unwritable() {
        let fonts = Fonts::open().unwrap();
        assert_eq!(fonts.unwritable("Hi 👩‍🚀 ❤️ 🇷🇴 1️⃣"), []);
        assert_eq!(fonts.writable("Hi👩‍🚀❤️!"), "Hi!");
        assert_eq!(fonts.writable("1️⃣"), "1");
        assert_eq!(fonts.writable("🕯️"), "");
        assert_eq!(fonts.writable("©2026™"), "©2026™");
    }

    #[test]
    fn the_joiner_of_emoji_goes_with_them_and_that_of_letters_stays() {
        let fonts = Fonts::open().unwrap();
        for word in ["दर्\u{200D}या", "क्\u{200D}", "क्\u{200C}ष"] {
            assert_eq!(fonts.writable(word), word);
            assert!(word.chars().all(|c| fonts.get(CaptionFont::NotoSans).has(c)), "{word}");
        }
        let family = "ok👨\u{200D}👩\u{200D}👧";
        for word in [family, "ok🏳\u{FE0F}\u{200D}🌈", "ok\u{200D}🔥", "\u{200D}ok"] {
            assert_eq!(fonts.writable(word), "ok", "{word}");
        }
        assert_eq!(fonts.writable("Auf\u{200C}la\u{200D}ge"), "Auflage");
    }

    #[test]
    fn a_font_that_is_not_the_one_asked_for_is_found_out() {
        let fonts = Fonts::open().unwrap();
        let check = |text: &str| {
            let mut log = Log::default();
            log.take(text.as_bytes());
            fonts.check_taken(&log)
        };
        let ours = "[a] fontselect: (Montserrat ExtraBold, 400, 0) -> Montserrat-ExtraBold, 0, Montserrat-ExtraBold\n";
        assert!(check(ours).is_ok());
        let other = "[a] fontselect: (Noto Sans, 700, 0) -> /usr/share/fonts/DejaVuSans.ttf, 0, DejaVuSans\n";
        assert!(check(&format!("{ours}{other}")).is_err());
        let exchanged = "[a] fontselect: (Anton, 400, 0) -> NotoSans-Bold, 0, NotoSans-Bold\n";
        assert!(check(exchanged).is_err(), "one of ours, but not this one");
        assert!(
            check("[a] fontselect: failed to find any fallback with glyph 0x6F22 for font: (x)\n").is_err()
        );
    }
}
