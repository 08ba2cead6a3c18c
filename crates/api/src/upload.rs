//! Upload: a file comes in piece by piece, never larger than allowed, and nothing of a broken one stays.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header::CONTENT_LENGTH},
    web::Data,
};
use futures_util::TryStreamExt as _;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt as _;
use utoipa::ToSchema;

use crate::{
    error::{Code, Problem},
    extract::InProfile,
    footage::SourceVideo,
    front::Front,
    jobs::Job,
    once::Once,
    openapi::{KeyHeader, ProfileHeader},
};

/// What a form adds to the file: boundaries and headers.
pub(crate) const FORM_BYTES: u64 = 16 * 1024;

/// The form of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the form holds")]
pub(crate) struct UploadForm {
    /// A video: MP4, MOV, MKV, WebM, AVI or MPEG-TS.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A stored upload, and the job that looks at it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Upload {
    source_video: SourceVideo,
    job: Job,
}

/// A file that was received and is not stored yet; it goes when this does.
pub(crate) struct Received {
    pub(crate) name: String,
    pub(crate) file: NamedTempFile,
    pub(crate) sha256: Vec<u8>,
}

/// Upload footage and have it analysed
#[utoipa::path(post, path = "/api/v1/source-videos", operation_id = "upload_source_video", tag = "footage",
    params(ProfileHeader, KeyHeader), request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 202, description = "The footage, and the job that looks at it", body = Upload)))]
pub(crate) async fn upload(
    InProfile(ctx, form): InProfile<Multipart>,
    request: HttpRequest,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let limit = front.studio.upload_limit_bytes();
    if announced(&request).is_some_and(|bytes| bytes > limit.saturating_add(FORM_BYTES)) {
        return Err(too_large(limit));
    }
    let Received { name, file, sha256 } = receive(form, &front, limit, || too_large(limit)).await?;
    let once = Once::of(&request, &[name.as_bytes(), &sha256])?;
    let (uploading, key) = (front.clone(), once.key().cloned());
    let work = async move {
        let accepted = uploading.studio.upload(&ctx, &name, file.path(), key.as_ref()).await?;
        let source_video = SourceVideo::of(accepted.source_video, &uploading.links, &ctx);
        Ok(Upload { source_video, job: accepted.job.into() })
    };
    once.answer(&front, ctx, StatusCode::ACCEPTED, work).await
}

/// Returns how long the body says that it is.
pub(crate) fn announced(request: &HttpRequest) -> Option<u64> {
    request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Receives a form of one file of at most so many bytes, and nothing else.
pub(crate) async fn receive(
    mut form: Multipart,
    front: &Front,
    limit: u64,
    too_large: impl Fn() -> Problem,
) -> Result<Received, Problem> {
    let mut received = None;
    while let Some(field) = form.try_next().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != "file" || received.is_some() {
            let detail =
                format!("Send one file, in the form's field `file`, and nothing else (there is {name:?}).");
            return Err(Problem::new(Code::UploadFieldUnknown, detail));
        }
        received = Some(keep(field, front, limit, &too_large).await?);
    }
    received.ok_or_else(|| Problem::new(Code::UploadFileMissing, "Send the file in the form's field `file`."))
}

/// Receives a file of at most so many bytes.
pub(crate) async fn keep(
    mut field: Field,
    front: &Front,
    limit: u64,
    too_large: impl Fn() -> Problem,
) -> Result<Received, Problem> {
    let name =
        field.content_disposition().and_then(|said| said.get_filename()).unwrap_or_default().to_owned();
    let file = tempfile::Builder::new().prefix("upload-").tempfile_in(front.studio.scratch())?;
    let mut out = tokio::fs::File::from_std(file.reopen()?);
    let mut size: u64 = 0;
    let mut sha256 = Sha256::new();
    while let Some(bytes) = field.try_next().await.map_err(broken)? {
        size = size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if size > limit {
            return Err(too_large());
        }
        sha256.update(&bytes);
        out.write_all(&bytes).await?;
    }
    out.flush().await?;
    Ok(Received { name, file, sha256: sha256.finalize().to_vec() })
}

fn too_large(limit_bytes: u64) -> Problem {
    studio::UploadError::TooLarge { limit_bytes }.into()
}

/// Says that a form did not arrive as one.
pub(crate) fn broken(error: MultipartError) -> Problem {
    use MultipartError::{BoundaryMissing, ContentTypeIncompatible, ContentTypeMissing, ContentTypeParse};
    match error {
        ContentTypeMissing | ContentTypeParse | ContentTypeIncompatible | BoundaryMissing => Problem::new(
            Code::UploadNotMultipart,
            "Send the file as a form: Content-Type multipart/form-data, field `file`.",
        ),
        other => Problem::new(Code::UploadBroken, "The file did not arrive whole. Upload it again.")
            .because(&other),
    }
}
