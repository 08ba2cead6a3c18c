//! Every list finds its rows by an index: nothing is read for nothing, whoever else has how many rows.

use std::collections::BTreeSet;

use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use domain::{
    Actor, ClipStore, CostLedger as _, Cursor, FootageStore, JobFilter, JobStore, PageRequest,
    ProfileContext, ProfileStore, ProjectStore, UserStore as _,
};
use serde_json::Value;
use store_postgres::{
    Postgres,
    scratch::ScratchDatabase,
    statements::{self, Planned},
};

/// Twenty profiles with 300 projects each, the local user's only one among them with 6,000.
const FILL: &str = "
SET session_replication_role = replica;
CREATE TEMP TABLE own AS SELECT id AS profile_id FROM profiles;
CREATE TEMP TABLE n AS SELECT CASE WHEN n % 2 = 0 THEN md5('profile ' || n % 20)::uuid ELSE profile_id END AS profile_id,
    n, timestamptz '2026-01-01Z' + n * interval '1 minute' AS made
  FROM generate_series(1, 12000) n, own;
INSERT INTO projects (profile_id, id, name, script, voice_provider, voice, speed_percent, created_at)
  SELECT profile_id, md5('project ' || n)::uuid, 'Spring', 'Hello.', 'espeak-ng', 'en-us', 100, made FROM n;
INSERT INTO source_videos (profile_id, id, name, container, size_bytes, created_at)
  SELECT profile_id, md5('video ' || n)::uuid, 'a.mp4', 'mp4', 9, made FROM n;
INSERT INTO project_source_videos (profile_id, project_id, source_video_id, position)
  SELECT profile_id, md5('project ' || n)::uuid, md5('video ' || n)::uuid, 0 FROM n;
INSERT INTO segments (profile_id, id, source_video_id, start_ms, end_ms, motion, variance, sharpness, contrast,
    brightness)
  SELECT profile_id, md5(k || 'segment' || n)::uuid, md5('video ' || n)::uuid, k, k + 1, 0, 0, 0, 0, 0
  FROM n, generate_series(1, 5) k;
INSERT INTO clips (profile_id, id, project_id, project_name, variant, duration_ms, width, height, size_bytes,
    loudness_lufs, voice_label, notes, fingerprint, created_at)
  SELECT profile_id, md5(k || 'clip' || n)::uuid, md5('project ' || n)::uuid, 'Spring', k, 1, 1, 1, 1, -14, 'v', '[]',
    md5(''), made
  FROM n, generate_series(1, 2) k;
INSERT INTO jobs (profile_id, id, actor_id, kind, task, seq, created_at)
  SELECT profile_id, md5('job ' || n)::uuid, md5('actor')::uuid, 'analyse',
    jsonb_build_object('kind', 'analyse', 'source_video', md5('video ' || n)::uuid), n, made
  FROM n;
UPDATE jobs SET state = 'failed', failure_code = 'x', failure_detail = 'x' WHERE seq % 8 = 3;
INSERT INTO cost_entries (profile_id, id, spend_key, state, month, provider, operation, units, reserved_micro_usd,
    created_at, ended_at)
  SELECT profile_id, md5('cost ' || n)::uuid, n, 'settled', '2026-01-01', 'elevenlabs', 'speech', 1, 1, made, made
  FROM n;
VACUUM ANALYZE";

