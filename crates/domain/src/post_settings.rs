//! The settings of a post: fields of a network, checked against its rules.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Network;

/// A setting that a network has.
#[derive(Debug, Clone, Copy)]
pub struct FieldRule {
    /// Its name, at the publisher too.
    pub name: &'static str,
    /// What it means, for the person.
    pub label: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a post must have it.
    pub required: bool,
}

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// One of some words.
    Choice(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A text on one line, in UTF-16 units.
    Text {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
    /// An address that begins with https://.
    Link,
    /// Texts whose lengths together are limited; one with a space counts two more.
    Tags {
        /// The most together.
        max: usize,
    },
    /// Texts.
    Labels,
    /// Whether the account may write longer texts. It is about the account, and is not sent.
    LongTexts {
        /// The most.
        max: usize,
    },
    /// Whether the clip's own picture is sent along.
    Cover,
    /// A place: `id` and `name`.
    Place,
    /// The id of a piece of music.
    Music,
    /// A sound: `id`, and perhaps `audio_volume` and `video_volume` from 0 to 100.
    Audio,
}

impl FieldKind {
    /// Returns the name that the API uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Choice(_) => "choice",
            Self::Flag | Self::LongTexts { .. } => "flag",
            Self::Text { .. } => "text",
            Self::Link => "link",
            Self::Tags { .. } => "tags",
            Self::Labels => "labels",
            Self::Cover => "cover",
            Self::Place => "place",
            Self::Music => "music",
            Self::Audio => "audio",
        }
    }

    /// Says what a value must be when it is not.
    fn wants(self, value: &Value) -> Option<String> {
        let (fits, wanted) = match self {
            Self::Choice(words) => (
                value.as_str().is_some_and(|word| words.contains(&word)),
                format!("one of {}", words.join(", ")),
            ),
            Self::Flag | Self::Cover | Self::LongTexts { .. } => {
                (value.is_boolean(), "true or false".to_owned())
            }
            Self::Text { min, max } => {
                let fits = |text: &str| is_line(text) && (min..=max).contains(&text.encode_utf16().count());
                (value.as_str().is_some_and(fits), format!("a line of {min} to {max} characters"))
            }
            Self::Link => {
                let fits = |text: &str| {
                    text.len() <= 2000
                        && text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty())
                        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
                };
                (value.as_str().is_some_and(fits), "an address that begins with https://".to_owned())
            }
            Self::Tags { max } => {
                let cost = |text: &str| text.encode_utf16().count() + if text.contains(' ') { 2 } else { 0 };
                let fits = lines(value).is_some_and(|tags| tags.into_iter().map(cost).sum::<usize>() <= max);
                (
                    fits,
                    format!("a list of texts of {max} characters together; one with a space counts two more"),
                )
            }
            Self::Labels => {
                (lines(value).is_some_and(|all| all.len() <= 20), "a list of at most 20 texts".to_owned())
            }
            Self::Place => (is_object(value, &["id", "name"], &[]), "an id and a name".to_owned()),
            Self::Music => (value.as_str().is_some_and(is_word), "an id".to_owned()),
            Self::Audio => {
                let fits = is_object(value, &["id"], &["audio_volume", "video_volume"]);
                (fits, "an id, and perhaps audio_volume and video_volume from 0 to 100".to_owned())
            }
        };
        (!fits).then_some(wanted)
    }
}

