//! A database of the original is taken in: whole, once, by its owners, and wherever it is cut off.

mod helpers;
mod odd;
mod resumed;

use domain::{ClipStore, FootageState, FootageStore, JobState, JobStore, PageRequest, ProjectStore, Task};
use store_postgres::{Tally, scratch::ScratchDatabase};

use self::helpers::{ANA, BOGDAN, Log, NOBODYS, adopt, adoption, context, original, owners, rows, snapshot};

#[tokio::test]
async fn everything_of_a_user_comes_into_the_users_profile() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let store = target.store();
    let (tables, _) = adopt(&store, &adoption(&source)).await;
    for table in &tables {
        let Tally { read, adopted, changed, there, left, .. } = table.tally;
        assert_eq!(read, adopted + there + left, "{}", table.name);
        assert!(changed <= adopted && there <= 10, "{}", table.name);
        assert_eq!(table.lacks, Vec::<String>::new(), "{}", table.name);
        let name = table.name;
        let there = rows(&source, &format!("SELECT count(*)::text FROM {name}")).await;
        assert_eq!(there, [read.to_string()], "{name}");
    }
    let ctx = context(&store, ANA).await;
    let page = PageRequest::new(100, None);
    let projects = ProjectStore::list(&*store, &ctx, &page).await.unwrap().items;
    assert_eq!(projects.len(), 16 + 3);
    let second = projects.iter().find(|project| project.name == "Ofertă 2").unwrap();
    assert_eq!(second.script.as_str(), "Lână moale, numărul 2.");
    assert_eq!(second.source_videos.len(), 1, "two segments of one video are one link");
    let clips = ClipStore::list(&*store, &ctx, Some(second.id), &page).await.unwrap().items;
    assert_eq!(clips.iter().map(|clip| clip.made.variant).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(clips[1].made.missing_file.as_deref(), Some("output/final_2.mp4"));
    assert!(
        clips[1].made.notes[0].contains("final_2.mp4 was not brought along"),
        "{:?}",
        clips[1].made.notes
    );
    assert!(clips[0].made.notes[0].contains("had not rendered"), "{:?}", clips[0].made.notes);
    let footage = FootageStore::list(&*store, &ctx, &page).await.unwrap().items;
    let FootageState::Failed(why) = &footage[0].state else { panic!("{:?}", footage[0].state) };
    assert!(why.contains(".mov was not brought along") && why.contains("upload it again"), "{why}");
    let ids: Vec<_> = footage.iter().map(|video| video.id).collect();
    assert_eq!(FootageStore::segments(&*store, &ctx, &ids).await.unwrap().len(), 4 * 3);
    let jobs = JobStore::list(&*store, &ctx, domain::JobFilter::All, &page).await.unwrap().items;
    assert_eq!(jobs.len(), 8);
    assert!(
        jobs.iter().all(|job| matches!(job.fields.task, Task::Adopted { .. }) && job.fields.state.is_over())
    );
    let dead = jobs.iter().find(|job| job.fields.state == JobState::Dead).unwrap();
    let failure = dead.fields.failure.as_ref().unwrap();
    assert_eq!(failure.detail, "It was under way when the original was left.");
}

