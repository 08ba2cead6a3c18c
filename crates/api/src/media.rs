//! `/media`: files for those who hold a link.

use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{
        self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue, HeaderValue,
    },
    web::{Data, Path, Query},
};
use domain::{Actor, MediaKey, ProfileContext};

use crate::{
    error::{Code, Problem},
    links::{LinkError, LinkQuery},
    server::Face,
};

impl From<LinkError> for Problem {
    fn from(error: LinkError) -> Self {
        let code = match error {
            LinkError::Invalid => Code::LinkInvalid,
            LinkError::Expired => Code::LinkExpired,
        };
        Self::new(code, error.to_string())
    }
}

/// Sends a file, or a range of it.
#[get("/media/{profile}/{key:.*}")]
pub(crate) async fn open_media(
    face: Data<Face>,
    path: Path<(String, String)>,
    query: Query<LinkQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let grant = face.links.open(&path.0, &path.1, &query)?;
    let gone = |error| Problem::of_store(error, Code::MediaNotFound);
    let ctx = face.studio.enter(&Actor::signed_in(grant.actor), grant.profile).await.map_err(gone)?;
    let media_type = media_type(&face, &ctx, &grant.key).await?;
    let local = face.studio.open_media(&ctx, &grant.key).await?;
    let file = NamedFile::open(&local.path).map_err(|error| Problem::internal(&error))?;
    let mut answer = file
        .set_content_disposition(disposition(query.download.as_deref()))
        .use_last_modified(true)
        .into_response(&request);
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=900"));
    Ok(answer)
}

async fn media_type(face: &Face, ctx: &ProfileContext, key: &MediaKey) -> Result<&'static str, Problem> {
    match key {
        MediaKey::SourceVideo(id) => {
            let video = face.studio.source_video(ctx, *id).await;
            Ok(video.map_err(|error| Problem::of_store(error, Code::MediaNotFound))?.container.media_type())
        }
        key => Ok(key.media_type().unwrap_or("application/octet-stream")),
    }
}

fn disposition(download: Option<&str>) -> ContentDisposition {
    let Some(name) = download else {
        return ContentDisposition { disposition: DispositionType::Inline, parameters: Vec::new() };
    };
    let value = name.replace(['/', '\\'], "-").into_bytes();
    let name = ExtendedValue { charset: Charset::Ext("UTF-8".to_owned()), language_tag: None, value };
    let parameters = vec![DispositionParam::FilenameExt(name)];
    ContentDisposition { disposition: DispositionType::Attachment, parameters }
}
