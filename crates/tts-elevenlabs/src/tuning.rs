//! Tuning: how a voice is bent, as the service takes it.

use std::ops::RangeInclusive;

use domain::{ModelName, Speech, Speed, TtsError};
use serde::Serialize;

use crate::models;

/// How a voice speaks where the person chose nothing else, in hundredths.
const STABILITY: u8 = 57;
const SIMILARITY: u8 = 75;
const STYLE: u8 = 22;
/// The stabilities of the third generation.
const THIRD_STABILITIES: [u8; 3] = [0, 50, 100];

/// Returns the speeds at which the service speaks.
#[expect(clippy::expect_used, reason = "constants in range")]
pub(crate) fn speeds() -> RangeInclusive<Speed> {
    Speed::percent(70).expect("in range")..=Speed::percent(120).expect("in range")
}

/// How the service is told to bend a voice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct VoiceSettings {
    stability: f64,
    similarity_boost: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    style: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speed: Option<f64>,
}

impl VoiceSettings {
    /// Returns how to bend the voice.
    ///
    /// # Errors
    /// [`TtsError::Refused`] when the service does not speak like that.
    pub(crate) fn of(speech: &Speech, model: &ModelName) -> Result<Self, TtsError> {
        let (tuning, speed) = (speech.tuning(), speech.speed());
        if !speeds().contains(&speed) {
            return Err(TtsError::Refused(format!(
                "ElevenLabs speaks at 0.7 to 1.2 of the voice's own speed, not at {}; choose a speed between them",
                f64::from(speed.as_percent()) / 100.0
            )));
        }
        let third = models::is_third(model);
        let stability = tuning.stability_percent.unwrap_or(if third { 50 } else { STABILITY });
        if third && !THIRD_STABILITIES.contains(&stability) {
            return Err(TtsError::Refused(format!(
                "the model {model} knows the stabilities 0, 0.5 and 1, not {}; choose one of them or another model",
                share(stability)
            )));
        }
        Ok(Self {
            stability: share(stability),
            similarity_boost: share(tuning.similarity_percent.unwrap_or(SIMILARITY)),
            style: (!third).then(|| share(tuning.style_percent.unwrap_or(STYLE))),
            speed: (speed != Speed::NORMAL).then(|| f64::from(speed.as_percent()) / 100.0),
        })
    }
}

fn share(percent: u8) -> f64 {
    f64::from(percent) / 100.0
}

/// Names how a voice is bent where the person chose nothing else; it shapes the sound.
pub(crate) fn fingerprint() -> String {
    format!("{STABILITY} {SIMILARITY} {STYLE}")
}

#[cfg(test)]
mod tests {
    use domain::VoiceTuning;
    use serde_json::{Value, json};

    use super::*;

    fn settings(model: &str, percent: u16, tuning: VoiceTuning) -> Result<Value, TtsError> {
        let speed = Speed::percent(percent).unwrap();
        let speech = Speech::new(vec!["Hi".to_owned()], "abc".parse().unwrap(), speed).unwrap().tuned(tuning);
        VoiceSettings::of(&speech, &model.parse().unwrap()).map(|settings| json!(settings))
    }

    #[test]
    fn a_voice_is_bent_as_the_person_chose_else_as_the_trade_does() {
        let usual = settings(models::DEFAULT_MODEL, 100, VoiceTuning::default()).unwrap();
        assert_eq!(usual, json!({ "stability": 0.57, "similarity_boost": 0.75, "style": 0.22 }));
        let chosen = VoiceTuning {
            stability_percent: Some(0),
            similarity_percent: Some(100),
            style_percent: Some(1),
            ..VoiceTuning::default()
        };
        let bent = settings(models::DEFAULT_MODEL, 120, chosen).unwrap();
        assert_eq!(bent, json!({ "stability": 0.0, "similarity_boost": 1.0, "style": 0.01, "speed": 1.2 }));
    }

    #[test]
    fn the_third_generation_has_three_stabilities_and_no_style() {
        let usual = settings("eleven_v3", 100, VoiceTuning::default()).unwrap();
        assert_eq!(usual, json!({ "stability": 0.5, "similarity_boost": 0.75 }));
        let odd = VoiceTuning { stability_percent: Some(57), ..VoiceTuning::default() };
        let refused = settings("eleven_v3", 100, odd).unwrap_err().to_string();
        assert!(refused.contains("0, 0.5 and 1, not 0.57"), "{refused}");
    }

    #[test]
    fn a_speed_that_the_service_has_not_is_refused_and_not_bent() {
        for percent in [50, 69, 121, 200] {
            let refused = settings(models::DEFAULT_MODEL, percent, VoiceTuning::default());
            assert!(matches!(refused, Err(TtsError::Refused(_))), "{percent}");
        }
    }
}
