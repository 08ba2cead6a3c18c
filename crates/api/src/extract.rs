//! From a request's headers to who asks, and in which profile.

use std::{future::Future, ops::Deref, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use domain::{Actor, ProfileContext, ProfileId};

use crate::{
    error::{Code, Problem},
    server::Face,
};

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// The person who asks.
pub(crate) struct SignedIn(pub(crate) Actor);

/// The profile in which the request works: proof that the person belongs to it.
pub(crate) struct InProfile(pub(crate) ProfileContext);

impl Deref for InProfile {
    type Target = ProfileContext;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

fn face(request: &HttpRequest) -> Result<Data<Face>, Problem> {
    let face = request.app_data::<Data<Face>>().cloned();
    face.ok_or_else(|| Problem::new(Code::Internal, "the server is not wired up"))
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let face = face(request);
        Box::pin(async move {
            let actor = face?.studio.local_user().await;
            actor.map(Self).map_err(|error| Problem::of_store(error, Code::ProfileNotFound))
        })
    }
}

impl FromRequest for InProfile {
    type Error = Problem;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let face = face(request);
        let header = request.headers().get("X-Profile-Id").cloned();
        Box::pin(async move {
            let required =
                || Problem::new(Code::ProfileRequired, "Send the store's id in the header X-Profile-Id.");
            let missing =
                || Problem::new(Code::ProfileNotFound, "There is no such store, or it is not yours.");
            let face = face?;
            let header = header.ok_or_else(required)?;
            let text = header.to_str().map_err(|_not_text| missing())?;
            let id: ProfileId = text.parse().map_err(|_not_an_id| missing())?;
            let failed = |error| Problem::of_store(error, Code::ProfileNotFound);
            let actor = face.studio.local_user().await.map_err(failed)?;
            Ok(Self(face.studio.enter(&actor, id).await.map_err(failed)?))
        })
    }
}
