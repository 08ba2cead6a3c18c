//! Scripts: written from an idea by templates or by the store's own model.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, ServiceConfig},
};
use domain::{Cost, Language, Mark, MarkKind, ProviderName, ScriptPart, SourceVideoId, Standing};
use serde::{Deserialize, Serialize};
use studio::{CheckedScript, CheckedScripts, ScriptWish};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    chat_connection,
    costs::{Level, Month},
    error::{Code, Problem},
    extract::{Body, InProfile},
    front::Front,
    once::OnceBody,
    openapi::{KeyHeader, ProfileHeader},
    refusals::sentence,
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/scripts/generate", "POST").route(web::post().to(generate)))
        .service(resource("/api/v1/scripts/quote", "POST").route(web::post().to(quote)))
        .configure(chat_connection::routes);
}

/// What the scripts are about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptBrief {
    /// What the video is about, at most 2,000 characters.
    idea: String,
    /// How long the spoken script should be.
    #[schema(minimum = 5, maximum = 180, default = 20)]
    #[serde(default = "usual_length")]
    length_s: u16,
    /// Such as `en` or `ro`.
    language: String,
    /// How many scripts.
    #[schema(minimum = 1, maximum = 5, default = 3)]
    #[serde(default = "usual_count")]
    count: u8,
    /// Footage whose keywords the writer is told.
    #[serde(default)]
    source_video_ids: Vec<Uuid>,
    /// Another number writes other scripts.
    #[serde(default)]
    seed: u32,
}

const fn usual_length() -> u16 {
    20
}

const fn usual_count() -> u8 {
    3
}

impl TryFrom<ScriptBrief> for ScriptWish {
    type Error = Problem;

    fn try_from(brief: ScriptBrief) -> Result<Self, Problem> {
        let invalid = |error: domain::InvalidLanguage| Problem::new(Code::InvalidBrief, sentence(&error));
        if brief.source_video_ids.len() > 100 {
            return Err(Problem::new(Code::InvalidBrief, "Name at most 100 source videos."));
        }
        Ok(Self {
            idea: brief.idea,
            length_s: brief.length_s,
            language: brief.language.parse::<Language>().map_err(invalid)?,
            count: brief.count,
            source_videos: brief.source_video_ids.into_iter().map(SourceVideoId::from).collect(),
            seed: brief.seed,
        })
    }
}

/// Scripts to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptRequest {
    brief: ScriptBrief,
    /// `template`, which costs nothing and needs no key, or `chat`, the store's own model.
    #[schema(default = "template")]
    #[serde(default = "template")]
    writer: String,
}

fn template() -> String {
    "template".to_owned()
}

/// What was written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrittenScripts {
    /// At least one, and no more than were asked for.
    scripts: Vec<WrittenScript>,
    /// Who wrote.
    writer_label: String,
    cost_micro_usd: i64,
    /// What a person should know.
    notes: Vec<String>,
}

/// A script, not checked by a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrittenScript {
    /// `problem_answer`, `list_of_three`, `before_after` or `offer`.
    structure: String,
    /// The first sentence, which makes a viewer stay.
    hook: String,
    /// What is said after it.
    sentences: Vec<String>,
    /// The text of the post.
    caption: String,
    hashtags: Vec<String>,
    /// Hook and sentences, as a project takes them.
    script: String,
    /// How long it is about.
    length_s: u32,
    /// What stands in none of the texts that it was written from.
    to_check: Vec<ToCheck>,
}

/// A place that a person should look at.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ToCheck {
    kind: CheckKind,
    part: CheckPart,
    /// Which sentence or hashtag, from 0; 0 for the hook and the caption.
    index: usize,
    /// Where it begins in the part, in characters (Unicode code points).
    start: usize,
    /// Where it ends.
    end: usize,
    /// What stands there.
    text: String,
}

/// Why a person should look.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CheckKind {
    Price,
    /// A superlative, a percentage, a guarantee or the like.
    Claim,
    /// Another number.
    Number,
    /// A name, an address or a handle.
    Name,
}

/// Which part of a script.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CheckPart {
    Hook,
    Sentence,
    Caption,
    Hashtag,
}

