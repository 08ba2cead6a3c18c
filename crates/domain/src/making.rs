//! Making: what a person settles for the videos of a project.

use serde::{Deserialize, Serialize};

use crate::{
    CaptionStyle, EndCard, Format, InvalidLook, InvalidMix, Look, Mix, Pin, Quality, Script, SegmentId,
    Settings, Transition, pin,
};

/// The most pins of a project.
const MAX_PINS: usize = 200;

/// What a person settles for the videos of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Making {
    /// Where they will be shown.
    pub format: Format,
    /// How carefully they are encoded.
    pub quality: Quality,
    /// How shots are matched to sentences.
    pub matching: Matching,
    /// The shots that the person chose; they win over every rule.
    pub pins: Vec<Pin>,
    /// How variants may differ beside their opening.
    pub vary: Vary,
    /// How one shot becomes the next.
    pub transition: Transition,
    /// How captions look; as the profile's settings say when absent.
    pub captions: Option<CaptionStyle>,
    /// What is done to every picture; as the profile's settings say when absent.
    pub look: Option<Look>,
    /// What sounds beside the voice.
    pub mix: Mix,
    /// The card at the end.
    pub end_card: Option<EndCard>,
}

impl Making {
    /// Checks every part.
    ///
    /// # Errors
    /// [`InvalidMaking`], naming the part and what would be taken.
    pub fn checked(self) -> Result<Self, InvalidMaking> {
        if self.pins.len() > MAX_PINS {
            return Err(InvalidMaking::Pins);
        }
        let mut pins: Vec<Pin> = Vec::with_capacity(self.pins.len());
        for pin in self.pins {
            if !pins.contains(&pin) {
                pins.push(pin);
            }
        }
        Ok(Self {
            pins,
            look: self.look.map(Look::checked).transpose()?,
            mix: self.mix.checked()?,
            end_card: self.end_card.map(EndCard::checked).transpose()?,
            ..self
        })
    }

    /// Lets the pins stay with their sentences when the script changes.
    #[must_use]
    pub fn following(self, before: &Script, after: &Script) -> Self {
        Self { pins: pin::follow(self.pins, &before.sentences(), &after.sentences()), ..self }
    }

    /// Returns how captions look: as the project says, else as the profile does.
    pub fn captions_in(&self, settings: &Settings) -> CaptionStyle {
        self.captions.unwrap_or(settings.captions)
    }

    /// Returns what is done to every picture: as the project says, else as the profile does.
    pub fn look_in(&self, settings: &Settings) -> Look {
        self.look.clone().unwrap_or_else(|| settings.making.look.clone())
    }

    /// Takes along what another profile can have: its pins under the new names of their segments; neither music nor
    /// logo, which are files of this one.
    #[must_use]
    pub fn for_copy(self, segment: impl Fn(SegmentId) -> Option<SegmentId>) -> Self {
        let pin = |pin: Pin| Some(Pin { segment: segment(pin.segment)?, ..pin });
        Self {
            pins: self.pins.into_iter().filter_map(pin).collect(),
            look: self.look.map(|look| Look { logo: None, ..look }),
            mix: Mix { music: None, ..self.mix },
            ..self
        }
    }
}

/// The parts of a [`Making`] that a person changes; what is absent stays, and each part is taken whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MakingChanges {
    /// Another format.
    pub format: Option<Format>,
    /// Another quality.
    pub quality: Option<Quality>,
    /// Another way of matching.
    pub matching: Option<Matching>,
    /// Other pins.
    pub pins: Option<Vec<Pin>>,
    /// Other differences between variants.
    pub vary: Option<Vary>,
    /// Another transition.
    pub transition: Option<Transition>,
    /// Another style of captions, or the profile's.
    pub captions: Option<Option<CaptionStyle>>,
    /// Another look, or the profile's.
    pub look: Option<Option<Look>>,
    /// Another mix.
    pub mix: Option<Mix>,
    /// Another card at the end, or none.
    pub end_card: Option<Option<EndCard>>,
}

impl Making {
    /// Returns it with the changes in it.
    #[must_use]
    pub fn with(self, changes: MakingChanges) -> Self {
        Self {
            format: changes.format.unwrap_or(self.format),
            quality: changes.quality.unwrap_or(self.quality),
            matching: changes.matching.unwrap_or(self.matching),
            pins: changes.pins.unwrap_or(self.pins),
            vary: changes.vary.unwrap_or(self.vary),
            transition: changes.transition.unwrap_or(self.transition),
            captions: changes.captions.unwrap_or(self.captions),
            look: changes.look.unwrap_or(self.look),
            mix: changes.mix.unwrap_or(self.mix),
            end_card: changes.end_card.unwrap_or(self.end_card),
        }
    }
}

impl MakingChanges {
    /// Checks the parts that are there.
    ///
    /// # Errors
    /// [`InvalidMaking`].
    pub fn checked(self) -> Result<Self, InvalidMaking> {
        let made = Making::default().with(self.clone()).checked()?;
        Ok(Self {
            pins: self.pins.map(|_| made.pins),
            look: self.look.map(|_| made.look),
            mix: self.mix.map(|_| made.mix),
            end_card: self.end_card.map(|_| made.end_card),
            ..self
        })
    }
}

