//! One stretch of a file as one input of ffmpeg, and the filters that make it exact frames of the canvas.

use std::ffi::OsString;

use domain::{Canvas, Container, Cut, FPS, FootageFile, Frames, Look, Probe, RenderError};

use crate::{
    input::{self, args, seconds},
    look, motion,
    picture::{assumed_colours, fill, made_good},
};

/// How much of a transport stream is read before a cut, in milliseconds: its demuxer lands anywhere, and a
/// decoder needs a key frame. Encoders set one at least every 250 frames, which is 10 s at 25 a second.
const STREAM_LEAD_MS: u32 = 10_000;
/// How much of what was shown before is read with a tail, so that one beyond the file's end shows the last picture.
const TAIL_LEAD: Frames = Frames(FPS);

/// A stretch of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Take<'c> {
    /// What of it is shown, and how.
    pub(crate) cut: Cut,
    /// The file.
    pub(crate) file: &'c FootageFile,
    /// What probing found of it.
    pub(crate) probe: &'c Probe,
    is_tail: bool,
}

impl<'c> Take<'c> {
    /// Shows a cut of a file.
    pub(crate) const fn of(cut: Cut, file: &'c FootageFile, probe: &'c Probe) -> Self {
        Self { cut, file, probe, is_tail: false }
    }

    /// Goes on with the shot for some frames after its end.
    pub(crate) fn tail(&self, frames: Frames) -> Self {
        let end_ms = self.cut.start_ms.saturating_add(self.of_footage_ms(self.cut.frames));
        let start_ms = end_ms.min(self.probe.duration_ms);
        Self { cut: Cut { start_ms, frames, ..self.cut }, is_tail: true, ..*self }
    }

    /// Returns how many pixels its decoder holds open at a time.
    pub(crate) fn pixels(&self) -> u64 {
        u64::from(self.probe.width) * u64::from(self.probe.height)
    }

    /// Returns the arguments that open the file, up to its name.
    ///
    /// # Errors
    /// [`RenderError::Io`] for an empty path.
    pub(crate) fn input(&self, threads: &str) -> Result<Vec<OsString>, RenderError> {
        let mut all = input::confined(self.file.container);
        if self.is_still() {
            // Still pictures say their colours, or have none but those of RGB.
            all.extend(args(&["-framerate", "30", "-colorspace", "smpte170m", "-threads", threads, "-i"]));
        } else {
            all.extend(args(assumed_colours(self.probe)));
            // Not accurate: the filter then sees the frame that is on screen when the cut begins, even if it came
            // long before, as in recordings of a still screen. The decoder has to begin at the key frame either way.
            let lead_ms = self.stream_lead_ms() + self.of_footage_ms(self.tail_lead());
            let seek = seconds(self.cut.start_ms.saturating_sub(lead_ms));
            all.extend(args(&["-threads", threads, "-an", "-sn", "-dn"]));
            all.extend(args(&["-noaccurate_seek", "-ss", &seek, "-i"]));
        }
        all.push(input::file(&self.file.path)?);
        Ok(all)
    }

    /// Returns the filters that make exact frames of the canvas of an input.
    pub(crate) fn chain(&self, input: usize, look: &Look, canvas: Canvas) -> String {
        let frames = self.cut.frames.0;
        let plain = format!("[{input}:V:0]{}", made_good(self.probe, input));
        let fill = fill(self.probe, &self.cut.transform, canvas);
        if self.is_still() {
            let motion = if self.is_tail {
                motion::after(self.cut.motion)
            } else {
                motion::during(self.cut.motion, self.cut.frames)
            };
            let denoise = look::denoise(look);
            return format!(
                "{plain}{fill}{denoise},tpad=stop=-1:stop_mode=clone,fps={FPS},setpts=N,trim=end_frame={frames}{motion}"
            );
        }
        let (speed, rounding) = match self.cut.transform.speed_percent {
            100 => (String::new(), ""),
            // Of several pictures that fall into one frame, the one that is on screen when it begins.
            percent => (format!("setpts=PTS*100/{percent},"), ":round=up"),
        };
        let lead = seconds(self.shown_ms(self.stream_lead_ms()));
        let (from, denoise) = (self.tail_lead().0, look::denoise(look));
        let trim = match from {
            0 => format!("trim=end_frame={frames}"),
            _ => format!("trim=start_frame={from}:end_frame={},setpts=PTS-STARTPTS", from + frames),
        };
        // The last frame stands still where a file ends before its cut does.
        format!(
            "{plain}{speed}fps={FPS}:start_time={lead}{rounding},setpts=PTS-STARTPTS,tpad=stop=-1:stop_mode=clone,{trim},{fill}{denoise}"
        )
    }

