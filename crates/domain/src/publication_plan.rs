//! The plan of publications: a value that says exactly what would be sent where and when, and what is wrong with it.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    Channel, ChannelId, Clip, ClipId, ContentHash, Network, PostSettings, PostTime, ProfileName, Quality,
    When, post_html,
};

/// The largest video that the publisher takes: 1 GiB.
pub const MAX_POST_VIDEO_BYTES: u64 = 1 << 30;
/// The most posts in a plan.
pub const MAX_POSTS: usize = 500;

/// What a person wants published.
#[derive(Debug, Clone, PartialEq)]
pub struct PublicationOrder {
    /// Each goes to each of the channels.
    pub clips: Vec<ClipId>,
    /// Where.
    pub channels: Vec<ChannelId>,
    /// The text.
    pub text: String,
    /// Another text for a network.
    pub network_texts: BTreeMap<Network, String>,
    /// Settings over those of the channels.
    pub settings: BTreeMap<Network, PostSettings>,
    /// When.
    pub when: When,
    /// The zone of all times.
    pub zone: Tz,
}

/// Everything from which a plan is made.
#[derive(Debug)]
pub struct PlanInputs<'p> {
    /// The store's name.
    pub store: &'p ProfileName,
    /// What is wanted.
    pub order: &'p PublicationOrder,
    /// The clips, in the order's order.
    pub clips: &'p [Clip],
    /// The channels, in the order's order.
    pub channels: &'p [Channel],
    /// The next free slot of each channel, where that is wanted; or why there is none.
    pub slots: &'p BTreeMap<ChannelId, DateTime<Utc>>,
    /// When other posts appear at each channel.
    pub taken: &'p BTreeMap<ChannelId, Vec<DateTime<Utc>>>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

/// What would be published. It is a value: equal plans have the equal hash.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicationPlan {
    /// The store's name.
    pub store: String,
    /// The zone of all times.
    pub zone: String,
    /// The posts, channel after channel.
    pub posts: Vec<PlannedPost>,
}

/// A post of a plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlannedPost {
    /// The clip.
    pub clip: ClipId,
    /// The name of the project that it was made from.
    pub clip_name: String,
    /// Names what the clip was made from.
    pub fingerprint: ContentHash,
    /// The size of its video.
    pub size_bytes: u64,
    /// The channel.
    pub channel: ChannelId,
    /// The publisher's id of the channel.
    pub remote_channel: String,
    /// The network.
    pub network: Network,
    /// The account as a person knows it.
    pub account: String,
    /// When it appears.
    pub time: PostTime,
    /// The text as it will appear.
    pub text: String,
    /// The same as it is sent.
    pub html: String,
    /// Its length by the network's rule.
    pub length: usize,
    /// The most that the network takes.
    pub max_length: usize,
    /// The settings.
    pub settings: PostSettings,
    /// Whether the clip's picture goes along.
    pub with_cover: bool,
    /// What is wrong with it.
    pub faults: Vec<PostFault>,
}

/// What is wrong with a planned post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostFault {
    /// What it is about: `clip`, `text`, `time`, `media`, or a setting's name.
    pub field: String,
    /// What is wrong and what to do, for the person.
    pub detail: String,
}

impl PublicationPlan {
    /// Plans what is wanted.
    pub fn of(inputs: &PlanInputs<'_>) -> Self {
        let mut posts = Vec::with_capacity(inputs.channels.len() * inputs.clips.len());
        for channel in inputs.channels {
            for (number, clip) in inputs.clips.iter().enumerate() {
                posts.push(post(inputs, channel, clip, number));
            }
        }
        for channel in inputs.channels {
            keep_apart(&mut posts, channel, inputs);
        }
        Self { store: inputs.store.to_string(), zone: inputs.order.zone.name().to_owned(), posts }
    }

    /// Names the plan by all that is in it.
    ///
    /// # Errors
    /// An error of serde, which plain data never has.
    pub fn hash(&self) -> Result<ContentHash, serde_json::Error> {
        ContentHash::of(self)
    }

