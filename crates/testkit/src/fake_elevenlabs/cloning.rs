//! Cloning: a form with a sample becomes a voice.

use serde_json::json;

use super::{
    account::{FakeAccount, FakeVoice},
    http::{FakeAnswer, FakeRequest},
};

pub(crate) fn add(account: &mut FakeAccount, request: &FakeRequest) -> Result<FakeAnswer, FakeAnswer> {
    account.check("voices_write")?;
    if !account.can_clone {
        let message = "Your subscription does not include instant voice cloning.";
        return Err(FakeAnswer::error(403, "can_not_use_instant_voice_cloning", message));
    }
    let cloned = account.voices.iter().filter(|voice| voice.sample_bytes > 0).count();
    if cloned >= account.voice_limit {
        return Err(FakeAnswer::error(
            400,
            "voice_limit_reached",
            "You have reached your maximum of voices.",
        ));
    }
    let form = parts(request);
    let text = |name: &str| {
        let part = form.iter().find(|part| part.name == name);
        part.map(|part| String::from_utf8_lossy(part.body).into_owned()).unwrap_or_default()
    };
    let files: Vec<&Part<'_>> = form.iter().filter(|part| part.name == "files").collect();
    if text("name").is_empty() || files.is_empty() {
        return Err(FakeAnswer::invalid("name", "field required"));
    }
    let Ok(labels) = serde_json::from_str(&text("labels")) else {
        return Err(FakeAnswer::invalid("labels", "must be JSON"));
    };
    let voice = FakeVoice {
        id: format!("cloned{}", account.voices.len()),
        name: text("name"),
        labels,
        description: text("description"),
        sample_bytes: files.iter().map(|file| file.body.len()).sum(),
        waits_for_proof: account.wants_proof,
    };
    let added = json!({ "voice_id": voice.id, "requires_verification": voice.waits_for_proof });
    account.voices.push(voice);
    Ok(FakeAnswer::json(200, &added))
}

struct Part<'b> {
    name: String,
    body: &'b [u8],
}

/// Takes a form of several parts apart.
fn parts(request: &FakeRequest) -> Vec<Part<'_>> {
    let Some((_, boundary)) = request.header("content-type").split_once("boundary=") else {
        return Vec::new();
    };
    let boundary = format!("--{}", boundary.trim_matches('"')).into_bytes();
    let body = &*request.body;
    let starts: Vec<usize> = body
        .windows(boundary.len())
        .enumerate()
        .filter(|(_, window)| *window == boundary)
        .map(|(place, _)| place)
        .collect();
    let between = starts.windows(2).map(|pair| &body[pair[0] + boundary.len()..pair[1]]);
    between.filter_map(part).collect()
}

/// Takes a part apart: a line break, headers, an empty line, the body, a line break.
fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let split = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..split]).into_owned();
    let (_, name) = head.split_once("name=\"")?;
    let body = bytes[split + 4..].strip_suffix(b"\r\n")?;
    Some(Part { name: name.split('"').next()?.to_owned(), body })
}
