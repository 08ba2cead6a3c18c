//! Faults: what goes wrong, and when.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use crate::fake_elevenlabs::{FakeAnswer, FakeRequest};

/// Which requests fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostizOn {
    /// All of a key.
    Key(String),
    /// New posts.
    NewPost,
    /// New posts of which the body has a text in it, such as the id of a channel.
    NewPostWith(String),
    /// Uploads.
    Upload,
    /// Those with a method and a path that ends so, after `/public/v1/`.
    Path(&'static str, &'static str),
}

impl PostizOn {
    pub(super) fn is_for(&self, request: &FakeRequest, path: &str) -> bool {
        let is_new_post = request.method == "POST" && path == "posts";
        match self {
            Self::Key(key) => request.header("authorization") == key,
            Self::NewPost => is_new_post,
            Self::NewPostWith(text) => {
                is_new_post && String::from_utf8_lossy(&request.body).contains(text.as_str())
            }
            Self::Upload => request.method == "POST" && path == "upload",
            Self::Path(method, wanted) => request.method == *method && path.starts_with(wanted),
        }
    }
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub enum PostizFault {
    /// Something else is answered, and nothing is done.
    Answer(FakeAnswer),
    /// The connection ends, and nothing is done.
    CutBefore,
    /// It is done, but the connection ends before the answer.
    CutAfter,
    /// It is done, but something else is answered.
    DoneBut(FakeAnswer),
    /// It waits at a gate, and is then done.
    HeldBefore(PostizGate),
    /// It is done, and its answer waits at a gate.
    HeldAfter(PostizGate),
    /// It is done after so long.
    Slow(Duration),
    /// Nothing is done or answered, ever.
    Hang,
}

/// Where a request waits until somebody opens; whoever waits for it to come knows exactly how far it is then.
#[derive(Debug, Clone, Default)]
pub struct PostizGate(Arc<Passage>);

#[derive(Debug, Default)]
struct Passage {
    reached: watch::Sender<bool>,
    open: watch::Sender<bool>,
}

impl PostizGate {
    /// Waits until a request is at the gate.
    pub async fn reached(&self) {
        until(&self.0.reached).await;
    }

    /// Lets through what waits, and what comes.
    pub fn open(&self) {
        self.0.open.send_replace(true);
    }

    pub(super) async fn pass(&self) {
        self.0.reached.send_replace(true);
        until(&self.0.open).await;
    }
}

async fn until(is_so: &watch::Sender<bool>) {
    let mut seen = is_so.subscribe();
    // The sender lives as long as the gate.
    let _still_there = seen.wait_for(|so| *so).await;
}
