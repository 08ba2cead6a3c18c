//! Rows that are not right, databases that are older, and addresses that are not the original's.

use store_postgres::{AdoptError, scratch::ScratchDatabase};

use super::helpers::{Log, adopt, adoption, original, rows};

/// What becomes of each row that is not right, when Ana gets the rows of nobody.
const ODD: &[(&str, &str, &str)] = &[
    ("editai_projects", "10000000-0000-4000-8000-000000000386", "changed: it had no name"),
    (
        "editai_projects",
        "10000000-0000-4000-8000-000000000387",
        "changed: its name was brought onto one line",
    ),
    (
        "editai_projects",
        "10000000-0000-4000-8000-000000000388",
        "changed: its name was brought onto one line",
    ),
    ("editai_projects", "10000000-0000-4000-8000-000000000388", "changed: it had no date"),
    ("editai_source_videos", "20000000-0000-4000-8000-000000000385", "changed: its name was brought into"),
    ("editai_clips", "30000000-0000-4000-8000-000000000385", "changed: its project is gone"),
    ("editai_clips", "30000000-0000-4000-8000-000000000386", "changed: its project is gone"),
    ("editai_clips", "30000000-0000-4000-8000-000000000387", "changed: it had no number from 1 to 255"),
    ("editai_clips", "30000000-0000-4000-8000-000000000388", "left: it was deleted in the original"),
    ("editai_clip_content", "50000000-0000-4000-8000-000000000385", "left: its clip is gone"),
    ("editai_clip_content", "50000000-0000-4000-8000-000000000388", "left: its clip was deleted"),
    ("editai_segments", "40000000-0000-4000-8000-000000000385", "left: it ends before it starts"),
    ("editai_segments", "40000000-0000-4000-8000-000000000386", "left: its span has no start or end"),
    ("editai_segments", "40000000-0000-4000-8000-000000000387", "left: its span has no start or end"),
    ("editai_segments", "40000000-0000-4000-8000-000000000388", "left: its footage is gone"),
    ("editai_segments", "40000000-0000-4000-8000-000000000389", "left: its span has no start or end"),
    ("editai_project_segments", "60000000-0000-4000-8000-000000000385", "left: the two things that it joins"),
    ("editai_project_segments", "60000000-0000-4000-8000-000000000386", "left: its project is gone"),
    (
        "editai_project_segments",
        "60000000-0000-4000-8000-000000000387",
        "left: its segment or its footage is gone",
    ),
    ("jobs", "strange", "changed: its state is not known here"),
    ("api_costs", "901", "left: its amount is negative"),
    ("api_costs", "902", "left: it has no amount"),
    ("api_costs", "903", "changed: it had no number of units"),
    ("api_costs", "904", "left: it has no date"),
    ("api_costs", "906", "left: its amount is no sum of money"),
];

#[tokio::test]
async fn each_row_that_is_not_right_is_named_with_the_reason_and_stops_nothing() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let mut how = adoption(&source);
    how.orphans_to = Some("ana@example.test".to_owned());
    let (tables, remarks) = adopt(&target.store(), &how).await;
    for (table, id, what) in ODD {
        let sign = format!("public.{table} {id} {what}");
        assert_eq!(remarks.iter().filter(|line| line.starts_with(&sign)).count(), 1, "{sign}: {remarks:#?}");
    }
    assert_eq!(remarks.len(), ODD.len(), "{remarks:#?}");
    let left: u64 = tables.iter().map(|table| table.tally.left).sum();
    assert_eq!(left, u64::try_from(ODD.iter().filter(|odd| odd.2.starts_with("left")).count()).unwrap());
    let counted: u64 = tables.iter().flat_map(|table| table.tally.reasons.values()).sum();
    assert_eq!(counted, u64::try_from(ODD.len()).unwrap());
    let became =
        "SELECT name FROM projects WHERE id::text LIKE '%38_' AND name NOT LIKE 'its user%' ORDER BY 1";
    assert_eq!(rows(&target, became).await, ["Untitled".to_owned(), "n".repeat(200), "two lines".to_owned()]);
    let footage =
        "SELECT name || ' ' || size_bytes || ' ' || failure FROM source_videos WHERE name = 'Untitled'";
    let told = "Untitled 0 Its file Untitled was not brought along from the original; upload it again.";
    assert_eq!(rows(&target, footage).await, [told]);
    let cost = "SELECT month || ' ' || operation || ' ' || amount_micro_usd FROM cost_entries WHERE provider = 'gemini' ORDER BY 1";
    assert_eq!(rows(&target, cost).await, ["2026-05-01 unknown 0", "2026-05-01 x 1000000"]);
    let job = "SELECT p.owner_id::text FROM jobs j JOIN profiles p ON p.id = j.profile_id WHERE j.task ->> 'was' = 'tts'";
    let owner = rows(&source, "SELECT user_id::text FROM editai_projects WHERE name = 'Ofertă 1'").await;
    assert_eq!(rows(&target, job).await, owner, "a job that names no user is its project's");
}

