//! Faults: what goes wrong, and when.

use std::time::Duration;

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
    /// It is done after so long.
    Slow(Duration),
    /// Nothing is done or answered, ever.
    Hang,
}
