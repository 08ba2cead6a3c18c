//! What a handler asks of a request: who calls, in which profile, and the body.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::{JsonBody, Payload},
    web::Data,
};
use domain::{Actor, ProfileContext, ProfileId, StoreError};
use serde::de::DeserializeOwned;
use studio::{Caller, CallerBy};

use crate::{
    auth::token_not_enough,
    error::{Code, Problem},
    front::Front,
    refusals,
};

/// The header that names the profile.
pub(crate) const PROFILE_HEADER: &str = "X-Profile-Id";

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// Whoever calls, also a program by a token of its store.
pub(crate) struct Calling(pub(crate) Caller);

impl FromRequest for Calling {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(caller(&request).await?)) })
    }
}

/// Returns whom the doorkeeper let in, or asks.
async fn caller(request: &HttpRequest) -> Result<Caller, Problem> {
    if let Some(caller) = request.extensions().get::<Caller>() {
        return Ok(caller.clone());
    }
    let front = front(request)?;
    Ok(front.sign_in.identify(&front.pass(request.headers())).await?)
}

impl Calling {
    /// Returns as whom to look at a profile itself: a token shows no other than its own.
    pub(crate) fn looking_at(&self, profile: ProfileId) -> Result<Actor, Problem> {
        match self.0.by {
            CallerBy::Token(own) if own != profile => Err(profile_not_found()),
            _ => Ok(self.0.actor),
        }
    }
}

/// The person who calls, and how that is known: for what is theirs and not a store's, so a token is not enough.
pub(crate) struct Person(pub(crate) Caller);

impl FromRequest for Person {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = caller(&request).await?;
            if matches!(caller.by, CallerBy::Token(_)) { Err(token_not_enough()) } else { Ok(Self(caller)) }
        })
    }
}

/// The person who calls, where it does not matter how that is known.
pub(crate) struct SignedIn(pub(crate) Actor);

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let person = Person::from_request(request, payload);
        Box::pin(async move { person.await.map(|Person(caller)| Self(caller.actor)) })
    }
}

/// The profile in which the request works, and then the rest of the request.
///
/// The rest is read only after the profile was entered: whoever names a stranger's profile learns nothing else, and
/// nothing of the body is stored.
pub(crate) struct InProfile<T = ()>(pub(crate) ProfileContext, pub(crate) T);

impl<T: FromRequest + 'static> FromRequest for InProfile<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let ctx = enter(&request).await?;
            let rest = T::from_request(&request, &mut payload).await.map_err(Into::into)?;
            Ok(Self(ctx, rest))
        })
    }
}

async fn enter(request: &HttpRequest) -> Result<ProfileContext, Problem> {
    let header = request.headers().get(PROFILE_HEADER);
    let named = match header.map(|value| value.to_str().map(|text| text.trim().parse())) {
        None => Named::None,
        Some(Ok(Ok(id))) => Named::Profile(id),
        Some(_) => Named::Nonsense,
    };
    let ctx = admit(&*front(request)?, &caller(request).await?, named).await?;
    request.extensions_mut().insert(ctx.profile());
    Ok(ctx)
}

/// Which profile a request names.
pub(crate) enum Named {
    None,
    Profile(ProfileId),
    Nonsense,
}

/// Lets a caller into the profile that they name; a token names its own by itself.
pub(crate) async fn admit(front: &Front, caller: &Caller, named: Named) -> Result<ProfileContext, Problem> {
    let id = match (named, &caller.by) {
        (Named::None, CallerBy::Token(own)) => *own,
        (Named::None, _) => return Err(profile_required()),
        (Named::Nonsense, _) => return Err(profile_not_found()),
        (Named::Profile(id), CallerBy::Token(own)) if id != *own => return Err(profile_not_found()),
        (Named::Profile(id), _) => id,
    };
    front.studio.enter(&caller.actor, id).await.map_err(of_profile)
}

fn profile_required() -> Problem {
    let detail = format!("Name the store: send its id in the header {PROFILE_HEADER}.");
    Problem::new(Code::ProfileRequired, detail)
}

/// Says that a profile is not there, or is another user's.
pub(crate) fn profile_not_found() -> Problem {
    Problem::new(Code::ProfileNotFound, "There is no store with this id; choose one of the list of stores.")
}

/// Turns a store's refusal about a profile itself into a problem.
pub(crate) fn of_profile(error: StoreError) -> Problem {
    match error {
        StoreError::NotFound => profile_not_found(),
        other => other.into(),
    }
}

fn front(request: &HttpRequest) -> Result<Data<Front>, Problem> {
    request
        .app_data::<Data<Front>>()
        .cloned()
        .ok_or_else(|| Problem::new(Code::Internal, "The server was put together wrongly."))
}

/// The most bytes in a JSON body.
const BODY_LIMIT: usize = 256 * 1000;

/// A JSON body of at most 256 kB.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = JsonBody::<T>::new(request, payload, None, true).limit(BODY_LIMIT);
        Box::pin(async move { body.await.map(Self).map_err(refusals::json) })
    }
}
