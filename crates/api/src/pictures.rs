//! Pictures: the store's logo and the like.

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{MAX_PICTURE_BYTES, MediaKey, NotAPicture, ProfileContext};
use serde::Serialize;
use studio::PictureError;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Links,
    error::Problem,
    extract::InProfile,
    front::Front,
    once::Once,
    openapi::{KeyHeader, ProfileHeader},
    page::{Page, PageQuery},
    server::resource,
    upload::{FORM_BYTES, announced, receive},
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/pictures", "GET, POST").route(web::get().to(list)).route(web::post().to(add)),
        )
        .service(resource("/api/v1/pictures/{id}", "DELETE").route(web::delete().to(delete)));
}

/// The form of an upload of a picture.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the form holds")]
pub(crate) struct PictureForm {
    /// A picture: PNG, JPEG or WebP, at most 10 MB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A picture of the store.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Picture {
    id: Uuid,
    /// The name that the file had.
    name: String,
    width: u32,
    height: u32,
    /// A signed link to it as PNG, good for an hour.
    url: String,
    created_at: DateTime<Utc>,
}

impl Picture {
    fn of(picture: &domain::Picture, links: &Links, ctx: &ProfileContext) -> Self {
        Self {
            id: picture.id.uuid(),
            name: picture.name.as_str().to_owned(),
            width: picture.size.width,
            height: picture.size.height,
            url: links.url(ctx, &MediaKey::Picture(picture.id)),
            created_at: picture.created_at,
        }
    }
}

/// Upload a picture, such as the store's logo
#[utoipa::path(post, path = "/api/v1/pictures", operation_id = "add_picture", tag = "pictures",
    params(ProfileHeader, KeyHeader), request_body(content = PictureForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The picture", body = Picture)))]
pub(crate) async fn add(
    InProfile(ctx, form): InProfile<Multipart>,
    request: HttpRequest,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    if announced(&request).is_some_and(|bytes| bytes > MAX_PICTURE_BYTES.saturating_add(FORM_BYTES)) {
        return Err(too_large());
    }
    let received = receive(form, &front, MAX_PICTURE_BYTES, too_large).await?;
    let once = Once::of(&request, &[received.name.as_bytes(), &received.sha256])?;
    let (adding, key) = (front.clone(), once.key().cloned());
    let work = async move {
        let file = received.file.path();
        let picture = adding.studio.add_picture(&ctx, &received.name, file, key.as_ref()).await?;
        Ok(Picture::of(&picture, &adding.links, &ctx))
    };
    once.answer(&front, ctx, StatusCode::CREATED, work).await
}

fn too_large() -> Problem {
    PictureError::NotAPicture(NotAPicture::TooLarge).into()
}

/// List the store's pictures, newest first
#[utoipa::path(get, path = "/api/v1/pictures", operation_id = "list_pictures", tag = "pictures",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "All of them, in one page", body = Page<Picture>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Picture>>, Problem> {
    query.whole()?;
    let items = front.studio.pictures(&ctx).await?;
    Ok(Json(Page::whole(items, |picture| Picture::of(&picture, &front.links, &ctx))))
}

/// Delete a picture; videos that show it stay
#[utoipa::path(delete, path = "/api/v1/pictures/{id}", operation_id = "delete_picture", tag = "pictures",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 204, description = "It is deleted")))]
pub(crate) async fn delete(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.delete_picture(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}
