//! What a handler asks of a request: who calls, in which profile, and the body.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest,
    dev::{JsonBody, Payload},
    web::Data,
};
use domain::{Actor, ProfileContext, ProfileId, StoreError};
use serde::de::DeserializeOwned;

use crate::{
    error::{Code, Problem},
    front::Front,
    refusals,
};

/// The header that names the profile.
pub(crate) const PROFILE_HEADER: &str = "X-Profile-Id";

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// The person who calls: on this machine the implicit user.
pub(crate) struct SignedIn(pub(crate) Actor);

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let front = front(request);
        Box::pin(async move { Ok(Self(front?.studio.local_user().await?)) })
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
    let header = request.headers().get(PROFILE_HEADER).ok_or_else(|| {
        Problem::new(
            Code::ProfileRequired,
            format!("Name the store: send its id in the header {PROFILE_HEADER}."),
        )
    })?;
    let id: Option<ProfileId> = header.to_str().ok().and_then(|text| text.trim().parse().ok());
    let id = id.ok_or_else(profile_not_found)?;
    let front = front(request)?;
    let actor = front.studio.local_user().await?;
    let ctx = front.studio.enter(&actor, id).await.map_err(of_profile)?;
    request.extensions_mut().insert(ctx.profile());
    Ok(ctx)
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
