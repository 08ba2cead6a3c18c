//! Cut off anywhere, an adoption goes on where it was and ends as one that was not.

use store_postgres::{AdoptError, scratch::ScratchDatabase};

use super::helpers::{Log, adopt, adoption, assert_same, original, rows};

/// Every row without the moments at which it was written.
async fn settled(target: &ScratchDatabase) -> Vec<String> {
    let mut all = Vec::new();
    for table in [
        "users",
        "profiles",
        "projects",
        "source_videos",
        "segments",
        "project_source_videos",
        "clips",
        "clip_contents",
        "jobs",
        "cost_entries",
        "budgets",
        "job_seqs",
        "adoptions",
    ] {
        let written = match table {
            "users" | "profiles" => "- 'created_at'",
            "jobs" | "adoptions" => "- 'updated_at'",
            _ => "",
        };
        // Some came without a date and have that of their adoption.
        let undated =
            if table == "projects" { "WHERE t.id <> '10000000-0000-4000-8000-000000000388'" } else { "" };
        let sql =
            format!("SELECT '{table} ' || (to_jsonb(t) {written})::text FROM {table} t {undated} ORDER BY 1");
        all.extend(rows(target, &sql).await);
    }
    all
}

#[tokio::test]
async fn an_adoption_cut_off_at_any_batch_ends_as_one_that_was_not() {
    let source = original().await;
    let mut how = adoption(&source);
    how.orphans_to = Some("ana@example.test".to_owned());
    how.batch = 25;
    let whole = ScratchDatabase::create().await;
    let (tables, remarks) = adopt(&whole.store(), &how).await;
    let expected = settled(&whole).await;
    assert!(expected.len() > 300);
    let target = ScratchDatabase::create().await;
    let mut log = Log::default();
    let mut cuts = 0;
    // One batch a run: each run but the last is cut off while it writes its second.
    let resumed = loop {
        log.stop_after = Some(1);
        match target.store().adopt(&how, &mut log).await {
            Ok(tables) => break tables,
            Err(AdoptError::Report(_)) => cuts += 1,
            Err(other) => panic!("{other:?}"),
        }
        assert!(cuts < 100, "it does not go on");
    };
    assert!(cuts > 15, "it was cut off {cuts} times only");
    assert_same(&settled(&target).await.join("\n"), &expected.join("\n"));
    assert_eq!((resumed, log.lines), (tables, remarks));
}

#[tokio::test]
async fn begun_anew_it_looks_at_every_row_again() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let store = target.store();
    let mut how = adoption(&source);
    let mut log = Log { stop_after: Some(10), ..Log::default() };
    store.adopt(&how, &mut log).await.unwrap_err();
    how.is_anew = true;
    let (tables, _) = adopt(&store, &how).await;
    assert_eq!((tables[0].tally.adopted, tables[0].tally.there), (0, 3));
    assert_eq!((tables[1].tally.adopted, tables[1].tally.there, tables[2].tally.there), (0, 35, 9));
    assert!(tables[3].tally.adopted > 0, "{:?}", tables[3]);
    assert_eq!(rows(&target, "SELECT step FROM adoptions").await, Vec::<String>::new());
}

#[tokio::test]
async fn two_adoptions_of_one_source_take_turns() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let (store, how) = (target.store(), adoption(&source));
    let both = tokio::join!(adopt(&store, &how), adopt(&store, &how));
    let sums = |tables: &[store_postgres::AdoptedTable]| {
        tables.iter().fold((0, 0), |(new, old), table| (new + table.tally.adopted, old + table.tally.there))
    };
    let ((first, links), (second, all)) = (sums(&both.0.0), sums(&both.1.0));
    // One found nothing, the other everything, apart from second segments of one video.
    let (new, there) = if first > 0 { (first + links, second + all) } else { (second + all, first + links) };
    assert_eq!((first.min(second), new), (0, there));
}

#[tokio::test]
async fn another_database_does_not_go_on_where_this_one_was() {
    let (first, second) = (original().await, original().await);
    let target = ScratchDatabase::create().await;
    let store = target.store();
    let mut log = Log { stop_after: Some(10), ..Log::default() };
    store.adopt(&adoption(&first), &mut log).await.unwrap_err();
    let (tables, _) = adopt(&store, &adoption(&second)).await;
    assert_eq!(tables[0].tally.read, 3, "the users were passed over");
    assert_eq!(tables[1].tally.read, 44);
}