#[tokio::test]
async fn what_has_no_place_among_ours_is_kept_beside_it() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    adopt(&target.store(), &adoption(&source)).await;
    let kept = [
        ("SELECT description || '; ' || context_text || '; ' || target_duration_s FROM projects WHERE name = 'Ofertă 2'",
         "about 2; sells wool; 20"),
        ("SELECT caption || '; ' || array_to_string(tags, '|') || '; ' || is_selected FROM clips
          WHERE missing_file = 'output/final_2.mp4'", "Reduceri! 100% <b>lână</b>; promo|ș \"quoted\", comma; true"),
        ("SELECT keywords[1] || '; ' || notes || '; ' || is_favourite || '; ' || start_ms || '-' || end_ms FROM segments
          WHERE id = '40000000-0000-4000-8000-000000000015'", "haină; a note; true; 3000-5500"),
        ("SELECT spoken_text || (caption_settings ->> 'fontSize') || voice || (word_timings #>> '{characters,0}') ||
            split_part(captions_srt, E'\n', 2) FROM clip_contents WHERE id = '50000000-0000-4000-8000-000000000002'",
         "Lână moale, numărul 2.48voice-1L00:00:00,000 --> 00:00:01,200"),
        ("SELECT missing_file || ' ' || size_bytes FROM source_videos WHERE name = 'video 2.mov'", "input/video_2.mov 5002"),
        ("SELECT provider || ' ' || operation || ' ' || units || ' ' || amount_micro_usd || ' ' || month || ' ' || state
          FROM cost_entries WHERE units = 101", "elevenlabs tts 101 22000 2026-03-01 settled"),
    ];
    for (sql, text) in kept {
        assert_eq!(rows(&target, sql).await, [text], "{sql}");
    }
}

#[tokio::test]
async fn each_row_goes_to_the_owner_whom_the_source_names() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    adopt(&target.store(), &adoption(&source)).await;
    let theirs = owners(&source, helpers::OWNERS_THERE).await;
    let ours = owners(&target, helpers::OWNERS_HERE).await;
    assert!(ours.len() > 150, "only {} rows came", ours.len());
    for (row, owner) in ours {
        assert_eq!(theirs.get(&row), Some(&owner), "{row}");
    }
    let mixed =
        "SELECT l.project_id::text FROM project_source_videos l JOIN profiles p ON p.id = l.profile_id
        WHERE p.owner_id = '90000000-0000-4000-8000-000000000001' AND l.project_id NOT IN (
          SELECT id FROM projects WHERE profile_id = l.profile_id)";
    assert_eq!(rows(&target, mixed).await, Vec::<String>::new());
}

#[tokio::test]
async fn adopting_twice_changes_nothing() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let store = target.store();
    let mut how = adoption(&source);
    how.orphans_to = Some("ana@example.test".to_owned());
    let (first, _) = adopt(&store, &how).await;
    let before = snapshot(&target).await;
    let (second, _) = adopt(&store, &how).await;
    helpers::assert_same(&snapshot(&target).await, &before);
    for (first, second) in first.iter().zip(&second) {
        assert_eq!(second.tally.there, first.tally.adopted + first.tally.there, "{}", first.name);
        assert_eq!((second.tally.adopted, second.tally.left), (0, first.tally.left), "{}", first.name);
    }
}

#[tokio::test]
async fn a_dry_run_counts_the_same_and_writes_nothing() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let store = target.store();
    let before = snapshot(&target).await;
    let mut how = adoption(&source);
    how.orphans_to = Some(BOGDAN.to_string());
    // In one batch, for a dry run cannot know that an earlier batch would have written the same link.
    how.batch = 200;
    how.is_dry_run = true;
    let (dry, dry_remarks) = adopt(&store, &how).await;
    assert_eq!(snapshot(&target).await, before);
    how.is_dry_run = false;
    let (wet, remarks) = adopt(&store, &how).await;
    assert_eq!((&dry, &dry_remarks), (&wet, &remarks));
    how.is_dry_run = true;
    let after = snapshot(&target).await;
    let (again, _) = adopt(&store, &how).await;
    assert!(again.iter().all(|table| table.tally.adopted == 0 && table.tally.there > 0), "{again:#?}");
    assert_eq!(snapshot(&target).await, after);
}

#[tokio::test]
async fn the_source_stays_as_it_was() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let before = helpers::dump(&source).await;
    assert!(before.len() > 300);
    adopt(&target.store(), &adoption(&source)).await;
    assert_eq!(helpers::dump(&source).await, before);
}

