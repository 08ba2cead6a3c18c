//! Money: quotes, the month's budget, sums, and the books.

use actix_web::{
    HttpResponse,
    http::header,
    web::{self, Bytes, Data, Json, Query, ServiceConfig},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Availability, BudgetLevel, Cost, PageRequest, ProfileContext, Standing};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::Problem,
    extract::{Body, InProfile},
    front::Front,
    openapi::ProfileHeader,
    page::{Page, PageQuery},
    range::RangeQuery,
    server::resource,
    voices::language,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/tts/quote", "POST").route(web::post().to(quote)))
        .service(resource("/api/v1/costs/summary", "GET").route(web::get().to(summary)))
        .service(resource("/api/v1/costs/entries", "GET").route(web::get().to(entries)))
        .service(resource("/api/v1/costs/entries.csv", "GET").route(web::get().to(entries_csv)));
}

/// This month's money (UTC), in micro-USD: millionths of a US dollar.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Month {
    spent_micro_usd: i64,
    /// Set aside for what is being bought.
    reserved_micro_usd: i64,
    /// The most that may be spent; null for no limit.
    #[schema(required)]
    limit_micro_usd: Option<i64>,
    /// What can still be spent; null for no limit.
    #[schema(required)]
    left_micro_usd: Option<i64>,
    level: Level,
    /// When the next month begins.
    ends_at: DateTime<Utc>,
}

/// How near the limit is: near from 80 %.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    Fine,
    Near,
    Over,
}

impl From<BudgetLevel> for Level {
    fn from(level: BudgetLevel) -> Self {
        match level {
            BudgetLevel::Fine => Self::Fine,
            BudgetLevel::Near => Self::Near,
            BudgetLevel::Over => Self::Over,
        }
    }
}

impl From<Standing> for Month {
    fn from(month: Standing) -> Self {
        Self {
            spent_micro_usd: month.spent.micro_usd(),
            reserved_micro_usd: month.reserved.micro_usd(),
            limit_micro_usd: month.limit.map(Cost::micro_usd),
            left_micro_usd: month.left().map(Cost::micro_usd),
            level: month.level_with(Cost::FREE).into(),
            ends_at: month.ends_at,
        }
    }
}

/// A text whose price is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteRequest {
    /// At most 10,000 characters.
    text: String,
    /// The text's language, such as `ro`; found out where it is not named.
    language: Option<String>,
    /// How many voices speak it, each of them the whole text, as variants do: 1 to 10, 1 unless said.
    voices: Option<u32>,
}

/// What a text would cost, before anything is spent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quote {
    /// How many characters the engines would count.
    characters: u64,
    /// The text's language, such as `ro`; null when it cannot be told for certain.
    #[schema(required)]
    language: Option<String>,
    /// Each engine's price, the preferred engine first.
    providers: Vec<ProviderQuote>,
    month: Month,
}

/// What a text would cost with an engine.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProviderQuote {
    provider: String,
    label: String,
    draft: bool,
    /// Whether one of its voices speaks the text's language; null when either is not known.
    #[schema(required)]
    speaks_language: Option<bool>,
    /// How long it will take, by what was measured on this machine; null before the first time.
    #[schema(required)]
    expected_ms: Option<u64>,
    /// Whether the text leaves the person's own machines.
    leaves_machine: bool,
    cost_micro_usd: i64,
    available: bool,
    /// What makes the engine available.
    #[schema(required)]
    cure: Option<String>,
    /// How near the limit would be afterwards; over means that it would be refused.
    level: Level,
}

/// Say what a text would cost with each engine
#[utoipa::path(post, path = "/api/v1/tts/quote", operation_id = "quote_speech", tag = "costs",
    params(ProfileHeader), request_body = QuoteRequest,
    responses((status = 200, description = "Nothing is spent or set aside", body = Quote)))]
