//! Networks: where posts go, and what each takes. The rules are data, read from Postiz's source of 2026-08-21.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{FieldKind as Kind, FieldRule, PostSettings, TextRule};

/// A social network as the publisher knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// `TikTok`.
    Tiktok,
    /// `TikTok` for businesses.
    TiktokBusiness,
    /// Instagram through a page of Facebook.
    Instagram,
    /// Instagram by itself.
    InstagramStandalone,
    /// `YouTube`.
    Youtube,
    /// A page of Facebook.
    Facebook,
    /// X.
    X,
    /// A person at `LinkedIn`.
    Linkedin,
    /// A page of `LinkedIn`.
    LinkedinPage,
    /// Pinterest.
    Pinterest,
    /// Threads.
    Threads,
    /// Bluesky.
    Bluesky,
}

/// What a network takes.
#[derive(Debug, Clone, Copy)]
pub struct NetworkRules {
    /// How long a text may be, unless the settings say more: see [`NetworkRules::text_with`].
    pub text: TextRule,
    /// What goes with a post.
    pub media: MediaRule,
    /// Its settings.
    pub fields: &'static [FieldRule],
}

impl NetworkRules {
    /// Returns how long a text may be with some settings: an account that pays X may write more.
    pub fn text_with(&self, settings: &PostSettings) -> TextRule {
        let premium = self.fields.iter().find_map(|rule| match rule.kind {
            Kind::LongTexts { max } if settings.get(rule.name) == Some(&Value::Bool(true)) => Some(max),
            _ => None,
        });
        match (self.text, premium) {
            (TextRule::Weighted { .. }, Some(max)) => TextRule::Weighted { max },
            (TextRule::Utf16 { .. }, Some(max)) => TextRule::Utf16 { max },
            (usual, None) => usual,
        }
    }
}

/// What goes with a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaRule {
    /// The most videos.
    pub videos: usize,
    /// The most things at all, where there is a video.
    pub with_video: usize,
    /// The most pictures, where there is no video.
    pub pictures: usize,
    /// Whether a video needs a picture after it, as its cover.
    pub cover: bool,
}

impl MediaRule {
    /// One video by itself, or so many pictures.
    const fn one_video_or(pictures: usize) -> Self {
        Self { videos: 1, with_video: 1, pictures, cover: false }
    }

    /// No rule is told; a hundred is more than anybody posts.
    const fn any() -> Self {
        Self::up_to(100)
    }

    /// Up to so many, mixed.
    const fn up_to(all: usize) -> Self {
        Self { videos: all, with_video: all, pictures: all, cover: false }
    }

    /// Says what is wrong with the media of a post, if anything is.
    pub fn fault(&self, videos: usize, pictures: usize) -> Option<String> {
        if videos == 0 {
            let enough = pictures <= self.pictures;
            return (!enough).then(|| format!("it takes at most {} pictures", self.pictures));
        }
        if videos > self.videos {
            return Some(format!("it takes at most {} at a time, not {videos}", count(self.videos, "video")));
        }
        if self.cover && pictures == 0 {
            return Some("a video needs a picture as its cover".to_owned());
        }
        let beyond = videos + pictures > self.with_video;
        beyond.then(|| format!("it takes at most {} files with a video among them", self.with_video))
    }
}

fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("one {what}") } else { format!("{number} {what}s") }
}

const fn field(name: &'static str, label: &'static str, kind: Kind, required: bool) -> FieldRule {
    FieldRule { name, label, kind, required }
}

const NEEDED: bool = true;
const MAY: bool = false;

/// The settings of both of a network's forms, and those that one form has besides.
macro_rules! tiktok {
    ($($more:expr),*) => {
        &[
            field(
                "privacy_level",
                "Who sees it",
                Kind::Choice(&["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY"]),
                NEEDED,
            ),
            field("duet", "Others may make duets", Kind::Flag, NEEDED),
            field("stitch", "Others may stitch it", Kind::Flag, NEEDED),
            field("comment", "Others may comment", Kind::Flag, NEEDED),
            field("brand_content_toggle", "It is paid for by another brand", Kind::Flag, NEEDED),
            field("brand_organic_toggle", "It promotes the own brand", Kind::Flag, NEEDED),
            field("autoAddMusic", "TikTok adds music", Kind::Choice(&["yes", "no"]), NEEDED),
            field(
                "content_posting_method",
                "Posted, or put into the inbox as a draft",
                Kind::Choice(&["DIRECT_POST", "UPLOAD"]),
                NEEDED,
            ),
            field("title", "Title", Kind::Text { min: 0, max: 90 }, MAY),
            field("video_made_with_ai", "Made with AI", Kind::Flag, MAY),
            $($more),*
        ]
    };
}

