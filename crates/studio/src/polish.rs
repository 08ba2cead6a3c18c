//! Polish: spoken sound without long silences, and as loud as the sentences beside it.

use std::ops::Range;

use domain::{SOUND_RATE_HZ, SpokenAudio, TtsError, WordTiming};
use ebur128::{EbuR128, Mode};

/// How loud each sentence is made: an even voice; the finished mix has a loudness of its own.
const LEVEL_LUFS: f64 = -20.0;
/// No sample of a voice goes beyond -1 dBFS.
const PEAK: f32 = 0.891;
/// A sentence is made louder or softer by at most 24 dB: beyond that something else is wrong with it.
const MOST_GAIN_DB: f64 = 24.0;

/// The length of a window in which sound is silent or not: 10 ms.
const WINDOW: usize = 480;
/// A window is silent when it lies so far below the loudest one.
const SILENT_DB: f32 = -42.0;
/// How much silence stays before the first and after the last sound, in windows.
const LEAD: usize = 3;
const TAIL: usize = 5;
/// A silence between words that is longer than the first comes down to the second, in windows.
const LONG_PAUSE: usize = 40;
const SHORT_PAUSE: usize = 25;
/// How many samples of a cut's two sides are blended: 5 ms.
const BLEND: usize = 240;

/// Takes away silence that is longer than a speaker would leave, moves the words' places along, and sets the level.
///
/// The sound is at [`SOUND_RATE_HZ`].
pub(crate) fn polish(audio: &mut SpokenAudio) -> Result<(), TtsError> {
    let cuts = cuts_of(&silences(&audio.samples), audio.samples.len());
    audio.words = moved(&audio.words, &cuts);
    audio.samples = without(&audio.samples, &cuts);
    level(&mut audio.samples)
}

/// Finds the runs of silent windows, as ranges of samples.
fn silences(samples: &[f32]) -> Vec<Range<usize>> {
    let power = |window: &[f32]| window.iter().map(|sample| sample * sample).sum::<f32>();
    let powers: Vec<f32> = samples.chunks(WINDOW).map(power).collect();
    let loudest = powers.iter().fold(0.0_f32, |loudest, power| loudest.max(*power));
    let silent = loudest * 10_f32.powf(SILENT_DB / 10.0);
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (n, power) in powers.into_iter().enumerate() {
        if power > silent {
            continue;
        }
        let (start, end) = (n * WINDOW, ((n + 1) * WINDOW).min(samples.len()));
        match runs.last_mut() {
            Some(run) if run.end == start => run.end = end,
            _ => runs.push(start..end),
        }
    }
    runs
}

/// Says what of the silences goes.
fn cuts_of(silences: &[Range<usize>], length: usize) -> Vec<Range<usize>> {
    let cut = |run: &Range<usize>| {
        let kept = match (run.start == 0, run.end == length) {
            (true, _) => return Some(0..run.end.saturating_sub(LEAD * WINDOW)),
            (_, true) => return Some((run.start + TAIL * WINDOW).min(length)..length),
            _ if run.len() <= LONG_PAUSE * WINDOW => return None,
            _ => SHORT_PAUSE * WINDOW / 2,
        };
        Some(run.start + kept..run.end - kept)
    };
    silences.iter().filter_map(cut).filter(|cut| !cut.is_empty()).collect()
}

/// Joins what the cuts leave; each cut's sides are blended, so that no click is heard.
fn without(samples: &[f32], cuts: &[Range<usize>]) -> Vec<f32> {
    let mut kept: Vec<f32> = Vec::with_capacity(samples.len());
    let mut from = 0;
    for cut in cuts {
        kept.extend(samples.get(from..cut.start).unwrap_or_default());
        if cut.start > 0 && cut.end < samples.len() && cut.len() >= BLEND {
            let coming = samples.get(cut.end - BLEND..cut.end).unwrap_or_default();
            let place = kept.len().saturating_sub(BLEND);
            for (n, (going, coming)) in kept.iter_mut().skip(place).zip(coming).enumerate() {
                let share = share_of(n, BLEND);
                *going = *going * (1.0 - share) + coming * share;
            }
        }
        from = cut.end;
    }
    kept.extend(samples.get(from..).unwrap_or_default());
    kept
}

/// Moves places to where they are once the cuts are made; a place inside a cut goes to its beginning.
fn moved(words: &[WordTiming], cuts: &[Range<usize>]) -> Vec<WordTiming> {
    let ms = |samples: usize| samples * 1000 / rate();
    let place = |at_ms: u32| {
        let at = usize::try_from(at_ms).unwrap_or(usize::MAX);
        let gone: usize = cuts.iter().map(|cut| at.clamp(ms(cut.start), ms(cut.end)) - ms(cut.start)).sum();
        u32::try_from(at.saturating_sub(gone)).unwrap_or(u32::MAX)
    };
    words
        .iter()
        .map(|word| WordTiming { start_ms: place(word.start_ms), end_ms: place(word.end_ms) })
        .collect()
}

