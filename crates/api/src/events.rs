//! `/jobs/events`: the changes of a store's jobs, as server-sent events.

use std::{collections::VecDeque, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse, get,
    web::{Bytes, Data},
};
use domain::ProfileContext;
use futures_util::stream;

use crate::{
    error::{Code, Problem, ProblemBody, with_causes},
    extract::InProfile,
    jobs::Job,
    server::Face,
};

/// How often to look while something changes, and when nothing does.
const BUSY: Duration = Duration::from_millis(250);
const IDLE: Duration = Duration::from_secs(1);
/// How many looks without a change before a comment says that the line is alive.
const QUIET_LOOKS: u32 = 15;

/// Sends each job of the store when it changes. The event's id resumes the stream as Last-Event-ID; without one it
/// begins now. A client that was away gets each changed job once, as it is now.
#[utoipa::path(context_path = "/api/v1", tag = "jobs", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("Last-Event-ID" = Option<i64>, Header, description = "The id of the last event seen")), responses((status = 200, description = "Events named `job` with a Job as data", body = String, content_type = "text/event-stream"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/jobs/events")]
pub(crate) async fn job_events(
    face: Data<Face>,
    ctx: InProfile,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let last =
        request.headers().get("Last-Event-ID").and_then(|id| id.to_str().ok()?.trim().parse::<i64>().ok());
    let seq = match last {
        Some(seq) => seq,
        None => {
            face.studio.latest_job_seq(&ctx).await.map_err(|e| Problem::of_store(e, Code::JobNotFound))?
        }
    };
    let watch = Watch { face, ctx: ctx.0, seq, pending: VecDeque::new(), pause: Duration::ZERO, quiet: 0 };
    let hello = Bytes::from_static(b": listening\n\n");
    let events = stream::unfold((watch, Some(hello)), |(mut watch, hello)| async move {
        let bytes = match hello {
            Some(hello) => hello,
            None => watch.next().await?,
        };
        Some((Ok::<_, actix_web::Error>(bytes), (watch, None)))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("Cache-Control", "no-cache"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(events))
}

struct Watch {
    face: Data<Face>,
    ctx: ProfileContext,
    seq: i64,
    pending: VecDeque<Bytes>,
    pause: Duration,
    quiet: u32,
}

impl Watch {
    /// Waits for the next event; nothing means that the stream ends.
    async fn next(&mut self) -> Option<Bytes> {
        let mut stop = self.face.stop.clone();
        loop {
            if let Some(event) = self.pending.pop_front() {
                return Some(event);
            }
            tokio::select! {
                _ = stop.wait_for(|stop| *stop) => return None,
                () = tokio::time::sleep(self.pause) => {}
            }
            self.look().await?;
            if self.pending.is_empty() {
                self.quiet += 1;
                self.pause = if self.quiet > 8 { IDLE } else { BUSY };
                if self.quiet % QUIET_LOOKS == 0 {
                    return Some(Bytes::from_static(b": still here\n\n"));
                }
            } else {
                (self.quiet, self.pause) = (0, BUSY);
            }
        }
    }

    async fn look(&mut self) -> Option<()> {
        match self.face.studio.jobs_changed_since(&self.ctx, self.seq).await {
            Ok(jobs) => {
                for job in jobs {
                    self.seq = job.fields.seq;
                    let data = serde_json::to_string(&Job::from(job)).ok()?;
                    self.pending
                        .push_back(Bytes::from(format!("id: {}\nevent: job\ndata: {data}\n\n", self.seq)));
                }
                Some(())
            }
            Err(error) => {
                // The client comes back and resumes.
                tracing::warn!(
                    error = with_causes(&error),
                    "an event stream ends, since the database failed"
                );
                None
            }
        }
    }
}