macro_rules! instagram {
    ($($more:expr),*) => {
        &[
            field("post_type", "Post or story", Kind::Choice(&["post", "story"]), NEEDED),
            field("is_trial_reel", "Shown to strangers first, as a trial reel", Kind::Flag, MAY),
            field("graduation_strategy", "How a trial reel ends", Kind::Choice(&["MANUAL", "SS_PERFORMANCE"]), MAY),
            field("collaborators", "Collaborators", Kind::Labels, MAY),
            $($more),*
        ]
    };
}

const TIKTOK: &[FieldRule] = tiktok!();
const TIKTOK_BUSINESS: &[FieldRule] = tiktok!(
    field("music", "Id of the music", Kind::Music, MAY),
    field("location", "Place", Kind::Place, MAY)
);
const INSTAGRAM_STANDALONE: &[FieldRule] = instagram!();
const INSTAGRAM: &[FieldRule] = instagram!(field("audio", "Sound of Instagram's library", Kind::Audio, MAY));

const YOUTUBE: &[FieldRule] = &[
    field("title", "Title", Kind::Text { min: 2, max: 100 }, NEEDED),
    field("type", "Who sees it", Kind::Choice(&["public", "private", "unlisted"]), NEEDED),
    field("selfDeclaredMadeForKids", "Made for children", Kind::Choice(&["yes", "no"]), MAY),
    field("thumbnail", "The clip's picture as its thumbnail", Kind::Cover, MAY),
    field("tags", "Tags", Kind::Tags { max: 500 }, MAY),
];

const FACEBOOK: &[FieldRule] = &[
    field("url", "Link", Kind::Link, MAY),
    field("post_type", "Post or story", Kind::Choice(&["post", "story"]), MAY),
    field("text_format_preset_id", "Id of the text's background", Kind::Text { min: 1, max: 100 }, MAY),
];

const X: &[FieldRule] = &[
    field(
        "who_can_reply_post",
        "Who may reply",
        Kind::Choice(&["everyone", "following", "mentionedUsers", "subscribers", "verified"]),
        NEEDED,
    ),
    field("community", "Link of a community", Kind::Link, MAY),
    field("made_with_ai", "Made with AI", Kind::Flag, MAY),
    field("paid_partnership", "Paid partnership", Kind::Flag, MAY),
    field("post_type", "Post or article", Kind::Choice(&["post", "article"]), MAY),
    field("article_title", "Title of the article", Kind::Text { min: 1, max: 100 }, MAY),
    field("is_premium", "The account has Premium: longer texts", Kind::LongTexts { max: 4000 }, MAY),
    field("article_status", "State of the article", Kind::Text { min: 1, max: 40 }, MAY),
];

const LINKEDIN: &[FieldRule] = &[
    field("post_as_images_carousel", "Pictures as a carousel", Kind::Flag, MAY),
    field("carousel_name", "Name of the carousel", Kind::Text { min: 1, max: 100 }, MAY),
];

const PINTEREST: &[FieldRule] = &[
    field("board", "Id of the board", Kind::Text { min: 1, max: 100 }, NEEDED),
    field("title", "Title", Kind::Text { min: 0, max: 100 }, MAY),
    field("link", "Link", Kind::Link, MAY),
    field("dominant_color", "Colour", Kind::Text { min: 1, max: 20 }, MAY),
];

impl Network {
    /// Every network.
    pub const ALL: [Self; 12] = [
        Self::Tiktok,
        Self::TiktokBusiness,
        Self::Instagram,
        Self::InstagramStandalone,
        Self::Youtube,
        Self::Facebook,
        Self::X,
        Self::Linkedin,
        Self::LinkedinPage,
        Self::Pinterest,
        Self::Threads,
        Self::Bluesky,
    ];

