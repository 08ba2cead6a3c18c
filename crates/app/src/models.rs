//! `models`: the model files of the local voices; needs neither a server nor a database.

use std::collections::BTreeSet;

use domain::{
    ModelError, ModelProgress, ModelState, ModelStep, VoiceModel, VoiceModelId, VoiceModels, ratio,
};
use serde_json::{Value, json};
use voice_models::{DownloadedModels, ModelsSettings};

use crate::{
    cli::{ListModelsArgs, ModelsAction},
    config::Settings,
    data_folder,
    failure::Failure,
    output,
    progress::Step,
    stop::Stop,
};

/// Does what is to be done with models.
pub(crate) async fn run(settings: &Settings, action: ModelsAction) -> Result<(), Failure> {
    let models = open(settings)?;
    match action {
        ModelsAction::List(args) => list(&models, &args).await,
        ModelsAction::Pull(args) => {
            let ids = ids(&args.ids)?;
            let stop = Stop::listen()?;
            tokio::select! {
                done = pull(&models, &ids) => done,
                () = stop.wait() => {
                    output::note("what came is kept; the same command goes on with it");
                    Err(Failure::Stopped)
                }
            }
        }
        ModelsAction::Remove(args) => remove(&models, &ids(&args.ids)?).await,
        ModelsAction::Verify(args) => verify(&models, &ids(&args.ids)?).await,
    }
}

/// Opens the models of the data folder; nothing is read or downloaded yet.
pub(crate) fn open(settings: &Settings) -> Result<DownloadedModels, Failure> {
    let mut how = ModelsSettings::in_folder(data_folder::models(&settings.data_dir));
    how.kokoro_url.clone_from(&settings.models_kokoro_url);
    how.piper_url.clone_from(&settings.models_piper_url);
    DownloadedModels::open(how).map_err(Failure::input)
}

/// Says which models of an engine are here; the error is the cure.
pub(crate) async fn here(settings: &Settings, engine: &str, first: &str) -> Result<String, String> {
    let all = match open(settings) {
        Ok(models) => models.list().await.map_err(|error| output::with_causes(&error))?,
        Err(failure) => return Err(output::with_causes(&failure)),
    };
    let of_engine: Vec<&VoiceModel> = all.iter().filter(|model| model.engine.as_str() == engine).collect();
    let broken = of_engine.iter().find_map(|model| match &model.state {
        ModelState::Broken { why } => Some(why.clone()),
        _ => None,
    });
    let present = of_engine.iter().filter(|model| model.state == ModelState::Present);
    let names: Vec<&str> = present.map(|model| model.id.as_str()).collect();
    match broken {
        Some(why) => Err(why),
        None if names.is_empty() => Err(format!("none here; edit-factory models pull {first}")),
        None => Ok(names.join(", ")),
    }
}

fn ids(texts: &[String]) -> Result<Vec<VoiceModelId>, Failure> {
    texts.iter().map(|text| text.parse().map_err(|bad| Failure::input(format!("{text:?}: {bad}")))).collect()
}

async fn list(models: &DownloadedModels, args: &ListModelsArgs) -> Result<(), Failure> {
    if args.refresh {
        let step = Step::begin("fetching the catalogue of voices");
        models.refresh().await.map_err(failed)?;
        step.done();
    }
    let wanted = |model: &VoiceModel| {
        args.engine.as_ref().is_none_or(|engine| model.engine.as_str() == engine)
            && args.language.as_ref().is_none_or(|language| model.speaks(language))
    };
    let mut all = models.list().await.map_err(failed)?;
    all.retain(wanted);
    if args.json {
        let values: Vec<Value> = all.iter().map(as_json).collect();
        let text = serde_json::to_string_pretty(&values)
            .map_err(|error| Failure::failed("the list cannot be written", error))?;
        output::result(&text);
        return Ok(());
    }
    for model in &all {
        let (id, engine, size) = (model.id.as_str(), model.engine.as_str(), megabytes(model.size_bytes));
        output::result(&format!(
            "{:<9} {engine:<7} {id:<28} {size:>5} MB  {}",
            sign(&model.state),
            model.label
        ));
        if let ModelState::Broken { why } = &model.state {
            output::result(&format!("          {why}"));
        }
    }
    let licences: BTreeSet<String> = all.iter().map(|model| model.licence.name.clone()).collect();
    output::note(&format!(
        "licences: {}; --json tells where to read them",
        Vec::from_iter(licences).join("; ")
    ));
    if !models.knows_the_catalogue() {
        output::note("all of Piper's voices: edit-factory models list --refresh");
    }
    Ok(())
}

