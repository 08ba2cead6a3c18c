//! Uploads: a form with one field `file`, whose kind is known by its bytes.

use crate::fake_elevenlabs::FakeRequest;

/// Reads the file of a form, or says what is wrong with it.
pub(super) fn file_of(request: &FakeRequest) -> Result<(&'static str, &[u8]), String> {
    let content_type = request.header("content-type");
    let boundary = content_type.split("boundary=").nth(1).ok_or("not a form")?;
    let body = &request.body;
    let end_of_head = find(body, b"\r\n\r\n").ok_or("a form without a part")?;
    let head = String::from_utf8_lossy(body.get(..end_of_head).unwrap_or_default()).to_ascii_lowercase();
    if !head.contains("name=\"file\"") {
        return Err("Unexpected field".to_owned());
    }
    let rest = body.get(end_of_head + 4..).unwrap_or_default();
    let end = find(rest, format!("\r\n--{boundary}").as_bytes()).ok_or("a part without an end")?;
    let file = rest.get(..end).unwrap_or_default();
    let ending = if file.get(4..8) == Some(b"ftyp") {
        "mp4"
    } else if file.starts_with(&[0xFF, 0xD8, 0xFF]) {
        "jpg"
    } else {
        return Err("Unsupported file type.".to_owned());
    };
    Ok((ending, file))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