fn is_line(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

fn is_word(text: &str) -> bool {
    (1..=200).contains(&text.len()) && is_line(text)
}

fn lines(value: &Value) -> Option<Vec<&str>> {
    let texts: Option<Vec<&str>> = value.as_array()?.iter().map(Value::as_str).collect();
    texts.filter(|all| all.iter().all(|text| is_word(text)))
}

/// Tells whether a value has all of some texts, perhaps some volumes, and nothing else.
fn is_object(value: &Value, texts: &[&str], volumes: &[&str]) -> bool {
    let Some(object) = value.as_object() else { return false };
    let known = |(name, value): (&String, &Value)| {
        texts.contains(&name.as_str()) && value.as_str().is_some_and(is_word)
            || volumes.contains(&name.as_str()) && value.as_u64().is_some_and(|volume| volume <= 100)
    };
    texts.iter().all(|name| object.contains_key(*name)) && object.iter().all(known)
}

/// The settings of a post, or of all posts at a channel; each one fits its network's rule, and some may be missing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PostSettings(Map<String, Value>);

impl PostSettings {
    /// Checks what a person set; null leaves a setting out.
    ///
    /// # Errors
    /// [`InvalidPostSetting`], which names the field and what it takes.
    pub fn parse(network: Network, fields: Map<String, Value>) -> Result<Self, InvalidPostSetting> {
        let mut kept = Map::new();
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
            let Some(rule) = network.rules().fields.iter().find(|rule| rule.name == name) else {
                return Err(InvalidPostSetting::Unknown { network, name });
            };
            if let Some(wanted) = rule.kind.wants(&value) {
                return Err(InvalidPostSetting::Unfit { network, name, wanted });
            }
            kept.insert(name, value);
        }
        Ok(Self(kept))
    }

    /// Takes the other's where it has some.
    #[must_use]
    pub fn overlaid(&self, other: &Self) -> Self {
        let mut all = self.0.clone();
        all.extend(other.0.clone());
        Self(all)
    }

    /// Returns a setting.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Returns every setting by name.
    pub const fn fields(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Says what a post of a clip still lacks, or what does not go together.
    pub fn faults(&self, network: Network) -> Vec<(&'static str, String)> {
        let missing =
            network.rules().fields.iter().filter(|rule| rule.required && !self.0.contains_key(rule.name));
        let mut faults: Vec<(&'static str, String)> = missing
            .map(|rule| (rule.name, format!("{} needs this setting: {}", network.label(), rule.label)))
            .collect();
        let is = |name: &str, wanted: &str| self.get(name).and_then(Value::as_str) == Some(wanted);
        let on = |name: &str| self.get(name) == Some(&Value::Bool(true));
        if self.get("graduation_strategy").is_some() && !on("is_trial_reel") {
            faults
                .push(("graduation_strategy", "only a trial reel ends in some way; leave it out".to_owned()));
        }
        if on("is_trial_reel") && is("post_type", "story") {
            faults.push(("is_trial_reel", "a story is no trial reel; choose one of them".to_owned()));
        }
        if is("post_type", "article") && self.get("article_title").is_none() {
            faults.push(("article_title", "an article needs a title".to_owned()));
        }
        faults
    }
}

/// Says which setting a network does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPostSetting {
    /// It has no such setting.
    #[error("{} has no setting {name}", network.label())]
    Unknown {
        /// The network.
        network: Network,
        /// The name.
        name: String,
    },
    /// The value does not fit.
    #[error("{name} of {} takes {wanted}", network.label())]
    Unfit {
        /// The network.
        network: Network,
        /// The name.
        name: String,
        /// What it takes.
        wanted: String,
    },
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;

    /// A value that fits a kind, and one that does not.
    pub(crate) fn example(kind: FieldKind) -> (Value, Value) {
        match kind {
            FieldKind::Choice(words) => (json!(words[0]), json!("something else")),
            // The publisher would take the text "false" for true.
            FieldKind::Flag | FieldKind::Cover | FieldKind::LongTexts { .. } => {
                (json!(false), json!("false"))
            }
            FieldKind::Text { min, max } => (json!("x".repeat(min.max(1))), json!("x".repeat(max + 1))),
            FieldKind::Link => (json!("https://example.com/shop"), json!("http://example.com")),
            FieldKind::Tags { max } => {
                (json!(["candle", "slow living"]), json!(["x".repeat(max - 10), "1234 67890"]))
            }
            FieldKind::Labels => (json!(["ana"]), json!("ana")),
            FieldKind::Place => (json!({ "id": "7", "name": "Cluj" }), json!({ "id": "7" })),
            FieldKind::Music => (json!("42"), json!(42)),
            FieldKind::Audio => {
                (json!({ "id": "1", "audio_volume": 50 }), json!({ "id": "1", "audio_volume": 101 }))
            }
        }
    }

    /// Settings with which a post is whole.
    pub(crate) fn whole(network: Network) -> PostSettings {
        let needed = network.rules().fields.iter().filter(|rule| rule.required);
        let fields = needed.map(|rule| (rule.name.to_owned(), example(rule.kind).0)).collect();
        PostSettings::parse(network, fields).unwrap()
    }

    #[test]
    fn every_field_of_every_network_takes_what_fits_and_nothing_else() {
        for network in Network::ALL {
            for rule in network.rules().fields {
                let (good, bad) = example(rule.kind);
                let field = |value: Value| Map::from_iter([(rule.name.to_owned(), value)]);
                assert!(PostSettings::parse(network, field(good)).is_ok(), "{network} {}", rule.name);
                let refused = PostSettings::parse(network, field(bad)).unwrap_err();
                assert!(matches!(refused, InvalidPostSetting::Unfit { .. }), "{network} {}", rule.name);
                let none = PostSettings::parse(network, field(Value::Null)).unwrap();
                let missing = none.faults(network).iter().any(|(name, _)| *name == rule.name);
                assert_eq!(missing, rule.required, "{network} {}", rule.name);
            }
            let unknown = Map::from_iter([("colour".to_owned(), json!("red"))]);
            assert!(matches!(PostSettings::parse(network, unknown), Err(InvalidPostSetting::Unknown { .. })));
            assert_eq!(whole(network).faults(network), []);
        }
    }

    #[test]
    fn what_does_not_go_together_is_told() {
        let fields = json!({ "post_type": "story", "is_trial_reel": true });
        let story = PostSettings::parse(Network::Instagram, fields.as_object().unwrap().clone()).unwrap();
        assert_eq!(story.faults(Network::Instagram)[0].0, "is_trial_reel");
        let fields = json!({ "post_type": "post", "graduation_strategy": "MANUAL" });
        let reel = PostSettings::parse(Network::Instagram, fields.as_object().unwrap().clone()).unwrap();
        assert_eq!(reel.faults(Network::Instagram)[0].0, "graduation_strategy");
        let own = json!({ "post_type": "post" });
        let own = PostSettings::parse(Network::Instagram, own.as_object().unwrap().clone()).unwrap();
        assert_eq!(reel.overlaid(&own).fields().len(), 2);
    }
}
