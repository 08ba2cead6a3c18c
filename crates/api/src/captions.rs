//! Captions: the looks among which a person chooses, where words will stand, and the fonts.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, ETAG, EntityTag, IF_NONE_MATCH},
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use domain::{CaptionPreset, CaptionStyle as Style, FontFile, Format};
use serde::{Deserialize, Serialize};
use studio::CaptionPreviewError;
use utoipa::ToSchema;

use crate::{
    error::{Code, Problem},
    extract::{Body, Calling},
    front::Front,
    making::VideoFormat,
    server::resource,
    set_caption::{Canvas, SafeBox, SetCaption, SetColours},
    settings::{CaptionPatch, CaptionStyle},
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/caption-presets", "GET").route(web::get().to(list)))
        .service(resource("/api/v1/caption-presets/preview", "POST").route(web::post().to(preview)))
        .service(
            resource("/fonts/{file}", "GET, HEAD").route(web::get().to(font)).route(web::head().to(font)),
        );
}

/// The looks of captions, and the fonts in which they are written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaptionPresets {
    items: Vec<Preset>,
    fonts: Vec<Font>,
}

/// A fixed look of captions, in its own colours at the lowest place.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaptionPreset)]
pub(crate) struct Preset {
    name: &'static str,
    label: &'static str,
    description: &'static str,
    style: CaptionStyle,
    /// The most words on screen at once.
    most_words: usize,
}

impl From<CaptionPreset> for Preset {
    fn from(preset: CaptionPreset) -> Self {
        Self {
            name: preset.as_str(),
            label: preset.label(),
            description: preset.description(),
            style: preset.style().into(),
            most_words: preset.design().limits.words,
        }
    }
}

/// A font of captions as a page loads it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CaptionFont)]
pub(crate) struct Font {
    /// The name by which captions ask for it.
    family: &'static str,
    /// The file that is burned in, too: `TrueType`. Another file has another address.
    url: String,
}

impl From<FontFile> for Font {
    fn from(file: FontFile) -> Self {
        Self { family: file.family, url: format!("/fonts/{}?v={}", file.file_name, file.hash) }
    }
}

/// What is to be previewed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CaptionPreviewRequest {
    /// 1 to 300 characters.
    text: String,
    /// The look; the classic one where absent.
    style: Option<CaptionPatch>,
    /// Where it will be shown.
    #[serde(default)]
    #[schema(value_type = VideoFormat)]
    format: Format,
}

/// Captions as a video will show them, in pixels of the canvas.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaptionPreview {
    canvas: Canvas,
    /// What the networks leave free.
    safe_box: SafeBox,
    colours: SetColours,
    /// How the spoken word is told: by its `colour`, by a `box` behind it, by a colour that runs through it and stays
    /// (`fill`), or by its colour and size (`grow`).
    highlight: &'static str,
    /// One after the other.
    captions: Vec<SetCaption>,
}

/// List the looks of captions
#[utoipa::path(get, path = "/api/v1/caption-presets", operation_id = "list_caption_presets", tag = "captions",
    responses((status = 200, description = "All of them", body = CaptionPresets)))]
pub(crate) async fn list(_calling: Calling, front: Data<Front>) -> Json<CaptionPresets> {
    Json(CaptionPresets {
        items: CaptionPreset::ALL.into_iter().map(Preset::from).collect(),
        fonts: front.studio.caption_fonts().into_iter().map(Font::from).collect(),
    })
}

/// Tell where each word of captions will stand
#[utoipa::path(post, path = "/api/v1/caption-presets/preview", operation_id = "preview_captions",
    tag = "captions", request_body = CaptionPreviewRequest,
    responses((status = 200, description = "They can be drawn", body = CaptionPreview)))]
pub(crate) async fn preview(
    _calling: Calling,
    body: Body<CaptionPreviewRequest>,
    front: Data<Front>,
) -> Result<Json<CaptionPreview>, Problem> {
    let CaptionPreviewRequest { text, style, format } = body.0;
    let changes = style.map(CaptionPatch::changes).transpose()?.unwrap_or_default();
    let style = Style::default().with(changes);
    let set = front.studio.preview_captions(&text, style, format)?;
    let (fonts, design) = (front.studio.caption_fonts(), style.preset.design());
    Ok(Json(CaptionPreview {
        canvas: format.canvas().into(),
        safe_box: format.safe_box().into(),
        colours: SetColours::of(style),
        highlight: match design.highlight {
            domain::Highlight::Colour => "colour",
            domain::Highlight::Box => "box",
            domain::Highlight::Fill => "fill",
            domain::Highlight::Grow { .. } => "grow",
        },
        captions: set.captions.into_iter().map(|caption| SetCaption::of(caption, &fonts)).collect(),
    }))
}

impl From<CaptionPreviewError> for Problem {
    fn from(error: CaptionPreviewError) -> Self {
        Self::new(Code::CaptionsUnwritable, format!("{error}."))
    }
}

#[derive(Debug, Deserialize)]
struct FontVersion {
    v: Option<String>,
}

/// How long a browser keeps a font whose address names its content: a year, the longest there is.
const KEPT: &str = "public, max-age=31536000, immutable";
/// How long it keeps one whose address does not.
const KEPT_AN_HOUR: &str = "public, max-age=3600";

/// Sends a font. It is nobody's secret: its licence lets everybody have it.
async fn font(
    request: HttpRequest,
    name: Path<String>,
    version: Query<FontVersion>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let fonts = front.studio.caption_fonts();
    let Some(file) = fonts.into_iter().find(|file| file.file_name == *name) else {
        return Err(Problem::new(
            Code::NotFound,
            "There is no such font; GET /api/v1/caption-presets lists them.",
        ));
    };
    let kept = if version.v.as_ref() == Some(&file.hash) { KEPT } else { KEPT_AN_HOUR };
    let tag = EntityTag::new_strong(file.hash).to_string();
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.contains(&tag)) {
        return Ok(HttpResponse::NotModified()
            .insert_header((CACHE_CONTROL, kept))
            .insert_header((ETAG, tag))
            .finish());
    }
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, kept))
        .insert_header((ETAG, tag))
        .content_type("font/ttf")
        .body(file.bytes.into_owned()))
}