#[tokio::test]
async fn every_list_reads_by_its_index_only_what_it_shows() {
    statements::listen().unwrap();
    let database = ScratchDatabase::create().await;
    let store = &*database.store();
    let ctx = &enter(store, &store.local_user().await.unwrap()).await;
    let mut admin = AsyncPgConnection::establish(database.admin_url()).await.unwrap();
    for statement in FILL.split(";\n") {
        admin.batch_execute(statement).await.unwrap();
    }
    let made = "2026-01-05T00:00:00Z".parse().unwrap();
    // Any id will do, but a random one would give the planner another case each time.
    let middle =
        PageRequest::new(50, Some(Cursor { created_at: made, id: uuid::Uuid::from_u128(u128::MAX / 2) }));
    for page in [PageRequest::default(), middle] {
        let projects = ProjectStore::list(store, ctx, &page).await.unwrap();
        reads_by(store, ctx, &["project_source_videos_pkey", "projects_newest"]).await;
        let videos = FootageStore::list(store, ctx, &page).await.unwrap();
        reads_by(store, ctx, &["segments_by_place", "source_videos_newest"]).await;
        let clips = ClipStore::list(store, ctx, None, &page).await.unwrap();
        reads_by(store, ctx, &["clips_newest"]).await;
        let jobs = JobStore::list(store, ctx, JobFilter::All, &page).await.unwrap();
        reads_by(store, ctx, &["jobs_newest"]).await;
        let wrong = JobStore::list(store, ctx, JobFilter::WentWrong, &page).await.unwrap();
        reads_by(store, ctx, &["jobs_failed"]).await;
        let costs = store.entries(ctx, &page).await.unwrap();
        reads_by(store, ctx, &["cost_entries_newest"]).await;
        let shown = [projects.items.len(), videos.items.len(), clips.items.len(), jobs.items.len()];
        assert_eq!(shown, [50; 4], "a list of few rows shows nothing");
        assert_eq!([wrong.items.len(), costs.items.len()], [50; 2], "a list of few rows shows nothing");
        let project = Some(projects.items[0].id);
        assert_eq!(
            ClipStore::list(store, ctx, project, &PageRequest::default()).await.unwrap().items.len(),
            2
        );
        reads_by(store, ctx, &["clips_by_project"]).await;
        assert_eq!(store.segments(ctx, &[videos.items[0].id, videos.items[1].id]).await.unwrap().len(), 10);
        reads_by(store, ctx, &["segments_by_place"]).await;
        assert_eq!(store.changed_since(ctx, 6000).await.unwrap().len(), 100);
        reads_by(store, ctx, &["jobs_by_seq"]).await;
    }
}

async fn enter(store: &Postgres, actor: &Actor) -> ProfileContext {
    let profiles = ProfileStore::list(store, actor).await.unwrap();
    let ctx = ProfileContext::enter(actor, &profiles[0]).unwrap();
    statements::take(&ctx);
    ctx
}

/// Explains what was sent since the last call, each as the server plans it for these values and for any.
async fn reads_by(store: &Postgres, ctx: &ProfileContext, indexes: &[&str]) {
    let sent = statements::take(ctx);
    assert!(sent.len() <= 3, "a list is {} statements", sent.len());
    for planned in [Planned::ForTheseValues, Planned::Once] {
        let mut used = BTreeSet::new();
        for statement in &sent {
            let plan = statement.explain(store, ctx, planned).await.unwrap();
            let top = &plan[0]["Plan"];
            let mut faults = Vec::new();
            walk(top, number(top, "Actual Rows"), &mut used, &mut faults);
            assert_eq!(faults, Vec::<String>::new(), "{planned:?}: {}\n{plan:#}", statement.sql);
        }
        assert_eq!(used.iter().map(String::as_str).collect::<Vec<_>>(), indexes, "{planned:?}");
    }
    // Explaining is heard as well.
    statements::take(ctx);
}

/// Collects the indexes of a plan, and what is wrong with it when its top shows so many rows.
fn walk(node: &Value, shown: f64, used: &mut BTreeSet<String>, faults: &mut Vec<String>) {
    let kind = node["Node Type"].as_str().unwrap();
    used.extend(node["Index Name"].as_str().map(ToOwned::to_owned));
    if kind == "Seq Scan" {
        faults.push(format!("reads the whole table {}", node["Relation Name"]));
    }
    // The row at which a page begins may be read once more.
    let removed = number(node, "Rows Removed by Filter") * number(node, "Actual Loops");
    if removed > 1.0 {
        faults.push(format!("reads {removed} rows for nothing"));
    }
    for below in node["Plans"].as_array().into_iter().flatten() {
        if kind.contains("Sort") && number(below, "Actual Rows") > shown {
            faults.push("sorts more rows than it shows".to_owned());
        }
        walk(below, shown, used, faults);
    }
}

fn number(node: &Value, name: &str) -> f64 {
    node[name].as_f64().unwrap_or(0.0)
}
