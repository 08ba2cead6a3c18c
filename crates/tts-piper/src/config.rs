//! A voice's `.onnx.json`.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use domain::Language;
use serde::Deserialize;

/// What a voice's configuration says, checked.
#[derive(Debug)]
pub(crate) struct VoiceConfig {
    pub(crate) rate_hz: u32,
    /// Samples of a frame.
    pub(crate) hop: usize,
    pub(crate) language: Language,
    pub(crate) alphabet: Alphabet,
    pub(crate) scales: Scales,
    /// The speakers of a voice that has several, by their numbers; else none.
    pub(crate) speakers: Vec<Speaker>,
    pub(crate) ids: Ids,
}

/// What the voice was trained on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// The phonemes of a voice of espeak-ng.
    Espeak(String),
    /// The characters of the text.
    Text,
}

/// How lively the voice is, and how slow.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Scales {
    #[serde(rename = "noise_scale")]
    pub(crate) noise: f32,
    #[serde(rename = "length_scale")]
    pub(crate) length: f32,
    #[serde(rename = "noise_w")]
    pub(crate) noise_of_lengths: f32,
}

impl Default for Scales {
    fn default() -> Self {
        Self { noise: 0.667, length: 1.0, noise_of_lengths: 0.8 }
    }
}

/// One of several speakers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Speaker {
    pub(crate) id: i64,
    /// The name that the model gives, or the number behind a `#`.
    pub(crate) name: String,
}

/// From phonemes to ids.
#[derive(Debug)]
pub(crate) struct Ids {
    pub(crate) begin: Vec<i64>,
    pub(crate) end: Vec<i64>,
    pub(crate) pad: Vec<i64>,
    symbols: HashMap<String, Vec<i64>>,
    /// How many characters the longest symbol has that this voice takes as one.
    longest: usize,
}

impl Ids {
    /// Returns the ids of the first symbol of `text` and how many characters it has; an unknown one has none.
    pub(crate) fn first(&self, text: &[char]) -> (&[i64], usize) {
        for length in (1..=self.longest.min(text.len())).rev() {
            let symbol: String = text.iter().take(length).collect();
            if let Some(ids) = self.symbols.get(&symbol) {
                return (ids, length);
            }
        }
        // Voices that are trained on text may know the small letters alone.
        let small: String = text.iter().take(1).flat_map(|c| c.to_lowercase()).collect();
        (self.symbols.get(&small).map_or(&[], Vec::as_slice), 1)
    }
}

/// The most samples a second, and the fewest, that can be speech.
const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=192_000;
/// More speakers than any voice has.
const MAX_SPEAKERS: u32 = 10_000;

/// The file as it is written.
#[derive(Deserialize)]
struct File {
    audio: Audio,
    espeak: Option<Espeak>,
    language: Option<Spoken>,
    #[serde(default)]
    inference: Scales,
    phoneme_type: Option<String>,
    phoneme_id_map: HashMap<String, OneOrMore>,
    num_symbols: Option<i64>,
    num_speakers: Option<u32>,
    #[serde(default)]
    speaker_id_map: BTreeMap<String, i64>,
    hop_length: Option<u32>,
    #[serde(default)]
    vowel_clusters: Option<Vec<Vec<String>>>,
}

#[derive(Deserialize)]
struct Audio {
    sample_rate: u32,
}

#[derive(Deserialize)]
struct Espeak {
    voice: String,
}

#[derive(Deserialize)]
struct Spoken {
    code: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(i64),
    More(Vec<i64>),
}

impl VoiceConfig {
    /// Reads a configuration.
    ///
    /// # Errors
    /// [`InvalidConfig`], which says what is wrong with it.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, InvalidConfig> {
        let file: File = serde_json::from_slice(json)
            .map_err(|error| InvalidConfig(format!("it is no configuration of a Piper voice ({error})")))?;
        let rate_hz = file.audio.sample_rate;
        if !RATES_HZ.contains(&rate_hz) {
            return Err(InvalidConfig(format!("{rate_hz} samples a second are no speech")));
        }
        let hop = file.hop_length.unwrap_or(256);
        if !(1..=8192).contains(&hop) {
            return Err(InvalidConfig(format!("a frame of {hop} samples is no frame")));
        }
        Ok(Self {
            rate_hz,
            hop: usize::try_from(hop).unwrap_or(256),
            language: file.language()?,
            alphabet: file.alphabet()?,
            scales: file.inference.checked()?,
            speakers: file.speakers()?,
            ids: file.ids()?,
        })
    }
}