    /// Tells whether it can be carried out.
    pub fn is_sound(&self) -> bool {
        !self.posts.is_empty() && self.posts.iter().all(|post| post.faults.is_empty())
    }
}

/// Says why a clip cannot be published. This is the one place that knows.
pub fn unpublishable(clip: &Clip) -> Option<String> {
    if clip.made.missing_file.is_some() {
        return Some("its file is not here; generate the clip anew".to_owned());
    }
    if clip.made.quality == Quality::Draft {
        return Some("it is a draft, made to look at; render it in standard or final quality".to_owned());
    }
    if clip.made.size_bytes > MAX_POST_VIDEO_BYTES {
        return Some("its file is larger than 1 GiB, the most that Postiz takes; make it shorter".to_owned());
    }
    None
}

fn post(inputs: &PlanInputs<'_>, channel: &Channel, clip: &Clip, number: usize) -> PlannedPost {
    let (order, network) = (inputs.order, channel.account.network);
    let rules = network.rules();
    let mut faults = Vec::new();
    let mut fault = |field: &str, detail: String| faults.push(PostFault { field: field.to_owned(), detail });
    if let Some(reason) = unpublishable(clip) {
        fault("clip", reason);
    }
    let text = order.network_texts.get(&network).unwrap_or(&order.text);
    let text = text.trim().replace("\r\n", "\n");
    let settings = order
        .settings
        .get(&network)
        .map_or_else(|| channel.settings.clone(), |own| channel.settings.overlaid(own));
    let rule = rules.text_with(&settings);
    let length = rule.length(&text);
    if length > rule.max() {
        let detail = format!(
            "{} takes {} characters as it counts them, and this has {length}",
            network.label(),
            rule.max()
        );
        fault("text", detail);
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        fault("text", "it has control characters; type it anew".to_owned());
    }
    for (field, detail) in settings.faults(network) {
        fault(field, detail);
    }
    let wants_cover = settings.get("thumbnail") == Some(&serde_json::Value::Bool(true));
    let with_cover = rules.media.cover || wants_cover;
    if let Some(detail) = rules.media.fault(1, usize::from(rules.media.cover)) {
        fault("media", detail);
    }
    let time = time(inputs, channel, number).unwrap_or_else(|detail| {
        fault("time", detail);
        PostTime::At(inputs.now.trunc_subsecs(0))
    });
    PlannedPost {
        clip: clip.id,
        clip_name: clip.made.project_name.clone(),
        fingerprint: clip.made.fingerprint.clone(),
        size_bytes: clip.made.size_bytes,
        channel: channel.id,
        remote_channel: channel.account.remote_id.clone(),
        network,
        account: channel.account.label(),
        time,
        html: post_html(&text),
        text,
        length,
        max_length: rule.max(),
        settings,
        with_cover,
        faults,
    }
}

fn time(inputs: &PlanInputs<'_>, channel: &Channel, number: usize) -> Result<PostTime, String> {
    let (order, now) = (inputs.order, inputs.now);
    let moment = match &order.when {
        When::Now => return Ok(PostTime::Now),
        When::At(local) => crate::moment(*local, order.zone).map_err(|fault| fault.to_string())?,
        When::NextSlot => {
            *inputs.slots.get(&channel.id).ok_or("the publisher knows no free slot of this channel")?
        }
        When::Spread(spread) => spread
            .time_of(number, (channel.id, channel.account.network), order.zone)
            .map_err(|fault| fault.to_string())?,
    };
    if moment <= now {
        let local = moment.with_timezone(&order.zone).format("%Y-%m-%d %H:%M");
        return Err(format!("{local} is in the past; take a later time, or publish at once"));
    }
    if moment > now + TimeDelta::days(366) {
        return Err("it is more than a year away; take an earlier time".to_owned());
    }
    Ok(PostTime::At(moment))
}

