//! What sounds in a clip: the voice, and under it music and the footage's own sound, which give way while it speaks.

use std::{ffi::OsString, path::Path};

use domain::{Frames, LOUDNESS_LUFS, MusicTrack, OriginalSound, RenderError, SOUND_RATE_HZ, Soundtrack};

use crate::{
    input::{file, words},
    loudness::{Loudness, STEREO, sound_input},
    original,
    tools::Tools,
};

/// How long music fades out at the end, in frames, and its most as a share of the clip.
const FADE: Frames = Frames(60);
const FADE_SHARE: u32 = 5;
/// How the bed gives way: above -26 dB of voice by three quarters of what is over, at once, and back within 0.4 s.
pub(crate) const DUCKING: &str = "sidechaincompress=threshold=0.05:ratio=4:attack=15:release=400";
/// The compressor of a voice: peaks pressed by 2.5 to 1 above -18 dB.
const COMPRESSOR: &str = "acompressor=threshold=-18dB:ratio=2.5:attack=5:release=80:knee=4";

/// The inputs of a clip's sound, and how they are put together.
pub(crate) struct Sound<'s> {
    /// The arguments that open the files.
    pub(crate) inputs: Vec<OsString>,
    /// How many files they are.
    pub(crate) count: usize,
    /// The length of the clip.
    pub(crate) frames: Frames,
    music: Option<&'s MusicTrack>,
    original: Option<&'s OriginalSound>,
}

/// How loud each part of a mix is made before they meet.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Levels {
    /// The voice before its compressor.
    pub(crate) voice_db: f64,
    /// How loud the voice then is.
    pub(crate) voice_lufs: Option<f64>,
}

impl<'s> Sound<'s> {
    /// Opens a clip's sound; that of the footage is first written to a file in `scratch`.
    ///
    /// # Errors
    /// Those of a child.
    pub(crate) async fn open(
        tools: &Tools,
        track: &'s Soundtrack,
        scratch: &Path,
    ) -> Result<Self, RenderError> {
        let Soundtrack { voice, frames, music, original } = track;
        let mut inputs = sound_input(voice, "wav", "wav")?;
        let mut count = 1;
        if let Some(music) = music {
            // Over and over. Where it begins is for the filters: after `-ss` it would come again from a wrong place.
            inputs.extend(words("-stream_loop -1"));
            inputs.extend(sound_input(&music.path, "flac", "flac")?);
            count += 1;
        }
        if let Some(sound) = original {
            let path = scratch.join("original.pcm");
            original::write(tools, &sound.shots, &path).await?;
            inputs.extend(words(
                "-protocol_whitelist file,pipe -format_whitelist s16le -f s16le -ar 48000 -ac 2 -i",
            ));
            inputs.push(file(&path)?);
            count += 1;
        }
        Ok(Self { inputs, count, frames: *frames, music: music.as_ref(), original: original.as_ref() })
    }

    /// Tells whether there is something under the voice.
    pub(crate) const fn has_bed(&self) -> bool {
        self.music.is_some() || self.original.is_some()
    }

    /// Returns the filters of the voice alone, in both channels, pressed and as loud as its level says.
    pub(crate) fn voice(levels: Levels) -> String {
        format!("[0:a:0]{STEREO},apad,volume={:.2}dB,{COMPRESSOR}", levels.voice_db)
    }

    /// Returns the filters from the inputs to the mix; they end without a name and never by themselves.
    pub(crate) fn graph(&self, levels: Levels) -> String {
        let (voice, bed) = (Self::voice(levels), self.bed(levels));
        match bed {
            None => voice,
            Some(bed) => format!(
                "{voice},asplit=2[voice][key];{bed};[bed][key]{DUCKING}[under];\
                 [voice][under]amix=inputs=2:duration=first:normalize=0"
            ),
        }
    }

    /// Returns the filters of what lies under the voice, to the pad `[bed]`.
    fn bed(&self, levels: Levels) -> Option<String> {
        let music = self.music.map(|music| format!("[1:a:0]{}", self.music_chain(music, levels)));
        let place = if self.music.is_some() { 2 } else { 1 };
        let original = self.original.map(|sound| {
            let gain = original_db(sound, levels);
            format!("[{place}:a:0]asetpts=N/SR/TB,apad,volume={gain:.2}dB")
        });
        match (music, original) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) => Some(format!("{one}[bed]")),
            (Some(music), Some(original)) => Some(format!(
                "{music}[music];{original}[original];[music][original]amix=inputs=2:duration=first:normalize=0[bed]"
            )),
        }
    }

    fn music_chain(&self, music: &MusicTrack, levels: Levels) -> String {
        let wanted = levels.voice_lufs.unwrap_or(LOUDNESS_LUFS) - f64::from(music.bed.below_voice_lu);
        let gain = wanted - music.loudness_lufs;
        let fade = FADE.min(Frames(self.frames.0 / FADE_SHARE));
        let (from, long) = (self.frames.minus(fade).seconds(), fade.seconds());
        let start_ms = music.bed.start_ms % music.duration_ms.max(1);
        let start = u64::from(start_ms) * u64::from(SOUND_RATE_HZ) / 1000;
        // The short fade at the beginning: music that begins in the middle would click.
        format!(
            "aresample={SOUND_RATE_HZ},atrim=start_sample={start},asetpts=N/SR/TB,apad,volume={gain:.2}dB,\
             afade=t=in:d=0.02,afade=t=out:st={from:.4}:d={long:.4}"
        )
    }
}

/// How much the footage's sound is raised so that it comes out as it was recorded, and its share of that.
fn original_db(sound: &OriginalSound, levels: Levels) -> f64 {
    let raised_later = LOUDNESS_LUFS - levels.voice_lufs.unwrap_or(LOUDNESS_LUFS);
    20.0 * (f64::from(sound.percent.max(1)) / 100.0).log10() - raised_later
}

impl Levels {
    /// Finds how much a voice is raised from how loud it is; silence is left as it is.
    pub(crate) fn of_voice(raw: &Loudness) -> Self {
        let voice_db = if raw.is_silence() { 0.0 } else { LOUDNESS_LUFS - raw.integrated_lufs };
        Self { voice_db, voice_lufs: None }
    }
}

#[cfg(test)]
mod tests {
    use domain::{MusicBed, MusicId};

    use super::*;

    fn music() -> MusicTrack {
        let bed = MusicBed { music: MusicId::new(), below_voice_lu: 18, start_ms: 0 };
        MusicTrack { path: "/m".into(), duration_ms: 9000, loudness_lufs: -10.0, bed }
    }

    #[test]
    fn music_is_as_far_below_the_voice_as_its_bed_says_and_fades_at_the_end() {
        let music = music();
        let sound =
            Sound { inputs: Vec::new(), count: 2, frames: Frames(900), music: Some(&music), original: None };
        let graph = sound.graph(Levels { voice_db: 3.0, voice_lufs: Some(-17.0) });
        assert!(
            graph.contains("volume=-25.00dB,afade=t=in:d=0.02,afade=t=out:st=28.0000:d=2.0000"),
            "{graph}"
        );
        assert!(graph.contains("sidechaincompress"), "{graph}");
    }

    #[test]
    fn the_original_sound_comes_out_as_recorded_whatever_the_voice_is_raised_by_later() {
        let sound = OriginalSound { percent: 50, shots: Vec::new() };
        let gain = original_db(&sound, Levels { voice_db: 0.0, voice_lufs: Some(-17.0) });
        assert!((gain + 6.02 + 3.0).abs() < 0.01, "{gain}");
    }
}