pub(crate) async fn quote(
    InProfile(ctx, Body(body)): InProfile<Body<QuoteRequest>>,
    front: Data<Front>,
) -> Result<Json<Quote>, Problem> {
    let voices = u8::try_from(body.voices.unwrap_or(1)).unwrap_or(u8::MAX);
    let quote = front.studio.quote(&ctx, &body.text, language(body.language.as_deref())?, voices).await?;
    let month = quote.month;
    let provider = |found: studio::ProviderQuote| {
        let cure = match found.availability {
            Availability::Available { .. } => None,
            Availability::Unavailable { cure } => Some(cure),
        };
        ProviderQuote {
            provider: found.provider.to_string(),
            leaves_machine: found.engine.privacy != domain::Privacy::Local,
            label: found.engine.label,
            draft: found.engine.draft,
            speaks_language: found.speaks_language,
            expected_ms: found.expected.map(|time| u64::try_from(time.as_millis()).unwrap_or(u64::MAX)),
            cost_micro_usd: found.cost.micro_usd(),
            available: cure.is_none(),
            cure,
            level: if found.cost == Cost::FREE { Level::Fine } else { month.level_with(found.cost).into() },
        }
    };
    Ok(Json(Quote {
        characters: quote.characters,
        language: quote.language.map(String::from),
        providers: quote.providers.into_iter().map(provider).collect(),
        month: month.into(),
    }))
}

/// What was paid in a range.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CostSummary {
    total_micro_usd: i64,
    /// Oldest first; days without costs are left out.
    by_day: Vec<DayCost>,
    /// Most first.
    by_provider: Vec<ProviderCost>,
    /// Most first, at most 100.
    by_project: Vec<ProjectCost>,
    /// This month's money, whatever the range.
    month: Month,
}

/// What was paid on a day (UTC).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayCost {
    day: NaiveDate,
    amount_micro_usd: i64,
}

/// What an engine or service was paid.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProviderCost {
    provider: String,
    amount_micro_usd: i64,
    /// How much was bought; of speech, characters.
    units: u64,
}

impl From<domain::ProviderCost> for ProviderCost {
    fn from(cost: domain::ProviderCost) -> Self {
        Self { provider: cost.provider, amount_micro_usd: cost.amount.micro_usd(), units: cost.units }
    }
}

/// What a project did cost.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectCost {
    /// Null for what belongs to no project.
    #[schema(required)]
    project_id: Option<Uuid>,
    /// Null when the project is gone.
    #[schema(required)]
    name: Option<String>,
    amount_micro_usd: i64,
}

/// Sum up what was paid
#[utoipa::path(get, path = "/api/v1/costs/summary", operation_id = "cost_summary", tag = "costs",
    params(ProfileHeader, RangeQuery),
    responses((status = 200, description = "The sums", body = CostSummary)))]
pub(crate) async fn summary(
    InProfile(ctx, query): InProfile<Query<RangeQuery>>,
    front: Data<Front>,
) -> Result<Json<CostSummary>, Problem> {
    let found = front.studio.cost_summary(&ctx, query.since(front.now())).await?;
    let month = front.studio.standing(&ctx).await?;
    let day = |(day, amount): (NaiveDate, Cost)| DayCost { day, amount_micro_usd: amount.micro_usd() };
    let project = |cost: domain::ProjectCost| ProjectCost {
        project_id: cost.project.map(domain::ProjectId::uuid),
        name: cost.name,
        amount_micro_usd: cost.amount.micro_usd(),
    };
    Ok(Json(CostSummary {
        total_micro_usd: found.total.micro_usd(),
        by_day: found.by_day.into_iter().map(day).collect(),
        by_provider: found.by_provider.into_iter().map(Into::into).collect(),
        by_project: found.by_project.into_iter().map(project).collect(),
        month: month.into(),
    }))
}

/// A purchase in the books.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CostEntry {
    id: Uuid,
    state: CostState,
    provider: String,
    /// What was bought, such as `speech`.
    operation: String,
    /// How much of it; of speech, characters.
    units: u64,
    reserved_micro_usd: i64,
    /// What it did cost.
    amount_micro_usd: i64,
    #[schema(required)]
    project_id: Option<Uuid>,
    #[schema(required)]
    job_id: Option<Uuid>,
    created_at: DateTime<Utc>,
}