/// Finds posts at a channel that are nearer to each other, or to others there, than its gap.
fn keep_apart(posts: &mut [PlannedPost], channel: &Channel, inputs: &PlanInputs<'_>) {
    let gap = channel.gap.time();
    let mut others: Vec<DateTime<Utc>> = inputs.taken.get(&channel.id).cloned().unwrap_or_default();
    for post in posts.iter_mut().filter(|post| post.channel == channel.id) {
        let moment = post.time.moment(inputs.now);
        if let Some(near) = others.iter().find(|other| (moment - **other).abs() < gap) {
            let near = near.with_timezone(&inputs.order.zone).format("%Y-%m-%d %H:%M");
            let minutes = channel.gap.as_minutes();
            let detail = format!(
                "another post at {} appears at {near}, and {minutes} minutes are to be between two; take another time, \
                 or spread the clips over days",
                channel.account.label()
            );
            post.faults.push(PostFault { field: "time".to_owned(), detail });
        }
        others.push(moment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ChannelGap, ChosenAccount, NewClip, post_settings::tests::whole};

    fn clip() -> Clip {
        let made = NewClip {
            project: None,
            project_name: "Candles".to_owned(),
            variant: 1,
            duration_ms: 9000,
            width: 1080,
            height: 1920,
            size_bytes: 10,
            loudness_lufs: -14.0,
            voice_label: "Tone".to_owned(),
            notes: vec![],
            fingerprint: ContentHash::of(&1).unwrap(),
            missing_file: None,
            quality: crate::Quality::Standard,
            made_from: None,
        };
        Clip { id: ClipId::new(), made, created_at: DateTime::UNIX_EPOCH }
    }

    fn channel(network: Network) -> Channel {
        let account = ChosenAccount {
            remote_id: format!("remote-{network}"),
            network,
            name: "Lumina".to_owned(),
            handle: "lumina".to_owned(),
        };
        let settings = whole(network);
        let (gap, created_at) = (ChannelGap::USUAL, DateTime::UNIX_EPOCH);
        Channel { id: ChannelId::new(), account, settings, gap, created_at }
    }

    fn order(text: &str, when: When) -> PublicationOrder {
        PublicationOrder {
            clips: vec![],
            channels: vec![],
            text: text.to_owned(),
            network_texts: BTreeMap::new(),
            settings: BTreeMap::new(),
            when,
            zone: Tz::Europe__Bucharest,
        }
    }

    fn plan(order: &PublicationOrder, clips: &[Clip], channels: &[Channel]) -> PublicationPlan {
        let (slots, taken) = (BTreeMap::new(), BTreeMap::new());
        let now = "2026-11-21T10:00:00Z".parse().unwrap();
        let store = &ProfileName::parse("Lumina").unwrap();
        PublicationPlan::of(&PlanInputs { store, order, clips, channels, slots: &slots, taken: &taken, now })
    }

    fn faults(plan: &PublicationPlan) -> Vec<&str> {
        plan.posts.iter().flat_map(|post| &post.faults).map(|fault| fault.field.as_str()).collect()
    }

    #[test]
    fn a_clip_goes_to_every_network_with_settings_of_its_own() {
        let channels = Network::ALL.map(channel);
        let plan = plan(&order("Tom & Jerry <b>", When::Now), &[clip()], &channels);
        assert_eq!(faults(&plan), Vec::<&str>::new());
        assert!(plan.is_sound());
        assert_eq!(plan.posts[0].html, "<p>Tom &amp; Jerry &lt;b&gt;</p>");
        assert_eq!(plan.posts.len(), 12);
    }

    #[test]
    fn a_text_over_the_limit_is_refused_in_the_networks_own_units() {
        let of = |network, text: String| {
            let plan = plan(&order(&text, When::Now), &[clip()], &[channel(network)]);
            (plan.posts[0].length, faults(&plan).len())
        };
        for network in Network::ALL {
            let max = network.rules().text.max();
            assert_eq!(of(network, "x".repeat(max)), (max, 0), "{network}");
            assert_eq!(of(network, "x".repeat(max + 1)), (max + 1, 1), "{network}");
            assert_eq!(of(network, "🕯".repeat(max / 2)), (max, 0), "{network}");
            assert_eq!(of(network, "🕯".repeat(max / 2 + 1)).1, 1, "{network}");
        }
    }

    #[test]
    fn an_account_with_premium_writes_longer_texts_at_x() {
        let mut premium = channel(Network::X);
        let fields = serde_json::Map::from_iter([("is_premium".to_owned(), true.into())]);
        let fields = PostSettings::parse(Network::X, fields).unwrap();
        premium.settings = premium.settings.overlaid(&fields);
        let of = |channel: &Channel, length: usize| {
            let order = order(&"x".repeat(length), When::Now);
            let plan = plan(&order, &[clip()], std::slice::from_ref(channel));
            (plan.posts[0].max_length, faults(&plan).len())
        };
        assert_eq!((of(&premium, 4000), of(&premium, 4001)), ((4000, 0), (4000, 1)));
        assert_eq!(of(&channel(Network::X), 281), (280, 1));
    }

    #[test]
    fn times_in_the_past_in_a_gap_or_too_near_are_refused_with_the_cure() {
        let tiktok = channel(Network::Tiktok);
        let at = |text: &str| When::At(text.parse().unwrap());
        let detail = |when: When, clips: &[Clip]| {
            let plan = plan(&order("x", when), clips, std::slice::from_ref(&tiktok));
            plan.posts
                .iter()
                .flat_map(|post| post.faults.clone())
                .map(|fault| fault.detail)
                .collect::<String>()
        };
        assert_eq!(detail(at("2026-11-21T12:01:00"), &[clip()]), "");
        assert!(detail(at("2026-11-21T12:00:00"), &[clip()]).contains("2026-11-21 12:00 is in the past"));
        assert!(detail(at("2027-03-28T03:30:00"), &[clip()]).contains("take 04:00 or later"));
        assert!(detail(When::Now, &[clip(), clip()]).contains("15 minutes are to be between two"));
        assert!(detail(When::NextSlot, &[clip()]).contains("no free slot"));
    }

    #[test]
    fn whatever_is_changed_changes_the_hash() {
        let (clip, channel) = (clip(), channel(Network::Youtube));
        let hash = |order: &PublicationOrder, clip: &Clip, channel: &Channel| {
            plan(order, std::slice::from_ref(clip), std::slice::from_ref(channel)).hash().unwrap()
        };
        let first = order("x", When::Now);
        let usual = hash(&first, &clip, &channel);
        assert_eq!(hash(&first.clone(), &clip, &channel), usual);
        let mut remade = clip.clone();
        remade.made.fingerprint = ContentHash::of(&2).unwrap();
        let mut renamed = channel.clone();
        renamed.account.handle = "other".to_owned();
        let others = [
            hash(&order("y", When::Now), &clip, &channel),
            hash(&order("x", When::At("2027-01-01T09:00:00".parse().unwrap())), &clip, &channel),
            hash(&first, &remade, &channel),
            hash(&first, &clip, &renamed),
        ];
        assert!(others.iter().all(|other| *other != usual), "{others:?}");
    }

    #[test]
    fn a_clip_without_its_file_or_too_large_is_not_published() {
        let mut gone = clip();
        gone.made.missing_file = Some("old.mp4".to_owned());
        let mut huge = clip();
        huge.made.size_bytes = MAX_POST_VIDEO_BYTES + 1;
        for bad in [gone, huge] {
            assert!(unpublishable(&bad).is_some());
            assert_eq!(faults(&plan(&order("x", When::Now), &[bad], &[channel(Network::X)])), ["clip"]);
        }
        huge = clip();
        huge.made.size_bytes = MAX_POST_VIDEO_BYTES;
        assert_eq!(unpublishable(&huge), None);
    }
}