impl File {
    fn language(&self) -> Result<Language, InvalidConfig> {
        let code = self.language.as_ref().map(|spoken| spoken.code.replace('_', "-"));
        let voice = self.espeak.as_ref().map(|espeak| espeak.voice.clone());
        let named = code.into_iter().chain(voice).find_map(|name| name.parse().ok());
        named.ok_or_else(|| InvalidConfig("it does not tell its language".to_owned()))
    }

    fn alphabet(&self) -> Result<Alphabet, InvalidConfig> {
        match self.phoneme_type.as_deref().unwrap_or("espeak") {
            "text" => Ok(Alphabet::Text),
            "espeak" => {
                let voice = self.espeak.as_ref().map(|espeak| espeak.voice.clone());
                let missing = || InvalidConfig("it names no voice of espeak-ng".to_owned());
                voice.filter(|voice| !voice.is_empty()).map(Alphabet::Espeak).ok_or_else(missing)
            }
            other => {
                Err(InvalidConfig(format!("its phonemes are of the kind {other}, which cannot be made here")))
            }
        }
    }

    fn speakers(&self) -> Result<Vec<Speaker>, InvalidConfig> {
        let count = self.num_speakers.unwrap_or(1);
        if count > MAX_SPEAKERS {
            return Err(InvalidConfig(format!("it has {count} speakers")));
        }
        // Of two names for one speaker the first counts.
        let names: BTreeMap<i64, &String> =
            self.speaker_id_map.iter().rev().map(|(name, id)| (*id, name)).collect();
        let speakers = 0..i64::from(count.max(1));
        if let Some((id, name)) = names.iter().find(|(id, _)| !speakers.contains(*id)) {
            return Err(InvalidConfig(format!("its speaker {name} has the number {id} of {count} speakers")));
        }
        if count <= 1 {
            return Ok(Vec::new());
        }
        let speaker = |id: i64| {
            let own = names.get(&id).filter(|name| !name.is_empty() && !name.starts_with('#'));
            let name = own.map_or_else(|| format!("#{id}"), |name| (*name).clone());
            Speaker { id, name }
        };
        Ok(speakers.map(speaker).collect())
    }

    fn ids(self) -> Result<Ids, InvalidConfig> {
        let clusters = self.vowel_clusters.unwrap_or_default();
        let clusters: Vec<String> = clusters.into_iter().map(|parts| parts.concat()).collect();
        let mut symbols = HashMap::with_capacity(self.phoneme_id_map.len());
        for (symbol, ids) in self.phoneme_id_map {
            let ids = match ids {
                OneOrMore::One(id) => vec![id],
                OneOrMore::More(ids) => ids,
            };
            let known = self.num_symbols.unwrap_or(i64::MAX);
            if let Some(id) = ids.iter().find(|id| !(0..known).contains(*id)) {
                let reason = format!("its symbol {symbol:?} has the id {id} of {known} symbols");
                return Err(InvalidConfig(reason));
            }
            // Without being a cluster, several characters are never one symbol.
            if symbol.chars().count() == 1 || clusters.contains(&symbol) {
                symbols.insert(symbol, ids);
            }
        }
        let frame = |symbol: &str| {
            let missing = || InvalidConfig(format!("it has no id for {symbol:?}"));
            symbols.get(symbol).filter(|ids| !ids.is_empty()).cloned().ok_or_else(missing)
        };
        let (begin, end, pad) = (frame("^")?, frame("$")?, frame("_")?);
        let longest = symbols.keys().map(|symbol| symbol.chars().count()).max().unwrap_or(1);
        Ok(Ids { begin, end, pad, symbols, longest })
    }
}

impl Scales {
    fn checked(self) -> Result<Self, InvalidConfig> {
        let fits = (0.0..=5.0).contains(&self.noise)
            && (0.0..=5.0).contains(&self.noise_of_lengths)
            && (0.1..=10.0).contains(&self.length);
        if fits { Ok(self) } else { Err(InvalidConfig("its scales are out of range".to_owned())) }
    }
}

/// Says what is wrong with a voice's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InvalidConfig(String);

