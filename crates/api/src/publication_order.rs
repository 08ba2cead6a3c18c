//! What a person wants published: clips, channels, texts, settings and times, as they come in.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use domain::{PostSettings, PublicationOrder, Spread, When};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{Code, Problem},
    publishing::network,
};

/// What is to be published: each clip at each channel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicationOrderBody {
    clip_ids: Vec<Uuid>,
    channel_ids: Vec<Uuid>,
    text: String,
    /// Other texts, by network.
    #[serde(default)]
    network_texts: BTreeMap<String, String>,
    /// Settings over those of the channels, by network.
    #[serde(default)]
    #[schema(value_type = Object)]
    settings: BTreeMap<String, Map<String, Value>>,
    when: WhenBody,
    /// The zone of all times, such as `Europe/Bucharest`.
    zone: String,
}

/// When posts appear.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum WhenBody {
    /// At once.
    Now,
    /// At a time of the zone, such as `2026-12-24T09:00`.
    At { local: String },
    /// At the next free slot of each channel.
    NextSlot,
    /// One clip after the other at each channel, over days.
    Spread {
        /// Such as `2026-12-01`.
        first_day: String,
        /// Times of each day, such as `09:00`.
        times: Vec<String>,
        /// Other times, by network.
        #[serde(default)]
        network_times: BTreeMap<String, Vec<String>>,
        /// How far a post may be moved to either side, at most 180.
        #[serde(default)]
        jitter_minutes: u16,
        /// The same seed moves the same posts alike.
        #[serde(default)]
        seed: u64,
    },
}

fn unreadable(what: &str, example: &str) -> Problem {
    Problem::new(Code::InvalidPublication, format!("{what} is written like {example}."))
}

pub(crate) fn local(text: &str) -> Result<NaiveDateTime, Problem> {
    let whole = text.parse::<NaiveDateTime>();
    let read = whole.or_else(|_short| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M"));
    read.map_err(|_odd| unreadable("A time", "2026-12-24T09:00"))
}

fn times(texts: &[String]) -> Result<Vec<NaiveTime>, Problem> {
    let read = |text: &String| NaiveTime::parse_from_str(text, "%H:%M");
    texts.iter().map(read).collect::<Result<_, _>>().map_err(|_odd| unreadable("A time of day", "09:00"))
}

pub(crate) fn zone(name: &str) -> Result<chrono_tz::Tz, Problem> {
    name.parse().map_err(|_odd| unreadable("A zone", "Europe/Bucharest"))
}

impl WhenBody {
    fn read(self) -> Result<When, Problem> {
        Ok(match self {
            Self::Now => When::Now,
            Self::NextSlot => When::NextSlot,
            Self::At { local: text } => When::At(local(&text)?),
            Self::Spread { first_day, times: usual, network_times, jitter_minutes, seed } => {
                let first_day: NaiveDate =
                    first_day.parse().map_err(|_odd| unreadable("A day", "2026-12-01"))?;
                let mut own = BTreeMap::new();
                for (name, texts) in network_times {
                    own.insert(network(&name)?, times(&texts)?);
                }
                When::Spread(Spread {
                    first_day,
                    times: times(&usual)?,
                    network_times: own,
                    jitter_minutes,
                    seed,
                })
            }
        })
    }
}

impl PublicationOrderBody {
    pub(crate) fn read(self) -> Result<PublicationOrder, Problem> {
        let mut network_texts = BTreeMap::new();
        for (name, text) in self.network_texts {
            network_texts.insert(network(&name)?, text);
        }
        let mut settings = BTreeMap::new();
        for (name, fields) in self.settings {
            let network = network(&name)?;
            settings.insert(network, PostSettings::parse(network, fields)?);
        }
        Ok(PublicationOrder {
            clips: self.clip_ids.into_iter().map(Into::into).collect(),
            channels: self.channel_ids.into_iter().map(Into::into).collect(),
            text: self.text,
            network_texts,
            settings,
            when: self.when.read()?,
            zone: zone(&self.zone)?,
        })
    }
}
