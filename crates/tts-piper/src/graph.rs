//! The graph of a model's file: what goes in, what comes out, and the changes that are made as it is loaded.

use std::{
    fs::File,
    io::{self, BufReader},
    path::Path,
};

use crate::{
    noise,
    wire::{self, Walk},
};

// The numbers of fields in onnx.proto.
const MODEL_GRAPH: u64 = 7;
const GRAPH_NODE: u64 = 1;
const GRAPH_INITIALIZER: u64 = 5;
const GRAPH_INPUT: u64 = 11;
const GRAPH_OUTPUT: u64 = 12;
const VALUE_NAME: u64 = 1;
const NODE_INPUT: u64 = 1;
const NODE_OUTPUT: u64 = 2;
const NODE_OPERATOR: u64 = 4;
const NODE_ATTRIBUTE: u64 = 5;
const ATTRIBUTE_NAME: u64 = 1;
const ATTRIBUTE_FLOAT: u64 = 2;
const ATTRIBUTE_INTEGER: u64 = 3;
const TENSOR_LENGTH: u64 = 1;
const TENSOR_KIND: u64 = 2;
const TENSOR_NAME: u64 = 8;
const TENSOR_BYTES: u64 = 9;
const KIND_F32: u64 = 1;
const KIND_I64: u64 = 7;

const ZERO: &str = "edit-factory/zero";
const ONE: &str = "edit-factory/one";
const LENGTH: &str = "edit-factory/noise-length";
const NOISE: &str = "edit-factory/noise";

/// What a model's file says of its graph.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub(crate) inputs: Vec<String>,
    pub(crate) outputs: Vec<String>,
    /// What the nodes `Ceil` give: Piper has one, which rounds the phonemes' lengths to frames.
    ceilings: Vec<String>,
    /// How many nodes draw noise that is not taken from the table.
    wild: usize,
}

impl Outline {
    /// Reads a file's outline; the weights are passed over.
    ///
    /// # Errors
    /// When the file cannot be read, or is cut off or no ONNX file.
    pub(crate) fn read(file: &Path) -> io::Result<Self> {
        let (mut walk, end) = open(file)?;
        let mut outline = None;
        while let Some(field) = walk.next(end)? {
            if field.number == MODEL_GRAPH && field.has_bytes() {
                let graph_end = walk.end_of(field);
                outline = Some(Self::of_graph(&mut walk, graph_end)?);
            } else {
                walk.skip(field)?;
            }
        }
        outline.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it has no graph"))
    }

    fn of_graph(walk: &mut Walk<BufReader<File>>, end: u64) -> io::Result<Self> {
        let mut outline = Self::default();
        while let Some(field) = walk.next(end)? {
            match field.number {
                GRAPH_NODE => {
                    let node = Node::read(&walk.content(field)?)?;
                    if node.operator == "Ceil" {
                        outline.ceilings.extend(node.outputs);
                    } else if node.operator.starts_with("Random") && node.plain_noise().is_none() {
                        outline.wild += 1;
                    }
                }
                GRAPH_INPUT => outline.inputs.push(name(&walk.content(field)?)?),
                GRAPH_OUTPUT => outline.outputs.push(name(&walk.content(field)?)?),
                _ => walk.skip(field)?,
            }
        }
        Ok(outline)
    }

    /// Returns the output that will hold the frames of each id, where the graph has exactly one that can.
    pub(crate) fn frames(&self) -> Option<&str> {
        if let [only] = self.ceilings.as_slice() { Some(only) } else { None }
    }

    /// Tells whether the same input will give the same sound.
    pub(crate) const fn is_repeatable(&self) -> bool {
        self.wild == 0
    }
}

/// Reads a model with its changes: noise from the table, and the frames of each id among the outputs.
///
/// # Errors
/// When the file cannot be read, or is cut off or no ONNX file.
pub(crate) fn prepared(file: &Path, outline: &Outline) -> io::Result<Vec<u8>> {
    let (mut walk, end) = open(file)?;
    let expected = usize::try_from(end).map_err(io::Error::other)?;
    let mut out = Vec::with_capacity(expected.saturating_add(4 << 20));
    while let Some(field) = walk.next(end)? {
        if field.number == MODEL_GRAPH && field.has_bytes() {
            let start = out.len();
            let graph_end = walk.end_of(field);
            put_graph(&mut walk, graph_end, outline, &mut out)?;
            wire::enclose(&mut out, MODEL_GRAPH, start);
        } else {
            walk.copy(field, &mut out)?;
        }
    }
    Ok(out)
}

