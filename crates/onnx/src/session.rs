//! A model, ready to run.

use std::{
    fmt,
    fs::File,
    io::{self, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

use ort::{
    ep::CPU,
    session::{
        RunOptions,
        builder::{AutoDevicePolicy, GraphOptimizationLevel, SessionBuilder},
    },
};

use crate::{Element, Model, OnnxRuntime, Tensor, model::WEIGHTS};

/// How a model is run. What was measured to be best for speech is fixed: every optimisation of the graph, and no memory
/// pattern, for no two texts are as long. The arena is used:
/// without it the system's allocator keeps more than twice the memory after a run, or takes half as much time again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionOptions {
    /// How many threads work on one run; at least 1.
    pub threads: usize,
    /// Whether threads that wait for each other stay awake. Kokoro's many small steps are a fifth sooner done so, when
    /// several threads share them; Piper's are later, and where threads are alone nobody waits.
    pub spin: bool,
}

/// An input or output of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// Its kind of number.
    pub element: Element,
    /// The length of each dimension, -1 where any will do.
    pub shape: Vec<i64>,
}

/// A model that is loaded. It runs one thing at a time: several at once need several sessions.
#[derive(Debug)]
pub struct Session {
    loaded: ort::session::Session,
    inputs: Vec<Outlet>,
    outputs: Vec<Outlet>,
    /// Its weights must outlive it.
    _model: Option<Model>,
}

/// Ends a run from another thread; the run ends after the step of the graph that it is at.
#[derive(Clone)]
pub struct Stop(Arc<RunOptions>);

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stop").finish_non_exhaustive()
    }
}

impl Stop {
    /// Makes one for one run, or for several that end together.
    ///
    /// # Errors
    /// [`RunError`] when the library cannot.
    pub fn new(_runtime: &OnnxRuntime) -> Result<Self, RunError> {
        Ok(Self(Arc::new(guarded(RunOptions::new).map_err(RunError::Failed)?)))
    }

    /// Makes one whose runs give their memory back as they end. They take some hundredths longer, and what a session
    /// keeps for the next run is not the most that any text has needed.
    ///
    /// # Errors
    /// [`RunError`] when the library cannot.
    pub fn giving_memory_back(_runtime: &OnnxRuntime) -> Result<Self, RunError> {
        let made = guarded(|| {
            let mut options = RunOptions::new()?;
            options.set("memory.enable_memory_arena_shrinkage", "cpu:0")?;
            Ok(options)
        });
        Ok(Self(Arc::new(made.map_err(RunError::Failed)?)))
    }

    /// Ends the runs that were begun with it, and those that will be.
    pub fn stop(&self) {
        if let Err(error) = self.0.terminate() {
            tracing::warn!(%error, "a run of a model could not be ended early");
        }
    }
}

impl Session {
    /// Makes a session of a model that was read; all of them share its weights.
    ///
    /// # Errors
    /// [`ModelError`], with the cure.
    pub fn of_model(
        runtime: &OnnxRuntime,
        model: &Model,
        options: SessionOptions,
    ) -> Result<Self, ModelError> {
        let refused = |reason| ModelError::NotAModel { model: model.file().to_owned(), reason };
        let loaded = guarded(|| {
            // Without the second setting each session would copy all weights.
            let mut builder = build(runtime, options)?
                .with_external_initializer_file_in_memory(WEIGHTS, model.weights())?
                .with_config_entry("session.use_external_initializer_file_buffers_directly", "1")?;
            builder.commit_from_memory(model.graph())
        });
        let session = loaded.map(Self::of).map_err(refused)?;
        Ok(Self { _model: Some(model.clone()), ..session })
    }

    /// Loads a model from its file.
    ///
    /// # Errors
    /// [`ModelError`], with the cure.
    pub fn from_file(
        runtime: &OnnxRuntime,
        file: &Path,
        options: SessionOptions,
    ) -> Result<Self, ModelError> {
        let refused = |reason| ModelError::NotAModel { model: file.to_owned(), reason };
        looks_like_a_model(file)?;
        let loaded = guarded(|| build(runtime, options)?.commit_from_file(file)).map_err(refused)?;
        Ok(Self::of(loaded))
    }

