//! The caption fonts: embedded, written where libass finds them, and asked which characters they have.

use std::{fmt::Write as _, fs, io, path::Path};

use domain::RenderError;
use sha2::{Digest, Sha256};
use ttf_parser::Face;

use crate::lines::Log;

/// A font of the captions.
pub(crate) struct Font {
    /// The name by which a style asks for it.
    pub(crate) family: &'static str,
    /// Whether it is the bold face of its family.
    pub(crate) is_bold: bool,
    postscript_name: &'static str,
    file_name: &'static str,
    bytes: &'static [u8],
    face: Face<'static>,
    /// What libass calls the font's size, in ems: the height from the highest sign to the lowest.
    pub(crate) line_ems: f64,
}

impl Font {
    /// Tells whether the font has a sign for a character.
    pub(crate) fn has(&self, c: char) -> bool {
        self.face.glyph_index(c).is_some()
    }

    /// Returns how far a character moves the pen, in ems.
    pub(crate) fn advance_ems(&self, c: char) -> f64 {
        let advance = self.face.glyph_index(c).and_then(|glyph| self.face.glyph_hor_advance(glyph));
        f64::from(advance.unwrap_or(0)) / f64::from(self.face.units_per_em())
    }
}

/// The fonts, in the order in which captions choose among them.
pub(crate) struct Fonts {
    /// The look of the captions: Montserrat.
    pub(crate) first: Font,
    /// For what the first cannot write: Noto Sans.
    pub(crate) second: Font,
}

impl Fonts {
    /// Opens the embedded fonts.
    ///
    /// # Errors
    /// [`RenderError::Tool`] when this program was built with a broken font.
    pub(crate) fn open() -> Result<Self, RenderError> {
        Ok(Self {
            first: font(
                ("Montserrat ExtraBold", false),
                ("Montserrat-ExtraBold", "Montserrat-ExtraBold.ttf"),
                include_bytes!("../../../assets/fonts/Montserrat-ExtraBold.ttf"),
            )?,
            second: font(
                ("Noto Sans", true),
                ("NotoSans-Bold", "NotoSans-Bold.ttf"),
                include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
            )?,
        })
    }

    /// Writes the fonts into a folder, with a fontconfig file beside it that names no font of this machine.
    ///
    /// # Errors
    /// An error of the file system.
    pub(crate) fn install(&self, folder: &Path, fontconfig: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for font in [&self.first, &self.second] {
            write_once(&folder.join(font.file_name), font.bytes)?;
        }
        write_once(fontconfig, EMPTY_FONTCONFIG)
    }

    /// Returns the characters of a text that neither font has, emoji excepted.
    pub(crate) fn unwritable(&self, text: &str) -> Vec<char> {
        let mut missing: Vec<char> = Vec::new();
        for c in text.chars().filter(|c| !c.is_whitespace() && !c.is_control()) {
            if !self.has(c) && !is_left_out(c) && !missing.contains(&c) {
                missing.push(c);
            }
        }
        missing
    }

    /// Returns what of a word can be burned in: without emoji and what joins them.
    pub(crate) fn writable(&self, word: &str) -> String {
        word.chars()
            .filter(|c| !c.is_control() && !is_joiner(*c) && (self.has(*c) || !is_left_out(*c)))
            .collect()
    }

    fn has(&self, c: char) -> bool {
        self.first.has(c) || self.second.has(c)
    }

    /// Names the fonts' content.
    pub(crate) fn hash(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.first.bytes);
        digest.update(self.second.bytes);
        digest.finalize().iter().take(8).fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// Checks libass's account of which fonts it took.
    ///
    /// # Errors
    /// [`RenderError::Child`] when it took another font than ours, or had none for a character.
    pub(crate) fn check_taken(&self, log: &Log) -> Result<(), RenderError> {
        let ours = |line: &str| {
            let taken = line.rsplit_once("-> ").and_then(|(_, taken)| taken.split(',').next());
            taken.is_some_and(|name| {
                [&self.first, &self.second].iter().any(|font| name.trim() == font.postscript_name)
            })
        };
        match log.notable("fontselect:").find(|line| !ours(line)) {
            None => Ok(()),
            Some(line) => Err(RenderError::Child {
                program: "ffmpeg",
                doing: "writing captions in the caption fonts",
                last_lines: line.to_owned(),
            }),
        }
    }
}

const EMPTY_FONTCONFIG: &[u8] = b"<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n\
    <fontconfig></fontconfig>\n";

fn font(
    (family, is_bold): (&'static str, bool),
    (postscript_name, file_name): (&'static str, &'static str),
    bytes: &'static [u8],
) -> Result<Font, RenderError> {
    let broken = |what: &str| RenderError::Tool {
        cure: format!("the embedded font {file_name} {what}; build the program again from clean sources"),
    };
    let face = Face::parse(bytes, 0).map_err(|error| broken(&format!("cannot be read ({error})")))?;
    // libass scales a font so that these two, not the em, have the given size (as VSFilter did).
    let os2 = face.tables().os2.ok_or_else(|| broken("has no OS/2 table"))?;
    let units = f64::from(os2.windows_ascender()) - f64::from(os2.windows_descender());
    let line_ems = units / f64::from(face.units_per_em());
    Ok(Font { family, is_bold, postscript_name, file_name, bytes, face, line_ems })
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

/// Marks that join or colour emoji and show nothing themselves.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200D}' | '\u{20E3}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E01EF}')
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
mod tests {
    use super::*;

    #[test]
    fn romanian_and_hindi_can_be_written_and_chinese_cannot() {
        let fonts = Fonts::open().unwrap();
        assert!("ăâîșț ĂÂÎȘȚ".chars().all(|c| fonts.first.has(c)));
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
    fn a_font_that_is_not_ours_is_found_out() {
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
        assert!(
            check("[a] fontselect: failed to find any fallback with glyph 0x6F22 for font: (x)\n").is_err()
        );
    }
}
