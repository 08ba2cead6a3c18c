//! What a model's file says of itself, without its weights.

use std::{
    fs::File,
    io::{self, BufReader},
    path::Path,
};

use crate::{
    ModelError,
    model::refused,
    protobuf::{Field, Fields, Holds},
};

/// The names of a graph: what goes in, what comes out, and what each operator gives.
///
/// It is read in some milliseconds, whatever the size of the file, and tells one model from another before a library
/// is there or memory is spent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    inputs: Vec<String>,
    outputs: Vec<String>,
    given: Vec<(String, Vec<String>)>,
}

impl Outline {
    /// Reads a file's outline.
    ///
    /// # Errors
    /// [`ModelError`], with the cure.
    pub fn read(file: &Path) -> Result<Self, ModelError> {
        File::open(file).and_then(Self::of).map_err(|error| refused(file, error))
    }

    /// Returns the names of what goes in.
    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// Returns the names of what comes out.
    pub fn outputs(&self) -> &[String] {
        &self.outputs
    }

    /// Returns the names of what the nodes of an operator give, such as `Ceil`.
    pub fn given_by(&self, operator: &str) -> Vec<&str> {
        let nodes = self.given.iter().filter(|(name, _)| name == operator);
        nodes.flat_map(|(_, given)| given).map(String::as_str).collect()
    }

    fn of(file: File) -> io::Result<Self> {
        let mut fields = Fields::of(file)?;
        let mut graphs = fields.list(fields.span())?.into_iter().filter(|field| field.number == 7);
        let Some(Field { holds: Holds::Bytes(graph), .. }) = graphs.next() else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let mut outline = Self::default();
        for field in fields.list(graph)? {
            match field.number {
                1 => outline.given.push(node(&content(&mut fields, &field)?)?),
                11 => outline.inputs.push(name(&content(&mut fields, &field)?)?),
                12 => outline.outputs.push(name(&content(&mut fields, &field)?)?),
                _ => {}
            }
        }
        Ok(outline)
    }
}

fn content(fields: &mut Fields<BufReader<File>>, field: &Field) -> io::Result<Vec<u8>> {
    let Holds::Bytes(span) = &field.holds else { return Err(io::ErrorKind::InvalidData.into()) };
    fields.read(span.clone())
}

/// The operator of a node, and what it gives.
fn node(bytes: &[u8]) -> io::Result<(String, Vec<String>)> {
    let (mut operator, mut given) = (String::new(), Vec::new());
    let mut fields = Fields::in_bytes(bytes);
    for field in fields.list(fields.span())? {
        match field.number {
            2 => given.push(fields.text(&field)?),
            4 => operator = fields.text(&field)?,
            _ => {}
        }
    }
    Ok((operator, given))
}

/// The name of an input or output.
pub(crate) fn name(bytes: &[u8]) -> io::Result<String> {
    let mut fields = Fields::in_bytes(bytes);
    let named = fields.list(fields.span())?.into_iter().find(|field| field.number == 1);
    named.map_or_else(|| Ok(String::new()), |field| fields.text(&field))
}
