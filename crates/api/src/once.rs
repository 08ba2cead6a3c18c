//! Requests that may be sent twice: with an Idempotency-Key they are carried out once, and answered alike.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::StatusCode, rt, web::Data};
use domain::{Asked, KeptAnswer, ProfileContext, RequestKey};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{
    error::{Code, Problem},
    extract::Body,
    front::Front,
    refusals,
};

/// The header that names a request which may be sent twice.
pub(crate) const KEY_HEADER: &str = "Idempotency-Key";

/// A request that may be sent twice: its key, and what tells it from another.
#[derive(Clone)]
pub(crate) struct Once {
    key: Option<RequestKey>,
    hash: Vec<u8>,
}

impl Once {
    /// Reads the key of a request whose content is known by other means than a JSON body.
    pub(crate) fn of(request: &HttpRequest, content: &[&[u8]]) -> Result<Self, Problem> {
        let mut hash = Sha256::new();
        for part in [request.method().as_str().as_bytes(), request.path().as_bytes()].iter().chain(content) {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        Ok(Self { key: key(request)?, hash: hash.finalize().to_vec() })
    }

    /// Returns the key.
    pub(crate) const fn key(&self) -> Option<&RequestKey> {
        self.key.as_ref()
    }

    /// Carries the request out, unless it was: then the first answer comes again. A client that goes away half-way
    /// finds the answer when it asks again.
    pub(crate) async fn answer<B, W>(
        self,
        front: &Data<Front>,
        ctx: ProfileContext,
        status: StatusCode,
        work: W,
    ) -> Result<HttpResponse, Problem>
    where
        B: Serialize + 'static,
        W: Future<Output = Result<B, Problem>> + 'static,
    {
        let Some(key) = self.key else {
            return Ok(HttpResponse::build(status).json(work.await?));
        };
        match front.studio.begin_request(&ctx, &key, &self.hash).await? {
            Asked::New => {}
            Asked::Answered(answer) => return again(&answer),
            Asked::UnderWay => {
                let detail = "The same request is being carried out; ask again in a second.";
                return Err(Problem::new(Code::RequestUnderWay, detail).after(1));
            }
            Asked::Otherwise => {
                let detail = format!("This {KEY_HEADER} was used for another request; take a new one.");
                return Err(Problem::new(Code::IdempotencyConflict, detail));
            }
        }
        let front = front.clone();
        // Not dropped with the connection: what is begun is ended, and its answer kept.
        let done = rt::spawn(async move {
            let answered = carried_out(work, status).await;
            match &answered {
                Ok(answer) => front.studio.keep_answer(&ctx, &key, answer).await?,
                Err(_refused) => front.studio.forget_request(&ctx, &key).await?,
            }
            answered
        });
        let ended =
            |error: rt::task::JoinError| Problem::new(Code::Internal, refusals::INTERNAL).because(&error);
        respond(&done.await.map_err(ended)??)
    }
}

async fn carried_out<B: Serialize>(
    work: impl Future<Output = Result<B, Problem>>,
    status: StatusCode,
) -> Result<KeptAnswer, Problem> {
    let body = serde_json::to_vec(&work.await?);
    let body = body.map_err(|error| Problem::new(Code::Internal, refusals::INTERNAL).because(&error))?;
    Ok(KeptAnswer { status: status.as_u16(), content_type: "application/json".to_owned(), body })
}

fn again(answer: &KeptAnswer) -> Result<HttpResponse, Problem> {
    let mut response = respond(answer)?;
    let name = actix_web::http::header::HeaderName::from_static("idempotency-replayed");
    response.headers_mut().insert(name, actix_web::http::header::HeaderValue::from_static("true"));
    Ok(response)
}

fn respond(answer: &KeptAnswer) -> Result<HttpResponse, Problem> {
    let status = StatusCode::from_u16(answer.status)
        .map_err(|error| Problem::new(Code::Internal, refusals::INTERNAL).because(&error))?;
    Ok(HttpResponse::build(status).content_type(&*answer.content_type).body(answer.body.clone()))
}

fn key(request: &HttpRequest) -> Result<Option<RequestKey>, Problem> {
    let Some(value) = request.headers().get(KEY_HEADER) else { return Ok(None) };
    match value.to_str().map(str::parse::<RequestKey>) {
        Ok(Ok(key)) => Ok(Some(key)),
        _ => Err(Problem::new(
            Code::InvalidIdempotencyKey,
            "An Idempotency-Key has 1 to 200 visible ASCII characters, such as a UUID.",
        )),
    }
}

/// A JSON body of a request that may be sent twice. Spaces and the order of its fields do not make it another.
pub(crate) struct OnceBody<T>(pub(crate) Once, pub(crate) T);

impl<T: DeserializeOwned + 'static> FromRequest for OnceBody<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = Body::<Value>::from_request(&request, payload);
        Box::pin(async move {
            let Body(value) = body.await?;
            let once = Once::of(&request, &[value.to_string().as_bytes()])?;
            let body = serde_json::from_value(value).map_err(|error| refusals::fields(&error))?;
            Ok(Self(once, body))
        })
    }
}
