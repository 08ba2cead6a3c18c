//! The settings of the voices that live in Python, and the service behind them.

use std::{ffi::OsString, path::PathBuf, sync::Arc};

use domain::TtsProvider;
use sidecar::{EngineState, Service, Sidecar};
use tts_coqui::Coqui;
use tts_edge::Edge;

use crate::{
    config::{Settings, yes_or_no},
    failure::Failure,
    sources::Sources,
};

/// Which of the voices are turned on, and where their service is.
#[derive(Clone)]
pub(crate) struct VoicesServiceSettings {
    edge: bool,
    coqui: bool,
    agree_cpml: bool,
    coqui_model: Option<String>,
    elsewhere: Option<Elsewhere>,
    python: Option<PathBuf>,
}

/// A service that someone else runs.
#[derive(Clone)]
struct Elsewhere {
    url: String,
    token: String,
}

impl std::fmt::Debug for VoicesServiceSettings {
    /// Without the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let url = self.elsewhere.as_ref().map(|elsewhere| &elsewhere.url);
        f.debug_struct("VoicesServiceSettings")
            .field("edge", &self.edge)
            .field("coqui", &self.coqui)
            .field("url", &url)
            .finish_non_exhaustive()
    }
}

impl VoicesServiceSettings {
    /// Checks what the sources say.
    ///
    /// # Errors
    /// [`Failure::Input`] that names the setting and what it can be.
    pub(crate) fn of(sources: &Sources) -> Result<Self, Failure> {
        let text = |name| sources.find(name).map(|found| found.value);
        let elsewhere = match (text("sidecar_url"), text("sidecar_token")) {
            (Some(url), Some(token)) => Some(Elsewhere { url, token }),
            (None, None) => None,
            _ => {
                return Err(Failure::input(
                    "a voices service elsewhere needs sidecar_url and sidecar_token; set both, or none for one of our own",
                ));
            }
        };
        Ok(Self {
            edge: yes_or_no(sources, "edge_enabled")?,
            coqui: yes_or_no(sources, "coqui_enabled")?,
            agree_cpml: yes_or_no(sources, "coqui_agree_cpml")?,
            coqui_model: text("coqui_model"),
            elsewhere,
            python: text("sidecar_python").map(PathBuf::from),
        })
    }

    /// Names the engines of a service of our own, and what each needs.
    fn arguments(&self) -> Vec<OsString> {
        let mut arguments = Vec::new();
        let mut say = |told: &[&str]| arguments.extend(told.iter().map(OsString::from));
        if self.edge {
            say(&["--engine", "edge"]);
        }
        if self.coqui {
            say(&["--engine", "coqui"]);
            if let Some(model) = &self.coqui_model {
                say(&["--coqui-model", model]);
            }
            if self.agree_cpml {
                say(&["--agree-cpml"]);
            }
        }
        arguments
    }
}

/// Returns the voices, turned on or not, around one service.
///
/// # Errors
/// [`Failure::Input`] when the service elsewhere cannot be used.
pub(crate) fn voices(settings: &Settings) -> Result<[Arc<dyn TtsProvider>; 2], Failure> {
    let sidecar = Arc::new(sidecar(settings)?);
    let told = &settings.voices_service;
    Ok([Arc::new(Edge::new(Arc::clone(&sidecar), told.edge)), Arc::new(Coqui::new(sidecar, told.coqui))])
}

/// Tells `doctor` how the service is; one of our own is started to ask it.
///
/// # Errors
/// With the cure.
pub(crate) async fn state(settings: &Settings) -> Result<String, String> {
    if !settings.voices_service.edge && !settings.voices_service.coqui {
        return Ok("turned off, with Edge's voices and Coqui's; see sidecars/voices/README.md".to_owned());
    }
    let sidecar = sidecar(settings).map_err(|failure| failure.to_string())?;
    let health = sidecar.health().await.map_err(|error| error.to_string())?;
    let engine = |engine: &sidecar::EngineCondition| match (engine.state, &engine.cure) {
        (EngineState::Ready, _) => format!("{} ready", engine.name),
        (EngineState::Loading, _) => format!("{} loading", engine.name),
        (_, cure) => {
            format!("{} not ready: {}", engine.name, cure.as_deref().unwrap_or("it does not tell why"))
        }
    };
    let engines: Vec<String> = health.engines.iter().map(engine).collect();
    let said =
        format!("{} at {}: {}", health.version, sidecar.host().unwrap_or("this machine"), engines.join("; "));
    let works =
        |engine: &sidecar::EngineCondition| matches!(engine.state, EngineState::Ready | EngineState::Loading);
    if health.engines.iter().all(works) { Ok(said) } else { Err(said) }
}

fn sidecar(settings: &Settings) -> Result<Sidecar, Failure> {
    let told = &settings.voices_service;
    if !told.edge && !told.coqui {
        return Ok(Sidecar::absent());
    }
    if let Some(Elsewhere { url, token }) = &told.elsewhere {
        return Sidecar::elsewhere(url, token)
            .map_err(|error| Failure::input(format!("sidecar_url: {error}")));
    }
    let mut args = told.arguments();
    args.extend(["--data-dir".into(), settings.data_dir.join("voices").into()]);
    let root = root().unwrap_or_default();
    Ok(Sidecar::own(Service {
        python: told.python.clone().unwrap_or_else(|| root.join(".tools/sidecar/bin/python")),
        folder: root.join("sidecars/voices"),
        program: vec!["-m".into(), "edit_factory_voices".into()],
        args,
    }))
}

/// Returns the folder of the project in which we are, or were built.
fn root() -> Option<PathBuf> {
    let here = std::env::current_dir().ok();
    let program = std::env::current_exe().ok();
    let above = program.iter().flat_map(|program| program.ancestors().skip(1)).map(PathBuf::from);
    here.into_iter().chain(above).find(|root| root.join("sidecars/voices").is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Flags;

    fn told(settings: &[(&'static str, &str)]) -> Result<VoicesServiceSettings, Failure> {
        let flags: Flags = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        VoicesServiceSettings::of(&Sources::of_flags(flags))
    }

    #[test]
    fn nothing_is_turned_on_by_itself() {
        let told = told(&[]).unwrap();
        assert!(!told.edge && !told.coqui && !told.agree_cpml);
        assert!(told.arguments().is_empty());
    }

    #[test]
    fn the_licence_is_agreed_to_by_its_own_setting_alone() {
        let on = [("coqui_enabled", "yes"), ("coqui_model", "/models/xtts")];
        let args = |told: VoicesServiceSettings| told.arguments();
        assert_eq!(args(told(&on).unwrap()), ["--engine", "coqui", "--coqui-model", "/models/xtts"]);
        let agreed = [on[0], ("coqui_agree_cpml", "yes"), ("edge_enabled", "yes")];
        assert_eq!(args(told(&agreed).unwrap()), ["--engine", "edge", "--engine", "coqui", "--agree-cpml"]);
    }

    #[test]
    fn a_service_elsewhere_needs_its_token_which_is_not_shown() {
        assert!(told(&[("sidecar_url", "https://gpu.example.com")]).is_err());
        let token = "0123456789abcdef0123456789abcdef";
        let told = told(&[("sidecar_url", "https://gpu.example.com"), ("sidecar_token", token)]).unwrap();
        assert!(!format!("{told:?}").contains(token));
    }
}