/// How far a purchase is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CostState {
    Reserved,
    Settled,
    Released,
}

impl From<domain::CostEntry> for CostEntry {
    fn from(entry: domain::CostEntry) -> Self {
        Self {
            id: entry.id,
            state: match entry.state {
                domain::CostState::Reserved => CostState::Reserved,
                domain::CostState::Settled => CostState::Settled,
                domain::CostState::Released => CostState::Released,
            },
            provider: entry.provider,
            operation: entry.operation,
            units: entry.units,
            reserved_micro_usd: entry.reserved.micro_usd(),
            amount_micro_usd: entry.amount.micro_usd(),
            project_id: entry.project.map(domain::ProjectId::uuid),
            job_id: entry.job.map(domain::JobId::uuid),
            created_at: entry.created_at,
        }
    }
}

/// List purchases, newest first
#[utoipa::path(get, path = "/api/v1/costs/entries", operation_id = "list_cost_entries", tag = "costs",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<CostEntry>)))]
pub(crate) async fn entries(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<CostEntry>>, Problem> {
    Ok(Json(Page::of(front.studio.cost_entries(&ctx, &query.request()?).await?, CostEntry::from)))
}

const CSV_HEAD: &str =
    "id,created_at,state,provider,operation,units,reserved_usd,amount_usd,project_id,job_id\r\n";

/// Download all purchases as CSV (RFC 4180), newest first
#[utoipa::path(get, path = "/api/v1/costs/entries.csv", operation_id = "download_cost_entries", tag = "costs",
    params(ProfileHeader),
    responses((status = 200, description = "A line each", body = String, content_type = "text/csv")))]
pub(crate) async fn entries_csv(InProfile(ctx, ()): InProfile, front: Data<Front>) -> HttpResponse {
    let pages = stream::try_unfold((front, ctx, Next::Head), |(front, ctx, next)| async move {
        let (text, next) = csv_page(&front, &ctx, next).await?;
        Ok::<_, Problem>(next.map(|next| (Bytes::from(text), (front, ctx, next))))
    });
    HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"costs.csv\""))
        .streaming(pages)
}

/// What of the file is to be written next.
enum Next {
    Head,
    Page(PageRequest),
    Nothing,
}

async fn csv_page(
    front: &Front,
    ctx: &ProfileContext,
    next: Next,
) -> Result<(String, Option<Next>), Problem> {
    let request = match next {
        Next::Head => {
            return Ok((CSV_HEAD.to_owned(), Some(Next::Page(PageRequest::new(PageRequest::MAX, None)))));
        }
        Next::Page(request) => request,
        Next::Nothing => return Ok((String::new(), None)),
    };
    let page = front.studio.cost_entries(ctx, &request).await?;
    let text = page.items.iter().map(csv_line).collect();
    let later = page.next.map(|cursor| Next::Page(PageRequest::new(PageRequest::MAX, Some(cursor))));
    Ok((text, Some(later.unwrap_or(Next::Nothing))))
}

fn csv_line(entry: &domain::CostEntry) -> String {
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let fields = [
        entry.id.to_string(),
        entry.created_at.to_rfc3339(),
        entry.state.as_str().to_owned(),
        csv_text(&entry.provider),
        csv_text(&entry.operation),
        entry.units.to_string(),
        dollars(entry.reserved),
        dollars(entry.amount),
        id(entry.project.map(domain::ProjectId::uuid)),
        id(entry.job.map(domain::JobId::uuid)),
    ];
    format!("{}\r\n", fields.join(","))
}

fn dollars(cost: Cost) -> String {
    format!("{}.{:06}", cost.micro_usd() / 1_000_000, (cost.micro_usd() % 1_000_000).abs())
}

/// Quotes a text; one that a spreadsheet would take for a formula begins with an apostrophe.
fn csv_text(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_takes_no_text_for_a_formula() {
        assert_eq!(csv_text("=1+1"), "\"'=1+1\"");
        assert_eq!(csv_text("a \"b\""), "\"a \"\"b\"\"\"");
        assert_eq!(dollars(Cost(220_000)), "0.220000");
    }
}
