//! Who acts, and for which profile: the proof that every port call asks for.

use crate::{Profile, ProfileId, UserId};

/// A person whose identity was established by sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    user: UserId,
}

impl Actor {
    /// Makes the actor of a signed-in user; only the sign-in calls this.
    pub const fn signed_in(user: UserId) -> Self {
        Self { user }
    }

    /// Returns the user who acts.
    pub const fn user(&self) -> UserId {
        self.user
    }
}

/// The profile in which work is done, and the user who does it.
///
/// There are two ways to hold one: [`ProfileContext::enter`] for a request and
/// [`Job::context`](crate::Job::context) for background work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProfileContext {
    profile: ProfileId,
    actor: UserId,
}

impl ProfileContext {
    /// Enters a profile as one of its members.
    ///
    /// # Errors
    /// [`NotAMember`] when the profile is another user's; answer as if it did not exist.
    pub fn enter(actor: &Actor, profile: &Profile) -> Result<Self, NotAMember> {
        if profile.owner == actor.user { Ok(Self::new(profile.id, actor.user)) } else { Err(NotAMember) }
    }

    pub(crate) const fn new(profile: ProfileId, actor: UserId) -> Self {
        Self { profile, actor }
    }

    /// Returns the profile in which work is done.
    pub const fn profile(&self) -> ProfileId {
        self.profile
    }

    /// Returns the user who does the work.
    pub const fn actor(&self) -> UserId {
        self.actor
    }
}

/// Says that the actor does not belong to the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a member of the profile")]
pub struct NotAMember;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ProfileName, profile::tests::profile_of};

    #[test]
    fn only_the_owner_enters_a_profile() {
        let owner = Actor::signed_in(UserId::new());
        let stranger = Actor::signed_in(UserId::new());
        let profile = profile_of(owner.user(), ProfileName::parse("Lumina").unwrap());
        let ctx = ProfileContext::enter(&owner, &profile).unwrap();
        assert_eq!((ctx.profile(), ctx.actor()), (profile.id, owner.user()));
        assert_eq!(ProfileContext::enter(&stranger, &profile), Err(NotAMember));
    }
}