#[tokio::test]
async fn what_only_the_database_refuses_is_left_alone_and_stops_nothing() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let mut how = adoption(&source);
    how.batch = 100;
    // Rules that the adoption knows nothing of.
    target.run("ALTER TABLE projects ADD CHECK (name NOT IN ('Ofertă 3', 'Ofertă 8')), ALTER script SET NOT NULL").await;
    target.run("ALTER TABLE cost_entries ADD CHECK (units <> 103)").await;
    let (tables, remarks) = adopt(&target.store(), &how).await;
    let refused = |table: &str| {
        remarks.iter().filter(|line| line.contains(table) && line.contains("refused it")).count()
    };
    assert_eq!((refused("editai_projects"), refused("api_costs")), (2, 1), "{remarks:#?}");
    assert_eq!((tables[1].tally.adopted, tables[1].tally.left), (35 - 2, 9 + 2));
    let alone = "SELECT count(*)::text FROM clips WHERE project_id IS NULL AND project_name IN ('Ofertă 3', 'Ofertă 8')";
    assert_eq!(rows(&target, alone).await, ["4"], "their clips stand alone");
    let sums = "SELECT (SELECT sum(spent_micro_usd) FROM budgets) = (SELECT sum(amount_micro_usd) FROM cost_entries)";
    assert_eq!(rows(&target, &format!("SELECT (x.same)::text FROM ({sums} AS same) x")).await, ["true"]);
}

#[tokio::test]
async fn an_older_installation_is_taken_in_as_far_as_it_goes() {
    const OLD: &str = "
        CREATE TABLE editai_projects (id uuid PRIMARY KEY, name text);
        CREATE TABLE editai_clips (id uuid PRIMARY KEY, project_id uuid, tags jsonb);
        CREATE TABLE jobs (id text PRIMARY KEY, status text);
        INSERT INTO editai_projects VALUES ('10000000-0000-4000-8000-000000000001', 'Oldest');
        INSERT INTO editai_clips VALUES ('30000000-0000-4000-8000-000000000001', '10000000-0000-4000-8000-000000000001', '[]');
        INSERT INTO jobs VALUES ('one', 'completed')";
    let (source, target) = (ScratchDatabase::create_empty().await, ScratchDatabase::create().await);
    source.run(OLD).await;
    let store = target.store();
    let local = domain::UserStore::local_user(&*store).await.unwrap();
    let mut how = adoption(&source);
    how.orphans_to = Some(local.user().to_string());
    let (tables, _) = adopt(&store, &how).await;
    let of = |name: &str| tables.iter().find(|table| table.name == name).unwrap();
    assert_eq!(of("auth.users").lacks, ["the table"]);
    assert!(of("public.editai_projects").lacks.contains(&"description".to_owned()));
    assert!(
        of("public.editai_clips").lacks.contains(&"tags".to_owned()),
        "a list of another type is not read"
    );
    let adopted: Vec<u64> = tables.iter().map(|table| table.tally.adopted).collect();
    assert_eq!(adopted, [0, 1, 0, 0, 0, 1, 0, 1, 0]);
    let home = "SELECT p.name || ' ' || c.project_name FROM clips c JOIN profiles p ON p.id = c.profile_id";
    assert_eq!(rows(&target, home).await, ["My store Oldest"]);
}

#[tokio::test]
async fn what_is_not_the_original_is_refused_in_words() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let (store, empty) = (target.store(), ScratchDatabase::create_empty().await);
    let before = super::snapshot(&target).await;
    let refused = async |url: &str, orphans_to: Option<&str>| {
        let mut how = adoption(&source);
        (how.source_url, how.orphans_to) = (url.to_owned(), orphans_to.map(str::to_owned));
        let error: AdoptError = store.adopt(&how, &mut Log::default()).await.unwrap_err();
        error.to_string()
    };
    assert!(refused(target.admin_url(), None).await.contains("not of the original"));
    assert!(refused(empty.admin_url(), None).await.contains("none of the original's tables"));
    assert!(refused("postgres://ana:s3cret@db.example.test/x", None).await.contains("has no TLS"));
    let unread = refused("postgres://ana:s3cret@localhost:port/x", None).await;
    assert!(unread.contains("write it as postgres://") && !unread.contains("s3cret"), "{unread}");
    let nobody = "80000000-0000-4000-8000-000000000001";
    assert!(refused(source.admin_url(), Some(nobody)).await.contains("no user of the source"));
    assert!(refused(source.admin_url(), Some("nobody@example.test")).await.contains("no user of the source"));
    assert_eq!(super::snapshot(&target).await, before);
}
