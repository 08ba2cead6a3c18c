//! How the server finds the rows of every list.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    ClipStore, Cursor, FootageStore, JobFilter, JobStore, PageRequest, ProfileContext, ProjectId,
    ProjectStore, SourceVideoId,
};
use serde_json::Value;
use store_postgres::{
    Postgres,
    statements::{self, Planned, Statement},
};

use crate::{
    Outcome,
    figures::{head, row, say},
    place::{Place, Tenants},
};

/// The lists that the stores have.
#[derive(Debug, Clone, Copy)]
enum List {
    Projects,
    ProjectsAfter,
    Clips,
    ClipsAfter,
    ClipsOfProject,
    SourceVideos,
    SourceVideosAfter,
    Segments,
    Jobs,
    JobsAfter,
    JobsChanged,
}

impl List {
    const ALL: [Self; 11] = [
        Self::Projects,
        Self::ProjectsAfter,
        Self::Clips,
        Self::ClipsAfter,
        Self::ClipsOfProject,
        Self::SourceVideos,
        Self::SourceVideosAfter,
        Self::Segments,
        Self::Jobs,
        Self::JobsAfter,
        Self::JobsChanged,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::ProjectsAfter => "projects, from the middle",
            Self::Clips => "clips",
            Self::ClipsAfter => "clips, from the middle",
            Self::ClipsOfProject => "clips of a project",
            Self::SourceVideos => "source videos",
            Self::SourceVideosAfter => "source videos, from the middle",
            Self::Segments => "segments of two videos",
            Self::Jobs => "jobs",
            Self::JobsAfter => "jobs, from the middle",
            Self::JobsChanged => "jobs changed since",
        }
    }

    async fn send(self, store: &Postgres, ctx: &ProfileContext, known: &Known) -> Outcome<()> {
        let (first, middle) = (PageRequest::default(), PageRequest::new(50, Some(known.middle)));
        match self {
            Self::Projects => drop(ProjectStore::list(store, ctx, &first).await?),
            Self::ProjectsAfter => drop(ProjectStore::list(store, ctx, &middle).await?),
            Self::Clips => drop(ClipStore::list(store, ctx, None, &first).await?),
            Self::ClipsAfter => drop(ClipStore::list(store, ctx, None, &middle).await?),
            Self::ClipsOfProject => drop(ClipStore::list(store, ctx, known.project, &first).await?),
            Self::SourceVideos => drop(FootageStore::list(store, ctx, &first).await?),
            Self::SourceVideosAfter => drop(FootageStore::list(store, ctx, &middle).await?),
            Self::Segments => drop(store.segments(ctx, &known.videos).await?),
            Self::Jobs => drop(JobStore::list(store, ctx, JobFilter::All, &first).await?),
            Self::JobsAfter => drop(JobStore::list(store, ctx, JobFilter::All, &middle).await?),
            Self::JobsChanged => drop(store.changed_since(ctx, known.seq).await?),
        }
        Ok(())
    }
}

/// What a profile's lists are asked for.
struct Known {
    project: Option<ProjectId>,
    videos: Vec<SourceVideoId>,
    middle: Cursor,
    seq: i64,
}

impl Known {
    async fn read(store: &Postgres, ctx: &ProfileContext) -> Outcome<Self> {
        let clips = ClipStore::list(store, ctx, None, &PageRequest::default()).await?;
        let videos = FootageStore::list(store, ctx, &PageRequest::new(2, None)).await?;
        // Half of the rows of each table are older.
        let middle = Cursor { created_at: "2026-04-15T00:00:00Z".parse()?, id: uuid::Uuid::max() };
        Ok(Self {
            project: clips.items.first().and_then(|clip| clip.made.project),
            videos: videos.items.iter().map(|video| video.id).collect(),
            middle,
            seq: store.latest_seq(ctx).await? / 2,
        })
    }
}

/// Sends each list in the hot profile and in a typical one, and explains what was sent.
pub(crate) async fn print(place: &Place) -> Outcome<()> {
    statements::listen()?;
    let store = Arc::new(place.store()?);
    let tenants = Tenants::read(&store).await?;
    say("\n### Plans of every list: what EXPLAIN ANALYZE says of the statements that the stores sent");
    head(&["list", "profile", "statements", "nodes", "rows", "time"]);
    for (profile, ctx) in [("hot", tenants.hot), ("typical", tenants.other(1))] {
        let known = Known::read(&store, &ctx).await?;
        statements::take(&ctx);
        for list in List::ALL {
            list.send(&store, &ctx, &known).await?;
            explain(&store, &ctx, list.name(), profile, statements::take(&ctx)).await?;
            statements::take(&ctx);
        }
    }
    Ok(())
}

async fn explain(
    store: &Postgres,
    ctx: &ProfileContext,
    name: &str,
    profile: &str,
    sent: Vec<Statement>,
) -> Outcome<()> {
    let mut seen = BTreeSet::new();
    for statement in &sent {
        if !seen.insert(&statement.sql) {
            continue;
        }
        let times = sent.iter().filter(|other| other.sql == statement.sql).count();
        let plan = statement.explain(store, ctx, Planned::ForTheseValues).await?;
        let top = plan.pointer("/0").ok_or("a plan without a top")?;
        let mut nodes = Vec::new();
        describe(top.get("Plan").unwrap_or(&Value::Null), &mut nodes);
        let rows = number(top.pointer("/Plan/Actual Rows"));
        let time = number(top.get("Execution Time"));
        row(&[
            name.to_owned(),
            profile.to_owned(),
            times.to_string(),
            nodes.join(", "),
            format!("{rows:.0}"),
            format!("{time:.2} ms"),
        ]);
    }
    Ok(())
}

/// Adds a plan's nodes, from the top, with their indexes.
fn describe(node: &Value, nodes: &mut Vec<String>) {
    let text = |key: &str| node.get(key).and_then(Value::as_str);
    let kind = text("Node Type").unwrap_or("?");
    match (text("Index Name"), text("Relation Name")) {
        (Some(index), _) => nodes.push(format!("{kind} {index}")),
        (None, Some(table)) if kind == "Seq Scan" => nodes.push(format!("**{kind} {table}**")),
        // It only compares the profile asked for with the transaction's.
        (None, _) if kind == "Result" => {}
        (None, _) => nodes.push(kind.to_owned()),
    }
    let removed = number(node.get("Rows Removed by Filter")) * number(node.get("Actual Loops"));
    if removed > 0.0 {
        nodes.push(format!("({removed:.0} rows read for nothing)"));
    }
    for child in node.get("Plans").and_then(Value::as_array).into_iter().flatten() {
        describe(child, nodes);
    }
}

fn number(value: Option<&Value>) -> f64 {
    value.and_then(Value::as_f64).unwrap_or(f64::NAN)
}