    /// Returns the name that Postiz, the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tiktok => "tiktok",
            Self::TiktokBusiness => "tiktok-business",
            Self::Instagram => "instagram",
            Self::InstagramStandalone => "instagram-standalone",
            Self::Youtube => "youtube",
            Self::Facebook => "facebook",
            Self::X => "x",
            Self::Linkedin => "linkedin",
            Self::LinkedinPage => "linkedin-page",
            Self::Pinterest => "pinterest",
            Self::Threads => "threads",
            Self::Bluesky => "bluesky",
        }
    }

    /// Returns the name as a person reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Tiktok => "TikTok",
            Self::TiktokBusiness => "TikTok Business",
            Self::Instagram => "Instagram",
            Self::InstagramStandalone => "Instagram (standalone)",
            Self::Youtube => "YouTube",
            Self::Facebook => "Facebook",
            Self::X => "X",
            Self::Linkedin => "LinkedIn",
            Self::LinkedinPage => "LinkedIn page",
            Self::Pinterest => "Pinterest",
            Self::Threads => "Threads",
            Self::Bluesky => "Bluesky",
        }
    }

    /// Returns what it takes.
    pub const fn rules(self) -> NetworkRules {
        let (text, media, fields): (_, _, &[FieldRule]) = match self {
            // How many pictures TikTok takes is not told; 35 is what its business form takes.
            Self::Tiktok => (TextRule::Utf16 { max: 2000 }, MediaRule::one_video_or(35), TIKTOK),
            Self::TiktokBusiness => {
                (TextRule::Utf16 { max: 2000 }, MediaRule::one_video_or(35), TIKTOK_BUSINESS)
            }
            Self::Instagram => (TextRule::Utf16 { max: 2200 }, MediaRule::up_to(10), INSTAGRAM),
            Self::InstagramStandalone => {
                (TextRule::Utf16 { max: 2200 }, MediaRule::up_to(10), INSTAGRAM_STANDALONE)
            }
            Self::Youtube => (TextRule::Utf16 { max: 5000 }, MediaRule::one_video_or(0), YOUTUBE),
            Self::Facebook => (TextRule::Utf16 { max: 63_206 }, MediaRule::any(), FACEBOOK),
            Self::X => (TextRule::Weighted { max: 280 }, MediaRule::any(), X),
            Self::Linkedin | Self::LinkedinPage => {
                (TextRule::Utf16 { max: 3000 }, MediaRule::one_video_or(100), LINKEDIN)
            }
            Self::Pinterest => {
                let rule = MediaRule { videos: 1, with_video: 2, pictures: 100, cover: true };
                (TextRule::Utf16 { max: 500 }, rule, PINTEREST)
            }
            Self::Threads => (TextRule::Utf16 { max: 500 }, MediaRule::any(), &[]),
            Self::Bluesky => (TextRule::Utf16 { max: 300 }, MediaRule::one_video_or(4), &[]),
        };
        NetworkRules { text, media, fields }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Says that a text names no network that clips can be published to here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("clips cannot be published to {0} from here")]
pub struct NoSuchNetwork(String);

impl FromStr for Network {
    type Err = NoSuchNetwork;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|network| network.as_str() == text);
        known.ok_or_else(|| NoSuchNetwork(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_one_name_everywhere() {
        for network in Network::ALL {
            assert_eq!(network.as_str().parse(), Ok(network));
            assert_eq!(serde_json::to_value(network).unwrap(), network.as_str());
        }
        assert!("kick".parse::<Network>().is_err());
    }

    #[test]
    fn each_network_takes_a_clip_and_says_what_it_does_not_take() {
        for network in Network::ALL {
            let media = network.rules().media;
            let cover = usize::from(media.cover);
            assert_eq!(media.fault(1, cover), None, "{network}");
            assert!(media.fault(media.videos + 1, cover).is_some(), "{network}");
            assert!(media.fault(0, media.pictures + 1).is_some(), "{network}");
            assert!(media.fault(1, media.with_video).is_some(), "{network}");
        }
        let tiktok = Network::Tiktok.rules().media.fault(2, 0);
        assert_eq!(tiktok.as_deref(), Some("it takes at most one video at a time, not 2"));
        assert!(Network::Tiktok.rules().media.fault(1, 1).is_some());
        assert!(Network::Pinterest.rules().media.fault(1, 0).is_some());
    }
}
