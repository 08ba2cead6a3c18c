//! Events: the jobs of one profile as they change, as server-sent events that resume where they broke off.

use std::{collections::VecDeque, convert::Infallible, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Bytes, Data},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{ProfileContext, with_causes};
use futures_util::{Stream, stream};
use studio::Pass;
use tokio::{
    sync::watch,
    time::{Instant, sleep},
};

use crate::{
    error::{Code, Problem},
    extract::{InProfile, Named, admit},
    front::Front,
    jobs::Job,
    openapi::ProfileHeader,
};

/// How often to look while something changes.
const BUSY: Duration = Duration::from_millis(250);
/// How often to look while nothing does.
const IDLE: Duration = Duration::from_secs(1);
/// After how many looks without a change it is quiet.
const QUIET_AFTER: u32 = 20;
/// How often to ask whether who listens still may.
const ADMITTED_FOR: TimeDelta = TimeDelta::minutes(1);
/// How often to show that the line is open.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Follow the changes of jobs
///
/// Server-sent events: each has an id, the name `job`, and a Job as its data. It begins with what changes from now
/// on, or after the event named by Last-Event-ID.
#[utoipa::path(get, path = "/api/v1/jobs/events", operation_id = "job_events", tag = "jobs",
    params(ProfileHeader, ("Last-Event-ID" = Option<String>, Header, description = "The id of the last event seen")),
    responses((status = 200, description = "Events without an end", body = String, content_type = "text/event-stream")))]
pub(crate) async fn events(
    InProfile(ctx, ()): InProfile,
    request: HttpRequest,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let seen = match last_event_id(&request)? {
        Some(seen) => seen,
        None => front.studio.latest_job_seq(&ctx).await?,
    };
    let line = Line {
        pass: front.pass(request.headers()),
        admitted: front.now(),
        stop: front.stop.clone(),
        front,
        ctx,
        seen,
        quiet: 0,
        waiting: VecDeque::from([Bytes::from_static(b"retry: 1000\n: the line is open\n\n")]),
        last_sent: Instant::now(),
    };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(line.messages()))
}

fn last_event_id(request: &HttpRequest) -> Result<Option<i64>, Problem> {
    let Some(value) = request.headers().get("Last-Event-ID") else { return Ok(None) };
    let seen = value.to_str().ok().and_then(|text| text.parse().ok()).filter(|seen| *seen >= 0);
    let refused = || {
        Problem::new(
            Code::InvalidLastEventId,
            "Send the id of an event that came from here, or leave it out.",
        )
    };
    seen.map(Some).ok_or_else(refused)
}

/// One client's line.
struct Line {
    front: Data<Front>,
    ctx: ProfileContext,
    /// What the request brought, and when it was last found to be good.
    pass: Pass,
    admitted: DateTime<Utc>,
    /// The last change that it was told.
    seen: i64,
    /// How many looks found nothing.
    quiet: u32,
    waiting: VecDeque<Bytes>,
    last_sent: Instant,
    stop: watch::Receiver<bool>,
}

impl Line {
    fn messages(self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        stream::unfold(self, |mut line| async move {
            let message = line.next().await?;
            line.last_sent = Instant::now();
            Some((Ok(message), line))
        })
    }

    /// Waits for the next message; there is none when the server ends or the store fails: the client comes again.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if *self.stop.borrow() {
                return None;
            }
            if let Some(message) = self.waiting.pop_front() {
                return Some(message);
            }
            if !self.may_listen().await {
                return None;
            }
            if let Err(error) = self.look().await {
                tracing::warn!(profile.id = %self.ctx.profile(), error, "an event stream broke off");
                return None;
            }
            if !self.waiting.is_empty() {
                continue;
            }
            if self.last_sent.elapsed() >= HEARTBEAT {
                return Some(Bytes::from_static(b": still here\n\n"));
            }
            let pause = if self.quiet < QUIET_AFTER { BUSY } else { IDLE };
            tokio::select! {
                () = sleep(pause) => {}
                // An error means that nobody can say stop any more: then the pause alone counts.
                Ok(_) = self.stop.wait_for(|stop| *stop) => return None,
            }
        }
    }

    /// Asks once a minute whether session or token, and the store, are still the person's.
    async fn may_listen(&mut self) -> bool {
        let now = self.front.now();
        if now - self.admitted < ADMITTED_FOR {
            return true;
        }
        self.admitted = now;
        match self.admitted_again().await {
            Ok(ctx) => ctx == self.ctx,
            Err(problem) => {
                let (profile, code) = (self.ctx.profile(), problem.code().as_str());
                tracing::info!(profile.id = %profile, code, "an event stream ended with the right to it");
                false
            }
        }
    }

    async fn admitted_again(&self) -> Result<ProfileContext, Problem> {
        let caller = self.front.sign_in.identify(&self.pass).await?;
        admit(&self.front, &caller, Named::Profile(self.ctx.profile())).await
    }

    /// Asks for changes and writes them as messages.
    async fn look(&mut self) -> Result<(), String> {
        let changed = self
            .front
            .studio
            .jobs_changed_since(&self.ctx, self.seen)
            .await
            .map_err(|error| with_causes(&error))?;
        self.quiet = if changed.is_empty() { self.quiet.saturating_add(1) } else { 0 };
        for job in changed {
            let seq = job.fields.seq;
            let data = serde_json::to_string(&Job::from(job)).map_err(|error| with_causes(&error))?;
            self.waiting.push_back(Bytes::from(format!("id: {seq}\nevent: job\ndata: {data}\n\n")));
            self.seen = seq;
        }
        Ok(())
    }
}
