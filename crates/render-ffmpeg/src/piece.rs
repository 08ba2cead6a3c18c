//! Renders one piece of a chunk: one ffmpeg, exact frames, logo and captions burned in.

use std::{ffi::OsString, fmt::Write as _, ops::Range, path::Path, time::Duration};

use domain::{Canvas, EndCard, FPS, Format, Frames, Look, Quality, RenderError};

use crate::{
    captions, card,
    encoder::Encoder,
    input::{self, args, words},
    limits::Limits,
    look::{self, LaidLogo},
    picture::CAPTIONS,
    process::{self, Call},
    progress::Meter,
    shot::Shot,
    tools::Tools,
};

/// What keeps bytes free of times, versions and names.
pub(crate) const EXACT_BYTES: &str = "-fflags +bitexact -flags:v +bitexact -map_metadata -1 -map_chapters -1";

/// How long a chunk may take: a start, and for each second of it what two slow threads need for 8K footage.
const LIMIT_START: Duration = Duration::from_mins(2);
const LIMIT_EACH_SECOND: Duration = Duration::from_mins(1);

/// What all pieces of a chunk have in common.
pub(crate) struct Setting<'c> {
    /// Where it will be shown.
    pub(crate) format: Format,
    /// How carefully it is encoded.
    pub(crate) quality: Quality,
    /// What is done to every picture.
    pub(crate) look: &'c Look,
    /// The logo in its place, with its picture.
    pub(crate) logo: Option<(LaidLogo, &'c Path)>,
    /// What is shown in place of footage.
    pub(crate) card: Option<&'c EndCard>,
}

impl Setting<'_> {
    const fn canvas(&self) -> Canvas {
        self.quality.canvas(self.format)
    }
}

/// What a piece shows: some shots of a chunk that follow each other, or its card.
pub(crate) struct Piece<'p, 'c> {
    /// What it has in common with the others.
    pub(crate) setting: &'p Setting<'c>,
    /// The shots; none where there is a card.
    pub(crate) shots: &'p [Shot<'c>],
    /// Where they lie in the chunk, in frames.
    pub(crate) place: Range<u32>,
}

impl Piece<'_, '_> {
    const fn frames(&self) -> Frames {
        Frames(self.place.end - self.place.start)
    }

    /// Renders the piece to `out`. `captions` are the ASS file for its place.
    ///
    /// # Errors
    /// [`RenderError::Unusable`] when the footage holds no picture there; those of a child.
    pub(crate) async fn render(
        &self,
        tools: &Tools,
        captions: Option<String>,
        out: &Path,
        meter: &mut Meter<'_>,
    ) -> Result<(), RenderError> {
        let scratch = tools.scratch()?;
        let has_captions = captions.is_some();
        if let Some(text) = captions {
            tokio::fs::write(scratch.path().join(captions::FILE), text)
                .await
                .map_err(|source| RenderError::Io { doing: "write the captions", source })?;
        }
        let open: u64 = self.shots.iter().map(Shot::pixels).sum();
        let _place = tools.admission.enter(self.setting.quality, open, tools.threads).await?;
        let call = Call {
            program: &tools.ffmpeg,
            doing: "rendering a sentence",
            args: self.arguments(has_captions, (tools.encoder, tools.threads), out)?,
            dir: scratch.path(),
            limit: LIMIT_START + LIMIT_EACH_SECOND * (self.frames().0 / FPS + 1),
        };
        let limits = Limits::of_piece(self.setting.quality, self.frames(), open, tools.threads);
        let log = process::run_within(limits, call, &mut |bytes| meter.take(bytes)).await?.success()?;
        tools.fonts.check_taken(&log)?;
        if meter.frames == self.frames().0 { Ok(()) } else { Err(too_short(meter.frames, self.frames())) }
    }

