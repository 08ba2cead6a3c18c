//! When posts appear: at once, at a time, at the next free slot, or spread over days.

use std::collections::BTreeMap;

use chrono::{
    DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{ChannelId, Network};

/// When a person wants posts to appear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// At once.
    Now,
    /// At a time of a place.
    At(NaiveDateTime),
    /// At the next free slot of each channel, as the publisher has them.
    NextSlot,
    /// One clip after the other at each channel, over days.
    Spread(Spread),
}

/// Clips spread over days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// The first day.
    pub first_day: NaiveDate,
    /// The times of each day, for networks that have none of their own.
    pub times: Vec<NaiveTime>,
    /// The times of each day at a network.
    pub network_times: BTreeMap<Network, Vec<NaiveTime>>,
    /// How far a post may be moved to either side, so that not all come on the minute.
    pub jitter_minutes: u16,
    /// What chance begins with: the same seed moves the same posts alike.
    pub seed: u64,
}

/// When a post appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostTime {
    /// As soon as it is sent.
    Now,
    /// At a moment.
    At(DateTime<Utc>),
}

impl PostTime {
    /// Returns the moment, which is the present one for a post that appears at once.
    pub const fn moment(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Now => now,
            Self::At(moment) => moment,
        }
    }
}

impl Spread {
    /// The longest jitter.
    pub const MAX_JITTER_MINUTES: u16 = 180;

    /// Returns when the so-manieth clip appears at a channel.
    ///
    /// # Errors
    /// [`TimeFault`].
    pub fn time_of(
        &self,
        number: usize,
        (channel, network): (ChannelId, Network),
        zone: Tz,
    ) -> Result<DateTime<Utc>, TimeFault> {
        let mut times = self.network_times.get(&network).unwrap_or(&self.times).clone();
        times.sort_unstable();
        times.dedup();
        if self.jitter_minutes > Self::MAX_JITTER_MINUTES {
            return Err(TimeFault::Jitter);
        }
        let day = number.checked_div(times.len()).and_then(|days| u64::try_from(days).ok());
        let day = day.and_then(|days| self.first_day.checked_add_days(Days::new(days)));
        let time = number.checked_rem(times.len()).and_then(|place| times.get(place));
        let (day, time) = day.zip(time).ok_or(TimeFault::NoTimes(network))?;
        Ok(moment(day.and_time(*time), zone)? + self.jitter(channel, number))
    }

    /// Draws a number of minutes from minus to plus the jitter.
    fn jitter(&self, channel: ChannelId, number: usize) -> TimeDelta {
        let drawn = Sha256::digest(format!("{} {channel} {number}", self.seed));
        let drawn = drawn.iter().take(4).fold(0_i64, |sum, byte| sum * 256 + i64::from(*byte));
        let most = i64::from(self.jitter_minutes);
        TimeDelta::minutes(drawn % (2 * most + 1) - most)
    }
}

/// Turns a time of a place into a moment; of two that a clock shows twice in autumn, the first.
///
/// # Errors
/// [`TimeFault::Skipped`] for a time that the clock leaves out in spring.
pub fn moment(local: NaiveDateTime, zone: Tz) -> Result<DateTime<Utc>, TimeFault> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => Ok(moment.to_utc()),
        LocalResult::None => Err(TimeFault::Skipped { local, zone, next: after_gap(local, zone) }),
    }
}

/// Finds the first time after a gap: no gap is longer than a day.
fn after_gap(local: NaiveDateTime, zone: Tz) -> NaiveDateTime {
    let exists = |time: &NaiveDateTime| !matches!(zone.from_local_datetime(time), LocalResult::None);
    let minutes = (1..=24 * 60).map(|minutes| local + TimeDelta::minutes(minutes));
    let mut whole = minutes.filter(exists);
    whole.next().unwrap_or(local)
}

/// Says why a time cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeFault {
    /// The clock leaves it out.
    #[error(
        "there is no {} in {zone}: the clock is put forward then; take {} or later",
        local.format("%Y-%m-%d %H:%M"),
        next.format("%H:%M")
    )]
    Skipped {
        /// The time.
        local: NaiveDateTime,
        /// Where.
        zone: Tz,
        /// The first time after the gap.
        next: NaiveDateTime,
    },
    /// There are no times of day, or the days go too far.
    #[error("there is no time of day for {}; name at least one", .0.label())]
    NoTimes(Network),
    /// The jitter is too much.
    #[error("posts are moved by at most 180 minutes")]
    Jitter,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_in_the_spring_gap_is_refused_with_the_cure() {
        let zone = Tz::Europe__Bucharest;
        let refused = moment(at("2027-03-28T03:30:00"), zone).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "there is no 2027-03-28 03:30 in Europe/Bucharest: the clock is put forward then; take 04:00 or later"
        );
        let moment = |text| super::moment(at(text), zone).unwrap().to_rfc3339();
        assert_eq!(moment("2027-03-28T04:00:00"), "2027-03-28T01:00:00+00:00");
        assert_eq!(moment("2026-10-25T03:30:00"), "2026-10-25T00:30:00+00:00", "the first of the two");
    }

    #[test]
    fn a_spread_fills_the_times_of_a_day_and_goes_on_the_next() {
        let time = |text: &str| text.parse::<NaiveTime>().unwrap();
        let spread = Spread {
            first_day: "2026-12-01".parse().unwrap(),
            times: vec![time("18:00:00"), time("09:00:00")],
            network_times: BTreeMap::from([(Network::Youtube, vec![time("12:00:00")])]),
            jitter_minutes: 0,
            seed: 1,
        };
        let channel = ChannelId::new();
        let of =
            |spread: &Spread, number, network| spread.time_of(number, (channel, network), Tz::UTC).unwrap();
        let times: Vec<_> = (0..3).map(|n| of(&spread, n, Network::Tiktok).to_rfc3339()).collect();
        assert_eq!(
            times,
            ["2026-12-01T09:00:00+00:00", "2026-12-01T18:00:00+00:00", "2026-12-02T09:00:00+00:00"]
        );
        assert_eq!(of(&spread, 1, Network::Youtube).to_rfc3339(), "2026-12-02T12:00:00+00:00");
        let moved = Spread { jitter_minutes: 30, ..spread.clone() };
        let differences: Vec<i64> = (0..40)
            .map(|n| (of(&moved, n, Network::Tiktok) - of(&spread, n, Network::Tiktok)).num_minutes())
            .collect();
        assert!(differences.iter().all(|minutes| (-30..=30).contains(minutes)), "{differences:?}");
        assert!(
            differences.iter().any(|minutes| *minutes < 0) && differences.iter().any(|minutes| *minutes > 0)
        );
        assert_eq!(of(&moved, 7, Network::Tiktok), of(&moved, 7, Network::Tiktok));
        let none = Spread { times: Vec::new(), ..spread };
        assert!(none.time_of(0, (channel, Network::Tiktok), Tz::UTC).is_err());
    }
}