impl fmt::Display for InvalidConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use testkit::installed;

    use super::*;

    fn changed(change: impl FnOnce(&mut Value)) -> Result<VoiceConfig, InvalidConfig> {
        let file = std::fs::read(installed::model("piper-tones-speakers.onnx.json")).unwrap();
        let mut json: Value = serde_json::from_slice(&file).unwrap();
        change(&mut json);
        VoiceConfig::parse(json.to_string().as_bytes())
    }

    fn refused(change: impl FnOnce(&mut Value)) -> String {
        changed(change).unwrap_err().to_string()
    }

    #[test]
    fn a_configuration_is_read_as_it_stands() {
        let config = changed(|_| ()).unwrap();
        assert_eq!((config.rate_hz, config.hop, config.language.as_str()), (22_050, 256, "en-us"));
        assert_eq!(config.alphabet, Alphabet::Espeak("en-us".to_owned()));
        assert_eq!(config.scales, Scales::default());
        assert_eq!(config.speakers[2], Speaker { id: 2, name: "p227".to_owned() });
        assert_eq!((config.ids.begin, config.ids.pad, config.ids.end), (vec![1], vec![0], vec![2]));
    }

    #[test]
    fn what_is_not_told_has_its_usual_value() {
        let config = changed(|json| {
            let json = json.as_object_mut().unwrap();
            for key in
                ["inference", "language", "phoneme_type", "num_speakers", "speaker_id_map", "num_symbols"]
            {
                json.remove(key);
            }
            json["espeak"] = json!({"voice": "en-gb-x-rp"});
        });
        let config = config.unwrap();
        assert_eq!((config.language.as_str(), config.scales), ("en-gb-x-rp", Scales::default()));
        assert!(config.speakers.is_empty());
    }

    #[test]
    fn a_language_code_becomes_a_tag() {
        assert_eq!(
            changed(|json| json["language"]["code"] = "ro_RO".into()).unwrap().language.as_str(),
            "ro-ro"
        );
    }

    #[test]
    fn symbols_may_have_several_ids_and_clusters_several_characters() {
        let config = changed(|json| {
            json["phoneme_id_map"]["a"] = json!([14, 15]);
            json["phoneme_id_map"]["b"] = json!(16);
            json["phoneme_id_map"]["aɪ"] = json!([161]);
            json["phoneme_id_map"]["oʊ"] = json!([165]);
            json["vowel_clusters"] = json!([["a", "ɪ"]]);
        });
        let ids = config.unwrap().ids;
        let first = |text: &str| {
            let (ids, length) = ids.first(&text.chars().collect::<Vec<char>>());
            (ids.to_vec(), length)
        };
        assert_eq!(first("aɪz"), (vec![161], 2));
        assert_eq!(first("ab"), (vec![14, 15], 1));
        assert_eq!(first("B"), (vec![16], 1), "the small letter serves where the great one is not known");
        assert_eq!(first("oʊ").1, 1, "what is no cluster is taken letter by letter");
        assert_eq!(first("世"), (Vec::new(), 1));
    }

    #[test]
    fn speakers_without_names_are_called_by_their_numbers() {
        let config = changed(|json| json["speaker_id_map"] = json!({"p226": 1, "q": 1})).unwrap();
        let names: Vec<&str> = config.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
        assert_eq!(names, ["#0", "p226", "#2"]);
    }

    #[test]
    fn what_cannot_be_a_voice_is_refused_and_the_reason_told() {
        for rate in [0, 1_000_000] {
            assert!(refused(|json| json["audio"]["sample_rate"] = rate.into()).contains("samples a second"));
        }
        assert!(refused(|json| json["speaker_id_map"]["p999"] = 3.into()).contains("p999"));
        assert!(refused(|json| json["speaker_id_map"]["p999"] = json!(-1)).contains("p999"));
        assert!(refused(|json| json["num_speakers"] = json!(4_000_000_000_u32)).contains("speakers"));
        assert!(refused(|json| json["phoneme_id_map"]["a"] = json!([256])).contains("256"));
        assert!(refused(|json| json["phoneme_id_map"]["^"] = json!([])).contains("no id for \"^\""));
        assert!(refused(|json| json["phoneme_id_map"] = json!(["a"])).contains("no configuration"));
        assert!(refused(|json| json["phoneme_type"] = "pinyin".into()).contains("pinyin"));
        assert!(refused(|json| json["inference"]["length_scale"] = 0.into()).contains("scales"));
        assert!(refused(|json| json["hop_length"] = 0.into()).contains("frame"));
        assert!(refused(|json| json["espeak"]["voice"] = "".into()).contains("espeak-ng"));
        assert!(refused(|json| *json = json!({"model_type": "style_tts"})).contains("no configuration"));
        assert!(VoiceConfig::parse(b"<!doctype html>").unwrap_err().to_string().contains("no configuration"));
    }
}
