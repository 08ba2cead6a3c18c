//! A model taken apart: the graph, which is small, and the weights, which all sessions share.
//!
//! The fields are those of <https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>

use std::{
    fmt,
    fs::File,
    io::{self, BufReader},
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Weak},
};

use crate::{
    ModelError, noise, outline,
    protobuf::{self, Field, Fields, Holds},
};

/// Weights of fewer bytes stay in the graph.
const SMALL: u64 = 1024;
/// Where weights begin: on lines of the processor's cache.
const ALIGNED: usize = 64;
/// The longest graph that is read: Kokoro's has one megabyte.
const MOST_GRAPH: u64 = 64 << 20;
/// The file that the graph finds its weights in; it is never on a disk.
pub(crate) const WEIGHTS: &str = "weights";

/// A model that was read: any number of sessions can be made of it, and its weights are held once.
#[derive(Clone)]
pub struct Model(Arc<Parts>);

/// A model that is forgotten with the last session of it.
#[derive(Clone, Default)]
pub struct WeakModel(Weak<Parts>);

struct Parts {
    file: PathBuf,
    graph: Vec<u8>,
    weights: Arc<[u8]>,
}

/// A weight's bytes in the file, and their place among the weights.
struct Weight {
    from: Range<u64>,
    to: usize,
}

impl Model {
    /// Reads a model's file.
    ///
    /// Noise that the graph draws anew in each run becomes the same in every run, so that the same inputs have the
    /// same outputs.
    ///
    /// # Errors
    /// [`ModelError`], with the cure.
    pub fn read(file: &Path) -> Result<Self, ModelError> {
        Self::read_telling(file, &[])
    }

    /// Reads a model's file as [`Self::read`] does, and has values among its outputs that it keeps to itself.
    ///
    /// # Errors
    /// [`ModelError`], with the cure.
    pub fn read_telling(file: &Path, told: &[&str]) -> Result<Self, ModelError> {
        let opened = File::open(file).map_err(|error| refused(file, error))?;
        let (graph, weights) = take_apart(opened, told).map_err(|error| refused(file, error))?;
        Ok(Self(Arc::new(Parts { file: file.to_owned(), graph, weights })))
    }

    /// Returns what finds the model again as long as a session of it is there.
    pub fn downgrade(&self) -> WeakModel {
        WeakModel(Arc::downgrade(&self.0))
    }

    /// Returns the file that it was read from.
    pub fn file(&self) -> &Path {
        &self.0.file
    }

    pub(crate) fn graph(&self) -> &[u8] {
        &self.0.graph
    }

    pub(crate) fn weights(&self) -> Arc<[u8]> {
        Arc::clone(&self.0.weights)
    }
}

impl WeakModel {
    /// Returns the model if a session of it is still there.
    pub fn upgrade(&self) -> Option<Model> {
        self.0.upgrade().map(Model)
    }
}

impl fmt::Debug for WeakModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WeakModel").field(&self.upgrade()).finish()
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("file", &self.0.file).finish_non_exhaustive()
    }
}

/// Says why a file could not be read as a model.
pub(crate) fn refused(file: &Path, error: io::Error) -> ModelError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            let reason = "it is cut off, or something else".to_owned();
            ModelError::NotAModel { model: file.to_owned(), reason }
        }
        _ => ModelError::Unreadable { model: file.to_owned(), source: error },
    }
}

fn take_apart(file: File, told: &[&str]) -> io::Result<(Vec<u8>, Arc<[u8]>)> {
    let mut fields = Fields::of(file)?;
    let (mut model, mut weights) = (Vec::new(), Vec::new());
    let all = fields.list(fields.span())?;
    if all.first().is_none_or(|first| first.number != 1) || !all.iter().any(|field| field.number == 7) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    for field in &all {
        match &field.holds {
            Holds::Bytes(span) if field.number == 7 => {
                let mut graph = graph(&mut fields, span, &mut weights)?;
                tell(&mut graph, told)?;
                protobuf::bytes(&mut model, 7, &graph);
            }
            _ => copy(&mut fields, field, &mut model)?,
        }
    }
    let weights = gather(&mut fields, &weights)?;
    Ok((model, weights))
}

