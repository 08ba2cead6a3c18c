//! Shops that publish, each at a server of its own that counts.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    ChannelId, ClipId, ClipStore, ContentHash, MediaKey, MediaStore as _, NewClip, NewProfile,
    ProfileContext, PublicationOrder, Secret, Spread, When,
};
use media_object_store::ObjectMedia;
use testkit::{
    fake_postiz::{FakeChannel, FakeOrganisation, FakePostiz},
    machine_clock::MachineClock,
};

use super::Scene;
use crate::{Fault, wiring::Works};

/// What a shop has to publish, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stock<'s> {
    pub(super) name: &'s str,
    pub(super) clips: usize,
    pub(super) networks: &'s [&'s str],
    pub(super) at_once: bool,
    pub(super) seed: u64,
}

/// A shop, and its server.
pub(super) struct Shop {
    pub(super) name: String,
    pub(super) key: String,
    pub(super) server: FakePostiz,
    pub(super) ctx: ProfileContext,
    /// How many posts there are to be.
    expected: usize,
    order: PublicationOrder,
}

impl Shop {
    pub(super) async fn open(scene: &Scene<'_>, works: &Works, stock: &Stock<'_>) -> Result<Self, Fault> {
        let (name, key) = (stock.name.to_owned(), format!("key-of-{}", stock.name.to_lowercase()));
        let actor = works.studio.local_user().await?;
        let new = NewProfile::parse(&name, "", NewProfile::COLOUR, "")?;
        let profile = works.studio.create_profile(&actor, new, None).await?;
        let ctx = ProfileContext::enter(&actor, &profile)?;
        let server = FakePostiz::start(Arc::new(MachineClock)).await?;
        let id = |network: &str| format!("{name}-{network}");
        let accounts = stock.networks.iter().map(|network| FakeChannel::new(&id(network), network, &name));
        let organisation =
            FakeOrganisation { posts_left: u32::MAX, ..FakeOrganisation::with(accounts.collect()) };
        server.open(&key, organisation);
        works.studio.connect_publisher(&ctx, &server.base_url(), &Secret::parse(key.clone())?).await?;
        let mut channels: Vec<ChannelId> = Vec::new();
        for network in stock.networks {
            channels.push(works.studio.choose_channel(&ctx, &id(network)).await?.id);
        }
        let order = order(scene, works, &ctx, stock, channels).await?;
        Ok(Self { name, key, server, ctx, expected: stock.clips * stock.networks.len(), order })
    }

    /// Confirms what the shop has to publish.
    pub(super) async fn confirm(&self, works: &Works) -> Result<(), Fault> {
        let plan = works.studio.plan_publications(&self.ctx, &self.order).await?;
        works.studio.confirm_publications(&self.ctx, &self.order, &plan.hash, None).await?;
        Ok(())
    }

    /// How many posts its server does not have yet.
    pub(super) fn posts_to_come(&self) -> usize {
        self.expected.saturating_sub(self.server.made().len())
    }

    /// How many files its server does not have yet, at least.
    pub(super) fn files_to_come(&self) -> usize {
        self.order.clips.len().saturating_sub(self.server.organisation(&self.key).files.len())
    }

    /// Looks at a shop's server: each clip, known by its size, once at each channel, no other words, and nobody else's.
    pub(super) fn inspect(&self) -> Result<usize, Fault> {
        let sizes: BTreeMap<String, usize> = self.server.organisation(&self.key).files.into_iter().collect();
        let mut counts: BTreeMap<(String, Option<usize>), usize> = BTreeMap::new();
        for post in self.server.made() {
            if !post.content.contains(&self.name) {
                return Err(format!("{}: somebody else's words: {post:?}", self.name).into());
            }
            let size = post.media.first().and_then(|path| sizes.get(path)).copied();
            *counts.entry((post.channel, size)).or_default() += 1;
        }
        let wrong: Vec<_> =
            counts.iter().filter(|((_, size), times)| **times != 1 || size.is_none()).collect();
        let expected = self.expected;
        if !wrong.is_empty() || counts.len() != expected {
            return Err(
                format!("{}: {} of {expected} posts; wrong: {wrong:?}", self.name, counts.len()).into()
            );
        }
        let crossed: Vec<String> =
            self.server.objections().into_iter().filter(|text| text.starts_with("crossed")).collect();
        let foreign = self
            .server
            .requests()
            .iter()
            .filter(|request| request.header("authorization") != self.key)
            .count();
        if !crossed.is_empty() || foreign > 0 {
            return Err(format!("{}: {foreign} requests with another key; {crossed:?}", self.name).into());
        }
        Ok(counts.len())
    }
}

/// Orders that clips are spread over days, or appear at once; each post at a channel has its own time, and all have the
/// same words.
async fn order(
    scene: &Scene<'_>,
    works: &Works,
    ctx: &ProfileContext,
    stock: &Stock<'_>,
    channels: Vec<ChannelId>,
) -> Result<PublicationOrder, Fault> {
    let unfinished = scene.place.unfinished();
    std::fs::create_dir_all(&unfinished)?;
    let media = ObjectMedia::folder(&scene.place.media(), &unfinished)?;
    let mut ids = Vec::new();
    let name = stock.name;
    for number in 0..stock.clips {
        let id = ClipId::new();
        let film = scene.place.root().join(format!("{name}.mp4"));
        let picture = vec![0; 50_000 + number];
        std::fs::write(&film, [b"\0\0\0\x18ftypmp42".as_slice(), &picture].concat())?;
        media.put(ctx, &MediaKey::Clip(id), &film).await?;
        let made = NewClip {
            project: None,
            project_name: format!("{name} {number}"),
            variant: 1,
            duration_ms: 9000,
            width: 1080,
            height: 1920,
            size_bytes: 50_000,
            loudness_lufs: -14.0,
            voice_label: "Tone".to_owned(),
            notes: Vec::new(),
            fingerprint: ContentHash::of(&(name, number))?,
            missing_file: None,
            quality: domain::Quality::Standard,
            made_from: None,
        };
        ids.push(ClipStore::create(&*works.postgres, ctx, id, made, &[]).await?.id);
    }
    // Not tomorrow: its first post, a little before midnight, may be over by then.
    let first_day = domain::Clock::now(&MachineClock).date_naive() + chrono::Days::new(2);
    let times = (0..24).filter_map(|hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0)).collect();
    let (network_times, seed) = (BTreeMap::new(), stock.seed);
    let spread = Spread { first_day, times, network_times, jitter_minutes: 10, seed };
    Ok(PublicationOrder {
        clips: ids,
        channels,
        text: format!("{name} & friends <new>"),
        network_texts: BTreeMap::new(),
        settings: BTreeMap::new(),
        when: if stock.at_once { When::Now } else { When::Spread(spread) },
        zone: "UTC".parse()?,
    })
}
