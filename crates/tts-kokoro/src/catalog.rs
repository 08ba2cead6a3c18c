//! What a voice's name tells: `af_heart` is a woman who speaks American English.

use domain::{Language, Voice, VoiceName};

/// Returns the tag of the language that a voice speaks, if it is named as Kokoro's voices are.
pub(crate) fn language(name: &str) -> Option<&'static str> {
    read(name).map(|(language, ..)| language)
}

/// Returns the voice of a name, if it is named as Kokoro's voices are.
pub(crate) fn voice(name: &str) -> Option<Voice> {
    let (language, gender, given) = read(name)?;
    let named: VoiceName = name.parse().ok()?;
    let language: Language = language.parse().ok()?;
    Some(Voice {
        label: label(given),
        name: named,
        language,
        also_speaks: Vec::new(),
        gender: Some(gender.to_owned()),
        sample_url: None,
    })
}

/// The language, the gender and the given name: the first letter, the second one, and what follows the underscore.
fn read(name: &str) -> Option<(&'static str, &'static str, &str)> {
    let (kind, given) = name.split_once('_')?;
    let mut letters = kind.chars();
    let language = match letters.next()? {
        'a' => "en-us",
        'b' => "en-gb",
        'e' => "es",
        'f' => "fr",
        'h' => "hi",
        'i' => "it",
        'j' => "ja",
        'p' => "pt-br",
        'z' => "zh",
        _ => return None,
    };
    let gender = match letters.next()? {
        'f' => "female",
        'm' => "male",
        _ => return None,
    };
    let plain = given.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (letters.next().is_none() && plain && !given.is_empty()).then_some((language, gender, given))
}

fn label(given: &str) -> String {
    let mut letters = given.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The voices of `voices-v1.0.bin`.
    const ALL: &str = "af_heart af_alloy af_aoede af_bella af_jessica af_kore af_nicole af_nova af_river af_sarah af_sky \
        am_adam am_echo am_eric am_fenrir am_liam am_michael am_onyx am_puck am_santa bf_alice bf_emma bf_isabella \
        bf_lily bm_daniel bm_fable bm_george bm_lewis ef_dora em_alex em_santa ff_siwis hf_alpha hf_beta hm_omega \
        hm_psi if_sara im_nicola jf_alpha jf_gongitsune jf_nezumi jf_tebukuro jm_kumo pf_dora pm_alex pm_santa \
        zf_xiaobei zf_xiaoni zf_xiaoxiao zf_xiaoyi zm_yunjian zm_yunxi zm_yunxia zm_yunyang";

    #[test]
    fn every_voice_of_the_model_has_a_language_a_gender_and_a_label() {
        let voices: Vec<Voice> = ALL.split(' ').map(|name| voice(name).unwrap()).collect();
        assert_eq!(voices.len(), 54);
        let speak = |tag: &str| voices.iter().filter(|voice| voice.language.as_str() == tag).count();
        let tags = ["en-us", "en-gb", "es", "fr", "hi", "it", "ja", "pt-br", "zh"];
        assert_eq!(tags.map(speak), [20, 8, 3, 1, 4, 2, 5, 3, 8]);
        let women = voices.iter().filter(|voice| voice.gender.as_deref() == Some("female")).count();
        assert_eq!(women, 11 + 4 + 1 + 1 + 2 + 1 + 4 + 1 + 4);
        assert_eq!(voice("bm_fable").unwrap().label, "Fable");
    }

    #[test]
    fn other_names_are_no_voices() {
        for name in ["", "af", "af_", "xf_heart", "ax_heart", "aff_heart", "af_a/b", "../x_y", "voice"] {
            assert_eq!(language(name), None, "{name}");
        }
    }
}
