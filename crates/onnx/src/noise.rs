//! Noise that is the same in every run.
//!
//! A graph draws noise by nodes whose generators go on from run to run, so that the same words never sound quite the
//! same. Each such node is replaced by others that repeat noise which was drawn here.

use std::io;

use crate::protobuf::{self, Field, Fields, Holds};

/// How much noise there is before it repeats, some two seconds of Kokoro's nine harmonics: a prime, so that it falls
/// on other harmonics each time.
const LENGTH: usize = 432_001;

/// What a node draws: its name in ONNX, and what its two numbers are called.
const DRAWS: [(&str, [&str; 2]); 2] =
    [("RandomNormalLike", ["mean", "scale"]), ("RandomUniformLike", ["low", "high"])];

/// A node that draws noise.
struct Draw {
    like: String,
    noise: String,
    normal: bool,
    numbers: [f32; 2],
    /// The kind of number; that of `like` when absent.
    kind: Option<u64>,
}

/// Returns the nodes that stand for a node which draws noise in the form of its input; `None` for any other node.
pub(crate) fn steady(node: &[u8]) -> io::Result<Option<Vec<u8>>> {
    Ok(Draw::read(node)?.map(|draw| draw.nodes()))
}

impl Draw {
    fn read(node: &[u8]) -> io::Result<Option<Self>> {
        let mut fields = Fields::in_bytes(node);
        let all = fields.list(fields.span())?;
        let mut texts = |number: u64| -> io::Result<Vec<String>> {
            all.iter().filter(|field| field.number == number).map(|field| fields.text(field)).collect()
        };
        let Some(operator) = texts(4)?.pop() else { return Ok(None) };
        let Some((_, names)) = DRAWS.iter().find(|(name, _)| *name == operator) else { return Ok(None) };
        let (Some(like), Some(noise)) = (texts(1)?.pop(), texts(2)?.pop()) else { return Ok(None) };
        let mut draw =
            Self { like, noise, normal: operator == "RandomNormalLike", numbers: [0.0, 1.0], kind: None };
        for field in all.iter().filter(|field| field.number == 5) {
            if let Holds::Bytes(span) = &field.holds {
                draw.attribute(&Fields::in_bytes(node).read(span.clone())?, names)?;
            }
        }
        Ok(Some(draw))
    }

    fn attribute(&mut self, attribute: &[u8], names: &[&str; 2]) -> io::Result<()> {
        let mut fields = Fields::in_bytes(attribute);
        let all = fields.list(fields.span())?;
        let find = |number: u64| all.iter().find(|field| field.number == number);
        let name = find(1).map(|field| fields.text(field)).transpose()?.unwrap_or_default();
        let number = match find(2).map(|field: &Field| &field.holds) {
            Some(Holds::Fixed(span)) => {
                <[u8; 4]>::try_from(fields.read(span.clone())?).ok().map(f32::from_le_bytes)
            }
            _ => None,
        };
        for (known, place) in names.iter().zip(&mut self.numbers) {
            if let Some(number) = number.filter(|_| *known == name) {
                *place = number;
            }
        }
        if let (true, Some(Holds::Number(kind))) = (name == "dtype", find(3).map(|field| &field.holds)) {
            self.kind = Some(*kind);
        }
        Ok(())
    }

    /// As many repeats as are needed, cut to the number of the input's values, in its form.
    fn nodes(&self) -> Vec<u8> {
        let named = |part: &str| format!("{}/steady/{part}", self.noise);
        let [table, length, less, first, axis] = ["table", "length", "less", "first", "axis"].map(named);
        let [form, size, more, repeats, repeated, cut, formed] =
            ["form", "size", "more", "repeats", "repeated", "cut", "formed"].map(named);
        let whole = i64::try_from(LENGTH).unwrap_or(i64::MAX);
        let mut graph = Vec::new();
        let values: Vec<u8> = self.values().iter().flat_map(|value| value.to_le_bytes()).collect();
        constant(&mut graph, &table, 1, &values, LENGTH);
        for (name, value) in [(&length, whole), (&less, whole - 1), (&first, 0), (&axis, 0)] {
            constant(&mut graph, name, 7, &value.to_le_bytes(), 1);
        }
        node(&mut graph, "Shape", &[&self.like], &form, None);
        node(&mut graph, "ReduceProd", &[&form], &size, Some(("keepdims", 1)));
        node(&mut graph, "Add", &[&size, &less], &more, None);
        node(&mut graph, "Div", &[&more, &length], &repeats, None);
        node(&mut graph, "Tile", &[&table, &repeats], &repeated, None);
        node(&mut graph, "Slice", &[&repeated, &first, &size, &axis], &cut, None);
        node(&mut graph, "Reshape", &[&cut, &form], &formed, None);
        match self.kind {
            Some(kind) => node(&mut graph, "Cast", &[&formed], &self.noise, Some(("to", kind))),
            None => node(&mut graph, "CastLike", &[&formed, &self.like], &self.noise, None),
        }
        graph
    }

    fn values(&self) -> Vec<f32> {
        let [one, other] = self.numbers;
        let mut drawn = Drawn(0x9e37_79b9_7f4a_7c15);
        (0..LENGTH)
            .map(
                |_| {
                    if self.normal {
                        one + other * drawn.normal()
                    } else {
                        one + (other - one) * drawn.unit()
                    }
                },
            )
            .collect()
    }
}

/// Numbers by splitmix64: <https://prng.di.unimi.it/splitmix64.c>
struct Drawn(u64);

impl Drawn {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to under 1.
    fn unit(&mut self) -> f32 {
        let bits = u16::try_from(self.next() >> 48).unwrap_or_default();
        f32::from(bits) / 65_536.0
    }

    /// Of the normal distribution, by the sum of twelve: <https://en.wikipedia.org/wiki/Irwin-Hall_distribution>
    fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.unit() + 0.5 / 65_536.0).sum::<f32>() - 6.0
    }
}

/// Values that nodes use.
fn constant(graph: &mut Vec<u8>, name: &str, kind: u64, raw: &[u8], length: usize) {
    let mut tensor = Vec::new();
    protobuf::number(&mut tensor, 1, u64::try_from(length).unwrap_or(u64::MAX));
    protobuf::number(&mut tensor, 2, kind);
    protobuf::bytes(&mut tensor, 8, name.as_bytes());
    protobuf::bytes(&mut tensor, 9, raw);
    protobuf::bytes(graph, 5, &tensor);
}

fn node(graph: &mut Vec<u8>, operator: &str, inputs: &[&str], output: &str, attribute: Option<(&str, u64)>) {
    let mut node = Vec::new();
    for input in inputs {
        protobuf::bytes(&mut node, 1, input.as_bytes());
    }
    protobuf::bytes(&mut node, 2, output.as_bytes());
    protobuf::bytes(&mut node, 3, output.as_bytes());
    protobuf::bytes(&mut node, 4, operator.as_bytes());
    if let Some((name, value)) = attribute {
        let mut attribute = Vec::new();
        protobuf::bytes(&mut attribute, 1, name.as_bytes());
        protobuf::number(&mut attribute, 3, value);
        // The kind of attribute: a whole number.
        protobuf::number(&mut attribute, 20, 2);
        protobuf::bytes(&mut node, 5, &attribute);
    }
    protobuf::bytes(graph, 1, &node);
}
