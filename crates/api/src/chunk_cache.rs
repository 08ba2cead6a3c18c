//! The cache of rendered sentences: how full it is, and how it is emptied.

use actix_web::web::{self, Data, Json, ServiceConfig};
use domain::Cache;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{error::Problem, extract::InProfile, front::Front, openapi::ProfileHeader, server::resource};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(
        resource("/api/v1/library/cache", "GET, DELETE")
            .route(web::get().to(cache))
            .route(web::delete().to(clear)),
    );
}

/// How full the cache of rendered sentences is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChunkCache {
    sentences: usize,
    size_bytes: u64,
    /// The oldest sentences beyond it go after each video, and when the store is tidied, once a day.
    limit_bytes: u64,
}

impl From<studio::CacheState> for ChunkCache {
    fn from(cache: studio::CacheState) -> Self {
        Self { sentences: cache.sentences, size_bytes: cache.bytes, limit_bytes: cache.limit_bytes }
    }
}

/// Show how full the cache of rendered sentences is
#[utoipa::path(get, path = "/api/v1/library/cache", operation_id = "chunk_cache", tag = "library",
    params(ProfileHeader),
    responses((status = 200, description = "Of this store alone", body = ChunkCache)))]
pub(crate) async fn cache(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<Json<ChunkCache>, Problem> {
    Ok(Json(front.studio.cache_state(&ctx, Cache::Chunks).await?.into()))
}

/// Empty the cache of rendered sentences; what is needed again is rendered anew
#[utoipa::path(delete, path = "/api/v1/library/cache", operation_id = "clear_chunk_cache", tag = "library",
    params(ProfileHeader),
    responses((status = 200, description = "It is empty", body = ChunkCache)))]
pub(crate) async fn clear(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<Json<ChunkCache>, Problem> {
    Ok(Json(front.studio.clear_cache(&ctx, Cache::Chunks).await?.into()))
}
