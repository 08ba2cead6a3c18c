//! Export presets: the formats of videos, where each is shown, and how carefully it can be encoded.

use actix_web::web::{self, Json, ServiceConfig};
use domain::{Format, Quality};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    extract::Calling,
    server::resource,
    set_caption::{Canvas, SafeBox},
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/api/v1/export-presets", "GET").route(web::get().to(list)));
}

/// Every format.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportPresets {
    items: Vec<ExportPreset>,
}

/// A format: its size, what the networks leave free of it, and how carefully it can be encoded.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportPreset {
    name: &'static str,
    label: &'static str,
    canvas: Canvas,
    /// Captions stay inside it.
    safe_box: SafeBox,
    networks: Vec<NetworkMargins>,
    qualities: Vec<ExportQuality>,
}

/// What a network covers at each edge, in pixels.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NetworkMargins {
    network: &'static str,
    top: u32,
    bottom: u32,
    left: u32,
    right: u32,
    /// The month in which it was looked up.
    as_of: &'static str,
    /// Where it comes from.
    source: &'static str,
}

/// How carefully a video is encoded: `draft` to look at, `standard` to publish, `final` for smaller files.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExportQuality {
    name: &'static str,
    /// The size of the file's picture.
    canvas: Canvas,
}

impl From<Format> for ExportPreset {
    fn from(format: Format) -> Self {
        let margins = |margins: &domain::Margins| NetworkMargins {
            network: margins.network,
            top: margins.top,
            bottom: margins.bottom,
            left: margins.left,
            right: margins.right,
            as_of: margins.as_of,
            source: margins.source,
        };
        let quality = |quality: Quality| ExportQuality {
            name: quality.as_str(),
            canvas: quality.canvas(format).into(),
        };
        Self {
            name: format.as_str(),
            label: format.label(),
            canvas: format.canvas().into(),
            safe_box: format.safe_box().into(),
            networks: format.margins().iter().map(margins).collect(),
            qualities: Quality::ALL.into_iter().map(quality).collect(),
        }
    }
}

/// List the formats of videos
#[utoipa::path(get, path = "/api/v1/export-presets", operation_id = "list_export_presets", tag = "captions",
    responses((status = 200, description = "All of them", body = ExportPresets)))]
pub(crate) async fn list(_calling: Calling) -> Json<ExportPresets> {
    Json(ExportPresets { items: Format::ALL.into_iter().map(ExportPreset::from).collect() })
}