fn put_graph(
    walk: &mut Walk<BufReader<File>>,
    end: u64,
    outline: &Outline,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let mut noisy = false;
    while let Some(field) = walk.next(end)? {
        if field.number != GRAPH_NODE {
            walk.copy(field, out)?;
            continue;
        }
        let content = walk.content(field)?;
        let node = Node::read(&content)?;
        if let Some((like, noise)) = node.plain_noise() {
            put_noise(out, like, noise);
            noisy = true;
        } else {
            wire::put_bytes(out, GRAPH_NODE, &content);
        }
    }
    if noisy {
        put_table(out);
    }
    if let Some(frames) = outline.frames().filter(|frames| !outline.outputs.iter().any(|name| name == frames))
    {
        let mut output = Vec::new();
        wire::put_bytes(&mut output, VALUE_NAME, frames.as_bytes());
        wire::put_bytes(out, GRAPH_OUTPUT, &output);
    }
    Ok(())
}

/// Puts nodes in the place of one that draws noise in the shape of `like`: the table's numbers from the first on,
/// from its beginning again when they are at an end.
fn put_noise(out: &mut Vec<u8>, like: &str, noise: &str) {
    let step = |name: &str| format!("edit-factory/{name}/{noise}");
    let (shape, size, counted, places, drawn) =
        (step("shape"), step("size"), step("counted"), step("places"), step("drawn"));
    put_node(out, "Shape", &[like], &shape);
    put_node(out, "Size", &[like], &size);
    put_node(out, "Range", &[ZERO, &size, ONE], &counted);
    put_node(out, "Mod", &[&counted, LENGTH], &places);
    put_node(out, "Gather", &[NOISE, &places], &drawn);
    put_node(out, "Reshape", &[&drawn, &shape], noise);
}

fn put_node(out: &mut Vec<u8>, operator: &str, inputs: &[&str], output: &str) {
    let mut node = Vec::new();
    for input in inputs {
        wire::put_bytes(&mut node, NODE_INPUT, input.as_bytes());
    }
    wire::put_bytes(&mut node, NODE_OUTPUT, output.as_bytes());
    wire::put_bytes(&mut node, NODE_OPERATOR, operator.as_bytes());
    wire::put_bytes(out, GRAPH_NODE, &node);
}

fn put_table(out: &mut Vec<u8>) {
    for (name, value) in [(ZERO, 0), (ONE, 1), (LENGTH, i64::from(noise::TABLE))] {
        let mut tensor = Vec::new();
        wire::put_number(&mut tensor, TENSOR_KIND, KIND_I64);
        wire::put_bytes(&mut tensor, TENSOR_NAME, name.as_bytes());
        wire::put_bytes(&mut tensor, TENSOR_BYTES, &value.to_le_bytes());
        wire::put_bytes(out, GRAPH_INITIALIZER, &tensor);
    }
    let mut tensor = Vec::new();
    wire::put_number(&mut tensor, TENSOR_LENGTH, noise::TABLE.into());
    wire::put_number(&mut tensor, TENSOR_KIND, KIND_F32);
    wire::put_bytes(&mut tensor, TENSOR_NAME, NOISE.as_bytes());
    wire::put_bytes(&mut tensor, TENSOR_BYTES, &noise::table());
    wire::put_bytes(out, GRAPH_INITIALIZER, &tensor);
}

/// A node of the graph.
#[derive(Debug, Default)]
struct Node {
    operator: String,
    inputs: Vec<String>,
    outputs: Vec<String>,
    attributes: Vec<Attribute>,
}

#[derive(Debug, Default)]
struct Attribute {
    name: String,
    float: Vec<u8>,
    integer: Vec<u8>,
}

impl Node {
    fn read(message: &[u8]) -> io::Result<Self> {
        let mut node = Self::default();
        for (number, content) in wire::fields(message)? {
            match number {
                NODE_INPUT => node.inputs.push(text(content)?),
                NODE_OUTPUT => node.outputs.push(text(content)?),
                NODE_OPERATOR => node.operator = text(content)?,
                NODE_ATTRIBUTE => node.attributes.push(Attribute::read(&content)?),
                _ => {}
            }
        }
        Ok(node)
    }

