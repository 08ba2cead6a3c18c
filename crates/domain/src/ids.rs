//! A type for each id, so that one kind can never be passed for another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Says that a text is not an id.
#[derive(Debug, thiserror::Error)]
#[error("not an id: ids are UUIDs such as 7b0e0a52-3c1f-4d5e-9a55-0d2f6c1f9d11")]
pub struct ParseIdError(#[from] uuid::Error);

macro_rules! id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes a new random id.
            #[must_use]
            #[expect(clippy::new_without_default, reason = "a default id would be the same each time")]
            pub fn new() -> Self {
                Self(Uuid::new_v4())
            }

            /// Returns the id as the UUID that the database stores.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(Uuid::parse_str(text)?))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(UserId, "Identifies a person.");
id!(ProfileId, "Identifies a store: the tenant.");
id!(SourceVideoId, "Identifies an uploaded source video.");
id!(SegmentId, "Identifies a scored span of a source video.");
id!(ProjectId, "Identifies a project.");
id!(ClipId, "Identifies a rendered clip.");
id!(ClonedVoiceId, "Identifies a cloned voice.");
id!(NarrationId, "Identifies a narration of a script without a video.");
id!(MusicId, "Identifies a piece of music of a profile.");
id!(ConnectionId, "Identifies a connection to a publisher.");
id!(ChannelId, "Identifies an account at a social network that a profile publishes to.");
id!(PublicationId, "Identifies one clip sent to one channel.");
id!(BatchId, "Identifies publications that were confirmed together.");
id!(PictureId, "Identifies a picture of a profile, such as its logo.");
id!(JobId, "Identifies a job.");
id!(WorkerId, "Identifies a running worker.");
id!(SessionId, "Identifies a browser that stays signed in.");
id!(ApiTokenId, "Identifies a bearer token of a profile.");