    /// Loads a model from its bytes; `name` is told when they are none.
    ///
    /// # Errors
    /// [`ModelError`], with the cure.
    pub fn from_bytes(
        runtime: &OnnxRuntime,
        name: &Path,
        bytes: &[u8],
        options: SessionOptions,
    ) -> Result<Self, ModelError> {
        let refused = |reason| ModelError::NotAModel { model: name.to_owned(), reason };
        if bytes.is_empty() {
            return Err(refused("it is empty".to_owned()));
        }
        let loaded = guarded(|| build(runtime, options)?.commit_from_memory(bytes)).map_err(refused)?;
        Ok(Self::of(loaded))
    }

    /// Returns what goes in.
    pub fn inputs(&self) -> &[Outlet] {
        &self.inputs
    }

    /// Returns what comes out.
    pub fn outputs(&self) -> &[Outlet] {
        &self.outputs
    }

    /// Runs the model on named inputs and returns one tensor for each of [`Self::outputs`].
    ///
    /// # Errors
    /// [`RunError::Stopped`] when `stop` was used, else [`RunError::Failed`].
    pub fn run(&mut self, inputs: &[(&str, Tensor)], stop: &Stop) -> Result<Vec<Tensor>, RunError> {
        let outcome = guarded(|| {
            let values: ort::Result<Vec<_>> =
                inputs.iter().map(|(name, tensor)| Ok((*name, tensor.as_input()?))).collect();
            let found = self.loaded.run_with_options(values?, &*stop.0)?;
            found.values().map(|value| Tensor::of(&value)).collect::<ort::Result<Vec<Tensor>>>()
        });
        outcome.map_err(|reason| {
            if reason.contains("terminate flag") { RunError::Stopped } else { RunError::Failed(reason) }
        })
    }

    fn of(session: ort::session::Session) -> Self {
        let outlets = |all: &[ort::value::Outlet]| all.iter().map(Outlet::of).collect();
        Self {
            inputs: outlets(session.inputs()),
            outputs: outlets(session.outputs()),
            loaded: session,
            _model: None,
        }
    }
}

impl Outlet {
    fn of(outlet: &ort::value::Outlet) -> Self {
        let shape = outlet.dtype().tensor_shape().map(|shape| shape.to_vec()).unwrap_or_default();
        Self { name: outlet.name().to_owned(), element: Element::of(outlet.dtype()), shape }
    }
}

fn build(runtime: &OnnxRuntime, options: SessionOptions) -> ort::Result<SessionBuilder> {
    let builder = ort::session::Session::builder(runtime.environment())?
        .with_auto_device(AutoDevicePolicy::PreferCPU)?
        .with_execution_providers([CPU::default().with_arena_allocator(true).build()])?
        .with_optimization_level(GraphOptimizationLevel::All)?
        .with_intra_threads(options.threads.max(1))?
        .with_inter_threads(1)?
        .with_intra_op_spinning(options.spin && options.threads > 1)?
        .with_inter_op_spinning(false)?
        .with_memory_pattern(false)?;
    Ok(builder)
}

/// Calls the library, whose every failure becomes a text: a panic of the binding too.
fn guarded<T>(call: impl FnOnce() -> ort::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_panic) => Err("the binding to ONNX Runtime broke".to_owned()),
    }
}

/// Reads the first byte: a model's is the tag of its version, which no text begins with. The library's own refusal
/// comes only after it has read a file of any size.
fn looks_like_a_model(file: &Path) -> Result<(), ModelError> {
    let unreadable = |source| ModelError::Unreadable { model: file.to_owned(), source };
    let mut first = [0];
    let read = File::open(file).and_then(|mut opened| opened.read(&mut first)).map_err(unreadable)?;
    let reason = match (read, first) {
        (0, _) => "it is empty",
        (_, [0x08]) => return Ok(()),
        _ => "it does not begin as one",
    };
    Err(ModelError::NotAModel { model: file.to_owned(), reason: reason.to_owned() })
}

/// Says why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file is not there or not to be read.
    #[error("{} cannot be read: {source}", model.display())]
    Unreadable {
        /// The file.
        model: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is cut off or something else: remove it and fetch it again.
    #[error("{} is no whole ONNX model ({reason}); remove it and fetch it again", model.display())]
    NotAModel {
        /// The file.
        model: PathBuf,
        /// What the library says.
        reason: String,
    },
    /// It is a model of something else: put the right one there.
    #[error("{} is another model than is needed: {reason}; remove it and fetch the right one", model.display())]
    WrongGraph {
        /// The file.
        model: PathBuf,
        /// What is missing in it.
        reason: String,
    },
}

/// Says why a run gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// It was ended by [`Stop::stop`].
    #[error("the run was stopped")]
    Stopped,
    /// The library refused it, or broke.
    #[error("{0}")]
    Failed(String),
}