/// Brings the sound to the level, as far as no sample is beyond the peak.
fn level(samples: &mut [f32]) -> Result<(), TtsError> {
    let Some(lufs) = loudness(samples)? else { return Ok(()) };
    let gain_db = (LEVEL_LUFS - lufs).clamp(-MOST_GAIN_DB, MOST_GAIN_DB);
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let gain = from_db(gain_db).min(PEAK / peak.max(f32::MIN_POSITIVE));
    for sample in samples {
        *sample *= gain;
    }
    Ok(())
}

/// Measures the integrated loudness (ITU-R BS.1770); nothing for silence. What is shorter than the second that the
/// gate needs is heard several times over.
fn loudness(samples: &[f32]) -> Result<Option<f64>, TtsError> {
    let failed =
        |error: ebur128::Error| TtsError::BadSound(format!("its loudness cannot be measured: {error}"));
    if samples.is_empty() {
        return Ok(None);
    }
    let mut meter = EbuR128::new(1, SOUND_RATE_HZ, Mode::I).map_err(failed)?;
    let mut heard = 0;
    while heard < rate() {
        meter.add_frames_f32(samples).map_err(failed)?;
        heard += samples.len();
    }
    let lufs = meter.loudness_global().map_err(failed)?;
    Ok(lufs.is_finite().then_some(lufs))
}

fn rate() -> usize {
    usize::try_from(SOUND_RATE_HZ).unwrap_or(1)
}

fn share_of(n: usize, of: usize) -> f32 {
    domain::ratio(u64::try_from(n).unwrap_or(u64::MAX), u64::try_from(of).unwrap_or(u64::MAX))
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "a gain of at most 24 dB")]
fn from_db(db: f64) -> f32 {
    10_f64.powf(db / 20.0) as f32
}

#[cfg(test)]
mod tests {
    use domain::TimingKind;

    use super::*;

    fn tone(ms: usize, loud: f32) -> Vec<f32> {
        (0..ms * 48)
            .map(|n| {
                loud * (std::f32::consts::TAU * 440.0 * f32::from(u16::try_from(n % 48000).unwrap())
                    / 48000.0)
                    .sin()
            })
            .collect()
    }

    fn silence(ms: usize) -> Vec<f32> {
        vec![0.0; ms * 48]
    }

    fn audio(parts: &[Vec<f32>], words: &[(u32, u32)]) -> SpokenAudio {
        let words =
            words.iter().map(|(start_ms, end_ms)| WordTiming { start_ms: *start_ms, end_ms: *end_ms });
        SpokenAudio {
            samples: parts.concat(),
            rate_hz: SOUND_RATE_HZ,
            words: words.collect(),
            timing: TimingKind::Native,
            cost: None,
        }
    }

    #[test]
    fn long_silences_are_shortened_and_the_words_move_along() {
        let parts = [
            silence(200),
            tone(300, 0.1),
            silence(1000),
            tone(300, 0.1),
            silence(300),
            tone(300, 0.1),
            silence(700),
        ];
        let mut spoken = audio(&parts, &[(200, 500), (1500, 1800), (2100, 2400)]);
        polish(&mut spoken).unwrap();
        let places: Vec<_> = spoken.words.iter().map(|word| (word.start_ms, word.end_ms)).collect();
        assert_eq!(
            places,
            [(30, 330), (580, 880), (1180, 1480)],
            "250 ms stay of a second, 300 ms are no long pause"
        );
        assert_eq!(spoken.length_ms(), 1530);
        let heard =
            |at_ms: usize| spoken.samples[at_ms * 48..at_ms * 48 + 480].iter().any(|s| s.abs() > 0.01);
        assert_eq!(
            [20, 40, 400, 600, 900, 1190, 1490].map(heard),
            [false, true, false, true, false, true, false]
        );
    }

    #[test]
    fn a_cut_makes_no_click() {
        let hum = |ms: usize| tone(ms, 0.0005);
        let mut spoken = audio(&[tone(300, 0.3), hum(1003), tone(300, 0.3)], &[(0, 300), (1303, 1603)]);
        polish(&mut spoken).unwrap();
        let quiet = &spoken.samples[320 * 48..530 * 48];
        let step = quiet.windows(2).fold(0.0_f32, |step, pair| step.max((pair[1] - pair[0]).abs()));
        let loudest = quiet.iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
        assert!(step < loudest * 0.2, "a step of {step} where the hum is {loudest}");
    }

    #[test]
    fn soft_loud_and_short_sentences_become_equally_loud() {
        for (ms, loud) in [(3000, 0.02), (3000, 0.9), (150, 0.05)] {
            let mut samples = tone(ms, loud);
            level(&mut samples).unwrap();
            let lufs = loudness(&samples).unwrap().unwrap();
            assert!((lufs - LEVEL_LUFS).abs() < 0.2, "{ms} ms at {loud} become {lufs} LUFS");
        }
    }

    #[test]
    fn peaks_and_silence_stay_what_they_are() {
        let mut clicks = silence(2000);
        clicks.iter_mut().step_by(9600).for_each(|sample| *sample = 0.5);
        level(&mut clicks).unwrap();
        assert!(clicks.iter().all(|sample| sample.abs() <= PEAK));
        let mut nothing = audio(&[silence(500)], &[(0, 500)]);
        polish(&mut nothing).unwrap();
        assert!(nothing.samples.iter().all(|sample| *sample == 0.0));
        assert_eq!(loudness(&[]).unwrap(), None);
    }
}
