//! Models: what is known of them without asking, and what the service tells.

use domain::{Language, ModelName, SpeechModel};
use serde::Deserialize;
use serde_json::Value;

use crate::price::{Credits, Price};

/// The model that speaks when the person chose none.
pub(crate) const DEFAULT_MODEL: &str = "eleven_flash_v2_5";

/// A model as the service describes it to one account.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Model {
    pub(crate) name: ModelName,
    pub(crate) label: String,
    /// Its languages, with the names that people give them.
    pub(crate) languages: Vec<(Language, String)>,
    pub(crate) max_characters: Option<u32>,
    pub(crate) credits_a_character: Option<Credits>,
}

impl Model {
    /// Returns what a person chooses from.
    pub(crate) fn offered(&self, price: &Price) -> SpeechModel {
        let a_character = self.credits_a_character.unwrap_or_else(|| price.a_character(&self.name));
        SpeechModel {
            name: self.name.clone(),
            label: self.label.clone(),
            languages: self.languages.iter().map(|(language, _name)| language.clone()).collect(),
            max_characters: self.max_characters,
            cost_per_1000_characters: price.of_characters(1000, a_character),
        }
    }
}

#[derive(Deserialize)]
struct WireModel {
    model_id: ModelName,
    #[serde(default)]
    name: String,
    #[serde(default)]
    can_do_text_to_speech: bool,
    #[serde(default)]
    languages: Option<Vec<WireLanguage>>,
    #[serde(default)]
    maximum_text_length_per_request: Option<u32>,
    #[serde(default)]
    model_rates: Option<WireRates>,
}

#[derive(Deserialize)]
struct WireLanguage {
    language_id: String,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
struct WireRates {
    character_cost_multiplier: Option<Value>,
}

/// Reads the models that speak out of the service's list; one that cannot be understood is left out, and told in the log.
pub(crate) fn read(list: Vec<Value>) -> Vec<Model> {
    let mut models = Vec::with_capacity(list.len());
    for entry in list {
        match serde_json::from_value::<WireModel>(entry) {
            Ok(model) if model.can_do_text_to_speech => models.push(model.into()),
            Ok(_other) => {}
            Err(error) => {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::warn!(error, "a model of ElevenLabs was left out, since it could not be understood");
            }
        }
    }
    models
}

impl From<WireModel> for Model {
    fn from(wire: WireModel) -> Self {
        let named = |language: WireLanguage| Some((language.language_id.parse().ok()?, language.name));
        let multiplier = wire.model_rates.and_then(|rates| rates.character_cost_multiplier);
        let label = if wire.name.trim().is_empty() { wire.model_id.to_string() } else { wire.name };
        Self {
            name: wire.model_id,
            label,
            languages: wire.languages.unwrap_or_default().into_iter().filter_map(named).collect(),
            max_characters: wire.maximum_text_length_per_request.filter(|most| *most > 0),
            credits_a_character: multiplier.and_then(|number| Credits::read(&number.to_string())),
        }
    }
}

/// Tells whether a character costs half a credit, by the price list of 2025.
pub(crate) fn is_half_price(model: &ModelName) -> bool {
    ["_flash_", "_turbo_"].iter().any(|family| model.as_str().contains(family))
}

/// Returns the most characters that a model took in 2025, for a key that may not ask.
pub(crate) fn usual_limit(model: &ModelName) -> usize {
    match model.as_str() {
        "eleven_flash_v2_5" | "eleven_turbo_v2_5" => 40_000,
        "eleven_flash_v2" | "eleven_turbo_v2" => 30_000,
        "eleven_multilingual_v2" => 10_000,
        _others => 3_000,
    }
}

/// Tells whether it is one of the third generation: it speaks each text for itself, knows three stabilities and no style.
pub(crate) fn is_third(model: &ModelName) -> bool {
    model.as_str().starts_with("eleven_v3")
}

/// Tells whether it takes the language of a text. The others hear it themselves, or speak English alone.
pub(crate) fn takes_language(model: &ModelName) -> bool {
    let name = model.as_str();
    !matches!(name, "eleven_multilingual_v2" | "eleven_flash_v2" | "eleven_turbo_v2")
        && !name.ends_with("_v1")
}

#[cfg(test)]
mod tests {
    use domain::Cost;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_model_is_read_and_one_that_cannot_be_understood_is_left_out() {
        let read = read(vec![
            json!({
                "model_id": "eleven_flash_v2_5",
                "name": "Eleven Flash v2.5",
                "can_do_text_to_speech": true,
                "languages": [{ "language_id": "pt-BR", "name": "Portuguese" }, { "language_id": "??" }],
                "maximum_text_length_per_request": 40_000,
                "model_rates": { "character_cost_multiplier": 0.5, "cost_discount_multiplier": 1.0 },
            }),
            json!({ "model_id": "eleven_sts", "can_do_text_to_speech": false }),
            json!({ "model_id": 5 }),
            json!({ "model_id": "eleven_new", "can_do_text_to_speech": true, "languages": null }),
        ]);
        let price = Price::new(Cost(220_000)).unwrap();
        let [flash, new] = &*read else { panic!("{read:?}") };
        let offered = flash.offered(&price);
        assert_eq!(offered.languages, ["pt-br".parse().unwrap()]);
        assert_eq!((offered.max_characters, offered.cost_per_1000_characters), (Some(40_000), Cost(110_000)));
        let offered = new.offered(&price);
        assert_eq!((&*offered.label, offered.cost_per_1000_characters), ("eleven_new", Cost(220_000)));
    }

    #[test]
    fn families_are_known_by_their_names() {
        let model = |name: &str| name.parse::<ModelName>().unwrap();
        assert!(is_half_price(&model("eleven_turbo_v2_5")) && !is_half_price(&model("eleven_v3")));
        assert!(is_third(&model("eleven_v3")) && !is_third(&model("eleven_flash_v2_5")));
        assert!(takes_language(&model("eleven_v3")) && takes_language(&model(DEFAULT_MODEL)));
        assert!(
            !takes_language(&model("eleven_multilingual_v2"))
                && !takes_language(&model("eleven_multilingual_v1"))
        );
        assert_eq!(
            (usual_limit(&model("eleven_v3")), usual_limit(&model("eleven_flash_v2"))),
            (3_000, 30_000)
        );
    }
}