    const fn is_still(&self) -> bool {
        self.file.container.is_still()
    }

    fn tail_lead(&self) -> Frames {
        if self.is_tail && !self.is_still() {
            TAIL_LEAD.min(Frames::within_ms(self.shown_ms(self.cut.start_ms)))
        } else {
            Frames(0)
        }
    }

    fn stream_lead_ms(&self) -> u32 {
        match self.file.container {
            // What is read with a tail lies between.
            Container::MpegTs => {
                let before_ms = self.cut.start_ms.saturating_sub(self.of_footage_ms(self.tail_lead()));
                before_ms.min(STREAM_LEAD_MS)
            }
            _ => 0,
        }
    }

    /// Returns how much of the footage so many frames show.
    fn of_footage_ms(&self, frames: Frames) -> u32 {
        scaled(frames.ms(), u32::from(self.cut.transform.speed_percent), 100)
    }

    /// Returns how long so much of the footage is shown.
    fn shown_ms(&self, ms: u32) -> u32 {
        scaled(ms, 100, u32::from(self.cut.transform.speed_percent))
    }
}

fn scaled(ms: u32, by: u32, of: u32) -> u32 {
    u32::try_from(u64::from(ms) * u64::from(by) / u64::from(of.max(1))).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use domain::{SourceVideoId, Transform};

    use super::*;

    const PROBE: Probe = Probe {
        duration_ms: 9000,
        width: 640,
        height: 360,
        fps: 30.0,
        has_sound: false,
        is_hdr: false,
        quirks: domain::Quirks::NONE,
    };

    #[test]
    fn a_tail_goes_on_where_the_shot_ends_and_stays_in_the_file() {
        let file = FootageFile { path: "/a".into(), container: Container::Mp4 };
        let probe = PROBE;
        let fast = Transform { speed_percent: 200, ..Transform::default() };
        let cut = Cut { transform: fast, ..Cut::plain(SourceVideoId::new(), 2000, Frames(60)) };
        let tail = Take::of(cut, &file, &probe).tail(Frames(12));
        assert_eq!((tail.cut.start_ms, tail.cut.frames), (6000, Frames(12)));
        let late = Cut { start_ms: 8000, ..cut };
        assert_eq!(Take::of(late, &file, &probe).tail(Frames(12)).cut.start_ms, 9000);
    }

    #[test]
    fn a_tail_early_in_a_transport_stream_is_where_the_shot_ends() {
        let file = FootageFile { path: "/a.ts".into(), container: Container::MpegTs };
        let probe = Probe { duration_ms: 60_000, ..PROBE };
        for (start_ms, seek, lead) in
            [(3000, "0.000", "4.000"), (0, "0.000", "1.000"), (18_000, "9.000", "10.000")]
        {
            let cut = Cut::plain(SourceVideoId::new(), start_ms, Frames(60));
            let tail = Take::of(cut, &file, &probe).tail(Frames(12));
            let input = tail.input("1").unwrap();
            let at = input.iter().position(|arg| arg == "-ss").unwrap();
            let chain = tail.chain(0, &Look::default(), domain::Format::Tiktok.canvas());
            assert_eq!(input[at + 1], seek, "{start_ms}");
            // The tail's frames follow a second that is read with it.
            assert!(chain.contains(&format!("start_time={lead},")), "{start_ms}: {chain}");
            assert!(chain.contains("trim=start_frame=30:end_frame=42,"), "{start_ms}: {chain}");
        }
    }
}