impl From<Mark> for ToCheck {
    fn from(mark: Mark) -> Self {
        let kind = match mark.kind {
            MarkKind::Price => CheckKind::Price,
            MarkKind::Claim => CheckKind::Claim,
            MarkKind::Number => CheckKind::Number,
            MarkKind::Name => CheckKind::Name,
        };
        let (part, index) = match mark.part {
            ScriptPart::Hook => (CheckPart::Hook, 0),
            ScriptPart::Sentence(index) => (CheckPart::Sentence, index),
            ScriptPart::Caption => (CheckPart::Caption, 0),
            ScriptPart::Hashtag(index) => (CheckPart::Hashtag, index),
        };
        Self { kind, part, index, start: mark.start, end: mark.end, text: mark.text }
    }
}

impl From<CheckedScript> for WrittenScript {
    fn from(CheckedScript { draft, to_check }: CheckedScript) -> Self {
        Self {
            structure: draft.structure.as_str().to_owned(),
            script: draft.text(),
            length_s: draft.length_s(),
            hook: draft.hook,
            sentences: draft.sentences,
            caption: draft.caption,
            hashtags: draft.hashtags,
            to_check: to_check.into_iter().map(ToCheck::from).collect(),
        }
    }
}

impl From<CheckedScripts> for WrittenScripts {
    fn from(written: CheckedScripts) -> Self {
        Self {
            scripts: written.scripts.into_iter().map(WrittenScript::from).collect(),
            writer_label: written.writer_label,
            cost_micro_usd: written.cost.micro_usd(),
            notes: written.notes,
        }
    }
}

/// Write scripts from an idea; a model that costs is paid, once for a key
#[utoipa::path(post, path = "/api/v1/scripts/generate", operation_id = "write_scripts", tag = "scripts",
    params(ProfileHeader, KeyHeader), request_body = ScriptRequest,
    responses((status = 200, description = "Nothing is stored; take one into a project", body = WrittenScripts)))]
pub(crate) async fn generate(
    InProfile(ctx, OnceBody(once, body)): InProfile<OnceBody<ScriptRequest>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let (maker, key) = (front.clone(), once.key().cloned());
    let work = async move {
        let wish = ScriptWish::try_from(body.brief)?;
        let writer: ProviderName = body.writer.parse()?;
        let written = maker.studio.write_scripts(&ctx, &wish, &writer, key.as_ref()).await?;
        Ok(WrittenScripts::from(written))
    };
    once.answer(&front, ctx, StatusCode::OK, work).await
}

/// What scripts would cost, before anything is spent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScriptQuote {
    /// Each writer's price, the free one first.
    writers: Vec<WriterQuote>,
    month: Month,
}

/// What scripts would cost with a writer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WriterQuote {
    writer: String,
    label: String,
    /// The most that it can cost; null when the writer cannot write.
    #[schema(required)]
    at_most_micro_usd: Option<i64>,
    available: bool,
    /// What makes the writer available.
    #[schema(required)]
    cure: Option<String>,
    /// How near the limit would be afterwards; over means that it would be refused.
    level: Level,
}

impl WriterQuote {
    fn of(quote: studio::WriterQuote, month: &Standing) -> Self {
        let cost = quote.cost.unwrap_or_default();
        Self {
            writer: quote.writer.to_string(),
            label: quote.label,
            at_most_micro_usd: quote.cost.map(Cost::micro_usd),
            available: quote.cure.is_none(),
            cure: quote.cure,
            level: if cost == Cost::FREE { Level::Fine } else { month.level_with(cost).into() },
        }
    }
}

/// Say what scripts would cost at most with each writer
#[utoipa::path(post, path = "/api/v1/scripts/quote", operation_id = "quote_scripts", tag = "scripts",
    params(ProfileHeader), request_body = ScriptBrief,
    responses((status = 200, description = "Nothing is spent or set aside, and no model is asked", body = ScriptQuote)))]
pub(crate) async fn quote(
    InProfile(ctx, Body(body)): InProfile<Body<ScriptBrief>>,
    front: Data<Front>,
) -> Result<Json<ScriptQuote>, Problem> {
    let (quotes, month) = front.studio.quote_scripts(&ctx, &body.try_into()?).await?;
    let writers = quotes.into_iter().map(|quote| WriterQuote::of(quote, &month)).collect();
    Ok(Json(ScriptQuote { writers, month: month.into() }))
}