#[tokio::test]
async fn rows_of_nobody_are_left_or_go_to_the_one_who_is_named() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let store = target.store();
    let (tables, remarks) = adopt(&store, &adoption(&source)).await;
    let nobodys = |remarks: &[String]| remarks.iter().filter(|line| line.contains(NOBODYS)).count();
    let projects = tables.iter().find(|table| table.name == "public.editai_projects").unwrap();
    assert_eq!((projects.tally.adopted, projects.tally.left), (32 + 3, 8 + 1));
    assert_eq!(nobodys(&remarks), 9 + 2 + 6 + 4 + 18 + 7 + 5 + 13);
    let mut how = adoption(&source);
    how.orphans_to = Some("ANA@example.test".to_owned());
    let (tables, remarks) = adopt(&store, &how).await;
    assert_eq!(nobodys(&remarks), 0, "{remarks:#?}");
    let projects = tables.iter().find(|table| table.name == "public.editai_projects").unwrap();
    assert_eq!((projects.tally.adopted, projects.tally.there, projects.tally.left), (9, 35, 0));
    how.orphans_to = Some("bogdan@example.test".to_owned());
    let refused = store.adopt(&how, &mut Log::default()).await.unwrap_err();
    assert!(refused.to_string().contains("never go to two"), "{refused}");
}

#[tokio::test]
async fn the_months_budgets_grow_by_what_was_entered() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let store = target.store();
    let ctx = {
        adopt(&store, &adoption(&source)).await;
        context(&store, ANA).await
    };
    let sums = "SELECT profile_id || ' ' || month || ' ' || sum(amount_micro_usd) FROM cost_entries
        GROUP BY profile_id, month ORDER BY 1";
    let budgets = "SELECT profile_id || ' ' || month || ' ' || spent_micro_usd FROM budgets ORDER BY 1";
    let spent = rows(&target, budgets).await;
    assert_eq!(spent, rows(&target, sums).await);
    assert!(spent.iter().any(|line| line.starts_with(&ctx.profile().to_string())), "{spent:?}");
    // What was spent here before stays in it.
    target.run("UPDATE budgets SET spent_micro_usd = spent_micro_usd + 7; DELETE FROM cost_entries WHERE units = 101").await;
    adopt(&store, &adoption(&source)).await;
    let again = rows(&target, "SELECT sum(spent_micro_usd)::text FROM budgets").await;
    let whole = rows(&target, "SELECT (sum(amount_micro_usd) + 22000 + 7 * (SELECT count(*) FROM budgets))::bigint::text FROM cost_entries").await;
    assert_eq!(again, whole);
}

#[tokio::test]
async fn a_user_who_is_here_already_keeps_the_default_profile() {
    let (source, target) = (original().await, ScratchDatabase::create().await);
    let store = target.store();
    let here = format!(
        "INSERT INTO users (id, name) VALUES ('{ANA}', 'Ana of here');
         INSERT INTO profiles (id, owner_id, name, description, colour, icon)
           VALUES ('70000000-0000-4000-8000-000000000001', '{ANA}', 'Wool', '', '#5b5bd6', '');
         UPDATE users SET default_profile_id = '70000000-0000-4000-8000-000000000001'"
    );
    target.run(&here).await;
    let mut how = adoption(&source);
    how.orphans_to = Some(ANA.to_string());
    adopt(&store, &how).await;
    let names = format!(
        "SELECT u.name || ': ' || p.name || ' ' || (p.id = u.default_profile_id) || ' ' || (
           SELECT count(*) FROM projects j WHERE j.profile_id = p.id) FROM users u JOIN profiles p ON p.owner_id = u.id
           WHERE u.id = '{ANA}' ORDER BY p.name"
    );
    // Her own came into a profile of their own; what was nobody's went to the default one.
    let expected = ["Ana of here: Adopted store false 19", "Ana of here: Wool true 9"];
    assert_eq!(rows(&target, &names).await, expected);
}
