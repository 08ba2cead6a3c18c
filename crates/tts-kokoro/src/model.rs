//! The model that is loaded, and its sessions.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use domain::TtsError;
use onnx::{ModelError, OnnxPaths, OnnxRuntime, RunError, Session, SessionOptions, Stop, WeakModel};

use crate::{
    Limits,
    files::{CURE, Seen},
    graph::Graph,
    pool::{Make, Pool},
};

/// The model that was asked for last, and why one could not be used.
#[derive(Debug, Default)]
pub(crate) struct Models {
    current: Mutex<Option<Arc<Model>>>,
    refused: Arc<Mutex<Option<(Seen, String)>>>,
}

/// A model: sessions come when they are needed.
#[derive(Debug)]
pub(crate) struct Model {
    file: Seen,
    runtime: OnnxRuntime,
    graph: Arc<OnceLock<Graph>>,
    pool: Pool<Session>,
}

impl Models {
    /// Returns the model of a file; the one before it is let go of as soon as nobody speaks with it any more.
    pub(crate) fn model(
        &self,
        file: Seen,
        paths: &OnnxPaths,
        limits: Limits,
    ) -> Result<Arc<Model>, TtsError> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(model) = current.as_ref().filter(|model| model.file == file) {
            return Ok(Arc::clone(model));
        }
        let runtime = OnnxRuntime::open(paths);
        let runtime = runtime.map_err(|error| TtsError::Unavailable { cure: error.to_string() })?;
        let graph = Arc::new(OnceLock::new());
        let make = self.make(file.clone(), runtime.clone(), Arc::clone(&graph));
        let pool = Pool::new(limits.workers(), limits.sessions(), limits.idle, make);
        let model = Arc::new(Model { file, runtime, graph, pool });
        Ok(Arc::clone(current.insert(model)))
    }

    /// Returns the cure when the file as it is now could not be used.
    pub(crate) fn refused(&self, file: &Seen) -> Option<String> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.as_ref().filter(|(seen, _)| seen == file).map(|(_, cure)| cure.clone())
    }

    fn make(&self, file: Seen, runtime: OnnxRuntime, graph: Arc<OnceLock<Graph>>) -> Make<Session> {
        let refused = Arc::clone(&self.refused);
        let read = Mutex::default();
        Box::new(move |threads| {
            let made = load(&file, &read, &runtime, threads);
            // A file that was replaced meanwhile may have been read half and half.
            if !file.is_current() {
                return Err(TtsError::Failed(
                    "the model's file was replaced while it was loaded; try again".to_owned(),
                ));
            }
            match made {
                Ok((session, found)) => {
                    let _first = graph.set(found);
                    Ok(session)
                }
                Err(error) => {
                    let cure = format!("{error}: edit-factory models pull kokoro-v1.0");
                    let mut refused = refused.lock().unwrap_or_else(PoisonError::into_inner);
                    *refused = Some((file.clone(), cure.clone()));
                    Err(TtsError::Unavailable { cure })
                }
            }
        })
    }
}

/// Makes a session; the model's file is read once for all that are there.
fn load(
    file: &Seen,
    read: &Mutex<WeakModel>,
    runtime: &OnnxRuntime,
    threads: usize,
) -> Result<(Session, Graph), ModelError> {
    let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
    let model = match read.upgrade() {
        Some(model) => model,
        None => onnx::Model::read(&file.path)?,
    };
    *read = model.downgrade();
    drop(read);
    let session = Session::of_model(runtime, &model, SessionOptions { threads, spin: true })?;
    let graph = Graph::of(&session, &file.path)?;
    Ok((session, graph))
}

impl Model {
    /// Works with a session of so many threads as soon as one is free.
    pub(crate) async fn work<T: Send + 'static>(
        self: Arc<Self>,
        threads: usize,
        work: impl FnOnce(&mut Session, &Graph) -> Result<T, TtsError> + Send + 'static,
    ) -> Result<T, TtsError> {
        let graph = Arc::clone(&self.graph);
        let done = self.pool.work(threads, move |session| {
            let graph = graph.get().ok_or_else(|| TtsError::Unavailable { cure: CURE.to_owned() })?;
            work(session, graph)
        });
        done.await
    }
}

/// Ends the runs of a speech when nobody waits for it any more.
#[derive(Debug)]
pub(crate) struct StopOnDrop(Stop);

impl StopOnDrop {
    pub(crate) fn new(model: &Model) -> Result<Self, TtsError> {
        Stop::new(&model.runtime).map(Self).map_err(|error| failed(&error))
    }

    /// Returns what a run is begun with.
    pub(crate) fn handle(&self) -> Stop {
        self.0.clone()
    }
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// What a run's failure is to whoever wanted to hear it.
pub(crate) fn failed(error: &RunError) -> TtsError {
    TtsError::Failed(error.to_string())
}
