//! Variants that differ by voice and by music: the chosen first, each of the others once, then again.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, ProfileContext, ProviderName, Speech, SpokenAudio, TtsError, TtsProvider,
    Voice,
};
use reqwest::Method;
use serde_json::{Value, json};
use studio::SignInBy;
use testkit::tone_tts::ToneTts;

use crate::{
    factory::Factory,
    gated_tts::GatedTts,
    plans::{PATH, film, make, opened, plan},
    text_renderer::TextRenderer,
    working::work_until_over,
};

/// An engine with three voices of one language, and one of another.
struct Choir;

#[async_trait]
impl TtsProvider for Choir {
    fn name(&self) -> ProviderName {
        "choir".parse().unwrap()
    }

    fn engine(&self) -> Engine {
        Engine { label: "Choir".to_owned(), ..ToneTts.engine() }
    }

    fn fingerprint(&self, _speech: &Speech) -> String {
        "choir-1".to_owned()
    }

    fn quote(&self, _speech: &Speech) -> Cost {
        Cost::FREE
    }

    async fn availability(&self, ctx: &ProfileContext) -> Availability {
        ToneTts.availability(ctx).await
    }

    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        let tone = ToneTts.voices(ctx).await?.remove(0);
        let voice = |(name, language): (&str, &str)| Voice {
            name: name.parse().unwrap(),
            label: name.to_owned(),
            language: language.parse().unwrap(),
            ..tone.clone()
        };
        Ok([("soprano", "en-us"), ("alto", "en-us"), ("bariton", "de"), ("tenor", "en-us")]
            .map(voice)
            .to_vec())
    }

    async fn synthesize(&self, _ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        Ok(ToneTts::sounded(speech))
    }
}

async fn rendering() -> Factory {
    let factory = Factory::opened_with(SignInBy::Machine, false, |ports| {
        ports.renderer = Arc::new(TextRenderer::default());
        ports.voices.push(Arc::new(Choir));
    })
    .await;
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    factory
}

/// A project that the alto speaks, as settled.
async fn project(factory: &Factory, making: Value) -> String {
    let (video, _segments) = film(factory, &factory.ctx, 12).await;
    let body = json!({ "name": "n", "script": "Meet the lamp. Now.", "source_video_ids": [video],
        "voice": { "provider": "choir", "voice": "alto", "speed": 1.0 }, "making": making });
    let made = factory.here(Method::POST, PATH).json(&body).send().await.unwrap();
    assert_eq!(made.status(), 201);
    format!("{PATH}/{}", made.json::<Value>().await.unwrap()["id"].as_str().unwrap())
}

/// Makes variants and returns their recipes.
async fn recipes(factory: &Factory, path: &str, variants: u8) -> Vec<Value> {
    let body = json!({ "variants": variants });
    let mut recipes = Vec::new();
    for clip in make(factory, &format!("{path}/generate-variants"), &body).await {
        recipes.push(serde_json::from_slice(&opened(factory, &clip["recipe_url"]).await).unwrap());
    }
    recipes
}

fn all<'r>(recipes: &'r [Value], path: &str) -> Vec<&'r str> {
    recipes.iter().map(|recipe| recipe.pointer(path).unwrap().as_str().unwrap()).collect()
}

#[actix_web::test]
async fn each_variant_has_another_voice_of_the_same_language_where_that_is_asked_for() {
    let factory = rendering().await;
    let path = project(&factory, json!({ "vary": { "voice": true } })).await;
    let made = recipes(&factory, &path, 4).await;
    let [alto, soprano, tenor] =
        ["alto", "soprano", "tenor"].map(|name| format!("Choir · {name} (draft voice)"));
    assert_eq!(all(&made, "/narration/voice_label"), [&alto, &soprano, &tenor, &alto]);
    let board = plan(&factory, &path, 4).await;
    assert_eq!(board["variants"].as_array().unwrap().len(), 4);
    let few = "The variants cannot all have another voice: there are 3 voices of this engine and language.";
    assert_eq!(board["warnings"], json!([few]));
    assert_eq!(plan(&factory, &path, 1).await["warnings"], json!([]), "one differs from no other");
    // Unasked they all have the one that was chosen.
    let path = project(&factory, json!({})).await;
    let made = recipes(&factory, &path, 2).await;
    assert_eq!(all(&made, "/narration/voice_label"), [&alto, &alto]);
    factory.close().await;
}