    /// Returns what the noise is like and what it is called, if the node draws 32-bit noise around 0 with a
    /// deviation of 1.
    fn plain_noise(&self) -> Option<(&str, &str)> {
        let plain = self.operator == "RandomNormalLike" && self.attributes.iter().all(Attribute::is_plain);
        match (plain, self.inputs.as_slice(), self.outputs.as_slice()) {
            (true, [like], [noise]) => Some((like, noise)),
            _ => None,
        }
    }
}

impl Attribute {
    fn read(message: &[u8]) -> io::Result<Self> {
        let mut attribute = Self::default();
        for (number, content) in wire::fields(message)? {
            match number {
                ATTRIBUTE_NAME => attribute.name = text(content)?,
                ATTRIBUTE_FLOAT => attribute.float = content,
                ATTRIBUTE_INTEGER => attribute.integer = content,
                _ => {}
            }
        }
        Ok(attribute)
    }

    fn is_plain(&self) -> bool {
        match self.name.as_str() {
            "dtype" => self.integer == KIND_F32.to_le_bytes(),
            "mean" => self.float.iter().all(|byte| *byte == 0),
            "scale" => self.float == 1_f32.to_le_bytes(),
            "seed" => true,
            _ => false,
        }
    }
}

fn open(file: &Path) -> io::Result<(Walk<BufReader<File>>, u64)> {
    let opened = File::open(file)?;
    let end = opened.metadata()?.len();
    Ok((Walk::new(BufReader::with_capacity(1 << 16, opened)), end))
}

fn name(value: &[u8]) -> io::Result<String> {
    let mut fields = wire::fields(value)?.into_iter();
    fields.find(|(number, _)| *number == VALUE_NAME).map_or_else(|| Ok(String::new()), |(_, name)| text(name))
}

fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use testkit::installed;

    use super::*;

    fn outline(model: &str) -> Outline {
        Outline::read(&installed::model(model)).unwrap()
    }

    #[test]
    fn an_outline_names_inputs_outputs_and_frames() {
        let plain = outline("piper-tones.onnx");
        assert_eq!(plain.inputs, ["input", "input_lengths", "scales"]);
        assert_eq!(
            (plain.outputs.as_slice(), plain.frames()),
            (&["output".to_owned()][..], Some("/Ceil_output_0"))
        );
        assert!(plain.is_repeatable());
        assert_eq!(outline("piper-tones-speakers.onnx").inputs.last().unwrap(), "sid");
        assert_eq!(outline("piper-tones-untimed.onnx").frames(), None);
        assert_eq!(outline("kokoro-tones.onnx").inputs, ["tokens", "style", "speed"]);
    }

    #[test]
    fn a_prepared_model_has_no_node_of_noise_and_tells_its_frames_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("prepared.onnx");
        let whole = outline("piper-tones.onnx");
        fs::write(&file, prepared(&installed::model("piper-tones.onnx"), &whole).unwrap()).unwrap();
        let changed = Outline::read(&file).unwrap();
        assert_eq!(changed.outputs, ["output", "/Ceil_output_0"]);
        let again = prepared(&file, &changed).unwrap();
        assert_eq!(fs::read(&file).unwrap(), again, "what is prepared stays as it is");
        assert!(!again.windows(16).any(|bytes| bytes == b"RandomNormalLike"));
    }

    #[test]
    fn noise_of_another_kind_is_left_and_told() {
        let mut node = Vec::new();
        wire::put_bytes(&mut node, NODE_INPUT, b"like");
        wire::put_bytes(&mut node, NODE_OUTPUT, b"noise");
        wire::put_bytes(&mut node, NODE_OPERATOR, b"RandomNormalLike");
        assert_eq!(Node::read(&node).unwrap().plain_noise(), Some(("like", "noise")));
        let mut half = Vec::new();
        wire::put_bytes(&mut half, ATTRIBUTE_NAME, b"dtype");
        wire::put_number(&mut half, ATTRIBUTE_INTEGER, 10);
        wire::put_bytes(&mut node, NODE_ATTRIBUTE, &half);
        assert_eq!(Node::read(&node).unwrap().plain_noise(), None);
    }

    #[test]
    fn a_file_that_is_cut_off_anywhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cut.onnx");
        let whole = fs::read(installed::model("piper-tones.onnx")).unwrap();
        // The opset is the last field, and a graph may stand without it: what is left is refused by the library.
        for length in (0..whole.len() - 10).step_by(7) {
            fs::write(&file, &whole[..length]).unwrap();
            assert!(Outline::read(&file).is_err(), "{length} of {} bytes", whole.len());
        }
    }
}