const fn sign(state: &ModelState) -> &'static str {
    match state {
        ModelState::Absent => "-",
        ModelState::Partial { .. } => "partial",
        ModelState::Present => "here",
        ModelState::Broken { .. } => "BROKEN",
    }
}

fn as_json(model: &VoiceModel) -> Value {
    let (state, bytes, why) = match &model.state {
        ModelState::Absent => ("absent", None, None),
        ModelState::Partial { bytes } => ("partial", Some(bytes), None),
        ModelState::Present => ("present", None, None),
        ModelState::Broken { why } => ("broken", None, Some(why)),
    };
    json!({
        "id": model.id, "engine": model.engine, "label": model.label, "languages": model.languages,
        "size_bytes": model.size_bytes, "state": state, "partial_bytes": bytes, "why": why,
        "licence": { "name": model.licence.name, "url": model.licence.url },
        "files": model.files.iter().map(|file| &file.path).collect::<Vec<_>>(),
    })
}

async fn pull(models: &DownloadedModels, ids: &[VoiceModelId]) -> Result<(), Failure> {
    for id in ids {
        if matches!(models.find(id).await, Err(ModelError::NoSuchModel(_))) {
            let step = Step::begin("fetching the catalogue of voices");
            models.refresh().await.map_err(failed)?;
            step.done();
        }
        let model = models.find(id).await.map_err(failed)?;
        let (name, url) = (&model.licence.name, &model.licence.url);
        output::note(&format!("{id}: {}, licence: {name} ({url})", model.label));
        let step = Step::begin(format!("{id}, {} MB", megabytes(model.size_bytes)));
        models.pull(id, &|progress| tell(&step, progress)).await.map_err(failed)?;
        step.done();
    }
    Ok(())
}

/// Tells by tenths, so that lines stay few where there is no bar.
fn tell(step: &Step, progress: ModelProgress) {
    let tenths = progress.done_bytes.saturating_mul(10).checked_div(progress.total_bytes).unwrap_or(0);
    let megabytes = megabytes(progress.total_bytes.saturating_mul(tenths) / 10);
    let doing = match progress.step {
        ModelStep::Waiting => "waiting for another download of the same file".to_owned(),
        ModelStep::Checking => "checking".to_owned(),
        ModelStep::Downloading => format!("downloading, {megabytes} MB came"),
    };
    step.tell(ratio(progress.done_bytes, progress.total_bytes), &doing);
}

async fn remove(models: &DownloadedModels, ids: &[VoiceModelId]) -> Result<(), Failure> {
    for id in ids {
        models.remove(id).await.map_err(failed)?;
        output::result(&format!("{id} is removed"));
    }
    Ok(())
}

/// Looks into the named models, or into all that are here.
async fn verify(models: &DownloadedModels, ids: &[VoiceModelId]) -> Result<(), Failure> {
    let all = models.list().await.map_err(failed)?;
    let here = |model: &&VoiceModel| ids.is_empty() && model.state != ModelState::Absent;
    let named: Vec<VoiceModelId> =
        ids.iter().chain(all.iter().filter(here).map(|model| &model.id)).cloned().collect();
    let mut bad = Vec::new();
    for id in &named {
        let step = Step::begin(format!("{id}: checking"));
        let model = models.verify(id, &|progress| tell(&step, progress)).await.map_err(failed)?;
        step.done();
        match &model.state {
            ModelState::Present => output::result(&format!("{id} is whole")),
            ModelState::Absent => output::result(&format!("{id} is not here")),
            ModelState::Partial { .. } => {
                output::result(&format!("{id} is not here whole; pull it to go on"));
            }
            ModelState::Broken { why } => output::result(&format!("{id} is broken: {why}")),
        }
        if model.state != ModelState::Present {
            bad.push(id.as_str());
        }
    }
    if named.is_empty() {
        output::note("no model is here; edit-factory models list names those there are");
    }
    if bad.is_empty() { Ok(()) } else { Err(Failure::plain(format!("not whole: {}", bad.join(", ")))) }
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}

fn failed(error: ModelError) -> Failure {
    match error {
        ModelError::NoSuchModel(_) => Failure::input(error),
        other => Failure::failed("the voice models cannot be had", other),
    }
}
