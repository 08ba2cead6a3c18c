//! Routes: a request finds its answer, or its fault.

use serde_json::{Value, json};

use super::{
    Desk,
    account::FakeModel,
    cloning,
    fault::Fault,
    http::{FakeAnswer, FakeRequest},
    speech,
};

/// What goes back over the line.
pub(crate) enum Reply {
    Whole(FakeAnswer),
    Half(FakeAnswer),
    Nothing,
}

pub(crate) async fn reply(desk: &Desk, request: &FakeRequest) -> Reply {
    let fault = desk.next_fault(request);
    let odd = match &fault {
        Some(Fault::Answer(answer)) => return Reply::Whole(answer.clone()),
        Some(Fault::Hang) => std::future::pending().await,
        Some(Fault::Sound(odd)) => Some(*odd),
        _other => None,
    };
    let answer = if request.is_speech() {
        speech::speak(desk, request, fault.as_ref(), odd).await
    } else {
        if let Some(Fault::Slow(time)) = fault {
            tokio::time::sleep(time).await;
        }
        look(desk, request).unwrap_or_else(|refused| refused)
    };
    match fault {
        Some(Fault::CutBeforeAnswer) => Reply::Nothing,
        Some(Fault::CutInTheMiddle) => Reply::Half(answer),
        _other => Reply::Whole(answer),
    }
}

fn look(desk: &Desk, request: &FakeRequest) -> Result<FakeAnswer, FakeAnswer> {
    let mut books = desk.books();
    let account = books.accounts.get_mut(request.key()).ok_or_else(wrong_key)?;
    match (&*request.method, &*request.path) {
        ("GET", "/v1/user/subscription") => {
            account.check("user_read")?;
            Ok(FakeAnswer::json(200, &account.subscription()))
        }
        ("GET", "/v1/models") => {
            account.check("models_read")?;
            let told: Vec<Value> = account.models.iter().map(FakeModel::told).collect();
            Ok(FakeAnswer::json(200, &json!(told)))
        }
        ("GET", "/v2/voices") => {
            account.check("voices_read")?;
            Ok(account.page(request.field("page_size"), request.field("next_page_token")))
        }
        ("POST", "/v1/voices/add") => cloning::add(account, request),
        ("DELETE", path) if path.starts_with("/v1/voices/") => {
            account.check("voices_write")?;
            let before = account.voices.len();
            account.voices.retain(|voice| voice.id != request.voice());
            if account.voices.len() == before {
                return Err(no_voice(request.voice()));
            }
            Ok(FakeAnswer::json(200, &json!({ "status": "ok" })))
        }
        _other => Err(FakeAnswer::plain_error(404, "Not Found")),
    }
}

pub(crate) fn wrong_key() -> FakeAnswer {
    FakeAnswer::error(401, "invalid_api_key", "Invalid API key")
}

pub(crate) fn no_voice(id: &str) -> FakeAnswer {
    FakeAnswer::error(404, "voice_not_found", &format!("A voice with the voice_id '{id}' was not found."))
}

impl Desk {
    /// Takes the first fault that is for a request.
    fn next_fault(&self, request: &FakeRequest) -> Option<Fault> {
        let mut books = self.books();
        let (_, fault, times) =
            books.faults.iter_mut().find(|(on, _, times)| *times > 0 && on.is_for(request))?;
        *times -= 1;
        Some(fault.clone())
    }
}