#[actix_web::test]
async fn a_variant_is_rendered_again_by_the_voice_that_spoke_it_or_not_at_all() {
    let factory = rendering().await;
    let path = project(&factory, json!({ "vary": { "voice": true } })).await;
    let body = json!({ "variants": 2 });
    let clip = make(&factory, &format!("{path}/generate-variants"), &body).await.remove(1);
    let again = format!("/api/v1/library/clips/{}/render", clip["id"].as_str().unwrap());
    let speech = factory.folder.path().join("media").join(factory.profile()).join("speech");
    std::fs::remove_dir_all(&speech).unwrap();
    // What the store settles for the engine later is none of the recipe's.
    let settled = json!({ "tts_settings": { "voices": { "choir": { "model": "newer" } } } });
    let profile = format!("/api/v1/profiles/{}", factory.profile());
    assert_eq!(factory.here(Method::PATCH, &profile).json(&settled).send().await.unwrap().status(), 200);
    let same = make(&factory, &again, &json!({})).await.remove(0);
    let recipe: Value = serde_json::from_slice(&opened(&factory, &same["recipe_url"]).await).unwrap();
    assert_eq!(recipe.pointer("/narration/spoken_by/voice/voice").unwrap(), "soprano");
    let stale = factory.get(&format!("/api/v1/library/clips/{}", clip["id"].as_str().unwrap())).await;
    assert_eq!(stale["stale"], json!(["the voice's settings were changed"]));
    // A voice that now needs longer for the same words.
    for file in std::fs::read_dir(&speech).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_some_and(|end| end == "json") {
            let mut spoken: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            spoken["frames"] = json!(spoken["frames"].as_u64().unwrap() + 1);
            std::fs::write(&file, spoken.to_string()).unwrap();
        }
    }
    let job = factory.here(Method::POST, &again).json(&json!({})).send().await.unwrap();
    let job = job.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    work_until_over(&factory, &job).await;
    let job = factory.get(&format!("/api/v1/jobs/{job}")).await;
    assert_eq!(
        (&job["state"], &job["error"]["code"]),
        (&json!("failed"), &json!("recipe_voice_changed")),
        "{job}"
    );
    factory.close().await;
}

#[actix_web::test]
async fn each_variant_has_another_piece_of_the_stores_own_music_where_that_is_asked_for() {
    let factory = rendering().await;
    let (_theirs, _) = factory.music_and_picture(&factory.second_store().await, "theirs").await;
    let (first, _) = factory.music_and_picture(&factory.ctx, "first").await;
    let (second, _) = factory.music_and_picture(&factory.ctx, "second").await;
    let bed = json!({ "music_id": first, "below_voice_lu": 12, "start_ms": 500 });
    let path = project(&factory, json!({ "vary": { "music": true }, "mix": { "music": bed } })).await;
    let made = recipes(&factory, &path, 3).await;
    let (first, second) = (first.to_string(), second.to_string());
    assert_eq!(all(&made, "/plan/mix/music/music"), [&first, &second, &first]);
    let beds: Vec<_> = made.iter().map(|recipe| recipe.pointer("/plan/mix/music").unwrap()).collect();
    assert_eq!((&beds[0]["start_ms"], &beds[1]["start_ms"]), (&json!(500), &json!(0)));
    assert!(beds.iter().all(|bed| bed["below_voice_lu"] == 12), "{beds:?}");
    factory.close().await;
}

#[actix_web::test]
async fn a_clip_is_out_of_date_whose_voice_was_settled_otherwise_while_it_was_made() {
    let gated = Arc::new(GatedTts::default());
    let factory = Factory::opened_with(SignInBy::Machine, false, |ports| {
        ports.renderer = Arc::new(TextRenderer::default());
        ports.voices.push(gated.clone());
    })
    .await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let voice = json!({ "provider": "gated", "voice": "en-us", "speed": 1.0 });
    let body = json!({ "name": "n", "script": "Hello.", "source_video_ids": [video], "voice": voice });
    let made = factory.here(Method::POST, PATH).json(&body).send().await.unwrap();
    let path = format!("{PATH}/{}", made.json::<Value>().await.unwrap()["id"].as_str().unwrap());
    let order = factory.here(Method::POST, &format!("{path}/generate-variants"));
    let job = order.json(&json!({ "variants": 1 })).send().await.unwrap();
    let job = job.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let settle = async {
        gated.waiting.acquire().await.unwrap().forget();
        let settled = json!({ "tts_settings": { "voices": { "gated": { "model": "newer" } } } });
        let profile = format!("/api/v1/profiles/{}", factory.profile());
        let changed = factory.request(Method::PATCH, &profile).json(&settled).send().await.unwrap();
        assert_eq!(changed.status(), 200);
        gated.gate.add_permits(9);
    };
    tokio::join!(work_until_over(&factory, &job), settle);
    let clips = factory.get(&format!("{path}/clips")).await;
    assert_eq!(clips["items"][0]["stale"], json!(["the voice's settings were changed"]), "{clips}");
    factory.close().await;
}
