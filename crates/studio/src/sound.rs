//! Sound as samples: one rate, whole frames, WAV files.

use std::path::Path;

use domain::{Frames, SOUND_RATE_HZ, SpokenAudio, TtsError};
use rubato::{Fft, FixedSync, Resampler as _, audioadapter_buffers::direct::SequentialSlice};

use crate::speak::SpeakError;

/// The form of every WAV file of ours.
pub(crate) const WAV: hound::WavSpec = hound::WavSpec {
    channels: 1,
    sample_rate: SOUND_RATE_HZ,
    bits_per_sample: 16,
    sample_format: hound::SampleFormat::Int,
};

/// Samples a second of the raw sound that programs of OpenAI's form expect.
pub const RAW_RATE_HZ: u32 = 24_000;

/// Reads a WAV file that [`write_wav`] wrote as samples of [`RAW_RATE_HZ`].
pub(crate) fn read_raw(path: &Path) -> Result<Vec<i16>, SpeakError> {
    let mut reader = hound::WavReader::open(path)?;
    let samples = reader.samples::<i16>().map(|sample| Ok(f32::from(sample?) / f32::from(i16::MAX)));
    let samples: Vec<f32> = samples.collect::<Result<_, hound::Error>>()?;
    Ok(resampled(&samples, SOUND_RATE_HZ, RAW_RATE_HZ)?.into_iter().map(pcm16).collect())
}

/// Brings speech to 48 kHz.
pub(crate) fn resample(audio: &mut SpokenAudio) -> Result<(), TtsError> {
    audio.samples = resampled(&audio.samples, audio.rate_hz, SOUND_RATE_HZ)?;
    audio.rate_hz = SOUND_RATE_HZ;
    Ok(())
}

/// Fills sound at 48 kHz with silence to whole frames, at least `pause_ms` of it.
pub(crate) fn framed(mut samples: Vec<f32>, pause_ms: u32) -> (Vec<f32>, Frames) {
    let pause = usize::try_from(u64::from(pause_ms) * u64::from(SOUND_RATE_HZ) / 1000).unwrap_or(0);
    let frames = Frames::holding_samples(samples.len() + pause);
    samples.resize(frames.samples(), 0.0);
    (samples, frames)
}

fn resampled(samples: &[f32], from_hz: u32, to_hz: u32) -> Result<Vec<f32>, TtsError> {
    if from_hz == to_hz {
        return Ok(samples.to_vec());
    }
    let failed = |error: String| TtsError::BadSound(format!("it cannot be brought to {to_hz} Hz: {error}"));
    let rate = |hz: u32| usize::try_from(hz).unwrap_or(0);
    let mut fft = Fft::<f32>::new(rate(from_hz), rate(to_hz), 1024, 1, FixedSync::Both)
        .map_err(|error| failed(error.to_string()))?;
    let input = SequentialSlice::new(samples, 1, samples.len()).map_err(|error| failed(error.to_string()))?;
    let output = fft.process_all(&input, samples.len(), None).map_err(|error| failed(error.to_string()))?;
    Ok(output.take_data())
}

/// Writes mono samples at 48 kHz as a 16-bit WAV file.
pub(crate) fn write_wav(path: &Path, parts: &[Vec<f32>]) -> Result<(), hound::Error> {
    let mut writer = hound::WavWriter::create(path, WAV)?;
    for sample in parts.iter().flatten() {
        writer.write_sample(pcm16(*sample))?;
    }
    writer.finalize()
}

/// Appends a WAV file that [`write_wav`] wrote to one that is being written; returns how many samples it had.
pub(crate) fn append_wav<W: std::io::Write + std::io::Seek>(
    writer: &mut hound::WavWriter<W>,
    path: &Path,
) -> Result<usize, hound::Error> {
    let mut reader = hound::WavReader::open(path)?;
    let mut count = 0;
    for sample in reader.samples::<i16>() {
        writer.write_sample(sample?)?;
        count += 1;
    }
    Ok(count)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "clamped to the range of i16 before"
)]
fn pcm16(sample: f32) -> i16 {
    (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16
}

#[cfg(test)]
mod tests {
    use domain::TimingKind;

    use super::*;

    fn tone(rate_hz: u32, samples: u16) -> SpokenAudio {
        let step = 440.0 * std::f32::consts::TAU / f32::from(u16::try_from(rate_hz).unwrap());
        let samples = (0..samples).map(|n| (f32::from(n) * step).sin() * 0.5).collect();
        SpokenAudio { samples, rate_hz, words: Vec::new(), timing: TimingKind::Native, cost: None }
    }

    #[test]
    fn speech_becomes_whole_frames_of_48_khz_with_its_pause() {
        let mut tone = tone(22_050, 22_050);
        resample(&mut tone).unwrap();
        let (samples, frames) = framed(tone.samples, 250);
        assert_eq!(frames, Frames(38), "1.25 s are 37.5 frames");
        assert_eq!(samples.len(), frames.samples());
        let crossings = samples.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        assert!((438..=441).contains(&crossings), "a tone of 440 Hz stays one: {crossings}");
        assert!(samples[48_200..].iter().all(|s| s.abs() < 0.01), "the pause is silent");
    }

    #[test]
    fn a_wav_file_is_read_back_as_written() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one.wav"), folder.path().join("two.wav"));
        write_wav(&one, &[vec![0.5, -0.5, 1.0, 2.0]]).unwrap();
        let spec = hound::WavReader::open(&one).unwrap().spec();
        let mut writer = hound::WavWriter::create(&two, spec).unwrap();
        assert_eq!(append_wav(&mut writer, &one).unwrap() + append_wav(&mut writer, &one).unwrap(), 8);
        writer.finalize().unwrap();
        let samples: Vec<i16> = hound::WavReader::open(&two).unwrap().samples().map(Result::unwrap).collect();
        assert_eq!(samples[..4], [16384, -16384, 32767, 32767]);
        assert_eq!(samples[..4], samples[4..]);
    }
}
