//! Files for those who hold a signed link.

use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{
        CACHE_CONTROL, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
        HeaderValue, X_CONTENT_TYPE_OPTIONS,
    },
    mime::Mime,
    web::{self, Data, Path, Query, ServiceConfig},
};
use domain::{Actor, MediaError, MediaKey, ProfileContext};

use crate::{error::Problem, extract::of_profile, front::Front, links::LinkQuery, server::resource};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(
        resource("/media/{profile}/{key:.*}", "GET, HEAD")
            .route(web::get().to(open))
            .route(web::head().to(open)),
    );
}

/// Sends a file, or the part of it that a player asks for.
async fn open(
    request: HttpRequest,
    front: Data<Front>,
    path: Path<(String, String)>,
    query: Query<LinkQuery>,
) -> Result<HttpResponse, Problem> {
    let (profile, key) = path.into_inner();
    let link = front.links.open(&profile, &key, query.into_inner())?;
    // The link proves who asked once; whether the profile is still that person's is asked again.
    let ctx = front.studio.enter(&Actor::signed_in(link.actor), link.profile).await.map_err(of_profile)?;
    let media_type = media_type(&front, &ctx, &link.key).await?;
    let local = front.studio.open_media(&ctx, &link.key).await?;
    let file = NamedFile::open(&local.path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => MediaError::NotFound.into(),
        _ => Problem::from(error),
    })?;
    let mut response = file
        .set_content_type(media_type)
        .set_content_disposition(disposition(link.download.as_deref()))
        .into_response(&request);
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(kept) = HeaderValue::from_str(&format!("private, max-age={}", link.seconds_left)) {
        headers.insert(CACHE_CONTROL, kept);
    }
    Ok(response)
}

async fn media_type(front: &Front, ctx: &ProfileContext, key: &MediaKey) -> Result<Mime, Problem> {
    let name = match (key.media_type(), key) {
        (Some(name), _) => name,
        (None, MediaKey::SourceVideo(id)) => {
            front.studio.source_video(ctx, *id).await?.container.media_type()
        }
        (None, _) => "application/octet-stream",
    };
    Ok(name.parse().unwrap_or(actix_web::mime::APPLICATION_OCTET_STREAM))
}

/// Says whether a file is to be shown or saved, and under which name.
pub(crate) fn disposition(download: Option<&str>) -> ContentDisposition {
    let Some(name) = download else {
        return ContentDisposition { disposition: DispositionType::Inline, parameters: Vec::new() };
    };
    let plain = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let mut parameters = vec![DispositionParam::Filename(plain)];
    if !name.is_ascii() {
        let value = name.as_bytes().to_vec();
        parameters.push(DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value,
        }));
    }
    ContentDisposition { disposition: DispositionType::Attachment, parameters }
}