type Source = Fields<BufReader<File>>;

fn copy(fields: &mut Source, field: &Field, into: &mut Vec<u8>) -> io::Result<()> {
    let size = field.whole.end - field.whole.start;
    if size + u64::try_from(into.len()).unwrap_or(u64::MAX) > MOST_GRAPH {
        return Err(io::ErrorKind::InvalidData.into());
    }
    into.extend(fields.read(field.whole.clone())?);
    Ok(())
}

/// The graph with its weights left out and its noise made steady.
fn graph(fields: &mut Source, span: &Range<u64>, weights: &mut Vec<Weight>) -> io::Result<Vec<u8>> {
    let mut graph = Vec::new();
    for field in fields.list(span.clone())? {
        match (field.number, &field.holds) {
            (1, Holds::Bytes(node)) => {
                let bytes = fields.read(node.clone())?;
                match noise::steady(&bytes)? {
                    Some(steady) => graph.extend(steady),
                    None => protobuf::bytes(&mut graph, 1, &bytes),
                }
            }
            (5, Holds::Bytes(tensor)) => {
                let tensor = initializer(fields, tensor, weights)?;
                protobuf::bytes(&mut graph, 5, &tensor);
            }
            _ => copy(fields, &field, &mut graph)?,
        }
    }
    Ok(graph)
}

/// Puts values among a graph's outputs; those that are there already stay.
fn tell(graph: &mut Vec<u8>, told: &[&str]) -> io::Result<()> {
    let mut fields = Fields::in_bytes(graph);
    let mut outputs = Vec::new();
    for field in fields.list(fields.span())? {
        if let (12, Holds::Bytes(span)) = (field.number, &field.holds) {
            outputs.push(outline::name(&fields.read(span.clone())?)?);
        }
    }
    for value in told.iter().filter(|value| !outputs.iter().any(|output| output == *value)) {
        let mut output = Vec::new();
        protobuf::bytes(&mut output, 1, value.as_bytes());
        protobuf::bytes(graph, 12, &output);
    }
    Ok(())
}

/// A tensor with its bytes among the weights when it has many.
fn initializer(fields: &mut Source, span: &Range<u64>, weights: &mut Vec<Weight>) -> io::Result<Vec<u8>> {
    let mut tensor = Vec::new();
    for field in fields.list(span.clone())? {
        match (field.number, &field.holds) {
            (9, Holds::Bytes(raw)) if raw.end - raw.start >= SMALL => {
                let length = raw.end - raw.start;
                let to = end(weights).next_multiple_of(ALIGNED);
                weights.push(Weight { from: raw.clone(), to });
                for (key, value) in [
                    ("location", WEIGHTS.to_owned()),
                    ("offset", to.to_string()),
                    ("length", length.to_string()),
                ] {
                    let mut entry = Vec::new();
                    protobuf::bytes(&mut entry, 1, key.as_bytes());
                    protobuf::bytes(&mut entry, 2, value.as_bytes());
                    protobuf::bytes(&mut tensor, 13, &entry);
                }
                // The place of the data: outside.
                protobuf::number(&mut tensor, 14, 1);
            }
            _ => copy(fields, &field, &mut tensor)?,
        }
    }
    Ok(tensor)
}

fn end(weights: &[Weight]) -> usize {
    weights.last().map_or(0, |last| {
        last.to.saturating_add(usize::try_from(last.from.end - last.from.start).unwrap_or(usize::MAX))
    })
}

/// Reads the weights, once, into memory that sessions share.
fn gather(fields: &mut Source, weights: &[Weight]) -> io::Result<Arc<[u8]>> {
    let mut all: Arc<[u8]> = std::iter::repeat_n(0, end(weights)).collect();
    let bytes = Arc::get_mut(&mut all).ok_or(io::ErrorKind::Other)?;
    for weight in weights {
        let length = usize::try_from(weight.from.end - weight.from.start).map_err(io::Error::other)?;
        let place = bytes.get_mut(weight.to..weight.to + length).ok_or(io::ErrorKind::InvalidData)?;
        fields.read_into(weight.from.start, place)?;
    }
    Ok(all)
}