/// Says which part of a making cannot be taken, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidMaking {
    /// The pins.
    #[error("at most {MAX_PINS} shots can be pinned")]
    Pins,
    /// The look or the end card.
    #[error(transparent)]
    Look(#[from] InvalidLook),
    /// The sound.
    #[error(transparent)]
    Mix(#[from] InvalidMix),
}

/// How shots are matched to sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// A little of everything.
    #[default]
    Balanced,
    /// Keywords before all.
    KeywordStrict,
    /// As many different shots and sources as there are.
    MaxVariety,
    /// In an order of chance, the same for the same seed.
    Shuffle,
}

impl Matching {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Balanced, Self::KeywordStrict, Self::MaxVariety, Self::Shuffle];

    /// Returns the name that the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Balanced => "balanced",
            Self::KeywordStrict => "keyword_strict",
            Self::MaxVariety => "max_variety",
            Self::Shuffle => "shuffle",
        }
    }
}

/// How variants may differ beside their opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each may differ without the others")]
pub struct Vary {
    /// The sentences between the first and the last change their order.
    pub order: bool,
    /// Each has another voice of the same engine and language.
    pub voice: bool,
    /// Each has another style of captions.
    pub captions: bool,
    /// Each has another piece of the profile's music.
    pub music: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Colour, Corner, Frames, Logo, MusicBed, MusicId, PictureId};

    #[test]
    fn what_was_kept_before_is_read_and_names_are_those_of_serde() {
        assert_eq!(serde_json::from_str::<Making>("{}").unwrap(), Making::default());
        for matching in Matching::ALL {
            assert_eq!(serde_json::to_value(matching).unwrap(), matching.as_str());
        }
        let kept = serde_json::json!({ "sentence": 1, "segment": SegmentId::new() });
        let pin: Pin = serde_json::from_value(kept.clone()).unwrap();
        assert_eq!((pin.shot, serde_json::to_value(pin).unwrap()), (0, kept));
    }

    #[test]
    fn every_part_is_checked_and_a_pin_counts_once() {
        let pin = Pin { sentence: 1, segment: SegmentId::new(), shot: 0 };
        let making = Making { pins: vec![pin, pin], ..Making::default() };
        assert_eq!(making.clone().checked().unwrap().pins, [pin]);
        let look = Some(Look { denoise: 9, ..Look::default() });
        assert_eq!(Making { look, ..making }.checked(), Err(InvalidMaking::Look(InvalidLook::Strength)));
        let pins = (0..=200).map(|sentence| Pin { sentence, ..pin }).collect();
        assert_eq!(Making { pins, ..Making::default() }.checked(), Err(InvalidMaking::Pins));
    }

    #[test]
    fn changes_merge_part_by_part() {
        let pins = vec![Pin { sentence: 0, segment: SegmentId::new(), shot: 0 }];
        let look = Some(Look { sharpen: 1, ..Look::default() });
        let making = Making { pins: pins.clone(), look, ..Making::default() };
        let changes =
            MakingChanges { format: Some(Format::Square), look: Some(None), ..MakingChanges::default() };
        let expected = Making { pins, format: Format::Square, ..Making::default() };
        assert_eq!(making.with(changes.checked().unwrap()), expected);
        let loud = Some(Mix { original_percent: 101, ..Mix::default() });
        assert!(MakingChanges { mix: loud, ..MakingChanges::default() }.checked().is_err());
    }

    #[test]
    fn a_card_that_is_changed_is_tidied_as_a_new_one_is() {
        let colour = Colour { red: 0, green: 0, blue: 0 };
        let card = |title: &str| EndCard {
            title: title.to_owned(),
            detail: String::new(),
            frames: Frames(60),
            background: colour,
            text_colour: colour,
        };
        let change = |title| MakingChanges { end_card: Some(Some(card(title))), ..MakingChanges::default() };
        assert_eq!(change("Or\u{AD}der \u{200B}").checked().unwrap(), change("Order"));
    }

    #[test]
    fn a_copy_takes_pins_under_their_new_names_and_no_files() {
        let (known, gone, copy) = (SegmentId::new(), SegmentId::new(), SegmentId::new());
        let logo = Logo {
            picture: PictureId::new(),
            corner: Corner::TopLeft,
            width_percent: 20,
            opacity_percent: 80,
        };
        let making = Making {
            pins: vec![
                Pin { sentence: 0, segment: known, shot: 2 },
                Pin { sentence: 1, segment: gone, shot: 0 },
            ],
            look: Some(Look { sharpen: 2, logo: Some(logo), ..Look::default() }),
            mix: Mix {
                music: Some(MusicBed { music: MusicId::new(), below_voice_lu: 18, start_ms: 0 }),
                original_percent: 10,
            },
            ..Making::default()
        };
        let copied = making.for_copy(|id| (id == known).then_some(copy));
        assert_eq!(copied.pins, [Pin { sentence: 0, segment: copy, shot: 2 }]);
        assert_eq!(copied.look, Some(Look { sharpen: 2, ..Look::default() }));
        assert_eq!(copied.mix, Mix { music: None, original_percent: 10 });
    }
}
