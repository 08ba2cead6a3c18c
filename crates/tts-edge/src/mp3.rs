//! MP3 to samples.

use std::io::{Cursor, ErrorKind};

use symphonia_bundle_mp3::{MpaDecoder, MpaReader};
use symphonia_core::{
    audio::SampleBuffer,
    codecs::{Decoder as _, DecoderOptions},
    errors::Error,
    formats::{FormatOptions, FormatReader as _},
    io::MediaSourceStream,
};

/// Mono sound.
#[derive(Debug, PartialEq)]
pub(crate) struct Decoded {
    pub(crate) samples: Vec<f32>,
    pub(crate) rate_hz: u32,
}

/// Decodes a mono stream to its end.
///
/// # Errors
/// With what is wrong with it.
pub(crate) fn decoded(mp3: Vec<u8>) -> Result<Decoded, String> {
    let wrong = |error: Error| format!("it is no MP3 that can be decoded: {error}");
    let source = MediaSourceStream::new(
        Box::new(Cursor::new(mp3)),
        symphonia_core::io::MediaSourceStreamOptions::default(),
    );
    let mut reader = MpaReader::try_new(source, &FormatOptions::default()).map_err(wrong)?;
    let track = reader.default_track().ok_or("it has no sound")?;
    let mut decoder = MpaDecoder::try_new(&track.codec_params, &DecoderOptions::default()).map_err(wrong)?;
    let mut sound =
        Decoded { samples: Vec::new(), rate_hz: track.codec_params.sample_rate.unwrap_or_default() };
    loop {
        let packet = match reader.next_packet() {
            Ok(packet) => packet,
            Err(Error::IoError(end)) if end.kind() == ErrorKind::UnexpectedEof => break,
            Err(error) => return Err(wrong(error)),
        };
        let part = decoder.decode(&packet).map_err(wrong)?;
        let shape = *part.spec();
        if shape.channels.count() != 1 || shape.rate != sound.rate_hz {
            return Err("its shape is not that of the service".to_owned());
        }
        let mut samples = SampleBuffer::<f32>::new(u64::try_from(part.capacity()).unwrap_or_default(), shape);
        samples.copy_interleaved_ref(part);
        sound.samples.extend(samples.samples().iter().map(|sample| sample.clamp(-1.0, 1.0)));
    }
    if sound.samples.is_empty() { Err("it has no sound".to_owned()) } else { Ok(sound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: &[u8] = include_bytes!("../../../sidecars/voices/tests/frame.mp3");

    #[test]
    fn frames_become_a_tone_of_their_length() {
        let sound = decoded(FRAME.repeat(50)).unwrap();
        assert_eq!((sound.rate_hz, sound.samples.len()), (24_000, 50 * 576));
        // The first frame is built up; after that, 500 Hz cross zero upwards 500 times a second.
        let steady = &sound.samples[2 * 576..];
        let crossings = steady.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        assert!((570..=577).contains(&crossings), "{crossings} in 1152 ms");
        let loudest = steady.iter().fold(0_f32, |loudest, sample| loudest.max(sample.abs()));
        assert!((0.05..1.0).contains(&loudest), "{loudest}");
    }

    #[test]
    fn what_is_no_mp3_is_refused() {
        for wrong in [Vec::new(), b"{\"error\": \"quota\"}".repeat(100), vec![0; 10_000], vec![0xff; 10_000]]
        {
            let length = wrong.len();
            assert!(decoded(wrong).is_err(), "{length} bytes");
        }
    }
}