    fn arguments(
        &self,
        has_captions: bool,
        (encoder, threads): (Encoder, u8),
        out: &Path,
    ) -> Result<Vec<OsString>, RenderError> {
        let each = threads.to_string();
        // libass tells at this level which fonts it took.
        let mut all = words("-nostdin -xerror -hide_banner -loglevel info -nostats -progress pipe:1 -y");
        all.extend(words(encoder.device()));
        all.extend(args(&["-filter_threads", &each, "-filter_complex_threads", &each]));
        for take in self.shots.iter().flat_map(Shot::takes) {
            all.extend(take.input(&each)?);
        }
        if let Some((_, picture)) = &self.setting.logo {
            all.extend(input::our_picture());
            all.push(input::file(picture)?);
        }
        all.extend(args(&["-filter_complex", &self.graph(has_captions, encoder), "-map", "[out]"]));
        all.extend(encoder.output(self.setting.quality, self.frames(), threads));
        all.push(input::file(out)?);
        Ok(all)
    }

    /// Writes the filter graph: each shot to exact frames of the canvas, one after the other, the look and the logo
    /// over them, captions on top.
    fn graph(&self, has_captions: bool, encoder: Encoder) -> String {
        let Setting { look, card, .. } = self.setting;
        let canvas = self.setting.canvas();
        let (mut shots, mut pads, mut input) = (String::new(), String::new(), 0);
        for shot in self.shots {
            shots += &shot.graph(input, look, canvas);
            // Writing to a String cannot fail.
            let _ = write!(pads, "[v{input}]");
            input += shot.takes().count();
        }
        let under = if let Some(card) = card {
            card::background(card, canvas, self.frames())
        } else {
            let (count, finish) = (self.shots.len(), look::finish(look));
            format!("{shots}{pads}concat=n={count}:v=1:a=0,settb=1/{FPS},setpts=N{finish}")
        };
        let captions = if has_captions { format!(",{CAPTIONS}") } else { String::new() };
        let logo = match &self.setting.logo {
            None => String::new(),
            Some((LaidLogo { sized, over }, _)) => {
                format!("[under];[{input}:V:0]{sized}[logo];[under][logo]{over}")
            }
        };
        format!("{under}{logo}{captions},{}[out]", encoder.takes())
    }
}

fn too_short(found: u32, planned: Frames) -> RenderError {
    RenderError::Unusable(format!(
        "only {found} of {} frames could be taken from the footage: it holds less picture than its analysis found; \
         upload it again",
        planned.0
    ))
}

#[cfg(test)]
mod tests {
    use domain::{Container, Cut, FootageFile, Probe, SourceVideoId};

    use super::*;
    use crate::take::Take;

    #[test]
    fn no_path_is_in_the_graph_and_every_input_is_confined() {
        let file = FootageFile { path: "/data/it's [a],b;c:d".into(), container: Container::MpegTs };
        let probe = Probe {
            duration_ms: 60_000,
            width: 1920,
            height: 1080,
            fps: 30.0,
            has_sound: true,
            is_hdr: false,
            quirks: domain::Quirks::NONE,
        };
        let cut = Cut::plain(SourceVideoId::new(), 12_500, Frames(45));
        let shot = Shot::after(None, Take::of(cut, &file, &probe));
        let look = Look::default();
        let setting = Setting {
            format: Format::default(),
            quality: Quality::default(),
            look: &look,
            logo: None,
            card: None,
        };
        let piece = Piece { setting: &setting, shots: &[shot, shot], place: 30..120 };
        let all = piece.arguments(true, (Encoder::X264, 2), Path::new("/out.mp4")).unwrap();
        let all: Vec<&str> = all.iter().map(|text| text.to_str().unwrap()).collect();
        let graph = all[all.iter().position(|text| *text == "-filter_complex").unwrap() + 1];
        assert!(!graph.contains("data"), "{graph}");
        assert!(graph.contains("start_time=10.000") && all.contains(&"2.500"), "{graph}");
        for (at, _) in all.iter().enumerate().filter(|(_, text)| **text == "-i") {
            let before = &all[..at];
            for option in ["-protocol_whitelist", "-format_whitelist", "-f", "-max_pixels"] {
                assert!(before[before.len().saturating_sub(24)..].contains(&option), "{option}");
            }
            assert_eq!(all[at + 1], "file:/data/it's [a],b;c:d");
        }
    }
}
